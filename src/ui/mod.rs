//! The window. Panels read the [`state::State`] and queue [`action::Action`]s while they draw;
//! [`App::apply`] is the only place where state changes, after drawing.

pub mod action;
mod apply;
mod article;
mod bars;
mod bench;
mod dialogs;
mod inspector;
mod layers;
pub mod map;
pub mod offscreen;
mod quotes;
pub mod state;
pub mod theme;
pub mod view;

use std::time::Duration;

use eframe::egui::{self, Context, Frame, Key, Modifiers, Panel, Ui};
use egui_material_icons::icons;

use self::{
    action::{Action, Tab},
    bench::Meter,
    map::MapPanel,
    state::{Document, Notice, State},
};
use crate::{
    basemap::Options,
    settings::{ARTICLE_WIDTHS, BasemapChoice, Folders, SIDE_WIDTHS, Settings},
};

/// How long after the first unsaved change the settings are written, in seconds: a dragged slider writes once.
const SAVE_AFTER: f64 = 1.0;

/// What the command line decides about a window.
#[derive(Clone, Debug, Default)]
pub struct Launch {
    pub folders: Folders,
    /// What was remembered in them.
    pub settings: Settings,
    /// A map for this run only.
    pub basemap: Option<BasemapChoice>,
    /// How tiles are fetched.
    pub network: Options,
}

/// The window's program.
#[derive(Debug)]
pub struct App {
    pub state: State,
    pub map: MapPanel,
    folders: Folders,
    saved: Settings,
    save_at: Option<f64>,
    meter: Option<Meter>,
}

