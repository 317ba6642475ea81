//! Shapes that are derived from a place follow it: the centre of a circle is where the words are
//! that it is measured from, whatever place these are given later.

use std::collections::HashMap;

use geo::{Coord, Geometry};

use super::{Edit, Project, Splice, shapes};
use crate::feature::Feature;

/// Stands between the figure and the place in the name of a circle.
pub const ABOUT: &str = " – ";

/// The edits that bring each circle to the place that its words lead to now. A circle whose words
/// lead to no point stays where it is.
#[must_use]
pub fn follow(project: &Project) -> Vec<Edit> {
    let circles: Vec<usize> = (0..project.features.len())
        .filter(|&index| project.features[index].measured_from.is_some())
        .collect();
    if circles.is_empty() {
        return Vec::new();
    }
    let mut points: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
    for (index, feature) in project.features.iter().enumerate() {
        if point(feature).is_some() {
            for position in feature.evidence.iter().filter_map(|quote| quote.position) {
                let at = (position.start, position.end);
                points.entry(at).or_default().push(index);
            }
        }
    }
    let moved = |&index: &usize| {
        let circle = &project.features[index];
        let (center, radius_m) = circle.center.zip(circle.radius_m)?;
        let position = circle.measured_from.as_ref()?.position?;
        let places = points.get(&(position.start, position.end))?;
        let places = places.iter().map(|&place| &project.features[place]);
        // The same words may lead to several; the circle keeps to the one it is at.
        if places.clone().any(|place| point(place) == Some(center)) {
            return None;
        }
        let place = places.clone().next()?;
        let mut circle = circle.clone();
        let shape = shapes::circle("", point(place)?, radius_m);
        circle.geometry = shape.geometry;
        circle.center = shape.center;
        if let Some((figure, _)) = circle.name.rsplit_once(ABOUT) {
            circle.name = format!("{figure}{ABOUT}{}", place.name);
        }
        Some(Edit::Features(Splice::replace(index, circle)))
    };
    circles.iter().filter_map(moved).collect()
}

const fn point(feature: &Feature) -> Option<Coord> {
    match &feature.geometry {
        Some(Geometry::Point(point)) => Some(point.0),
        _ => None,
    }
}
