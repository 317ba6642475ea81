//! Tiles from the network, which only a window asks for.
//!
//! [`Fetcher`] downloads the tiles of one [`TileSource`] on its own threads, with a disk cache,
//! retries and the manners that tile servers ask for.
//!
//! In reading order: `source`, `status`, `fetch`, and below that `queue` (what to do next),
//! `retry` (when to ask again), `client` (one request), `work` (what the threads do) and `cache`
//! with `freshness` (what is kept on disk, and for how long).

mod cache;
mod client;
mod fetch;
mod freshness;
mod options;
mod queue;
mod retry;
mod source;
mod status;
mod work;

pub use cache::{CachedTile, DiskCache};
pub use fetch::Fetcher;
pub use freshness::ResponseRecord;
pub use options::FetcherOptions;
pub use source::{SourceError, TileAddress, TileSource, UrlTemplate};
pub use status::Status;
pub use work::Arrival;
