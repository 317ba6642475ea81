//! The window. Panels read the [`state::State`] and queue [`state::action::Action`]s while they draw;
//! [`update::apply`] carries them out after drawing, and nothing else changes the state.

mod dialogs;
mod frame_times;
mod keyboard;
pub mod map;
mod panels;
pub mod state;
pub mod update;
pub mod widgets;

use egui::{Context, Popup, Ui, Vec2, ViewportCommand};

use self::{
    frame_times::Meter,
    map::MapPanel,
    panels::article::ArticlePanel,
    state::{
        Notice, State,
        action::{Action, FileAction, Memory},
    },
    update::{Services, SettingsWriter, Shown, WindowFit},
    widgets::theme,
};
use crate::{
    basemap::FetcherOptions,
    document::Document,
    open::article::Source,
    settings::{BasemapChoice, Folders, Settings},
};

/// What the command line decides about a window.
#[derive(Clone, Debug, Default)]
pub struct Launch {
    pub folders: Folders,
    /// What was remembered in them.
    pub settings: Settings,
    /// A map for this run only.
    pub basemap: Option<BasemapChoice>,
    /// How tiles are fetched.
    pub network: FetcherOptions,
    /// What to open in the window, in place of the document.
    pub open: Option<Source>,
    /// Look for places in the document’s article.
    pub search: bool,
    /// Close the window when the system asks the process to end.
    pub ends_on_signals: bool,
}

/// The window's program.
#[derive(Debug)]
pub struct App {
    state: State,
    services: Services,
    article: ArticlePanel,
    settings_writer: SettingsWriter,
    meter: Option<Meter>,
    /// What the window is called.
    title: String,
    fit: WindowFit,
    shown: Shown,
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
        let render_state = cc.wgpu_render_state.as_ref();
        if let Some(render_state) = render_state {
            map::install_renderers(render_state);
        }
        let settings = launch.settings;
        update::set_theme(ctx, settings.theme);
        let mut network = launch.network;
        network.cache_dir.clone_from(&launch.folders.tiles);
        let choice = launch.basemap.as_ref().unwrap_or(&settings.basemap);
        let map = MapPanel::new(ctx, render_state.is_some(), choice, network)?;
        let mut state = State::new(document, settings.clone());
        state.basemap = choice.clone();
        let trouble = map.trouble.clone().or_else(|| state.document.trouble());
        state.notice = trouble.map(Notice::of_trouble);
        let offline = *choice == BasemapChoice::Offline && launch.basemap.is_some();
        let mut app = Self {
            services: Services::new(
                ctx,
                map,
                offline,
                launch.folders.journals.clone(),
                &state.document,
            ),
            article: ArticlePanel::default(),
            settings_writer: SettingsWriter::new(launch.folders, settings),
            title: state.title(),
            state,
            meter: Meter::from_env(),
            fit: WindowFit::default(),
            shown: Shown::default(),
        };
        if launch.ends_on_signals {
            app.services.end_on_signals(ctx);
        }
        if launch.search {
            app.apply(ctx, Action::File(FileAction::Search));
        }
        if let Some(source) = launch.open {
            app.apply(ctx, Action::File(FileAction::Open(source)));
        }
        Ok(app)
    }

    /// What the window shows.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The map, and how its tiles are doing.
    #[must_use]
    pub const fn map(&self) -> &MapPanel {
        &self.services.map
    }

    /// Carry an action out, as the panels ask for it.
    pub fn apply(&mut self, ctx: &Context, action: Action) {
        update::apply(&mut self.state, &mut self.services, ctx, action);
        self.services.write_down(&mut self.state.document);
    }

    /// What has come back from work behind the window, before it is drawn.
    fn take_outcomes(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        self.apply(ctx, Action::Remember(Memory::Frame(now)));
        for action in self.services.outcomes(ctx, &self.state) {
            self.apply(ctx, action);
        }
    }

    /// What was done in a frame, after it is drawn.
    fn take_actions(&mut self, ctx: &Context, actions: Vec<Action>) {
        let hover = actions.iter().rev().find_map(|action| match action {
            Action::Hover(handle) => Some(*handle),
            _ => None,
        });
        let is_change = |action: &Action| !matches!(action, Action::Hover(_));
        if hover != self.state.hover || actions.iter().any(is_change) {
            ctx.request_repaint();
        }
        update::hover(&mut self.state, hover);
        for action in actions {
            self.apply(ctx, action);
        }
    }

    /// What the system asks of the window, and how it is told what the window is called.
    fn watch_window(&mut self, ctx: &Context, actions: &mut Vec<Action>) {
        let asked = ctx.input(|input| input.viewport().close_requested());
        if asked && self.state.document.is_unsaved() && !self.services.may_close() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            actions.push(Action::File(FileAction::Close));
        }
        let size = ctx.content_rect().size();
        if Vec2::from(self.state.settings.window) != size {
            actions.push(Action::Remember(Memory::WindowSize(size)));
        }
        let title = self.state.title();
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.fit.try_fit(&ctx, frame);
        let mut actions = Vec::new();
        if let Some(meter) = &mut self.meter
            && let Some(by) = meter.begin_frame(&ctx)
        {
            actions.push(Action::Pan(by));
        }
        self.take_outcomes(&ctx);
        // A popup that was open when the frame began takes Escape for itself.
        let popup = Popup::is_any_open(&ctx);
        let (article, map) = (&mut self.article, &mut self.services.map);
        panels::show(ui, &self.state, article, map, &mut actions);
        dialogs::show(ui, &self.state, &mut actions);
        let number = self.services.document_number();
        self.shown.tell(number, &self.state.document);
        keyboard::keys(&ctx, &self.state, popup, &mut actions);
        keyboard::dropped(&ctx, &mut actions);
        self.watch_window(&ctx, &mut actions);
        self.take_actions(&ctx, actions);
        if let Some(action) = self
            .settings_writer
            .write_when_due(&ctx, &self.state.settings)
        {
            self.apply(&ctx, action);
        }
        if let Some(meter) = &mut self.meter {
            meter.end_frame(&ctx, self.services.map.is_complete());
        }
    }

    fn on_exit(&mut self) {
        self.settings_writer.write_at_exit(&self.state.settings);
        self.services.end(&self.state.document);
    }
}
