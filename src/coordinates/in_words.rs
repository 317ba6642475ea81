//! Places as people write them down.

use super::LonLat;

/// A place in all ways, each with what it is called.
#[must_use]
pub fn all(at: LonLat) -> [(&'static str, String); 3] {
    [
        ("decimal degrees", decimal(at)),
        ("degrees, minutes, seconds", dms(at)),
        ("geo: URI", format!("geo:{:.5},{:.5}", at.lat, at.lon)),
    ]
}

/// "48.2801° N 37.1771° E"
#[must_use]
pub fn decimal(at: LonLat) -> String {
    let (north, east) = hemispheres(at);
    format!("{:.4}° {north} {:.4}° {east}", at.lat.abs(), at.lon.abs())
}

fn dms(at: LonLat) -> String {
    let (north, east) = hemispheres(at);
    let parts = |degrees: f64| {
        // Round once, to tenths of a second, so that 59.97″ carries over.
        let tenths = (degrees.abs() * 36_000.0).round();
        let (whole, rest) = ((tenths / 36_000.0).floor(), tenths % 36_000.0);
        format!(
            "{whole}°{:02}′{:04.1}″",
            (rest / 600.0).floor(),
            rest % 600.0 / 10.0
        )
    };
    format!("{}{north} {}{east}", parts(at.lat), parts(at.lon))
}

fn hemispheres(at: LonLat) -> (char, char) {
    (
        if at.lat < 0.0 { 'S' } else { 'N' },
        if at.lon < 0.0 { 'W' } else { 'E' },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_written_in_three_ways() {
        let [decimal, dms, uri] = all(LonLat::new(37.177_06, 48.280_14));
        assert_eq!(decimal.1, "48.2801° N 37.1771° E");
        assert_eq!(dms.1, "48°16′48.5″N 37°10′37.4″E");
        assert_eq!(uri.1, "geo:48.28014,37.17706");
    }

    #[test]
    fn seconds_carry_over_and_the_south_west_has_its_letters() {
        let [decimal, dms, _] = all(LonLat::new(-0.999_999_9, -33.5));
        assert_eq!(decimal.1, "33.5000° S 1.0000° W");
        assert_eq!(dms.1, "33°30′00.0″S 1°00′00.0″W");
    }
}
