//! A feature that stands for a record of the gazetteer, switched to another one.

use super::{
    Accepted,
    accept::{layer_of, point_of, same_place},
    kind_in_words,
};
use crate::{
    gazetteer::{Gazetteer, PlaceId},
    project::{
        Edit, Project, Splice,
        compose::{self, DefaultLayer},
        feature::GeometryBasis,
        shapes,
    },
};

/// Let the point feature at an index stand for this record: its quotes and figures stay, and what
/// the record says is taken from the new one. When the map has a mark for that record already, it
/// takes the quotes and figures, and the feature goes. `None` for features that are no points, and
/// when it stands for the record already.
#[must_use]
pub fn switch(
    project: &Project,
    gazetteer: &Gazetteer<'_>,
    index: usize,
    place: PlaceId,
) -> Option<Accepted> {
    let before = project.features.get(index)?;
    point_of(before)?;
    let mut feature = before.clone();
    let record = gazetteer.place(place);
    let point = shapes::point(record.name, record.lon_lat);
    feature.name = point.name;
    feature.names.clear();
    feature.geometry = point.geometry;
    feature.other_geometry.clear();
    feature.basis = GeometryBasis::Gazetteer;
    feature.kind = Some(kind_in_words(record.kind).to_owned());
    feature.geonames_id = record.geonames_id.map(u64::from);
    if feature.geometry == before.geometry && feature.geonames_id == before.geonames_id {
        return None;
    }
    // Somebody has looked at it now.
    feature.review();
    let known = same_place(project, &feature).filter(|known| *known != index);
    if let Some(known) = known {
        let mut merged = project.features[known].clone();
        for evidence in feature.evidence {
            if !merged.evidence.contains(&evidence) {
                merged.evidence.push(evidence);
            }
        }
        merged.stated.extend(feature.stated);
        let id = Some(merged.id.clone());
        let edit = Edit::All(vec![
            Edit::Features(Splice::replace(known, merged)),
            Edit::Features(Splice::remove(index)),
        ]);
        return Some(Accepted { id, edit });
    }
    let mut edits = Vec::new();
    // A layer of the person's own stays; a town that turns out to be a country changes layers.
    if DefaultLayer::ALL
        .iter()
        .any(|layer| layer.id() == feature.layer)
    {
        let (layer, new) = compose::layer_for(project, layer_of(record.kind));
        feature.layer = layer;
        edits.extend(new);
    }
    let id = Some(feature.id.clone());
    edits.push(Edit::Features(Splice::replace(index, feature)));
    let edit = Edit::All(edits);
    Some(Accepted { id, edit })
}
