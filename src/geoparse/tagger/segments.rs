//! Where names may stand: everything else is not looked at.

use crate::{geoparse::name_tokens::NameToken, text::TokenKind};

/// A run of tokens that may hold names: capitalised words with what can join them. Everything
/// outside of segments is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Indices of tokens, `end` exclusive.
    pub start: usize,
    pub end: usize,
}

/// Words and marks that stand inside of names.
const JOINING: &[&str] = &[
    "&", "'", "-", "al", "and", "at", "bin", "d", "da", "das", "de", "del", "della", "den", "der",
    "des", "di", "do", "dos", "du", "e", "el", "for", "i", "ibn", "in", "la", "las", "le", "les",
    "los", "of", "on", "sur", "the", "to", "und", "upon", "van", "von", "y", "–", "’",
];

/// At most so many of them in a row.
const JOINTS: usize = 3;

/// The segments of a text, in order.
#[must_use]
pub fn segments(text: &str, tokens: &[NameToken]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at].capital {
            at += 1;
            continue;
        }
        let start = at;
        let mut end = at + 1;
        let mut ahead = end;
        while let Some(token) = tokens.get(ahead) {
            if token.line_start {
                break;
            }
            // "Highway 19", "Area 51"
            let numbered = token.kind == TokenKind::Number && ahead == end && !token.glued;
            if token.capital || numbered && token.span.len() <= 4 {
                end = ahead + 1;
            } else if ahead - end >= JOINTS || !joins(text, token) {
                break;
            }
            ahead += 1;
        }
        segments.push(Segment { start, end });
        at = end;
    }
    segments
}

fn joins(text: &str, token: &NameToken) -> bool {
    let words = &text[token.span.start..token.span.end];
    match token.kind {
        TokenKind::Possessive => true,
        TokenKind::Number => words.len() <= 4,
        TokenKind::Word | TokenKind::Mark => JOINING.binary_search(&words).is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{geoparse::name_tokens::name_tokens, text::TokenisedText};

    fn found(text: &str) -> Vec<&str> {
        let tokens = name_tokens(&TokenisedText::of(text));
        segments(text, &tokens)
            .iter()
            .map(|segment| {
                &text[tokens[segment.start].span.start..tokens[segment.end - 1].span.end]
            })
            .collect()
    }

    #[test]
    fn segments_are_capitalised_words_and_what_joins_them() {
        assert_eq!(
            found(
                "It said on Monday the Institute for the Study of Ice in Oslo, and he saw Dr. Li’s dog."
            ),
            [
                "It",
                "Monday the Institute for the Study of Ice in Oslo",
                "Dr. Li"
            ]
        );
    }

    #[test]
    fn a_line_ends_a_segment() {
        assert_eq!(
            found("Fire in Hull\nLondon calls"),
            ["Fire in Hull", "London"]
        );
    }

    #[test]
    fn the_list_can_be_searched() {
        assert!(JOINING.is_sorted());
    }
}
