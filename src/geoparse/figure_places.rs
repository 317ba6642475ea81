//! Ties figures to the places they speak of: "within 10 kilometers of the city's edge" becomes a
//! circle about the city. What cannot be placed says why.

use geo::Coord;

use super::{
    certainty::Certainty,
    quantity::{Link, Quantity},
    references::BackReference,
    sense::ToponymKind,
    toponym::{Toponym, at},
};
use crate::{
    gazetteer::{Gazetteer, Place, PlaceId, PlaceKind},
    measure::{self, unit::Dimension},
    text::Span,
};

/// Two places that are so many times nearer or farther than the figure says are not meant: roads are longer
/// than lines, and figures are round.
const TOO_FAR: f64 = 2.0;

/// A figure with what it means for the map.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedFigure {
    pub quantity: Quantity,
    /// The words of the toponym it speaks of: what a distance is measured from, and the first of two
    /// that it is measured between.
    pub about: Option<Span>,
    /// The words of what lies at that distance, or of the other of the two.
    pub to: Option<Span>,
    pub outcome: FigurePlace,
    pub certainty: Certainty,
}

/// What a figure is on the map.
#[derive(Clone, Debug, PartialEq)]
pub enum FigurePlace {
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
pub fn place_figures(
    gazetteer: &Gazetteer,
    quantities: Vec<Quantity>,
    toponyms: &[Toponym],
    references: &[BackReference],
) -> Vec<PlacedFigure> {
    let named = |words: Span| place_in(words, toponyms, references);
    quantities
        .into_iter()
        .map(|quantity| {
            let [about, to] = targets(&quantity.link).map(|words| words.and_then(named));
            let outcome = outcome(gazetteer, &quantity, about, to);
            let can_be_drawn = !matches!(outcome, FigurePlace::Unplaced(_));
            let places = [about, to].into_iter().flatten();
            let certainties = places.map(|toponym| toponym.certainty);
            PlacedFigure {
                quantity,
                about: about.map(|toponym| toponym.span),
                to: to.map(|toponym| toponym.span),
                outcome,
                certainty: Certainty::of_figure(can_be_drawn, certainties),
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
fn place_in<'a>(
    target: Span,
    toponyms: &'a [Toponym],
    references: &[BackReference],
) -> Option<&'a Toponym> {
    let from = toponyms.partition_point(|toponym| toponym.span.end <= target.start);
    let named = toponyms[from..]
        .iter()
        .take_while(|toponym| toponym.span.start < target.end)
        .find(|toponym| toponym.kind != ToponymKind::Facility);
    named.or_else(|| {
        // "the city’s edge"
        let from = references.partition_point(|reference| reference.span.end <= target.start);
        let reference = references.get(from)?;
        let refers = target.overlaps(reference.span);
        refers.then(|| at(toponyms, reference.toponym, |toponym| toponym.span))?
    })
}

/// A figure's outcome with the places as the geoparser takes them.
fn outcome(
    gazetteer: &Gazetteer,
    quantity: &Quantity,
    about: Option<&Toponym>,
    to: Option<&Toponym>,
) -> FigurePlace {
    let place = |toponym: Option<&Toponym>| Some(gazetteer.place(toponym?.best()?.place));
    // What lies there is a place by its own name, and no people or office.
    let to = to.filter(|to| to.kind == ToponymKind::Place);
    let (about, to) = (place(about), place(to));
    let shape = shape(quantity, about.map(Spot::of), to.map(Spot::of));
    match (shape, about, to) {
        (Shape::Nowhere(reason), ..) => FigurePlace::Unplaced(reason),
        (Shape::Circle { radius_m }, Some(about), _) => FigurePlace::Circle {
            place: about.id,
            center: about.lon_lat,
            radius_m,
        },
        (Shape::Line, Some(about), Some(to)) => FigurePlace::Line {
            places: [about.id, to.id],
            ends: [about.lon_lat, to.lon_lat],
        },
        (_, Some(about), _) => FigurePlace::OfPlace(about.id),
        (_, None, _) => FigurePlace::Unplaced(NO_PLACE.to_owned()),
    }
}

/// A place as far as a shape depends on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot<'a> {
    pub name: &'a str,
    /// Degrees.
    pub lon_lat: Coord,
    /// Whether one point does not do for measuring from it.
    pub is_area: bool,
}

impl<'a> Spot<'a> {
    fn of(place: Place<'a>) -> Self {
        Self {
            name: place.name,
            lon_lat: place.lon_lat,
            is_area: is_area(place.kind),
        }
    }
}

/// What a figure is on the map, given its places.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// About the place it speaks of.
    Circle { radius_m: f64 },
    /// From the place it speaks of to the other.
    Line,
    /// A figure of the place it speaks of.
    OfPlace,
    /// Nothing that can be drawn, and why, in a sentence.
    Nowhere(String),
}

const NO_PLACE: &str = "The words it is measured from name no place on the map.";
const FROM_AREA: &str = "It is measured from the border of an area, which has no single point.";

/// Decide what a figure is on the map, its places being these.
#[must_use]
pub fn shape(quantity: &Quantity, about: Option<Spot<'_>>, to: Option<Spot<'_>>) -> Shape {
    let nowhere = |reason: &str| Shape::Nowhere(reason.to_owned());
    let dimension = quantity.dimension();
    if dimension == Dimension::Speed {
        return nowhere("A speed has no place of its own.");
    }
    let Some((least, most)) = quantity.value.values() else {
        return nowhere("The text gives a unit without a number.");
    };
    let Some(about) = about else {
        return nowhere(match (quantity.link, dimension) {
            (Link::Toward(_), _) => "The text gives a direction, and not from where.",
            (Link::Unstated, Dimension::Length) => {
                "The text does not say where it is measured from."
            }
            (Link::Unstated, Dimension::Area) => "The text does not say what it is the area of.",
            (Link::Unstated, _) => "The text does not say whose it is.",
            (_, Dimension::Length) => NO_PLACE,
            _ => "The words it is said of name no place on the map.",
        });
    };
    // Both are somewhere else on the map, and not so far apart that one must be another place.
    let line = |to: &Spot<'_>| {
        let apart = measure::distance_and_bearing(about.lon_lat.into(), to.lon_lat.into()).0;
        let likely = (least / TOO_FAR..=most * TOO_FAR).contains(&apart);
        !about.is_area && !to.is_area && apart > 0.0 && likely
    };
    match (quantity.link, dimension) {
        (Link::AwayFrom { .. }, Dimension::Length) if about.is_area => nowhere(FROM_AREA),
        (Link::AwayFrom { .. }, Dimension::Length) => to
            .filter(line)
            .map_or(Shape::Circle { radius_m: most }, |_| Shape::Line),
        (Link::Between { .. }, Dimension::Length) => match to {
            None => nowhere("One of the two it is measured between names no place on the map."),
            Some(to) if about.lon_lat == to.lon_lat => nowhere("Both ends are the same place."),
            Some(to) if about.is_area || to.is_area => nowhere(FROM_AREA),
            Some(to) if line(&to) => Shape::Line,
            Some(to) => Shape::Nowhere(format!(
                "{} and {} lie {} apart: one of them is likely another place.",
                about.name,
                to.name,
                measure::length_in_words(
                    measure::distance_and_bearing(about.lon_lat.into(), to.lon_lat.into()).0
                )
            )),
        },
        (Link::Aside { .. }, _) => Shape::Nowhere(format!(
            "The text says how far {} lies from a place that it does not name here.",
            about.name
        )),
        (_, Dimension::Count | Dimension::Area) => Shape::OfPlace,
        _ => nowhere("The text gives a length, and not from where to where."),
    }
}

/// Whether one point does not do for measuring from a place of this kind.
#[must_use]
pub const fn is_area(kind: PlaceKind) -> bool {
    matches!(
        kind,
        PlaceKind::Country | PlaceKind::Continent | PlaceKind::Territory | PlaceKind::Admin1
    )
}
