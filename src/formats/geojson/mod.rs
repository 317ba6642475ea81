//! A project as one GeoJSON file (RFC 7946), and any other GeoJSON as a project without article.
//!
//! The file is a `FeatureCollection` that any GIS opens. One foreign member, `dateline`, holds
//! the article, the layers and what is not on the map. Members this version does not know survive
//! loading and saving.

mod bbox;
pub(super) mod export;
mod feature;
mod read;
pub mod structure;
mod take;
mod write;

use std::{
    io::Read as _,
    path::{Path, PathBuf},
};

pub use read::{Opened, read};
pub use write::write;
pub(super) use write::{geometry, readable};

use crate::{
    files::{Stamp, WriteError, write_atomic},
    project::Project,
};

/// The version of the `dateline` member that this program writes. A file with another major
/// version is refused.
pub const FORMAT_MAJOR: u64 = 1;
pub const FORMAT_VERSION: &str = "1.0";

/// Files above this size are refused before they are read into memory.
pub const MAX_BYTES: u64 = 1 << 30;

/// Why a file could not be opened at all. Damage to single features is reported as diagnostics
/// instead.
#[derive(Debug, thiserror::Error)]
pub enum GeoJsonError {
    #[error("{}: {reason}. Check the path and that you may read the file.", path.display())]
    Unreadable { path: PathBuf, reason: String },
    #[error("{}: the file has {megabytes} MB, more than the {} MB that are opened. Split it or keep only the layers you need.", path.display(), MAX_BYTES >> 20)]
    TooLarge { path: PathBuf, megabytes: u64 },
    #[error(
        "the file is empty. A GeoJSON file holds at least an object such as a FeatureCollection."
    )]
    Empty,
    #[error(
        "the file is not UTF-8 text (byte {at} does not belong there). GeoJSON is UTF-8; is this another kind of file?"
    )]
    NotText { at: usize },
    #[error(
        "the JSON breaks off at line {line}, column {column}: the file seems to be cut short. Get it again from where it came from."
    )]
    CutShort { line: usize, column: usize },
    #[error(
        "the JSON is malformed at line {line}, column {column}: {reason}. Mend that place, or export the file again."
    )]
    Malformed {
        line: usize,
        column: usize,
        reason: String,
    },
    #[error("this is JSON but not GeoJSON: {reason}.")]
    NotGeoJson { reason: String },
    #[error(
        "the project was written by a newer Dateline (format {found}; this one reads {FORMAT_MAJOR}.x). Update Dateline to open it; the file is unchanged."
    )]
    NewerVersion { found: String },
}

/// Why a project was not saved. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    #[error("{}: another program has changed the file since it was opened here. Save under another name, or replace what is there now.", path.display())]
    ChangedOnDisk { path: PathBuf },
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Save a project as one file, whole or not at all. With `known`, the stamp of the file from when
/// it was opened or saved last, a file that holds something else by now is not replaced; one that is
/// gone is written again. Gives the stamp of the file that was written.
///
/// # Errors
/// When another program changed the file, or it cannot be written.
pub fn save(path: &Path, project: &Project, known: Option<Stamp>) -> Result<Stamp, SaveError> {
    if let (Some(known), Some(now)) = (known, Stamp::of(path))
        && known != now
    {
        return Err(SaveError::ChangedOnDisk {
            path: path.to_owned(),
        });
    }
    let text = write(project);
    write_atomic(path, text.as_bytes())?;
    Ok(Stamp::of_bytes(text.as_bytes()))
}

/// Read a file from disk, with its size checked first.
///
/// # Errors
/// When the file cannot be read, is too large, or is not a GeoJSON file at all.
pub fn open(path: &Path) -> Result<Opened, GeoJsonError> {
    open_stamped(path).map(|(opened, _)| opened)
}

/// The same, with the stamp of what was read.
///
/// # Errors
/// As [`open`].
pub fn open_stamped(path: &Path) -> Result<(Opened, Stamp), GeoJsonError> {
    let unreadable = |error: &std::io::Error| GeoJsonError::Unreadable {
        path: path.to_owned(),
        reason: plain_reason(error),
    };
    let metadata = std::fs::metadata(path).map_err(|error| unreadable(&error))?;
    if metadata.is_dir() {
        return Err(GeoJsonError::Unreadable {
            path: path.to_owned(),
            reason: "this is a folder, not a file".to_owned(),
        });
    }
    if metadata.len() > MAX_BYTES {
        return Err(GeoJsonError::TooLarge {
            path: path.to_owned(),
            megabytes: metadata.len() >> 20,
        });
    }
    // A pipe or a device does not tell its size beforehand.
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(GeoJsonError::TooLarge {
            path: path.to_owned(),
            megabytes: MAX_BYTES >> 20,
        });
    }
    let name = path.file_stem().map_or_else(
        || "Imported".to_owned(),
        |stem| stem.to_string_lossy().into_owned(),
    );
    Ok((read(&bytes, &name)?, Stamp::of_bytes(&bytes)))
}

fn plain_reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "you may not read this file".to_owned(),
        _ => format!("it could not be read ({error})"),
    }
}

/// What is wrong with a JSON text, without the place: `serde_json` ends its sentences with that,
/// and names some faults in words of its own.
#[must_use]
pub fn why_malformed(error: &serde_json::Error) -> String {
    let reason = error.to_string();
    match reason.split(" at line ").next().unwrap_or_default() {
        "recursion limit exceeded" => "lists and objects are nested too deeply",
        "unexpected end of hex escape" | "lone leading surrogate in hex escape" => {
            "half of a character is escaped (\\ud800 to \\udfff stand in pairs only)"
        }
        "invalid unicode code point" => "there are bytes that are not UTF-8",
        reason => reason,
    }
    .to_owned()
}
