//! What the tagger looks at: the words about a token, their shapes, what the gazetteer and the
//! word lists know of them, and how the same word is used elsewhere in the article.

use std::collections::HashMap;

use super::{
    hash::{self, mix},
    lexicon::Lexicon,
    segments::Segment,
    usage::{self, usage},
};
use crate::{
    geoparse::{hints::Hint, name_tokens::NameToken},
    text::TokenKind,
};

/// What is worked out once for each token of a text.
#[derive(Debug)]
pub struct Prepared<'a> {
    text: &'a str,
    tokens: &'a [NameToken],
    hints: &'a [Hint],
    words: Vec<u64>,
    shapes: Vec<u64>,
    lists: Vec<u8>,
    /// For each token where the unbroken run of capitalised tokens before it starts, and where the
    /// one after it ends.
    runs: Vec<(usize, usize)>,
    usage: HashMap<u64, u8, std::hash::BuildHasherDefault<Identity>>,
}

/// Keys that are hashes already.
#[derive(Debug, Default)]
struct Identity(u64);

impl std::hash::Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mix(self.0, u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

impl<'a> Prepared<'a> {
    /// `hints` has one entry for each token.
    #[must_use]
    pub fn new(
        text: &'a str,
        tokens: &'a [NameToken],
        hints: &'a [Hint],
        lexicon: &Lexicon,
    ) -> Self {
        let word_of = |token: &NameToken| &text[token.span.start..token.span.end];
        let words: Vec<u64> = tokens.iter().map(|t| hash::word(word_of(t))).collect();
        let shapes = tokens.iter().map(|t| shape(word_of(t), t)).collect();
        let lists = tokens
            .iter()
            .zip(&words)
            .map(|(token, word)| {
                if token.kind == TokenKind::Word {
                    lexicon.lists(*word)
                } else {
                    0
                }
            })
            .collect();
        let mut prepared = Self {
            text,
            tokens,
            hints,
            words,
            shapes,
            lists,
            runs: runs(tokens),
            usage: HashMap::default(),
        };
        for at in 0..tokens.len() {
            let bits = usage(text, tokens, hints, &prepared.lists, at);
            if bits != 0 {
                *prepared.usage.entry(prepared.words[at]).or_default() |= bits;
            }
        }
        prepared
    }

    /// The hash of a capitalised word.
    pub(super) fn name_word(&self, at: usize) -> Option<u64> {
        self.tokens[at].capital.then(|| self.words[at])
    }

    fn word(&self, at: usize) -> &'a str {
        let span = self.tokens[at].span;
        &self.text[span.start..span.end]
    }

    /// The features of the token `at` in its segment, as hashes, into `into`.
    pub fn features(&self, segment: Segment, at: usize, into: &mut Vec<u32>) {
        into.clear();
        let mut add = |template: u64, a: u64, b: u64| {
            let hash = mix(mix(mix(0, template), a), b);
            into.push((hash >> 32) as u32);
        };
        let outside = 7;
        let word = |offset: isize| {
            at.checked_add_signed(offset)
                .and_then(|at| self.words.get(at).copied())
                .unwrap_or(outside)
        };
        let shape = |offset: isize| {
            at.checked_add_signed(offset)
                .and_then(|at| self.shapes.get(at).copied())
                .unwrap_or(outside)
        };
        let known = |offset: isize| {
            at.checked_add_signed(offset)
                .filter(|at| *at < self.tokens.len())
                .map_or(outside, |at| {
                    u64::from(self.lists[at]) | u64::from(self.hints[at].code()) << 8
                })
        };
        let (w, s, k) = (word(0), shape(0), known(0));
        let token = &self.tokens[at];
        let begins = u64::from(token.sentence_start) | u64::from(token.line_start) << 1;

        add(1, 0, 0);
        add(2, w, 0);
        add(3, word(-1), 0);
        add(4, word(1), 0);
        add(5, word(-2), 0);
        add(6, word(2), 0);
        add(7, word(-1), w);
        add(8, w, word(1));
        add(9, word(-1), word(1));
        add(10, word(-2), word(-1));
        add(11, word(1), word(2));
        add(12, s, 0);
        add(13, shape(-1), s);
        add(14, s, shape(1));
        add(15, mix(shape(-1), s), shape(1));
        add(16, k, 0);
        add(17, known(-1), k);
        add(18, k, known(1));
        add(19, k, word(-1));
        add(20, k, word(1));
        add(21, k, s);
        add(22, k, begins);
        add(23, k, mix(word(-1), word(1)));
        add(24, known(1), word(-1));
        add(25, k, mix(known(-1), known(1)));
        add(26, k, mix(word(-2), word(-1)));
        add(27, k, mix(word(1), word(2)));
        add(28, begins, s);
        add(29, k, mix(shape(-1), shape(1)));
        self.affixes(at, &mut add);
        if at > 0 {
            add(40, ending(self.word(at - 1), 3), 0);
        }
        if at + 1 < self.tokens.len() {
            add(41, ending(self.word(at + 1), 3), 0);
        }

        // The words a name ends and begins with tell most about it.
        let (name_start, name_end) = self.capitals_about(segment, at);
        let (head, lead) = (self.words[name_end - 1], self.words[name_start]);
        let place = (at - name_start).min(3) as u64 | ((name_end - 1 - at).min(3) as u64) << 2;
        add(42, head, place);
        add(43, lead, place);
        add(44, place, k);
        add(45, place, s);
        add(46, head, k);
        let last = self.words[segment.end - 1];
        add(47, last, u64::from(at + 1 == segment.end));
        let before_name = name_start
            .checked_sub(1)
            .map_or(outside, |at| self.words[at]);
        let after_name = self.words.get(name_end).copied().unwrap_or(outside);
        add(48, before_name, place);
        add(49, after_name, place);
        add(50, before_name, after_name);
        add(51, k, mix(before_name, after_name));

        let used = self.usage.get(&w).copied().map_or(0, u64::from);
        add(52, used, 0);
        add(53, used, k);
        for bit in 0..u64::from(usage::BITS) {
            if used & 1 << bit != 0 {
                add(54, bit, k);
            }
        }
        let head_used = self.usage.get(&head).copied().map_or(0, u64::from);
        add(55, head_used, place);
        add(56, used, mix(place, begins));
    }

    fn affixes(&self, at: usize, add: &mut impl FnMut(u64, u64, u64)) {
        let word = self.word(at);
        for (template, length) in [(30, 2), (31, 3), (32, 4)] {
            add(template, hash::characters(word.chars().take(length)), 0);
            add(template + 4, ending(word, length), 0);
        }
        add(38, ending(word, 5), 0);
    }

    /// The unbroken run of capitalised tokens about a token: start and end.
    fn capitals_about(&self, segment: Segment, at: usize) -> (usize, usize) {
        let (start, end) = self.runs[at];
        (start.max(segment.start), end.min(segment.end))
    }
}

