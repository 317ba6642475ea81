//! `dateline render`: pictures without a display.

use std::fs;

use image::RgbaImage;
use serde_json::json;

use super::{Folder, collection, feature, repository};

/// Small enough to be drawn quickly; the default size is asked for once.
const SMALL: &str = "320x200";

fn picture(folder: &Folder, name: &str) -> RgbaImage {
    image::load_from_memory_with_format(&folder.read(name), image::ImageFormat::Png)
        .unwrap_or_else(|error| panic!("{name}: {error}"))
        .into_rgba8()
}

/// Draw with these arguments and a small size.
#[track_caller]
fn draw(folder: &Folder, name: &str, arguments: &[&str]) -> RgbaImage {
    let common = ["render", "-o", name, "--size", SMALL];
    folder.run(&[&common, arguments].concat()).silent_success();
    picture(folder, name)
}

fn distinct_colors(picture: &RgbaImage) -> usize {
    let colors: std::collections::BTreeSet<[u8; 4]> =
        picture.pixels().map(|pixel| pixel.0).collect();
    colors.len()
}

fn mean_brightness(picture: &RgbaImage) -> u64 {
    let sum: u64 = picture
        .pixels()
        .map(|pixel| {
            pixel.0[..3]
                .iter()
                .map(|value| u64::from(*value))
                .sum::<u64>()
        })
        .sum();
    sum / 3 / u64::from(picture.width() * picture.height())
}

#[test]
fn the_picture_has_the_default_size_or_the_one_asked_for() {
    let folder = Folder::new();
    folder
        .run(&["render", "--output", "map.png"])
        .silent_success();
    assert_eq!(picture(&folder, "map.png").dimensions(), (1280, 800));
    folder
        .run(&["render", "-o", "odd.png", "--size", "641x333"])
        .silent_success();
    assert_eq!(picture(&folder, "odd.png").dimensions(), (641, 333));
}

#[test]
fn the_same_map_is_the_same_bytes() {
    let folder = Folder::new();
    let first = draw(&folder, "a.png", &["--select", "pokrovsk-10-km"]);
    draw(&folder, "b.png", &["--select", "pokrovsk-10-km"]);
    assert_eq!(folder.read("a.png"), folder.read("b.png"));
    assert!(distinct_colors(&first) > 50, "a map is drawn, not a blank");
}

#[test]
fn the_dark_theme_is_dark_and_the_light_one_light() {
    let folder = Folder::new();
    let unnamed = draw(&folder, "unnamed.png", &[]);
    let light = draw(&folder, "light.png", &["--theme", "light"]);
    let dark = draw(&folder, "dark.png", &["--theme", "dark"]);
    assert_eq!(unnamed, light);
    assert!(mean_brightness(&light) > 150, "{}", mean_brightness(&light));
    assert!(mean_brightness(&dark) < 100, "{}", mean_brightness(&dark));
}

#[test]
fn a_selected_feature_looks_selected() {
    let folder = Folder::new();
    let plain = draw(&folder, "plain.png", &[]);
    let circle = draw(&folder, "circle.png", &["--select", "pokrovsk-10-km"]);
    let town = draw(&folder, "town.png", &["--select", "toretsk"]);
    assert_ne!(plain, circle);
    assert_ne!(plain, town);
    assert_ne!(circle, town);
}

#[test]
fn an_unknown_id_is_named_and_no_picture_is_made() {
    let folder = Folder::new();
    let run = folder.run(&["render", "-o", "map.png", "--select", "atlantis"]);
    assert!(run.refusal().contains("no feature with the id “atlantis”"));
    assert_eq!(folder.names(), [""; 0]);
}

