//! Render-ready geometry of a project: projected, simplified per zoom level, indexed for picking.
//! Knows nothing of windows, themes or the GPU.

mod change_number;
mod crossings;
mod levels_of_detail;
mod pick;
mod shared_places;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use geo::{
    BoundingRect as _, Coord, Geometry, InteriorPoint as _, Intersects as _, Line, LineString,
    MapCoords as _, Polygon, Rect,
};
use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

pub use change_number::ChangeNumber;
pub use crossings::can_be_filled;
pub use levels_of_detail::Level;
pub use pick::{Hit, Picking, Rank, Reach};

use self::shared_places::{SharedPlaces, key};
use crate::{
    coordinates::{Mercator, mercator},
    project::{
        Changes, Project,
        feature::Feature,
        ids::{FeatureId, LayerId},
    },
};

/// Everything that is drawn, by feature.
#[derive(Debug, Default)]
pub struct Scene {
    items: HashMap<FeatureId, Item>,
    index: RTree<Indexed>,
    /// The same for items with lines or areas alone: there may be many points in view, which are drawn
    /// without looking for each of them.
    outlined: RTree<Indexed>,
    shared: SharedPlaces,
    last_changes: LastChanges,
}

/// When the points of each layer last changed, their looks included.
#[derive(Debug, Default)]
struct LastChanges {
    of_all: ChangeNumber,
    of_layer: HashMap<LayerId, ChangeNumber>,
}

/// The rectangle about an item, to find it by.
type Indexed = GeomWithData<Rectangle<[f64; 2]>, FeatureId>;

/// One feature, projected. All places and geometries are on the map, in the units of [`Mercator`].
#[derive(Debug)]
pub struct Item {
    pub feature: FeatureId,
    pub points: Vec<Mercator>,
    /// Lines and polygons, the coarsest level first; the last has every vertex.
    pub levels: Vec<Level>,
    pub bounds: Rect,
    /// What to frame: the bounds, less what lies on the far side of the antimeridian.
    pub frame: Rect,
    /// Where a label belongs: in an area, on a line, at a point.
    pub label_at: Mercator,
    /// For a circle, its centre.
    pub center: Option<Mercator>,
}

impl Item {
    /// Whether any of it lies in `area`, at a zoom level.
    #[must_use]
    pub fn touches(&self, area: Rect, zoom: f64) -> bool {
        self.points
            .iter()
            .any(|&point| area.intersects(&Coord::from(point)))
            || self.level(zoom).is_some_and(|level| {
                level.lines.iter().any(|line| line.intersects(&area))
                    || level
                        .polygons
                        .iter()
                        .any(|polygon| polygon.intersects(&area))
            })
    }

    /// The lines and polygons with as much detail as a zoom level shows.
    #[must_use]
    pub fn level(&self, zoom: f64) -> Option<&Level> {
        self.levels
            .iter()
            .find(|level| zoom < level.below_zoom)
            .or(self.levels.last())
    }

    /// One place for it: its point, its centre, or a place within it.
    #[must_use]
    pub fn place(&self) -> Mercator {
        self.center
            .or_else(|| self.points.first().copied())
            .unwrap_or(self.label_at)
    }

    /// Its place, when it is a single point and nothing else.
    fn single_point(&self) -> Option<Mercator> {
        match self.points[..] {
            [point] if self.levels.is_empty() => Some(point),
            _ => None,
        }
    }

    /// Whether it has lines or areas.
    fn has_outline(&self) -> bool {
        !self.levels.is_empty()
    }

    fn indexed(&self) -> Indexed {
        let corner = |at: Coord| [at.x, at.y];
        let bounds = Rectangle::from_corners(corner(self.bounds.min()), corner(self.bounds.max()));
        GeomWithData::new(bounds, self.feature)
    }
}

impl Scene {
    /// Project, simplify and index the features of a project.
    #[must_use]
    pub fn of(project: &Project) -> Self {
        let features = project.features().iter();
        let items: HashMap<FeatureId, Item> = features
            .filter_map(|(id, feature)| Some((id, prepare(id, feature)?)))
            .collect();
        // In the order of the features, so that the same project gives the same tree.
        let ids = project.features().ids();
        let sorted: Vec<&Item> = ids.filter_map(|id| items.get(&id)).collect();
        let boxes = sorted.iter().map(|item| item.indexed()).collect();
        let outlined = sorted.iter().filter(|item| item.has_outline());
        let outlined = outlined.map(|item| item.indexed()).collect();
        let mut shared = SharedPlaces::default();
        for id in project.features().ids() {
            if let Some(point) = items.get(&id).and_then(Item::single_point) {
                shared.add(id, point);
            }
        }
        shared.set_all_apart(project);
        Self {
            index: RTree::bulk_load(boxes),
            outlined: RTree::bulk_load(outlined),
            items,
            shared,
            last_changes: LastChanges {
                of_all: ChangeNumber::next(),
                ..LastChanges::default()
            },
        }
    }

