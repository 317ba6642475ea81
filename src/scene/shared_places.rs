//! Points that share a place: their marks are set apart, so that each can be seen and clicked.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::{
    coordinates::Mercator,
    project::{Project, ids::FeatureId},
};

/// Where marks at one place go, in points: the first stays, the others stand around it, on the
/// side away from the label first.
const AROUND: [[f32; 2]; 7] = [
    [-16.0, 0.0],
    [0.0, -16.0],
    [0.0, 16.0],
    [-12.0, -12.0],
    [-12.0, 12.0],
    [16.0, -16.0],
    [16.0, 16.0],
];

/// A place, to a billionth of the map: four centimetres.
pub(super) type PlaceKey = (i64, i64);

#[expect(
    clippy::cast_possible_truncation,
    reason = "places of the map lie between 0 and 1"
)]
pub(super) fn key(at: Mercator) -> PlaceKey {
    ((at.x * 1e9).round() as i64, (at.y * 1e9).round() as i64)
}

/// Single points by their place, and how far their marks stand from it.
#[derive(Debug, Default)]
pub(super) struct SharedPlaces {
    at: HashMap<PlaceKey, BTreeSet<FeatureId>>,
    /// The places with more than one point.
    crowded: HashSet<PlaceKey>,
    pub(super) offsets: HashMap<FeatureId, [f32; 2]>,
}

impl SharedPlaces {
    pub(super) fn add(&mut self, id: FeatureId, at: Mercator) {
        let here = self.at.entry(key(at)).or_default();
        here.insert(id);
        if here.len() > 1 {
            self.crowded.insert(key(at));
        }
    }

    pub(super) fn remove(&mut self, id: FeatureId, at: Mercator) {
        self.offsets.remove(&id);
        if let Some(here) = self.at.get_mut(&key(at)) {
            here.remove(&id);
            if here.len() < 2 {
                self.crowded.remove(&key(at));
            }
            if here.is_empty() {
                self.at.remove(&key(at));
            }
        }
    }

    /// Set the marks at one place apart, in the order of their layers, and tell which moved. Those of
    /// hidden layers take no room.
    pub(super) fn set_apart(&mut self, project: &Project, place: PlaceKey) -> Vec<FeatureId> {
        let here = self.at.get(&place).into_iter().flatten();
        let mut marks = Vec::new();
        for id in here {
            let layer = project.feature(*id).map(|feature| feature.layer);
            let layer = layer.filter(|layer| project.layers().shows(*layer));
            marks.push((layer.and_then(|layer| project.layers().rank(layer)), *id));
        }
        // Those that are hidden come first.
        marks.sort_unstable();
        let is_hidden = |(layer, _): &(Option<usize>, FeatureId)| layer.is_none();
        let stay = marks.iter().take_while(|one| is_hidden(one)).count() + 1;
        let aside = AROUND.into_iter().map(Some).cycle();
        let offsets = std::iter::repeat_n(None, stay).chain(aside);
        let mut moved = Vec::new();
        for ((_, id), offset) in marks.into_iter().zip(offsets) {
            let before = match offset {
                Some(offset) => self.offsets.insert(id, offset),
                None => self.offsets.remove(&id),
            };
            if before != offset {
                moved.push(id);
            }
        }
        moved
    }

    /// The same at all places, after layers were reordered, hidden or shown; whether any moved.
    pub(super) fn set_all_apart(&mut self, project: &Project) -> bool {
        let mut moved = false;
        #[expect(
            clippy::iter_over_hash_type,
            reason = "places do not depend on each other"
        )]
        for place in self.crowded.clone() {
            moved |= !self.set_apart(project, place).is_empty();
        }
        moved
    }
}
