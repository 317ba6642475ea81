//! Where the map is looking: a centre and a zoom level, eased from view to view, with a history.

use eframe::egui::{Pos2, Rect, Vec2, epaint::MarginF32, vec2};
use geo::Coord;

use crate::coordinates::mercator::{self, points_per_unit};

pub const MIN_ZOOM: f64 = 0.0;
pub const MAX_ZOOM: f64 = 19.0;

/// How long the map takes to ease to another view, in seconds.
const EASE_S: f64 = 0.35;

/// How many views Back can return to.
const HISTORY: usize = 100;

/// A centre (`mercator`) and a zoom level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    pub center: Coord,
    pub zoom: f64,
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

#[derive(Debug)]
pub struct View {
    camera: Camera,
    ease: Option<Ease>,
    back: Vec<Camera>,
    forward: Vec<Camera>,
    /// The map's place on the screen in the last frame, without what covers it.
    pub rect: Rect,
}

impl View {
    #[must_use]
    pub fn new() -> Self {
        Self {
            camera: Camera {
                center: Coord { x: 0.5, y: 0.5 },
                zoom: 2.0,
            },
            ease: None,
            back: Vec::new(),
            forward: Vec::new(),
            rect: Rect::from_min_size(Pos2::ZERO, vec2(640.0, 700.0)),
        }
    }

    #[must_use]
    pub const fn camera(&self) -> Camera {
        self.camera
    }

    /// Where the map is looking once it has come to rest.
    #[must_use]
    pub fn destination(&self) -> Camera {
        self.ease.map_or(self.camera, |ease| ease.to)
    }

    /// The screen place of a `mercator` coordinate.
    #[must_use]
    pub fn to_screen(&self, at: Coord) -> Pos2 {
        place(self.camera, self.rect, at)
    }

    /// The `mercator` coordinate at a screen place.
    #[must_use]
    pub fn to_mercator(&self, at: Pos2) -> Coord {
        ground(self.camera, at - self.rect.center())
    }

    /// What the map shows, in `mercator`.
    #[must_use]
    pub fn bounds(&self) -> geo::Rect {
        geo::Rect::new(
            self.to_mercator(self.rect.left_top()),
            self.to_mercator(self.rect.right_bottom()),
        )
    }

    /// What the map shows once it has come to rest, in `mercator`.
    #[must_use]
    pub fn destination_bounds(&self) -> geo::Rect {
        let camera = self.destination();
        let half = self.rect.size() / 2.0;
        geo::Rect::new(ground(camera, -half), ground(camera, half))
    }

    /// Jump, without easing and without history: for the first view and for dragging.
    pub fn set(&mut self, camera: Camera) {
        self.ease = None;
        self.camera = sane(camera);
    }

