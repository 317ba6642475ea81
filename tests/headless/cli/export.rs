//! `dateline export`: files for other programs.

use std::fs;

use serde_json::{Value, json};

use super::{Folder, Run, collection, feature, repository};

const FORMATS: [(&str, &str); 6] = [
    ("geojson", "geojson"),
    ("kml", "kml"),
    ("csv", "csv"),
    ("gpkg", "gpkg"),
    ("web-annotation", "jsonld"),
    ("html", "html"),
];

fn point() -> String {
    feature(&json!({"type": "Point", "coordinates": [5, 50]}))
}

#[test]
fn each_format_is_written_by_its_name_or_by_the_ending_of_the_file() {
    let folder = Folder::new();
    let harbour = repository("tests/fixtures/harbour/project.geojson");
    let harbour = harbour.to_str().expect("UTF-8");
    for (format, ending) in FORMATS {
        let (named, plain) = (format!("a.{ending}"), format!("{ending}-plain"));
        folder
            .run(&["export", harbour, "-o", &named])
            .silent_success();
        folder
            .run(&["export", harbour, "--to", format, "--output", &plain])
            .silent_success();
        assert!(folder.read(&named).len() > 1_000, "{format}");
        assert!(folder.read(&plain).len() > 1_000, "{format}");
    }
    assert!(folder.read("a.gpkg").starts_with(b"SQLite format 3\0"));
    assert!(folder.read("a.html").starts_with(b"<!DOCTYPE html>"));
    assert_eq!(folder.names().len(), 2 * FORMATS.len(), "and nothing else");
}

#[test]
fn text_goes_to_standard_output_when_no_file_is_named() {
    let run = Folder::new().run(&["export", "--to", "geojson", "--layer", "belt"]);
    assert_eq!((run.code, &*run.err), (Some(0), ""));
    let file: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(file["features"].as_array().map(Vec::len), Some(1));
    assert_eq!(file["dateline"]["article"]["text"], Value::Null);
}

#[test]
fn an_export_is_a_project_again() {
    let folder = Folder::new();
    folder.run(&["export", "-o", "a.geojson"]).silent_success();
    let run = folder.run(&["validate", "a.geojson"]);
    assert_eq!((run.code, &*run.err), (Some(0), ""));
    assert_eq!(
        run.findings(),
        ["dateline.article: warning[article-not-included]"]
    );
    folder
        .run(&["export", "a.geojson", "-o", "b.geojson"])
        .silent_success();
    assert_eq!(folder.read("a.geojson"), folder.read("b.geojson"));
}

#[test]
fn what_is_missing_or_unknown_is_said_with_the_choices() {
    let folder = Folder::new();
    for (arguments, words) in [
        (&["export"][..], ["--to", ".geojson"]),
        (&["export", "-o", "map.shp"], ["map.shp", ".gpkg"]),
        (&["export", "-o", "map"], ["--to", ".kml"]),
        (
            &["export", "--to", "kml", "--layer", "atlantis"],
            ["“atlantis”", "places"],
        ),
        (
            &["export", "gone.geojson", "--to", "kml"],
            ["gone.geojson", "there is no such file"],
        ),
    ] {
        let run = folder.run(arguments);
        for word in words {
            assert!(run.refusal().contains(word), "{word}: {run:?}");
        }
    }
    let run = folder.run(&["export", "--to", "shp"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("web-annotation"), "{}", run.err);
    assert_eq!(folder.names(), [""; 0]);
}

#[test]
fn what_is_not_in_the_export_is_said() {
    let folder = Folder::new();
    let line = json!({"type": "LineString", "coordinates": [[1, 1]]});
    folder.write("half.geojson", feature(&line));
    let run = folder.run(&["export", "half.geojson", "-o", "a.csv"]);
    assert_eq!((run.code, &*run.out), (Some(0), ""));
    assert!(run.err.contains("half.geojson: features[0]"), "{}", run.err);
}

#[test]
fn an_output_that_cannot_be_written_is_named_and_an_older_one_stays() {
    let folder = Folder::new();
    folder.write("one.geojson", point());
    folder.write("old.kml", "an older export");
    let mut permissions = fs::metadata(folder.path("old.kml"))
        .expect("there")
        .permissions();
    permissions.set_readonly(true);
    fs::set_permissions(folder.path("old.kml"), permissions).expect("permissions");
    fs::create_dir(folder.path("taken.kml")).expect("a folder");
    for (output, remedy) in [
        ("old.kml", "Choose another place"),
        ("taken.kml", "Give a name for the file"),
        ("gone/a.kml", "Choose another folder"),
        ("one.geojson/a.kml", "Choose another folder"),
    ] {
        let run = folder.run(&["export", "one.geojson", "-o", output]);
        let line = run.refusal();
        assert!(line.contains(output) && line.contains(remedy), "{line}");
    }
    assert_eq!(folder.read("old.kml"), b"an older export");
    assert_eq!(folder.names(), ["old.kml", "one.geojson", "taken.kml"]);
}

/// A limit on the size of files acts as a full disk does: part of the file is written, then no
/// more.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_leaves_the_older_export_whole() {
    let folder = Folder::new();
    folder.write("old.geojson", "an older export");
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" export -o old.geojson";
    let run = Run::of(&mut folder.script(script));
    let line = run.refusal();
    assert!(
        line.contains("old.geojson") && line.contains("Make room"),
        "{line}"
    );
    assert_eq!(folder.read("old.geojson"), b"an older export");
    assert_eq!(folder.names(), ["old.geojson"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_told_and_a_closed_one_is_not() {
    let folder = Folder::new();
    let full = fs::File::options()
        .write(true)
        .open("/dev/full")
        .expect("a full device");
    let output = folder
        .command(&["export", "--to", "csv"])
        .stdout(full)
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("standard output"), "{said}");

    let script = "\"$0\" export --to html | head -c 1 >/dev/null";
    let run = Run::of(&mut folder.script(script));
    assert_eq!((run.code, &*run.err), (Some(0), ""));
}

#[test]
fn much_that_is_wrong_in_one_way_is_told_of_in_a_few_lines() {
    let folder = Folder::new();
    let point = json!({
        "type": "Feature", "id": "same", "properties": {},
        "geometry": {"type": "Point", "coordinates": [5, 50]},
    });
    folder.write("same.geojson", collection(&json!(vec![point; 31])));
    let run = folder.run(&["export", "same.geojson", "--to", "csv"]);
    assert_eq!(run.code, Some(0));
    let lines: Vec<&str> = run.err.lines().collect();
    assert_eq!(lines.len(), 11, "{}", run.err);
    assert!(lines[0].contains("features[1] “same” id: error[duplicate-id]"));
    assert_eq!(
        lines[10],
        "same.geojson: 20 more of error[duplicate-id]; “dateline validate” lists them all"
    );
}
