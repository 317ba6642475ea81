//! What a window does with a fetcher, for tests: it wants tiles, is woken, and takes them.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use dateline::basemap::{Arrival, Fetcher, FetcherOptions, TileId, TileSource};

/// Longer than anything here takes on the slowest machine.
pub const LONG: Duration = Duration::from_secs(20);

/// Options for a test: quick to try again, slow to lose patience.
pub fn options(cache: Option<&Path>) -> FetcherOptions {
    FetcherOptions {
        cache_dir: cache.map(Path::to_owned),
        backoff_base: Duration::from_millis(5),
        backoff_cap: Duration::from_millis(40),
        max_body_bytes: 10_000,
        ..FetcherOptions::default()
    }
}

/// The `n`th tile of zoom 9, whose path is `path(n)` in [`source`].
pub fn tile(n: u32) -> TileId {
    TileId::new(9, n, 7).expect("in range")
}

pub fn tiles(numbers: impl IntoIterator<Item = u32>) -> Vec<TileId> {
    numbers.into_iter().map(tile).collect()
}

pub fn path(n: u32) -> String {
    format!("/9/{n}/7.png")
}

/// A source whose tiles `server_url` followed by [`path`] serves.
pub fn source(server_url: &str) -> TileSource {
    TileSource::custom(&format!("{server_url}/{{z}}/{{x}}/{{y}}.png")).expect("a good template")
}

/// The tests' idea of a good tile.
fn decode(_: TileId, body: &[u8]) -> Result<String, String> {
    let text = String::from_utf8_lossy(body).into_owned();
    if text.starts_with("tile") {
        Ok(text)
    } else {
        Err("no tile at all".to_owned())
    }
}

pub struct Window {
    pub fetcher: Fetcher<String>,
    /// Everything that arrived, in order.
    pub arrived: Vec<(TileId, Arrival<String>)>,
    pub woken: Arc<AtomicUsize>,
}

impl Window {
    pub fn new(source: TileSource, options: FetcherOptions) -> Self {
        Self::decoding(source, options, decode)
    }

    pub fn decoding(
        source: TileSource,
        options: FetcherOptions,
        decode: impl Fn(TileId, &[u8]) -> Result<String, String> + Send + Sync + 'static,
    ) -> Self {
        let woken = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&woken);
        let wake = move || {
            counter.fetch_add(1, Ordering::SeqCst);
        };
        Self {
            fetcher: Fetcher::new(source, options, decode, wake),
            arrived: Vec::new(),
            woken,
        }
    }

    /// What arrived last for tile `n`.
    pub fn last(&self, n: u32) -> Option<&Arrival<String>> {
        self.arrived
            .iter()
            .rev()
            .find(|(id, _)| *id == tile(n))
            .map(|(_, arrival)| arrival)
    }

    /// The text of the tile `n` that arrived last.
    pub fn text(&self, n: u32) -> Option<&str> {
        match self.last(n)? {
            Arrival::Tile(text) => Some(text),
            Arrival::Missing => None,
        }
    }

    /// Takes arrivals until `condition` holds.
    pub fn wait(&mut self, what: &str, mut condition: impl FnMut(&Self) -> bool) {
        let start = Instant::now();
        loop {
            self.arrived.extend(self.fetcher.take());
            if condition(self) {
                return;
            }
            assert!(
                start.elapsed() < LONG,
                "{what} did not happen; {:?}, {:?}",
                self.fetcher.status(),
                self.arrived
            );
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Wants the tiles `numbers` and waits until each of them has arrived.
    pub fn get(&mut self, numbers: &[u32]) {
        self.fetcher.want(&tiles(numbers.iter().copied()));
        self.wait("the arrival of all tiles", |window| {
            numbers.iter().all(|n| window.last(*n).is_some())
        });
    }

    /// Gives the threads the chance to do what they should not.
    pub fn linger(&mut self) {
        thread::sleep(Duration::from_millis(150));
        self.arrived.extend(self.fetcher.take());
    }
}
