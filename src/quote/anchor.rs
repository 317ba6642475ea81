//! Where the words of a quote stand in a text that may have been changed since.

use std::cell::Cell;

use super::{
    CONTEXT, Evidence, TextQuoteSelector,
    approximate::{self, NearMatch},
    meaning::QuoteInContext,
};
use crate::text::{Article, Span};

/// A quote accepted away from its recorded position needs at least this score…
const MINIMUM_SCORE: f64 = 0.4;

/// …or, when its words are only nearly the same, this one…
const MINIMUM_SCORE_OF_OTHER_WORDS: f64 = 0.5;

/// …and this lead over the next best place.
const MINIMUM_LEAD: f64 = 0.1;

/// Words are nearly the same when at most one in so many characters was edited.
const CHARACTERS_PER_EDIT: usize = 4;

/// Nearly the same words are looked for only while the text's length times the quote's, in bytes,
/// is no more than this: some seconds of work at worst. In a text of 4 MB, the longest that is
/// read, that is a quote of 500 letters. A longer one has to be there word by word.
const MOST_WORK: usize = 2_000_000_000;

/// How much work of this kind may go into the quotes of one project, together: about two seconds. It is
/// enough for some thousand lost quotes of a usual article. Beyond it a quote has to be there word by word.
const MOST_WORK_OF_ALL: usize = 4 * MOST_WORK;

/// How much looking for nearly the same words may still be done for a list of quotes.
#[derive(Debug)]
pub struct SearchBudget(Cell<usize>);

impl Default for SearchBudget {
    fn default() -> Self {
        Self(Cell::new(MOST_WORK_OF_ALL))
    }
}

impl SearchBudget {
    /// Take so much of it; whether there is as much.
    fn take(&self, work: usize) -> bool {
        let left = self.0.get().checked_sub(work);
        if let Some(left) = left {
            self.0.set(left);
        }
        left.is_some()
    }
}

/// Where a quote was found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At the recorded position.
    Exact(Span),
    /// The same words elsewhere, or words that are nearly the same, and there is no doubt that
    /// they are the ones meant. [`Evidence::is_verbatim`] tells which.
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
    /// Find the quote in the article. First its position, if the words there are the same; else
    /// the place of the same words whose context fits best; else the place of words that are
    /// nearly the same, up to an edit for every four characters. A place that is not the
    /// recorded one must fit well, and clearly better than any other, and must not differ in a
    /// number or a negation. Words that are not the same must not differ in a name either.
    #[must_use]
    pub fn anchor(&self, article: &Article) -> Anchor {
        self.anchor_within(article, &SearchBudget::default())
    }

    /// The same for one of many quotes, with what is left for all of them.
    #[must_use]
    pub fn anchor_within(&self, article: &Article, budget: &SearchBudget) -> Anchor {
        if self.quote.exact.is_empty() {
            return Anchor::Lost;
        }
        if let Some(span) = self.position_in(article)
            && self.is_verbatim(article, span)
            && self.keeps_its_numbers(article, span)
        {
            return Anchor::Exact(span);
        }
        self.same_words_elsewhere(article)
            .or_else(|| self.other_words(article, budget))
            .map_or(Anchor::Lost, Anchor::Moved)
    }

    /// Whether the words at `span` are those that were recorded.
    #[must_use]
    pub fn is_verbatim(&self, article: &Article, span: Span) -> bool {
        article.words(span) == self.quote.exact
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

    fn same_words_elsewhere(&self, article: &Article) -> Option<Span> {
        let length = self.quote.exact.len();
        let (text, exact) = (article.text().as_bytes(), self.quote.exact.as_bytes());
        let places = memchr::memmem::find_iter(text, exact);
        let places = places.map(|start| Span::new(start, start + length));
        let context = |span: Span| {
            let (fitting, recorded) = self.context(article, span);
            // A quote recorded without context counts as half fitting.
            if recorded == 0 {
                0.5
            } else {
                ratio(fitting, recorded)
            }
        };
        let scored = places.map(|span| (span, self.score(article, span, context(span))));
        let span = clear_winner(scored, MINIMUM_SCORE)?;
        let (recorded, found) = (self.recorded(), passage(article, span, &self.quote));
        let same = recorded.same_words(&found) && recorded.same_negations(&found);
        same.then_some(span)
    }

    fn other_words(&self, article: &Article, budget: &SearchBudget) -> Option<Span> {
        let exact = &self.quote.exact;
        let work = article.text().len().saturating_mul(exact.len());
        let characters = exact.chars().count();
        let limit = characters / CHARACTERS_PER_EDIT;
        // Not even without all that may be left out.
        if work > MOST_WORK || characters - limit > article.code_points().len() {
            return None;
        }
        if !budget.take(work) {
            return None;
        }
        let recorded = self.recorded();
        let whole = recorded.is_whole();
        let hits = approximate::search(article.text(), exact, limit);
        let hits = hits.into_iter().filter_map(|hit| {
            if whole {
                to_whole_words(article, hit, exact, limit)
            } else {
                Some(hit)
            }
        });
        // The words count by their number: a long quote speaks for itself, a short one needs its
        // context. Context that was not recorded speaks for nothing.
        let scored = hits.map(|hit| {
            let (fitting, recorded) = self.context(article, hit.span);
            let recorded = if recorded == 0 { 2 * CONTEXT } else { recorded };
            let same = characters - hit.distance + fitting;
            let fit = ratio(same, characters + recorded);
            (hit.span, self.score(article, hit.span, fit))
        });
        let span = clear_winner(scored, MINIMUM_SCORE_OF_OTHER_WORDS)?;
        let found = passage(article, span, &self.quote);
        let same = recorded.same_numbers(&found)
            && recorded.same_negations(&found)
            && recorded.same_names(&found);
        same.then_some(span)
    }

    /// From 0 to 1: mostly how well the place fits, and a little for being near the old one.
    fn score(&self, article: &Article, span: Span, fit: f64) -> f64 {
        let near = self.position.map_or(0.0, |position| {
            let points = article.code_points();
            let moved = points.count_to(span.start).abs_diff(position.start);
            1.0 - ratio(moved, points.len().max(1)).min(1.0)
        });
        0.85 * fit + 0.15 * near
    }

    /// How many characters around `span` are those of the recorded context, without a gap, and
    /// how many were recorded.
    fn context(&self, article: &Article, span: Span) -> (usize, usize) {
        let text = article.text();
        let TextQuoteSelector { prefix, suffix, .. } = &self.quote;
        let fitting = common(prefix.chars().rev(), text[..span.start].chars().rev())
            + common(suffix.chars(), text[span.end..].chars());
        (fitting, prefix.chars().count() + suffix.chars().count())
    }

    fn recorded(&self) -> QuoteInContext<'_> {
        QuoteInContext {
            before: &self.quote.prefix,
            words: &self.quote.exact,
            after: &self.quote.suffix,
        }
    }

    /// Whether no number at the edges of `span` has grown: “10” recorded, “100” there. Where
    /// no context was recorded, none is compared.
    fn keeps_its_numbers(&self, article: &Article, span: Span) -> bool {
        let (recorded, mut found) = (self.recorded(), passage(article, span, &self.quote));
        if recorded.before.is_empty() {
            found.before = "";
        }
        if recorded.after.is_empty() {
            found.after = "";
        }
        // As a rule nothing has changed, and the numbers need not be read.
        let same = (recorded.before, recorded.words, recorded.after)
            == (found.before, found.words, found.after);
        same || recorded.same_numbers(&found)
    }
}

