//! A text as it is read: cut into tokens, and the tokens into sentences.

use std::ops::Range;

use super::{
    Span,
    sentences::sentences,
    tokens::{Token, tokens},
};

/// The tokens and sentences of a text, worked out once for all that read it.
#[derive(Clone, Debug)]
pub struct TokenisedText<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    sentences: Vec<Range<usize>>,
}

impl<'a> TokenisedText<'a> {
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let tokens = tokens(text);
        let sentences = sentences(text, &tokens);
        Self {
            text,
            tokens,
            sentences,
        }
    }

    #[must_use]
    pub const fn text(&self) -> &'a str {
        self.text
    }

    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The tokens of one sentence after the other.
    pub fn sentences(&self) -> impl Iterator<Item = &[Token]> {
        self.sentences
            .iter()
            .map(|sentence| &self.tokens[sentence.clone()])
    }

    /// The sentences as spans of the text, without the white space around them.
    #[must_use]
    pub fn sentence_spans(&self) -> Vec<Span> {
        self.sentences()
            .filter_map(|sentence| {
                let (first, last) = (sentence.first()?, sentence.last()?);
                Some(Span::new(first.span.start, last.span.end))
            })
            .collect()
    }
}
