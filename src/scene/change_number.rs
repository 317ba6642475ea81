//! Tells whether something that was prepared earlier is still up to date.

use std::sync::atomic::{AtomicU64, Ordering};

/// A moment of the program's run, later than all that were asked for before: no two documents have
/// one in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeNumber(u64);

impl ChangeNumber {
    #[must_use]
    pub fn next() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(LAST.fetch_add(1, Ordering::Relaxed) + 1)
    }
}
