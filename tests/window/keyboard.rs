//! Everything by the keyboard, and with a name for screen readers.

use egui::{Key, Modifiers};

use dateline::project::ids::FeatureId;

use crate::support::*;

/// What the marks are called for the keyboard and for screen readers.
fn mark_names(window: &Window) -> Vec<(FeatureId, String)> {
    let name = |id| {
        project(window)
            .layer_of(id)
            .map_or("", |layer| &*layer.name)
    };
    let features = features(window).into_iter();
    features
        .map(|(id, feature)| (id, format!("{}, {}", feature.name, name(id))))
        .collect()
}

#[test]
fn n_and_p_walk_the_mentions_in_reading_order() {
    let mut window = open(HARBOUR, USUAL);
    let all = mentions(&window);
    for &mention in &all {
        press(&mut window, Key::N);
        assert_eq!(state(&window).last_mention, Some(mention));
        let rect = mention_rect(&window, mention);
        assert!(
            article_area(&window).contains(rect.center()),
            "{mention:?}: {rect:?}"
        );
    }
    press(&mut window, Key::N);
    assert_eq!(
        state(&window).last_mention,
        all.first().copied(),
        "and round the end"
    );
    press(&mut window, Key::P);
    assert_eq!(state(&window).last_mention, all.last().copied());
}

#[test]
fn space_hides_and_shows_the_layer_of_what_is_selected() {
    let mut window = open(HARBOUR, USUAL);
    press(&mut window, Key::N);
    let feature = state(&window).selected_feature().expect("selected");
    let visible = |window: &Window| {
        let layer = project(window).layer_of(feature).expect("a layer");
        layer.visible
    };
    press(&mut window, Key::Space);
    assert!(!visible(&window));
    assert_eq!(
        state(&window).selected,
        None,
        "what is hidden is not selected"
    );
    press(&mut window, Key::Space);
    assert!(visible(&window));
}

#[test]
fn keys_go_on_working_while_something_has_the_focus() {
    let mut window = open(HARBOUR, USUAL);
    let mark = mark_names(&window).remove(0).1;
    focus(&mut window, &mark);
    press(&mut window, Key::N);
    assert_eq!(
        state(&window).last_mention,
        mentions(&window).first().copied()
    );
    let zoom = window.state().state().views.destination().camera.zoom;
    press(&mut window, Key::Minus);
    assert!(window.state().state().view().camera.zoom < zoom);

    focus(&mut window, "Map");
    let before = window.state().state().view().camera;
    press(&mut window, Key::ArrowRight);
    assert!(window.state().state().view().camera.center.x > before.center.x);
}

#[test]
fn escape_closes_a_menu_and_nothing_else() {
    let mut window = open(HARBOUR, USUAL);
    press(&mut window, Key::N);
    click_named(&mut window, "Light or dark");
    assert!(shows(&window, "As the system"));
    press(&mut window, Key::Escape);
    assert!(!shows(&window, "As the system"));
    assert!(window.state().state().selected.is_some());
}

#[test]
fn f9_and_f10_choose_the_tab_of_a_narrow_window_and_close_it() {
    let mut window = open(HARBOUR, egui::vec2(800.0, 500.0));
    press(&mut window, Key::F10);
    assert!(
        rects_named(&window, "Layers").len() >= 2,
        "the layers are in front"
    );
    press(&mut window, Key::F9);
    assert_eq!(rects_named(&window, "Layers").len(), 1, "only the tab");
    press(&mut window, Key::F9);
    assert!(!shows(&window, "Layers"), "the column is gone");
    press(&mut window, Key::F9);
    assert!(shows(&window, "Layers"));
}

#[test]
fn escape_clears_the_selection() {
    let mut window = open(HARBOUR, USUAL);
    press(&mut window, Key::N);
    assert!(window.state().state().selected.is_some());
    press(&mut window, Key::Escape);
    assert!(window.state().state().selected.is_none());
}

