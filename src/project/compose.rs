//! The usual edits, composed from the project as it is: nothing here changes anything.

use geo::{Coord, Geometry};
use serde_json::Map;

use super::{
    Category, Dismissal, Edit, Project, Scope, Splice, Unmapped,
    feature::{Feature, GeometryBasis, Layer, LayerColor},
    shapes,
};
use crate::{
    quote::Evidence,
    text::{Article, Cited, Imprint, Span},
};

/// The layers that a project is given when it needs them, from the top down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DefaultLayer {
    Places,
    Distances,
    Lines,
    Areas,
    Regions,
}

impl DefaultLayer {
    pub const ALL: [Self; 5] = [
        Self::Places,
        Self::Distances,
        Self::Lines,
        Self::Areas,
        Self::Regions,
    ];

    /// The [`Layer::id`].
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Places => "places",
            Self::Distances => "distances",
            Self::Lines => "lines",
            Self::Areas => "areas",
            Self::Regions => "regions",
        }
    }

    /// As it is when it is new.
    #[must_use]
    pub fn layer(self) -> Layer {
        let (name, color) = match self {
            Self::Places => ("Places", LayerColor::Blue),
            Self::Distances => ("Distances", LayerColor::Amber),
            Self::Lines => ("Lines", LayerColor::Teal),
            Self::Areas => ("Areas", LayerColor::Violet),
            Self::Regions => ("Regions and countries", LayerColor::Slate),
        };
        Layer {
            color,
            ..Layer::new(self.id(), name)
        }
    }
}

/// The id of the layer, and the edit that adds it when it is missing. A new layer goes above the
/// default layers that belong below it; among layers of other kinds places go to the top and
/// regions to the bottom.
#[must_use]
pub fn layer_for(project: &Project, wanted: DefaultLayer) -> (String, Option<Edit>) {
    let id = wanted.id().to_owned();
    if project.layer(&id).is_some() {
        return (id, None);
    }
    let rank = |layer: &Layer| {
        let known = DefaultLayer::ALL.into_iter();
        let mut known = known.filter(|known| known.id() == layer.id);
        known.next().unwrap_or(DefaultLayer::Lines)
    };
    let below = project.layers.iter().position(|layer| rank(layer) > wanted);
    let at = below.unwrap_or(project.layers.len());
    (id, Some(Edit::Layers(Splice::insert(at, wanted.layer()))))
}

/// An id that no feature of the project has: the name in lower case with hyphens, and a number
/// when that is taken.
#[must_use]
pub fn feature_id(project: &Project, name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !(matches!(c, '\'' | '’' | 'ʼ' | '.') || slug.is_empty() || slug.ends_with('-'))
        {
            slug.push('-');
        }
    }
    let slug = match slug.trim_end_matches('-') {
        "" => "feature",
        slug => slug,
    };
    // Features that could not be read are still in the file, with their ids.
    let set_aside = |id: &str| {
        let mut unread = project.unread.iter();
        unread.any(|feature| feature.get("id").and_then(|given| given.as_str()) == Some(id))
    };
    let taken = |id: &str| project.feature_index(id).is_some() || set_aside(id);
    let numbered = (2_u64..).map(|number| format!("{slug}-{number}"));
    std::iter::once(slug.to_owned())
        .chain(numbered)
        .find(|id| !taken(id))
        .unwrap_or_default()
}

/// Put a feature on the map, and give its id. When the map has a feature for the same GeoNames
/// record with the same kind of geometry, that one takes the evidence and the stated figures,
/// and there is no second.
///
/// A feature without id is given one, and a feature whose layer there is not goes to `layer`,
/// which is made when it is missing.
#[must_use]
pub fn add(project: &Project, mut feature: Feature, layer: DefaultLayer) -> (String, Edit) {
    let same_record = |known: &Feature| {
        let kind = |feature: &Feature| feature.geometry.as_ref().map(std::mem::discriminant);
        feature.geonames_id.is_some()
            && known.geonames_id == feature.geonames_id
            && known.radius_m == feature.radius_m
            && kind(known) == kind(&feature)
    };
    if let Some(index) = project.features.iter().position(same_record) {
        let mut known = project.features[index].clone();
        add_new(&mut known.evidence, feature.evidence);
        add_new(&mut known.stated, feature.stated);
        let id = known.id.clone();
        return (id, Edit::Features(Splice::replace(index, known)));
    }
    if feature.id.is_empty() || project.feature_index(&feature.id).is_some() {
        feature.id = feature_id(project, &feature.name);
    }
    let mut edits = Vec::new();
    if project.layer(&feature.layer).is_none() {
        let (id, new_layer) = layer_for(project, layer);
        feature.layer = id;
        edits.extend(new_layer);
    }
    let id = feature.id.clone();
    edits.push(Edit::Features(Splice::insert(
        project.features.len(),
        feature,
    )));
    (id, Edit::All(edits))
}

fn add_new<T: PartialEq>(list: &mut Vec<T>, entries: Vec<T>) {
    for entry in entries {
        if !list.contains(&entry) {
            list.push(entry);
        }
    }
}

/// The feature in the place of the one with the same id; `None` when there is none.
#[must_use]
pub fn replace(project: &Project, feature: Feature) -> Option<Edit> {
    let index = project.feature_index(&feature.id)?;
    Some(Edit::Features(Splice::replace(index, feature)))
}

/// `None` when there is no such feature.
#[must_use]
pub fn remove(project: &Project, id: &str) -> Option<Edit> {
    let index = project.feature_index(id)?;
    Some(Edit::Features(Splice::remove(index)))
}

