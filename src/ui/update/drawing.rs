//! Drawing on the map: what the clicks come to.

use super::{edit::edit, selection::select};
use crate::{
    project::{
        Project,
        compose::{self, DefaultLayer},
        feature::{Feature, GeometryBasis},
        ids::Handle,
        shapes,
    },
    quote::{Evidence, MentionKind, Role},
    text::Span,
    ui::state::{
        State,
        drawing::{Drawing, DrawingTarget, Stroke, Tool},
    },
};

/// The longest name that is made of selected words, in characters.
const LONGEST_NAME: usize = 60;

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
    let project = state.document.project();
    match drawing.target {
        DrawingTarget::Feature(id) => {
            let name = state.name_of(Handle::Feature(id));
            let name = format!("move {name}");
            if let Some(moved) = compose::relocate(project, id, first) {
                edit(state, name, None, moved);
            }
        }
        DrawingTarget::Words(span) => {
            let Some((feature, layer)) = feature(project, &drawing, span) else {
                return;
            };
            let name = format!("draw “{}”", feature.name);
            let (id, added) = compose::add(project, feature, layer);
            if edit(state, name, None, added) {
                state.selected_words = None;
                select(state, Some(Handle::Feature(id)));
            }
        }
    }
}

fn feature(project: &Project, drawing: &Drawing, span: Span) -> Option<(Feature, DefaultLayer)> {
    let article = project.article()?;
    // Words may go on in the next paragraph; a name is one line.
    let words: Vec<&str> = article.words(span).split_whitespace().collect();
    let words = words.join(" ");
    let mut name: String = words.chars().take(LONGEST_NAME).collect();
    if name.len() < words.len() {
        name.push('…');
    }
    let corners = &drawing.corners;
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
