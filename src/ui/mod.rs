//! The window. Panels read the [`state::State`] and queue [`action::Action`]s while they draw;
//! [`App::apply`] is the only place where state changes, after drawing.

pub mod action;
mod article;
mod bars;
pub mod bench;
mod dialogs;
mod inspector;
mod layers;
pub mod map;
pub mod offscreen;
pub mod state;
pub mod theme;
pub mod view;

use std::time::Duration;

use eframe::egui::{self, Context, Frame, Key, Modifiers, Panel, ThemePreference, Ui};
use egui_material_icons::icons;

use self::{
    action::{Action, Tab},
    map::MapPanel,
    state::{Document, Notice, State},
};
use crate::{
    basemap::Options,
    mentions::Subject,
    settings::{BasemapChoice, Folders, Settings, ThemeChoice},
};

/// How long after a change the settings are written, in seconds: a dragged slider writes once.
const SAVE_AFTER: f64 = 1.0;

/// What the command line decides about a window.
#[derive(Clone, Debug, Default)]
pub struct Launch {
    pub folders: Folders,
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
        let settings = launch
            .folders
            .settings
            .as_deref()
            .map_or_else(Settings::default, Settings::load);
        set_theme(ctx, settings.theme);
        let mut network = launch.network;
        network.cache_dir.clone_from(&launch.folders.tiles);
        let choice = launch.basemap.as_ref().unwrap_or(&settings.basemap);
        let map = MapPanel::new(ctx, renders, choice, network)?;
        let mut state = State::new(document, settings.clone());
        if let Some(trouble) = &map.trouble {
            state.notice = Some(Notice {
                text: trouble.clone(),
                trouble: true,
            });
        }
        Ok(Self {
            state,
            map,
            folders: launch.folders,
            saved: settings,
            save_at: None,
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
        let settings = &self.state.settings;
        if settings.article_open {
            let shown = Panel::left("article panel")
                .default_size(settings.article_width)
                .size_range(280.0..=620.0)
                .frame(Frame::new().fill(palette.paper))
                .show(ui, |ui| article::show(ui, &self.state, actions));
            self.state.settings.article_width = shown.response.rect.width();
            self.state.scroll_to = None;
        }
        let settings = &self.state.settings;
        if settings.side_open {
            let shown = Panel::right("side panel")
                .default_size(settings.side_width)
                .size_range(260.0..=480.0)
                .frame(Frame::new().fill(palette.panel))
                .show(ui, |ui| {
                    let padding = Frame::new().inner_margin(egui::Margin::symmetric(12, 4));
                    padding.show(ui, |ui| layers::show(ui, &self.state, actions));
                    ui.separator();
                    padding.show(ui, |ui| inspector::show(ui, &self.state, actions));
                });
            self.state.settings.side_width = shown.response.rect.width();
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
                padding.show(ui, |ui| layers::show(ui, &self.state, actions));
            }
            Tab::Inspector => {
                padding.show(ui, |ui| inspector::show(ui, &self.state, actions));
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

    /// Change the state. Nothing else does.
    pub fn apply(&mut self, ctx: &Context, action: Action) {
        let state = &mut self.state;
        if !matches!(
            action,
            Action::Hover(_) | Action::Pan(_) | Action::Zoom { .. } | Action::DismissNotice
        ) {
            state.notice = None;
        }
        match action {
            Action::Select(subject) => select(state, subject),
            Action::SelectMention(index) => {
                let subject = state
                    .document
                    .mentions
                    .list()
                    .get(index)
                    .and_then(|mention| mention.subjects.first().copied());
                select_mention(state, index, subject);
            }
            Action::SelectOfMention(index, feature) => {
                select_mention(state, index, Some(Subject::Feature(feature)));
            }
            Action::ShowMention(index) => show_mention(state, index),
            Action::StepMention(by) => step(state, by),
            // Taken together after all actions of a frame.
            Action::Hover(_) => {}
            Action::SetLayerVisible(index, visible) => set_visible(state, index, visible),
            Action::SetLayerOpacity(index, opacity) => {
                if let Some(layer) = state.document.project.layers.get_mut(index) {
                    layer.opacity = opacity.clamp(0.0, 1.0);
                }
                remember_look(state);
            }
            Action::MoveLayer(from, to) => move_layer(state, from, to),
            Action::SoloLayer(index) => solo(state, index),
            Action::ToggleSelectedLayer => toggle_selected_layer(state),
            Action::ShowUnmapped => {
                state.tab = Tab::Inspector;
                state.settings.side_open = true;
                if state.tiny.is_some() {
                    state.tiny = Some(Tab::Inspector);
                }
            }
            Action::ZoomToLayer(_)
            | Action::ZoomToFeature(_)
            | Action::FitArticle
            | Action::FitAll
            | Action::Pan(_)
            | Action::Zoom { .. }
            | Action::Back
            | Action::Forward => look(state, &action),
            Action::OpenPicker(picker) => state.picker = Some(picker),
            Action::ClosePicker => state.picker = None,
            Action::SetTheme(choice) => {
                state.settings.theme = choice;
                set_theme(ctx, choice);
            }
            Action::SetBasemap(choice) => {
                if let BasemapChoice::Custom(address) = &choice {
                    state.settings.custom_map.clone_from(address);
                }
                self.map.set_basemap(ctx, &choice);
                state.settings.basemap = choice;
                state.notice = self.map.trouble.clone().map(|text| Notice {
                    text,
                    trouble: true,
                });
            }
            Action::RetryTiles => self.map.retry(),
            Action::ToggleArticle => {
                state.settings.article_open = !state.settings.article_open;
            }
            Action::ToggleSide => state.settings.side_open = !state.settings.side_open,
            Action::SetTab(tab) => state.tab = tab,
            Action::SetTiny(tab) => state.tiny = tab,
            Action::ToggleAbout => state.about_open = !state.about_open,
            Action::Copy { text, what } => {
                ctx.copy_text(text);
                state.notice = Some(Notice {
                    text: format!("{what} copied"),
                    trouble: false,
                });
            }
            Action::OpenUrl(url) => ctx.open_url(egui::OpenUrl::new_tab(url)),
            Action::DismissNotice => state.notice = None,
        }
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
            Some(_) => {}
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
        self.panels(ui, &mut actions);
        if let Some(picker) = self.state.picker.clone() {
            dialogs::picker(ui, &self.state, &picker, &mut actions);
        }
        if self.state.about_open {
            dialogs::about(ui, &mut actions);
        }
        keys(&ctx, &self.state, &mut actions);

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
    }

    fn on_exit(&mut self) {
        if self.state.settings != self.saved {
            self.save_now();
        }
    }
}

/// Keys that mean the same wherever the focus is, as long as no text is being entered.
fn keys(ctx: &Context, state: &State, actions: &mut Vec<Action>) {
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
    if ctx.egui_wants_keyboard_input() {
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
    if pressed(Key::Escape) {
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

fn set_theme(ctx: &Context, choice: ThemeChoice) {
    ctx.set_theme(match choice {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Light => ThemePreference::Light,
        ThemeChoice::Dark => ThemePreference::Dark,
    });
}

/// Move the map's view.
fn look(state: &mut State, action: &Action) {
    let bounds = match action {
        Action::Pan(by) => {
            state.view.pan(*by);
            None
        }
        Action::Zoom {
            levels,
            about,
            ease,
        } => {
            state.view.zoom(*levels, *about, *ease);
            None
        }
        Action::Back => {
            state.view.go_back();
            None
        }
        Action::Forward => {
            state.view.go_forward();
            None
        }
        Action::ZoomToLayer(index) => state.bounds_of_layer(*index),
        Action::ZoomToFeature(feature) => {
            let item = state.document.scene.item_of(*feature);
            item.map(|item| item.frame)
        }
        Action::FitArticle => state.article_bounds(),
        Action::FitAll => state.all_bounds(),
        _ => None,
    };
    if let Some(bounds) = bounds {
        state.go_to(bounds);
    }
}

/// Select, scroll the article to the first quote, and bring the mark into view.
fn select(state: &mut State, subject: Option<Subject>) {
    state.selected = subject;
    let first = subject.and_then(|subject| {
        let list = state.document.mentions.list();
        list.iter()
            .position(|mention| mention.subjects.contains(&subject))
    });
    state.mention = first;
    state.scroll_to = first;
    if let Some(Subject::Feature(feature)) = subject {
        state.reveal(feature);
    }
    if subject.is_some() && state.tab == Tab::Layers {
        state.tab = Tab::Inspector;
    }
}

fn select_mention(state: &mut State, index: usize, subject: Option<Subject>) {
    select(state, subject);
    show_mention(state, index);
}

fn show_mention(state: &mut State, index: usize) {
    if index >= state.document.mentions.list().len() {
        return;
    }
    state.mention = Some(index);
    state.scroll_to = Some(index);
    if state.tab == Tab::Inspector {
        state.tab = Tab::Article;
    }
}

/// Go to the next or previous mention, round the end.
fn step(state: &mut State, by: i32) {
    let count = state.document.mentions.list().len();
    if count == 0 {
        return;
    }
    let next = match state.mention {
        Some(current) if by > 0 => (current + 1) % count,
        Some(current) => (current + count - 1) % count,
        None if by > 0 => 0,
        None => count - 1,
    };
    let subject = state.document.mentions.list()[next]
        .subjects
        .first()
        .copied();
    select_mention(state, next, subject);
}

fn set_visible(state: &mut State, index: usize, visible: bool) {
    let Some(layer) = state.document.project.layers.get_mut(index) else {
        return;
    };
    layer.visible = visible;
    let id = layer.id.clone();
    // What is selected is drawn even when its layer is hidden; hiding it means not to.
    let hides_selected = state
        .selected_feature()
        .is_some_and(|feature| state.document.project.features[feature].layer == id);
    if !visible && hides_selected {
        select(state, None);
    }
    remember_look(state);
}

fn toggle_selected_layer(state: &mut State) {
    let Some(feature) = state.selected_feature() else {
        return;
    };
    let project = &state.document.project;
    let rank = project.layer_rank(&project.features[feature].layer);
    if let Some(layer) = project.layers.get(rank) {
        let visible = !layer.visible;
        set_visible(state, rank, visible);
    }
}

fn move_layer(state: &mut State, from: usize, to: usize) {
    let layers = &mut state.document.project.layers;
    if from < layers.len() && to < layers.len() {
        let layer = layers.remove(from);
        layers.insert(to, layer);
        // Which of several marks at one place stays there follows the order of the layers.
        state.document.scene = crate::scene::Scene::prepare(&state.document.project);
        remember_look(state);
    }
}

fn solo(state: &mut State, index: usize) {
    let layers = &mut state.document.project.layers;
    let alone = layers
        .iter()
        .enumerate()
        .all(|(other, layer)| layer.visible == (other == index));
    for (other, layer) in layers.iter_mut().enumerate() {
        layer.visible = alone || other == index;
    }
    remember_look(state);
}

fn remember_look(state: &mut State) {
    let document = &state.document;
    state
        .settings
        .remember_look(&document.key, &document.project);
}
