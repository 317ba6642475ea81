//! What was entered on the pages that ask for files and texts: kept until it was used, also while
//! the page is closed.

use std::path::PathBuf;

use super::Page;
use crate::{formats::Format, open::article::Source};

/// A place on a page where something is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The system's file chooser, and files that are dropped.
    Chooser,
    /// An address, or the path of a file to open.
    Name,
    /// A pasted text.
    Text,
    /// The path of a file to write.
    Path,
}

/// Why what was entered could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub field: Field,
    pub text: String,
}

#[derive(Debug, Default)]
pub struct Drafts {
    pub name: String,
    pub text: String,
    /// Paths that were changed from what is suggested for the document.
    save: Option<String>,
    export: Option<(Format, String)>,
    pub fault: Option<Fault>,
    /// A file that writing where the open page says would replace.
    pub there: Option<PathBuf>,
    /// The pages that wait for what they asked for, open or closed meanwhile.
    waiting: Vec<Page>,
}

impl Drafts {
    /// Keep what now stands in a field of a page; what was wrong with it no longer counts.
    pub fn enter(&mut self, page: Option<Page>, field: Field, entered: String) {
        match (field, page) {
            (Field::Name, _) => self.name = entered,
            (Field::Text, _) => self.text = entered,
            (Field::Path, Some(Page::Export(format))) => self.export = Some((format, entered)),
            (Field::Path, _) => self.save = Some(entered),
            (Field::Chooser, _) => {}
        }
        if self
            .fault
            .as_ref()
            .is_some_and(|fault| fault.field == field)
        {
            self.fault = None;
        }
    }

    /// The path that was entered on a page for saving or exporting, if one was.
    #[must_use]
    pub fn path(&self, page: Page) -> Option<&str> {
        match page {
            Page::Export(format) => {
                let entered = self.export.as_ref().filter(|(of, _)| *of == format);
                entered.map(|(_, path)| path.as_str())
            }
            _ => self.save.as_deref(),
        }
    }

    /// From now on a page waits for what it asked for.
    pub fn wait(&mut self, page: Page) {
        self.answered(page);
        self.waiting.push(page);
    }

    /// Whether a page waits for what it asked for.
    #[must_use]
    pub fn waits(&self, page: Page) -> bool {
        self.waiting.contains(&page)
    }

    /// What a page asked for was done, failed, or was cancelled.
    pub fn answered(&mut self, page: Page) {
        self.waiting.retain(|waiting| *waiting != page);
    }

    /// Only this page may still wait.
    pub fn answered_all_but(&mut self, page: Page) {
        self.waiting.retain(|waiting| *waiting == page);
    }

    /// The path that was entered on a page is written to: it need not be kept any longer.
    pub fn forget_path(&mut self, page: Page) {
        match page {
            Page::Export(format) => {
                self.export.take_if(|(of, _)| *of == format);
            }
            _ => self.save = None,
        }
    }

    /// Paths belong to the document they were entered for.
    pub fn forget_paths(&mut self) {
        self.save = None;
        self.export = None;
    }

    /// The field in which this stands.
    #[must_use]
    pub fn field_of(&self, source: &Source) -> Option<Field> {
        let pasted = match source {
            Source::Text(text) | Source::Address(text) => *text == self.text,
            _ => false,
        };
        if pasted && !self.text.is_empty() {
            Some(Field::Text)
        } else if !self.name.trim().is_empty() && source_of(&self.name) == *source {
            Some(Field::Name)
        } else {
            None
        }
    }

    /// This was opened: it need not be kept any longer.
    pub fn used(&mut self, source: &Source) {
        match self.field_of(source) {
            Some(Field::Name) => self.name.clear(),
            Some(Field::Text) => self.text.clear(),
            _ => {}
        }
    }
}

/// What was typed to be opened: an address, also one without its scheme, or a path. What may be
/// either is an address here, without asking the disk; see [`on_disk`].
#[must_use]
pub fn source_of(typed: &str) -> Source {
    let name = bare(typed);
    let is_address = name.contains("://") && !name.starts_with("file:");
    if is_address || looks_like_page(name) {
        return Source::Address(name.to_owned());
    }
    match Source::named(name) {
        Source::File(path) if !name.starts_with("file:") => {
            Source::File(path.to_str().map_or(path.clone(), path_of))
        }
        other => other,
    }
}

/// The file with this name, where an address without its scheme is the path of one. It asks the
/// disk, so it is for workers.
#[must_use]
pub fn on_disk(source: Source) -> Source {
    match source {
        Source::Address(name) if !name.contains("://") && path_of(&name).exists() => {
            Source::File(path_of(&name))
        }
        other => other,
    }
}

