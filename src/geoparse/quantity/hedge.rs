//! Hedges: the words that say how a figure is meant, before it and after it.

use super::{Bound, Hedge, sentence::Sentence};

/// Phrases before a figure. Of two that fit, the longer one counts.
static BEFORE: [(&[&str], Bound); 76] = [
    (&["over"], Bound::AtLeast),
    (&["more", "than"], Bound::AtLeast),
    (&["at", "least"], Bound::AtLeast),
    (&["no", "less", "than"], Bound::AtLeast),
    (&["no", "fewer", "than"], Bound::AtLeast),
    (&["not", "less", "than"], Bound::AtLeast),
    (&["greater", "than"], Bound::AtLeast),
    (&["larger", "than"], Bound::AtLeast),
    (&["farther", "than"], Bound::AtLeast),
    (&["further", "than"], Bound::AtLeast),
    (&["longer", "than"], Bound::AtLeast),
    (&["in", "excess", "of"], Bound::AtLeast),
    (&["upwards", "of"], Bound::AtLeast),
    (&["upward", "of"], Bound::AtLeast),
    (&["a", "minimum", "of"], Bound::AtLeast),
    (&["exceeding"], Bound::AtLeast),
    (&["exceeds"], Bound::AtLeast),
    (&["exceeded"], Bound::AtLeast),
    (&["above"], Bound::AtLeast),
    (&["beyond"], Bound::AtLeast),
    (&[">"], Bound::AtLeast),
    (&["up", "to"], Bound::AtMost),
    (&["less", "than"], Bound::AtMost),
    (&["fewer", "than"], Bound::AtMost),
    (&["no", "more", "than"], Bound::AtMost),
    (&["not", "more", "than"], Bound::AtMost),
    (&["no", "further", "than"], Bound::AtMost),
    (&["no", "farther", "than"], Bound::AtMost),
    (&["no", "closer", "than"], Bound::AtLeast),
    (&["closer", "than"], Bound::AtMost),
    (&["smaller", "than"], Bound::AtMost),
    (&["at", "most"], Bound::AtMost),
    (&["a", "maximum", "of"], Bound::AtMost),
    (&["as", "far", "as"], Bound::AtMost),
    (&["as", "much", "as"], Bound::AtMost),
    (&["as", "many", "as"], Bound::AtMost),
    (&["as", "fast", "as"], Bound::AtMost),
    (&["as", "high", "as"], Bound::AtMost),
    (&["as", "deep", "as"], Bound::AtMost),
    (&["under"], Bound::AtMost),
    (&["below"], Bound::AtMost),
    (&["<"], Bound::AtMost),
    (&["nearly"], Bound::Nearly),
    (&["almost"], Bound::Nearly),
    (&["just", "under"], Bound::Nearly),
    (&["just", "shy", "of"], Bound::Nearly),
    (&["just", "short", "of"], Bound::Nearly),
    (&["approaching"], Bound::Nearly),
    (&["close", "to"], Bound::Nearly),
    (&["about"], Bound::About),
    (&["around"], Bound::About),
    (&["roughly"], Bound::About),
    (&["approximately"], Bound::About),
    (&["approx"], Bound::About),
    (&["approx", "."], Bound::About),
    (&["circa"], Bound::About),
    (&["ca", "."], Bound::About),
    (&["ca"], Bound::About),
    (&["c", "."], Bound::About),
    (&["some"], Bound::About),
    (&["estimated"], Bound::About),
    (&["an", "estimated"], Bound::About),
    (&["perhaps"], Bound::About),
    (&["maybe"], Bound::About),
    (&["possibly"], Bound::About),
    (&["~"], Bound::About),
    (&["≈"], Bound::About),
    (&["within"], Bound::Within),
    (&["only"], Bound::Stressed),
    (&["just"], Bound::Stressed),
    (&["a", "mere"], Bound::Stressed),
    (&["merely"], Bound::Stressed),
    (&["barely"], Bound::Stressed),
    (&["well"], Bound::Stressed),
    (&["reportedly"], Bound::Reported),
    (&["allegedly"], Bound::Reported),
];

/// Phrases after a figure.
static AFTER: [(&[&str], Bound); 11] = [
    (&["or", "so"], Bound::About),
    (&["or", "thereabouts"], Bound::About),
    (&["or", "two"], Bound::About),
    (&["give", "or", "take"], Bound::About),
    (&["or", "more"], Bound::AtLeast),
    (&["or", "farther"], Bound::AtLeast),
    (&["or", "further"], Bound::AtLeast),
    (&["or", "less"], Bound::AtMost),
    (&["or", "fewer"], Bound::AtMost),
    (&["at", "least"], Bound::AtLeast),
    (&["at", "most"], Bound::AtMost),
];

