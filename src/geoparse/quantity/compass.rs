//! Directions of the compass, as they are written.

use super::sentence::Sentence;

/// One of the sixteen points of the compass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compass {
    /// Sixteenths of a turn, clockwise from north.
    point: u8,
}

/// Words and symbols, clockwise from north.
const POINTS: [(&str, &str); 16] = [
    ("north", "N"),
    ("northnortheast", "NNE"),
    ("northeast", "NE"),
    ("eastnortheast", "ENE"),
    ("east", "E"),
    ("eastsoutheast", "ESE"),
    ("southeast", "SE"),
    ("southsoutheast", "SSE"),
    ("south", "S"),
    ("southsouthwest", "SSW"),
    ("southwest", "SW"),
    ("westsouthwest", "WSW"),
    ("west", "W"),
    ("westnorthwest", "WNW"),
    ("northwest", "NW"),
    ("northnorthwest", "NNW"),
];

impl Compass {
    /// Degrees clockwise from north.
    #[must_use]
    pub fn bearing(self) -> f64 {
        22.5 * f64::from(self.point)
    }

    /// "N", "NE", "ENE".
    #[must_use]
    pub fn symbol(self) -> &'static str {
        POINTS
            .get(usize::from(self.point))
            .map_or("", |(_, symbol)| symbol)
    }

    fn find(is: impl Fn(&str, &str) -> bool) -> Option<Self> {
        let point = POINTS.iter().position(|(word, symbol)| is(word, symbol))?;
        Some(Self {
            point: u8::try_from(point).ok()?,
        })
    }
}

/// The direction that starts at `at`, and the position after it: "north", "north-east",
/// "northeastern", "SW".
pub(super) fn compass(s: &Sentence<'_>, at: usize) -> Option<(Compass, usize)> {
    if let Some(found) = Compass::find(|_, symbol| symbol == s.raw(at)) {
        return Some((found, at + 1));
    }
    let mut written = String::new();
    let mut next = at;
    let mut found = None;
    for _ in 0..3 {
        let word = s.word(next);
        if word.is_empty() || word.len() > "northnortheast".len() {
            break;
        }
        written.push_str(word);
        next += 1;
        // "South-south" is none yet, and "south-south-west" is one.
        match Compass::find(|word, _| word == written) {
            Some(compass) => found = Some((compass, next)),
            None if POINTS.iter().any(|(word, _)| word.starts_with(&written)) => {}
            None => break,
        }
        next += usize::from(s.is_hyphen(next));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geoparse::quantity::sentence::with_sentence;

    #[test]
    fn sixteen_points_are_read_however_they_are_joined() {
        for (text, bearing) in [
            ("north", 0.0),
            ("North", 0.0),
            ("northeast", 45.0),
            ("north-east", 45.0),
            ("north east", 45.0),
            ("south-southwest", 202.5),
            ("south-south-west", 202.5),
            ("WNW", 292.5),
            ("west", 270.0),
        ] {
            let found = with_sentence(text, |s| {
                compass(s, 0)
                    .filter(|(_, next)| *next == s.len())
                    .map(|(compass, _)| compass.bearing())
            });
            assert_eq!(found, Some(bearing), "{text}");
        }
        assert_eq!(with_sentence("upward", |s| compass(s, 0)), None);
    }
}
