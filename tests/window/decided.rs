//! Places that were decided otherwise than they were found: what is derived from them follows.

use dateline::{
    coordinates::mercator,
    document::suggestion_marks::{Hollow, MeasuredFrom},
    geoparse::certainty::{Certainty, Uncertainty},
    judge,
    project::mentions::Subject,
    ui::state::action::{Action, Review},
};
use eframe::egui::{Key, Modifiers, Shape, vec2};
use egui_kittest::kittest::Queryable as _;
use geo::Coord;

use crate::{articles::*, support::*};

const DISTANCE: &str = "10 kilometers (6.2 miles)";

/// The circle that is suggested, if one is.
fn ring(window: &Window) -> Option<Hollow> {
    let hollows = &window.state().state.document.hollows;
    hollows
        .iter()
        .find(|hollow| hollow.measured.is_some())
        .cloned()
}

/// The circle on the map, and the point with a name.
fn circle_and_point(window: &Window, name: &str) -> (Coord, Coord) {
    let features = &window.state().state.document.project.features;
    let circle = features.iter().find_map(|feature| feature.center);
    let point = features.iter().find(|feature| feature.name == name);
    let point = point.and_then(|feature| feature.geometry.clone());
    let Some(geo::Geometry::Point(point)) = point else {
        panic!("a point for {name}");
    };
    (circle.expect("a circle"), point.0)
}

/// Select the words from which the distance is measured.
fn step_to_measured(window: &mut Window) -> usize {
    press(window, Key::Escape);
    step_to(window, DISTANCE);
    step_to_next(window, "Limerick")
}

fn step_to_next(window: &mut Window, words: &str) -> usize {
    press(window, Key::N);
    let state = &window.state().state;
    let index = state.selected_suggestion().expect("a suggestion");
    assert_eq!(
        state.document.words(&state.document.suggestions[index]),
        words
    );
    index
}

/// Choose the second candidate of the selected suggestion; where it is.
fn choose_second(window: &mut Window, index: usize) -> Coord {
    let state = &window.state().state;
    let parsed = state.document.parsed.clone().expect("found");
    let candidates = judge::candidates(&parsed, &state.document.suggestions[index]);
    let place = dateline::gazetteer::Gazetteer::bundled().place(candidates[1].place);
    let row = window
        .get_by_label_contains(&format!("2. {}", place.name))
        .rect();
    click(window, row.center());
    place.lon_lat
}

fn near(a: Coord, b: Coord) -> bool {
    (a.x - b.x).hypot(a.y - b.y) < 1e-5
}

#[test]
fn a_suggested_circle_is_about_the_place_that_was_chosen() {
    let mut window = open_article(STORM);
    let found = ring(&window).expect("a circle").at;
    let index = step_to_measured(&mut window);
    let there = choose_second(&mut window, index);
    press(&mut window, Key::Enter);
    let moved = ring(&window).expect("still suggested");
    assert!(
        near(mercator::unproject(moved.at), there),
        "previewed there"
    );
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(near(ring(&window).expect("a circle").at, found), "and back");
    chord(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);

    press(&mut window, Key::Escape);
    step_to(&mut window, DISTANCE);
    press(&mut window, Key::Enter);
    let (circle, point) = circle_and_point(&window, "Limerick");
    assert!(near(circle, point) && near(circle, there), "accepted there");
}

/// Whether the map shows a straight line between two places (degrees).
fn shows_line(window: &Window, ends: [Coord; 2]) -> bool {
    let view = &window.state().state.view;
    let ends = ends.map(|end| view.to_screen(mercator::project(end)));
    window.output().shapes.iter().any(|clipped| {
        matches!(&clipped.shape, Shape::Path(path) if path.points.len() == 2
            && path.points.iter().zip(ends).all(|(at, end)| at.distance(end) < 1.0))
    })
}

