//! Numbers, in digits and in words, and how far they may be rounded.

use super::{
    number_words::{and_a_part, in_parts, whole},
    sentence::Sentence,
};
use crate::text::TokenKind;

/// A number as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    pub value: f64,
    /// By how much the value may differ from what was rounded to it.
    pub rounding: f64,
    pub written: Written,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    Digits,
    Words,
    /// "A mile".
    Article,
}

/// Which joints a number in words may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum And {
    /// "A hundred and twenty."
    Joins,
    /// After "between" the word stands between two numbers.
    Separates,
}

/// Longer runs of digits are no figure of a newspaper, and would not be exact.
const MOST_DIGITS: usize = 15;
/// How often "1 000 000" goes on after its first group.
const MOST_GROUPS: usize = 4;

/// The number that starts at `at`, and the position after it.
pub(super) fn number(s: &Sentence<'_>, at: usize, and: And) -> Option<(Number, usize)> {
    if s.is_number(at) {
        in_digits(s, at)
    } else {
        in_words(s, at, and)
    }
}

fn in_digits(s: &Sentence<'_>, at: usize) -> Option<(Number, usize)> {
    if glued_to_more(s, at) {
        return None;
    }
    let raw = s.raw(at);
    let (whole, part) = match raw.chars().next_back().and_then(fraction) {
        Some(part) => (raw.trim_end_matches(|c| fraction(c).is_some()), part),
        None => (raw, 0.0),
    };
    let mut digits = if whole.is_empty() && part > 0.0 {
        String::new()
    } else {
        ungrouped(whole)?
    };
    let mut next = at + 1;
    let plain = digits.len() == raw.len() && part == 0.0;
    if plain && digits.len() <= 3 {
        for _ in 0..MOST_GROUPS {
            if digits.contains('.') || !is_group(s, next) {
                break;
            }
            digits.push_str(s.raw(next));
            next += 1;
        }
    }
    let integer = digits.split('.').next().unwrap_or_default();
    if digits.len() > MOST_DIGITS || (integer.len() > 1 && integer.starts_with('0')) {
        return None;
    }
    let mut value = if digits.is_empty() {
        0.0
    } else {
        digits.parse::<f64>().ok()?
    };
    let mut rounding = match digits.split_once('.') {
        Some((_, decimals)) => {
            0.5 * 0.1_f64.powi(i32::try_from(decimals.len()).unwrap_or(i32::MAX))
        }
        None => rounding_of(value),
    };
    if part > 0.0 {
        value += part;
        rounding = 0.1 * part;
    } else if plain {
        // "1/2" and "2 1/2".
        if let Some(part) = slashed(s, at) {
            (value, rounding, next) = (part, 0.1 * part, at + 3);
        } else if next == at + 1
            && !s.is_glued(next)
            && let Some(part) = slashed(s, next)
        {
            (value, rounding, next) = (value + part, 0.1 * part, next + 3);
        }
    }
    let number = Number {
        value,
        rounding,
        written: Written::Digits,
    };
    Some(finished(s, number, next))
}

/// The digits of a number without the commas between its groups; nothing where the separators
/// stand elsewhere than before three digits, and a point before the decimals: "1,5", "1.2.3".
pub(super) fn ungrouped(raw: &str) -> Option<String> {
    let all_digits =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, decimals) = match raw.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (raw, None),
    };
    let mut groups = whole.split(',');
    let first = groups.next().filter(|first| all_digits(first))?;
    let mut grouped = false;
    for group in groups {
        grouped = true;
        if group.len() != 3 || !all_digits(group) {
            return None;
        }
    }
    let fits = !(grouped && first.len() > 3) && decimals.is_none_or(all_digits);
    fits.then(|| raw.replace(',', ""))
}

/// Whether three digits stand here that go on with the number before them, "1 000 000". The last
/// of them have decimals only where the space is one that holds them together.
fn is_group(s: &Sentence<'_>, at: usize) -> bool {
    let raw = s.raw(at);
    let digits = raw.bytes().take_while(u8::is_ascii_digit).count();
    let whole = raw.len() == 3 || (s.is_held(at) && ungrouped(raw).is_some());
    s.is_number(at) && !s.is_glued(at) && digits == 3 && whole
}

