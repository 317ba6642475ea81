//! A sentence as words, numbers and signs: what everything here reads instead of characters.

use crate::text::{Span, Token, TokenKind, abbreviation};

/// A sentence in tokens. All positions handed in and out count tokens; any position may be asked
/// for, and outside the sentence there are empty marks.
#[derive(Debug)]
pub(super) struct Sentence<'a> {
    text: &'a str,
    lower: &'a str,
    tokens: &'a [Token],
}

impl<'a> Sentence<'a> {
    /// `text` is the whole text and `lower` the same in ASCII lower case; `tokens` are those of the
    /// sentence, [joined](join_possessives).
    pub(super) const fn new(text: &'a str, lower: &'a str, tokens: &'a [Token]) -> Self {
        Self {
            text,
            lower,
            tokens,
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The token in lower case (ASCII letters only).
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.of(self.lower))
    }

    /// The token `back` places before `at`, in lower case.
    pub(super) fn before(&self, at: usize, back: usize) -> &'a str {
        at.checked_sub(back).map_or("", |at| self.word(at))
    }

    /// The token as it is written.
    pub(super) fn raw(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.of(self.text))
    }

    pub(super) fn kind(&self, at: usize) -> TokenKind {
        let token = self.tokens.get(at);
        token.map_or(TokenKind::Mark, |token| token.kind)
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.kind(at) == TokenKind::Word
    }

    pub(super) fn is_number(&self, at: usize) -> bool {
        self.kind(at) == TokenKind::Number
    }

    /// Whether the token follows the one before it without white space.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|token| token.glued)
    }

    /// Whether nothing but a space at which no line is broken parts the token from the one before
    /// it, as in "10 000".
    pub(super) fn is_held(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let pair = before.zip(self.tokens.get(at));
        let between = pair.and_then(|(a, b)| self.text.get(a.span.end..b.span.start));
        matches!(between, Some("\u{a0}" | "\u{2009}" | "\u{202f}"))
    }

    /// Whether the token is a word with a capital first letter, or in a script without capitals.
    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.is_word(at)
            && self
                .raw(at)
                .chars()
                .next()
                .is_some_and(|first| first.is_alphabetic() && !first.is_lowercase())
    }

    /// Whether the token is an abbreviation in a name, or an initial, whose full stop follows: "St.",
    /// and each letter of "U.S.".
    pub(super) fn is_abbreviated(&self, at: usize) -> bool {
        let is_initial = || {
            self.raw(at).chars().count() == 1 && self.word(at + 1) == "." && self.is_glued(at + 1)
        };
        let is_listed = || abbreviation(self.text, self.tokens, at).is_some();
        self.is_capital(at) && (is_initial() || is_listed())
    }

    /// Whether a hyphen stands here between two tokens without white space: "10-kilometer".
    pub(super) fn is_hyphen(&self, at: usize) -> bool {
        matches!(self.word(at), "-" | "\u{2010}" | "\u{2011}")
            && self.is_glued(at)
            && self.is_glued(at + 1)
    }

    /// Whether the words from `at` on are these.
    pub(super) fn reads(&self, at: usize, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(index, word)| self.word(at + index) == *word)
    }

    /// The tokens from `from` up to but not including `to`, as a span of the text.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        let token = |at: usize| self.tokens.get(at);
        let end_of_sentence = self.tokens.last().map_or(0, |last| last.span.end);
        let start = token(from).map_or(end_of_sentence, |token| token.span.start);
        let last = to.checked_sub(1).and_then(token);
        let end = last.map_or(start, |last| last.span.end.max(start));
        Span::new(start, end)
    }

    /// The words of a span of the text.
    pub(super) fn words(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }
}

/// The tokens of a sentence, a word and its possessive joined to one ("city’s"), into `joined`,
/// which is emptied first.
pub(super) fn join_possessives(tokens: &[Token], joined: &mut Vec<Token>) {
    joined.clear();
    for token in tokens {
        match joined.last_mut() {
            Some(owner)
                if owner.kind == TokenKind::Word
                    && token.kind == TokenKind::Possessive
                    && token.glued =>
            {
                owner.span.end = token.span.end;
            }
            _ => joined.push(*token),
        }
    }
}

/// Read a text as one sentence.
#[cfg(test)]
pub(super) fn with_sentence<T>(text: &str, read: impl FnOnce(&Sentence<'_>) -> T) -> T {
    let lower = text.to_ascii_lowercase();
    let reading = crate::text::TokenisedText::of(text);
    let mut joined = Vec::new();
    join_possessives(reading.tokens(), &mut joined);
    read(&Sentence::new(text, &lower, &joined))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_and_its_possessive_are_one() {
        let words = with_sentence("the city’s ‘edge’", |s| {
            (0..s.len())
                .map(|at| s.raw(at).to_owned())
                .collect::<Vec<_>>()
        });
        assert_eq!(words, ["the", "city’s", "‘", "edge", "’"]);
    }

    #[test]
    fn a_space_that_does_not_break_holds_two_tokens_together() {
        with_sentence("1\u{202f}000 km", |s| {
            assert!(s.is_held(1));
            assert!(!s.is_held(0) && !s.is_held(2) && !s.is_held(9));
        });
    }
}
