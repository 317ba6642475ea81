//! Everything a person can do in the window, as one value. Panels queue actions while they draw;
//! [`crate::ui::App`] applies them afterwards, in one place.

use std::path::PathBuf;

use eframe::egui::{Pos2, Vec2};
use geo::Coord;

use super::{Page, drafts::Field};
use crate::{
    formats::Format,
    gazetteer::PlaceId,
    open::article::Source,
    project::{mentions::Subject, reanchor::Holder},
    settings::{BasemapChoice, ThemeChoice},
    text::Span,
    ui::map::drawing_tools::{Drawing, Stroke},
};

#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Select a feature, a suggestion or an entry of what is not on the map, from the map or a list.
    Select(Option<Subject>),
    /// Select the subject of a mention, by its index, and bring it into view.
    SelectMention(usize),
    /// Select one of the features of a mention, chosen in the picker.
    SelectOfMention(usize, usize),
    /// Scroll the article to a mention without changing what is selected.
    ShowMention(usize),
    /// Under the pointer in this frame; without one of these nothing is.
    Hover(Subject),
    /// Go to the next (1) or the previous (-1) mention in reading order.
    StepMention(i32),

    SetLayerVisible(usize, bool),
    SetLayerOpacity(usize, f32),
    /// Move a layer from one place in the order to another.
    MoveLayer(usize, usize),
    /// Show only this layer, or all again when it already is the only one.
    SoloLayer(usize),
    ZoomToLayer(usize),
    ZoomToFeature(usize),
    /// Show or hide the layer of the selected feature.
    ToggleSelectedLayer,

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

    OpenPicker(Picker),
    ClosePicker,
    SetTheme(ThemeChoice),
    SetBasemap(BasemapChoice),
    RetryTiles,
    ToggleArticle,
    ToggleSide,
    SetTab(Tab),
    /// What stands above the inspector: layers, or the review.
    SetUpper(Tab),
    /// In a very small window: this instead of the map, or the map again.
    SetTiny(Option<Tab>),
    /// Open or close a page over the window.
    SetPage(Option<Page>),
    /// What now stands in a field of the page that is open.
    Enter(Field, String),
    /// Ease to a place (`lon_lat`).
    LookAt(Coord),
    Undo,
    Redo,
    /// A drag of a slider has ended.
    EndGesture,
    File(FileAction),
    Review(Review),
    /// Select words of the article, to be given a place.
    SelectWords(Option<Span>),
    /// Scroll the article to words that were found in it, and light them up.
    ShowWords(Span),
    Draw(Stroke),
    BeginDrawing(Drawing),
    /// Take a feature off the map.
    RemoveFeature(usize),
    /// Put a text on the clipboard; `what` tells the person what was copied.
    Copy {
        text: String,
        what: String,
    },
    OpenUrl(String),
    DismissNotice,
    /// Record the words that moved quotes are found at now.
    ConfirmQuotes(Holder),
    /// Put a trouble away, by its index.
    DismissTrouble(usize),
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
}

/// An answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Save,
    Discard,
    Elsewhere,
    Cancel,
}

/// What is done with suggestions. Those about one take the selected one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    /// Select one in the review list, so that the review goes on there.
    Select(usize),
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

/// A choice between features at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Picker {
    pub at: Pos2,
    pub features: Vec<usize>,
    /// The mention that was clicked, when it was words.
    pub mention: Option<usize>,
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

/// A place as people write it down, for copying.
#[must_use]
pub fn coordinates(lon_lat: Coord) -> [(&'static str, String); 3] {
    [
        ("decimal degrees", decimal(lon_lat)),
        ("degrees, minutes, seconds", dms(lon_lat)),
        ("geo: URI", format!("geo:{:.5},{:.5}", lon_lat.y, lon_lat.x)),
    ]
}

/// "48.2801° N 37.1771° E"
#[must_use]
pub fn decimal(lon_lat: Coord) -> String {
    let (north, east) = hemispheres(lon_lat);
    format!(
        "{:.4}° {north} {:.4}° {east}",
        lon_lat.y.abs(),
        lon_lat.x.abs()
    )
}

fn dms(lon_lat: Coord) -> String {
    let (north, east) = hemispheres(lon_lat);
    let parts = |degrees: f64| {
        // Round once, to tenths of a second, so that 59.97″ carries over.
        let tenths = (degrees.abs() * 36_000.0).round();
        let (whole, rest) = ((tenths / 36_000.0).floor(), tenths % 36_000.0);
        format!(
            "{whole}°{:02}′{:04.1}″",
            (rest / 600.0).floor(),
            rest % 600.0 / 10.0
        )
    };
    format!("{}{north} {}{east}", parts(lon_lat.y), parts(lon_lat.x))
}

fn hemispheres(lon_lat: Coord) -> (char, char) {
    (
        if lon_lat.y < 0.0 { 'S' } else { 'N' },
        if lon_lat.x < 0.0 { 'W' } else { 'E' },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_written_in_three_ways() {
        let [decimal, dms, uri] = coordinates(Coord {
            x: 37.177_06,
            y: 48.280_14,
        });
        assert_eq!(decimal.1, "48.2801° N 37.1771° E");
        assert_eq!(dms.1, "48°16′48.5″N 37°10′37.4″E");
        assert_eq!(uri.1, "geo:48.28014,37.17706");
    }

    #[test]
    fn seconds_carry_over_and_the_south_west_has_its_letters() {
        let [decimal, dms, _] = coordinates(Coord {
            x: -0.999_999_9,
            y: -33.5,
        });
        assert_eq!(decimal.1, "33.5000° S 1.0000° W");
        assert_eq!(dms.1, "33°30′00.0″S 1°00′00.0″W");
    }
}
