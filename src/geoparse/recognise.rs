//! Which words name places: the gazetteer's names weighed by what the tagger makes of them.

use super::{
    hints::KindRank,
    matches::{Match, span_of},
    name_tokens::NameToken,
    sense::ToponymKind,
    tagger::{Tags, labels::NameKind},
};
use crate::{
    gazetteer::{Gazetteer, NameForm, Named, PlaceKind},
    text::{Span, TokenKind},
};

/// Words that name a place, before it is known which.
#[derive(Clone, Debug, PartialEq)]
pub struct RecognisedName {
    /// Indices of tokens, `end` exclusive.
    pub start: usize,
    pub end: usize,
    pub span: Span,
    pub kind: ToponymKind,
    /// How likely it is that they name a place, from 0 to 1.
    pub recognised: f32,
    /// What the gazetteer has under these words.
    pub names: Vec<Named>,
}

/// A name the gazetteer does not have counts when the tagger gives its words at least this share.
const UNKNOWN: f32 = 0.62;

/// A name of the gazetteer needs less, the less the better known it is: few people are called
/// Ohio, many Warren.
const fn floor(rank: KindRank) -> f32 {
    match rank {
        KindRank::Country | KindRank::State | KindRank::Abbreviation | KindRank::Demonym => 0.32,
        KindRank::Metropolis | KindRank::Region => 0.42,
        KindRank::City => 0.5,
        KindRank::County | KindRank::Water | KindRank::Town => 0.6,
        KindRank::Village | KindRank::None => 0.68,
    }
}

/// Words of a street's name, in order.
const STREETS: &[&str] = &[
    "Ave",
    "Ave.",
    "Avenue",
    "Blvd",
    "Blvd.",
    "Boulevard",
    "Circle",
    "Court",
    "Drive",
    "Freeway",
    "Highway",
    "Lane",
    "Parkway",
    "Rd",
    "Rd.",
    "Road",
    "St",
    "St.",
    "Street",
    "Terrace",
    "Trail",
];

/// Directions that stand before a name without being part of it, in order.
const DIRECTIONS: &[&str] = &[
    "Central",
    "Downtown",
    "East",
    "Eastern",
    "Greater",
    "Lower",
    "Metro",
    "Metropolitan",
    "Mid",
    "Middle",
    "North",
    "Northeast",
    "Northeastern",
    "Northern",
    "Northwest",
    "Northwestern",
    "South",
    "Southeast",
    "Southeastern",
    "Southern",
    "Southwest",
    "Southwestern",
    "Upper",
    "West",
    "Western",
];

/// A way to read some tokens.
struct Reading {
    mention: RecognisedName,
    value: f32,
}

/// The mentions of a text, in reading order, none over another.
#[must_use]
pub fn recognise(
    gazetteer: &Gazetteer,
    text: &str,
    tokens: &[NameToken],
    matches: &[Match],
    tags: &Tags,
) -> Vec<RecognisedName> {
    let mut readings: Vec<Reading> = matches
        .iter()
        .filter(|found| {
            !matches!(word(text, tokens, found.start), "The" | "THE")
                || found.end - found.start == 1
        })
        .filter_map(|found| known(gazetteer, text, tokens, found, tags))
        .collect();
    for name in &tags.names {
        let from = matches.partition_point(|found| found.start < name.start);
        let taken = matches[from..]
            .iter()
            .take_while(|found| found.start == name.start)
            .any(|found| found.end == name.end);
        let kind = match name.kind {
            NameKind::Place => ToponymKind::Place,
            NameKind::Nested => ToponymKind::Nested,
            NameKind::Facility => ToponymKind::Facility,
            _ => continue,
        };
        if !taken {
            readings.extend(unknown(text, tokens, (name.start, name.end), kind, tags));
        }
    }
    best_readings(readings)
}

fn word<'t>(text: &'t str, tokens: &[NameToken], at: usize) -> &'t str {
    let span = tokens[at].span;
    &text[span.start..span.end]
}

