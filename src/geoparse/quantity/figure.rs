//! Figures: a number, or a range or an extent of two, with its unit.

use super::{
    Amount,
    hedge::hedging_suffix,
    number::{And, Number, Written, number, rounding_of, ungrouped},
    number_words::{and_a_part, is_part, starts_in_words},
    sentence::Sentence,
    unit::{self, unit},
};
use crate::measure::unit::Unit;

/// A figure as it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figure {
    /// In [`Figure::unit`].
    pub amount: Amount,
    /// By how much each of the two values may differ from what was rounded to it.
    pub rounding: (f64, f64),
    pub unit: Unit,
    /// The position of its first word, and the one after its last.
    pub from: usize,
    pub next: usize,
    /// It stands before a noun, as in "10-kilometer radius" and "10 mile radius".
    pub attributive: bool,
    /// Its unit is spelled out, in the singular.
    pub singular: bool,
    /// Its unit is not spelled out.
    pub short: bool,
    pub written: Written,
}

/// Whether a figure may start at `at`. Most words of a text are dismissed here, at little cost.
pub(super) fn may_start(s: &Sentence<'_>, at: usize) -> bool {
    if s.is_number(at) {
        return true;
    }
    match s.word(at) {
        "a" | "an" => {
            unit(s, at + 1).is_some() || starts_in_words(s.word(at + 1)) || is_part(s.word(at + 1))
        }
        "between" | "from" => true,
        word => starts_in_words(word),
    }
}

/// The figure that starts at `at`.
pub(super) fn figure(s: &Sentence<'_>, at: usize) -> Option<Figure> {
    match s.word(at) {
        "between" => between(s, at + 1).map(|figure| Figure { from: at, ..figure }),
        "from" => two(s, at + 1, And::Joins)
            .filter(|figure| matches!(figure.amount, Amount::Range(..)))
            .map(|figure| Figure { from: at, ..figure }),
        _ => vague(s, at).or_else(|| {
            let first = number(s, at, And::Joins)?;
            two_from(s, at, first, And::Joins).or_else(|| one(s, at, first))
        }),
    }
}

/// The pair that starts at `at`, joined as after "between": "0.6 and 1.9 miles".
pub(super) fn between(s: &Sentence<'_>, at: usize) -> Option<Figure> {
    two(s, at, And::Separates)
}

fn two(s: &Sentence<'_>, at: usize, and: And) -> Option<Figure> {
    two_from(s, at, number(s, at, and)?, and)
}

fn one(s: &Sentence<'_>, at: usize, (mut number, next): (Number, usize)) -> Option<Figure> {
    let hyphen = usize::from(s.is_hyphen(next));
    let suffixed = s.is_glued(next) && hedging_suffix(s.word(next + hyphen)).is_some();
    let unit = unit(s, if suffixed { next + hyphen + 1 } else { next })?;
    let mut next = unit.next;
    // "A mile and a half."
    if number.written != Written::Digits
        && let Some((part, after)) = and_a_part(s, next)
    {
        number.value += part;
        number.rounding = 0.1 * part;
        next = after;
    }
    Some(Figure {
        amount: Amount::Exactly(number.value),
        rounding: (number.rounding, number.rounding),
        unit: unit.unit,
        from: at,
        next,
        attributive: unit.hyphen || (unit.singular && number.value > 1.0),
        singular: unit.singular,
        short: unit.short,
        written: number.written,
    })
}

enum Joint {
    Range,
    By,
}

/// "1 to 3 km", "1 km to 3 km", "10- to 20-mile", "10 by 20 km", and "1 and 3 km" after "between".
fn two_from(
    s: &Sentence<'_>,
    at: usize,
    (first, next): (Number, usize),
    and: And,
) -> Option<Figure> {
    if first.written == Written::Article {
        return None;
    }
    let first_unit = unit(s, next);
    let hanging = usize::from(s.word(next) == "-" && s.is_glued(next) && !s.is_glued(next + 1));
    let joint_at = first_unit.map_or(next + hanging, |unit| unit.next);
    let (joint, second_at) = joint(s, joint_at, and)?;
    let (second, next) = second_number(s, second_at, and)?;
    if second.written == Written::Article {
        return None;
    }
    let unit = unit(s, next)?;
    if first_unit.is_some_and(|first| first.unit != unit.unit) {
        return None;
    }
    let (mut low, mut high) = (first, second);
    // "5 to 10 million": the scale belongs to both.
    let scale = match s.before(next, 1) {
        "thousand" => 1e3,
        "million" => 1e6,
        "billion" => 1e9,
        _ => 1.0,
    };
    if low.value < high.value / scale {
        low.value *= scale;
        low.rounding *= scale;
    }
    if matches!(joint, Joint::Range) && low.value > high.value {
        (low, high) = (high, low);
    }
    Some(Figure {
        amount: match joint {
            Joint::Range => Amount::Range(low.value, high.value),
            Joint::By => Amount::By(low.value, high.value),
        },
        rounding: (low.rounding, high.rounding),
        unit: unit.unit,
        from: at,
        next: unit.next,
        attributive: unit.hyphen || unit.singular,
        singular: unit.singular,
        short: unit.short,
        written: first.written,
    })
}

