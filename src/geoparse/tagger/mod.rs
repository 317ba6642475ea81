//! The tagger: which words are names, and of what. A linear-chain conditional random field over
//! the segments of a text that may hold names.

pub mod features;
pub mod hash;
pub mod labels;
pub mod lattice;
pub mod lexicon;
pub mod model;
pub mod segments;
pub mod usage;

use std::collections::HashMap;

use self::{
    features::Prepared,
    labels::{LABELS, NameKind, kind_of},
    lattice::{Scores, Sums, best_path},
    model::Model,
    segments::segments,
};
use super::{hints::Hint, name_tokens::NameToken};

/// A name, as a range of tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name {
    /// Indices of tokens, `end` exclusive.
    pub start: usize,
    pub end: usize,
    pub kind: NameKind,
    /// Whether it is the rest of a name that began with a place or a demonym.
    pub continues: bool,
}

/// What the tagger makes of a text.
#[derive(Clone, Debug, Default)]
pub struct Tags {
    /// In reading order; places inside organisations are names of their own, so the rest of the
    /// organisation may be in two pieces.
    pub names: Vec<Name>,
    /// For each token, how probable it is part of each kind of name.
    shares: Vec<[f32; NameKind::ALL.len()]>,
}

impl Tags {
    /// How probable it is that a token is part of a name of this kind.
    #[must_use]
    pub fn share(&self, token: usize, kind: NameKind) -> f32 {
        self.shares
            .get(token)
            .map_or(0.0, |shares| shares[kind as usize])
    }
}

/// Tag a text. `hints` has one entry for each token.
#[must_use]
pub fn tag(model: &Model, text: &str, tokens: &[NameToken], hints: &[Hint]) -> Tags {
    let prepared = Prepared::new(text, tokens, hints, &model.lexicon);
    let factors = model.transitions.factors();
    let mut tags = Tags {
        names: Vec::new(),
        shares: vec![[0.0; NameKind::ALL.len()]; tokens.len()],
    };
    let mut features = Vec::new();
    let mut scores: Vec<Scores> = Vec::new();
    for segment in segments(text, tokens) {
        scores.clear();
        for at in segment.start..segment.end {
            prepared.features(segment, at, &mut features);
            scores.push(model.scores(&features));
        }
        let sums = Sums::over(&scores, &factors, &[]);
        for at in 0..scores.len() {
            tags.shares[segment.start + at] = by_kind(&sums.marginal(at));
        }
        names(
            &best_path(&scores, &model.transitions),
            segment.start,
            &mut tags.names,
        );
    }
    agree(&prepared, &mut tags.shares);
    tags
}

/// How much a token's own surroundings count against the rest of the article.
const OWN: f32 = 0.6;

/// The same word mostly means the same throughout an article, so what is doubtful in one sentence
/// is helped by the others.
fn agree(prepared: &Prepared<'_>, shares: &mut [[f32; NameKind::ALL.len()]]) {
    let mut sums: HashMap<u64, ([f32; NameKind::ALL.len()], f32)> = HashMap::new();
    for (at, share) in shares.iter().enumerate() {
        if let Some(word) = prepared.name_word(at) {
            let (sum, count) = sums.entry(word).or_default();
            for (sum, share) in sum.iter_mut().zip(share) {
                *sum += share;
            }
            *count += 1.0;
        }
    }
    for (at, share) in shares.iter_mut().enumerate() {
        let Some((sum, count)) = prepared.name_word(at).and_then(|word| sums.get(&word)) else {
            continue;
        };
        if *count > 1.0 {
            for (share, sum) in share.iter_mut().zip(sum) {
                *share = OWN * *share + (1.0 - OWN) * sum / count;
            }
        }
    }
}

fn by_kind(marginal: &Scores) -> [f32; NameKind::ALL.len()] {
    let mut shares = [0.0; NameKind::ALL.len()];
    for (label, probability) in marginal.iter().enumerate().take(LABELS) {
        if let Some((kind, _)) = kind_of(label) {
            shares[kind as usize] += probability;
        }
    }
    shares
}

/// The names of a path of labels whose first token is `start`.
pub fn names(path: &[usize], start: usize, into: &mut Vec<Name>) {
    for (at, label) in path.iter().enumerate() {
        let Some((kind, first)) = kind_of(*label) else {
            continue;
        };
        let at = start + at;
        match into.last_mut() {
            Some(last) if !first && last.end == at && last.kind == kind => last.end = at + 1,
            _ => into.push(Name {
                start: at,
                end: at + 1,
                kind,
                continues: !first,
            }),
        }
    }
}
