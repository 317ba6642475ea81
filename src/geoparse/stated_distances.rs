//! How far apart the text says that places lie: "Vinto, 8 km east of Oruro". It tells which of the places of
//! a name are meant.

use super::{
    groups::{KindWord, Surroundings},
    name_tokens::NameToken,
    quantity::{Link, Quantity, Relation},
    recognise::RecognisedName,
};
use crate::{measure::unit::Dimension, text::Span};

/// What the text says of the distance between two mentions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StatedDistance {
    /// Indices of mentions.
    pub mentions: [usize; 2],
    pub least_km: f64,
    pub most_km: f64,
}

/// So far "near" may be.
const NEAR_KM: f64 = 100.0;
/// Roads are longer than lines, and figures are round and measured from edges.
const LOOSE: f64 = 2.0;
const LOOSE_KM: f64 = 5.0;

/// The distances that the text gives between mentions.
#[must_use]
pub fn stated_distances(
    text: &str,
    tokens: &[NameToken],
    mentions: &[RecognisedName],
    quantities: &[Quantity],
) -> Vec<StatedDistance> {
    let mut found = Vec::new();
    for quantity in quantities {
        let [Some(a), Some(b)] = ends(quantity).map(|words| mention_in(mentions, words?)) else {
            continue;
        };
        if let Some((low, high)) = quantity.value.values() {
            found.push(StatedDistance {
                mentions: [a, b],
                least_km: low / 1e3 / LOOSE - LOOSE_KM,
                most_km: high / 1e3 * LOOSE + LOOSE_KM,
            });
        }
    }
    // "San Juan, near Cochabamba"
    for (at, pair) in mentions.windows(2).enumerate() {
        let between = &tokens[pair[0].end.min(pair[1].start)..pair[1].start];
        let mut words = between
            .iter()
            .map(|token| &text[token.span.start..token.span.end]);
        let near = match between.len() {
            1 => words.next() == Some("near"),
            2 => words.next() == Some(",") && words.next() == Some("near"),
            _ => false,
        };
        if near {
            found.push(StatedDistance {
                mentions: [at, at + 1],
                least_km: 0.0,
                most_km: NEAR_KM,
            });
        }
    }
    found
}

/// A distance is measured from a town rather than from the district that is named after it.
pub fn measured_from_towns(
    mentions: &[RecognisedName],
    quantities: &[Quantity],
    surroundings: &mut [Surroundings],
) {
    for quantity in quantities {
        let within = match quantity.link {
            Link::AwayFrom { target, .. } if quantity.dimension() == Dimension::Length => {
                Some(target)
            }
            _ => None,
        };
        for words in ends(quantity).into_iter().chain([within]).flatten() {
            if let Some(mention) = mention_in(mentions, words) {
                surroundings[mention].kind.get_or_insert(KindWord::Town);
            }
        }
    }
}

/// The words for the two places of a distance.
fn ends(quantity: &Quantity) -> [Option<Span>; 2] {
    if quantity.dimension() != Dimension::Length {
        return [None, None];
    }
    match quantity.link {
        Link::AwayFrom {
            target,
            subject,
            relation: Relation::From(_),
        } => [subject, Some(target)],
        Link::Between { from, to } => [Some(from), Some(to)],
        _ => [None, None],
    }
}

/// The mention that words end with: "the town of Bray" is about Bray, "Bray station" is not.
fn mention_in(mentions: &[RecognisedName], words: Span) -> Option<usize> {
    let from = mentions.partition_point(|mention| mention.span.end <= words.start);
    let within = (from..).zip(&mentions[from..]);
    within
        .take_while(|(_, mention)| mention.span.start < words.end)
        .find(|(_, mention)| mention.span.end == words.end)
        .map(|(index, _)| index)
}
