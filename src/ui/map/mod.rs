//! The map: tiles below, features above, and what pointer and keyboard do with them.

mod drawing_tools;
mod furniture;
mod input;
mod label_texts;
mod labels;
mod mark_renderer;
mod mark_sets;
mod marks;
mod occupied;
pub mod picture;
mod shapes;
mod sight;
mod style;
mod suggestion_marks;
mod tiles;

use std::{path::PathBuf, sync::Arc};

use eframe::egui_wgpu::RenderState;
use egui::{self, DragPanButtons, Pos2, Response, Ui, WidgetInfo};
use walkers::{Map, MapMemory, lon_lat};

pub use self::tiles::TileLayer;
use self::{
    labels::Labels,
    mark_sets::MarkSets,
    shapes::{Look, Overlay},
    sight::{Emphasis, Sight},
    style::{Schema, style},
};
use super::{
    state::{
        State,
        action::{Action, Memory},
        camera::View,
    },
    widgets::theme::{self, Palette},
};
use crate::{
    basemap::{
        self, Archive, ArchiveError, Credit, FetcherOptions, SourceError, Status, TileSource,
    },
    coordinates::mercator,
    project::{
        feature::{Feature, Layer},
        ids::Handle,
    },
    settings::BasemapChoice,
};

/// Make ready for drawing maps with this device.
pub fn install_renderers(state: &RenderState) {
    walkers::install_renderer(Some(state));
    mark_renderer::install(state);
}

/// Why a map could not be shown over the bundled one.
#[derive(Debug, thiserror::Error)]
pub enum BasemapError {
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error(transparent)]
    Source(#[from] SourceError),
}

/// The map panel with what it keeps between frames.
#[derive(Debug)]
pub struct MapPanel {
    bundled_archive: Arc<Archive>,
    bundled: TileLayer,
    over: Option<TileLayer>,
    overlay: Overlay,
    marks: MarkSets,
    /// The theme and the ground that tiles were last decoded for.
    theme: &'static Palette,
    ground: &'static Palette,
    /// Whether the chosen map has shown pictures.
    pictures: bool,
    /// Whether anything can be drawn on the GPU.
    renders: bool,
    choice: BasemapChoice,
    network: FetcherOptions,
    /// Why the chosen map is not shown.
    pub trouble: Option<String>,
    /// The credits of what the last frame showed.
    credits: Vec<Credit>,
}

impl MapPanel {
    /// A map over the bundled one. A choice that cannot be shown is told in `trouble`.
    pub fn new(
        ctx: &egui::Context,
        renders: bool,
        choice: &BasemapChoice,
        network: FetcherOptions,
    ) -> Result<Self, ArchiveError> {
        let archive = Arc::new(Archive::from_static(basemap::BUNDLED)?);
        let palette = theme::palette(ctx);
        let bundled =
            TileLayer::archive(ctx, Arc::clone(&archive), style(Schema::Bundled, palette));
        let mut panel = Self {
            bundled_archive: archive,
            bundled,
            over: None,
            overlay: Overlay::default(),
            marks: MarkSets::default(),
            theme: palette,
            ground: palette,
            pictures: false,
            renders,
            choice: choice.clone(),
            network,
            trouble: None,
            credits: Vec::new(),
        };
        // The first frame shows a whole map; later ones are drawn while tiles arrive.
        panel.bundled.at_once = true;
        panel.open_over(ctx);
        Ok(panel)
    }

    /// Show another map over the bundled one.
    pub fn set_basemap(&mut self, ctx: &egui::Context, choice: &BasemapChoice) {
        self.choice = choice.clone();
        self.open_over(ctx);
    }

    /// Read every tile while drawing, so that one frame is complete: for pictures.
    pub fn draw_at_once(&mut self) {
        self.bundled.at_once = true;
        if let Some(over) = &mut self.over {
            over.at_once = true;
        }
    }

    pub fn retry(&self) {
        if let Some(over) = &self.over {
            over.retry_now();
        }
    }

