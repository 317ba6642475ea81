//! Reading an article from anywhere: a file, a pasted text, or the address of a page.
//!
//! Whatever it was, it becomes paragraphs parted by one blank line, in Unicode's composed form,
//! with what is known of its origin. A page is fetched once, by its own address, and nothing else
//! is sent or loaded.

mod address;
mod aside;
mod date;
mod encoding;
mod error;
mod fetch;
mod front_matter;
mod html;
mod kind;
mod markdown;
mod plain;
mod tidy;

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use ureq::Proxy;
use url::Url;

use self::{
    address::{same_site, web_address},
    aside::Left,
    kind::{Hints, Kind},
};
use crate::{
    hosts::Names,
    progress::Progress,
    text::{Article, Imprint},
    user_agent::user_agent,
};

pub use address::is_web_address;
pub use error::{ArticleError, MAX_BYTES, WebFault};

/// The longest time for making an article of what was read.
const LONGEST_EXTRACTION: Duration = Duration::from_secs(20);

/// Where an article comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    File(PathBuf),
    /// A pasted text, which may be plain, Markdown or HTML.
    Text(String),
    /// A file's content that comes without a file, as some windows drop it.
    Bytes {
        name: String,
        bytes: Vec<u8>,
    },
    /// The address of a page, as it was typed; without a scheme it is meant to be https.
    Address(String),
}

impl Source {
    /// What was pasted: the address of a page if it is nothing else, or a text.
    #[must_use]
    pub fn pasted(text: String) -> Self {
        if is_web_address(&text) {
            Self::Address(text)
        } else {
            Self::Text(text)
        }
    }

    /// As [`named`](Self::named); a name that is not Unicode is a file's.
    #[must_use]
    pub fn of_argument(name: &OsStr) -> Self {
        name.to_str()
            .map_or_else(|| Self::File(PathBuf::from(name)), Self::named)
    }

    /// What was named on the command line or dropped: an address with its scheme, or a file, by
    /// its path or as `file:` address.
    #[must_use]
    pub fn named(name: &str) -> Self {
        if is_web_address(name) {
            return Self::Address(name.to_owned());
        }
        let of_address = || Url::parse(name).ok()?.to_file_path().ok();
        let path = name.starts_with("file:").then(of_address).flatten();
        Self::File(path.unwrap_or_else(|| PathBuf::from(name)))
    }
}

/// How pages are fetched.
#[derive(Clone, Debug)]
pub struct FetchOptions {
    /// How the program names itself to servers.
    pub user_agent: String,
    /// The longest wait for a name to be resolved, and then for a connection.
    pub connect_timeout: Duration,
    /// The longest wait for an answer, and for more of a page.
    pub read_timeout: Duration,
    /// The longest time for one page, redirects and all.
    pub overall_timeout: Duration,
    /// Whether to leave the network alone.
    pub offline: bool,
    /// Certificates (X.509 as DER) of the authorities to trust in place of the usual ones, as a
    /// test needs for a server on its own machine. Whoever is trusted, each server that speaks
    /// https has to prove by them that it is the one it claims to be.
    pub authorities: Option<Vec<Vec<u8>>>,
    /// How the names of servers become addresses.
    pub names: Names,
    /// The proxy to ask in place of the one that the environment names.
    pub proxy: Option<Proxy>,
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self {
            user_agent: user_agent(),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(15),
            overall_timeout: Duration::from_mins(1),
            offline: false,
            authorities: None,
            names: Names::default(),
            proxy: None,
        }
    }
}

/// An article, and what a person should know about how it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadArticle {
    pub article: Article,
    /// Sentences, mostly none.
    pub notes: Vec<String>,
}

/// Text and origin, as taken out of a source.
struct Extract {
    /// Tidied.
    text: String,
    imprint: Imprint,
}

/// What was read, before anything is made of it.
struct Raw {
    /// How messages name it.
    name: String,
    bytes: Vec<u8>,
    hints: Hints,
    /// Where a page was found.
    url: Option<Url>,
    notes: Vec<String>,
}

/// Reads the article at `source`. It waits for files and servers, so windows call it on a
/// worker. `progress` is told what goes on; when it is cancelled, the call returns within a tenth
/// of a second, whatever a server does.
pub fn read(
    source: Source,
    progress: &Progress,
    options: &FetchOptions,
) -> Result<ReadArticle, ArticleError> {
    let raw = match source {
        Source::File(path) => read_file(&path, progress)?,
        Source::Text(text) => Raw {
            name: "The pasted text".to_owned(),
            bytes: text.into_bytes(),
            hints: Hints {
                charset: Some("utf-8".to_owned()),
                ..Hints::default()
            },
            url: None,
            notes: Vec::new(),
        },
        Source::Bytes { name, bytes } => Raw {
            hints: Hints::of_name(&name),
            name,
            bytes,
            url: None,
            notes: Vec::new(),
        },
        Source::Address(typed) => read_page(&typed, progress, options)?,
    };
    progress.say("Finding the article’s text", None);
    let name = raw.name.clone();
    // No library below can be interrupted, so it is left behind when time is up.
    aside::run("article-reader", LONGEST_EXTRACTION, progress, || {
        extract(raw)
    })
    .unwrap_or_else(|left| {
        Err(match left {
            Left::Cancelled => ArticleError::Cancelled,
            Left::TooLong => ArticleError::Unusable {
                name,
                reason: "taking it apart takes too long",
            },
            Left::Failed => ArticleError::Unusable {
                name,
                reason: "the program that takes pages apart failed on it",
            },
        })
    })
}

