//! A trained model: word lists, transitions, and a row of weights for each feature.
//!
//! The file holds little-endian numbers: the magic, the lists, the transitions, then the keys of
//! the features in rising order and, in the same order, their weights as signed bytes.

use thiserror::Error;

use super::{
    labels::LABELS,
    lattice::{Scores, Transitions},
    lexicon::Lexicon,
};

const MAGIC: &[u8; 8] = b"DLTAG\x00\x00\x01";

/// Why a model cannot be used.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ModelError {
    #[error(
        "this is not a tagger's model of this version; train it again with the training program"
    )]
    Foreign,
    #[error("the tagger's model is damaged; get the program again")]
    Damaged,
}

/// What was learnt.
#[derive(Clone, Debug)]
pub struct Model {
    pub lexicon: Lexicon,
    pub transitions: Transitions,
    /// What a weight of 1 stands for.
    scale: f32,
    rows: usize,
    /// By the key, with linear probing: one place in memory for each look-up.
    table: Vec<Row>,
}

/// A feature with its weights; an empty row has none but zeros.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    key: u32,
    weights: [i8; LABELS],
    used: bool,
}

impl Model {
    /// A model out of weights by feature. Weights are rounded to a 127th of the largest.
    #[must_use]
    pub fn new(
        lexicon: Lexicon,
        transitions: Transitions,
        mut features: Vec<(u32, Scores)>,
    ) -> Self {
        features.sort_unstable_by_key(|(key, _)| *key);
        let largest = features
            .iter()
            .flat_map(|(_, row)| row)
            .fold(0.0_f32, |top, weight| top.max(weight.abs()));
        let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        #[expect(clippy::cast_possible_truncation, reason = "within ±127 by the scale")]
        let round = |row: &Scores| row.map(|weight| (weight / scale).round() as i8);
        let weights = features.iter().map(|(_, row)| round(row)).collect();
        let keys = features.iter().map(|(key, _)| *key).collect();
        Self::with_table(lexicon, transitions, scale, keys, weights)
    }

    fn with_table(
        lexicon: Lexicon,
        transitions: Transitions,
        scale: f32,
        keys: Vec<u32>,
        weights: Vec<[i8; LABELS]>,
    ) -> Self {
        let size = (keys.len() * 2).next_power_of_two().max(2);
        let mut table = vec![Row::default(); size];
        let rows = keys.len();
        for (key, weights) in keys.into_iter().zip(weights) {
            let mut slot = slot(key, size);
            while table[slot].used {
                slot = (slot + 1) & (size - 1);
            }
            table[slot] = Row {
                key,
                weights,
                used: true,
            };
        }
        Self {
            lexicon,
            transitions,
            scale,
            rows,
            table,
        }
    }

    /// The score of each label for a token with these features.
    #[must_use]
    pub fn scores(&self, features: &[u32]) -> Scores {
        let mut sums = [0_i32; LABELS];
        for feature in features {
            if let Some(row) = self.row(*feature) {
                for (sum, weight) in sums.iter_mut().zip(&row.weights) {
                    *sum += i32::from(*weight);
                }
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "below 2^16")]
        sums.map(|sum| sum as f32 * self.scale)
    }

    fn row(&self, key: u32) -> Option<&Row> {
        let size = self.table.len();
        let mut slot = slot(key, size);
        loop {
            let row = self.table.get(slot).filter(|row| row.used)?;
            if row.key == key {
                return Some(row);
            }
            slot = (slot + 1) & (size - 1);
        }
    }

