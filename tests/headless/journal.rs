//! What is not saved stands in the journal, and is found there by the next start.
#![cfg(unix)]

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    thread::sleep,
    time::{Duration, Instant, SystemTime},
};

use dateline::{
    document::{
        Document, OnDisk,
        journal::{
            Journal, Trouble,
            recover::{JournalError, leftovers, read},
        },
    },
    files::Stamp,
    formats::geojson::Opened,
    project::{Edit, Project, feature::Feature, ids::LayerId},
};
use proptest::{collection::vec, prelude::*};
use tempfile::TempDir;

use crate::{derived, projects};

/// Longer than anything here takes on the slowest machine.
const LONG: Duration = Duration::from_secs(20);

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn start(folder: &Path) -> Journal {
    Journal::start(Some(folder.to_owned()), || {})
}

/// Begin the journal of a document.
fn begin(folder: &Path, document: &Document) -> Journal {
    let journal = start(folder);
    journal.begin(document.ground().clone(), None);
    journal
}

fn document() -> Document {
    let project = projects::of(None, vec![Feature::new(LayerId::NOWHERE, None)]);
    let opened = Opened {
        project,
        diagnostics: Vec::new(),
    };
    Document::new(opened, None)
}

/// Give the first feature another name, and let the journal know.
fn rename(document: &mut Document, journal: &Journal, name: &str) {
    let (id, feature) = document.project().features().iter().next().expect("one");
    let feature = Feature {
        name: name.to_owned(),
        ..feature.clone()
    };
    let edit = Edit::default().put_feature(id, feature);
    document.edit("rename", None, edit).expect("it fits");
    journal.write_down(document.take_steps());
}

/// Let a document be saved as it is, and the journal know; the file.
fn mark_saved(document: &mut Document, journal: &Journal, folder: &Path) -> OnDisk {
    let file = OnDisk {
        path: folder.join("a \u{fffd}.geojson"),
        stamp: Some(Stamp::of_bytes(b"ash")),
        ours: true,
    };
    document.mark_saved(document.history().revision(), file.clone());
    journal.write_down(document.take_steps());
    file
}

fn flush(journal: &Journal) {
    assert!(journal.flusher()(LONG), "what was said is written");
}