/// The words at `span` with at least as much text around them as was recorded of the quote.
fn passage<'a>(article: &'a Article, span: Span, quote: &TextQuoteSelector) -> QuoteInContext<'a> {
    let points = article.code_points();
    let characters = |context: &str| context.chars().count().max(CONTEXT);
    let start = points.count_to(span.start);
    let from = start.saturating_sub(characters(&quote.prefix));
    let to = points.count_to(span.end) + characters(&quote.suffix);
    let from = points.byte_of(from).unwrap_or(0);
    let to = points.byte_of(to).unwrap_or(article.text().len());
    QuoteInContext {
        before: article.words(Span::new(from, span.start)),
        words: article.words(span),
        after: article.words(Span::new(span.end, to)),
    }
}

/// The hit with the words at its ends taken in whole, if it is near enough then.
fn to_whole_words(
    article: &Article,
    hit: NearMatch,
    exact: &str,
    limit: usize,
) -> Option<NearMatch> {
    let text = article.text();
    let words = article.words(hit.span);
    let outside = |c: char| !c.is_alphanumeric();
    let mut span = hit.span;
    if words.starts_with(char::is_alphanumeric) {
        let before = &text[..span.start];
        span.start = before.rfind(outside).map_or(0, |at| {
            at + before[at..].chars().next().map_or(0, char::len_utf8)
        });
    }
    if words.ends_with(char::is_alphanumeric) {
        let after = &text[span.end..];
        span.end += after.find(outside).unwrap_or(after.len());
    }
    if span == hit.span {
        return Some(hit);
    }
    // A word without end must not take time without end.
    let longest = exact.len() + 4 * limit;
    let distance = (span.len() <= longest)
        .then(|| approximate::distance(article.words(span), exact))
        .filter(|distance| *distance <= limit)?;
    Some(NearMatch { span, distance })
}

/// The place with the best score, when that is good enough and no other comes close.
fn clear_winner(scored: impl Iterator<Item = (Span, f64)>, minimum: f64) -> Option<Span> {
    let mut best: Option<(Span, f64)> = None;
    let mut runner_up = f64::NEG_INFINITY;
    for (span, score) in scored {
        match best {
            Some((_, leader)) if score <= leader => runner_up = runner_up.max(score),
            _ => {
                runner_up = best.map_or(runner_up, |(_, leader)| leader);
                best = Some((span, score));
            }
        }
    }
    let (span, score) = best?;
    (score >= minimum && score - runner_up >= MINIMUM_LEAD).then_some(span)
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
mod tests;
