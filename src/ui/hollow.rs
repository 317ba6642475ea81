//! Where suggestions stand on the map: one hollow mark for each place, however often it is named.

use std::collections::BTreeMap;

use geo::Coord;

use super::document::Document;
use crate::{
    gazetteer::{Gazetteer, PlaceId},
    geoparse::{
        suggest::{self, Source},
        tie::Outcome,
    },
    measure,
    scene::mercator,
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
    /// For a circle: its outline; for a line between two places: its ends. `mercator`.
    pub ring: Vec<Coord>,
}

/// The marks of a document's suggestions.
#[must_use]
pub fn of(document: &Document) -> Vec<Hollow> {
    let Some(parsed) = &document.parsed else {
        return Vec::new();
    };
    let gazetteer = Gazetteer::bundled();
    let mut places: BTreeMap<PlaceId, Hollow> = BTreeMap::new();
    let mut rings = Vec::new();
    for (index, suggestion) in document.suggestions.iter().enumerate() {
        match suggestion.source {
            Source::Toponym(_) => {
                let Some(best) = suggest::candidates(parsed, suggestion).first() else {
                    continue;
                };
                let place = gazetteer.place(best.place);
                places.entry(best.place).or_insert_with(|| Hollow {
                    suggestion: index,
                    name: place.name.to_owned(),
                    wide: suggest::is_wide(place.kind),
                    at: mercator::project(place.lon_lat),
                    ring: Vec::new(),
                });
            }
            Source::Figure(figure) => {
                let outcome = parsed.figures.get(figure).map(|tied| &tied.outcome);
                let (at, outline) = match outcome {
                    Some(Outcome::Circle {
                        center, radius_m, ..
                    }) => (*center, ring(*center, *radius_m)),
                    Some(Outcome::Line { ends, .. }) => {
                        (ends[0], ends.map(mercator::project).to_vec())
                    }
                    _ => continue,
                };
                rings.push(Hollow {
                    suggestion: index,
                    name: document.words(suggestion).to_owned(),
                    wide: false,
                    at: mercator::project(at),
                    ring: outline,
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
