//! How sure it is which place a name means.

use super::{
    Candidate, Resolution,
    groups::{Group, KindWord},
};
use crate::gazetteer::{Gazetteer, PlaceKind};

/// Candidates that are this close to the best leave the choice open.
const MARGIN: f32 = 1.5;
/// The same between a place and the division about it.
const MARGIN_WITHIN: f32 = 0.9;
/// The same for a place that nothing in the article speaks for.
const MARGIN_ALONE: f32 = 2.5;
/// A town of fewer people that nothing in the article speaks for is open in any case.
const KNOWN_TOWN: u32 = 20_000;
/// With less belief in it than this the best candidate is not sure, however little the others have.
const HALF_SURE: f32 = 0.6;

/// Whether the best of the candidates, which are in order, is meant without doubt. Those too close to it are put next to it.
pub fn doubt(gazetteer: &Gazetteer, group: &Group, found: &mut [Candidate]) -> Resolution {
    let Some(first) = found.first().cloned() else {
        return Resolution::Unknown;
    };
    let place = gazetteer.place(first.place);
    let at = |id| group.options.iter().position(|option| option.place == id);
    let alone = at(first.place)
        .is_some_and(|at| group.reasons[at].iter().all(|reason| reason.weight < 0.0));
    let margin = if alone { MARGIN_ALONE } else { MARGIN };
    let option = |candidate: &Candidate| at(candidate.place).map(|at| &group.options[at]);
    // A town and the county about it are near enough to each other that less is in doubt.
    let is_close = |other: &Candidate| {
        let margin = match (option(&first), option(other)) {
            (Some(a), Some(b)) if a.holds(b) || b.holds(a) => MARGIN_WITHIN,
            _ => margin,
        };
        first.score - other.score < margin
    };
    found.sort_by_key(|candidate| !is_close(candidate));
    let mut close = found.iter().filter(|candidate| is_close(candidate)).count();
    if first.share < HALF_SURE {
        close = close.max(found.len().min(2));
    }
    let misfit = group.kinds.contains(&KindWord::Nature) && !fits(KindWord::Nature, place.kind);
    let hamlet = place.kind.is_settlement() && place.population < KNOWN_TOWN;
    if close > 1 {
        Resolution::Unsure(close)
    } else if misfit || group.contradicted || alone && hamlet {
        Resolution::Unsupported
    } else {
        Resolution::Sure
    }
}

/// Whether a place is of the kind that a word beside its name tells.
#[must_use]
pub const fn fits(word: KindWord, kind: PlaceKind) -> bool {
    match word {
        KindWord::Division => matches!(kind, PlaceKind::Admin1 | PlaceKind::Region),
        KindWord::County => matches!(kind, PlaceKind::Admin2),
        KindWord::Town => kind.is_settlement(),
        KindWord::Country => matches!(kind, PlaceKind::Country | PlaceKind::Territory),
        KindWord::Nature => !matches!(
            kind,
            PlaceKind::Capital
                | PlaceKind::Seat
                | PlaceKind::MinorSeat
                | PlaceKind::Town
                | PlaceKind::Section
                | PlaceKind::Admin1
                | PlaceKind::Admin2
                | PlaceKind::Country
                | PlaceKind::Territory
        ),
    }
}
