//! Marks at points, drawn on top of the map, and the names of all features for the keyboard and
//! for screen readers.

use egui::{
    self, Color32, Pos2, Rect, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, accesskit, epaint, pos2,
    vec2,
};

use super::sight::{Emphasis, Sight};
use crate::{
    project::feature::{Feature, Layer, Symbol},
    scene::Item,
    ui::widgets::theme::{self, Palette},
};

/// Draw one mark.
pub fn paint(
    painter: &egui::Painter,
    at: Pos2,
    symbol: Symbol,
    color: Color32,
    palette: &Palette,
    emphasised: bool,
) {
    let radius = if emphasised {
        theme::MARK_RADIUS_SELECTED
    } else {
        theme::MARK_RADIUS
    };
    let halo = palette.paper;
    match symbol {
        Symbol::Disc => {
            painter.circle_filled(at, radius + theme::HALO, halo);
            painter.circle_filled(at, radius, color);
        }
        Symbol::Square => {
            let square = |half: f32| Rect::from_center_size(at, Vec2::splat(half * 2.0));
            painter.rect_filled(square(radius + theme::HALO), 2.0, halo);
            painter.rect_filled(square(radius), 1.0, color);
        }
        Symbol::Starburst => {
            let outline = burst(at, radius + 1.5);
            painter.add(Shape::closed_line(
                outline.clone(),
                Stroke::new(2.0 + 2.0 * theme::HALO, halo),
            ));
            painter.add(Shape::closed_line(outline, Stroke::new(2.0, color)));
        }
    }
}

/// A ring about a selected or hovered mark.
pub fn paint_ring(painter: &egui::Painter, at: Pos2, palette: &Palette, selected: bool) {
    let (radius, stroke) = if selected {
        (11.0, Stroke::new(3.0, palette.text))
    } else {
        (9.0, Stroke::new(2.0, palette.text.gamma_multiply(0.5)))
    };
    painter.circle_stroke(at, radius, Stroke::new(stroke.width + 2.0, palette.paper));
    painter.circle_stroke(at, radius, stroke);
}

/// The cross at a circle's centre.
pub fn paint_cross(painter: &egui::Painter, at: Pos2, color: Color32, palette: &Palette) {
    for (width, color) in [(4.0, palette.paper), (2.0, color)] {
        let stroke = epaint::Stroke::new(width, color);
        painter.line_segment([at - vec2(11.0, 0.0), at + vec2(11.0, 0.0)], stroke);
        painter.line_segment([at - vec2(0.0, 11.0), at + vec2(0.0, 11.0)], stroke);
    }
}

/// Eight points and the notches between them.
fn burst(at: Pos2, radius: f32) -> Vec<Pos2> {
    (0..16_u8)
        .map(|step| {
            let angle = f32::from(step) * std::f32::consts::PI / 8.0;
            let reach = if step % 2 == 0 { radius } else { radius * 0.55 };
            pos2(at.x + reach * angle.sin(), at.y - reach * angle.cos())
        })
        .collect()
}

/// Make a feature known to the keyboard and to screen readers, at its place on the map. Whether
/// it was activated that way; the pointer is the map's business.
pub fn announce(ui: &Ui, sight: &Sight<'_>, item: &Item, feature: &Feature, layer: &Layer) -> bool {
    let view = &sight.view;
    let rect = match sight.places(item).next() {
        Some(at) => Rect::from_center_size(at, Vec2::splat(24.0)),
        None => Rect::from_two_pos(
            view.to_screen(item.bounds.min().into()),
            view.to_screen(item.bounds.max().into()),
        ),
    };
    let rect = rect.intersect(view.rect);
    if !rect.is_positive() {
        return false;
    }
    let id = ui.scope_id().with(("feature", item.feature));
    let response = ui.interact(rect, id, Sense::FOCUSABLE);
    response.widget_info(|| {
        let selected = sight.emphasis(item.feature) == Emphasis::Selected;
        let name = format!("{}, {}", feature.name, layer.name);
        WidgetInfo::selected(egui::Role::Button, true, selected, name)
    });
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect,
            theme::CORNER,
            Stroke::new(2.0, theme::palette(ui.ctx()).accent),
            egui::StrokeKind::Outside,
        );
    }
    response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
        || ui.input(|input| input.has_accesskit_action_request(id, accesskit::Action::Click))
}
