//! A feature that stands for a record of the gazetteer, switched to another one.

use super::{
    Accepted,
    accept::{layer_of, same_place, take_up},
};
use crate::{
    gazetteer::{Gazetteer, PlaceId},
    project::{
        Edit, Project,
        compose::{self, DefaultLayer},
        feature::{GeometryBasis, Review},
        ids::FeatureId,
        shapes,
    },
};

/// Let a point feature stand for this record: its quotes and figures stay, and what
/// the record says is taken from the new one. When the map has a mark for that record already, it
/// takes the quotes and figures, and the feature goes. `None` for features that are no points, and
/// when it stands for the record already.
#[must_use]
pub fn switch_place(
    project: &Project,
    gazetteer: &Gazetteer<'_>,
    id: FeatureId,
    place: PlaceId,
) -> Option<Accepted> {
    let before = project.feature(id)?;
    before.point()?;
    let mut feature = before.clone();
    let record = gazetteer.place(place);
    let point = shapes::point(record.name, record.lon_lat.into());
    feature.name = point.name;
    feature.names.clear();
    feature.geometry = point.geometry;
    feature.other_geometry.clear();
    feature.basis = GeometryBasis::Gazetteer;
    feature.kind = Some(record.kind.in_words().to_owned());
    feature.geonames_id = record.geonames_id.map(u64::from);
    if feature.geometry == before.geometry && feature.geonames_id == before.geonames_id {
        return None;
    }
    // Somebody has looked at it now.
    feature.review = Review::Done;
    let known = same_place(project, &feature).filter(|known| *known != id);
    if let Some((known, mut merged)) = known.zip(known.and_then(|id| project.feature(id)).cloned())
    {
        take_up(&mut merged, feature);
        let edit = Edit::default()
            .put_feature(known, merged)
            .remove_feature(id);
        let feature = Some(known);
        return Some(Accepted { feature, edit });
    }
    let mut edit = Edit::default();
    // A layer of the person's own stays; a town that turns out to be a country changes layers.
    if project
        .layer(feature.layer)
        .is_some_and(|layer| DefaultLayer::of(layer).is_some())
    {
        let mut fresh = project.fresh_ids();
        (feature.layer, edit) = compose::layer_for(project, &mut fresh, layer_of(record.kind));
    }
    let edit = edit.put_feature(id, feature);
    let feature = Some(id);
    Some(Accepted { feature, edit })
}
