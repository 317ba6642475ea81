//! The arithmetic of a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001):
//! the best path, and how probable each label is.

use super::labels::{LABELS, OUTSIDE, may_follow};

/// The score of each label for one token.
pub type Scores = [f32; LABELS];

/// What it adds to a path to go from one label to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Transitions {
    /// `between[from][to]`; negative infinity where `to` cannot follow `from`.
    pub between: [Scores; LABELS],
}

impl Default for Transitions {
    fn default() -> Self {
        let mut between = [[0.0; LABELS]; LABELS];
        for (from, row) in between.iter_mut().enumerate() {
            for (to, score) in row.iter_mut().enumerate() {
                if !may_follow(from, to) {
                    *score = f32::NEG_INFINITY;
                }
            }
        }
        Self { between }
    }
}

/// The labels of the best path. Segments begin and end outside of names.
#[must_use]
pub fn best_path(tokens: &[Scores], transitions: &Transitions) -> Vec<usize> {
    let mut back: Vec<[usize; LABELS]> = Vec::with_capacity(tokens.len());
    let mut best = [f32::NEG_INFINITY; LABELS];
    best[OUTSIDE] = 0.0;
    for scores in tokens {
        let mut next = [f32::NEG_INFINITY; LABELS];
        let mut from_label = [0; LABELS];
        for (to, next) in next.iter_mut().enumerate() {
            for (from, best) in best.iter().enumerate() {
                let score = best + transitions.between[from][to];
                if score > *next {
                    *next = score;
                    from_label[to] = from;
                }
            }
            *next += scores[to];
        }
        best = next;
        back.push(from_label);
    }
    let mut label = (0..LABELS)
        .max_by(|a, b| best[*a].total_cmp(&best[*b]))
        .unwrap_or(0);
    let mut path = vec![0; tokens.len()];
    for (place, from_label) in path.iter_mut().zip(&back).rev() {
        *place = label;
        label = from_label[label];
    }
    path
}

/// Forward and backward sums over the paths that `allowed` leaves (bit `l` of a token's mask for
/// label `l`), in one pass each.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    forward: Vec<Scores>,
    backward: Vec<Scores>,
    /// The logarithm of the sum over all paths.
    pub total: f32,
}

/// All labels.
pub const ANY: u32 = (1 << LABELS) - 1;

impl Sums {
    /// Sum over the paths through `tokens`; `allowed` is empty for "all labels everywhere".
    /// The transitions come as factors: their exponentials, 0 where forbidden.
    #[must_use]
    pub fn over(tokens: &[Scores], factors: &[Scores; LABELS], allowed: &[u32]) -> Self {
        let length = tokens.len();
        let mask = |at: usize| allowed.get(at).copied().unwrap_or(ANY);
        // Each column is scaled by its largest score, so that nothing overflows.
        let local = |at: usize| {
            let scores = &tokens[at];
            let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let mut exps = [0.0; LABELS];
            for (label, exp) in exps.iter_mut().enumerate() {
                if mask(at) & (1 << label) != 0 {
                    *exp = (scores[label] - top).exp();
                }
            }
            (exps, top)
        };
        let mut forward = Vec::with_capacity(length);
        let mut locals = Vec::with_capacity(length);
        let mut before = [0.0; LABELS];
        before[OUTSIDE] = 1.0;
        let mut total = 0.0;
        for at in 0..length {
            let (exps, top) = local(at);
            let mut column = [0.0; LABELS];
            for (from, weight) in before.iter().enumerate() {
                if *weight > 0.0 {
                    for (sum, factor) in column.iter_mut().zip(&factors[from]) {
                        *sum += weight * factor;
                    }
                }
            }
            let mut norm = 0.0;
            for (sum, exp) in column.iter_mut().zip(&exps) {
                *sum *= exp;
                norm += *sum;
            }
            let norm = norm.max(f32::MIN_POSITIVE);
            for sum in &mut column {
                *sum /= norm;
            }
            total += norm.ln() + top;
            locals.push(exps);
            forward.push(column);
            before = column;
        }
        let mut backward = vec![[1.0; LABELS]; length];
        for at in (1..length).rev() {
            let mut column = [0.0; LABELS];
            let mut norm = 0.0;
            let mut ahead = backward[at];
            for (value, exp) in ahead.iter_mut().zip(&locals[at]) {
                *value *= exp;
            }
            for (sum, factors) in column.iter_mut().zip(factors) {
                *sum = factors.iter().zip(&ahead).map(|(f, a)| f * a).sum();
                norm += *sum;
            }
            let norm: f32 = f32::max(norm, f32::MIN_POSITIVE);
            for sum in &mut column {
                *sum /= norm;
            }
            backward[at - 1] = column;
        }
        Self {
            forward,
            backward,
            total,
        }
    }

    /// How probable each label is at a token.
    #[must_use]
    pub fn marginal(&self, at: usize) -> Scores {
        let mut marginal = [0.0; LABELS];
        let mut norm = 0.0;
        for (label, value) in marginal.iter_mut().enumerate() {
            *value = self.forward[at][label] * self.backward[at][label];
            norm += *value;
        }
        let norm = f32::max(norm, f32::MIN_POSITIVE);
        for value in &mut marginal {
            *value /= norm;
        }
        marginal
    }