    /// How many features have weights.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The model as a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let lists = self.lexicon.entries();
        let mut rows: Vec<&Row> = self.table.iter().filter(|row| row.used).collect();
        rows.sort_unstable_by_key(|row| row.key);
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes();
        bytes.extend(count(lists.len()));
        bytes.extend(count(rows.len()));
        bytes.extend(self.scale.to_le_bytes());
        for (word, bits) in &lists {
            bytes.extend(word.to_le_bytes());
            bytes.push(*bits);
        }
        for score in self.transitions.between.iter().flatten() {
            bytes.extend(score.to_le_bytes());
        }
        for row in &rows {
            bytes.extend(row.key.to_le_bytes());
        }
        for row in &rows {
            bytes.extend(row.weights.map(i8::cast_unsigned));
        }
        bytes
    }

    /// Read a model.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::Foreign)?;
        let lists = number(&mut rest)? as usize;
        let rows = number(&mut rest)? as usize;
        let scale = f32::from_bits(number(&mut rest)?);
        let expected = rows
            .checked_mul(4 + LABELS)
            .and_then(|size| size.checked_add(lists.checked_mul(5)?))
            .and_then(|size| size.checked_add(4 * LABELS * LABELS));
        if expected != Some(rest.len()) || !scale.is_finite() {
            return Err(ModelError::Damaged);
        }
        let mut lexicon = Vec::with_capacity(lists);
        for _ in 0..lists {
            let word = number(&mut rest)?;
            let (bits, after) = rest.split_first().ok_or(ModelError::Damaged)?;
            lexicon.push((word, *bits));
            rest = after;
        }
        let mut transitions = Transitions::default();
        for score in transitions.between.iter_mut().flatten() {
            let read = f32::from_bits(number(&mut rest)?);
            if read.is_nan() || read == f32::INFINITY {
                return Err(ModelError::Damaged);
            }
            *score = read;
        }
        let mut keys = Vec::with_capacity(rows);
        for _ in 0..rows {
            keys.push(number(&mut rest)?);
        }
        let weights = rest
            .as_chunks::<LABELS>()
            .0
            .iter()
            .map(|row| row.map(u8::cast_signed))
            .collect();
        Ok(Self::with_table(
            lexicon.into_iter().collect(),
            transitions,
            scale,
            keys,
            weights,
        ))
    }
}

/// Keys are hashes, so their top bits spread well.
const fn slot(key: u32, size: usize) -> usize {
    (key as usize).wrapping_mul(0x9e37_79b9) >> 7 & (size - 1)
}

fn number(rest: &mut &[u8]) -> Result<u32, ModelError> {
    let (bytes, after) = rest.split_first_chunk::<4>().ok_or(ModelError::Damaged)?;
    *rest = after;
    Ok(u32::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn model() -> Model {
        let mut row = [0.0; LABELS];
        row[1] = 2.54;
        row[2] = -1.0;
        let lexicon = [(7, Lexicon::SURNAME)].into_iter().collect();
        Model::new(
            lexicon,
            Transitions::default(),
            vec![(9, row), (3, [0.5; LABELS])],
        )
    }

    #[test]
    fn weights_add_up_and_unknown_features_count_nothing() {
        let scores = model().scores(&[9, 3, 77]);
        assert!((scores[1] - 3.04).abs() < 0.03);
        assert!((scores[2] + 0.5).abs() < 0.03);
        assert!((scores[3] - 0.5).abs() < 0.03);
    }

    #[test]
    fn a_model_reads_back_as_it_was_written() {
        let bytes = model().to_bytes();
        let read = Model::from_bytes(&bytes).expect("reads");
        assert_eq!(read.to_bytes(), bytes);
        assert_eq!(read.lexicon, model().lexicon);
        assert_eq!(read.transitions, model().transitions);
    }

    proptest! {
        #[test]
        fn damaged_models_are_refused_or_usable(
            at in 0usize..2_000, byte: u8, cut in 0usize..2_000,
        ) {
            let mut bytes = model().to_bytes();
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            bytes.truncate(bytes.len().saturating_sub(cut % 40));
            if let Ok(model) = Model::from_bytes(&bytes) {
                let _ = model.scores(&[1, 3, 9]);
            }
        }
    }
}
