//! Names on the page's map: none over another, the most important first.

use geo::{Coord, Intersects as _, Rect};

use super::frame::{HEIGHT, WIDTH};

/// A name that was placed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelSpot {
    /// The middle of the text's line, at its start, middle or end.
    pub at: Coord,
    pub anchor: &'static str,
}

/// What is taken by marks and names.
#[derive(Debug, Default)]
pub struct PageLabels {
    taken: Vec<Rect>,
}

impl PageLabels {
    /// Keep names off what is drawn there.
    pub fn keep_clear(&mut self, area: Rect) {
        self.taken.push(area);
    }

    /// A place beside a mark: right, left, above, below.
    pub fn beside(&mut self, at: Coord, radius: f64, text: &str, size: f64) -> Option<LabelSpot> {
        let (gap, line) = (radius + 5.0, radius + size * 0.75);
        self.first_free(
            text,
            size,
            &[
                (at.x + gap, at.y, "start"),
                (at.x - gap, at.y, "end"),
                (at.x, at.y - line, "middle"),
                (at.x, at.y + line, "middle"),
                (at.x + gap * 0.8, at.y - line, "start"),
                (at.x + gap * 0.8, at.y + line, "start"),
            ],
        )
    }

    /// A place on an area, or as near to its middle as there is room.
    pub fn upon(&mut self, at: Coord, text: &str, size: f64) -> Option<LabelSpot> {
        let steps = [0.0, 1.4, -1.4, 2.8, -2.8];
        let places = steps.map(|step| (at.x, at.y + step * size, "middle"));
        self.first_free(text, size, &places)
    }

    /// The very place, or none: a name of the ground that is moved names another place.
    pub fn at(&mut self, at: Coord, text: &str, size: f64) -> Option<LabelSpot> {
        self.first_free(text, size, &[(at.x, at.y, "middle")])
    }

    fn first_free(
        &mut self,
        text: &str,
        size: f64,
        places: &[(f64, f64, &'static str)],
    ) -> Option<LabelSpot> {
        let width = width(text, size);
        places.iter().find_map(|&(x, y, anchor)| {
            let left = match anchor {
                "start" => x,
                "end" => x - width,
                _ => x - width / 2.0,
            };
            let (min, max) = ((left, y - size * 0.45), (left + width, y + size * 0.45));
            let area = Rect::new(min, max);
            let on_drawing =
                min.0 >= 4.0 && min.1 >= 4.0 && max.0 <= WIDTH - 4.0 && max.1 <= HEIGHT - 4.0;
            let free = on_drawing && !self.taken.iter().any(|other| other.intersects(&area));
            free.then(|| {
                self.taken.push(area);
                LabelSpot {
                    at: Coord { x, y },
                    anchor,
                }
            })
        })
    }
}

/// About how wide a text is: browsers measure with fonts that are not known here, so a little
/// more than most.
pub fn width(text: &str, size: f64) -> f64 {
    let widths = text.chars().map(|c| match c {
        'i' | 'l' | 'j' | 't' | 'f' | 'I' | '.' | ',' | ' ' | '’' | '(' | ')' => 0.36,
        'm' | 'w' | 'M' | 'W' | 'ш' | 'щ' | 'ж' | 'ю' | 'ы' => 0.9,
        c if c >= '\u{1100}' => 1.05,
        c if c.is_uppercase() => 0.72,
        _ => 0.59,
    });
    widths.sum::<f64>() * size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_name_at_a_place_goes_to_the_other_side_and_one_too_many_nowhere() {
        let mut labels = PageLabels::default();
        let at = Coord { x: 500.0, y: 300.0 };
        let anchors: Vec<Option<&str>> = (0..9)
            .map(|_| labels.beside(at, 6.0, "Ash", 14.0).map(|spot| spot.anchor))
            .collect();
        assert_eq!(anchors[..2], [Some("start"), Some("end")]);
        assert_eq!(anchors.last(), Some(&None));
    }

    #[test]
    fn a_name_of_the_ground_stands_where_it_belongs_or_nowhere() {
        let mut labels = PageLabels::default();
        let at = Coord { x: 500.0, y: 300.0 };
        assert_eq!(labels.at(at, "Ash", 14.0).map(|spot| spot.at), Some(at));
        assert_eq!(labels.at(at, "Elm", 14.0), None);
    }

    #[test]
    fn a_name_at_the_edge_stays_on_the_drawing() {
        let mut labels = PageLabels::default();
        let at = Coord {
            x: WIDTH - 10.0,
            y: 300.0,
        };
        let spot = labels.beside(at, 6.0, "Ash", 14.0);
        assert_eq!(spot.map(|spot| spot.anchor), Some("end"));
    }
}