fn read_file(path: &Path, progress: &Progress) -> Result<Raw, ArticleError> {
    let name = path.display().to_string();
    progress.say(&format!("Reading {name}"), None);
    let no_file = |what| ArticleError::NotAFile {
        name: name.clone(),
        what,
    };
    let failed = |error| ArticleError::unreadable(&name, &error);
    let metadata = path.metadata().map_err(failed)?;
    if metadata.is_dir() {
        return Err(no_file("a folder"));
    }
    // Reading from a device or a pipe may never end.
    if !metadata.is_file() {
        return Err(no_file("a pipe or a device"));
    }
    let too_large = || ArticleError::TooLarge { name: name.clone() };
    if metadata.len() > MAX_BYTES as u64 {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(failed)?;
    if bytes.len() > MAX_BYTES {
        return Err(too_large());
    }
    Ok(Raw {
        hints: Hints::of_name(&name),
        name,
        bytes,
        url: None,
        notes: Vec::new(),
    })
}

fn read_page(
    typed: &str,
    progress: &Progress,
    options: &FetchOptions,
) -> Result<Raw, ArticleError> {
    let address = address::parse(typed)?;
    let host = address.url.host_str().unwrap_or_default().to_owned();
    if options.offline {
        return Err(ArticleError::Offline { host });
    }
    let failed = |fault| ArticleError::Web {
        host: host.clone(),
        fault,
    };
    // Resolving a name cannot be interrupted everywhere; the time for it is kept here as well.
    let within = options.overall_timeout + Duration::from_secs(1);
    let for_thread = (options.clone(), progress.clone());
    let page = aside::run("page-fetcher", within, progress, move || {
        let (options, progress) = for_thread;
        fetch::fetch(&address, &options, &progress)
    })
    .map_err(|left| match left {
        Left::Cancelled => ArticleError::Cancelled,
        Left::TooLong => failed(WebFault::TooSlow(options.overall_timeout)),
        Left::Failed => failed(WebFault::Broken("it broke off".to_owned())),
    })??;
    let name = page.url.host_str().unwrap_or_default().to_owned();
    let notes = page.unencrypted.then(|| {
        format!("{name} was reached without encryption: others may have read or changed the page on its way.")
    });
    Ok(Raw {
        name,
        bytes: page.bytes,
        hints: page.hints,
        url: Some(page.url),
        notes: notes.into_iter().collect(),
    })
}

fn extract(raw: Raw) -> Result<ReadArticle, ArticleError> {
    let Raw {
        name,
        bytes,
        hints,
        url,
        mut notes,
    } = raw;
    if bytes.len() > MAX_BYTES {
        return Err(ArticleError::TooLarge { name });
    }
    kind::refuse_other_data(&bytes, &name)?;
    let mut declared: Vec<String> = hints.charset.iter().cloned().collect();
    declared.extend(html::declared_charset(&bytes));
    let decoded =
        encoding::decode(&bytes, &declared).ok_or_else(|| kind::not_text(&bytes, &name))?;
    notes.extend(decoded.note);
    let text = decoded.text;
    let Extract { text, mut imprint } = match kind::kind_of(&text, &hints) {
        Kind::Html => html::read(&text, &name, url.as_ref())?,
        Kind::Markdown => markdown::read(&text, &name)?,
        Kind::Plain => plain::read(&text),
    };
    if !text.contains(char::is_alphanumeric) {
        return Err(ArticleError::NoText { name });
    }
    if let Some(url) = url {
        imprint.url = imprint.url.or_else(|| web_address(url.as_str()));
        imprint.retrieved = Some(date::utc_day(SystemTime::now()));
    }
    let text = with_title(text, imprint.title.as_deref());
    Ok(ReadArticle {
        article: Article::new(text, imprint),
        notes,
    })
}

/// `text` with the title as its first paragraph, unless it is a paragraph of it already:
/// headlines name places too, and only what is in the text can be quoted.
fn with_title(text: String, title: Option<&str>) -> String {
    match title {
        Some(title) if text.split("\n\n").all(|paragraph| paragraph != title) => {
            format!("{title}\n\n{text}")
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests;
