//! The usual edits, each carried out and taken back.

use geo::coord;

use super::*;

fn article() -> Article {
    let text =
        "Ash fell. The road to Ash is shut. Ashford is dry; in Ash, and Ash alone, it rains.";
    Article::new(text, Imprint::default())
}

fn quote(start: usize, end: usize) -> Evidence {
    Evidence::at(&article(), Span::new(start, end))
}

fn ash() -> Feature {
    Feature {
        geonames_id: Some(7),
        basis: GeometryBasis::Gazetteer,
        evidence: vec![quote(0, 3)],
        ..shapes::point("Ash", coord! { x: 30.0, y: 50.0 })
    }
}

/// A project to which features were added, one after the other.
fn project(features: impl IntoIterator<Item = (Feature, DefaultLayer)>) -> Project {
    let mut project = Project {
        article: Some(article()),
        ..Project::default()
    };
    for (feature, layer) in features {
        let (_, edit) = add(&project, feature, layer);
        project = after(&project, Some(edit));
    }
    project
}

/// The project after the edit, which can be taken back.
#[track_caller]
fn after(project: &Project, edit: Option<Edit>) -> Project {
    let mut changed = project.clone();
    let inverse = changed.apply(edit.expect("an edit")).expect("it fits");
    let mut back = changed.clone();
    back.apply(inverse).expect("it fits");
    assert_eq!(&back, project);
    changed
}

fn ids(project: &Project) -> Vec<&str> {
    let features = project.features.iter();
    features.map(|feature| feature.id.as_str()).collect()
}

fn layers(project: &Project) -> Vec<&str> {
    let layers = project.layers.iter();
    layers.map(|layer| layer.id.as_str()).collect()
}

#[test]
fn ids_are_names_made_plain_and_numbered_when_they_are_taken() {
    let mut project = project([]);
    for (name, id) in [
        ("Ashford", "ashford"),
        ("Ashford", "ashford-2"),
        (
            "Within 10 km of Ash (schematic)",
            "within-10-km-of-ash-schematic",
        ),
        ("Кам’янка", "камянка"),
        ("São  Paulo!", "são-paulo"),
        ("…", "feature"),
    ] {
        assert_eq!(feature_id(&project, name), id);
        project.features.push(Feature::new(id, "l", None));
    }
    project.unread.push(serde_json::json!({"id": "elm"}));
    assert_eq!(feature_id(&project, "Elm"), "elm-2", "still in the file");
}

#[test]
fn layers_are_made_when_they_are_needed_each_in_its_place() {
    let mut project = project([]);
    project.layers.push(Layer::new("fighting", "Fighting"));
    for wanted in [
        DefaultLayer::Regions,
        DefaultLayer::Areas,
        DefaultLayer::Places,
        DefaultLayer::Distances,
        DefaultLayer::Places,
    ] {
        let (id, edit) = layer_for(&project, wanted);
        assert_eq!(edit.is_none(), project.layer(&id).is_some());
        if edit.is_some() {
            project = after(&project, edit);
        }
    }
    assert_eq!(
        layers(&project),
        ["places", "distances", "fighting", "areas", "regions"]
    );
}

#[test]
fn one_record_is_one_feature_with_all_the_words_for_it() {
    let again = Feature {
        evidence: vec![quote(0, 3), quote(22, 25)],
        ..ash()
    };
    let circle = Feature {
        geonames_id: Some(7),
        ..shapes::circle("Ash", coord! { x: 30.0, y: 50.0 }, 10_000.0)
    };
    let project = project([
        (ash(), DefaultLayer::Places),
        (again, DefaultLayer::Places),
        (circle, DefaultLayer::Distances),
    ]);
    assert_eq!(ids(&project), ["ash", "ash-2"], "a circle is another thing");
    assert_eq!(project.features[0].evidence, [quote(0, 3), quote(22, 25)]);
    assert_eq!(layers(&project), ["places", "distances"]);
}

#[test]
fn quotes_come_and_go() {
    let project = project([(ash(), DefaultLayer::Places)]);
    assert_eq!(attach(&project, "ash", vec![quote(0, 3)]), None);
    assert_eq!(attach(&project, "elm", vec![quote(0, 3)]), None);
    let two = after(&project, attach(&project, "ash", vec![quote(22, 25)]));
    assert_eq!(two.features[0].evidence.len(), 2);
    let one = after(&two, detach(&two, "ash", 0));
    assert_eq!(one.features[0].evidence, [quote(22, 25)]);
    assert_eq!(detach(&one, "ash", 1), None);
}

