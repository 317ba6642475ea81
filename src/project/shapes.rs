//! Features for shapes that a person draws or takes from elsewhere, with the usual look.
//!
//! Geometries are made in the form in which files hold them, so that a project reopens as it was.

use geo::{
    Coord, Geometry, LineString, MapCoords as _, Orient as _, Point, Polygon, orient::Direction,
};

use super::{
    feature::{Feature, GeometryBasis, Style},
    ids::LayerId,
};
use crate::{coordinates::LonLat, measure};

/// How many vertices a circle has: its sides then come 0.01 % of the radius closer to the centre
/// than its vertices, at most.
const CIRCLE_VERTICES: u16 = 256;

/// A point feature, in no layer until it is [added](super::compose::add). It counts as drawn: whoever
/// takes it from a gazetteer says so in the feature.
#[must_use]
pub fn point(name: &str, at: LonLat) -> Feature {
    new(name, &Geometry::Point(Point(at.into())), Style::default())
}

/// A circle of `radius_m` metres about `center`; otherwise as [`point`], but its basis is derived.
#[must_use]
pub fn circle(name: &str, center: LonLat, radius_m: f64) -> Feature {
    let style = Style {
        stroke_width: Some(2.0),
        fill_opacity: Some(0.08),
        ..Style::default()
    };
    let center = rounded(center);
    let ring = measure::circle(center, radius_m, CIRCLE_VERTICES);
    Feature {
        kind: Some("circle".to_owned()),
        basis: GeometryBasis::Derived,
        center: Some(center),
        radius_m: Some(radius_m),
        ..new(name, &Geometry::Polygon(ring), style)
    }
}

/// A line through two places or more, otherwise as [`point`]; `None` for fewer.
#[must_use]
pub fn line(name: &str, places: &[LonLat]) -> Option<Feature> {
    let style = Style {
        stroke_width: Some(3.0),
        ..Style::default()
    };
    let line: LineString = places.iter().map(|&at| Coord::from(at)).collect();
    (places.len() >= 2).then(|| Feature {
        kind: Some("line".to_owned()),
        ..new(name, &Geometry::LineString(line), style)
    })
}

/// An area with three corners or more, in either direction and closed or not, otherwise as
/// [`point`]; `None` for fewer.
#[must_use]
pub fn area(name: &str, corners: &[LonLat]) -> Option<Feature> {
    let style = Style {
        stroke_width: Some(2.0),
        fill_opacity: Some(0.1),
        ..Style::default()
    };
    let ring: LineString = corners.iter().map(|&at| Coord::from(at)).collect();
    let polygon = Polygon::new(ring, Vec::new());
    (polygon.exterior().0.len() >= 4).then(|| Feature {
        kind: Some("area".to_owned()),
        ..new(name, &Geometry::Polygon(polygon), style)
    })
}

fn new(name: &str, geometry: &Geometry, style: Style) -> Feature {
    Feature {
        name: name.to_owned(),
        basis: GeometryBasis::Drawn,
        style,
        ..Feature::new(LayerId::NOWHERE, Some(tidy(geometry)))
    }
}

/// A geometry as files hold it: seven decimals, exterior rings counter-clockwise and holes
/// clockwise (RFC 7946, sections 3.1.6 and 11.2).
#[must_use]
pub fn tidy(geometry: &Geometry) -> Geometry {
    oriented(geometry.map_coords(|at| rounded(at.into()).into()))
}

fn oriented(geometry: Geometry) -> Geometry {
    match geometry {
        Geometry::Polygon(polygon) => polygon.orient(Direction::Default).into(),
        Geometry::MultiPolygon(polygons) => polygons.orient(Direction::Default).into(),
        Geometry::GeometryCollection(parts) => {
            Geometry::GeometryCollection(parts.into_iter().map(oriented).collect())
        }
        other => other,
    }
}

/// Degrees with the seven decimals (about a centimetre) that RFC 7946 advises.
#[must_use]
pub fn rounded(at: LonLat) -> LonLat {
    let seven = |degrees: f64| {
        let scaled = degrees * 1e7;
        // From 2^53 on a double has no decimals to take away, and the product may overflow.
        if scaled.abs() < 9_007_199_254_740_992.0 {
            scaled.round() / 1e7
        } else {
            degrees
        }
    };
    LonLat::new(seven(at.lon), seven(at.lat))
}
