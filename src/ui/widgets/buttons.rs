//! Buttons with an icon, the headings of a panel's parts, and words to click.

use egui::{
    Button, Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};
use egui_material_icons::MaterialIcon;

use super::theme;

/// A frameless button with a tooltip that is also its accessible name.
pub fn icon_button(ui: &mut Ui, icon: MaterialIcon, name: &str) -> Response {
    frameless(ui, icon, name, 24.0)
}

/// The same, for a row with several of them.
pub fn small_button(ui: &mut Ui, icon: MaterialIcon, name: &str) -> Response {
    ui.scope(|ui| {
        ui.spacing_mut().button_padding.x = 0.0;
        frameless(ui, icon, name, 22.0)
    })
    .inner
}

fn frameless(ui: &mut Ui, icon: MaterialIcon, name: &str, width: f32) -> Response {
    let muted = theme::palette(ui.ctx()).muted;
    let response = ui
        .add(
            Button::new(theme::icon(icon).color(muted))
                .frame(false)
                .min_size(vec2(width, 24.0)),
        )
        .on_hover_text(name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if response.has_focus() {
        // Without a frame of its own it would show no focus.
        ui.painter().rect_stroke(
            response.rect,
            theme::CORNER,
            Stroke::new(2.0, theme::palette(ui.ctx()).accent),
            StrokeKind::Inside,
        );
    }
    response
}

/// A square button to lie on the map, with a tooltip that is also its accessible name.
pub fn map_button(ui: &mut Ui, icon: MaterialIcon, name: &str, size: Vec2) -> Response {
    let palette = theme::palette(ui.ctx());
    let response = ui
        .add(
            Button::new(theme::icon(icon).color(palette.text))
                .fill(palette.panel)
                .stroke(Stroke::new(1.0, palette.hairline))
                .min_size(size),
        )
        .on_hover_text(name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response
}

/// A heading with a hairline above it.
pub fn section(ui: &mut Ui, title: &str) {
    ui.add_space(theme::GAP);
    let palette = theme::palette(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(
        rect.x_range(),
        rect.center().y,
        Stroke::new(1.0, palette.hairline),
    );
    ui.label(theme::heading(title));
}

/// One row of words that lead somewhere. The keyboard and screen readers meet the words once, not
/// once for each row.
pub fn link_row(ui: &Ui, id: Id, rect: Rect, first: bool, label: impl Fn() -> String) -> Response {
    let sense = if first { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, id, sense);
    if first {
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, label()));
    }
    if response.has_focus() {
        let stroke = Stroke::new(2.0, theme::palette(ui.ctx()).accent);
        ui.painter()
            .rect_stroke(rect.expand(2.0), 2.0, stroke, StrokeKind::Outside);
    }
    response
}
