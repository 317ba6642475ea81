//! When to ask again, and when not to.
//!
//! A tile that failed is asked for again after a pause that doubles each time. Where the server
//! cannot be reached at all the whole source pauses and one request at a time tries whether it
//! is back, so that a machine without a network is left in peace. Where the server refuses
//! (403, 429 and the like) nothing is asked until it allows that or the user insists.

use std::time::{Duration, Instant, SystemTime};

use crate::basemap::TileId;

/// So many requests in a row that reach no server make the source count as unreachable.
const UNREACHABLE_AFTER: u32 = 3;

/// So many answers in a row that are errors make one of the whole source, and not of those tiles.
const ERRORS_AFTER: u32 = 8;

/// The longest pause that a server's `Retry-After` can impose.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

/// Something to be had from the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Job {
    /// The source's `TileJSON`.
    Describe,
    /// One tile.
    Tile(TileId),
}

/// Why a request brought no tile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// No server answered; the sentence says what went wrong, without a full stop.
    Unreachable(String),
    /// The server will not serve this program, at least for now.
    Refused {
        /// The HTTP status code.
        code: u16,
        /// How long the server asks to be left alone.
        retry_after: Option<Duration>,
    },
    /// The server answered with another status that is no tile.
    Status(u16),
    /// The server answered, but not with a usable tile; the sentence says how, without a full
    /// stop.
    Unusable(String),
}

impl Failure {
    /// A few words for a badge.
    pub(super) fn badge(&self) -> String {
        match self {
            Self::Unreachable(_) => "offline".to_owned(),
            Self::Refused { code, .. } => format!("refused ({code})"),
            Self::Status(code) => format!("server answered {code}"),
            Self::Unusable(_) => "unusable tiles".to_owned(),
        }
    }

    /// A sentence.
    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Unreachable(why) | Self::Unusable(why) => format!("{why}."),
            Self::Refused { code: 429, .. } => {
                "The map server asks for fewer requests (429).".to_owned()
            }
            Self::Refused {
                code: 401 | 402, ..
            } => "The map server wants a key or an account for its tiles.".to_owned(),
            Self::Refused { code, .. } => {
                format!("The map server refuses to serve tiles ({code}).")
            }
            Self::Status(code) if *code >= 500 => {
                format!("The map server is in trouble: it answered {code}.")
            }
            Self::Status(code) => format!("The map server answered {code} where a tile should be."),
        }
    }
}

/// The pauses between attempts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Backoff {
    /// The pause after the first failure.
    pub(super) base: Duration,
    /// The longest pause.
    pub(super) cap: Duration,
}

impl Backoff {
    /// The pause after the `failures`th failure in a row: doubling from the base up to the cap,
    /// less up to a half that depends on `job` alone, so that tiles which failed together are
    /// not asked for together and yet every run is the same.
    pub(super) fn pause(self, failures: u32, job: Job) -> Duration {
        let doublings = failures.saturating_sub(1).min(20);
        let full = self.base.saturating_mul(1 << doublings).min(self.cap);
        let address = match job {
            Job::Describe => u64::MAX,
            Job::Tile(tile) => {
                u64::from(tile.zoom()) << 58 ^ u64::from(tile.x()) << 29 ^ u64::from(tile.y())
            }
        };
        // The finishing step of SplitMix64 (Steele, Lea and Flood 2014) spreads neighbours apart.
        let mut mixed =
            address.wrapping_add(u64::from(failures).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let share = u32::try_from(mixed >> 48).unwrap_or_default();
        full / 2 + full / 2 * share / 0xffff
    }
}

/// What may be sent to the source at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leave {
    /// Anything.
    Free,
    /// One request, to see whether the server is back.
    Probe,
    /// Nothing before this time.
    NotBefore(Instant),
    /// Nothing until somebody changes that.
    Shut,
}

/// Whether the source as a whole may be asked.
#[derive(Debug)]
pub(super) struct Gate {
    backoff: Backoff,
    /// The network is not to be used at all.
    offline: bool,
    refusal: Option<Refusal>,
    refusals_in_a_row: u32,
    unreachable_in_a_row: u32,
    errors_in_a_row: u32,
    outage: Option<Outage>,
}

/// The server said no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) failure: Failure,
    /// When it may be asked again; `None`: when the user says so.
    pub(super) until: Option<Instant>,
}

/// The server cannot be reached, or answers with nothing but errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outage {
    pub(super) failure: Failure,
    probe_at: Instant,
    /// The request that is trying whether the server is back.
    probe: Option<Job>,
}

impl Gate {
    pub(super) fn new(backoff: Backoff, offline: bool) -> Self {
        Self {
            backoff,
            offline,
            refusal: None,
            refusals_in_a_row: 0,
            unreachable_in_a_row: 0,
            errors_in_a_row: 0,
            outage: None,
        }
    }

