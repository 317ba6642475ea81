//! A project: an article, the features read from it, their layers, and what is not on the map.
//!
//! A project is changed by one [`Edit`] after the other, and each edit knows its inverse.

pub mod compose;
pub mod diagnostic;
mod dismissal;
mod edit;
pub mod feature;
pub mod following;
pub mod measured;
pub mod mentions;
pub mod reanchor;
pub mod shapes;

pub use dismissal::{Dismissal, Dismissed, Scope};
pub use edit::{Edit, EditError, Splice};

use serde_json::{Map, Value};

use self::feature::{Feature, Layer};
use crate::{
    quote::Evidence,
    text::{Article, Cited, Imprint},
};

/// The ground state of a document. Everything else (scene, mentions, diagnostics, coverage) is
/// derived from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Project {
    pub article: Option<Article>,
    /// The article that the quotes are of, when the file carries quotes but not the text, as
    /// exports do. There is never a [`Self::article`] beside it: the edits that bring the one take
    /// the other away.
    pub cited: Option<Cited>,
    /// Top to bottom: the first is drawn above the others.
    pub layers: Vec<Layer>,
    pub features: Vec<Feature>,
    /// What the article names and the map does not show, with the reason.
    pub unmapped: Vec<Unmapped>,
    /// Which suggestions a person dismissed.
    pub dismissed: Vec<Dismissal>,
    /// Members of the file this version does not know, kept for saving.
    pub other: Map<String, Value>,
    /// Members of the `dateline` object this version does not know, kept for saving.
    pub other_dateline: Map<String, Value>,
    /// Features that could not be read, kept for saving.
    pub unread: Vec<Value>,
}

/// Words of the article that are not on the map, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Unmapped {
    pub evidence: Evidence,
    pub category: Category,
    pub reason: String,
    pub other: Map<String, Value>,
}

/// Why something is not on the map, in one word.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

impl Project {
    #[must_use]
    pub fn layer(&self, id: &str) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.id == id)
    }

    /// The index of the feature with this id.
    #[must_use]
    pub fn feature_index(&self, id: &str) -> Option<usize> {
        self.features.iter().position(|feature| feature.id == id)
    }

    /// Place in the drawing order, 0 for the top layer. Features of unknown layers come last.
    #[must_use]
    pub fn layer_rank(&self, id: &str) -> usize {
        self.layers
            .iter()
            .position(|layer| layer.id == id)
            .unwrap_or(self.layers.len())
    }

    /// What is known of the article's origin, whether its text is at hand or not.
    #[must_use]
    pub fn imprint(&self) -> Option<&Imprint> {
        let cited = || self.cited.as_ref().map(|cited| &cited.imprint);
        self.article
            .as_ref()
            .map(|article| &article.imprint)
            .or_else(cited)
    }

    /// The hash of the text that the quotes are of.
    #[must_use]
    pub fn article_sha256(&self) -> Option<&str> {
        let cited = || self.cited.as_ref().map(|cited| cited.sha256.as_str());
        self.article.as_ref().map(Article::sha256).or_else(cited)
    }

    /// What the document is called: the article's title, or the first layer's name without one.
    #[must_use]
    pub fn title(&self) -> &str {
        let layer = || self.layers.first().map(|layer| layer.name.as_str());
        let title = match self.imprint() {
            Some(imprint) => imprint.title.as_deref(),
            None => layer(),
        };
        title.unwrap_or("Untitled")
    }
}
