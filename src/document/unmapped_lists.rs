//! What is not on the map, listed by the reason for it.

use std::collections::{BTreeMap, BTreeSet};

use crate::project::{Category, Changes, Project, Unmapped, ids::UnmappedId};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnmappedLists(BTreeMap<Category, BTreeSet<UnmappedId>>);

impl UnmappedLists {
    #[must_use]
    pub fn of(project: &Project) -> Self {
        let mut lists = Self::default();
        for (id, entry) in project.unmapped().iter() {
            lists.put(id, entry);
        }
        lists
    }

    /// Follow an edit.
    pub fn update(&mut self, changes: Changes<'_>) {
        for (id, before, after) in changes.unmapped() {
            if let Some(before) = before
                && let Some(list) = self.0.get_mut(&before.category)
            {
                list.remove(&id);
                if list.is_empty() {
                    self.0.remove(&before.category);
                }
            }
            if let Some(after) = after {
                self.put(id, after);
            }
        }
    }

    /// The lists, the one with the first entry first.
    pub fn iter(&self) -> impl Iterator<Item = (&Category, &BTreeSet<UnmappedId>)> {
        let mut lists: Vec<_> = self.0.iter().collect();
        lists.sort_by_key(|(_, list)| list.first().copied());
        lists.into_iter()
    }

    fn put(&mut self, id: UnmappedId, entry: &Unmapped) {
        let list = self.0.entry(entry.category.clone());
        list.or_default().insert(id);
    }
}
