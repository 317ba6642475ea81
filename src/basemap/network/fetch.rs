//! Getting the tiles in view, from disk or the network, without ever making the window wait.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::thread;
use std::time::Instant;

use super::{
    options::FetcherOptions,
    source::TileSource,
    status::{Change, Status},
    work::{Arrival, FetcherState, Shared},
};
use crate::basemap::TileId;

/// Fetches the tiles of one source on threads of its own.
///
/// `T` is what a tile is decoded into, which happens on those threads too. Dropping the fetcher
/// returns at once: requests under way are abandoned and nothing is heard of them any more.
pub struct Fetcher<T> {
    shared: Arc<Shared<T>>,
    /// The last list that [`Fetcher::want`] was given, so that an unchanged view costs nothing.
    last_wanted: Vec<TileId>,
    /// Threads started: one that only reads the disk cache, so that stored tiles never wait
    /// behind a stalled server, and up to [`FetcherOptions::max_parallel`] that use the network.
    threads: usize,
}

impl<T> std::fmt::Debug for Fetcher<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fetcher").finish_non_exhaustive()
    }
}

impl<T: Send + 'static> Fetcher<T> {
    /// A fetcher for `source`. Nothing is asked for, and no thread started, before the first
    /// [`Fetcher::want`].
    ///
    /// `decode` makes a tile of a response's body (any compression removed) or says in a few
    /// words why it cannot; such a body is never stored, and asked for again later. `wake` is
    /// called, mostly on another thread and never with a lock held, when tiles have arrived or the
    /// status has changed.
    #[must_use]
    pub fn new(
        source: TileSource,
        options: FetcherOptions,
        decode: impl Fn(TileId, &[u8]) -> Result<T, String> + Send + Sync + 'static,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self {
            shared: Arc::new(Shared::new(
                source,
                options,
                Box::new(decode),
                Box::new(wake),
            )),
            last_wanted: Vec::new(),
            threads: 0,
        }
    }

    /// Says which tiles are in view, best first; meant to be called in every frame. Whatever was
    /// queued and is not in the list any more is dropped from the queue, while requests under
    /// way finish. A tile that arrived is not delivered again until it has been out of the list,
    /// so it may stay in it or not. Tiles outside the source's zoom levels are ignored. Never
    /// blocks.
    pub fn want(&mut self, tiles: &[TileId]) {
        if tiles == self.last_wanted {
            return;
        }
        tiles.clone_into(&mut self.last_wanted);
        let possible = tiles
            .iter()
            .copied()
            .filter(|tile| self.shared.source.covers(*tile));
        let possible = possible.collect::<Vec<_>>();
        let (queued, news, change) = {
            let mut state = self.shared.lock();
            let missing = state.queue.want(&possible).unwrap_or_default();
            let news = !missing.is_empty();
            state
                .arrived
                .extend(missing.into_iter().map(|tile| (tile, Arrival::Missing)));
            // The caller is about to draw, and needs no waking to see what it just asked for.
            let change = state.note_status(Instant::now());
            (state.queue.len(), news, change)
        };
        change.iter().for_each(Change::log);
        self.start_threads(queued);
        self.shared.changed.notify_all();
        if news {
            (self.shared.wake)();
        }
    }

    /// The tiles that arrived since the last call. Never blocks.
    pub fn take(&mut self) -> Vec<(TileId, Arrival<T>)> {
        std::mem::take(&mut self.shared.lock().arrived)
    }

    /// How the source is doing.
    #[must_use]
    pub fn status(&self) -> Status {
        self.shared.lock().queue.status(Instant::now())
    }

    /// Why tiles are not being kept on disk, as a sentence, or `None` while they are.
    #[must_use]
    pub fn cache_note(&self) -> Option<String> {
        self.shared.cache_if_open()?.cache_note()
    }

    /// The source the tiles come from.
    #[must_use]
    pub fn source(&self) -> &TileSource {
        &self.shared.source
    }

    /// Tries again at once, also after a refusal, because the user asked for it.
    pub fn retry_now(&self) {
        let change = {
            let mut state = self.shared.lock();
            state.queue.retry_now();
            state.note_status(Instant::now())
        };
        change.iter().for_each(Change::log);
        self.shared.changed.notify_all();
    }

    /// Starts threads until there are enough for `queued` tiles.
    fn start_threads(&mut self, queued: usize) {
        let enough = if queued == 0 {
            0
        } else {
            1 + queued.min(self.shared.options.parallel())
        };
        while self.threads < enough {
            let shared = Arc::clone(&self.shared);
            let network = self.threads > 0;
            let name = format!("tiles-{}", self.threads);
            let started = thread::Builder::new()
                .name(name)
                .spawn(move || shared.work(network));
            if let Err(error) = started {
                // The system has no thread to spare now; the next change of view tries again.
                tracing::warn!("no thread to fetch map tiles: {error}");
                break;
            }
            self.threads += 1;
        }
    }
}

impl<T> Drop for Fetcher<T> {
    fn drop(&mut self) {
        // Under the lock, so that no worker misses the notice between looking and sleeping.
        let state = self
            .shared
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        self.shared.closing.store(true, Ordering::Release);
        drop(state);
        self.shared.changed.notify_all();
    }
}

impl<T> FetcherState<T> {
    /// Takes note of the status at `now`; returns whether it looks different from the last one.
    pub(super) fn note_status(&mut self, now: Instant) -> Option<Change> {
        let status = self.queue.status(now);
        let before = std::mem::replace(&mut self.shown, status.clone());
        let change = Change {
            before,
            now: status,
        };
        (!change.now.looks_like(&change.before)).then_some(change)
    }
}
