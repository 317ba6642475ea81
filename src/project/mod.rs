//! A project: an article, the features read from it, their layers, and what is not on the map.
//!
//! A project is changed by one [`Edit`] after the other, and each edit knows its inverse. Whatever is
//! in a project has an id that stays with it: see [`ids`].

mod builder;
pub mod compose;
pub mod diagnostic;
mod dismissal;
mod edit;
pub mod feature;
pub mod following;
pub mod ids;
mod layers;
pub mod measured;
pub mod mentions;
pub mod reanchor;
mod record;
pub mod shapes;
mod table;
mod unmapped;
mod written;

pub use builder::ProjectBuilder;
pub use dismissal::{Dismissal, DismissalReach, Dismissed, Scope};
pub use edit::{Changes, Edit, EditError};
pub use layers::Layers;
pub use record::Record;
pub use table::Table;
pub use unmapped::{Category, Unmapped};

use std::sync::Arc;

use imbl::{HashMap, OrdSet};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use self::{
    feature::{Feature, FileId, Layer},
    ids::{DismissalId, FeatureId, FreshIds, LayerId, UnmappedId},
};
use crate::text::{Article, ArticleId, Cited, Imprint};

/// How much of the quoted article the project has.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum ArticleState {
    #[default]
    None,
    Text(Arc<Article>),
    /// The file carries quotes but not the text, as exports do.
    Cited(Arc<Cited>),
}

/// The state of a document from which everything else (scene, mentions, coverage) is derived.
///
/// A copy costs next to nothing: it shares all that is in it until one of the two is changed.
#[derive(Clone, Debug, Default)]
pub struct Project {
    article: ArticleState,
    layers: Layers,
    features: Table<FeatureId, Feature>,
    unmapped: Table<UnmappedId, Unmapped>,
    dismissed: Table<DismissalId, Dismissal>,
    kept: Arc<UnknownMembers>,
    /// The lowest number that was never given as an id.
    next_id: u64,
    /// The features of each layer.
    members: HashMap<LayerId, OrdSet<FeatureId>>,
    /// How often each text is what a file calls a feature, features that could not be read included.
    file_ids: HashMap<String, usize>,
    /// The features that stand for a record of the gazetteer.
    records: HashMap<Record, OrdSet<FeatureId>>,
}

/// What is not understood of a file, kept for saving.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UnknownMembers {
    /// Members of the file this version does not know.
    pub other: Map<String, Value>,
    /// Members of the `dateline` object this version does not know.
    pub other_dateline: Map<String, Value>,
    /// Features that could not be read.
    pub unread: Vec<Value>,
}

/// Two projects are equal when they hold the same, whatever ids were given and taken back before.
impl PartialEq for Project {
    fn eq(&self, other: &Self) -> bool {
        self.article == other.article
            && self.layers == other.layers
            && self.features == other.features
            && self.unmapped == other.unmapped
            && self.dismissed == other.dismissed
            && self.kept == other.kept
    }
}

impl Project {
    #[must_use]
    pub fn article(&self) -> Option<&Article> {
        match &self.article {
            ArticleState::Text(article) => Some(article),
            ArticleState::Cited(_) | ArticleState::None => None,
        }
    }

    /// The article that is only cited.
    #[must_use]
    pub fn cited(&self) -> Option<&Cited> {
        match &self.article {
            ArticleState::Cited(cited) => Some(cited),
            ArticleState::Text(_) | ArticleState::None => None,
        }
    }

    /// What is at hand of the article, to be kept or changed elsewhere.
    #[must_use]
    pub const fn article_state(&self) -> &ArticleState {
        &self.article
    }

    /// Which article that is. A project has one today.
    #[must_use]
    pub const fn article_id(&self) -> ArticleId {
        ArticleId::FIRST
    }

    #[must_use]
    pub const fn layers(&self) -> &Layers {
        &self.layers
    }

    /// In the order in which they came into the project.
    #[must_use]
    pub const fn features(&self) -> &Table<FeatureId, Feature> {
        &self.features
    }

    /// What the article names and the map does not show, with the reason.
    #[must_use]
    pub const fn unmapped(&self) -> &Table<UnmappedId, Unmapped> {
        &self.unmapped
    }

    /// Which suggestions a person dismissed.
    #[must_use]
    pub const fn dismissed(&self) -> &Table<DismissalId, Dismissal> {
        &self.dismissed
    }

    #[must_use]
    pub fn unknown_members(&self) -> &UnknownMembers {
        &self.kept
    }

    #[must_use]
    pub fn feature(&self, id: FeatureId) -> Option<&Feature> {
        self.features.get(id)
    }

