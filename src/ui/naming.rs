//! What the window and its files are called.

use std::path::{Path, PathBuf};

use super::state::{Page, State};
use crate::formats::Format;

impl State {
    /// What the window is called: the document, and a dot when there is something to save.
    #[must_use]
    pub fn title(&self) -> String {
        let dot = if self.document.is_unsaved() {
            "• "
        } else {
            ""
        };
        format!("{dot}{} – Dateline", self.document.project.title())
    }

    /// Where files are looked for first: beside the document.
    #[must_use]
    pub fn folder(&self) -> Option<PathBuf> {
        let file = self.document.file.as_ref();
        let folder = file.and_then(|file| file.path.parent()).map(Path::to_owned);
        folder.or_else(|| self.document.beside.clone())
    }

    /// What a project is called as a file.
    #[must_use]
    pub fn file_name(&self) -> String {
        let file = self.document.file.as_ref();
        let known = file.and_then(|file| file.path.file_stem());
        let stem = known.map_or_else(
            || {
                let title = self.document.project.title();
                let kept = title
                    .chars()
                    .filter(|c| c.is_alphanumeric() || " -".contains(*c));
                kept.take(60).collect::<String>().trim().to_owned()
            },
            |stem| stem.to_string_lossy().into_owned(),
        );
        // A file of others is not replaced by a project without being asked.
        let foreign = file.is_some_and(|file| !file.ours);
        let mark = if foreign { " (project)" } else { "" };
        format!("{stem}{mark}.geojson")
    }

    /// Where a page for saving or exporting proposes to write.
    #[must_use]
    pub fn suggested_path(&self, page: Page) -> PathBuf {
        let name = match page {
            Page::Export(format) => self.export_name(format),
            _ => self.file_name(),
        };
        let folder = self.folder().or_else(home);
        folder.unwrap_or_default().join(name)
    }

    /// What an export is called as a file.
    #[must_use]
    pub fn export_name(&self, format: Format) -> String {
        let name = self.file_name();
        let stem = name.trim_end_matches(".geojson");
        // Not the project's own name: an export carries less than the project.
        let mark = if format == Format::GeoJson {
            " (export)"
        } else {
            ""
        };
        format!("{stem}{mark}.{}", format.extension())
    }
}

/// The folder for documents, or the home folder.
fn home() -> Option<PathBuf> {
    let dirs = directories::UserDirs::new()?;
    let documents = dirs.document_dir().map(Path::to_owned);
    documents.or_else(|| Some(dirs.home_dir().to_owned()))
}
