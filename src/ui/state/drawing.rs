//! What is being drawn on the map.

use crate::{
    coordinates::LonLat,
    geoparse::Parsed,
    measure::unit::Dimension,
    project::{Project, ids::FeatureId},
    text::Span,
};

/// What a circle's radius is before anything is said, in metres.
const RADIUS_M: f64 = 10_000.0;

/// A drawing under way: for words that a person selected, or where a mark is to go.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    pub tool: Tool,
    pub target: DrawingTarget,
    /// In the order they were clicked.
    pub corners: Vec<LonLat>,
    /// Of a circle, in metres.
    pub radius_m: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    Point,
    Circle,
    Line,
    Area,
}

/// What a drawing is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawingTarget {
    /// A new feature on the evidence of these words.
    Words(Span),
    /// This feature moves.
    Feature(FeatureId),
}

/// One step of drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stroke {
    /// A click on the map.
    Corner(LonLat),
    RemoveCorner,
    /// In metres.
    Radius(f64),
    Finish,
    Cancel,
}

impl Drawing {
    #[must_use]
    pub const fn new(tool: Tool, target: DrawingTarget) -> Self {
        Self {
            tool,
            target,
            corners: Vec::new(),
            radius_m: RADIUS_M,
        }
    }

    /// A circle, as wide as the figure says that stands in the words or else in their sentence.
    #[must_use]
    pub fn circle(project: &Project, parsed: Option<&Parsed>, span: Span) -> Self {
        let around = project
            .article()
            .map_or(span, |article| article.sentence_around(span));
        let figures = parsed.map_or(&[][..], |parsed| &parsed.figures);
        let from = figures.partition_point(|tied| tied.quantity.span.end <= around.start);
        let lengths: Vec<(Span, f64)> = figures[from..]
            .iter()
            .take_while(|tied| tied.quantity.span.start < around.end)
            .map(|tied| &tied.quantity)
            .filter(|quantity| quantity.dimension() == Dimension::Length)
            .filter_map(|quantity| Some((quantity.span, quantity.value.values()?.1)))
            .collect();
        let within = |span: Span| lengths.iter().find(|(at, _)| at.overlaps(span));
        let radius_m = within(span).or_else(|| within(around));
        Self {
            radius_m: radius_m.map_or(RADIUS_M, |(_, metres)| *metres),
            ..Self::new(Tool::Circle, DrawingTarget::Words(span))
        }
    }

    /// Whether there is enough to make something of.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        let least = match self.tool {
            Tool::Point | Tool::Circle => 1,
            Tool::Line => 2,
            Tool::Area => 3,
        };
        self.corners.len() >= least
    }

    /// What to do next.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self.tool {
            Tool::Point => "Click the map where it is.",
            Tool::Circle => "Click the map where the middle is.",
            Tool::Line => "Click the map along the line. A double click or Enter ends it.",
            Tool::Area => "Click the corners of the area. A double click or Enter ends it.",
        }
    }
}
