//! What the program did and what went wrong, in files that only the person who runs it can read.
//!
//! A person is told of each failure once, in a sentence. The log has it once as well, with the
//! details that help to find its cause. What is read or pasted is named in it by its file or
//! address, never quoted. A folder that cannot be written is no reason not to run.

mod crash;
mod log_file;

use std::{io, path::Path, sync::Mutex};

use tracing_subscriber::{
    Layer as _, Registry,
    filter::{ParseError, Targets},
    fmt,
    layer::SubscriberExt as _,
    util::{SubscriberInitExt as _, TryInitError},
};

pub use self::crash::report_crashes;
use self::log_file::LogFile;
use crate::files::WriteError;

/// What is logged unless `RUST_LOG` asks for something else: what this program tells, and only the
/// troubles of the libraries it uses.
const USUAL: &str = "warn,dateline=info";

/// Why there is no log, or not the one that was asked for. The program runs all the same.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    #[error("no log is kept. {0}")]
    Unwritable(#[from] WriteError),
    #[error("a log is written already")]
    Started(#[from] TryInitError),
    #[error(
        "RUST_LOG is “{wish}”, which is no list such as “warn,dateline=debug” ({source}). The usual is logged."
    )]
    Wish { wish: String, source: ParseError },
}

/// From now on what `tracing` is told goes to a file in `folder`, where there is one, and also to
/// standard error if the person asks for it. `wish` is the value of `RUST_LOG`. What is wrong with
/// any of that is given back, and the rest works.
#[must_use]
pub fn start(folder: Option<&Path>, verbose: bool, wish: Option<&str>) -> Vec<LogError> {
    let mut wrong = Vec::new();
    let filter = or_note(filter(wish), &mut wrong);
    let file = folder.and_then(|folder| {
        let open = LogFile::open(folder);
        or_note(open.map_err(LogError::from), &mut wrong)
    });
    let to_file = file.map(|file| {
        fmt::layer()
            .with_thread_names(true)
            .with_writer(Mutex::new(file))
            // A line that is lost, as on a full disk, is told only to those who ask for lines.
            .log_internal_errors(verbose)
    });
    let to_person = verbose.then(|| fmt::layer().with_writer(io::stderr));
    let started = Registry::default()
        .with(filter.unwrap_or_else(usual))
        .with(to_file.map(fmt::Layer::boxed))
        .with(to_person)
        .try_init();
    or_note(started.map_err(LogError::from), &mut wrong);
    wrong
}

fn or_note<T>(result: Result<T, LogError>, wrong: &mut Vec<LogError>) -> Option<T> {
    result.map_err(|error| wrong.push(error)).ok()
}

fn usual() -> Targets {
    USUAL.parse().unwrap_or_default()
}

/// What `RUST_LOG` asks for, as a list of levels for modules.
fn filter(wish: Option<&str>) -> Result<Targets, LogError> {
    match wish {
        None | Some("") => Ok(usual()),
        Some(wish) => wish.parse().map_err(|source| LogError::Wish {
            wish: wish.to_owned(),
            source,
        }),
    }
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn the_usual_log_has_what_this_program_tells_and_only_the_troubles_of_others() {
        for wish in [None, Some("")] {
            let filter = filter(wish).expect("the usual");
            assert!(filter.would_enable("dateline::cli", &Level::INFO));
            assert!(!filter.would_enable("dateline::cli", &Level::DEBUG));
            assert!(filter.would_enable("wgpu_core", &Level::WARN));
            assert!(!filter.would_enable("wgpu_core", &Level::INFO));
        }
    }

    #[test]
    fn a_wish_takes_the_place_of_the_usual_and_one_that_is_not_understood_is_told() {
        let filter = filter(Some("dateline::basemap=debug")).expect("a wish");
        assert!(filter.would_enable("dateline::basemap::network", &Level::DEBUG));
        assert!(!filter.would_enable("dateline::cli", &Level::ERROR));
        let wrong = super::filter(Some("dateline=loud")).expect_err("no level");
        assert!(wrong.to_string().contains("dateline=loud"), "{wrong}");
    }
}
