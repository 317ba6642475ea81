//! Opening and saving from the window.

use std::path::Path;

use dateline::{
    document::Document,
    formats::geojson,
    judge::Judged,
    open::article::Source,
    project::Project,
    settings::BasemapChoice,
    ui::{
        App, Launch,
        state::{
            Page, Question,
            action::{Action, FileAction},
        },
    },
};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable as _};

use crate::{articles::*, support::*};

/// What a project is saved as.
fn saved(project: &Project) -> String {
    geojson::write(project)
}

fn act(window: &mut Window, action: FileAction) {
    apply(window, Action::File(action));
    settle(window);
}

/// Save by typing a path, as where there is no file chooser.
fn save_to(window: &mut Window, path: &Path) {
    chord(window, Modifiers::COMMAND, Key::S);
    assert_eq!(window.state().state().page, Some(Page::SaveAs));
    let field = "Or the path of the file";
    chord(window, Modifiers::COMMAND, Key::A);
    window
        .get_by_role_and_label(Role::TextInput, field)
        .type_text(&path.display().to_string());
    settle(window);
    press(window, Key::Enter);
    wait(window, "saving", |window| {
        !window.state().state().document.is_unsaved()
    });
    settle(window);
}

#[test]
fn a_saved_review_reopens_as_it_was() {
    for text in [STORM, QUAKE] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("review.geojson");
        let mut window = open_article(text);
        press(&mut window, Key::N);
        press(&mut window, Key::Enter);
        press(&mut window, Key::Delete);
        press(&mut window, Key::Enter);
        save_to(&mut window, &path);
        let opened = geojson::open(&path).expect("a project");
        assert!(opened.diagnostics.is_empty(), "{:?}", opened.diagnostics);
        assert_eq!(saved(&opened.project), saved(project(&window)));

        let launch = Launch {
            basemap: Some(BasemapChoice::Offline),
            search: true,
            ..Launch::default()
        };
        let mut again = Harness::builder()
            .with_size(USUAL)
            .with_max_steps(60)
            .build_eframe(|cc| {
                App::new(cc, Document::new(opened, Some(&path)), launch).expect("a window")
            });
        wait(&mut again, "suggestions", |window| {
            document(window).judged().is_some()
        });
        assert_eq!(
            document(&again).suggestions(),
            document(&window).suggestions()
        );
        let dismissed = |window| document(window).judged().map(Judged::dismissed);
        assert_eq!(dismissed(&again), dismissed(&window));
        assert!(!document(&again).is_unsaved());
    }
}

#[test]
fn a_file_that_another_program_changed_is_not_replaced_without_being_asked() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("review.geojson");
    let mut window = open_article(STORM);
    press(&mut window, Key::N);
    press(&mut window, Key::Enter);
    save_to(&mut window, &path);
    std::fs::write(&path, "{}").expect("written");
    press(&mut window, Key::Enter);
    chord(&mut window, Modifiers::COMMAND, Key::S);
    wait(&mut window, "the question", |window| {
        window.state().state().question.is_some()
    });
    settle(&mut window);
    assert!(matches!(
        window.state().state().question,
        Some(Question::Conflict(_))
    ));
    assert_eq!(std::fs::read(&path).expect("read"), b"{}");
    click_named(&mut window, "Replace it");
    wait(&mut window, "saving", |window| {
        !window.state().state().document.is_unsaved()
    });
    let opened = geojson::open(&path).expect("a project");
    assert_eq!(saved(&opened.project), saved(project(&window)));
}

#[test]
fn changes_are_asked_about_before_another_document_is_opened() {
    let mut window = open_article(STORM);
    press(&mut window, Key::N);
    press(&mut window, Key::Enter);
    act(
        &mut window,
        FileAction::Open(Source::Text(QUAKE.to_owned())),
    );
    assert!(matches!(
        window.state().state().question,
        Some(Question::Unsaved(_))
    ));
    click_named(&mut window, "Cancel");
    assert!(window.state().state().question.is_none());
    assert!(window.state().state().document.is_unsaved());
    act(
        &mut window,
        FileAction::Open(Source::Text(QUAKE.to_owned())),
    );
    click_named(&mut window, "Discard");
    wait(&mut window, "the other article", |window| {
        project(window).title().starts_with("Quake")
    });
}

