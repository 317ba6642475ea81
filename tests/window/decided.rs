//! Places decided on against the first choice: what is derived from them follows.

use dateline::{
    coordinates::{LonLat, mercator},
    document::suggestion_marks::{MeasuredFrom, ShapeMark},
    gazetteer::Gazetteer,
    geoparse::certainty::{Certainty, FindingKind, Uncertainty},
    project::ids::{FeatureId, FindingId, Handle},
    ui::state::action::{Action, ReviewAction},
};
use egui::{Key, Modifiers, Shape, vec2};
use egui_kittest::kittest::Queryable as _;

use crate::{articles::*, support::*};

const DISTANCE: &str = "10 kilometers (6.2 miles)";

/// The circle that is suggested, if one is.
fn ring(window: &Window) -> Option<ShapeMark> {
    let shapes = document(window).marks().shapes();
    shapes.map(|(_, shape)| shape.clone()).next()
}

/// The circle on the map, and the point with a name.
fn circle_and_point(window: &Window, name: &str) -> (LonLat, LonLat) {
    let features = features(window);
    let circle = features.iter().find_map(|(_, feature)| feature.center);
    let point = features.iter().find(|(_, feature)| feature.name == name);
    let point = point.and_then(|(_, feature)| feature.point());
    (circle.expect("a circle"), point.expect("a point"))
}

/// Select the words from which the distance is measured.
fn step_to_measured(window: &mut Window) -> FindingId {
    press(window, Key::Escape);
    step_to(window, DISTANCE);
    press(window, Key::N);
    let id = state(window).selected_finding().expect("a suggestion");
    assert_eq!(document(window).words(id.span), "Limerick");
    id
}

/// Choose the second candidate of the selected suggestion; where it is.
fn choose_second(window: &mut Window, id: FindingId) -> LonLat {
    let place = Gazetteer::bundled().place(candidates(window, id)[1]);
    let row = window
        .get_by_label_contains(&format!("2. {}", place.name))
        .rect();
    click(window, row.center());
    place.lon_lat.into()
}

fn near(a: LonLat, b: LonLat) -> bool {
    (a.lon - b.lon).hypot(a.lat - b.lat) < 1e-5
}

#[test]
fn a_suggested_circle_is_about_the_place_that_was_chosen() {
    let mut window = open_article(STORM);
    let found = mercator::unproject(ring(&window).expect("a circle").at);
    let id = step_to_measured(&mut window);
    let there = choose_second(&mut window, id);
    press(&mut window, Key::Enter);
    let moved = ring(&window).expect("still suggested");
    assert!(
        near(mercator::unproject(moved.at), there),
        "previewed there"
    );
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    let back = mercator::unproject(ring(&window).expect("a circle").at);
    assert!(near(back, found), "and back");
    chord(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);

    press(&mut window, Key::Escape);
    step_to(&mut window, DISTANCE);
    press(&mut window, Key::Enter);
    let (circle, point) = circle_and_point(&window, "Limerick");
    assert!(near(circle, point) && near(circle, there), "accepted there");
}

