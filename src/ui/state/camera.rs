//! Where the map is looking: a centre and a zoom level, eased from view to view, with a history.

use crate::coordinates::{
    Mercator,
    mercator::{self, points_per_unit},
};
use egui::{Pos2, Rect, Vec2, epaint::MarginF32, vec2};

pub const MIN_ZOOM: f64 = 0.0;
pub const MAX_ZOOM: f64 = 19.0;

/// How long the map takes to ease to another view, in seconds.
const EASE_S: f64 = 0.35;

/// How many views Back can return to.
const HISTORY: usize = 100;

/// A centre and a zoom level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    pub center: Mercator,
    pub zoom: f64,
}

/// Where the map is looking, and its place on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    pub camera: Camera,
    /// Without what covers the map.
    pub rect: Rect,
}

impl View {
    /// The screen place of a place of the map.
    #[must_use]
    pub fn to_screen(&self, at: Mercator) -> Pos2 {
        place(self.camera, self.rect, at)
    }

    /// The place of the map at a screen place.
    #[must_use]
    pub fn to_mercator(&self, at: Pos2) -> Mercator {
        ground(self.camera, at - self.rect.center())
    }

    /// What the map shows.
    #[must_use]
    pub fn bounds(&self) -> geo::Rect {
        geo::Rect::new(
            self.to_mercator(self.rect.left_top()),
            self.to_mercator(self.rect.right_bottom()),
        )
    }

    /// Frame `bounds` (on the map) within the view's `room`; a point is shown at `max_zoom`.
    #[must_use]
    pub fn frame(&self, bounds: geo::Rect, room: MarginF32, max_zoom: f64) -> Camera {
        let inner = self.rect - room;
        let (width, height) = (inner.width().max(1.0), inner.height().max(1.0));
        let (center, zoom) = mercator::fit(bounds, width.into(), height.into(), max_zoom);
        let zoom = zoom.clamp(MIN_ZOOM, MAX_ZOOM);
        let offset = inner.center() - self.rect.center();
        sane(Camera {
            center: center_keeping(center, offset, zoom),
            zoom,
        })
    }
}

#[derive(Clone, Copy, Debug)]
struct Ease {
    from: Camera,
    to: Camera,
    /// The screen place that stays over the same ground while zooming, as an offset from the
    /// middle in points.
    about: Option<Vec2>,
    /// Starts with the first frame that draws it.
    began: Option<f64>,
}

/// The view, the way to the next one, and those before.
#[derive(Debug)]
pub struct Views {
    view: View,
    ease: Option<Ease>,
    back: Vec<Camera>,
    forward: Vec<Camera>,
}

impl Views {
    #[must_use]
    pub fn new() -> Self {
        Self {
            view: View {
                camera: Camera {
                    center: Mercator::new(0.5, 0.5),
                    zoom: 2.0,
                },
                rect: Rect::from_min_size(Pos2::ZERO, vec2(640.0, 700.0)),
            },
            ease: None,
            back: Vec::new(),
            forward: Vec::new(),
        }
    }

    #[must_use]
    pub const fn view(&self) -> &View {
        &self.view
    }

    #[must_use]
    pub const fn camera(&self) -> Camera {
        self.view.camera
    }

    /// The map has this place on the screen now.
    pub const fn set_rect(&mut self, rect: Rect) {
        self.view.rect = rect;
    }

    /// Where the map is looking once it has come to rest.
    #[must_use]
    pub fn destination(&self) -> View {
        View {
            camera: self.ease.map_or(self.view.camera, |ease| ease.to),
            ..self.view
        }
    }

    /// Jump, without easing and without history: for the first view and for dragging.
    pub fn set(&mut self, camera: Camera) {
        self.ease = None;
        self.view.camera = sane(camera);
    }

    /// Ease to another view and remember this one.
    pub fn go(&mut self, camera: Camera) {
        let here = self.destination().camera;
        let camera = sane(camera);
        if camera == here {
            return;
        }
        self.back.push(here);
        if self.back.len() > HISTORY {
            self.back.remove(0);
        }
        self.forward.clear();
        self.ease_to(camera, None);
    }

