//! Ends the window when the system asks its process to end: when a person logs out, say, or closes the
//! terminal it was started from. Nobody is there to be asked about unsaved work then; the journal keeps it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use egui::Context;

/// How long the journal may take to write the last edits.
const TO_WRITE: Duration = Duration::from_secs(3);

/// How long the window may take to close. A hidden one may not get to it.
const TO_CLOSE: Duration = Duration::from_secs(2);

/// Whether the process was asked to end.
#[derive(Clone, Debug, Default)]
pub struct Ending(Arc<AtomicBool>);

impl Ending {
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// From now on signals to end close the window, after `flush` has written what is not on the disk yet.
    #[cfg(unix)]
    pub fn watch(&self, ctx: &Context, flush: impl Fn(Duration) -> bool + Send + 'static) {
        let (ctx, asked) = (ctx.clone(), self.clone());
        let signals = match signal_hook::iterator::Signals::new(signals()) {
            Ok(signals) => signals,
            Err(error) => {
                tracing::error!("signals to end the program are not heard: {error}");
                return;
            }
        };
        let thread = std::thread::Builder::new().name("signals".to_owned());
        let started = thread.spawn(move || asked.wait(signals, &ctx, flush));
        if let Err(error) = started {
            tracing::error!("no thread to hear signals on: {error}");
        }
    }

    /// Other systems have no such signals.
    #[cfg(not(unix))]
    pub fn watch(&self, _: &Context, _: impl Fn(Duration) -> bool + Send + 'static) {}

    #[cfg(unix)]
    fn wait(
        &self,
        mut signals: signal_hook::iterator::Signals,
        ctx: &Context,
        flush: impl Fn(Duration) -> bool,
    ) {
        let Some(signal) = signals.forever().next() else {
            return;
        };
        tracing::info!("signal {signal}: the window is closed");
        self.0.store(true, Ordering::Release);
        if !flush(TO_WRITE) {
            tracing::warn!("the last edits may not be on the disk");
        }
        ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        ctx.request_repaint();
        std::thread::sleep(TO_CLOSE);
        tracing::warn!("the window did not close in time, and the process ends without it");
        std::process::exit(0);
    }
}

/// The signals to end. One that whoever started the program wants ignored, as “nohup” does, stays ignored.
#[cfg(unix)]
fn signals() -> Vec<i32> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok());
    let is_ignored = |signal: i32| ignored.is_some_and(|bits| bits >> (signal - 1) & 1 == 1);
    [SIGTERM, SIGHUP, SIGINT]
        .into_iter()
        .filter(|signal| !is_ignored(*signal))
        .collect()
}
