//! Suggestions and places in words, for a reader.

use super::{Doubt, Parsed, Suggestion, candidates, figure_of};
use crate::gazetteer::{Gazetteer, PlaceId, PlaceKind};

/// How sure a suggestion is, in a few words.
#[must_use]
pub fn confidence(parsed: &Parsed, suggestion: &Suggestion) -> String {
    match suggestion.doubt {
        Doubt::Several(count) => format!("unsure: {count} places fit about equally"),
        Doubt::NameOnly => "unsure: only its name speaks for it".to_owned(),
        Doubt::MayBeNoPlace => "unsure: may not be a place".to_owned(),
        Doubt::Unplaced => match figure_of(parsed, suggestion) {
            Some(_) => "cannot be drawn".to_owned(),
            None => "not in the gazetteer".to_owned(),
        },
        Doubt::None => match candidates(parsed, suggestion).first() {
            Some(best) if best.share < 0.9 => "fairly sure".to_owned(),
            _ => "sure".to_owned(),
        },
    }
}

/// What and where a place is: "town in Kent, United Kingdom".
#[must_use]
pub fn described(gazetteer: &Gazetteer<'_>, id: PlaceId) -> String {
    let place = gazetteer.place(id);
    let mut around: Vec<&str> = Vec::new();
    let country = place.country.and_then(|code| gazetteer.country(code));
    for holder in [gazetteer.admin1(id), country].into_iter().flatten() {
        let name = gazetteer.place(holder).name;
        if holder != id && !around.contains(&name) {
            around.push(name);
        }
    }
    let kind = kind_in_words(place.kind);
    if around.is_empty() {
        kind.to_owned()
    } else {
        format!("{kind} in {}", around.join(", "))
    }
}

/// The kind of a place as a reader calls it; it is also what a feature is given as its kind.
#[must_use]
pub const fn kind_in_words(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Seat => "regional capital",
        PlaceKind::MinorSeat => "district town",
        PlaceKind::Section => "part of a town",
        PlaceKind::Admin1 => "region",
        PlaceKind::Admin2 => "district",
        PlaceKind::Region => "known region",
        other => other.word(),
    }
}
