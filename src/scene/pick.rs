//! What is under the pointer.

use geo::{
    Closest, ClosestPoint as _, Coord, Distance as _, Euclidean, Intersects as _, Line, Point, Rect,
};

use super::{Item, Scene};
use crate::{
    coordinates::{Mercator, mercator::points_per_unit},
    project::ids::FeatureId,
};

/// What a hit touched; a click prefers the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    Point,
    Line,
    Area,
}

/// A feature under the pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub feature: FeatureId,
    pub rank: Rank,
    /// In points; 0 inside an area.
    pub distance: f64,
}

/// Where a mark counts as being.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Where it is drawn.
    Drawn,
    /// There, and at its own place too, from which others may have pushed it aside.
    DrawnOrMeant,
}

/// What a click at one place means.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picking {
    /// Everything there, best first.
    pub hits: Vec<Hit>,
}

/// A point is hit within this many points of its mark's centre.
const POINT_REACH: f64 = 10.0;

/// A line or an outline is hit within this many points.
const LINE_REACH: f64 = 5.0;

/// Marks of one rank closer to the pointer than this cannot be told apart by a click.
const AMBIGUOUS: f64 = 6.0;

impl Picking {
    /// The features that a plain click cannot choose between; one or none is no choice to make.
    #[must_use]
    pub fn choices(&self) -> &[Hit] {
        let Some(best) = self.hits.first() else {
            return &[];
        };
        if best.rank == Rank::Area {
            return &self.hits[..1];
        }
        let close = self
            .hits
            .iter()
            .take_while(|hit| hit.rank == best.rank && hit.distance <= AMBIGUOUS)
            .count();
        &self.hits[..close.max(1)]
    }
}

impl Scene {
    /// The features at `at` when the map is at `zoom`: points before lines before
    /// areas; points and lines by distance and then by layer, areas by size, the smallest first.
    /// `rank_of` gives the place of a feature's layer from the top, or `None` when it is hidden.
    #[must_use]
    pub fn pick(
        &self,
        at: Mercator,
        zoom: f64,
        reach: Reach,
        rank_of: impl Fn(FeatureId) -> Option<usize>,
    ) -> Picking {
        let scale = points_per_unit(zoom);
        // The farthest that an offset mark reaches from its place.
        let margin = 40.0 / scale;
        let around = Rect::new(
            Coord {
                x: at.x - margin,
                y: at.y - margin,
            },
            Coord {
                x: at.x + margin,
                y: at.y + margin,
            },
        );
        let mut found: Vec<(Hit, f64, usize)> = self
            .items_in(around)
            .filter_map(|item| {
                let layer = rank_of(item.feature)?;
                let (rank, distance) = self.hit(item, at, zoom, reach)?;
                let size = match rank {
                    Rank::Area => item.bounds.width() * item.bounds.height(),
                    // Within the ambiguous distance the layers decide.
                    _ if distance <= AMBIGUOUS => 0.0,
                    _ => distance,
                };
                let hit = Hit {
                    feature: item.feature,
                    rank,
                    distance,
                };
                Some((hit, size, layer))
            })
            .collect();
        found.sort_by(|(a, a_size, a_layer), (b, b_size, b_layer)| {
            a.rank
                .cmp(&b.rank)
                .then(a_size.total_cmp(b_size))
                .then(a_layer.cmp(b_layer))
                .then(a.feature.cmp(&b.feature))
        });
        Picking {
            hits: found.into_iter().map(|(hit, _, _)| hit).collect(),
        }
    }

    /// How an item is touched at `at`, if it is; distances in points.
    fn hit(&self, item: &Item, at: Mercator, zoom: f64, reach: Reach) -> Option<(Rank, f64)> {
        let offset = self.offset(item.feature).unwrap_or_default();
        hit(item, offset, at.into(), zoom, reach)
    }
}

fn hit(item: &Item, offset: [f32; 2], at: Coord, zoom: f64, reach: Reach) -> Option<(Rank, f64)> {
    let scale = points_per_unit(zoom);
    let offset = Coord {
        x: f64::from(offset[0]) / scale,
        y: f64::from(offset[1]) / scale,
    };
    let places: &[Coord] = match reach {
        Reach::Drawn => &[offset],
        Reach::DrawnOrMeant => &[offset, Coord::zero()],
    };
    let nearest = item
        .points
        .iter()
        .flat_map(|&point| places.iter().map(move |&place| Coord::from(point) + place))
        .map(|place| Euclidean.distance(Point::from(place), Point::from(at)) * scale)
        .min_by(f64::total_cmp);
    if let Some(distance) = nearest.filter(|distance| *distance <= POINT_REACH) {
        return Some((Rank::Point, distance));
    }
    let level = item.level(zoom)?;
    let to_line = level
        .lines
        .iter()
        .flat_map(geo::LineString::lines)
        .map(|line| distance_to(&line, at) * scale)
        .min_by(f64::total_cmp);
    if let Some(distance) = to_line.filter(|distance| *distance <= LINE_REACH) {
        return Some((Rank::Line, distance));
    }
    if level.polygons.iter().any(|polygon| polygon.intersects(&at)) {
        return Some((Rank::Area, 0.0));
    }
    let to_edge = level
        .polygons
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .flat_map(geo::LineString::lines)
        .map(|line| distance_to(&line, at) * scale)
        .min_by(f64::total_cmp);
    to_edge
        .filter(|distance| *distance <= LINE_REACH)
        .map(|distance| (Rank::Area, distance))
}

