//! Which place each name means. Names are weighed against each other: a place is likely where the
//! article's other places are, where the text says it lies, and the same name means the same place
//! throughout.

use std::sync::Arc;

use super::{
    candidates::{UnscoredCandidate, distance_km},
    certainty::{Certainty, fits, of_choice},
    groups::{NameGroup, Surroundings, group},
    recognise::RecognisedName,
    sense::{Candidate, Reason, Sense},
    stated_distances::StatedDistance,
};
use crate::gazetteer::{Gazetteer, PlaceKind};

/// What it is worth that the text says a place lies in another.
const SAID: f32 = 5.0;
/// What it is worth that the text says how far a place lies from another.
const SAID_APART: f32 = 3.0;
/// So much less than the best a candidate may score to be measured from.
const LIKELY: f32 = 3.0;
/// What it is worth to a container that the text names a place in it.
const HOLDS: f32 = 2.0;
/// What it is worth to lie where all the other places are.
const COMPANY: f32 = 10.0;
/// What it is worth that the words beside the name tell its kind ("Kursk region").
const KIND: f32 = 3.0;
/// What it costs that they tell another kind.
const MISFIT: f32 = 0.4;
/// How well two places go together that lie in one country, or in one first-level division of it.
const SAME_COUNTRY: f32 = 0.35;
const SAME_DIVISION: f32 = 0.85;
/// Over this distance nearness falls to a third.
const NEAR_KM: f64 = 150.0;
/// How much the outlet's home counts, beside 1 for a place that is named once.
const AT_HOME: f32 = 1.0;
/// So many names count as company, the weightiest: what a book names otherwise takes time with the
/// square of its length.
const ANCHORS: usize = 256;
const ROUNDS: usize = 3;
/// Candidates that are looked at after the first round.
const KEPT: usize = 14;
/// What is shown of the candidates.
const SHOWN: usize = 8;

/// What is known of the mentions beside their names.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// One for each mention.
    pub surroundings: &'a [Surroundings],
    /// The distances between mentions that the text gives.
    pub distances: &'a [StatedDistance],
    /// Where the outlet is at home.
    pub home: Option<&'a UnscoredCandidate>,
}

/// What a mention means.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// Best first.
    pub candidates: Arc<[Candidate]>,
    /// How sure the choice of the first is.
    pub choice: Certainty,
    pub sense: Sense,
}

/// What each mention means.
#[must_use]
pub fn resolve(
    gazetteer: &Gazetteer,
    text: &str,
    mentions: &[RecognisedName],
    known: &Known<'_>,
) -> Vec<Resolved> {
    let home = known.home;
    let (mut groups, group_of) = group(gazetteer, text, mentions, known.surroundings);
    said(&mut groups);
    for distance in known.distances {
        said_apart(&mut groups, &group_of, distance);
    }
    for group in &mut groups {
        group.scores = (0..group.options.len())
            .map(|at| group.standing(at))
            .collect();
    }
    for round in 0..ROUNDS {
        company(&mut groups, home, round + 1 == ROUNDS);
        if round == 0 {
            for group in &mut groups {
                cut(group);
            }
        }
    }
    let outcomes: Vec<(Arc<[Candidate]>, Certainty)> = groups
        .iter()
        .map(|group| outcome(gazetteer, group))
        .collect();
    group_of
        .iter()
        .map(|&group| {
            let (candidates, choice) = outcomes[group].clone();
            Resolved {
                candidates,
                choice,
                sense: Sense::of_group(group),
            }
        })
        .collect()
}

/// What the text says outright: "Pineville, La.", "the Kursk region".
fn said(groups: &mut [NameGroup]) {
    for index in 0..groups.len() {
        for container in groups[index].inside.clone() {
            let mut held = vec![false; groups[index].options.len()];
            let mut holds = vec![false; groups[container].options.len()];
            for (inner, option) in groups[index].options.iter().enumerate() {
                for (outer, around) in groups[container].options.iter().enumerate() {
                    if around.is_container() && around.holds(option) {
                        held[inner] = true;
                        holds[outer] = true;
                    }
                }
            }
            for (inner, held) in held.into_iter().enumerate() {
                if held {
                    groups[index].reasons[inner].push(Reason {
                        weight: SAID,
                        words: "the text says where it lies".to_owned(),
                    });
                }
            }
            for (outer, holds) in holds.into_iter().enumerate() {
                if holds {
                    groups[container].reasons[outer].push(Reason {
                        weight: HOLDS,
                        words: "the text names a place in it".to_owned(),
                    });
                }
            }
        }
        let group = &mut groups[index];
        for (at, option) in group.options.iter().enumerate() {
            let fitting = group.kinds.iter().any(|kind| fits(*kind, option.kind));
            let (weight, words) = match (fitting, group.kinds.is_empty()) {
                (true, _) => (KIND, "the words beside it tell its kind"),
                (false, false) => (-MISFIT, "the words beside it tell another kind"),
                (false, true) => continue,
            };
            group.reasons[at].push(Reason {
                weight,
                words: words.to_owned(),
            });
        }
    }
}