fn runs(tokens: &[NameToken]) -> Vec<(usize, usize)> {
    let joined =
        |token: &NameToken| token.capital || (token.glued && token.kind == TokenKind::Mark);
    let mut runs = vec![(0, 0); tokens.len()];
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        runs[at].0 = start;
        if !joined(token) {
            start = at + 1;
        }
    }
    let mut end = tokens.len();
    for (at, token) in tokens.iter().enumerate().rev() {
        runs[at].1 = end;
        if !joined(token) {
            end = at;
        }
    }
    runs
}

fn ending(word: &str, length: usize) -> u64 {
    hash::characters(word.chars().rev().take(length))
}

/// "Xx", "X", "XX", "X.X.", "x", "00", with long runs cut short.
fn shape(word: &str, token: &NameToken) -> u64 {
    let mut hash = u64::from(token.glued);
    let (mut last, mut run) = (' ', 0);
    for character in word.chars() {
        let class = if character.is_uppercase() {
            'X'
        } else if character.is_lowercase() {
            'x'
        } else if character.is_ascii_digit() {
            '0'
        } else {
            character
        };
        run = if class == last { run + 1 } else { 0 };
        if run < 2 {
            hash = mix(hash, u64::from(u32::from(class)));
        }
        last = class;
    }
    hash
}
