//! Render-ready geometry of a project: projected, simplified per zoom level, indexed for picking.
//! Knows nothing of windows, themes or the GPU.

mod levels_of_detail;
mod pick;

use std::collections::HashMap;

use geo::{
    BoundingRect as _, Coord, Geometry, InteriorPoint as _, Intersects as _, Line, LineString,
    MapCoords as _, Polygon, Rect,
};
use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

pub use levels_of_detail::Level;
pub use pick::{Hit, Picking, Rank, Reach};

use crate::{
    coordinates::mercator,
    project::{Project, feature::Layer},
};

/// Everything that is drawn, in the order of the project's features.
#[derive(Debug, Default)]
pub struct Scene {
    pub items: Vec<Item>,
    index: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

/// One feature, projected. All coordinates are `mercator`.
#[derive(Debug)]
pub struct Item {
    /// Index into [`Project::features`].
    pub feature: usize,
    pub points: Vec<Coord>,
    /// Lines and polygons, the coarsest level first; the last has every vertex.
    pub levels: Vec<Level>,
    pub bounds: Rect,
    /// What to frame: the bounds, less what lies on the far side of the antimeridian.
    pub frame: Rect,
    /// Where a label belongs: in an area, on a line, at a point.
    pub label_at: Coord,
    /// For a circle, its centre.
    pub center: Option<Coord>,
    /// How far from its place a point is drawn, in points, so that marks at one place can be
    /// told apart.
    pub offset: [f32; 2],
}

impl Item {
    /// Whether any of it lies in `area`, at a zoom level.
    #[must_use]
    pub fn touches(&self, area: Rect, zoom: f64) -> bool {
        self.points.iter().any(|point| area.intersects(point))
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
}

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

impl Scene {
    /// Project, simplify and index the features of a project.
    #[must_use]
    pub fn prepare(project: &Project) -> Self {
        Self::default().prepare_again(project, |_| None)
    }

    /// Prepare a project that has changed. `before` tells of a feature, by its index, which one it
    /// was before, if its geometry is the same: what was prepared for it is taken over. No two may
    /// have been the same.
    #[must_use]
    pub fn prepare_again(self, project: &Project, before: impl Fn(usize) -> Option<usize>) -> Self {
        let places: HashMap<usize, usize> = (0..self.items.len())
            .map(|at| (self.items[at].feature, at))
            .collect();
        let mut kept: Vec<Option<Item>> = self.items.into_iter().map(Some).collect();
        let mut items: Vec<Item> = project
            .features
            .iter()
            .enumerate()
            .filter_map(|(index, feature)| {
                let known = before(index).and_then(|before| places.get(&before).copied());
                if let Some(item) = known.and_then(|at| kept[at].take()) {
                    return Some(Item {
                        feature: index,
                        ..item
                    });
                }
                let geometry = feature.geometry.as_ref()?;
                let mut item = prepare_item(index, geometry)?;
                item.center = feature
                    .center
                    .filter(|_| feature.radius_m.is_some())
                    .map(mercator::project);
                if let Some(center) = item.center {
                    item.label_at = center;
                }
                Some(item)
            })
            .collect();
        displace(&mut items, project);
        let boxes = items
            .iter()
            .enumerate()
            .map(|(index, item)| {
                let corner = |at: Coord| [at.x, at.y];
                GeomWithData::new(
                    Rectangle::from_corners(corner(item.bounds.min()), corner(item.bounds.max())),
                    index,
                )
            })
            .collect();
        Self {
            items,
            index: RTree::bulk_load(boxes),
        }
    }

    /// Set marks at one place apart again, after layers were reordered, hidden or shown.
    pub fn displace(&mut self, project: &Project) {
        displace(&mut self.items, project);
    }

    /// The item of a feature; features without a geometry have none.
    #[must_use]
    pub fn item_of(&self, feature: usize) -> Option<&Item> {
        self.items
            .binary_search_by_key(&feature, |item| item.feature)
            .ok()
            .map(|index| &self.items[index])
    }

    /// The items whose bounds touch `area`, in no particular order.
    pub fn items_in(&self, area: Rect) -> impl Iterator<Item = &Item> {
        let corner = |at: Coord| [at.x, at.y];
        self.index
            .locate_in_envelope_intersecting(&AABB::from_corners(
                corner(area.min()),
                corner(area.max()),
            ))
            .map(|entry| &self.items[entry.data])
    }