impl App {
    /// A window on a document.
    ///
    /// # Errors
    /// When the bundled map cannot be read, which is a fault of the build.
    pub fn new(
        cc: &eframe::CreationContext<'_>,
        document: Document,
        launch: Launch,
    ) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let ctx = &cc.egui_ctx;
        theme::install(ctx);
        let renders = cc.wgpu_render_state.is_some();
        if renders {
            walkers::install_renderer(cc.wgpu_render_state.as_ref());
        }
        let settings = launch.settings;
        apply::set_theme(ctx, settings.theme);
        let mut network = launch.network;
        network.cache_dir.clone_from(&launch.folders.tiles);
        let choice = launch.basemap.as_ref().unwrap_or(&settings.basemap);
        let map = MapPanel::new(ctx, renders, choice, network)?;
        let mut state = State::new(document, settings.clone());
        let trouble = map.trouble.clone().or_else(|| state.document.trouble());
        state.notice = trouble.map(|text| Notice {
            text,
            trouble: true,
        });
        Ok(Self {
            state,
            map,
            folders: launch.folders,
            saved: settings,
            save_at: None,
            meter: Meter::from_env(),
        })
    }

    fn panels(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let palette = theme::palette(ui.ctx());
        let bar = Frame::new()
            .fill(palette.panel)
            .inner_margin(egui::Margin::symmetric(12, 0));
        Panel::top("toolbar")
            .exact_size(theme::TOOLBAR_HEIGHT)
            .frame(bar)
            .show(ui, |ui| bars::toolbar(ui, &self.state, &self.map, actions));
        Panel::bottom("status")
            .exact_size(theme::STATUS_HEIGHT)
            .frame(bar)
            .show(ui, |ui| bars::status(ui, &self.state, &self.map, actions));
        let width = ui.available_width();
        if width < theme::TINY {
            if let Some(tab) = self.state.tiny {
                self.instead_of_map(ui, tab, actions);
                return;
            }
        } else if width < theme::NARROW {
            self.folded(ui, actions);
        } else {
            self.columns(ui, actions);
        }
        self.map.show(ui, &mut self.state, actions, true);
        if width < theme::TINY {
            tiny_buttons(ui, &self.state, actions);
        }
    }

    /// Article on the left, layers and inspector on the right.
    fn columns(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let palette = theme::palette(ui.ctx());
        // The map keeps a width that can be used; the panels give way to it.
        let room = ui.available_width() - theme::MAP_LEAST;
        let settings = &self.state.settings;
        if settings.article_open {
            let least = *ARTICLE_WIDTHS.start();
            let most = (room - *SIDE_WIDTHS.start()).clamp(least, *ARTICLE_WIDTHS.end());
            let shown = Panel::left("article panel")
                .default_size(settings.article_width)
                .size_range(least..=most)
                .frame(Frame::new().fill(palette.paper))
                .show(ui, |ui| article::show(ui, &self.state, actions));
            self.state.settings.article_width = shown.response.rect.width();
            self.state.scroll_to = None;
        }
        let room = ui.available_width() - theme::MAP_LEAST;
        let settings = &self.state.settings;
        if settings.side_open {
            let least = *SIDE_WIDTHS.start();
            let most = room.clamp(least, *SIDE_WIDTHS.end());
            let shown = Panel::right("side panel")
                .default_size(settings.side_width)
                .size_range(least..=most)
                .frame(Frame::new().fill(palette.panel))
                .show(ui, |ui| {
                    let padding = Frame::new().inner_margin(egui::Margin::symmetric(12, 4));
                    // Many layers must not push the inspector out of the window.
                    let most = ui.available_height() * 0.5;
                    egui::ScrollArea::vertical()
                        .id_salt("layers")
                        .max_height(most)
                        .show(ui, |ui| {
                            padding.show(ui, |ui| layers::show(ui, &self.state, actions));
                        });
                    ui.separator();
                    padding.show(ui, |ui| inspector::show(ui, &self.state, actions));
                });
            self.state.settings.side_width = shown.response.rect.width();
            self.state.quote_to = None;
        }
    }

    /// One column with tabs beside the map.
    fn folded(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let palette = theme::palette(ui.ctx());
        if !(self.state.settings.article_open || self.state.settings.side_open) {
            return;
        }
        let paper = if self.state.tab == Tab::Article {
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
                    .inner_margin(egui::Margin::symmetric(12, 6))
                    .show(ui, |ui| {
                        ui.set_width(ui.available_width());
                        bars::tabs(ui, &self.state, actions);
                    });
                self.tab(ui, self.state.tab, actions);
            });
    }

    fn tab(&mut self, ui: &mut Ui, tab: Tab, actions: &mut Vec<Action>) {
        let padding = Frame::new().inner_margin(egui::Margin::symmetric(12, 4));
        match tab {
            Tab::Article => {
                article::show(ui, &self.state, actions);
                self.state.scroll_to = None;
            }
            Tab::Layers => {
                egui::ScrollArea::vertical()
                    .id_salt("layers")
                    .show(ui, |ui| {
                        padding.show(ui, |ui| layers::show(ui, &self.state, actions));
                    });
            }
            Tab::Inspector => {
                padding.show(ui, |ui| inspector::show(ui, &self.state, actions));
                self.state.quote_to = None;
            }
        }
    }

    /// In a very small window a panel takes the map's place.
    fn instead_of_map(&mut self, ui: &mut Ui, tab: Tab, actions: &mut Vec<Action>) {
        let palette = theme::palette(ui.ctx());
        egui::CentralPanel::no_frame().show(ui, |ui| {
            ui.painter().rect_filled(ui.max_rect(), 0.0, palette.paper);
            Frame::new().inner_margin(8).show(ui, |ui| {
                ui.horizontal(|ui| {
                    if ui.button("Back to the map").clicked() {
                        actions.push(Action::SetTiny(None));
                    }
                    for (other, name) in [(Tab::Layers, "Layers"), (Tab::Inspector, "Inspector")] {
                        if tab != Tab::Article && ui.selectable_label(tab == other, name).clicked()
                        {
                            actions.push(Action::SetTiny(Some(other)));
                        }
                    }
                });
            });
            self.tab(ui, tab, actions);
        });
    }

    /// Write the settings a little after they last changed.
    fn save_settings(&mut self, ctx: &Context) {
        if self.state.settings == self.saved {
            self.save_at = None;
            return;
        }
        let now = ctx.input(|input| input.time);
        match self.save_at {
            Some(due) if now >= due => self.save_now(),
            Some(due) => ctx.request_repaint_after(Duration::from_secs_f64(due - now)),
            None => {
                self.save_at = Some(now + SAVE_AFTER);
                ctx.request_repaint_after(Duration::from_secs_f64(SAVE_AFTER));
            }
        }
    }

    fn save_now(&mut self) {
        self.save_at = None;
        // One attempt for each change: a full disk must not be asked again and again.
        self.saved = self.state.settings.clone();
        let Some(path) = &self.folders.settings else {
            return;
        };
        if let Err(error) = self.state.settings.save(path) {
            self.state.notice = Some(Notice {
                text: format!(
                    "The settings could not be saved in {}: {error}. They last until the window is closed.",
                    path.display()
                ),
                trouble: true,
            });
        }
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let mut actions = Vec::new();
        if let Some(meter) = &mut self.meter
            && let Some(by) = meter.begin_frame(&ctx)
        {
            actions.push(Action::Pan(by));
        }
        let popup = egui::Popup::is_any_open(&ctx);
        self.panels(ui, &mut actions);
        if let Some(picker) = self.state.picker.clone() {
            dialogs::picker(ui, &self.state, &picker, &mut actions);
        }
        if self.state.about_open {
            dialogs::about(ui, &mut actions);
        }
        keys(&ctx, &self.state, popup, &mut actions);

        let hover = actions.iter().rev().find_map(|action| match action {
            Action::Hover(subject) => Some(*subject),
            _ => None,
        });
        let changed = hover != self.state.hover
            || actions
                .iter()
                .any(|action| !matches!(action, Action::Hover(_)));
        self.state.hover = hover;
        for action in actions {
            self.apply(&ctx, action);
        }
        if changed {
            ctx.request_repaint();
        }
        let size = ctx.content_rect().size();
        self.state.settings.window = [size.x, size.y];
        self.save_settings(&ctx);
        if let Some(meter) = &mut self.meter {
            meter.end_frame(&ctx, self.map.is_complete());
        }
    }

    fn on_exit(&mut self) {
        if self.state.settings != self.saved {
            self.save_now();
        }
    }
}

