//! From every mark to its words, and from all words to their marks, for two unrelated projects.

use dateline::project::ids::{FeatureId, Handle};
use egui::{Modifiers, Pos2};

use crate::support::*;

#[test]
fn every_mark_of_the_default_project_leads_to_its_words() {
    every_mark_leads_to_its_words(DEFAULT);
}

#[test]
fn every_mark_of_another_project_leads_to_its_words() {
    every_mark_leads_to_its_words(HARBOUR);
}

fn every_mark_leads_to_its_words(file: &'static [u8]) {
    let mut window = open(file, USUAL);
    show_all_layers(&mut window);
    let all: Vec<FeatureId> = project(&window).features().ids().collect();
    assert!(all.len() > 5, "there is something to click");
    for feature in all {
        press(&mut window, egui::Key::Escape);
        look_at(&mut window, feature);
        let name = project(&window)
            .feature(feature)
            .expect("there")
            .name
            .clone();
        let at = place_to_click(&window, feature);
        let at = at.unwrap_or_else(|| panic!("{name} can be clicked"));
        click(&mut window, at);
        let selected = state(&window).selected_feature();
        assert_eq!(selected, Some(feature), "{name}, clicked at {at:?}");

        let mention = state(&window).last_mention.expect("a mark has words");
        let led_to = document(&window).mentions().exactly(mention);
        let leads_here = led_to.is_some_and(|one| one.leads_to(Handle::Feature(feature)));
        assert!(leads_here, "{name}");
        let words = mention_rect(&window, mention);
        assert!(
            article_area(&window).contains(words.center()),
            "{name}: the article shows its words, at {words:?}"
        );
        every_quote_is_listed_and_leads_to_the_article(&mut window, feature);
    }
}

fn every_quote_is_listed_and_leads_to_the_article(window: &mut Window, feature: FeatureId) {
    let feature = project(window).feature(feature).expect("there");
    let mut quotes: Vec<String> = feature
        .all_evidence()
        .map(|one| one.quote.exact.clone())
        .collect();
    let total = quotes.len();
    quotes.sort();
    quotes.dedup();
    let listed: usize = quotes
        .iter()
        .map(|quote| rects_named(window, &format!("Quote: {quote}")).len())
        .sum();
    assert_eq!(listed, total, "every quote is in the inspector");
    let inspector = state(window).view().rect;
    for quote in quotes {
        let rect = rects_named(window, &format!("Quote: {quote}"))[0];
        // Those below the fold are reached by scrolling, which another test does.
        if rect.bottom() > inspector.bottom() - 10.0 {
            continue;
        }
        click(window, rect.center());
        let mention = state(window).last_mention.expect("a quote leads to words");
        assert_eq!(document(window).words(mention), quote);
    }
}

#[test]
fn all_words_of_the_default_project_lead_to_their_marks() {
    all_words_lead_to_their_marks(DEFAULT);
}

#[test]
fn all_words_of_another_project_lead_to_their_marks() {
    all_words_lead_to_their_marks(HARBOUR);
}

fn all_words_lead_to_their_marks(file: &'static [u8]) {
    let mut window = open(file, USUAL);
    let all = mentions(&window);
    assert!(all.len() > 20, "there are words to click");
    for mention in all {
        press(&mut window, egui::Key::Escape);
        let rect = scroll_to(&mut window, mention);
        let at = place_in_mention(&mut window, mention, rect)
            .unwrap_or_else(|| panic!("{mention:?} can be pointed at in {rect:?}"));
        click(&mut window, at);
        let led_to = document(&window).mentions().exactly(mention);
        let features: Vec<FeatureId> = led_to.expect("a mention").features().collect();
        if let [_, second, ..] = features[..] {
            let name = project(&window)
                .feature(second)
                .expect("there")
                .name
                .clone();
            let entry = rects_named(&window, &name)
                .into_iter()
                .find(|rect| (rect.center() - at).length() < 260.0)
                .expect("the picker lists the feature");
            click(&mut window, entry.center());
            assert_eq!(state(&window).selected, Some(Handle::Feature(second)));
            assert!(state(&window).picker.is_none(), "the picker is gone");
        } else {
            let expected = leads_to(&window, mention);
            assert_eq!(state(&window).selected, Some(expected));
        }
        let state = state(&window);
        assert_eq!(state.last_mention, Some(mention));
        if let Some(feature) = state.selected_feature() {
            let item = state.document.scene().item(feature).expect("a place");
            let frame = egui::Rect::from_two_pos(
                state.view().to_screen(item.frame.min().into()),
                state.view().to_screen(item.frame.max().into()),
            );
            assert!(state.view().rect.intersects(frame), "its mark is in view");
        }
    }
}

#[test]
fn pointing_at_a_mark_lights_its_words_and_the_other_way_round() {
    let mut window = open(HARBOUR, USUAL);
    let (feature, _) = nth(&window, 0);
    look_at(&mut window, feature);
    let at = place_to_click(&window, feature).expect("a place");
    hover(&mut window, at);
    assert_eq!(state(&window).hover, Some(Handle::Feature(feature)));
    hover(&mut window, egui::pos2(640.0, 10.0));
    assert_eq!(state(&window).hover, None);

    let words = document(&window)
        .mentions()
        .words_of(Handle::Feature(feature));
    let rect = scroll_to(&mut window, words[0]);
    assert!(place_in_mention(&mut window, words[0], rect).is_some());
    assert_eq!(state(&window).hover, Some(Handle::Feature(feature)));
}

