//! Suggestions: what was found in the article and nobody has judged yet, and the edits that a
//! judgement comes to. Nothing here changes a project; the edits do.

mod accept;
mod accept_all;
mod in_words;
mod leave_out;
mod placement;
mod switch;

pub use accept::{Accepted, Place, figure, is_wide, place};
pub use accept_all::accept_all;
pub use in_words::{described, kind_in_words};
pub use leave_out::leave_out;
pub use placement::{Drawn, Off, Site, Standing, Standings};
pub use switch::switch;

use std::collections::BTreeMap;

use crate::{
    geoparse::{
        Candidate, Parsed, Toponym, ToponymKind,
        certainty::{Certainty, FindingKind},
        tie::Tied,
    },
    project::{
        Dismissed, Project,
        mentions::{Mention, Mentions},
    },
    quote::MentionKind,
    text::{Article, Span},
};

/// Words that may belong on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub span: Span,
    pub source: Source,
    /// For a figure: with its places as they stand by now.
    pub certainty: Certainty,
}

impl Suggestion {
    /// How sure it is, in a few words.
    #[must_use]
    pub fn certainty_in_words(&self) -> String {
        self.certainty.in_words(match self.source {
            Source::Toponym(_) => FindingKind::Name,
            Source::Figure(_) => FindingKind::Figure,
        })
    }
}

/// What a suggestion was made from: an index into [`Parsed::toponyms`] or [`Parsed::figures`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Toponym(usize),
    Figure(usize),
}

/// What was found less what is on the map, listed as not on it, or dismissed; in reading order.
/// `mentions` and `standings` are those of the project.
#[must_use]
pub fn suggestions(
    project: &Project,
    mentions: &Mentions,
    parsed: &Parsed,
    standings: &Standings,
) -> Vec<Suggestion> {
    let Some(article) = &project.article else {
        return Vec::new();
    };
    let toponyms = parsed.toponyms.iter().enumerate();
    let toponyms = toponyms
        .filter(|(index, _)| matches!(standings.get(*index), Some(Standing::Open { .. })))
        .map(|(index, toponym)| Suggestion {
            span: toponym.span,
            source: Source::Toponym(index),
            certainty: toponym.certainty,
        });
    let dismissed = Dismissed::of(project);
    let open = |suggestion: &Suggestion| {
        let Suggestion { span, source, .. } = *suggestion;
        !dismissed.covers(article, span)
            && !mentions
                .within(span)
                .any(|index| judges(&mentions.list()[index], span, source))
    };
    let figures = parsed.figures.iter().enumerate();
    let figures = figures.map(|(index, tied)| Suggestion {
        span: tied.quantity.span,
        source: Source::Figure(index),
        certainty: certainty_of_figure(project, parsed, standings, tied),
    });
    let mut found: Vec<Suggestion> = toponyms.chain(figures.filter(open)).collect();
    found.sort_by_key(|suggestion| suggestion.span);
    found
}

/// Whether words with a mark or a reason of their own are a judgement on what was found at `span`.
fn judges(mention: &Mention, span: Span, source: Source) -> bool {
    let figure = matches!(source, Source::Figure(_));
    match mention.kind {
        MentionKind::Figure => figure,
        MentionKind::Name | MentionKind::Demonym => !figure,
        // A claim that names a place does not say which place it is; that an organisation is not
        // on the map does.
        MentionKind::Phrase => {
            mention.span == span || mention.unmapped().is_some() && mention.span.contains(span)
        }
    }
}

/// How sure a figure is with its places as they stand by now: one that is on the map is no longer in
/// doubt, and one that was judged to be no place does not count.
fn certainty_of_figure(
    project: &Project,
    parsed: &Parsed,
    standings: &Standings,
    tied: &Tied,
) -> Certainty {
    let can_be_drawn = !matches!(standings.drawn(project, tied), Drawn::Nowhere(_));
    let certainty = |place: Span| match standings.at(place)? {
        Standing::OnMap(_) => Some(Certainty::Sure),
        Standing::Open { .. } => parsed.toponym_at(place).map(|toponym| toponym.certainty),
        Standing::Off(_) => None,
    };
    let places = [tied.about, tied.to].into_iter().flatten();
    Certainty::of_figure(can_be_drawn, places.filter_map(certainty))
}

/// Those that need nobody to look at them: what is accepted in one step.
pub fn sure(suggestions: &[Suggestion]) -> impl Iterator<Item = &Suggestion> {
    suggestions.iter().filter(|one| one.certainty.is_sure())
}

/// Indices of suggestions in the order of a review: those most in doubt first, reading order
/// among equals.
#[must_use]
pub fn review_order(suggestions: &[Suggestion]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..suggestions.len()).collect();
    order.sort_by_key(|&index| suggestions[index].certainty.rank());
    order
}

/// Suggestions with the same words in the same use and the same sense, of which the program is
/// equally sure, together: what is accepted or dismissed in one step. Groups stand where their first member stands in the review order.
#[must_use]
pub fn groups(article: &Article, parsed: &Parsed, suggestions: &[Suggestion]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut known = BTreeMap::new();
    for index in review_order(suggestions) {
        let suggestion = &suggestions[index];
        let words = article.words(suggestion.span).to_lowercase();
        let toponym = toponym_of(parsed, suggestion);
        // "Pineville, La." is not Pineville, N.C.
        let sense = toponym.map(|toponym| (toponym.kind, toponym.sense));
        let alike = (words, sense, suggestion.certainty);
        let group = *known.entry(alike).or_insert(groups.len());
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(index);
    }
    for group in &mut groups {
        group.sort_unstable();
    }
    groups
}

/// The toponym behind a suggestion, if it is one.
#[must_use]
pub fn toponym_of<'a>(parsed: &'a Parsed, suggestion: &Suggestion) -> Option<&'a Toponym> {
    match suggestion.source {
        Source::Toponym(index) => parsed.toponyms.get(index),
        Source::Figure(_) => None,
    }
}

/// The figure behind a suggestion, if it is one.
#[must_use]
pub fn figure_of<'a>(parsed: &'a Parsed, suggestion: &Suggestion) -> Option<&'a Tied> {
    match suggestion.source {
        Source::Figure(index) => parsed.figures.get(index),
        Source::Toponym(_) => None,
    }
}

/// The places a suggestion may mean, best first.
#[must_use]
pub fn candidates<'a>(parsed: &'a Parsed, suggestion: &Suggestion) -> &'a [Candidate] {
    toponym_of(parsed, suggestion).map_or(&[], |toponym| &toponym.candidates)
}

/// The places that the words behind a feature may mean, best first: those of the first of its
/// quotes that name a place with candidates.
#[must_use]
pub fn candidates_of_feature<'a>(
    parsed: &'a Parsed,
    standings: &Standings,
    feature: usize,
) -> &'a [Candidate] {
    let mut toponyms = parsed.toponyms.iter().enumerate();
    toponyms
        .find(|(index, toponym)| {
            standings.get(*index) == Some(Standing::OnMap(feature))
                && !toponym.candidates.is_empty()
        })
        .map_or(&[], |(_, toponym)| &toponym.candidates)
}

/// In which way words name a place, for a reader; nothing where they simply do.
#[must_use]
pub const fn use_in_words(kind: ToponymKind) -> Option<&'static str> {
    match kind {
        ToponymKind::Place => None,
        ToponymKind::Nested => Some("within the name of something else"),
        ToponymKind::Demonym => Some("the people or adjective of a place"),
        ToponymKind::Facility => Some("a street or building"),
    }
}

#[cfg(test)]
mod tests;