    /// What may be sent at `now`.
    pub(super) fn leave(&self, now: Instant) -> Leave {
        match (self.offline, self.refusal(now), &self.outage) {
            (true, _, _) => Leave::Shut,
            (_, Some(refusal), _) => refusal.until.map_or(Leave::Shut, Leave::NotBefore),
            // Whoever is probing reopens the gate, or puts off the next probe.
            (_, None, Some(outage)) if outage.probe.is_some() => Leave::Shut,
            (_, None, Some(outage)) if now < outage.probe_at => Leave::NotBefore(outage.probe_at),
            (_, None, Some(_)) => Leave::Probe,
            (_, None, None) => Leave::Free,
        }
    }

    /// Takes note that `job` is on its way, which is the probe if there is an outage.
    pub(super) fn sent(&mut self, job: Job) {
        if let Some(outage) = &mut self.outage {
            outage.probe = Some(job);
        }
    }

    /// Takes note that `job` ended without asking the server after all.
    pub(super) fn unsent(&mut self, job: Job) {
        if let Some(outage) = &mut self.outage
            && outage.probe == Some(job)
        {
            outage.probe = None;
        }
    }

    /// Takes note that the server answered as it should. Returns whether there had been an outage.
    pub(super) fn answered(&mut self) -> bool {
        self.unreachable_in_a_row = 0;
        self.refusals_in_a_row = 0;
        self.errors_in_a_row = 0;
        self.outage.take().is_some()
    }

    /// Takes note that the server can be reached again. Returns whether it had been out of reach.
    pub(super) fn reached(&mut self) -> bool {
        self.unreachable_in_a_row = 0;
        self.refusals_in_a_row = 0;
        let unreachable = |outage: &mut Outage| matches!(outage.failure, Failure::Unreachable(_));
        self.outage.take_if(unreachable).is_some()
    }

    /// Takes note of a failure of `job`. Returns whether the gate shut.
    pub(super) fn failed(&mut self, failure: &Failure, job: Job, now: Instant) -> bool {
        match failure {
            Failure::Unreachable(_) => self.outage_of(failure, job, now),
            Failure::Status(_) | Failure::Unusable(_) => {
                self.reached();
                self.outage_of(failure, job, now)
            }
            Failure::Refused { code, retry_after } => {
                self.unreachable_in_a_row = 0;
                self.outage = None;
                let was_open = self.refusal(now).is_none();
                self.refusals_in_a_row += 1;
                let until = (*code == 429).then(|| {
                    let pause = retry_after.unwrap_or_default().min(LONGEST_PAUSE);
                    now + pause.max(self.backoff.pause(self.refusals_in_a_row, job))
                });
                // A refusal for good outlasts one for a while that arrives after it.
                if self
                    .refusal(now)
                    .is_none_or(|refusal| refusal.until.is_some())
                {
                    self.refusal = Some(Refusal {
                        failure: failure.clone(),
                        until,
                    });
                }
                was_open
            }
        }
    }

    /// Takes note of a failure that is an outage once so many have followed each other. Returns whether
    /// the gate shut.
    fn outage_of(&mut self, failure: &Failure, job: Job, now: Instant) -> bool {
        // A request sent before the outage was noticed says nothing new about it.
        let outage = self.outage.as_ref();
        if outage.is_some_and(|outage| outage.probe != Some(job)) {
            return false;
        }
        let was_open = self.outage.is_none();
        let (in_a_row, after) = match failure {
            Failure::Unreachable(_) => (&mut self.unreachable_in_a_row, UNREACHABLE_AFTER),
            _ => (&mut self.errors_in_a_row, ERRORS_AFTER),
        };
        *in_a_row += 1;
        let probes = (*in_a_row + 1).saturating_sub(after);
        if probes > 0 {
            self.outage = Some(Outage {
                failure: failure.clone(),
                probe_at: now + self.backoff.pause(probes, job),
                probe: None,
            });
        }
        was_open && self.outage.is_some()
    }

    /// Forgets refusals and outages, because the user asked to try again.
    pub(super) fn reopen(&mut self) {
        *self = Self::new(self.backoff, self.offline);
    }

    /// The refusal in force at `now`.
    pub(super) fn refusal(&self, now: Instant) -> Option<&Refusal> {
        let refusal = self.refusal.as_ref()?;
        refusal
            .until
            .is_none_or(|until| now < until)
            .then_some(refusal)
    }

    /// The outage, if the source cannot be reached.
    pub(super) fn outage(&self) -> Option<&Outage> {
        self.outage.as_ref()
    }

    /// Whether the source cannot be reached.
    pub(super) fn is_out_of_reach(&self) -> bool {
        let failure = self.outage.as_ref().map(|outage| &outage.failure);
        matches!(failure, Some(Failure::Unreachable(_)))
    }

    /// Whether the network is not to be used at all.
    pub(super) fn offline(&self) -> bool {
        self.offline
    }
}

/// The pause that a `Retry-After` header asks for at `now`: seconds, or an HTTP date
/// (RFC 9110, section 10.2.3). A date in the past is no pause; nonsense is no answer.
pub(super) fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are longer than any pause that is kept anyway.
        return Some(value.parse().map_or(LONGEST_PAUSE, Duration::from_secs));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests;
