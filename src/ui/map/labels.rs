//! Places labels: ours before the map's. Only selected ones may cover another.

use std::{collections::BTreeSet, sync::Arc};

use egui::{Color32, Galley, Painter, Pos2, Rect, Vec2, epaint::TextShape, text::LayoutJob, vec2};

use super::occupied::Occupied;
use crate::ui::widgets::theme;

/// A label that wants a place.
#[derive(Debug)]
pub struct Wanted {
    /// The name on its own, by which a repetition is recognised.
    pub name: String,
    /// What is written; a shorter text is tried where the first finds no room.
    pub jobs: Vec<LayoutJob>,
    pub halo: Color32,
    pub at: Pos2,
    pub spot: LabelSpot,
    /// Shown even where it covers another.
    pub always: bool,
    /// Free room around it, in points.
    pub padding: f32,
}

/// Where a label stands relative to its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LabelSpot {
    /// Beside a mark of this radius: right, else left, above or below.
    Beside(f32),
    /// Centred on the place, which is an area with some leeway.
    Centred,
    /// Centred on the place exactly.
    Fixed,
    /// Outside a ring of this radius about the place: above, below or beside it.
    Around(f32),
}

/// A label that has found its place.
#[derive(Debug)]
pub struct Placed {
    pub rect: Rect,
    galley: Arc<Galley>,
    halo: Color32,
}

/// Collects what is taken, in order of importance.
#[derive(Debug)]
pub struct Labels {
    taken: Occupied,
    names: BTreeSet<String>,
    placed: Vec<Placed>,
}

impl Labels {
    /// For labels in a rectangle of the screen.
    pub fn within(rect: Rect) -> Self {
        Self {
            taken: Occupied::within(rect),
            names: BTreeSet::new(),
            placed: Vec::new(),
        }
    }

    /// Keep labels off a place, such as a button.
    pub fn reserve(&mut self, rect: Rect) {
        self.taken.add(rect);
    }

    /// Keep labels off marks that take a square of this size each.
    pub fn reserve_marks(&mut self, places: &[Pos2], size: f32) {
        self.taken.add_marks(places, size);
    }

    /// Whether the name has already been written, in any spelling of upper and lower case.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(&name.to_lowercase())
    }

    /// Remember a name as written without placing a label for it.
    pub fn mark_named(&mut self, name: &str) {
        self.names.insert(name.to_lowercase());
    }

    /// Place a label where it is free; its name counts as written only then.
    pub fn place(&mut self, painter: &Painter, wanted: Wanted) -> bool {
        let window = painter.clip_rect();
        let galleys: Vec<Arc<Galley>> = wanted
            .jobs
            .into_iter()
            .map(|job| painter.layout_job(job))
            .collect();
        let free = |rect: &Rect| {
            let padded = rect.expand(wanted.padding);
            window.contains_rect(*rect) && self.taken.is_free(padded)
        };
        let found = galleys.iter().find_map(|galley| {
            candidates(wanted.at, galley.size(), wanted.spot, window)
                .into_iter()
                .find(free)
                .map(|rect| (rect, galley))
        });
        let forced = || {
            let galley = galleys.first().filter(|_| wanted.always)?;
            let spots = candidates(wanted.at, galley.size(), wanted.spot, window);
            Some((*spots.first()?, galley))
        };
        let Some((rect, galley)) = found.or_else(forced) else {
            return false;
        };
        self.mark_named(&wanted.name);
        // A line of text is taller than its letters: neighbours may use the space between.
        self.taken.add(rect.shrink2(vec2(0.0, 2.0)));
        self.placed.push(Placed {
            rect,
            galley: Arc::clone(galley),
            halo: wanted.halo,
        });
        true
    }

    /// Draw what was placed, the most important on top.
    pub fn paint(self, painter: &Painter) {
        for placed in self.placed.into_iter().rev() {
            let at = placed.rect.min;
            // Text cannot be stroked, so its halo is the text itself, stamped around it.
            for direction in 0..8_u8 {
                let (sin, cos) = (f32::from(direction) * std::f32::consts::FRAC_PI_4).sin_cos();
                let offset = vec2(cos, sin) * (theme::HALO * 0.75);
                painter.add(
                    TextShape::new(at + offset, Arc::clone(&placed.galley), placed.halo)
                        .with_override_text_color(placed.halo),
                );
            }
            painter.add(TextShape::new(at, placed.galley, Color32::PLACEHOLDER));
        }
    }
}

fn candidates(at: Pos2, size: Vec2, spot: LabelSpot, window: Rect) -> Vec<Rect> {
    let rect = |x: f32, y: f32| Rect::from_min_size(at + vec2(x, y), size);
    match spot {
        LabelSpot::Beside(radius) => {
            let gap = radius + 5.0;
            let (w, h) = (size.x, size.y);
            vec![
                rect(gap, -h / 2.0),
                rect(-gap - w, -h / 2.0),
                rect(-w / 2.0, -gap - h),
                rect(-w / 2.0, gap),
                rect(gap * 0.7, -gap * 0.7 - h),
                rect(gap * 0.7, gap * 0.7),
                rect(-gap * 0.7 - w, -gap * 0.7 - h),
                rect(-gap * 0.7 - w, gap * 0.7),
            ]
        }
        LabelSpot::Centred => {
            let centred = rect(-size.x / 2.0, -size.y / 2.0);
            // Near the edge it moves inwards, but not so far that it names what is beside it.
            let inner = window.shrink(4.0);
            let by = (inner.left() - centred.left()).max(0.0)
                - (centred.right() - inner.right()).max(0.0);
            let moved = by.clamp(-size.x / 4.0, size.x / 4.0);
            vec![
                centred.translate(vec2(moved, 0.0)),
                centred.translate(vec2(moved, size.y)),
                centred.translate(vec2(moved, -size.y)),
            ]
        }
        LabelSpot::Fixed => vec![rect(-size.x / 2.0, -size.y / 2.0)],
        LabelSpot::Around(radius) => {
            let gap = radius + 4.0;
            let (w, h) = (size.x, size.y);
            vec![
                rect(-w / 2.0, -gap - h),
                rect(-w / 2.0, gap),
                rect(-gap - w, -h / 2.0),
                rect(gap, -h / 2.0),
                rect(-w, -gap - h),
                rect(-w, gap),
            ]
        }
    }
}
