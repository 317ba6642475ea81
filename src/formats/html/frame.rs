//! What the page's map shows: a part of the map on a drawing of fixed size, and
//! outlines cut to it.

use std::fmt::Write as _;

use geo::{Coord, LineString, Rect};

use crate::{
    coordinates::{Mercator, mercator},
    formats::selection::Selection,
    measure,
    project::feature::Feature,
    quote::Role,
    scene::Item,
};

/// The size of the drawing, in its own units: CSS pixels on a wide screen.
pub const WIDTH: f64 = 1000.0;
pub const HEIGHT: f64 = 760.0;

/// How far the drawing goes on beyond its frame on each side: a window seldom has the frame's
/// shape, and shows more of one of them.
pub const MARGIN: [f64; 2] = [320.0, 280.0];

/// How far outlines are kept beyond that, so that the cut is not seen.
const BEYOND: f64 = 16.0;

/// Where outlines are cut: west, east, north and south.
const CUT: [f64; 4] = [
    -MARGIN[0] - BEYOND,
    WIDTH + MARGIN[0] + BEYOND,
    -MARGIN[1] - BEYOND,
    HEIGHT + MARGIN[1] + BEYOND,
];

/// Room about what is framed: on the right for the names beside the marks.
const ROOM: [f64; 2] = [260.0, 130.0];

/// How close a single place is looked at.
const CLOSE: f64 = 9.0;

/// The widest scale bar.
const WIDEST_BAR: f64 = 160.0;

/// Where the map looks.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    center: Mercator,
    pub zoom: f64,
}

impl Frame {
    /// Frame what the article is about: everything shown but those who only act; else all.
    pub fn of(selection: &Selection) -> Self {
        let project = selection.project;
        let bounds = |wanted: &dyn Fn(&Feature) -> bool| {
            let features = selection.features.iter();
            let wanted = features.filter(|(_, feature)| wanted(feature));
            selection.scene.bounds_of(wanted.map(|(id, _)| *id))
        };
        let about = bounds(&|feature| {
            feature.role != Some(Role::Actor) && project.layers().shows(feature.layer)
        });
        let (center, zoom) = about
            .or_else(|| bounds(&|_| true))
            .map_or((Mercator::new(0.5, 0.5), 1.5), |bounds| {
                mercator::fit(bounds, WIDTH - ROOM[0], HEIGHT - ROOM[1], CLOSE)
            });
        Self { center, zoom }
    }

    /// A place of the map on the drawing.
    pub fn place(&self, at: Mercator) -> Coord {
        let scale = mercator::points_per_unit(self.zoom);
        Coord {
            x: (at.x - self.center.x) * scale + WIDTH / 2.0,
            y: (at.y - self.center.y) * scale + HEIGHT / 2.0,
        }
    }

    /// What is always shown, on the map.
    pub fn bounds(&self) -> Rect {
        self.bounds_with([0.0, 0.0])
    }

    /// What is drawn, with the margin, on the map.
    pub fn drawn(&self) -> Rect {
        self.bounds_with(MARGIN)
    }

    fn bounds_with(&self, margin: [f64; 2]) -> Rect {
        let half = Coord {
            x: WIDTH / 2.0 + margin[0],
            y: HEIGHT / 2.0 + margin[1],
        } / mercator::points_per_unit(self.zoom);
        let center = Coord::from(self.center);
        Rect::new(center - half, center + half)
    }

    /// Whether it is always on the map.
    pub fn shows(&self, item: &Item) -> bool {
        item.touches(self.bounds(), self.zoom)
    }

    /// Whether it is on the map or on its margin.
    pub fn draws(&self, item: &Item) -> bool {
        item.touches(self.drawn(), self.zoom)
    }

    /// The width of the scale bar, and its length in metres. It holds along the middle of the map.
    pub fn scale_bar(&self) -> (f64, f64) {
        let tenth = Coord {
            x: self.bounds().width() / 20.0,
            y: 0.0,
        };
        let center = Coord::from(self.center);
        let [west, east] =
            [center - tenth, center + tenth].map(|at| mercator::unproject(at.into()));
        let (metres, _) = measure::distance_and_bearing(west, east);
        let metres_per_unit = metres / (WIDTH / 10.0);
        let length_m = measure::round_below(metres_per_unit * WIDEST_BAR);
        (length_m / metres_per_unit, length_m)
    }
}

/// Whether a place lies within the frame.
pub fn within_frame(at: Coord) -> bool {
    (0.0..=WIDTH).contains(&at.x) && (0.0..=HEIGHT).contains(&at.y)
}

/// Path data for SVG: tenths of a unit, each position relative to the last. What lies off the
/// drawing is cut away.
#[derive(Debug, Default)]
pub struct Path(String);