    /// Follow an edit: what it has not touched stays as it was prepared.
    pub fn update(&mut self, changes: Changes<'_>) {
        let mut places = HashSet::new();
        let now = ChangeNumber::next();
        for (id, before, after) in changes.features() {
            for feature in [before, after].into_iter().flatten() {
                self.last_changes.of_layer.insert(feature.layer, now);
            }
            if !is_other_shape(before, after) {
                // It may be in another layer now.
                places.extend(self.items.get(&id).and_then(Item::single_point).map(key));
                continue;
            }
            if let Some(item) = self.items.remove(&id) {
                self.index.remove(&item.indexed());
                if item.has_outline() {
                    self.outlined.remove(&item.indexed());
                }
                if let Some(point) = item.single_point() {
                    self.shared.remove(id, point);
                    places.insert(key(point));
                }
            }
            if let Some(item) = after.and_then(|after| prepare(id, after)) {
                self.index.insert(item.indexed());
                if item.has_outline() {
                    self.outlined.insert(item.indexed());
                }
                if let Some(point) = item.single_point() {
                    self.shared.add(id, point);
                    places.insert(key(point));
                }
                self.items.insert(id, item);
            }
        }
        #[expect(
            clippy::iter_over_hash_type,
            reason = "places do not depend on each other"
        )]
        for place in places {
            // Marks of other layers stand there too.
            for id in self.shared.set_apart(changes.project, place) {
                if let Some(feature) = changes.project.feature(id) {
                    self.last_changes.of_layer.insert(feature.layer, now);
                }
            }
        }
        if changes.inverse.changes_layers() && self.shared.set_all_apart(changes.project) {
            self.last_changes.of_all = now;
        }
    }

    /// The item of a feature; features without a geometry have none.
    #[must_use]
    pub fn item(&self, feature: FeatureId) -> Option<&Item> {
        self.items.get(&feature)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How far from its place a point is drawn, in points, so that marks at one place can be told
    /// apart; `None` where it is drawn at its place.
    #[must_use]
    pub fn offset(&self, feature: FeatureId) -> Option<[f32; 2]> {
        self.shared.offsets.get(&feature).copied()
    }

    /// The items whose bounds touch `area`, in no particular order.
    pub fn items_in(&self, area: Rect) -> impl Iterator<Item = &Item> {
        let found = self.index.locate_in_envelope_intersecting(&envelope(area));
        found.filter_map(|entry| self.items.get(&entry.data))
    }

    /// The items with lines or areas whose bounds touch `area`, in no particular order.
    pub fn outlined_in(&self, area: Rect) -> impl Iterator<Item = &Item> {
        let found = self
            .outlined
            .locate_in_envelope_intersecting(&envelope(area));
        found.filter_map(|entry| self.items.get(&entry.data))
    }

    /// When anything about the points of a layer last changed.
    #[must_use]
    pub fn last_change_of(&self, layer: LayerId) -> ChangeNumber {
        let of_layer = self.last_changes.of_layer.get(&layer).copied();
        of_layer.unwrap_or_default().max(self.last_changes.of_all)
    }

    /// The smallest rectangle about some features; those without a geometry do not count.
    #[must_use]
    pub fn bounds_of(&self, features: impl IntoIterator<Item = FeatureId>) -> Option<Rect> {
        features
            .into_iter()
            .filter_map(|feature| Some(self.item(feature)?.frame))
            .reduce(union)
    }
}

fn envelope(area: Rect) -> AABB<[f64; 2]> {
    let corner = |at: Coord| [at.x, at.y];
    AABB::from_corners(corner(area.min()), corner(area.max()))
}

/// Whether a feature has to be prepared anew.
fn is_other_shape(before: Option<&Feature>, after: Option<&Feature>) -> bool {
    let circle = |feature: &Feature| (feature.center, feature.radius_m.is_some());
    let (Some(before), Some(after)) = (before, after) else {
        return true;
    };
    let same = match (&before.geometry, &after.geometry) {
        (Some(before), Some(after)) => Arc::ptr_eq(before, after) || before == after,
        (before, after) => before.is_none() && after.is_none(),
    };
    !same || circle(before) != circle(after)
}

