//! The usual edits, each carried out and taken back.

use super::*;
use crate::{
    project::{ProjectBuilder, UnknownMembers, feature::FileId},
    text::Cited,
};

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
        ..shapes::point("Ash", LonLat::new(30.0, 50.0))
    }
}

/// A project to which features were added, one after the other.
fn project(features: impl IntoIterator<Item = (Feature, DefaultLayer)>) -> Project {
    let article = ArticleState::Text(Arc::new(article()));
    let mut project = ProjectBuilder::new(article).finish(UnknownMembers::default());
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

/// What files call the features.
fn names(project: &Project) -> Vec<String> {
    let features = project.features().values();
    let ids = features.filter_map(|feature| feature.file_id.as_ref());
    ids.map(|id| id.text().into_owned()).collect()
}

fn layers(project: &Project) -> Vec<&str> {
    let layers = project.layers().iter();
    layers.map(|(_, layer)| layer.key.as_str()).collect()
}

/// The feature that files call so.
#[track_caller]
fn id(project: &Project, name: &str) -> FeatureId {
    project.by_file_id(name).expect("a feature of this name")
}

#[track_caller]
fn layer(project: &Project, key: &str) -> LayerId {
    project.layers().by_key(key).expect("a layer of this key")
}

#[track_caller]
fn feature<'a>(project: &'a Project, name: &str) -> &'a Feature {
    project.feature(id(project, name)).expect("the feature")
}

#[test]
fn files_call_a_feature_by_its_name_made_plain_and_numbered_when_it_is_taken() {
    let kept = UnknownMembers {
        unread: vec![serde_json::json!({"id": "elm"})],
        ..UnknownMembers::default()
    };
    let mut builder = ProjectBuilder::new(ArticleState::None);
    let layer = builder.layer(Layer::new("l", "L")).expect("a new layer");
    let free = |builder: ProjectBuilder| free_file_id(&builder.finish(kept.clone()), "Elm");
    assert_eq!(free(builder), "elm-2", "still in the file");
    let mut project = project([]);
    let edit = Edit::default().put_layer(layer, Layer::new("l", "L"));
    project.apply(edit).expect("it fits");
    for (name, called) in [
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
        assert_eq!(free_file_id(&project, name), called);
        let mut feature = Feature::new(layer, None);
        feature.file_id = Some(FileId::Text(called.to_owned()));
        let edit = Edit::default().put_feature(project.fresh_ids().give(), feature);
        project.apply(edit).expect("it fits");
    }
}

