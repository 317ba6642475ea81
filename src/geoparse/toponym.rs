//! Words that name a place, with everything that was found out about them.

use std::sync::Arc;

use super::{
    certainty::Certainty,
    sense::{Candidate, Sense, ToponymKind},
};
use crate::text::Span;

/// Words that name a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Toponym {
    pub span: Span,
    pub kind: ToponymKind,
    /// How likely it is that the words name a place at all, from 0 to 1.
    pub recognised: f32,
    /// The places it may mean, best first. Empty when the gazetteer knows none.
    pub candidates: Arc<[Candidate]>,
    /// The same for all toponyms of the text that mean the same place.
    pub sense: Sense,
    pub certainty: Certainty,
}

impl Toponym {
    /// The candidate that is chosen.
    #[must_use]
    pub fn best(&self) -> Option<&Candidate> {
        self.candidates.first()
    }

    /// How likely it is that the words name the place that is chosen, from 0 to 1; 0 where none is.
    #[must_use]
    pub fn confidence(&self) -> f32 {
        self.best().map_or(0.0, |best| best.share * self.recognised)
    }
}

/// The one that stands at `span`, of some that are in reading order and none over another.
pub fn at<T>(found: &[T], span: Span, span_of: impl Fn(&T) -> Span) -> Option<&T> {
    let index = found.binary_search_by_key(&span, span_of).ok()?;
    found.get(index)
}
