//! What to do next: the book-keeping behind [`super::Fetcher`], without threads or clocks.
//!
//! A tile that is wanted is first looked up on disk and, if it is not there or out of date,
//! fetched when the source may be asked. It leaves the queue when it arrives, when the server
//! has no such tile, or when it is wanted no longer. A tile that failed stays and waits.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::{
    retry::{Backoff, Failure, Gate, Job, Leave},
    source::{TileAddress, TileSource, UrlTemplate},
    status::Status,
};
use crate::basemap::TileId;

/// A source's description is not read again sooner than this, whatever its server says.
const SHORTEST_DESCRIPTION: Duration = Duration::from_mins(1);

/// Failures remembered of tiles that are no longer wanted.
const MAX_FAILURES: usize = 2_000;

/// What a worker should do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// See whether it is on disk.
    LookUp(Job),
    /// Ask the server.
    Fetch(Job),
    /// Nothing, until something changes or, if given, until then.
    Sleep(Option<Instant>),
}

/// The state of one source. `now` is the caller's, so that tests need not wait.
#[derive(Debug)]
pub(super) struct Queue {
    backoff: Backoff,
    pub(super) gate: Gate,
    /// The last list of tiles in view, as given.
    asked: Vec<TileId>,
    /// Those of them that are still to be had, best first.
    wanted: Vec<TileId>,
    /// Those that have arrived, or do not exist, and need not be delivered again while they
    /// stay in view.
    settled: BTreeSet<TileId>,
    /// Those of which an outdated copy was delivered in the meantime.
    outdated: BTreeSet<TileId>,
    /// Those that are not to be had from disk.
    looked_up: BTreeSet<TileId>,
    /// What workers are busy with.
    in_hand: BTreeSet<Job>,
    /// Tiles the server does not have.
    missing: BTreeSet<TileId>,
    failures: BTreeMap<TileId, Failures>,
    last_failure: Option<Failure>,
    template: Option<UrlTemplate>,
    /// Where the source has a description: how it stands with that.
    description: Option<Description>,
}

#[derive(Debug)]
struct Failures {
    in_a_row: u32,
    not_before: Instant,
    /// It failed as all others do, so that one which succeeds is a reason to try it at once.
    waits_for_all: bool,
}

#[derive(Debug)]
struct Description {
    looked_up: bool,
    valid_until: Option<Instant>,
    failures: u32,
    not_before: Option<Instant>,
}

impl Queue {
    pub(super) fn new(source: &TileSource, backoff: Backoff, offline: bool) -> Self {
        let (template, description) = match &source.address {
            TileAddress::Template(template) => (Some(template.clone()), None),
            TileAddress::TileJson(_) => {
                let unread = Description {
                    looked_up: false,
                    valid_until: None,
                    failures: 0,
                    not_before: None,
                };
                (None, Some(unread))
            }
        };
        Self {
            backoff,
            gate: Gate::new(backoff, offline),
            asked: Vec::new(),
            wanted: Vec::new(),
            settled: BTreeSet::new(),
            outdated: BTreeSet::new(),
            looked_up: BTreeSet::new(),
            in_hand: BTreeSet::new(),
            missing: BTreeSet::new(),
            failures: BTreeMap::new(),
            last_failure: None,
            template,
            description,
        }
    }

    /// Takes a new list of tiles in view, best first. Returns those that just came into view
    /// and are known not to exist, or `None` where the list is the last one.
    pub(super) fn want(&mut self, tiles: &[TileId]) -> Option<Vec<TileId>> {
        if tiles == self.asked {
            return None;
        }
        tiles.clone_into(&mut self.asked);
        let in_view = tiles.iter().copied().collect::<BTreeSet<_>>();
        for set in [&mut self.settled, &mut self.outdated, &mut self.looked_up] {
            set.retain(|tile| in_view.contains(tile));
        }
        if self.failures.len() > MAX_FAILURES {
            self.failures.retain(|tile, _| in_view.contains(tile));
        }
        let mut nonexistent = Vec::new();
        let mut seen = BTreeSet::new();
        self.wanted.clear();
        for &tile in tiles.iter().filter(|tile| seen.insert(**tile)) {
            if self.missing.contains(&tile) {
                if self.settled.insert(tile) {
                    nonexistent.push(tile);
                }
            } else if !self.settled.contains(&tile) {
                self.wanted.push(tile);
            }
        }
        Some(nonexistent)
    }

    /// How many tiles are still to be had.
    pub(super) fn len(&self) -> usize {
        self.wanted.len()
    }

    /// What to do at `now`, for a worker that may use the network or one that may not. What is
    /// returned is then in hand.
    pub(super) fn next(&mut self, network: bool, now: Instant) -> Next {
        let next = self.find_next(network, now);
        match next {
            Next::LookUp(job) => {
                self.in_hand.insert(job);
            }
            Next::Fetch(job) => {
                self.in_hand.insert(job);
                self.gate.sent(job);
            }
            Next::Sleep(_) => {}
        }
        next
    }