/// Move a point, or a circle by its centre, to another place (`lon_lat`). It counts as drawn
/// then. `None` for other geometries, and when there is no such feature.
#[must_use]
pub fn relocate(project: &Project, id: &str, lon_lat: Coord) -> Option<Edit> {
    let index = project.feature_index(id)?;
    let mut feature = project.features[index].clone();
    let moved = match (&feature.geometry, feature.radius_m) {
        (Some(Geometry::Point(_)), _) => shapes::point("", lon_lat),
        (Some(Geometry::Polygon(_)), Some(radius_m)) => shapes::circle("", lon_lat, radius_m),
        _ => return None,
    };
    feature.geometry = moved.geometry;
    feature.center = moved.center;
    feature.basis = GeometryBasis::Drawn;
    // A circle that was put somewhere by hand follows its place no more.
    feature.measured_from.clear();
    Some(Edit::Features(Splice::replace(index, feature)))
}

/// Note that a person has judged a feature that the program put on the map. `None` when somebody has
/// already, or when there is no such feature.
#[must_use]
pub fn review(project: &Project, id: &str) -> Option<Edit> {
    let index = project.feature_index(id)?;
    let mut feature = project.features[index].clone();
    feature.review();
    (feature != project.features[index]).then(|| Edit::Features(Splice::replace(index, feature)))
}

/// Let more words support a feature; those it has already are left out. `None` when nothing is
/// left to add, or when there is no such feature.
#[must_use]
pub fn attach(project: &Project, id: &str, evidence: Vec<Evidence>) -> Option<Edit> {
    let index = project.feature_index(id)?;
    let mut feature = project.features[index].clone();
    let before = feature.evidence.len();
    add_new(&mut feature.evidence, evidence);
    (feature.evidence.len() > before).then(|| Edit::Features(Splice::replace(index, feature)))
}

/// Take a quote from a feature, by its index in [`Feature::evidence`]; `None` when there is no
/// such quote.
#[must_use]
pub fn detach(project: &Project, id: &str, quote: usize) -> Option<Edit> {
    let index = project.feature_index(id)?;
    let mut feature = project.features[index].clone();
    (quote < feature.evidence.len()).then(|| {
        feature.evidence.remove(quote);
        Edit::Features(Splice::replace(index, feature))
    })
}

/// Every place where the same words stand as whole words, `span` itself included, in reading
/// order: for accepting or placing all identical mentions in one step.
#[must_use]
pub fn alike(article: &Article, span: Span) -> Vec<Span> {
    let (text, words) = (article.text(), article.words(span));
    if words.is_empty() {
        return Vec::new();
    }
    let whole = |found: Span| {
        let before = text[..found.start].chars().next_back();
        let after = text[found.end..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    text.match_indices(words)
        .map(|(start, _)| Span::new(start, start + words.len()))
        .filter(|found| *found == span || whole(*found) && !found.overlaps(span))
        .collect()
}

/// Suggest these words no more. Taking it back is `Splice::remove`.
#[must_use]
pub fn dismiss(
    project: &Project,
    evidence: Evidence,
    reason: Option<String>,
    scope: Scope,
) -> Edit {
    let dismissal = Dismissal {
        evidence,
        reason,
        scope,
        other: Map::new(),
    };
    Edit::Dismissed(Splice::insert(project.dismissed.len(), dismissal))
}

/// List words as not on the map, with the reason.
#[must_use]
pub fn leave_out(
    project: &Project,
    evidence: Evidence,
    category: Category,
    reason: String,
) -> Edit {
    let entry = Unmapped {
        evidence,
        category,
        reason,
        other: Map::new(),
    };
    Edit::Unmapped(Splice::insert(project.unmapped.len(), entry))
}

/// Move a layer in the drawing order; `None` when an index is out of range or nothing moves.
#[must_use]
pub fn move_layer(project: &Project, from: usize, to: usize) -> Option<Edit> {
    let (first, last) = (from.min(to), from.max(to));
    let mut layers = project.layers.get(first..=last)?.to_vec();
    if from < to {
        layers.rotate_left(1);
    } else {
        layers.rotate_right(1);
    }
    (from != to).then(|| {
        Edit::Layers(Splice {
            at: first,
            remove: layers.len(),
            insert: layers,
        })
    })
}

/// Remove a layer with all that is in it; `None` when there is no such layer.
#[must_use]
pub fn remove_layer(project: &Project, id: &str) -> Option<Edit> {
    let index = project.layers.iter().position(|layer| layer.id == id)?;
    // From the end, so that the indices of those still to go stay good.
    let features = project.features.iter().enumerate().rev();
    let within = features.filter(|(_, feature)| feature.layer == id);
    let mut edits: Vec<Edit> = within
        .map(|(index, _)| Edit::Features(Splice::remove(index)))
        .collect();
    edits.push(Edit::Layers(Splice::remove(index)));
    Some(Edit::All(edits))
}

/// Say otherwise who published the article and when; `None` when there is no article, nor one
/// that is cited.
#[must_use]
pub fn imprint(project: &Project, imprint: Imprint) -> Option<Edit> {
    if let Some(mut article) = project.article.clone() {
        article.imprint = imprint;
        return Some(Edit::Article(Box::new(Some(article))));
    }
    let cited = project.cited.clone()?;
    Some(Edit::Cited(Box::new(Cited { imprint, ..cited })))
}

#[cfg(test)]
mod tests;
