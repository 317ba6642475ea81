//! The file that is being written, and the few full ones before it.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use crate::files::{WriteError, make_private_folder, only_for_owner};

const NAME: &str = "dateline.log";

/// How large a file may become, in bytes. One that would become larger makes room for another.
const FULL: u64 = 1 << 20;

/// How many full files are kept: `dateline.1.log` is the latest of them.
const KEPT: usize = 3;

/// Appends lines to the file, which other processes of the program may do at the same time.
#[derive(Debug)]
pub(super) struct LogFile {
    folder: PathBuf,
    file: File,
}

impl LogFile {
    /// Opens the file in `folder`, and makes both when they are not there.
    pub(super) fn open(folder: &Path) -> Result<Self, WriteError> {
        let file = make_private_folder(folder).and_then(|()| open(folder));
        let file = file.map_err(|error| WriteError::of(&folder.join(NAME), &error))?;
        Ok(Self {
            folder: folder.to_owned(),
            file,
        })
    }

    fn make_room_for(&mut self, line: &[u8]) -> io::Result<()> {
        if has_room(&self.file, line)? {
            return Ok(());
        }
        // Another process may have put a new file in its place already.
        self.file = open(&self.folder)?;
        if !has_room(&self.file, line)? {
            set_aside(&self.folder)?;
            self.file = open(&self.folder)?;
        }
        Ok(())
    }
}

impl Write for LogFile {
    /// `line` is a whole line, and is written whole.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.make_room_for(line)?;
        self.file.write_all(line)?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn open(folder: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    only_for_owner(&mut options).open(folder.join(NAME))
}

/// An empty file has room for any line, so that a long one does not lead from file to file.
fn has_room(file: &File, line: &[u8]) -> io::Result<bool> {
    let length = file.metadata()?.len();
    Ok(length == 0 || length.saturating_add(line.len() as u64) <= FULL)
}

/// Gives each file the name of the next older one. The oldest is written over.
fn set_aside(folder: &Path) -> io::Result<()> {
    let name = |age: usize| match age {
        0 => folder.join(NAME),
        age => folder.join(format!("dateline.{age}.log")),
    };
    for age in (0..KEPT).rev() {
        match fs::rename(name(age), name(age + 1)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("the folder").flatten();
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn lines_are_added_to_what_is_there() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for line in ["one\n", "two\n"] {
            let mut file = LogFile::open(folder.path()).expect("writable");
            file.write_all(line.as_bytes()).expect("room");
        }
        let text = fs::read_to_string(folder.path().join(NAME)).expect("a log");
        assert_eq!(text, "one\ntwo\n");
    }

    #[test]
    fn a_full_file_is_set_aside_and_the_oldest_is_dropped() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut file = LogFile::open(folder.path()).expect("writable");
        // Another process that began at the same time.
        let mut other = LogFile::open(folder.path()).expect("writable");
        let half = vec![b'x'; usize::try_from(FULL / 2).expect("small")];
        for _ in 0..20 {
            file.write_all(&half).expect("room");
            other.write_all(&half).expect("room");
        }
        let all = ["dateline.1.log", "dateline.2.log", "dateline.3.log", NAME];
        assert_eq!(names(folder.path()), all);
        for name in all {
            let length = fs::metadata(folder.path().join(name)).expect("there").len();
            assert!((1..=FULL).contains(&length), "{name}: {length}");
        }
    }

    #[test]
    fn a_line_longer_than_a_file_is_written_all_the_same() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut file = LogFile::open(folder.path()).expect("writable");
        let line = vec![b'x'; usize::try_from(FULL + 1).expect("small")];
        file.write_all(&line).expect("room");
        file.write_all(b"short\n").expect("room");
        assert_eq!(names(folder.path()), ["dateline.1.log", NAME]);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_the_log() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().expect("a temporary folder");
        let folder = home.path().join("dateline/log");
        LogFile::open(&folder).expect("writable");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&home.path().join("dateline")), 0o700);
        assert_eq!(mode(&folder.join(NAME)), 0o600);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_told_by_name() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let file = home.path().join("file");
        fs::write(&file, "").expect("writable");
        let error = LogFile::open(&file.join("log")).expect_err("below a file");
        assert!(error.to_string().contains(NAME), "{error}");
    }
}
