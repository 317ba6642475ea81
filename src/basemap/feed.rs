//! Tiles of an archive, decoded on a thread of their own.

use std::{
    collections::BTreeSet,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};

use super::{Archive, Arrival, TileId};

type Decode<T> = dyn Fn(TileId, &[u8]) -> Result<T, String> + Send + Sync;

/// Reads and decodes the tiles of an [`Archive`] behind the window's back. Its use is that of a
/// [`super::Fetcher`]: say every frame what is wanted, take what has come.
pub struct ArchiveFeed<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    archive: Arc<Archive>,
    decode: Box<Decode<T>>,
    wake: Box<dyn Fn() + Send + Sync>,
    state: Mutex<State<T>>,
    news: Condvar,
}

struct State<T> {
    /// The next to read last.
    queue: Vec<TileId>,
    reading: Option<TileId>,
    done: Vec<(TileId, Arrival<T>)>,
    /// What was delivered and not yet taken, so that it is not read twice.
    delivered: BTreeSet<TileId>,
    started: bool,
    closed: bool,
}

impl<T> std::fmt::Debug for ArchiveFeed<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ArchiveFeed").finish_non_exhaustive()
    }
}

impl<T: Send + 'static> ArchiveFeed<T> {
    /// A feed of `archive`; `decode` runs on the feed's thread, and so does `wake` after every
    /// tile.
    #[must_use]
    pub fn new(
        archive: Arc<Archive>,
        decode: impl Fn(TileId, &[u8]) -> Result<T, String> + Send + Sync + 'static,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                archive,
                decode: Box::new(decode),
                wake: Box::new(wake),
                state: Mutex::new(State {
                    queue: Vec::new(),
                    reading: None,
                    done: Vec::new(),
                    delivered: BTreeSet::new(),
                    started: false,
                    closed: false,
                }),
                news: Condvar::new(),
            }),
        }
    }

    /// Replace what is wanted, best first. Never blocks for long.
    pub fn want(&mut self, tiles: &[TileId]) {
        let mut state = self.shared.lock();
        state.queue = tiles
            .iter()
            .rev()
            .filter(|id| state.reading != Some(**id) && !state.delivered.contains(id))
            .copied()
            .collect();
        if state.queue.is_empty() {
            return;
        }
        if !state.started {
            let shared = Arc::clone(&self.shared);
            // Without a thread, tiles are still read by `now`; the next frame tries again.
            state.started = std::thread::Builder::new()
                .name("archive tiles".to_owned())
                .spawn(move || shared.work())
                .is_ok();
        }
        drop(state);
        self.shared.news.notify_one();
    }

    /// What has been read since the last call.
    pub fn take(&mut self) -> Vec<(TileId, Arrival<T>)> {
        let mut state = self.shared.lock();
        state.delivered.clear();
        std::mem::take(&mut state.done)
    }

    /// Read one tile on the caller's thread.
    #[must_use]
    pub fn now(&self, id: TileId) -> Arrival<T> {
        self.shared.read(id)
    }
}

impl<T> Drop for ArchiveFeed<T> {
    fn drop(&mut self) {
        let mut state = self
            .shared
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        state.closed = true;
        drop(state);
        self.shared.news.notify_all();
    }
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A damaged tile counts as missing, so that its parent stands in for it.
    fn read(&self, id: TileId) -> Arrival<T> {
        match self.archive.tile(id) {
            Ok(Some(bytes)) => (self.decode)(id, &bytes).map_or(Arrival::Missing, Arrival::Tile),
            Ok(None) | Err(_) => Arrival::Missing,
        }
    }

    fn work(&self) {
        let mut state = self.lock();
        loop {
            if state.closed {
                return;
            }
            let Some(id) = state.queue.pop() else {
                state = self
                    .news
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            state.reading = Some(id);
            drop(state);
            let arrival = self.read(id);
            state = self.lock();
            state.reading = None;
            state.delivered.insert(id);
            state.done.push((id, arrival));
            let closed = state.closed;
            drop(state);
            if !closed {
                (self.wake)();
            }
            state = self.lock();
        }
    }
}
