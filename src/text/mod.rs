//! The article: its text, what is known of where it came from, and places in it.
//!
//! Inside the program a place in the text is a [`Span`] of bytes. Files count Unicode code points;
//! [`CodePoints`] converts between the two.

mod abbreviations;
mod clean;
mod code_points;
pub mod date;
pub mod find;
mod fold;
mod sentences;
mod tokenised_text;
mod tokens;

pub use abbreviations::{Abbreviation, abbreviation};
pub use clean::clean;
pub use code_points::CodePoints;
pub use fold::fold;
pub use sentences::is_opener;
pub use tokenised_text::TokenisedText;
pub use tokens::{Token, TokenKind};

use std::{fmt::Write as _, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

/// Which article of a project is meant. A project has one today, but whatever points into a text
/// names its article all the same.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct ArticleId(u32);

impl ArticleId {
    /// The first article of a project, which is its only one today.
    pub const FIRST: Self = Self(0);
}

/// A half-open range of bytes in an article's text, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Who published the article and when. `None` means "not given" and is never filled by a guess.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imprint {
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub author: Option<String>,
    pub url: Option<String>,
    /// As the source writes it; ISO 8601 where it does.
    pub published: Option<String>,
    pub retrieved: Option<String>,
    /// On what terms the text is here.
    pub rights: Option<String>,
}

impl Imprint {
    /// How the article is cited, in one line; what is unknown is left out.
    #[must_use]
    pub fn citation(&self) -> String {
        let mut line = String::new();
        for part in [&self.author, &self.outlet].into_iter().flatten() {
            let _ = write!(line, "{part}, ");
        }
        match &self.title {
            Some(title) => {
                let _ = write!(line, "“{title}”");
            }
            None => line.push_str("article without a title"),
        }
        let published = self.published.as_deref().map(date::in_words);
        for part in [&published, &self.url].into_iter().flatten() {
            let _ = write!(line, ", {part}");
        }
        if self.outlet.is_none() && self.url.is_none() {
            line.push_str(" (outlet and address not given)");
        }
        line
    }
}

/// An article whose text is not at hand: an export quotes it, and says by the hash which text
/// the quotes are of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    pub imprint: Imprint,
    /// SHA-256 of the text, in lower-case hexadecimal.
    pub sha256: String,
    /// Members of the file's article object that this version does not know, kept for saving.
    pub other: Map<String, Value>,
}

impl Cited {
    /// Whether this is the text that the quotes are of.
    #[must_use]
    pub fn is(&self, article: &Article) -> bool {
        self.sha256 == article.sha256
    }
}

/// An article as it was read: the text never changes after that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Article {
    pub imprint: Imprint,
    /// Members of the file's article object that this version does not know, kept for saving.
    pub other: Map<String, Value>,
    text: Arc<str>,
    sha256: String,
    code_points: CodePoints,
}

/// An article as it is written down: all else follows from its text.
#[derive(Serialize, Deserialize)]
struct Written {
    imprint: Imprint,
    other: Map<String, Value>,
    text: Arc<str>,
}

impl From<Written> for Article {
    fn from(written: Written) -> Self {
        Self {
            other: written.other,
            ..Self::new(written.text, written.imprint)
        }
    }
}

impl From<Article> for Written {
    fn from(article: Article) -> Self {
        Self {
            imprint: article.imprint,
            other: article.other,
            text: article.text,
        }
    }
}

