//! Populations: figures of people that the text gives as all who live in a place. People who
//! fled, died or gathered are counted too, but that is no population.

use super::{
    Amount, Link,
    figure::Figure,
    hedge,
    lexicon::{is_calendar, is_function, is_other_population, is_population_verb, is_settlement},
    number::{And, Written, is_people, number},
    phrase::{PhraseReach, is_possessive, phrase_end, phrase_start},
    sentence::Sentence,
};
use crate::{measure::unit::Unit, text::Span};

/// How many words the search looks back for "population".
const LOOK_BACK: usize = 10;

/// Fewer people than this live in a house, not in a place, unless the text calls them a population.
const FEWEST: f64 = 50.0;

/// A bare number at `at` that may be a population: "60,000" in "population of 60,000".
pub(super) fn bare(s: &Sentence<'_>, at: usize) -> Option<Figure> {
    let (first, mut next) = number(s, at, And::Joins)?;
    if first.written == Written::Article || first.value < 1.0 || first.value.fract() != 0.0 {
        return None;
    }
    let mut amount = Amount::Exactly(first.value);
    let mut rounding = (first.rounding, first.rounding);
    if matches!(s.word(next), "to" | "or" | "-" | "–")
        && let Some((second, after)) = number(s, next + 1, And::Joins)
        && second.value > first.value
    {
        amount = Amount::Range(first.value, second.value);
        rounding.1 = second.rounding;
        next = after;
    }
    let counts_others =
        (s.is_word(next) && !is_function(s.word(next)) && !is_calendar(s.word(next)))
            || s.word(next) == "%"
            || s.is_hyphen(next);
    (!counts_others).then_some(Figure {
        amount,
        rounding,
        unit: Unit::People,
        from: at,
        next,
        attributive: false,
        singular: false,
        short: false,
        written: first.written,
    })
}

/// Whether the words around say that `figure` is a population, and of what if they say that too.
pub(super) fn population(s: &Sentence<'_>, figure: &Figure, floor: usize) -> Option<Link> {
    let from = hedge::before(s, figure.from, floor).map_or(figure.from, |(_, from)| from);
    if let Some(link) = named_population(s, from) {
        return Some(link);
    }
    match (s.before(from, 2), s.before(from, 1)) {
        ("home", "to") => return Some(of(subject_before(s, over_verb(s, from - 2)))),
        (noun, "of") if is_settlement(noun) => return Some(of(settlement(s, from - 2))),
        _ => {}
    }
    if is_people(s.before(figure.next, 1)) {
        return counted_people(s, figure, from);
    }
    None
}

fn of(subject: Option<Span>) -> Link {
    subject.map_or(Link::Unstated, |target| Link::Of { target })
}

/// "A pre-war population of N", "the population of X is N", "population: N", "(pop. N)".
fn named_population(s: &Sentence<'_>, from: usize) -> Option<Link> {
    let nearest = (1..=LOOK_BACK.min(from))
        .map(|back| from - back)
        .take_while(|&at| !matches!(s.word(at), ";" | ")" | "and" | "while"))
        .find(|&at| matches!(s.word(at), "population" | "pop" | "populations"))?;
    if is_other_population(s.before(nearest, 1)) {
        return None;
    }
    // "The Muslim population" are some of those who live there.
    let group = nearest.checked_sub(1).is_some_and(|at| {
        at > 0 && s.is_capital(at) && !is_possessive(s.word(at)) && nearest + 1 < from
    });
    if group {
        return None;
    }
    let mut at = nearest + 1;
    let mut subject = None;
    if s.word(at) == "of" && at + 1 < from {
        let end = phrase_end(s, at + 1, PhraseReach::Place)?;
        subject = Some(s.span(at + 1, end));
        at = end;
        if s.word(at) == "in" && s.is_number(at + 1) {
            at += 2;
        }
    } else if s.word(at) == "of" {
        at += 1;
    }
    while at < from && is_population_verb(s.word(at)) {
        at += 1;
    }
    if at != from {
        return None;
    }
    Some(of(subject.or_else(|| owner_of(s, nearest))))
}

/// Whose population: "Pokrovsk’s population", "Pokrovsk, with a population", "Pokrovsk (pop.".
fn owner_of(s: &Sentence<'_>, population: usize) -> Option<Span> {
    let mut at = population;
    if s.before(at, 1) == "," {
        return subject_before(s, at);
    }
    // Over adjectives: "a pre-war", "an estimated total".
    for _ in 0..5 {
        let word = s.before(at, 1);
        if is_possessive(word) {
            return possessor(s, at);
        }
        match word {
            "(" | "[" => return subject_before(s, at - 1),
            "a" | "an" | "the" => {
                at -= 1;
                return match s.before(at, 1) {
                    "with" | "has" | "had" | "have" => subject_before(s, over_verb(s, at - 1)),
                    _ => None,
                };
            }
            "with" | "has" | "had" => return subject_before(s, over_verb(s, at - 1)),
            "-" => at -= 1,
            _ if at > 0 && s.is_word(at - 1) && !is_function(word) => at -= 1,
            _ => return None,
        }
    }
    None
}

