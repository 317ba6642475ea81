//! Learning the weights: the likelihood of what the marks allow, raised step by step with AdaGrad
//! (Duchi, Hazan and Singer 2011).

use std::collections::{BTreeMap, HashMap};

use dateline::{
    geoparse::{
        self,
        hints::{Hint, KindRank},
        name_tokens::{NameToken, name_tokens},
        tagger::{
            self,
            features::Prepared,
            labels::{LABELS, NameKind},
            lattice::{ANY, Scores, Sums, Transitions},
            lexicon::Lexicon,
            model::Model,
            segments::segments,
        },
    },
    text::TokenisedText,
};

use super::{
    both,
    corpus::{Dice, Document},
    report,
};

const EPOCHS: usize = 10;
/// So many of a hundred features are left out at each visit, at random, so that no feature is
/// relied upon alone.
const DROPPED: usize = 50;
const STEP: f32 = 0.12;
/// Features seen less often tell nothing that carries over.
const SEEN: u32 = 3;
/// How strongly weights are drawn back to zero, each epoch.
const DECAY: f32 = 0.97;
/// Rows whose weights all stay below this are not worth their bytes.
const WORTH: f32 = 0.2;

/// The segments of a document: features and allowed labels of each token.
pub struct Example {
    segments: Vec<Vec<(Vec<u32>, u32)>>,
}

impl Example {
    pub fn new(document: &Document, lexicon: &Lexicon) -> Self {
        let text = &document.text;
        let tokens = name_tokens(&TokenisedText::of(text));
        let hints = geoparse::hints(text, &tokens);
        let prepared = Prepared::new(text, &tokens, &hints, lexicon);
        let mut features = Vec::new();
        let segments = segments(text, &tokens);
        let starts: Vec<usize> = segments.iter().map(|segment| segment.start).collect();
        let mut allowed = allowed(document, &tokens, &starts);
        narrow(&mut allowed, &hints);
        let segments = segments
            .into_iter()
            .map(|segment| {
                (segment.start..segment.end)
                    .map(|at| {
                        prepared.features(segment, at, &mut features);
                        (features.clone(), allowed[at])
                    })
                    .collect()
            })
            .collect();
        Self { segments }
    }
}

/// What each token may be. A name that began before its segment ("2011 Ohio Election", "al-Jazeera")
/// begins again with the segment.
fn allowed(document: &Document, tokens: &[NameToken], starts: &[usize]) -> Vec<u32> {
    let mut allowed: Vec<u32> = tokens
        .iter()
        .map(|token| {
            if document.sparse && token.capital {
                ANY
            } else {
                document.unmarked
            }
        })
        .collect();
    for mark in &document.marks {
        let mut begun = false;
        for (at, (token, allowed)) in tokens.iter().zip(&mut allowed).enumerate() {
            if mark.span.contains(token.span) {
                let goes_on = begun && starts.binary_search(&at).is_err();
                *allowed = if goes_on { mark.later } else { mark.first };
                begun = true;
            }
        }
    }
    allowed
}

/// Where the marks leave a choice, only a known demonym may be one, and only a known place may be
/// nested in another name.
fn narrow(allowed: &mut [u32], hints: &[Hint]) {
    for (allowed, hint) in allowed.iter_mut().zip(hints) {
        for (kind, known) in [
            (NameKind::Demonym, hint.rank == KindRank::Demonym),
            (
                NameKind::Nested,
                !matches!(
                    hint.rank,
                    KindRank::None | KindRank::Village | KindRank::Demonym
                ),
            ),
        ] {
            let [first, later] = both(kind);
            let others = *allowed & !(first | later);
            if !known && others != 0 {
                *allowed = others;
            }
        }
        // A country in another name is a place in it: "United States Senate".
        let [first, later] = both(NameKind::Nested);
        let [place, _] = both(NameKind::Place);
        if hint.rank == KindRank::Country && *allowed & first != 0 && *allowed & place == 0 {
            *allowed &= first | later;
        }
    }
}

