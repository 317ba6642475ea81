//! Whether the edges of an area cross each other so often that filling it would take more time than it is worth.

use geo::{LineString, Polygon};

/// An area whose edges come close to each other no more often than this, for each of its edges, is filled.
const CLOSE_PAIRS_PER_EDGE: usize = 32;

/// And any small area is.
const CLOSE_PAIRS: usize = 10_000;

/// More comparisons than this are not made to find out.
const MOST_COMPARISONS: usize = 20_000_000;

/// Whether an area can be filled in reasonable time. Time grows with the places in which its edges cross: some
/// thousand corners at random have millions of them.
#[must_use]
pub fn can_be_filled(polygon: &Polygon) -> bool {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let mut edges: Vec<EdgeBox> = rings.flat_map(LineString::lines).map(EdgeBox::of).collect();
    edges.sort_unstable_by(|a, b| a.left.total_cmp(&b.left));
    let most = CLOSE_PAIRS + CLOSE_PAIRS_PER_EDGE * edges.len();
    let (mut close, mut comparisons) = (0, 0);
    // The edges that reach as far as the one that is looked at.
    let mut reaching: Vec<EdgeBox> = Vec::new();
    for edge in edges {
        reaching.retain(|other| other.right >= edge.left);
        comparisons += reaching.len();
        let beside = |other: &&EdgeBox| other.bottom <= edge.top && edge.bottom <= other.top;
        close += reaching.iter().filter(beside).count();
        if close > most || comparisons > MOST_COMPARISONS {
            return false;
        }
        reaching.push(edge);
    }
    true
}

/// The box around an edge.
#[derive(Clone, Copy)]
struct EdgeBox {
    left: f64,
    right: f64,
    bottom: f64,
    top: f64,
}

impl EdgeBox {
    fn of(edge: geo::Line) -> Self {
        Self {
            left: edge.start.x.min(edge.end.x),
            right: edge.start.x.max(edge.end.x),
            bottom: edge.start.y.min(edge.end.y),
            top: edge.start.y.max(edge.end.y),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(corners: usize, at: impl Fn(usize) -> (f64, f64)) -> Polygon {
        let ring: Vec<(f64, f64)> = (0..corners).map(at).collect();
        Polygon::new(ring.into(), Vec::new())
    }

    #[test]
    fn coasts_of_any_length_are_filled_and_scribbles_are_not() {
        let circle = |corner: usize| {
            let angle = f64::from(u32::try_from(corner).expect("few")) / 50_000.0;
            let jitter = if corner.is_multiple_of(2) {
                1.0
            } else {
                1.0001
            };
            (angle.cos() * jitter, angle.sin() * jitter)
        };
        assert!(can_be_filled(&ring(300_000, circle)));
        let scribble = |corner: usize| {
            let random = (corner * 2_654_435_761) % 1_000_003;
            let other = (corner * 40_503 + 77) % 99_991;
            (
                f64::from(u32::try_from(random).expect("few")),
                f64::from(u32::try_from(other).expect("few")),
            )
        };
        assert!(!can_be_filled(&ring(3_000, scribble)));
        assert!(can_be_filled(&ring(60, scribble)));
    }
}
