//! How features look in other programs: fixed colours, because a file has no theme.

use geo::Geometry;

use crate::project::feature::{Feature, GeometryBasis, LayerColor};

/// The colour of a layer on a light ground, as six hexadecimal digits: those of the light theme,
/// which are at least 4.8:1 on white.
pub const fn hex(color: LayerColor) -> &'static str {
    match color {
        LayerColor::Blue => "1f4e9e",
        LayerColor::Amber => "9a4d00",
        LayerColor::Violet => "73389a",
        LayerColor::Red => "a8231c",
        LayerColor::Teal => "00655a",
        LayerColor::Slate => "4f5b69",
    }
}

/// How opaque an area's fill is, from 0 to 1: faint, so that the map below stays readable.
pub fn fill_opacity(feature: &Feature) -> f32 {
    let schematic = feature.basis == GeometryBasis::Schematic;
    let default = if schematic { 0.10 } else { 0.08 };
    feature.style.fill_opacity.unwrap_or(default)
}

/// The width of a line or outline, in points.
pub fn stroke_width(feature: &Feature) -> f32 {
    let line = matches!(
        feature.geometry(),
        Some(Geometry::LineString(_) | Geometry::MultiLineString(_))
    );
    let default = if line { 3.0 } else { 2.0 };
    feature.style.stroke_width.unwrap_or(default)
}