fn joint(s: &Sentence<'_>, at: usize, and: And) -> Option<(Joint, usize)> {
    let hyphens = usize::from(s.is_hyphen(at));
    let word = at + hyphens;
    let after = word + 1 + hyphens * usize::from(s.is_hyphen(word + 1));
    match s.word(word) {
        "to" | "or" => Some((Joint::Range, after)),
        "and" if and == And::Separates => Some((Joint::Range, after)),
        "by" | "x" | "×" => Some((Joint::By, after)),
        _ => match s.word(at) {
            "-" | "\u{2010}" | "\u{2011}" | "–" | "—" if s.is_number(at + 1) => {
                Some((Joint::Range, at + 1))
            }
            _ => None,
        },
    }
}

/// The second number of a pair may be tied to the first by a dash, which alone would make it the
/// end of something longer.
fn second_number(s: &Sentence<'_>, at: usize, and: And) -> Option<(Number, usize)> {
    if let Some(found) = number(s, at, and) {
        return Some(found);
    }
    let dash = at.checked_sub(1).map(|dash| s.word(dash));
    let plain = s.is_number(at)
        && matches!(dash, Some("-" | "\u{2010}" | "\u{2011}" | "–" | "—"))
        && s.is_glued(at);
    if !plain {
        return None;
    }
    let value: f64 = ungrouped(s.raw(at))?.parse().ok()?;
    let number = Number {
        value,
        rounding: match s.raw(at).split_once('.') {
            Some((_, decimals)) => 0.5 * 0.1_f64.powi(i32::try_from(decimals.len()).ok()?),
            None => rounding_of(value),
        },
        written: Written::Digits,
    };
    Some((number, at + 1))
}

/// "Hundreds of miles", "a few kilometres": a unit without a number.
fn vague(s: &Sentence<'_>, at: usize) -> Option<Figure> {
    let mut next = at + usize::from(s.word(at) == "a");
    match s.word(next) {
        "few" | "several" | "many" => next += 1,
        "couple" | "tens" | "dozens" | "scores" | "hundreds" | "thousands" | "millions" => {
            next += 1;
            if s.reads(next, &["of", "thousands"]) {
                next += 2;
            }
            if s.word(next) == "of" {
                next += 1;
            } else if s.word(next - 1) != "couple" {
                return None;
            }
        }
        _ => return None,
    }
    let unit: unit::WrittenUnit = unit(s, next)?;
    Some(Figure {
        amount: Amount::Vague,
        rounding: (0.0, 0.0),
        unit: unit.unit,
        from: at,
        next: unit.next,
        attributive: unit.hyphen || unit.singular,
        singular: unit.singular,
        short: unit.short,
        written: Written::Words,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geoparse::quantity::sentence::with_sentence;

    fn read(text: &str) -> Option<(Amount, Unit)> {
        with_sentence(text, |s| {
            figure(s, 0)
                .filter(|figure| figure.next == s.len())
                .map(|figure| (figure.amount, figure.unit))
        })
    }

    #[test]
    fn ranges_and_extents_are_read_in_every_way_they_are_written() {
        for text in [
            "between 1 and 3 kilometers",
            "between one and three kilometers",
            "1-3 km",
            "1–3 km",
            "1 – 3 km",
            "1 to 3 km",
            "1km to 3km",
            "1 km-3 km",
            "from 1 to 3 km",
            "1- to 3-kilometer",
            "1-to-3-kilometer",
            "one to three kilometres",
            "one-to-three-kilometre",
            "3 or 1 km",
        ] {
            let expected = Some((Amount::Range(1.0, 3.0), Unit::Kilometre));
            assert_eq!(read(text), expected, "{text}");
        }
        for text in [
            "10 by 20 km",
            "10km by 20km",
            "10 x 20 km",
            "10×20 km",
            "10-by-20-km",
        ] {
            let expected = Some((Amount::By(10.0, 20.0), Unit::Kilometre));
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(
            read("between one hundred and two hundred miles"),
            Some((Amount::Range(100.0, 200.0), Unit::Mile))
        );
    }

    #[test]
    fn single_figures_are_read_in_every_way_they_are_written() {
        for (text, value, unit) in [
            ("10km", 10.0, Unit::Kilometre),
            ("10-kilometer", 10.0, Unit::Kilometre),
            ("half a mile", 0.5, Unit::Mile),
            ("a half-mile", 0.5, Unit::Mile),
            ("half-mile", 0.5, Unit::Mile),
            ("1/2 mile", 0.5, Unit::Mile),
            ("half mile", 0.5, Unit::Mile),
            ("three-quarters of a mile", 0.75, Unit::Mile),
            ("a quarter-mile", 0.25, Unit::Mile),
            ("three-quarter-mile", 0.75, Unit::Mile),
            ("a mile", 1.0, Unit::Mile),
            ("a mile and a half", 1.5, Unit::Mile),
            ("two-and-a-half miles", 2.5, Unit::Mile),
            ("two-and-a-half-mile", 2.5, Unit::Mile),
            ("twenty-five miles", 25.0, Unit::Mile),
            ("a hundred kilometres", 100.0, Unit::Kilometre),
            ("1,000-square-kilometer", 1_000.0, Unit::SquareKilometre),
            ("1.5 million hectares", 1_500_000.0, Unit::Hectare),
            ("half a million acres", 500_000.0, Unit::Acre),
        ] {
            let expected = Some((Amount::Exactly(value), unit));
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_unit_without_a_number_is_vague() {
        for text in [
            "hundreds of miles",
            "a few miles",
            "several miles",
            "a couple of miles",
            "tens of thousands of miles",
        ] {
            assert_eq!(read(text), Some((Amount::Vague, Unit::Mile)), "{text}");
        }
        assert_eq!(read("two dozen miles"), None);
    }
}