fn name(project: &Project) -> &str {
    &projects::nth(project, 0).name
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn any_journal_in(folder: &Path) -> Option<PathBuf> {
    let mut files = files(folder).into_iter();
    files.find(|path| path.extension().is_some_and(|name| name == "journal"))
}

fn journal_in(folder: &Path) -> PathBuf {
    any_journal_in(folder).expect("a journal")
}

/// The window is gone without having closed, as if it was killed: the system lets go of its lock.
fn kill(journal: Journal) {
    flush(&journal);
    drop(journal);
}

/// What the next start finds. The thread of a journal that was dropped may hold its place a little longer.
fn found(folder: &Path) -> dateline::document::journal::recover::Leftovers {
    let start = Instant::now();
    loop {
        let found = leftovers(folder);
        if !found.work.is_empty() || !found.troubles.is_empty() || start.elapsed() > LONG {
            return found;
        }
        sleep(Duration::from_millis(5));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_was_done_is_restored_and_can_be_undone(deeds in vec(derived::deed(), 1..16), pause in 0..16_usize) {
        let folder = folder();
        let (mut document, hash, findings) = derived::looked_through();
        let journal = begin(folder.path(), &document);
        for (number, deed) in deeds.iter().enumerate() {
            derived::carry_out(&mut document, deed);
            journal.write_down(document.take_steps());
            if number == pause {
                flush(&journal);
            }
        }
        kill(journal);
        prop_assume!(document.is_unsaved());
        let mut found = found(folder.path());
        prop_assert!(found.troubles.is_empty());
        let work = &found.work.remove(0).work;
        prop_assert!(work.damage.is_none());
        let mut restored = Document::restored(work.ground.clone());
        restored.set_findings(hash, findings);
        prop_assert_eq!(restored.project(), document.project());
        prop_assert_eq!(restored.history(), document.history());
        prop_assert!(restored.is_unsaved());
        prop_assert_eq!(restored.suggestions(), document.suggestions());
        while restored.undo().expect("it fits").is_some() {
            document.undo().expect("it fits");
            prop_assert_eq!(restored.project(), document.project());
        }
        prop_assert!(!document.is_unsaved() && !restored.is_unsaved());
    }
}

#[test]
fn nothing_is_written_before_a_change_and_nothing_stays_after_closing() {
    let folder = folder();
    let mut document = document();
    let mut journal = begin(folder.path(), &document);
    flush(&journal);
    let names = |folder| files(folder).len();
    assert_eq!(names(folder.path()), 1, "only what tells of the window");
    rename(&mut document, &journal, "ash");
    flush(&journal);
    assert_eq!(names(folder.path()), 2);
    for path in files(folder.path()) {
        let mode = fs::metadata(path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o077, 0, "for nobody else");
    }
    journal.end(LONG);
    assert_eq!(names(folder.path()), 0);
}

#[test]
fn changes_are_on_the_disk_within_two_seconds() {
    let folder = folder();
    let mut document = document();
    let journal = begin(folder.path(), &document);
    for word in ["ash", "oak", "elm"] {
        rename(&mut document, &journal, word);
        let start = Instant::now();
        loop {
            // What is being written has another name until it is whole.
            let journal = any_journal_in(folder.path());
            let work = journal.map(|path| read(&path).expect("a journal"));
            if work.is_some_and(|work| name(work.ground.project()) == word) {
                break;
            }
            assert!(
                start.elapsed() < Duration::from_secs(2),
                "{word} is not there"
            );
            sleep(Duration::from_millis(5));
        }
    }
}

#[test]
fn a_document_that_was_saved_leaves_nothing_to_restore_and_goes_on_with_its_history() {
    let folder = folder();
    let mut document = document();
    let journal = begin(folder.path(), &document);
    rename(&mut document, &journal, "ash");
    let file = mark_saved(&mut document, &journal, folder.path());
    flush(&journal);
    let saved = read(&journal_in(folder.path())).expect("a journal");
    assert!(!saved.ground.is_unsaved());
    rename(&mut document, &journal, "oak");
    kill(journal);
    let work = found(folder.path()).work.remove(0).work;
    assert_eq!(work.ground.file, Some(file));
    assert_eq!(work.ground.history().len(), 2);
    let mut restored = Document::restored(work.ground);
    restored.undo().expect("it fits");
    assert!(!restored.is_unsaved(), "that is how it was saved");
    assert_eq!(name(restored.project()), "ash");
}

#[test]
fn a_saved_document_is_forgotten_by_the_next_start() {
    let folder = folder();
    let mut document = document();
    let journal = begin(folder.path(), &document);
    rename(&mut document, &journal, "ash");
    mark_saved(&mut document, &journal, folder.path());
    kill(journal);
    let start = Instant::now();
    while !files(folder.path()).is_empty() {
        let found = leftovers(folder.path());
        assert!(found.work.is_empty() && found.troubles.is_empty());
        assert!(start.elapsed() < LONG, "{:?}", files(folder.path()));
    }
}

#[test]
fn what_a_killed_save_left_beside_its_project_is_removed() {
    let (folder, projects) = (folder(), self::folder());
    let mut document = document();
    let journal = begin(folder.path(), &document);
    mark_saved(&mut document, &journal, projects.path());
    rename(&mut document, &journal, "ash");
    kill(journal);
    let left = projects.path().join(".left.dateline-unfinished");
    fs::write(&left, "half").expect("written");
    let file = fs::File::options().write(true).open(&left).expect("a file");
    let hour = SystemTime::now() - Duration::from_hours(1);
    file.set_modified(hour).expect("set");
    drop(file);
    assert_eq!(found(folder.path()).work.len(), 1);
    assert!(!left.exists());
}

#[test]
fn another_document_takes_the_place_of_the_one_before() {
    let folder = folder();
    let mut first = document();
    let journal = begin(folder.path(), &first);
    rename(&mut first, &journal, "ash");
    flush(&journal);
    let mut second = document();
    journal.begin(second.ground().clone(), None);
    flush(&journal);
    assert_eq!(
        files(folder.path()).len(),
        1,
        "the first was saved or given up"
    );
    rename(&mut second, &journal, "oak");
    kill(journal);
    let found = found(folder.path());
    assert_eq!(found.work.len(), 1);
    assert_eq!(name(found.work[0].work.ground.project()), "oak");
}

#[test]
fn what_is_restored_is_kept_anew_before_it_is_removed_where_it_was() {
    let folder = folder();
    let mut document = document();
    let journal = begin(folder.path(), &document);
    rename(&mut document, &journal, "ash");
    kill(journal);
    let abandoned = found(folder.path()).work.remove(0);
    let old = abandoned.journal().to_owned();
    // While it is offered, no other window offers it.
    assert!(leftovers(folder.path()).work.is_empty());
    let journal = start(folder.path());
    journal.begin(abandoned.work.ground.clone(), Some(abandoned));
    flush(&journal);
    assert!(!old.exists());
    kill(journal);
    let again = found(folder.path()).work.remove(0);
    assert_eq!(name(again.work.ground.project()), "ash");
    again.clear();
    assert!(files(folder.path()).is_empty());
}

#[test]
fn what_was_not_restored_is_offered_again() {
    let folder = folder();
    let mut document = document();
    let journal = begin(folder.path(), &document);
    rename(&mut document, &journal, "ash");
    kill(journal);
    assert_eq!(found(folder.path()).work.len(), 1);
    assert_eq!(found(folder.path()).work.len(), 1);
}

#[test]
fn a_journal_that_was_cut_off_gives_what_stands_before() {
    let folder = folder();
    let mut document = document();
    let journal = begin(folder.path(), &document);
    for word in ["ash", "oak", "elm"] {
        rename(&mut document, &journal, word);
    }
    kill(journal);
    let path = journal_in(folder.path());
    let whole = fs::read(&path).expect("a journal");
    let ends: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] == b'\n').collect();
    for cut in 0..whole.len() {
        fs::write(&path, &whole[..cut]).expect("written");
        // Without its end a line does not count.
        let lines = ends.iter().filter(|end| **end < cut).count();
        match (lines, read(&path)) {
            (0, Err(JournalError::Unknown { .. })) | (1, Err(JournalError::Damaged { .. })) => {}
            (lines, Ok(work)) => {
                let expected = ["ash", "oak", "elm"][lines - 2];
                assert_eq!(name(work.ground.project()), expected, "cut at {cut}");
                assert!(work.damage.is_none(), "the end of a kill is no damage");
            }
            (lines, Err(error)) => panic!("{error} after {lines} lines"),
        }
    }
    // Damage in the middle is told, and what comes after it does not count.
    let mut damaged = whole.clone();
    damaged[ends[1] + 40] ^= 1;
    fs::write(&path, &damaged).expect("written");
    let work = read(&path).expect("a journal");
    assert_eq!(name(work.ground.project()), "ash");
    let damage = work.damage.expect("told");
    assert!(damage.contains("from line 3 on"), "{damage}");
}

