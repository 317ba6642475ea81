//! Places on the globe and on the map.

pub mod mercator;
