//! Exports, read again by other means: with parsers of their own, and against the article.

mod geojson;
mod geopackage;
mod html;
mod kml;
mod tables;
mod web_annotation;

use std::{
    path::Path,
    time::{Duration, SystemTime},
};

use dateline::{
    formats::{ExportError, ExportOptions, Format, export, geojson::Opened},
    project::{Project, feature::Layer},
    quote::Evidence,
    text::Article,
};
use geo::{CoordsIter as _, Geometry};
use proptest::prelude::*;

/// The bundled project, and another with another article, other layers and another part of the
/// world.
fn projects() -> [Project; 2] {
    [
        "data/default.geojson",
        "tests/fixtures/harbour/project.geojson",
    ]
    .map(|path| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        dateline::formats::geojson::open(&path)
            .expect("a project")
            .project
    })
}

/// At noon of 31 January 2026.
fn options() -> ExportOptions {
    ExportOptions {
        exported_at: Some(SystemTime::UNIX_EPOCH + Duration::from_hours(491_628)),
        ..ExportOptions::default()
    }
}

#[track_caller]
fn bytes(project: &Project, format: Format) -> Vec<u8> {
    export(project, format, &options()).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn text(project: &Project, format: Format) -> String {
    String::from_utf8(bytes(project, format)).expect("UTF-8")
}

fn article(project: &Project) -> &Article {
    project.article().expect("an article")
}

/// Every piece of evidence of the features, in their order, then that of what is not on the map.
fn evidence(project: &Project) -> Vec<&Evidence> {
    let features = project.features().values();
    let unmapped = project.unmapped().values().map(|entry| &entry.evidence);
    features
        .flat_map(dateline::project::feature::Feature::all_evidence)
        .chain(unmapped)
        .collect()
}

fn read(text: &str) -> Opened {
    dateline::formats::geojson::read(text.as_bytes(), "Layer").expect("GeoJSON")
}

/// The same positions in the same order, to within a hundred-millionth of a degree.
fn same_positions(a: &Geometry, b: &Geometry) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-7;
    a.coords_count() == b.coords_count()
        && a.coords_iter()
            .zip(b.coords_iter())
            .all(|(a, b)| near(a.x, b.x) && near(a.y, b.y))
}

#[test]
fn the_same_project_is_exported_as_the_same_bytes() {
    for project in projects() {
        for format in Format::ALL {
            assert!(
                bytes(&project, format) == bytes(&project, format),
                "{format:?}"
            );
        }
    }
}

#[test]
fn no_export_carries_the_article() {
    for project in projects() {
        let article = article(&project);
        for format in Format::ALL {
            let exported = String::from_utf8_lossy(&bytes(&project, format)).into_owned();
            let exported = match format {
                Format::Html => html::words(&exported),
                _ => exported,
            };
            let words = article.paragraphs().map(|span| article.words(span));
            for paragraph in words.filter(|paragraph| paragraph.contains(". ")) {
                assert!(!exported.contains(paragraph), "{format:?}: {paragraph}");
            }
        }
    }
}

#[test]
fn one_layer_is_exported_by_its_id_or_its_name() {
    let [project, _] = projects();
    for wanted in ["radius", "POKROVSK, 10 km radius"] {
        let options = ExportOptions {
            layer: Some(wanted.to_owned()),
            ..options()
        };
        let bytes = export(&project, Format::GeoJson, &options).expect("an export");
        let opened = read(&String::from_utf8(bytes).expect("UTF-8"));
        let layers = |project: &Project| -> Vec<Layer> {
            let layers = project.layers().iter();
            layers.map(|(_, layer)| layer.clone()).collect()
        };
        assert_eq!(layers(&opened.project), layers(&project)[1..2]);
        assert_eq!(opened.project.features().len(), 1);
        assert!(opened.project.by_file_id("pokrovsk-10-km").is_some());
        assert!(
            opened.project.unmapped().is_empty(),
            "they belong to no layer"
        );
    }
}

#[test]
fn hidden_layers_are_left_out_when_that_is_asked_for() {
    let [project, _] = projects();
    let options = ExportOptions {
        visible_only: true,
        ..options()
    };
    let bytes = export(&project, Format::GeoJson, &options).expect("an export");
    let opened = read(&String::from_utf8(bytes).expect("UTF-8"));
    let layers = opened.project.layers().iter();
    let ids: Vec<&str> = layers.map(|(_, layer)| &*layer.key).collect();
    assert_eq!(ids, ["places", "radius", "incursion", "fighting", "belt"]);
}

#[test]
fn a_layer_that_is_not_there_is_named_with_those_that_are() {
    let [project, _] = projects();
    let options = ExportOptions {
        layer: Some("atlantis".to_owned()),
        ..options()
    };
    for format in Format::ALL {
        let error = export(&project, format, &options).expect_err("no such layer");
        assert!(matches!(error, ExportError::NoSuchLayer { .. }));
        let message = error.to_string();
        assert!(
            message.contains("“atlantis”") && message.contains("places, radius"),
            "{message}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_project_is_exported_as_sound_files(project in crate::arbitrary::project()) {
        geojson::check(&project);
        kml::check(&project);
        tables::check(&project);
        geopackage::check(&project);
        web_annotation::check(&project);
        html::check(&project);
    }
}
