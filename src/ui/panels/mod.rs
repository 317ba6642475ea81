//! The panels around the map and how they share the window.

pub mod article;
mod banner;
mod inspector;
mod layers;
mod place_search;
mod review;
mod side;
mod status;
mod toolbar;

use egui::{self, CentralPanel, Frame, Margin, Panel, ScrollArea, Ui};

use self::article::ArticlePanel;
use super::{
    map::MapPanel,
    state::{
        State,
        action::{Action, Memory, Tab},
    },
    widgets::{panel_widths, theme},
};
use crate::settings::{ARTICLE_WIDTHS, SIDE_WIDTHS};

/// What the window is divided into.
pub fn show(
    ui: &mut Ui,
    state: &State,
    article: &mut ArticlePanel,
    map: &mut MapPanel,
    actions: &mut Vec<Action>,
) {
    let palette = theme::palette(ui.ctx());
    let bar = Frame::new()
        .fill(palette.panel)
        .inner_margin(Margin::symmetric(12, 0));
    Panel::top("toolbar")
        .exact_size(theme::TOOLBAR_HEIGHT)
        .frame(bar)
        .show(ui, |ui| toolbar::toolbar(ui, state, map, actions));
    if banner::is_needed(state) {
        let banner = bar.inner_margin(Margin::symmetric(12, 4));
        Panel::top("banner")
            .frame(banner)
            .show(ui, |ui| banner::show(ui, state, actions));
    }
    Panel::bottom("status")
        .exact_size(theme::STATUS_HEIGHT)
        .frame(bar)
        .show(ui, |ui| status::show(ui, state, map, actions));
    let width = ui.available_width();
    if width < theme::TINY {
        if let Some(tab) = state.narrow_tab {
            instead_of_map(ui, state, article, tab, actions);
            return;
        }
    } else if width < theme::NARROW {
        folded(ui, state, article, actions);
    } else {
        columns(ui, state, article, actions);
    }
    map.show(ui, state, actions, true);
    if width < theme::TINY {
        side::narrow_buttons(ui, state, actions);
    }
}

/// Article on the left, layers and inspector on the right.
fn columns(ui: &mut Ui, state: &State, article: &mut ArticlePanel, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui.ctx());
    // The map keeps a width that can be used; the panels give way to it.
    let room = ui.available_width() - theme::MAP_LEAST;
    if state.settings.article_open {
        let least = *ARTICLE_WIDTHS.start();
        let most = (room - *SIDE_WIDTHS.start()).clamp(least, *ARTICLE_WIDTHS.end());
        let name = "article panel";
        let panel = Panel::left(name).frame(Frame::new().fill(palette.paper));
        let chosen = state.settings.article_width;
        let width = panel_widths::panel(ui, name, panel, chosen, least..=most, |ui| {
            article.show(ui, state, actions);
        });
        if width.to_bits() != chosen.to_bits() {
            actions.push(Action::Remember(Memory::ArticleWidth(width)));
        }
    }
    let room = ui.available_width() - theme::MAP_LEAST;
    if state.settings.side_open {
        let least = *SIDE_WIDTHS.start();
        let most = room.clamp(least, *SIDE_WIDTHS.end());
        let name = "side panel";
        let panel = Panel::right(name).frame(Frame::new().fill(palette.panel));
        let chosen = state.settings.side_width;
        let width = panel_widths::panel(ui, name, panel, chosen, least..=most, |ui| {
            // Many layers must not push the inspector out of the window.
            let most = side::most(state, ui.available_height());
            padding().show(ui, |ui| side::tabs(ui, state, actions));
            side::tabs_and_lists(ui, state, most, actions);
            ui.separator();
            padding().show(ui, |ui| inspector::show(ui, state, actions));
        });
        if width.to_bits() != chosen.to_bits() {
            actions.push(Action::Remember(Memory::SideWidth(width)));
        }
    }
}

/// One column with tabs beside the map.
fn folded(ui: &mut Ui, state: &State, article: &mut ArticlePanel, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui.ctx());
    if !(state.settings.article_open || state.settings.side_open) {
        return;
    }
    let paper = if state.tab == Tab::Article {
        palette.paper
    } else {
        palette.panel
    };
    Panel::left("folded panel")
        .default_size(340.0)
        .size_range(280.0..=460.0)
        .frame(Frame::new().fill(paper))
        .show(ui, |ui| {
            Frame::new()
                .fill(palette.panel)
                .inner_margin(Margin::symmetric(12, 6))
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    side::folded_tabs(ui, state, actions);
                });
            tab(ui, state, article, state.tab, actions);
        });
}

fn tab(
    ui: &mut Ui,
    state: &State,
    article: &mut ArticlePanel,
    tab: Tab,
    actions: &mut Vec<Action>,
) {
    match tab {
        Tab::Article => article.show(ui, state, actions),
        Tab::Layers => {
            ScrollArea::vertical().id_salt("layers").show(ui, |ui| {
                padding().show(ui, |ui| {
                    ui.label(theme::heading("Layers"));
                    layers::show(ui, state, actions);
                });
            });
        }
        Tab::Review => {
            padding().show(ui, |ui| review::show(ui, state, actions));
        }
        Tab::Inspector => {
            padding().show(ui, |ui| inspector::show(ui, state, actions));
        }
    }
}

/// In a very small window a panel takes the map's place.
fn instead_of_map(
    ui: &mut Ui,
    state: &State,
    article: &mut ArticlePanel,
    tab: Tab,
    actions: &mut Vec<Action>,
) {
    let palette = theme::palette(ui.ctx());
    CentralPanel::no_frame().show(ui, |ui| {
        ui.painter().rect_filled(ui.max_rect(), 0.0, palette.paper);
        Frame::new().inner_margin(8).show(ui, |ui| {
            ui.horizontal(|ui| {
                if ui.button("Back to the map").clicked() {
                    actions.push(Action::SetNarrowTab(None));
                }
                for (other, name) in [
                    (Tab::Layers, "Layers"),
                    (Tab::Review, "Review"),
                    (Tab::Inspector, "Inspector"),
                ] {
                    if tab != Tab::Article && ui.selectable_label(tab == other, name).clicked() {
                        actions.push(Action::SetNarrowTab(Some(other)));
                    }
                }
            });
        });
        self::tab(ui, state, article, tab, actions);
    });
}

fn padding() -> Frame {
    Frame::new().inner_margin(egui::Margin::symmetric(12, 4))
}
