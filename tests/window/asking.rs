//! The pages that ask for a file, an address or a text keep what was entered until it was used.

use dateline::ui::state::{Page, Question, drafts::Field};
use egui::{Key, Modifiers, Pos2, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable as _;

use crate::{articles::*, support::*};

const NAME: &str = "A web address, or the path of a file";
const TEXT: &str = "Or the text of an article, pasted";
const PATH: &str = "Or the path of the file";

/// Beside every page.
const BESIDE: Pos2 = Pos2::new(20.0, 400.0);

fn enter(window: &mut Window, role: Role, field: &str, text: &str) {
    window.get_by_role_and_label(role, field).focus();
    settle(window);
    chord(window, Modifiers::COMMAND, Key::A);
    window.get_by_role_and_label(role, field).type_text(text);
    settle(window);
}

fn value(window: &Window, role: Role, field: &str) -> String {
    let node = window.get_by_role_and_label(role, field);
    node.value().unwrap_or_default()
}

fn page(window: &Window) -> Option<Page> {
    window.state().state().page
}

fn open_page(window: &mut Window) {
    chord(window, Modifiers::COMMAND, Key::O);
    assert_eq!(page(window), Some(Page::Open));
}

/// Wait for a fault beside a field, and give its sentence.
fn fault(window: &mut Window, field: Field) -> String {
    wait(window, "the fault", |window| {
        window.state().state().drafts.fault.is_some()
    });
    settle(window);
    let fault = window
        .state()
        .state()
        .drafts
        .fault
        .clone()
        .expect("a fault");
    assert_eq!(fault.field, field);
    assert!(shows(window, &fault.text), "it is told on the page");
    assert!(window.state().state().troubles.is_empty(), "and only there");
    fault.text
}

#[test]
fn a_pasted_text_outlives_a_click_beside_and_escape() {
    let mut window = open(HARBOUR, USUAL);
    open_page(&mut window);
    enter(&mut window, Role::MultilineTextInput, TEXT, QUAKE);
    click(&mut window, BESIDE);
    assert_eq!(page(&window), Some(Page::Open), "it stays open");
    for _ in 0..2 {
        press(&mut window, Key::Escape);
    }
    assert_eq!(page(&window), None);
    open_page(&mut window);
    assert_eq!(value(&window, Role::MultilineTextInput, TEXT), QUAKE);
    click_named(&mut window, "Close (Esc)");
    assert_eq!(page(&window), None);
    open_page(&mut window);
    click_named(&mut window, "Open this text");
    wait(&mut window, "the article", |window| {
        let project = &window.state().state().document.project();
        project.title().starts_with("Quake")
    });
    settle(&mut window);
    assert_eq!(page(&window), None);
    open_page(&mut window);
    let kept = value(&window, Role::MultilineTextInput, TEXT);
    assert_eq!(kept, "", "it was opened");
    click(&mut window, BESIDE);
    assert_eq!(page(&window), None, "nothing would be lost");
}

#[test]
fn what_cannot_be_opened_stays_in_its_field_with_the_reason() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let missing = folder.path().join("missing.txt").display().to_string();
    let of_folder = folder.path().display().to_string();
    let mut window = open(HARBOUR, USUAL);
    let before = project(&window).clone();
    open_page(&mut window);
    for (typed, reason) in [
        (missing.as_str(), "there is no such file"),
        (of_folder.as_str(), "folder"),
        ("ftp://example.org/flood", "not an address"),
    ] {
        enter(&mut window, Role::TextInput, NAME, typed);
        press(&mut window, Key::Enter);
        let text = fault(&mut window, Field::Name);
        assert!(text.contains(reason), "{text}");
        assert_eq!(page(&window), Some(Page::Open));
        assert_eq!(value(&window, Role::TextInput, NAME), typed);
    }
    // The focus is still there: the next letter goes into the field, and the reason goes.
    let node = window.get_by_role_and_label(Role::TextInput, NAME);
    assert!(node.is_focused());
    node.type_text("x");
    settle(&mut window);
    assert_eq!(window.state().state().drafts.fault, None);
    assert_eq!(*project(&window), before);
    press(&mut window, Key::Escape);
    press(&mut window, Key::Escape);
    open_page(&mut window);
    let kept = value(&window, Role::TextInput, NAME);
    assert!(kept.contains("ftp://example.org/flood"), "{kept}");
}

