//! Layers, panels, small windows, and what is remembered.

use dateline::{
    project::{feature::Feature, ids::FeatureId},
    quote::Role,
    settings::{Folders, Settings, ThemeChoice},
};
use egui::{Key, vec2};

use crate::support::*;

#[test]
fn a_layer_is_hidden_and_shown_by_its_box() {
    let mut window = open(HARBOUR, USUAL);
    for (id, layer) in layers(&window) {
        let features = features(&window).into_iter();
        let marks: Vec<String> = features
            .filter(|(_, feature)| feature.layer == id)
            .map(|(_, feature)| format!("{}, {}", feature.name, layer.name))
            .collect();
        click_named(&mut window, "Fit all");
        for expected in [!layer.visible, layer.visible] {
            click_named(&mut window, &format!("Show {}", layer.name));
            let now = project(&window).layer(id).expect("there");
            assert_eq!(now.visible, expected);
            for mark in &marks {
                assert_eq!(shows(&window, mark), expected, "{mark}");
            }
        }
    }
}

fn visible(window: &Window) -> Vec<bool> {
    let layers = layers(window).into_iter();
    layers.map(|(_, layer)| layer.visible).collect()
}

#[test]
fn alt_click_on_a_box_shows_only_that_layer_and_then_all() {
    let mut window = open(HARBOUR, USUAL);
    let layers = layers(&window);
    let name = format!("Show {}", layers[1].1.name);
    let at = rects_named(&window, &name)[0].center();
    click_holding(&mut window, at, egui::Modifiers::ALT);
    let alone: Vec<bool> = (0..layers.len()).map(|index| index == 1).collect();
    assert_eq!(visible(&window), alone);
    click_holding(&mut window, at, egui::Modifiers::ALT);
    assert!(visible(&window).into_iter().all(|visible| visible));
}

#[test]
fn a_button_shows_only_one_layer_and_then_all() {
    let mut window = open(HARBOUR, USUAL);
    let layers = layers(&window);
    click_named(&mut window, &format!("Show only {}", layers[1].1.name));
    let alone: Vec<bool> = (0..layers.len()).map(|index| index == 1).collect();
    assert_eq!(visible(&window), alone);
    click_named(&mut window, "Show all layers");
    assert!(visible(&window).into_iter().all(|visible| visible));
}

#[test]
fn layers_are_reordered_by_dragging_their_rows() {
    let mut window = open(HARBOUR, USUAL);
    let ids = |window: &Window| project(window).layers().order().to_vec();
    let before = ids(&window);
    let names = layers(&window).into_iter();
    let names: Vec<String> = names
        .map(|(_, layer)| format!("Show {}", layer.name))
        .collect();
    // By the grip, left of the box.
    let grip = rects_named(&window, &names[0])[0].left_center() - vec2(6.0, 0.0);
    let below_second = rects_named(&window, &names[1])[0].left_center() + vec2(-6.0, 10.0);
    window.hover_at(grip);
    window.drag_at(grip);
    window.hover_at(grip + vec2(0.0, 12.0));
    window.hover_at(below_second);
    window.hover_at(below_second + vec2(0.0, 1.0));
    window.drop_at(below_second + vec2(0.0, 1.0));
    settle(&mut window);
    let after = ids(&window);
    assert_eq!(after[..2], [before[1], before[0]]);
    assert_eq!(after[2..], before[2..]);
}

#[test]
fn every_size_of_window_shows_what_it_has_room_for() {
    for (width, height) in [
        (1280.0, 800.0),
        (800.0, 500.0),
        (620.0, 420.0),
        (400.0, 300.0),
    ] {
        let mut window = open(DEFAULT, vec2(width, height));
        let map = window.state().state().view().rect;
        assert!(map.width() > 200.0 && map.height() > 200.0, "{map:?}");
        if width >= 900.0 {
            assert!(shows(&window, "Layers") && !shows(&window, "Inspector"));
        } else if width >= 640.0 {
            click_named(&mut window, "Layers");
            assert!(rects_named(&window, "Layers").len() >= 2, "tab and heading");
            click_named(&mut window, "Inspector");
            assert!(shows(&window, "Not on the map (27)"));
            click_named(&mut window, "Article");
            press(&mut window, Key::N);
            assert_eq!(
                state(&window).last_mention,
                mentions(&window).first().copied()
            );
        } else {
            click_named(&mut window, "Layers and inspector");
            assert!(shows(&window, "Back to the map"));
            click_named(&mut window, "Back to the map");
            assert!(shows(&window, "Zoom in (+)"));
        }
    }
}