/// Keys that mean the same wherever the focus is, as long as no text is being entered. An open
/// `popup` takes Escape for itself.
fn keys(ctx: &Context, state: &State, popup: bool, actions: &mut Vec<Action>) {
    let alt = |key| ctx.input_mut(|input| input.consume_key(Modifiers::ALT, key));
    if alt(Key::ArrowLeft) {
        actions.push(Action::Back);
    }
    if alt(Key::ArrowRight) {
        actions.push(Action::Forward);
    }
    let pressed = |key| ctx.input(|input| input.modifiers.is_none() && input.key_pressed(key));
    if pressed(Key::F9) {
        actions.push(Action::ToggleArticle);
    }
    if pressed(Key::F10) {
        actions.push(Action::ToggleSide);
    }
    if ctx.text_edit_focused() {
        return;
    }
    if pressed(Key::N) {
        actions.push(Action::StepMention(1));
    }
    if pressed(Key::P) {
        actions.push(Action::StepMention(-1));
    }
    let focused = ctx.memory(eframe::egui::Memory::focused).is_some();
    if pressed(Key::Space) && !focused {
        actions.push(Action::ToggleSelectedLayer);
    }
    if pressed(Key::Escape) && !popup {
        if state.picker.is_some() {
            actions.push(Action::ClosePicker);
        } else if state.about_open {
            actions.push(Action::ToggleAbout);
        } else {
            actions.push(Action::Select(None));
        }
    }
}

/// The two buttons of a very small window.
fn tiny_buttons(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let at = state.view.rect.left_top() + egui::vec2(12.0, 12.0);
    egui::Area::new(egui::Id::unique("tiny buttons"))
        .fixed_pos(at)
        .show(ui.ctx(), |ui| {
            let size = egui::Vec2::splat(32.0);
            for (icon, name, tab) in [
                (icons::ICON_ARTICLE, "Article", Tab::Article),
                (icons::ICON_LAYERS, "Layers and inspector", Tab::Layers),
            ] {
                if map::furniture::button(ui, icon, name, size).clicked() {
                    actions.push(Action::SetTiny(Some(tab)));
                }
            }
        });
}
