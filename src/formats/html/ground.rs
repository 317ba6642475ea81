//! The ground of the page's map: water, borders and a few names out of the bundled map.

use std::collections::HashMap;

use geo::{Coord, Geometry, LineString, Point};
use mvt_reader::{
    Reader,
    feature::{Feature, Value},
};

use super::frame::{Frame, Path, within_frame};
use crate::basemap::{Archive, BUNDLED, TileId};
use crate::coordinates::Mercator;

/// The width of a tile in the units of its geometry.
const EXTENT: f64 = 4096.0;

/// Tiles repeat some of what lies in their neighbours.
const TILE: std::ops::Range<f64> = 0.0..EXTENT;

/// What the ground consists of, as path data of the drawing.
#[derive(Debug, Default)]
pub struct Ground {
    pub water: Path,
    pub rivers: Path,
    pub regions: Path,
    pub disputed: Path,
    pub countries: Path,
    /// The most important first.
    pub names: Vec<GroundName>,
    /// Whom to credit.
    pub credits: Vec<String>,
}

/// A name on the ground.
#[derive(Debug)]
pub struct GroundName {
    pub text: String,
    pub at: Coord,
    pub kind: GroundNameKind,
    /// From which zoom level on the map shows it.
    from_zoom: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroundNameKind {
    Country,
    Place,
    Water,
}

impl Ground {
    /// Draw what lies in the frame. Without the bundled map there is an empty ground.
    pub fn of(frame: &Frame) -> Self {
        let mut ground = Self::default();
        let Ok(archive) = Archive::from_static(BUNDLED) else {
            return ground;
        };
        let credits = archive.attribution().iter();
        ground.credits = credits.map(|credit| credit.text.clone()).collect();
        for tile in tiles(frame, &archive) {
            let bytes = archive.tile(tile).ok().flatten();
            if let Some(reader) = bytes.and_then(|bytes| Reader::new(bytes).ok()) {
                ground.add(&reader, tile, frame);
            }
        }
        ground.names.sort_by(|a, b| {
            let key = |name: &GroundName| (name.kind != GroundNameKind::Country, name.from_zoom);
            key(a).cmp(&key(b)).then_with(|| a.text.cmp(&b.text))
        });
        ground
    }

    fn add(&mut self, reader: &Reader, tile: TileId, frame: &Frame) {
        let across = f64::from(tile.zoom()).exp2();
        let place = |at: Coord| {
            frame.place(Mercator {
                x: (f64::from(tile.x()) + at.x / EXTENT) / across,
                y: (f64::from(tile.y()) + at.y / EXTENT) / across,
            })
        };
        let layers = reader.get_layer_names().unwrap_or_default();
        for (number, layer) in layers.iter().enumerate() {
            for feature in reader.get_features_as::<f64>(number).unwrap_or_default() {
                let about = About::of(&feature);
                match (layer.as_str(), &feature.geometry) {
                    ("water", Geometry::Polygon(polygon)) => {
                        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                            self.water.ring(ring, place);
                        }
                    }
                    ("water", Geometry::MultiPolygon(polygons)) => {
                        for polygon in polygons {
                            let holes = polygon.interiors();
                            for ring in std::iter::once(polygon.exterior()).chain(holes) {
                                self.water.ring(ring, place);
                            }
                        }
                    }
                    ("water", geometry) if about.text("kind") == "river" => {
                        for line in lines(geometry) {
                            self.rivers.line(line, place);
                        }
                    }
                    ("boundaries", geometry) => {
                        let path = if about.has("disputed") {
                            &mut self.disputed
                        } else if about.text("kind") == "country" {
                            &mut self.countries
                        } else {
                            &mut self.regions
                        };
                        for line in lines(geometry) {
                            path.line(line, place);
                        }
                    }
                    ("places" | "water", Geometry::MultiPoint(points)) => {
                        // What lies in a neighbour's tile is named there.
                        let own =
                            |point: &&Point| TILE.contains(&point.x()) && TILE.contains(&point.y());
                        let names = points.iter().filter(own);
                        let names =
                            names.filter_map(|point| about.name(layer, place(point.0), frame));
                        self.names.extend(names);
                    }
                    _ => {}
                }
            }
        }
    }
}

