//! The log: where it is, who may read it, what is in it, and that the program does without one.

use std::{fs, path::PathBuf};

use super::{Folder, Run};

impl Folder {
    fn log_folder(&self) -> PathBuf {
        self.path("home/dateline/log")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.log_folder().join("dateline.log")).expect("a log")
    }
}

#[test]
fn each_run_is_noted_in_a_log_that_only_its_owner_can_read() {
    let folder = Folder::new();
    for name in ["Kursk", "Kyiv"] {
        let run = folder.run(&["lookup", name]);
        assert_eq!((run.code, &*run.err), (Some(0), ""));
    }
    let log = folder.log();
    assert_eq!(log.matches("was started for: lookup").count(), 2, "{log}");
    assert!(log.contains(" INFO ") && log.contains(env!("CARGO_PKG_VERSION")));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        for path in [
            folder.log_folder(),
            folder.log_folder().join("dateline.log"),
        ] {
            let mode = fs::metadata(&path).expect("there").permissions().mode();
            assert_eq!(mode & 0o077, 0, "{}", path.display());
        }
    }
}

#[test]
fn what_fails_is_told_once_and_is_in_the_log() {
    let folder = Folder::new();
    let run = folder.run(&["export", "nowhere.geojson", "--to", "kml"]);
    let told = run.refusal().strip_prefix("dateline: ").expect("its name");
    let log = folder.log();
    assert!(log.contains("ERROR") && log.contains(told), "{log}");
}

#[test]
fn verbose_shows_the_log_on_standard_error_before_and_after_the_command() {
    let folder = Folder::new();
    for arguments in [["-v", "lookup", "Kursk"], ["lookup", "Kursk", "--verbose"]] {
        let run = folder.run(&arguments);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(run.err.contains("was started for: lookup"), "{run:?}");
        assert!(run.out.contains("Kursk") && !run.out.contains("INFO"));
    }
}

#[test]
fn rust_log_says_what_is_logged_and_a_wrong_one_is_told_to_who_looks() {
    let folder = Folder::new();
    let with =
        |wish: &str, arguments: &[&str]| Run::of(folder.command(arguments).env("RUST_LOG", wish));
    assert_eq!(with("error", &["lookup", "Kursk"]).err, "");
    assert_eq!(folder.log(), "");
    let run = with("dateline=loud", &["-v", "lookup", "Kursk"]);
    assert_eq!(run.code, Some(0));
    assert!(run.err.contains("RUST_LOG is “dateline=loud”"), "{run:?}");
    assert!(run.err.contains("was started for"), "the usual is logged");
}

#[test]
fn a_log_that_cannot_be_written_is_no_failure_and_told_to_who_looks() {
    let folder = Folder::new();
    folder.write("home/dateline", "a file where a folder should be");
    let run = folder.run(&["lookup", "Kursk"]);
    assert_eq!((run.code, &*run.err), (Some(0), ""));
    let run = folder.run(&["lookup", "Kursk", "-v"]);
    assert_eq!(run.code, Some(0));
    assert_eq!(run.err.matches("no log is kept").count(), 1, "{run:?}");
}

#[test]
fn an_article_is_named_in_the_log_and_not_quoted() {
    let folder = Folder::new();
    folder.write(
        "storm.txt",
        "A storm reached Lisbon with winds nobody expected.",
    );
    let run = folder.run(&["extract", "storm.txt"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let log = folder.log();
    assert!(
        log.contains("storm.txt") && !log.contains("Lisbon"),
        "{log}"
    );
}

#[test]
fn what_is_said_to_the_window_is_not_taken_for_another_command() {
    let folder = Folder::new();
    for arguments in [
        ["a.geojson", "lookup", "Kursk"],
        ["--offline", "lookup", "Kursk"],
    ] {
        let run = folder.run(&arguments);
        assert_eq!((run.code, &*run.out), (Some(2), ""), "{run:?}");
        assert!(run.err.contains("for the window"), "{run:?}");
    }
}
