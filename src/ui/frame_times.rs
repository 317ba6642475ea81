//! Telling a benchmark how the window is doing, when the environment asks for it.
//!
//! With `DATELINE_BENCH` set, the window writes one line to standard error for each thing worth
//! measuring; `benches/start.rs` reads them.
//!
//! - `first-frame MS`: the first complete frame was presented so many milliseconds after the
//!   process was started.
//! - `frame US OWN`: a later frame was presented and took so many microseconds of CPU time of the
//!   window's thread, from its beginning to the beginning of the next one, and so many of them
//!   in this program's own code; the rest went into tessellation, the graphics driver and
//!   presenting. `frame -` where the system does not count that time.
//! - `pan-start` and `pan-done`: the frames between them moved the map.
//!
//! `DATELINE_BENCH=1` only tells. `DATELINE_BENCH=pan` also moves the map for 300 frames, from a
//! second after the first complete frame on. `DATELINE_BENCH_START` is when the process was
//! started, in nanoseconds since 1970; only whoever starts it knows that.

use std::{
    env,
    io::Write as _,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use egui::{Context, Vec2, vec2};

/// How many frames of the map moving are measured.
const PAN_FRAMES: u32 = 300;

/// How far each of them moves the map, in points: a brisk drag.
const PAN_STEP: f32 = 8.0;

/// How long after the first complete frame the map starts to move.
const PAN_AFTER: Duration = Duration::from_secs(1);

/// Where the window is in the course of a measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// No frame was complete yet.
    Starting,
    /// A complete frame was drawn; it is on the screen when the next one begins.
    Drawn,
    /// The first complete frame was on the screen at that time.
    Running(SystemTime),
    /// So many frames have moved the map.
    Panning(u32),
    /// Nothing but counting frames is left to do.
    Done,
}

/// Writes down how long frames take. It works between the frames, so that a frame's figure holds
/// everything the window's thread does for it: layout, drawing, presenting.
#[derive(Debug)]
pub struct Meter {
    started: SystemTime,
    pans: bool,
    stage: Stage,
    /// The thread's CPU time when this frame began.
    cpu: Option<Duration>,
    /// How much of it the last frame took in this program's own code.
    own: Duration,
}

impl Meter {
    /// A meter, if the environment asks for one.
    #[must_use]
    pub fn from_env() -> Option<Self> {
        let wish = env::var("DATELINE_BENCH").ok()?;
        let started = env::var("DATELINE_BENCH_START")
            .ok()
            .and_then(|nanoseconds| nanoseconds.parse().ok())
            .map_or_else(SystemTime::now, |nanoseconds| {
                UNIX_EPOCH + Duration::from_nanos(nanoseconds)
            });
        Some(Self {
            started,
            pans: wish == "pan",
            stage: Stage::Starting,
            cpu: None,
            own: Duration::ZERO,
        })
    }

    /// Call first thing in a frame. Returns how far to move the map in it, in points.
    pub fn begin_frame(&mut self, ctx: &Context) -> Option<Vec2> {
        let cpu = thread_cpu_time();
        let took = cpu
            .zip(self.cpu)
            .map(|(now, before)| now.saturating_sub(before));
        self.cpu = cpu;
        match self.stage {
            Stage::Starting => return None,
            Stage::Drawn => {
                let now = SystemTime::now();
                let ms = now
                    .duration_since(self.started)
                    .unwrap_or_default()
                    .as_secs_f64()
                    * 1e3;
                tell(&format!("first-frame {ms:.1}"));
                self.stage = if self.pans {
                    ctx.request_repaint_after(PAN_AFTER);
                    Stage::Running(now)
                } else {
                    Stage::Done
                };
                return None;
            }
            _ => {}
        }
        tell(&took.map_or_else(
            || "frame -".to_owned(),
            |took| format!("frame {} {}", took.as_micros(), self.own.as_micros()),
        ));
        let moved = match self.stage {
            Stage::Running(since) => {
                let rested = since.elapsed().unwrap_or_default();
                if rested < PAN_AFTER {
                    ctx.request_repaint_after(PAN_AFTER.saturating_sub(rested));
                    return None;
                }
                tell("pan-start");
                0
            }
            Stage::Panning(PAN_FRAMES) => {
                tell("pan-done");
                self.stage = Stage::Done;
                return None;
            }
            Stage::Panning(moved) => moved,
            Stage::Starting | Stage::Drawn | Stage::Done => return None,
        };
        self.stage = Stage::Panning(moved + 1);
        ctx.request_repaint();
        Some(step(moved))
    }

    /// Call last thing in a frame, with whether it lacks nothing.
    pub fn end_frame(&mut self, ctx: &Context, complete: bool) {
        if let (Some(now), Some(began)) = (thread_cpu_time(), self.cpu) {
            self.own = now.saturating_sub(began);
        }
        if self.stage == Stage::Starting && complete {
            self.stage = Stage::Drawn;
            // Only the beginning of another frame tells that this one is on the screen.
            ctx.request_repaint();
        }
    }
}

/// The way the map goes: round a square, so that it ends where it began.
fn step(moved: u32) -> Vec2 {
    match moved / (PAN_FRAMES / 4) {
        0 => vec2(PAN_STEP, 0.0),
        1 => vec2(0.0, PAN_STEP),
        2 => vec2(-PAN_STEP, 0.0),
        _ => vec2(0.0, -PAN_STEP),
    }
}

/// The CPU time this thread has used.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems do not count it")]
fn thread_cpu_time() -> Option<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let nanoseconds = u32::try_from(time.tv_nsec).unwrap_or_default();
    Some(Duration::new(seconds, nanoseconds))
}

#[cfg(not(unix))]
fn thread_cpu_time() -> Option<Duration> {
    None
}

/// A line to standard error; a closed one is nobody measuring.
fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_moves_and_comes_back() {
        let way = (0..PAN_FRAMES).map(step).fold(Vec2::ZERO, |a, b| a + b);
        assert_eq!(way, Vec2::ZERO);
        assert!((0..PAN_FRAMES).all(|moved| step(moved).length() > 0.0));
    }

    #[test]
    #[cfg(unix)]
    fn work_takes_cpu_time_and_sleep_does_not() {
        let since = |before| {
            thread_cpu_time()
                .expect("Unix counts it")
                .saturating_sub(before)
        };
        let before = since(Duration::ZERO);
        std::thread::sleep(Duration::from_millis(60));
        assert!(since(before) < Duration::from_millis(30));
        let mut sum = 0_u64;
        while since(before) < Duration::from_millis(60) {
            sum = std::hint::black_box(sum.wrapping_add(1));
        }
    }
}
