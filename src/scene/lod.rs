//! Levels of detail: outlines with many vertices are simplified for the zoom levels at which
//! those vertices fall on the same point of the screen.

use geo::{LineString, Polygon, Simplify as _};

use super::mercator::points_per_unit;

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
            .map(|line| line.simplify(tolerance))
            .collect(),
        polygons: full
            .polygons
            .iter()
            .map(|polygon| polygon.simplify(tolerance))
            // An island smaller than a point on the screen collapses to a line.
            .filter(|polygon| polygon.exterior().0.len() > 3)
            .collect(),
    }
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
    use geo::Coord;

    use super::*;

    #[test]
    fn small_outlines_keep_every_vertex() {
        let line = LineString::from(vec![(0.1, 0.1), (0.2, 0.2), (0.3, 0.1)]);
        let levels = levels(vec![line.clone()], Vec::new());
        assert_eq!(levels.len(), 1);
        assert_eq!(levels[0].lines, [line]);
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
