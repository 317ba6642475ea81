//! The tokens of a text, joined as names need them.
//!
//! An abbreviation in a name and initials keep their full stop, and a number keeps the letters on
//! it, so that "St. Louis" is two tokens and "U.S." is one. The tagger's model was trained on texts
//! cut this way: joining them in another way needs a new model.

use crate::text::{Span, Token, TokenKind, TokenisedText, abbreviation};

/// One token of a text, joined from those that belong together in a name.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a plain fact of the token"
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameToken {
    pub span: Span,
    /// The kind of the first token in it.
    pub kind: TokenKind,
    /// Whether it is a word that starts with an upper-case letter.
    pub capital: bool,
    /// Whether nothing stands between it and the token before.
    pub glued: bool,
    /// Whether it is the first of a line.
    pub line_start: bool,
    /// Whether it is the first of a sentence that is no mark.
    pub sentence_start: bool,
}

/// The tokens of a text as names are made of them, in order.
#[must_use]
pub fn name_tokens(reading: &TokenisedText<'_>) -> Vec<NameToken> {
    let text = reading.text();
    let mut joined = Vec::with_capacity(reading.tokens().len());
    for sentence in reading.sentences() {
        let mut starts = true;
        let mut at = 0;
        while let Some(first) = sentence.get(at) {
            let next = joined_end(text, sentence, at);
            let is_mark = first.kind == TokenKind::Mark;
            joined.push(NameToken {
                span: Span::new(first.span.start, sentence[next - 1].span.end),
                kind: first.kind,
                capital: first.capital,
                glued: first.glued,
                line_start: first.line_start,
                sentence_start: starts && !is_mark,
            });
            starts &= is_mark;
            at = next;
        }
    }
    joined
}

/// The end of the tokens that are one with the token `at`, which is the first of them.
fn joined_end(text: &str, tokens: &[Token], at: usize) -> usize {
    let first = &tokens[at];
    match first.kind {
        TokenKind::Number => number_end(tokens, at + 1),
        TokenKind::Word if first.capital && is_initial(text, tokens, at) => {
            initials_end(text, tokens, at + 2)
        }
        TokenKind::Word if first.capital && abbreviation(text, tokens, at).is_some() => at + 2,
        TokenKind::Word | TokenKind::Possessive | TokenKind::Mark => at + 1,
    }
}

/// "10km", "1990s": the letters on a number.
fn number_end(tokens: &[Token], mut end: usize) -> usize {
    let on_it =
        |token: &Token| token.glued && matches!(token.kind, TokenKind::Word | TokenKind::Number);
    while tokens.get(end).is_some_and(on_it) {
        end += 1;
    }
    end
}

/// After "U." come more of its kind: the end of "U.S." or "U.A.E.".
fn initials_end(text: &str, tokens: &[Token], mut end: usize) -> usize {
    while tokens.get(end).is_some_and(|token| token.glued) && is_initial(text, tokens, end) {
        end += 2;
    }
    end
}

/// Whether a single upper-case letter stands here, with its full stop.
fn is_initial(text: &str, tokens: &[Token], at: usize) -> bool {
    let [letter, stop, ..] = &tokens[at..] else {
        return false;
    };
    let single = letter.capital && letter.of(text).chars().count() == 1;
    single && stop.glued && stop.of(text) == "."
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<NameToken> {
        name_tokens(&TokenisedText::of(text))
    }

    fn words(text: &str) -> Vec<&str> {
        tokens(text)
            .iter()
            .map(|token| &text[token.span.start..token.span.end])
            .collect()
    }

    #[test]
    fn abbreviations_keep_their_full_stop_and_sentences_do_not() {
        assert_eq!(
            words("Gov. Hill of the U.S. went to Pineville, La., and rested."),
            [
                "Gov.",
                "Hill",
                "of",
                "the",
                "U.S.",
                "went",
                "to",
                "Pineville",
                ",",
                "La.",
                ",",
                "and",
                "rested",
                "."
            ]
        );
    }

    #[test]
    fn full_stops_that_are_in_no_name_stand_alone() {
        assert_eq!(
            words("at 5 p.m. approx. No. 5"),
            ["at", "5", "p", ".", "m", ".", "approx", ".", "No.", "5"]
        );
        assert_eq!(
            words("He said No. We left."),
            ["He", "said", "No", ".", "We", "left", "."]
        );
    }

    #[test]
    fn possessives_are_tokens_and_apostrophes_in_names_are_not() {
        assert_eq!(
            words("Kenya’s O'Brien saw Côte d'Ivoire's coast"),
            [
                "Kenya", "’s", "O'Brien", "saw", "Côte", "d'Ivoire", "'s", "coast"
            ]
        );
    }

    #[test]
    fn hyphens_part_words_and_numbers_keep_what_is_on_them() {
        assert_eq!(
            words("a London-based 1,000.5 km² 10km in the 1990s"),
            [
                "a", "London", "-", "based", "1,000.5", "km²", "10km", "in", "the", "1990s"
            ]
        );
    }

    #[test]
    fn sentences_and_lines_start_where_a_reader_sees_them() {
        let text = "Fire in Hull, St. Ann and Hove. “Paris burns,” he said.\nA line";
        let starts: Vec<&str> = tokens(text)
            .iter()
            .filter(|token| token.sentence_start)
            .map(|token| &text[token.span.start..token.span.end])
            .collect();
        assert_eq!(starts, ["Fire", "Paris", "A"]);
    }
}
