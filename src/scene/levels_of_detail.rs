//! Levels of detail: outlines with many vertices are simplified for the zoom levels at which
//! those vertices fall on the same point of the screen.

use geo::{Coord, LineString, Polygon, Simplify as _};

use crate::coordinates::mercator::points_per_unit;

/// Lines and polygons for a range of zoom levels.
#[derive(Clone, Debug, Default)]
pub struct Level {
    /// Good below this zoom level.
    pub below_zoom: f64,
    pub lines: Vec<LineString>,
    pub polygons: Vec<Polygon>,
}

/// Outlines below this size are drawn with every vertex at every zoom level.
const SMALL: usize = 300;

/// A level of detail for each of these zoom levels and below, and one with every vertex.
const ZOOMS: [f64; 5] = [3.0, 5.0, 7.0, 9.0, 11.0];

/// How many vertices are simplified together.
const PIECE: usize = 1_000;

/// How far, in points, a simplified outline may lie from the true one.
const TOLERANCE: f64 = 0.35;

/// The levels of some lines and polygons, coarsest first; empty when there are none.
pub fn levels(lines: Vec<LineString>, polygons: Vec<Polygon>) -> Vec<Level> {
    if lines.is_empty() && polygons.is_empty() {
        return Vec::new();
    }
    let full = Level {
        below_zoom: f64::INFINITY,
        lines,
        polygons,
    };
    let mut levels = Vec::new();
    if vertices(&full) > SMALL {
        for below_zoom in ZOOMS {
            let tolerance = TOLERANCE / points_per_unit(below_zoom);
            let level = simplified(&full, below_zoom, tolerance);
            // A level that saves less than a fifth is not worth its memory.
            if vertices(&level) * 5 > vertices(&full) * 4 {
                break;
            }
            levels.push(level);
        }
    }
    levels.push(full);
    levels
}

fn simplified(full: &Level, below_zoom: f64, tolerance: f64) -> Level {
    Level {
        below_zoom,
        lines: full
            .lines
            .iter()
            .map(|line| simplified_line(line, tolerance))
            .collect(),
        polygons: full
            .polygons
            .iter()
            .map(|polygon| {
                let holes = polygon.interiors().iter();
                Polygon::new(
                    simplified_line(polygon.exterior(), tolerance),
                    holes.map(|hole| simplified_line(hole, tolerance)).collect(),
                )
            })
            .collect(),
    }
}

/// In pieces, because the algorithm (Ramer, Douglas and Peucker) is recursive, and an unlucky
/// line makes it as deep as the line is long. Where pieces meet a vertex more is kept.
fn simplified_line(line: &LineString, tolerance: f64) -> LineString {
    let mut kept: Vec<Coord> = Vec::new();
    let mut start = 0;
    while start + 1 < line.0.len() {
        let end = (start + PIECE).min(line.0.len() - 1);
        let piece = LineString::new(line.0[start..=end].to_vec()).simplify(tolerance);
        kept.extend(&piece.0[usize::from(start > 0)..]);
        start = end;
    }
    if kept.is_empty() {
        return line.clone();
    }
    LineString::new(kept)
}

fn vertices(level: &Level) -> usize {
    let lines: usize = level.lines.iter().map(|line| line.0.len()).sum();
    let rings: usize = level
        .polygons
        .iter()
        .map(|polygon| {
            polygon.exterior().0.len()
                + polygon
                    .interiors()
                    .iter()
                    .map(|ring| ring.0.len())
                    .sum::<usize>()
        })
        .sum();
    lines + rings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_outlines_keep_every_vertex() {
        let line = LineString::from(vec![(0.1, 0.1), (0.2, 0.2), (0.3, 0.1)]);
        let levels = levels(vec![line.clone()], Vec::new());
        assert_eq!(levels.len(), 1);
        assert_eq!(levels[0].lines, [line]);
    }

    #[test]
    fn a_line_made_to_be_slow_is_simplified_all_the_same() {
        // Each vertex is the farthest from the chord of those after it.
        let line: LineString = (0..20_000_u32)
            .map(|step| Coord {
                x: f64::from(step) / 20_000.0,
                y: 0.5 + f64::from(20_000 - step) * 1e-7 * if step % 2 == 0 { 1.0 } else { -1.0 },
            })
            .collect();
        let levels = levels(vec![line], Vec::new());
        assert_eq!(levels.last().map(vertices), Some(20_000));
    }

    #[test]
    fn a_long_line_has_fewer_vertices_when_seen_from_afar() {
        let line: LineString = (0..20_000)
            .map(|step| {
                let x = f64::from(step) / 20_000.0;
                Coord {
                    x,
                    y: 0.5 + (x * 900.0).sin() * 1e-4,
                }
            })
            .collect();
        let levels = levels(vec![line], Vec::new());
        let counts: Vec<usize> = levels.iter().map(vertices).collect();
        assert!(counts.len() > 2, "{counts:?}");
        assert!(counts.is_sorted() && counts[0] < 300, "{counts:?}");
        assert_eq!(counts.last(), Some(&20_000));
    }
}