#[test]
fn a_page_opened_by_its_path_tells_its_date_in_words() {
    const PAGE: &str = r#"<html><head><meta property="og:site_name" content="The Coast Herald">
        <meta property="article:published_time" content="2024-08-12T10:00:00+03:00"></head>
        <body><article><h1>Ferry sinks off Zanzibar</h1><p>A ferry sank on Sunday 15 kilometres
        north of Zanzibar, and boats from Pemba and Tanga reached the place within two hours,
        officials in Dar es Salaam said.</p></article></body></html>"#;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("ferry page.html");
    std::fs::write(&path, PAGE).expect("written");
    let mut window = open(HARBOUR, USUAL);
    open_page(&mut window);
    let typed = format!("\"{}\"", path.display());
    enter(&mut window, Role::TextInput, NAME, &typed);
    click_named(&mut window, "Open it");
    wait(&mut window, "the article", |window| page(window).is_none());
    settle(&mut window);
    let line = "The Coast Herald · 12\u{a0}August\u{a0}2024,\u{a0}10:00\u{a0}UTC+3";
    assert!(shows(&window, line));
    let article = window.state().state().document.project().article().cloned();
    let imprint = article.expect("an article").imprint;
    let raw = imprint.published.as_deref();
    assert_eq!(raw, Some("2024-08-12T10:00:00+03:00"), "kept as it is");
    open_page(&mut window);
    assert_eq!(value(&window, Role::TextInput, NAME), "");
}

#[test]
fn escape_closes_every_page() {
    use dateline::formats::Format;
    let mut window = open(HARBOUR, USUAL);
    for asked in [
        Page::Open,
        Page::SaveAs,
        Page::Export(Format::Csv),
        Page::Finder,
        Page::Help,
        Page::About,
    ] {
        let action = dateline::ui::state::action::Action::SetPage(Some(asked));
        apply(&mut window, action);
        settle(&mut window);
        press(&mut window, Key::Escape);
        if page(&window).is_some() {
            // The first one left the field.
            press(&mut window, Key::Escape);
        }
        assert_eq!(page(&window), None, "{asked:?}");
    }
}

#[test]
fn a_text_that_is_no_article_stays_with_the_reason() {
    let mut window = open(HARBOUR, USUAL);
    open_page(&mut window);
    enter(&mut window, Role::MultilineTextInput, TEXT, "… — …");
    click_named(&mut window, "Open this text");
    let text = fault(&mut window, Field::Text);
    assert!(text.contains("no text"), "{text}");
    assert_eq!(value(&window, Role::MultilineTextInput, TEXT), "… — …");
}

#[test]
fn a_question_about_changes_takes_no_entry_away() {
    let mut window = open_article(STORM);
    press(&mut window, Key::N);
    press(&mut window, Key::Enter);
    open_page(&mut window);
    enter(&mut window, Role::MultilineTextInput, TEXT, QUAKE);
    click_named(&mut window, "Open this text");
    let asked = window.state().state().question.clone();
    assert!(matches!(asked, Some(Question::Unsaved(_))));
    click_named(&mut window, "Cancel");
    assert_eq!(page(&window), Some(Page::Open));
    assert_eq!(value(&window, Role::MultilineTextInput, TEXT), QUAKE);
    click_named(&mut window, "Open this text");
    click_named(&mut window, "Discard");
    wait(&mut window, "the other article", |window| {
        let project = &window.state().state().document.project();
        project.title().starts_with("Quake")
    });
    settle(&mut window);
    assert_eq!(page(&window), None);
}

