//! The marks of each layer and those of suggestions, kept between frames until something about them changes.

use std::{collections::HashMap, ops::Range, sync::Arc};

use egui::{Color32, Pos2, Vec2};

use super::mark_renderer::{MarkShape, Marks};
use crate::{
    coordinates::Mercator,
    document::suggestion_marks::ShapeMark,
    gazetteer::PlaceId,
    geoparse::certainty::FindingKind,
    judge::Group,
    project::ids::{FeatureId, FindingId, LayerId},
    scene::ChangeNumber,
    ui::{
        state::{State, camera::View},
        widgets::theme::Palette,
    },
};

/// Marks that are drawn in one go, and whose they are.
#[derive(Debug)]
pub struct MarkSet<Owner> {
    /// The owner of each mark, in their order, its place, and how many points aside of that it is drawn.
    places: Vec<(Owner, Mercator, Vec2)>,
    pub drawn: Arc<Marks>,
}

impl<Owner: Copy + Ord> MarkSet<Owner> {
    fn of(marks: impl Iterator<Item = (Owner, Mercator, Vec2, MarkShape)>, color: Color32) -> Self {
        let mut drawn = Marks::default();
        let mut places = Vec::new();
        for (owner, at, aside, shape) in marks {
            places.push((owner, at, aside));
            drawn.push(at, aside, shape, color);
        }
        Self {
            places,
            drawn: Arc::new(drawn),
        }
    }

    /// The marks of one owner.
    pub fn marks_of(&self, owner: Option<Owner>) -> Range<u32> {
        let Some(owner) = owner else {
            return 0..0;
        };
        let place = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let start = self.places.partition_point(|(of, ..)| *of < owner);
        let end = self.places.partition_point(|(of, ..)| *of <= owner);
        place(start)..place(end)
    }

    /// The marks in view, in the order in which they are drawn, and where they are on the screen.
    pub fn in_view(&self, view: View) -> impl DoubleEndedIterator<Item = (Owner, Pos2)> + '_ {
        self.places.iter().filter_map(move |&(owner, at, aside)| {
            let at = view.to_screen(at) + aside;
            view.rect.contains(at).then_some((owner, at))
        })
    }
}

/// What marks were prepared from.
type Key = (ChangeNumber, Color32);

/// The same for suggested shapes: those that are alike to the selected suggestion stand out.
type ShapeKey = (Key, Option<FindingId>);

/// Something that was prepared, and what from.
#[derive(Debug)]
struct Prepared<K, T>(Option<(K, Arc<T>)>);

impl<K, T> Default for Prepared<K, T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: PartialEq, T> Prepared<K, T> {
    /// What was prepared from the same as now, or is now.
    fn from(&mut self, now: K, prepare: impl FnOnce() -> T) -> Arc<T> {
        if let Some((from, known)) = &self.0
            && *from == now
        {
            return Arc::clone(known);
        }
        let prepared = Arc::new(prepare());
        self.0 = Some((now, Arc::clone(&prepared)));
        prepared
    }
}

/// Suggested lines and circles, by how they are drawn.
#[derive(Debug)]
pub struct ShapeSets {
    /// The circles that do not stand out.
    pub circles: MarkSet<FindingId>,
    /// The lines that do not stand out.
    pub lines: Vec<FindingId>,
    /// The same circles, the largest first.
    pub by_size: Vec<FindingId>,
    /// Those that are alike to the selected suggestion, or measured from one that is.
    pub standing_out: Vec<FindingId>,
}

/// All marks.
#[derive(Debug, Default)]
pub struct MarkSets {
    layers: HashMap<LayerId, Prepared<Key, MarkSet<FeatureId>>>,
    suggestions: Prepared<Key, MarkSet<PlaceId>>,
    shapes: Prepared<ShapeKey, ShapeSets>,
}

impl MarkSets {
    /// The marks of the layers that are shown, the lowest first.
    pub fn of_layers(
        &mut self,
        state: &State,
        palette: &Palette,
    ) -> Vec<(LayerId, Arc<MarkSet<FeatureId>>)> {
        let layers = state.document.project().layers();
        self.layers.retain(|id, _| layers.get(*id).is_some());
        let shown = layers.iter().rev().filter(|(id, _)| layers.shows(*id));
        let sets = shown.map(|(id, layer)| {
            let color = palette.layer(layer.color).gamma_multiply(layer.opacity);
            let key = (state.document.scene().last_change_of(id), color);
            let known = self.layers.entry(id).or_default();
            (id, known.from(key, || of_layer(state, id, color)))
        });
        sets.collect()
    }

    /// The marks of suggestions.
    pub fn of_suggestions(&mut self, state: &State, palette: &Palette) -> Arc<MarkSet<PlaceId>> {
        let marks = state.document.marks();
        let color = palette.accent;
        self.suggestions.from((marks.last_change(), color), || {
            let points = marks.points();
            let points = points.map(|mark| (mark.place, mark.at, Vec2::ZERO, MarkShape::Hollow));
            MarkSet::of(points, color)
        })
    }

    /// The suggested lines and circles.
    pub fn of_shapes(&mut self, state: &State, palette: &Palette) -> Arc<ShapeSets> {
        let key = (state.document.marks().last_change(), palette.accent);
        let selected = state.selected_finding();
        let prepare = || shapes(state, palette.accent);
        self.shapes.from((key, selected), prepare)
    }
}

fn shapes(state: &State, color: Color32) -> ShapeSets {
    let selected = state.selected_finding();
    let alike = selected.and_then(|id| state.document.judged()?.alike(id));
    let is_strong = |id, shape: &ShapeMark| alike.is_some_and(|alike| stands_out(id, shape, alike));
    let mut circles: Vec<(FindingId, &ShapeMark)> = Vec::new();
    let (mut lines, mut standing_out) = (Vec::new(), Vec::new());
    for (id, shape) in state.document.marks().shapes() {
        if is_strong(id, shape) {
            standing_out.push(id);
        } else if shape.is_circle() {
            circles.push((id, shape));
        } else {
            lines.push(id);
        }
    }
    let marks = circles.iter().map(|(id, shape)| {
        let circle = MarkShape::Circle(shape.mean_reach);
        (*id, shape.at, Vec2::ZERO, circle)
    });
    let marks = MarkSet::of(marks, color);
    circles.sort_by(|(_, a), (_, b)| b.mean_reach.total_cmp(&a.mean_reach));
    ShapeSets {
        circles: marks,
        lines,
        by_size: circles.into_iter().map(|(id, _)| id).collect(),
        standing_out,
    }
}

/// Whether a suggested shape is one of some suggestions, or measured from one.
fn stands_out(id: FindingId, shape: &ShapeMark, of: Group<'_>) -> bool {
    let is_of = |span| {
        of.contains(FindingId {
            span,
            kind: FindingKind::Name,
            ..id
        })
    };
    of.contains(id) || shape.is_measured_from(is_of)
}

fn of_layer(state: &State, layer: LayerId, color: Color32) -> MarkSet<FeatureId> {
    let (project, scene) = (state.document.project(), state.document.scene());
    let marks = project.features_in(layer).flat_map(|id| {
        let item = scene.item(id).zip(project.feature(id));
        let aside = scene.offset(id).map_or(Vec2::ZERO, Vec2::from);
        item.into_iter().flat_map(move |(item, feature)| {
            let shape = MarkShape::Symbol(feature.style.symbol);
            item.points.iter().map(move |&at| (id, at, aside, shape))
        })
    });
    MarkSet::of(marks, color)
}