    /// Ease to another view and remember this one.
    pub fn go(&mut self, camera: Camera) {
        let here = self.destination();
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
            self.forward.push(self.destination());
            self.ease_to(camera, None);
        }
    }

    pub fn go_forward(&mut self) {
        if let Some(camera) = self.forward.pop() {
            self.back.push(self.destination());
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
        let camera = self.camera;
        self.set(Camera {
            center: ground(camera, -by),
            zoom: camera.zoom,
        });
    }

    /// Zoom so that the ground at `about` stays where it is.
    pub fn zoom(&mut self, levels: f64, about: Option<Pos2>, ease: bool) {
        let from = if ease {
            self.destination()
        } else {
            self.camera
        };
        let offset = about.map_or(Vec2::ZERO, |about| about - self.rect.center());
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

    /// Frame `bounds` (`mercator`) within the view's `room`; a point is shown at `max_zoom`.
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

    /// Bring `bounds` into view: nothing moves when they already are, nor when they surround the
    /// view and some of what they hold is `in_sight`; else the map eases there, zooming out only as far as it must.
    pub fn reveal(&mut self, bounds: geo::Rect, in_sight: bool, room: MarginF32) {
        let camera = self.destination();
        let inner = self.rect - room;
        let min = place(camera, self.rect, bounds.min());
        let max = place(camera, self.rect, bounds.max());
        // What is hardly inside the view counts as in view; only what is not gets framed.
        let visible = self.rect.shrink(12.0);
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
        let framed = self.frame(bounds, room, camera.zoom);
        self.go(framed);
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
        self.camera = match ease.about {
            Some(offset) => {
                let (there, here) = (ground(to, offset), ground(from, offset));
                let under = Coord {
                    x: here.x + (there.x - here.x) * eased,
                    y: here.y + (there.y - here.y) * eased,
                };
                Camera {
                    center: center_keeping(under, offset, zoom),
                    zoom,
                }
            }
            None => Camera {
                center: Coord {
                    x: from.center.x + (to.center.x - from.center.x) * eased,
                    y: from.center.y + (to.center.y - from.center.y) * eased,
                },
                zoom,
            },
        };
        if part >= 1.0 {
            self.camera = to;
            self.ease = None;
            return false;
        }
        true
    }

    fn ease_to(&mut self, to: Camera, about: Option<Vec2>) {
        self.ease = Some(Ease {
            from: self.camera,
            to,
            about,
            began: None,
        });
    }
}

impl Default for View {
    fn default() -> Self {
        Self::new()
    }
}

fn place(camera: Camera, rect: Rect, at: Coord) -> Pos2 {
    let scale = points_per_unit(camera.zoom);
    #[expect(clippy::cast_possible_truncation, reason = "screen places are f32")]
    let offset = vec2(
        ((at.x - camera.center.x) * scale) as f32,
        ((at.y - camera.center.y) * scale) as f32,
    );
    rect.center() + offset
}

/// The ground under an offset from the middle of the map.
fn ground(camera: Camera, offset: Vec2) -> Coord {
    let scale = points_per_unit(camera.zoom);
    Coord {
        x: camera.center.x + f64::from(offset.x) / scale,
        y: camera.center.y + f64::from(offset.y) / scale,
    }
}

/// The centre that puts `at` under `offset` at a zoom level.
fn center_keeping(at: Coord, offset: Vec2, zoom: f64) -> Coord {
    let scale = points_per_unit(zoom);
    Coord {
        x: at.x - f64::from(offset.x) / scale,
        y: at.y - f64::from(offset.y) / scale,
    }
}

fn sane(camera: Camera) -> Camera {
    let finite = |value: f64| if value.is_finite() { value } else { 0.5 };
    Camera {
        center: Coord {
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
    use super::*;

    fn view() -> View {
        let mut view = View::new();
        view.set(Camera {
            center: Coord { x: 0.6, y: 0.35 },
            zoom: 8.0,
        });
        view
    }

    #[test]
    fn the_ground_under_the_cursor_stays_while_zooming() {
        let mut view = view();
        let cursor = view.rect.center() + vec2(213.0, -101.0);
        let before = view.to_mercator(cursor);
        for levels in [0.3, 1.7, -2.9, 6.0] {
            view.zoom(levels, Some(cursor), false);
            let moved = view.to_screen(before) - cursor;
            assert!(moved.length() < 0.1, "{moved:?}");
        }
    }

    #[test]
    fn easing_ends_exactly_at_the_destination() {
        let mut view = view();
        let to = Camera {
            center: Coord { x: 0.61, y: 0.36 },
            zoom: 9.0,
        };
        view.go(to);
        assert!(view.advance(10.0), "the first frame only starts the clock");
        assert!(view.advance(10.2));
        assert!(!view.advance(10.4));
        assert_eq!(view.camera(), to);
    }

    #[test]
    fn back_and_forward_walk_the_history() {
        let mut view = view();
        let (first, second) = (
            view.camera(),
            Camera {
                center: Coord { x: 0.1, y: 0.1 },
                zoom: 5.0,
            },
        );
        view.go(second);
        view.go_back();
        assert_eq!(view.destination(), first);
        assert!(!view.can_go_back());
        view.go_forward();
        assert_eq!(view.destination(), second);
    }

    #[test]
    fn what_is_in_view_is_not_moved_to() {
        let mut view = view();
        let here = view.camera();
        let tiny = geo::Rect::new(here.center, here.center);
        view.reveal(tiny, true, MarginF32::same(40.0));
        assert_eq!(view.destination(), here);
        let far = Coord { x: 0.2, y: 0.5 };
        view.reveal(geo::Rect::new(far, far), false, MarginF32::same(40.0));
        assert!((view.destination().center.x - far.x).abs() < 1e-9);
        assert!((view.destination().zoom - here.zoom).abs() < 1e-9);
    }

    #[test]
    fn nonsense_never_gets_into_the_camera() {
        let mut view = view();
        view.set(Camera {
            center: Coord {
                x: f64::NAN,
                y: 9e99,
            },
            zoom: f64::INFINITY,
        });
        assert_eq!(view.camera().center, Coord { x: 0.5, y: 1.0 });
        assert!((view.camera().zoom - MIN_ZOOM).abs() < 1e-9);
    }
}
