//! Opening an article, and judging what was found in it.

use dateline::{
    document::Stop,
    judge,
    project::{feature::GeometryBasis, mentions::Subject},
};
use eframe::egui::{Event, Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use crate::{articles::*, support::*};

#[test]
fn what_is_found_is_listed_with_the_unsure_first() {
    for text in [STORM, QUAKE] {
        let window = open_article(text);
        let document = &window.state().state.document;
        let sure: Vec<bool> = document
            .groups
            .iter()
            .map(|group| document.suggestions[group[0]].certainty.is_sure())
            .collect();
        assert!(sure.is_sorted(), "{sure:?}");
        assert!(sure.contains(&true) && sure.contains(&false));
        let first = &document.suggestions[document.groups[0][0]];
        let row = format!("“{}”: ", document.words(first));
        assert!(
            window.query_all_by_label_contains(&row).next().is_some(),
            "{row} is in the list"
        );
        assert!(
            document.project.features.is_empty(),
            "nothing is on the map yet"
        );
    }
}

#[test]
fn enter_accepts_and_the_words_lead_to_the_mark_until_it_is_undone() {
    for (text, words) in [(STORM, "Limerick"), (QUAKE, "Lima")] {
        let mut window = open_article(text);
        let before = window.state().state.document.suggestions.len();
        step_to(&mut window, words);
        press(&mut window, Key::Enter);
        let document = &window.state().state.document;
        assert_eq!(document.project.features.len(), 1);
        let feature = &document.project.features[0];
        assert_eq!(
            (feature.name.as_str(), feature.basis),
            (words, GeometryBasis::Gazetteer)
        );
        assert!(document.suggestions.len() < before);
        assert!(
            window.state().state.selected_suggestion().is_some(),
            "the review goes on"
        );
        let at = mention_rect(&window, 0).center();
        click(&mut window, at);
        assert_eq!(window.state().state.selected, Some(Subject::Feature(0)));
        assert!(shows(&window, &format!("{words}, Places")), "the mark");

        chord(&mut window, Modifiers::COMMAND, Key::Z);
        let document = &window.state().state.document;
        assert!(document.project.features.is_empty());
        assert_eq!(document.suggestions.len(), before);
        assert!(!document.is_unsaved());
        chord(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
        assert_eq!(window.state().state.document.project.features.len(), 1);
        assert!(window.state().state.title().starts_with('•'));
    }
}

#[test]
fn all_alike_are_accepted_and_dismissed_in_one_step() {
    let mut window = open_article(STORM);
    let open = |window: &Window| window.state().state.document.suggestions.len();
    let before = open(&window);
    step_to(&mut window, "Limerick");
    let index = window.state().state.selected_suggestion().expect("one");
    let alike = window.state().state.document.alike(index).len();
    assert!(alike > 1);
    click_named(&mut window, &format!("Accept all {alike} alike"));
    assert_eq!(open(&window), before - alike);
    let quotes = &window.state().state.document.project.features[0].evidence;
    assert_eq!(quotes.len(), alike);
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(open(&window), before);

    step_to(&mut window, "Limerick");
    chord(&mut window, Modifiers::SHIFT, Key::Delete);
    assert_eq!(open(&window), before - alike);
    assert_eq!(window.state().state.document.dismissed, alike);
    assert!(window.state().state.document.project.features.is_empty());
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    step_to(&mut window, "Limerick");
    press(&mut window, Key::Delete);
    assert_eq!(open(&window), before - 1, "only the one");
}

#[test]
fn another_candidate_is_chosen_from_the_list() {
    let mut window = open_article(STORM);
    step_to(&mut window, "Springfield");
    let state = &window.state().state;
    let parsed = state.document.parsed.clone().expect("found");
    let index = state.selected_suggestion().expect("selected");
    let candidates = judge::candidates(&parsed, &state.document.suggestions[index]);
    let second = candidates[1].place;
    let row = window.get_by_label_contains("2. Springfield").rect();
    click(&mut window, row.center());
    assert_eq!(window.state().state.choice_for(index), Some(second));
    press(&mut window, Key::Enter);
    let id = dateline::gazetteer::Gazetteer::bundled()
        .place(second)
        .geonames_id;
    let feature = &window.state().state.document.project.features[0];
    assert_eq!(feature.geonames_id, id.map(u64::from));
}

#[test]
fn a_place_is_searched_in_the_gazetteer() {
    let mut window = open_article(STORM);
    step_to(&mut window, "Springfield");
    in_inspector(&mut window, "Search the gazetteer");
    let field = window
        .get_by_role_and_label(Role::TextInput, "Search the gazetteer")
        .rect();
    click(&mut window, field.center());
    chord(&mut window, Modifiers::COMMAND, Key::A);
    window.event(Event::Text("Westport".to_owned()));
    settle(&mut window);
    let mut rows = window.query_all_by_label_contains("Westport, ");
    let row = rows.next().expect("in the gazetteer").rect();
    drop(rows);
    let name = "Westport";
    click(&mut window, row.center());
    press(&mut window, Key::Enter);
    let feature = &window.state().state.document.project.features[0];
    assert_eq!(feature.name, name);
    assert_eq!(feature.evidence[0].quote.exact, "Springfield");
}

#[test]
fn n_and_p_walk_marks_and_suggestions_in_reading_order() {
    let mut window = open_article(QUAKE);
    step_to(&mut window, "Lima");
    press(&mut window, Key::Enter);
    press(&mut window, Key::Escape);
    let stops = window.state().state.document.stops.clone();
    for stop in &stops {
        press(&mut window, Key::N);
        let state = &window.state().state;
        match stop {
            Stop::Mention(index) => assert_eq!(state.mention, Some(*index)),
            Stop::Suggestion(index) => assert_eq!(state.selected_suggestion(), Some(*index)),
        }
    }
    press(&mut window, Key::P);
    let before_last = stops[stops.len() - 2];
    if let Stop::Suggestion(index) = before_last {
        assert_eq!(window.state().state.selected_suggestion(), Some(index));
    }
}

#[test]
fn everything_sure_is_accepted_at_once_and_taken_back_at_once() {
    let mut window = open_article(STORM);
    let document = &window.state().state.document;
    let sure = judge::sure(&document.suggestions).count();
    click_named(&mut window, &format!("Accept the {sure} sure ones"));
    let document = &window.state().state.document;
    assert_eq!(judge::sure(&document.suggestions).count(), 0);
    let circle = document.project.features.iter();
    let circle = circle.filter(|feature| feature.radius_m.is_some());
    assert_eq!(circle.count(), 1, "the distance is a circle");
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(window.state().state.document.project.features.is_empty());
}

#[test]
fn the_meter_counts_what_is_mapped_dismissed_and_open() {
    let mut window = open_article(STORM);
    step_to(&mut window, "Limerick");
    press(&mut window, Key::Enter);
    press(&mut window, Key::Delete);
    let document = &window.state().state.document;
    let words = format!(
        "Reviewed: 1 mapped · 0 not on the map · {} dismissed · {} open",
        document.dismissed,
        document.suggestions.len()
    );
    assert!(shows(&window, &words), "{words}");
}