    pub fn go_back(&mut self) {
        if let Some(camera) = self.back.pop() {
            self.forward.push(self.destination().camera);
            self.ease_to(camera, None);
        }
    }

    pub fn go_forward(&mut self) {
        if let Some(camera) = self.forward.pop() {
            self.back.push(self.destination().camera);
            self.ease_to(camera, None);
        }
    }

    #[must_use]
    pub const fn can_go_back(&self) -> bool {
        !self.back.is_empty()
    }

    #[must_use]
    pub const fn can_go_forward(&self) -> bool {
        !self.forward.is_empty()
    }

    /// Move the ground by so many points, as a drag does.
    pub fn pan(&mut self, by: Vec2) {
        let camera = self.view.camera;
        self.set(Camera {
            center: ground(camera, -by),
            zoom: camera.zoom,
        });
    }

    /// Zoom so that the ground at `about` stays where it is.
    pub fn zoom(&mut self, levels: f64, about: Option<Pos2>, ease: bool) {
        let from = if ease {
            self.destination().camera
        } else {
            self.view.camera
        };
        let middle = self.view.rect.center();
        let offset = about.map_or(Vec2::ZERO, |about| about - middle);
        let zoom = (from.zoom + levels).clamp(MIN_ZOOM, MAX_ZOOM);
        let to = Camera {
            center: center_keeping(ground(from, offset), offset, zoom),
            zoom,
        };
        if ease {
            self.ease_to(sane(to), Some(offset));
        } else {
            self.set(to);
        }
    }

    /// Bring `bounds` (on the map) into view: nothing moves when they already are, nor when they surround
    /// the view and some of what they hold is `in_sight`; else the map eases there, zooming out only as
    /// far as it must.
    pub fn reveal(&mut self, bounds: geo::Rect, in_sight: bool, room: MarginF32) {
        let view = self.destination();
        let inner = view.rect - room;
        let min = view.to_screen(bounds.min().into());
        let max = view.to_screen(bounds.max().into());
        // What is hardly inside the view counts as in view; only what is not gets framed.
        let visible = view.rect.shrink(12.0);
        if visible.contains(min) && visible.contains(max) {
            return;
        }
        let surrounds = min.x <= inner.left()
            && max.x >= inner.right()
            && min.y <= inner.top()
            && max.y >= inner.bottom();
        if surrounds && in_sight {
            return;
        }
        self.go(view.frame(bounds, room, view.camera.zoom));
    }

    /// Advance the easing to the time `now` in seconds; whether another frame is needed.
    pub fn advance(&mut self, now: f64) -> bool {
        let Some(ease) = &mut self.ease else {
            return false;
        };
        let began = *ease.began.get_or_insert(now);
        let part = ((now - began) / EASE_S).clamp(0.0, 1.0);
        // Slow at both ends: smoothstep.
        let eased = part * part * (3.0 - 2.0 * part);
        let (from, to) = (ease.from, ease.to);
        let zoom = from.zoom + (to.zoom - from.zoom) * eased;
        let between = |from: Mercator, to: Mercator| Mercator {
            x: from.x + (to.x - from.x) * eased,
            y: from.y + (to.y - from.y) * eased,
        };
        let center = match ease.about {
            Some(offset) => {
                let under = between(ground(from, offset), ground(to, offset));
                center_keeping(under, offset, zoom)
            }
            None => between(from.center, to.center),
        };
        self.view.camera = Camera { center, zoom };
        if part >= 1.0 {
            self.view.camera = to;
            self.ease = None;
            return false;
        }
        true
    }

    fn ease_to(&mut self, to: Camera, about: Option<Vec2>) {
        self.ease = Some(Ease {
            from: self.view.camera,
            to,
            about,
            began: None,
        });
    }
}

impl Default for Views {
    fn default() -> Self {
        Self::new()
    }
}

