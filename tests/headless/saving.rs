//! Saving: the old file or the new one, whole, whatever happens.
#![cfg(unix)]

use std::{
    env, fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread::sleep,
    time::{Duration, Instant, SystemTime},
};

use dateline::{
    files::{Stamp, WriteError, remove_unfinished, write_atomic, write_private},
    formats::geojson::{self, SaveError},
    project::{
        Project,
        feature::{Feature, FileId},
        ids::LayerId,
    },
    text::{Article, Imprint},
};
use tempfile::TempDir;

/// Given to a child process of a test: the file that it is to save again and again.
const SAVE_TO: &str = "DATELINE_TEST_SAVE_TO";

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A project of some hundred kilobytes that says one word all over.
fn project(word: &str) -> Project {
    let feature = |index: usize| Feature {
        name: format!("{word} {index}"),
        file_id: Some(FileId::Text(format!("f{index}"))),
        ..Feature::new(LayerId::NOWHERE, None)
    };
    let article = Article::new(word.repeat(20_000), Imprint::default());
    crate::projects::of(Some(article), (0..500).map(feature).collect())
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn a_saved_project_opens_as_it_was_and_leaves_nothing_else() {
    let folder = folder();
    let path = folder.path().join("a.geojson");
    let stamp = geojson::save(&path, &project("ash"), None).expect("saved");
    assert_eq!(Some(stamp), Stamp::of(&path));
    let mode = fs::metadata(&path).expect("a file").mode();
    assert_eq!(mode & 0o600, 0o600, "{mode:o}");
    geojson::save(&path, &project("oak"), Some(stamp)).expect("saved");
    let opened = geojson::open(&path).expect("it opens");
    assert_eq!(opened.project, project("oak"));
    assert_eq!(names(folder.path()), ["a.geojson"]);
}

#[test]
fn permissions_are_kept() {
    let folder = folder();
    let path = folder.path().join("a.txt");
    for mode in [0o600, 0o640, 0o666] {
        fs::write(&path, "old").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("set");
        write_atomic(&path, b"new").expect("written");
        assert_eq!(fs::metadata(&path).expect("a file").mode() & 0o777, mode);
    }
}

#[test]
fn a_private_file_is_for_the_user_alone_unless_that_was_changed() {
    let folder = folder();
    let path = folder.path().join("a.txt");
    let mode = || fs::metadata(&path).expect("a file").mode() & 0o777;
    write_private(&path, b"new").expect("written");
    assert_eq!(mode(), 0o600);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("set");
    write_private(&path, b"newer").expect("written");
    assert_eq!(mode(), 0o640);
}

#[test]
fn links_are_followed_and_stay_links() {
    let folder = folder();
    let (real, near, far) = (
        folder.path().join("real/a.txt"),
        folder.path().join("real/near.txt"),
        folder.path().join("far.txt"),
    );
    fs::create_dir(folder.path().join("real")).expect("a folder");
    symlink("a.txt", &near).expect("a link");
    symlink("real/near.txt", &far).expect("a link");
    for text in ["made through a dangling link", "replaced"] {
        write_atomic(&far, text.as_bytes()).expect("written");
        assert_eq!(fs::read_to_string(&real).expect("a file"), text);
    }
    assert!(far.is_symlink() && near.is_symlink());
    assert_eq!(names(folder.path()), ["far.txt", "real"]);
}

#[test]
fn what_keeps_a_file_from_being_written_is_told_in_a_sentence() {
    let folder = folder();
    let tell = |path: &Path| {
        let error = write_atomic(path, b"new").expect_err("refused");
        let (path, told) = (path.display().to_string(), error.to_string());
        let remedy = told
            .strip_prefix(&path)
            .and_then(|told| told.split_once(". "));
        assert!(
            remedy.is_some_and(|(_, remedy)| remedy.ends_with('.')),
            "the file, the trouble and the remedy: {told}"
        );
        error
    };
    let gone = tell(&folder.path().join("gone/a.txt"));
    assert!(matches!(gone, WriteError::NoFolder { .. }), "{gone}");
    assert!(gone.to_string().contains("/gone” is not there"), "{gone}");
    let is_folder = tell(folder.path());
    assert!(
        matches!(is_folder, WriteError::IsFolder { .. }),
        "{is_folder}"
    );
    let full = folder.path().join("full.txt");
    symlink("/dev/full", &full).expect("a link");
    let full = tell(&full);
    assert!(matches!(full, WriteError::Full { .. }), "{full}");
    let in_a_file = folder.path().join("a.txt");
    fs::write(&in_a_file, "old").expect("written");
    let below = tell(&in_a_file.join("b.txt"));
    assert!(matches!(below, WriteError::NoFolder { .. }), "{below}");
    let circle = folder.path().join("circle.txt");
    symlink("circle.txt", &circle).expect("a link");
    assert!(matches!(tell(&circle), WriteError::Other { .. }));
}

#[test]
fn a_file_that_may_not_be_written_is_left_alone() {
    let folder = folder();
    let path = folder.path().join("a.txt");
    fs::write(&path, "old").expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("set");
    let error = write_atomic(&path, b"new").expect_err("refused");
    assert!(matches!(error, WriteError::NotAllowed { .. }), "{error}");
    assert!(error.to_string().contains("permissions"), "{error}");
    assert_eq!(fs::read_to_string(&path).expect("a file"), "old");
    assert_eq!(names(folder.path()), ["a.txt"]);
}

/// Nobody, not even root, makes files there.
#[test]
fn a_folder_that_may_not_be_written_in_is_told_of() {
    let folder = folder();
    let path = folder.path().join("a.txt");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).expect("set");
    let result = write_atomic(&path, b"new");
    // The administrator may write all the same; what others are told is the same sentence.
    let error = result
        .err()
        .unwrap_or_else(|| WriteError::of(&path, &std::io::ErrorKind::PermissionDenied.into()));
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).expect("set");
    assert!(matches!(error, WriteError::NotAllowed { .. }), "{error}");
}