/// The tiles to draw the frame from: as deep as they are shown at, or as the map goes.
fn tiles(frame: &Frame, archive: &Archive) -> Vec<TileId> {
    let deepest = f64::from(archive.max_zoom());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to the deepest zoom level"
    )]
    let wanted = (frame.zoom - 0.5).round().clamp(0.0, deepest) as u8;
    // Deep tiles exist for a part of the world only, and levels must not be mixed.
    (archive.min_zoom()..=wanted)
        .rev()
        .map(|zoom| covering(frame, zoom))
        .find(|tiles| {
            let there = |tile: &TileId| matches!(archive.tile(*tile), Ok(Some(_)));
            tiles.iter().all(there)
        })
        .unwrap_or_default()
}

/// All tiles of a zoom level that touch the frame.
fn covering(frame: &Frame, zoom: u8) -> Vec<TileId> {
    let across = f64::from(zoom).exp2();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to the number of tiles"
    )]
    let number = |mercator: f64| (mercator * across).floor().clamp(0.0, across - 1.0) as u32;
    let bounds = frame.drawn();
    let columns = number(bounds.min().x)..=number(bounds.max().x);
    let rows = number(bounds.min().y)..=number(bounds.max().y);
    rows.flat_map(|y| columns.clone().filter_map(move |x| TileId::new(zoom, x, y)))
        .collect()
}

fn lines(geometry: &Geometry) -> Vec<&LineString> {
    match geometry {
        Geometry::LineString(line) => vec![line],
        Geometry::MultiLineString(lines) => lines.iter().collect(),
        _ => Vec::new(),
    }
}

/// What a tile says of a feature.
struct About<'a>(Option<&'a HashMap<String, Value>>);

impl<'a> About<'a> {
    fn of(feature: &'a Feature<f64>) -> Self {
        Self(feature.properties.as_ref())
    }

    fn has(&self, key: &str) -> bool {
        self.0.is_some_and(|about| about.contains_key(key))
    }

    fn text(&self, key: &str) -> &'a str {
        match self.0.and_then(|about| about.get(key)) {
            Some(Value::String(text)) => text,
            _ => "",
        }
    }

    fn whole(&self, key: &str) -> Option<i64> {
        match self.0?.get(key)? {
            Value::Int(number) | Value::SInt(number) => Some(*number),
            Value::UInt(number) => i64::try_from(*number).ok(),
            _ => None,
        }
    }

    /// The name, where it has room at the frame's zoom level.
    fn name(&self, layer: &str, at: Coord, frame: &Frame) -> Option<GroundName> {
        let from_zoom = self.whole("min_zoom")?;
        #[expect(clippy::cast_possible_truncation, reason = "a zoom level")]
        let shown = from_zoom <= frame.zoom.floor() as i64;
        let text = self.text("name");
        (shown && within_frame(at) && !text.is_empty()).then(|| GroundName {
            text: text.to_owned(),
            at,
            kind: match (layer, self.text("kind")) {
                ("water", _) => GroundNameKind::Water,
                (_, "country") => GroundNameKind::Country,
                _ => GroundNameKind::Place,
            },
            from_zoom,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        formats::{ExportOptions, selection::Selection},
        project::{
            ArticleState, ProjectBuilder, UnknownMembers,
            feature::{Feature, Layer},
        },
    };

    #[test]
    fn the_ground_of_a_place_anywhere_has_water_or_borders_and_a_credit() {
        for (lon, lat, inhabited) in [
            (37.2, 48.3, true),
            (-73.0, -42.9, true),
            (0.0, 0.0, false),
            (179.9, -84.0, false),
        ] {
            let place = geo::Point::new(lon, lat).into();
            let mut builder = ProjectBuilder::new(ArticleState::None);
            let layer = builder.layer(Layer::new("l", "L")).expect("a new layer");
            builder.feature(Feature::new(layer, Some(place)));
            let project = builder.finish(UnknownMembers::default());
            let selection = Selection::of(&project, &ExportOptions::default()).expect("all layers");
            let ground = Ground::of(&Frame::of(&selection));
            let drawn = [&ground.water, &ground.regions, &ground.countries];
            assert!(drawn.iter().any(|path| !path.is_empty()), "{lon} {lat}");
            assert_eq!(ground.names.is_empty(), !inhabited, "{lon} {lat}");
            assert!(!ground.credits.is_empty());
        }
    }
}