    /// The smallest rectangle about the features that `wanted` accepts.
    #[must_use]
    pub fn bounds_of(&self, wanted: impl Fn(usize) -> bool) -> Option<Rect> {
        self.items
            .iter()
            .filter(|item| wanted(item.feature))
            .map(|item| item.frame)
            .reduce(union)
    }
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

fn prepare_item(feature: usize, geometry: &Geometry) -> Option<Item> {
    let mut parts = Parts::default();
    parts.take(&geometry.map_coords(mercator::project));
    let bounds = parts.bounds()?;
    let frame = parts.without_far_side();
    let label_at = parts.label_at().unwrap_or_else(|| bounds.center());
    Some(Item {
        feature,
        points: parts.points,
        levels: levels_of_detail::levels(parts.lines, parts.polygons),
        bounds,
        frame: frame.unwrap_or(bounds),
        label_at,
        center: None,
        offset: [0.0, 0.0],
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

/// Single points that share a place get an offset, in the order of their layers. Those of hidden
/// layers take no place.
fn displace(items: &mut [Item], project: &Project) {
    for item in &mut *items {
        item.offset = [0.0, 0.0];
    }
    // A billionth of the map is four centimetres: the same place.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "mercator lies between 0 and 1"
    )]
    let key = |at: Coord| ((at.x * 1e9).round() as i64, (at.y * 1e9).round() as i64);
    let mut single: Vec<usize> = (0..items.len())
        .filter(|&index| items[index].points.len() == 1 && items[index].levels.is_empty())
        .filter(|&index| {
            let feature = &project.features[items[index].feature];
            project.layer(&feature.layer).is_some_and(Layer::is_shown)
        })
        .collect();
    single.sort_by_key(|&index| {
        let feature = &project.features[items[index].feature];
        (
            key(items[index].points[0]),
            project.layer_rank(&feature.layer),
        )
    });
    let mut at = None;
    let mut standing = 0;
    for index in single {
        let here = key(items[index].points[0]);
        standing = if at == Some(here) { standing + 1 } else { 0 };
        at = Some(here);
        if standing > 0 {
            items[index].offset = AROUND[(standing - 1) % AROUND.len()];
        }
    }
}

#[cfg(test)]
mod tests {
    use geo::Point;

    use super::*;
    use crate::{
        measure,
        project::feature::{Feature, Layer},
    };

    fn point(id: &str, layer: &str, lon: f64, lat: f64) -> Feature {
        Feature::new(id, layer, Some(Geometry::Point(Point::new(lon, lat))))
    }

    fn project(features: Vec<Feature>) -> Project {
        Project {
            layers: vec![Layer::new("top", "Top"), Layer::new("low", "Low")],
            features,
            ..Project::default()
        }
    }

    #[test]
    fn the_mark_of_the_upper_layer_stays_at_the_shared_place() {
        let scene = Scene::prepare(&project(vec![
            point("b", "low", 1.0, 2.0),
            point("a", "top", 1.0, 2.0),
            point("c", "low", 1.1, 2.0),
        ]));
        let offset = |feature| scene.item_of(feature).map(|item| item.offset);
        assert_eq!(offset(1), Some([0.0, 0.0]));
        assert_eq!(offset(0), Some(AROUND[0]));
        assert_eq!(offset(2), Some([0.0, 0.0]));
    }

    #[test]
    fn a_feature_without_a_place_is_no_item() {
        let scene = Scene::prepare(&project(vec![
            Feature::new("none", "top", None),
            point("a", "top", 1.0, 2.0),
        ]));
        assert!(scene.item_of(0).is_none());
        assert_eq!(scene.item_of(1).map(|item| item.feature), Some(1));
    }

    #[test]
    fn a_country_cut_at_the_antimeridian_is_framed_on_its_larger_side() {
        let side = |west: f64, east: f64| {
            Rect::new(Coord { x: west, y: 50.0 }, Coord { x: east, y: 70.0 }).to_polygon()
        };
        let cut = geo::MultiPolygon(vec![side(-180.0, -169.0), side(30.0, 180.0)]);
        let feature = Feature::new("f", "top", Some(Geometry::MultiPolygon(cut)));
        let scene = Scene::prepare(&project(vec![feature]));
        let west = mercator::project(Coord { x: 30.0, y: 60.0 }).x;
        assert!((scene.items[0].frame.min().x - west).abs() < 1e-9);
        assert!(scene.items[0].bounds.min().x.abs() < 1e-9);
    }

    #[test]
    fn a_circle_knows_its_centre() {
        let center = Coord { x: 10.0, y: 50.0 };
        let mut circle = Feature::new(
            "circle",
            "top",
            Some(Geometry::Polygon(measure::circle(center, 5_000.0, 64))),
        );
        circle.center = Some(center);
        circle.radius_m = Some(5_000.0);
        let scene = Scene::prepare(&project(vec![circle]));
        assert_eq!(scene.items[0].center, Some(mercator::project(center)));
    }

    #[test]
    fn a_line_is_labelled_in_the_middle_of_its_longest_segment() {
        let line = vec![(0.0, 0.0), (1.0, 0.0), (5.0, 0.0)];
        let feature = Feature::new("l", "top", Some(Geometry::LineString(line.into())));
        let scene = Scene::prepare(&project(vec![feature]));
        let middle = mercator::project(Coord { x: 3.0, y: 0.0 });
        assert!((scene.items[0].label_at.x - middle.x).abs() < 1e-12);
    }
}
