//! What this version does not understand survives opening and saving.

use std::{fs, path::Path};

use dateline::formats::geojson;
use serde_json::{Value, json};

/// A member that no version knows, added to every object.
fn with_unknown_members(value: &mut Value) -> usize {
    match value {
        Value::Object(object) => {
            let added: usize = object.values_mut().map(with_unknown_members).sum();
            object.insert(
                "x-new".to_owned(),
                json!({"list": [null, {"deep": 1.5}], "on": true}),
            );
            added + 1
        }
        Value::Array(list) => list.iter_mut().map(with_unknown_members).sum(),
        _ => 0,
    }
}

/// Opened and saved, as JSON.
fn saved(file: &Value) -> Value {
    let opened = crate::read(&file.to_string());
    serde_json::from_str(&geojson::write(&opened.project)).expect("JSON")
}

#[test]
fn members_of_a_newer_version_survive_in_every_object() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/harbour/project.geojson");
    let text = fs::read_to_string(path).expect("a fixture");
    let mut file: Value = serde_json::from_str(&text).expect("JSON");
    let objects = with_unknown_members(&mut file);
    assert!(objects > 100, "{objects} objects");
    let saved = saved(&file);
    for (key, value) in file.as_object().expect("an object") {
        if key != "features" {
            assert_eq!(&saved[key], value, "{key}");
        }
    }
    let features = |file: &Value| file["features"].as_array().cloned().unwrap_or_default();
    let (before, after) = (features(&file), features(&saved));
    assert_eq!(after.len(), before.len());
    for (after, before) in after.iter().zip(&before) {
        assert_eq!(after, before);
    }
}

/// A project with one feature, which `change` alters before it is opened.
fn project(change: impl Fn(&mut Value)) -> Value {
    let mut file = json!({
        "type": "FeatureCollection",
        "dateline": {
            "version": "1.0",
            "article": null,
            "layers": [
                {"id": "l", "name": "L", "color": "blue", "visible": true, "opacity": 1},
            ],
            "unmapped": [],
            "dismissed": [],
        },
        "features": [{
            "type": "Feature", "id": "a", "geometry": null,
            "properties": {"name": "A", "layer": "l", "geometry_basis": "drawn"},
        }],
    });
    change(&mut file);
    file
}

#[track_caller]
fn survives(change: impl Fn(&mut Value)) {
    let file = project(change);
    assert_eq!(saved(&file), file);
}

#[test]
fn values_that_are_not_understood_stay_where_they_were() {
    survives(|_| {});
    survives(|file| file["dateline"]["article"] = json!({"title": "Without text"}));
    survives(|file| file["dateline"]["layers"][0]["color"] = json!("pink"));
    survives(|file| file["dateline"]["layers"][0]["visible"] = json!("always"));
    for (key, value) in [
        ("name", json!(["A"])),
        ("names", json!({"en": ["A"]})),
        ("role", json!("witness")),
        ("geometry_basis", json!("satellite")),
        ("geonames_id", json!(-5)),
        ("center", json!([5, 50, 100])),
        ("radius_m", json!(-1)),
        ("notes", json!([5, {"text": "new"}])),
        ("stroke-width", json!(500)),
        ("fill-opacity", json!("50 %")),
        ("marker-symbol", json!("harbor")),
        (
            "evidence",
            json!([{"selector": {"type": "CssSelector", "value": "p"}}, "see above"]),
        ),
        ("stated", json!([{"value": 5, "unit": "furlong"}])),
        (
            "stated",
            json!([{"value": 5, "unit": "km", "evidence": "see above"}]),
        ),
    ] {
        survives(|file| file["features"][0]["properties"][key] = value.clone());
    }
}

#[test]
fn entries_that_are_not_understood_stay_in_their_list() {
    let quote = json!({"selector": [{"type": "TextQuoteSelector", "exact": "x"}]});
    survives(|file| {
        let layers = file["dateline"]["layers"].as_array_mut().expect("layers");
        layers.push(json!("another"));
    });
    survives(|file| file["dateline"]["unmapped"] = json!([{"category": "new"}]));
    survives(|file| {
        file["features"][0]["properties"]["evidence"] = json!([quote, {"exact": "x"}]);
    });
    survives(|file| {
        file["features"][0]["properties"]["evidence"] = json!([{
            "mention": "nickname",
            "selector": [
                {"type": "TextQuoteSelector", "exact": "x", "refinedBy": {"type": "New"}},
                {"type": "TextPositionSelector", "start": 0, "end": 1},
                {"type": "XPathSelector", "value": "/p[1]"},
                {"type": "TextQuoteSelector", "exact": "y"},
            ],
        }]);
    });
}

#[test]
fn a_name_under_another_key_is_shown_and_left_there() {
    for key in ["title", "NAME", "Name"] {
        let mut file = json!({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {}, "geometry": null},
        ]});
        file["features"][0]["properties"][key] = json!("Ash");
        let opened = crate::read(&file.to_string());
        assert_eq!(opened.project.features[0].name, "Ash");
        assert_eq!(saved(&file)["features"][0]["properties"][key], "Ash");
    }
}

#[test]
fn an_invented_id_takes_no_id_that_another_feature_has() {
    let feature =
        |id: Value| json!({"type": "Feature", "id": id, "properties": {}, "geometry": null});
    let ids = |given: &[Value]| {
        let features: Vec<Value> = given.iter().cloned().map(feature).collect();
        let file = json!({"type": "FeatureCollection", "features": features});
        let features = crate::read(&file.to_string()).project.features;
        features
            .into_iter()
            .map(|feature| feature.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ids(&[json!(null), json!("feature-1")]),
        ["feature-1-again", "feature-1"]
    );
    assert_eq!(
        ids(&[json!("a"), json!("a"), json!("a-again")]),
        ["a", "a-again-again", "a-again"]
    );
    assert_eq!(ids(&[json!(7), json!("7"), json!(""), json!([])]).len(), 4);
}
