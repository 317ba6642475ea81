//! KML: read by the `kml` crate.

use std::sync::Arc;

use dateline::{
    formats::Format,
    measure::unit::Unit,
    project::{
        Project,
        feature::{Feature, FileId, GeometryBasis, Review, Stated},
        ids::LayerId,
    },
    quote::{Evidence, MentionKind},
    text::{Article, Imprint, Span},
};
use geo::Geometry;
use kml::{
    Kml, KmlReader, KmlVersion,
    types::{Element, Folder, Placemark},
};

use super::{projects, same_positions, text};
use crate::projects::{change, truncate};

fn folders(project: &Project) -> Vec<Folder> {
    let text = text(project, Format::Kml);
    // What XML cannot hold at all; some parsers let it pass.
    let forbidden = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r') || c == '\u{ffff}';
    assert!(!text.contains(forbidden), "{text:?}");
    let read = KmlReader::<_, f64>::from_string(&text).read();
    let Ok(Kml::KmlDocument(file)) = read else {
        panic!("no KML: {read:?}\n{text}");
    };
    assert_eq!(file.version, KmlVersion::V22);
    let [Kml::Document { elements, .. }] = &file.elements[..] else {
        panic!("one document: {text}");
    };
    let folders = elements.iter().filter_map(|element| match element {
        Kml::Folder(folder) => Some(folder.clone()),
        _ => None,
    });
    folders.collect()
}

fn placemarks(folder: &Folder) -> impl Iterator<Item = &Placemark> {
    folder.elements.iter().filter_map(|element| match element {
        Kml::Placemark(placemark) => Some(placemark),
        _ => None,
    })
}

fn child<'a>(children: &'a [Element], name: &str) -> Option<&'a Element> {
    children.iter().find(|child| child.name == name)
}

fn data<'a>(placemark: &'a Placemark, name: &str) -> Option<&'a str> {
    let all = child(&placemark.children, "ExtendedData")?;
    let named = |one: &&Element| one.attrs.get("name").is_some_and(|known| known == name);
    let data = all.children.iter().find(named)?;
    child(&data.children, "value")?.content.as_deref()
}

/// It is KML, with a folder for each layer and a placemark for each feature.
pub fn check(project: &Project) {
    let folders = folders(project);
    assert_eq!(folders.len(), project.layers().len());
    let found: usize = folders
        .iter()
        .map(|folder| placemarks(folder).count())
        .sum();
    assert_eq!(found, project.features().len());
}

#[test]
fn placemarks_stand_in_the_folders_of_their_layers_with_their_geometry_and_properties() {
    for project in projects() {
        let folders = folders(&project);
        for (folder, (layer_id, layer)) in folders.iter().zip(project.layers().iter()) {
            assert_eq!(folder.name.as_deref(), Some(&*layer.name));
            let features = project.features_in(layer_id);
            let features = features.map(|id| project.feature(id).expect("there"));
            let mut placemarks = placemarks(folder);
            for feature in features {
                let id = feature.file_id.as_ref().expect("an id").text();
                let placemark = placemarks.next().expect("a placemark");
                assert_eq!(placemark.name.as_deref(), Some(&*feature.name));
                let shape = placemark.geometry.clone().expect("a geometry");
                let shape = Geometry::try_from(shape).expect("as geo has it");
                let own = feature.geometry().expect("a geometry");
                let own = match own {
                    // KML's multi-geometry is a collection.
                    Geometry::MultiPolygon(areas) => Geometry::GeometryCollection(
                        areas.iter().cloned().map(Geometry::from).collect(),
                    ),
                    other => other.clone(),
                };
                assert!(same_positions(&shape, &own), "{id}");
                assert_eq!(data(placemark, "feature_id"), Some(&*id));
                assert_eq!(data(placemark, "geometry_basis"), Some(feature.basis.key()));
                let description = placemark.description.as_deref().unwrap_or_default();
                for evidence in feature.all_evidence() {
                    let quote = evidence.quote.exact.replace('&', "&amp;");
                    assert!(description.contains(&quote), "{quote}: {description}");
                }
            }
            assert!(placemarks.next().is_none());
        }
    }
}

#[test]
fn holes_of_areas_are_kept() {
    let [mut project, _] = projects();
    let ring = |at: f64| geo::Rect::new((at, at), (9.0 - at, 9.0 - at)).to_polygon();
    let holed = geo::Polygon::new(
        ring(1.0).exterior().clone(),
        vec![ring(2.0).exterior().clone()],
    );
    truncate(&mut project, 1);
    change(&mut project, 0, |feature| {
        feature.geometry = Some(Arc::new(holed.clone().into()));
    });
    let folders = folders(&project);
    let placemark = placemarks(&folders[0]).next().expect("a placemark");
    let shape = Geometry::<f64>::try_from(placemark.geometry.clone().expect("a geometry"));
    let Ok(Geometry::Polygon(again)) = shape else {
        panic!("a polygon: {shape:?}");
    };
    assert_eq!(again.interiors().len(), 1);
    assert!(same_positions(&again.into(), &holed.into()));
}