#[test]
fn layers_are_made_when_they_are_needed_each_in_its_place() {
    let mut project = project([]);
    let fighting = project.fresh_ids().give();
    let edit = Edit::default()
        .put_layer(fighting, Layer::new("fighting", "Fighting"))
        .order_layers(vec![fighting]);
    project.apply(edit).expect("it fits");
    for wanted in [
        DefaultLayer::Regions,
        DefaultLayer::Areas,
        DefaultLayer::Places,
        DefaultLayer::Distances,
        DefaultLayer::Places,
    ] {
        let (id, edit) = layer_for(&project, &mut project.fresh_ids(), wanted);
        assert_eq!(edit.is_empty(), project.layer(id).is_some());
        if !edit.is_empty() {
            project = after(&project, Some(edit));
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
        ..shapes::circle("Ash", LonLat::new(30.0, 50.0), 10_000.0)
    };
    let project = project([
        (ash(), DefaultLayer::Places),
        (again, DefaultLayer::Places),
        (circle, DefaultLayer::Distances),
    ]);
    assert_eq!(
        names(&project),
        ["ash", "ash-2"],
        "a circle is another thing"
    );
    assert_eq!(
        feature(&project, "ash").evidence,
        [quote(0, 3), quote(22, 25)]
    );
    assert_eq!(layers(&project), ["places", "distances"]);
}

#[test]
fn quotes_come_and_go() {
    let project = project([(ash(), DefaultLayer::Places)]);
    let ash = id(&project, "ash");
    let nothing: FeatureId = project.fresh_ids().give();
    assert_eq!(attach(&project, ash, vec![quote(0, 3)]), None);
    assert_eq!(attach(&project, nothing, vec![quote(0, 3)]), None);
    let two = after(&project, attach(&project, ash, vec![quote(22, 25)]));
    assert_eq!(feature(&two, "ash").evidence.len(), 2);
    let one = after(&two, detach(&two, ash, 0));
    assert_eq!(feature(&one, "ash").evidence, [quote(22, 25)]);
    assert_eq!(detach(&one, ash, 1), None);
}

#[test]
fn a_point_that_is_moved_counts_as_drawn() {
    let project = project([
        (ash(), DefaultLayer::Places),
        (
            shapes::circle("Ring", LonLat::new(30.0, 50.0), 10_000.0),
            DefaultLayer::Distances,
        ),
    ]);
    let to = LonLat::new(31.123_456_789, 51.0);
    let rounded = LonLat::new(31.123_456_8, 51.0);
    let moved = after(&project, relocate(&project, id(&project, "ash"), to));
    assert_eq!(feature(&moved, "ash").point(), Some(rounded));
    assert_eq!(feature(&moved, "ash").basis, GeometryBasis::Drawn);
    let moved = after(&project, relocate(&project, id(&project, "ring"), to));
    assert_eq!(feature(&moved, "ring").center, Some(rounded));
    let measured = crate::project::measured::measure(feature(&moved, "ring")).radius_m;
    assert!((measured.unwrap_or_default() - 10_000.0).abs() < 1.0);
    let nothing = project.fresh_ids().give();
    assert_eq!(relocate(&project, nothing, to), None);
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
    let elm = shapes::point("Elm", LonLat::new(1.0, 2.0));
    let oak = shapes::area("Oak", &[LonLat::new(0.0, 0.0)]);
    assert_eq!(oak, None, "no area");
    let corners = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0)].map(|(lon, lat)| LonLat::new(lon, lat));
    let oak = shapes::area("Oak", &corners).expect("an area");
    let road = shapes::line("Road", &corners).expect("a line");
    assert_eq!(shapes::line("Road", &corners[..1]), None);
    let project = project([
        (ash(), DefaultLayer::Places),
        (oak, DefaultLayer::Areas),
        (elm, DefaultLayer::Places),
        (road, DefaultLayer::Lines),
    ]);
    assert_eq!(layers(&project), ["places", "lines", "areas"]);

    let ash = id(&project, "ash");
    let renamed = change(&project, ash, |feature| feature.name = "Ashby".to_owned());
    let changed = after(&project, renamed);
    assert_eq!(feature(&changed, "ash").name, "Ashby");
    assert_eq!(change(&project, ash, |_| ()), None, "it stays as it is");
    let changed = after(&project, remove(&project, id(&project, "oak")));
    assert_eq!(names(&changed), ["ash", "elm", "road"]);

    let places = layer(&project, "places");
    let changed = after(&project, move_layer(&project, places, 2));
    assert_eq!(layers(&changed), ["lines", "areas", "places"]);
    let changed = after(&changed, move_layer(&changed, places, 0));
    assert_eq!(layers(&changed), ["places", "lines", "areas"]);
    for (moved, to) in [(places, 0), (places, 3), (project.fresh_ids().give(), 0)] {
        assert_eq!(move_layer(&project, moved, to), None);
    }
    let changed = after(&project, remove_layer(&project, places));
    assert_eq!(names(&changed), ["oak", "road"]);
    assert_eq!(layers(&changed), ["lines", "areas"]);
}

#[test]
fn what_is_dismissed_left_out_or_said_of_the_article_can_be_taken_back() {
    let project = project([]);
    let (_, edit) = dismiss(&project, quote(0, 3), None, Scope::AllAlike);
    let changed = after(&project, Some(edit));
    let dismissed = super::super::Dismissed::of(&changed);
    assert!(dismissed.covers(&article(), Span::new(22, 25)));
    let edit = leave_out(
        &project,
        quote(0, 3),
        Category::Figure,
        "No place.".to_owned(),
    );
    assert_eq!(after(&project, Some(edit)).unmapped().len(), 1);
    let title = Imprint {
        title: Some("Ash".to_owned()),
        ..Imprint::default()
    };
    let changed = after(&project, imprint(&project, title.clone()));
    assert_eq!(changed.title(), "Ash");
    let cited = Cited {
        imprint: Imprint::default(),
        sha256: article().sha256().to_owned(),
        other: Map::new(),
    };
    let citing =
        ProjectBuilder::new(ArticleState::Cited(Arc::new(cited))).finish(UnknownMembers::default());
    let changed = after(&citing, imprint(&citing, title.clone()));
    assert_eq!(changed.title(), "Ash");
    assert_eq!(imprint(&Project::default(), title), None);
}
