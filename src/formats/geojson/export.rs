//! A project as GeoJSON for others: quotes but not the article, and colours that every program
//! understands.

use std::{collections::HashMap, sync::Arc};

use serde_json::Value;

use crate::{
    formats::{
        look,
        selection::{Selection, in_short},
    },
    project::{
        ArticleState, Project, ProjectBuilder, UnknownMembers,
        feature::{Feature, LayerColor},
        ids::LayerId,
    },
    quote::Evidence,
    text::Cited,
};

/// The simplestyle 1.1 keys for colours.
const COLORS: [&str; 3] = ["marker-color", "stroke", "fill"];

/// The selection as a file that any GIS opens and that this program opens again.
///
/// Left out are the article's text and whatever of it is not understood, what was dismissed,
/// features that could not be read, and a bounding box that may no longer fit.
pub fn write(selection: &Selection) -> Vec<u8> {
    let source = selection.project;
    let mut other = source.unknown_members().other.clone();
    other.shift_remove("bbox");
    let cited = source.article_sha256().map(|sha256| Cited {
        imprint: source.imprint().cloned().unwrap_or_default(),
        sha256: sha256.to_owned(),
        other: serde_json::Map::new(),
    });
    let article = cited.map_or(ArticleState::None, |cited| {
        ArticleState::Cited(Arc::new(cited))
    });
    let mut builder = ProjectBuilder::new(article);
    let layers = selection.layers.iter();
    let ids: HashMap<LayerId, LayerId> = layers
        .filter_map(|(id, layer)| Some((*id, builder.layer((*layer).clone())?)))
        .collect();
    for (_, feature) in &selection.features {
        if let Some(layer) = ids.get(&feature.layer) {
            let mut feature = for_others(feature, source);
            feature.layer = *layer;
            builder.feature(feature);
        }
    }
    for (_, entry) in selection.unmapped() {
        let mut entry = entry.clone();
        shorten(&mut entry.evidence);
        builder.unmapped(entry);
    }
    let project = builder.finish(UnknownMembers {
        other,
        ..UnknownMembers::default()
    });
    super::write(&project).into_bytes()
}

fn for_others(feature: &Feature, project: &Project) -> Feature {
    let mut feature = feature.clone();
    feature.evidence.iter_mut().for_each(shorten);
    feature.measured_from.iter_mut().for_each(shorten);
    for stated in &mut feature.stated {
        stated.evidence.iter_mut().for_each(shorten);
    }
    if feature.geometry.is_some() {
        style(&mut feature);
    }
    if feature.geometry.is_some()
        && let Some(layer) = project.layer(feature.layer)
    {
        for key in keys(&feature) {
            // A file's own colours stay.
            feature
                .other_properties
                .entry(*key)
                .or_insert_with(|| color(layer.color));
        }
    }
    feature
}

/// Other programs fill areas more than faintly unless they are told not to.
fn style(feature: &mut Feature) {
    let keys = keys(feature);
    if keys.contains(&"fill") {
        feature.style.fill_opacity = Some(look::fill_opacity(feature));
    }
    if keys.contains(&"stroke") {
        feature.style.stroke_width = Some(look::stroke_width(feature));
    }
}

fn shorten(evidence: &mut Evidence) {
    evidence.quote = in_short(&evidence.quote);
}

/// Points have markers, all else has outlines and perhaps an area.
fn keys(feature: &Feature) -> &'static [&'static str] {
    use geo::Geometry::{LineString, MultiLineString, MultiPoint, Point};
    match feature.geometry() {
        Some(Point(_) | MultiPoint(_)) => &COLORS[..1],
        Some(LineString(_) | MultiLineString(_)) => &COLORS[1..2],
        _ => &COLORS,
    }
}

fn color(color: LayerColor) -> Value {
    format!("#{}", look::hex(color)).into()
}

/// Colours that say no more than the layer's does come from an export, and are not kept: the layer
/// may get another.
pub fn take_colors(feature: &mut Feature, layer: LayerColor) {
    for key in COLORS {
        if feature.other_properties.get(key) == Some(&color(layer)) {
            feature.other_properties.shift_remove(key);
        }
    }
}