    /// How probable each pair of labels is at a token (`[from][to]`) with the one before it;
    /// for the first token `from` is outside.
    #[must_use]
    pub fn pair(
        &self,
        at: usize,
        tokens: &[Scores],
        factors: &[Scores; LABELS],
        allowed: u32,
    ) -> [Scores; LABELS] {
        let mut outside = [0.0; LABELS];
        outside[OUTSIDE] = 1.0;
        let before = at.checked_sub(1).map_or(outside, |at| self.forward[at]);
        let top = tokens[at].iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut pairs = [[0.0; LABELS]; LABELS];
        let mut norm = 0.0;
        let mut ahead = [0.0; LABELS];
        for (label, value) in ahead.iter_mut().enumerate() {
            if allowed & (1 << label) != 0 {
                *value = (tokens[at][label] - top).exp() * self.backward[at][label];
            }
        }
        for (from, row) in pairs.iter_mut().enumerate() {
            if before[from] > 0.0 {
                for (to, value) in row.iter_mut().enumerate() {
                    *value = before[from] * factors[from][to] * ahead[to];
                    norm += *value;
                }
            }
        }
        let norm = f32::max(norm, f32::MIN_POSITIVE);
        for value in pairs.iter_mut().flatten() {
            *value /= norm;
        }
        pairs
    }
}

impl Transitions {
    /// Their exponentials, as [`Sums::over`] takes them.
    #[must_use]
    pub fn factors(&self) -> [Scores; LABELS] {
        self.between.map(|row| row.map(f32::exp))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geoparse::tagger::labels::{NameKind, first, later};

    fn scores(of: &[(usize, f32)]) -> Scores {
        let mut scores = [0.0; LABELS];
        for (label, score) in of {
            scores[*label] = *score;
        }
        scores
    }

    /// Every path, one by one.
    fn enumerate(tokens: &[Scores], transitions: &Transitions) -> Vec<(Vec<usize>, f64)> {
        let mut paths = vec![(Vec::new(), 0.0)];
        for scores in tokens {
            paths = paths
                .into_iter()
                .flat_map(|(path, score): (Vec<usize>, f64)| {
                    let from = path.last().copied().unwrap_or(OUTSIDE);
                    (0..LABELS)
                        .filter(move |to| transitions.between[from][*to].is_finite())
                        .map(|to| {
                            let mut longer = path.clone();
                            longer.push(to);
                            let step = scores[to] + transitions.between[from][to];
                            (longer, score + f64::from(step))
                        })
                        .collect::<Vec<_>>()
                })
                .collect();
        }
        paths
    }

    #[test]
    fn sums_and_best_path_agree_with_counting_every_path() {
        let mut transitions = Transitions::default();
        transitions.between[OUTSIDE][first(NameKind::Place)] = -0.7;
        transitions.between[first(NameKind::Place)][later(NameKind::Place)] = 1.1;
        let tokens = [
            scores(&[(first(NameKind::Place), 2.0), (OUTSIDE, 1.0)]),
            scores(&[
                (later(NameKind::Place), 1.5),
                (first(NameKind::Person), 1.7),
            ]),
            scores(&[(OUTSIDE, 3.0), (later(NameKind::Person), 2.5)]),
        ];
        let paths = enumerate(&tokens, &transitions);
        let total: f64 = paths.iter().map(|(_, score)| score.exp()).sum();
        let best = paths
            .iter()
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(path, _)| path.clone());
        assert_eq!(Some(best_path(&tokens, &transitions)), best);

        let factors = transitions.factors();
        let sums = Sums::over(&tokens, &factors, &[]);
        assert!((f64::from(sums.total) - total.ln()).abs() < 1e-4);
        for at in 0..tokens.len() {
            let marginal = sums.marginal(at);
            for (label, found) in marginal.iter().enumerate() {
                let share: f64 = paths
                    .iter()
                    .filter(|(path, _)| path[at] == label)
                    .map(|(_, score)| score.exp() / total)
                    .sum();
                assert!((f64::from(*found) - share).abs() < 1e-4, "{at} {label}");
            }
            let pairs = sums.pair(at, &tokens, &factors, ANY);
            let sum: f32 = pairs.iter().flatten().sum();
            assert!((sum - 1.0).abs() < 1e-4);
            let column: f32 = pairs.iter().map(|row| row[OUTSIDE]).sum();
            assert!((column - marginal[OUTSIDE]).abs() < 1e-4);
        }
    }

    #[test]
    fn what_is_not_allowed_has_no_share() {
        let transitions = Transitions::default();
        let tokens = [[0.0; LABELS], [0.0; LABELS]];
        let only = 1 << first(NameKind::Place);
        let sums = Sums::over(&tokens, &transitions.factors(), &[only, ANY]);
        assert!((sums.marginal(0)[first(NameKind::Place)] - 1.0).abs() < 1e-6);
        assert!(sums.marginal(1)[later(NameKind::Person)].abs() < 1e-6);
    }
}
