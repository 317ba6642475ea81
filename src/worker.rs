//! A background thread for jobs: opening, finding places, saving, exporting.
//!
//! It knows the window only as a function that wakes it. Each job belongs to a generation, a
//! number that the window raises when what it works on changes. The outcomes of older
//! generations are dropped, so that nothing belated is shown.

use std::any::Any;
use std::collections::VecDeque;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::progress::{Doing, Progress};

/// Counts what the window works on. A higher number makes all lower ones stale.
pub type Generation = u64;

/// A job ended without an outcome. The program goes on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    #[error(
        "this could not be finished because of a mistake in Dateline ({message}). Nothing was changed."
    )]
    Panicked { message: String },
    #[error("the system gave no thread to work on ({reason}). Close other programs and try again.")]
    NoThread { reason: String },
}

/// What became of a job: its outcome, or why it has none.
pub type JobResult<T> = Result<T, JobError>;

type Job<T> = Box<dyn FnOnce(&Progress) -> T + Send>;

struct State<T> {
    waiting: VecDeque<(Generation, Progress, Job<T>)>,
    running: Option<(Generation, Progress)>,
    finished: Vec<(Generation, JobResult<T>)>,
    /// Outcomes of lower generations are dropped.
    current: Generation,
    has_thread: bool,
    closing: bool,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does jobs one after the other on a thread of its own. `T` is what they produce.
///
/// Dropping the worker returns at once: the running job is asked to stop, and nothing is heard of
/// it any more.
pub struct Worker<T> {
    name: &'static str,
    shared: Arc<Shared<T>>,
}

impl<T> fmt::Debug for Worker<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl<T: Send + 'static> Worker<T> {
    /// A worker whose thread will be called `name`. The thread starts with the first job. `wake`
    /// is called on it, never with a lock held, when a job has ended or has something to tell.
    #[must_use]
    pub fn start(name: &'static str, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let state = State {
            waiting: VecDeque::new(),
            running: None,
            finished: Vec::new(),
            current: 0,
            has_thread: false,
            closing: false,
        };
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            changed: Condvar::new(),
            wake: Box::new(wake),
        });
        Self { name, shared }
    }

    /// Puts `job` at the end of the queue. A `generation` higher than all before cancels the jobs
    /// of the lower ones and drops their outcomes; a stale one is not done at all.
    pub fn submit(
        &self,
        generation: Generation,
        job: impl FnOnce(&Progress) -> T + Send + 'static,
    ) {
        let for_progress = Arc::downgrade(&self.shared);
        let progress = Progress::new(move || {
            if let Some(shared) = for_progress.upgrade() {
                (shared.wake)();
            }
        });
        let mut state = self.shared.lock();
        if generation < state.current {
            return;
        }
        state.make_current(generation);
        if !state.has_thread {
            let shared = Arc::clone(&self.shared);
            let thread = thread::Builder::new().name(self.name.to_owned());
            if let Err(error) = thread.spawn(move || work(&shared)) {
                let reason = error.to_string();
                tracing::error!(worker = self.name, "no thread: {reason}");
                state
                    .finished
                    .push((generation, Err(JobError::NoThread { reason })));
                drop(state);
                (self.shared.wake)();
                return;
            }
            state.has_thread = true;
        }
        state
            .waiting
            .push_back((generation, progress, Box::new(job)));
        drop(state);
        self.shared.changed.notify_one();
    }

    /// Asks the running job to stop, and forgets those that wait. Nothing is heard any more of
    /// what was submitted before.
    pub fn cancel(&self) {
        self.shared.lock().abandon();
    }

    /// The outcomes since the last call, in the order of their jobs.
    #[must_use]
    pub fn take(&self) -> Vec<(Generation, JobResult<T>)> {
        std::mem::take(&mut self.shared.lock().finished)
    }

    /// What is being done, for showing; `None` while there is nothing to do. Cheap enough for
    /// every frame.
    #[must_use]
    pub fn doing(&self) -> Option<Doing> {
        let state = self.shared.lock();
        if let Some((_, progress)) = state.running.as_ref().filter(|(_, p)| !p.cancelled()) {
            return Some(progress.doing());
        }
        (!state.waiting.is_empty()).then(Doing::default)
    }
}

impl<T> Drop for Worker<T> {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.abandon();
        state.closing = true;
        drop(state);
        self.shared.changed.notify_one();
    }
}

impl<T> State<T> {
    fn make_current(&mut self, generation: Generation) {
        if generation > self.current {
            self.abandon();
            self.current = generation;
        }
    }

    fn abandon(&mut self) {
        self.waiting.clear();
        self.finished.clear();
        if let Some((_, progress)) = &self.running {
            progress.cancel();
        }
    }
}

fn work<T>(shared: &Shared<T>) {
    loop {
        let (generation, progress, job) = {
            let idle = |state: &mut State<T>| state.waiting.is_empty() && !state.closing;
            let mut state = shared
                .changed
                .wait_while(shared.lock(), idle)
                .unwrap_or_else(PoisonError::into_inner);
            let Some(next) = state.waiting.pop_front() else {
                return;
            };
            state.running = Some((next.0, next.1.clone()));
            next
        };
        // A job owns all it works with, so that nothing half changed is left behind.
        let outcome = catch_unwind(AssertUnwindSafe(|| job(&progress))).map_err(|panic| {
            let message = message_of(&*panic);
            JobError::Panicked { message }
        });
        let mut state = shared.lock();
        state.running = None;
        if !progress.cancelled() {
            state.finished.push((generation, outcome));
        }
        let closing = state.closing;
        drop(state);
        if closing {
            return;
        }
        (shared.wake)();
    }
}

fn message_of(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|message| (*message).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without a message".to_owned())
}

#[cfg(test)]
mod tests;
