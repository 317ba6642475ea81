//! Figures that are none of an article's geography: bodies, races, money, names.

use super::{
    Amount,
    figure::Figure,
    lexicon::{is_football, is_function, is_race},
    number::Written,
    sentence::Sentence,
};
use crate::measure::unit::{Dimension, Unit};

/// Whether the words around a figure say that it measures no distance, area or speed of the land.
pub(super) fn is_something_else(s: &Sentence<'_>, figure: &Figure) -> bool {
    is_name(s, figure)
        || is_body(s, figure)
        || is_sport(s, figure)
        || is_price(s, figure)
        || is_other_letter(s, figure)
        || is_single_thing(s, figure)
}

/// "Three Mile Island", "8 Mile Road", "two Miles Davis albums".
fn is_name(s: &Sentence<'_>, figure: &Figure) -> bool {
    let unit = figure.next - 1;
    if !s.is_capital(unit) || figure.short {
        return false;
    }
    match s.word(unit) {
        "mile" | "foot" | "yard" | "acre" | "knot" => true,
        "miles" => {
            figure.written == Written::Words
                && s.is_capital(unit + 1)
                && !is_function(s.word(unit + 1))
                && super::compass::compass(s, unit + 1).is_none()
        }
        _ => false,
    }
}

/// "6 feet tall", "a 5-foot-10 guard", "six feet two", "on two feet", "10 foot soldiers".
fn is_body(s: &Sentence<'_>, figure: &Figure) -> bool {
    let Amount::Exactly(value) = figure.amount else {
        return false;
    };
    let next = figure.next + usize::from(s.is_hyphen(figure.next));
    let follows = s.word(next);
    let before = s.before(figure.from, 1);
    match figure.unit {
        Unit::Foot => {
            let person = (3.0..9.0).contains(&value);
            let inches = next + usize::from(follows == ",");
            let inches = (s.is_number(inches) || is_small_number(s.word(inches)))
                && (inches == next
                    || s.word(inches + 1 + usize::from(s.is_hyphen(inches + 1)))
                        .starts_with("inch"));
            (person && (follows == "tall" || inches))
                || matches!(follows, "soldier" | "soldiers" | "patrol" | "patrols")
                || (value <= 4.0
                    && matches!(
                        before,
                        "on" | "his" | "her" | "their" | "its" | "my" | "own"
                    ))
                || matches!(before, "size")
        }
        Unit::Metre => (1.2..2.5).contains(&value) && follows == "tall",
        _ => false,
    }
}

fn is_small_number(word: &str) -> bool {
    matches!(
        word,
        "one"
            | "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "eleven"
    )
}

/// The distances of foot races, in metres.
const TRACK: [f64; 10] = [
    60.0, 100.0, 110.0, 200.0, 400.0, 800.0, 1_500.0, 3_000.0, 5_000.0, 10_000.0,
];

/// "The 400-meter hurdles", "a 10-mile run", "120 yards rushing", "won the 100 meters".
fn is_sport(s: &Sentence<'_>, figure: &Figure) -> bool {
    if figure.unit.dimension() != Dimension::Length {
        return false;
    }
    let follows = s.word(figure.next + usize::from(s.is_hyphen(figure.next)));
    let second = s.word(figure.next + 1);
    if matches!(follows, "running" | "cycling" | "swimming" | "freestyle") {
        return true;
    }
    if figure.attributive
        && (is_race(follows) || (matches!(follows, "run" | "walk") && figure.unit != Unit::Yard))
    {
        return true;
    }
    match figure.unit {
        Unit::Yard => {
            is_football(follows)
                || (matches!(follows, "of" | "and" | "on" | "for") && is_football(second))
                || (follows == "and" && is_football(s.word(figure.next + 2)))
                || (follows == "and" && is_football(s.word(figure.next + 3)))
                || matches!(s.before(figure.from, 1), "rushed" | "passed" | "threw")
                || (matches!(s.before(figure.from, 1), "for")
                    && matches!(
                        s.before(figure.from, 2),
                        "rushed" | "ran" | "passed" | "threw"
                    ))
        }
        Unit::Metre => {
            let Amount::Exactly(value) = figure.amount else {
                return false;
            };
            TRACK.contains(&value)
                && matches!(
                    s.before(figure.from, 1),
                    "the" | "men’s" | "women’s" | "men's" | "women's" | "boys" | "girls"
                )
                && !matches!(
                    follows,
                    "between" | "from" | "to" | "of" | "separating" | "around"
                )
        }
        _ => false,
    }
}

/// "$500 an acre", "75 cents a mile", "40 people an acre", "$10 m".
fn is_price(s: &Sentence<'_>, figure: &Figure) -> bool {
    let before = s.before(figure.from, 1);
    if matches!(
        before,
        "$" | "€"
            | "£"
            | "¥"
            | "₹"
            | "₽"
            | "₴"
            | "per"
            | "usd"
            | "eur"
            | "gbp"
            | "rs"
            | "us$"
            | "no"
            | "number"
            | "channel"
    ) {
        return true;
    }
    let counted = |back: usize| {
        figure.from.checked_sub(back).is_some_and(|at| {
            s.is_number(at) || matches!(s.word(at), "million" | "billion" | "thousand" | "hundred")
        })
    };
    figure.written == Written::Article
        && (counted(1) || counted(2) || matches!(before, "cents" | "dollars" | "pounds" | "euros"))
}

/// "m" is also short for million and for men: only the words around it make it metres.
fn is_other_letter(s: &Sentence<'_>, figure: &Figure) -> bool {
    if figure.unit != Unit::Metre || !figure.short {
        return false;
    }
    let follows = s.word(figure.next + usize::from(s.is_hyphen(figure.next)));
    let measured = matches!(
        follows,
        "wide"
            | "long"
            | "high"
            | "tall"
            | "deep"
            | "thick"
            | "away"
            | "from"
            | "off"
            | "above"
            | "below"
            | "apart"
            | "outside"
            | "inside"
            | "beyond"
            | "behind"
            | "of"
            | "radius"
            | "underground"
            | "underwater"
            | "offshore"
            | "inland"
            | "downstream"
            | "upstream"
            | "tower"
            | "wave"
            | "waves"
            | "wall"
            | "across"
            | "x"
    ) || super::compass::compass(s, figure.next).is_some()
        || (s.word(figure.next) == "(" && super::other_unit::other_unit(s, figure).is_some())
        || matches!(
            (s.before(figure.from, 2), s.before(figure.from, 1)),
            (_, "within")
                | (
                    "radius"
                        | "distance"
                        | "depth"
                        | "height"
                        | "width"
                        | "length"
                        | "altitude"
                        | "elevation"
                        | "diameter",
                    "of"
                )
        );
    !measured
}

/// "A foot", "a yard", "a meter" and "a knot" are things, unless a measure's words follow.
fn is_single_thing(s: &Sentence<'_>, figure: &Figure) -> bool {
    let single = figure.written == Written::Article
        || (figure.written == Written::Words && figure.amount == Amount::Exactly(1.0));
    if figure.unit == Unit::Knot {
        return figure.written != Written::Digits
            && !matches!(figure.amount, Amount::Exactly(value) if value >= 5.0);
    }
    single
        && matches!(figure.unit, Unit::Foot | Unit::Yard | Unit::Metre)
        && !matches!(
            s.word(figure.next),
            "away"
                | "from"
                | "wide"
                | "deep"
                | "high"
                | "tall"
                | "long"
                | "thick"
                | "above"
                | "below"
                | "apart"
                | "and"
                | "or"
                | "("
        )
        && super::compass::compass(s, figure.next).is_none()
}