impl Article {
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>, imprint: Imprint) -> Self {
        let text = text.into();
        Self {
            imprint,
            other: Map::new(),
            sha256: hex_sha256(text.as_bytes()),
            code_points: CodePoints::of(Arc::clone(&text)),
            text,
        }
    }

    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// SHA-256 of the text in UTF-8, in lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The IRI that evidence gives as its source: the hash makes sure that positions are counted
    /// in this very text.
    #[must_use]
    pub fn source_iri(&self) -> String {
        source_iri(&self.sha256)
    }

    #[must_use]
    pub const fn code_points(&self) -> &CodePoints {
        &self.code_points
    }

    /// The words at `span`, or nothing when it is not a range of this text.
    #[must_use]
    pub fn words(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The paragraphs, in reading order, without the blank lines between them.
    pub fn paragraphs(&self) -> impl Iterator<Item = Span> + '_ {
        let mut at = 0;
        self.text.split('\n').filter_map(move |line| {
            let span = Span::new(at, at + line.len());
            at = span.end + 1;
            (!line.trim().is_empty()).then_some(span)
        })
    }

    /// The paragraph that holds the start of `span`. One that is no range of this text counts
    /// from the character in which it starts, or from the end.
    #[must_use]
    pub fn paragraph_around(&self, span: Span) -> Span {
        let before = &self.text[..self.text.floor_char_boundary(span.start)];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let end = self.text[start..]
            .find('\n')
            .map_or(self.text.len(), |newline| start + newline);
        Span::new(start, end)
    }

    /// The sentence, or the run of sentences, that holds `span`: what a reader needs to judge a
    /// quote.
    #[must_use]
    pub fn sentence_around(&self, span: Span) -> Span {
        let paragraph = self.paragraph_around(span);
        let reading = TokenisedText::of(&self.text[paragraph.start..paragraph.end]);
        let mut found: Option<Span> = None;
        for sentence in reading.sentence_spans() {
            let sentence = Span::new(
                sentence.start + paragraph.start,
                sentence.end + paragraph.start,
            );
            if sentence.overlaps(span) {
                let start = found.map_or(sentence.start, |found| found.start);
                found = Some(Span::new(start, sentence.end));
            }
        }
        // A quote may go on in the next paragraph.
        let around = found.unwrap_or(paragraph);
        Span::new(around.start, around.end.max(span.end))
    }

    /// How a quote of this article is cited, in one line; what is unknown is left out.
    #[must_use]
    pub fn citation(&self) -> String {
        self.imprint.citation()
    }
}

/// The IRI of a text with this hash.
#[must_use]
pub fn source_iri(sha256: &str) -> String {
    format!("urn:sha256:{sha256}")
}

fn hex_sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(text: &str) -> Article {
        Article::new(text.to_owned(), Imprint::default())
    }

    #[test]
    fn paragraphs_are_the_lines_with_words() {
        let article = article("One.\n\nTwo, é.\n   \nThree");
        let words: Vec<&str> = article
            .paragraphs()
            .map(|span| article.words(span))
            .collect();
        assert_eq!(words, ["One.", "Two, é.", "Three"]);
    }

    #[test]
    fn a_quote_across_two_sentences_is_shown_with_both() {
        let article = article("First here. Second 6.2 miles. Third.");
        let start = article.text().find("here").unwrap_or_default();
        let end = article.text().find(" miles").unwrap_or_default();
        let around = article.sentence_around(Span::new(start, end));
        assert_eq!(article.words(around), "First here. Second 6.2 miles.");
    }

    #[test]
    fn a_quote_is_shown_with_its_whole_sentence_whatever_is_abbreviated_in_it() {
        let sentence = "On Sept. 12 Capt. Ruiz of Acme Inc. left St. Louis.";
        let article = article(&format!("Rain fell. {sentence} It stopped."));
        for words in ["Sept", "Ruiz", "St. Louis"] {
            let start = article.text().find(words).unwrap_or_default();
            let around = article.sentence_around(Span::new(start, start + words.len()));
            assert_eq!(article.words(around), sentence);
        }
    }

    #[test]
    fn the_hash_is_sha_256_of_the_text() {
        assert_eq!(
            article("abc").sha256(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn a_span_outside_the_text_has_no_words() {
        assert_eq!(article("é").words(Span::new(1, 2)), "");
        assert_eq!(article("é").words(Span::new(5, 9)), "");
    }

    #[test]
    fn a_span_inside_a_character_or_beyond_the_end_has_a_paragraph() {
        let article = article("Näs.\nÖland.");
        let around = |start| article.words(article.paragraph_around(Span::new(start, 99)));
        assert_eq!(around(2), "Näs.");
        assert_eq!(around(7), "Öland.");
        assert_eq!(around(80), "Öland.");
        let sentence = article.sentence_around(Span::new(7, 8));
        assert_eq!(article.words(sentence), "Öland.");
    }

    #[test]
    fn a_citation_says_what_is_not_given() {
        let mut article = article("x");
        assert_eq!(
            article.citation(),
            "article without a title (outlet and address not given)"
        );
        article.imprint.title = Some("Flood".to_owned());
        article.imprint.outlet = Some("The Courier".to_owned());
        assert_eq!(article.citation(), "The Courier, “Flood”");
    }
}