    fn find_next(&self, network: bool, now: Instant) -> Next {
        let free = |job: &Job| !self.in_hand.contains(job);
        if self.wanted.is_empty() {
            // A refusal that runs out changes what the badge says.
            let until = self.gate.refusal(now).and_then(|refusal| refusal.until);
            return Next::Sleep(until);
        }
        if let Some(description) = &self.description
            && !description.looked_up
            && free(&Job::Describe)
        {
            return Next::LookUp(Job::Describe);
        }
        let not_looked_up = |tile: &&TileId| !self.looked_up.contains(tile);
        let mut waiting = self.wanted.iter().filter(|tile| free(&Job::Tile(**tile)));
        if self.template.is_some()
            && let Some(tile) = waiting.clone().find(not_looked_up)
        {
            return Next::LookUp(Job::Tile(*tile));
        }
        if !network {
            return Next::Sleep(None);
        }
        let probing = match self.gate.leave(now) {
            Leave::Free => false,
            Leave::Probe => true,
            Leave::NotBefore(time) => return Next::Sleep(Some(time)),
            Leave::Shut => return Next::Sleep(None),
        };
        if let Some(description) = &self.description
            && description.valid_until.is_none_or(|until| until <= now)
        {
            return match description.not_before {
                _ if !description.looked_up || !free(&Job::Describe) => Next::Sleep(None),
                Some(time) if now < time && !probing => Next::Sleep(Some(time)),
                _ => Next::Fetch(Job::Describe),
            };
        }
        let due = |tile: &TileId| self.failures.get(tile).map(|failures| failures.not_before);
        let troubled = |tile: &TileId| self.failures.get(tile).map_or(0, |it| it.in_a_row);
        if probing && !self.gate.is_out_of_reach() {
            // It may be that tile alone that fails, so that another one is tried each time.
            return match waiting.min_by_key(|tile| troubled(tile)) {
                Some(tile) => Next::Fetch(Job::Tile(*tile)),
                None => Next::Sleep(None),
            };
        }
        if let Some(tile) = waiting.find(|tile| probing || due(tile).is_none_or(|due| due <= now)) {
            return Next::Fetch(Job::Tile(*tile));
        }
        let first_due = self
            .wanted
            .iter()
            .filter(|tile| free(&Job::Tile(**tile)))
            .filter_map(due);
        Next::Sleep(first_due.min())
    }

    /// The address of `tile`, once it is known.
    pub(super) fn url(&self, tile: TileId) -> Option<String> {
        self.template.as_ref().map(|template| template.url(tile))
    }

    /// Whether an outdated copy of `tile` should be shown now, because none newer is to be had
    /// soon and it is not shown yet.
    pub(super) fn wants_outdated(&self, tile: TileId, now: Instant) -> bool {
        let shut = self.gate.leave(now) != Leave::Free;
        let waits = self
            .failures
            .get(&tile)
            .is_some_and(|failures| now < failures.not_before);
        (shut || waits) && !self.outdated.contains(&tile)
    }

    /// Whether an outdated copy of `tile` has been delivered and is still in view.
    pub(super) fn is_outdated_shown(&self, tile: TileId) -> bool {
        self.outdated.contains(&tile)
    }

    /// `tile` is not on disk, or outdated there; `shown`: the outdated copy was delivered.
    pub(super) fn not_on_disk(&mut self, tile: TileId, shown: bool) {
        self.in_hand.remove(&Job::Tile(tile));
        if self.asked.contains(&tile) {
            self.looked_up.insert(tile);
            if shown {
                self.outdated.insert(tile);
            }
        }
    }

    /// An outdated copy of `tile` is on disk and was not delivered, because a newer one seemed to
    /// be had soon. Where that has changed while the copy was read, it is looked up again.
    pub(super) fn held_back(&mut self, tile: TileId, now: Instant) {
        if self.wants_outdated(tile, now) {
            self.in_hand.remove(&Job::Tile(tile));
        } else {
            self.not_on_disk(tile, false);
        }
    }

    /// `tile` has been delivered from disk.
    pub(super) fn found(&mut self, tile: TileId) {
        self.gate.unsent(Job::Tile(tile));
        self.settle(tile);
    }

    /// The server sent `tile` or, with `exists` false, says that there is none.
    pub(super) fn answered(&mut self, tile: TileId, exists: bool) {
        self.settle(tile);
        self.failures.remove(&tile);
        if !exists {
            self.missing.insert(tile);
        }
        self.reached();
    }

    /// The request for `tile` failed; `shown`: an outdated copy was delivered in its place.
    pub(super) fn failed(&mut self, tile: TileId, failure: Failure, shown: bool, now: Instant) {
        let job = Job::Tile(tile);
        self.not_on_disk(tile, shown);
        self.note_failure(job, &failure, now);
        if !matches!(failure, Failure::Refused { .. }) {
            let in_a_row = self
                .failures
                .get(&tile)
                .map_or(0, |failures| failures.in_a_row)
                + 1;
            let failures = Failures {
                in_a_row,
                not_before: now + self.backoff.pause(in_a_row, job),
                waits_for_all: self.gate.outage().is_some()
                    || matches!(failure, Failure::Unreachable(_)),
            };
            self.failures.insert(tile, failures);
        }
        self.last_failure = Some(failure);
    }

