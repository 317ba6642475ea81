//! Drawing on the map, as it is shown: what is drawn so far, and what to do next.

use egui::{self, Align2, Area, Frame, Id, Painter, RichText, Shape, Ui, vec2};

use super::sight::Sight;
use crate::{
    coordinates::{LonLat, mercator},
    document::suggestion_marks,
    ui::{
        state::{
            action::Action,
            command::Command,
            drawing::{Stroke, Tool},
        },
        widgets::theme,
    },
};

/// What is drawn so far, and what a click would add to it.
pub fn paint(ui: &Ui, painter: &Painter, sight: &Sight<'_>) {
    let Some(drawing) = &sight.state.drawing else {
        return;
    };
    let (view, palette) = (&sight.view, sight.palette);
    let place = |at: &LonLat| view.to_screen(mercator::project(*at));
    let mut points: Vec<egui::Pos2> = drawing.corners.iter().map(place).collect();
    let hovered = ui.input(|input| input.pointer.hover_pos());
    let hovered = hovered.filter(|at| view.rect.contains(*at));
    let line = egui::Stroke::new(theme::HOLLOW_STROKE, palette.accent);
    let casing = egui::Stroke::new(theme::HOLLOW_STROKE + 2.0, palette.paper);
    if drawing.tool == Tool::Circle {
        let center = drawing.corners.first().copied();
        let center = center.or_else(|| hovered.map(|at| mercator::unproject(view.to_mercator(at))));
        if let Some(center) = center {
            let ring = suggestion_marks::ring(center, drawing.radius_m);
            points = ring.iter().map(|&at| view.to_screen(at)).collect();
        }
    } else {
        points.extend(hovered);
        if drawing.tool == Tool::Area && points.len() > 2 {
            points.extend(points.first().copied());
        }
    }
    for stroke in [casing, line] {
        painter.add(Shape::line(points.clone(), stroke));
    }
    for at in drawing.corners.iter().map(place) {
        painter.circle(at, theme::MARK_RADIUS, palette.paper, line);
    }
    if hovered.is_some() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
    }
}

/// What to do next, and the buttons for it, at the top of the map.
pub fn bar(ui: &Ui, sight: &Sight<'_>, actions: &mut Vec<Action>) {
    let Some(drawing) = &sight.state.drawing else {
        return;
    };
    let at = sight.view.rect.center_top() + vec2(0.0, theme::MARGIN);
    Area::new(Id::unique("drawing"))
        .order(egui::Order::Middle)
        .pivot(Align2::CENTER_TOP)
        .fixed_pos(at)
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_max_width((sight.view.rect.width() - 120.0).clamp(180.0, 420.0));
                ui.label(RichText::new(drawing.hint()));
                ui.horizontal_wrapped(|ui| {
                    if drawing.tool == Tool::Circle {
                        let label = ui.label("Radius");
                        let mut km = drawing.radius_m / 1_000.0;
                        let field = egui::DragValue::new(&mut km)
                            .range(0.001..=5_000.0)
                            .speed(0.1)
                            .max_decimals(3)
                            .suffix(" km");
                        if ui.add(field).labelled_by(label.id).changed() {
                            actions.push(Action::Draw(Stroke::Radius(km * 1_000.0)));
                        }
                    }
                    if drawing.tool != Tool::Point {
                        let done = egui::Button::new("Done (Enter)");
                        let done = ui.add_enabled(drawing.is_complete(), done);
                        let done = done.on_hover_text(Command::FinishDrawing.facts().what);
                        if done.clicked() {
                            actions.push(Action::Draw(Stroke::Finish));
                        }
                    }
                    if ui.button("Cancel (Esc)").clicked() {
                        actions.push(Action::Draw(Stroke::Cancel));
                    }
                });
            });
        });
}
