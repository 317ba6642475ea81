//! Shapes that are derived from places follow them: when the words that a circle or a line is
//! measured from lead to another point, its centre or end moves there.

use std::collections::{BTreeSet, HashMap};

use geo::Geometry;

use super::{Changes, Edit, Project, feature::Feature, ids::FeatureId, shapes};
use crate::{coordinates::LonLat, quote::Evidence};

/// Stands between the figure and the place in the name of a shape.
pub const ABOUT: &str = " – ";

/// The name of the line between two places, after its figure.
#[must_use]
pub fn from_to(from: &str, to: &str) -> String {
    format!("{from} to {to}")
}

/// Where words stand, and the words: a position alone may be that of words that were lost since.
type Words = (usize, usize, String);

fn words(evidence: &Evidence) -> Option<Words> {
    let at = evidence.position?;
    Some((at.start, at.end, evidence.quote.exact.clone()))
}

/// Features by the words of their quotes.
type ByWords = HashMap<Words, BTreeSet<FeatureId>>;

/// Which points the words lead to that shapes are measured from, and which shapes that are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Followers {
    points: ByWords,
    shapes: ByWords,
}

impl Followers {
    #[must_use]
    pub fn of(project: &Project) -> Self {
        let mut followers = Self::default();
        for (id, feature) in project.features().iter() {
            list(&mut followers.points, id, quotes_of_point(feature));
            list(&mut followers.shapes, id, &feature.measured_from);
        }
        followers
    }

    /// Follow an edit, and give the edit that brings each shape to the places that its words lead to
    /// now. One whose words lead to no point stays where it is.
    #[must_use]
    pub fn update(&mut self, changes: Changes<'_>) -> Edit {
        let mut affected = BTreeSet::new();
        for (id, before, after) in changes.features() {
            let before = before.map(|before| (quotes_of_point(before), &*before.measured_from));
            let after = after.map(|after| (quotes_of_point(after), &*after.measured_from));
            if let Some((quotes, measured_from)) = before {
                strike(&mut self.points, id, quotes);
                strike(&mut self.shapes, id, measured_from);
                affected.extend(self.measured_from(quotes));
            }
            if let Some((quotes, measured_from)) = after {
                list(&mut self.points, id, quotes);
                list(&mut self.shapes, id, measured_from);
                affected.extend(self.measured_from(quotes));
                affected.insert(id);
            }
        }
        let mut edit = Edit::default();
        for id in affected {
            let shape = changes.project.feature(id);
            if let Some(moved) = shape.and_then(|shape| self.moved(changes.project, shape)) {
                edit = edit.put_feature(id, moved);
            }
        }
        edit
    }

    /// The shapes that are measured from these words.
    fn measured_from(&self, quotes: &[Evidence]) -> Vec<FeatureId> {
        let words = quotes.iter().filter_map(words);
        let shapes = words.filter_map(|words| self.shapes.get(&words));
        shapes.flatten().copied().collect()
    }

    /// A shape where its places are now; `None` where it is there already.
    fn moved(&self, project: &Project, shape: &Feature) -> Option<Feature> {
        let mut after = shape.clone();
        let name = match (shape.geometry(), shape.measured_from.as_slice()) {
            (Some(Geometry::Polygon(_)), [from]) => {
                let (center, radius_m) = shape.center.zip(shape.radius_m)?;
                let place = self.other_than(project, from, center)?;
                let circle = shapes::circle("", place.point()?, radius_m);
                after.geometry = circle.geometry;
                after.center = circle.center;
                Some(place.name.clone())
            }
            (Some(Geometry::LineString(line)), [from, to]) => {
                let [start, end] = line.0[..] else {
                    return None;
                };
                let (start, end) = (LonLat::from(start), LonLat::from(end));
                let ends = [
                    self.other_than(project, from, start),
                    self.other_than(project, to, end),
                ];
                if ends == [None, None] {
                    return None;
                }
                let [start, end] = [(ends[0], start), (ends[1], end)]
                    .map(|(place, before)| place.and_then(Feature::point).unwrap_or(before));
                after.geometry = shapes::line("", &[start, end])?.geometry;
                let names = self.at(project, from, start).zip(self.at(project, to, end));
                names.map(|(from, to)| from_to(&from.name, &to.name))
            }
            _ => return None,
        };
        if let Some(((figure, _), name)) = shape.name.rsplit_once(ABOUT).zip(name) {
            after.name = format!("{figure}{ABOUT}{name}");
        }
        Some(after)
    }

    /// The points that the words lead to.
    fn all<'a>(&self, project: &'a Project, quote: &Evidence) -> impl Iterator<Item = &'a Feature> {
        let ids = words(quote).and_then(|words| self.points.get(&words));
        let ids = ids.into_iter().flatten();
        ids.filter_map(|id| project.feature(*id))
    }

    /// The feature that the words lead to at a place.
    fn at<'a>(&self, project: &'a Project, quote: &Evidence, at: LonLat) -> Option<&'a Feature> {
        self.all(project, quote)
            .find(|feature| feature.point() == Some(at))
    }

    /// The feature that the words lead to, unless one of them is at the place. The same words may
    /// lead to several; a shape keeps to the one it is at.
    fn other_than<'a>(
        &self,
        project: &'a Project,
        quote: &Evidence,
        at: LonLat,
    ) -> Option<&'a Feature> {
        match self.at(project, quote, at) {
            Some(_) => None,
            None => self.all(project, quote).next(),
        }
    }
}

/// The quotes of a point; nothing follows other features.
fn quotes_of_point(feature: &Feature) -> &[Evidence] {
    if feature.point().is_some() {
        &feature.evidence
    } else {
        &[]
    }
}

fn list(index: &mut ByWords, id: FeatureId, quotes: &[Evidence]) {
    for words in quotes.iter().filter_map(words) {
        index.entry(words).or_default().insert(id);
    }
}

fn strike(index: &mut ByWords, id: FeatureId, quotes: &[Evidence]) {
    for words in quotes.iter().filter_map(words) {
        if let Some(ids) = index.get_mut(&words) {
            ids.remove(&id);
            if ids.is_empty() {
                index.remove(&words);
            }
        }
    }
}
