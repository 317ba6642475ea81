//! The status line: scale, zoom and map, the place under the pointer, and what just happened.

use egui::{self, Label, Order, RichText, Ui};
use egui_material_icons::icons;

use crate::{
    coordinates::{in_words, mercator},
    measure,
    project::feature::LayerColor,
    ui::{
        map::MapPanel,
        state::{Notice, State, action::Action},
        widgets::{buttons::icon_button, theme},
    },
};

/// A screen point in metres, for the scale: CSS's reference pixel of 1/96 inch.
const POINT_M: f64 = 0.0254 / 96.0;

/// Below this width what the map shows gives way to what just happened.
const LEAST: f32 = 160.0;

pub fn show(ui: &mut Ui, state: &State, map: &MapPanel, actions: &mut Vec<Action>) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().interact_size.y = 18.0;
        let line = Label::new(theme::muted(ui.ctx(), about(ui, state, map))).truncate();
        let Some(notice) = &state.notice else {
            ui.add(line);
            return;
        };
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if icon_button(ui, icons::ICON_CLOSE, "Dismiss").clicked() {
                actions.push(Action::DismissNotice);
            }
            said(ui, notice);
            if ui.available_width() >= LEAST {
                let left = egui::Layout::left_to_right(egui::Align::Center);
                ui.with_layout(left, |ui| ui.add(line));
            }
        });
    });
}

/// What just happened; all of it when the pointer rests on it.
fn said(ui: &mut Ui, notice: &Notice) {
    let palette = theme::palette(ui.ctx());
    let ink = if notice.trouble {
        palette.layer(LayerColor::Red)
    } else {
        palette.text
    };
    let text = RichText::new(&notice.text).size(theme::SMALL).color(ink);
    ui.add(Label::new(text).truncate());
}

/// The scale at the middle of the map, the zoom level, the map, and the place under the pointer.
fn about(ui: &Ui, state: &State, map: &MapPanel) -> String {
    let camera = state.view().camera;
    let latitude = mercator::unproject(camera.center).lat;
    let scale = mercator::metres_per_point(latitude, camera.zoom) / POINT_M;
    let mut parts = vec![
        format!("1:{}", measure::grouped(rounded(scale))),
        format!("zoom {:.1}", camera.zoom),
        map.describe(),
    ];
    parts.extend(pointed_at(ui, state));
    parts.join("  ·  ")
}

/// The place under the pointer while that is over the map, and over nothing that lies on it.
fn pointed_at(ui: &Ui, state: &State) -> Option<String> {
    let at = ui.input(|input| input.pointer.hover_pos())?;
    let layer = ui.ctx().layer_id_at(at);
    let free = layer.is_none_or(|layer| layer.order == Order::Background);
    if !free || !state.view().rect.contains(at) {
        return None;
    }
    let at = state.view().to_mercator(at);
    let on_map = (0.0..=1.0).contains(&at.x) && (0.0..=1.0).contains(&at.y);
    Some(if on_map {
        in_words::decimal(mercator::unproject(at))
    } else {
        "outside the map".to_owned()
    })
}

/// Two significant digits: a scale is no more exact on a screen.
fn rounded(scale: f64) -> f64 {
    if scale <= 0.0 {
        return 0.0;
    }
    let unit = 10_f64.powf(scale.log10().floor() - 1.0);
    (scale / unit).round() * unit
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn scales_have_two_digits() {
        assert!((rounded(1_234_567.0) - 1_200_000.0).abs() < 1e-3);
        assert!(rounded(0.0).abs() < 1e-9);
    }
}
