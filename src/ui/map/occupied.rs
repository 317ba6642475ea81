//! Which parts of the screen are taken, so that labels find free room among any number of marks.

use egui::{Pos2, Rect};

/// The side of a cell of the grid, in points: a power of two, by which dividing is quick.
const CELL: f32 = 64.0;

/// Rectangles, and marks of one size each, by the cells of a grid that they touch.
#[derive(Debug)]
pub struct Occupied {
    within: Rect,
    columns: usize,
    rows: usize,
    cells: Vec<Vec<Rect>>,
    marks: Vec<Marks>,
}

/// Marks of one size, in the order of the cells that their middles lie in.
#[derive(Debug)]
struct Marks {
    size: f32,
    places: Vec<Pos2>,
    /// Where those of each cell begin, and where those of the last one end.
    starts: Vec<usize>,
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
            marks: Vec::new(),
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

    /// Add marks that take a square of this size each.
    pub fn add_marks(&mut self, places: &[Pos2], size: f32) {
        let cell_of = |at: &Pos2| {
            let [column, row] = self.cell_of(*at);
            row * self.columns + column
        };
        let cells: Vec<usize> = places.iter().map(cell_of).collect();
        let mut starts = vec![0; self.cells.len() + 1];
        for cell in &cells {
            starts[cell + 1] += 1;
        }
        for cell in 1..starts.len() {
            starts[cell] += starts[cell - 1];
        }
        let mut next = starts.clone();
        let mut sorted = vec![Pos2::ZERO; places.len()];
        for (cell, at) in cells.into_iter().zip(places) {
            sorted[next[cell]] = *at;
            next[cell] += 1;
        }
        self.marks.push(Marks {
            size,
            places: sorted,
            starts,
        });
    }

    /// Whether nothing is taken of a rectangle.
    pub fn is_free(&self, rect: Rect) -> bool {
        let [left, top, right, bottom] = self.cells_of(rect);
        let no_rectangle = (top..=bottom).all(|row| {
            let cells = &self.cells[row * self.columns + left..=row * self.columns + right];
            let mut taken = cells.iter().flatten();
            !taken.any(|taken| taken.intersects(rect))
        });
        no_rectangle && self.marks.iter().all(|marks| self.has_no_mark(marks, rect))
    }

    fn has_no_mark(&self, marks: &Marks, rect: Rect) -> bool {
        let around = rect.expand(marks.size / 2.0);
        let [left, top, right, bottom] = self.cells_of(around);
        (top..=bottom).all(|row| {
            let first = marks.starts[row * self.columns + left];
            let last = marks.starts[row * self.columns + right + 1];
            let mut places = marks.places[first..last].iter();
            !places.any(|at| around.contains(*at))
        })
    }

    /// The first and the last column and row; what lies outside counts to the cells at the edge.
    fn cells_of(&self, rect: Rect) -> [usize; 4] {
        let ([left, top], [right, bottom]) = (self.cell_of(rect.min), self.cell_of(rect.max));
        [left, top, right, bottom]
    }

    fn cell_of(&self, at: Pos2) -> [usize; 2] {
        let from_corner = at - self.within.min;
        let [column, row] = [cell(from_corner.x), cell(from_corner.y)];
        [column.min(self.columns - 1), row.min(self.rows - 1)]
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
    use egui::{Vec2, pos2, vec2};

    use super::*;

    #[test]
    fn what_is_taken_is_found_across_cells_and_beyond_the_edge() {
        let mut occupied =
            Occupied::within(Rect::from_min_size(pos2(10.0, 20.0), vec2(300.0, 200.0)));
        let at = |x: f32, y: f32, size: f32| Rect::from_center_size(pos2(x, y), Vec2::splat(size));
        occupied.add(at(58.0, 68.0, 8.0));
        occupied.add(at(320.0, 230.0, 30.0));
        occupied.add_marks(&[pos2(200.0, 100.0), pos2(30.0, 150.0)], 12.0);
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
