//! What the gazetteer knows of a token, in one byte: the tagger's view of it.

/// The weightiest kind of place that the names about a token belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum KindRank {
    #[default]
    None,
    Village,
    Town,
    City,
    Water,
    County,
    Metropolis,
    Region,
    State,
    Country,
    Demonym,
    Abbreviation,
}

/// Whether a token is the whole of a known name, or which part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NamePart {
    #[default]
    Whole,
    First,
    Middle,
    Last,
}

/// What the gazetteer knows of one token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    pub rank: KindRank,
    pub part: NamePart,
}

impl Hint {
    /// A number below 64.
    #[must_use]
    pub const fn code(self) -> u8 {
        self.rank as u8 * 4 + self.part as u8
    }

    /// Whether it is the start of something that other places lie in.
    #[must_use]
    pub const fn is_container(self) -> bool {
        matches!(
            self.rank,
            KindRank::State | KindRank::Country | KindRank::Abbreviation | KindRank::Region
        ) && matches!(self.part, NamePart::Whole | NamePart::First)
    }
}