#[test]
fn the_first_view_holds_what_the_article_is_about_and_fit_all_the_rest() {
    let mut window = open(DEFAULT, USUAL);
    let in_view = |window: &Window, feature: FeatureId| {
        let item = document(window).scene().item(feature).expect("a place");
        let view = state(window).view();
        let on_screen = |at: geo::Coord| view.rect.contains(view.to_screen(at.into()));
        on_screen(item.frame.min()) && on_screen(item.frame.max())
    };
    let features = features(&window);
    let is_actor = |feature: &Feature| feature.role == Some(Role::Actor);
    for (id, feature) in &features {
        let layer = project(&window).layer(feature.layer).expect("a layer");
        if layer.visible && !is_actor(feature) {
            assert!(in_view(&window, *id), "{}", feature.name);
        }
    }
    let mut far = features.iter().filter(|(_, feature)| is_actor(feature));
    assert!(far.clone().next().is_some());
    assert!(far.all(|(id, _)| !in_view(&window, *id)));
    click_named(&mut window, "Fit all");
    for (id, feature) in &features {
        assert!(in_view(&window, *id), "{}", feature.name);
    }
}

#[test]
fn a_file_without_evidence_says_so() {
    static PLAIN: &[u8] = br#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "well", "properties": {"name": "Well"},
         "geometry": {"type": "Point", "coordinates": [8.5, 47.3]}}]}"#;
    let mut window = open(PLAIN, USUAL);
    assert!(shows(&window, "No article"));
    let at = place_to_click(&window, nth(&window, 0).0).expect("a place");
    click(&mut window, at);
    assert!(shows(
        &window,
        "No quote supports this feature: the file gives no evidence for it."
    ));
}

#[test]
fn what_could_not_be_read_is_told() {
    static BROKEN: &[u8] = br#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": []}},
        {"type": "Feature", "properties": {},
         "geometry": {"type": "Point", "coordinates": [8.5, 47.3]}}]}"#;
    let window = open(BROKEN, USUAL);
    let notice = window.state().state().notice.clone().expect("a line");
    assert!(
        notice.text.starts_with("One feature could not be read"),
        "{notice:?}"
    );
}

#[test]
fn the_opacity_of_a_layer_is_set_with_a_slider() {
    use egui_kittest::kittest::Queryable as _;
    let mut window = open(HARBOUR, USUAL);
    let name = layers(&window)[0].1.name.clone();
    click_named(&mut window, &format!("Opacity of {name}, 100 %"));
    let slider = window
        .query_all_by_role(egui::accesskit::Role::Slider)
        .next()
        .expect("a slider")
        .rect();
    click(
        &mut window,
        slider.left_center() + vec2(slider.width() * 0.25, 0.0),
    );
    let opacity = layers(&window)[0].1.opacity;
    assert!((0.05..0.6).contains(&opacity), "{opacity}");
}

#[test]
fn a_layer_is_zoomed_to() {
    let mut window = open(DEFAULT, USUAL);
    let (id, layer) = layers(&window)[1].clone();
    click_named(&mut window, &format!("Zoom to {}", layer.name));
    let bounds = state(&window).bounds_of_layer(id).expect("a place");
    let view = state(&window).view();
    let on_screen = |at: geo::Coord| view.to_screen(at.into());
    let size = on_screen(bounds.max()) - on_screen(bounds.min());
    assert!(size.x.max(size.y) > 60.0, "closer than at first: {size:?}");
    assert!(view.rect.contains(on_screen(bounds.center())));
}

#[test]
fn a_right_click_copies_the_place() {
    let mut window = open(HARBOUR, USUAL);
    let at = window.state().state().view().rect.center();
    let place =
        dateline::coordinates::mercator::unproject(window.state().state().view().to_mercator(at));
    window.hover_at(at);
    for pressed in [true, false] {
        window.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Secondary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
    }
    settle(&mut window);
    for (_, text) in dateline::coordinates::in_words::all(place) {
        assert!(shows(&window, &format!("Copy {text}")), "{text}");
    }
}

