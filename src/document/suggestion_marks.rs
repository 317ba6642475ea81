//! Where suggestions stand on the map: one hollow mark for each place, however often it is named.

use std::collections::{BTreeMap, HashMap};

use geo::Coord;

use super::Document;
use crate::{
    coordinates::mercator,
    gazetteer::{Gazetteer, PlaceId},
    judge::{self, Drawn, Source, Standing},
    measure,
    text::Span,
};

/// How many sides a suggested circle has.
const SIDES: u16 = 72;

/// A mark that nobody has accepted yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Hollow {
    /// The first suggestion it stands for.
    pub suggestion: usize,
    pub name: String,
    /// Whether it is a country, a sea or another wide place rather than a spot.
    pub wide: bool,
    /// `mercator`.
    pub at: Coord,
    /// The feature that is on the map for the same record, by its index: accepting the suggestion
    /// gives it more words, and its name stands there already.
    pub known: Option<usize>,
    /// For a circle: its outline; for a line between two places: its ends. `mercator`.
    pub ring: Vec<Coord>,
    /// For a circle or a line: what it is measured from.
    pub measured: Option<MeasuredFrom>,
}

/// What a suggested shape is measured from: the words of toponyms, where the text has them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MeasuredFrom {
    Circle {
        about: Option<Span>,
        radius_m: f64,
    },
    /// The ends of a line, in the order of its `ring`.
    Line([Option<Span>; 2]),
}

impl Hollow {
    /// The outline (`mercator`) as it would be if toponyms stood where `place` (`lon_lat`) says of
    /// them; nothing where it says nothing of any that this shape is measured from.
    #[must_use]
    pub fn outline_with(&self, place: impl Fn(Span) -> Option<Coord>) -> Option<Vec<Coord>> {
        match self.measured? {
            MeasuredFrom::Circle { about, radius_m } => Some(ring(place(about?)?, radius_m)),
            MeasuredFrom::Line(ends) => {
                let moved = ends.map(|end| end.and_then(&place).map(mercator::project));
                let both = self.ring.iter().zip(moved);
                moved
                    .iter()
                    .any(Option::is_some)
                    .then(|| both.map(|(&at, moved)| moved.unwrap_or(at)).collect())
            }
        }
    }
}

/// The marks of a document's suggestions. The outlines of circles that were there `before` are
/// taken over: computing thousands of them takes a moment.
#[must_use]
pub fn of(document: &Document, before: Vec<Hollow>) -> Vec<Hollow> {
    let Some(parsed) = &document.parsed else {
        return Vec::new();
    };
    let gazetteer = Gazetteer::bundled();
    let mut places: BTreeMap<PlaceId, Hollow> = BTreeMap::new();
    let mut rings = Vec::new();
    let key = |at: Coord, radius_m: f64| [at.x.to_bits(), at.y.to_bits(), radius_m.to_bits()];
    let mut outlines: HashMap<[u64; 3], Vec<Coord>> = before
        .into_iter()
        .filter_map(|hollow| match hollow.measured? {
            MeasuredFrom::Circle { radius_m, .. } => Some((key(hollow.at, radius_m), hollow.ring)),
            MeasuredFrom::Line(_) => None,
        })
        .collect();
    for (index, suggestion) in document.suggestions.iter().enumerate() {
        match suggestion.source {
            Source::Toponym(toponym) => {
                let Some(Standing::Open {
                    place: Some(id),
                    known,
                }) = document.standings.get(toponym)
                else {
                    continue;
                };
                let place = gazetteer.place(id);
                // A mark that was moved by hand is where the record is meant to be.
                let moved = known.and_then(|feature| document.scene.item_of(feature));
                let moved = moved.and_then(|item| item.points.first().copied());
                places.entry(id).or_insert_with(|| Hollow {
                    suggestion: index,
                    name: place.name.to_owned(),
                    wide: judge::is_wide(place.kind),
                    at: moved.unwrap_or_else(|| mercator::project(place.lon_lat)),
                    known,
                    ring: Vec::new(),
                    measured: None,
                });
            }
            Source::Figure(figure) => {
                let Some(tied) = parsed.figures.get(figure) else {
                    continue;
                };
                let drawn = document.standings.drawn(&document.project, tied);
                let (at, outline, measured) = match drawn {
                    Drawn::Circle { site, radius_m } => {
                        let at = mercator::project(site.lon_lat);
                        let known = outlines.remove(&key(at, radius_m));
                        let outline = known.unwrap_or_else(|| ring(site.lon_lat, radius_m));
                        let about = tied.about;
                        (at, outline, MeasuredFrom::Circle { about, radius_m })
                    }
                    Drawn::Line(ends) => {
                        let ends = ends.map(|site| mercator::project(site.lon_lat));
                        (
                            ends[0],
                            ends.to_vec(),
                            MeasuredFrom::Line([tied.about, tied.to]),
                        )
                    }
                    Drawn::OfPlace(_) | Drawn::Nowhere(_) => continue,
                };
                rings.push(Hollow {
                    suggestion: index,
                    name: document.words(suggestion).to_owned(),
                    wide: false,
                    at,
                    known: None,
                    ring: outline,
                    measured: Some(measured),
                });
            }
        }
    }
    rings.extend(places.into_values());
    rings
}

/// The outline of a circle (`center` in degrees, `lon_lat`) on the map, `mercator`.
#[must_use]
pub fn ring(center: Coord, radius_m: f64) -> Vec<Coord> {
    let circle = measure::circle(center, radius_m, SIDES);
    let ring = circle.exterior().coords();
    ring.map(|&lon_lat| mercator::project(lon_lat)).collect()
}
