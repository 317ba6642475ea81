//! What comes back from work behind the window. It changes the state as an action does, and through the same
//! door.

use std::{path::PathBuf, sync::Arc, time::Duration};

use super::pages::{Page, Then};
use crate::{
    document::{
        Document,
        history::Revision,
        journal::{
            Trouble,
            recover::{Abandoned, Leftovers},
        },
    },
    files::Stamp,
    formats::{Format, geojson::SaveError},
    judge::Findings,
    progress::Doing,
    worker,
};

/// Something that has come back.
#[derive(Debug)]
pub enum Outcome {
    /// What was asked to be opened; `Err(None)` when that was cancelled.
    Opened(worker::JobResult<Result<Box<Arrived>, Option<String>>>),
    /// What was found in the text with this hash.
    Found(worker::JobResult<(String, Arc<Findings>)>),
    Written(worker::JobResult<WrittenFile>),
    /// A file that writing where the open page says would replace, if there is one.
    OverwriteChecked(Option<PathBuf>),
    /// What the system's file chooser came back with.
    Chosen(Chosen),
    /// What windows left unsaved that are gone.
    Leftovers(worker::JobResult<Leftovers>),
    /// Whether unsaved work is kept, where that has changed.
    Journal(Trouble),
    /// The processes of other windows that show the same file.
    AlsoShownBy(Vec<u32>),
    /// The settings could not be written, and why.
    SettingsNotWritten(String),
    /// What is being done now.
    Doing(Option<Busy>),
}

/// What is being done behind the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Busy {
    pub doing: Doing,
    /// What is being written cannot be cancelled.
    pub can_cancel: bool,
}

/// A document that was opened.
#[derive(Debug)]
pub struct Arrived {
    pub document: Document,
    /// What a person should know about how it was read.
    pub notes: Vec<String>,
    /// Only the article’s text is wanted, in place of the one that is shown.
    pub replaces: bool,
    /// The journal it was restored from.
    pub restored: Option<Abandoned>,
}

/// What was written to the disk.
#[derive(Debug)]
pub enum WrittenFile {
    Saved(Saved),
    Exported(Exported),
}

/// How exporting ended.
#[derive(Debug)]
pub struct Exported {
    pub format: Format,
    /// Which of the documents that the window has shown.
    pub document_number: u64,
    pub result: Result<PathBuf, String>,
}

/// How saving ended.
#[derive(Debug)]
pub struct Saved {
    pub path: PathBuf,
    /// Which of the documents that the window has shown.
    pub document_number: u64,
    /// Whether the page for saving asked for it.
    pub by_page: bool,
    pub revision: Revision,
    pub result: Result<Stamp, SaveError>,
    pub then: Option<Then>,
}

/// What the system's file chooser came back with.
#[derive(Debug)]
pub struct Chosen {
    pub page: Page,
    pub path: Option<PathBuf>,
    pub after: Duration,
}
