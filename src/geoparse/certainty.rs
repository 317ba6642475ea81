//! How sure the program is of what it found, and why it is not. This is decided here and nowhere
//! else: the review, the map, the files and the command line all read the same answer.

use super::{
    groups::{KindWord, NameGroup},
    sense::Candidate,
};
use serde::{Deserialize, Serialize};

use crate::{
    gazetteer::{Gazetteer, PlaceKind},
    text::fold,
};

/// How sure it is that words belong where the program puts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    Unsure(Uncertainty),
    Sure,
}

/// Why a person has to look at something; what needs a person most comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Uncertainty {
    /// So many places fit about equally.
    Several(usize),
    /// Nothing but the name speaks for the place: a small town that nothing else in the article is
    /// near, a town where the words speak of a river, or a place that does not lie where the text
    /// says.
    NameOnly,
    /// The words may name no place at all.
    MayBeNoPlace,
    /// One place leads, and another one is still possible.
    NotRuledOut,
    /// Nothing is known that could be drawn.
    Unplaced,
}

/// Whether a finding is a name or a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FindingKind {
    Name,
    Figure,
}

/// Below this, words may well name no place at all.
const LIKELY_A_PLACE: f32 = 0.7;
/// How likely it is at most that words are a place of which nothing but another spelling speaks.
const OTHER_SPELLING_ALONE: f32 = 0.6;
/// With less belief in the best candidate than this, another one is still possible.
const RULES_OUT_OTHERS: f32 = 0.9;
/// Candidates that are this close to the best leave the choice open.
const MARGIN: f32 = 1.5;
/// The same between a place and the division about it.
const MARGIN_WITHIN: f32 = 0.9;
/// The same for a place that nothing in the article speaks for.
const MARGIN_ALONE: f32 = 2.5;
/// A town of fewer people that nothing in the article speaks for is open in any case.
const KNOWN_TOWN: u32 = 20_000;
/// With less belief in it than this the best candidate is no better than the next one, however
/// little that one has.
const HALF_SURE: f32 = 0.6;

impl Certainty {
    #[must_use]
    pub const fn is_sure(self) -> bool {
        matches!(self, Self::Sure)
    }

    /// Whether one place leads, though it may turn out to be another one or none: enough to look there,
    /// and not enough to accept it.
    #[must_use]
    pub const fn is_likely(self) -> bool {
        use Uncertainty::{MayBeNoPlace, NotRuledOut};
        matches!(self, Self::Sure | Self::Unsure(NotRuledOut | MayBeNoPlace))
    }

    /// The place in the order of a review: most in doubt first, sure last. How many places fit
    /// about equally does not matter.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Unsure(uncertainty) => uncertainty.rank(),
            Self::Sure => u8::MAX,
        }
    }

    /// Why it is not sure; `None` when it is.
    #[must_use]
    pub const fn uncertainty(self) -> Option<Uncertainty> {
        match self {
            Self::Unsure(uncertainty) => Some(uncertainty),
            Self::Sure => None,
        }
    }

    /// For a reader: "unsure: 3 places fit about equally".
    #[must_use]
    pub fn in_words(self, about: FindingKind) -> String {
        let words = match self {
            Self::Unsure(Uncertainty::Several(count)) => {
                return format!("unsure: {count} places fit about equally");
            }
            Self::Unsure(Uncertainty::NameOnly) => "unsure: only its name speaks for it",
            Self::Unsure(Uncertainty::MayBeNoPlace) => "unsure: may not be a place",
            Self::Unsure(Uncertainty::NotRuledOut) => "fairly sure: another place is possible",
            Self::Unsure(Uncertainty::Unplaced) => match about {
                FindingKind::Name => "not in the gazetteer",
                FindingKind::Figure => "cannot be drawn",
            },
            Self::Sure => "sure",
        };
        words.to_owned()
    }

    /// How sure words are for which the choice of the place is this sure, when it is so likely that
    /// they name a place at all.
    #[must_use]
    pub fn of_words(choice: Self, recognised: f32) -> Self {
        match choice {
            Self::Unsure(Uncertainty::Unplaced) => choice,
            _ if recognised < LIKELY_A_PLACE => Self::Unsure(Uncertainty::MayBeNoPlace),
            _ => choice,
        }
    }

    /// How sure a figure is: as sure as the least sure of the places it speaks of, if it can be
    /// drawn at all.
    #[must_use]
    pub fn of_figure(can_be_drawn: bool, places: impl IntoIterator<Item = Self>) -> Self {
        if !can_be_drawn {
            return Self::Unsure(Uncertainty::Unplaced);
        }
        let places = places.into_iter();
        places
            .min_by_key(|certainty| certainty.rank())
            .unwrap_or(Self::Sure)
    }
}

