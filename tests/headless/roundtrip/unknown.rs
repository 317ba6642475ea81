//! What this version does not understand survives opening and saving.

use std::{fs, path::Path, sync::Arc};

use dateline::{
    coordinates::LonLat,
    formats::geojson,
    project::{
        ArticleState, Edit, Project, Scope,
        feature::{Feature, FileId, GeometryBasis, Layer, LayerColor, Symbol},
        ids::LayerId,
    },
    quote::Role,
    text::{Article, Imprint},
};
use geo::{Geometry, Point};
use serde_json::{Value, json};

use crate::projects::{apply, change, change_imprint, change_layers, nth};

/// A member that no version knows, added to every object.
fn with_unknown_members(value: &mut Value) -> usize {
    match value {
        Value::Object(object) => {
            let added: usize = object.values_mut().map(with_unknown_members).sum();
            object.insert(
                "x-new".to_owned(),
                json!({"list": [null, {"deep": 1.5}], "on": true}),
            );
            added + 1
        }
        Value::Array(list) => list.iter_mut().map(with_unknown_members).sum(),
        _ => 0,
    }
}

/// Opened and saved, as JSON.
fn saved(file: &Value) -> Value {
    let opened = super::read(&file.to_string());
    serde_json::from_str(&geojson::write(&opened.project)).expect("JSON")
}

#[test]
fn members_of_a_newer_version_survive_in_every_object() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/harbour/project.geojson");
    let text = fs::read_to_string(path).expect("a fixture");
    let mut file: Value = serde_json::from_str(&text).expect("JSON");
    let objects = with_unknown_members(&mut file);
    assert!(objects > 100, "{objects} objects");
    let saved = saved(&file);
    for (key, value) in file.as_object().expect("an object") {
        if key != "features" {
            assert_eq!(&saved[key], value, "{key}");
        }
    }
    let features = |file: &Value| file["features"].as_array().cloned().unwrap_or_default();
    let (before, after) = (features(&file), features(&saved));
    assert_eq!(after.len(), before.len());
    for (after, before) in after.iter().zip(&before) {
        assert_eq!(after, before);
    }
}

/// A project with one feature, which `change` alters before it is opened.
fn project(change: impl Fn(&mut Value)) -> Value {
    let mut file = json!({
        "type": "FeatureCollection",
        "dateline": {
            "version": "1.0",
            "article": null,
            "layers": [
                {"id": "l", "name": "L", "color": "blue", "visible": true, "opacity": 1},
            ],
            "unmapped": [],
            "dismissed": [],
        },
        "features": [{
            "type": "Feature", "id": "a", "geometry": null,
            "properties": {"name": "A", "layer": "l", "geometry_basis": "drawn"},
        }],
    });
    change(&mut file);
    file
}

#[track_caller]
fn survives(change: impl Fn(&mut Value)) {
    let file = project(change);
    assert_eq!(saved(&file), file);
}

#[test]
fn values_that_are_not_understood_stay_where_they_were() {
    survives(|_| {});
    survives(|file| file["dateline"]["article"] = json!({"title": "Without text"}));
    survives(|file| file["dateline"]["layers"][0]["color"] = json!("pink"));
    survives(|file| file["dateline"]["layers"][0]["visible"] = json!("always"));
    for (key, value) in [
        ("name", json!(["A"])),
        ("names", json!({"en": ["A"]})),
        ("role", json!("witness")),
        ("geometry_basis", json!("satellite")),
        ("geonames_id", json!(-5)),
        ("center", json!([5, 50, 100])),
        ("radius_m", json!(-1)),
        ("notes", json!([5, {"text": "new"}])),
        ("stroke-width", json!(500)),
        ("fill-opacity", json!("50 %")),
        ("marker-symbol", json!("harbor")),
        (
            "evidence",
            json!([{"selector": {"type": "CssSelector", "value": "p"}}, "see above"]),
        ),
        ("stated", json!([{"value": 5, "unit": "furlong"}])),
        (
            "stated",
            json!([{"value": 5, "unit": "km", "evidence": "see above"}]),
        ),
    ] {
        survives(|file| file["features"][0]["properties"][key] = value.clone());
    }
}

