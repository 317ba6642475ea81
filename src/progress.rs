//! Work that takes a while: what it is doing now, and how it is asked to stop.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What some work is doing now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Doing {
    /// A short sentence without a full stop; empty before the work has said anything.
    pub what: String,
    /// How much of it is done, from 0 to 1, where that is known.
    pub fraction: Option<f32>,
}

/// Shared by those who work and those who wait: one side tells what it is doing and looks whether
/// it should stop, the other side shows it and may cancel. Clones are the same progress.
#[derive(Clone)]
pub struct Progress(Arc<Shared>);

struct Shared {
    cancelled: AtomicBool,
    doing: Mutex<Doing>,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl Progress {
    /// `wake` is called, on the thread that works, when there is something new to show.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(Shared {
            cancelled: AtomicBool::new(false),
            doing: Mutex::default(),
            wake: Box::new(wake),
        }))
    }

    /// Progress that nobody watches, as on the command line.
    #[must_use]
    pub fn unwatched() -> Self {
        Self::new(|| {})
    }

    /// Tells what is being done. The watcher is woken only if that reads differently from before:
    /// by another sentence, or by at least one in a hundred.
    pub fn say(&self, what: &str, fraction: Option<f32>) {
        let mut doing = self.0.doing.lock().unwrap_or_else(PoisonError::into_inner);
        let same = doing.what == what
            && match (doing.fraction, fraction) {
                (Some(before), Some(now)) => (before - now).abs() < 0.01,
                (before, now) => before == now,
            };
        if same {
            return;
        }
        let is_another = doing.what != what;
        *doing = Doing {
            what: what.to_owned(),
            fraction,
        };
        drop(doing);
        if is_another {
            tracing::info!("{what}");
        }
        (self.0.wake)();
    }

    /// What was said last. The lock is held only to copy a sentence, so that a window may ask in
    /// every frame.
    #[must_use]
    pub fn doing(&self) -> Doing {
        let doing = self.0.doing.lock().unwrap_or_else(PoisonError::into_inner);
        doing.clone()
    }

    /// Asks the work to stop as soon as it can.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Release);
    }

    /// Whether the work should stop.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Acquire)
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress")
            .field("doing", &self.doing())
            .field("cancelled", &self.cancelled())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[test]
    fn the_watcher_is_woken_when_there_is_something_new_to_show() {
        let woken = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&woken);
        let progress = Progress::new(move || {
            count.fetch_add(1, Ordering::SeqCst);
        });
        progress.say("Reading", Some(0.0));
        progress.say("Reading", Some(0.005));
        assert_eq!(woken.load(Ordering::SeqCst), 1);
        progress.say("Reading", Some(0.5));
        progress.say("Writing", Some(0.5));
        assert_eq!(woken.load(Ordering::SeqCst), 3);
        assert_eq!(progress.doing().what, "Writing");
    }

    #[test]
    fn a_clone_hears_of_a_cancel() {
        let progress = Progress::unwatched();
        let clone = progress.clone();
        assert!(!clone.cancelled());
        progress.cancel();
        assert!(clone.cancelled());
    }
}
