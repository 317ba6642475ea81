//! Edits of a project as plain data: for each thing that an edit names, its new value, or that it
//! is removed. Applying an edit returns its inverse, so undo needs no knowledge of what was done.
//! Edits can be serialised and read back.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{
    ArticleState, Dismissal, Project, Unmapped,
    feature::{Feature, Layer},
    ids::{DismissalId, FeatureId, Id, LayerId, UnmappedId},
};
use crate::text::ArticleId;

/// What each thing of one kind is afterwards; `None` takes it away.
type Changed<I, T> = BTreeMap<I, Option<Arc<T>>>;

/// A change of a project, of any number of things, all of them in one step or none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    features: Changed<FeatureId, Feature>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    layers: Changed<LayerId, Layer>,
    /// The order of the layers, top to bottom, where it changes. A layer that is new and in no order
    /// goes to the bottom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    order: Option<Vec<LayerId>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    unmapped: Changed<UnmappedId, Unmapped>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    dismissed: Changed<DismissalId, Dismissal>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    articles: BTreeMap<ArticleId, ArticleState>,
}

/// Why an edit was not carried out. The project is as it was before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error(
        "the feature “{feature}” would be in a layer that there is not. Nothing was changed; add the layer first."
    )]
    NoSuchLayer { feature: String },
    #[error(
        "the layer “{layer}” still has features. Nothing was changed; move or remove them first."
    )]
    LayerInUse { layer: String },
    #[error(
        "two layers would have the same id (“{key}”). Nothing was changed; give one of them another id."
    )]
    LayerKey { key: String },
    #[error(
        "the new order of the layers leaves some out or names some that there are not. Nothing was changed; order them again."
    )]
    Order,
}

impl Edit {
    /// This edit, and a feature as it is afterwards. The same goes for what follows.
    #[must_use]
    pub fn put_feature(mut self, id: FeatureId, feature: impl Into<Arc<Feature>>) -> Self {
        self.features.insert(id, Some(feature.into()));
        self
    }

    #[must_use]
    pub fn remove_feature(mut self, id: FeatureId) -> Self {
        self.features.insert(id, None);
        self
    }

    #[must_use]
    pub fn put_layer(mut self, id: LayerId, layer: impl Into<Arc<Layer>>) -> Self {
        self.layers.insert(id, Some(layer.into()));
        self
    }

    #[must_use]
    pub fn remove_layer(mut self, id: LayerId) -> Self {
        self.layers.insert(id, None);
        self
    }

    #[must_use]
    pub fn order_layers(mut self, order: Vec<LayerId>) -> Self {
        self.order = Some(order);
        self
    }

    #[must_use]
    pub fn put_unmapped(mut self, id: UnmappedId, entry: impl Into<Arc<Unmapped>>) -> Self {
        self.unmapped.insert(id, Some(entry.into()));
        self
    }

    #[must_use]
    pub fn remove_unmapped(mut self, id: UnmappedId) -> Self {
        self.unmapped.insert(id, None);
        self
    }

    #[must_use]
    pub fn put_dismissal(mut self, id: DismissalId, entry: impl Into<Arc<Dismissal>>) -> Self {
        self.dismissed.insert(id, Some(entry.into()));
        self
    }

    #[must_use]
    pub fn remove_dismissal(mut self, id: DismissalId) -> Self {
        self.dismissed.insert(id, None);
        self
    }

    /// What is at hand of the article afterwards.
    #[must_use]
    pub fn put_article(mut self, article: ArticleState) -> Self {
        self.articles.insert(ArticleId::FIRST, article);
        self
    }

