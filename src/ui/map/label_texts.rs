//! Which names are written on the map, and how: ours beside the marks, then the map's own.

use egui::{self, Color32, TextFormat, text::LayoutJob};

use super::{
    labels::{LabelSpot, Labels, Wanted},
    sight::{Emphasis, Sight},
    tiles::TileLayer,
};
use crate::{
    coordinates::Mercator,
    quote::Role,
    scene::Item,
    ui::{
        state::{camera::View, second_name},
        widgets::theme,
    },
};

/// When so many marks in a row find no room for their names, no more are tried.
pub const MOST_FAILURES: usize = 40;

/// A ring of fewer points is too small for a cross in its middle.
pub const SMALL_RING: f32 = 32.0;

/// Names beside marks and on areas: the selected first, then by layer.
pub fn of_features(painter: &egui::Painter, sight: &Sight<'_>, labels: &mut Labels) {
    let (view, palette) = (&sight.view, sight.palette);
    let scene = sight.state.document.scene();
    let mut items: Vec<&&Item> = sight.named.iter().rev().collect();
    items.sort_by_key(|item| {
        (
            std::cmp::Reverse(sight.emphasis(item.feature)),
            // Points are known by their names; areas can do without.
            item.points.is_empty(),
        )
    });
    let rings: Vec<(Mercator, f32)> = sight
        .outlined
        .iter()
        .filter_map(|item| Some((item.center?, ring(item, view))))
        .filter(|(_, radius)| *radius <= SMALL_RING)
        .collect();
    let mut failures = 0;
    for item in items {
        if failures >= MOST_FAILURES && !item.points.is_empty() {
            continue;
        }
        let Some((feature, layer)) = sight.about(item) else {
            continue;
        };
        let selected = sight.emphasis(item.feature) == Emphasis::Selected;
        // A mark beside another says in its colour what it is; its name would repeat the other's.
        if scene.offset(item.feature).is_some() && !selected {
            continue;
        }
        let color = palette
            .layer(layer.color)
            .gamma_multiply(layer.opacity.max(0.4));
        let area = item.points.is_empty();
        let mut job = LayoutJob::default();
        let font = if selected {
            theme::sans_bold(theme::MAP_LABEL)
        } else {
            theme::sans(if area { theme::SMALL } else { theme::MAP_LABEL })
        };
        let ink = if area { color } else { palette.text };
        job.append(&feature.name, 0.0, TextFormat::simple(font, ink));
        let mut jobs = vec![job.clone()];
        if let Some(local) = second_name(feature) {
            job.append(
                &format!(" · {local}"),
                0.0,
                TextFormat::simple(theme::sans(theme::SMALL), palette.muted),
            );
            jobs.insert(0, job);
        }
        let at = sight
            .places(item)
            .next()
            .unwrap_or_else(|| view.to_screen(item.label_at));
        let line = item
            .levels
            .last()
            .is_some_and(|level| level.polygons.is_empty());
        let spot = if item.center.is_some() {
            LabelSpot::Around(ring(item, view))
        } else if line {
            LabelSpot::Beside(2.0)
        } else if area {
            LabelSpot::Centred
        } else {
            // A name stands outside a small ring about its place, not across it.
            let around = rings
                .iter()
                .filter(|(center, _)| close_by(*center, item.label_at))
                .map(|(_, radius)| *radius)
                .fold(theme::MARK_RADIUS, f32::max);
            LabelSpot::Beside(around)
        };
        let placed = labels.place(
            painter,
            Wanted {
                name: feature.name.clone(),
                jobs,
                halo: palette.halo(),
                at,
                spot,
                always: selected,
                padding: 1.0,
            },
        );
        failures = if placed { 0 } else { failures + 1 };
        if placed || feature.role != Some(Role::Actor) {
            for name in feature.names.values() {
                labels.mark_named(name);
            }
            labels.mark_named(&feature.name);
        }
    }
}

/// The labels of the map itself, where they repeat none of ours. Those of the bundled map are
/// left out where another map covers it.
pub fn of_map(
    bundled: &TileLayer,
    over: Option<&TileLayer>,
    painter: &egui::Painter,
    sight: &Sight<'_>,
    labels: &mut Labels,
) {
    let (view, palette) = (&sight.view, sight.palette);
    let camera = view.camera;
    let over = over.filter(|over| over.is_visible());
    let mut texts: Vec<walkers::Text> = over
        .into_iter()
        .flat_map(|over| over.labels(camera, view.rect))
        .map(|(text, _)| text)
        .collect();
    if !over.is_some_and(TileLayer::covers_all) {
        texts.extend(
            bundled
                .labels(camera, view.rect)
                .filter(|(_, at)| !over.is_some_and(|over| over.covers(*at)))
                .map(|(text, _)| text),
        );
    }
    texts.retain(|text| text.angle == 0.0 && view.rect.contains(text.position));
    // A style names what matters most last, and of one layer the large comes first.
    texts.sort_by(|a, b| {
        b.layer
            .cmp(&a.layer)
            .then(b.font_size.total_cmp(&a.font_size))
    });
    for text in texts {
        if labels.has(&text.text) {
            continue;
        }
        let halo = if text.halo_color == Color32::TRANSPARENT {
            palette.halo()
        } else {
            text.halo_color
        };
        labels.place(
            painter,
            Wanted {
                jobs: vec![LayoutJob::simple_singleline(
                    text.text.clone(),
                    theme::sans(text.font_size),
                    text.text_color,
                )],
                name: text.text,
                halo,
                at: text.position,
                spot: LabelSpot::Fixed,
                always: false,
                padding: text.padding,
            },
        );
    }
}

/// The radius of a circle on the screen, in points.
pub fn ring(item: &Item, view: &View) -> f32 {
    let top = view.to_screen(item.bounds.min().into()).y;
    (view.to_screen(item.bounds.max().into()).y - top) / 2.0
}

/// Whether two places are the same to within a metre or so.
fn close_by(a: Mercator, b: Mercator) -> bool {
    (a.x - b.x).abs() < 1e-8 && (a.y - b.y).abs() < 1e-8
}
