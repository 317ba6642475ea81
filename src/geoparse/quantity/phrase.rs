//! Noun phrases, found with word lists and capitals: what a figure is measured from or of, and
//! who states it.

use super::{
    lexicon::{is_calendar, is_determiner, is_function, is_office_noun, is_place_noun},
    sentence::Sentence,
};

/// Phrases are cut after this many words.
const MOST_WORDS: usize = 9;

/// How far a phrase reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PhraseReach {
    /// A place: "the edge of the city", "Gulf of Mexico".
    Place,
    /// A person or an office: "the Institute for the Study of War".
    Person,
}

/// The end of the noun phrase that starts at `at`; `None` where none starts.
pub(super) fn phrase_end(s: &Sentence<'_>, at: usize, reach: PhraseReach) -> Option<usize> {
    let mut next = at;
    if is_determiner(s.word(next)) {
        next += 1;
    }
    let start = next;
    let (mut named, mut headed) = (false, false);
    for _ in 0..MOST_WORDS {
        if is_numbered_road(s, next, start) {
            next += 1;
            break;
        }
        if !s.is_word(next) {
            break;
        }
        let word = s.word(next);
        // "I-95", and "U.S. 79" below.
        if s.is_capital(next) && s.is_hyphen(next + 1) && s.is_number(next + 2) {
            next += 3;
            break;
        }
        if is_name(s, next, named) {
            named = true;
        } else if is_function(word) || is_calendar(word) {
            let Some(after) = link(s, next, start, reach) else {
                break;
            };
            next = after;
            (named, headed) = (false, false);
            continue;
        } else if ends_before(word, reach, named, headed, next > start) {
            break;
        }
        headed |= is_place_noun(word) || (reach == PhraseReach::Person && is_office_noun(word));
        next += 1;
        // After a possessive, the thing possessed follows: "Pokrovsk’s eastern outskirts".
        if is_possessive(word) {
            (named, headed) = (false, false);
        }
        if s.is_hyphen(next) {
            next += 1;
            // The word after a hyphen belongs to it, whatever it is: "Stratford-upon-Avon".
            while s.is_word(next) {
                named |= s.is_capital(next);
                headed |= is_place_noun(s.word(next));
                next += 1;
                if !s.is_hyphen(next) {
                    break;
                }
                next += 1;
            }
        } else if s.word(next) == "." && s.is_glued(next) && s.is_abbreviated(next - 1) {
            next += 1;
            while s.is_glued(next) && s.is_abbreviated(next) && s.word(next + 1) == "." {
                next += 2;
            }
        }
    }
    (next > start && next <= s.len()).then_some(next)
}

/// Whether the word is a part of a name: "US" and "Via" are, though "us" and "via" end a phrase,
/// and May is after a first name.
fn is_name(s: &Sentence<'_>, at: usize, named: bool) -> bool {
    let word = s.word(at);
    let month = named && matches!(word, "may" | "march" | "august");
    let plain = !is_calendar(word) && (!is_function(word) || is_name_in_capitals(s, at));
    s.is_capital(at) && (month || plain)
}

/// Whether a word in lower case is no more a part of the phrase: what follows a name or the noun
/// it has come to, unless that is another such noun ("the Kursk region"), and verbs and adverbs.
fn ends_before(word: &str, reach: PhraseReach, named: bool, headed: bool, inside: bool) -> bool {
    let noun = is_place_noun(word) || (reach == PhraseReach::Person && is_office_noun(word));
    let complete = match reach {
        PhraseReach::Place => named || headed,
        PhraseReach::Person => named,
    };
    let verb = word.len() > 4 && (word.ends_with("ly") || (inside && word.ends_with("ed")));
    !noun && (complete || verb)
}

/// Over "of the" and the like, where the phrase goes on behind them.
fn link(s: &Sentence<'_>, at: usize, start: usize, reach: PhraseReach) -> Option<usize> {
    if at == start {
        return None;
    }
    let word = s.word(at);
    let article = matches!(s.word(at + 1), "the" | "its" | "this");
    let after = at + 1 + usize::from(article);
    let goes_on = s.is_capital(after) && !is_calendar(s.word(after));
    match word {
        "of" => (goes_on || article || is_place_noun(s.word(after))).then_some(after),
        "de" | "del" | "della" | "di" | "da" | "do" | "dos" | "du" | "des" | "la" | "le"
        | "les" | "el" | "al" | "van" | "von" | "y" | "upon" | "sur" => goes_on.then_some(after),
        "for" | "on" | "and" if reach == PhraseReach::Person && goes_on => Some(after),
        "and" if reach == PhraseReach::Person => (after..after + 2)
            .any(|at| is_office_noun(s.word(at)))
            .then_some(after),
        _ => None,
    }
}