#[test]
fn a_change_that_leaves_time_and_size_alone_is_noticed() {
    let folder = folder();
    let path = folder.path().join("a.geojson");
    let known = geojson::save(&path, &project("ash"), None).expect("saved");
    let before = fs::metadata(&path).expect("a file");
    let mut theirs = fs::read(&path).expect("a file");
    let at = theirs.len() / 2;
    theirs[at] ^= 1;
    fs::write(&path, &theirs).expect("written");
    let file = fs::File::options().write(true).open(&path).expect("a file");
    file.set_modified(before.modified().expect("a time"))
        .expect("set");
    let after = fs::metadata(&path).expect("a file");
    assert_eq!(
        (after.len(), after.mtime_nsec()),
        (before.len(), before.mtime_nsec())
    );
    let error = geojson::save(&path, &project("oak"), Some(known)).expect_err("refused");
    assert!(matches!(error, SaveError::ChangedOnDisk { .. }), "{error}");
    assert_eq!(fs::read(&path).expect("a file"), theirs);
}

#[test]
fn what_a_crash_left_unfinished_is_removed_and_what_is_being_written_is_not() {
    let folder = folder();
    let make = |name: &str, old: bool| {
        let path = folder.path().join(name);
        fs::write(&path, "half").expect("written");
        let file = fs::File::options().write(true).open(&path).expect("a file");
        if old {
            let hour = SystemTime::now() - Duration::from_hours(1);
            file.set_modified(hour).expect("set");
        }
        file
    };
    make(".left.dateline-unfinished", true);
    make(".new.dateline-unfinished", false);
    make("theirs.dateline-unfinished", true);
    let writing = make(".writing.dateline-unfinished", true);
    writing.try_lock().expect("locked");
    remove_unfinished(folder.path());
    assert_eq!(
        names(folder.path()),
        [
            ".new.dateline-unfinished",
            ".writing.dateline-unfinished",
            "theirs.dateline-unfinished"
        ]
    );
}

#[test]
fn a_device_stays_a_device() {
    write_atomic(Path::new("/dev/null"), b"new").expect("written");
    assert!(!fs::metadata("/dev/null").expect("a device").is_file());
}

