//! Units as they are written behind a number.

use super::{number::is_people, sentence::Sentence};
use crate::measure::unit::{Dimension, Unit};

/// A unit that stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WrittenUnit {
    pub unit: Unit,
    /// The position after it.
    pub next: usize,
    /// A hyphen ties it to its number, as in "10-kilometer radius".
    pub hyphen: bool,
    /// It is spelled out, in the singular.
    pub singular: bool,
    /// It is not spelled out.
    pub short: bool,
}

/// The unit that stands at `at`, after a number or after the hyphen that ties it to one.
pub(super) fn unit(s: &Sentence<'_>, at: usize) -> Option<WrittenUnit> {
    let hyphen = usize::from(s.is_hyphen(at));
    let mut next = at + hyphen;
    let square = matches!(s.word(next), "square" | "sq");
    if square {
        next += 1;
        next += usize::from(s.word(next) == "." && s.is_glued(next));
        next += usize::from(s.is_hyphen(next));
    }
    let name = name(s, next)?;
    let unit = if square {
        squared(name.unit)?
    } else {
        name.unit
    };
    let mut found = WrittenUnit {
        unit,
        next: name.next,
        hyphen: hyphen == 1,
        singular: name.singular,
        short: name.short,
    };
    if name.short && s.word(found.next) == "." && s.is_glued(found.next) && more(s, found.next + 1)
    {
        found.next += 1;
    }
    if let Some((unit, next)) = per_time(s, unit, found.next) {
        (found.unit, found.next) = (unit, next);
    } else if unit.dimension() != Dimension::Speed && is_rate(s, found.next) {
        return None;
    }
    Some(found)
}

/// Whether the sentence goes on after a full stop, so that the stop belongs to the word.
fn more(s: &Sentence<'_>, at: usize) -> bool {
    at < s.len() && !matches!(s.word(at), "”" | "\"" | "’" | "'")
}

struct Name {
    unit: Unit,
    next: usize,
    singular: bool,
    short: bool,
}

fn name(s: &Sentence<'_>, at: usize) -> Option<Name> {
    let found = |unit, singular| {
        Some(Name {
            unit,
            next: at + 1,
            singular,
            short: false,
        })
    };
    let short = |unit, next| {
        Some(Name {
            unit,
            next,
            singular: false,
            short: true,
        })
    };
    match s.word(at) {
        "kilometer" | "kilometre" => found(Unit::Kilometre, true),
        "kilometers" | "kilometres" => found(Unit::Kilometre, false),
        "km" if s.word(at + 1) == "/" => match s.word(at + 2) {
            "h" | "hr" | "hour" => short(Unit::KilometrePerHour, at + 3),
            _ => short(Unit::Kilometre, at + 1),
        },
        "km" | "kms" if s.reads(at + 1, &["^", "2"]) => short(Unit::SquareKilometre, at + 3),
        "km" | "kms" => short(Unit::Kilometre, at + 1),
        "km2" | "km²" | "sqkm" => short(Unit::SquareKilometre, at + 1),
        "meter" | "metre" => found(Unit::Metre, true),
        "meters" | "metres" => found(Unit::Metre, false),
        "m" if s.raw(at) != "m" => None,
        "m" if s.reads(at + 1, &["/", "s"]) => short(Unit::MetrePerSecond, at + 3),
        "m" if s.reads(at + 1, &["^", "2"]) => short(Unit::SquareMetre, at + 3),
        "m" => short(Unit::Metre, at + 1),
        "m2" | "m²" | "sqm" => short(Unit::SquareMetre, at + 1),
        "mile" => found(Unit::Mile, true),
        "miles" => found(Unit::Mile, false),
        // In capitals it is the state of Michigan.
        "mi" if s.raw(at) == "mi" => short(Unit::Mile, at + 1),
        "mi2" | "mi²" => short(Unit::SquareMile, at + 1),
        "statute" => match s.word(at + 1) {
            "mile" | "miles" => short(Unit::Mile, at + 2),
            _ => None,
        },
        "nautical" | "sea" => match s.word(at + 1) {
            "mile" | "miles" => short(Unit::NauticalMile, at + 2),
            _ => None,
        },
        "nmi" => short(Unit::NauticalMile, at + 1),
        "foot" => found(Unit::Foot, true),
        "feet" => found(Unit::Foot, false),
        "ft" if s.raw(at) == "ft" => short(Unit::Foot, at + 1),
        "ft2" | "ft²" | "sqft" => short(Unit::SquareFoot, at + 1),
        "yard" => found(Unit::Yard, true),
        "yards" => found(Unit::Yard, false),
        "yd" | "yds" => short(Unit::Yard, at + 1),
        "acre" => found(Unit::Acre, true),
        "acres" => found(Unit::Acre, false),
        "hectare" => found(Unit::Hectare, true),
        "hectares" => found(Unit::Hectare, false),
        "ha" if s.raw(at) == "ha" => short(Unit::Hectare, at + 1),
        "mph" => short(Unit::MilePerHour, at + 1),
        "kph" | "kmh" | "kmph" => short(Unit::KilometrePerHour, at + 1),
        "knot" => found(Unit::Knot, true),
        "knots" => found(Unit::Knot, false),
        "kts" => short(Unit::Knot, at + 1),
        word if is_people(word) => found(Unit::People, false),
        "permanent" | "registered" | "local" if is_people(s.word(at + 1)) => Some(Name {
            unit: Unit::People,
            next: at + 2,
            singular: false,
            short: false,
        }),
        _ => None,
    }
}