    /// This edit and then the other, as one: what both change is as the later one leaves it.
    #[must_use]
    pub fn then(mut self, later: Self) -> Self {
        self.features.extend(later.features);
        self.layers.extend(later.layers);
        self.order = later.order.or(self.order);
        self.unmapped.extend(later.unmapped);
        self.dismissed.extend(later.dismissed);
        self.articles.extend(later.articles);
        self
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The features it names.
    pub fn features(&self) -> impl Iterator<Item = FeatureId> {
        self.features.keys().copied()
    }

    /// What a feature is afterwards: nothing where the edit does not name it.
    #[must_use]
    pub fn feature(&self, id: FeatureId) -> Option<Option<&Feature>> {
        Some(self.features.get(&id)?.as_deref())
    }

    pub fn unmapped(&self) -> impl Iterator<Item = UnmappedId> {
        self.unmapped.keys().copied()
    }

    pub fn dismissed(&self) -> impl Iterator<Item = DismissalId> {
        self.dismissed.keys().copied()
    }

    /// What a dismissal is afterwards: nothing where the edit does not name it.
    #[must_use]
    pub fn dismissal(&self, id: DismissalId) -> Option<Option<&Dismissal>> {
        Some(self.dismissed.get(&id)?.as_deref())
    }

    /// Whether it gives the article another text or citation.
    #[must_use]
    pub fn changes_article(&self) -> bool {
        !self.articles.is_empty()
    }

    /// Whether it adds, removes, reorders or changes layers.
    #[must_use]
    pub fn changes_layers(&self) -> bool {
        !self.layers.is_empty() || self.order.is_some()
    }

    /// Whether it does no more than give layers another look or order, the project being as it is
    /// before or after.
    #[must_use]
    pub fn is_look(&self, project: &Project) -> bool {
        let same = |(id, layer): (&LayerId, &Option<Arc<Layer>>)| {
            layer.is_some() && project.layers().get(*id).is_some()
        };
        self.features.is_empty()
            && self.unmapped.is_empty()
            && self.dismissed.is_empty()
            && self.articles.is_empty()
            && self.layers.iter().all(same)
    }

    /// The highest id it names, as a number.
    fn highest(&self) -> Option<u64> {
        [
            highest(&self.features),
            highest(&self.layers),
            highest(&self.unmapped),
            highest(&self.dismissed),
        ]
        .into_iter()
        .flatten()
        .max()
    }
}

fn highest<I: Id, T>(changed: &Changed<I, T>) -> Option<u64> {
    changed.keys().next_back().map(|id| id.number())
}

impl Project {
    /// Carry an edit out and give its inverse. After an error the project is as it was.
    ///
    /// # Errors
    /// When the edit does not fit the project: see [`EditError`].
    pub fn apply(&mut self, edit: Edit) -> Result<Edit, EditError> {
        self.check_layers(&edit)?;
        self.check_features(&edit)?;
        Ok(self.carry_out(edit))
    }

    fn carry_out(&mut self, edit: Edit) -> Edit {
        if let Some(highest) = edit.highest() {
            self.next_id = self.next_id.max(highest.saturating_add(1));
        }
        let mut inverse = Edit {
            order: self.put_layers(&edit),
            ..Edit::default()
        };
        for (id, layer) in edit.layers {
            inverse.layers.insert(id, self.layers.put(id, layer));
        }
        if let Some(order) = self.order_after(edit.order) {
            self.layers.reorder(order);
        }
        for (id, feature) in edit.features {
            let before = self.put_feature(id, feature);
            inverse.features.insert(id, before);
        }
        for (id, entry) in edit.unmapped {
            inverse.unmapped.insert(id, self.unmapped.put(id, entry));
        }
        for (id, entry) in edit.dismissed {
            inverse.dismissed.insert(id, self.dismissed.put(id, entry));
        }
        for (id, article) in edit.articles {
            let before = std::mem::replace(&mut self.article, article);
            inverse.articles.insert(id, before);
        }
        inverse
    }

    /// The order that an inverse has to restore; nothing where the edit leaves it alone.
    fn put_layers(&self, edit: &Edit) -> Option<Vec<LayerId>> {
        let mut layers = edit.layers.iter();
        let adds_or_removes =
            layers.any(|(id, layer)| layer.is_some() != self.layers.get(*id).is_some());
        (adds_or_removes || edit.order.is_some()).then(|| self.layers.order().to_vec())
    }

    /// The order of the layers that are there now, where it is another than before: new layers that
    /// `wanted` does not name go to the bottom.
    fn order_after(&self, wanted: Option<Vec<LayerId>>) -> Option<Vec<LayerId>> {
        if let Some(wanted) = wanted {
            return Some(wanted);
        }
        let before = self.layers.order();
        let mut order: Vec<LayerId> = before.to_vec();
        order.retain(|id| self.layers.get(*id).is_some());
        let known: BTreeSet<LayerId> = before.iter().copied().collect();
        let mut new: Vec<LayerId> = self.layers.ids().filter(|id| !known.contains(id)).collect();
        new.sort_unstable();
        order.extend(new);
        (order != before).then_some(order)
    }