/// The mean share of a kind over some tokens, marks left out.
fn mean(tags: &Tags, tokens: &[NameToken], range: (usize, usize), kinds: &[NameKind]) -> f32 {
    let (mut sum, mut count) = (0.0, 0.0);
    for (at, token) in tokens.iter().enumerate().take(range.1).skip(range.0) {
        if token.kind != TokenKind::Mark {
            sum += kinds.iter().map(|kind| tags.share(at, *kind)).sum::<f32>();
            count += 1.0;
        }
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

fn known(
    gazetteer: &Gazetteer,
    text: &str,
    tokens: &[NameToken],
    found: &Match,
    tags: &Tags,
) -> Option<Reading> {
    let range = (found.start, found.end);
    let demonym = found
        .names
        .iter()
        .all(|named| named.form == NameForm::Demonym)
        || (found.rank == KindRank::Demonym
            && mean(tags, tokens, range, &[NameKind::Demonym])
                > mean(tags, tokens, range, &[NameKind::Place, NameKind::Nested]));
    let postal = found
        .names
        .iter()
        .all(|named| named.form == NameForm::Postal);
    if postal && !after_comma(text, tokens, found.start) {
        return None;
    }
    let place = mean(tags, tokens, range, &[NameKind::Place]);
    let nested = mean(tags, tokens, range, &[NameKind::Nested]);
    let (share, kind) = if demonym {
        let share = mean(tags, tokens, range, &[NameKind::Demonym]);
        (share + f32::midpoint(place, nested), ToponymKind::Demonym)
    } else if nested > place {
        (place + nested, ToponymKind::Nested)
    } else {
        (place + nested, ToponymKind::Place)
    };
    // "the African Union" is no talk of Africans, and a continent is no news.
    if demonym && (goes_on(tags, found.end) || of_continent(gazetteer, found)) {
        return None;
    }
    let names: Vec<Named> = found
        .names
        .iter()
        .copied()
        .filter(|named| (named.form == NameForm::Demonym) == demonym)
        .collect();
    let floor = floor(found.rank);
    if share < floor || names.is_empty() {
        return None;
    }
    let size = size_of(found.end - found.start);
    Some(Reading {
        value: share * size.powf(1.5),
        mention: RecognisedName {
            start: found.start,
            end: found.end,
            span: span_of(tokens, found.start, found.end),
            kind,
            recognised: share.min(1.0),
            names,
        },
    })
}

/// Whether a longer name goes on at this token.
fn goes_on(tags: &Tags, at: usize) -> bool {
    let found = tags.names.binary_search_by_key(&at, |name| name.start);
    found.is_ok_and(|index| {
        let name = &tags.names[index];
        name.continues && matches!(name.kind, NameKind::Organisation | NameKind::Other)
    })
}

fn of_continent(gazetteer: &Gazetteer, found: &Match) -> bool {
    found
        .names
        .iter()
        .any(|named| gazetteer.place(named.place).kind == PlaceKind::Continent)
}

fn unknown(
    text: &str,
    tokens: &[NameToken],
    (mut start, end): (usize, usize),
    kind: ToponymKind,
    tags: &Tags,
) -> Option<Reading> {
    if kind == ToponymKind::Facility {
        let street = STREETS.binary_search(&word(text, tokens, end - 1)).is_ok()
            || matches!(
                word(text, tokens, start),
                "Highway" | "Interstate" | "Route"
            );
        if !street || end - start < 2 {
            return None;
        }
    }
    // The article and a direction are no part of a name that nobody has listed.
    while end - start > 1 && matches!(word(text, tokens, start), "The" | "the") {
        start += 1;
    }
    let directed = end - start > 1
        && kind != ToponymKind::Facility
        && DIRECTIONS.binary_search(&word(text, tokens, start)).is_ok();
    let kinds: &[NameKind] = if kind == ToponymKind::Facility {
        &[NameKind::Facility, NameKind::Place, NameKind::Nested]
    } else {
        &[NameKind::Place, NameKind::Nested]
    };
    let share = mean(tags, tokens, (start, end), kinds);
    if share < UNKNOWN {
        return None;
    }
    let size = size_of(end - start);
    Some(Reading {
        value: share
            * if directed {
                0.7 * size
            } else {
                0.85 * size.powf(1.5)
            },
        mention: RecognisedName {
            start,
            end,
            span: span_of(tokens, start, end),
            kind,
            recognised: share.min(1.0),
            names: Vec::new(),
        },
    })
}

#[expect(clippy::cast_precision_loss, reason = "a handful of tokens")]
const fn size_of(tokens: usize) -> f32 {
    tokens as f32
}

fn after_comma(text: &str, tokens: &[NameToken], at: usize) -> bool {
    at > 1 && word(text, tokens, at - 1) == ","
}

/// The readings that together are worth most, none over another.
fn best_readings(mut readings: Vec<Reading>) -> Vec<RecognisedName> {
    readings.sort_by_key(|reading| (reading.mention.end, reading.mention.start));
    // worth[n] is the most that the first n readings can be worth together.
    let mut worth = vec![0.0_f32; readings.len() + 1];
    let mut taken = vec![false; readings.len()];
    let before: Vec<usize> = readings
        .iter()
        .map(|reading| readings.partition_point(|other| other.mention.end <= reading.mention.start))
        .collect();
    for (index, reading) in readings.iter().enumerate() {
        let with = worth[before[index]] + reading.value.max(0.01);
        taken[index] = with > worth[index];
        worth[index + 1] = with.max(worth[index]);
    }
    let mut chosen = Vec::new();
    let mut left = readings.len();
    while left > 0 {
        if taken[left - 1] {
            chosen.push(left - 1);
            left = before[left - 1];
        } else {
            left -= 1;
        }
    }
    let mut mentions: Vec<Option<RecognisedName>> = readings
        .into_iter()
        .map(|reading| Some(reading.mention))
        .collect();
    chosen
        .into_iter()
        .rev()
        .filter_map(|index| mentions[index].take())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(start: usize, end: usize, value: f32) -> Reading {
        Reading {
            mention: RecognisedName {
                start,
                end,
                span: Span::new(start, end),
                kind: ToponymKind::Place,
                recognised: 1.0,
                names: Vec::new(),
            },
            value,
        }
    }

    fn chosen(readings: Vec<Reading>) -> Vec<(usize, usize)> {
        best_readings(readings)
            .into_iter()
            .map(|mention| (mention.start, mention.end))
            .collect()
    }

    #[test]
    fn the_readings_that_are_worth_most_together_are_taken() {
        let whole = || reading(0, 2, 2.5);
        let parts = || [reading(0, 1, 1.0), reading(1, 2, 1.2)];
        let mut all = vec![whole(), reading(3, 4, 0.4)];
        all.extend(parts());
        assert_eq!(chosen(all), [(0, 2), (3, 4)]);
        let mut all = vec![reading(0, 2, 1.9)];
        all.extend(parts());
        assert_eq!(chosen(all), [(0, 1), (1, 2)]);
        assert!(chosen(Vec::new()).is_empty());
    }

    #[test]
    fn well_known_names_need_less_support_than_villages() {
        let floors = [
            KindRank::Country,
            KindRank::Metropolis,
            KindRank::City,
            KindRank::Town,
            KindRank::Village,
        ];
        assert!(floors.map(floor).is_sorted());
    }

    #[test]
    fn the_lists_can_be_searched() {
        assert!(STREETS.is_sorted());
        assert!(DIRECTIONS.is_sorted());
    }
}
