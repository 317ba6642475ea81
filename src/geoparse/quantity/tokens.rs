//! A sentence as words, numbers and signs: what everything here reads instead of characters.

use crate::text::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with the digits and apostrophes between and after them: "km2", "city’s".
    Word,
    /// Digits with their separators, a vulgar fraction included: "1,000", "6.2", "2½".
    Number,
    /// One character of anything else.
    Sign,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Bytes into the sentence.
    start: usize,
    end: usize,
    kind: Kind,
    /// Whether white space stands before it.
    gap: bool,
}

/// A sentence in tokens. All positions handed in and out count tokens; any position may be asked
/// for, and outside the sentence there are empty signs.
#[derive(Debug)]
pub(super) struct Sentence<'a> {
    text: &'a str,
    lower: &'a str,
    /// Where the sentence starts in the article, in bytes.
    offset: usize,
    tokens: &'a [Token],
}

impl<'a> Sentence<'a> {
    /// `lower` is `text` in ASCII lower case, `tokens` are its [`tokens`].
    pub(super) const fn new(
        text: &'a str,
        lower: &'a str,
        offset: usize,
        tokens: &'a [Token],
    ) -> Self {
        Self {
            text,
            lower,
            offset,
            tokens,
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The token in lower case (ASCII letters only).
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.tokens
            .get(at)
            .and_then(|token| self.lower.get(token.start..token.end))
            .unwrap_or_default()
    }

    /// The token `back` places before `at`, in lower case.
    pub(super) fn before(&self, at: usize, back: usize) -> &'a str {
        at.checked_sub(back).map_or("", |at| self.word(at))
    }

    /// The token as it is written.
    pub(super) fn raw(&self, at: usize) -> &'a str {
        self.tokens
            .get(at)
            .and_then(|token| self.text.get(token.start..token.end))
            .unwrap_or_default()
    }

    pub(super) fn kind(&self, at: usize) -> Kind {
        self.tokens.get(at).map_or(Kind::Sign, |token| token.kind)
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.kind(at) == Kind::Word
    }

    pub(super) fn is_number(&self, at: usize) -> bool {
        self.kind(at) == Kind::Number
    }

    /// Whether the token follows the one before it without white space.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|token| !token.gap)
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

    /// The tokens from `from` up to but not including `to`, as bytes of the article.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        let start = self
            .tokens
            .get(from)
            .map_or(self.text.len(), |token| token.start);
        let end = to
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map_or(start, |token| token.end.max(start));
        Span::new(self.offset + start, self.offset + end)
    }

    /// The words of a span of this sentence.
    pub(super) fn words(&self, span: Span) -> &'a str {
        span.start
            .checked_sub(self.offset)
            .and_then(|start| self.text.get(start..span.end - self.offset))
            .unwrap_or_default()
    }
}

/// Cut `text` into tokens, into `found`, which is emptied first.
pub(super) fn tokens(text: &str, found: &mut Vec<Token>) {
    found.clear();
    let mut at = 0;
    let mut gap = false;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            gap = true;
            at += first.len_utf8();
            continue;
        }
        let rest = &text[at..];
        let (len, kind) = if first.is_ascii_digit() || fraction(first).is_some() {
            (number_len(rest), Kind::Number)
        } else if first.is_alphanumeric() {
            (word_len(rest), Kind::Word)
        } else {
            (first.len_utf8(), Kind::Sign)
        };
        found.push(Token {
            start: at,
            end: at + len,
            kind,
            gap,
        });
        gap = false;
        at += len;
    }
}

/// The value of a vulgar fraction.
pub(super) const fn fraction(c: char) -> Option<f64> {
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

/// The signs that stand between groups of three digits: the comma, and spaces that do not break.
const fn groups(c: char) -> bool {
    matches!(c, ',' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

fn number_len(rest: &str) -> usize {
    let digits = |from: usize| rest[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut len = digits(0);
    if (1..=3).contains(&len) {
        while let Some(sign) = rest[len..].chars().next().filter(|&c| groups(c)) {
            let from = len + sign.len_utf8();
            if digits(from) != 3 {
                break;
            }
            len = from + 3;
        }
    }
    if rest[len..].starts_with('.') && len > 0 {
        len += match digits(len + 1) {
            0 => 0,
            decimals => decimals + 1,
        };
    }
    match rest[len..].chars().next() {
        Some(c) if fraction(c).is_some() => len + c.len_utf8(),
        _ => len,
    }
}

fn word_len(rest: &str) -> usize {
    let mut end = 0;
    loop {
        // Most words are in ASCII letters.
        end += rest.as_bytes()[end..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        let mut chars = rest[end..].chars();
        let Some(c) = chars.next() else {
            return end;
        };
        let inside = c.is_alphanumeric()
            // Vowel signs and accents that stand after their letter.
            || matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{200c}' | '\u{200d}')
            || (matches!(c, '\'' | '’') && chars.next().is_some_and(char::is_alphabetic));
        if !inside {
            return end;
        }
        end += c.len_utf8();
    }
}

#[cfg(test)]
pub(super) fn with_sentence<T>(text: &str, read: impl FnOnce(&Sentence<'_>) -> T) -> T {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    tokens(text, &mut found);
    read(&Sentence::new(text, &lower, 0, &found))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        tokens(text, &mut found);
        found
            .iter()
            .map(|token| &text[token.start..token.end])
            .collect()
    }

    #[test]
    fn separators_belong_to_a_number_only_before_three_digits() {
        assert_eq!(cut("1,000,000 km"), ["1,000,000", "km"]);
        assert_eq!(cut("1\u{202f}000\u{a0}km"), ["1\u{202f}000", "km"]);
        assert_eq!(cut("in 2019, 300 km"), ["in", "2019", ",", "300", "km"]);
        assert_eq!(cut("1,5 km"), ["1", ",", "5", "km"]);
        assert_eq!(cut("6.2. 2½"), ["6.2", ".", "2½"]);
        assert_eq!(cut(".5"), [".", "5"]);
    }

    #[test]
    fn units_and_possessives_are_one_word() {
        assert_eq!(cut("10km² (km2)"), ["10", "km²", "(", "km2", ")"]);
        assert_eq!(
            cut("the city’s ‘edge’"),
            ["the", "city’s", "‘", "edge", "’"]
        );
        assert_eq!(cut("10-mile"), ["10", "-", "mile"]);
    }
}
