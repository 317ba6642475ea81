//! Looking for names that are not spelt out, or not spelt right.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
    sync::OnceLock,
};

use fst::{IntoStreamer as _, Streamer as _};
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};

use super::{
    Gazetteer, Named, PlaceId,
    layout::{FAN_OUT, POSTING, Section, levels, place_of, triple},
    named,
};
use crate::text::fold;

/// Folded names of fewer letters are not taken for misspelt: too many others are one letter away.
const SHORTEST_MISSPELT: usize = 3;

/// From this length on two letters may be wrong, below it one.
const TWO_LETTERS_WRONG: usize = 7;

/// Longer questions are no names.
const LONGEST: usize = 100;

impl Gazetteer<'_> {
    /// The weightiest places with a name that begins so. Each place comes once.
    #[must_use]
    pub fn prefix(&self, name: &str, limit: usize) -> Vec<Named> {
        let mut walk = self.walk();
        if !walk.bytes(fold(name).as_bytes()) {
            return Vec::new();
        }
        let (first, after) = walk.range();
        let posting = |number| {
            usize::try_from(number).map_or(usize::MAX, |number| self.layout.first_posting(number))
        };
        self.weightiest(posting(first), posting(after), limit)
    }

    /// What may be meant by a name as someone types it: places of exactly this name, then of
    /// names that begin so, then of names a letter or two away; among equals the weightiest
    /// first. Each place comes once. Nothing is like a name without letters.
    #[must_use]
    pub fn fuzzy(&self, name: &str, limit: usize) -> Vec<Named> {
        let folded = fold(name);
        if folded.is_empty() {
            return Vec::new();
        }
        // What a place's best name is worth: 0 exact, 1 beginning, then by letters that differ.
        let mut best: BTreeMap<PlaceId, (u8, Named)> = BTreeMap::new();
        let mut offer = |worth: u8, named: Named| {
            let entry = best.entry(named.place).or_insert((worth, named));
            *entry = (worth, named).min(*entry);
        };
        self.exact(&folded)
            .take(limit)
            .for_each(|named| offer(0, named));
        self.prefix(&folded, limit)
            .into_iter()
            .for_each(|named| offer(1, named));
        let length = folded.chars().count();
        if (SHORTEST_MISSPELT..LONGEST).contains(&length) {
            let mut stream = |wrong: u8, from: &str, to: &[u8]| {
                let automaton = automaton(wrong, &folded);
                let search = self.names.search(&automaton).ge(from);
                let search = if to.is_empty() { search } else { search.lt(to) };
                let mut stream = search.into_stream();
                while let Some((key, number)) = stream.next() {
                    if let Distance::Exact(distance) = automaton.eval(key) {
                        let names = self.names_of(number.value()).take(limit);
                        names.for_each(|named| offer(1 + distance, named));
                    }
                }
            };
            stream(1, "", &[]);
            if length >= TWO_LETTERS_WRONG {
                // Hardly anyone gets the first letter wrong, and without it the work is tenfold.
                let first = folded
                    .char_indices()
                    .nth(1)
                    .map_or("", |(end, _)| &folded[..end]);
                let mut after = first.as_bytes().to_vec();
                if let Some(last) = after.last_mut() {
                    // The last byte of a letter in UTF-8 is never the highest.
                    *last += 1;
                }
                stream(2, first, &after);
            }
        }
        let mut found: Vec<(u8, Named)> = best.into_values().collect();
        found.sort_unstable();
        found
            .into_iter()
            .take(limit)
            .map(|(_, named)| named)
            .collect()
    }

    /// The least places among the postings from `first` to before `after`. The tree of least
    /// places is searched from its top, always where the least one may be, so that the work does
    /// not grow with the number of postings.
    fn weightiest(&self, first: usize, after: usize, limit: usize) -> Vec<Named> {
        let levels: Vec<(usize, usize)> = levels(self.layout.postings()).collect();
        let least = |height: usize, index: usize| match height
            .checked_sub(1)
            .and_then(|level| levels.get(level))
        {
            None => place_of(self.layout.posting(index)),
            Some(&(start, _)) => place_of(triple(
                self.layout
                    .get(Section::Leasts)
                    .get((start + index) * POSTING..)
                    .unwrap_or_default(),
            )),
        };
        let mut heap = BinaryHeap::new();
        let push = |heap: &mut BinaryHeap<_>, height: usize, indices: std::ops::Range<usize>| {
            let width =
                u32::try_from(height).map_or(usize::MAX, |height| FAN_OUT.saturating_pow(height));
            for index in indices {
                if index * width < after && (index + 1) * width > first {
                    heap.push(Reverse((least(height, index), height, index)));
                }
            }
        };
        let top = levels
            .last()
            .map_or(self.layout.postings(), |&(_, length)| length);
        push(&mut heap, levels.len(), 0..top);
        let mut found: Vec<Named> = Vec::new();
        while let Some(Reverse((place, height, index))) = heap.pop() {
            if found.len() == limit && found.last().is_none_or(|last| last.place.0 != place) {
                break;
            }
            if let Some(below) = height.checked_sub(1) {
                let length = below
                    .checked_sub(1)
                    .and_then(|level| levels.get(level))
                    .map_or(self.layout.postings(), |&(_, length)| length);
                push(
                    &mut heap,
                    below,
                    index * FAN_OUT..((index + 1) * FAN_OUT).min(length),
                );
            } else if let Some(named) = named(self.layout.posting(index)) {
                match found.last_mut() {
                    Some(latest) if latest.place == named.place => *latest = named.min(*latest),
                    _ => found.push(named),
                }
            }
        }
        found
    }
}

/// What accepts the names that differ from `folded` in up to `wrong` letters, two that have
/// changed places counting as one.
fn automaton(wrong: u8, folded: &str) -> DFA {
    static BUILDERS: [OnceLock<LevenshteinAutomatonBuilder>; 2] =
        [OnceLock::new(), OnceLock::new()];
    BUILDERS[usize::from(wrong > 1)]
        .get_or_init(|| LevenshteinAutomatonBuilder::new(wrong, true))
        .build_dfa(folded)
}
