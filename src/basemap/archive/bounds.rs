//! Which part of the world an archive covers.

/// The part of the world that an archive covers, in degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The western edge's longitude.
    pub west: f64,
    /// The southern edge's latitude.
    pub south: f64,
    /// The eastern edge's longitude.
    pub east: f64,
    /// The northern edge's latitude.
    pub north: f64,
}

impl Bounds {
    /// All of the world.
    pub(super) const WORLD: Self = Self {
        west: -180.0,
        south: -90.0,
        east: 180.0,
        north: 90.0,
    };

    pub(super) fn are_sensible(&self) -> bool {
        -180.0 <= self.west
            && self.west < self.east
            && self.east <= 180.0
            && -90.0 <= self.south
            && self.south < self.north
            && self.north <= 90.0
    }
}
