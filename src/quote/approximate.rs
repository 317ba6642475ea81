//! Finding words in a text that has nearly the same ones: approximate string matching by edit
//! distance, a bit for each character of the pattern.
//!
//! The method is that of G. Myers, “A fast bit-vector algorithm for approximate string matching
//! based on dynamic programming”, Journal of the ACM 46(3), 1999, in the form H. Hyyrö gave it for
//! patterns longer than a machine word. Its time grows with the text's length times the pattern's
//! length divided by 64, whatever stands in them.

use std::collections::BTreeMap;

use crate::text::Span;

/// How many places are looked at more closely, so that a short pattern in a long text takes no
/// time without end. Of more places than that only the closest count.
const MAX_PLACES: usize = 1_000;

/// A place where the text has nearly the pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NearMatch {
    pub span: Span,
    /// How many characters have to be inserted, removed or replaced.
    pub distance: usize,
}

/// The places that are within `limit` edits of `pattern`, in reading order. Of places that
/// overlap the closest is taken.
#[must_use]
pub fn search(text: &str, pattern: &str, limit: usize) -> Vec<NearMatch> {
    let pattern: Vec<char> = pattern.chars().collect();
    if limit == 0 || pattern.len() <= limit {
        return Vec::new();
    }
    let mut ends = Ends {
        apart: pattern.len() - limit,
        found: Vec::new(),
    };
    let mut columns = Columns::new(&pattern);
    for (index, (at, c)) in text.char_indices().enumerate() {
        let distance = columns.advance(c);
        if distance <= limit {
            let end = at + c.len_utf8();
            ends.add(index, end, distance);
        }
    }
    ends.found.sort_by_key(|(_, _, distance)| *distance);
    if let Some((_, _, too_far)) = ends.found.get(MAX_PLACES).copied() {
        // All of one distance or none: there is no reason to prefer one to another.
        ends.found.retain(|(_, _, distance)| *distance < too_far);
    }
    ends.found.sort_unstable();
    let places = ends.found.into_iter();
    places
        .map(|(_, end, distance)| NearMatch {
            span: Span::new(start_of(&text[..end], &pattern, limit), end),
            distance,
        })
        .collect()
}

/// Ends of places: the number of the last character, the byte after it, and the distance.
struct Ends {
    /// Places whose ends are fewer characters apart overlap.
    apart: usize,
    found: Vec<(usize, usize, usize)>,
}

impl Ends {
    fn add(&mut self, index: usize, end: usize, distance: usize) {
        match self.found.last_mut() {
            Some(last) if index - last.0 < self.apart => {
                if distance < last.2 {
                    *last = (index, end, distance);
                }
            }
            _ => self.found.push((index, end, distance)),
        }
    }
}

/// Where the place that ends with `text` begins: the start that leaves the fewest edits, of such
/// one that begins a word, and of those the one whose length is closest to the pattern's.
fn start_of(text: &str, pattern: &[char], limit: usize) -> usize {
    // The rows of the matrix of edit distances, both read from their ends.
    let mut row: Vec<usize> = (0..=pattern.len()).collect();
    let mut best = (pattern.len(), true, pattern.len(), text.len());
    let mut window = text.char_indices().rev().peekable();
    for length in 1..=pattern.len() + limit {
        let Some((at, c)) = window.next() else { break };
        let within_a_word = !c.is_alphanumeric()
            || window
                .peek()
                .is_some_and(|(_, before)| before.is_alphanumeric());
        advance_row(&mut row, pattern.iter().rev().copied(), length, c);
        let off = length.abs_diff(pattern.len());
        best = best.min((row[pattern.len()], within_a_word, off, at));
    }
    best.3
}

/// The edit distance of two texts, in characters.
#[must_use]
pub fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (length, c) in (1..).zip(a.chars()) {
        advance_row(&mut row, b.chars(), length, c);
    }
    row.last().copied().unwrap_or_default()
}

/// From the distances of a text to each beginning of the pattern, those of the text with one
/// character more, `c`, which makes it `length` characters long.
fn advance_row(row: &mut [usize], pattern: impl Iterator<Item = char>, length: usize, c: char) {
    let mut diagonal = std::mem::replace(&mut row[0], length);
    for (index, p) in pattern.enumerate() {
        let replaced = diagonal + usize::from(p != c);
        diagonal = row[index + 1];
        row[index + 1] = replaced.min(diagonal + 1).min(row[index] + 1);
    }
}

/// The last column of the matrix of edit distances between the pattern and all that ends at the
/// character read last, as differences between neighbours.
struct Columns {
    words: Vec<Word>,
    /// Where each character stands in the pattern: a row for each, as long as `words`, and a last
    /// one for all that stand nowhere in it.
    places: Vec<u64>,
    /// The rows of ASCII characters, which are most and need no search, and those of all that
    /// stand in the pattern.
    ascii: [usize; 128],
    rows: BTreeMap<char, usize>,
    /// The bit of the pattern's last character, in the last word.
    last: u64,
    distance: usize,
}

/// Where the distance goes up by one, and where it goes down, for 64 rows.
#[derive(Clone, Copy)]
struct Word {
    up: u64,
    down: u64,
}

