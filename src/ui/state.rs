//! What the window shows: the document, what is selected, and where the map looks. Panels read
//! it; only [`super::App`] changes it.

use std::{collections::BTreeMap, path::Path};

use eframe::egui::epaint::MarginF32;
use geo::{Coord, Rect};

use super::{
    action::{Picker, Tab},
    view::View,
};
use crate::{
    evidence::Role,
    feature::{Feature, Layer},
    formats::geojson::Opened,
    measure::{self, Measured},
    mentions::{Coverage, Mentions, Subject},
    project::Project,
    scene::{Picking, Reach, Scene, union},
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
    /// What the article is about (`mercator`): everything its file shows but those who only act.
    /// It stays the same whatever is hidden or shown later.
    pub about: Option<Rect>,
    /// By the id of a layer: how many features it has.
    pub counts: BTreeMap<String, usize>,
    /// What its look is remembered under.
    pub key: String,
}

impl Document {
    #[must_use]
    pub fn new(opened: Opened, path: Option<&Path>) -> Self {
        let project = opened.project;
        let mentions = Mentions::of(&project);
        let mut counts = BTreeMap::new();
        for feature in &project.features {
            *counts.entry(feature.layer.clone()).or_default() += 1;
        }
        let scene = Scene::prepare(&project);
        let shown = |feature: &Feature| {
            let layer = project.layer(&feature.layer);
            feature.role != Some(Role::Actor) && layer.is_some_and(Layer::is_shown)
        };
        Self {
            coverage: mentions.coverage(&project),
            about: scene.bounds_of(|index| shown(&project.features[index])),
            scene,
            measured: project.features.iter().map(measure::measure).collect(),
            key: document_key(&project, path),
            counts,
            mentions,
            diagnostics: opened.diagnostics,
            project,
        }
    }
}

impl Document {
    /// One sentence about what the file lost on the way, if it did.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        let unread = self.project.unread.len();
        let lost = self.mentions.lost;
        let what = match (unread, lost) {
            (0, 0) => return None,
            (0, 1) => "One quote was not found in the article".to_owned(),
            (0, lost) => format!("{lost} quotes were not found in the article"),
            (1, _) => "One feature could not be read".to_owned(),
            (unread, _) => format!("{unread} features could not be read"),
        };
        Some(format!("{what}; “dateline validate” says where and why."))
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
    /// The mention whose quote the inspector scrolls to in its next frame.
    pub quote_to: Option<usize>,
    pub picker: Option<Picker>,
    pub notice: Option<Notice>,
    pub tab: Tab,
    /// What a very small window shows instead of the map.
    pub tiny: Option<Tab>,
    pub about_open: bool,
    /// The id of the layer that Space hid or showed last.
    pub space_layer: Option<String>,
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
            quote_to: None,
            picker: None,
            notice: None,
            tab: Tab::default(),
            tiny: None,
            about_open: false,
            space_layer: None,
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
        // What is selected is shown even when its layer is not.
        (layer.is_shown() || self.selected_feature() == Some(feature)).then_some(rank)
    }

    /// What is under a place on the screen.
    #[must_use]
    pub fn pick(&self, at: eframe::egui::Pos2) -> Picking {
        self.pick_by(at, Reach::Drawn)
    }

    /// Everything at a place on the screen, marks that stand aside of it for want of room included.
    #[must_use]
    pub fn pick_all(&self, at: eframe::egui::Pos2) -> Picking {
        self.pick_by(at, Reach::DrawnOrMeant)
    }

    fn pick_by(&self, at: eframe::egui::Pos2, reach: Reach) -> Picking {
        let zoom = self.view.camera().zoom;
        let at = self.view.to_mercator(at);
        let rank_of = |feature| self.visible_rank(feature);
        self.document.scene.pick(at, zoom, reach, rank_of)
    }

    /// What the article is about, or all there is.
    #[must_use]
    pub fn article_bounds(&self) -> Option<Rect> {
        self.document.about.or_else(|| self.all_bounds())
    }

    /// Everything that has a place, whether its layer is shown or not.
    #[must_use]
    pub fn all_bounds(&self) -> Option<Rect> {
        self.document.scene.bounds_of(|_| true)
    }

    /// Look at what the article is about, and at what is selected, at once.
    pub fn frame_article(&mut self) {
        let selected = self
            .document
            .scene
            .bounds_of(|index| self.selected_feature() == Some(index));
        let bounds = [self.article_bounds(), selected]
            .into_iter()
            .flatten()
            .reduce(union);
        if let Some(bounds) = bounds {
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
            let in_sight =
                item.touches(self.view.destination_bounds(), self.view.destination().zoom);
            let bounds = item.frame;
            self.view.reveal(bounds, in_sight, ROOM);
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

/// Where a feature is, for coordinates: its point, its centre, or a place within it.
#[must_use]
pub fn place_of(document: &Document, feature: usize) -> Option<Coord> {
    let item = document.scene.item_of(feature)?;
    let at = item
        .center
        .or_else(|| item.points.first().copied())
        .unwrap_or(item.label_at);
    Some(crate::scene::mercator::unproject(at))
}

/// Whether two `mercator` places are the same to within a metre or so.
#[must_use]
pub fn close_by(a: Coord, b: Coord) -> bool {
    (a.x - b.x).abs() < 1e-8 && (a.y - b.y).abs() < 1e-8
}
