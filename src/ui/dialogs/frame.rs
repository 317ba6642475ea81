//! The frame of a page over the window: its title, the way to close it, and room for what is in it.

use std::{fmt::Debug, hash::Hash};

use egui::{Align, Id, Layout, Modal, RichText, ScrollArea, Ui};
use egui_material_icons::icons;

use crate::ui::{
    state::action::Action,
    widgets::{buttons::icon_button, theme},
};

/// How wide these pages are, in points, where there is room.
pub const WIDTH: f32 = 460.0;

/// A page in the middle of the window; a click beside it or Escape closes it.
pub fn page(
    ui: &Ui,
    name: &str,
    title: &str,
    width: f32,
    actions: &mut Vec<Action>,
    content: impl FnOnce(&mut Ui, &mut Vec<Action>),
) {
    over(ui, name, (title, width, false), actions, content);
}

/// A page that scrolls in a low window, mostly to fill in. While it `holds` what a person entered, a
/// click beside it leaves it open.
pub fn form(
    ui: &Ui,
    name: impl Hash + Debug,
    title: &str,
    holds: bool,
    actions: &mut Vec<Action>,
    content: impl FnOnce(&mut Ui, &mut Vec<Action>),
) {
    over(ui, name, (title, WIDTH, holds), actions, |ui, actions| {
        let most = (ui.ctx().content_rect().height() - 100.0).max(120.0);
        ScrollArea::vertical()
            .max_height(most)
            .min_scrolled_height(most)
            .auto_shrink([false, true])
            .show(ui, |ui| content(ui, actions));
    });
}

fn over(
    ui: &Ui,
    name: impl Hash + Debug,
    (title, width, holds): (&str, f32, bool),
    actions: &mut Vec<Action>,
    content: impl FnOnce(&mut Ui, &mut Vec<Action>),
) {
    let modal = Modal::new(Id::unique(name)).show(ui.ctx(), |ui| {
        let room = ui.ctx().content_rect().width() - 48.0;
        ui.set_width(width.min(room));
        ui.horizontal(|ui| {
            ui.label(RichText::new(title).font(theme::sans_bold(theme::HEADING)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if icon_button(ui, icons::ICON_CLOSE, "Close (Esc)").clicked() {
                    actions.push(Action::SetPage(None));
                }
            });
        });
        ui.add_space(4.0);
        content(ui, actions);
    });
    let beside = modal.backdrop_response.clicked();
    if modal.should_close() && !(beside && holds) {
        actions.push(Action::SetPage(None));
    }
}
