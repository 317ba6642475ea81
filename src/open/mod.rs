//! Opening whatever a person names: an article, a project, any GeoJSON.
//!
//! One table, `IMPORTERS`, lists what can be opened. The window, the file chooser and the command
//! line use it; whatever is opened becomes a project.

pub mod article;
mod named;

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use self::article::{ArticleError, Source, is_web_address};
use crate::{
    files::Stamp,
    formats::geojson::{self, Opened},
    progress::Progress,
    project::{ArticleState, ProjectBuilder, UnknownMembers},
    text::Article,
};

pub use named::{on_disk, path_of, source_of};

/// One kind of thing that can be opened.
struct Importer {
    /// The endings of its files' names, in small letters.
    endings: &'static [&'static str],
    /// Whether a source is one. The first importer that says so reads it.
    knows: fn(&Source) -> bool,
    read: fn(Source, &Progress, &article::FetchOptions) -> Result<Import, OpenError>,
}

static GEOJSON: Importer = Importer {
    endings: &["geojson", "json"],
    knows: is_geojson,
    read: read_geojson,
};

/// Whatever is nothing else.
static ARTICLE: Importer = Importer {
    endings: &[
        "txt", "text", "md", "markdown", "mdown", "mkd", "html", "htm", "xhtml", "xht",
    ],
    knows: |_| true,
    read: read_article,
};

/// In the order in which they are asked; an article comes last.
static IMPORTERS: [&Importer; 2] = [&GEOJSON, &ARTICLE];

/// What was opened, and how it came about.
#[derive(Debug)]
pub struct Import {
    pub opened: Opened,
    /// The project's own file; the file of an article is not one.
    pub file: Option<PathBuf>,
    /// What was read of that file.
    pub stamp: Option<Stamp>,
    /// The folder of the file that was opened, project or not.
    pub folder: Option<PathBuf>,
    /// What a person should know about how it was read: sentences, mostly none.
    pub notes: Vec<String>,
}

/// Why nothing was opened. The message names what was to be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Article(#[from] ArticleError),
    #[error("{}", with_name(name, error))]
    Project {
        name: String,
        error: geojson::GeoJsonError,
    },
    #[error("{}: {instead}", path.display())]
    NotAProject {
        path: PathBuf,
        instead: &'static str,
    },
}

impl OpenError {
    /// Whether it was given up because somebody asked for that.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        matches!(self, Self::Article(ArticleError::Cancelled))
    }
}

/// Some of these errors name their file themselves.
fn with_name(name: &str, error: &geojson::GeoJsonError) -> String {
    let text = error.to_string();
    if text.starts_with(name) {
        text
    } else {
        format!("{name}: {text}")
    }
}

/// Open whatever it is. It waits for files and servers, so windows call it on a worker.
///
/// # Errors
/// When it cannot be read, is nothing that can be opened, or `progress` was cancelled.
pub fn open(
    source: Source,
    progress: &Progress,
    options: &article::FetchOptions,
) -> Result<Import, OpenError> {
    let source = on_disk(source);
    let folder = match &source {
        Source::File(path) => folder_of(path),
        _ => None,
    };
    let importer = importer_of(&source);
    let import = (importer.read)(source, progress, options)?;
    Ok(Import { folder, ..import })
}

/// Open a project where nothing else is of use, as for an export.
///
/// # Errors
/// As [`open`], and for an article, with how a project is made of it.
pub fn open_project(path: &Path) -> Result<Opened, OpenError> {
    if let Some(instead) = not_a_project(path) {
        return Err(OpenError::NotAProject {
            path: path.to_owned(),
            instead,
        });
    }
    geojson::open(path).map_err(|error| OpenError::Project {
        name: path.display().to_string(),
        error,
    })
}

/// What to say of an article where a project is wanted, by its address or by the file's name and
/// its beginning: how it becomes one.
#[must_use]
pub fn not_a_project(path: &Path) -> Option<&'static str> {
    if is_web_address(&path.to_string_lossy()) {
        return Some(
            "this is the address of a page, not a project; “dateline extract” makes a project of it",
        );
    }
    (is_named_as_text(path) && path.is_file() && begins_as_text(path))
        .then_some("this is an article, not a project; “dateline extract” makes a project of it")
}

