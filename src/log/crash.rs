//! What is kept of a panic, which is a mistake in the program: a report in a file, with all that
//! helps to find it.

use std::{
    backtrace::Backtrace,
    fmt, fs, io,
    io::Write as _,
    panic::{self, PanicHookInfo},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::SystemTime,
};

use time::OffsetDateTime;

use crate::files::{WriteError, make_private_folder, write_private};

/// Reports of one run. A mistake that comes again and again is described well enough by these.
const OF_ONE_RUN: usize = 3;

/// Reports that are kept, of all runs.
const KEPT: usize = 10;

const BEGINNING: &str = "crash-";
const ENDING: &str = ".txt";

/// From now on each panic leaves a report in `folder`, whether it ends the program or only a piece
/// of work. What cannot be written is told on standard error, as without this.
pub fn report_crashes(folder: PathBuf) {
    let usual = panic::take_hook();
    let so_far = AtomicUsize::new(0);
    panic::set_hook(Box::new(move |info| {
        let number = so_far.fetch_add(1, Ordering::Relaxed) + 1;
        let report = Report::of(info, number);
        tracing::error!(place = report.place, "panicked: {}", report.message);
        if number > OF_ONE_RUN {
            return usual(info);
        }
        match report.write_to(&folder) {
            Ok(path) => tell(&report, &path),
            Err(error) => {
                tracing::error!("the report could not be written: {error}");
                usual(info);
            }
        }
    }));
}

/// A line to standard error; a closed one is nobody listening.
fn tell(report: &Report, path: &Path) {
    let path = path.display();
    tracing::error!("the report is in {path}");
    let line = format!(
        "dateline: a mistake in Dateline ({} at {}). A report for those who can mend it is in {path}",
        report.message, report.place
    );
    let line = line.replace(char::is_control, " ");
    let _ = writeln!(io::stderr(), "{line}");
}

/// What is known of a panic.
struct Report {
    time: OffsetDateTime,
    /// Counts the panics of this run.
    number: usize,
    thread: String,
    message: String,
    /// The line of the program's source.
    place: String,
    backtrace: String,
}

impl Report {
    fn of(info: &PanicHookInfo<'_>, number: usize) -> Self {
        Self {
            time: SystemTime::now().into(),
            number,
            thread: thread::current().name().unwrap_or("unnamed").to_owned(),
            message: info
                .payload_as_str()
                .unwrap_or("without a message")
                .to_owned(),
            place: info.location().map(ToString::to_string).unwrap_or_default(),
            backtrace: Backtrace::force_capture().to_string(),
        }
    }

    /// Writes the report to a new file in `folder`, and lets go of the oldest ones.
    fn write_to(&self, folder: &Path) -> Result<PathBuf, WriteError> {
        let path = folder.join(self.file_name());
        make_private_folder(folder).map_err(|error| WriteError::of(&path, &error))?;
        write_private(&path, self.to_string().as_bytes())?;
        forget_oldest(folder);
        Ok(path)
    }

    /// Names sort by time.
    fn file_name(&self) -> String {
        let (hour, minute, second) = self.time.to_hms();
        format!(
            "{BEGINNING}{:04}-{:02}-{:02}-{hour:02}{minute:02}{second:02}-{}-{}{ENDING}",
            self.time.year(),
            u8::from(self.time.month()),
            self.time.day(),
            std::process::id(),
            self.number,
        )
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Dateline {}", env!("CARGO_PKG_VERSION"))?;
        writeln!(f, "on {} {}", std::env::consts::OS, std::env::consts::ARCH)?;
        writeln!(f, "at {}", self.time)?;
        writeln!(f, "in the thread {}", self.thread)?;
        writeln!(f, "at {}:\n\n{}\n", self.place, self.message)?;
        write!(f, "{}", self.backtrace)
    }
}

fn forget_oldest(folder: &Path) {
    let mut reports = match reports_in(folder) {
        Ok(reports) => reports,
        Err(error) => return tracing::warn!("old reports could not be looked for: {error}"),
    };
    reports.sort();
    let surplus = reports.len().saturating_sub(KEPT);
    for path in &reports[..surplus] {
        if let Err(error) = fs::remove_file(path) {
            tracing::warn!("{}: could not be removed: {error}", path.display());
        }
    }
}

fn reports_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let is_report = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(BEGINNING) && name.ends_with(ENDING)
    };
    let paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let paths = paths.collect::<io::Result<Vec<PathBuf>>>()?;
    Ok(paths.into_iter().filter(is_report).collect())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn report(seconds: u64) -> Report {
        Report {
            time: (SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).into(),
            number: 1,
            thread: "finder".to_owned(),
            message: "a line\nof another".to_owned(),
            place: "src/somewhere.rs:1:2".to_owned(),
            backtrace: "0: main".to_owned(),
        }
    }

    #[test]
    fn a_report_says_when_where_and_what_and_only_its_owner_can_read_it() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let folder = home.path().join("log");
        let path = report(1_700_000_000).write_to(&folder).expect("writable");
        let name = path.file_name().expect("a name").to_string_lossy();
        assert!(name.starts_with("crash-2023-11-14-221320-"), "{name}");
        let text = fs::read_to_string(&path).expect("a report");
        for part in [
            concat!("Dateline ", env!("CARGO_PKG_VERSION")),
            "2023-11-14 22:13:20",
            "finder",
            "src/somewhere.rs:1:2",
            "a line\nof another",
            "0: main",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&path).expect("there").permissions().mode();
            assert_eq!(mode & 0o077, 0);
        }
    }

    #[test]
    fn the_oldest_reports_are_let_go_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("dateline.log"), "").expect("writable");
        for day in 0..15 {
            let written = report(day * 24 * 60 * 60).write_to(folder.path());
            written.expect("writable");
        }
        let mut left = reports_in(folder.path()).expect("the folder");
        left.sort();
        assert_eq!(left.len(), KEPT);
        let first = left[0].to_string_lossy();
        assert!(first.contains("crash-1970-01-06"), "{first}");
        assert!(folder.path().join("dateline.log").exists());
    }

    #[test]
    fn a_report_that_cannot_be_written_is_an_error_and_no_panic() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("file");
        fs::write(&file, "").expect("writable");
        assert!(report(0).write_to(&file.join("log")).is_err());
    }
}
