//! Places in words, for a reader.

use crate::{
    gazetteer::{Gazetteer, PlaceId},
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
    let kind = place.kind.in_words();
    if around.is_empty() {
        kind.to_owned()
    } else {
        format!("{kind} in {}", around.join(", "))
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