/// What a project with one feature is saved as after `edit`, when `change` had put something into
/// its file that is not understood.
fn edited(change: impl Fn(&mut Value), edit: impl Fn(&mut Project)) -> Value {
    let mut project = super::read(&project(change).to_string()).project;
    edit(&mut project);
    let text = geojson::write(&project);
    assert_eq!(geojson::write(&super::read(&text).project), text);
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn a_later_edit_wins_over_what_was_not_understood() {
    type Change = fn(&mut Feature, LayerId);
    let edits: [(&str, Value, Change, Value); 10] = [
        (
            "name",
            json!(["A"]),
            |f, _| f.name = "B".to_owned(),
            json!("B"),
        ),
        ("layer", json!(5), |f, m| f.layer = m, json!("m")),
        (
            "kind",
            json!(7),
            |f, _| f.kind = Some("city".to_owned()),
            json!("city"),
        ),
        (
            "role",
            json!("witness"),
            |f, _| f.role = Some(Role::Place),
            json!("place"),
        ),
        (
            "geometry_basis",
            json!("satellite"),
            |f, _| f.basis = GeometryBasis::Drawn,
            json!("drawn"),
        ),
        (
            "geonames_id",
            json!(-5),
            |f, _| f.geonames_id = Some(5),
            json!(5),
        ),
        (
            "center",
            json!([5, 50, 100]),
            |f, _| f.center = Some(LonLat::new(1.0, 2.0)),
            json!([1, 2]),
        ),
        (
            "radius_m",
            json!(-1),
            |f, _| f.radius_m = Some(5.0),
            json!(5),
        ),
        (
            "notes",
            json!("one"),
            |f, _| f.notes = vec!["two".to_owned()],
            json!(["two"]),
        ),
        (
            "marker-symbol",
            json!("harbor"),
            |f, _| f.style.symbol = Symbol::Square,
            json!("square"),
        ),
    ];
    for (key, odd, edit, saved) in edits {
        let file = edited(
            |file| file["features"][0]["properties"][key] = odd.clone(),
            |project| {
                let m: LayerId = project.fresh_ids().give();
                apply(project, Edit::default().put_layer(m, Layer::new("m", "M")));
                change(project, 0, |feature| edit(feature, m));
            },
        );
        assert_eq!(file["features"][0]["properties"][key], saved, "{key}");
    }
}

#[test]
fn a_later_edit_of_layers_and_article_wins_over_what_was_not_understood() {
    let pink = |file: &mut Value| {
        file["dateline"]["layers"][0]["color"] = json!("pink");
        file["dateline"]["layers"][0]["opacity"] = json!(7);
    };
    let file = edited(pink, |project| {
        change_layers(project, |layer| {
            layer.color = LayerColor::Amber;
            layer.opacity = 0.5;
        });
    });
    assert_eq!(file["dateline"]["layers"][0]["color"], "amber");
    assert_eq!(file["dateline"]["layers"][0]["opacity"], 0.5);
    let textless = |file: &mut Value| file["dateline"]["article"] = json!({"title": "A"});
    let file = edited(textless, |project| {
        let article = Arc::new(Article::new("Ash fell.", Imprint::default()));
        let edit = Edit::default().put_article(ArticleState::Text(article));
        apply(project, edit);
    });
    assert_eq!(file["dateline"]["article"]["text"], "Ash fell.");
    let odd_title = |file: &mut Value| {
        file["dateline"]["article"] = json!({"title": 5, "text": "Ash fell."});
    };
    let file = edited(odd_title, |project| {
        change_imprint(project, |imprint| imprint.title = Some("Ash".to_owned()));
    });
    assert_eq!(file["dateline"]["article"]["title"], "Ash");
    let broad = |file: &mut Value| {
        let quote = json!({"selector": {"type": "TextQuoteSelector", "exact": "x"}});
        file["dateline"]["dismissed"] = json!([{"scope": "everywhere", "evidence": quote}]);
    };
    let file = edited(broad, |_| {});
    assert_eq!(file["dateline"]["dismissed"][0]["scope"], "everywhere");
    let file = edited(broad, |project| {
        let (id, entry) = project.dismissed().iter().next().expect("an entry");
        let mut entry = entry.clone();
        entry.scope = Scope::AllAlike;
        apply(project, Edit::default().put_dismissal(id, entry));
    });
    assert_eq!(file["dateline"]["dismissed"][0]["scope"], "all_alike");
}

#[test]
fn a_box_that_no_longer_holds_what_it_is_about_goes() {
    let boxed = |file: &mut Value| {
        file["bbox"] = json!([29, 49, 31, 51]);
        file["features"][0]["bbox"] = json!([29, 49, 31, 51]);
        file["features"][0]["geometry"] =
            json!({"type": "Point", "coordinates": [30.5, 50.5], "bbox": [30.5, 50.5, 30.5, 50.5]});
    };
    survives(boxed);
    let file = edited(boxed, |project| {
        change(project, 0, |feature| {
            feature.geometry = Some(Arc::new(Geometry::Point(Point::new(40.0, 50.0))));
        });
    });
    assert_eq!(file["bbox"], Value::Null);
    assert_eq!(file["features"][0]["bbox"], Value::Null);
    assert_eq!(file["features"][0]["geometry"]["bbox"], Value::Null);
}

#[test]
fn a_feature_without_a_layer_is_in_the_first_whatever_the_file_is_called() {
    let mut file = project(|file| file["features"][0]["properties"]["layer"] = json!(5));
    for _ in 0..2 {
        let text = file.to_string();
        let [one, other] = ["a", "b"].map(|name| {
            geojson::read(text.as_bytes(), name)
                .expect("it opens")
                .project
        });
        assert_eq!(one, other);
        let layer = one.layer(nth(&one, 0).layer).expect("a layer");
        assert_eq!(layer.key, "l");
        file = saved(&file);
    }
}

#[test]
fn entries_that_are_not_understood_stay_in_their_list() {
    let quote = json!({"selector": [{"type": "TextQuoteSelector", "exact": "x"}]});
    survives(|file| {
        let layers = file["dateline"]["layers"].as_array_mut().expect("layers");
        layers.push(json!("another"));
    });
    survives(|file| file["dateline"]["unmapped"] = json!([{"category": "new"}]));
    survives(|file| {
        file["dateline"]["dismissed"] =
            json!([{"scope": "this", "reason": "no", "evidence": quote}, {"scope": "this"}, 5]);
    });
    survives(|file| {
        file["features"][0]["properties"]["evidence"] = json!([quote, {"exact": "x"}]);
    });
    survives(|file| {
        file["features"][0]["properties"]["evidence"] = json!([{
            "mention": "nickname",
            "selector": [
                {"type": "TextQuoteSelector", "exact": "x", "refinedBy": {"type": "New"}},
                {"type": "TextPositionSelector", "start": 0, "end": 1},
                {"type": "XPathSelector", "value": "/p[1]"},
                {"type": "TextQuoteSelector", "exact": "y"},
            ],
        }]);
    });
}

#[test]
fn a_name_under_another_key_is_shown_and_left_there() {
    for key in ["title", "NAME", "Name"] {
        let mut file = json!({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {}, "geometry": null},
        ]});
        file["features"][0]["properties"][key] = json!("Ash");
        let opened = super::read(&file.to_string());
        assert_eq!(nth(&opened.project, 0).name, "Ash");
        assert_eq!(saved(&file)["features"][0]["properties"][key], "Ash");
    }
}

#[test]
fn what_a_file_calls_a_feature_is_kept_as_it_is_read() {
    let given = [
        json!(17),
        json!("17"),
        json!("a"),
        json!("a"),
        json!(1.5),
        json!(null),
        json!(""),
        json!([]),
    ];
    let feature =
        |id: &Value| json!({"type": "Feature", "id": id, "properties": {}, "geometry": null});
    let features: Vec<Value> = given.iter().map(feature).collect();
    let file = json!({"type": "FeatureCollection", "features": features});
    let project = super::read(&file.to_string()).project;
    let text = |text: &str| Some(FileId::Text(text.to_owned()));
    let ids: Vec<Option<FileId>> = project
        .features()
        .values()
        .map(|feature| feature.file_id.clone())
        .collect();
    assert_eq!(ids[0], Some(FileId::Number(17.into())));
    assert_eq!(ids[1..4], [text("17"), text("a"), text("a")]);
    assert_eq!(ids[5..], [None, None, None]);
    let saved = saved(&file);
    let ids: Vec<&Value> = given.iter().take(5).collect();
    let again = saved["features"].as_array().expect("features").iter();
    assert_eq!(again.map(|one| &one["id"]).take(5).collect::<Vec<_>>(), ids);
}