/// What the text says outright of how far places lie apart: "Vinto, 8 km east of Oruro".
fn said_apart(groups: &mut [NameGroup], group_of: &[usize], distance: &StatedDistance) {
    let [a, b] = distance.mentions.map(|mention| group_of[mention]);
    if a == b {
        return;
    }
    // What the other most likely is: a hamlet of its name may be anywhere.
    let likely = |group: &NameGroup| -> Vec<usize> {
        let standings: Vec<f32> = (0..group.options.len())
            .map(|at| group.standing(at))
            .collect();
        let most = standings.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        (0..standings.len())
            .filter(|&at| most - standings[at] < LIKELY)
            .collect()
    };
    let range = distance.least_km..=distance.most_km;
    let mut fitting = false;
    for (this, other) in [(a, b), (b, a)] {
        let others = likely(&groups[other]);
        for at in 0..groups[this].options.len() {
            let option = &groups[this].options[at];
            let fits = others.iter().any(|&other_at| {
                range.contains(&distance_km(option, &groups[other].options[other_at]))
            });
            if fits {
                fitting = true;
                groups[this].reasons[at].push(Reason {
                    weight: SAID_APART,
                    words: "the text says how far it lies from another place".to_owned(),
                });
            }
        }
    }
    // What lies there is another place than those of its name that are known.
    groups[a].contradicted |= !fitting;
}

/// Weigh every candidate by the company it would have.
fn company(groups: &mut [NameGroup], home: Option<&UnscoredCandidate>, last: bool) {
    // The best candidate of each group, and how much it counts.
    let mut anchors: Vec<(usize, &UnscoredCandidate, f32)> = groups
        .iter()
        .enumerate()
        .filter_map(|(index, group)| {
            let best = best(&group.scores)?;
            let share = shares(&group.scores)[best];
            let option = &group.options[best];
            let kind = match option.kind {
                PlaceKind::Continent | PlaceKind::Ocean | PlaceKind::Region => 0.3,
                PlaceKind::Country | PlaceKind::Territory => 0.7,
                _ => 1.0,
            };
            Some((index, option, group.weight * share * kind))
        })
        .collect();
    anchors.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    anchors.truncate(ANCHORS);
    let mut scores: Vec<Vec<f32>> = Vec::with_capacity(groups.len());
    for (index, group) in groups.iter().enumerate() {
        let mut row = Vec::with_capacity(group.options.len());
        for option in &group.options {
            let (mut sum, mut total) = (0.0, 1.0);
            for (other, anchor, weight) in &anchors {
                if *other != index {
                    sum += weight * together(option, anchor);
                    total += weight;
                }
            }
            if let Some(home) = home {
                sum += AT_HOME * together(option, home);
                total += AT_HOME;
            }
            row.push(COMPANY * sum / total);
        }
        scores.push(row);
    }
    for (group, row) in groups.iter_mut().zip(scores) {
        for (at, company) in row.into_iter().enumerate() {
            group.scores[at] = group.standing(at) + company;
            if last && company > 0.3 {
                group.reasons[at].push(Reason {
                    weight: company,
                    words: "it is near other places of the article".to_owned(),
                });
            }
        }
    }
}

/// From 0 to 1: how well two places go together in one article.
fn together(a: &UnscoredCandidate, b: &UnscoredCandidate) -> f32 {
    if a.place == b.place {
        return 1.0;
    }
    let mut closeness: f32 = 0.0;
    if a.country.is_some() && a.country == b.country {
        closeness = SAME_COUNTRY;
        let both_divided = a.admin1.is_some() && a.admin1 == b.admin1;
        if both_divided {
            closeness = SAME_DIVISION;
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
    let near = (-distance_km(a, b) / NEAR_KM).exp() as f32;
    closeness.max(near)
}

/// Leave what still has a chance.
fn cut(group: &mut NameGroup) {
    if group.options.len() <= KEPT {
        return;
    }
    let mut order: Vec<usize> = (0..group.options.len()).collect();
    order.sort_by(|a, b| group.scores[*b].total_cmp(&group.scores[*a]).then(a.cmp(b)));
    order.truncate(KEPT);
    group.options = order.iter().map(|at| group.options[*at].clone()).collect();
    group.reasons = order.iter().map(|at| group.reasons[*at].clone()).collect();
    group.scores = order.iter().map(|at| group.scores[*at]).collect();
}

fn best(scores: &[f32]) -> Option<usize> {
    (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a)))
}

/// The softmax of the scores.
fn shares(scores: &[f32]) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let exps: Vec<f32> = scores.iter().map(|score| (score - top).exp()).collect();
    let sum: f32 = exps.iter().sum();
    exps.into_iter()
        .map(|exp| exp / sum.max(f32::MIN_POSITIVE))
        .collect()
}

fn outcome(gazetteer: &Gazetteer, group: &NameGroup) -> (Arc<[Candidate]>, Certainty) {
    let shares = shares(&group.scores);
    let mut found: Vec<Candidate> = group
        .options
        .iter()
        .enumerate()
        .map(|(at, option)| {
            let mut reasons: Vec<Reason> = Vec::new();
            for reason in &group.reasons[at] {
                // A state that holds five of the places says so once.
                match reasons.iter_mut().find(|known| known.words == reason.words) {
                    Some(known) => known.weight += reason.weight,
                    None => reasons.push(reason.clone()),
                }
            }
            reasons.push(option.weight_reason(gazetteer));
            reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
            Candidate {
                place: option.place,
                score: group.scores[at],
                share: shares[at],
                reasons,
            }
        })
        .collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
    found.truncate(SHOWN);
    let choice = of_choice(gazetteer, group, &mut found);
    (found.into(), choice)
}
