//! A project put together from what a reader finds, before anybody edits it.

use std::{collections::HashMap, sync::Arc};

use super::{
    ArticleState, Dismissal, Project, UnknownMembers, Unmapped,
    feature::{Feature, Layer, LayerColor},
    ids::{DismissalId, FeatureId, FreshIds, LayerId, UnmappedId},
};

/// A project in the making. Ids are given in the order in which things are added, so the same file
/// gives the same ids each time it is read.
#[derive(Debug, Default)]
pub struct ProjectBuilder {
    project: Project,
    order: Vec<LayerId>,
    keys: HashMap<String, LayerId>,
}

impl ProjectBuilder {
    #[must_use]
    pub fn new(article: ArticleState) -> Self {
        let project = Project {
            article,
            ..Project::default()
        };
        Self {
            project,
            ..Self::default()
        }
    }

    fn fresh<I: super::ids::Id>(&mut self) -> I {
        let mut ids = FreshIds::from(self.project.next_id);
        self.project.next_id += 1;
        ids.give()
    }

    /// Add a layer at the bottom. One whose key is there already is not added: `None`.
    pub fn layer(&mut self, layer: Layer) -> Option<LayerId> {
        if self.keys.contains_key(&layer.key) {
            return None;
        }
        let id = self.fresh();
        self.keys.insert(layer.key.clone(), id);
        self.project.layers.put(id, Some(Arc::new(layer)));
        self.order.push(id);
        Some(id)
    }

    /// The layer with this key, if there is one by now.
    #[must_use]
    pub fn layer_by_key(&self, key: &str) -> Option<LayerId> {
        self.keys.get(key).copied()
    }

    #[must_use]
    pub fn color_of(&self, layer: LayerId) -> Option<LayerColor> {
        self.project.layers.get(layer).map(|layer| layer.color)
    }

    /// The top layer, if there is one by now.
    #[must_use]
    pub fn top_layer(&self) -> Option<LayerId> {
        self.order.first().copied()
    }

    /// Add a feature, whose layer has to be there.
    pub fn feature(&mut self, feature: Feature) -> FeatureId {
        debug_assert!(
            self.project.layers.get(feature.layer).is_some(),
            "the layer comes first"
        );
        let id = self.fresh();
        self.project.put_feature(id, Some(Arc::new(feature)));
        id
    }

    pub fn unmapped(&mut self, entry: Unmapped) -> UnmappedId {
        let id = self.fresh();
        self.project.unmapped.put(id, Some(Arc::new(entry)));
        id
    }

    pub fn dismissal(&mut self, entry: Dismissal) -> DismissalId {
        let id = self.fresh();
        self.project.dismissed.put(id, Some(Arc::new(entry)));
        id
    }

    /// The project, with what else its file holds.
    #[must_use]
    pub fn finish(self, kept: UnknownMembers) -> Project {
        let mut project = self.project;
        project.layers.reorder(self.order);
        project.keep(kept);
        project
    }
}

impl Project {
    /// Keep what else its file holds.
    pub(super) fn keep(&mut self, kept: UnknownMembers) {
        for feature in &kept.unread {
            // Its id stays taken: the feature is still in the file.
            if let Some(id) = feature.get("id").and_then(|id| id.as_str()) {
                *self.file_ids.entry(id.to_owned()).or_default() += 1;
            }
        }
        self.kept = Arc::new(kept);
    }
}
