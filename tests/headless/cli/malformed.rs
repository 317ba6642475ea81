//! Files that are damaged, foreign or hostile: each is refused in one sentence that names the
//! place, or opened as far as it goes, and never ends in a crash.

use std::fs;

use serde_json::{Value, json};

use super::{Folder, collection, feature, repository};

const POINT: &str = r#"{"type":"Point","coordinates":[5,50]}"#;

/// The ways to give a file to the program.
fn commands(name: &str) -> Vec<Vec<&str>> {
    let mut commands = Vec::new();
    if cfg!(feature = "gui") {
        commands.push(vec![name]);
        commands.push(vec!["render", name, "-o", "map.png", "--size", "64x64"]);
    }
    commands
}

/// The file is refused by every command, with the file's name and all of `words`.
#[track_caller]
fn refused(folder: &Folder, name: &str, words: &[&str]) {
    let before = folder.names();
    let run = folder.run(&["validate", name]);
    assert_eq!((run.code, &*run.err), (Some(2), ""), "{run:?}");
    assert_eq!(run.out.lines().count(), 1, "{run:?}");
    let start = format!("{name}: ");
    assert!(run.out.starts_with(&start), "{run:?}");
    assert_eq!(run.out.matches(&start).count(), 1, "named once: {run:?}");
    assert!(run.out.contains(": error[unreadable]: "), "{run:?}");
    for word in words {
        assert!(run.out.contains(word), "{word}: {run:?}");
    }
    for arguments in commands(name) {
        let run = folder.run(&arguments);
        let line = run.refusal();
        assert!(line.starts_with(&format!("dateline: {name}: ")), "{line}");
        for word in words {
            assert!(line.contains(word), "{word}: {line}");
        }
    }
    assert_eq!(folder.names(), before, "nothing was made of it");
}

#[track_caller]
fn content_refused(content: impl AsRef<[u8]>, words: &[&str]) {
    let folder = Folder::new();
    folder.write("a.geojson", content);
    refused(&folder, "a.geojson", words);
}

/// The file opens, and `validate` says exactly `findings`: `where: severity[code]`.
#[track_caller]
fn opens(content: impl AsRef<[u8]>, findings: &[&str]) {
    let folder = Folder::new();
    folder.write("a.geojson", content);
    let run = folder.run(&["validate", "a.geojson"]);
    let errors = findings.iter().any(|finding| finding.contains("error["));
    assert_eq!(
        (run.code, &*run.err),
        (Some(i32::from(errors)), ""),
        "{run:?}"
    );
    assert_eq!(run.findings(), findings, "{run:?}");
}

#[test]
fn a_file_that_breaks_off_is_called_cut_short() {
    content_refused(&POINT[..20], &["line 1, column 20", "cut short"]);
    content_refused("{\n  \"type\": \"Poi", &["line 2, column 14", "cut short"]);
    // In the middle of a letter.
    content_refused(
        &"{\n\"name\": \"é"[..].as_bytes()[..12],
        &["line 2, column 9", "cut short"],
    );
}

#[test]
fn no_beginning_of_a_project_is_taken_for_the_whole() {
    let harbour =
        fs::read(repository("tests/fixtures/harbour/project.geojson")).expect("a fixture");
    let folder = Folder::new();
    let names: Vec<String> = (1..=16).map(|part| format!("part {part}")).collect();
    for (part, name) in (1..).zip(&names) {
        folder.write(name, &harbour[..harbour.len() * part / 17]);
    }
    let mut arguments = vec!["validate"];
    arguments.extend(names.iter().map(String::as_str));
    let run = folder.run(&arguments);
    assert_eq!(run.code, Some(2));
    assert_eq!(run.out.lines().count(), names.len(), "{}", run.out);
    for line in run.out.lines() {
        assert!(
            line.contains("error[unreadable]") && line.contains("cut short"),
            "{line}"
        );
    }
}

#[test]
fn numbers_that_json_does_not_have_are_refused_where_they_stand() {
    for number in [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "-1e999",
        "0x10",
        "+5",
        ".5",
    ] {
        let content = POINT.replace("5,50", &format!("5,\n{number}"));
        content_refused(content, &["line 2, column", "malformed"]);
    }
}

#[test]
fn deep_nesting_is_refused_and_exhausts_no_stack() {
    for depth in [200, 100_000] {
        for [open, close] in [["[", "]"], ["{\"a\":", "}"]] {
            let nested = format!("{}0{}", open.repeat(depth), close.repeat(depth));
            content_refused(
                format!("{{\"type\":\"FeatureCollection\",\"features\":[],\n\"deep\":{nested}}}"),
                &["line 2, column", "nested too deeply"],
            );
        }
    }
    let open = "{\"type\":\"GeometryCollection\",\"geometries\":[".repeat(100_000);
    content_refused(open, &["nested too deeply"]);
}

#[test]
fn files_without_content_are_called_empty() {
    for content in ["", " ", "\n\n\t\r\n", "\u{feff}", "\u{feff} \n"] {
        content_refused(content, &["the file is empty"]);
    }
}

