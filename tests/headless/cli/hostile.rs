//! Input and output of the worst kind: each ends in a sentence that names the place and the remedy.

use std::{
    ffi::OsStr,
    fs::{self, File},
    os::unix::ffi::OsStrExt as _,
    process::Command,
};

use serde_json::json;

use super::{Folder, Run, collection};

/// A device without room.
fn full() -> File {
    let full = File::options().write(true).open("/dev/full");
    full.expect("a full device")
}

#[test]
fn a_file_s_name_need_not_be_unicode() {
    let folder = Folder::new();
    let name = OsStr::from_bytes(b"caf\xe9.txt");
    fs::write(folder.path("").join(name), "Rain fell on Lima, Peru.").expect("written");
    let run = folder.run(&[
        OsStr::new("extract"),
        name,
        OsStr::new("--to"),
        OsStr::new("csv"),
    ]);
    assert_eq!((run.code, &*run.err), (Some(0), ""));
    assert!(run.out.contains("Lima"));
}

#[test]
fn what_is_no_file_is_called_what_it_is() {
    let folder = Folder::new();
    fs::create_dir(folder.path("folder")).expect("a folder");
    let made = Command::new("mkfifo").arg(folder.path("pipe")).status();
    assert!(made.expect("mkfifo runs").success());
    for (name, what) in [("folder", "a folder"), ("pipe", "a pipe or a device")] {
        let run = folder.run(&["extract", name]);
        let line = run.refusal();
        let said = format!("{name}: this is {what}, not a file.");
        assert!(line.contains(&said), "{line}");
    }
}

#[test]
fn an_end_of_a_pipe_that_fails_is_named() {
    let folder = Folder::new();
    for arguments in [&["extract", "--jsonl"][..], &["extract", "-"]] {
        let mut command = folder.command(arguments);
        command.stdin(File::open(folder.path("")).expect("a folder"));
        let run = Run::of(&mut command);
        let line = run.refusal();
        assert!(
            line.contains("standard input could not be read") && line.contains("article.txt"),
            "{line}"
        );
    }
    let line = json!({"doc_id": 1, "text": "Rain fell on Lima."}).to_string();
    let lines = folder.write("lines", line);
    let mut command = folder.command(&["extract", "--jsonl"]);
    command
        .stdin(File::open(lines).expect("there"))
        .stdout(full());
    let run = Run::of(&mut command);
    assert!(run.refusal().contains("written to standard output"));
}

#[test]
fn lines_are_answered_until_nobody_listens() {
    let folder = Folder::new();
    let line = json!({"doc_id": 1, "text": "Rain fell on Lima."}).to_string();
    folder.write("lines", format!("{line}\n").repeat(3_000));
    let run = Run::of(&mut folder.script("\"$0\" extract --jsonl < lines | head -n 1"));
    assert_eq!((run.code, &*run.err), (Some(0), ""));
    assert_eq!(run.out.lines().count(), 1);
}

#[test]
fn what_is_said_of_a_long_quote_or_a_large_number_is_short() {
    let folder = Folder::new();
    let quote = json!({"selector": [
        {"type": "TextQuoteSelector", "exact": "very lonh ".repeat(200_000)},
    ]});
    let project = json!({
        "type": "FeatureCollection",
        "dateline": {"version": "1.0", "article": {"text": "very long ".repeat(100_000)}},
        "features": [
            {
                "type": "Feature",
                "id": "a",
                "properties": {"evidence": [quote]},
                "geometry": {"type": "Point", "coordinates": [5, 50]},
            },
            {
                "type": "Feature",
                "id": "b",
                "properties": {},
                "geometry": {"type": "Point", "coordinates": [1e308, -1e308]},
            },
        ],
    });
    folder.write("a.geojson", project.to_string());
    let run = folder.run(&["validate", "a.geojson"]);
    assert_eq!((run.code, &*run.err), (Some(1), ""));
    assert!(run.out.len() < 5_000, "{}", run.out.len());
    assert!(
        run.out.contains("[1e308, -1e308] is outside"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("does not resolve in the article"),
        "{}",
        run.out
    );
}

#[test]
fn coordinates_beyond_the_world_leave_sound_files() {
    let folder = Folder::new();
    let geometries = [
        json!({"type": "Point", "coordinates": [1e308, 1e308]}),
        json!({"type": "LineString", "coordinates": [[-1e308, 0], [1e308, 10]]}),
        json!({"type": "Polygon", "coordinates": [[[0, 0], [1e308, 0], [1e308, 1e308], [0, 0]]]}),
    ];
    let features = geometries
        .map(|geometry| json!({"type": "Feature", "properties": {}, "geometry": geometry}));
    folder.write("far.geojson", collection(&json!(features)));
    for format in ["geojson", "kml", "csv", "gpkg", "jsonld", "html"] {
        let run = folder.run(&["export", "far.geojson", "-o", &format!("out.{format}")]);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(run.err.contains("features[2]"), "what is left out is said");
        let bytes = folder.read(&format!("out.{format}"));
        assert!(bytes.len() < 1 << 20, "{format}: {}", bytes.len());
        // A database has zeros of its own.
        if format != "gpkg" {
            let text = String::from_utf8_lossy(&bytes);
            assert!(
                !text.contains("1e308") && !text.contains(&"0".repeat(20)),
                "{format}"
            );
        }
    }
}
