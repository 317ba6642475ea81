//! Bounding boxes of other programs (RFC 7946, section 5): kept, as long as they are true.

use std::borrow::Cow;

use geo::{BoundingRect as _, Geometry, Rect};
use serde_json::{Map, Value};

/// The members, without a “bbox” that does not hold all of the geometries: they were moved or
/// drawn after the file was read.
pub fn without_outdated<'a>(
    members: &'a Map<String, Value>,
    geometries: impl IntoIterator<Item = &'a Geometry>,
) -> Cow<'a, Map<String, Value>> {
    let holds_all = members.get("bbox").and_then(sides).is_none_or(|sides| {
        let mut bounds = geometries.into_iter().filter_map(Geometry::bounding_rect);
        bounds.all(|bounds| holds(sides, bounds))
    });
    if holds_all {
        return Cow::Borrowed(members);
    }
    let mut members = members.clone();
    members.shift_remove("bbox");
    Cow::Owned(members)
}

/// West, south, east, north; `None` for what is no bounding box, and so claims nothing.
fn sides(bbox: &Value) -> Option<[f64; 4]> {
    let numbers: Option<Vec<f64>> = bbox.as_array()?.iter().map(Value::as_f64).collect();
    match numbers?[..] {
        [west, south, east, north] | [west, south, _, east, north, _] => {
            Some([west, south, east, north])
        }
        _ => None,
    }
}

/// Files round their numbers, so that a box may be too small by some centimetres.
fn holds([west, south, east, north]: [f64; 4], bounds: Rect) -> bool {
    const SLACK: f64 = 1e-5;
    let between = |low: f64, value: f64, high: f64| low - SLACK <= value && value <= high + SLACK;
    let lon = |value: f64| {
        if west <= east {
            between(west, value, east)
        } else {
            // Across the antimeridian.
            value >= west - SLACK || value <= east + SLACK
        }
    };
    let (min, max) = (bounds.min(), bounds.max());
    lon(min.x) && lon(max.x) && between(south, min.y, north) && between(south, max.y, north)
}

#[cfg(test)]
mod tests {
    use geo::{Point, line_string};
    use serde_json::json;

    use super::*;

    fn kept(bbox: Value, geometry: &Geometry) -> bool {
        let members = Map::from_iter([("bbox".to_owned(), bbox)]);
        without_outdated(&members, [geometry]).contains_key("bbox")
    }

    #[test]
    fn a_box_is_kept_as_long_as_it_holds_the_geometry() {
        let geometry = Geometry::Point(Point::new(30.0, 50.0));
        assert!(kept(json!([29, 49, 31, 51]), &geometry));
        assert!(kept(json!([29, 49, 0, 31, 51, 100]), &geometry));
        assert!(!kept(json!([31, 49, 33, 51]), &geometry));
        assert!(!kept(json!([29, 40, 0, 31, 49, 100]), &geometry));
    }

    #[test]
    fn a_box_across_the_antimeridian_holds_both_sides() {
        let line = Geometry::LineString(line_string![(x: 178.0, y: 1.0), (x: -179.0, y: 2.0)]);
        assert!(kept(json!([177, 0, -178, 3]), &line));
        assert!(!kept(json!([177, 0, 180, 3]), &line));
    }

    #[test]
    fn what_is_no_box_is_left_alone() {
        let geometry = Geometry::Point(Point::new(30.0, 50.0));
        assert!(kept(json!("everywhere"), &geometry));
        assert!(kept(json!([1, 2, 3]), &geometry));
    }
}
