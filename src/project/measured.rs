//! What can be measured of a feature, held against what the article states.

use super::feature::{Feature, Stated};
use crate::measure::{area_m2, length_m, mean_distance_m, quantity, unit::Dimension};

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
    let Some(geometry) = feature.geometry() else {
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

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;
    use crate::measure::unit::Unit;

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
}
