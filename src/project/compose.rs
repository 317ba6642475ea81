//! Builds the usual edits for a project as it is now; nothing here carries them out.

use std::sync::Arc;

use geo::Geometry;
use serde_json::Map;

use super::{
    ArticleState, Category, Dismissal, Edit, Project, Scope, Unmapped,
    feature::{Feature, FileId, GeometryBasis, Layer, LayerColor, Review},
    ids::{DismissalId, FeatureId, FreshIds, LayerId},
    shapes,
};
use crate::{
    coordinates::LonLat,
    quote::Evidence,
    text::{Article, Imprint, Span},
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

    /// The [`Layer::key`].
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Places => "places",
            Self::Distances => "distances",
            Self::Lines => "lines",
            Self::Areas => "areas",
            Self::Regions => "regions",
        }
    }

    /// Which of them a layer is, if it is one.
    #[must_use]
    pub fn of(layer: &Layer) -> Option<Self> {
        let mut known = Self::ALL.into_iter();
        known.find(|known| known.key() == layer.key)
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
            ..Layer::new(self.key(), name)
        }
    }
}

/// The id of a default layer, and the edit that adds it when it is missing. A new layer goes above
/// the default layers that belong below it; among layers of other kinds places go to the top and
/// regions to the bottom.
#[must_use]
pub fn layer_for(project: &Project, fresh: &mut FreshIds, wanted: DefaultLayer) -> (LayerId, Edit) {
    if let Some(id) = project.layers().by_key(wanted.key()) {
        return (id, Edit::default());
    }
    let rank = |layer: &Layer| DefaultLayer::of(layer).unwrap_or(DefaultLayer::Lines);
    let mut layers = project.layers().iter();
    let below = layers.position(|(_, layer)| rank(layer) > wanted);
    let at = below.unwrap_or(project.layers().len());
    let id = fresh.give();
    let mut order = project.layers().order().to_vec();
    order.insert(at, id);
    let edit = Edit::default()
        .put_layer(id, wanted.layer())
        .order_layers(order);
    (id, edit)
}

/// What files may call a new feature, and call no other of the project: the name in lower case with
/// hyphens, and a number when that is taken.
#[must_use]
pub fn free_file_id(project: &Project, name: &str) -> String {
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
    let numbered = (2_u64..).map(|number| format!("{slug}-{number}"));
    std::iter::once(slug.to_owned())
        .chain(numbered)
        .find(|id| !project.is_file_id(id))
        .unwrap_or_default()
}

/// Put a feature on the map, and give its id. When the map has a feature for the same GeoNames
/// record with the same kind of geometry, that one takes the evidence and the stated figures,
/// and there is no second.
///
/// A feature whose layer there is not goes to `layer`, which is made when it is missing.
#[must_use]
pub fn add(project: &Project, mut feature: Feature, layer: DefaultLayer) -> (FeatureId, Edit) {
    if let Some((id, mut known)) = same_record(project, &feature) {
        add_new(&mut known.evidence, feature.evidence);
        add_new(&mut known.stated, feature.stated);
        return (id, Edit::default().put_feature(id, known));
    }
    let mut fresh = project.fresh_ids();
    let mut edit = Edit::default();
    if project.layer(feature.layer).is_none() {
        (feature.layer, edit) = layer_for(project, &mut fresh, layer);
    }
    let file_id = free_file_id(project, &feature.name);
    feature.file_id = Some(FileId::Text(file_id));
    let id = fresh.give();
    (id, edit.put_feature(id, feature))
}

/// The feature that stands for the same GeoNames record in the same way.
fn same_record(project: &Project, feature: &Feature) -> Option<(FeatureId, Feature)> {
    let record = super::Record::GeoNames(feature.geonames_id?);
    let kind = |feature: &Feature| feature.geometry().map(std::mem::discriminant);
    let mut known = project
        .of_record(&record)
        .filter_map(|id| Some((id, project.feature(id)?)));
    let same = |known: &Feature| known.radius_m == feature.radius_m && kind(known) == kind(feature);
    let (id, known) = known.find(|(_, known)| same(known))?;
    Some((id, known.clone()))
}

fn add_new<T: PartialEq>(list: &mut Vec<T>, entries: Vec<T>) {
    for entry in entries {
        if !list.contains(&entry) {
            list.push(entry);
        }
    }
}

/// Change a feature; `None` when there is no such feature, or when it stays as it is.
#[must_use]
pub fn change(project: &Project, id: FeatureId, change: impl FnOnce(&mut Feature)) -> Option<Edit> {
    let before = project.feature(id)?;
    let mut feature = before.clone();
    change(&mut feature);
    (feature != *before).then(|| Edit::default().put_feature(id, feature))
}

