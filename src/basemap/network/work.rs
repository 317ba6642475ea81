//! What the threads behind a [`super::Fetcher`] do.
//!
//! The state is locked only to read and change the book-keeping; disk, network, decoding and
//! waking happen without the lock, so the window's calls never wait for any of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use super::{
    cache::{CachedTile, DiskCache},
    client::{Client, ServerAnswer},
    freshness::ResponseRecord,
    options::FetcherOptions,
    queue::{Next, Queue},
    retry::{Backoff, Failure, Job},
    source::{TileAddress, TileSource, template_from_tile_json},
    status::{Change, Status},
};
use crate::basemap::{ContentKind, GunzipError, TileId, gunzip, is_gzip};

/// How much larger than the largest body its contents may be once unpacked.
const UNPACKED_FACTOR: usize = 8;

type Decode<T> = Box<dyn Fn(TileId, &[u8]) -> Result<T, String> + Send + Sync>;
type Wake = Box<dyn Fn() + Send + Sync>;

/// What became of a wanted tile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival<T> {
    /// It is here. A tile may arrive twice: first an outdated copy because its server could not
    /// be asked, later the current one.
    Tile(T),
    /// The server has no such tile, and is not asked again in this session.
    Missing,
}

/// What a fetcher and its threads have in common.
pub(super) struct Shared<T> {
    pub(super) source: TileSource,
    pub(super) options: FetcherOptions,
    pub(super) wake: Wake,
    pub(super) state: Mutex<FetcherState<T>>,
    /// Signalled whenever there may be something else to do.
    pub(super) changed: Condvar,
    pub(super) closing: AtomicBool,
    decode: Decode<T>,
    client: Client,
    /// Opened by the first thread that needs it, since a slow disk must not hold up the window.
    cache: OnceLock<Option<DiskCache>>,
}

/// What changes while a fetcher lives.
pub(super) struct FetcherState<T> {
    pub(super) queue: Queue,
    pub(super) arrived: Vec<(TileId, Arrival<T>)>,
    /// The status the window was last woken for.
    pub(super) shown: Status,
}

/// A tile, or why there is none.
type Got<T> = Result<Arrival<T>, Failure>;

