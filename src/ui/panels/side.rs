//! The upper part of the side panel, and the tabs and buttons of narrow windows.

use egui::{self, Frame, Ui};
use egui_material_icons::icons;

use super::{layers, review};
use crate::ui::{
    state::{
        State,
        action::{Action, Tab},
    },
    widgets::{buttons::map_button, theme},
};

/// Layers or review: what stands above the inspector.
pub fn tabs(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.set_min_height(theme::ROW_HEIGHT);
        let open = match state.document.suggestions().len() {
            0 => state.document.unreviewed().len(),
            open => open,
        };
        let review = if open == 0 {
            "Review".to_owned()
        } else {
            format!("Review ({open})")
        };
        for (tab, name) in [(Tab::Layers, "Layers".to_owned()), (Tab::Review, review)] {
            let text = theme::heading(name);
            if ui.selectable_label(state.side_tab == tab, text).clicked() {
                actions.push(Action::SetSideTab(tab));
            }
        }
    });
}

/// How high the upper part may become, of so many points: what is being judged needs room for the
/// places that it may mean.
pub fn most(state: &State, height: f32) -> f32 {
    let judging = state.selected_finding().is_some();
    height * if judging { 0.38 } else { 0.5 }
}

/// The one of them that was chosen, at most `most` points high.
pub fn tabs_and_lists(ui: &mut Ui, state: &State, most: f32, actions: &mut Vec<Action>) {
    let padding = Frame::new().inner_margin(egui::Margin::symmetric(12, 4));
    if state.side_tab == Tab::Review {
        padding.show(ui, |ui| {
            ui.set_max_height(most - theme::ROW_HEIGHT);
            review::show(ui, state, actions);
        });
        return;
    }
    egui::ScrollArea::vertical()
        .id_salt("layers")
        .max_height(most)
        .show(ui, |ui| {
            padding.show(ui, |ui| layers::show(ui, state, actions));
        });
}

/// The two buttons of a very small window.
pub fn narrow_buttons(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let at = state.view().rect.left_top() + egui::vec2(12.0, 12.0);
    egui::Area::new(egui::Id::unique("narrow buttons"))
        .fixed_pos(at)
        .show(ui.ctx(), |ui| {
            let size = egui::Vec2::splat(32.0);
            for (icon, name, tab) in [
                (icons::ICON_ARTICLE, "Article", Tab::Article),
                (icons::ICON_LAYERS, "Layers and inspector", Tab::Layers),
            ] {
                if map_button(ui, icon, name, size).clicked() {
                    actions.push(Action::SetNarrowTab(Some(tab)));
                }
            }
        });
}

/// The tabs of a narrow window.
pub fn folded_tabs(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        for (tab, name) in [
            (Tab::Article, "Article"),
            (Tab::Layers, "Layers"),
            (Tab::Review, "Review"),
            (Tab::Inspector, "Inspector"),
        ] {
            if ui.selectable_label(state.tab == tab, name).clicked() {
                actions.push(Action::SetTab(tab));
            }
        }
    });
}
