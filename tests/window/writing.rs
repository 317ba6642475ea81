//! Writing that takes long: into a pipe, which holds the writer up until somebody reads from it.

use std::{
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use dateline::{
    formats::{Format, geojson},
    open::article::Source,
    ui::state::{
        Page,
        action::{Action, Answer, FileAction},
        drafts::Field,
    },
};
use egui::{Key, Modifiers};

use crate::{articles::*, support::*};

fn file(window: &mut Window, action: FileAction) {
    apply(window, Action::File(action));
}

fn pipe(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    let made = Command::new("mkfifo").arg(&path).status();
    assert!(made.expect("mkfifo is there").success());
    path
}

/// Read what is written into a pipe, to its end.
fn read(path: &Path) -> Vec<u8> {
    let path = path.to_owned();
    let reading = thread::spawn(move || std::fs::read(path).expect("written"));
    reading.join().expect("read")
}

fn says(window: &Window, begin: &str) -> bool {
    let notice = window.state().state().notice.as_ref();
    notice.is_some_and(|notice| notice.text.starts_with(begin))
}

/// Open another article although there are changes.
fn open_other(window: &mut Window) {
    file(window, FileAction::Open(Source::Text(QUAKE.to_owned())));
    file(window, FileAction::Answer(Answer::Discard));
    wait(window, "the other article", |window| {
        let project = &window.state().state().document.project();
        project.title().starts_with("Quake")
    });
    wait(window, "suggestions", |window| {
        !window.state().state().document.suggestions().is_empty()
    });
}

#[test]
fn a_slow_save_of_one_document_changes_nothing_in_the_next() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (slow, later) = (pipe(folder.path(), "slow"), folder.path().join("later"));
    let mut window = open_article(STORM);
    press(&mut window, Key::N);
    press(&mut window, Key::Enter);
    let storm = window.state().state().document.project().clone();
    file(&mut window, FileAction::SaveTo(slow.clone()));
    file(
        &mut window,
        FileAction::ExportTo(Format::Csv, later.clone()),
    );
    open_other(&mut window);
    press(&mut window, Key::N);
    press(&mut window, Key::Enter);
    assert!(window.state().state().drafts.waits(Page::SaveAs));

    let written = geojson::read(&read(&slow), "slow").expect("a project");
    let saved = geojson::write(&written.project);
    assert_eq!(saved, geojson::write(&storm), "the save was not given up");
    wait(&mut window, "what waits behind it", |window| {
        says(window, "Exported to ")
    });
    assert!(later.is_file(), "neither was the export");
    let state = &window.state().state();
    assert!(state.document.is_unsaved() && state.document.ground().file.is_none());
    assert!(!state.drafts.waits(Page::SaveAs));
    chord(&mut window, Modifiers::COMMAND, Key::S);
    let page = window.state().state().page;
    assert_eq!(page, Some(Page::SaveAs), "it has no file of its own");
}

#[test]
fn a_save_ends_no_other_pages_waiting_and_takes_no_path_from_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let slow = pipe(folder.path(), "slow.txt");
    let path = folder.path().join("project.geojson");
    let mut window = open_article(STORM);
    file(&mut window, FileAction::SaveTo(path.clone()));
    wait(&mut window, "saving", |window| says(window, "Saved to "));
    // What is opened comes out of a pipe, too.
    file(&mut window, FileAction::Open(Source::File(slow)));
    press(&mut window, Key::N);
    press(&mut window, Key::Enter);
    let export = Page::Export(Format::Csv);
    apply(&mut window, Action::SetPage(Some(export)));
    let typed = "/a/table.csv".to_owned();
    apply(&mut window, Action::Enter(Field::Path, typed.clone()));
    apply(&mut window, Action::SetPage(Some(Page::Open)));
    file(&mut window, FileAction::Save);
    wait(&mut window, "saving", |window| says(window, "Saved to "));
    let state = &window.state().state();
    assert!(path.is_file() && !state.document.is_unsaved());
    assert!(state.drafts.waits(Page::Open), "it is still being opened");
    assert_eq!(state.drafts.path(export), Some(typed.as_str()));
    assert_eq!(state.page, Some(Page::Open));
    wait(&mut window, "a way to cancel", |window| {
        shows(window, "Cancel")
    });
}

#[test]
fn two_saves_in_a_row_are_not_taken_for_another_programs_change() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (slow, path) = (pipe(folder.path(), "slow"), folder.path().join("project"));
    let mut window = open_article(STORM);
    press(&mut window, Key::N);
    press(&mut window, Key::Enter);
    file(&mut window, FileAction::SaveTo(path.clone()));
    wait(&mut window, "saving", |window| says(window, "Saved to "));
    // While the writer is held up, two saves come to wait.
    file(&mut window, FileAction::ExportTo(Format::Csv, slow.clone()));
    for _ in 0..2 {
        press(&mut window, Key::Enter);
        file(&mut window, FileAction::Save);
    }
    assert!(window.state().state().document.is_unsaved());
    read(&slow);
    wait(&mut window, "saving", |window| {
        !window.state().state().document.is_unsaved()
    });
    let state = &window.state().state();
    assert_eq!(state.question, None);
    let written = geojson::open(&path).expect("a project").project;
    assert_eq!(
        geojson::write(&written),
        geojson::write(state.document.project())
    );
}