impl<T> Shared<T> {
    pub(super) fn new(
        source: TileSource,
        options: FetcherOptions,
        decode: Decode<T>,
        wake: Wake,
    ) -> Self {
        let backoff = Backoff {
            base: options.backoff_base,
            cap: options.backoff_cap,
        };
        let queue = Queue::new(&source, backoff, options.offline);
        Self {
            client: Client::new(&options, source.is_https(), &source.host()),
            state: Mutex::new(FetcherState {
                queue,
                arrived: Vec::new(),
                shown: Status::Idle,
            }),
            changed: Condvar::new(),
            closing: AtomicBool::new(false),
            cache: OnceLock::new(),
            source,
            options,
            decode,
            wake,
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, FetcherState<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn cache_if_open(&self) -> Option<&DiskCache> {
        self.cache.get()?.as_ref()
    }

    /// Works until the fetcher is dropped; without `network` only on what is on disk.
    pub(super) fn work(&self, network: bool) {
        while let Some((next, url)) = self.next(network) {
            match (next, url) {
                (Next::LookUp(Job::Tile(tile)), Some(url)) => self.look_up_tile(tile, &url),
                (Next::Fetch(Job::Tile(tile)), Some(url)) => self.fetch_tile(tile, &url),
                (Next::LookUp(Job::Describe), Some(url)) => self.look_up_description(&url),
                (Next::Fetch(Job::Describe), Some(url)) => self.fetch_description(&url),
                (_, None) | (Next::Sleep(_), _) => {}
            }
        }
    }

    /// Waits for something to do; `None` once the fetcher is gone. With it comes its address.
    fn next(&self, network: bool) -> Option<(Next, Option<String>)> {
        let mut state = self.lock();
        loop {
            if self.is_closing() {
                return None;
            }
            let now = Instant::now();
            if let Some(change) = state.note_status(now) {
                drop(state);
                change.log();
                self.wake_up();
                state = self.lock();
                continue;
            }
            state = match state.queue.next(network, now) {
                Next::Sleep(None) => self
                    .changed
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner),
                Next::Sleep(Some(until)) => {
                    let pause = until.saturating_duration_since(now);
                    let woken = self.changed.wait_timeout(state, pause);
                    woken.unwrap_or_else(PoisonError::into_inner).0
                }
                next @ (Next::LookUp(job) | Next::Fetch(job)) => {
                    let url = match (job, &self.source.address) {
                        (Job::Tile(tile), _) => state.queue.url(tile),
                        (Job::Describe, TileAddress::TileJson(url)) => Some(url.clone()),
                        (Job::Describe, TileAddress::Template(_)) => None,
                    };
                    return Some((next, url));
                }
            };
        }
    }

    fn look_up_tile(&self, tile: TileId, url: &str) {
        let stored = self.cached(url);
        let fresh = stored
            .as_ref()
            .is_some_and(|entry| entry.record.is_fresh(SystemTime::now()));
        let worth_showing = fresh || self.lock().queue.wants_outdated(tile, Instant::now());
        let held_back = stored.is_some() && !worth_showing;
        let shown = stored
            .filter(|_| worth_showing)
            .and_then(|entry| self.decode_stored(tile, url, &entry));
        self.finish(|state| {
            let Some(content) = shown else {
                if held_back {
                    state.queue.held_back(tile, Instant::now());
                } else {
                    state.queue.not_on_disk(tile, false);
                }
                return false;
            };
            state.arrived.push((tile, Arrival::Tile(content)));
            if fresh {
                state.queue.found(tile);
            } else {
                state.queue.not_on_disk(tile, true);
            }
            true
        });
    }

    fn fetch_tile(&self, tile: TileId, url: &str) {
        // Again from disk: the validators are there, and another process may have been quicker.
        let stored = self.cached(url);
        if let Some(entry) = &stored
            && entry.record.is_fresh(SystemTime::now())
            && let Some(content) = self.decode_stored(tile, url, entry)
        {
            self.finish(|state| {
                state.arrived.push((tile, Arrival::Tile(content)));
                state.queue.found(tile);
                true
            });
            return;
        }
        match self.ask_for_tile(tile, url, stored.as_ref()) {
            Ok(arrival) => self.finish(|state| {
                state
                    .queue
                    .answered(tile, matches!(arrival, Arrival::Tile(_)));
                state.arrived.push((tile, arrival));
                true
            }),
            Err(failure) => {
                tracing::debug!("{url}: {failure:?}");
                let wanted = !self.lock().queue.is_outdated_shown(tile);
                let outdated = stored
                    .filter(|_| wanted)
                    .and_then(|entry| self.decode_stored(tile, url, &entry));
                self.finish(|state| {
                    state
                        .queue
                        .failed(tile, failure, outdated.is_some(), Instant::now());
                    let news = outdated.is_some();
                    state
                        .arrived
                        .extend(outdated.map(|content| (tile, Arrival::Tile(content))));
                    news
                });
            }
        }
    }

    /// Asks the server for a tile, given what is stored of it, and keeps what it sends.
    fn ask_for_tile(&self, tile: TileId, url: &str, stored: Option<&CachedTile>) -> Got<T> {
        let answer = match (self.ask(url, stored.map(|entry| &entry.record))?, stored) {
            (ServerAnswer::Unchanged(headers), Some(entry)) => {
                if let Some(content) = self.decode_stored(tile, url, entry) {
                    self.keep(
                        url,
                        entry.record.confirmed(&headers, SystemTime::now()),
                        &entry.body,
                    );
                    return Ok(Arrival::Tile(content));
                }
                // The stored copy is unusable after all, so a whole one is needed.
                self.ask(url, None)?
            }
            (answer, _) => answer,
        };
        match answer {
            ServerAnswer::Body(_, body)
                if body.is_empty() && self.source.kind == ContentKind::Vector =>
            {
                Ok(Arrival::Missing)
            }
            ServerAnswer::Body(headers, body) => {
                let content = self.decode(tile, &body).map_err(Failure::Unusable)?;
                self.keep(
                    url,
                    ResponseRecord::of_response(url, &headers, SystemTime::now()),
                    &body,
                );
                Ok(Arrival::Tile(content))
            }
            ServerAnswer::Nothing => {
                self.keep(url, None, &[]);
                Ok(Arrival::Missing)
            }
            ServerAnswer::Unchanged(_) => Err(Failure::Status(304)),
        }
    }

    fn look_up_description(&self, url: &str) {
        let found = self.cached(url).and_then(|entry| {
            let template = template_from_tile_json(url, &entry.body)
                .inspect_err(|error| tracing::debug!("{url}: the copy on the disk: {error}"));
            Some((template.ok()?, entry.record.remaining(SystemTime::now())))
        });
        self.finish(|state| {
            state.queue.described(found, false, Instant::now());
            false
        });
    }

    fn fetch_description(&self, url: &str) {
        let stored = self.cached(url);
        let read = |body: &[u8]| {
            template_from_tile_json(url, body).map_err(|error| {
                Failure::Unusable(error.to_string().trim_end_matches('.').to_owned())
            })
        };
        let now = SystemTime::now();
        let fetched = self
            .ask(url, stored.as_ref().map(|entry| &entry.record))
            .and_then(|answer| {
                let (template, record, body) = match (answer, stored) {
                    (ServerAnswer::Body(headers, body), _) => (
                        read(&body)?,
                        ResponseRecord::of_response(url, &headers, now),
                        body,
                    ),
                    (ServerAnswer::Unchanged(headers), Some(entry)) => {
                        let Ok(template) = read(&entry.body) else {
                            self.keep(url, None, &[]);
                            return Err(Failure::Status(304));
                        };
                        (template, entry.record.confirmed(&headers, now), entry.body)
                    }
                    (ServerAnswer::Nothing, _) => return Err(Failure::Status(404)),
                    (ServerAnswer::Unchanged(_), None) => return Err(Failure::Status(304)),
                };
                let lifetime = record
                    .as_ref()
                    .map_or(Duration::ZERO, |record| record.remaining(now));
                self.keep(url, record, &body);
                Ok((template, lifetime))
            })
            .inspect_err(|failure| tracing::debug!("{url}: {failure:?}"));
        self.finish(|state| {
            match fetched {
                Ok(found) => state.queue.described(Some(found), true, Instant::now()),
                Err(failure) => state.queue.description_failed(failure, Instant::now()),
            }
            false
        });
    }

    fn ask(&self, url: &str, stored: Option<&ResponseRecord>) -> Result<ServerAnswer, Failure> {
        self.client.get(url, stored, || self.is_closing())
    }

    /// Stores a response or, without a record, makes sure that none is stored.
    fn keep(&self, url: &str, record: Option<ResponseRecord>, body: &[u8]) {
        match (self.cache(), record) {
            (Some(cache), Some(record)) => cache.put(&record, body),
            (Some(cache), None) => cache.remove(url),
            (None, _) => {}
        }
    }

    fn cached(&self, url: &str) -> Option<CachedTile> {
        self.cache()?.get(url)
    }

    fn cache(&self) -> Option<&DiskCache> {
        let open = || {
            let dir = self.options.cache_dir.clone()?;
            Some(DiskCache::open(dir, self.options.cache_max_bytes))
        };
        self.cache.get_or_init(open).as_ref()
    }

    /// Decodes a stored body, which is dropped if it cannot be.
    fn decode_stored(&self, tile: TileId, url: &str, entry: &CachedTile) -> Option<T> {
        self.decode(tile, &entry.body)
            .inspect_err(|why| {
                tracing::debug!("{url}: the copy on the disk is dropped: {why}");
                self.keep(url, None, &[]);
            })
            .ok()
    }

    /// Decodes a body; the error is a sentence without its full stop.
    fn decode(&self, tile: TileId, body: &[u8]) -> Result<T, String> {
        // Vector tiles are often compressed as files, which no header mentions.
        let unpacked;
        let body = if is_gzip(body) {
            let limit = self.options.max_body_bytes.saturating_mul(UNPACKED_FACTOR);
            unpacked = gunzip(body, limit).map_err(|error| match error {
                GunzipError::TooLarge => "The map server sent a tile of absurd size".to_owned(),
                GunzipError::Corrupt => "The map server sent a damaged tile".to_owned(),
            })?;
            &unpacked
        } else {
            body
        };
        if is_web_page(body) {
            return Err("A web page came in place of a map tile; \
                        perhaps this network wants you to log in first"
                .to_owned());
        }
        // Decoders are other people's code: one that trips over a tile must not end the thread.
        catch_unwind(AssertUnwindSafe(|| (self.decode)(tile, body)))
            .unwrap_or_else(|_| Err("the decoder failed".to_owned()))
            .map_err(|why| format!("The map server sent something that is no map tile ({why})"))
    }

    /// Applies what came of a job, and wakes the window if `apply` says there are arrivals or
    /// the status is another.
    fn finish(&self, apply: impl FnOnce(&mut FetcherState<T>) -> bool) {
        let (arrivals, change) = {
            let mut state = self.lock();
            if self.is_closing() {
                return;
            }
            let arrivals = apply(&mut state);
            (arrivals, state.note_status(Instant::now()))
        };
        change.iter().for_each(Change::log);
        self.changed.notify_all();
        if arrivals || change.is_some() {
            self.wake_up();
        }
    }

    fn wake_up(&self) {
        if !self.is_closing() {
            (self.wake)();
        }
    }

    fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }
}

/// Whether `body` is HTML, such as the log-in page of a public network.
fn is_web_page(body: &[u8]) -> bool {
    let start = body.trim_ascii_start();
    let starts_with = |tag: &[u8]| {
        start
            .get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag))
    };
    starts_with(b"<!doctype html") || starts_with(b"<html")
}
