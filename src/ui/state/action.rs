//! Everything that can happen to the window's state, as one value: what a person does, and what comes back
//! from work behind the window. Panels queue actions while they draw; [`crate::ui::update`] carries them
//! out afterwards, in one place.

use std::path::PathBuf;

use egui::{Pos2, Rect, Vec2};

use super::{
    drafts::{Field, SearchFor},
    drawing::{Drawing, Stroke},
    outcome::Outcome,
    pages::Page,
    searches::FindTarget,
};
use crate::{
    coordinates::LonLat,
    formats::Format,
    gazetteer::PlaceId,
    open::article::Source,
    project::ids::{FeatureId, FindingId, Handle, LayerId},
    settings::{BasemapChoice, ThemeChoice},
    text::Span,
};

#[derive(Debug)]
pub enum Action {
    /// Select something, from the map or a list.
    Select(Option<Handle>),
    /// Select the first thing that words lead to, and bring both into view.
    SelectMention(Span),
    /// Select one of the things that words lead to, chosen in the picker.
    SelectOfMention(Span, Handle),
    /// Scroll the article to words without changing what is selected.
    ShowMention(Span),
    /// Under the pointer in this frame; without one of these nothing is.
    Hover(Handle),
    /// Go to the next or the previous words that lead somewhere, in reading order.
    Step {
        forward: bool,
    },

    Layer(LayerId, LayerAction),
    /// Show or hide the layer of the selected feature.
    ToggleSelectedLayer,
    ZoomToFeature(FeatureId),

    /// Show the list of what is not on the map.
    ShowUnmapped,
    /// Frame what the article is about, or everything that is visible.
    FitArticle,
    FitAll,
    /// Move the ground by so many points.
    Pan(Vec2),
    /// Zoom by so many levels about a place on the screen, or about the middle.
    Zoom {
        levels: f64,
        about: Option<Pos2>,
        ease: bool,
    },
    Back,
    Forward,
    /// Ease to a place.
    LookAt(LonLat),

    OpenPicker(Picker),
    ClosePicker,
    SetTheme(ThemeChoice),
    SetBasemap(BasemapChoice),
    RetryTiles,
    ToggleArticle,
    ToggleSide,
    SetTab(Tab),
    /// What stands above the inspector: layers, or the review.
    SetSideTab(Tab),
    /// In a very small window: this instead of the map, or the map again.
    SetNarrowTab(Option<Tab>),
    /// Open or close a page over the window.
    SetPage(Option<Page>),
    /// What now stands in a field.
    Enter(Field, String),
    Undo,
    Redo,
    /// A drag of a slider has ended.
    EndGesture,
    File(FileAction),
    Review(ReviewAction),
    /// Select words of the article, to be given a place.
    SelectWords(Option<Span>),
    /// Scroll the article to words that were found in it, and light them up.
    ShowWords(Span),
    /// Look for words in the article: open the field for them, or give it the focus.
    FindInArticle,
    /// Go to the next or the previous words that were found in the article.
    NextFound {
        forward: bool,
    },
    CloseArticleSearch,
    /// Look a name up in the gazetteer, and keep what is found for this.
    LookUp(SearchFor, String),
    /// Go where a find of the finder leads.
    Follow(FindTarget),
    BeginDrawing(Drawing),
    Draw(Stroke),
    /// Take a feature off the map.
    RemoveFeature(FeatureId),
    /// Put a text on the clipboard; `what` tells the person what was copied.
    Copy {
        text: String,
        what: String,
    },
    OpenUrl(String),
    DismissNotice,
    /// Record the words that moved quotes are found at now.
    ConfirmQuotes(Handle),
    /// Put a trouble away, by its place in the list of them.
    DismissTrouble(usize),
    /// What a panel has to know again in its next frame.
    Remember(Memory),
    /// Something has come back from behind the window.
    Outcome(Outcome),
}

/// What is done with a layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LayerAction {
    SetVisible(bool),
    SetOpacity(f32),
    /// Move it to a place in the order, 0 being the top.
    MoveTo(usize),
    /// Show only this layer, or all again when it already is the only one.
    Solo,
    ZoomTo,
}

/// What is done with files, and with work that goes on behind the window.
#[derive(Clone, Debug, PartialEq)]
pub enum FileAction {
    Open(Source),
    /// Let the system's file chooser ask for a file: for what page.
    Browse(Page),
    /// To the file it came from, or else ask for one.
    Save,
    SaveTo(PathBuf),
    /// Put this text in the place of the article’s.
    Replace(Source),
    ExportTo(Format, PathBuf),
    /// Look for places in the article.
    Search,
    Cancel,
    Answer(Answer),
    /// Restore what is in a journal.
    Restore(PathBuf),
    /// Throw away what is in a journal, after asking.
    AskToDiscard(PathBuf),
    /// The window is asked to close.
    Close,
}

/// An answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Save,
    Discard,
    Elsewhere,
    Cancel,
}

/// What is done in a review: with the selected suggestion or feature, with words, or with all that is sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewAction {
    /// Select one in the review list, so that the review goes on there.
    Select(FindingId),
    /// Mean this place by the selected one.
    Choose(PlaceId),
    Accept {
        alike: bool,
    },
    Dismiss {
        alike: bool,
    },
    /// List as not on the map.
    LeaveOut {
        alike: bool,
    },
    /// Give words of the article this place.
    PlaceWords(Span, PlaceId),
    /// Accept all that are sure, in one step.
    AcceptSure,
    /// List the other places that the selected feature may stand for, or no more.
    OfferOthers(bool),
    /// Let the selected feature stand for this place.
    Switch(PlaceId),
    /// The selected feature, which the program put on the map, is right as it is.
    Check,
}

/// What a panel has to know again in its next frame. It says nothing about the document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Memory {
    /// A frame begins at this time, in seconds.
    Frame(f64),
    /// The map has this place on the screen.
    MapRect(Rect),
    /// The window is so large, in points.
    WindowSize(Vec2),
    ArticleWidth(f32),
    SideWidth(f32),
    /// The article, or the inspector, shows what it was to show.
    ArticleRevealed,
    InspectorRevealed,
    /// A page has been shown, so its first field has the focus.
    PageShown,
    /// The field of the search in the article has the focus.
    SearchShown,
    /// What was found in the gazetteer is in sight.
    PlacesShown(SearchFor),
    /// The byte of the article at which a drag over its words began.
    WordsFrom(usize),
    /// The suggestion that the review list was last scrolled to.
    ReviewShows(Option<FindingId>),
    /// Show all quotes of this.
    AllQuotes(Handle),
    /// Show all candidates of this.
    AllCandidates(Handle),
    /// The row that is chosen in the finder.
    FinderRow(usize),
    /// When the pointer was pressed on the map, in seconds; `None` once that is over.
    PressedSince(Option<f64>),
    /// The place whose coordinates are offered.
    ContextPlace(LonLat),
}

/// A choice between features at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Picker {
    pub at: Pos2,
    pub features: Vec<FeatureId>,
    /// The mention that was clicked, when it was words.
    pub mention: Option<Span>,
}

/// What a narrow window shows beside the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Article,
    Layers,
    Review,
    Inspector,
}