#[test]
fn files_of_another_kind_are_not_taken_for_text() {
    content_refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &["not UTF-8", "byte 0"]);
    content_refused(b"{\"name\": \"Caf\xe9\"}", &["not UTF-8", "byte 13"]);
    let utf_16: Vec<u8> = "\u{feff}{}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    content_refused(&utf_16, &["not UTF-8", "byte 0"]);
    // Without a byte order mark this is UTF-8 with NULs in it.
    content_refused(&utf_16[2..], &["line 1, column 2", "malformed"]);
    content_refused([0; 64], &["line 1, column 1", "malformed"]);
    content_refused(
        "<kml><Placemark/></kml>",
        &["line 1, column 1", "malformed"],
    );
}

#[test]
fn json_of_another_kind_is_not_taken_for_geojson() {
    content_refused("[1, 2]", &["not GeoJSON", "not an object"]);
    content_refused("\"Feature\"", &["not GeoJSON", "not an object"]);
    content_refused("{}", &["not GeoJSON", "no “type”"]);
    content_refused(r#"{"type": 5}"#, &["not GeoJSON", "no “type”"]);
    content_refused(
        r#"{"type": "Topology", "objects": {}}"#,
        &["not GeoJSON", "“Topology”"],
    );
    for features in ["", r#", "features": null"#, r#", "features": {}"#] {
        content_refused(
            format!(r#"{{"type": "FeatureCollection"{features}}}"#),
            &["not GeoJSON", "no list of features"],
        );
    }
}

#[test]
fn a_byte_order_mark_and_no_features_are_in_order() {
    opens(format!("\u{feff}{POINT}"), &[]);
    opens(collection(&json!([])), &[]);
    opens(r#"{"type": "GeometryCollection", "geometries": []}"#, &[]);
}

#[test]
fn unknown_members_are_in_order() {
    opens(
        json!({
            "type": "FeatureCollection", "generator": {"name": "x", "list": [null, [1]]},
            "features": [{
                "type": "Feature", "id": 1, "hint": true, "geometry": {"type": "Point",
                "coordinates": [5, 50], "unit": "degree"}, "properties": {"rank": 1, "role": 5},
            }],
        })
        .to_string(),
        &[],
    );
}

#[test]
fn a_newer_major_version_is_refused_and_a_newer_minor_one_opens() {
    let project = |version: Value| {
        json!({"type": "FeatureCollection", "features": [], "dateline": {"version": version}})
            .to_string()
    };
    for version in ["2.0", "2", "10.1", "99999999999999999999.0"] {
        content_refused(
            project(json!(version)),
            &["newer Dateline", version, "Update"],
        );
    }
    content_refused(project(json!(2)), &["newer Dateline"]);
    for version in ["1.0", "1.7", "1.7.3", "0.9"] {
        opens(project(json!(version)), &[]);
    }
    for nonsense in [json!(null), json!([]), json!(""), json!("new")] {
        opens(project(nonsense), &["dateline.version: warning[version]"]);
    }
}

#[test]
fn wrong_types_in_a_feature_set_aside_no_more_than_they_must() {
    opens(
        collection(&json!([
            null,
            "Feature",
            {"type": "Point", "coordinates": [5, 50]},
            {"type": "Feature", "properties": {}, "geometry": "Point"},
            {"type": "Feature", "properties": {}, "geometry": {"type": "Circle"}},
            {"type": "Feature", "properties": {}, "geometry": {"type": "Point"}},
            {"type": "Feature", "properties": {}, "geometry":
                {"type": "GeometryCollection", "geometries": [5]}},
            {"type": "Feature", "properties": {}, "geometry":
                {"type": "Point", "coordinates": [5, 50], "bbox": "wide"}},
            {"type": "Feature", "id": [], "properties": [], "geometry": null},
            {"type": "Feature", "id": "sound", "properties": {}, "geometry": null},
        ])),
        &[
            "features[0]: error[not-a-feature]",
            "features[1]: error[not-a-feature]",
            "features[2] type: error[not-a-feature]",
            "features[3] geometry.type: error[geometry-type]",
            "features[4] geometry.type: error[geometry-type]",
            "features[5] geometry.coordinates: error[coordinates]",
            "features[6] geometry.geometries[0].type: error[geometry-type]",
            "features[8] properties: warning[properties]",
            "features[8] id: warning[id]",
            "features[7] geometry: error[geometry]",
        ],
    );
}

#[test]
fn wrong_types_in_a_project_are_named_one_by_one() {
    let file = |dateline: Value, properties: Value| {
        json!({"type": "FeatureCollection", "dateline": dateline, "features": [
            {"type": "Feature", "id": "a", "properties": properties, "geometry": null},
        ]})
        .to_string()
    };
    opens(
        file(json!([]), json!({})),
        &["dateline: error[dateline-member]"],
    );
    opens(
        file(
            json!({
                "version": "1.0", "article": 5, "layers": {}, "unmapped": "none", "dismissed": 7,
            }),
            json!({}),
        ),
        &[
            "dateline.article.text: error[article]",
            "dateline.layers: error[dateline-member]",
            "dateline.unmapped: error[dateline-member]",
            "dateline.dismissed: error[dateline-member]",
        ],
    );
    opens(
        file(
            json!({
                "version": "1.0", "article": {"text": ["x"]},
                "layers": [null, {"name": "no id"}, {"id": "a"}, {"id": "a"}],
                "unmapped": [5, {"category": "figure", "reason": "no evidence"}],
                "dismissed": [5, {"scope": "this", "reason": "no evidence"}],
            }),
            json!({}),
        ),
        &[
            "dateline.article.text: error[article]",
            "dateline.layers[0]: error[layer]",
            "dateline.layers[1]: error[layer]",
            "dateline.layers[3]: error[layer]",
            "dateline.unmapped[0]: error[unmapped]",
            "dateline.unmapped[1]: error[unmapped]",
            "dateline.dismissed[0]: error[dismissed]",
            "dateline.dismissed[1]: error[dismissed]",
        ],
    );
    opens(
        file(
            json!({"version": "1.0"}),
            json!({
                "name": 5, "names": {"en": 5}, "layer": [], "kind": 7, "role": "witness",
                "geometry_basis": "guessed", "geonames_id": -1, "center": [500, 0],
                "radius_m": 0, "as_of": 2024, "notes": "one", "stroke-width": "thick",
                "fill-opacity": 9, "marker-symbol": "harbor", "evidence": [{}],
                "stated": [{"value": 5, "unit": "furlong"}],
            }),
        ),
        &[
            "features[0] “a” properties.evidence[0]: error[evidence]",
            "features[0] “a” properties.stated[0]: error[stated]",
            "features[0] “a” properties.name: warning[property]",
            "features[0] “a” properties.names: warning[property]",
            "features[0] “a” properties.layer: warning[property]",
            "features[0] “a” properties.kind: warning[property]",
            "features[0] “a” properties.role: warning[property]",
            "features[0] “a” properties.geometry_basis: warning[property]",
            "features[0] “a” properties.geonames_id: warning[property]",
            "features[0] “a” properties.center: warning[property]",
            "features[0] “a” properties.radius_m: warning[property]",
            "features[0] “a” properties.as_of: warning[property]",
            "features[0] “a” properties.notes: warning[property]",
            "features[0] “a” properties.stroke-width: warning[property]",
            "features[0] “a” properties.fill-opacity: warning[property]",
        ],
    );
}

#[test]
fn an_edited_article_is_warned_of() {
    opens(
        json!({"type": "FeatureCollection", "features": [], "dateline":
            {"version": "1.0", "article": {"text": "x", "sha256": "00"}}})
        .to_string(),
        &["dateline.article.sha256: warning[article-hash]"],
    );
}

#[test]
fn an_article_without_its_text_is_an_export_s_or_damaged() {
    let file = |article: serde_json::Value| {
        json!({"type": "FeatureCollection", "features": [], "dateline":
            {"version": "1.0", "article": article}})
        .to_string()
    };
    let hash = "0123456789abcdef".repeat(4);
    opens(
        file(json!({"title": "x", "sha256": hash})),
        &["dateline.article: warning[article-not-included]"],
    );
    for damaged in [
        json!({"title": "x"}),
        json!({"title": "x", "sha256": "00"}),
        json!({"text": 5, "sha256": hash}),
    ] {
        opens(file(damaged), &["dateline.article.text: error[article]"]);
    }
}

#[test]
fn what_is_no_file_is_said_to_be_none() {
    let folder = Folder::new();
    refused(&folder, "gone.geojson", &["no such file", "Check the path"]);
    fs::create_dir(folder.path("folder.geojson")).expect("a folder");
    refused(&folder, "folder.geojson", &["a folder, not a file"]);
    folder.write("file", POINT);
    refused(&folder, "file/a.geojson", &["could not be read"]);
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_said_to_be_closed_to_you() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let path = folder.write("a.geojson", POINT);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("its owner may");
    if fs::File::open(&path).is_ok() {
        // The superuser may read everything, so that the file opens as any other.
        folder.run(&["validate", "a.geojson"]).silent_success();
    } else {
        refused(&folder, "a.geojson", &["you may not read this file"]);
    }
}

#[test]
fn a_file_of_more_than_a_gigabyte_is_refused_unread() {
    let folder = Folder::new();
    let path = folder.write("large.geojson", "");
    let file = fs::File::options()
        .write(true)
        .open(path)
        .expect("the file");
    // Sparse: it takes no room on the disk.
    file.set_len((1 << 30) + 1).expect("a hole");
    refused(&folder, "large.geojson", &["1024 MB"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_is_read_to_its_end() {
    use std::io::Write as _;
    let folder = Folder::new();
    let mut program = folder
        .command(&["validate", "/dev/stdin"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut pipe = program.stdin.take().expect("a pipe");
    pipe.write_all(feature(&json!({"type": "Point", "coordinates": [200, 0]})).as_bytes())
        .expect("the program reads");
    drop(pipe);
    let output = program.wait_with_output().expect("its end");
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("features[0] “a” geometry.coordinates"),
        "{said}"
    );
}