/// The smallest rectangle about two.
#[must_use]
pub fn union(a: Rect, b: Rect) -> Rect {
    Rect::new(
        Coord {
            x: a.min().x.min(b.min().x),
            y: a.min().y.min(b.min().y),
        },
        Coord {
            x: a.max().x.max(b.max().x),
            y: a.max().y.max(b.max().y),
        },
    )
}

fn prepare(id: FeatureId, feature: &Feature) -> Option<Item> {
    let mut parts = Parts::default();
    let project = |at: Coord| Coord::from(mercator::project(at.into()));
    parts.take(&feature.geometry()?.map_coords(project));
    let bounds = parts.bounds()?;
    let frame = parts.without_far_side();
    let label_at = parts.label_at().unwrap_or_else(|| bounds.center());
    let center = feature.center.filter(|_| feature.radius_m.is_some());
    let center = center.map(mercator::project);
    Some(Item {
        feature: id,
        points: parts.points.into_iter().map(Mercator::from).collect(),
        levels: levels_of_detail::levels(parts.lines, parts.polygons),
        bounds,
        frame: frame.unwrap_or(bounds),
        label_at: center.unwrap_or(label_at.into()),
        center,
    })
}

/// A geometry taken apart by dimension.
#[derive(Default)]
struct Parts {
    points: Vec<Coord>,
    lines: Vec<LineString>,
    polygons: Vec<Polygon>,
}

impl Parts {
    fn take(&mut self, geometry: &Geometry) {
        match geometry {
            Geometry::Point(point) => self.points.push(point.0),
            Geometry::MultiPoint(points) => self.points.extend(points.iter().map(|point| point.0)),
            Geometry::Line(line) => self.lines.push(LineString::from(*line)),
            Geometry::LineString(line) => self.lines.push(line.clone()),
            Geometry::MultiLineString(lines) => self.lines.extend(lines.0.iter().cloned()),
            Geometry::Polygon(polygon) => self.polygons.push(polygon.clone()),
            Geometry::MultiPolygon(polygons) => self.polygons.extend(polygons.0.iter().cloned()),
            Geometry::Rect(rect) => self.polygons.push(rect.to_polygon()),
            Geometry::Triangle(triangle) => self.polygons.push(triangle.to_polygon()),
            Geometry::GeometryCollection(parts) => {
                for part in parts {
                    self.take(part);
                }
            }
        }
    }

    fn bounds(&self) -> Option<Rect> {
        self.part_bounds().reduce(union)
    }

