//! Pages over the window, and what is asked and told there.

use std::path::PathBuf;

use crate::{formats::Format, open::article::Source};

/// Which page lies over the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    About,
    Open,
    Finder,
    Help,
    SaveAs,
    Export(Format),
    /// What became of the quotes in a new text.
    Report,
    /// What was left unsaved by windows that are gone.
    UnsavedWork,
}

/// What is asked before going on.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// There are changes that would be lost.
    Unsaved(Then),
    /// The file was changed by another program.
    Conflict(PathBuf),
    /// The unsaved work in this journal is to be thrown away.
    DiscardWork(PathBuf),
}

/// What comes after a question about changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Then {
    Close,
    Open(Source),
    /// Restore what is in a journal.
    Restore(PathBuf),
}

/// A line about what just happened, or went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    pub trouble: bool,
}

impl Notice {
    /// What just happened.
    pub fn of(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            trouble: false,
        }
    }

    /// What went wrong.
    #[must_use]
    pub fn of_trouble(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            trouble: true,
        }
    }
}
