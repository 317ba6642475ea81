//! GeoJSON: opened again.

use dateline::{
    formats::Format,
    project::{Project, diagnostic::Severity},
    quote::Anchor,
    validate::validate,
};
use serde_json::Value;

use super::{article, projects, read, text};

/// It opens without an error, with all features, and without the article.
pub fn check(project: &Project) {
    let opened = read(&text(project, Format::GeoJson));
    let again = &opened.project;
    assert_eq!(again.features().len(), project.features().len());
    for (again, feature) in again.features().values().zip(project.features().values()) {
        assert_eq!(
            (
                &again.file_id,
                &again.geometry,
                again.basis,
                &again.other_properties
            ),
            (
                &feature.file_id,
                &feature.geometry,
                feature.basis,
                &feature.other_properties
            )
        );
        assert_eq!(again.all_evidence().count(), feature.all_evidence().count());
    }
    assert!(again.article().is_none());
    assert_eq!(again.article_sha256(), project.article_sha256());
    // What a file calls two features stays what both are called.
    let errors = opened
        .diagnostics
        .iter()
        .filter(|finding| finding.severity == Severity::Error && finding.code != "duplicate-id");
    assert_eq!(errors.count(), 0, "{:?}", opened.diagnostics);
}

#[test]
fn an_export_opens_with_its_features_and_quotes_and_says_that_the_article_is_missing() {
    for project in projects() {
        check(&project);
        let opened = read(&text(&project, Format::GeoJson));
        let codes: Vec<&str> = validate(&opened).iter().map(|one| one.code).collect();
        assert_eq!(codes, ["article-not-included"]);
        let again = opened.project;
        assert_eq!(again.layers(), project.layers());
        assert_eq!(again.unmapped(), project.unmapped());
        assert_eq!(again.imprint(), project.imprint());
        assert_eq!(again.title(), project.title());
        let cited = again.cited().expect("what the quotes are of");
        assert!(cited.is(article(&project)));
        for (again, feature) in again.features().values().zip(project.features().values()) {
            assert_eq!(again.evidence, feature.evidence);
            assert_eq!(again.stated, feature.stated);
            for evidence in again.all_evidence() {
                let anchor = evidence.anchor(article(&project));
                assert!(matches!(anchor, Anchor::Exact(_)), "{evidence:?}");
            }
        }
    }
}

#[test]
fn an_export_of_an_export_is_the_same() {
    for project in projects() {
        let once = text(&project, Format::GeoJson);
        let again = read(&once).project;
        assert!(text(&again, Format::GeoJson) == once);
        // And saving keeps what is known of the article.
        let saved = dateline::formats::geojson::write(&again);
        assert_eq!(read(&saved).project, again);
    }
}

#[test]
fn features_have_the_colours_of_their_layers() {
    let [project, _] = projects();
    let file: Value = serde_json::from_str(&text(&project, Format::GeoJson)).expect("JSON");
    let properties = |id: &str| {
        let features = file["features"].as_array().expect("features");
        let feature = features.iter().find(|one| one["id"] == id);
        feature.expect(id)["properties"].clone()
    };
    assert_eq!(properties("pokrovsk")["marker-color"], "#1f4e9e");
    assert_eq!(properties("pokrovsk")["fill"], Value::Null);
    let circle = properties("pokrovsk-10-km");
    assert_eq!(
        (&circle["stroke"], &circle["fill"]),
        (&"#9a4d00".into(), &"#9a4d00".into())
    );
    assert_eq!(circle["fill-opacity"], 0.08);
    assert_eq!(properties("defensive-belt")["stroke"], "#00655a");
}