/// How likely it is that words name a place at all, from what the tagger made of them: less so where the best
/// place is a town far from everything else in the article and the words are another spelling of its name.
#[must_use]
pub fn likely_words(
    gazetteer: &Gazetteer,
    words: &str,
    recognised: f32,
    best: Option<&Candidate>,
) -> f32 {
    let is_weak = best.is_some_and(|best| {
        let place = gazetteer.place(best.place);
        let is_alone = best.reasons.len() < 2 && place.kind.is_settlement();
        is_alone && fold(place.name) != fold(words)
    });
    if is_weak {
        recognised.min(OTHER_SPELLING_ALONE)
    } else {
        recognised
    }
}

impl Uncertainty {
    const fn rank(self) -> u8 {
        match self {
            Self::Several(_) => 0,
            Self::NameOnly => 1,
            Self::MayBeNoPlace => 2,
            Self::NotRuledOut => 3,
            Self::Unplaced => 4,
        }
    }

    /// The word used in files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Several(_) => "several",
            Self::NameOnly => "name_only",
            Self::MayBeNoPlace => "may_be_no_place",
            Self::NotRuledOut => "not_ruled_out",
            Self::Unplaced => "unplaced",
        }
    }
}

/// How sure the choice of the best candidate is; the candidates are in order. Those that fit about
/// equally are put next to it.
pub fn of_choice(gazetteer: &Gazetteer, group: &NameGroup, found: &mut [Candidate]) -> Certainty {
    let Some(first) = found.first().cloned() else {
        return Certainty::Unsure(Uncertainty::Unplaced);
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
        Certainty::Unsure(Uncertainty::Several(close))
    } else if misfit || group.contradicted || alone && hamlet {
        Certainty::Unsure(Uncertainty::NameOnly)
    } else if first.share < RULES_OUT_OTHERS {
        Certainty::Unsure(Uncertainty::NotRuledOut)
    } else {
        Certainty::Sure
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

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Certainty; 6] = [
        Certainty::Unsure(Uncertainty::Several(2)),
        Certainty::Unsure(Uncertainty::NameOnly),
        Certainty::Unsure(Uncertainty::MayBeNoPlace),
        Certainty::Unsure(Uncertainty::NotRuledOut),
        Certainty::Unsure(Uncertainty::Unplaced),
        Certainty::Sure,
    ];

    #[test]
    fn a_review_begins_with_what_is_most_in_doubt_and_ends_with_what_is_sure() {
        assert!(ALL.is_sorted_by(|a, b| a.rank() < b.rank()));
        assert!(ALL.is_sorted(), "the derived order says the same");
        let more = Certainty::Unsure(Uncertainty::Several(9));
        assert_eq!(more.rank(), ALL[0].rank());
    }

    #[test]
    fn only_sure_is_sure_and_everything_else_has_a_reason() {
        for certainty in ALL {
            let reason = certainty.uncertainty();
            assert_eq!(certainty.is_sure(), reason.is_none(), "{certainty:?}");
            let words = certainty.in_words(FindingKind::Name);
            assert_eq!(words == "sure", certainty.is_sure(), "{words}");
        }
    }

    #[test]
    fn words_that_may_be_no_place_are_never_sure() {
        for choice in ALL {
            assert!(!Certainty::of_words(choice, 0.5).is_sure(), "{choice:?}");
            assert_eq!(Certainty::of_words(choice, 0.95), choice);
        }
        let unplaced = Certainty::Unsure(Uncertainty::Unplaced);
        assert_eq!(Certainty::of_words(unplaced, 0.5), unplaced);
    }

    #[test]
    fn a_figure_is_as_sure_as_the_least_sure_place_it_speaks_of() {
        let [several, name_only, ..] = ALL;
        let sure = Certainty::Sure;
        assert_eq!(Certainty::of_figure(true, [sure, name_only]), name_only);
        assert_eq!(Certainty::of_figure(true, [name_only, several]), several);
        assert_eq!(Certainty::of_figure(true, [sure, sure]), sure);
        assert_eq!(
            Certainty::of_figure(false, [sure]),
            Certainty::Unsure(Uncertainty::Unplaced)
        );
    }
}