#[test]
fn a_file_that_another_program_changed_is_not_replaced() {
    let folder = folder();
    let path = folder.path().join("a.geojson");
    let known = geojson::save(&path, &project("ash"), None).expect("saved");
    fs::write(&path, "theirs").expect("written");
    let error = geojson::save(&path, &project("oak"), Some(known)).expect_err("refused");
    assert!(matches!(error, SaveError::ChangedOnDisk { .. }), "{error}");
    assert!(error.to_string().contains("a.geojson"), "{error}");
    assert_eq!(fs::read_to_string(&path).expect("a file"), "theirs");
    geojson::save(&path, &project("oak"), None).expect("replaced when told to");
    fs::remove_file(&path).expect("removed");
    geojson::save(&path, &project("oak"), Some(known)).expect("written again when it is gone");
}

/// As a child process, save two projects in turn until somebody puts an end to it.
fn save_for_ever_if_told_to() {
    let Some(path) = env::var_os(SAVE_TO) else {
        return;
    };
    for word in ["ash", "oak"].into_iter().cycle() {
        if let Err(error) = geojson::save(Path::new(&path), &project(word), None) {
            // The parent reads what kept it from saving.
            fs::write(Path::new(&path).with_extension("error"), error.to_string()).ok();
            std::process::exit(3);
        }
    }
}

/// This test again, as a process of its own that saves to `path`.
fn child(path: &Path, test: &str, shell: &str) -> Child {
    let program = env::current_exe().expect("this program");
    Command::new("sh")
        .args(["-c", &format!("{shell} exec \"$0\" --exact \"$1\"")])
        .arg(program)
        .arg(test)
        .env(SAVE_TO, path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell")
}

fn end(mut child: Child, after: Duration) -> ExitStatus {
    let start = Instant::now();
    while start.elapsed() < after {
        if let Some(status) = child.try_wait().expect("a child") {
            return status;
        }
        sleep(Duration::from_millis(1));
    }
    child.kill().expect("killed");
    child.wait().expect("a child")
}

fn assert_whole(path: &Path) {
    let opened = geojson::open(path).unwrap_or_else(|error| panic!("{error}"));
    let word = if crate::projects::nth(&opened.project, 0).name == "ash 0" {
        "ash"
    } else {
        "oak"
    };
    assert_eq!(opened.project, project(word));
}

#[test]
fn a_save_that_is_killed_leaves_the_old_file_or_the_new() {
    save_for_ever_if_told_to();
    let folder = folder();
    let path = folder.path().join("a.geojson");
    geojson::save(&path, &project("ash"), None).expect("saved");
    let test = "saving::a_save_that_is_killed_leaves_the_old_file_or_the_new";
    let mut broken_off = 0;
    for round in 0..100 {
        // Looking at the time is quick, so that the kill comes soon after the change.
        let modified = || {
            fs::metadata(&path)
                .expect("a file")
                .modified()
                .expect("a time")
        };
        let before = modified();
        let child = child(&path, test, "");
        let start = Instant::now();
        while modified() == before && start.elapsed() < Duration::from_secs(20) {
            sleep(Duration::from_millis(1));
        }
        assert_ne!(modified(), before, "the child saves");
        end(child, Duration::from_micros(round * 300));
        assert_whole(&path);
        broken_off = names(folder.path()).len() - 1;
        if round >= 10 && broken_off >= 3 {
            break;
        }
    }
    assert!(broken_off > 0, "some were killed while they wrote");
}

#[test]
fn a_save_that_is_cut_short_by_a_limit_leaves_the_old_file() {
    save_for_ever_if_told_to();
    let folder = folder();
    let path = folder.path().join("a.geojson");
    geojson::save(&path, &project("ash"), None).expect("saved");
    let before = fs::read(&path).expect("a file");
    let test = "saving::a_save_that_is_cut_short_by_a_limit_leaves_the_old_file";
    // The first child is ended by a signal in the middle of writing, the second gets an error.
    for (shell, told) in [
        ("ulimit -f 100;", false),
        ("trap '' XFSZ; ulimit -f 100;", true),
    ] {
        let status = end(child(&path, test, shell), Duration::from_secs(20));
        assert!(!status.success());
        assert_eq!(fs::read(&path).expect("a file"), before);
        assert_eq!(path.with_extension("error").exists(), told);
    }
}
