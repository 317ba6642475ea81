//! Suggestions on the map: hollow marks, and the numbered places that the selected one may mean.

use std::collections::{HashMap, HashSet};

use eframe::egui::{
    Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, TextFormat, text::LayoutJob, vec2,
};

use geo::Coord;

use super::{
    label_texts::SMALL_RING,
    labels::{Labels, Spot, Wanted},
    marks,
};
use crate::{
    coordinates::mercator,
    document::suggestion_marks::Hollow,
    gazetteer::Gazetteer,
    judge::{self, Source},
    project::mentions::Subject,
    text::Span,
    ui::{
        panels::inspector::suggestion as ui_candidates,
        state::State,
        widgets::theme::{self, Palette},
    },
};

/// Marks of one name that are no farther apart on the screen, in points, are taken for one.
const SAME_MARK: f32 = 16.0;

/// Draw the suggestions, below what is accepted, and keep their places free of names.
pub fn marks(painter: &Painter, state: &State, palette: &Palette, labels: &mut Labels) {
    let view = &state.view;
    let candidates = candidates(state);
    let alike = alike(state);
    let chosen = chosen(state, &alike);
    for hollow in &state.document.hollows {
        let subject = Some(Subject::Suggestion(hollow.suggestion));
        let selected = alike.contains(&hollow.suggestion);
        if !hollow.ring.is_empty() {
            // Choosing another place takes along what is measured from it.
            let chosen = chosen.as_ref().and_then(|(place, toponyms)| {
                hollow.outline_with(|toponym| toponyms.contains(&toponym).then_some(*place))
            });
            let outline = chosen.as_deref().unwrap_or(&hollow.ring);
            ring(painter, state, outline, selected, palette);
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
        if place.taken || !view.rect.contains(place.at) {
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
        .filter(|place| !place.taken && view.rect.contains(place.at))
    {
        if !is_named(state, labels, place.name, place.at, None) {
            let spot = (place.at, theme::HOLLOW_RADIUS_SELECTED);
            name(painter, labels, place.name, spot, place.chosen, palette);
        }
    }
    let rings = small_rings(state);
    let alike = alike(state);
    for hollow in &state.document.hollows {
        let at = view.to_screen(hollow.at);
        let shown = hollow.ring.is_empty() && view.rect.contains(at);
        if shown
            && !alike.contains(&hollow.suggestion)
            && !is_named(state, labels, &hollow.name, at, hollow.known)
        {
            let ring = rings.get(&bits(hollow.at)).copied().unwrap_or(0.0);
            let spot = (at, ring.max(theme::HOLLOW_RADIUS_SELECTED));
            name(painter, labels, &hollow.name, spot, false, palette);
        }
    }
}

/// The small circles that are suggested, by their centre (the bits of its coordinates), with their
/// radius in points: a name stands outside a small circle about its place, not across it.
fn small_rings(state: &State) -> HashMap<[u64; 2], f32> {
    let mut rings = HashMap::new();
    for hollow in &state.document.hollows {
        let at = state.view.to_screen(hollow.at);
        let edge = hollow.ring.first().filter(|_| state.view.rect.contains(at));
        let radius = edge.map(|edge| state.view.to_screen(*edge).distance(at));
        if let Some(radius) = radius.filter(|radius| *radius <= SMALL_RING) {
            let known: &mut f32 = rings.entry(bits(hollow.at)).or_default();
            *known = known.max(radius);
        }
    }
    rings
}

const fn bits(at: Coord) -> [u64; 2] {
    [at.x.to_bits(), at.y.to_bits()]
}

/// Whether an accepted mark says the name at this place already: that of the same record, or one
/// of the same name that is drawn over it.
fn is_named(state: &State, labels: &Labels, name: &str, at: Pos2, known: Option<usize>) -> bool {
    if known.is_some_and(|feature| state.visible_rank(feature).is_some()) {
        return true;
    }
    let same = name.to_lowercase();
    let features = &state.document.project.features;
    labels.has(name)
        && features.iter().enumerate().any(|(index, feature)| {
            let item = state.document.scene.item_of(index);
            feature.name.to_lowercase() == same
                && state.visible_rank(index).is_some()
                && item.is_some_and(|item| {
                    let mut places = marks::places(item, &state.view);
                    places.any(|place| place.distance(at) <= SAME_MARK)
                })
        })
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

/// The selected suggestion and those that are like it: their marks are selected together.
fn alike(state: &State) -> HashSet<usize> {
    let selected = state.selected_suggestion();
    let alike = selected.map_or(&[][..], |index| state.document.alike(index));
    alike.iter().copied().collect()
}

struct Numbered {
    at: Pos2,
    name: &'static str,
    chosen: bool,
    /// The selected feature stands there itself.
    taken: bool,
}

/// The places that what is selected may mean: a suggestion, or a feature whose other places are
/// asked for.
fn candidates(state: &State) -> Vec<Numbered> {
    let gazetteer = Gazetteer::bundled();
    let (list, chosen) = match (state.selected, state.document.parsed.as_ref()) {
        (Some(Subject::Suggestion(index)), Some(parsed)) => {
            let list = judge::candidates(parsed, &state.document.suggestions[index]);
            (list, state.choice_for(index))
        }
        (Some(Subject::Feature(index)), _) if state.others => {
            (ui_candidates::of_feature(state, index), None)
        }
        _ => return Vec::new(),
    };
    let mut places: Vec<_> = list.iter().map(|candidate| candidate.place).collect();
    if let Some(chosen) = chosen.filter(|chosen| !places.contains(chosen)) {
        places.push(chosen);
    }
    let feature = state.selected_feature();
    let record = feature.and_then(|index| state.document.project.features[index].geonames_id);
    places
        .into_iter()
        .map(|id| {
            let place = gazetteer.place(id);
            Numbered {
                at: state.view.to_screen(mercator::project(place.lon_lat)),
                name: place.name,
                chosen: chosen == Some(id),
                taken: record.is_some() && record == place.geonames_id.map(u64::from),
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

/// The place (`lon_lat`) that was chosen and not accepted yet, and the toponyms it was chosen for.
fn chosen(state: &State, alike: &HashSet<usize>) -> Option<(Coord, HashSet<Span>)> {
    let place = Gazetteer::bundled().place(state.choice?);
    let suggestions = alike
        .iter()
        .map(|&index| &state.document.suggestions[index]);
    let toponyms = suggestions.filter(|one| matches!(one.source, Source::Toponym(_)));
    Some((place.lon_lat, toponyms.map(|one| one.span).collect()))
}

fn ring(painter: &Painter, state: &State, ring: &[Coord], strong: bool, palette: &Palette) {
    let points: Vec<Pos2> = ring.iter().map(|&at| state.view.to_screen(at)).collect();
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
    (at, around): (Pos2, f32),
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
            spot: Spot::Beside(around),
            always: strong,
            padding: 1.0,
        },
    );
}
