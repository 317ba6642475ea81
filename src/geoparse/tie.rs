//! Ties figures to the places they speak of: "within 10 kilometers of the city's edge" becomes a
//! circle about the city. What cannot be placed says why.

use geo::Coord;

use super::{
    Toponym, ToponymKind,
    quantity::{Link, Quantity},
    references::Reference,
};
use crate::{
    article::Span,
    feature::Dimension,
    gazetteer::{Gazetteer, PlaceId, PlaceKind},
};

/// A figure with what it means for the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Tied {
    pub quantity: Quantity,
    /// The toponym it speaks of, by its index: what a distance is measured from, and the first of two that it is
    /// measured between.
    pub about: Option<usize>,
    /// What lies at that distance, or the other of the two.
    pub to: Option<usize>,
    pub outcome: Outcome,
}

/// What a figure is on the map.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Everything that is no farther than this from the place; `center` in degrees, `lon_lat`.
    Circle {
        place: PlaceId,
        center: Coord,
        radius_m: f64,
    },
    /// The straight line between two places; `ends` in degrees, `lon_lat`.
    Line {
        places: [PlaceId; 2],
        ends: [Coord; 2],
    },
    /// A figure about a place that has its own mark: a population, an area.
    OfPlace(PlaceId),
    /// Nothing that can be drawn, and why, in a sentence.
    Unplaced(String),
}

/// Tie each figure to the toponyms of the same text.
#[must_use]
pub fn tie(
    gazetteer: &Gazetteer,
    quantities: Vec<Quantity>,
    toponyms: &[Toponym],
    references: &[Reference],
) -> Vec<Tied> {
    let named = |words: Span| place_in(words, toponyms, references);
    quantities
        .into_iter()
        .map(|quantity| {
            let [about, to] = targets(&quantity.link).map(|words| words.and_then(named));
            let toponym = |index: Option<usize>| index.map(|index| &toponyms[index]);
            let outcome = outcome(gazetteer, &quantity, toponym(about), toponym(to));
            Tied {
                quantity,
                about,
                to,
                outcome,
            }
        })
        .collect()
}

/// What a figure speaks of, and for a distance between two things the other.
const fn targets(link: &Link) -> [Option<Span>; 2] {
    match link {
        Link::AwayFrom {
            target, subject, ..
        } => [Some(*target), *subject],
        Link::Into { target } | Link::Of { target } | Link::In { target } => [Some(*target), None],
        Link::Aside { subject } => [Some(*subject), None],
        Link::Between { from, to } => [Some(*from), Some(*to)],
        Link::Toward(_) | Link::Unstated => [None, None],
    }
}

/// The toponym that the words at `target` name, or refer back to.
fn place_in(target: Span, toponyms: &[Toponym], references: &[Reference]) -> Option<usize> {
    let from = toponyms.partition_point(|toponym| toponym.span.end <= target.start);
    let named = (from..)
        .zip(&toponyms[from..])
        .take_while(|(_, toponym)| toponym.span.start < target.end)
        .find(|(_, toponym)| toponym.kind != ToponymKind::Facility)
        .map(|(index, _)| index);
    named.or_else(|| {
        // "the city’s edge"
        let from = references.partition_point(|reference| reference.span.end <= target.start);
        let reference = references.get(from)?;
        target.overlaps(reference.span).then_some(reference.toponym)
    })
}

fn outcome(
    gazetteer: &Gazetteer,
    quantity: &Quantity,
    about: Option<&Toponym>,
    to: Option<&Toponym>,
) -> Outcome {
    let unplaced = |reason: &str| Outcome::Unplaced(reason.to_owned());
    if quantity.dimension() == Dimension::Speed {
        return unplaced("A speed has no place of its own.");
    }
    let Some((_, most)) = quantity.value.values() else {
        return unplaced("The text gives a unit without a number.");
    };
    let Some(best) = about.and_then(Toponym::best) else {
        return unplaced(match quantity.link {
            Link::Toward(_) => "The text gives a direction, and not from where.",
            Link::Unstated => match quantity.dimension() {
                Dimension::Length => "The text does not say where it is measured from.",
                Dimension::Area => "The text does not say what it is the area of.",
                Dimension::Count | Dimension::Speed => "The text does not say whose it is.",
            },
            _ if quantity.dimension() == Dimension::Length => {
                "The words it is measured from name no place on the map."
            }
            _ => "The words it is said of name no place on the map.",
        });
    };
    let place = gazetteer.place(best.place);
    let from_area = "It is measured from the border of an area, which has no single point.";
    match (&quantity.link, quantity.dimension()) {
        (Link::AwayFrom { .. }, Dimension::Length) if is_area(place.kind) => unplaced(from_area),
        (Link::AwayFrom { .. }, Dimension::Length) => to
            .filter(|to| to.kind == ToponymKind::Place)
            .and_then(Toponym::best)
            .and_then(|to| line(gazetteer, best.place, to.place))
            .unwrap_or(Outcome::Circle {
                place: best.place,
                center: place.lon_lat,
                radius_m: most,
            }),
        (Link::Between { .. }, Dimension::Length) => match to.and_then(Toponym::best) {
            None => unplaced("One of the two it is measured between names no place on the map."),
            Some(to) if to.place == best.place => unplaced("Both ends are the same place."),
            Some(to) => line(gazetteer, best.place, to.place).unwrap_or(unplaced(from_area)),
        },
        (Link::Aside { .. }, _) => Outcome::Unplaced(format!(
            "The text says how far {} lies from a place that it does not name here.",
            place.name
        )),
        (_, Dimension::Count | Dimension::Area) => Outcome::OfPlace(best.place),
        _ => unplaced("The text gives a length, and not from where to where."),
    }
}

/// The line between two places; `None` where one is an area or both are the same.
fn line(gazetteer: &Gazetteer, from: PlaceId, to: PlaceId) -> Option<Outcome> {
    let places = [from, to];
    let ends = places.map(|id| gazetteer.place(id));
    let spots = from != to && !ends.iter().any(|end| is_area(end.kind));
    spots.then(|| Outcome::Line {
        places,
        ends: ends.map(|end| end.lon_lat),
    })
}

/// Whether one point does not do for measuring from it.
const fn is_area(kind: PlaceKind) -> bool {
    matches!(
        kind,
        PlaceKind::Country | PlaceKind::Continent | PlaceKind::Territory | PlaceKind::Admin1
    )
}
