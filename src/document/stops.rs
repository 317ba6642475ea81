//! Words that N and P stop at: mentions and suggestions together, in reading order.

use super::Document;
use crate::{project::ids::FindingId, text::Span};

/// Where to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Words that lead somewhere.
    Mention(Span),
    Suggestion(FindingId),
}

/// A place in reading order: of words that start together the longer come first, and of the same words
/// those that lead somewhere.
type PlaceInText = (usize, std::cmp::Reverse<usize>, bool);

impl Stop {
    const fn span(self) -> Span {
        match self {
            Self::Mention(span) => span,
            Self::Suggestion(id) => id.span,
        }
    }

    const fn place(self) -> PlaceInText {
        let span = self.span();
        let suggested = matches!(self, Self::Suggestion(_));
        (span.start, std::cmp::Reverse(span.end), suggested)
    }
}

impl Document {
    /// The next stop after `here`, or the one before it; from nowhere the first, or the last. After the
    /// last comes the first again.
    #[must_use]
    pub fn stop_from(&self, here: Option<Stop>, forward: bool) -> Option<Stop> {
        let here = here.map(Stop::place);
        let mentions = self.mentions().list();
        let mention = neighbour(mentions, here, forward, |mention| {
            Stop::Mention(mention.span)
        });
        let suggestion = neighbour(self.suggestions(), here, forward, |suggestion| {
            Stop::Suggestion(suggestion.id)
        });
        let nearest = |stops: [Option<Stop>; 2]| {
            let stops = stops.into_iter().flatten();
            if forward {
                stops.min_by_key(|stop| stop.place())
            } else {
                stops.max_by_key(|stop| stop.place())
            }
        };
        let found = nearest([mention, suggestion]);
        let round = || {
            let mention = end(mentions, forward).map(|mention| Stop::Mention(mention.span));
            let suggestion = end(self.suggestions(), forward);
            nearest([mention, suggestion.map(|one| Stop::Suggestion(one.id))])
        };
        found.or_else(round)
    }
}

/// The first of a list that comes after `here`, or the last that comes before it.
fn neighbour<T>(
    list: &[T],
    here: Option<PlaceInText>,
    forward: bool,
    stop: impl Fn(&T) -> Stop,
) -> Option<Stop> {
    let here = here?;
    let at = if forward {
        list.partition_point(|one| stop(one).place() <= here)
    } else {
        list.partition_point(|one| stop(one).place() < here)
            .checked_sub(1)?
    };
    list.get(at).map(stop)
}

/// The first of a list, or going back the last.
const fn end<T>(list: &[T], forward: bool) -> Option<&T> {
    if forward { list.first() } else { list.last() }
}
