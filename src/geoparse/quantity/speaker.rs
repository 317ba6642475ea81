//! Who states what a sentence says.

use super::{
    lexicon::{is_determiner, is_function, is_office_noun},
    phrase::{PhraseReach, phrase_end, phrase_start},
    sentence::Sentence,
};
use crate::text::Span;

/// How far a subject may stand before its verb, in words.
const LOOK_BACK: usize = 16;

/// Those whom the sentence names as stating something, in reading order.
pub(super) fn speakers(s: &Sentence<'_>) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for at in 0..s.len() {
        let speaker = match s.word(at) {
            "according" if s.word(at + 1) == "to" => speaker_from(s, at + 2),
            word if is_saying(s, at, word) => subject(s, at).or_else(|| {
                // “…,” said the mayor.
                let inverted = matches!(s.before(at, 1), "," | "”" | "\"" | "’" | "'" | "?" | "!");
                (inverted && matches!(word, "said" | "says"))
                    .then(|| speaker_from(s, at + 1))
                    .flatten()
            }),
            _ => None,
        };
        if let Some(speaker) = speaker
            && found.last().is_none_or(|last| last.end <= speaker.start)
        {
            found.push(speaker);
        }
    }
    found
}

/// The speaker who stands nearest to `figure`; a speaker of whom the figure is a part is none.
pub(super) fn nearest(speakers: &[Span], figure: Span) -> Option<Span> {
    let distance = |span: &Span| {
        if span.start >= figure.end {
            span.start - figure.end
        } else {
            figure.start.saturating_sub(span.end)
        }
    };
    let after = speakers.partition_point(|speaker| speaker.start < figure.start);
    let around = after.saturating_sub(1)..(after + 1).min(speakers.len());
    speakers
        .get(around)?
        .iter()
        .filter(|speaker| !speaker.overlaps(figure))
        .min_by_key(|speaker| distance(speaker))
        .copied()
}

fn speaker_from(s: &Sentence<'_>, at: usize) -> Option<Span> {
    let end = phrase_end(s, at, PhraseReach::Person)?;
    Some(s.span(at, end))
}

/// "Said" states something by itself; other verbs do when "that" follows.
fn is_saying(s: &Sentence<'_>, at: usize, word: &str) -> bool {
    match word {
        "said" | "says" => true,
        "told" => s.is_word(at + 1),
        "announced" | "announces" | "confirmed" | "confirms" | "claimed" | "claims"
        | "reported" | "reports" | "estimated" | "estimates" | "stated" | "states" | "noted"
        | "notes" | "added" | "adds" | "warned" | "warns" | "say" | "estimate" | "wrote"
        | "stating" => s.word(at + 1) == "that" || (word == "say" && s.before(at, 1) != "to"),
        _ => false,
    }
}

/// The subject of the verb at `verb`, with its apposition: "Serhii Dobriak, head of …, said".
fn subject(s: &Sentence<'_>, verb: usize) -> Option<Span> {
    let mut end = verb;
    while matches!(
        s.before(end, 1),
        "have" | "has" | "had" | "also" | "later" | "earlier" | "however"
    ) {
        end -= 1;
    }
    if s.before(end, 1) == "," {
        end -= 1;
        let comma = (1..=LOOK_BACK.min(end))
            .map(|back| end - back)
            .find(|&at| s.word(at) == ",")?;
        let start = phrase_start(s, comma)?;
        return Some(s.span(start, end));
    }
    let start = clause_start(s, end)?;
    // Who speaks ends with a name or an office: “10 km away he said” has neither.
    let opens = is_determiner(s.word(start))
        || s.is_capital(start)
        || (start..end).any(|at| is_office_noun(s.word(at)));
    let closes = s.is_capital(end - 1) || is_office_noun(s.word(end - 1));
    (opens && closes && !is_pronoun(s.word(start))).then(|| s.span(start, end))
}

/// Where the words before `end` begin that belong together: after punctuation, a number, or a
/// word that joins clauses.
fn clause_start(s: &Sentence<'_>, end: usize) -> Option<usize> {
    let mut start = end;
    while start > 0 && end - start < LOOK_BACK {
        let at = start - 1;
        let word = s.word(at);
        let joins = matches!(
            word,
            "that"
                | "but"
                | "as"
                | "while"
                | "when"
                | "because"
                | "which"
                | "who"
                | "where"
                | "if"
                | "away"
                | "is"
                | "was"
                | "were"
                | "are"
                | "has"
                | "had"
                | "have"
                | "will"
                | "said"
        );
        let is_stop = word == "." && at > 0 && (s.is_glued(start) || s.is_abbreviated(at - 1));
        let part = s.is_word(at) || s.is_hyphen(at) || is_stop;
        if joins || !part || is_pronoun(word) {
            break;
        }
        start -= 1;
    }
    // A conjunction or preposition opens no subject.
    while start < end && is_function(s.word(start)) && !is_determiner(s.word(start)) {
        start += 1;
    }
    (start < end).then_some(start)
}

fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "i" | "you" | "he" | "she" | "it" | "we" | "they" | "who" | "one" | "others"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geoparse::quantity::sentence::with_sentence;

    #[test]
    fn speakers_are_found_before_and_after_what_they_say() {
        for (text, expected) in [
            (
                "The line moved, according to local officials.",
                "local officials",
            ),
            ("The ministry said the fire grew.", "The ministry"),
            (
                "The fire grew, the county sheriff said.",
                "the county sheriff",
            ),
            ("The fire grew, police said on Monday.", "police"),
            (
                "Ana Ruiz, head of the rescue team, said it grew.",
                "Ana Ruiz, head of the rescue team",
            ),
            (
                "The Institute for the Study of War confirms that it grew.",
                "The Institute for the Study of War",
            ),
            ("“It grew,” said Ana Ruiz.", "Ana Ruiz"),
            (
                "Local officials and two analysts have noted that it grew.",
                "Local officials and two analysts",
            ),
        ] {
            let found = with_sentence(text, |s| {
                speakers(s)
                    .into_iter()
                    .map(|span| s.words(span))
                    .collect::<Vec<_>>()
                    .join("|")
            });
            assert_eq!(found, expected, "{text}");
        }
        for text in [
            "Fighting reported around the town.",
            "It grew, he said.",
            "They were told to leave.",
        ] {
            assert!(with_sentence(text, |s| speakers(s).is_empty()), "{text}");
        }
    }
}
