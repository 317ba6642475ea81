//! Tiles of an archive, decoded on a thread of their own.

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
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
    /// Whether the log has been told that a tile cannot be used; there may be thousands of them.
    told: AtomicBool,
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
                told: AtomicBool::new(false),
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
            let started = std::thread::Builder::new()
                .name("archive tiles".to_owned())
                .spawn(move || shared.work());
            state.started = started
                .inspect_err(|error| tracing::warn!("no thread to read the map file: {error}"))
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

    /// A damaged tile counts as missing, so that its parent stands in for it. That holds for one
    /// that makes the decoder panic too: files come from anywhere.
    fn read(&self, id: TileId) -> Arrival<T> {
        match self.decoded(id) {
            Ok(tile) => tile.map_or(Arrival::Missing, Arrival::Tile),
            Err(why) => {
                self.log(id, &why);
                Arrival::Missing
            }
        }
    }

    fn decoded(&self, id: TileId) -> Result<Option<T>, String> {
        let Some(bytes) = self.archive.tile(id).map_err(|error| error.to_string())? else {
            return Ok(None);
        };
        catch_unwind(AssertUnwindSafe(|| (self.decode)(id, &bytes)))
            .unwrap_or_else(|_| Err("the decoder failed".to_owned()))
            .map(Some)
    }

    fn log(&self, id: TileId, why: &str) {
        if self.told.swap(true, Ordering::Relaxed) {
            tracing::debug!("tile {id} of {:?}: {why}", self.archive);
        } else {
            tracing::warn!(
                "tile {id} of {:?}, perhaps the first of many: {why}",
                self.archive
            );
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

#[cfg(test)]
mod tests {
    use std::{
        sync::mpsc,
        time::{Duration, Instant},
    };

    use super::*;

    fn tile(zoom: u8, x: u32, y: u32) -> TileId {
        TileId::new(zoom, x, y).expect("a tile")
    }

    fn feed(
        decode: impl Fn(TileId, &[u8]) -> Result<usize, String> + Send + Sync + 'static,
    ) -> (ArchiveFeed<usize>, mpsc::Receiver<()>) {
        let archive =
            Arc::new(Archive::from_static(crate::basemap::BUNDLED).expect("the bundled map"));
        let (sender, receiver) = mpsc::channel();
        let feed = ArchiveFeed::new(archive, decode, move || {
            // The test may have ended already.
            let _ = sender.send(());
        });
        (feed, receiver)
    }

    fn wait_for(
        feed: &mut ArchiveFeed<usize>,
        woken: &mpsc::Receiver<()>,
        count: usize,
    ) -> Vec<(TileId, Arrival<usize>)> {
        let mut all = Vec::new();
        let start = Instant::now();
        while all.len() < count && start.elapsed() < Duration::from_secs(20) {
            let _ = woken.recv_timeout(Duration::from_secs(20));
            all.extend(feed.take());
        }
        all
    }

    #[test]
    fn wanted_tiles_come_and_those_outside_the_archive_are_missing() {
        let (mut feed, woken) = feed(|_, bytes| Ok(bytes.len()));
        feed.want(&[tile(0, 0, 0), tile(20, 1, 1)]);
        let came = wait_for(&mut feed, &woken, 2);
        assert!(matches!(came[0], (id, Arrival::Tile(size)) if id == tile(0, 0, 0) && size > 0));
        assert!(matches!(came[1].1, Arrival::Missing));
    }

    #[test]
    fn a_tile_that_cannot_be_decoded_does_not_stop_the_others() {
        let (mut feed, woken) = feed(|id, bytes| match id.x() {
            0 => Err("broken".to_owned()),
            1 => panic!("worse"),
            _ => Ok(bytes.len()),
        });
        feed.want(&[tile(2, 0, 1), tile(2, 1, 1), tile(2, 2, 1)]);
        let came = wait_for(&mut feed, &woken, 3);
        let missing = came
            .iter()
            .filter(|(_, arrival)| matches!(arrival, Arrival::Missing))
            .count();
        assert_eq!((came.len(), missing), (3, 2));
    }
}