#[test]
fn what_is_no_journal_is_left_alone_and_told() {
    let folder = folder();
    let hostile: [&[u8]; 6] = [
        b"",
        b"\n",
        b"hello",
        b"00000000 {\"Layout\":1}\n",
        b"\xff\xfe\x00",
        &[b'a'; 10_000],
    ];
    for (number, bytes) in hostile.into_iter().enumerate() {
        let path = folder.path().join(format!("{number}.journal"));
        fs::write(&path, bytes).expect("written");
        let found = leftovers(folder.path());
        assert!(found.work.is_empty());
        let text = found.troubles.last().expect("told").to_string();
        assert!(text.contains(".journal: "), "{text}");
        assert!(path.exists());
    }
}

#[test]
fn many_steps_are_made_one_state() {
    let folder = folder();
    let mut document = document();
    let journal = begin(folder.path(), &document);
    let mut largest = 0;
    for number in 0..60 {
        rename(&mut document, &journal, &number.to_string().repeat(30_000));
        document.end_gesture();
        flush(&journal);
        largest = largest.max(
            fs::metadata(journal_in(folder.path()))
                .expect("there")
                .len(),
        );
    }
    kill(journal);
    let text = fs::read_to_string(journal_in(folder.path())).expect("a journal");
    let lines = text.lines().count();
    assert!(lines < 50, "{lines} lines for 60 steps");
    let work = found(folder.path()).work.remove(0).work;
    assert_eq!(work.ground.history(), document.history());
}