#[test]
fn alt_click_asks_which_of_the_marks_at_a_place_is_meant() {
    let mut window = open(DEFAULT, USUAL);
    let (circle, at) = middle_of_the_circle(&mut window);
    click(&mut window, at);
    let place = window.state().state().selected_feature();
    assert!(
        place.is_some_and(|place| place != circle),
        "a click takes the point"
    );

    click_holding(&mut window, at, Modifiers::ALT);
    let picker = window.state().state().picker.clone().expect("a choice");
    assert!(picker.features.len() >= 2 && picker.features.contains(&circle));
    let name = project(&window)
        .feature(circle)
        .expect("there")
        .name
        .clone();
    let entry = rects_named(&window, &name)
        .into_iter()
        .find(|rect| (rect.center() - at).length() < 260.0)
        .expect("listed");
    click(&mut window, entry.center());
    assert_eq!(window.state().state().selected_feature(), Some(circle));
}

#[test]
fn dragging_the_map_moves_it_and_selects_nothing() {
    let mut window = open(HARBOUR, USUAL);
    let (feature, _) = nth(&window, 0);
    look_at(&mut window, feature);
    let from = place_to_click(&window, feature).expect("a place");
    let before = window.state().state().view().camera;
    window.hover_at(from);
    window.drag_at(from);
    for step in 1..=10_u8 {
        window.hover_at(from + egui::vec2(f32::from(step) * 6.0, 0.0));
    }
    window.drop_at(from + egui::vec2(60.0, 0.0));
    settle(&mut window);
    let after = window.state().state().view().camera;
    assert!(after.center.x < before.center.x, "the ground went along");
    assert_eq!(selected(&window), None);
}

#[test]
fn the_ground_under_the_wheel_stays_and_a_double_click_zooms() {
    let mut window = open(HARBOUR, USUAL);
    let at = window.state().state().view().rect.center() + egui::vec2(90.0, -70.0);
    let ground = window.state().state().view().to_mercator(at);
    let before = window.state().state().view().camera.zoom;
    wheel(&mut window, at, egui::vec2(0.0, 120.0));
    let view = &window.state().state().view();
    assert!(view.camera.zoom > before + 0.3, "zoomed in");
    assert!(
        (view.to_screen(ground) - at).length() < 1.0,
        "about the pointer"
    );

    let before = view.camera.zoom;
    // All in one frame: a frame of the test is longer than a double click may take.
    for pressed in [true, false, true, false] {
        let event = egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        window.input_mut().events.push(event);
    }
    settle(&mut window);
    let zoomed = window.state().state().view().camera.zoom - before;
    assert!((zoomed - 1.0).abs() < 1e-6, "one level in: {zoomed}");
}

fn show_all_layers(window: &mut Window) {
    for (_, layer) in layers(window) {
        if !layer.visible {
            click_named(window, &format!("Show {}", layer.name));
        }
    }
}

#[test]
fn alt_click_lists_marks_that_stand_aside_for_want_of_room() {
    let mut window = open(DEFAULT, USUAL);
    let scene = document(&window).scene();
    let mut ids = project(&window).features().ids();
    let aside = ids.find(|id| scene.offset(*id).is_some());
    drop(ids);
    let aside = aside.expect("a mark beside another");
    let place = scene.item(aside).expect("a place").points[0];
    look_at(&mut window, aside);
    let at = state(&window).view().to_screen(place);
    click_holding(&mut window, at, Modifiers::ALT);
    let picker = window.state().state().picker.clone().expect("a choice");
    assert!(picker.features.contains(&aside), "{picker:?}");
}

#[test]
fn a_slow_click_selects_and_a_long_press_asks() {
    let mut window = open(DEFAULT, USUAL);
    let (_, at) = middle_of_the_circle(&mut window);
    // A frame of the test is a quarter of a second.
    for (frames, asks) in [(1, false), (6, true)] {
        window.hover_at(at);
        window.drag_at(at);
        window.step();
        window.run_steps(frames);
        window.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed: false,
            modifiers: Modifiers::NONE,
        });
        settle(&mut window);
        let state = &window.state().state();
        assert_eq!(state.picker.is_some(), asks, "after {frames} frames");
        assert!(asks || state.selected_feature().is_some());
        window.run_steps(4);
    }
}

#[test]
fn a_click_on_marks_too_close_to_tell_apart_asks_which() {
    static NEAR: &[u8] = br#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "a", "properties": {"name": "First"},
         "geometry": {"type": "Point", "coordinates": [8.5, 47.3]}},
        {"type": "Feature", "id": "b", "properties": {"name": "Second"},
         "geometry": {"type": "Point", "coordinates": [8.5001, 47.3]}}]}"#;
    let mut window = open(NEAR, USUAL);
    let item = document(&window).scene().item(nth(&window, 0).0);
    let at = state(&window)
        .view()
        .to_screen(item.expect("a place").points[0]);
    click(&mut window, at);
    let picker = window.state().state().picker.clone().expect("a choice");
    assert_eq!(picker.features.len(), 2);
    let entry = rects_named(&window, "Second")[0].center();
    click(&mut window, entry);
    assert_eq!(selected(&window).as_deref(), Some("b"));
}

/// Look at the project's circle: which it is, and where its centre is on the screen.
fn middle_of_the_circle(window: &mut Window) -> (FeatureId, Pos2) {
    let mut features = features(window).into_iter();
    let circle = features.find(|(_, feature)| feature.radius_m.is_some());
    let (circle, _) = circle.expect("a circle");
    look_at(window, circle);
    let item = document(window).scene().item(circle).expect("a place");
    let center = item.center.expect("a centre");
    (circle, state(window).view().to_screen(center))
}