    /// What every reader of a project relies on: layers have keys of their own, and an order names
    /// each of them once.
    fn check_layers(&self, edit: &Edit) -> Result<(), EditError> {
        let mut keys: HashMap<&str, LayerId> = HashMap::new();
        for (id, layer) in &edit.layers {
            let Some(layer) = layer else {
                continue;
            };
            let other = self.layers.by_key(&layer.key).filter(|other| {
                // One that the edit takes away or calls otherwise is no other.
                let after = edit.layers.get(other).map(Option::as_deref);
                other != id && after.is_none_or(|after| after.is_some_and(|l| l.key == layer.key))
            });
            if other.is_some() || keys.insert(&layer.key, *id).is_some() {
                let key = layer.key.clone();
                return Err(EditError::LayerKey { key });
            }
        }
        let Some(order) = &edit.order else {
            return Ok(());
        };
        let mut after: BTreeSet<LayerId> = self.layers.ids().collect();
        for (id, layer) in &edit.layers {
            if layer.is_some() {
                after.insert(*id);
            } else {
                after.remove(id);
            }
        }
        let named: BTreeSet<LayerId> = order.iter().copied().collect();
        if named == after && order.len() == after.len() {
            Ok(())
        } else {
            Err(EditError::Order)
        }
    }

    /// And features are in layers that are there.
    fn check_features(&self, edit: &Edit) -> Result<(), EditError> {
        let there = |id: LayerId| match edit.layers.get(&id) {
            Some(layer) => layer.is_some(),
            None => self.layers.get(id).is_some(),
        };
        // How many features a layer that is taken away would still have.
        let mut left: HashMap<LayerId, usize> = HashMap::new();
        for (id, layer) in &edit.layers {
            if layer.is_none() {
                left.insert(*id, self.count_in(*id));
            }
        }
        for (id, feature) in &edit.features {
            let before = self.features.get(*id).map(|feature| feature.layer);
            if let Some(left) = before.and_then(|layer| left.get_mut(&layer)) {
                *left -= 1;
            }
            if let Some(feature) = feature
                && !there(feature.layer)
            {
                let feature = feature.name.clone();
                return Err(EditError::NoSuchLayer { feature });
            }
        }
        let in_use = edit
            .layers
            .keys()
            .find(|id| left.get(*id).is_some_and(|left| *left > 0));
        match in_use {
            None => Ok(()),
            Some(id) => {
                let layer = self.layers.get(*id);
                let layer = layer.map_or_else(String::new, |layer| layer.name.clone());
                Err(EditError::LayerInUse { layer })
            }
        }
    }
}

/// What an edit has changed: the project as it is after it, and the inverse, which knows what was
/// before.
#[derive(Clone, Copy, Debug)]
pub struct Changes<'a> {
    pub project: &'a Project,
    pub inverse: &'a Edit,
}

impl<'a> Changes<'a> {
    /// The features that were changed: before and after.
    pub fn features(
        self,
    ) -> impl Iterator<Item = (FeatureId, Option<&'a Feature>, Option<&'a Feature>)> {
        let changed = self.inverse.features.iter();
        changed.map(move |(id, before)| (*id, before.as_deref(), self.project.features.get(*id)))
    }

    /// The entries of what is not on the map that were changed.
    pub fn unmapped(
        self,
    ) -> impl Iterator<Item = (UnmappedId, Option<&'a Unmapped>, Option<&'a Unmapped>)> {
        let changed = self.inverse.unmapped.iter();
        changed.map(move |(id, before)| (*id, before.as_deref(), self.project.unmapped.get(*id)))
    }

    /// The dismissals that were changed.
    pub fn dismissed(
        self,
    ) -> impl Iterator<Item = (DismissalId, Option<&'a Dismissal>, Option<&'a Dismissal>)> {
        let changed = self.inverse.dismissed.iter();
        changed.map(move |(id, before)| (*id, before.as_deref(), self.project.dismissed.get(*id)))
    }
}
