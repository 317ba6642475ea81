//! What the window shows: the document, what is selected, and where the map looks. Panels read
//! it; only [`super::App`] changes it.

use std::path::{Path, PathBuf};

use eframe::egui::epaint::MarginF32;
use geo::{Coord, Rect};

use super::{
    action::{Picker, Tab},
    view::View,
};
use crate::{
    evidence::Role,
    feature::Feature,
    formats::geojson::Opened,
    measure::{self, Measured},
    mentions::{Coverage, Mentions, Subject},
    project::Project,
    scene::{Picking, Scene},
    settings::{Settings, document_key},
    validate::Diagnostic,
};

/// Points kept free about what is framed: on the right for the names beside the marks.
const ROOM: MarginF32 = MarginF32 {
    left: 40.0,
    right: 150.0,
    top: 48.0,
    bottom: 48.0,
};

/// How close a single place is looked at, when the map has to move to it.
const CLOSE: f64 = 9.0;

/// A project with everything derived from it.
#[derive(Debug)]
pub struct Document {
    pub project: Project,
    pub mentions: Mentions,
    pub coverage: Coverage,
    pub scene: Scene,
    /// By feature.
    pub measured: Vec<Measured>,
    pub diagnostics: Vec<Diagnostic>,
    pub path: Option<PathBuf>,
    /// What its look is remembered under.
    pub key: String,
}

impl Document {
    #[must_use]
    pub fn new(opened: Opened, path: Option<&Path>) -> Self {
        let project = opened.project;
        let mentions = Mentions::of(&project);
        Self {
            coverage: mentions.coverage(&project),
            scene: Scene::prepare(&project),
            measured: project.features.iter().map(measure::measure).collect(),
            key: document_key(&project, path),
            path: path.map(Path::to_owned),
            mentions,
            diagnostics: opened.diagnostics,
            project,
        }
    }
}

/// A line about what just happened, or went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    pub trouble: bool,
}

/// Everything the panels read.
#[derive(Debug)]
pub struct State {
    pub document: Document,
    pub settings: Settings,
    pub view: View,
    pub selected: Option<Subject>,
    /// The mention that was last gone to, as an index into the mentions.
    pub mention: Option<usize>,
    pub hover: Option<Subject>,
    /// The mention the article scrolls to in its next frame.
    pub scroll_to: Option<usize>,
    pub picker: Option<Picker>,
    pub notice: Option<Notice>,
    pub tab: Tab,
    /// What a very small window shows instead of the map.
    pub tiny: Option<Tab>,
    pub about_open: bool,
    /// The first frame with a known size frames the article.
    pub frame_at_start: bool,
}

impl State {
    #[must_use]
    pub fn new(mut document: Document, settings: Settings) -> Self {
        settings.apply_look(&document.key, &mut document.project);
        Self {
            document,
            settings,
            view: View::new(),
            selected: None,
            mention: None,
            hover: None,
            scroll_to: None,
            picker: None,
            notice: None,
            tab: Tab::default(),
            tiny: None,
            about_open: false,
            frame_at_start: true,
        }
    }

    #[must_use]
    pub const fn selected_feature(&self) -> Option<usize> {
        match self.selected {
            Some(Subject::Feature(index)) => Some(index),
            _ => None,
        }
    }

    /// The rank of a feature's layer from the top, or `None` when it is not shown.
    #[must_use]
    pub fn visible_rank(&self, feature: usize) -> Option<usize> {
        let project = &self.document.project;
        let id = &project.features[feature].layer;
        let rank = project.layer_rank(id);
        let layer = project.layers.get(rank)?;
        let shown = layer.visible && layer.opacity > 0.0;
        // What is selected is shown even when its layer is not.
        (shown || self.selected_feature() == Some(feature)).then_some(rank)
    }

    /// What is under a place on the screen.
    #[must_use]
    pub fn pick(&self, at: eframe::egui::Pos2) -> Picking {
        self.document.scene.pick(
            self.view.to_mercator(at),
            self.view.camera().zoom,
            |feature| self.visible_rank(feature),
        )
    }

    /// What the article is about: everything visible but those who only act in it.
    #[must_use]
    pub fn article_bounds(&self) -> Option<Rect> {
        let features = &self.document.project.features;
        self.document
            .scene
            .bounds_of(|index| {
                features[index].role != Some(Role::Actor) && self.visible_rank(index).is_some()
            })
            .or_else(|| self.all_bounds())
    }

    /// Everything that has a place, whether its layer is shown or not.
    #[must_use]
    pub fn all_bounds(&self) -> Option<Rect> {
        self.document.scene.bounds_of(|_| true)
    }

    /// Look at what the article is about, at once.
    pub fn frame_article(&mut self) {
        if let Some(bounds) = self.article_bounds() {
            let camera = self.view.frame(bounds, ROOM, CLOSE);
            self.view.set(camera);
        }
    }

    /// Ease to a rectangle.
    pub fn go_to(&mut self, bounds: Rect) {
        let camera = self
            .view
            .frame(bounds, ROOM, CLOSE.max(self.view.camera().zoom));
        self.view.go(camera);
    }

    /// Bring a feature into view; nothing moves when it already is.
    pub fn reveal(&mut self, feature: usize) {
        if let Some(item) = self.document.scene.item_of(feature) {
            let bounds = item.frame;
            self.view.reveal(bounds, ROOM);
        }
    }

    #[must_use]
    pub fn bounds_of_layer(&self, index: usize) -> Option<Rect> {
        let project = &self.document.project;
        let id = &project.layers.get(index)?.id;
        self.document
            .scene
            .bounds_of(|feature| project.features[feature].layer == *id)
    }
}

/// The name in another script or spelling, when there is one worth showing beside the first.
#[must_use]
pub fn second_name(feature: &Feature) -> Option<&str> {
    feature
        .names
        .values()
        .find(|name| **name != feature.name)
        .map(String::as_str)
}

/// Where a feature is, for coordinates: its point, its centre, or the middle of its extent.
#[must_use]
pub fn place_of(document: &Document, feature: usize) -> Option<Coord> {
    let item = document.scene.item_of(feature)?;
    let at = item
        .center
        .or_else(|| item.points.first().copied())
        .unwrap_or_else(|| item.bounds.center());
    Some(crate::scene::mercator::unproject(at))
}
