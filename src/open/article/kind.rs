//! What some bytes are: plain text, Markdown, HTML, or no article at all.

use infer::MatcherType;

use super::{error::ArticleError, front_matter};

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Plain,
    Markdown,
    Html,
}

/// What is said of a text by where it comes from.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// The ending of its file name, in lower case, without the dot.
    pub extension: Option<String>,
    /// The server's content type, in lower case, without parameters.
    pub content_type: Option<String>,
    /// The server's name of the encoding.
    pub charset: Option<String>,
}

impl Hints {
    /// What the last part of a path or address tells.
    pub fn of_name(name: &str) -> Self {
        let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let extension = file
            .rsplit_once('.')
            .map(|(_, end)| end.to_ascii_lowercase());
        Self {
            extension,
            ..Self::default()
        }
    }
}

/// Refuses what is some other kind of data, by its first bytes.
pub fn refuse_other_data(bytes: &[u8], name: &str) -> Result<(), ArticleError> {
    let is = |magic: &str| {
        let start = bytes.trim_ascii_start();
        start.len() >= magic.len() && start[..magic.len()].eq_ignore_ascii_case(magic.as_bytes())
    };
    let save_as = |what, remedy| {
        Err(ArticleError::NotText {
            name: name.to_owned(),
            what,
            remedy,
        })
    };
    if is("%PDF-") {
        return save_as(
            "a PDF document",
            Some("Select its text in a PDF reader, copy it and paste it here."),
        );
    }
    if is("{\\rtf") {
        return save_as("a rich text document (RTF)", None);
    }
    if is("%!PS") {
        return save_as("a PostScript document", None);
    }
    let head = &bytes[..bytes.len().min(2048)];
    let mentions = |what: &str| contains(head, what.as_bytes());
    if is("<?xml") && (mentions("<rss") || mentions("<feed") || mentions("<rdf:RDF")) || is("<rss")
    {
        return save_as("a news feed", Some("Open one of the articles it lists."));
    }
    if mentions("Content-Type: multipart/related") && mentions("MIME-Version:") {
        return save_as(
            "a web archive (MHTML)",
            Some("Save the page again as “HTML only” and open that."),
        );
    }
    if matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['))
        && serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
    {
        return save_as(
            "JSON data",
            Some(
                "If it is a project or another GeoJSON file, open it as a map; else save the article as text or HTML.",
            ),
        );
    }
    Ok(())
}

/// The refusal of bytes that are not text, with the best name there is for them.
pub fn not_text(bytes: &[u8], name: &str) -> ArticleError {
    const DOCUMENT: &str =
        "Save it as text or HTML in the program it was written with, and open that.";
    let has = |part: &str| contains(bytes, part.as_bytes());
    let found = infer::get(bytes);
    let (what, remedy) = match found.map(|found| (found.matcher_type(), found.extension())) {
        Some((_, "docx" | "doc")) => ("a Word document", Some(DOCUMENT)),
        Some((_, "odt")) => ("an OpenDocument text", Some(DOCUMENT)),
        Some((_, "xlsx" | "xls" | "ods")) => ("a spreadsheet", Some(DOCUMENT)),
        Some((_, "pptx" | "ppt" | "odp")) => ("a presentation", Some(DOCUMENT)),
        Some((MatcherType::Book, _)) => ("an electronic book", Some(DOCUMENT)),
        Some((_, "zip")) if has("word/document.xml") => ("a Word document", Some(DOCUMENT)),
        Some((_, "zip")) if has("application/vnd.oasis.opendocument") => {
            ("an OpenDocument file", Some(DOCUMENT))
        }
        Some((_, "zip" | "gz" | "7z" | "rar" | "bz2" | "xz" | "zst" | "tar")) => (
            "a packed archive",
            Some("Unpack it and open the article that is in it."),
        ),
        Some((MatcherType::Image, _)) => (
            "a picture",
            Some("Open the text that belongs to it, as text or HTML."),
        ),
        Some((MatcherType::Audio, _)) => ("a sound recording", None),
        Some((MatcherType::Video, _)) => ("a film", None),
        Some((MatcherType::Font, _)) => ("a font", None),
        Some((_, "elf" | "exe" | "dll" | "mach" | "wasm" | "class")) => ("a program", None),
        Some((MatcherType::Doc, _)) => ("an office document", Some(DOCUMENT)),
        // The old office formats share one container.
        _ if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) => ("an office document", Some(DOCUMENT)),
        _ => ("binary data", None),
    };
    ArticleError::NotText {
        name: name.to_owned(),
        what,
        remedy,
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// How `text` is written: what its source says, unless the text itself shows that to be wrong.
pub fn kind_of(text: &str, hints: &Hints) -> Kind {
    if starts_as_page(text) {
        return Kind::Html;
    }
    let has_tags = has_tags(text);
    match (hints.content_type.as_deref(), hints.extension.as_deref()) {
        (Some("text/markdown" | "text/x-markdown"), _)
        | (_, Some("md" | "markdown" | "mdown" | "mkd")) => Kind::Markdown,
        (Some("text/html" | "application/xhtml+xml"), _)
        | (None, Some("html" | "htm" | "xhtml" | "xht"))
            if has_tags =>
        {
            Kind::Html
        }
        (Some("text/plain"), _) | (None, Some("txt" | "text")) => Kind::Plain,
        _ if has_tags && looks_like_html(text) => Kind::Html,
        _ if looks_like_markdown(text) => Kind::Markdown,
        _ => Kind::Plain,
    }
}

/// Whether `text` begins as nothing but an HTML document does.
fn starts_as_page(text: &str) -> bool {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    while let Some((_, after)) = rest
        .strip_prefix("<!--")
        .and_then(|comment| comment.split_once("-->"))
        .or_else(|| {
            rest.strip_prefix("<?xml")
                .and_then(|xml| xml.split_once("?>"))
        })
    {
        rest = after.trim_start();
    }
    let head = rest.get(..14).unwrap_or(rest).to_ascii_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

fn has_tags(text: &str) -> bool {
    text.match_indices('<')
        .any(|(at, _)| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Whether a text of unknown origin is a piece of HTML: it has block elements that are closed.
fn looks_like_html(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    [
        "</p>",
        "</div>",
        "</article>",
        "</h1>",
        "</h2>",
        "</li>",
        "</blockquote>",
        "</body>",
    ]
    .iter()
    .any(|tag| text.contains(tag))
}

/// Whether a text of unknown origin is Markdown: it has front matter, headings or links as
/// Markdown writes them. Asterisks and dashes alone say nothing.
fn looks_like_markdown(text: &str) -> bool {
    front_matter::split(text).is_some() || text.lines().any(is_markdown_line)
}

fn is_markdown_line(line: &str) -> bool {
    let after_marks = line.trim_start_matches('#');
    let heading =
        (1..=6).contains(&(line.len() - after_marks.len())) && after_marks.starts_with(' ');
    let has_link = line.match_indices("](").any(|(at, _)| {
        line[..at].contains('[')
            && ["http://", "https://", "/"]
                .iter()
                .any(|start| line[at + 2..].starts_with(start))
            && line[at..].contains(')')
    });
    heading || has_link
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str, name: &str) -> Kind {
        kind_of(text, &Hints::of_name(name))
    }

    #[test]
    fn the_ending_of_the_name_counts_unless_the_text_shows_otherwise() {
        assert_eq!(kind("# A", "a/b.MD"), Kind::Markdown);
        assert_eq!(kind("# A", "b.txt"), Kind::Plain);
        assert_eq!(kind("<p>A", "b.html"), Kind::Html);
        assert_eq!(kind("Nothing but text", "b.html"), Kind::Plain);
        assert_eq!(kind("\n<!DOCTYPE HTML><p>A", "b.txt"), Kind::Html);
        assert_eq!(kind("<!-- x --> <html lang=en>", "b"), Kind::Html);
    }

    #[test]
    fn a_text_of_unknown_origin_is_judged_by_its_marks() {
        assert_eq!(kind("<p>One</p><p>Two</p>", "clipboard"), Kind::Html);
        assert_eq!(kind("# One\n\nTwo", ""), Kind::Markdown);
        assert_eq!(kind("See [this](https://example.org).", ""), Kind::Markdown);
        assert_eq!(kind("---\ntitle: A\n---\nText", ""), Kind::Markdown);
        assert_eq!(
            kind("5 < 6 and **so** on\n- x\n#tag [1](2)", ""),
            Kind::Plain
        );
    }

    #[test]
    fn other_data_is_named_with_what_to_do_instead() {
        let png = [0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0];
        let sentence = not_text(&png, "a.png").to_string();
        assert!(sentence.contains("a picture"), "{sentence}");
        let sentence = not_text(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "a").to_string();
        assert!(sentence.contains("document"), "{sentence}");
        let sentence = not_text(&[0, 1, 2, 3], "a.bin").to_string();
        assert!(sentence.contains("binary data"), "{sentence}");
        for (bytes, what) in [
            ("%PDF-1.7\n", "PDF"),
            ("{\\rtf1\\ansi", "rich text"),
            ("<?xml version='1.0'?><rss>", "feed"),
            ("{\"type\": \"FeatureCollection\"}", "JSON"),
        ] {
            let refusal = refuse_other_data(bytes.as_bytes(), "a").map_err(|e| e.to_string());
            assert!(
                refusal.is_err_and(|sentence| sentence.contains(what)),
                "{what}"
            );
        }
        // An article may begin with the letters by which programs and pictures are known.
        assert_eq!(refuse_other_data(b"BMW said. MZ. [1] {x}", "a"), Ok(()));
    }
}