/// The value of a vulgar fraction.
const fn fraction(c: char) -> Option<f64> {
    Some(match c {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '⅛' => 0.125,
        '⅜' => 0.375,
        '⅝' => 0.625,
        '⅞' => 0.875,
        _ => return None,
    })
}

/// Whether the digits are only the end of something longer: an amount of money, a time, a ratio,
/// a name such as "F-16", or a number with its decimals after a comma.
fn glued_to_more(s: &Sentence<'_>, at: usize) -> bool {
    if !s.is_glued(at) {
        return false;
    }
    let sign = s.before(at, 1);
    let after_sign = s.is_glued(at - 1);
    match sign {
        // "10km/6mi" are two figures.
        "/" => after_sign && !(at > 2 && s.is_word(at - 2) && s.is_number(at - 3)),
        "," | "." | ":" | "^" | "'" | "’" => after_sign,
        "-" | "–" | "—" | "_" => after_sign && !s.before(at, 2).is_empty(),
        "$" | "€" | "£" | "¥" | "₹" | "₽" | "₴" | "#" | "№" | "@" | "*" => true,
        _ => s.kind(at - 1) != TokenKind::Mark,
    }
}

fn slashed(s: &Sentence<'_>, at: usize) -> Option<f64> {
    if s.word(at + 1) != "/" || !s.is_glued(at + 1) || !s.is_glued(at + 2) {
        return None;
    }
    let above: u32 = s.raw(at).parse().ok()?;
    let below: u32 = s.raw(at + 2).parse().ok()?;
    (matches!(below, 2 | 3 | 4 | 5 | 8 | 10 | 16) && (1..below).contains(&above))
        .then(|| f64::from(above) / f64::from(below))
}

/// Half the unit of the last place that is not a zero; a zero at the end may have been counted,
/// so it never allows for more than a tenth.
pub(super) fn rounding_of(value: f64) -> f64 {
    if value.fract() != 0.0 {
        return 0.1 * value;
    }
    let mut place = 1.0;
    while value > 0.0 && place < 1e15 && value % (place * 10.0) == 0.0 {
        place *= 10.0;
    }
    (0.5_f64 * place).min((0.1 * value).max(0.5))
}

/// What may follow the digits or words: "and a half", and "million".
fn finished(s: &Sentence<'_>, mut number: Number, mut next: usize) -> (Number, usize) {
    // In words, a scale has been read with the number itself unless a part comes between.
    let mut scaled = number.written == Written::Digits;
    if let Some((part, after)) = and_a_part(s, next) {
        number.value += part;
        number.rounding = 0.1 * part;
        next = after;
        scaled = true;
    }
    let hyphen = usize::from(s.is_hyphen(next));
    let scale = match s.word(next + hyphen) {
        "m" | "mn" if is_people(s.word(next + 1)) => 1e6,
        "bn" if is_people(s.word(next + 1)) => 1e9,
        "hundred" if scaled => 100.0,
        "thousand" if scaled => 1e3,
        "million" if scaled => 1e6,
        "billion" if scaled => 1e9,
        _ => return (number, next),
    };
    number.value *= scale;
    number.rounding = (number.rounding * scale).min(0.1 * number.value);
    (number, next + hyphen + 1)
}

/// The words for people that a population is counted in.
pub(super) fn is_people(word: &str) -> bool {
    matches!(word, "people" | "residents" | "inhabitants")
}

