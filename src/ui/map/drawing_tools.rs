//! Drawing on the map: where words that a person selected are, or where a mark is to go.

use eframe::egui::{self, Align2, Area, Frame, Id, Painter, RichText, Shape, Ui, vec2};
use geo::Coord;

use crate::{
    coordinates::mercator,
    document::suggestion_marks,
    geoparse::Parsed,
    measure::unit::Dimension,
    project::{
        Project,
        compose::{self, DefaultLayer},
        feature::{Feature, GeometryBasis},
        mentions::Subject,
        shapes,
    },
    quote::{Evidence, MentionKind, Role},
    text::Span,
    ui::{
        state::{State, action::Action},
        widgets::theme::{self, Palette},
    },
};

/// The longest name that is made of selected words, in characters.
const LONGEST_NAME: usize = 60;

/// What a circle's radius is before anything is said, in metres.
const RADIUS_M: f64 = 10_000.0;

/// What is being drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    pub tool: Tool,
    pub target: Target,
    /// `lon_lat`, in the order they were clicked.
    pub corners: Vec<Coord>,
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A new feature on the evidence of these words.
    Words(Span),
    /// The feature with this id moves.
    Feature(String),
}

/// One step of drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stroke {
    /// A click on the map (`lon_lat`).
    Corner(Coord),
    RemoveCorner,
    /// In metres.
    Radius(f64),
    Finish,
    Cancel,
}

impl Drawing {
    #[must_use]
    pub const fn new(tool: Tool, target: Target) -> Self {
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
            .article
            .as_ref()
            .map_or(span, |article| article.sentence_around(span));
        let figures = parsed.map_or(&[][..], |parsed| &parsed.figures);
        let lengths: Vec<(Span, f64)> = figures
            .iter()
            .map(|tied| &tied.quantity)
            .filter(|quantity| quantity.dimension() == Dimension::Length)
            .filter_map(|quantity| Some((quantity.span, quantity.value.values()?.1)))
            .collect();
        let within = |span: Span| lengths.iter().find(|(at, _)| at.overlaps(span));
        let radius_m = within(span).or_else(|| within(around));
        Self {
            radius_m: radius_m.map_or(RADIUS_M, |(_, metres)| *metres),
            ..Self::new(Tool::Circle, Target::Words(span))
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

    const fn hint(&self) -> &'static str {
        match self.tool {
            Tool::Point => "Click the map where it is.",
            Tool::Circle => "Click the map where the middle is.",
            Tool::Line => "Click the map along the line. A double click or Enter ends it.",
            Tool::Area => "Click the corners of the area. A double click or Enter ends it.",
        }
    }
}

/// Carry a step of drawing out.
pub fn draw(state: &mut State, stroke: Stroke) {
    let Some(drawing) = &mut state.drawing else {
        return;
    };
    match stroke {
        Stroke::Corner(at) => {
            if matches!(drawing.tool, Tool::Point | Tool::Circle) {
                drawing.corners.clear();
            }
            drawing.corners.push(at);
            if drawing.tool == Tool::Point {
                finish(state);
            }
        }
        Stroke::RemoveCorner => {
            drawing.corners.pop();
        }
        Stroke::Radius(metres) => drawing.radius_m = metres.clamp(1.0, 5_000_000.0),
        Stroke::Finish if drawing.is_complete() => finish(state),
        Stroke::Finish => {}
        Stroke::Cancel => state.drawing = None,
    }
}

fn finish(state: &mut State) {
    let Some(drawing) = state.drawing.take() else {
        return;
    };
    let Some(&first) = drawing.corners.first() else {
        return;
    };
    let project = &state.document.project;
    match drawing.target {
        Target::Feature(id) => {
            let named = project.feature_index(&id);
            let name = named.map_or("", |index| project.features[index].name.as_str());
            let name = format!("move {name}");
            if let Some(edit) = compose::relocate(project, &id, first) {
                state.edit(name, None, edit);
            }
        }
        Target::Words(span) => {
            let Some((feature, layer)) = feature(project, &drawing, span) else {
                return;
            };
            let name = format!("draw “{}”", feature.name);
            let (id, edit) = compose::add(project, feature, layer);
            if state.edit(name, None, edit) {
                state.words = None;
                let feature = state.document.project.feature_index(&id);
                crate::ui::update::select(state, feature.map(Subject::Feature));
            }
        }
    }
}

fn feature(project: &Project, drawing: &Drawing, span: Span) -> Option<(Feature, DefaultLayer)> {
    let article = project.article.as_ref()?;
    // Words may go on in the next paragraph; a name is one line.
    let words: Vec<&str> = article.words(span).split_whitespace().collect();
    let words = words.join(" ");
    let mut name: String = words.chars().take(LONGEST_NAME).collect();
    if name.len() < words.len() {
        name.push('…');
    }
    let corners = drawing.corners.clone();
    let (mut feature, layer, mention) = match drawing.tool {
        Tool::Point => (
            shapes::point(&name, *corners.first()?),
            DefaultLayer::Places,
            MentionKind::Name,
        ),
        Tool::Circle => (
            shapes::circle(&name, *corners.first()?, drawing.radius_m),
            DefaultLayer::Distances,
            MentionKind::Figure,
        ),
        Tool::Line => (
            shapes::line(&name, corners)?,
            DefaultLayer::Lines,
            MentionKind::Phrase,
        ),
        Tool::Area => (
            shapes::area(&name, corners)?,
            DefaultLayer::Areas,
            MentionKind::Phrase,
        ),
    };
    feature.basis = GeometryBasis::Drawn;
    feature.evidence = vec![Evidence {
        mention: Some(mention),
        role: (mention == MentionKind::Name).then_some(Role::Place),
        ..Evidence::at(article, span)
    }];
    Some((feature, layer))
}

/// What is drawn so far, and what a click would add to it.
pub fn paint(ui: &Ui, painter: &Painter, state: &State, palette: &Palette) {
    let Some(drawing) = &state.drawing else {
        return;
    };
    let view = &state.view;
    let place = |at: &Coord| view.to_screen(mercator::project(*at));
    let mut points: Vec<egui::Pos2> = drawing.corners.iter().map(place).collect();
    let hovered = ui.input(|input| input.pointer.hover_pos());
    let hovered = hovered.filter(|at| view.rect.contains(*at));
    let line = egui::Stroke::new(theme::HOLLOW_STROKE, palette.accent);
    let casing = egui::Stroke::new(theme::HOLLOW_STROKE + 2.0, palette.paper);
    if drawing.tool == Tool::Circle {
        let center = drawing.corners.first().copied();
        let center = center.or_else(|| hovered.map(|at| mercator::unproject(view.to_mercator(at))));
        if let Some(center) = center {
            let ring = suggestion_marks::ring(center, drawing.radius_m);
            points = ring.iter().map(|&at| view.to_screen(at)).collect();
        }
    } else {
        points.extend(hovered);
        if drawing.tool == Tool::Area && points.len() > 2 {
            points.extend(points.first().copied());
        }
    }
    for stroke in [casing, line] {
        painter.add(Shape::line(points.clone(), stroke));
    }
    for at in drawing.corners.iter().map(place) {
        painter.circle(at, theme::MARK_RADIUS, palette.paper, line);
    }
    if hovered.is_some() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
    }
}