    /// The description was looked up on disk, or came from the server: the template in it and
    /// how long it holds from `now`. `None`: it is not on disk.
    pub(super) fn described(
        &mut self,
        found: Option<(UrlTemplate, Duration)>,
        from_server: bool,
        now: Instant,
    ) {
        self.in_hand.remove(&Job::Describe);
        if from_server {
            self.reached();
        } else {
            self.gate.unsent(Job::Describe);
        }
        let Some(description) = &mut self.description else {
            return;
        };
        description.looked_up = true;
        let Some((template, lifetime)) = found else {
            return;
        };
        let shortest = if from_server {
            SHORTEST_DESCRIPTION
        } else {
            Duration::ZERO
        };
        description.valid_until = Some(now + lifetime.max(shortest));
        description.failures = 0;
        description.not_before = None;
        if self.template.as_ref() != Some(&template) {
            // Other addresses: what was learnt of the old ones says nothing about them.
            self.template = Some(template);
            self.missing.clear();
            self.looked_up.clear();
            self.failures.clear();
        }
    }

    /// The request for the description failed. A template from before is used meanwhile.
    pub(super) fn description_failed(&mut self, failure: Failure, now: Instant) {
        self.in_hand.remove(&Job::Describe);
        self.note_failure(Job::Describe, &failure, now);
        if let Some(description) = &mut self.description {
            description.failures += 1;
            let again = now + self.backoff.pause(description.failures, Job::Describe);
            description.not_before = Some(again);
            if self.template.is_some() {
                description.valid_until = Some(again);
            }
        }
        self.last_failure = Some(failure);
    }

    /// Forgets all pauses, because the user asked to try again.
    pub(super) fn retry_now(&mut self) {
        self.gate.reopen();
        self.failures.clear();
        if let Some(description) = &mut self.description {
            description.failures = 0;
            description.not_before = None;
        }
    }

    /// How things stand at `now`.
    pub(super) fn status(&self, now: Instant) -> Status {
        if self.gate.offline() {
            return Status::Offline {
                reason: "The online map is switched off.".to_owned(),
            };
        }
        if let Some(refusal) = self.gate.refusal(now)
            && let Failure::Refused { code, .. } = refusal.failure
        {
            return Status::Refused {
                code,
                reason: refusal.failure.sentence(),
                retry_after: refusal
                    .until
                    .map(|until| until.saturating_duration_since(now)),
            };
        }
        let outage = self.gate.outage().map(|outage| &outage.failure);
        if let Some(failure @ Failure::Unreachable(_)) = outage {
            return Status::Offline {
                reason: failure.sentence(),
            };
        }
        let troubled = self
            .wanted
            .iter()
            .filter(|tile| self.failures.contains_key(tile))
            .count();
        let undescribed = self.description.as_ref().is_some_and(|it| it.failures > 0);
        if (troubled > 0 || (undescribed && !self.wanted.is_empty()))
            && let Some(failure) = &self.last_failure
        {
            let shown_anyway = |tile: &&TileId| self.outdated.contains(tile);
            let shown = self.wanted.iter().filter(shown_anyway).count();
            let missing = if troubled > 0 {
                troubled
            } else {
                self.wanted.len()
            };
            return Status::Degraded {
                summary: failure.badge(),
                reason: failure.sentence(),
                failing: missing.saturating_sub(shown),
            };
        }
        match self.wanted.len() {
            0 => Status::Idle,
            tiles => Status::Loading(tiles),
        }
    }

    fn settle(&mut self, tile: TileId) {
        self.in_hand.remove(&Job::Tile(tile));
        self.wanted.retain(|wanted| *wanted != tile);
        self.looked_up.remove(&tile);
        self.outdated.remove(&tile);
        // A tile that went out of view meanwhile may be dropped by the window, so it must come
        // again when it is wanted again.
        if self.asked.contains(&tile) {
            self.settled.insert(tile);
        }
    }

    fn note_failure(&mut self, job: Job, failure: &Failure, now: Instant) {
        let is_answer = matches!(failure, Failure::Status(_) | Failure::Unusable(_));
        if is_answer && self.gate.reached() {
            self.free_all();
        }
        if self.gate.failed(failure, job, now) {
            // Nothing newer is to be had for now, so outdated copies are looked for again.
            self.looked_up.clear();
        }
    }

    /// The server answered as it should: what waited only for that need wait no longer.
    fn reached(&mut self) {
        if self.gate.answered() {
            self.free_all();
        }
    }

    fn free_all(&mut self) {
        self.failures.retain(|_, failures| !failures.waits_for_all);
        if let Some(description) = &mut self.description {
            description.not_before = None;
        }
    }
}

#[cfg(test)]
mod tests;
