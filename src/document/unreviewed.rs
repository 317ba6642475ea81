//! The features that the program put on the map and nobody has judged, in the order of a review: those it was
//! not sure of first.

use std::collections::BTreeSet;

use crate::project::{Changes, Project, feature::Feature, ids::FeatureId};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unreviewed(BTreeSet<(bool, FeatureId)>);

impl Unreviewed {
    #[must_use]
    pub fn of(project: &Project) -> Self {
        let features = project.features().iter();
        Self(
            features
                .filter_map(|(id, feature)| place(id, feature))
                .collect(),
        )
    }

    /// Follow an edit.
    pub fn update(&mut self, changes: Changes<'_>) {
        for (id, before, after) in changes.features() {
            if let Some(place) = before.and_then(|before| place(id, before)) {
                self.0.remove(&place);
            }
            self.0.extend(after.and_then(|after| place(id, after)));
        }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = FeatureId> {
        self.0.iter().map(|(_, id)| *id)
    }

    #[must_use]
    pub fn first(&self) -> Option<FeatureId> {
        self.iter().next()
    }
}

fn place(id: FeatureId, feature: &Feature) -> Option<(bool, FeatureId)> {
    let is_sure = feature.doubt().is_none();
    feature.is_unreviewed().then_some((is_sure, id))
}
