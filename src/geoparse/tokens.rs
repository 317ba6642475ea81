//! Words, numbers and punctuation of a text, with where sentences and lines begin.
//!
//! Deliberately simple: the same rules cut the texts the tagger learns from and the articles it
//! reads, and every token is a span of the text, so nothing has to be matched up again.

use crate::text::Span;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with digits or apostrophes inside; an abbreviation keeps its full stop.
    Word,
    /// Digits, with separators inside.
    Number,
    /// The possessive 's.
    Possessive,
    /// One character of anything else that is not white space.
    Mark,
}

/// One token of a text.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a plain fact of the token"
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub span: Span,
    pub kind: TokenKind,
    /// Whether it starts with an upper-case letter.
    pub capital: bool,
    /// Whether nothing stands between it and the token before.
    pub glued: bool,
    /// Whether it is the first of a line.
    pub line_start: bool,
    /// Whether it is the first word of a sentence, as far as punctuation tells.
    pub sentence_start: bool,
}

/// Abbreviations that keep their full stop, in order; single letters and chains such as "U.S."
/// are known by their form.
const ABBREVIATIONS: &[&str] = &[
    "Adm", "Ala", "Alta", "Apr", "Ariz", "Ark", "Assn", "Atty", "Aug", "Ave", "Blvd", "Brig",
    "Bros", "Calif", "Capt", "Cmdr", "Co", "Col", "Colo", "Conn", "Corp", "Cpl", "Ct", "Dec",
    "Del", "Dept", "Det", "Dr", "Feb", "Fla", "Fr", "Ft", "Ga", "Gen", "Gov", "Hon", "Ill", "Inc",
    "Ind", "Insp", "Jan", "Jr", "Kan", "Ky", "La", "Lt", "Ltd", "Maj", "Man", "Mass", "Md",
    "Messrs", "Mich", "Minn", "Miss", "Mo", "Mont", "Mr", "Mrs", "Ms", "Mt", "Neb", "Nev", "No",
    "Nov", "Oct", "Okla", "Ont", "Ore", "Pa", "Prof", "Pvt", "Que", "Rd", "Rep", "Reps", "Rev",
    "Sask", "Sen", "Sens", "Sept", "Sgt", "Sr", "St", "Ste", "Sub", "Supt", "Tenn", "Tex", "Va",
    "Vt", "Wash", "Wis", "Wyo",
];

/// Cut a text into tokens, in order.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    let mut line_start = true;
    let mut sentence_start = true;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            line_start |= first == '\n';
            sentence_start |= first == '\n';
            at += first.len_utf8();
            continue;
        }
        let (end, kind) = if first.is_alphabetic() {
            (word_end(text, at), TokenKind::Word)
        } else if first.is_ascii_digit() {
            (number_end(text, at), TokenKind::Number)
        } else if let Some(end) = possessive_end(text, at) {
            (end, TokenKind::Possessive)
        } else {
            (at + first.len_utf8(), TokenKind::Mark)
        };
        let glued = tokens.last().is_some_and(|last| last.span.end == at);
        tokens.push(Token {
            span: Span::new(at, end),
            kind,
            capital: kind == TokenKind::Word && first.is_uppercase(),
            glued,
            line_start,
            sentence_start: sentence_start && kind != TokenKind::Mark,
        });
        line_start = false;
        if kind == TokenKind::Mark {
            // A bracket or a quotation mark leaves the sentence where it was.
            sentence_start |= matches!(first, '.' | '!' | '?' | '…' | '•');
        } else {
            sentence_start = false;
        }
        at = end;
    }
    tokens
}

/// The end of the word that starts at `start`.
fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut letters = 0;
    let mut rest = text[start..].chars().peekable();
    while let Some(character) = rest.next() {
        if character.is_alphanumeric() || is_combining(character) {
            letters += 1;
        } else if is_apostrophe(character) {
            // Within a name ("O'Brien", "Rylʹsk") it stays; the possessive is a token of its own.
            let next = rest.peek().copied();
            if !next.is_some_and(char::is_alphabetic) || possessive_end(text, end).is_some() {
                break;
            }
        } else {
            break;
        }
        end += character.len_utf8();
    }
    if !text[end..].starts_with('.') {
        return end;
    }
    if letters == 1 && text[start..].starts_with(char::is_uppercase) {
        return initials_end(text, end + 1);
    }
    if ABBREVIATIONS.binary_search(&&text[start..end]).is_ok() {
        return end + 1;
    }
    end
}

/// After "U." come more of its kind: the end of "U.S." or "U.A.E.".
fn initials_end(text: &str, mut end: usize) -> usize {
    loop {
        let mut rest = text[end..].chars();
        match (rest.next(), rest.next()) {
            (Some(letter), Some('.')) if letter.is_uppercase() => end += letter.len_utf8() + 1,
            _ => return end,
        }
    }
}

fn number_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    while let Some(byte) = bytes.get(end) {
        let separates =
            matches!(byte, b',' | b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !byte.is_ascii_alphanumeric() && !separates {
            break;
        }
        end += 1;
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

/// Marks that belong to the letter before them.
const fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
    fn possessives_are_tokens_and_apostrophes_in_names_are_not() {
        assert_eq!(
            words("Kenya’s O'Brien saw Côte d'Ivoire's coast"),
            [
                "Kenya", "’s", "O'Brien", "saw", "Côte", "d'Ivoire", "'s", "coast"
            ]
        );
    }

    #[test]
    fn hyphens_part_words_and_numbers_keep_their_separators() {
        assert_eq!(
            words("a London-based 1,000.5 km² 10km"),
            ["a", "London", "-", "based", "1,000.5", "km²", "10km"]
        );
    }

    #[test]
    fn sentences_and_lines_start_where_a_reader_sees_them() {
        let text = "Fire in Hull. “Paris burns,” he said.\nA line";
        let starts: Vec<&str> = tokens(text)
            .iter()
            .filter(|token| token.sentence_start)
            .map(|token| &text[token.span.start..token.span.end])
            .collect();
        assert_eq!(starts, ["Fire", "Paris", "A"]);
    }

    #[test]
    fn the_list_of_abbreviations_can_be_searched() {
        assert!(ABBREVIATIONS.is_sorted());
    }

    proptest! {
        #[test]
        fn any_text_is_cut_into_spans_in_order(text in "\\PC{0,200}") {
            let mut end = 0;
            for token in tokens(&text) {
                prop_assert!(token.span.start >= end && token.span.end > token.span.start);
                prop_assert!(text.get(token.span.start..token.span.end).is_some());
                end = token.span.end;
            }
        }
    }
}
