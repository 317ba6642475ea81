//! Suggestions on the map: hollow marks, and the numbered places that the selected one may mean.

use eframe::egui::{
    Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, TextFormat, text::LayoutJob, vec2,
};

use super::labels::{Labels, Spot, Wanted};
use crate::{
    gazetteer::Gazetteer,
    geoparse::suggest,
    mentions::Subject,
    scene::mercator,
    ui::{
        hollow::Hollow,
        state::State,
        theme::{self, Palette},
    },
};

/// Draw the suggestions, below what is accepted, and keep their places free of names.
pub fn marks(painter: &Painter, state: &State, palette: &Palette, labels: &mut Labels) {
    let view = &state.view;
    let candidates = candidates(state);
    for hollow in &state.document.hollows {
        let subject = Some(Subject::Suggestion(hollow.suggestion));
        let selected = is_selected(state, hollow);
        if !hollow.ring.is_empty() {
            ring(painter, state, hollow, selected, palette);
            continue;
        }
        let at = view.to_screen(hollow.at);
        // The numbered places stand for the selected suggestion.
        if !view.rect.contains(at) || selected && !candidates.is_empty() {
            continue;
        }
        mark(painter, at, selected || state.hover == subject, palette);
        labels.reserve(Rect::from_center_size(at, vec2(14.0, 14.0)));
    }
    // The chosen one lies on top.
    let mut numbered: Vec<(usize, &Numbered)> = candidates.iter().enumerate().rev().collect();
    numbered.sort_by_key(|(_, place)| place.chosen);
    for (number, place) in numbered {
        if !view.rect.contains(place.at) {
            continue;
        }
        let radius = theme::HOLLOW_RADIUS_SELECTED;
        painter.circle_filled(place.at, radius + theme::HALO + 1.0, palette.paper);
        let (width, ink) = if place.chosen {
            (theme::HOLLOW_STROKE + 1.0, palette.accent)
        } else {
            (theme::HOLLOW_STROKE, palette.muted)
        };
        painter.circle_stroke(place.at, radius, Stroke::new(width, ink));
        let font = theme::sans_bold(theme::SMALL);
        let text = (number + 1).to_string();
        painter.text(place.at, Align2::CENTER_CENTER, text, font, palette.text);
        labels.reserve(Rect::from_center_size(place.at, vec2(22.0, 22.0)));
    }
}

/// Write the names of suggestions where those of features leave room.
pub fn names(painter: &Painter, state: &State, palette: &'static Palette, labels: &mut Labels) {
    let view = &state.view;
    let candidates = candidates(state);
    for place in candidates
        .iter()
        .filter(|place| view.rect.contains(place.at))
    {
        name(painter, labels, place.name, place.at, place.chosen, palette);
    }
    for hollow in &state.document.hollows {
        let at = view.to_screen(hollow.at);
        let shown = hollow.ring.is_empty() && view.rect.contains(at);
        if shown && !is_selected(state, hollow) {
            name(painter, labels, &hollow.name, at, false, palette);
        }
    }
}

/// The suggestion whose mark is at a place on the screen.
#[must_use]
pub fn pick(state: &State, at: Pos2) -> Option<usize> {
    let near = |hollow: &&Hollow| {
        hollow.ring.is_empty() && state.view.to_screen(hollow.at).distance(at) <= 10.0
    };
    let mut hollows = state.document.hollows.iter();
    hollows.find(near).map(|hollow| hollow.suggestion)
}

/// Whether a mark stands for the selected suggestion, or for one that is like it.
fn is_selected(state: &State, hollow: &Hollow) -> bool {
    state
        .selected_suggestion()
        .is_some_and(|index| state.document.alike(index).contains(&hollow.suggestion))
}

struct Numbered {
    at: Pos2,
    name: &'static str,
    chosen: bool,
}

/// The places that the selected suggestion may mean.
fn candidates(state: &State) -> Vec<Numbered> {
    let Some((index, parsed)) = state
        .selected_suggestion()
        .zip(state.document.parsed.as_ref())
    else {
        return Vec::new();
    };
    let gazetteer = Gazetteer::bundled();
    let chosen = state.choice_for(index);
    let list = suggest::candidates(parsed, &state.document.suggestions[index]);
    let mut places: Vec<_> = list.iter().map(|candidate| candidate.place).collect();
    if let Some(chosen) = chosen.filter(|chosen| !places.contains(chosen)) {
        places.push(chosen);
    }
    places
        .into_iter()
        .map(|id| {
            let place = gazetteer.place(id);
            Numbered {
                at: state.view.to_screen(mercator::project(place.lon_lat)),
                name: place.name,
                chosen: chosen == Some(id),
            }
        })
        .collect()
}

/// A ring with nothing in it: the map shows through.
fn mark(painter: &Painter, at: Pos2, strong: bool, palette: &Palette) {
    let (radius, width) = if strong {
        (theme::HOLLOW_RADIUS_SELECTED, theme::HOLLOW_STROKE + 1.0)
    } else {
        (theme::HOLLOW_RADIUS, theme::HOLLOW_STROKE)
    };
    painter.circle_stroke(
        at,
        radius,
        Stroke::new(width + 2.0 * theme::HALO, palette.paper),
    );
    painter.circle_stroke(at, radius, Stroke::new(width, palette.accent));
}

fn ring(painter: &Painter, state: &State, hollow: &Hollow, strong: bool, palette: &Palette) {
    let points: Vec<Pos2> = hollow
        .ring
        .iter()
        .map(|&at| state.view.to_screen(at))
        .collect();
    if !Rect::from_points(&points).intersects(state.view.rect) {
        return;
    }
    let width = if strong { 3.0 } else { theme::HOLLOW_STROKE };
    let casing = Stroke::new(width + 2.0, palette.paper.gamma_multiply(0.7));
    painter.add(Shape::line(points.clone(), casing));
    let stroke = Stroke::new(width, palette.accent);
    painter.extend(Shape::dashed_line(&points, stroke, 6.0, 5.0));
}

fn name(
    painter: &Painter,
    labels: &mut Labels,
    name: &str,
    at: Pos2,
    strong: bool,
    palette: &'static Palette,
) {
    let ink: Color32 = if strong { palette.text } else { palette.muted };
    let format = TextFormat {
        italics: true,
        ..TextFormat::simple(theme::sans(theme::MAP_LABEL), ink)
    };
    labels.place(
        painter,
        Wanted {
            name: name.to_owned(),
            jobs: vec![LayoutJob::single_section(name.to_owned(), format)],
            halo: palette.halo(),
            at,
            spot: Spot::Beside(theme::HOLLOW_RADIUS_SELECTED),
            always: strong,
            padding: 1.0,
        },
    );
}
