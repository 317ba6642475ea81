//! How tiles are fetched: limits, pauses, and how the program names itself.

use std::{path::PathBuf, time::Duration};

use crate::{hosts::Names, user_agent::user_agent};

/// No server is sent more requests at a time than this, whatever the options say.
const MOST_PARALLEL: usize = 6;

/// How a [`Fetcher`](super::Fetcher) behaves.
#[derive(Clone, Debug)]
pub struct FetcherOptions {
    /// Where responses are kept between runs; `None`: nowhere.
    pub cache_dir: Option<PathBuf>,
    /// About how much disk they may take, in bytes.
    pub cache_max_bytes: u64,
    /// How many downloads may run at a time: 1 to 6, other numbers count as the nearest.
    pub max_parallel: usize,
    /// How the program names itself to servers.
    pub user_agent: String,
    /// The longest wait for a name to be resolved, and then for a connection.
    pub connect_timeout: Duration,
    /// The longest wait for more bytes.
    pub read_timeout: Duration,
    /// The longest time for one tile, redirects and all.
    pub overall_timeout: Duration,
    /// The pause after a first failure; it doubles with each further one.
    pub backoff_base: Duration,
    /// The longest pause between attempts.
    pub backoff_cap: Duration,
    /// The largest body taken from a server, in bytes.
    pub max_body_bytes: usize,
    /// Whether to leave the network alone and show only what is on disk.
    pub offline: bool,
    /// How the names of servers become addresses.
    pub names: Names,
}

impl Default for FetcherOptions {
    fn default() -> Self {
        Self {
            cache_dir: None,
            cache_max_bytes: 512 << 20,
            max_parallel: MOST_PARALLEL,
            user_agent: user_agent(),
            names: Names::default(),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(15),
            overall_timeout: Duration::from_secs(45),
            backoff_base: Duration::from_secs(1),
            backoff_cap: Duration::from_mins(1),
            max_body_bytes: 8 << 20,
            offline: false,
        }
    }
}

impl FetcherOptions {
    /// How many downloads may run at a time.
    pub(super) fn parallel(&self) -> usize {
        self.max_parallel.clamp(1, MOST_PARALLEL)
    }
}
