//! The program itself, run as a user runs it: arguments in, exit status and sentences out.

mod export;
mod extract;
#[cfg(target_os = "linux")]
mod hostile;
mod log;
mod lookup;
mod malformed;
#[cfg(feature = "gui")]
mod render;
mod validate;

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::{Value, json};

/// A folder of its own for each test, which is the program's home as well.
#[derive(Debug)]
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("home")).expect("a home");
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).expect("a file in the temporary folder");
        path
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// What lies in the folder, the home left out.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.0.path())
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name())
            .filter_map(|name| name.into_string().ok())
            .filter(|name| name != "home")
            .collect();
        names.sort();
        names
    }

    /// The program in this folder, without a display and with nothing of the user's own.
    fn command(&self, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = self.surrounded(env!("CARGO_BIN_EXE_dateline"));
        command.args(arguments);
        command
    }

    /// A script that finds the program as `$0`, in the same surroundings.
    fn script(&self, script: &str) -> Command {
        let mut command = self.surrounded("sh");
        command.args(["-c", script, env!("CARGO_BIN_EXE_dateline")]);
        command
    }

    fn surrounded(&self, program: &str) -> Command {
        let home = self.path("home");
        let mut command = Command::new(program);
        command
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .env("HOME", &home);
        for folder in [
            "CACHE_HOME",
            "CONFIG_HOME",
            "DATA_HOME",
            "STATE_HOME",
            "RUNTIME_DIR",
        ] {
            command.env(format!("XDG_{folder}"), &home);
        }
        for display in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
            command.env_remove(display);
        }
        command
    }

    fn run(&self, arguments: &[impl AsRef<OsStr>]) -> Run {
        Run::of(&mut self.command(arguments))
    }
}

/// What came of running the program.
#[derive(Debug)]
struct Run {
    /// `None` when it was ended by a signal, as by a crash.
    code: Option<i32>,
    out: String,
    err: String,
}

impl Run {
    fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the program runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// It did nothing but say why, in one line: that line.
    #[track_caller]
    fn refusal(&self) -> &str {
        assert_eq!(self.code, Some(2), "{self:?}");
        assert_eq!(self.out, "", "nothing on standard output");
        let line = self.err.strip_suffix('\n').unwrap_or_default();
        assert!(
            !line.is_empty() && !line.contains('\n'),
            "one line: {self:?}"
        );
        line
    }

    /// The findings about `a.geojson`, each as `where: severity[code]`.
    #[track_caller]
    fn findings(&self) -> Vec<String> {
        let finding = |line: &str| {
            let parts: Vec<&str> = line.splitn(4, ": ").collect();
            let ["a.geojson", place, kind, message] = parts[..] else {
                panic!("not `file: where: severity[code]: message`: {line}");
            };
            assert!(message.len() > 10, "a sentence: {line}");
            format!("{place}: {kind}")
        };
        self.out.lines().map(finding).collect()
    }

    /// It did what it was asked, without a word.
    #[track_caller]
    fn silent_success(&self) {
        assert_eq!((self.code, &*self.out, &*self.err), (Some(0), "", ""));
    }
}

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A file with these features.
fn collection(features: &Value) -> String {
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

/// A file with one feature that has this geometry.
fn feature(geometry: &Value) -> String {
    collection(&json!([
        {"type": "Feature", "id": "a", "properties": {}, "geometry": geometry},
    ]))
}

#[test]
fn help_names_the_commands_and_leaves_with_success() {
    let run = Folder::new().run(&["--help"]);
    assert_eq!((run.code, &*run.err), (Some(0), ""));
    for word in [
        "Usage: dateline",
        "render",
        "export",
        "validate",
        "--tiles",
        "--version",
    ] {
        assert!(run.out.contains(word), "{word}: {}", run.out);
    }
    let run = Folder::new().run(&["render", "--help"]);
    for word in ["--output", "--size", "--theme", "--select"] {
        assert!(run.out.contains(word), "{word}: {}", run.out);
    }
}

#[test]
fn the_version_is_the_package_s() {
    let run = Folder::new().run(&["--version"]);
    assert_eq!(run.code, Some(0));
    assert_eq!(
        run.out,
        concat!("dateline ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn an_argument_that_does_not_exist_is_refused_with_the_usage() {
    for arguments in [&["--colour"][..], &["validate"], &["render"], &["a", "b"]] {
        let run = Folder::new().run(arguments);
        assert_eq!((run.code, &*run.out), (Some(2), ""), "{arguments:?}");
        assert!(run.err.contains("Usage: dateline"), "{}", run.err);
    }
}

#[cfg(all(feature = "gui", target_os = "linux"))]
#[test]
fn without_a_display_one_sentence_names_the_command_that_needs_none() {
    let folder = Folder::new();
    let mut command = folder.command(&[] as &[&str]);
    // Set to nothing is as good as not set.
    let empty = Run::of(command.env("DISPLAY", "").env("WAYLAND_DISPLAY", ""));
    for run in [
        empty,
        folder.run(&[] as &[&str]),
        folder.run(&["--offline"]),
    ] {
        let line = run.refusal();
        assert!(line.contains("no display"), "{line}");
        assert!(line.contains("dateline render -o"), "{line}");
    }
}

#[cfg(all(feature = "gui", target_os = "linux"))]
#[test]
fn a_display_that_does_not_answer_is_as_good_as_none() {
    let folder = Folder::new();
    let none = folder.run(&["--offline"]);
    for (display, name) in [("DISPLAY", ":4711"), ("WAYLAND_DISPLAY", "gone")] {
        let mut command = folder.command(&["--offline"]);
        let run = Run::of(command.env(display, name));
        assert_eq!(run.refusal(), none.refusal(), "{display}");
    }
}

#[cfg(feature = "gui")]
#[test]
fn what_is_wrong_with_a_file_is_said_before_the_display_is_missed() {
    let run = Folder::new().run(&["gone.geojson"]);
    assert!(
        run.refusal()
            .contains("gone.geojson: there is no such file")
    );
}
