//! Lists of words: given names, surnames, and common English words.

use std::collections::HashMap;

/// Which lists a word is in, by the hash of the word in lower case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lexicon {
    words: HashMap<u32, u8>,
}

impl Lexicon {
    pub const GIVEN_NAME: u8 = 1;
    pub const SURNAME: u8 = 2;
    /// An English word that is written in lower case.
    pub const COMMON: u8 = 4;

    /// The lists a word is in, as bits; `word` is [`super::hash::word`] of it.
    #[must_use]
    pub fn lists(&self, word: u64) -> u8 {
        self.words.get(&key(word)).copied().unwrap_or(0)
    }

    pub fn add(&mut self, word: u64, list: u8) {
        *self.words.entry(key(word)).or_default() |= list;
    }

    /// Every entry, in the order of the keys.
    #[must_use]
    pub fn entries(&self) -> Vec<(u32, u8)> {
        let mut entries: Vec<(u32, u8)> = self.words.iter().map(|(k, v)| (*k, *v)).collect();
        entries.sort_unstable();
        entries
    }
}

impl FromIterator<(u32, u8)> for Lexicon {
    fn from_iter<T: IntoIterator<Item = (u32, u8)>>(entries: T) -> Self {
        Self {
            words: entries.into_iter().collect(),
        }
    }
}

const fn key(word: u64) -> u32 {
    (word >> 32) as u32
}
