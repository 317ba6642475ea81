//! Numbers in words, up to the billions, and parts of one: "two hundred and fifty", "half a".

use super::{number::And, sentence::Sentence};

/// "And a half", also with hyphens.
pub(super) fn and_a_part(s: &Sentence<'_>, at: usize) -> Option<(f64, usize)> {
    let mut next = at + usize::from(s.is_hyphen(at));
    if s.word(next) != "and" {
        return None;
    }
    next += 1;
    next += usize::from(s.is_hyphen(next));
    let count = match s.word(next) {
        "a" | "one" => 1.0,
        "three" => 3.0,
        "two" => 2.0,
        _ => return None,
    };
    next += 1;
    next += usize::from(s.is_hyphen(next));
    let part = part(s.word(next))?;
    (count * part < 1.0).then_some((count * part, next + 1))
}

/// Whether the word opens a number, or a figure without one.
pub(super) fn starts_in_words(word: &str) -> bool {
    // No such word is shorter or longer, and most words are.
    (3..=9).contains(&word.len())
        && (matches!(
            word,
            "half"
                | "hundred"
                | "thousand"
                | "million"
                | "few"
                | "several"
                | "many"
                | "couple"
                | "tens"
                | "dozens"
                | "scores"
                | "hundreds"
                | "thousands"
                | "millions"
        ) || ones(word).is_some()
            || tens(word).is_some())
}

pub(super) fn is_part(word: &str) -> bool {
    part(word).is_some()
}

fn part(word: &str) -> Option<f64> {
    Some(match word {
        "half" => 0.5,
        "third" | "thirds" => 1.0 / 3.0,
        "quarter" | "quarters" | "fourth" | "fourths" => 0.25,
        "fifth" | "fifths" => 0.2,
        "eighth" | "eighths" => 0.125,
        "tenth" | "tenths" => 0.1,
        _ => return None,
    })
}

fn ones(word: &str) -> Option<f64> {
    Some(match word {
        "one" => 1.0,
        "two" => 2.0,
        "three" => 3.0,
        "four" => 4.0,
        "five" => 5.0,
        "six" => 6.0,
        "seven" => 7.0,
        "eight" => 8.0,
        "nine" => 9.0,
        "ten" => 10.0,
        "eleven" => 11.0,
        "twelve" => 12.0,
        "thirteen" => 13.0,
        "fourteen" => 14.0,
        "fifteen" => 15.0,
        "sixteen" => 16.0,
        "seventeen" => 17.0,
        "eighteen" => 18.0,
        "nineteen" => 19.0,
        _ => return None,
    })
}

fn tens(word: &str) -> Option<f64> {
    Some(match word {
        "twenty" => 20.0,
        "thirty" => 30.0,
        "forty" | "fourty" => 40.0,
        "fifty" => 50.0,
        "sixty" => 60.0,
        "seventy" => 70.0,
        "eighty" => 80.0,
        "ninety" => 90.0,
        _ => return None,
    })
}

/// "Half a", "a quarter of a", "three-quarters of a", "half a million".
pub(super) fn in_parts(s: &Sentence<'_>, at: usize) -> Option<(f64, usize)> {
    let mut next = at;
    let count = if matches!(s.word(at), "a" | "an") {
        next += 1;
        1.0
    } else if let Some(count) = ones(s.word(at)).filter(|count| *count < 10.0) {
        next += 1;
        next += usize::from(s.is_hyphen(next));
        count
    } else if s.word(at) == "half" {
        1.0
    } else {
        return None;
    };
    let name = s.word(next);
    let value = count * part(name)?;
    if value >= 1.0 {
        return None;
    }
    next += 1;
    let hyphen = usize::from(s.is_hyphen(next));
    next += hyphen;
    let of = s.word(next) == "of";
    next += usize::from(of);
    let article = matches!(s.word(next), "a" | "an");
    next += usize::from(article);
    // "The third mile" and "a fifth mile" count miles.
    let plain = matches!(name, "half" | "quarter") || (hyphen == 1 && name.ends_with('s'));
    if !of && !plain {
        return None;
    }
    let scale = match s.word(next) {
        "thousand" => 1e3,
        "million" => 1e6,
        "billion" => 1e9,
        _ => {
            // The hyphen before the unit is left for the unit.
            let back = usize::from(hyphen == 1 && !of && !article);
            return Some((value, next - back));
        }
    };
    Some((value * scale, next + 1))
}

/// A whole number: "a hundred and twenty", "twenty-five thousand".
pub(super) fn whole(s: &Sentence<'_>, at: usize, and: And) -> Option<(f64, usize)> {
    let mut next = at;
    let (mut total, mut group) = (0.0, 0.0);
    // What may still be said of the group: nothing twice, and in falling order.
    let mut room = 100.0;
    let mut largest = 1e12;
    if matches!(s.word(at), "a" | "an") {
        (group, room, next) = (1.0, 0.0, at + 1);
    }
    let mut end = None;
    loop {
        let word = s.word(next);
        if let Some(value) = tens(word).filter(|_| room >= 100.0) {
            group += value;
            room = 10.0;
        } else if let Some(value) = ones(word).filter(|value| *value < room) {
            group += value;
            room = 0.0;
        } else if word == "hundred" && group > 0.0 && group < 100.0 {
            group *= 100.0;
            room = 100.0;
        } else if let Some(scale) = match word {
            "thousand" => Some(1e3),
            "million" => Some(1e6),
            "billion" => Some(1e9),
            _ => None,
        }
        .filter(|scale| *scale < largest && group > 0.0)
        {
            total += group * scale;
            (group, room, largest) = (0.0, 100.0, scale);
        } else {
            break;
        }
        next += 1;
        end = Some(next);
        if s.is_hyphen(next) {
            next += 1;
        }
        let open = room >= 100.0 && (group >= 100.0 || total > 0.0);
        if and == And::Joins && open && s.word(next) == "and" {
            next += 1;
            next += usize::from(s.is_hyphen(next));
        }
    }
    end.map(|end| (total + group, end))
}