fn in_words(s: &Sentence<'_>, at: usize, and: And) -> Option<(Number, usize)> {
    // The end of a compound is no number: "top-ten". That of a pair is: "one-to-ten".
    if at > 0 && s.is_hyphen(at - 1) && !matches!(s.before(at, 2), "to" | "or" | "by" | "and") {
        return None;
    }
    let words = |value: f64| Number {
        value,
        rounding: rounding_of(value),
        written: Written::Words,
    };
    if let Some((value, next)) = in_parts(s, at) {
        return Some((words(value), next));
    }
    if let Some((value, next)) = whole(s, at, and) {
        return Some(finished(s, words(value), next));
    }
    matches!(s.word(at), "a" | "an").then(|| {
        let one = Number {
            written: Written::Article,
            ..words(1.0)
        };
        (one, at + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geoparse::quantity::sentence::with_sentence;

    fn value(text: &str) -> Option<f64> {
        with_sentence(text, |s| {
            let (number, next) = number(s, 0, And::Joins)?;
            (next == s.len()).then_some(number.value)
        })
    }

    #[test]
    fn digits_are_read_with_groups_decimals_and_fractions() {
        for (text, expected) in [
            ("1,000", 1_000.0),
            ("12,345,678", 12_345_678.0),
            ("1\u{a0}000", 1_000.0),
            ("1\u{2009}250.5", 1_250.5),
            ("1\u{202f}000\u{202f}000", 1_000_000.0),
            ("1 000 000", 1_000_000.0),
            ("6.2", 6.2),
            ("½", 0.5),
            ("2½", 2.5),
            ("1/2", 0.5),
            ("2 1/2", 2.5),
            ("3/4", 0.75),
            ("1.5 million", 1_500_000.0),
            ("1.5-million", 1_500_000.0),
            ("20 thousand", 20_000.0),
            ("2 and a half", 2.5),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
        for text in ["007", "1,5", "1,0000", "2019,300", "1.2.3", "٣٤"] {
            assert_eq!(value(text), None, "{text}");
        }
        assert_eq!(value("1234567890123456789"), None);
    }

    #[test]
    fn words_are_read_up_to_millions() {
        for (text, expected) in [
            ("one", 1.0),
            ("twelve", 12.0),
            ("twenty-five", 25.0),
            ("twenty five", 25.0),
            ("a hundred", 100.0),
            ("one hundred and twenty", 120.0),
            ("three hundred", 300.0),
            ("nineteen hundred", 1_900.0),
            ("two thousand five hundred", 2_500.0),
            ("sixty thousand", 60_000.0),
            ("a hundred thousand", 100_000.0),
            ("one million two hundred thousand", 1_200_000.0),
            ("two and a half", 2.5),
            ("two-and-a-half", 2.5),
            ("two and a half million", 2_500_000.0),
            ("one and three-quarters", 1.75),
            ("half a", 0.5),
            ("half a million", 500_000.0),
            ("a quarter of a", 0.25),
            ("a quarter of a million", 250_000.0),
            ("three-quarters of a", 0.75),
            ("two thirds of a", 2.0 / 3.0),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
        assert_eq!(value("a third"), None);
        assert_eq!(value("dozen"), None);
    }

    #[test]
    fn numbers_that_do_not_fit_together_are_two() {
        let first = |text: &str| {
            with_sentence(text, |s| {
                number(s, 0, And::Joins).map(|(number, next)| (number.value, next))
            })
        };
        assert_eq!(first("twenty thirty"), Some((20.0, 1)));
        assert_eq!(
            first("five hundred thousand thousand"),
            Some((500_000.0, 3))
        );
        assert_eq!(first("2019 300"), Some((2_019.0, 1)));
        let between = with_sentence("one hundred and two hundred", |s| {
            number(s, 0, And::Separates).map(|(number, next)| (number.value, next))
        });
        assert_eq!(between, Some((100.0, 2)));
    }

    #[test]
    fn the_end_of_something_longer_is_no_number() {
        for text in ["$10", "1,5", "10:30", "F-16", "covid-19", "x/4", "#5"] {
            let last = with_sentence(text, |s| number(s, s.len() - 1, And::Joins));
            assert_eq!(last, None, "{text}");
        }
    }

    #[test]
    fn zeros_at_the_end_may_be_rounded_but_not_by_more_than_a_tenth() {
        assert!((rounding_of(160.0) - 5.0).abs() < 1e-9);
        assert!((rounding_of(10.0) - 1.0).abs() < 1e-9);
        assert!((rounding_of(386.0) - 0.5).abs() < 1e-9);
        assert!((rounding_of(1_000.0) - 100.0).abs() < 1e-9);
    }
}
