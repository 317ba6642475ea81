//! What the map looks at: what the article is about, what is selected, all there is.

use egui::epaint::MarginF32;
use geo::{Coord, Rect};

use super::{State, camera::View};
use crate::{
    coordinates::{Mercator, mercator},
    document::suggestion_marks::PointMark,
    gazetteer::Gazetteer,
    geoparse::ToponymKind,
    project::ids::{FeatureId, LayerId},
    scene::union,
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
        let suggested = || bounds_of(&self.likely_places());
        self.document
            .about()
            .or_else(|| self.all_bounds())
            .or_else(suggested)
    }

    /// Where suggestions are that are likely, on the map: names that fit several places may be anywhere.
    fn likely_places(&self) -> Vec<Mercator> {
        let Some(judged) = self.document.judged() else {
            return Vec::new();
        };
        let is_likely = |mark: &&PointMark| {
            let suggestion = mark.first().and_then(|id| judged.suggestion(id));
            suggestion.is_some_and(|suggestion| suggestion.certainty.is_likely())
        };
        let is_named = |mark: &&PointMark| {
            let toponym = mark.first().and_then(|id| judged.findings().toponym(id));
            toponym.is_some_and(|toponym| toponym.kind == ToponymKind::Place)
        };
        let likely = || self.document.marks().points().filter(is_likely);
        let spots = likely().filter(|mark| !mark.wide).filter(is_named);
        let spots = together(spots.map(|mark| mark.at).collect());
        if spots.is_empty() {
            let wide = likely().filter(|mark| mark.wide);
            return wide.map(|mark| mark.at).collect();
        }
        spots
    }

    /// Everything that has a place, whether its layer is shown or not.
    #[must_use]
    pub fn all_bounds(&self) -> Option<Rect> {
        let features = self.document.project().features().ids();
        self.document.scene().bounds_of(features)
    }

    /// The view of what the article is about and of what is selected, for a map in this place on the
    /// screen.
    #[must_use]
    pub fn view_of_article(&self, rect: egui::Rect) -> Option<View> {
        let selected = self.document.scene().bounds_of(self.selected_feature());
        let bounds = [self.article_bounds(), selected]
            .into_iter()
            .flatten()
            .reduce(union)?;
        let view = View {
            rect,
            ..*self.view()
        };
        let camera = view.frame(bounds, ROOM, CLOSE);
        Some(View { camera, ..view })
    }

    /// Look at what the article is about, and at what is selected, at once.
    pub fn frame_article(&mut self) {
        if let Some(view) = self.view_of_article(self.view().rect) {
            self.views.set(view.camera);
        }
    }

    /// Ease to a rectangle of the map.
    pub fn go_to(&mut self, bounds: Rect) {
        let zoom = self.view().camera.zoom;
        let camera = self.view().frame(bounds, ROOM, CLOSE.max(zoom));
        self.views.go(camera);
    }

    /// Bring a feature into view; nothing moves when it already is.
    pub fn reveal_feature(&mut self, id: FeatureId) {
        if let Some(item) = self.document.scene().item(id) {
            let view = self.views.destination();
            let in_sight = item.touches(view.bounds(), view.camera.zoom);
            self.views.reveal(item.frame, in_sight, ROOM);
        }
    }

    /// Bring the place meant by the selected suggestion into view.
    pub fn reveal_choice(&mut self) {
        let Some(id) = self.selected_finding() else {
            return;
        };
        let marks = self.document.marks();
        let bounds = match (self.choice_for(id), marks.shape(id), marks.point(id)) {
            (Some(place), ..) => {
                let place = Gazetteer::bundled().place(place);
                point(mercator::project(place.lon_lat.into()))
            }
            (None, Some(shape), _) => bounds_of(&shape.outline).unwrap_or_else(|| point(shape.at)),
            (None, None, Some(mark)) => point(mark.at),
            (None, None, None) => return,
        };
        self.views.reveal(bounds, false, ROOM);
    }

    /// What a layer shows, wherever it is, on the map.
    #[must_use]
    pub fn bounds_of_layer(&self, id: LayerId) -> Option<Rect> {
        let within = self.document.project().features_in(id);
        self.document.scene().bounds_of(within)
    }
}

/// The places without those that lie far from most of them: a story of one county may name a
/// town overseas.
fn together(mut places: Vec<Mercator>) -> Vec<Mercator> {
    let median = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    let middle = Mercator {
        x: median(&mut places.iter().map(|at| at.x).collect()),
        y: median(&mut places.iter().map(|at| at.y).collect()),
    };
    let far = |at: &Mercator| (at.x - middle.x).hypot(at.y - middle.y);
    let usual = median(&mut places.iter().map(far).collect());
    places.retain(|at| far(at) <= 4.0 * usual);
    places
}

/// The smallest rectangle about some places.
fn bounds_of(places: &[Mercator]) -> Option<Rect> {
    places.iter().map(|&at| point(at)).reduce(union)
}

fn point(at: Mercator) -> Rect {
    Rect::new(Coord::from(at), Coord::from(at))
}