    /// How the network is doing, when the chosen map needs it.
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        self.over.as_ref().and_then(TileLayer::status)
    }

    /// Why online tiles are not kept on disk, if they are not.
    #[must_use]
    pub fn cache_note(&self) -> Option<String> {
        self.over.as_ref().and_then(TileLayer::cache_note)
    }

    /// What the map shows, in a few words for the status line.
    #[must_use]
    pub fn describe(&self) -> String {
        match (&self.over, self.status()) {
            (Some(over), Some(status)) if status.is_trouble() && !over.is_visible() => {
                "bundled map".to_owned()
            }
            (Some(_), _) => match &self.choice {
                BasemapChoice::OpenStreetMap => "OpenStreetMap".to_owned(),
                BasemapChoice::OpenFreeMap => "OpenFreeMap".to_owned(),
                BasemapChoice::OpenTopoMap => "OpenTopoMap".to_owned(),
                BasemapChoice::Custom(_) => "custom map".to_owned(),
                BasemapChoice::Offline => "bundled map".to_owned(),
            },
            (None, _) => "bundled map".to_owned(),
        }
    }

    /// Whether the last frame showed the whole map in full detail, from one source or the other.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let whole = |layer: &TileLayer| layer.is_visible() && layer.is_complete();
        whole(&self.bundled) || self.over.as_ref().is_some_and(whole)
    }

    /// Which map was chosen, for this run or for good.
    #[must_use]
    pub const fn choice(&self) -> &BasemapChoice {
        &self.choice
    }

    #[must_use]
    pub fn credits(&self) -> &[Credit] {
        &self.credits
    }

    fn open_over(&mut self, ctx: &egui::Context) {
        self.trouble = None;
        self.over = None;
        self.pictures = false;
        match self.tile_layer(ctx) {
            Ok(layer) => self.over = layer.map(TileLayer::over_another),
            Err(error) => {
                tracing::warn!("the chosen map is not shown: {error}");
                self.trouble = Some(error.to_string());
            }
        }
    }

    fn tile_layer(&self, ctx: &egui::Context) -> Result<Option<TileLayer>, BasemapError> {
        let palette = theme::palette(ctx);
        let network = |source: TileSource| {
            let style = style(Schema::OpenMapTiles, palette);
            TileLayer::network(ctx, source, self.network.clone(), style)
        };
        Ok(Some(match &self.choice {
            BasemapChoice::Offline => return Ok(None),
            BasemapChoice::OpenStreetMap => network(TileSource::openstreetmap()),
            BasemapChoice::OpenFreeMap => network(TileSource::openfreemap()),
            BasemapChoice::OpenTopoMap => network(TileSource::opentopomap()),
            BasemapChoice::Custom(address) if is_archive(address) => {
                let archive = Archive::open(&PathBuf::from(address))?;
                TileLayer::archive(ctx, Arc::new(archive), style(Schema::Protomaps, palette))
            }
            BasemapChoice::Custom(address) => network(TileSource::custom(address)?),
        }))
    }

    /// Follow the theme, and the ground: vector tiles are decoded into its colours. Under online
    /// pictures the bundled map is light in the dark theme too, so that gaps do not stand out.
    fn follow(&mut self, ctx: &egui::Context, ground: &'static Palette) {
        let theme = theme::palette(ctx);
        if self.theme.dark != theme.dark {
            self.theme = theme;
            if self.over.as_ref().is_some_and(|over| !over.pictures) {
                self.open_over(ctx);
            }
        }
        if self.ground.dark != ground.dark {
            self.ground = ground;
            self.bundled = TileLayer::archive(
                ctx,
                Arc::clone(&self.bundled_archive),
                style(Schema::Bundled, ground),
            );
            self.bundled.at_once = true;
        }
    }

    /// Draw the map into what is left of `ui` and queue what the person did. With `interactive`
    /// off there are no buttons and nothing to click: for pictures.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        state: &State,
        actions: &mut Vec<Action>,
        interactive: bool,
    ) {
        let rect = ui.available_rect_before_wrap();
        let here = View {
            rect,
            ..*state.view()
        };
        let first = state.frame_at_start.then(|| state.view_of_article(rect));
        let view = first.flatten().unwrap_or(here);
        if state.frame_at_start || state.view().rect != rect {
            actions.push(Action::Remember(Memory::MapRect(rect)));
        }
        // Once there were pictures the ground stays theirs, also where some are missing.
        self.pictures |= self
            .over
            .as_ref()
            .is_some_and(|over| over.pictures && over.is_visible());
        let palette = theme::ground(ui.ctx(), self.pictures);
        self.follow(ui.ctx(), palette);
        furniture::ground(ui.painter(), rect, palette.water);
        let sight = Sight::of(state, view, palette, &mut self.marks);
        let response = self.tiles_and_outlines(ui, &sight);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Canvas, true, "Map"));
        let painter = ui.painter_at(rect);
        if !self.renders {
            furniture::no_renderer(&painter, rect, palette);
        }
        self.marks_and_labels(ui, &painter, &sight, interactive.then_some(&mut *actions));
        if interactive {
            input::pointer(ui, &response, &sight, actions);
            let busy = egui::Popup::is_any_open(ui.ctx()) || state.picker.is_some();
            if !busy && !ui.ctx().text_edit_focused() {
                input::keyboard(ui, &response, actions);
            }
            drawing_tools::bar(ui, &sight, actions);
            furniture::buttons(ui, state, &view, actions);
            // In a very small window two buttons have the corner.
            let top = if ui.ctx().content_rect().width() < theme::TINY {
                84.0
            } else {
                0.0
            };
            if let Some(status) = self.status() {
                furniture::badge(ui, &view, &status, top, actions);
            }
        }
        furniture::credits(ui, &view, &self.credits, actions);
    }

    fn tiles_and_outlines(&mut self, ui: &mut Ui, sight: &Sight<'_>) -> Response {
        self.bundled.begin_frame();
        if let Some(over) = &mut self.over {
            over.begin_frame();
        }
        self.overlay.begin_frame(sight.palette);
        for item in &sight.outlined {
            if let Some((feature, layer)) = sight.about(item) {
                let palette = sight.palette;
                let look = Look {
                    color: palette.layer(layer.color),
                    casing: palette.paper,
                    text: palette.text,
                    opacity: layer.opacity,
                };
                let emphasis = sight.emphasis(item.feature);
                self.overlay.add(item, feature, &sight.view, look, emphasis);
            }
        }
        self.overlay.end_frame();
        let camera = sight.view.camera;
        let mut memory = MapMemory::default();
        // The camera's zoom is always within walkers' limits.
        let _ = memory.set_zoom(camera.zoom);
        let center = mercator::unproject(camera.center);
        let center = lon_lat(center.lon, center.lat);
        memory.center_at(center);
        let mut map = Map::new(None, &mut memory, center)
            .zoom_gesture(false)
            .panning(false)
            .drag_pan_buttons(DragPanButtons::empty());
        if self.renders {
            map = map.with_layer(&mut self.bundled, 1.0);
            if let Some(over) = &mut self.over {
                map = map.with_layer(over, 1.0);
            }
            map = map.with_layer(&mut self.overlay, 1.0);
        }
        let response = map.show(ui, |_, _, _, _| ()).response;
        self.bundled.end_frame();
        self.bundled.at_once = false;
        if let Some(over) = &mut self.over {
            over.end_frame();
        }
        self.gather_credits();
        response
    }

    /// Name the sources on screen, and no others.
    fn gather_credits(&mut self) {
        self.credits.clear();
        let over = self.over.as_ref().filter(|over| over.is_visible());
        let covered = over.is_some_and(TileLayer::covers_all);
        let sources = over.into_iter().chain((!covered).then_some(&self.bundled));
        for credit in sources.flat_map(TileLayer::credits) {
            if !self.credits.contains(credit) {
                self.credits.push(credit.clone());
            }
        }
    }

    fn marks_and_labels(
        &self,
        ui: &Ui,
        painter: &egui::Painter,
        sight: &Sight<'_>,
        mut actions: Option<&mut Vec<Action>>,
    ) {
        let (view, palette) = (&sight.view, sight.palette);
        let mut labels = Labels::within(view.rect);
        let scale_bar = furniture::scale_bar(painter, view, palette);
        labels.reserve(scale_bar.expand(4.0));
        for covered in furniture::covered(ui.ctx(), view) {
            labels.reserve(covered);
        }
        suggestion_marks::marks(painter, sight, &mut labels);
        labels.reserve_marks(&sight.places, 12.0);
        feature_marks(painter, sight);
        if let Some(actions) = &mut actions {
            for item in &sight.named {
                if let Some((feature, layer)) = sight.about(item)
                    && marks::announce(ui, sight, item, feature, layer)
                {
                    actions.push(Action::Select(Some(Handle::Feature(item.feature))));
                }
            }
        }
        label_texts::of_features(painter, sight, &mut labels);
        suggestion_marks::names(painter, sight, &mut labels);
        label_texts::of_map(
            &self.bundled,
            self.over.as_ref(),
            painter,
            sight,
            &mut labels,
        );
        labels.paint(painter);
        drawing_tools::paint(ui, painter, sight);
    }
}