#[test]
fn a_text_is_pasted_into_the_page_for_opening() {
    let mut window = open(HARBOUR, USUAL);
    chord(&mut window, Modifiers::COMMAND, Key::O);
    let field = "Or the text of an article, pasted";
    window
        .get_by_role_and_label(Role::MultilineTextInput, field)
        .focus();
    settle(&mut window);
    window
        .get_by_role_and_label(Role::MultilineTextInput, field)
        .type_text(QUAKE);
    settle(&mut window);
    click_named(&mut window, "Open this text");
    wait(&mut window, "suggestions", |window| {
        !window.state().state().document.suggestions().is_empty()
    });
    let state = &window.state().state();
    assert_eq!(state.page, None);
    assert!(state.document.project().title().starts_with("Quake"));
}

#[test]
fn what_cannot_be_opened_is_told_until_it_is_dismissed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut window = open(HARBOUR, USUAL);
    let before = project(&window).clone();
    let missing = folder.path().join("missing.txt");
    act(&mut window, FileAction::Open(Source::File(missing)));
    wait(&mut window, "the trouble", |window| {
        !window.state().state().troubles.is_empty()
    });
    settle(&mut window);
    assert_eq!(*project(&window), before);
    press(&mut window, Key::N);
    let trouble = window.state().state().troubles[0].clone();
    assert!(trouble.contains("missing.txt"), "{trouble}");
    assert!(shows(&window, &trouble));
    click_named(&mut window, "Dismiss");
    assert!(!shows(&window, &trouble));
}

#[test]
fn the_look_of_layers_is_undone_by_name() {
    let mut window = open(HARBOUR, USUAL);
    let (_, layer) = layers(&window)[0].clone();
    click_named(&mut window, &format!("Show {}", layer.name));
    let name = format!("Undo: hide {} (Ctrl+Z)", layer.name);
    click_named(&mut window, &name);
    assert_eq!(layers(&window)[0].1, layer);
    assert!(
        !window.state().state().document.is_unsaved(),
        "looks are remembered without saving"
    );
}

#[test]
fn ctrl_k_finds_commands_layers_and_places() {
    let mut window = open(HARBOUR, USUAL);
    let ask = |window: &mut Window, question: &str| {
        chord(window, Modifiers::COMMAND, Key::K);
        window
            .get_by_role_and_label(Role::TextInput, "Find anything")
            .type_text(question);
        settle(window);
        press(window, Key::Enter);
    };
    ask(&mut window, "Keys");
    assert_eq!(window.state().state().page, Some(Page::Help));
    press(&mut window, Key::Escape);
    assert_eq!(window.state().state().page, None);
    ask(&mut window, "Reykjavik");
    let center = state(&window).views.destination().camera.center;
    let at = dateline::coordinates::mercator::unproject(center);
    assert!(
        (at.lon + 21.9).abs() < 2.0 && (at.lat - 64.1).abs() < 2.0,
        "{at:?}"
    );
}

#[test]
fn another_text_takes_the_articles_place_and_a_report_tells_of_the_quotes() {
    const LATER: &str = "Ferries stop as storm closes the estuary

Correction: an earlier version named the wrong county.

Ferries between Galway and Dublin were full on Tuesday as a storm moved in, the Irish coast guard said.";
    let mut window = open_article(STORM);
    step_to(&mut window, "Galway");
    press(&mut window, Key::Enter);
    step_to(&mut window, "Cork");
    press(&mut window, Key::Enter);
    let before = project(&window).clone();
    act(
        &mut window,
        FileAction::Replace(Source::Text(LATER.to_owned())),
    );
    wait(&mut window, "the report", |window| {
        window.state().state().page == Some(Page::Report)
    });
    settle(&mut window);
    let report = window.state().state().report.clone().expect("a report");
    assert_eq!((report.moved.len(), report.lost.len()), (1, 1));
    assert!(shows(&window, "“Cork”"), "the lost quote is named");
    assert_eq!(document(&window).mentions().lost(), 1);
    press(&mut window, Key::Escape);
    wait(&mut window, "suggestions in the new text", |window| {
        !window.state().state().document.suggestions().is_empty()
    });
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(*project(&window), before);
    wait(&mut window, "suggestions in the old text", |window| {
        document(window).judged().is_some()
    });
}

