//! Evidence: the exact words of an article that support a feature.
//!
//! Quotes are W3C Web Annotation selectors (<https://www.w3.org/TR/annotation-model/#selectors>).
//! Positions in files count Unicode code points; this module is the only place that converts
//! them to the byte [`Span`]s used elsewhere, with the article's
//! [`CodePoints`](crate::article::CodePoints).

use serde_json::{Map, Value};

use crate::article::{Article, Span};

/// How many code points of context a new quote records on each side.
const CONTEXT: usize = 32;

/// A quote accepted away from its recorded position needs at least this score…
const MINIMUM_SCORE: f64 = 0.4;

/// …and this lead over the next best occurrence of the same words.
const MINIMUM_LEAD: f64 = 0.1;

/// The words themselves, with the text just before and after them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextQuoteSelector {
    pub exact: String,
    pub prefix: String,
    pub suffix: String,
}

/// Where the words stand: code points from the start of the text, `end` exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextPositionSelector {
    pub start: usize,
    pub end: usize,
}

/// Whether a name stands for the place or for those who act in its name ("Ruritania is sending ships").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Place,
    Actor,
}

/// What kind of words a piece of evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
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

/// Where a quote was found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At the recorded position.
    Exact(Span),
    /// The same words elsewhere, and the context leaves no doubt that they are the ones meant.
    Moved(Span),
    /// Not there, or in several places that cannot be told apart.
    Lost,
}

impl Anchor {
    #[must_use]
    pub const fn span(self) -> Option<Span> {
        match self {
            Self::Exact(span) | Self::Moved(span) => Some(span),
            Self::Lost => None,
        }
    }
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

    /// Find the quote in the article: its position first, and only if the words there are the
    /// same; else the occurrence whose context fits best, if one clearly does.
    #[must_use]
    pub fn anchor(&self, article: &Article) -> Anchor {
        if self.quote.exact.is_empty() {
            return Anchor::Lost;
        }
        if let Some(span) = self.position_in(article)
            && article.words(span) == self.quote.exact
        {
            return Anchor::Exact(span);
        }
        let (mut best, mut runner_up) = (None, f64::NEG_INFINITY);
        for (start, _) in article.text().match_indices(&self.quote.exact) {
            let span = Span::new(start, start + self.quote.exact.len());
            let score = self.score(article, span);
            match best {
                Some((_, leader)) if score <= leader => runner_up = runner_up.max(score),
                _ => {
                    runner_up = best.map_or(runner_up, |(_, leader)| leader);
                    best = Some((span, score));
                }
            }
        }
        match best {
            Some((span, score)) if score >= MINIMUM_SCORE && score - runner_up >= MINIMUM_LEAD => {
                Anchor::Moved(span)
            }
            _ => Anchor::Lost,
        }
    }

    fn position_in(&self, article: &Article) -> Option<Span> {
        let position = self.position?;
        let points = article.code_points();
        let span = Span::new(
            points.byte_of(position.start)?,
            points.byte_of(position.end)?,
        );
        (span.start < span.end).then_some(span)
    }

    /// From 0 to 1: how well the text around `span` fits the recorded context (a quote recorded
    /// without context counts as half fitting), and a little for being near the old position.
    fn score(&self, article: &Article, span: Span) -> f64 {
        let text = article.text();
        let TextQuoteSelector { prefix, suffix, .. } = &self.quote;
        let recorded = prefix.chars().count() + suffix.chars().count();
        let fitting = common(prefix.chars().rev(), text[..span.start].chars().rev())
            + common(suffix.chars(), text[span.end..].chars());
        let context = if recorded == 0 {
            0.5
        } else {
            ratio(fitting, recorded)
        };
        let near = self.position.map_or(0.0, |position| {
            let moved = article
                .code_points()
                .count_to(span.start)
                .abs_diff(position.start);
            1.0 - ratio(moved, text.len().max(1)).min(1.0)
        });
        0.85 * context + 0.15 * near
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "both are lengths within a text, far below 2^52"
)]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::Imprint;

    fn article(text: &str) -> Article {
        Article::new(text.to_owned(), Imprint::default())
    }

    fn quote(article: &Article, words: &str) -> Evidence {
        let start = article.text().find(words).unwrap_or_default();
        Evidence::at(article, Span::new(start, start + words.len()))
    }

    #[test]
    fn positions_count_code_points_not_bytes() {
        let article = article("Мыс’s gains");
        let evidence = quote(&article, "gains");
        assert_eq!(
            evidence.position,
            Some(TextPositionSelector { start: 6, end: 11 })
        );
        assert_eq!(evidence.quote.prefix, "Мыс’s ");
        assert_eq!(
            evidence.anchor(&article),
            Anchor::Exact(Span::new(11, 16)),
            "and come back as bytes"
        );
    }

    #[test]
    fn a_quote_moves_with_its_context() {
        let before = article("The river rose. The town of Ash flooded; Ash was cut off.");
        let evidence = quote(&before, "Ash was cut");
        let after = article("Late on Monday the town of Ash flooded; Ash was cut off.");
        assert!(matches!(evidence.anchor(&after), Anchor::Moved(_)));
    }

    #[test]
    fn words_that_occur_twice_without_telling_context_are_lost() {
        let text = article("Ash. Ash. Ash.");
        let evidence = Evidence {
            quote: TextQuoteSelector {
                exact: "Ash".to_owned(),
                ..TextQuoteSelector::default()
            },
            ..Evidence::default()
        };
        assert_eq!(evidence.anchor(&text), Anchor::Lost);
    }

    #[test]
    fn a_wrong_position_is_never_trusted() {
        let text = article("Ash fell on the town.");
        let mut evidence = quote(&text, "Ash");
        evidence.position = Some(TextPositionSelector { start: 4, end: 8 });
        assert_eq!(evidence.anchor(&text), Anchor::Moved(Span::new(0, 3)));
        evidence.position = Some(TextPositionSelector {
            start: usize::MAX,
            end: 2,
        });
        assert_eq!(evidence.anchor(&text), Anchor::Moved(Span::new(0, 3)));
    }

    proptest! {
        #[test]
        fn every_span_of_every_text_is_found_again(
            text in "\\PC{0,400}", from: prop::sample::Index, to: prop::sample::Index,
        ) {
            let article = article(&text);
            let boundaries: Vec<usize> =
                text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (from, to) = (*from.get(&boundaries), *to.get(&boundaries));
            let (start, end) = (from.min(to), from.max(to));
            prop_assume!(start < end);
            let evidence = Evidence::at(&article, Span::new(start, end));
            prop_assert_eq!(evidence.anchor(&article), Anchor::Exact(Span::new(start, end)));
        }

        #[test]
        fn any_selector_on_any_text_gives_words_that_are_there(
            text in "\\PC{0,80}", exact in "\\PC{0,6}", start in 0usize..99, end in 0usize..99,
        ) {
            let article = article(&text);
            let evidence = Evidence {
                quote: TextQuoteSelector { exact: exact.clone(), ..TextQuoteSelector::default() },
                position: Some(TextPositionSelector { start, end }),
                ..Evidence::default()
            };
            if let Some(span) = evidence.anchor(&article).span() {
                prop_assert_eq!(article.words(span), exact);
            }
        }
    }
}
