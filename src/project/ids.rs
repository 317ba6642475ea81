//! Ids of the things in a project. They are the program's own; what a file calls a thing is its
//! [`FileId`](super::feature::FileId).
//!
//! An id is never given to a second thing, so whoever keeps one finds the same thing again, or
//! nothing, whatever was edited in between.

use serde::{Deserialize, Serialize};

use crate::{
    geoparse::certainty::FindingKind,
    text::{ArticleId, Span},
};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(u64);

        impl Id for $name {
            fn number(self) -> u64 {
                self.0
            }

            fn of_number(number: u64) -> Self {
                Self(number)
            }
        }
    )*};
}

ids! {
    /// A feature of a project. Features are listed in the order of their ids.
    FeatureId
    /// A layer of a project.
    LayerId
    /// An entry of what the article names and the map does not show.
    UnmappedId
    /// A dismissal of suggestions.
    DismissalId
}

impl LayerId {
    /// A layer that no project has: where a feature is before it is added to one.
    pub const NOWHERE: Self = Self(u64::MAX);
}

/// What all ids have in common: a number that is given once.
pub trait Id: Copy + Ord {
    #[must_use]
    fn number(self) -> u64;

    #[must_use]
    fn of_number(number: u64) -> Self;
}

/// Gives ids that nothing in a project has, nor had before an edit took it away.
#[derive(Clone, Copy, Debug)]
pub struct FreshIds {
    next: u64,
}

impl FreshIds {
    pub(super) const fn from(next: u64) -> Self {
        Self { next }
    }

    /// The next id, of whatever kind.
    pub fn give<I: Id>(&mut self) -> I {
        let id = I::of_number(self.next);
        self.next += 1;
        id
    }
}

/// Words in which the geoparser found something: a new parse of the same text finds the same. Two findings
/// of one article have the same words only if they are of different kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FindingId {
    pub article: ArticleId,
    pub span: Span,
    pub kind: FindingKind,
}

/// Whatever can be selected, hovered, stepped to or asked about. A handle survives edits, undo, a
/// new parse and the reordering of layers; what it leads to may be gone by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Handle {
    Feature(FeatureId),
    /// Words that are listed as not on the map.
    Unmapped(UnmappedId),
    Dismissal(DismissalId),
    /// Words in which something was found that nobody has judged.
    Finding(FindingId),
    Layer(LayerId),
}

impl Handle {
    #[must_use]
    pub const fn feature(self) -> Option<FeatureId> {
        match self {
            Self::Feature(id) => Some(id),
            _ => None,
        }
    }

    #[must_use]
    pub const fn unmapped(self) -> Option<UnmappedId> {
        match self {
            Self::Unmapped(id) => Some(id),
            _ => None,
        }
    }

    #[must_use]
    pub const fn finding(self) -> Option<FindingId> {
        match self {
            Self::Finding(id) => Some(id),
            _ => None,
        }
    }
}