/// The weights that make the marks most likely.
pub fn learn(examples: &[Example]) -> (Transitions, Vec<(u32, Scores)>) {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for (features, _) in examples.iter().flat_map(|e| &e.segments).flatten() {
        for feature in features {
            *counts.entry(*feature).or_default() += 1;
        }
    }
    let mut kept: Vec<u32> = counts
        .into_iter()
        .filter_map(|(feature, count)| (count >= SEEN).then_some(feature))
        .collect();
    kept.sort_unstable();
    let rows: HashMap<u32, u32> = (0..)
        .zip(&kept)
        .map(|(row, feature)| (*feature, row))
        .collect();
    let segments: Vec<Vec<(Vec<u32>, u32)>> = examples
        .iter()
        .flat_map(|example| &example.segments)
        .map(|segment| {
            segment
                .iter()
                .map(|(features, allowed)| {
                    let rows = features
                        .iter()
                        .filter_map(|f| rows.get(f).copied())
                        .collect();
                    (rows, *allowed)
                })
                .collect()
        })
        .collect();
    report(&format!(
        "{} segments, {} features",
        segments.len(),
        kept.len()
    ));

    let mut state = State {
        weights: vec![[0.0; LABELS]; kept.len()],
        squares: vec![[1e-3; LABELS]; kept.len()],
        transitions: Transitions::default(),
        transition_squares: [[1e-3; LABELS]; LABELS],
    };
    let mut dice = Dice(1);
    for epoch in 0..EPOCHS {
        let mut likelihood = 0.0;
        let length = segments.len();
        // A stride that shares no factor with the length visits each segment once.
        let stride = (length / 2 + epoch * 2..)
            .take(length.max(1))
            .find(|s| gcd(*s, length) == 1)
            .unwrap_or(1);
        for visit in 0..length {
            let segment = &segments[visit * stride % length];
            let thinned: Vec<(Vec<u32>, u32)> = segment
                .iter()
                .map(|(rows, allowed)| {
                    let kept = rows
                        .iter()
                        .copied()
                        .filter(|_| dice.below(100) >= DROPPED)
                        .collect();
                    (kept, *allowed)
                })
                .collect();
            likelihood += f64::from(state.learn_from(&thinned));
        }
        for weight in state.weights.iter_mut().flatten() {
            *weight *= DECAY;
        }
        report(&format!(
            "epoch {}: log-likelihood {likelihood:.0}",
            epoch + 1
        ));
    }
    let features = kept
        .into_iter()
        .zip(state.weights)
        .filter(|(_, row)| row.iter().any(|weight| weight.abs() >= WORTH))
        .collect();
    (state.transitions, features)
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

struct State {
    weights: Vec<Scores>,
    squares: Vec<Scores>,
    transitions: Transitions,
    transition_squares: [Scores; LABELS],
}

impl State {
    /// One step uphill; the log-likelihood before it.
    fn learn_from(&mut self, segment: &[(Vec<u32>, u32)]) -> f32 {
        let scores: Vec<Scores> = segment
            .iter()
            .map(|(rows, _)| {
                let mut sums = [0.0; LABELS];
                for row in rows {
                    for (sum, weight) in sums.iter_mut().zip(&self.weights[*row as usize]) {
                        *sum += weight;
                    }
                }
                sums
            })
            .collect();
        let allowed: Vec<u32> = segment.iter().map(|(_, allowed)| *allowed).collect();
        let factors = self.transitions.factors();
        let wanted = Sums::over(&scores, &factors, &allowed);
        let free = Sums::over(&scores, &factors, &[]);
        let likelihood = wanted.total - free.total;
        // Marks that no path can follow (a name cut by our rules) teach nothing.
        if !likelihood.is_finite() || likelihood < -50.0 {
            return 0.0;
        }
        for (at, (rows, allowed)) in segment.iter().enumerate() {
            let (wanted_at, free_at) = (wanted.marginal(at), free.marginal(at));
            let mut gradient = [0.0; LABELS];
            for (label, gradient) in gradient.iter_mut().enumerate() {
                *gradient = wanted_at[label] - free_at[label];
            }
            for row in rows {
                let row = *row as usize;
                climb(&mut self.weights[row], &mut self.squares[row], &gradient);
            }
            let wanted_pairs = wanted.pair(at, &scores, &factors, *allowed);
            let free_pairs = free.pair(at, &scores, &factors, ANY);
            for from in 0..LABELS {
                let mut gradient = [0.0; LABELS];
                for (to, gradient) in gradient.iter_mut().enumerate() {
                    *gradient = wanted_pairs[from][to] - free_pairs[from][to];
                }
                climb(
                    &mut self.transitions.between[from],
                    &mut self.transition_squares[from],
                    &gradient,
                );
            }
        }
        likelihood
    }
}

fn climb(weights: &mut Scores, squares: &mut Scores, gradient: &Scores) {
    for label in 0..LABELS {
        let slope = gradient[label];
        if slope.abs() > 1e-6 {
            squares[label] += slope * slope;
            weights[label] += STEP * slope / squares[label].sqrt();
        }
    }
}

/// Precision, recall and F1 by kind on texts that were not learnt from.
pub fn score(model: &Model, documents: &[Document]) -> Vec<String> {
    let mut counts: BTreeMap<NameKind, [usize; 3]> = BTreeMap::new();
    for document in documents {
        let tokens = name_tokens(&TokenisedText::of(&document.text));
        let hints = geoparse::hints(&document.text, &tokens);
        let tags = tagger::tag(model, &document.text, &tokens, &hints);
        let mut gold = Vec::new();
        let starts: Vec<usize> = segments(&document.text, &tokens)
            .iter()
            .map(|segment| segment.start)
            .collect();
        let labels: Vec<usize> = allowed(document, &tokens, &starts)
            .iter()
            .map(|allowed| allowed.trailing_zeros() as usize)
            .collect();
        tagger::names(&labels, 0, &mut gold);
        for name in &gold {
            counts.entry(name.kind).or_default()[0] += 1;
        }
        for name in &tags.names {
            let count = counts.entry(name.kind).or_default();
            count[1] += 1;
            count[2] += usize::from(gold.contains(name));
        }
    }
    counts
        .into_iter()
        .map(|(kind, [gold, found, right])| {
            let (precision, recall) = (share(right, found), share(right, gold));
            format!(
                "{kind:?}: {gold} marked, precision {precision:.3}, recall {recall:.3}, F1 {:.3}",
                share(2 * right, gold + found)
            )
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of names")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}
