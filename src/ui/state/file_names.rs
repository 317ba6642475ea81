//! What the window and its files are called.

use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
};

use super::{Page, State};
use crate::{formats::Format, open::path_of};

/// The folder for documents, or the home folder. Asking reads a file, so it is done once, and
/// ahead of need on a thread behind the window.
pub static HOME: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let dirs = directories::UserDirs::new()?;
    let documents = dirs.document_dir().map(Path::to_owned);
    documents.or_else(|| Some(dirs.home_dir().to_owned()))
});

impl State {
    /// What the window is called: the document, and a dot when there is something to save.
    #[must_use]
    pub fn title(&self) -> String {
        let dot = if self.document.is_unsaved() {
            "• "
        } else {
            ""
        };
        format!("{dot}{} – Dateline", self.document.project().title())
    }

    /// Where files are looked for first: beside the document.
    #[must_use]
    pub fn folder(&self) -> Option<PathBuf> {
        let file = self.document.ground().file.as_ref();
        let folder = file.and_then(|file| file.path.parent()).map(Path::to_owned);
        folder.or_else(|| self.document.ground().folder.clone())
    }

    /// What a project is called as a file.
    #[must_use]
    pub fn file_name(&self) -> String {
        let file = self.document.ground().file.as_ref();
        let known = file.and_then(|file| file.path.file_stem());
        let stem = known.map_or_else(
            || {
                let title = self.document.project().title();
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
        let folder = self.folder().or_else(|| HOME.clone());
        folder.unwrap_or_default().join(name)
    }

    /// What stands in the field of a page for saving or exporting: what was entered, or else where
    /// it proposes to write.
    #[must_use]
    pub fn path_in(&self, page: Page) -> String {
        let entered = self.drafts.path(page);
        let proposed = || self.suggested_path(page).display().to_string();
        entered.map_or_else(proposed, str::to_owned)
    }

    /// The file that the open page would write, if it is one for saving or exporting.
    #[must_use]
    pub fn target(&self) -> Option<PathBuf> {
        let writes = |page: &Page| matches!(page, Page::SaveAs | Page::Export(_));
        let page = self.page.filter(writes)?;
        Some(path_of(&self.path_in(page)))
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
