//! A map from ids to entries, in the order of the ids. A copy shares all entries with the
//! original, so handing one to a thread costs nothing.

use std::sync::Arc;

use imbl::OrdMap;

/// Entries of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<I: Ord, T>(OrdMap<I, Arc<T>>);

impl<I: Ord, T> Default for Table<I, T> {
    fn default() -> Self {
        Self(OrdMap::new())
    }
}

impl<I: Copy + Ord, T> Table<I, T> {
    #[must_use]
    pub fn get(&self, id: I) -> Option<&T> {
        self.0.get(&id).map(Arc::as_ref)
    }

    /// The entry itself, to be kept or changed elsewhere.
    #[must_use]
    pub fn shared(&self, id: I) -> Option<&Arc<T>> {
        self.0.get(&id)
    }

    #[must_use]
    pub fn contains(&self, id: I) -> bool {
        self.0.contains_key(&id)
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> {
        self.0.iter().map(|(id, entry)| (*id, entry.as_ref()))
    }

    #[must_use]
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> {
        self.0.iter().map(|(id, _)| *id)
    }

    #[must_use]
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.0.iter().map(|(_, entry)| entry.as_ref())
    }

    /// Put an entry in the place of the one with this id, or none; what was there before.
    pub(super) fn put(&mut self, id: I, entry: Option<Arc<T>>) -> Option<Arc<T>> {
        match entry {
            Some(entry) => self.0.insert(id, entry),
            None => self.0.remove(&id),
        }
    }
}
