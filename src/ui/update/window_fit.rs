//! Fits the window to its screen once, with the title bar and the frame that the system puts
//! around it. How large those are is known only once the window is there.

use std::time::{Duration, Instant};

use egui::{Context, ViewportCommand, pos2, vec2};
use winit::window::Window;

/// How long a title bar and the screen are waited for. Not every system gives or names one.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often it is looked for meanwhile.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// A rectangle on the desktop, in pixels. A desktop of several screens may have places left of
/// its origin and above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Area {
    at: [i32; 2],
    size: [u32; 2],
}

/// Fits the window to its screen, once. What a person does with it later is left alone.
#[derive(Debug, Default)]
pub struct WindowFit {
    began: Option<Instant>,
    done: bool,
}

impl WindowFit {
    /// Called in every frame. Without a window of its own, as in a test, there is nothing to do.
    pub fn try_fit(&mut self, ctx: &Context, frame: &eframe::Frame) {
        let Some(window) = frame.winit_window().filter(|_| !self.done) else {
            return;
        };
        let began = *self.began.get_or_insert_with(Instant::now);
        let screen = window.current_monitor();
        // Under X11 winit keeps what it was told of the frame, also from before there was one; it asks anew
        // when decorations are set, to what they are.
        window.set_decorations(window.is_decorated());
        let has_frame = window.outer_size() != window.inner_size();
        if (!has_frame || screen.is_none()) && began.elapsed() < PATIENCE {
            ctx.request_repaint_after(LOOK_EVERY);
            return;
        }
        self.done = true;
        tracing::debug!(
            "the window is {:?} with its frame and {:?} without, on a screen of {:?}",
            window.outer_size(),
            window.inner_size(),
            screen.as_ref().map(winit::monitor::MonitorHandle::size),
        );
        if let Some(screen) = screen {
            let at = screen.position().into();
            let size = screen.size().into();
            fit(ctx, window, Area { at, size });
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no screen has millions of pixels on a side"
)]
fn fit(ctx: &Context, window: &Window, screen: Area) {
    let inner: [u32; 2] = window.inner_size().into();
    let outer = window.outer_size().into();
    // Under Wayland no window knows where it is, or may say where it wants to be.
    let place = window.outer_position().ok();
    let before = Area {
        at: place.map_or(screen.at, Into::into),
        size: outer,
    };
    let fitted = fitted(before, screen);
    let pixels = ctx.pixels_per_point();
    if fitted.size != outer {
        let frame = |side: usize| outer[side].saturating_sub(inner[side]);
        let [width, height] = [0, 1].map(|side| fitted.size[side].saturating_sub(frame(side)));
        tracing::debug!("the window is made {width}x{height} to fit its screen");
        let size = vec2(width as f32, height as f32) / pixels;
        ctx.send_viewport_cmd(ViewportCommand::InnerSize(size));
    }
    if place.is_some() && fitted.at != before.at {
        let [x, y] = fitted.at;
        let place = pos2(x as f32, y as f32) / pixels;
        ctx.send_viewport_cmd(ViewportCommand::OuterPosition(place));
    }
}

/// The nearest area of the same size, or as large as there is room for, that lies on the screen.
fn fitted(window: Area, screen: Area) -> Area {
    let size = [0, 1].map(|side| window.size[side].min(screen.size[side]));
    let at = [0, 1].map(|side| {
        let room = i32::try_from(screen.size[side] - size[side]).unwrap_or(i32::MAX);
        let first = screen.at[side];
        window.at[side].clamp(first, first.saturating_add(room))
    });
    Area { at, size }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Area = area([0, 0], [1280, 800]);

    const fn area(at: [i32; 2], size: [u32; 2]) -> Area {
        Area { at, size }
    }

    #[test]
    fn a_window_that_fits_stays_as_it_is() {
        for window in [
            area([100, 50], [800, 600]),
            area([0, 0], [1280, 800]),
            area([480, 200], [800, 600]),
        ] {
            assert_eq!(fitted(window, SCREEN), window);
        }
    }

    #[test]
    fn one_that_is_larger_than_the_screen_becomes_as_large_as_the_screen() {
        let with_title_bar = area([0, 0], [1282, 823]);
        assert_eq!(fitted(with_title_bar, SCREEN), SCREEN);
        // Some systems put the middle of a large window into the middle of the screen.
        let remembered = area([-640, -400], [2560, 1600]);
        assert_eq!(fitted(remembered, SCREEN), SCREEN);
        let high = area([200, -30], [600, 900]);
        assert_eq!(fitted(high, SCREEN), area([200, 0], [600, 800]));
    }

    #[test]
    fn one_that_hangs_over_an_edge_is_moved_and_keeps_its_size() {
        let low = area([300, 400], [900, 600]);
        assert_eq!(fitted(low, SCREEN), area([300, 200], [900, 600]));
        let left = area([-50, 10], [900, 600]);
        assert_eq!(fitted(left, SCREEN), area([0, 10], [900, 600]));
    }

    #[test]
    fn a_second_screen_has_its_own_edges() {
        let second = area([-1920, 120], [1920, 1080]);
        let window = area([-2000, 100], [2500, 1000]);
        assert_eq!(fitted(window, second), area([-1920, 120], [1920, 1000]));
    }
}
