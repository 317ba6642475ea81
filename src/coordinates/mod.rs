//! Coordinates: in degrees on the globe, and on the flat map. They are two types, so that neither
//! is taken for the other. Geometries of several positions keep the `geo` crate's own types, with
//! comments saying which of the two they hold.

pub mod in_words;
pub mod mercator;

use geo::Coord;
use serde::{Deserialize, Serialize};

/// A place on the globe: longitude and latitude on WGS 84, in degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LonLat {
    pub lon: f64,
    pub lat: f64,
}

/// A place on the map: the Web Mercator projection onto the unit square, see [`mercator`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mercator {
    pub x: f64,
    pub y: f64,
}

impl LonLat {
    #[must_use]
    pub const fn new(lon: f64, lat: f64) -> Self {
        Self { lon, lat }
    }
}

impl Mercator {
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

/// A position of a geometry in degrees.
impl From<Coord> for LonLat {
    fn from(at: Coord) -> Self {
        Self {
            lon: at.x,
            lat: at.y,
        }
    }
}

impl From<LonLat> for Coord {
    fn from(at: LonLat) -> Self {
        Self {
            x: at.lon,
            y: at.lat,
        }
    }
}

/// A position of a projected geometry.
impl From<Coord> for Mercator {
    fn from(at: Coord) -> Self {
        Self { x: at.x, y: at.y }
    }
}

impl From<Mercator> for Coord {
    fn from(at: Mercator) -> Self {
        Self { x: at.x, y: at.y }
    }
}