#[test]
fn a_folder_that_cannot_be_used_is_told_once_and_work_goes_on() {
    let folder = folder();
    let blocked = folder.path().join("journals");
    fs::write(&blocked, "a file where the folder would be").expect("written");
    let mut document = document();
    let journal = begin(&blocked, &document);
    rename(&mut document, &journal, "ash");
    rename(&mut document, &journal, "oak");
    flush(&journal);
    let Some(Trouble::NotKept(text)) = journal.trouble() else {
        panic!("told");
    };
    assert!(
        text.contains("journals") && text.contains("Save often"),
        "{text}"
    );
    // Once it can be used, all is there.
    fs::remove_file(&blocked).expect("removed");
    flush(&journal);
    assert_eq!(journal.trouble(), Some(Trouble::KeptAgain));
    kill(journal);
    let work = found(&blocked).work.remove(0).work;
    assert_eq!(work.ground.history().len(), 2);
}

#[test]
fn a_folder_that_is_deleted_meanwhile_is_made_again() {
    let folder = folder();
    let journals = folder.path().join("deep/journals");
    let mut document = document();
    let journal = begin(&journals, &document);
    rename(&mut document, &journal, "ash");
    flush(&journal);
    fs::remove_dir_all(folder.path().join("deep")).expect("removed");
    rename(&mut document, &journal, "oak");
    flush(&journal);
    assert_eq!(journal.trouble(), None);
    kill(journal);
    let work = found(&journals).work.remove(0).work;
    assert_eq!(name(work.ground.project()), "oak");
    assert_eq!(work.ground.history().len(), 2);
}

#[test]
fn a_folder_that_may_only_be_read_is_told() {
    let folder = folder();
    let mut document = document();
    let journal = begin(folder.path(), &document);
    flush(&journal);
    fs::set_permissions(folder.path(), Permissions::from_mode(0o500)).expect("set");
    // The administrator may write all the same.
    let may = fs::write(folder.path().join("probe"), "").is_ok();
    rename(&mut document, &journal, "ash");
    flush(&journal);
    let told = matches!(journal.trouble(), Some(Trouble::NotKept(_)));
    fs::set_permissions(folder.path(), Permissions::from_mode(0o700)).expect("set");
    assert!(told || may);
}

#[test]
fn two_windows_on_one_file_know_of_each_other() {
    let folder = folder();
    let file = folder.path().join("a.geojson");
    let open = |path: &Path| {
        let opened = Opened {
            project: projects::of(None, Vec::new()),
            diagnostics: Vec::new(),
        };
        begin(
            &folder.path().join("journals"),
            &Document::new(opened, Some(path)),
        )
    };
    fs::write(&file, "{}").expect("written");
    let (first, mut second, other) = (
        open(&file),
        open(&file),
        open(&folder.path().join("b.geojson")),
    );
    let start = Instant::now();
    let wait = |what: &str, condition: &dyn Fn() -> bool| {
        while !condition() {
            assert!(start.elapsed() < LONG, "{what}");
            sleep(Duration::from_millis(20));
        }
    };
    wait("the first knows", &|| first.also_shown_by().len() == 1);
    wait("the second knows", &|| second.also_shown_by().len() == 1);
    assert!(other.also_shown_by().is_empty());
    second.end(LONG);
    wait("the first is alone again", &|| {
        first.also_shown_by().is_empty()
    });
}