fn place(camera: Camera, rect: Rect, at: Mercator) -> Pos2 {
    let scale = points_per_unit(camera.zoom);
    #[expect(clippy::cast_possible_truncation, reason = "screen places are f32")]
    let offset = vec2(
        ((at.x - camera.center.x) * scale) as f32,
        ((at.y - camera.center.y) * scale) as f32,
    );
    rect.center() + offset
}

/// The ground under an offset from the middle of the map.
fn ground(camera: Camera, offset: Vec2) -> Mercator {
    let scale = points_per_unit(camera.zoom);
    Mercator {
        x: camera.center.x + f64::from(offset.x) / scale,
        y: camera.center.y + f64::from(offset.y) / scale,
    }
}

/// The centre that puts `at` under `offset` at a zoom level.
fn center_keeping(at: Mercator, offset: Vec2, zoom: f64) -> Mercator {
    let scale = points_per_unit(zoom);
    Mercator {
        x: at.x - f64::from(offset.x) / scale,
        y: at.y - f64::from(offset.y) / scale,
    }
}

fn sane(camera: Camera) -> Camera {
    let finite = |value: f64| if value.is_finite() { value } else { 0.5 };
    Camera {
        center: Mercator {
            x: finite(camera.center.x).clamp(0.0, 1.0),
            y: finite(camera.center.y).clamp(0.0, 1.0),
        },
        zoom: if camera.zoom.is_finite() {
            camera.zoom.clamp(MIN_ZOOM, MAX_ZOOM)
        } else {
            MIN_ZOOM
        },
    }
}

#[cfg(test)]
mod tests {
    use geo::Coord;

    use super::*;

    fn views() -> Views {
        let mut views = Views::new();
        views.set(camera(0.6, 0.35, 8.0));
        views
    }

    const fn camera(x: f64, y: f64, zoom: f64) -> Camera {
        Camera {
            center: Mercator { x, y },
            zoom,
        }
    }

    #[test]
    fn the_ground_under_the_cursor_stays_while_zooming() {
        let mut views = views();
        let cursor = views.view().rect.center() + vec2(213.0, -101.0);
        let before = views.view().to_mercator(cursor);
        for levels in [0.3, 1.7, -2.9, 6.0] {
            views.zoom(levels, Some(cursor), false);
            let moved = views.view().to_screen(before) - cursor;
            assert!(moved.length() < 0.1, "{moved:?}");
        }
    }

    #[test]
    fn easing_ends_exactly_at_the_destination() {
        let mut views = views();
        let to = camera(0.61, 0.36, 9.0);
        views.go(to);
        assert!(views.advance(10.0), "the first frame only starts the clock");
        assert!(views.advance(10.2));
        assert!(!views.advance(10.4));
        assert_eq!(views.camera(), to);
    }

    #[test]
    fn back_and_forward_walk_the_history() {
        let mut views = views();
        let (first, second) = (views.camera(), camera(0.1, 0.1, 5.0));
        views.go(second);
        views.go_back();
        assert_eq!(views.destination().camera, first);
        assert!(!views.can_go_back());
        views.go_forward();
        assert_eq!(views.destination().camera, second);
    }

    #[test]
    fn what_is_in_view_is_not_moved_to() {
        let mut views = views();
        let here = views.camera();
        let tiny = geo::Rect::new(Coord::from(here.center), here.center.into());
        views.reveal(tiny, true, MarginF32::same(40.0));
        assert_eq!(views.destination().camera, here);
        let far = Coord { x: 0.2, y: 0.5 };
        views.reveal(geo::Rect::new(far, far), false, MarginF32::same(40.0));
        assert!((views.destination().camera.center.x - far.x).abs() < 1e-9);
        assert!((views.destination().camera.zoom - here.zoom).abs() < 1e-9);
    }

    #[test]
    fn nonsense_never_gets_into_the_camera() {
        let mut views = views();
        views.set(Camera {
            center: Mercator::new(f64::NAN, 9e99),
            zoom: f64::INFINITY,
        });
        assert_eq!(views.camera().center, Mercator::new(0.5, 1.0));
        assert!((views.camera().zoom - MIN_ZOOM).abs() < 1e-9);
    }
}
