//! The same figure in another unit: "10 kilometers (6.2 miles)", and whether the two agree.

use super::{
    Amount, OtherUnit,
    figure::{self, Figure, figure},
    hedge,
    sentence::Sentence,
};
use crate::measure::unit::Unit;

/// The figure in another unit that follows `first`, and the position after it.
pub(super) fn other_unit(s: &Sentence<'_>, first: &Figure) -> Option<(OtherUnit, usize)> {
    let at = first.next;
    let (from, close) = match s.word(at) {
        "(" => (at + 1, Some(")")),
        "[" => (at + 1, Some("]")),
        "/" | "or" => (at + 1, None),
        "," if s.word(at + 1) == "or" => (at + 2, None),
        _ => return None,
    };
    let second = hedged(s, from, first)?;
    let next = match close {
        Some(close) if s.word(second.next) == close => second.next + 1,
        Some(_) => return None,
        None => second.next,
    };
    if second.unit == first.unit || second.unit.dimension() != first.unit.dimension() {
        return None;
    }
    let other = OtherUnit {
        span: s.span(second.from, second.next),
        value: second.amount.times(second.unit.in_si()),
        stated: second.amount,
        unit: second.unit,
        agrees: agree(first, &second),
    };
    Some((other, next))
}

/// The figure at `from`, where "or", "about" and "some" may stand before it.
fn hedged(s: &Sentence<'_>, from: usize, first: &Figure) -> Option<Figure> {
    /// "Or just a little more than about" is as long as it gets.
    const MOST_WORDS: usize = 5;
    (from..=from + MOST_WORDS)
        .filter(|&at| {
            let words = from + usize::from(s.word(from) == "or");
            at == from
                || at == words
                || hedge::before(s, at, words).is_some_and(|(_, start)| start == words)
        })
        .find_map(|at| {
            let second = match first.amount {
                Amount::Range(..) => figure::between(s, at).or_else(|| figure(s, at)),
                _ => figure(s, at),
            };
            second.filter(|second| {
                first.amount.same_shape(second.amount) && second.amount != Amount::Vague
            })
        })
}

/// Whether one figure, converted exactly, lies within what the rounding of the other allows, for
/// both values of a range.
///
/// A writer rounds what he converts, and either figure may have been the first: 160 km are
/// 99.4 miles, but 100 miles are 160.9 km.
fn agree(first: &Figure, second: &Figure) -> bool {
    let values = first.amount.values().zip(second.amount.values());
    values.is_some_and(|((low, high), (other_low, other_high))| {
        one_agrees(
            (low, first.rounding.0, first.unit),
            (other_low, second.rounding.0, second.unit),
        ) && one_agrees(
            (high, first.rounding.1, first.unit),
            (other_high, second.rounding.1, second.unit),
        )
    })
}

fn one_agrees(one: (f64, f64, Unit), other: (f64, f64, Unit)) -> bool {
    let rounds_to = |from: (f64, f64, Unit), to: (f64, f64, Unit)| {
        let exact = from.0 * from.2.in_si() / to.2.in_si();
        // What lies halfway may be rounded either way; the last digits of a float do not decide.
        (exact - to.0).abs() <= to.1 * (1.0 + 1e-9)
    };
    rounds_to(one, other) || rounds_to(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geoparse::quantity::sentence::with_sentence;

    fn agrees(text: &str) -> Option<bool> {
        with_sentence(text, |s| {
            let first = figure(s, 0)?;
            other_unit(s, &first)
                .filter(|(_, next)| *next == s.len())
                .map(|(other, _)| other.agrees)
        })
    }

    #[test]
    fn figures_agree_when_one_rounds_to_the_other() {
        for text in [
            "10 kilometers (6.2 miles)",
            "10 kilometers (6 miles)",
            "10 kilometers (about 6 miles)",
            "10km/6mi",
            "10 km / 6 miles",
            "10 kilometers, or 6.2 miles",
            "10 kilometers or about 6 miles",
            "10 km [6.2 mi]",
            "1,000 square kilometers (386 square miles)",
            "100 miles (160 km)",
            "20 miles (30 km)",
            "a mile (1.6 km)",
            "a mile (2 km)",
            "half a mile (800 meters)",
            "100 feet (30 metres)",
            "3,000 feet (914 m)",
            "500,000 acres (2,023 sq km)",
            "between 1 and 3 kilometers (0.6 and 1.9 miles)",
            "between 1 and 3 kilometers (0.6 to 1.9 miles)",
            "1-3 km (0.6-1.9 miles)",
            "10 by 20 km (6 by 12 miles)",
            "60 mph (97 km/h)",
            "10-kilometer (6-mile)",
            "1.5 million acres (600,000 hectares)",
        ] {
            assert_eq!(agrees(text), Some(true), "{text}");
        }
    }

    #[test]
    fn figures_disagree_when_neither_rounds_to_the_other() {
        for text in [
            "10 km (8 miles)",
            "10 km (7 miles)",
            "10 km (16 miles)",
            "10 miles (6.2 km)",
            "1,000 square kilometers (621 square miles)",
            "1-3 km (0.6-3 miles)",
        ] {
            assert_eq!(agrees(text), Some(false), "{text}");
        }
    }

    #[test]
    fn what_measures_something_else_is_no_other_unit() {
        for text in [
            "10 km (20 km)",
            "10 km (40 acres)",
            "10 km (6 miles north)",
            "10 km (map)",
            "1-3 km (2 miles)",
        ] {
            assert_eq!(agrees(text), None, "{text}");
        }
    }
}