    #[must_use]
    pub fn layer(&self, id: LayerId) -> Option<&Layer> {
        self.layers.get(id)
    }

    /// The layer that a feature is in.
    #[must_use]
    pub fn layer_of(&self, id: FeatureId) -> Option<&Layer> {
        self.layers.get(self.features.get(id)?.layer)
    }

    /// How many features a layer has.
    #[must_use]
    pub fn count_in(&self, layer: LayerId) -> usize {
        self.members.get(&layer).map_or(0, OrdSet::len)
    }

    /// The features of a layer, in their order.
    pub fn features_in(&self, layer: LayerId) -> impl Iterator<Item = FeatureId> {
        self.members.get(&layer).into_iter().flatten().copied()
    }

    /// Ids for what is to be added next.
    #[must_use]
    pub const fn fresh_ids(&self) -> FreshIds {
        FreshIds::from(self.next_id)
    }

    /// The features that stand for a record, in their order.
    pub fn of_record(&self, record: &Record) -> impl Iterator<Item = FeatureId> {
        self.records.get(record).into_iter().flatten().copied()
    }

    /// The first feature that files call by this text.
    #[must_use]
    pub fn by_file_id(&self, text: &str) -> Option<FeatureId> {
        let called = |feature: &Feature| {
            let id = feature.file_id.as_ref();
            id.is_some_and(|id| id.text() == text)
        };
        let mut features = self.features.iter();
        features
            .find(|(_, feature)| called(feature))
            .map(|(id, _)| id)
    }

    /// Whether files call a feature by this text already.
    #[must_use]
    pub fn is_file_id(&self, text: &str) -> bool {
        self.file_ids.contains_key(text)
    }

    /// What is known of the article's origin, whether its text is at hand or not.
    #[must_use]
    pub fn imprint(&self) -> Option<&Imprint> {
        match &self.article {
            ArticleState::Text(article) => Some(&article.imprint),
            ArticleState::Cited(cited) => Some(&cited.imprint),
            ArticleState::None => None,
        }
    }

    /// The hash of the text that the quotes are of.
    #[must_use]
    pub fn article_sha256(&self) -> Option<&str> {
        match &self.article {
            ArticleState::Text(article) => Some(article.sha256()),
            ArticleState::Cited(cited) => Some(&cited.sha256),
            ArticleState::None => None,
        }
    }

    /// What the document is called: the article's title, or the first layer's name without one.
    #[must_use]
    pub fn title(&self) -> &str {
        let layer = || {
            let (_, layer) = self.layers.iter().next()?;
            Some(layer.name.as_str())
        };
        let title = match self.imprint() {
            Some(imprint) => imprint.title.as_deref(),
            None => layer(),
        };
        title.unwrap_or("Untitled")
    }

    /// Put a feature in the place of the one with this id, or none, and keep the indexes in step.
    fn put_feature(
        &mut self,
        id: FeatureId,
        feature: Option<Arc<Feature>>,
    ) -> Option<Arc<Feature>> {
        if let Some(feature) = &feature {
            self.list(id, feature);
        }
        let before = self.features.put(id, feature);
        if let Some(before) = &before {
            self.strike(id, before);
        }
        before
    }

    fn list(&mut self, id: FeatureId, feature: &Feature) {
        self.members.entry(feature.layer).or_default().insert(id);
        if let Some(FileId::Text(text)) = &feature.file_id {
            *self.file_ids.entry(text.clone()).or_default() += 1;
        }
        if let Some(record) = Record::of_feature(feature) {
            self.records.entry(record).or_default().insert(id);
        }
    }

    fn strike(&mut self, id: FeatureId, before: &Feature) {
        // The feature may be in the same layer still.
        let after = self.features.get(id);
        if after.is_none_or(|after| after.layer != before.layer)
            && let Some(members) = self.members.get_mut(&before.layer)
        {
            members.remove(&id);
            if members.is_empty() {
                self.members.remove(&before.layer);
            }
        }
        if let Some(FileId::Text(text)) = &before.file_id {
            take_one(&mut self.file_ids, text);
        }
        let Some(record) = Record::of_feature(before) else {
            return;
        };
        // The feature may stand for the same record still.
        let after = self.features.get(id).and_then(Record::of_feature);
        if after.as_ref() == Some(&record) {
            return;
        }
        if let Some(ids) = self.records.get_mut(&record) {
            ids.remove(&id);
            if ids.is_empty() {
                self.records.remove(&record);
            }
        }
    }
}

fn take_one<K: Clone + Eq + std::hash::Hash>(counts: &mut HashMap<K, usize>, key: &K) {
    match counts.get_mut(key) {
        Some(count) if *count > 1 => *count -= 1,
        _ => {
            counts.remove(key);
        }
    }
}
