//! What the gazetteer knows of a token, in one byte: the tagger's view of it.

/// The weightiest kind of place that the names about a token belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
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
pub enum Part {
    #[default]
    Whole,
    First,
    Middle,
    Last,
}

/// What the gazetteer knows of one token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    pub rank: Rank,
    pub part: Part,
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
            Rank::State | Rank::Country | Rank::Abbreviation | Rank::Region
        ) && matches!(self.part, Part::Whole | Part::First)
    }
}
