//! `dateline validate`: findings as lines, and an exit status for scripts.

use std::{fs, process::Stdio};

use serde_json::{Value, json};

use super::{Folder, Run, collection, feature, repository};

const SOUND: &str = r#"{"type": "Point", "coordinates": [5, 50]}"#;

/// Check one file of this content.
fn validate(content: impl AsRef<[u8]>) -> Run {
    let folder = Folder::new();
    folder.write("a.geojson", content);
    folder.run(&["validate", "a.geojson"])
}

/// A project about `text` with one feature.
fn project(text: &str, properties: &Value, geometry: &Value) -> String {
    json!({
        "type": "FeatureCollection",
        "dateline": {"version": "1.0", "article": {"text": text}},
        "features": [{"type": "Feature", "id": "a", "properties": properties, "geometry": geometry}],
    })
    .to_string()
}

fn quote(exact: &str) -> Value {
    json!({"selector": [{"type": "TextQuoteSelector", "exact": exact}]})
}

#[test]
fn sound_files_are_passed_over_in_silence() {
    let folder = Folder::new();
    folder.write("point.geojson", SOUND);
    folder.write("none.geojson", collection(&json!([])));
    let harbour = repository("tests/fixtures/harbour/project.geojson");
    let default = repository("data/default.geojson");
    folder
        .run(&[
            "validate".as_ref(),
            harbour.as_os_str(),
            default.as_os_str(),
            "point.geojson".as_ref(),
            "none.geojson".as_ref(),
        ])
        .silent_success();
}

