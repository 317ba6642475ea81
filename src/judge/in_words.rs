//! Places in words, for a reader.

use crate::{
    gazetteer::{Gazetteer, PlaceId, PlaceKind},
    geoparse::ToponymKind,
};

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

/// In which way words name a place, for a reader; nothing where they simply do.
#[must_use]
pub const fn use_in_words(kind: ToponymKind) -> Option<&'static str> {
    match kind {
        ToponymKind::Place => None,
        ToponymKind::Nested => Some("within the name of something else"),
        ToponymKind::Demonym => Some("the people or adjective of a place"),
        ToponymKind::Facility => Some("a street or building"),
    }
}
