//! What the article names and the map does not show.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::quote::Evidence;

/// Words of the article that are not on the map, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unmapped {
    pub evidence: Evidence,
    pub category: Category,
    pub reason: String,
    pub other: Map<String, Value>,
}

/// Why something is not on the map, in one word.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Category {
    Demonym,
    Figure,
    Organisation,
    VagueRegion,
    Other(String),
}

impl Category {
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Demonym => "demonym",
            Self::Figure => "figure",
            Self::Organisation => "organisation",
            Self::VagueRegion => "vague_region",
            Self::Other(key) => key,
        }
    }

    #[must_use]
    pub fn from_key(key: &str) -> Self {
        match key {
            "demonym" => Self::Demonym,
            "figure" => Self::Figure,
            "organisation" => Self::Organisation,
            "vague_region" => Self::VagueRegion,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The heading of such entries, in the plural.
    #[must_use]
    pub fn heading(&self) -> String {
        match self {
            Self::Demonym => "Demonyms".to_owned(),
            Self::Figure => "Figures without a place".to_owned(),
            Self::Organisation => "Organisations".to_owned(),
            Self::VagueRegion => "Vague places".to_owned(),
            Self::Other(key) => {
                let words = key.replace('_', " ");
                let mut letters = words.chars();
                let first = letters.next().map(char::to_uppercase);
                first.into_iter().flatten().chain(letters).collect()
            }
        }
    }
}
