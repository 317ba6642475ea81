//! What is in sight in one frame: the state, where the map looks, and the features there.

use egui::{Pos2, Vec2};

use crate::{
    project::{
        feature::{Feature, Layer},
        ids::{FeatureId, Handle},
    },
    scene::Item,
    ui::{
        state::{State, camera::View},
        widgets::theme::Palette,
    },
};

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
    /// The visible items in view, those of the lowest layer first.
    pub items: Vec<&'a Item>,
}

impl<'a> Sight<'a> {
    pub fn of(state: &'a State, view: View, palette: &'static Palette) -> Self {
        let mut items: Vec<(usize, &Item)> = state
            .document
            .scene()
            .items_in(view.bounds())
            .filter_map(|item| Some((state.visible_rank(item.feature)?, item)))
            .collect();
        items.sort_by_key(|(rank, item)| {
            // Areas of one layer below its lines and points.
            let size = i32::from(!item.points.is_empty());
            (std::cmp::Reverse(*rank), size, item.feature)
        });
        Self {
            state,
            view,
            palette,
            items: items.into_iter().map(|(_, item)| item).collect(),
        }
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

    /// Where the points of an item are drawn.
    pub fn places<'b>(&'b self, item: &'b Item) -> impl Iterator<Item = Pos2> + 'b {
        let offset = self.state.document.scene().offset(item.feature);
        let offset = offset.map_or(Vec2::ZERO, Vec2::from);
        let points = item.points.iter();
        points.map(move |&point| self.view.to_screen(point) + offset)
    }
}
