//! What is wrong with a file, in words and with the place.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Readers may differ over it, or someone has to look; nothing is lost.
    Warning,
    /// The file breaks a rule, or says something that is not so.
    Error,
}

/// Where in a file something is, for people and for programs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileLocation {
    /// Index into the file's list of features.
    pub feature: Option<usize>,
    text: String,
}

impl FileLocation {
    /// Within the feature number `index`, at the member path `path` ("" for the feature itself).
    #[must_use]
    pub fn feature(index: usize, id: Option<&str>, path: &str) -> Self {
        let id = id.map(|id| format!(" “{id}”")).unwrap_or_default();
        let space = if path.is_empty() { "" } else { " " };
        Self {
            feature: Some(index),
            text: format!("features[{index}]{id}{space}{path}"),
        }
    }

    /// A member outside the features.
    #[must_use]
    pub fn member(path: &str) -> Self {
        Self {
            feature: None,
            text: path.to_owned(),
        }
    }
}

impl fmt::Display for FileLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.text.is_empty() {
            "the file"
        } else {
            &self.text
        })
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    /// Stable, for programs: "ring-not-closed".
    pub code: &'static str,
    pub place: FileLocation,
    /// A sentence, without the place.
    pub message: String,
    /// The feature it is about cannot be shown.
    pub unreadable: bool,
}

impl Diagnostic {
    #[must_use]
    pub fn error(code: &'static str, place: FileLocation, message: &str) -> Self {
        Self {
            severity: Severity::Error,
            code,
            place,
            message: message.to_owned(),
            unreadable: false,
        }
    }

    #[must_use]
    pub fn warning(code: &'static str, place: FileLocation, message: &str) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, place, message)
        }
    }
}

impl fmt::Display for Diagnostic {
    /// `where: severity[code]: message`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(
            f,
            "{}: {severity}[{}]: {}",
            self.place, self.code, self.message
        )
    }
}
