//! The examples of RFC 7946 (appendix A, sections 1.5, 3.1.9 and 5), each in a file of its own.

use std::{fs, path::Path};

use dateline::{
    formats::geojson::{self, Opened},
    validate::validate,
};
use geo::{Geometry, HasDimensions as _};
use serde_json::{Value, json};

use crate::projects::nth;

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/geojson")
}

fn json_of(name: &str) -> Value {
    let text = fs::read_to_string(fixtures().join(format!("{name}.geojson"))).expect("a fixture");
    serde_json::from_str(&text).expect("JSON")
}

#[track_caller]
fn open(name: &str) -> Opened {
    let opened = geojson::open(&fixtures().join(format!("{name}.geojson"))).expect("it opens");
    assert_eq!(validate(&opened), [], "{name}");
    opened
}

fn written(opened: &Opened) -> Value {
    serde_json::from_str(&geojson::write(&opened.project)).expect("JSON")
}

/// `0` and `0.0` are the same number.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

#[test]
fn each_type_of_geometry_is_read_as_itself_and_written_as_it_was() {
    let names = [
        "point",
        "multi_point",
        "line_string",
        "multi_line_string",
        "polygon",
        "polygon_with_hole",
        "multi_polygon",
        "geometry_collection",
        "line_across_the_antimeridian",
        "area_across_the_antimeridian",
    ];
    for name in names {
        let opened = open(name);
        assert_eq!(opened.project.features().len(), 1, "{name}");
        let geometry = nth(&opened.project, 0).geometry().expect("a geometry");
        let kind = match geometry {
            Geometry::Point(_) => "Point",
            Geometry::MultiPoint(_) => "MultiPoint",
            Geometry::LineString(_) => "LineString",
            Geometry::MultiLineString(_) => "MultiLineString",
            Geometry::Polygon(_) => "Polygon",
            Geometry::MultiPolygon(_) => "MultiPolygon",
            Geometry::GeometryCollection(_) => "GeometryCollection",
            _ => "none of GeoJSON’s",
        };
        let source = json_of(name);
        assert_eq!(kind, source["type"], "{name}");
        assert!(!geometry.is_empty(), "{name}");
        let written = &written(&opened)["features"][0]["geometry"];
        assert!(same(written, &source), "{name}: {written}");
    }
}

#[test]
fn a_feature_of_its_own_becomes_a_collection_of_one() {
    let opened = open("feature");
    let mut source = json_of("feature");
    let written = &written(&opened)["features"][0];
    // Two properties are ours to add: the name shown, and the layer drawn in.
    source["properties"]["name"] = json!("f1");
    source["properties"]["layer"] = json!("feature");
    source["properties"]["geometry_basis"] = json!("imported");
    assert!(same(written, &source), "{written}");
}

#[test]
fn a_collection_keeps_its_features_in_order_and_its_box() {
    let opened = open("feature_collection");
    let written = written(&opened);
    let source = json_of("feature_collection");
    assert!(same(&written["bbox"], &source["bbox"]));
    let features = written["features"].as_array().expect("features");
    assert_eq!(features.len(), 3);
    for (index, feature) in features.iter().enumerate() {
        let geometry = &source["features"][index]["geometry"];
        assert!(same(&feature["geometry"], geometry), "{feature}");
    }
    assert_eq!(features[1]["properties"]["prop1"], json!(0.0));
}

#[test]
fn rings_wound_the_other_way_are_read_and_written_as_the_standard_wants_them() {
    let mut polygon = json_of("polygon_with_hole");
    let rings = polygon["coordinates"].as_array_mut().expect("rings");
    for ring in rings {
        ring.as_array_mut().expect("positions").reverse();
    }
    let opened = super::read(&polygon.to_string());
    assert_eq!(
        opened.diagnostics.len(),
        1,
        "a warning: {:?}",
        opened.diagnostics
    );
    let again = super::again(&opened.project);
    assert_eq!(again.diagnostics, []);
    let area = |opened: &Opened| {
        dateline::project::measured::measure(nth(&opened.project, 0))
            .area_m2
            .unwrap_or_default()
    };
    assert!((area(&opened) - area(&again)).abs() < 1.0, "the same area");
    assert!(
        area(&opened) > 7e9,
        "about 0.64 square degrees on the equator"
    );
}
