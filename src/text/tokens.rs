//! The words, numbers and marks of a text: the one place where texts are cut.
//!
//! The cut is as fine as anybody needs it. Whoever wants larger pieces joins tokens, so that all
//! who read a text agree on where its words begin and end.

use unicode_normalization::char::is_combining_mark;

use super::Span;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with digits, accents and apostrophes inside: "km2", "O’Brien".
    Word,
    /// Digits, with separators inside and a fraction at the end: "1,000.5", "2½".
    Number,
    /// The possessive ’s.
    Possessive,
    /// One character of anything else that is not white space.
    Mark,
}

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub span: Span,
    pub kind: TokenKind,
    /// Whether it is a word that starts with an upper-case letter.
    pub capital: bool,
    /// Whether nothing stands between it and the token before.
    pub glued: bool,
    /// Whether it is the first of a line.
    pub line_start: bool,
}

impl Token {
    /// The token as it is written in `text`, which it was cut from.
    #[must_use]
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        &text[self.span.start..self.span.end]
    }
}

/// Cut a text into tokens, in order.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    let mut line_start = true;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            line_start |= is_line_break(first);
            at += first.len_utf8();
            continue;
        }
        let (end, kind) = token_at(text, at, first);
        tokens.push(Token {
            span: Span::new(at, end),
            kind,
            capital: kind == TokenKind::Word && first.is_uppercase(),
            glued: tokens.last().is_some_and(|last| last.span.end == at),
            line_start,
        });
        line_start = false;
        at = end;
    }
    tokens
}

/// The end and the kind of the token that starts at `at` with the character `first`.
fn token_at(text: &str, at: usize, first: char) -> (usize, TokenKind) {
    if first.is_alphabetic() {
        (word_end(text, at), TokenKind::Word)
    } else if first.is_numeric() {
        (number_end(text, at), TokenKind::Number)
    } else if let Some(end) = possessive_end(text, at) {
        (end, TokenKind::Possessive)
    } else {
        (at + first.len_utf8(), TokenKind::Mark)
    }
}

const fn is_line_break(space: char) -> bool {
    matches!(
        space,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// The end of the word that starts at `start`.
fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    loop {
        // Most words are in ASCII letters.
        while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            end += 1;
        }
        let mut rest = text[end..].chars();
        let Some(character) = rest.next() else {
            return end;
        };
        let belongs = character.is_alphanumeric() || is_combining_mark(character);
        // Within a name ("O'Brien", "Rylʹsk") an apostrophe stays; the possessive is a token of its
        // own.
        let joins = (is_apostrophe(character) || is_invisible(character))
            && rest.next().is_some_and(char::is_alphabetic)
            && possessive_end(text, end).is_none();
        if !belongs && !joins {
            return end;
        }
        end += character.len_utf8();
    }
}

/// The end of the number that starts at `start`.
fn number_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut rest = text[start..].chars().peekable();
    while let Some(character) = rest.next() {
        let separates =
            matches!(character, ',' | '.') && rest.peek().copied().is_some_and(char::is_numeric);
        if !character.is_numeric() && !separates {
            break;
        }
        end += character.len_utf8();
    }
    end
}

fn possessive_end(text: &str, start: usize) -> Option<usize> {
    let mut rest = text[start..].chars();
    let apostrophe = rest.next().filter(|mark| is_apostrophe(*mark))?;
    let letter = rest.next().filter(|letter| matches!(letter, 's' | 'S'))?;
    let ends = !rest.next().is_some_and(char::is_alphanumeric);
    ends.then_some(start + apostrophe.len_utf8() + letter.len_utf8())
}

const fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | '‘' | 'ʼ' | 'ʹ' | '′' | '`')
}

/// Soft hyphens and other signs without width that a page puts where a word may be broken.
const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| token.of(text)).collect()
    }

    #[test]
    fn full_stops_are_tokens_of_their_own() {
        assert_eq!(
            cut("Gov. Hill of the U.S. rested."),
            [
                "Gov", ".", "Hill", "of", "the", "U", ".", "S", ".", "rested", "."
            ]
        );
    }

    #[test]
    fn possessives_are_tokens_and_apostrophes_in_names_are_not() {
        assert_eq!(
            cut("Kenya’s O'Brien saw Côte d'Ivoire's coast; the dogs’ ‘edge’"),
            [
                "Kenya", "’s", "O'Brien", "saw", "Côte", "d'Ivoire", "'s", "coast", ";", "the",
                "dogs", "’", "‘", "edge", "’"
            ]
        );
    }

    #[test]
    fn hyphens_part_words_and_units_stand_apart_from_their_numbers() {
        assert_eq!(
            cut("a London-based 10km² (km2) plant on the 19th"),
            [
                "a", "London", "-", "based", "10", "km²", "(", "km2", ")", "plant", "on", "the",
                "19", "th"
            ]
        );
    }

    #[test]
    fn numbers_keep_their_separators_and_fractions() {
        assert_eq!(
            cut("1,000.5 6.2. 2½ .5"),
            ["1,000.5", "6.2", ".", "2½", ".", "5"]
        );
        assert_eq!(cut("in 2019, 300"), ["in", "2019", ",", "300"]);
        assert_eq!(cut("1\u{202f}000\u{a0}km"), ["1", "000", "km"]);
    }

    #[test]
    fn what_has_no_width_and_what_stands_on_a_letter_belongs_to_its_word() {
        for word in [
            "Wup\u{ad}per\u{ad}tal",
            "Zu\u{308}rich",
            "नमस्ते",
            "Xi\u{200d}an",
        ] {
            assert_eq!(cut(word), [word]);
        }
        assert_eq!(
            cut("Wup\u{ad} \u{ad}tal"),
            ["Wup", "\u{ad}", "\u{ad}", "tal"]
        );
    }

    #[test]
    fn lines_start_after_every_kind_of_line_break() {
        let text = "One two\nthree\r\n\r\nfour\u{2028}five";
        let starts = tokens(text);
        let starts = starts.iter().filter(|token| token.line_start);
        let starts: Vec<&str> = starts.map(|token| token.of(text)).collect();
        assert_eq!(starts, ["One", "three", "four", "five"]);
    }

    proptest! {
        #[test]
        fn any_text_is_cut_into_spans_in_order_with_nothing_but_space_between(
            text in "\\PC{0,200}",
        ) {
            let mut end = 0;
            for token in tokens(&text) {
                prop_assert!(token.span.end > token.span.start);
                let between = text.get(end..token.span.start).expect("in order");
                prop_assert!(between.chars().all(char::is_whitespace));
                prop_assert_eq!(token.glued, end == token.span.start && end > 0);
                end = token.span.end;
            }
            prop_assert!(text[end..].trim().is_empty());
        }
    }
}