/// The start of the noun phrase that ends before `at`; `None` where none ends.
///
/// It is the run of capitals, or reaches back to the determiner: "the coastal town".
pub(super) fn phrase_start(s: &Sentence<'_>, at: usize) -> Option<usize> {
    let mut from = at;
    let floor = at.saturating_sub(MOST_WORDS);
    let last = at.checked_sub(1)?;
    // Abbreviations end with their full stop: "Washington, D.C."
    if !s.is_word(last) || is_function(s.word(last)) {
        return None;
    }
    let named = s.is_capital(last);
    while from > floor {
        let word = s.before(from, 1);
        let is_word = s.is_word(from - 1);
        if is_word && is_determiner(word) && from < at {
            return Some(from - 1);
        }
        let belongs = if named {
            (is_word && s.is_capital(from - 1) && !is_function(word))
                || (from < at && s.is_hyphen(from - 1))
                || (from < at
                    && matches!(word, "of" | "de" | "la" | "al" | "el" | "upon")
                    && from >= 2
                    && (s.is_capital(from - 2) || s.is_hyphen(from - 2)))
                || (from < at && word == "." && from >= 2 && s.is_abbreviated(from - 2))
        } else {
            is_word && !is_function(word)
        };
        if !belongs {
            break;
        }
        from -= 1;
    }
    if !named {
        // A common noun without "the" is no phrase that could be found again.
        return None;
    }
    (from < at).then_some(from)
}

pub(super) fn is_possessive(word: &str) -> bool {
    word.ends_with("'s") || word.ends_with("’s")
}

/// "Highway 101", "Interstate 95".
fn is_numbered_road(s: &Sentence<'_>, at: usize, start: usize) -> bool {
    at > start
        && s.is_number(at)
        && matches!(
            s.before(at, 1),
            "highway" | "interstate" | "route" | "road" | "exit" | "junction" | "."
        )
        && (s.before(at, 1) != "." || s.before(at, 2) == "s")
}

/// Words that open names and have another sense in lower case.
fn is_name_in_capitals(s: &Sentence<'_>, at: usize) -> bool {
    matches!(
        s.raw(at),
        "US" | "Via"
            | "La"
            | "Le"
            | "Les"
            | "El"
            | "Al"
            | "De"
            | "Des"
            | "Di"
            | "Da"
            | "Du"
            | "Van"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geoparse::quantity::sentence::with_sentence;

    fn forward(text: &str, reach: PhraseReach) -> Option<&str> {
        with_sentence(text, |s| phrase_end(s, 0, reach).map(|end| s.span(0, end)))
            .map(|span| &text[span.start..span.end])
    }

    #[test]
    fn a_place_phrase_ends_where_the_place_does() {
        for (text, expected) in [
            ("the city’s edge.", "the city’s edge"),
            ("Pokrovsk, with", "Pokrovsk"),
            ("Pokrovsk yesterday", "Pokrovsk"),
            ("the border killed ten", "the border"),
            ("Russian territory since the", "Russian territory"),
            ("the Kursk region and", "the Kursk region"),
            ("the edge of the city when", "the edge of the city"),
            ("the Gulf of Mexico on Monday", "the Gulf of Mexico"),
            ("the coast of Libya", "the coast of Libya"),
            ("some areas.", "some areas"),
            ("St. Petersburg has", "St. Petersburg"),
            ("the U.S. border with", "the U.S. border"),
            ("Ivano-Frankivsk and", "Ivano-Frankivsk"),
            ("Stratford-upon-Avon in", "Stratford-upon-Avon"),
            ("Rio de Janeiro on", "Rio de Janeiro"),
            (
                "Pokrovsk’s eastern outskirts fell",
                "Pokrovsk’s eastern outskirts",
            ),
            ("Highway 101 burned", "Highway 101"),
            ("central London", "central London"),
            ("the front line", "the front line"),
            ("the plant’s reactors", "the plant’s reactors"),
        ] {
            assert_eq!(forward(text, PhraseReach::Place), Some(expected), "{text}");
        }
        for text in ["it", "there", "which", "the", "and", ""] {
            assert_eq!(forward(text, PhraseReach::Place), None, "{text}");
        }
    }

    #[test]
    fn a_person_phrase_holds_offices() {
        for (text, expected) in [
            ("local officials. Then", "local officials"),
            (
                "the Institute for the Study of War that",
                "the Institute for the Study of War",
            ),
            (
                "Ukrainian officials and military analysts, who",
                "Ukrainian officials and military analysts",
            ),
            (
                "the county sheriff’s office on",
                "the county sheriff’s office",
            ),
            ("police in", "police"),
        ] {
            assert_eq!(forward(text, PhraseReach::Person), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_phrase_is_found_backwards() {
        let back = |text: &'static str| {
            with_sentence(text, |s| {
                phrase_start(s, s.len()).map(|from| s.span(from, s.len()))
            })
            .map(|span| &text[span.start..span.end])
        };
        assert_eq!(back("Despite gains in Pokrovsk"), Some("Pokrovsk"));
        assert_eq!(back("near the coastal town"), Some("the coastal town"));
        assert_eq!(back("in New York"), Some("New York"));
        assert_eq!(back("the Isle of Wight"), Some("the Isle of Wight"));
        assert_eq!(back("it was said"), None);
        assert_eq!(back(""), None);
    }
}