#[test]
fn a_project_is_exported_from_the_menu() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("places.csv");
    let mut window = open(HARBOUR, USUAL);
    click_named(&mut window, "Export");
    click_named(&mut window, "CSV table…");
    chord(&mut window, Modifiers::COMMAND, Key::A);
    window
        .get_by_role_and_label(Role::TextInput, "Or the path of the file")
        .type_text(&path.display().to_string());
    settle(&mut window);
    press(&mut window, Key::Enter);
    wait(&mut window, "the export", |window| {
        window.state().state().notice.is_some()
    });
    let table = std::fs::read_to_string(&path).expect("exported");
    assert!(table.lines().count() > 1);
}

#[test]
fn changes_are_saved_before_another_document_is_opened_when_that_is_the_answer() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("first.geojson");
    let mut window = open_article(STORM);
    press(&mut window, Key::N);
    press(&mut window, Key::Enter);
    act(
        &mut window,
        FileAction::Open(Source::Text(QUAKE.to_owned())),
    );
    // The first is the toolbar's.
    let save = rects_named(&window, "Save");
    click(&mut window, save[save.len() - 1].center());
    assert_eq!(window.state().state().page, Some(Page::SaveAs));
    chord(&mut window, Modifiers::COMMAND, Key::A);
    window
        .get_by_role_and_label(Role::TextInput, "Or the path of the file")
        .type_text(&path.display().to_string());
    settle(&mut window);
    press(&mut window, Key::Enter);
    wait(&mut window, "the other article", |window| {
        project(window).title().starts_with("Quake")
    });
    assert!(geojson::open(&path).is_ok());
}

#[test]
fn what_was_to_come_after_saving_comes_after_a_conflict_too() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("review.geojson");
    let mut window = open_article(STORM);
    press(&mut window, Key::N);
    press(&mut window, Key::Enter);
    save_to(&mut window, &path);
    std::fs::write(&path, "{}").expect("written");
    press(&mut window, Key::Enter);
    act(
        &mut window,
        FileAction::Open(Source::Text(QUAKE.to_owned())),
    );
    // The first is the toolbar's.
    let save = rects_named(&window, "Save");
    click(&mut window, save[save.len() - 1].center());
    wait(&mut window, "the question", |window| {
        matches!(window.state().state().question, Some(Question::Conflict(_)))
    });
    settle(&mut window);
    click_named(&mut window, "Replace it");
    wait(&mut window, "the other article", |window| {
        project(window).title().starts_with("Quake")
    });
    let opened = geojson::open(&path).expect("a project");
    assert_eq!(opened.project.features().len(), 2, "and it was saved");
}

#[derive(Debug)]
struct Dropped(std::path::PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn a_file_dropped_on_the_window_is_opened() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("quake.md");
    std::fs::write(&path, format!("# {QUAKE}")).expect("written");
    let mut window = open(HARBOUR, USUAL);
    window
        .input_mut()
        .dropped_files
        .push(std::sync::Arc::new(Dropped(path)));
    wait(&mut window, "suggestions", |window| {
        !window.state().state().document.suggestions().is_empty()
    });
    let title = project(&window).title();
    assert!(title.starts_with("Quake"), "{title}");
}

#[test]
fn closing_the_window_asks_when_there_are_changes() {
    use egui::{ViewportEvent, ViewportId};
    let close = |window: &mut Window| {
        let viewports = &mut window.input_mut().viewports;
        let root = viewports.entry(ViewportId::ROOT).or_default();
        root.events.push(ViewportEvent::Close);
        window.step();
        let viewports = &mut window.input_mut().viewports;
        viewports
            .entry(ViewportId::ROOT)
            .or_default()
            .events
            .clear();
        settle(window);
    };
    let mut window = open_article(STORM);
    close(&mut window);
    assert!(
        window.state().state().question.is_none(),
        "nothing would be lost"
    );
    press(&mut window, Key::N);
    press(&mut window, Key::Enter);
    close(&mut window);
    let question = window.state().state().question.clone();
    assert!(matches!(question, Some(Question::Unsaved(_))));
    click_named(&mut window, "Cancel");
    assert!(window.state().state().document.is_unsaved());
}
