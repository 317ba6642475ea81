//! The window. Panels read the [`state::State`] and queue [`action::Action`]s while they draw;
//! [`App::apply`] is the only place where state changes, after drawing.

mod dialogs;
mod frame_times;
mod keyboard;
pub mod map;
mod panels;
pub mod state;
pub mod update;
pub mod widgets;
mod window_fit;

use std::time::Duration;

use self::{
    frame_times::Meter,
    map::MapPanel,
    panels::{article, inspector, layers, review, side, status, toolbar},
    state::{
        Document, Notice, State,
        action::{Action, Tab},
    },
    update::{set_theme, work::Work},
    widgets::{panel_widths, theme},
    window_fit::WindowFit,
};
use crate::{
    basemap::Options,
    open::article::Source,
    settings::{ARTICLE_WIDTHS, BasemapChoice, Folders, SIDE_WIDTHS, Settings},
};
use egui::{Context, Frame, Panel, Ui};

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
    /// What to open in the window, in place of the document.
    pub open: Option<Source>,
    /// Look for places in the document’s article.
    pub search: bool,
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
    work: Work,
    /// The question about changes was answered: the window may close.
    closing: bool,
    /// What the window is called.
    title: String,
    fit: WindowFit,
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
        set_theme(ctx, settings.theme);
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
        let offline = *map.choice() == BasemapChoice::Offline;
        let mut app = Self {
            work: Work::new(ctx, offline && launch.basemap.is_some()),
            closing: false,
            title: state.title(),
            fit: WindowFit::default(),
            state,
            map,
            folders: launch.folders,
            saved: settings,
            save_at: None,
            meter: Meter::from_env(),
        };
        if launch.search {
            app.search();
        }
        if let Some(source) = launch.open {
            app.open(source);
        }
        Ok(app)
    }

    fn panels(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let palette = theme::palette(ui.ctx());
        let bar = Frame::new()
            .fill(palette.panel)
            .inner_margin(egui::Margin::symmetric(12, 0));
        Panel::top("toolbar")
            .exact_size(theme::TOOLBAR_HEIGHT)
            .frame(bar)
            .show(ui, |ui| {
                toolbar::toolbar(ui, &self.state, &self.map, actions);
            });
        if dialogs::has_banner(&self.state) {
            let banner = bar.inner_margin(egui::Margin::symmetric(12, 4));
            Panel::top("banner")
                .frame(banner)
                .show(ui, |ui| dialogs::banner(ui, &self.state, actions));
        }
        Panel::bottom("status")
            .exact_size(theme::STATUS_HEIGHT)
            .frame(bar)
            .show(ui, |ui| status::show(ui, &self.state, &self.map, actions));
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
            side::tiny_buttons(ui, &self.state, actions);
        }
    }

    /// Article on the left, layers and inspector on the right.
    fn columns(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let palette = theme::palette(ui.ctx());
        // The map keeps a width that can be used; the panels give way to it.
        let room = ui.available_width() - theme::MAP_LEAST;
        if self.state.settings.article_open {
            let least = *ARTICLE_WIDTHS.start();
            let most = (room - *SIDE_WIDTHS.start()).clamp(least, *ARTICLE_WIDTHS.end());
            let name = "article panel";
            let panel = Panel::left(name).frame(Frame::new().fill(palette.paper));
            let mut width = self.state.settings.article_width;
            panel_widths::panel(ui, name, panel, &mut width, least..=most, |ui| {
                article::show(ui, &self.state, actions);
            });
            self.state.settings.article_width = width;
            self.state.scroll_to = None;
        }
        let room = ui.available_width() - theme::MAP_LEAST;
        if self.state.settings.side_open {
            let least = *SIDE_WIDTHS.start();
            let most = room.clamp(least, *SIDE_WIDTHS.end());
            let name = "side panel";
            let panel = Panel::right(name).frame(Frame::new().fill(palette.panel));
            let mut width = self.state.settings.side_width;
            panel_widths::panel(ui, name, panel, &mut width, least..=most, |ui| {
                let padding = Frame::new().inner_margin(egui::Margin::symmetric(12, 4));
                // Many layers must not push the inspector out of the window.
                let most = side::most(&self.state, ui.available_height());
                padding.show(ui, |ui| side::tabs(ui, &self.state, actions));
                side::upper(ui, &self.state, most, actions);
                ui.separator();
                padding.show(ui, |ui| inspector::show(ui, &self.state, actions));
            });
            self.state.settings.side_width = width;
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
                        toolbar::tabs(ui, &self.state, actions);
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
                        padding.show(ui, |ui| {
                            ui.label(theme::heading("Layers"));
                            layers::show(ui, &self.state, actions);
                        });
                    });
            }
            Tab::Review => {
                padding.show(ui, |ui| review::show(ui, &self.state, actions));
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
                    for (other, name) in [
                        (Tab::Layers, "Layers"),
                        (Tab::Review, "Review"),
                        (Tab::Inspector, "Inspector"),
                    ] {
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
            tracing::warn!("the settings are not saved: {error}");
            self.state.notice = Some(Notice {
                text: format!(
                    "The settings could not be saved and last until the window is closed. {error}"
                ),
                trouble: true,
            });
        }
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.fit.look(&ctx, frame);
        let mut actions = Vec::new();
        if let Some(meter) = &mut self.meter
            && let Some(by) = meter.begin_frame(&ctx)
        {
            actions.push(Action::Pan(by));
        }
        self.take_outcomes(&ctx);
        let popup = egui::Popup::is_any_open(&ctx);
        self.panels(ui, &mut actions);
        if let Some(picker) = self.state.picker.clone() {
            dialogs::picker::show(ui, &self.state, &picker, &mut actions);
        }
        dialogs::show(ui, &self.state, &mut actions);
        keyboard::keys(&ctx, &self.state, popup, &mut actions);
        keyboard::dropped(&ctx, &mut actions);

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
        self.watch_window(&ctx);
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
