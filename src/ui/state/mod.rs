//! What the window shows: the document, what is selected, and where the map looks. Panels read it; only
//! [`super::update`] changes it.

pub mod action;
pub mod camera;
pub mod command;
mod command_use;
pub mod drafts;
pub mod drawing;
mod file_names;
mod framing;
pub mod outcome;
mod pages;
pub mod searches;

pub use file_names::HOME;
pub use pages::{Notice, Page, Question, Then};

use egui::Pos2;

use self::{
    action::{Picker, Tab},
    camera::{View, Views},
    drafts::Drafts,
    drawing::Drawing,
    outcome::Busy,
    searches::{ArticleSearch, Finder, PlaceSearches},
};
use crate::{
    coordinates::LonLat,
    document::{Document, give_look, journal::recover::Abandoned},
    gazetteer::PlaceId,
    project::{
        feature::Feature,
        ids::{FeatureId, FindingId, Handle, LayerId},
        reanchor::Report,
    },
    scene::{Picking, Reach},
    settings::{BasemapChoice, Settings},
    text::Span,
};

/// Everything the panels read.
#[derive(Debug)]
pub struct State {
    pub document: Document,
    pub settings: Settings,
    /// Which map lies over the bundled one, for this run or for good.
    pub basemap: BasemapChoice,
    pub views: Views,
    pub selected: Option<Handle>,
    /// The mention that was last gone to.
    pub last_mention: Option<Span>,
    pub hover: Option<Handle>,
    pub reveal: Reveal,
    pub picker: Option<Picker>,
    pub notice: Option<Notice>,
    /// What went wrong and stays to be read until it is dismissed.
    pub troubles: Vec<String>,
    /// What is being done behind the window.
    pub busy: Option<Busy>,
    pub question: Option<Question>,
    /// What windows left unsaved that are gone, the latest first.
    pub abandoned: Vec<Abandoned>,
    /// The processes of other windows that show the same file.
    pub also_shown_by: Vec<u32>,
    pub report: Option<Report>,
    /// The place chosen for the selected suggestion; without a choice it is the first.
    pub chosen_place: Option<PlaceId>,
    /// Whether going on follows the review list rather than the text.
    pub stepping_in_review: bool,
    /// Words that are selected in the article, to be given a place.
    pub selected_words: Option<Span>,
    /// Words that were looked for in the article, lit up until something else is done there.
    pub found_words: Option<Span>,
    /// Whether the other places that the selected feature may stand for are listed.
    pub offers_other_places: bool,
    /// What is being drawn on the map.
    pub drawing: Option<Drawing>,
    pub tab: Tab,
    /// What stands above the inspector: layers, or the review.
    pub side_tab: Tab,
    /// What a very small window shows instead of the map.
    pub narrow_tab: Option<Tab>,
    pub page: Option<Page>,
    /// What was entered on pages and not used yet.
    pub drafts: Drafts,
    pub finder: Finder,
    pub place_searches: PlaceSearches,
    pub article_search: Option<ArticleSearch>,
    /// The layer that Space hid or showed last.
    pub space_layer: Option<LayerId>,
    /// The first frame with a known size frames the article.
    pub frame_at_start: bool,
    pub panels: PanelMemory,
}

/// What is still to be brought into sight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reveal {
    /// Words, in the article.
    pub article: Option<Span>,
    /// The quote of these words, in the inspector.
    pub inspector: Option<Span>,
}

/// What panels have to know again in their next frame. It says nothing about the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PanelMemory {
    /// The byte of the article at which a drag over its words began.
    pub words_from: Option<usize>,
    /// The suggestion that the review list was last scrolled to.
    pub review_shows: Option<FindingId>,
    /// All quotes of this are shown.
    pub all_quotes: Option<Handle>,
    /// All candidates of this are shown.
    pub all_candidates: Option<Handle>,
    /// When the pointer was pressed on the map, in seconds.
    pub pressed_since: Option<f64>,
    /// The place whose coordinates are offered.
    pub context_place: Option<LonLat>,
    /// The page that is open was not shown yet.
    pub page_is_new: bool,
    /// The search in the article was just asked for.
    pub search_is_new: bool,
}