/// Whether the map shows a straight line between two places.
fn shows_line(window: &Window, ends: [LonLat; 2]) -> bool {
    let view = state(window).view();
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
    let mut shapes = document(&window).marks().shapes();
    let line = shapes.find(|(_, shape)| matches!(shape.measured_from, MeasuredFrom::Line(_)));
    let line = line.expect("a line").1.outline.clone();
    drop(shapes);
    let [from, to] = [line[0], line[1]].map(mercator::unproject);
    assert!(shows_line(&window, [from, to]));

    let id = step_to(&mut window, "Limerick");
    let other = candidates(&window, id)[1];
    apply(&mut window, Action::Review(ReviewAction::Choose(other)));
    settle(&mut window);
    let there = Gazetteer::bundled().place(other).lon_lat.into();
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
    let (before, point) = circle_and_point(&window, "Limerick");
    assert!(near(before, point));

    let mut features = features(&window).into_iter();
    let limerick = features.find(|(_, feature)| feature.name == "Limerick");
    select(&mut window, limerick.expect("on the map").0);
    let button = in_inspector(&mut window, "Move the point…");
    click(&mut window, button);
    let to = state(&window).view().rect.center() + vec2(-80.0, 90.0);
    click(&mut window, to);
    let (moved, point) = circle_and_point(&window, "Limerick");
    assert!(near(moved, point) && !near(moved, before));
    assert!(shows(
        &window,
        "Done: move Limerick; the shape measured from it follows"
    ));
    let history = document(&window).history();
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

fn select(window: &mut Window, feature: FeatureId) {
    press(window, Key::Escape);
    let words = document(window)
        .mentions()
        .words_of(Handle::Feature(feature));
    let at = mention_rect(window, words[0]).center();
    click(window, at);
    assert_eq!(state(window).selected, Some(Handle::Feature(feature)));
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
    let id = state(&window).selected_finding().expect("selected");
    assert_eq!(id.kind, FindingKind::Figure);
    let suggestion = document(&window).suggestion(id).expect("open");
    assert_eq!(
        suggestion.certainty,
        Certainty::Unsure(Uncertainty::Unplaced)
    );
    press(&mut window, Key::Enter);
    assert!(project(&window).features().is_empty());
    assert_eq!(project(&window).unmapped().len(), 1);
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(ring(&window).is_some(), "a circle again");
}

#[test]
fn an_accepted_place_is_switched_to_another_of_its_name() {
    let mut window = open_article(STORM);
    step_to(&mut window, "Springfield");
    press(&mut window, Key::Enter);
    let feature = |window: &Window| nth(window, 0).1.clone();
    let before = feature(&window);
    let id = nth(&window, 0).0;
    select(&mut window, id);
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
    assert_eq!(state(&window).selected, Some(Handle::Feature(id)));
    let history = document(&window).history();
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
    let mut marks = document(&window).marks().points();
    let mark = marks.find(|mark| mark.name == "Limerick");
    assert_eq!(
        mark.expect("still suggested").known,
        Some(nth(&window, 0).0)
    );
    assert_eq!(hollow_names(&window, "Limerick"), 0);
}

#[test]
fn a_small_window_has_room_for_judging() {
    for size in [vec2(900.0, 560.0), USUAL] {
        let mut window = open_article_sized(STORM, size);
        let id = step_to(&mut window, "Springfield");
        let first = window.get_by_label_contains("1. Springfield").rect();
        let accept = rects_named(&window, "Accept")[0];
        assert!(first.bottom() < accept.top(), "{first} is above {accept}");
        assert!(
            first.top() < accept.top() - 100.0,
            "and there is room for more"
        );
        let alike = alike(&window, id);
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
        assert!(!project(&window).unmapped().is_empty());
    }
}

#[test]
fn one_figure_is_left_off_the_map_without_another_of_its_words() {
    const TWICE: &str = "Two fires near Limerick

The first fire burned within 10 kilometers of Limerick in Ireland. A spokesman said that 10 kilometers had been quite enough for him. The second fire was within 10 kilometers of Galway.";
    let mut window = open_article(TWICE);
    let figures = |window: &Window| {
        let open = document(window).suggestions().iter();
        let words = open.map(|one| document(window).words(one.id.span));
        words.filter(|words| *words == "10 kilometers").count()
    };
    let before = figures(&window);
    assert!(before > 1, "figures of the same words");
    step_to(&mut window, "10 kilometers");
    click_named(&mut window, "More choices");
    click_named(&mut window, "List as not on the map");
    assert_eq!(figures(&window), before - 1);
    assert_eq!(project(&window).unmapped().len(), 1);
}

#[test]
fn leaving_all_alike_off_the_map_says_how_many() {
    let mut window = open_article(STORM);
    let id = step_to(&mut window, "Limerick");
    let alike = alike(&window, id);
    assert!(alike > 1);
    click_named(&mut window, "More choices");
    click_named(
        &mut window,
        &format!("List all {alike} alike as not on the map"),
    );
    let history = document(&window).history();
    let name = format!("leave out {alike} × “Limerick”");
    assert_eq!(history.undo_name(), Some(name.as_str()));
}
