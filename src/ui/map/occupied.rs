//! Which parts of the screen are taken, so that labels find free room among any number of marks.

use egui::{Pos2, Rect, Vec2};

/// The side of a cell of the grid, in points.
const CELL: f32 = 48.0;

/// Rectangles by the cells of a grid that they touch.
#[derive(Debug)]
pub struct Occupied {
    within: Rect,
    columns: usize,
    rows: usize,
    cells: Vec<Vec<Rect>>,
}

impl Occupied {
    /// Nothing is taken in this rectangle of the screen.
    pub fn within(within: Rect) -> Self {
        let [columns, rows] = [within.width(), within.height()].map(|side| cell(side) + 1);
        Self {
            within,
            columns,
            rows,
            cells: vec![Vec::new(); columns * rows],
        }
    }

    pub fn add(&mut self, rect: Rect) {
        let [left, top, right, bottom] = self.cells_of(rect);
        for row in top..=bottom {
            for column in left..=right {
                self.cells[row * self.columns + column].push(rect);
            }
        }
    }

    /// Add squares of one size about places.
    pub fn add_squares(&mut self, places: impl Iterator<Item = Pos2>, size: f32) {
        for at in places {
            self.add(Rect::from_center_size(at, Vec2::splat(size)));
        }
    }

    /// Whether nothing is taken of a rectangle.
    pub fn is_free(&self, rect: Rect) -> bool {
        let [left, top, right, bottom] = self.cells_of(rect);
        (top..=bottom).all(|row| {
            let cells = &self.cells[row * self.columns + left..=row * self.columns + right];
            let mut taken = cells.iter().flatten();
            !taken.any(|taken| taken.intersects(rect))
        })
    }

    /// The first and the last column and row; what lies outside counts to the cells at the edge.
    fn cells_of(&self, rect: Rect) -> [usize; 4] {
        let min = rect.min - self.within.min;
        let max = rect.max - self.within.min;
        let column = |x: f32| cell(x).min(self.columns - 1);
        let row = |y: f32| cell(y).min(self.rows - 1);
        [column(min.x), row(min.y), column(max.x), row(max.y)]
    }
}

/// Which cell something lies in, so many points from the edge.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not below nought, and a screen has few cells"
)]
fn cell(points: f32) -> usize {
    (points.max(0.0) / CELL) as usize
}

#[cfg(test)]
mod tests {
    use egui::{pos2, vec2};

    use super::*;

    #[test]
    fn what_is_taken_is_found_across_cells_and_beyond_the_edge() {
        let mut occupied =
            Occupied::within(Rect::from_min_size(pos2(10.0, 20.0), vec2(300.0, 200.0)));
        let at = |x: f32, y: f32, size: f32| Rect::from_center_size(pos2(x, y), Vec2::splat(size));
        occupied.add(at(58.0, 68.0, 8.0));
        occupied.add(at(320.0, 230.0, 30.0));
        occupied.add_squares([pos2(200.0, 100.0)].into_iter(), 12.0);
        for (rect, is_free) in [
            (at(50.0, 60.0, 10.0), false),
            (at(70.0, 80.0, 10.0), true),
            (at(60.0, 60.0, 200.0), false),
            (at(309.0, 219.0, 2.0), false),
            (at(200.0, 109.0, 9.0), false),
            (at(200.0, 111.0, 12.0), false),
            (at(200.0, 117.0, 12.0), true),
            (at(0.0, 0.0, 5.0), true),
        ] {
            assert_eq!(occupied.is_free(rect), is_free, "{rect:?}");
        }
    }
}