#[test]
fn a_wrong_folder_is_told_where_it_was_entered() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let wrong = folder.path().join("no/such/file.geojson");
    let right = folder.path().join("file.geojson");
    for export in [false, true] {
        let mut window = open_article(STORM);
        press(&mut window, Key::N);
        press(&mut window, Key::Enter);
        if export {
            click_named(&mut window, "Export");
            click_named(&mut window, "CSV table…");
        } else {
            chord(&mut window, Modifiers::COMMAND, Key::S);
        }
        let asks = page(&window);
        let typed = wrong.display().to_string();
        enter(&mut window, Role::TextInput, PATH, &typed);
        press(&mut window, Key::Enter);
        let text = fault(&mut window, Field::Path);
        assert!(text.contains("is not there"), "{text}");
        assert_eq!(page(&window), asks);
        assert_eq!(value(&window, Role::TextInput, PATH), typed);
        click(&mut window, BESIDE);
        assert_eq!(page(&window), asks, "what was typed is not lost");
        let typed = right.display().to_string();
        enter(&mut window, Role::TextInput, PATH, &typed);
        press(&mut window, Key::Enter);
        wait(&mut window, "the file", |window| page(window).is_none());
        assert!(right.is_file());
        std::fs::remove_file(&right).expect("removed");
    }
}

#[test]
fn opening_goes_on_after_a_failed_attempt_to_save_first() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut window = open_article(STORM);
    press(&mut window, Key::N);
    press(&mut window, Key::Enter);
    open_page(&mut window);
    enter(&mut window, Role::MultilineTextInput, TEXT, QUAKE);
    click_named(&mut window, "Open this text");
    // The first is the toolbar's.
    let save = rects_named(&window, "Save");
    click(&mut window, save[save.len() - 1].center());
    assert_eq!(page(&window), Some(Page::SaveAs));
    for name in ["no/such/first.geojson", "first.geojson"] {
        let path = folder.path().join(name).display().to_string();
        enter(&mut window, Role::TextInput, PATH, &path);
        press(&mut window, Key::Enter);
        if name.contains('/') {
            fault(&mut window, Field::Path);
        }
    }
    wait(&mut window, "the other article", |window| {
        let project = &window.state().state().document.project();
        project.title().starts_with("Quake")
    });
    assert!(folder.path().join("first.geojson").is_file());
}

#[test]
fn the_page_for_opening_can_be_used_in_a_low_window() {
    let mut window = open(HARBOUR, vec2(640.0, 300.0));
    open_page(&mut window);
    let at = |window: &Window| rects_named(window, "Open this text")[0];
    for _ in 0..20 {
        if at(&window).bottom() < 280.0 {
            return;
        }
        wheel(&mut window, Pos2::new(120.0, 150.0), vec2(0.0, -60.0));
    }
    panic!("the last button can be scrolled to: {:?}", at(&window));
}

#[test]
fn a_file_that_would_be_replaced_is_told_of_as_soon_as_its_path_is_typed() {
    const WARNING: &str = "There is a file of this name; it would be replaced.";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let there = folder.path().join("there.geojson");
    std::fs::write(&there, "{}").expect("written");
    let (there, missing) = (
        there.display().to_string(),
        folder.path().join("missing.geojson").display().to_string(),
    );
    let mut window = open_article(STORM);
    for page in [Page::SaveAs, Page::Export(dateline::formats::Format::Csv)] {
        let ctx = window.ctx.clone();
        let action = dateline::ui::state::action::Action::SetPage(Some(page));
        window.state_mut().apply(&ctx, action);
        settle(&mut window);
        enter(&mut window, Role::TextInput, PATH, &there);
        wait(&mut window, "the warning", |window| shows(window, WARNING));
        enter(&mut window, Role::TextInput, PATH, &missing);
        assert!(!shows(&window, WARNING));
        enter(&mut window, Role::TextInput, PATH, &there);
        wait(&mut window, "the warning", |window| shows(window, WARNING));
    }
    let drafts = &window.state().state().drafts;
    assert!(drafts.file_to_replace.is_some());
    for _ in 0..2 {
        press(&mut window, Key::Escape);
    }
    assert_eq!(page(&window), None);
    assert_eq!(
        window.state().state().drafts.file_to_replace,
        None,
        "asked anew later"
    );
}
