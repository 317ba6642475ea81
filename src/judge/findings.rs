//! What the geoparser found in an article, made ready for being judged. It depends on the text alone, so it
//! is prepared once, behind the window.

use std::{collections::HashMap, ops::Range};

use crate::{
    geoparse::{
        Candidate, Parsed, Sense, Toponym, certainty::FindingKind, figure_places::PlacedFigure,
    },
    project::ids::FindingId,
    text::{Article, ArticleId, Span},
};

/// The findings of one article. Inside this room they go by their place in the lists of [`Parsed`], which
/// never change.
#[derive(Debug, Default)]
pub struct Findings {
    pub(super) article: ArticleId,
    parsed: Parsed,
    /// The words of each toponym and of each figure, in lower case, as numbers.
    pub(super) toponym_words: Vec<u32>,
    pub(super) figure_words: Vec<u32>,
    by_words: HashMap<String, Alike>,
    by_sense: HashMap<Sense, Vec<usize>>,
    /// For each toponym the figures that speak of it.
    figures_of: Vec<Vec<usize>>,
}

/// Findings with the same words in lower case.
#[derive(Debug, Default)]
pub(super) struct Alike {
    pub toponyms: Vec<usize>,
    pub figures: Vec<usize>,
}

impl Findings {
    /// Prepare what was found in an article.
    #[must_use]
    pub fn of(id: ArticleId, article: &Article, parsed: Parsed) -> Self {
        let mut findings = Self {
            article: id,
            figures_of: vec![Vec::new(); parsed.toponyms.len()],
            ..Self::default()
        };
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut number = |words: String| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(words).or_insert(next)
        };
        let words = |span: Span| article.words(span).to_lowercase();
        for (at, toponym) in parsed.toponyms.iter().enumerate() {
            let words = words(toponym.span);
            let alike = findings.by_words.entry(words.clone()).or_default();
            alike.toponyms.push(at);
            findings.toponym_words.push(number(words));
            findings.by_sense.entry(toponym.sense).or_default().push(at);
        }
        for (at, tied) in parsed.figures.iter().enumerate() {
            let words = words(tied.quantity.span);
            let alike = findings.by_words.entry(words.clone()).or_default();
            alike.figures.push(at);
            findings.figure_words.push(number(words));
            for place in [tied.about, tied.to].into_iter().flatten() {
                let place = position(&parsed.toponyms, place, |toponym| toponym.span);
                findings.figures_of[place.unwrap_or_default()].extend(place.map(|_| at));
            }
        }
        findings.parsed = parsed;
        findings
    }

    #[must_use]
    pub const fn parsed(&self) -> &Parsed {
        &self.parsed
    }

    /// The toponym behind a finding, if it is one.
    #[must_use]
    pub fn toponym(&self, id: FindingId) -> Option<&Toponym> {
        let found = || self.parsed.toponym_at(id.span);
        (id.kind == FindingKind::Name).then(found).flatten()
    }

    /// The figure behind a finding, if it is one.
    #[must_use]
    pub fn figure(&self, id: FindingId) -> Option<&PlacedFigure> {
        let found = || self.parsed.figure_at(id.span);
        (id.kind == FindingKind::Figure).then(found).flatten()
    }

    /// The places that a finding may mean, best first.
    #[must_use]
    pub fn candidates(&self, id: FindingId) -> &[Candidate] {
        self.toponym(id).map_or(&[], |toponym| &toponym.candidates)
    }

    pub(super) fn toponym_id(&self, at: usize) -> FindingId {
        FindingId {
            article: self.article,
            span: self.parsed.toponyms[at].span,
            kind: FindingKind::Name,
        }
    }

    pub(super) fn figure_id(&self, at: usize) -> FindingId {
        FindingId {
            article: self.article,
            span: self.parsed.figures[at].quantity.span,
            kind: FindingKind::Figure,
        }
    }

    pub(super) fn toponym_index(&self, span: Span) -> Option<usize> {
        position(&self.parsed.toponyms, span, |toponym| toponym.span)
    }

    /// The toponyms that share bytes with `span`.
    pub(super) fn toponyms_over(&self, span: Span) -> Range<usize> {
        over(&self.parsed.toponyms, span, |toponym| toponym.span)
    }

    /// The figures that share bytes with `span`.
    pub(super) fn figures_over(&self, span: Span) -> Range<usize> {
        over(&self.parsed.figures, span, |tied| tied.quantity.span)
    }

    /// The findings with these words, which are in lower case.
    pub(super) fn alike(&self, words: &str) -> Option<&Alike> {
        self.by_words.get(words)
    }

    pub(super) fn of_sense(&self, sense: Sense) -> &[usize] {
        self.by_sense.get(&sense).map_or(&[], Vec::as_slice)
    }

    /// The figures that speak of a toponym.
    pub(super) fn figures_of(&self, toponym: usize) -> &[usize] {
        self.figures_of.get(toponym).map_or(&[], Vec::as_slice)
    }
}

fn position<T>(list: &[T], span: Span, span_of: impl Fn(&T) -> Span) -> Option<usize> {
    list.binary_search_by_key(&span, span_of).ok()
}

/// Those of a list in reading order, none over another, that share bytes with `span`.
fn over<T>(list: &[T], span: Span, span_of: fn(&T) -> Span) -> Range<usize> {
    let from = list.partition_point(|one| span_of(one).end <= span.start);
    let to = list.partition_point(|one| span_of(one).start < span.end);
    from..to.max(from)
}