#[test]
fn texts_that_look_like_markup_stay_texts() {
    let [mut project, _] = projects();
    let hostile = "]]></description><script>alert(1)</script>&amp;<![CDATA[";
    change(&mut project, 0, |feature| {
        feature.name = format!("{hostile}\u{1}");
        feature.evidence[0].quote.exact = hostile.to_owned();
    });
    let folders = folders(&project);
    let placemark = placemarks(&folders[0]).next().expect("a placemark");
    let name = format!("{hostile}\u{fffd}");
    assert_eq!(placemark.name.as_deref(), Some(&*name));
    let description = placemark.description.as_deref().unwrap_or_default();
    assert!(!description.contains("<script>"), "{description}");
    assert!(description.contains("&lt;script&gt;"), "{description}");
}

/// The balloon of the only feature whose name is this.
fn balloon(project: &Project, name: &str) -> String {
    let folders = folders(project);
    let mut all = folders.iter().flat_map(placemarks);
    let placemark = all.find(|one| one.name.as_deref() == Some(name));
    placemark
        .and_then(|one| one.description.clone())
        .unwrap_or_else(|| panic!("no balloon of {name}"))
}

#[test]
fn a_balloon_says_what_is_needed_to_judge_the_mark() {
    let text = "Barges kept about 4 km from Tarn Head on Friday, the pilots’ <union> said. Nobody \
                else came near. The fog over Tarn Head lifted at noon.";
    let article = Article::new(
        text.to_owned(),
        Imprint {
            outlet: Some("The Ferryman & Co".to_owned()),
            url: Some("https://ferryman.example/fog?a=1&b=2".to_owned()),
            ..Imprint::default()
        },
    );
    let at = |words: &str, mention| {
        let start = text.find(words).expect("in the text");
        Evidence {
            mention: Some(mention),
            ..Evidence::at(&article, Span::new(start, start + words.len()))
        }
    };
    let kept = Evidence {
        hedge: Some("about".to_owned()),
        said_by: Some("the pilots’ union".to_owned()),
        ..at("4 km", MentionKind::Figure)
    };
    let point = geo::Point::new(5.0, 50.0).into();
    let mut circle = Feature::new(LayerId::NOWHERE, Some(point));
    circle.file_id = Some(FileId::Text("circle".to_owned()));
    circle.name = "About 4 km".to_owned();
    circle.kind = Some("circle".to_owned());
    circle.basis = GeometryBasis::Derived;
    circle.review = Review::Pending { doubt: None };
    circle.evidence = vec![kept.clone(), at("Tarn Head", MentionKind::Name)];
    circle.stated = vec![Stated {
        value: 4.0,
        unit: Unit::Kilometre,
        hedge: kept.hedge.clone(),
        said_by: kept.said_by.clone(),
        evidence: Some(kept),
        other: serde_json::Map::new(),
    }];
    let mut drawn = Feature::new(LayerId::NOWHERE, None);
    drawn.basis = GeometryBasis::Drawn;
    let project = crate::projects::of(Some(article), vec![circle, drawn]);
    let balloon = balloon(&project, "About 4 km").replace('\u{a0}', " ");
    for part in [
        "<p>circle</p>",
        "<b>Not reviewed:</b> found by a program.",
        "Stated: <b>about 4 km (said by the pilots’ union)</b>",
        "<blockquote>Barges kept about <b>4 km</b> from Tarn Head on Friday, the pilots’ \
         &lt;union&gt; said.</blockquote>",
        "– “about”, said by the pilots’ union",
        "Named once:",
        "… 4 km from <b>Tarn Head</b> on Friday, the …",
        "Derived: computed from other features.",
        "Article: <a href=\"https://ferryman.example/fog?a=1&amp;b=2\">The Ferryman &amp; Co, ",
    ] {
        assert!(balloon.contains(part), "{part}: {balloon}");
    }
    assert_eq!(balloon.matches("<blockquote>").count(), 1, "{balloon}");
    assert!(!balloon.contains("Nobody"), "{balloon}");
    let file = text_of_document(&project);
    assert!(file.contains("1 of 2 marks was found"), "{file}");
}

/// What the document says of itself.
fn text_of_document(project: &Project) -> String {
    let file = text(project, Format::Kml);
    let (_, rest) = file.split_once("<description>").expect("a description");
    let (description, _) = rest.split_once("</description>").expect("its end");
    description.to_owned()
}