/// `None` when there is no such feature.
#[must_use]
pub fn remove(project: &Project, id: FeatureId) -> Option<Edit> {
    project.feature(id)?;
    Some(Edit::default().remove_feature(id))
}

/// Move a point, or a circle by its centre, to another place. It counts as drawn then. `None` for
/// other geometries, and when there is no such feature.
#[must_use]
pub fn relocate(project: &Project, id: FeatureId, to: LonLat) -> Option<Edit> {
    let mut feature = project.feature(id)?.clone();
    let moved = match (feature.geometry(), feature.radius_m) {
        (Some(Geometry::Point(_)), _) => shapes::point("", to),
        (Some(Geometry::Polygon(_)), Some(radius_m)) => shapes::circle("", to, radius_m),
        _ => return None,
    };
    feature.geometry = moved.geometry;
    feature.center = moved.center;
    feature.basis = GeometryBasis::Drawn;
    // A circle that was put somewhere by hand follows its place no more.
    feature.measured_from.clear();
    Some(Edit::default().put_feature(id, feature))
}

/// Note that a person has judged a feature that the program put on the map. `None` when somebody has
/// already, or when there is no such feature.
#[must_use]
pub fn review(project: &Project, id: FeatureId) -> Option<Edit> {
    change(project, id, |feature| feature.review = Review::Done)
}

/// Let more words support a feature; those it has already are left out. `None` when nothing is
/// left to add, or when there is no such feature.
#[must_use]
pub fn attach(project: &Project, id: FeatureId, evidence: Vec<Evidence>) -> Option<Edit> {
    change(project, id, |feature| {
        add_new(&mut feature.evidence, evidence);
    })
}

/// Take a quote from a feature, by its place in [`Feature::evidence`]; `None` when there is no
/// such quote.
#[must_use]
pub fn detach(project: &Project, id: FeatureId, quote: usize) -> Option<Edit> {
    change(project, id, |feature| {
        if quote < feature.evidence.len() {
            feature.evidence.remove(quote);
        }
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

/// Suggest these words no more. Taking it back is to remove the dismissal.
#[must_use]
pub fn dismiss(
    project: &Project,
    evidence: Evidence,
    reason: Option<String>,
    scope: Scope,
) -> (DismissalId, Edit) {
    let dismissal = Dismissal {
        evidence,
        reason,
        scope,
        other: Map::new(),
    };
    let id = project.fresh_ids().give();
    (id, Edit::default().put_dismissal(id, dismissal))
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
    Edit::default().put_unmapped(project.fresh_ids().give(), entry)
}

/// Change how a layer looks, or what it is called; `None` when there is no such layer, or when it
/// stays as it is.
#[must_use]
pub fn change_layer(
    project: &Project,
    id: LayerId,
    change: impl FnOnce(&mut Layer),
) -> Option<Edit> {
    let before = project.layer(id)?;
    let mut layer = before.clone();
    change(&mut layer);
    (layer != *before).then(|| Edit::default().put_layer(id, layer))
}

/// Move a layer to a place in the drawing order, 0 being the top; `None` when there is no such layer
/// or place, and when nothing moves.
#[must_use]
pub fn move_layer(project: &Project, id: LayerId, to: usize) -> Option<Edit> {
    let from = project.layers().rank(id)?;
    let mut order = project.layers().order().to_vec();
    if from == to || to >= order.len() {
        return None;
    }
    order.remove(from);
    order.insert(to, id);
    Some(Edit::default().order_layers(order))
}

/// Remove a layer with all that is in it; `None` when there is no such layer.
#[must_use]
pub fn remove_layer(project: &Project, id: LayerId) -> Option<Edit> {
    project.layer(id)?;
    let within = project.features().iter();
    let within = within.filter(|(_, feature)| feature.layer == id);
    let edit = within.fold(Edit::default(), |edit, (feature, _)| {
        edit.remove_feature(feature)
    });
    Some(edit.remove_layer(id))
}

/// Say otherwise who published the article and when; `None` when there is no article, nor one
/// that is cited.
#[must_use]
pub fn imprint(project: &Project, imprint: Imprint) -> Option<Edit> {
    let state = match project.article_state() {
        ArticleState::Text(article) => {
            let mut article = (**article).clone();
            article.imprint = imprint;
            ArticleState::Text(Arc::new(article))
        }
        ArticleState::Cited(cited) => {
            let mut cited = (**cited).clone();
            cited.imprint = imprint;
            ArticleState::Cited(Arc::new(cited))
        }
        ArticleState::None => return None,
    };
    Some(Edit::default().put_article(state))
}

#[cfg(test)]
mod tests;