impl State {
    #[must_use]
    pub fn new(mut document: Document, settings: Settings) -> Self {
        // One that was restored is as it was left.
        let is_fresh = document.history().is_empty();
        let look = settings.look(&document.ground().key);
        if let Some(look) = look.filter(|_| is_fresh) {
            let edit = give_look(document.project(), look);
            document.apply_without_history(edit);
        }
        Self {
            document,
            basemap: settings.basemap.clone(),
            settings,
            views: Views::new(),
            selected: None,
            last_mention: None,
            hover: None,
            reveal: Reveal::default(),
            picker: None,
            notice: None,
            troubles: Vec::new(),
            busy: None,
            question: None,
            abandoned: Vec::new(),
            also_shown_by: Vec::new(),
            report: None,
            chosen_place: None,
            stepping_in_review: false,
            selected_words: None,
            found_words: None,
            offers_other_places: false,
            drawing: None,
            tab: Tab::default(),
            side_tab: Tab::Layers,
            narrow_tab: None,
            page: None,
            drafts: Drafts::default(),
            finder: Finder::default(),
            place_searches: PlaceSearches::default(),
            article_search: None,
            space_layer: None,
            frame_at_start: true,
            panels: PanelMemory::default(),
        }
    }

    #[must_use]
    pub const fn view(&self) -> &View {
        self.views.view()
    }

    #[must_use]
    pub fn selected_feature(&self) -> Option<FeatureId> {
        self.selected.and_then(Handle::feature)
    }

    /// The selected suggestion.
    #[must_use]
    pub fn selected_finding(&self) -> Option<FindingId> {
        self.selected.and_then(Handle::finding)
    }

    /// The place that accepting a suggestion puts on the map: the one that was chosen for it
    /// while it is selected, else the one it stands for.
    #[must_use]
    pub fn choice_for(&self, id: FindingId) -> Option<PlaceId> {
        let chosen = self
            .chosen_place
            .filter(|_| self.selected_finding() == Some(id));
        chosen.or_else(|| self.document.judged()?.place_of(id))
    }

    /// The rank of a feature's layer from the top, or `None` when it is not shown.
    #[must_use]
    pub fn visible_rank(&self, id: FeatureId) -> Option<usize> {
        let project = self.document.project();
        let layer = project.feature(id)?.layer;
        // What is selected is shown even when its layer is not.
        let shown = project.layers().shows(layer) || self.selected_feature() == Some(id);
        project.layers().rank(layer).filter(|_| shown)
    }

    /// What is under a place on the screen.
    #[must_use]
    pub fn pick(&self, at: Pos2) -> Picking {
        self.pick_by(at, Reach::Drawn)
    }

    /// Everything at a place on the screen, marks that stand aside of it for want of room included.
    #[must_use]
    pub fn pick_all(&self, at: Pos2) -> Picking {
        self.pick_by(at, Reach::DrawnOrMeant)
    }

    fn pick_by(&self, at: Pos2, reach: Reach) -> Picking {
        let zoom = self.view().camera.zoom;
        let at = self.view().to_mercator(at);
        let rank_of = |feature| self.visible_rank(feature);
        self.document.scene().pick(at, zoom, reach, rank_of)
    }

    /// What a handle leads to is called, in a few words.
    #[must_use]
    pub fn name_of(&self, handle: Handle) -> &str {
        let project = self.document.project();
        let name = match handle {
            Handle::Feature(id) => project.feature(id).map(|feature| feature.name.as_str()),
            Handle::Layer(id) => project.layer(id).map(|layer| layer.name.as_str()),
            Handle::Finding(id) => Some(self.document.words(id.span)),
            Handle::Unmapped(id) => {
                let entry = project.unmapped().get(id);
                entry.map(|entry| entry.evidence.quote.exact.as_str())
            }
            Handle::Dismissal(id) => {
                let entry = project.dismissed().get(id);
                entry.map(|entry| entry.evidence.quote.exact.as_str())
            }
        };
        name.unwrap_or_default()
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
