//! Runs work on its own thread and can abandon it, since the libraries that it calls cannot be
//! interrupted.

use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::progress::Progress;

/// How soon a cancel is noticed.
const LOOK_EVERY: Duration = Duration::from_millis(40);

/// Enough for parsers that go a level deeper for each element that is open.
const STACK_BYTES: usize = 16 << 20;

/// Why work that was left behind has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    Cancelled,
    TooLong,
    /// The work panicked, or the system gave no thread for it.
    Failed,
}

/// Does `work` on a thread called `name`, and waits for it until it is done, `progress` is
/// cancelled, or the time `within` is over. Work that is left behind goes on unheard until it ends.
pub fn run<T: Send + 'static>(
    name: &str,
    within: Duration,
    progress: &Progress,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Left> {
    let (sender, receiver) = sync_channel(1);
    thread::Builder::new()
        .name(name.to_owned())
        .stack_size(STACK_BYTES)
        // Nobody may be listening any more.
        .spawn(move || sender.send(work()).unwrap_or_default())
        .map_err(|error| {
            tracing::error!("no thread for {name}: {error}");
            Left::Failed
        })?;
    let until = Instant::now() + within;
    loop {
        match receiver.recv_timeout(LOOK_EVERY) {
            Ok(result) => return Ok(result),
            Err(RecvTimeoutError::Disconnected) => return Err(Left::Failed),
            Err(RecvTimeoutError::Timeout) if progress.cancelled() => return Err(Left::Cancelled),
            Err(RecvTimeoutError::Timeout) if Instant::now() > until => return Err(Left::TooLong),
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    #[test]
    fn work_ends_by_itself_or_is_left_behind() {
        let progress = Progress::unwatched();
        assert_eq!(run("test", LONG, &progress, || 5), Ok(5));
        assert_eq!(
            run("test", LONG, &progress, || panic!(
                "a deliberate panic of this test"
            )),
            Err::<(), _>(Left::Failed)
        );
        let slow = || thread::sleep(LONG);
        assert_eq!(
            run("test", Duration::from_millis(10), &progress, slow),
            Err(Left::TooLong)
        );
        progress.cancel();
        let before = Instant::now();
        assert_eq!(run("test", LONG, &progress, slow), Err(Left::Cancelled));
        assert!(before.elapsed() < Duration::from_secs(5));
    }
}