#[test]
fn an_empty_collection_opens_and_says_that_it_is_empty() {
    let window = open(br#"{"type": "FeatureCollection", "features": []}"#, USUAL);
    assert!(shows(
        &window,
        "No features yet. Layers appear here when there are some."
    ));
}

#[test]
fn settings_and_the_look_of_layers_are_remembered() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folders = Folders {
        settings: Some(folder.path().join("settings.json")),
        ..Folders::default()
    };
    let mut window = open_with(HARBOUR, USUAL, folders.clone());
    let name = format!("Show {}", layers(&window)[0].1.name);
    click_named(&mut window, &name);
    click_named(&mut window, "Light or dark");
    click_named(&mut window, "Dark");
    // Nobody moves the mouse: the window itself must ask for the frame that writes.
    let mut frames = 0;
    while window.ctx.has_requested_repaint() && frames < 20 {
        window.step();
        frames += 1;
    }
    let saved = Settings::load(folders.settings.as_deref().expect("a path"));
    assert_eq!(saved.theme, ThemeChoice::Dark);

    let again = open_with(HARBOUR, USUAL, folders);
    assert!(!layers(&again)[0].1.visible);
    assert_eq!(again.ctx.theme(), egui::Theme::Dark);
}

#[test]
fn copying_a_quote_takes_its_citation_along() {
    let mut window = open(HARBOUR, USUAL);
    press(&mut window, Key::N);
    let copy = {
        use egui_kittest::kittest::Queryable as _;
        window
            .query_all_by_label_contains("Copy quote: ")
            .next()
            .expect("a button")
            .rect()
            .center()
    };
    window.hover_at(copy);
    for pressed in [true, false] {
        window.event(egui::Event::PointerButton {
            pos: copy,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
    }
    window.step();
    let copied = window
        .output()
        .platform_output
        .commands
        .iter()
        .find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
        .expect("something was copied");
    let article = window.state().state().document.project().article().cloned();
    let citation = article.expect("an article").citation();
    assert!(
        copied.starts_with('“') && copied.ends_with(&citation),
        "{copied}"
    );
}

#[test]
fn fitting_the_article_is_the_same_whatever_is_shown() {
    let mut window = open(DEFAULT, USUAL);
    let first = window.state().state().view().camera;
    for (_, layer) in layers(&window) {
        if !layer.visible {
            click_named(&mut window, &format!("Show {}", layer.name));
        }
    }
    click_named(&mut window, "Fit all");
    click_named(&mut window, "Fit the article");
    assert_eq!(window.state().state().view().camera, first);
}

#[test]
fn the_panels_leave_the_map_its_room() {
    for width in [900.0, 960.0, 1024.0] {
        let window = open(DEFAULT, vec2(width, 600.0));
        let map = window.state().state().view().rect;
        assert!(map.width() >= 355.0, "{width}: {map:?}");
    }
}

#[test]
fn a_plain_file_shows_the_properties_it_has() {
    static PLAIN: &[u8] = br#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "well", "properties": {"name": "Well", "depth": 12.5},
         "geometry": {"type": "Point", "coordinates": [8.5, 47.3]}}]}"#;
    let mut window = open(PLAIN, USUAL);
    let at = place_to_click(&window, nth(&window, 0).0).expect("a place");
    click(&mut window, at);
    assert!(shows(&window, "depth") && shows(&window, "12.5"));
}

#[test]
fn a_map_that_cannot_be_shown_takes_nothing_away() {
    use dateline::{settings::BasemapChoice, ui::state::action::Action};
    let mut window = open(HARBOUR, USUAL);
    let before = window.state().map().choice().clone();
    let wrong = BasemapChoice::Custom("https://example.org/no/placeholders.png".to_owned());
    apply(&mut window, Action::SetBasemap(wrong));
    assert_eq!(*window.state().map().choice(), before);
    let notice = window.state().state().notice.clone().expect("a line");
    assert!(notice.trouble && notice.text.contains('{'), "{notice:?}");
}