/// A path as it was typed, with `~` for the home folder.
#[must_use]
pub fn path_of(typed: &str) -> PathBuf {
    let typed = bare(typed);
    let home = || directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    match typed.strip_prefix('~') {
        Some("") => home().unwrap_or_else(|| PathBuf::from(typed)),
        Some(rest) if rest.starts_with(['/', '\\']) => home().map_or_else(
            || PathBuf::from(typed),
            |home| home.join(rest.trim_start_matches(['/', '\\'])),
        ),
        _ => PathBuf::from(typed),
    }
}

/// Without the quotation marks that file managers put about a path they copy.
fn bare(typed: &str) -> &str {
    let typed = typed.trim();
    ['"', '\'']
        .into_iter()
        .find_map(|mark| typed.strip_prefix(mark)?.strip_suffix(mark))
        .filter(|inner| !inner.is_empty())
        .unwrap_or(typed)
}

/// Whether this begins like the host of a page: “www.”, or a name with a dot before a slash.
fn looks_like_page(name: &str) -> bool {
    if name.contains(|c: char| c.is_whitespace() || c == '\\') {
        return false;
    }
    let Some((host, _)) = name.split_once('/') else {
        return name.starts_with("www.");
    };
    let ends_like_one = host.rsplit_once('.').is_some_and(|(before, last)| {
        !before.is_empty() && last.len() > 1 && last.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    ends_like_one && !host.starts_with(['.', '~'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_known_without_their_scheme() {
        for address in [
            "https://example.org/a",
            "www.example.org",
            "example.org/news/flood",
            "ftp://example.org/a",
        ] {
            let source = source_of(&format!(" {address} "));
            assert_eq!(source, Source::Address(address.to_owned()));
        }
    }

    #[test]
    fn what_may_be_an_address_or_a_path_is_a_file_when_there_is_one() {
        let folder = tempfile::Builder::new()
            .prefix("folder")
            .suffix(".test")
            .tempdir_in(".")
            .expect("a temporary folder");
        let named = folder.path().file_name().expect("a name");
        let path = std::path::Path::new(named).join("notes");
        let typed = path.display().to_string();
        let source = source_of(&typed);
        assert_eq!(source, Source::Address(typed.clone()));
        assert_eq!(on_disk(source.clone()), source);
        std::fs::write(&path, "Rain.").expect("written");
        assert_eq!(on_disk(source), Source::File(path));
    }

    #[test]
    fn paths_may_be_quoted_and_begin_at_home() {
        for (typed, path) in [
            ("notes.txt", "notes.txt"),
            ("\"/tmp/two words.md\"", "/tmp/two words.md"),
            ("'./a.b/c.txt'", "./a.b/c.txt"),
            ("file:///tmp/a.txt", "/tmp/a.txt"),
        ] {
            assert_eq!(source_of(typed), Source::File(PathBuf::from(path)));
        }
        let home = directories::UserDirs::new().expect("a home");
        let expected = home.home_dir().join("a.txt");
        assert_eq!(path_of("~/a.txt"), expected);
        assert_eq!(source_of("~/a.txt"), Source::File(expected));
    }

    #[test]
    fn what_was_used_is_forgotten_and_the_rest_kept() {
        let mut drafts = Drafts::default();
        drafts.enter(None, Field::Name, "notes.txt".to_owned());
        drafts.enter(None, Field::Text, "Rain fell on Bergen.".to_owned());
        drafts.enter(Some(Page::SaveAs), Field::Path, "/a".to_owned());
        assert_eq!(drafts.path(Page::SaveAs), Some("/a"));
        assert_eq!(drafts.path(Page::Export(Format::Csv)), None);
        drafts.used(&Source::File(PathBuf::from("notes.txt")));
        assert!(drafts.name.is_empty() && !drafts.text.is_empty());
        drafts.used(&Source::Text("Rain fell on Bergen.".to_owned()));
        assert!(drafts.text.is_empty());
    }

    #[test]
    fn a_fault_goes_when_its_field_is_changed() {
        let mut drafts = Drafts::default();
        let of = |field| Fault {
            field,
            text: "It is not there.".to_owned(),
        };
        drafts.fault = Some(of(Field::Name));
        drafts.enter(None, Field::Text, "x".to_owned());
        assert_eq!(drafts.fault, Some(of(Field::Name)));
        drafts.enter(None, Field::Name, "x".to_owned());
        assert_eq!(drafts.fault, None);
    }
}
