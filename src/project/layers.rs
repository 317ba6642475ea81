//! The layers of a project, top to bottom: the first is drawn above the others.

use std::{collections::HashMap, sync::Arc};

use super::{feature::Layer, ids::LayerId};

/// Layers in their order. A copy shares them with the original.
#[derive(Clone, Debug, Default)]
pub struct Layers(Arc<Ordered>);

#[derive(Clone, Debug, Default)]
struct Ordered {
    order: Vec<LayerId>,
    entries: HashMap<LayerId, Entry>,
    /// By what files call them.
    keys: HashMap<String, LayerId>,
}

#[derive(Clone, Debug)]
struct Entry {
    layer: Arc<Layer>,
    rank: usize,
}

impl PartialEq for Layers {
    fn eq(&self, other: &Self) -> bool {
        self.0.order == other.0.order && self.iter().eq(other.iter())
    }
}

impl Layers {
    #[must_use]
    pub fn get(&self, id: LayerId) -> Option<&Layer> {
        self.0.entries.get(&id).map(|entry| entry.layer.as_ref())
    }

    /// The place in the drawing order, 0 for the top layer.
    #[must_use]
    pub fn rank(&self, id: LayerId) -> Option<usize> {
        self.0.entries.get(&id).map(|entry| entry.rank)
    }

    /// The layer that files call by this key.
    #[must_use]
    pub fn by_key(&self, key: &str) -> Option<LayerId> {
        self.0.keys.get(key).copied()
    }

    /// The order, top to bottom.
    #[must_use]
    pub fn order(&self) -> &[LayerId] {
        &self.0.order
    }

    /// The ids of all layers, in no order.
    pub(super) fn ids(&self) -> impl Iterator<Item = LayerId> {
        self.0.entries.keys().copied()
    }

    /// All layers, top to bottom.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (LayerId, &Layer)> {
        let layers = self.0.order.iter();
        layers.filter_map(|&id| Some((id, self.get(id)?)))
    }

    /// All layers, to be kept elsewhere, top to bottom.
    pub(super) fn shared(&self) -> impl Iterator<Item = (LayerId, Arc<Layer>)> {
        let layers = self.0.order.iter();
        layers.filter_map(|id| Some((*id, Arc::clone(&self.0.entries.get(id)?.layer))))
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.order.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.order.is_empty()
    }

    /// Whether a layer is there and can be seen.
    #[must_use]
    pub fn shows(&self, id: LayerId) -> bool {
        self.get(id).is_some_and(Layer::is_shown)
    }

    /// Put a layer in the place of the one with this id, or none; what was there before. The order
    /// is not touched: a layer that is new in it, or gone, has to be put into it or taken out of it.
    pub(super) fn put(&mut self, id: LayerId, layer: Option<Arc<Layer>>) -> Option<Arc<Layer>> {
        let ordered = Arc::make_mut(&mut self.0);
        let before = ordered.entries.remove(&id);
        if let Some(before) = &before {
            ordered.keys.remove(&before.layer.key);
        }
        if let Some(layer) = layer {
            ordered.keys.insert(layer.key.clone(), id);
            let rank = before.as_ref().map_or(usize::MAX, |before| before.rank);
            ordered.entries.insert(id, Entry { layer, rank });
        }
        before.map(|before| before.layer)
    }

    /// Give the layers another order; the one before.
    pub(super) fn reorder(&mut self, order: Vec<LayerId>) -> Vec<LayerId> {
        let ordered = Arc::make_mut(&mut self.0);
        for (rank, id) in order.iter().enumerate() {
            if let Some(entry) = ordered.entries.get_mut(id) {
                entry.rank = rank;
            }
        }
        std::mem::replace(&mut ordered.order, order)
    }
}
