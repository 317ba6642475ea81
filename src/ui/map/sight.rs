//! What is in sight in one frame: the state, where the map looks, and the features there.

use std::{cmp::Reverse, collections::HashSet, sync::Arc};

use egui::{Pos2, Vec2};

use super::mark_sets::{MarkSet, MarkSets, ShapeSets};
use crate::{
    gazetteer::PlaceId,
    project::{
        feature::{Feature, Layer},
        ids::{FeatureId, Handle, LayerId},
    },
    scene::Item,
    ui::{
        state::{State, camera::View},
        widgets::theme::Palette,
    },
};

/// How many points are named in a frame, for the eye and for screen readers: more have no room anyway.
const MOST_NAMES: usize = 120;

/// How an item stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Emphasis {
    Plain,
    Hovered,
    Selected,
}

/// What one frame of the map is drawn from.
pub struct Sight<'a> {
    pub state: &'a State,
    pub view: View,
    pub palette: &'static Palette,
    /// The visible items with lines or areas in view, those of the lowest layer first.
    pub outlined: Vec<&'a Item>,
    /// The marks of each layer that is shown, the lowest layer first.
    pub marks: Vec<(LayerId, Arc<MarkSet<FeatureId>>)>,
    /// The hollow marks of suggestions.
    pub suggestions: Arc<MarkSet<PlaceId>>,
    /// The lines and circles that are suggested.
    pub shapes: Arc<ShapeSets>,
    /// The items in view that may be named, those of the lowest layer first: those with lines and areas, the
    /// marks that matter most, and what stands out.
    pub named: Vec<&'a Item>,
    /// Where the marks in view are on the screen.
    pub places: Vec<Pos2>,
}

impl<'a> Sight<'a> {
    pub fn of(
        state: &'a State,
        view: View,
        palette: &'static Palette,
        marks: &mut MarkSets,
    ) -> Self {
        let mut sight = Self {
            state,
            view,
            palette,
            outlined: Vec::new(),
            marks: marks.of_layers(state, palette),
            suggestions: marks.of_suggestions(state, palette),
            shapes: marks.of_shapes(state, palette),
            named: Vec::new(),
            places: Vec::new(),
        };
        let scene = state.document.scene();
        let outlined = scene.outlined_in(view.bounds());
        sight.outlined = outlined
            .filter(|item| state.visible_rank(item.feature).is_some())
            .collect();
        sort(state, &mut sight.outlined);
        sight.find_names();
        sight
    }

    fn find_names(&mut self) {
        let emphasised = self.emphasised().map(|(id, _)| id);
        let in_view = |id: &FeatureId| self.places_of(*id).any(|at| self.view.rect.contains(at));
        let mut ids: Vec<FeatureId> = emphasised.filter(in_view).collect();
        ids.extend(self.outlined.iter().map(|item| item.feature));
        let mut places = Vec::new();
        for (_, set) in self.marks.iter().rev() {
            let room = MOST_NAMES.saturating_sub(places.len());
            let start = places.len();
            for (id, at) in set.in_view(self.view).rev() {
                if places.len() - start < room {
                    ids.push(id);
                }
                places.push(at);
            }
        }
        self.places = places;
        let mut known = HashSet::new();
        ids.retain(|id| known.insert(*id));
        let scene = self.state.document.scene();
        self.named = ids.iter().filter_map(|id| scene.item(*id)).collect();
        sort(self.state, &mut self.named);
    }

    /// The feature of an item, and its layer.
    pub fn about(&self, item: &Item) -> Option<(&'a Feature, &'a Layer)> {
        let project = self.state.document.project();
        let feature = project.feature(item.feature)?;
        Some((feature, project.layer(feature.layer)?))
    }

    pub fn emphasis(&self, feature: FeatureId) -> Emphasis {
        if self.state.selected_feature() == Some(feature) {
            Emphasis::Selected
        } else if self.state.hover == Some(Handle::Feature(feature)) {
            Emphasis::Hovered
        } else {
            Emphasis::Plain
        }
    }

    /// The features that stand out and are shown, the selected one last.
    pub fn emphasised(&self) -> impl Iterator<Item = (FeatureId, Emphasis)> {
        let hovered = self.state.hover.and_then(Handle::feature);
        let selected = self.state.selected_feature();
        let hovered = hovered.filter(|id| selected != Some(*id));
        let both = [(hovered, Emphasis::Hovered), (selected, Emphasis::Selected)];
        let both = both.map(|(id, emphasis)| Some((id?, emphasis)));
        let state = self.state;
        let both = both.into_iter().flatten();
        both.filter(move |(id, _)| state.visible_rank(*id).is_some())
    }

    /// Where the points of an item are drawn.
    pub fn places<'b>(&'b self, item: &'b Item) -> impl Iterator<Item = Pos2> + 'b {
        let offset = self.state.document.scene().offset(item.feature);
        let offset = offset.map_or(Vec2::ZERO, Vec2::from);
        let points = item.points.iter();
        points.map(move |&point| self.view.to_screen(point) + offset)
    }

    fn places_of(&self, id: FeatureId) -> impl Iterator<Item = Pos2> {
        let item = self.state.document.scene().item(id);
        item.into_iter().flat_map(|item| self.places(item))
    }
}

/// Those of lower layers first; areas of one layer below its lines and points.
fn sort(state: &State, items: &mut [&Item]) {
    items.sort_by_cached_key(|item| {
        let rank = state.visible_rank(item.feature);
        (Reverse(rank), !item.points.is_empty(), item.feature)
    });
}
