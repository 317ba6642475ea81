//! Evidence: the exact words of an article that support a feature, and where they are found after
//! the article has changed.
//!
//! Quotes are W3C Web Annotation selectors (<https://www.w3.org/TR/annotation-model/#selectors>).
//! Positions in files count Unicode code points; the article's
//! [`CodePoints`](crate::text::CodePoints) convert them to the byte [`Span`]s used elsewhere.

mod anchor;
mod approximate;
mod meaning;

pub use anchor::{Anchor, SearchBudget};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::text::{Article, ArticleId, Span};

/// How many code points of context a new quote records on each side.
const CONTEXT: usize = 32;

/// The words themselves, with the text just before and after them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextQuoteSelector {
    pub exact: String,
    pub prefix: String,
    pub suffix: String,
}

/// Where the words stand: code points from the start of the text, `end` exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextPositionSelector {
    pub start: usize,
    pub end: usize,
}

/// Whether a name stands for the place or for those who act in its name ("Ruritania is sending ships").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    Place,
    Actor,
}

/// What kind of words a piece of evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MentionKind {
    /// The name of a place.
    Name,
    /// The adjective or the people of a place ("Ruritanian").
    Demonym,
    /// A number with its unit.
    Figure,
    /// Any other words: a claim, an organisation, a region without borders.
    Phrase,
}

/// One Web Annotation target: words of the article, and in which way they matter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The article of the project that the words are of.
    pub article: ArticleId,
    /// What the selectors point into; for our own projects the article's
    /// [source IRI](Article::source_iri).
    pub source: Option<String>,
    pub quote: TextQuoteSelector,
    pub position: Option<TextPositionSelector>,
    pub mention: Option<MentionKind>,
    pub role: Option<Role>,
    /// How the article qualifies the claim: "reportedly", "over", "within".
    pub hedge: Option<String>,
    /// Whom the article gives as the source of the claim.
    pub said_by: Option<String>,
    /// Members this version does not know, kept for saving.
    pub other: Map<String, Value>,
}

impl Evidence {
    /// Evidence for the words at `span`, with selectors that resolve there.
    #[must_use]
    pub fn at(article: &Article, span: Span) -> Self {
        let points = article.code_points();
        let (start, end) = (points.count_to(span.start), points.count_to(span.end));
        let before = points.byte_of(start.saturating_sub(CONTEXT)).unwrap_or(0);
        let after = points
            .byte_of(end + CONTEXT)
            .unwrap_or(article.text().len());
        Self {
            source: Some(article.source_iri()),
            quote: TextQuoteSelector {
                exact: article.words(span).to_owned(),
                prefix: article.words(Span::new(before, span.start)).to_owned(),
                suffix: article.words(Span::new(span.end, after)).to_owned(),
            },
            position: Some(TextPositionSelector { start, end }),
            ..Self::default()
        }
    }
}
