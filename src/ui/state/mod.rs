//! What the window shows: the document, what is selected, and where the map looks. Panels read
//! it; only [`super::App`] changes it.

pub mod action;
pub mod camera;
pub mod drafts;
pub mod file_names;
mod framing;

use std::path::PathBuf;

use geo::Coord;

use super::{
    map::drawing_tools::Drawing,
    state::{
        action::{Picker, Tab},
        camera::View,
        drafts::Drafts,
    },
};
pub use crate::document::{Document, Stop};
use crate::{
    formats::Format,
    gazetteer::PlaceId,
    progress::Doing,
    project::{Edit, feature::Feature, mentions::Subject, reanchor::Report},
    scene::{Picking, Reach},
    settings::Settings,
    text::{Article, Span},
};

/// A line about what just happened, or went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    pub trouble: bool,
}

impl Notice {
    /// What just happened.
    pub fn of(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            trouble: false,
        }
    }
}

/// What is being done behind the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Busy {
    pub doing: Doing,
    /// What is being written cannot be cancelled.
    pub can_cancel: bool,
}

/// What is asked before going on.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// There are changes that would be lost.
    Unsaved(Then),
    /// The file was changed by another program.
    Conflict(PathBuf),
}

/// What comes after a question about changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Then {
    Close,
    Open(crate::open::article::Source),
}

/// Which page lies over the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    About,
    Open,
    Finder,
    Help,
    SaveAs,
    Export(Format),
    /// What became of the quotes in a new text.
    Report,
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
    /// The words the article scrolls to in its next frame.
    pub scroll_to: Option<Span>,
    /// The mention whose quote the inspector scrolls to in its next frame.
    pub quote_to: Option<usize>,
    pub picker: Option<Picker>,
    pub notice: Option<Notice>,
    /// What went wrong and stays to be read until it is dismissed.
    pub troubles: Vec<String>,
    /// What is being done behind the window.
    pub busy: Option<Busy>,
    pub question: Option<Question>,
    pub report: Option<Report>,
    /// The place chosen for the selected suggestion; without a choice it is the first.
    pub choice: Option<PlaceId>,
    /// Whether going on follows the review list rather than the text.
    pub by_list: bool,
    /// Words that are selected in the article, to be given a place.
    pub words: Option<Span>,
    /// Words that were looked for in the article, lit up until something else is done there.
    pub found: Option<Span>,
    /// Whether the other places that the selected feature may stand for are listed.
    pub others: bool,
    /// What is being drawn on the map.
    pub drawing: Option<Drawing>,
    pub tab: Tab,
    /// What stands above the inspector: layers, or the review.
    pub upper: Tab,
    /// What a very small window shows instead of the map.
    pub tiny: Option<Tab>,
    pub page: Option<Page>,
    /// What was entered on pages and not used yet.
    pub drafts: Drafts,
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
            troubles: Vec::new(),
            busy: None,
            question: None,
            report: None,
            choice: None,
            by_list: false,
            words: None,
            found: None,
            others: false,
            drawing: None,
            tab: Tab::default(),
            upper: Tab::Layers,
            tiny: None,
            page: None,
            drafts: Drafts::default(),
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

    #[must_use]
    pub const fn selected_suggestion(&self) -> Option<usize> {
        match self.selected {
            Some(Subject::Suggestion(index)) => Some(index),
            _ => None,
        }
    }

    /// The place that accepting a suggestion puts on the map: the one that was chosen for it
    /// while it is selected, else the one it stands for.
    #[must_use]
    pub fn choice_for(&self, index: usize) -> Option<PlaceId> {
        let chosen = self
            .choice
            .filter(|_| self.selected_suggestion() == Some(index));
        chosen.or_else(|| {
            let suggestion = self.document.suggestions.get(index)?;
            self.document.standings.place_of(suggestion)
        })
    }

    /// Carry an edit out under a name, with the selection kept where that is still there. What
    /// does not fit is told.
    pub fn edit(&mut self, name: impl Into<String>, gesture: Option<&str>, edit: Edit) -> bool {
        let kept = self.keep();
        let name = name.into();
        let result = self.document.edit(&name, gesture, edit);
        self.find_again(kept);
        match result {
            Ok(followed) => {
                self.notice =
                    following(followed).map(|what| Notice::of(format!("Done: {name}; {what}")));
                true
            }
            Err(error) => {
                self.troubles.push(error.to_string());
                false
            }
        }
    }

    /// Undo, or redo, the last step.
    pub fn step_history(&mut self, back: bool) {
        let kept = self.keep();
        let result = if back {
            self.document.undo()
        } else {
            self.document.redo()
        };
        self.find_again(kept);
        match result {
            Ok(Some(name)) => {
                let what = if back { "Undone" } else { "Done again" };
                self.notice = Some(Notice::of(format!("{what}: {name}")));
            }
            Ok(None) => {}
            Err(error) => self.troubles.push(error.to_string()),
        }
    }

    fn keep(&self) -> Before {
        let mentions = self.document.mentions.list();
        let mention = self.mention.and_then(|index| mentions.get(index));
        Before {
            subject: self
                .selected
                .and_then(|subject| self.document.keep(subject)),
            mention: mention.map(|mention| mention.span),
            text: self.text().map(str::to_owned),
        }
    }

    /// The hash of the article's text, if there is an article.
    fn text(&self) -> Option<&str> {
        self.document.project.article.as_ref().map(Article::sha256)
    }

    fn find_again(&mut self, before: Before) {
        let subject = before.subject;
        self.selected = subject.and_then(|kept| self.document.find(&kept));
        let mut mentions = self.document.mentions.list().iter();
        let span = before.mention;
        self.mention = span.and_then(|span| mentions.position(|mention| mention.span == span));
        // Places in one text are nothing in another.
        if before.text.as_deref() != self.text() {
            self.words = None;
            self.found = None;
            self.drawing = None;
            self.report = None;
            if self.page == Some(Page::Report) {
                self.page = None;
            }
        }
        self.hover = None;
        self.picker = None;
        self.scroll_to = None;
        self.quote_to = None;
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

    /// Show another document in this window.
    pub fn show(&mut self, document: Document) {
        let rect = self.view.rect;
        let settings = self.settings.clone();
        let mut fresh = Self::new(document, settings);
        fresh.view.rect = rect;
        // What else the window shows stays as it was.
        fresh.tab = self.tab;
        fresh.tiny = self.tiny;
        fresh.drafts = std::mem::take(&mut self.drafts);
        fresh.drafts.forget_paths();
        *self = fresh;
    }
}

/// What is looked for again after an edit.
struct Before {
    subject: Option<crate::document::kept::Kept>,
    /// The words that were last gone to.
    mention: Option<Span>,
    /// The hash of the article's text.
    text: Option<String>,
}

/// What else a step has moved, in words; nothing where it moved nothing else.
fn following(shapes: usize) -> Option<String> {
    match shapes {
        0 => None,
        1 => Some("the shape measured from it follows".to_owned()),
        shapes => Some(format!("{shapes} shapes measured from it follow")),
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
    Some(crate::coordinates::mercator::unproject(at))
}

/// Whether two `mercator` places are the same to within a metre or so.
#[must_use]
pub fn close_by(a: Coord, b: Coord) -> bool {
    (a.x - b.x).abs() < 1e-8 && (a.y - b.y).abs() < 1e-8
}
