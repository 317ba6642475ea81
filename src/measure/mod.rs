//! Measuring on the ellipsoid: areas, lengths and circles; the units that figures are stated in, and
//! how they are written.
//!
//! All of it is geodesic on WGS 84 (C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87,
//! 2013), through the `geo` crate.

mod in_words;
pub mod unit;

pub use in_words::{area_in_words, grouped, length_in_words, quantity};

use crate::coordinates::LonLat;
use geo::{
    Bearing as _, Coord, Destination as _, Distance as _, Geodesic, GeodesicArea as _, Geometry,
    Length as _, LineString, Orient as _, Point, Polygon, orient::Direction,
};

/// The area of polygons, in square metres; `None` for points and lines.
#[must_use]
pub fn area_m2(geometry: &Geometry) -> Option<f64> {
    match geometry {
        Geometry::Polygon(polygon) => {
            Some(polygon.orient(Direction::Default).geodesic_area_unsigned())
        }
        Geometry::MultiPolygon(polygons) => Some(
            polygons
                .orient(Direction::Default)
                .0
                .iter()
                .map(geo::GeodesicArea::geodesic_area_unsigned)
                .sum(),
        ),
        _ => None,
    }
}

/// The length of lines, in metres; `None` for points and polygons.
#[must_use]
pub fn length_m(geometry: &Geometry) -> Option<f64> {
    match geometry {
        Geometry::LineString(line) => Some(Geodesic.length(line)),
        Geometry::MultiLineString(lines) => Some(Geodesic.length(lines)),
        _ => None,
    }
}

/// The circle of `radius_m` metres about `center`, counter-clockwise, with `vertices` vertices that
/// all lie on it, in degrees.
#[must_use]
pub fn circle(center: LonLat, radius_m: f64, vertices: u16) -> Polygon {
    let center = Point(center.into());
    let ring: Vec<Coord> = (0..vertices)
        .map(|index| {
            let bearing = -360.0 * f64::from(index) / f64::from(vertices);
            Geodesic.destination(center, bearing, radius_m).0
        })
        .collect();
    // `Polygon::new` closes the ring.
    Polygon::new(LineString::new(ring), Vec::new())
}

/// The distance between two places in metres and the initial bearing in degrees from north.
#[must_use]
pub fn distance_and_bearing(from: LonLat, to: LonLat) -> (f64, f64) {
    let (from, to) = (Point(from.into()), Point(to.into()));
    (
        Geodesic.distance(from, to),
        Geodesic.bearing(from, to).rem_euclid(360.0),
    )
}

/// The mean distance of the vertices of a polygon’s outline from a place, in metres; `None` for other
/// geometries.
#[must_use]
pub fn mean_distance_m(geometry: &Geometry, center: LonLat) -> Option<f64> {
    let Geometry::Polygon(polygon) = geometry else {
        return None;
    };
    let center = Point(center.into());
    // The closing position repeats the first and would count twice.
    let vertices = polygon.exterior().0.split_last()?.1;
    let distances: f64 = vertices
        .iter()
        .map(|&vertex| Geodesic.distance(center, Point::from(vertex)))
        .sum();
    #[expect(
        clippy::cast_precision_loss,
        reason = "a ring has far fewer than 2^52 vertices"
    )]
    let mean = distances / vertices.len() as f64;
    mean.is_finite().then_some(mean)
}

/// The largest of 1, 2, 5, 10, 20, 50, … that is not above `value`: for scale bars.
#[must_use]
pub fn round_below(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    let factor = [5.0, 2.0, 1.0]
        .into_iter()
        .find(|factor| factor * power <= value)
        .unwrap_or(1.0);
    factor * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_is_round_and_as_large_as_it_says() {
        for latitude in [-60.0, 0.0, 48.28, 80.0] {
            let center = LonLat::new(37.2, latitude);
            let circle = circle(center, 10_000.0, 256);
            for &vertex in &circle.exterior().0 {
                let (distance, _) = distance_and_bearing(center, vertex.into());
                assert!((distance - 10_000.0).abs() < 0.01, "{distance}");
            }
            let area = area_m2(&Geometry::Polygon(circle)).unwrap_or_default();
            let exact = std::f64::consts::PI * 1e8;
            assert!((area / exact - 1.0).abs() < 1e-3, "{area}");
        }
    }

    #[test]
    fn winding_does_not_change_an_area() {
        let mut circle = circle(LonLat::new(5.0, 50.0), 1_000.0, 64);
        let area = area_m2(&Geometry::Polygon(circle.clone()));
        circle.exterior_mut(|ring| ring.0.reverse());
        assert_eq!(area_m2(&Geometry::Polygon(circle)), area);
    }
}
