//! In which way words name a place, and which places they may mean.

use crate::gazetteer::PlaceId;

/// In which way words name a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ToponymKind {
    /// By its name.
    Place,
    /// Inside the name of an organisation or a building: "Boston" in "Boston Globe".
    Nested,
    /// By the adjective or the people of it: "Kenyan".
    Demonym,
    /// A street, a building, an airport.
    Facility,
}

impl ToponymKind {
    /// The word used in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Nested => "nested",
            Self::Demonym => "demonym",
            Self::Facility => "facility",
        }
    }
}

/// One meaning of a name within a text: "Pineville" in Louisiana is another than "Pineville" in
/// North Carolina. Numbers of different texts have nothing to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sense(u32);

impl Sense {
    /// The sense of the names of a group, by the group's index.
    #[must_use]
    pub fn of_group(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// A place that a name may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub place: PlaceId,
    /// Higher is better; differences matter, not the values.
    pub score: f32,
    /// The share of belief among the candidates, from 0 to 1.
    pub share: f32,
    /// What speaks for it and against it, strongest first.
    pub reasons: Vec<Reason>,
}

/// One thing that speaks for or against a candidate; `weight` is what it adds to the score.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    pub weight: f32,
    /// In words, for a reader: "the text says it is in Ohio".
    pub words: String,
}
