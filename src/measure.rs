//! Measuring on the ellipsoid: areas, lengths and circles, and holding them against what an
//! article states.
//!
//! All of it is geodesic on WGS 84 (C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87,
//! 2013), through the `geo` crate.

use geo::{
    Bearing as _, Coord, Destination as _, Distance as _, Geodesic, GeodesicArea as _, Geometry,
    Length as _, LineString, Orient as _, Point, Polygon, orient::Direction,
};

use crate::project::feature::{Dimension, Feature, Stated, Unit};

/// What can be measured of a feature, in SI units; `None` where the geometry has no such measure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    pub area_m2: Option<f64>,
    pub length_m: Option<f64>,
    /// The mean distance of a circle's vertices from its centre.
    pub radius_m: Option<f64>,
}

/// Measure a feature.
#[must_use]
pub fn measure(feature: &Feature) -> Measured {
    let Some(geometry) = &feature.geometry else {
        return Measured::default();
    };
    Measured {
        area_m2: area_m2(geometry),
        length_m: length_m(geometry),
        radius_m: feature
            .center
            .filter(|_| feature.radius_m.is_some())
            .and_then(|center| mean_distance_m(geometry, center)),
    }
}

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

fn mean_distance_m(geometry: &Geometry, center: Coord) -> Option<f64> {
    let Geometry::Polygon(polygon) = geometry else {
        return None;
    };
    let center = Point::from(center);
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

/// The circle of `radius_m` metres about `center` (`lon_lat`), counter-clockwise, with
/// `vertices` vertices that all lie on it.
#[must_use]
pub fn circle(center: Coord, radius_m: f64, vertices: u16) -> Polygon {
    let center = Point::from(center);
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
pub fn distance_and_bearing(from: Coord, to: Coord) -> (f64, f64) {
    let (from, to) = (Point::from(from), Point::from(to));
    (
        Geodesic.distance(from, to),
        Geodesic.bearing(from, to).rem_euclid(360.0),
    )
}

/// The measure that a stated figure speaks of, in the figure's own unit.
#[must_use]
pub fn measured_as(stated: &Stated, measured: &Measured) -> Option<f64> {
    let si = match stated.unit.dimension() {
        Dimension::Length => measured.radius_m.or(measured.length_m),
        Dimension::Area => measured.area_m2,
        Dimension::Speed | Dimension::Count => None,
    }?;
    Some(si / stated.unit.in_si())
}

/// Why the geometry contradicts the stated figure, in words; `None` when it does not, or when
/// there is nothing to compare.
#[must_use]
pub fn contradiction(stated: &Stated, measured: &Measured) -> Option<String> {
    let value = measured_as(stated, measured)?;
    let (lowest, highest) = tolerance(stated.hedge.as_deref());
    if (stated.value * lowest..=stated.value * highest).contains(&value) {
        return None;
    }
    let hedge = stated.hedge.as_deref().unwrap_or_default();
    Some(format!(
        "the article states {}{}{} but the geometry measures {}",
        hedge,
        if hedge.is_empty() { "" } else { " " },
        quantity(stated.value, stated.unit),
        quantity(value, stated.unit),
    ))
}

/// How far below and above a stated figure a geometry may lie before it contradicts it, as
/// factors. "Over" sets a floor and "within" a ceiling; the loose ends are there because a figure
/// missed twofold is no rendering of the claim either.
fn tolerance(hedge: Option<&str>) -> (f64, f64) {
    const FLOORS: [&str; 5] = ["over", "more than", "at least", "exceed", "above"];
    const CEILINGS: [&str; 8] = [
        "within",
        "under",
        "less than",
        "up to",
        "at most",
        "nearly",
        "almost",
        "below",
    ];
    const LOOSE: [&str; 5] = ["around", "about", "approx", "roughly", "some"];
    let hedge = hedge.unwrap_or_default().to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| hedge.contains(word));
    // "No more than" is a ceiling, "no less than" a floor.
    let negated = ["no ", "not "].iter().any(|word| hedge.contains(word));
    let (floor, ceiling) = if negated {
        (any(&CEILINGS), any(&FLOORS))
    } else {
        (any(&FLOORS), any(&CEILINGS))
    };
    if floor {
        (0.98, 2.0)
    } else if ceiling {
        (0.5, 1.02)
    } else if any(&LOOSE) {
        (0.85, 1.15)
    } else {
        (0.95, 1.05)
    }
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

/// A figure with its unit as a reader expects it: digits grouped, no more decimals than matter.
#[must_use]
pub fn quantity(value: f64, unit: Unit) -> String {
    format!("{}\u{a0}{}", grouped(value), unit.symbol())
}

/// An area in both systems: "1,102 km² (425 sq mi)".
#[must_use]
pub fn area_in_words(area_m2: f64) -> String {
    format!(
        "{} ({})",
        quantity(
            area_m2 / Unit::SquareKilometre.in_si(),
            Unit::SquareKilometre
        ),
        quantity(area_m2 / Unit::SquareMile.in_si(), Unit::SquareMile),
    )
}

/// A length in both systems: "10.0 km (6.2 mi)".
#[must_use]
pub fn length_in_words(length_m: f64) -> String {
    format!(
        "{} ({})",
        quantity(length_m / Unit::Kilometre.in_si(), Unit::Kilometre),
        quantity(length_m / Unit::Mile.in_si(), Unit::Mile),
    )
}

/// A number with commas between thousands: one decimal below 100 unless it is whole, else none.
#[must_use]
pub fn grouped(value: f64) -> String {
    let decimals = usize::from(value.abs() < 100.0 && (value - value.round()).abs() > 0.04);
    let text = format!("{value:.decimals$}");
    let (sign, rest) = text
        .strip_prefix('-')
        .map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = rest.find('.').map_or((rest, ""), |dot| rest.split_at(dot));
    let mut grouped = String::with_capacity(text.len() + 4);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{fraction}")
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;

    fn stated(value: f64, unit: Unit, hedge: &str) -> Stated {
        Stated {
            value,
            unit,
            hedge: (!hedge.is_empty()).then(|| hedge.to_owned()),
            said_by: None,
            evidence: None,
            other: Map::new(),
        }
    }

    #[test]
    fn a_circle_is_round_and_as_large_as_it_says() {
        for latitude in [-60.0, 0.0, 48.28, 80.0] {
            let center = Coord {
                x: 37.2,
                y: latitude,
            };
            let circle = circle(center, 10_000.0, 256);
            for &vertex in &circle.exterior().0 {
                let (distance, _) = distance_and_bearing(center, vertex);
                assert!((distance - 10_000.0).abs() < 0.01, "{distance}");
            }
            let area = area_m2(&Geometry::Polygon(circle)).unwrap_or_default();
            let exact = std::f64::consts::PI * 1e8;
            assert!((area / exact - 1.0).abs() < 1e-3, "{area}");
        }
    }

    #[test]
    fn winding_does_not_change_an_area() {
        let mut circle = circle(Coord { x: 5.0, y: 50.0 }, 1_000.0, 64);
        let area = area_m2(&Geometry::Polygon(circle.clone()));
        circle.exterior_mut(|ring| ring.0.reverse());
        assert_eq!(area_m2(&Geometry::Polygon(circle)), area);
    }

    #[test]
    fn over_is_a_floor_and_within_is_a_ceiling() {
        let measured = Measured {
            area_m2: Some(1.102e9),
            length_m: None,
            radius_m: Some(10_000.0),
        };
        let contradicts =
            |value, unit, hedge| contradiction(&stated(value, unit, hedge), &measured).is_some();
        assert!(!contradicts(1_000.0, Unit::SquareKilometre, "over"));
        assert!(contradicts(1_200.0, Unit::SquareKilometre, "over"));
        assert!(contradicts(1_000.0, Unit::SquareKilometre, ""));
        assert!(!contradicts(6.2, Unit::Mile, "within"));
        assert!(contradicts(9.0, Unit::Kilometre, "within"));
        assert!(!contradicts(60_000.0, Unit::People, "around"));
        assert!(!contradicts(10.0, Unit::Kilometre, "no more than"));
        assert!(contradicts(9.0, Unit::Kilometre, "not more than"));
        assert!(!contradicts(9.0, Unit::Kilometre, "not less than"));
    }

    #[test]
    fn figures_are_grouped_and_not_over_precise() {
        assert_eq!(grouped(1_101.8), "1,102");
        assert_eq!(grouped(60_000.0), "60,000");
        assert_eq!(grouped(6.214), "6.2");
        assert_eq!(grouped(10.0), "10");
        assert_eq!(grouped(-1_234_567.0), "-1,234,567");
    }
}