#[test]
fn a_finding_is_file_where_severity_code_and_message() {
    let open = json!({"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [1, 1]]]});
    let run = validate(feature(&open));
    assert_eq!((run.code, &*run.err), (Some(1), ""));
    assert_eq!(
        run.out,
        "a.geojson: features[0] “a” geometry.coordinates[0]: error[ring-not-closed]: \
         the last position of a ring must repeat the first\n"
    );
}

#[test]
fn warnings_alone_are_no_failure() {
    let clockwise = json!({"type": "Polygon", "coordinates": [[[0, 0], [9, 9], [9, 0], [0, 0]]]});
    let run = validate(feature(&clockwise));
    assert_eq!(run.code, Some(0));
    assert_eq!(
        run.findings(),
        ["features[0] “a” geometry.coordinates[0]: warning[winding]"]
    );
    let precise = json!({"type": "Point", "coordinates": [5.123_456_789_1, 50]});
    let run = validate(feature(&precise));
    assert_eq!(run.code, Some(0));
    assert_eq!(
        run.findings(),
        ["features[0] “a” geometry.coordinates: warning[excess-precision]"]
    );
}

#[test]
fn structure_is_checked_to_the_very_place() {
    let cases = [
        (
            json!({"type": "Point", "coordinates": [48.2, 137.1]}),
            "",
            "out-of-range",
        ),
        (
            json!({"type": "Point", "coordinates": ["5", "50"]}),
            "",
            "position",
        ),
        (
            json!({"type": "MultiPoint", "coordinates": [[5, 50], [5]]}),
            "[1]",
            "position",
        ),
        (
            json!({"type": "LineString", "coordinates": [[5, 50]]}),
            "",
            "too-few-positions",
        ),
        (
            json!({"type": "LineString", "coordinates": 7}),
            "",
            "coordinates",
        ),
        (
            json!({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}),
            "[0]",
            "too-few-positions",
        ),
        (
            json!({"type": "MultiPolygon", "coordinates": [[[[0, 0], [9, 0], [9, 9], [1, 1]]]]}),
            "[0][0]",
            "ring-not-closed",
        ),
    ];
    for (geometry, place, code) in cases {
        let run = validate(feature(&geometry));
        assert_eq!(run.code, Some(1), "{geometry}");
        assert_eq!(
            run.findings(),
            [format!(
                "features[0] “a” geometry.coordinates{place}: error[{code}]"
            )],
            "{geometry}"
        );
    }
}

#[test]
fn swapped_coordinates_are_recognised() {
    let run = validate(feature(
        &json!({"type": "Point", "coordinates": [48.2, 137.1]}),
    ));
    assert!(
        run.out.contains("longitude comes first in GeoJSON"),
        "{}",
        run.out
    );
}

#[test]
fn two_features_with_one_id_are_an_error() {
    let twin = json!({"type": "Feature", "id": "twin", "properties": {}, "geometry": null});
    let run = validate(collection(&json!([twin, twin])));
    assert_eq!(run.code, Some(1));
    assert_eq!(
        run.findings(),
        ["features[1] “twin” id: error[duplicate-id]"]
    );
}

#[test]
fn a_quote_that_does_not_resolve_is_an_error() {
    let properties = json!({"evidence": [quote("the river"), quote("the tide")], "stated": [
        {"value": 3, "unit": "km", "evidence": quote("4 km")},
    ]});
    let content = project("In May the river rose 3 km off.", &properties, &Value::Null);
    let run = validate(content);
    assert_eq!(run.code, Some(1));
    assert_eq!(
        run.findings(),
        [
            // Words that stand only once are found without a position, and that is said.
            "features[0] “a” properties.evidence[0]: warning[quote-moved]",
            "features[0] “a” properties.evidence[1]: error[quote-not-found]",
            "features[0] “a” properties.stated[0].evidence: error[quote-not-found]",
        ]
    );
    assert!(
        run.out.contains("“the tide” does not resolve"),
        "{}",
        run.out
    );
}

/// A triangle of about 61 km² on the equator.
fn triangle() -> Value {
    json!({"type": "Polygon", "coordinates": [[[0, 0], [0.1, 0], [0, 0.1], [0, 0]]]})
}

#[test]
fn a_stated_figure_that_contradicts_the_geometry_is_an_error() {
    let stated = |value: f64, hedge: Value| {
        let properties = json!({"stated": [
            {"value": value, "unit": "km²", "hedge": hedge, "evidence": quote("area")},
        ]});
        validate(project("area", &properties, &triangle()))
            .findings()
            .into_iter()
            .filter(|finding| finding.contains("contradicts"))
            .collect::<Vec<_>>()
    };
    let contradiction =
        ["features[0] “a” properties.stated[0]: error[stated-contradicts-geometry]"];
    assert_eq!(stated(61.0, Value::Null), [""; 0]);
    assert_eq!(stated(90.0, Value::Null), contradiction);
    assert_eq!(stated(50.0, json!("over")), [""; 0]);
    assert_eq!(stated(90.0, json!("over")), contradiction);
    assert_eq!(stated(90.0, json!("less than")), [""; 0]);
    assert_eq!(stated(50.0, json!("less than")), contradiction);
}

#[test]
fn a_radius_that_contradicts_the_circle_is_an_error() {
    let circle = |radius_m: f64| {
        let properties = json!({"center": [0, 0], "radius_m": radius_m});
        let square = json!({"type": "Polygon", "coordinates": [
            [[0.1, 0], [0, 0.1], [-0.1, 0], [0, -0.1], [0.1, 0]],
        ]});
        validate(project("a", &properties, &square)).findings()
    };
    let contradiction =
        "features[0] “a” properties.radius_m: error[radius-contradicts-geometry]".to_owned();
    assert!(circle(20_000.0).contains(&contradiction));
    assert!(!circle(11_094.0).contains(&contradiction));
}

#[test]
fn a_feature_is_counted_as_in_the_file_when_one_before_it_cannot_be_read() {
    let content = json!({
        "type": "FeatureCollection",
        "dateline": {"version": "1.0", "article": {"text": "area"}},
        "features": [
            7,
            {"type": "Feature", "id": "a", "geometry": triangle(), "properties":
                {"evidence": [quote("gone")]}},
        ],
    });
    assert_eq!(
        validate(content.to_string()).findings(),
        [
            "features[0]: error[not-a-feature]",
            "features[1] “a” properties.evidence[0]: error[quote-not-found]",
        ]
    );
}

#[test]
fn a_line_break_in_an_id_does_not_break_the_line() {
    let point = json!({"type": "Point", "coordinates": [500, 0]});
    let run = validate(collection(&json!([
        {"type": "Feature", "id": "a\nb\u{1b}[31m", "properties": {}, "geometry": point},
    ])));
    assert_eq!(run.out.lines().count(), 1, "{:?}", run.out);
    assert!(!run.out.contains('\u{1b}'), "{:?}", run.out);
}

#[test]
fn the_worst_of_several_files_decides_and_all_are_checked() {
    let folder = Folder::new();
    folder.write("sound", SOUND);
    folder.write(
        "wrong",
        feature(&json!({"type": "Point", "coordinates": [200, 0]})),
    );
    let run = folder.run(&["validate", "sound", "gone", "wrong", "sound"]);
    assert_eq!((run.code, &*run.err), (Some(2), ""));
    let files: Vec<&str> = run
        .out
        .lines()
        .filter_map(|line| line.split(": ").next())
        .collect();
    assert_eq!(files, ["gone", "wrong"]);
    assert_eq!(folder.run(&["validate", "wrong", "sound"]).code, Some(1));
    assert_eq!(folder.run(&["validate", "sound", "sound"]).code, Some(0));
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let folder = Folder::new();
    let wrong = |index: usize| {
        json!({"type": "Feature", "id": index, "properties": {}, "geometry":
            {"type": "Point", "coordinates": [200, 0]}})
    };
    // More than any pipe holds.
    folder.write("many", collection(&(0..5_000).map(wrong).collect()));
    let mut program = folder
        .command(&["validate", "many"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(program.stdout.take());
    let output = program.wait_with_output().expect("its end");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stderr, b"");
}

#[cfg(target_os = "linux")]
#[test]
fn findings_that_cannot_be_written_are_a_failure() {
    let folder = Folder::new();
    folder.write(
        "wrong",
        feature(&json!({"type": "Point", "coordinates": [200, 0]})),
    );
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("/dev/full");
    let output = folder
        .command(&["validate", "wrong"])
        .stdout(full)
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("could not be written"), "{said}");
}