#[test]
fn a_point_that_is_moved_counts_as_drawn() {
    let project = project([
        (ash(), DefaultLayer::Places),
        (
            shapes::circle("Ring", coord! { x: 30.0, y: 50.0 }, 10_000.0),
            DefaultLayer::Distances,
        ),
    ]);
    let to = coord! { x: 31.123_456_789, y: 51.0 };
    let rounded = coord! { x: 31.123_456_8, y: 51.0 };
    let moved = after(&project, relocate(&project, "ash", to));
    assert_eq!(
        moved.features[0].geometry,
        Some(Geometry::Point(rounded.into()))
    );
    assert_eq!(moved.features[0].basis, GeometryBasis::Drawn);
    let moved = after(&project, relocate(&project, "ring", to));
    assert_eq!(moved.features[1].center, Some(rounded));
    let measured = crate::project::measured::measure(&moved.features[1]).radius_m;
    assert!((measured.unwrap_or_default() - 10_000.0).abs() < 1.0);
    assert_eq!(relocate(&project, "elm", to), None);
}

#[test]
fn identical_words_are_whole_words() {
    let article = article();
    let starts: Vec<usize> = alike(&article, Span::new(0, 3))
        .into_iter()
        .map(|span| span.start)
        .collect();
    assert_eq!(starts, [0, 22, 54, 63]);
    assert_eq!(alike(&article, Span::new(1, 3)), [Span::new(1, 3)]);
    assert_eq!(alike(&article, Span::new(5, 5)), []);
    assert_eq!(alike(&article, Span::new(500, 900)), []);
}

#[test]
fn features_and_layers_are_replaced_moved_and_removed() {
    let elm = shapes::point("Elm", coord! { x: 1.0, y: 2.0 });
    let oak = shapes::area("Oak", vec![coord! { x: 0.0, y: 0.0 }; 1]);
    assert_eq!(oak, None, "no area");
    let corners = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0)].map(|(x, y)| coord! { x: x, y: y });
    let oak = shapes::area("Oak", corners.to_vec()).expect("an area");
    let road = shapes::line("Road", corners.to_vec()).expect("a line");
    assert_eq!(shapes::line("Road", corners[..1].to_vec()), None);
    let project = project([
        (ash(), DefaultLayer::Places),
        (oak, DefaultLayer::Areas),
        (elm, DefaultLayer::Places),
        (road, DefaultLayer::Lines),
    ]);
    assert_eq!(layers(&project), ["places", "lines", "areas"]);

    let renamed = Feature {
        name: "Ashby".to_owned(),
        ..project.features[0].clone()
    };
    let changed = after(&project, replace(&project, renamed));
    assert_eq!(changed.features[0].name, "Ashby");
    let changed = after(&project, remove(&project, "oak"));
    assert_eq!(ids(&changed), ["ash", "elm", "road"]);

    let changed = after(&project, move_layer(&project, 0, 2));
    assert_eq!(layers(&changed), ["lines", "areas", "places"]);
    let changed = after(&changed, move_layer(&changed, 2, 0));
    assert_eq!(layers(&changed), ["places", "lines", "areas"]);
    for (from, to) in [(1, 1), (0, 3), (9, 0)] {
        assert_eq!(move_layer(&project, from, to), None);
    }
    let changed = after(&project, remove_layer(&project, "places"));
    assert_eq!(
        (ids(&changed), layers(&changed).len()),
        (vec!["oak", "road"], 2)
    );
}

#[test]
fn what_is_dismissed_left_out_or_said_of_the_article_can_be_taken_back() {
    let project = project([]);
    let edit = dismiss(&project, quote(0, 3), None, Scope::AllAlike);
    let changed = after(&project, Some(edit));
    let dismissed = super::super::Dismissed::of(&changed);
    assert!(dismissed.covers(&article(), Span::new(22, 25)));
    let edit = leave_out(
        &project,
        quote(0, 3),
        Category::Figure,
        "No place.".to_owned(),
    );
    assert_eq!(after(&project, Some(edit)).unmapped.len(), 1);
    let title = Imprint {
        title: Some("Ash".to_owned()),
        ..Imprint::default()
    };
    let changed = after(&project, imprint(&project, title.clone()));
    assert_eq!(changed.title(), "Ash");
    let citing = Project {
        cited: Some(Cited {
            imprint: Imprint::default(),
            sha256: article().sha256().to_owned(),
            other: Map::new(),
        }),
        ..Project::default()
    };
    let changed = after(&citing, imprint(&citing, title.clone()));
    assert_eq!(changed.title(), "Ash");
    assert_eq!(imprint(&Project::default(), title), None);
}

#[test]
fn shapes_are_made_as_files_hold_them() {
    let clockwise = [(0.0, 0.0), (0.0, 1.000_000_04), (1.0, 1.0)];
    let area = shapes::area("A", clockwise.map(|(x, y)| coord! { x: x, y: y }).to_vec());
    let circle = shapes::circle("B", coord! { x: 30.123_456_78, y: 50.0 }, 5_000.0);
    let project = project([
        (area.expect("an area"), DefaultLayer::Areas),
        (circle, DefaultLayer::Distances),
    ]);
    let text = crate::formats::geojson::write(&project);
    let opened = crate::formats::geojson::read(text.as_bytes(), "file").expect("it opens");
    assert_eq!(opened.project, project);
    assert_eq!(opened.diagnostics, []);
}
