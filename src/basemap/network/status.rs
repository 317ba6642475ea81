//! How a source is doing, in words for the user.

use std::time::Duration;

/// How the fetching of tiles is going.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing is wanted that is not there.
    Idle,
    /// So many tiles are on their way or queued.
    Loading(usize),
    /// The source cannot be reached, or is not to be; tiles kept from before are still shown.
    Offline {
        /// One sentence that says why.
        reason: String,
    },
    /// The server said no, so nothing is asked of it.
    Refused {
        /// The HTTP status code of its answer.
        code: u16,
        /// One sentence that says what it said.
        reason: String,
        /// How long until it is asked again; `None`: not before the user says so.
        retry_after: Option<Duration>,
    },
    /// Some tiles fail and are asked for again from time to time.
    Degraded {
        /// A few words on the last failure.
        summary: String,
        /// One sentence on the last failure.
        reason: String,
        /// So many tiles in view are missing for it.
        failing: usize,
    },
}

impl Status {
    /// A few words for a badge on the map; empty while all is well.
    #[must_use]
    pub fn badge(&self) -> String {
        match self {
            Self::Idle => String::new(),
            Self::Loading(tiles) => format!("loading {tiles}"),
            Self::Offline { .. } => "offline".to_owned(),
            Self::Refused { code, .. } => format!("refused ({code})"),
            Self::Degraded { summary, .. } => summary.clone(),
        }
    }

    /// What is going on, in plain words; empty while nothing is.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::Idle => String::new(),
            Self::Loading(1) => "Loading one map tile.".to_owned(),
            Self::Loading(tiles) => format!("Loading {tiles} map tiles."),
            Self::Offline { reason } => reason.clone(),
            Self::Refused {
                reason,
                retry_after,
                ..
            } => match retry_after {
                Some(pause) => format!("{reason} It is asked again in {}.", in_words(*pause)),
                None => format!("{reason} It is not asked again until you press Retry."),
            },
            Self::Degraded {
                reason, failing, ..
            } => match failing {
                0 => format!("{reason} An older copy is shown."),
                1 => format!("{reason} One tile is missing and is asked for again."),
                _ => format!("{reason} {failing} tiles are missing and are asked for again."),
            },
        }
    }

    /// Whether something is wrong, rather than idle or under way.
    #[must_use]
    pub fn is_trouble(&self) -> bool {
        !matches!(self, Self::Idle | Self::Loading(_))
    }

    /// Whether the two would be shown in the same way, a countdown aside.
    pub(super) fn looks_like(&self, other: &Self) -> bool {
        let (
            Self::Refused {
                code, retry_after, ..
            },
            Self::Refused {
                code: other_code,
                retry_after: other_retry,
                ..
            },
        ) = (self, other)
        else {
            return self == other;
        };
        code == other_code && retry_after.is_some() == other_retry.is_some()
    }
}

/// A status that looks different from the one before it.
#[must_use]
pub(super) struct Change {
    pub(super) before: Status,
    pub(super) now: Status,
}

impl Change {
    /// Tells the log of trouble that begins, becomes another or ends. How many tiles are concerned
    /// changes all the time and is nothing new.
    pub(super) fn log(&self) {
        let (before, now) = (&self.before, &self.now);
        if now.badge() == before.badge() {
            return;
        }
        if now.is_trouble() {
            tracing::warn!("map tiles, {}: {}", now.badge(), now.detail());
        } else if before.is_trouble() {
            tracing::info!("map tiles, no longer {}", before.badge());
        }
    }
}

/// A pause in whole seconds or minutes, rounded up.
fn in_words(pause: Duration) -> String {
    match pause.as_secs() + 1 {
        1 => "a second".to_owned(),
        seconds @ ..=90 => format!("{seconds} seconds"),
        seconds => format!("{} minutes", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Status;

    fn refused(retry_after: Option<u64>) -> Status {
        Status::Refused {
            code: 429,
            reason: "The map server asks for fewer requests (429).".to_owned(),
            retry_after: retry_after.map(Duration::from_secs),
        }
    }

    #[test]
    fn a_refusal_says_when_it_ends() {
        assert!(
            refused(Some(29))
                .detail()
                .ends_with("asked again in 30 seconds.")
        );
        assert!(
            refused(Some(3599))
                .detail()
                .ends_with("asked again in 60 minutes.")
        );
        assert!(refused(None).detail().ends_with("until you press Retry."));
        assert_eq!(refused(None).badge(), "refused (429)");
    }

    #[test]
    fn a_running_countdown_is_no_news() {
        assert!(refused(Some(30)).looks_like(&refused(Some(29))));
        assert!(!refused(Some(30)).looks_like(&refused(None)));
        assert!(!Status::Loading(2).looks_like(&Status::Loading(1)));
    }
}