#[test]
fn arrows_pan_and_plus_and_minus_zoom() {
    let mut window = open(HARBOUR, USUAL);
    let start = window.state().state().view().camera;
    press(&mut window, Key::ArrowRight);
    press(&mut window, Key::ArrowDown);
    let moved = window.state().state().view().camera;
    assert!(moved.center.x > start.center.x && moved.center.y > start.center.y);
    press(&mut window, Key::Plus);
    assert!((window.state().state().view().camera.zoom - start.zoom - 1.0).abs() < 1e-9);
    press(&mut window, Key::Minus);
    assert!((window.state().state().view().camera.zoom - start.zoom).abs() < 1e-9);
}

#[test]
fn alt_with_the_arrows_walks_the_view_history() {
    let mut window = open(HARBOUR, USUAL);
    let start = window.state().state().view().camera;
    click_named(&mut window, "Fit all");
    let all = window.state().state().view().camera;
    assert_ne!(start, all);
    window.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
    settle(&mut window);
    assert_eq!(window.state().state().view().camera, start);
    window.key_press_modifiers(Modifiers::ALT, Key::ArrowRight);
    settle(&mut window);
    assert_eq!(window.state().state().view().camera, all);
}

#[test]
fn f9_and_f10_fold_the_panels() {
    let mut window = open(HARBOUR, USUAL);
    assert!(shows(&window, "Layers"));
    press(&mut window, Key::F10);
    assert!(!shows(&window, "Layers"));
    let narrow = window.state().state().view().rect.width();
    press(&mut window, Key::F9);
    assert!(window.state().state().view().rect.width() > narrow);
    press(&mut window, Key::F9);
    press(&mut window, Key::F10);
    assert!(shows(&window, "Layers"));
}

#[test]
fn tab_reaches_words_marks_and_layers_and_enter_uses_them() {
    let mut window = open(HARBOUR, USUAL);
    let (mut mark, mut words, mut layer) = (false, false, false);
    let names = mark_names(&window);
    let first_layer = format!("Show {}", layers(&window)[0].1.name);
    for _ in 0..160 {
        press(&mut window, Key::Tab);
        let focused = |name: &str| {
            use egui_kittest::kittest::Queryable as _;
            window
                .query_all_by_label(name)
                .any(|node| node.is_focused())
        };
        if let Some((id, _)) = names.iter().find(|(_, name)| focused(name)) {
            press(&mut window, Key::Enter);
            assert_eq!(state(&window).selected_feature(), Some(*id));
            mark = true;
        } else if focused(&first_layer) {
            layer = true;
        } else if focused("Castro") {
            words = true;
        }
        if mark && words && layer {
            return;
        }
    }
    panic!("reached by Tab: a mark {mark}, words {words}, a layer {layer}");
}

#[test]
fn alt_with_up_and_down_moves_the_layer_whose_box_has_the_focus() {
    let mut window = open(HARBOUR, USUAL);
    let ids = |window: &Window| project(window).layers().order().to_vec();
    let before = ids(&window);
    let name = format!("Show {}", layers(&window)[0].1.name);
    focus(&mut window, &name);
    window.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    settle(&mut window);
    assert_eq!(ids(&window)[..2], [before[1], before[0]]);
    window.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
    settle(&mut window);
    assert_eq!(ids(&window), before, "the focus went along");
}

#[test]
fn tab_meets_the_words_in_reading_order() {
    use egui_kittest::kittest::Queryable as _;
    let mut window = open(HARBOUR, USUAL);
    let words: Vec<String> = mentions(&window)
        .into_iter()
        .take(6)
        .map(|mention| document(&window).words(mention).to_owned())
        .collect();
    focus(&mut window, &words[1]);
    for expected in &words[2..] {
        press(&mut window, Key::Tab);
        let focused = window
            .query_all_by_label(expected)
            .any(|node| node.is_focused());
        assert!(focused, "{expected}");
    }
}