/// What to do next, and the buttons for it, at the top of the map.
pub fn bar(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let Some(drawing) = &state.drawing else {
        return;
    };
    let at = state.view.rect.center_top() + vec2(0.0, theme::MARGIN);
    Area::new(Id::unique("drawing"))
        .order(egui::Order::Middle)
        .pivot(Align2::CENTER_TOP)
        .fixed_pos(at)
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_max_width((state.view.rect.width() - 120.0).clamp(180.0, 420.0));
                ui.label(RichText::new(drawing.hint()));
                ui.horizontal_wrapped(|ui| {
                    if drawing.tool == Tool::Circle {
                        let label = ui.label("Radius");
                        let mut km = drawing.radius_m / 1_000.0;
                        let field = egui::DragValue::new(&mut km)
                            .range(0.001..=5_000.0)
                            .speed(0.1)
                            .max_decimals(3)
                            .suffix(" km");
                        if ui.add(field).labelled_by(label.id).changed() {
                            actions.push(Action::Draw(Stroke::Radius(km * 1_000.0)));
                        }
                    }
                    if drawing.tool != Tool::Point {
                        let done = egui::Button::new("Done (Enter)");
                        if ui.add_enabled(drawing.is_complete(), done).clicked() {
                            actions.push(Action::Draw(Stroke::Finish));
                        }
                    }
                    if ui.button("Cancel (Esc)").clicked() {
                        actions.push(Action::Draw(Stroke::Cancel));
                    }
                });
            });
        });
}
