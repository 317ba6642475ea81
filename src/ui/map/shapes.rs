//! Lines and areas on the GPU: uploaded once for each level of detail and look, then only moved.

use std::{
    collections::HashMap,
    sync::{Arc, Weak},
};

use egui::{Color32, Pos2, emath::TSTransform, pos2};
use geo::{Coord, Geometry, LineString};
use walkers::{Canvas, Drawable, Drawables, Line, Projector, tessellate_polygon};

use super::sight::Emphasis;
use crate::{
    coordinates::mercator::points_per_unit,
    project::{
        feature::{Feature, GeometryBasis},
        ids::FeatureId,
    },
    scene::{Item, Level, can_be_filled},
    ui::{state::camera::View, widgets::theme::Palette},
};

/// Vertices are stored relative to their item's middle, in points at this zoom level, so that
/// `f32` is fine enough for a feature of any size.
const STORED_ZOOM: f64 = 8.0;

/// What was not drawn for so many frames is let go of.
const FORGOTTEN_AFTER: u64 = 300;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    feature: FeatureId,
    /// Which level of detail, by its zoom limit.
    level: u64,
    emphasis: Emphasis,
    /// The colour of the layer in the theme.
    color: Color32,
    /// Whether it is a sketch, which is dashed.
    schematic: bool,
    /// The width of lines and the opacity of areas, where the file gives them (their bits).
    style: [Option<u32>; 2],
}

/// What was uploaded, for which geometry, and in which frame it was last drawn.
struct Uploaded {
    geometry: Weak<Geometry>,
    drawables: Drawables,
    frame: u64,
}

/// The uploaded outlines of features in one palette.
#[derive(Default)]
pub struct Overlay {
    uploaded: HashMap<Key, Uploaded>,
    dark: bool,
    number: u64,
    frame: Vec<Drawables>,
}

impl std::fmt::Debug for Overlay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Overlay")
            .field("uploaded", &self.uploaded.len())
            .finish_non_exhaustive()
    }
}

impl Overlay {
    /// Start a frame; another palette throws away what was prepared in the last.
    pub fn begin_frame(&mut self, palette: &Palette) {
        if self.dark != palette.dark {
            self.dark = palette.dark;
            self.uploaded.clear();
        }
        self.number += 1;
        self.frame.clear();
    }

    /// Let go of what has not been drawn for long.
    pub fn end_frame(&mut self) {
        let oldest = self.number.saturating_sub(FORGOTTEN_AFTER);
        if self.number.is_multiple_of(FORGOTTEN_AFTER) {
            self.uploaded.retain(|_, uploaded| uploaded.frame >= oldest);
        }
    }

    /// Add a feature's lines and areas to the frame.
    pub fn add(
        &mut self,
        item: &Item,
        feature: &Feature,
        view: &View,
        look: Look,
        emphasis: Emphasis,
    ) {
        let zoom = view.camera.zoom;
        let (Some(level), Some(geometry)) = (item.level(zoom), &feature.geometry) else {
            return;
        };
        let style = [feature.style.stroke_width, feature.style.fill_opacity];
        let key = Key {
            feature: item.feature,
            level: level.below_zoom.to_bits(),
            emphasis,
            color: look.color,
            schematic: feature.basis == GeometryBasis::Schematic,
            style: style.map(|value| value.map(f32::to_bits)),
        };
        let origin = item.bounds.center();
        let prepared = || Uploaded {
            geometry: Arc::downgrade(geometry),
            drawables: Drawables::new(prepare(level, origin, feature, look, emphasis)),
            frame: self.number,
        };
        let uploaded = self.uploaded.entry(key).or_insert_with(prepared);
        // Another feature of this id, or another geometry of it.
        if !std::ptr::eq(uploaded.geometry.as_ptr(), Arc::as_ptr(geometry)) {
            *uploaded = prepared();
        }
        uploaded.frame = self.number;
        let drawables = uploaded.drawables.clone();
        #[expect(clippy::cast_possible_truncation, reason = "the GPU computes in f32")]
        let transform = TSTransform {
            scaling: (zoom - STORED_ZOOM).exp2() as f32,
            translation: view.to_screen(origin.into()).to_vec2(),
        };
        self.frame.push(
            drawables
                .with_transform(transform)
                .with_transparency(look.opacity),
        );
    }
}

/// What a layer and the theme say about drawing a feature.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub color: Color32,
    pub casing: Color32,
    pub text: Color32,
    pub opacity: f32,
}

impl walkers::Layer for &mut Overlay {
    fn draw(&mut self, canvas: &mut Canvas, _: &Projector) {
        for drawables in self.frame.drain(..) {
            canvas.add_drawables(drawables);
        }
    }
}

fn prepare(
    level: &Level,
    origin: Coord,
    feature: &Feature,
    look: Look,
    emphasis: Emphasis,
) -> Vec<Drawable> {
    let scale = points_per_unit(STORED_ZOOM);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "relative to the item's middle"
    )]
    let place = |at: &Coord| -> Pos2 {
        pos2(
            ((at.x - origin.x) * scale) as f32,
            ((at.y - origin.y) * scale) as f32,
        )
    };
    let lyon = |ring: &LineString| {
        ring.0
            .iter()
            .map(|at| {
                let at = place(at);
                lyon_path::math::point(at.x, at.y)
            })
            .collect::<Vec<_>>()
    };
    let mut drawables = Vec::new();
    let schematic = feature.basis == GeometryBasis::Schematic;
    let fill = feature
        .style
        .fill_opacity
        .unwrap_or(if schematic { 0.10 } else { 0.08 });
    if fill > 0.0 {
        for polygon in level
            .polygons
            .iter()
            .filter(|polygon| can_be_filled(polygon))
        {
            let holes: Vec<_> = polygon.interiors().iter().map(lyon).collect();
            // A ring that cannot be filled is still outlined.
            if let Ok(mesh) = tessellate_polygon(
                &lyon(polygon.exterior()),
                &holes,
                look.color.gamma_multiply(fill),
            ) {
                drawables.push(Drawable::Fill(mesh));
            }
        }
    }
    let rings = level
        .polygons
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    let outlines: Vec<Vec<Pos2>> = level
        .lines
        .iter()
        .chain(rings)
        .map(|line| line.0.iter().map(place).collect())
        .collect();
    let lines_only = level.polygons.is_empty();
    let width = feature
        .style
        .stroke_width
        .unwrap_or(if lines_only { 3.0 } else { 2.0 });
    // A sketch must not look surveyed: it is dashed, whatever the file says.
    let dashes: &[f32] = if schematic { &[8.0, 5.0] } else { &[] };
    let mut draw = |width: f32, color: Color32, dashes: &[f32]| {
        drawables.push(Drawable::Lines(
            outlines
                .iter()
                .map(|points| Line {
                    points: points.clone(),
                    width,
                    color,
                    dasharray: dashes.to_vec(),
                })
                .collect(),
        ));
    };
    match emphasis {
        Emphasis::Plain => draw(width + 2.0, look.casing.gamma_multiply(0.7), &[]),
        Emphasis::Hovered => draw(width + 4.0, look.text.gamma_multiply(0.35), &[]),
        Emphasis::Selected => {
            draw(width + 6.0, look.text, &[]);
            draw(width + 2.0, look.casing, &[]);
        }
    }
    draw(width, look.color, dashes);
    drawables
}
