//! Suggestions that are accepted or dismissed in one step: the same words in the same use and sense, meant
//! for the same place, with the same certainty. They stand in the order of a review: what is most in doubt
//! first, reading order among equals.

use std::collections::{BTreeSet, HashMap};

use crate::{
    gazetteer::PlaceId,
    geoparse::{Sense, ToponymKind, certainty::Certainty},
    project::ids::FindingId,
};

/// What the suggestions of a group have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct GroupKey {
    /// The words in lower case, as a number.
    pub words: u32,
    pub meaning: Meaning,
    pub certainty: Certainty,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Meaning {
    Place(ToponymKind, Sense, Option<PlaceId>),
    /// What a figure speaks of.
    Figure([Option<Sense>; 2]),
}

/// Suggestions that are alike, in reading order.
#[derive(Clone, Copy, Debug)]
pub struct Group<'a>(&'a BTreeSet<FindingId>);

impl<'a> Group<'a> {
    #[must_use]
    pub fn first(self) -> Option<FindingId> {
        self.0.first().copied()
    }

    #[must_use]
    pub fn len(self) -> usize {
        self.0.len()
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn contains(self, id: FindingId) -> bool {
        self.0.contains(&id)
    }

    pub fn iter(self) -> impl Iterator<Item = FindingId> + 'a {
        self.0.iter().copied()
    }
}

/// All groups, in the order of a review.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Groups {
    rows: Vec<Row>,
    members: HashMap<GroupKey, BTreeSet<FindingId>>,
    keys: HashMap<FindingId, GroupKey>,
}

/// The place of a group: how sure it is, and its first member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    rank: u8,
    first: FindingId,
    key: GroupKey,
}

impl Row {
    const fn place(&self) -> (u8, FindingId) {
        (self.rank, self.first)
    }
}

impl Groups {
    pub fn of(suggestions: impl Iterator<Item = (FindingId, GroupKey)>) -> Self {
        let mut groups = Self::default();
        for (id, key) in suggestions {
            groups.members.entry(key).or_default().insert(id);
            groups.keys.insert(id, key);
        }
        let members = groups.members.iter();
        groups.rows = members.filter_map(|(key, ids)| row(*key, ids)).collect();
        groups.rows.sort_unstable_by_key(Row::place);
        groups
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn get(&self, row: usize) -> Option<Group<'_>> {
        self.members.get(&self.rows.get(row)?.key).map(Group)
    }

    pub fn iter(&self) -> impl Iterator<Item = Group<'_>> {
        let rows = self.rows.iter();
        rows.filter_map(|row| self.members.get(&row.key).map(Group))
    }

    /// The suggestions that are like this one, itself included.
    pub fn alike(&self, id: FindingId) -> Option<Group<'_>> {
        self.members.get(self.keys.get(&id)?).map(Group)
    }

    /// Which row a suggestion is in.
    pub fn row_of(&self, id: FindingId) -> Option<usize> {
        let key = self.keys.get(&id)?;
        let row = row(*key, self.members.get(key)?)?;
        self.rows
            .binary_search_by_key(&row.place(), Row::place)
            .ok()
    }

    /// Put a suggestion into its group, or out of all of them.
    pub fn put(&mut self, id: FindingId, key: Option<GroupKey>) {
        let before = self.keys.get(&id).copied();
        if before == key {
            return;
        }
        if let Some(before) = before {
            self.keys.remove(&id);
            self.change(before, |members| {
                members.remove(&id);
            });
        }
        if let Some(key) = key {
            self.keys.insert(id, key);
            self.change(key, |members| {
                members.insert(id);
            });
        }
    }

    /// Change the members of a group, and keep its row where it belongs.
    fn change(&mut self, key: GroupKey, change: impl FnOnce(&mut BTreeSet<FindingId>)) {
        let members = self.members.entry(key).or_default();
        let before = row(key, members);
        change(members);
        let after = row(key, members);
        if members.is_empty() {
            self.members.remove(&key);
        }
        if before == after {
            return;
        }
        let at = |rows: &[Row], row: &Row| rows.binary_search_by_key(&row.place(), Row::place);
        if let Some(Ok(at)) = before.map(|before| at(&self.rows, &before)) {
            self.rows.remove(at);
        }
        if let Some(after) = after {
            let at = at(&self.rows, &after).unwrap_or_else(|at| at);
            self.rows.insert(at, after);
        }
    }
}

fn row(key: GroupKey, members: &BTreeSet<FindingId>) -> Option<Row> {
    let first = *members.first()?;
    let rank = key.certainty.rank();
    Some(Row { rank, first, key })
}
