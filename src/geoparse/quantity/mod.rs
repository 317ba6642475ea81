//! Quantities in an article's text: distances, areas, speeds and populations, with their hedges,
//! the same figures in other units, what they refer to, and who states them.
//!
//! The input is a text's tokens and sentences, the output positions in it; nothing here knows a
//! place. All modules read a `sentence`; a `figure` is one `number` or two with a `unit`;
//! `exclude` drops what does not measure the land, `people` keeps populations; `hedge`,
//! `other_unit`, `link` and `speaker` read the words around a figure, the last two with the noun
//! phrases of `phrase` and the words of `lexicon`. Every search is limited to a few words, so the
//! time taken grows with the text and nothing else.

mod compass;
mod exclude;
mod figure;
mod hedge;
mod lexicon;
mod link;
mod number;
mod number_words;
mod other_unit;
mod people;
mod phrase;
mod sentence;
mod speaker;
mod unit;
mod words;

pub use compass::Compass;
pub use words::{figure_in_words, in_words};

use crate::{
    measure::unit::{Dimension, Unit},
    text::{Span, TokenisedText},
};
use figure::Figure;
use sentence::{Sentence, join_possessives};

/// A figure of the text. Spans are bytes of the text it was found in.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The figure with its unit and with the other unit, brackets included, without the hedge:
    /// "10 kilometers (6.2 miles)".
    pub span: Span,
    /// The figure with its first unit alone: "10 kilometers".
    pub figure: Span,
    /// In SI units: metres, square metres, metres per second, or people.
    pub value: Amount,
    /// As written, in [`Quantity::unit`].
    pub stated: Amount,
    /// The unit as written; the first where there are two.
    pub unit: Unit,
    pub hedge: Option<Hedge>,
    pub other: Option<OtherUnit>,
    pub link: Link,
    /// Whom the same sentence names as stating something, where it names anybody.
    pub said_by: Option<Span>,
}

impl Quantity {
    /// What it measures. [`Dimension::Count`] is a population.
    #[must_use]
    pub const fn dimension(&self) -> Dimension {
        self.unit.dimension()
    }
}

/// How much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    Exactly(f64),
    /// From the smaller to the larger.
    Range(f64, f64),
    /// An extent in two directions: "10 by 20 km".
    By(f64, f64),
    /// A unit without a number: "hundreds of miles".
    Vague,
}

impl Amount {
    /// The same amount in a unit of which this one has `factor`.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        match self {
            Self::Exactly(value) => Self::Exactly(value * factor),
            Self::Range(low, high) => Self::Range(low * factor, high * factor),
            Self::By(width, length) => Self::By(width * factor, length * factor),
            Self::Vague => Self::Vague,
        }
    }

    /// Both numbers; a single one twice, and none where the text gives none.
    #[must_use]
    pub const fn values(self) -> Option<(f64, f64)> {
        match self {
            Self::Exactly(value) => Some((value, value)),
            Self::Range(low, high) | Self::By(low, high) => Some((low, high)),
            Self::Vague => None,
        }
    }

    fn same_shape(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// The words that say how a figure is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hedge {
    /// As written: "reportedly within".
    pub word: String,
    /// Before the figure, after it ("or so"), or within it ("10-plus miles").
    pub span: Span,
    pub bound: Bound,
}

/// What a hedge makes of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// "Over", "at least".
    AtLeast,
    /// "Up to", "less than".
    AtMost,
    /// "Nearly", "just under".
    Nearly,
    /// "About", "some".
    About,
    /// At most, as a distance from something.
    Within,
    /// "Only", "just": the figure itself is not in doubt.
    Stressed,
    /// "Reportedly": somebody else's figure.
    Reported,
}

/// The same figure in another unit, as the text gives it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OtherUnit {
    /// The figure with its unit, without brackets: "6.2 miles".
    pub span: Span,
    /// In SI units.
    pub value: Amount,
    /// As written, in [`OtherUnit::unit`].
    pub stated: Amount,
    pub unit: Unit,
    /// Whether one of the two, converted, rounds to the other as it is written.
    pub agrees: bool,
}