/// The phrase that ends before `at` with a possessive, without its "’s".
fn possessor(s: &Sentence<'_>, at: usize) -> Option<Span> {
    let mut span = s.span(phrase_start(s, at)?, at);
    let word = s.before(at, 1);
    span.end -= word.len() - word.trim_end_matches("'s").trim_end_matches("’s").len();
    (!span.is_empty()).then_some(span)
}

/// "A city of N": what the city is called, else the words for it.
fn settlement(s: &Sentence<'_>, noun: usize) -> Option<Span> {
    let article = (1..=5.min(noun))
        .map(|back| noun - back)
        .find(|&at| matches!(s.word(at), "a" | "an" | "the") || is_possessive(s.word(at)))?;
    let named = match s.before(article, 1) {
        "," => subject_before(s, article),
        "is" | "was" | "are" | "remains" | "became" => subject_before(s, article - 1),
        _ => None,
    };
    named.or_else(|| (s.word(article) == "the").then(|| s.span(article, noun + 1)))
}

/// "N people live in X", "the town’s N residents", "X has N inhabitants", "the N residents of X".
fn counted_people(s: &Sentence<'_>, figure: &Figure, from: usize) -> Option<Link> {
    if figure.amount.values().is_none_or(|(_, most)| most < FEWEST) {
        return None;
    }
    let noun = s.before(figure.next, 1);
    let mut next = figure.next;
    if matches!(s.word(next), "who" | "that") {
        next += 1;
    }
    if matches!(
        s.word(next),
        "live" | "lived" | "living" | "reside" | "resided" | "residing"
    ) && !matches!(
        s.word(next + 1),
        "with" | "without" | "on" | "under" | "below" | "through"
    ) {
        let place = (s.word(next + 1) == "in")
            .then(|| phrase_end(s, next + 2, PhraseReach::Place))
            .flatten();
        return Some(of(place.map(|end| s.span(next + 2, end))));
    }
    let of_place = || {
        matches!(s.word(figure.next), "of" | "in")
            .then(|| phrase_end(s, figure.next + 1, PhraseReach::Place))
            .flatten()
            .map(|end| s.span(figure.next + 1, end))
    };
    match s.before(from, 1) {
        word if is_possessive(word) => Some(of(possessor(s, from))),
        "its" | "all" if noun != "people" => Some(of(of_place())),
        "the" if noun != "people" => of_place().map(|target| Link::Of { target }),
        "has" | "had" => Some(of(Some(subject_before(s, over_verb(s, from - 1))?))),
        "with" if noun != "people" => Some(of(Some(subject_before(s, from - 1)?))),
        "by" if matches!(s.before(from, 2), "inhabited" | "populated") => {
            Some(of(subject_before(s, over_verb(s, from - 2))))
        }
        _ if noun == "inhabitants" => Some(of(of_place())),
        _ => None,
    }
}

/// Back over "is", "was", "which is", "now", to where the subject ends.
fn over_verb(s: &Sentence<'_>, mut at: usize) -> usize {
    for _ in 0..3 {
        match s.before(at, 1) {
            "is" | "was" | "are" | "were" | "has" | "had" | "now" | "also" | "once" | "still"
            | "currently" | "which" | "that" => at -= 1,
            _ => break,
        }
    }
    at
}

/// The name that ends before `at`, over a comma and over what stands between two commas:
/// "Pokrovsk, a hub in eastern Ukraine, with". A name with its state is kept whole: "Salem, Ohio".
fn subject_before(s: &Sentence<'_>, at: usize) -> Option<Span> {
    let comma = |end: usize| {
        (1..=LOOK_BACK.min(end))
            .map(|back| end - back)
            .find(|&at| s.word(at) == ",")
    };
    let aside = |comma: usize| {
        matches!(
            s.word(comma + 1),
            "a" | "an"
                | "the"
                | "in"
                | "on"
                | "near"
                | "about"
                | "at"
                | "just"
                | "outside"
                | "some"
                | "north"
                | "south"
                | "east"
                | "west"
        )
    };
    let closed = s.before(at, 1) == ",";
    let end = at - usize::from(closed);
    let Some(start) = phrase_start(s, end) else {
        let opened = comma(end).filter(|&comma| aside(comma))?;
        return phrase_start(s, opened).map(|start| s.span(start, opened));
    };
    if let Some(before) = comma(end) {
        if aside(before) {
            return phrase_start(s, before).map(|start| s.span(start, before));
        }
        if closed && before + 1 == start && before > 0 && s.is_capital(before - 1) {
            let start = phrase_start(s, before)?;
            return Some(s.span(start, end));
        }
    }
    let within_another = matches!(
        s.before(start, 1),
        "in" | "of" | "near" | "on" | "at" | "from" | "to"
    );
    (closed || !within_another).then(|| s.span(start, end))
}
