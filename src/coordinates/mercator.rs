//! The Web Mercator projection onto the unit square.
//!
//! `mercator` coordinates run from 0 to 1: `x` eastwards from the antimeridian, `y` southwards from
//! the northern edge. In `f64` they are far finer than a millimetre. One unit is as wide as the
//! map at zoom 0, which is 256 points.

use geo::Rect;

use super::{LonLat, Mercator};

/// The latitude where the square map ends: atan(sinh(π)) in degrees.
pub const MAX_LATITUDE: f64 = 85.051_128_779_806_6;

/// The width of the whole map at zoom 0, in points.
pub const TILE_POINTS: f64 = 256.0;

/// The circumference of the equator in metres (WGS 84: 2π · 6,378,137 m).
const EQUATOR_M: f64 = 2.0 * std::f64::consts::PI * 6_378_137.0;

/// A place of the globe on the map. Latitudes beyond the map are moved to its edge.
#[must_use]
pub fn project(at: LonLat) -> Mercator {
    let latitude = at.lat.clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
    Mercator {
        x: at.lon / 360.0 + 0.5,
        y: 0.5 - latitude.tan().asinh() / (2.0 * std::f64::consts::PI),
    }
}

/// A place of the map on the globe.
#[must_use]
pub fn unproject(at: Mercator) -> LonLat {
    let y = (0.5 - at.y) * 2.0 * std::f64::consts::PI;
    LonLat {
        lon: (at.x - 0.5) * 360.0,
        lat: y.sinh().atan().to_degrees(),
    }
}

/// How many points one `mercator` unit has at a zoom level.
#[must_use]
pub fn points_per_unit(zoom: f64) -> f64 {
    TILE_POINTS * zoom.exp2()
}

/// Metres on the ground per point on the screen, at a latitude in degrees and a zoom level.
///
/// This is the scale of the sphere that Web Mercator is drawn on; on the ellipsoid it is off by at
/// most 0.7 %.
#[must_use]
pub fn metres_per_point(latitude: f64, zoom: f64) -> f64 {
    let latitude = latitude.clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
    EQUATOR_M * latitude.cos() / points_per_unit(zoom)
}

/// The zoom level at which `bounds` (on the map) just fits into a window of so many points, and
/// its centre. A point gets `max_zoom`.
#[must_use]
pub fn fit(bounds: Rect, width: f64, height: f64, max_zoom: f64) -> (Mercator, f64) {
    let zoom_for = |points: f64, units: f64| {
        if units > 0.0 {
            (points.max(1.0) / (units * TILE_POINTS)).log2()
        } else {
            max_zoom
        }
    };
    let zoom = zoom_for(width, bounds.width()).min(zoom_for(height, bounds.height()));
    (bounds.center().into(), zoom.min(max_zoom))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projecting_there_and_back_changes_nothing() {
        for (x, y) in [
            (0.0, 0.0),
            (37.17706, 48.28014),
            (-179.9, -77.0),
            (179.0, 84.9),
        ] {
            let back = unproject(project(LonLat::new(x, y)));
            assert!(
                (back.lon - x).abs() < 1e-9 && (back.lat - y).abs() < 1e-9,
                "{back:?}"
            );
        }
    }

    #[test]
    fn the_square_has_the_known_corners() {
        let corner = project(LonLat::new(-180.0, 90.0));
        assert!(
            corner.x.abs() < 1e-12 && corner.y.abs() < 1e-9,
            "{corner:?}"
        );
    }

    #[test]
    fn fitting_shows_the_whole_rectangle() {
        let bounds = Rect::new((0.25, 0.25), (0.5, 0.3));
        let (center, zoom) = fit(bounds, 512.0, 512.0, 18.0);
        assert!((points_per_unit(zoom) * 0.25 - 512.0).abs() < 1e-6);
        assert_eq!(center, bounds.center().into());
    }

    #[test]
    fn the_scale_is_that_of_the_equator_shrunk_by_the_cosine() {
        assert!((metres_per_point(0.0, 0.0) - 156_543.034).abs() < 1e-2);
        assert!((metres_per_point(60.0, 0.0) - 78_271.517).abs() < 1e-2);
    }
}