/// The endings of all files that can be opened.
pub fn endings() -> impl Iterator<Item = &'static str> {
    IMPORTERS
        .iter()
        .flat_map(|importer| importer.endings)
        .copied()
}

/// A new project about an article.
#[must_use]
pub fn about(article: Article) -> Opened {
    let article = ArticleState::Text(Arc::new(article));
    Opened {
        project: ProjectBuilder::new(article).finish(UnknownMembers::default()),
        diagnostics: Vec::new(),
    }
}

fn importer_of(source: &Source) -> &'static Importer {
    let known = IMPORTERS.iter().find(|importer| (importer.knows)(source));
    known.copied().unwrap_or(&ARTICLE)
}

/// By its content: an article does not begin with a brace.
fn is_geojson(source: &Source) -> bool {
    match source {
        Source::File(path) => {
            // What is no article for its size, or no file at all, is refused as a project is.
            let may_be_article = path.metadata().is_ok_and(|metadata| {
                metadata.is_file() && metadata.len() <= article::MAX_BYTES as u64
            });
            ends_in(path, GEOJSON.endings)
                || !may_be_article
                || beginning(path).is_some_and(|start| begins_an_object(&start))
        }
        Source::Bytes { bytes, .. } => begins_an_object(bytes),
        Source::Text(_) | Source::Address(_) => false,
    }
}

fn read_geojson(
    source: Source,
    progress: &Progress,
    _: &article::FetchOptions,
) -> Result<Import, OpenError> {
    let (name, file, stamp, opened) = match source {
        Source::File(path) => {
            progress.say(&format!("Opening {}", path.display()), None);
            let (opened, stamp) = match geojson::open_stamped(&path) {
                Ok((opened, stamp)) => (Ok(opened), Some(stamp)),
                Err(error) => (Err(error), None),
            };
            (path.display().to_string(), Some(path), stamp, opened)
        }
        Source::Bytes { name, bytes } => {
            let opened = geojson::read(&bytes, &name);
            (name, None, None, opened)
        }
        Source::Text(text) | Source::Address(text) => {
            let opened = geojson::read(text.as_bytes(), "The text");
            ("The text".to_owned(), None, None, opened)
        }
    };
    Ok(Import {
        opened: opened.map_err(|error| OpenError::Project { name, error })?,
        file,
        stamp,
        folder: None,
        notes: Vec::new(),
    })
}

fn read_article(
    source: Source,
    progress: &Progress,
    options: &article::FetchOptions,
) -> Result<Import, OpenError> {
    let reading = article::read(source, progress, options)?;
    Ok(Import {
        opened: about(reading.article),
        file: None,
        stamp: None,
        folder: None,
        notes: reading.notes,
    })
}

/// The folder a file is in, in full.
fn folder_of(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    path.parent().map(Path::to_owned)
}

fn ends_in(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|ending| {
        endings
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

/// A text may have no ending as well.
fn is_named_as_text(path: &Path) -> bool {
    path.extension().is_none() || ends_in(path, ARTICLE.endings)
}

/// The first bytes of a file.
fn beginning(path: &Path) -> Option<Vec<u8>> {
    let mut start = Vec::new();
    let file = File::open(path).ok()?;
    file.take(1_000).read_to_end(&mut start).ok()?;
    Some(start)
}

/// Whether a file begins with words, and not with the brace of a project or as other data does.
fn begins_as_text(path: &Path) -> bool {
    let Some(start) = beginning(path) else {
        return false;
    };
    // Texts in other encodings than UTF-8 have control characters no more than others.
    let odd = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    let text = without_mark(&start).trim_ascii_start();
    !text.is_empty() && !text.starts_with(b"{") && !text.iter().any(odd)
}

fn begins_an_object(bytes: &[u8]) -> bool {
    without_mark(bytes).trim_ascii_start().starts_with(b"{")
}

/// Without the mark of the encoding that some programs put before a text.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}