#[test]
fn a_suggested_line_is_shown_to_the_place_that_is_being_chosen() {
    let mut window = open_article(
        "Roads reopen\n\nThe 82 kilometers between Limerick and Galway took the trucks of the Irish army four hours.",
    );
    let hollows = &window.state().state.document.hollows;
    let line = hollows
        .iter()
        .find(|hollow| matches!(hollow.measured, Some(MeasuredFrom::Line(_))));
    let line = line.expect("a line").ring.clone();
    let [from, to] = [line[0], line[1]].map(mercator::unproject);
    assert!(shows_line(&window, [from, to]));

    step_to(&mut window, "Limerick");
    let state = &window.state().state;
    let index = state.selected_suggestion().expect("a suggestion");
    let parsed = state.document.parsed.clone().expect("found");
    let other = judge::candidates(&parsed, &state.document.suggestions[index])[1].place;
    let ctx = window.ctx.clone();
    let choose = Action::Review(Review::Choose(other));
    window.state_mut().apply(&ctx, choose);
    settle(&mut window);
    let there = dateline::gazetteer::Gazetteer::bundled()
        .place(other)
        .lon_lat;
    assert!(shows_line(&window, [there, to]), "to the chosen place");
    assert!(
        !shows_line(&window, [from, to]),
        "and no longer to the other"
    );
}

#[test]
fn a_circle_on_the_map_follows_its_place_in_one_step() {
    let mut window = open_article(STORM);
    step_to(&mut window, DISTANCE);
    press(&mut window, Key::Enter);
    step_to_next_limerick_and_accept(&mut window);
    let limerick = |window: &Window| {
        let features = &window.state().state.document.project.features;
        let named = features
            .iter()
            .position(|feature| feature.name == "Limerick");
        named.expect("on the map")
    };
    let (before, point) = circle_and_point(&window, "Limerick");
    assert!(near(before, point));

    let index = limerick(&window);
    select(&mut window, index);
    let button = in_inspector(&mut window, "Move the point…");
    click(&mut window, button);
    let to = window.state().state.view.rect.center() + vec2(-80.0, 90.0);
    click(&mut window, to);
    let (moved, point) = circle_and_point(&window, "Limerick");
    assert!(near(moved, point) && !near(moved, before));
    assert!(shows(
        &window,
        "Done: move Limerick; the shape measured from it follows"
    ));
    let history = &window.state().state.document.history;
    assert_eq!(history.undo_name(), Some("move Limerick"));
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    let (back, point) = circle_and_point(&window, "Limerick");
    assert!(near(back, before) && near(back, point), "both in one step");
}

fn step_to_next_limerick_and_accept(window: &mut Window) {
    press(window, Key::Escape);
    step_to(window, "Limerick");
    press(window, Key::Enter);
}

fn select(window: &mut Window, feature: usize) {
    press(window, Key::Escape);
    let mentions = &window.state().state.document.mentions;
    let mention = mentions.of_feature(feature).next().expect("words");
    let at = mention_rect(window, mention).center();
    click(window, at);
    assert_eq!(
        window.state().state.selected,
        Some(Subject::Feature(feature))
    );
}

#[test]
fn a_distance_from_a_place_that_was_dismissed_is_not_drawn_and_says_so() {
    let mut window = open_article(STORM);
    step_to_measured(&mut window);
    press(&mut window, Key::Delete);
    assert_eq!(ring(&window), None);
    press(&mut window, Key::Escape);
    step_to(&mut window, DISTANCE);
    assert!(shows(
        &window,
        "The place it is measured from was dismissed."
    ));
    let state = &window.state().state;
    let index = state.selected_suggestion().expect("selected");
    assert_eq!(
        state.document.suggestions[index].certainty,
        Certainty::Unsure(Uncertainty::Unplaced)
    );
    press(&mut window, Key::Enter);
    let project = &window.state().state.document.project;
    assert!(project.features.is_empty());
    assert_eq!(project.unmapped.len(), 1);
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(ring(&window).is_some(), "a circle again");
}

#[test]
fn an_accepted_place_is_switched_to_another_of_its_name() {
    let mut window = open_article(STORM);
    step_to(&mut window, "Springfield");
    press(&mut window, Key::Enter);
    let feature = |window: &Window| window.state().state.document.project.features[0].clone();
    let before = feature(&window);
    select(&mut window, 0);
    let link = in_inspector(&mut window, "Other places of this name…");
    click(&mut window, link);
    let rows: Vec<_> = window
        .query_all_by_label_contains("2. Springfield")
        .map(|row| row.rect())
        .collect();
    click(&mut window, rows[0].center());
    let after = feature(&window);
    assert_ne!(after.geonames_id, before.geonames_id);
    assert_ne!(after.geometry, before.geometry);
    assert_eq!(after.evidence, before.evidence);
    assert_eq!(window.state().state.selected, Some(Subject::Feature(0)));
    let history = &window.state().state.document.history;
    let name = history.undo_name().expect("a step").to_owned();
    assert!(
        name.starts_with("switch Springfield to Springfield, "),
        "{name}"
    );
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(feature(&window), before);
}

