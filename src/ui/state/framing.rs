//! What the map looks at: what the article is about, what is selected, all there is.

use eframe::egui::epaint::MarginF32;
use geo::{Coord, Rect};

use super::State;
use crate::{
    coordinates::mercator, document::suggestion_marks::Hollow, gazetteer::Gazetteer,
    geoparse::ToponymKind, judge, scene::union,
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

impl State {
    /// What the article is about, or all there is.
    #[must_use]
    pub fn article_bounds(&self) -> Option<Rect> {
        let hollows = || bounds_of(&self.likely_places());
        self.document
            .about
            .or_else(|| self.all_bounds())
            .or_else(hollows)
    }

    /// Where suggestions are that are sure, `mercator`: names in doubt may be anywhere.
    fn likely_places(&self) -> Vec<Coord> {
        let document = &self.document;
        let sure = |wide: bool| {
            document.hollows.iter().filter(move |hollow| {
                hollow.wide == wide
                    && hollow.ring.is_empty()
                    && document.suggestions[hollow.suggestion].certainty.is_sure()
            })
        };
        let meant = |hollow: &&Hollow| {
            let suggestion = &document.suggestions[hollow.suggestion];
            let parsed = document.parsed.as_deref();
            parsed
                .and_then(|parsed| judge::toponym_of(parsed, suggestion))
                .is_some_and(|toponym| toponym.kind == ToponymKind::Place)
        };
        let spots: Vec<Coord> = sure(false).filter(meant).map(|hollow| hollow.at).collect();
        let spots = together(spots);
        if spots.is_empty() {
            return sure(true).map(|hollow| hollow.at).collect();
        }
        spots
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

    /// Bring the place meant by the selected suggestion into view.
    pub fn reveal_choice(&mut self) {
        let Some(index) = self.selected_suggestion() else {
            return;
        };
        let hollow = self.document.hollows.iter();
        let mut hollow = hollow.filter(|hollow| hollow.suggestion == index);
        let bounds = match (self.choice_for(index), hollow.next()) {
            (Some(place), _) => {
                let place = Gazetteer::bundled().place(place);
                let at = mercator::project(place.lon_lat);
                Rect::new(at, at)
            }
            (None, Some(hollow)) => {
                bounds_of(&hollow.ring).unwrap_or(Rect::new(hollow.at, hollow.at))
            }
            (None, None) => return,
        };
        self.view.reveal(bounds, false, ROOM);
    }

    /// What a layer shows, wherever it is, `mercator`.
    #[must_use]
    pub fn bounds_of_layer(&self, index: usize) -> Option<Rect> {
        let project = &self.document.project;
        let id = &project.layers.get(index)?.id;
        self.document
            .scene
            .bounds_of(|feature| project.features[feature].layer == *id)
    }
}

/// The places without those that lie far from most of them: a story of one county may name a
/// town overseas. `mercator`.
fn together(mut places: Vec<Coord>) -> Vec<Coord> {
    let median = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    let middle = Coord {
        x: median(&mut places.iter().map(|at| at.x).collect()),
        y: median(&mut places.iter().map(|at| at.y).collect()),
    };
    let far = |at: &Coord| (at.x - middle.x).hypot(at.y - middle.y);
    let usual = median(&mut places.iter().map(far).collect());
    places.retain(|at| far(at) <= 4.0 * usual);
    places
}

/// The smallest rectangle about some places, `mercator`.
fn bounds_of(places: &[Coord]) -> Option<Rect> {
    places.iter().map(|&at| Rect::new(at, at)).reduce(union)
}