/// Hedges add up, as in "reportedly within about"; more than this many are no English.
const MOST_IN_A_ROW: usize = 4;

/// The hedge that ends before the token at `at`, not reaching back before `floor`, and the
/// position of its first word.
///
/// The first phrase of several sets the bound, since it governs the others ("up to about"),
/// unless it only says how the figure strikes the writer or where it comes from.
pub(super) fn before(s: &Sentence<'_>, at: usize, floor: usize) -> Option<(Hedge, usize)> {
    let mut from = at;
    let mut bound = None;
    for _ in 0..MOST_IN_A_ROW {
        let Some((phrase, found)) = longest_before(s, from, floor) else {
            break;
        };
        from -= phrase.len();
        bound = match (bound, found) {
            (Some(kept), Bound::Stressed | Bound::Reported) => Some(kept),
            (Some(Bound::Within), _) => Some(Bound::Within),
            _ => Some(found),
        };
    }
    let bound = bound?;
    let span = s.span(from, at);
    let hedge = Hedge {
        word: s.words(span).to_owned(),
        span,
        bound,
    };
    Some((hedge, from))
}

fn longest_before(
    s: &Sentence<'_>,
    at: usize,
    floor: usize,
) -> Option<(&'static [&'static str], Bound)> {
    let last = s.before(at, 1);
    let mut found: Option<(&'static [&'static str], Bound)> = None;
    for &(phrase, bound) in &BEFORE {
        let longer = found.is_none_or(|(found, _)| found.len() < phrase.len());
        if longer
            && phrase.last() == Some(&last)
            && at >= floor + phrase.len()
            && s.reads(at - phrase.len(), phrase)
        {
            found = Some((phrase, bound));
        }
    }
    found
}

/// The hedge that starts at `at`, and the position after it.
pub(super) fn after(s: &Sentence<'_>, at: usize) -> Option<(Hedge, usize)> {
    let &(phrase, bound) = AFTER.iter().find(|(phrase, _)| s.reads(at, phrase))?;
    let next = at + phrase.len();
    let span = s.span(at, next);
    let hedge = Hedge {
        word: s.words(span).to_owned(),
        span,
        bound,
    };
    Some((hedge, next))
}

/// The hedge that stands inside a figure: "10+ miles", "10-plus miles", "100-odd miles".
pub(super) fn inside(s: &Sentence<'_>, from: usize, to: usize) -> Option<Hedge> {
    let (at, bound) =
        (from..to).find_map(|at| hedging_suffix(s.word(at)).map(|bound| (at, bound)))?;
    let span = s.span(at, at + 1);
    Some(Hedge {
        word: s.words(span).to_owned(),
        span,
        bound,
    })
}

/// What may be tied to a number before its unit.
pub(super) fn hedging_suffix(word: &str) -> Option<Bound> {
    match word {
        "+" | "plus" => Some(Bound::AtLeast),
        "odd" => Some(Bound::About),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geoparse::quantity::sentence::with_sentence;

    fn read(text: &str) -> Option<(String, Bound)> {
        with_sentence(text, |s| {
            before(s, s.len() - 1, 0).map(|(hedge, _)| (hedge.word, hedge.bound))
        })
    }

    #[test]
    fn the_governing_word_of_several_sets_the_bound() {
        for (text, word, bound) in [
            ("moved over 5", "over", Bound::AtLeast),
            ("no more than 5", "no more than", Bound::AtMost),
            ("came within about 5", "within about", Bound::Within),
            ("reportedly within 5", "reportedly within", Bound::Within),
            ("up to about 5", "up to about", Bound::AtMost),
            ("about 5", "about", Bound::About),
            ("well over 5", "well over", Bound::AtLeast),
            ("just over 5", "just over", Bound::AtLeast),
            ("just under 5", "just under", Bound::Nearly),
            ("only about 5", "only about", Bound::About),
            ("to within just 5", "within just", Bound::Within),
            ("Some 5", "Some", Bound::About),
            ("~5", "~", Bound::About),
        ] {
            assert_eq!(read(text), Some((word.to_owned(), bound)), "{text}");
        }
        assert_eq!(read("moved 5"), None);
    }
}