impl Columns {
    fn new(pattern: &[char]) -> Self {
        let words = pattern.len().div_ceil(64);
        let mut rows: BTreeMap<char, usize> = BTreeMap::new();
        for c in pattern {
            let next = rows.len();
            rows.entry(*c).or_insert(next);
        }
        let mut places = vec![0; (rows.len() + 1) * words];
        for (index, c) in pattern.iter().enumerate() {
            places[rows[c] * words + index / 64] |= 1 << (index % 64);
        }
        let mut ascii = [rows.len(); 128];
        for (c, row) in &rows {
            if let Some(known) = ascii.get_mut(*c as usize) {
                *known = *row;
            }
        }
        let up_everywhere = Word {
            up: u64::MAX,
            down: 0,
        };
        Self {
            words: vec![up_everywhere; words],
            places,
            ascii,
            rows,
            last: 1 << ((pattern.len() - 1) % 64),
            distance: pattern.len(),
        }
    }

    /// Read one more character of the text, and give the distance between the pattern and what
    /// fits it best among all that ends there.
    fn advance(&mut self, c: char) -> usize {
        let none = self.rows.len();
        let row = match self.ascii.get(c as usize) {
            Some(row) => *row,
            None => self.rows.get(&c).copied().unwrap_or(none),
        };
        let places = &self.places[row * self.words.len()..];
        // How the row above changes from the last character to this one. It starts with the empty
        // pattern, which fits everywhere.
        let mut above = Step::default();
        let last = self.words.len() - 1;
        for (word, places) in self.words[..last].iter_mut().zip(places) {
            above = word.advance(*places, above, 1 << 63);
        }
        let step = self.words[last].advance(places[last], above, self.last);
        self.distance = self.distance + usize::from(step.up) - usize::from(step.down);
        self.distance
    }
}

/// How the distance of one row changes from one character of the text to the next.
#[derive(Clone, Copy, Default)]
struct Step {
    up: bool,
    down: bool,
}

impl Word {
    /// Read a character that stands at `places` in these rows of the pattern, and give the step
    /// of the row of `bit`.
    #[inline]
    const fn advance(&mut self, places: u64, above: Step, bit: u64) -> Step {
        let Self { up, down } = *self;
        let vertical = places | down;
        let equal = places | above.down as u64;
        let horizontal = ((equal & up).wrapping_add(up) ^ up) | equal;
        let right_up = down | !(horizontal | up);
        let right_down = up & horizontal;
        let shifted_up = right_up << 1 | above.up as u64;
        self.up = right_down << 1 | above.down as u64 | !(vertical | shifted_up);
        self.down = shifted_up & vertical;
        Step {
            up: right_up & bit != 0,
            down: right_down & bit != 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found<'a>(text: &'a str, pattern: &str, limit: usize) -> Vec<(&'a str, usize)> {
        let hits = search(text, pattern, limit).into_iter();
        hits.map(|hit| (&text[hit.span.start..hit.span.end], hit.distance))
            .collect()
    }

    #[test]
    fn a_word_is_found_in_another_spelling() {
        assert_eq!(
            found("They fled to Kharkiv by train.", "Kharkov", 1),
            [("Kharkiv", 1)]
        );
        assert_eq!(
            found("a colour, a color", "colour", 1),
            [("colour", 0), ("color", 1)]
        );
        assert_eq!(found("a colour", "armchair", 2), []);
        assert_eq!(found("a colour", "", 0), []);
        assert_eq!(found("", "colour", 2), []);
    }

    proptest! {
        #[test]
        fn bits_and_the_plain_matrix_agree(
            text in "[abñ ]{0,90}", pattern in "[abñ]{1,9}|[abñ]{60,140}",
        ) {
            let pattern: Vec<char> = pattern.chars().collect();
            let mut columns = Columns::new(&pattern);
            // Sellers' matrix: a place may begin anywhere, so the top row is 0.
            let mut row: Vec<usize> = (0..=pattern.len()).collect();
            for c in text.chars() {
                advance_row(&mut row, pattern.iter().copied(), 0, c);
                prop_assert_eq!(columns.advance(c), row[pattern.len()]);
            }
        }

        #[test]
        fn hits_are_as_far_off_as_they_say_and_do_not_overlap(
            text in "[abñ ]{0,60}|\\PC{0,60}", pattern in "[abñ]{1,9}|\\PC{1,9}", limit in 0_usize..4,
        ) {
            let hits = search(&text, &pattern, limit);
            for hit in &hits {
                let words = &text[hit.span.start..hit.span.end];
                prop_assert_eq!(distance(words, &pattern), hit.distance);
                prop_assert!(hit.distance <= limit);
            }
            for pair in hits.windows(2) {
                prop_assert!(pair[0].span.end <= pair[1].span.end);
            }
        }

        #[test]
        fn what_stands_there_with_a_few_edits_is_found(
            before in "[xyz ]{0,40}", pattern in "[a-h]{8,80}", after in "[xyz ]{0,40}",
            at in any::<prop::sample::Index>(), edit in "[XYZ]{0,2}",
        ) {
            let mut edited = pattern.clone();
            edited.replace_range(at.index(pattern.len())..=at.index(pattern.len()), &edit);
            let text = format!("{before}{edited}{after}");
            prop_assert_eq!(search(&text, &pattern, 2).len(), 1);
        }
    }
}