#[test]
fn a_place_on_the_map_is_not_named_again_by_what_is_suggested_there() {
    /// How often a suggestion's name is written on the map.
    fn hollow_names(window: &Window, name: &str) -> usize {
        let shapes = &window.output().shapes;
        let of_suggestions = shapes.iter().filter(|clipped| match &clipped.shape {
            Shape::Text(text) => {
                let italic = text
                    .galley
                    .job
                    .sections
                    .iter()
                    .any(|part| part.format.italics);
                italic && text.galley.text() == name
            }
            _ => false,
        });
        of_suggestions.count()
    }
    let mut window = open_article(
        "LIMERICK — Ferries left Limerick for Cork in Ireland on Tuesday.\n\nRoads near Limerick were shut.",
    );
    press(&mut window, Key::Escape);
    assert!(hollow_names(&window, "Limerick") > 0);
    step_to(&mut window, "LIMERICK");
    press(&mut window, Key::Enter);
    press(&mut window, Key::Escape);
    let document = &window.state().state.document;
    let mut hollows = document.hollows.iter();
    let hollow = hollows.find(|hollow| hollow.name == "Limerick");
    assert_eq!(hollow.expect("still suggested").known, Some(0));
    assert_eq!(hollow_names(&window, "Limerick"), 0);
}

#[test]
fn a_small_window_has_room_for_judging() {
    for size in [vec2(900.0, 560.0), USUAL] {
        let mut window = open_article_sized(STORM, size);
        step_to(&mut window, "Springfield");
        let first = window.get_by_label_contains("1. Springfield").rect();
        let accept = rects_named(&window, "Accept")[0];
        assert!(first.bottom() < accept.top(), "{first} is above {accept}");
        assert!(
            first.top() < accept.top() - 100.0,
            "and there is room for more"
        );
        let index = window.state().state.selected_suggestion().expect("one");
        let alike = window.state().state.document.alike(index).len();
        let names = ["Accept", "Dismiss", "More choices"].map(str::to_owned);
        let all = (alike > 1).then(|| format!("Accept all {alike} alike"));
        for name in names.into_iter().chain(all) {
            let rect = rects_named(&window, &name)[0];
            assert!(
                rect.right() <= size.x - 8.0,
                "{name} is not cut off: {rect}"
            );
            assert!(
                (rect.center().y - accept.center().y).abs() < 2.0,
                "{name} in one row"
            );
        }
        click_named(&mut window, "More choices");
        click_named(&mut window, "List as not on the map");
        let project = &window.state().state.document.project;
        assert!(!project.unmapped.is_empty());
    }
}

#[test]
fn one_figure_is_left_off_the_map_without_another_of_its_words() {
    const TWICE: &str = "Two fires near Limerick

The first fire burned within 10 kilometers of Limerick in Ireland. A spokesman said that 10 kilometers had been quite enough for him. The second fire was within 10 kilometers of Galway.";
    let mut window = open_article(TWICE);
    let figures = |window: &Window| {
        let document = &window.state().state.document;
        let words = |one| document.words(one) == "10 kilometers";
        document.suggestions.iter().filter(|one| words(one)).count()
    };
    let before = figures(&window);
    assert!(before > 1, "figures of the same words");
    step_to(&mut window, "10 kilometers");
    click_named(&mut window, "More choices");
    click_named(&mut window, "List as not on the map");
    assert_eq!(figures(&window), before - 1);
    assert_eq!(window.state().state.document.project.unmapped.len(), 1);
}

#[test]
fn leaving_all_alike_off_the_map_says_how_many() {
    let mut window = open_article(STORM);
    step_to(&mut window, "Limerick");
    let index = window.state().state.selected_suggestion().expect("one");
    let alike = window.state().state.document.alike(index).len();
    assert!(alike > 1);
    click_named(&mut window, "More choices");
    click_named(
        &mut window,
        &format!("List all {alike} alike as not on the map"),
    );
    let history = &window.state().state.document.history;
    let name = format!("leave out {alike} × “Limerick”");
    assert_eq!(history.undo_name(), Some(name.as_str()));
}
