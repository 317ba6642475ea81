//! Opening an article, and judging what was found in it.

use dateline::{
    gazetteer::Gazetteer,
    judge::Judged,
    project::{
        feature::GeometryBasis,
        ids::{FindingId, Handle},
    },
    text::Span,
};
use egui::{Event, Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use crate::{articles::*, support::*};

#[test]
fn what_is_found_is_listed_with_the_unsure_first() {
    for text in [STORM, QUAKE] {
        let window = open_article(text);
        let judged = document(&window).judged().expect("looked through");
        let groups = judged.groups().filter_map(dateline::judge::Group::first);
        let firsts: Vec<FindingId> = groups.collect();
        let sure: Vec<bool> = firsts
            .iter()
            .filter_map(|id| judged.suggestion(*id))
            .map(|suggestion| suggestion.certainty.is_sure())
            .collect();
        assert!(sure.is_sorted(), "{sure:?}");
        assert!(sure.contains(&true) && sure.contains(&false));
        let row = format!("“{}”: ", document(&window).words(firsts[0].span));
        assert!(
            window.query_all_by_label_contains(&row).next().is_some(),
            "{row} is in the list"
        );
        assert!(
            project(&window).features().is_empty(),
            "nothing is on the map yet"
        );
    }
}

#[test]
fn enter_accepts_and_the_words_lead_to_the_mark_until_it_is_undone() {
    for (text, words) in [(STORM, "Limerick"), (QUAKE, "Lima")] {
        let mut window = open_article(text);
        let open = |window: &Window| document(window).suggestions().len();
        let before = open(&window);
        step_to(&mut window, words);
        press(&mut window, Key::Enter);
        assert_eq!(project(&window).features().len(), 1);
        let (id, feature) = nth(&window, 0);
        assert_eq!(
            (feature.name.as_str(), feature.basis),
            (words, GeometryBasis::Gazetteer)
        );
        assert!(open(&window) < before);
        let selected = state(&window).selected_finding();
        assert!(selected.is_some(), "the review goes on");
        let at = mention_rect(&window, mentions(&window)[0]).center();
        click(&mut window, at);
        assert_eq!(state(&window).selected, Some(Handle::Feature(id)));
        assert!(shows(&window, &format!("{words}, Places")), "the mark");

        chord(&mut window, Modifiers::COMMAND, Key::Z);
        assert!(project(&window).features().is_empty());
        assert_eq!(open(&window), before);
        assert!(!document(&window).is_unsaved());
        chord(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
        assert_eq!(nth(&window, 0).0, id, "the same feature again");
        assert!(state(&window).title().starts_with('•'));
    }
}

#[test]
fn all_alike_are_accepted_and_dismissed_in_one_step() {
    let mut window = open_article(STORM);
    let open = |window: &Window| document(window).suggestions().len();
    let before = open(&window);
    let id = step_to(&mut window, "Limerick");
    let alike = alike(&window, id);
    assert!(alike > 1);
    click_named(&mut window, &format!("Accept all {alike} alike"));
    assert_eq!(open(&window), before - alike);
    assert_eq!(nth(&window, 0).1.evidence.len(), alike);
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(open(&window), before);

    step_to(&mut window, "Limerick");
    chord(&mut window, Modifiers::SHIFT, Key::Delete);
    assert_eq!(open(&window), before - alike);
    assert_eq!(dismissed(&window), alike);
    assert!(project(&window).features().is_empty());
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    step_to(&mut window, "Limerick");
    press(&mut window, Key::Delete);
    assert_eq!(open(&window), before - 1, "only the one");
}

fn dismissed(window: &Window) -> usize {
    document(window).judged().map_or(0, Judged::dismissed)
}

#[test]
fn another_candidate_is_chosen_from_the_list() {
    let mut window = open_article(STORM);
    let id = step_to(&mut window, "Springfield");
    let second = candidates(&window, id)[1];
    let row = window.get_by_label_contains("2. Springfield").rect();
    click(&mut window, row.center());
    assert_eq!(state(&window).choice_for(id), Some(second));
    press(&mut window, Key::Enter);
    let record = Gazetteer::bundled().place(second).geonames_id;
    let (_, feature) = nth(&window, 0);
    assert_eq!(feature.geonames_id, record.map(u64::from));
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
    let (_, feature) = nth(&window, 0);
    assert_eq!(feature.name, name);
    assert_eq!(feature.evidence[0].quote.exact, "Springfield");
}

#[test]
fn n_and_p_walk_marks_and_suggestions_in_reading_order() {
    let mut window = open_article(QUAKE);
    step_to(&mut window, "Lima");
    press(&mut window, Key::Enter);
    press(&mut window, Key::Escape);
    let marked = mentions(&window).into_iter();
    let open = document(&window)
        .suggestions()
        .iter()
        .map(|one| one.id.span);
    let mut stops: Vec<Span> = marked.chain(open).collect();
    stops.sort_by_key(|span| span.start);
    stops.dedup();
    let here = |window: &Window| {
        let finding = state(window).selected_finding().map(|id| id.span);
        finding.or(state(window).last_mention)
    };
    for stop in &stops {
        press(&mut window, Key::N);
        assert_eq!(here(&window), Some(*stop));
    }
    press(&mut window, Key::P);
    assert_eq!(here(&window), Some(stops[stops.len() - 2]));
}

#[test]
fn everything_sure_is_accepted_at_once_and_taken_back_at_once() {
    let mut window = open_article(STORM);
    let sure = |window: &Window| {
        let open = document(window).suggestions().iter();
        open.filter(|one| one.certainty.is_sure()).count()
    };
    let count = sure(&window);
    let unsure = document(&window).suggestions().len() - count;
    click_named(&mut window, &format!("Accept the {count} sure ones"));
    assert_eq!(
        document(&window).judged().map(|judged| judged.sure().len()),
        Some(sure(&window))
    );
    assert!(
        document(&window).suggestions().len() <= unsure,
        "nothing else"
    );
    let circles = features(&window).into_iter();
    let circles = circles.filter(|(_, feature)| feature.radius_m.is_some());
    assert_eq!(circles.count(), 1, "the distance is a circle");
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(project(&window).features().is_empty());
}

#[test]
fn the_meter_counts_what_is_mapped_dismissed_and_open() {
    let mut window = open_article(STORM);
    step_to(&mut window, "Limerick");
    press(&mut window, Key::Enter);
    press(&mut window, Key::Delete);
    let words = format!(
        "Reviewed: 1 mapped · 0 not on the map · {} dismissed · {} open",
        dismissed(&window),
        document(&window).suggestions().len()
    );
    assert!(shows(&window, &words), "{words}");
}