/// What a figure speaks of, as positions of the words for it.
///
/// A target is a noun phrase with its article, as "the city’s edge", "Pokrovsk", "some areas" or
/// "Salem, Ohio"; it may name no place at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// A distance from something; `subject` is what lies there, where it stands just before:
    /// "Nairobi, 370 km west of Garissa".
    AwayFrom {
        target: Span,
        relation: Relation,
        subject: Option<Span>,
    },
    /// A distance into something: "10 km into Russian territory".
    Into { target: Span },
    /// A distance from one thing to another.
    Between { from: Span, to: Span },
    /// What is measured: "1,000 square kilometers of Russian territory", or whose population it is.
    Of { target: Span },
    /// Where it is told of: "between 1 and 3 kilometers in some areas".
    In { target: Span },
    /// How far something lies from what the words do not name: "Lexington, 18 miles to the southwest".
    Aside { subject: Span },
    /// A direction, and not from where: "it struck 480 km to the north-west".
    Toward(Compass),
    /// The sentence does not say.
    Unstated,
}

/// How something lies relative to the target of its distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Anywhere within the distance.
    Within,
    /// At the distance, in a direction where one is given.
    From(Option<Compass>),
}

/// The quantities of a text, in reading order; their spans do not overlap.
#[must_use]
pub fn quantities(reading: &TokenisedText<'_>) -> Vec<Quantity> {
    let text = reading.text();
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    let mut tokens = Vec::new();
    for sentence in reading.sentences() {
        join_possessives(sentence, &mut tokens);
        in_sentence(&Sentence::new(text, &lower, &tokens), &mut found);
    }
    found
}

fn in_sentence(s: &Sentence<'_>, found: &mut Vec<Quantity>) {
    let first = found.len();
    // Where the last quantity ends: hedges do not reach over it.
    let mut floor = 0;
    let mut at = 0;
    while at < s.len() {
        if let Some((quantity, next)) = quantity_at(s, at, floor) {
            found.push(quantity);
            (at, floor) = (next, next);
        } else {
            at += 1;
        }
    }
    if found.len() > first {
        let speakers = speaker::speakers(s);
        for quantity in found.iter_mut().skip(first) {
            quantity.said_by = speaker::nearest(&speakers, quantity.span);
        }
    }
}

fn quantity_at(s: &Sentence<'_>, at: usize, floor: usize) -> Option<(Quantity, usize)> {
    if !figure::may_start(s, at) {
        return None;
    }
    let Some(figure) = figure::figure(s, at).filter(|figure| figure.unit != Unit::People) else {
        return population_at(s, at, floor);
    };
    if exclude::is_something_else(s, &figure) {
        return None;
    }
    let other = other_unit::other_unit(s, &figure);
    let next = other.as_ref().map_or(figure.next, |(_, next)| *next);
    let (hedge, from, after) = hedge_of(s, &figure, next, floor);
    let bound = hedge.as_ref().map(|hedge| hedge.bound);
    let link = link::link(s, &figure, bound, from, after);
    let other = other.map(|(other, _)| other);
    Some((quantity(s, &figure, next, hedge, other, link), next))
}

fn population_at(s: &Sentence<'_>, at: usize, floor: usize) -> Option<(Quantity, usize)> {
    let figure = figure::figure(s, at).or_else(|| people::bare(s, at))?;
    let link = people::population(s, &figure, floor)?;
    let next = figure.next;
    let (hedge, _, _) = hedge_of(s, &figure, next, floor);
    Some((quantity(s, &figure, next, hedge, None, link), next))
}

/// The hedge of a figure that ends before `next`, where the figure starts with its hedge, and the
/// position after a hedge behind it.
fn hedge_of(
    s: &Sentence<'_>,
    figure: &Figure,
    next: usize,
    floor: usize,
) -> (Option<Hedge>, usize, usize) {
    let mut before = hedge::before(s, figure.from, floor);
    if before.is_none()
        && figure.attributive
        && figure.from > floor
        && lexicon::is_determiner(s.before(figure.from, 1))
    {
        // "Within a 10-mile radius."
        before = hedge::before(s, figure.from - 1, floor);
    }
    let after = hedge::after(s, next);
    let inside = || hedge::inside(s, figure.from, figure.next);
    let end = after.as_ref().map_or(next, |(_, next)| *next);
    match (before, after) {
        (Some((hedge, from)), _) => (Some(hedge), from, end),
        (None, Some((hedge, _))) => (Some(hedge), figure.from, end),
        (None, None) => (inside(), figure.from, end),
    }
}

fn quantity(
    s: &Sentence<'_>,
    figure: &Figure,
    next: usize,
    hedge: Option<Hedge>,
    other: Option<OtherUnit>,
    link: Link,
) -> Quantity {
    Quantity {
        span: s.span(figure.from, next),
        figure: s.span(figure.from, figure.next),
        value: figure.amount.times(figure.unit.in_si()),
        stated: figure.amount,
        unit: figure.unit,
        hedge,
        other,
        link,
        said_by: None,
    }
}

#[cfg(test)]
mod tests;
