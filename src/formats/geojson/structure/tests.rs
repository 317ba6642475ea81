//! Files with faults, and what is said of them.

use serde_json::json;

use super::*;

fn codes(root: &Value) -> Vec<(&'static str, String)> {
    let Value::Object(root) = root else {
        return Vec::new();
    };
    check(root)
        .into_iter()
        .map(|diagnostic| (diagnostic.code, diagnostic.place.to_string()))
        .collect()
}

fn feature(geometry: &Value) -> Value {
    json!({"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "a", "properties": {}, "geometry": geometry},
    ]})
}

#[test]
fn a_sound_polygon_with_a_hole_passes() {
    let geometry = json!({"type": "Polygon", "coordinates": [
        [[0, 0], [9, 0], [9, 9], [0, 0]], [[2, 1], [3, 2], [3, 1], [2, 1]],
    ]});
    assert_eq!(codes(&feature(&geometry)), []);
}

#[test]
fn findings_name_the_very_place() {
    let open = json!({"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [1, 1]]]});
    assert_eq!(
        codes(&feature(&open)),
        [(
            "ring-not-closed",
            "features[0] “a” geometry.coordinates[0]".to_owned()
        )]
    );
    let swapped = json!({"type": "LineString", "coordinates": [[0, 0], [48.2, 137.2]]});
    assert_eq!(
        codes(&feature(&swapped)),
        [(
            "out-of-range",
            "features[0] “a” geometry.coordinates[1]".to_owned()
        )]
    );
}

#[test]
fn numbers_beyond_all_measure_are_told_in_short() {
    assert_eq!(in_short(1e308), "1e308");
    assert_eq!(in_short(-181.5), "-181.5");
}

#[test]
fn winding_and_precision_are_only_warned_of() {
    let geometry = json!({"type": "Polygon", "coordinates": [
        [[0, 0], [9, 9], [9, 0.123_456_789], [0, 0]],
    ]});
    let Value::Object(root) = feature(&geometry) else {
        return;
    };
    let found = check(&root);
    assert_eq!(
        found.iter().map(|d| d.code).collect::<Vec<_>>(),
        ["excess-precision", "winding"]
    );
    assert!(
        found
            .iter()
            .all(|d| d.severity == Severity::Warning && !d.unreadable)
    );
}

#[test]
fn malformed_positions_are_errors_and_never_a_panic() {
    for coordinates in [
        json!(null),
        json!([]),
        json!([1]),
        json!(["1", 2]),
        json!({}),
        json!([[1, 2]]),
    ] {
        let found = codes(&feature(
            &json!({"type": "Point", "coordinates": coordinates}),
        ));
        assert_eq!(found[0].0, "position", "{found:?}");
    }
}

#[test]
fn a_feature_with_a_thousand_bad_positions_is_reported_once() {
    let positions: Vec<Value> = (0..1000).map(|_| json!([500, 500])).collect();
    let found = codes(&feature(
        &json!({"type": "LineString", "coordinates": positions}),
    ));
    assert_eq!(found.len(), 1);
}

#[test]
fn ids_must_differ() {
    let twin = json!({"type": "Feature", "id": 7, "properties": null, "geometry": null});
    let found = codes(&json!({"type": "FeatureCollection", "features": [twin, twin]}));
    assert_eq!(found, [("duplicate-id", "features[1] “7” id".to_owned())]);
}
