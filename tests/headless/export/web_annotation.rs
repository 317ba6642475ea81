//! Web Annotations: their selectors resolved in the article.

use std::collections::BTreeSet;

use dateline::{
    formats::Format,
    project::Project,
    quote::{Anchor, Evidence, TextPositionSelector, TextQuoteSelector},
};
use serde_json::Value;

use super::{article, evidence, projects, text};

fn collection(project: &Project) -> Value {
    serde_json::from_str(&text(project, Format::WebAnnotation)).expect("JSON")
}

fn annotations(collection: &Value) -> &[Value] {
    let items = &collection["first"]["items"];
    items.as_array().expect("annotations")
}

fn quoted(annotation: &Value) -> Evidence {
    let selectors = annotation["target"]["selector"]
        .as_array()
        .expect("selectors");
    let text = |key: &str| selectors[0][key].as_str().unwrap_or_default().to_owned();
    assert_eq!(selectors[0]["type"], "TextQuoteSelector");
    let position = selectors.get(1).map(|selector| {
        assert_eq!(selector["type"], "TextPositionSelector");
        let number = |key: &str| {
            let number = selector[key].as_u64().expect("a number");
            usize::try_from(number).expect("a position")
        };
        TextPositionSelector {
            start: number("start"),
            end: number("end"),
        }
    });
    Evidence {
        quote: TextQuoteSelector {
            exact: text("exact"),
            prefix: text("prefix"),
            suffix: text("suffix"),
        },
        position,
        ..Evidence::default()
    }
}

/// It has an annotation for each quote, each with an id of its own, a body and a target.
pub fn check(project: &Project) {
    let collection = collection(project);
    assert_eq!(
        collection["@context"][0],
        "http://www.w3.org/ns/anno.jsonld"
    );
    assert_eq!(collection["type"], "AnnotationCollection");
    let annotations = annotations(&collection);
    assert_eq!(collection["total"], annotations.len());
    let quotes: Vec<String> = annotations
        .iter()
        .map(|one| quoted(one).quote.exact)
        .collect();
    let expected = evidence(project);
    let expected: Vec<&str> = expected.iter().map(|one| &*one.quote.exact).collect();
    assert_eq!(quotes, expected);
    let ids: BTreeSet<&str> = annotations
        .iter()
        .filter_map(|one| one["id"].as_str())
        .collect();
    assert_eq!(ids.len(), annotations.len());
    for annotation in annotations {
        assert_eq!(annotation["type"], "Annotation");
        let bodies = annotation["body"].as_array().expect("bodies");
        assert!(!bodies.is_empty());
        for body in bodies {
            assert!(body["purpose"].is_string(), "{body}");
            assert!(
                body["value"].is_string() || !body["source"].is_null(),
                "{body}"
            );
        }
    }
}

#[test]
fn each_selector_resolves_in_the_article_it_names() {
    for project in projects() {
        check(&project);
        let collection = collection(&project);
        for annotation in annotations(&collection) {
            let target = &annotation["target"];
            assert_eq!(target["source"], article(&project).source_iri());
            let quote = quoted(annotation);
            let anchor = quote.anchor(article(&project));
            assert!(matches!(anchor, Anchor::Exact(_)), "{quote:?}");
            assert_eq!(annotation["generated"], "2026-01-31T12:00:00Z");
        }
    }
}

#[test]
fn names_are_identified_by_their_records_and_geometry_is_written_once() {
    let [project, _] = projects();
    let collection = collection(&project);
    let annotations = annotations(&collection);
    let first = &annotations[0]["body"];
    assert_eq!(annotations[0]["motivation"], "identifying");
    assert_eq!(first[0]["source"], "https://sws.geonames.org/704422/");
    assert_eq!(first[1]["source"]["type"], "Feature");
    assert_eq!(first[1]["source"]["geometry"]["type"], "Point");
    let outlines = annotations
        .iter()
        .flat_map(|one| one["body"].as_array().expect("bodies"))
        .filter(|body| body["source"]["geometry"]["type"] == "MultiPolygon");
    assert_eq!(outlines.count(), 1, "Russia, which is named more often");
    let ids: BTreeSet<&str> = annotations
        .iter()
        .flat_map(|one| one["body"].as_array().expect("bodies"))
        .filter_map(|body| body["source"]["id"].as_str())
        .collect();
    for body in annotations
        .iter()
        .flat_map(|one| one["body"].as_array().expect("bodies"))
    {
        if let Some(id) = body["source"]
            .as_str()
            .filter(|id| id.starts_with("urn:uuid:"))
        {
            assert!(ids.contains(id), "{id} is described");
        }
    }
}
