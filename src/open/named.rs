//! What a person types to be opened: an address, also one without its scheme, or a path.

use std::path::PathBuf;

use super::article::Source;

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
}