#[test]
fn a_size_that_cannot_be_drawn_is_refused() {
    let folder = Folder::new();
    for size in ["0x0", "63x800", "800x63", "100000x100000", "8193x64"] {
        let run = folder.run(&["render", "-o", "map.png", "--size", size]);
        assert!(run.refusal().contains("from 64 to 8192 pixels"), "{size}");
    }
    let run = folder.run(&["render", "-o", "map.png", "--size", "large"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("1280x800"), "an example: {}", run.err);
    assert_eq!(folder.names(), [""; 0]);
}

#[test]
fn an_output_that_cannot_be_written_is_named_and_leaves_nothing_behind() {
    let folder = Folder::new();
    fs::create_dir(folder.path("taken")).expect("a folder");
    folder.write("file", "no folder");
    for output in ["gone/map.png", "taken", "file/map.png"] {
        let run = folder.run(&["render", "-o", output, "--size", SMALL]);
        let line = run.refusal();
        assert!(line.contains("could not be written"), "{line}");
        assert!(line.contains(output), "{line}");
    }
    assert_eq!(folder.names(), ["file", "taken"]);
    assert_eq!(
        fs::read_dir(folder.path("taken"))
            .expect("a folder")
            .count(),
        0
    );
}

#[test]
fn a_picture_that_is_there_stays_as_it_is_when_drawing_fails() {
    let folder = Folder::new();
    folder.write("map.png", "an older picture");
    folder.write("broken.geojson", "{");
    for arguments in [
        ["broken.geojson", "--size", SMALL],
        ["gone.geojson", "--size", SMALL],
        ["--select=atlantis", "--size", SMALL],
        ["--theme=dark", "--size", "1x1"],
    ] {
        let run = folder.run(&[&["render", "-o", "map.png"], &arguments[..]].concat());
        run.refusal();
        assert_eq!(folder.read("map.png"), b"an older picture", "{arguments:?}");
    }
    assert_eq!(folder.names(), ["broken.geojson", "map.png"]);
    let new = draw(&folder, "map.png", &[]);
    assert_eq!(
        new.dimensions(),
        (320, 200),
        "and is replaced when it succeeds"
    );
}

#[test]
fn paths_are_taken_from_the_working_folder_whichever_it_is() {
    let folder = Folder::new();
    fs::create_dir(folder.path("deep")).expect("a folder");
    folder.write(
        "one.geojson",
        feature(&json!({"type": "Point", "coordinates": [5, 50]})),
    );
    let here = draw(&folder, "here.png", &["one.geojson"]);
    let status = folder
        .command(&[
            "render",
            "../one.geojson",
            "-o",
            "there.png",
            "--size",
            SMALL,
        ])
        .current_dir(folder.path("deep"))
        .status()
        .expect("the program runs");
    assert!(status.success());
    assert_eq!(here, picture(&folder, "deep/there.png"));
}

#[test]
fn another_project_is_drawn_as_readily_as_the_bundled_one() {
    let folder = Folder::new();
    let harbour = repository("tests/fixtures/harbour/project.geojson");
    let harbour = harbour.to_str().expect("UTF-8");
    let plain = draw(&folder, "plain.png", &[harbour]);
    let selected = draw(
        &folder,
        "selected.png",
        &[harbour, "--select", "small-boat-ban"],
    );
    let bundled = draw(&folder, "bundled.png", &[]);
    assert_ne!(plain, selected);
    assert_ne!(plain, bundled);
}

#[test]
fn any_geojson_is_drawn() {
    let folder = Folder::new();
    let point = json!({"type": "Point", "coordinates": [12.5, 41.9]});
    let files = [
        ("collection", feature(&point)),
        ("geometry", point.to_string()),
        (
            "feature",
            json!({"type": "Feature", "properties": null, "geometry": point}).to_string(),
        ),
    ];
    let pictures = files.map(|(name, content)| {
        folder.write(name, content);
        draw(&folder, &format!("{name}.png"), &[name])
    });
    assert!(distinct_colors(&pictures[0]) > 10);
    // The same place framed in the same way; only the names beside the mark may differ.
    assert_eq!(pictures[1], pictures[2]);
}

#[test]
fn places_at_the_ends_of_the_world_are_no_trouble() {
    let folder = Folder::new();
    let geometries = [
        json!({"type": "Point", "coordinates": [0, 90]}),
        json!({"type": "Point", "coordinates": [180, -90]}),
        json!({"type": "LineString", "coordinates": [[-180, -90], [180, 90]]}),
        json!({"type": "Polygon", "coordinates":
            [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]]}),
        json!({"type": "Polygon", "coordinates": []}),
        json!({"type": "GeometryCollection", "geometries": []}),
        json!(null),
    ];
    for geometry in geometries {
        folder.write("end.geojson", feature(&geometry));
        draw(&folder, "end.png", &["end.geojson", "--select", "a"]);
    }
    folder.write("none.geojson", collection(&json!([])));
    draw(&folder, "none.png", &["none.geojson"]);
}

#[test]
fn what_is_not_in_the_picture_is_said() {
    let folder = Folder::new();
    folder.write(
        "half.geojson",
        collection(&json!([
            {"type": "Feature", "properties": {}, "geometry":
                {"type": "LineString", "coordinates": [[1, 1]]}},
            {"type": "Feature", "properties": {}, "geometry":
                {"type": "Point", "coordinates": [1, 1]}},
        ])),
    );
    let run = folder.run(&["render", "half.geojson", "-o", "map.png", "--size", SMALL]);
    assert_eq!((run.code, &*run.out), (Some(0), ""));
    assert_eq!(
        run.err,
        "half.geojson: features[0] geometry.coordinates: error[too-few-positions]: \
         a line needs two positions or more\n"
    );
    assert_eq!(picture(&folder, "map.png").dimensions(), (320, 200));
}
