//! Shapes that are derived from places follow them: the centre of a circle and the ends of a line
//! are where the words are that they are measured from, whatever places these are given later.

use std::collections::HashMap;

use geo::{Coord, Geometry};

use super::{Edit, Project, Splice, feature::Feature, shapes};
use crate::quote::Evidence;

/// Stands between the figure and the place in the name of a shape.
pub const ABOUT: &str = " – ";

/// The name of the line between two places, after its figure.
#[must_use]
pub fn from_to(from: &str, to: &str) -> String {
    format!("{from} to {to}")
}

/// The edits that bring each shape to the places that its words lead to now. One whose words lead
/// to no point stays where it is.
#[must_use]
pub fn follow(project: &Project) -> Vec<Edit> {
    let shapes: Vec<usize> = (0..project.features.len())
        .filter(|&index| !project.features[index].measured_from.is_empty())
        .collect();
    if shapes.is_empty() {
        return Vec::new();
    }
    let points = Points::of(project);
    let moved = |&index: &usize| {
        let shape = moved(&project.features[index], &points)?;
        Some(Edit::Features(Splice::replace(index, shape)))
    };
    shapes.iter().filter_map(moved).collect()
}

/// A shape where its places are now; `None` where it is there already.
fn moved(shape: &Feature, points: &Points<'_>) -> Option<Feature> {
    let mut after = shape.clone();
    let name = match (&shape.geometry, shape.measured_from.as_slice()) {
        (Some(Geometry::Polygon(_)), [from]) => {
            let (center, radius_m) = shape.center.zip(shape.radius_m)?;
            let place = points.other_than(from, center)?;
            let circle = shapes::circle("", point(place)?, radius_m);
            after.geometry = circle.geometry;
            after.center = circle.center;
            Some(place.name.clone())
        }
        (Some(Geometry::LineString(line)), [from, to]) => {
            let [start, end] = line.0[..] else {
                return None;
            };
            let ends = [points.other_than(from, start), points.other_than(to, end)];
            if ends == [None, None] {
                return None;
            }
            let [start, end] = [(ends[0], start), (ends[1], end)]
                .map(|(place, before)| place.and_then(point).unwrap_or(before));
            after.geometry = shapes::line("", vec![start, end])?.geometry;
            let names = points.at(from, start).zip(points.at(to, end));
            names.map(|(from, to)| from_to(&from.name, &to.name))
        }
        _ => return None,
    };
    if let Some(((figure, _), name)) = shape.name.rsplit_once(ABOUT).zip(name) {
        after.name = format!("{figure}{ABOUT}{name}");
    }
    Some(after)
}

/// The points of a project by the words that lead to them.
struct Points<'a>(HashMap<Key<'a>, Vec<&'a Feature>>);

/// Where words stand, and the words: a position alone may be that of words that were lost since.
type Key<'a> = (usize, usize, &'a str);

impl<'a> Points<'a> {
    fn of(project: &'a Project) -> Self {
        let mut points: HashMap<Key<'_>, Vec<&Feature>> = HashMap::new();
        for feature in &project.features {
            if point(feature).is_some() {
                for key in feature.evidence.iter().filter_map(key) {
                    points.entry(key).or_default().push(feature);
                }
            }
        }
        Self(points)
    }

    fn all<'b>(&'b self, words: &'b Evidence) -> &'b [&'a Feature] {
        let found = key(words).and_then(|key| self.0.get(&key));
        found.map_or(&[], Vec::as_slice)
    }

    /// The feature that the words lead to at a place.
    fn at(&self, words: &Evidence, at: Coord) -> Option<&'a Feature> {
        let mut features = self.all(words).iter().copied();
        features.find(|feature| point(feature) == Some(at))
    }

    /// The feature that the words lead to, unless one of them is at the place. The same words may
    /// lead to several; a shape keeps to the one it is at.
    fn other_than(&self, words: &Evidence, at: Coord) -> Option<&'a Feature> {
        match self.at(words, at) {
            Some(_) => None,
            None => self.all(words).first().copied(),
        }
    }
}

fn key(evidence: &Evidence) -> Option<Key<'_>> {
    let at = evidence.position?;
    Some((at.start, at.end, &evidence.quote.exact))
}

const fn point(feature: &Feature) -> Option<Coord> {
    match &feature.geometry {
        Some(Geometry::Point(point)) => Some(point.0),
        _ => None,
    }
}
