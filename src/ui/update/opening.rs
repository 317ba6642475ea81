//! Opening whatever a person names: an article, a project, any GeoJSON.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
};

use crate::{
    document::Document,
    files::Stamp,
    formats::geojson::{self, Opened},
    open::article::{self, ReadError, Source},
    progress::Progress,
    project::Project,
    ui::state::drafts,
};

/// A document that was opened.
#[derive(Debug)]
pub(in crate::ui) struct Arrived {
    pub document: Document,
    /// What a person should know about how it was read.
    pub notes: Vec<String>,
    /// Only the article’s text is wanted, in place of the one that is shown.
    pub replaces: bool,
}

/// Whether a file holds GeoJSON, by its content: an article does not begin with a brace.
#[must_use]
pub fn is_geojson(path: &Path) -> bool {
    let known = path.extension().is_some_and(|extension| {
        ["geojson", "json"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    });
    // What is no article for its size, or no file at all, is refused as a project is.
    let article = path
        .metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() <= article::MAX_BYTES as u64);
    let mut start = Vec::new();
    let mut read = || {
        std::fs::File::open(path)?
            .take(1_000)
            .read_to_end(&mut start)
    };
    known || !article || read().is_ok() && starts_an_object(&start)
}

fn starts_an_object(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"{")
}

/// The folder a file is in, in full.
pub fn folder_of(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    path.parent().map(Path::to_owned)
}

/// A new project about an article.
#[must_use]
pub fn about(article: crate::text::Article) -> Opened {
    Opened {
        project: Project {
            article: Some(article),
            ..Project::default()
        },
        diagnostics: Vec::new(),
    }
}

/// Open whatever it is, with its notes; `Err(None)` when it was cancelled.
pub(in crate::ui) fn open(
    source: Source,
    progress: &Progress,
    options: &article::Options,
) -> Result<Box<Arrived>, Option<String>> {
    open_untold(source, progress, options).inspect_err(|trouble| {
        let trouble = trouble.as_deref().unwrap_or("it was cancelled");
        tracing::warn!("nothing was opened: {trouble}");
    })
}

fn open_untold(
    source: Source,
    progress: &Progress,
    options: &article::Options,
) -> Result<Box<Arrived>, Option<String>> {
    let named = |name: &str, error: geojson::ReadError| {
        let error = error.to_string();
        Some(if error.starts_with(name) {
            error
        } else {
            format!("{name}: {error}")
        })
    };
    let source = drafts::on_disk(source);
    let beside = match &source {
        Source::File(path) => folder_of(path),
        _ => None,
    };
    let (opened, path, notes) = match source {
        Source::File(path) if is_geojson(&path) => {
            progress.say(&format!("Opening {}", path.display()), None);
            // Before reading: a change in between is then noticed.
            let stamp = Stamp::of(&path);
            let name = path.display().to_string();
            let opened = geojson::open(&path).map_err(|error| named(&name, error))?;
            (opened, Some((path, stamp)), Vec::new())
        }
        Source::Bytes { name, bytes } if starts_an_object(&bytes) => {
            let opened = geojson::read(&bytes, &name).map_err(|error| named(&name, error))?;
            (opened, None, Vec::new())
        }
        source => {
            let reading =
                article::read(source, progress, options).map_err(|error| match error {
                    ReadError::Cancelled => None,
                    other => Some(other.to_string()),
                })?;
            (about(reading.article), None, reading.notes)
        }
    };
    progress.say("Preparing the map", None);
    let mut document = Document::new(opened, path.as_ref().map(|(path, _)| path.as_path()));
    document.beside = beside;
    if let (Some(file), Some((_, stamp))) = (&mut document.file, path) {
        file.stamp = stamp;
    }
    Ok(Box::new(Arrived {
        document,
        notes,
        replaces: false,
    }))
}