    fn part_bounds(&self) -> impl Iterator<Item = Rect> + '_ {
        let points = self.points.iter().map(|&point| Rect::new(point, point));
        let lines = self.lines.iter().filter_map(LineString::bounding_rect);
        let polygons = self.polygons.iter().filter_map(Polygon::bounding_rect);
        points.chain(lines).chain(polygons)
    }

    /// A country cut at the antimeridian spans the whole map, with most of it empty. When a
    /// quarter of the world's width lies empty between the parts, only the larger side counts.
    fn without_far_side(&self) -> Option<Rect> {
        const GAP: f64 = 0.25;
        let mut parts: Vec<Rect> = self.part_bounds().collect();
        parts.sort_by(|a, b| a.min().x.total_cmp(&b.min().x));
        let mut sides: Vec<Rect> = Vec::new();
        for part in parts {
            match sides.last_mut() {
                Some(side) if part.min().x - side.max().x < GAP => *side = union(*side, part),
                _ => sides.push(part),
            }
        }
        let cut = sides.first()?.min().x < 1e-3 && sides.last()?.max().x > 1.0 - 1e-3;
        if !cut {
            return None;
        }
        let size = |side: &Rect| side.width() * side.height();
        sides.into_iter().max_by(|a, b| size(a).total_cmp(&size(b)))
    }

    /// Inside the largest polygon, else in the middle of the longest segment.
    fn label_at(&self) -> Option<Coord> {
        let area = |polygon: &&Polygon| {
            polygon
                .bounding_rect()
                .map_or(0.0, |bounds| bounds.width() * bounds.height())
        };
        if let Some(point) = self.points.first() {
            return Some(*point);
        }
        if let Some(polygon) = self
            .polygons
            .iter()
            .max_by(|a, b| area(a).total_cmp(&area(b)))
        {
            return polygon.interior_point().map(|point| point.0);
        }
        // The middle of the longest segment: there a name disturbs the marks at the ends least.
        self.lines
            .iter()
            .flat_map(LineString::lines)
            .max_by(|a, b| {
                let squared = |line: &Line| line.dx() * line.dx() + line.dy() * line.dy();
                squared(a).total_cmp(&squared(b))
            })
            .map(|line| (line.start + line.end) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use geo::Point;

    use super::*;
    use crate::{
        coordinates::LonLat,
        measure,
        project::{
            ArticleState, ProjectBuilder, UnknownMembers, compose,
            feature::{Feature, Layer},
        },
    };

    fn point(lon: f64, lat: f64) -> Feature {
        Feature::new(
            crate::project::ids::LayerId::NOWHERE,
            Some(Geometry::Point(Point::new(lon, lat))),
        )
    }

    /// A project of two layers, "top" and "low".
    fn project(features: Vec<(&str, Feature)>) -> (Project, Vec<FeatureId>) {
        let mut builder = ProjectBuilder::new(ArticleState::None);
        for key in ["top", "low"] {
            builder.layer(Layer::new(key, key));
        }
        let features = features.into_iter().map(|(layer, mut feature)| {
            feature.layer = builder.layer_by_key(layer).expect("one of the two");
            builder.feature(feature)
        });
        let ids = features.collect();
        (builder.finish(UnknownMembers::default()), ids)
    }

    /// The item of the only feature.
    fn item(scene: &Scene) -> &Item {
        scene.items.values().next().expect("an item")
    }

    #[test]
    fn the_mark_of_the_upper_layer_stays_at_the_shared_place() {
        let (mut project, ids) = project(vec![
            ("low", point(1.0, 2.0)),
            ("top", point(1.0, 2.0)),
            ("low", point(1.1, 2.0)),
        ]);
        let mut scene = Scene::of(&project);
        assert!(scene.offset(ids[1]).is_none());
        assert!(scene.offset(ids[0]).is_some());
        assert!(scene.offset(ids[2]).is_none());

        let top = project.layers().by_key("top").expect("the layer");
        let hide = compose::change_layer(&project, top, |layer| layer.visible = false);
        let inverse = project.apply(hide.expect("an edit")).expect("it fits");
        scene.update(Changes {
            project: &project,
            inverse: &inverse,
        });
        assert!(scene.offset(ids[0]).is_none(), "it is alone there now");
    }

    #[test]
    fn a_feature_without_a_place_is_no_item() {
        let nowhere = Feature::new(crate::project::ids::LayerId::NOWHERE, None);
        let (project, ids) = project(vec![("top", nowhere), ("top", point(1.0, 2.0))]);
        let scene = Scene::of(&project);
        assert!(scene.item(ids[0]).is_none());
        assert_eq!(scene.item(ids[1]).map(|item| item.feature), Some(ids[1]));
    }

    #[test]
    fn a_country_cut_at_the_antimeridian_is_framed_on_its_larger_side() {
        let side = |west: f64, east: f64| {
            Rect::new(Coord { x: west, y: 50.0 }, Coord { x: east, y: 70.0 }).to_polygon()
        };
        let cut = geo::MultiPolygon(vec![side(-180.0, -169.0), side(30.0, 180.0)]);
        let mut feature = point(0.0, 0.0);
        feature.geometry = Some(Arc::new(Geometry::MultiPolygon(cut)));
        let scene = Scene::of(&project(vec![("top", feature)]).0);
        let west = mercator::project(LonLat::new(30.0, 60.0)).x;
        assert!((item(&scene).frame.min().x - west).abs() < 1e-9);
        assert!(item(&scene).bounds.min().x.abs() < 1e-9);
    }

    #[test]
    fn a_circle_knows_its_centre() {
        let center = LonLat::new(10.0, 50.0);
        let mut circle = point(0.0, 0.0);
        let outline = Geometry::Polygon(measure::circle(center, 5_000.0, 64));
        circle.geometry = Some(Arc::new(outline));
        circle.center = Some(center);
        circle.radius_m = Some(5_000.0);
        let scene = Scene::of(&project(vec![("top", circle)]).0);
        assert_eq!(item(&scene).center, Some(mercator::project(center)));
    }

    #[test]
    fn a_line_is_labelled_in_the_middle_of_its_longest_segment() {
        let line = vec![(0.0, 0.0), (1.0, 0.0), (5.0, 0.0)];
        let mut feature = point(0.0, 0.0);
        feature.geometry = Some(Arc::new(Geometry::LineString(line.into())));
        let scene = Scene::of(&project(vec![("top", feature)]).0);
        let middle = mercator::project(LonLat::new(3.0, 0.0));
        assert!((item(&scene).label_at.x - middle.x).abs() < 1e-12);
    }
}