impl Path {
    /// The value of the attribute `d`.
    pub fn data(&self) -> &str {
        &self.0
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A closed ring.
    pub fn ring(&mut self, ring: &LineString, place: impl Fn(Coord) -> Coord) {
        let mut positions: Vec<Coord> = ring.0.iter().map(|&at| place(at)).collect();
        if positions.len() > 1 && positions.first() == positions.last() {
            positions.pop();
        }
        let positions = cut_ring(positions);
        if positions.len() > 2 && self.put(&positions) {
            self.0.push('z');
        }
    }

    /// A line, in as many pieces as cross the drawing.
    pub fn line(&mut self, line: &LineString, place: impl Fn(Coord) -> Coord) {
        let positions: Vec<Coord> = line.0.iter().map(|&at| place(at)).collect();
        let mut piece: Vec<Coord> = Vec::new();
        for pair in positions.windows(2) {
            if passes(pair[0], pair[1]) {
                if piece.is_empty() {
                    piece.push(pair[0]);
                }
                piece.push(pair[1]);
            } else {
                self.put(&piece);
                piece.clear();
            }
        }
        self.put(&piece);
    }

    /// Positions that fall together are written once; a figure that is nothing but one of them is
    /// not written.
    fn put(&mut self, positions: &[Coord]) -> bool {
        let mut tenths: Vec<[i64; 2]> = positions.iter().map(|&at| in_tenths(at)).collect();
        tenths.dedup_by(|b, a| (a[0] - b[0]).abs() + (a[1] - b[1]).abs() < 4);
        let [first, rest @ ..] = &tenths[..] else {
            return false;
        };
        if rest.is_empty() {
            return false;
        }
        let _ = write!(self.0, "M{} {}", Tenths(first[0]), Tenths(first[1]));
        let mut last = first;
        for next in rest {
            let by = [next[0] - last[0], next[1] - last[1]];
            let _ = write!(self.0, "l{} {}", Tenths(by[0]), Tenths(by[1]));
            last = next;
        }
        true
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast saturates, and what is so far off is not seen"
)]
fn in_tenths(at: Coord) -> [i64; 2] {
    [(at.x * 10.0).round() as i64, (at.y * 10.0).round() as i64]
}

struct Tenths(i64);

impl std::fmt::Display for Tenths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, tenth) = (self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10);
        write!(f, "{sign}{whole}")?;
        if tenth > 0 {
            write!(f, ".{tenth}")?;
        }
        Ok(())
    }
}

/// Whether a line between two positions may cross the drawing.
fn passes(a: Coord, b: Coord) -> bool {
    let [west, east, north, south] = CUT;
    a.x.max(b.x) >= west && a.x.min(b.x) <= east && a.y.max(b.y) >= north && a.y.min(b.y) <= south
}

/// The part of a ring on the drawing (I. E. Sutherland and G. W. Hodgman, "Reentrant polygon
/// clipping", Communications of the ACM 17, 1974). Edges along the cut lie beyond the drawing.
fn cut_ring(mut ring: Vec<Coord>) -> Vec<Coord> {
    type Side = (fn(Coord) -> f64, f64, f64);
    let sides: [Side; 4] = [
        (|at| at.x, 1.0, CUT[0]),
        (|at| at.x, -1.0, CUT[1]),
        (|at| at.y, 1.0, CUT[2]),
        (|at| at.y, -1.0, CUT[3]),
    ];
    for (of, sign, edge) in sides {
        let inside = |at: Coord| (of(at) - edge) * sign;
        let Some(&last) = ring.last() else {
            return ring;
        };
        let mut cut = Vec::with_capacity(ring.len());
        let mut from = last;
        for to in ring {
            let (a, b) = (inside(from), inside(to));
            if (a < 0.0) != (b < 0.0) {
                cut.push(from + (to - from) * (a / (a - b)));
            }
            if b >= 0.0 {
                cut.push(to);
            }
            from = to;
        }
        ring = cut;
    }
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(positions: &[(f64, f64)]) -> String {
        let mut path = Path::default();
        path.ring(&LineString::from(positions.to_vec()), |at| at);
        path.data().to_owned()
    }

    #[test]
    fn a_ring_about_the_whole_drawing_is_cut_just_beyond_it() {
        let far = 1e9;
        let data = ring(&[
            (-far, -far),
            (far, -far),
            (far, far),
            (-far, far),
            (-far, -far),
        ]);
        assert_eq!(data, "M-336 1056l0 -1352l1672 0l0 1352z");
    }

    #[test]
    fn what_lies_elsewhere_is_not_written() {
        assert_eq!(
            ring(&[(-590.0, 0.0), (-550.0, 0.0), (-550.0, 90.0), (-590.0, 0.0)]),
            ""
        );
        let mut path = Path::default();
        path.line(
            &LineString::from(vec![(-590.0, 0.0), (-550.0, 0.0)]),
            |at| at,
        );
        assert!(path.is_empty());
    }

    #[test]
    fn positions_are_relative_and_in_tenths() {
        let data = ring(&[(10.0, 10.0), (20.04, 10.0), (20.04, 9.5), (10.0, 10.0)]);
        assert_eq!(data, "M10 10l10 0l0 -0.5z");
    }
}
