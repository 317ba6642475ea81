//! Words that a person selects, and what is drawn for them.

use dateline::{
    open::article::Source,
    project::feature::GeometryBasis,
    text::{Article, Span},
    ui::state::{
        Page,
        action::{Action, FileAction},
        drawing::{Drawing, DrawingTarget, Tool},
    },
};
use egui::{Key, Modifiers, Pos2, vec2};
use geo::Geometry;

use crate::{articles::*, support::*};

/// Drag over some words of the article that nothing leads from.
fn select(window: &mut Window, words: &str) {
    let article = project(window).article().expect("an article");
    let start = article.text().find(words).expect("in the text");
    let paragraph = article.paragraph_around(dateline::text::Span::new(start, start + 1));
    let name = article.words(paragraph).to_owned();
    let rect = rects_named(window, &name)[0];
    // The article is set in lines of 24 points; the words stand in its first.
    let y = rect.top() + 12.0;
    let (from, to) = (
        Pos2::new(rect.left() + 2.0, y),
        Pos2::new(rect.left() + 90.0, y),
    );
    drag(window, from, to);
}

fn corners(window: &Window) -> [Pos2; 3] {
    let middle = window.state().state().view().rect.center();
    [
        middle + vec2(-80.0, -40.0),
        middle + vec2(60.0, -50.0),
        middle + vec2(20.0, 70.0),
    ]
}

#[test]
fn an_area_is_drawn_for_selected_words() {
    let mut window = open_article(STORM);
    select(&mut window, "Crews worked");
    let words = state(&window).selected_words.expect("selected");
    let words = document(&window).words(words).to_owned();
    assert!(words.starts_with("Crews"), "{words}");
    click_named(&mut window, "Area…");
    for at in corners(&window) {
        click(&mut window, at);
    }
    press(&mut window, Key::Backspace);
    let drawn = |window: &Window| {
        let drawing = window.state().state().drawing.as_ref();
        drawing.map(|drawing| drawing.corners.len())
    };
    assert_eq!(drawn(&window), Some(2));
    press(&mut window, Key::Enter);
    assert_eq!(drawn(&window), Some(2), "two corners are no area");
    let last = corners(&window)[2];
    click(&mut window, last);
    press(&mut window, Key::Enter);
    assert_eq!(drawn(&window), None);
    let (_, feature) = nth(&window, 0);
    assert_eq!(feature.basis, GeometryBasis::Drawn);
    assert!(matches!(feature.geometry(), Some(Geometry::Polygon(_))));
    assert_eq!(feature.evidence[0].quote.exact, words);
    assert_eq!(feature.name, words);
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(project(&window).features().is_empty());
}

#[test]
fn a_circle_takes_its_radius_from_the_figure_in_the_sentence() {
    let mut window = open_article(STORM);
    select(&mut window, "Crews worked");
    click_named(&mut window, "Circle…");
    let drawing = window.state().state().drawing.clone().expect("drawing");
    assert!((drawing.radius_m - 10_000.0).abs() < 1e-6);
    let at = corners(&window)[0];
    click(&mut window, at);
    click_named(&mut window, "Done (Enter)");
    let (_, feature) = nth(&window, 0);
    assert_eq!(feature.radius_m, Some(10_000.0));
    assert_eq!(feature.basis, GeometryBasis::Drawn);
}

#[test]
fn escape_gives_drawing_up() {
    let mut window = open_article(STORM);
    select(&mut window, "Crews worked");
    click_named(&mut window, "Line…");
    let at = corners(&window)[0];
    click(&mut window, at);
    press(&mut window, Key::Escape);
    assert!(window.state().state().drawing.is_none());
    assert!(project(&window).features().is_empty());
    assert!(!window.state().state().document.is_unsaved());
}

#[test]
fn a_suggestion_is_placed_by_a_click_and_its_mark_moved_by_another() {
    let mut window = open_article(STORM);
    step_to(&mut window, "Springfield");
    let button = in_inspector(&mut window, "Click its place…");
    click(&mut window, button);
    let [first, second, _] = corners(&window);
    let there = window.state().state().view().to_mercator(first);
    click(&mut window, first);
    let point = |window: &Window| nth(window, 0).1.point().expect("a point");
    let expected = dateline::coordinates::mercator::unproject(there);
    assert!((point(&window).lon - expected.lon).abs() < 1e-6);
    let (_, feature) = nth(&window, 0);
    assert_eq!(feature.name, "Springfield");
    let button = in_inspector(&mut window, "Move the point…");
    click(&mut window, button);
    click(&mut window, second);
    assert!(
        (point(&window).lon - expected.lon).abs() > 1e-3,
        "it has moved"
    );
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    assert!((point(&window).lon - expected.lon).abs() < 1e-6, "and back");
}

#[test]
fn words_of_one_text_are_not_selected_in_another() {
    let mut window = open_article(STORM);
    // In the old text this is inside a quotation mark, which has three bytes.
    let inside = STORM.find('“').expect("a quotation mark") + 1;
    let other = STORM.replace(['“', '”', '’'], "'");
    apply(
        &mut window,
        Action::File(FileAction::Replace(Source::Text(other))),
    );
    wait(&mut window, "the report", |window| {
        window.state().state().page == Some(Page::Report)
    });
    let words = Span::new(inside, inside + 7);
    apply(&mut window, Action::ShowWords(words));
    apply(&mut window, Action::SelectWords(Some(words)));
    let drawing = Drawing::new(Tool::Area, DrawingTarget::Words(words));
    apply(&mut window, Action::BeginDrawing(drawing));
    apply(&mut window, Action::Undo);
    settle(&mut window);
    let text = project(&window).article().map(Article::text);
    let state = state(&window);
    assert_eq!(text, Some(STORM));
    assert_eq!((state.selected_words, state.found_words), (None, None));
    assert!(state.drawing.is_none() && state.report.is_none());
    assert_eq!(state.page, None, "no page about another text");
}