const fn squared(unit: Unit) -> Option<Unit> {
    match unit {
        Unit::Kilometre => Some(Unit::SquareKilometre),
        Unit::Metre => Some(Unit::SquareMetre),
        Unit::Mile => Some(Unit::SquareMile),
        Unit::Foot => Some(Unit::SquareFoot),
        _ => None,
    }
}

/// "Miles per hour", "kilometres an hour", "meters per second", also with hyphens.
fn per_time(s: &Sentence<'_>, unit: Unit, at: usize) -> Option<(Unit, usize)> {
    let mut next = at + usize::from(s.is_hyphen(at));
    if !matches!(s.word(next), "per" | "an" | "a") {
        return None;
    }
    next += 1;
    next += usize::from(s.is_hyphen(next));
    let unit = match (unit, s.word(next)) {
        (Unit::Mile, "hour") => Unit::MilePerHour,
        (Unit::Kilometre, "hour") => Unit::KilometrePerHour,
        (Unit::Metre, "second") => Unit::MetrePerSecond,
        (Unit::NauticalMile, "hour") => Unit::Knot,
        _ => return None,
    };
    Some((unit, next + 1))
}

/// Whether something else is counted by: "miles a day", "miles per gallon", "feet per second".
fn is_rate(s: &Sentence<'_>, at: usize) -> bool {
    match s.word(at) {
        "per" => true,
        "/" => s.is_glued(at) && s.is_glued(at + 1) && s.is_word(at + 1),
        "a" | "an" | "each" | "every" => matches!(
            s.word(at + 1),
            "second" | "minute" | "hour" | "day" | "night" | "week" | "month" | "year"
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geoparse::quantity::sentence::with_sentence;

    fn read(text: &str) -> Option<Unit> {
        with_sentence(text, |s| {
            unit(s, 0)
                .filter(|unit| unit.next == s.len())
                .map(|unit| unit.unit)
        })
    }

    #[test]
    fn units_are_known_in_words_and_in_short() {
        for (unit, written) in [
            (Unit::Kilometre, "km kms KM kilometer kilometres"),
            (Unit::Metre, "m metre meters"),
            (Unit::Mile, "mi mile miles"),
            (Unit::NauticalMile, "nmi nautical_miles nautical_mile"),
            (Unit::Foot, "ft foot feet"),
            (Unit::Yard, "yd yds yard yards"),
            (Unit::Acre, "acre acres"),
            (Unit::Hectare, "ha hectare hectares"),
            (
                Unit::SquareKilometre,
                "km² km2 km^2 sqkm sq_km sq._km square_kilometers square-kilometer",
            ),
            (
                Unit::SquareMile,
                "mi² sq_mi sq._mi square_miles square-mile",
            ),
            (Unit::SquareMetre, "m² m2 sq_m square_metres"),
            (Unit::SquareFoot, "ft² sq_ft sq._ft square_feet"),
            (
                Unit::KilometrePerHour,
                "km/h km/hr kph kmh kilometers_per_hour kilometres_an_hour kilometre-per-hour",
            ),
            (
                Unit::MilePerHour,
                "mph miles_per_hour miles_an_hour mile-an-hour",
            ),
            (Unit::MetrePerSecond, "m/s metres_per_second"),
            (Unit::Knot, "knots kts knot"),
        ] {
            for written in written.split(' ') {
                assert_eq!(read(&written.replace('_', " ")), Some(unit), "{written}");
            }
        }
    }

    #[test]
    fn other_things_are_no_units() {
        for text in [
            "MI",
            "M",
            "mm",
            "cm",
            "sq acres",
            "kg",
            "miles a day",
            "feet per second",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