/// The marks of features, the lowest layer first, and those that stand out on top.
fn feature_marks(painter: &egui::Painter, sight: &Sight<'_>) {
    let (view, palette) = (&sight.view, sight.palette);
    let color = |layer: &Layer| palette.layer(layer.color).gamma_multiply(layer.opacity);
    let crosses: Vec<(&Feature, &Layer, Pos2)> = sight
        .outlined
        .iter()
        .filter(|item| label_texts::ring(item, view) > label_texts::SMALL_RING)
        .filter_map(|item| {
            let (feature, layer) = sight.about(item)?;
            Some((feature, layer, view.to_screen(item.center?)))
        })
        .collect();
    let mut emphasised = sight.emphasised().map(|(id, _)| id);
    let emphasised = [emphasised.next(), emphasised.next()];
    for (id, set) in &sight.marks {
        for (feature, layer, at) in &crosses {
            if feature.layer == *id {
                marks::paint_cross(painter, *at, color(layer), palette);
            }
        }
        let hidden = emphasised.map(|id| set.marks_of(id));
        mark_renderer::paint(painter, &set.drawn, hidden, view, palette);
    }
    let scene = sight.state.document.scene();
    for (id, emphasis) in sight.emphasised() {
        let selected = emphasis == Emphasis::Selected;
        let item = scene.item(id);
        let about = item.and_then(|item| Some((item, sight.about(item)?)));
        let Some((item, (feature, layer))) = about else {
            continue;
        };
        for at in sight.places(item).filter(|at| view.rect.contains(*at)) {
            marks::paint_ring(painter, at, palette, selected);
            let symbol = feature.style.symbol;
            marks::paint(painter, at, symbol, color(layer), palette, selected);
        }
    }
}

fn is_archive(address: &str) -> bool {
    std::path::Path::new(address)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("pmtiles"))
        && !address.contains("{z}")
}