fn distance_to(line: &Line, at: Coord) -> f64 {
    let at = Point::from(at);
    match line.closest_point(&at) {
        Closest::Intersection(_) => 0.0,
        Closest::SinglePoint(closest) => Euclidean.distance(closest, at),
        Closest::Indeterminate => f64::INFINITY,
    }
}

#[cfg(test)]
mod tests {
    use geo::{Geometry, LineString, Polygon};

    use super::*;
    use crate::{
        coordinates::{LonLat, mercator::project},
        project::{
            ArticleState, ProjectBuilder, UnknownMembers,
            feature::{Feature, Layer},
            ids::LayerId,
        },
    };

    const ZOOM: f64 = 8.0;

    fn square(half: f64) -> Geometry {
        let ring = [(-half, -half), (half, -half), (half, half), (-half, half)];
        Geometry::Polygon(Polygon::new(LineString::from(ring.to_vec()), vec![]))
    }

    fn point(lon: f64) -> Geometry {
        Geometry::Point(Point::new(lon, 0.0))
    }

    /// A scene of one layer, and the ids of its features.
    fn scene(geometries: impl IntoIterator<Item = Geometry>) -> (Scene, Vec<FeatureId>) {
        let mut builder = ProjectBuilder::new(ArticleState::None);
        let layer: LayerId = builder.layer(Layer::new("l", "L")).expect("a new layer");
        let ids = geometries
            .into_iter()
            .map(|geometry| builder.feature(Feature::new(layer, Some(geometry))))
            .collect();
        (Scene::of(&builder.finish(UnknownMembers::default())), ids)
    }

    fn at(lon: f64, lat: f64) -> Mercator {
        project(LonLat::new(lon, lat))
    }

    fn features(picking: &Picking) -> Vec<FeatureId> {
        picking.hits.iter().map(|hit| hit.feature).collect()
    }

    #[test]
    fn a_point_wins_over_a_line_over_the_smallest_area() {
        let line = LineString::from(vec![(-1.0, 0.0), (1.0, 0.0)]);
        let line = Geometry::LineString(line);
        let (scene, ids) = scene([square(2.0), square(1.0), line, point(0.0)]);
        let [large, small, line, point] = ids[..] else {
            panic!("four features")
        };
        let all = scene.pick(at(0.0, 0.0), ZOOM, Reach::Drawn, |_| Some(0));
        assert_eq!(features(&all), [point, line, small, large]);
        assert_eq!(all.choices().len(), 1);
        assert_eq!(
            features(&scene.pick(at(0.5, 0.5), ZOOM, Reach::Drawn, |_| Some(0))),
            [small, large]
        );
        assert_eq!(
            features(&scene.pick(at(1.5, 1.5), ZOOM, Reach::Drawn, |_| Some(0))),
            [large]
        );
        assert!(
            scene
                .pick(at(5.0, 5.0), ZOOM, Reach::Drawn, |_| Some(0))
                .hits
                .is_empty()
        );
    }

    #[test]
    fn hidden_features_are_not_hit() {
        let (scene, ids) = scene([square(1.0), square(2.0)]);
        let picking = scene.pick(at(0.0, 0.0), ZOOM, Reach::Drawn, |feature| {
            (feature == ids[1]).then_some(0)
        });
        assert_eq!(features(&picking), [ids[1]]);
    }

    #[test]
    fn points_too_close_to_tell_apart_are_a_choice() {
        // At zoom 8 a degree is 182 points: 0.01° are 1.8.
        let (scene, _) = scene([point(0.0), point(0.01), point(0.2)]);
        let picking = scene.pick(at(0.0, 0.0), ZOOM, Reach::Drawn, |_| Some(0));
        assert_eq!(picking.choices().len(), 2);
        let picking = scene.pick(at(0.2, 0.0), ZOOM, Reach::Drawn, |_| Some(0));
        assert_eq!(picking.choices().len(), 1);
    }

    #[test]
    fn an_offset_mark_is_hit_where_it_is_drawn_and_found_where_it_is_meant() {
        let (scene, ids) = scene([point(0.0), point(0.0)]);
        let moved = f64::from(scene.offset(ids[1]).expect("set aside")[0]) / points_per_unit(ZOOM);
        let place = at(0.0, 0.0);
        let beside = Mercator {
            x: place.x + moved,
            y: place.y,
        };
        let picking = scene.pick(beside, ZOOM, Reach::Drawn, |_| Some(0));
        assert_eq!(features(&picking), [ids[1]]);
        assert_eq!(picking.choices().len(), 1);
        let at_home = |reach| features(&scene.pick(place, ZOOM, reach, |_| Some(0)));
        assert_eq!(at_home(Reach::Drawn), [ids[0]]);
        assert_eq!(at_home(Reach::DrawnOrMeant), ids);
    }
}
