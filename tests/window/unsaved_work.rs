//! Work that was not saved before the program was ended is offered by the next start.

use std::path::Path;

use dateline::{
    project::ids::FeatureId,
    settings::Folders,
    ui::state::{Page, action::Action},
};
use tempfile::TempDir;

use crate::support::*;

fn folders(folder: &Path) -> Folders {
    Folders {
        journals: Some(folder.join("journals")),
        ..Folders::default()
    }
}

fn first(window: &Window) -> FeatureId {
    project(window).features().ids().next().expect("a feature")
}

/// A window in which something was done, and which is gone without having closed; how many features are left.
fn leave_unsaved(file: &'static [u8], folder: &TempDir) -> usize {
    let mut window = open_with(file, USUAL, folders(folder.path()));
    let feature = first(&window);
    apply(&mut window, Action::RemoveFeature(feature));
    settle(&mut window);
    assert!(document(&window).is_unsaved());
    project(&window).features().len()
}

/// A window at the next start, once it offers what was left.
fn next_start(folder: &TempDir) -> Window {
    let mut window = open_with(DEFAULT, USUAL, folders(folder.path()));
    // The thread of the window before may hold its place a moment longer.
    let mut attempts = 0;
    while state(&window).abandoned.is_empty() && attempts < 50 {
        attempts += 1;
        window = open_with(DEFAULT, USUAL, folders(folder.path()));
        for _ in 0..20 {
            std::thread::sleep(std::time::Duration::from_millis(5));
            window.step();
        }
    }
    wait(&mut window, "the offer", |window| {
        shows(window, "Unsaved work")
    });
    window
}

#[test]
fn work_is_restored_with_its_history_and_is_still_unsaved() {
    let folder = tempfile::tempdir().expect("a folder");
    let left = leave_unsaved(HARBOUR, &folder);
    let mut window = next_start(&folder);
    assert!(shows_containing(&window, "Never saved as a project"));
    assert!(shows_containing(&window, "less than a minute ago: remove"));
    click_named(&mut window, "Restore");
    wait(&mut window, "the document", |window| {
        project(window).features().len() == left && state(window).page.is_none()
    });
    assert!(document(&window).is_unsaved());
    apply(&mut window, Action::Undo);
    assert_eq!(project(&window).features().len(), left + 1);
    assert!(!document(&window).is_unsaved());
    drop(window);
    // What was taken back need not be saved, so that nothing is offered any more.
    let mut window = open_with(DEFAULT, USUAL, folders(folder.path()));
    window.run_steps(5);
    assert!(state(&window).abandoned.is_empty());
}

#[test]
fn work_that_is_not_restored_is_thrown_away_only_after_asking() {
    let folder = tempfile::tempdir().expect("a folder");
    leave_unsaved(HARBOUR, &folder);
    let mut window = next_start(&folder);
    click_named(&mut window, "Discard…");
    assert!(shows_containing(&window, "cannot be undone"));
    click_named(&mut window, "Cancel");
    assert_eq!(state(&window).abandoned.len(), 1);
    press(&mut window, egui::Key::Escape);
    assert_eq!(state(&window).page, None);
    // It can be had later too.
    apply(&mut window, Action::SetPage(Some(Page::UnsavedWork)));
    settle(&mut window);
    click_named(&mut window, "Discard…");
    click_named(&mut window, "Throw away");
    assert!(state(&window).abandoned.is_empty());
    assert_eq!(state(&window).page, None);
    let journals = std::fs::read_dir(folder.path().join("journals")).expect("the folder");
    assert_eq!(journals.count(), 1, "that of this window");
}

#[test]
fn the_work_of_several_windows_is_offered_and_one_does_not_cost_the_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let harbour = leave_unsaved(HARBOUR, &folder);
    let mut other = open_with(DEFAULT, USUAL, folders(folder.path()));
    press(&mut other, egui::Key::Escape);
    let feature = first(&other);
    apply(&mut other, Action::RemoveFeature(feature));
    drop(other);
    let mut window = open_with(DEFAULT, USUAL, folders(folder.path()));
    for _ in 0..50 {
        if state(&window).abandoned.len() == 2 {
            break;
        }
        window = open_with(DEFAULT, USUAL, folders(folder.path()));
        std::thread::sleep(std::time::Duration::from_millis(40));
        window.run_steps(5);
    }
    assert_eq!(rects_named(&window, "Restore").len(), 2);
    // The latest comes first.
    let second = rects_named(&window, "Restore")[1].center();
    click(&mut window, second);
    wait(&mut window, "the document", |window| {
        project(window).features().len() == harbour
    });
    assert_eq!(state(&window).abandoned.len(), 1);
    // The work that was just restored is not lost by restoring the other.
    apply(&mut window, Action::SetPage(Some(Page::UnsavedWork)));
    settle(&mut window);
    click_named(&mut window, "Restore");
    assert!(shows_containing(&window, "has changes that are not saved"));
    wait(&mut window, "the search to end", |window| {
        state(window).busy.is_none()
    });
    click_named(&mut window, "Cancel");
    assert_eq!(state(&window).abandoned.len(), 1);
}
