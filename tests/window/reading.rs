//! Words of the article: looked for, and selected over the ends of paragraphs.

use dateline::{project::ids::Handle, text::Span};
use egui::{Event, Key, Modifiers, Pos2, Rect, vec2};
use egui_kittest::kittest::Queryable as _;

use crate::{articles::*, support::*};

/// Where a paragraph of the article is set, by words of it.
fn paragraph(window: &Window, words: &str) -> Rect {
    let article = project(window).article().expect("an article");
    let start = article.text().find(words).expect("in the text");
    let paragraph = article.paragraph_around(Span::new(start, start + 1));
    rects_named(window, article.words(paragraph))[0]
}

fn selected_words(window: &Window) -> String {
    let words = state(window).selected_words.expect("words are selected");
    document(window).words(words).to_owned()
}

#[test]
fn words_are_selected_over_the_end_of_a_paragraph_and_quoted_as_they_stand() {
    let mut window = open_article(STORM);
    let from = paragraph(&window, "Crews worked").left_top() + vec2(20.0, 12.0);
    let to = paragraph(&window, "We have not seen").left_top() + vec2(40.0, 12.0);
    drag(&mut window, from, to);
    let words = selected_words(&window);
    assert!(words.starts_with("Crews"), "{words}");
    assert!(words.contains("people.\n\n“We"), "{words}");

    // Upwards it is the same.
    click(&mut window, to + vec2(0.0, 400.0));
    press(&mut window, Key::Escape);
    drag(&mut window, to, from);
    assert_eq!(selected_words(&window), words);

    click_named(&mut window, "Place…");
    let at = state(&window).view().rect.center();
    click(&mut window, at);
    let (id, feature) = nth(&window, 0);
    assert_eq!(feature.evidence[0].quote.exact, words);
    assert!(!feature.name.contains('\n'), "{}", feature.name);
    let found = document(&window).mentions().words_of(Handle::Feature(id));
    assert_eq!(found.len(), 1, "the quote is found again");
}

#[test]
fn a_click_with_shift_takes_the_selection_further() {
    let mut window = open_article(STORM);
    let last = paragraph(&window, "Officials in").left_top() + vec2(4.0, 12.0);
    drag(&mut window, last, last + vec2(30.0, 0.0));
    assert_eq!(selected_words(&window), "Officials");
    let crews = paragraph(&window, "Crews worked").left_top() + vec2(20.0, 12.0);
    click_holding(&mut window, crews, Modifiers::SHIFT);
    let words = selected_words(&window);
    assert!(
        words.starts_with("Crews") && words.ends_with("Officials"),
        "{words}"
    );
}

#[test]
fn words_of_the_article_are_found_and_lit_up_where_they_stand() {
    let mut window = open_article(
        "Boats left Galway on Monday.\n\nA crèche in Limerick closed, and the Café Órán too.\n\nNothing else shut.",
    );
    chord(&mut window, Modifiers::COMMAND, Key::K);
    window.event(Event::Text("CRECHE IN".to_owned()));
    settle(&mut window);
    let label = "In the article: A crèche in Limerick closed, and the Café Órán too.";
    let row = window.get_by_label(label).rect();
    click(&mut window, row.center());
    let state = &window.state().state();
    let article = state.document.project().article().expect("an article");
    let found = state.found_words.expect("lit up");
    assert_eq!(article.words(found), "crèche in");
    assert_eq!((state.page, state.selected_words), (None, None));
    press(&mut window, Key::Escape);
    assert_eq!(window.state().state().found_words, None);
}

#[test]
fn what_is_found_far_down_is_scrolled_to_even_when_the_article_is_folded_away() {
    let mut text = "Rain fell all day, and nobody went out to look.\n\n".repeat(80);
    text.push_str("The lighthouse keeper saw it first, near Galway in Ireland.");
    let mut window = open_article(text.leak());
    press(&mut window, Key::F9);
    chord(&mut window, Modifiers::COMMAND, Key::K);
    window.event(Event::Text("lighthouse".to_owned()));
    settle(&mut window);
    press(&mut window, Key::Enter);
    settle(&mut window);
    let rect = paragraph(&window, "The lighthouse");
    let middle: Pos2 = rect.center();
    assert!(article_area(&window).contains(middle), "{rect}");
}

const LIGHTS: &str = "Lights out in Galway

Galway was without power on Monday. Repair crews came from Limerick, and schools in the city stayed closed.";

#[test]
fn the_city_leads_to_the_city_while_it_is_suggested_and_when_it_is_on_the_map() {
    let mut window = open_article(LIGHTS);
    click_named(&mut window, "the city: refers to Galway");
    let id = state(&window).selected_finding().expect("a suggestion");
    assert_eq!(document(&window).words(id.span), "Galway");

    press(&mut window, Key::Enter);
    press(&mut window, Key::Escape);
    assert_eq!(selected(&window), None);
    click_named(&mut window, "the city: refers to Galway");
    assert_eq!(selected(&window).as_deref(), Some("galway"));
}
