//! Suggestions on the map: hollow marks, and the numbered places that the selected one may mean.

use std::collections::HashMap;

use egui::{
    Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, TextFormat, text::LayoutJob, vec2,
};

use super::{
    label_texts::SMALL_RING,
    labels::{Labels, Spot, Wanted},
    sight::Sight,
};
use crate::{
    coordinates::{LonLat, Mercator, mercator},
    document::suggestion_marks::{PointMark, ShapeMark},
    gazetteer::Gazetteer,
    geoparse::certainty::FindingKind,
    judge::Group,
    project::ids::{FeatureId, FindingId, Handle},
    ui::widgets::theme::{self, Palette},
};

/// Marks of one name that are no farther apart on the screen, in points, are taken for one.
const SAME_MARK: f32 = 16.0;

/// How near to a mark the pointer means it, in points.
const REACH: f32 = 10.0;

/// Draw the suggestions, below what is accepted, and keep their places free of names.
pub fn marks(painter: &Painter, sight: &Sight<'_>, labels: &mut Labels) {
    let (state, view, palette) = (sight.state, &sight.view, sight.palette);
    let marks = state.document.marks();
    let candidates = candidates(sight);
    let chosen = chosen(sight);
    let alike = alike(sight);
    for (id, shape) in marks.shapes() {
        // Choosing another place takes along what is measured from it.
        let chosen = chosen.and_then(|(place, of)| moved(shape, place, of, alike));
        let outline = chosen.as_deref().unwrap_or(&shape.outline);
        let selected = alike.is_some_and(|alike| alike.contains(id));
        ring(painter, sight, outline, selected);
    }
    let selected = state.selected_finding();
    let hovered = state.hover.and_then(Handle::finding);
    for mark in marks.points() {
        let at = view.to_screen(mark.at);
        let is_selected = selected.is_some_and(|id| mark.stands_for(id));
        // The numbered places stand for the selected suggestion.
        if !view.rect.contains(at) || is_selected && !candidates.is_empty() {
            continue;
        }
        let is_hovered = hovered.is_some_and(|id| mark.stands_for(id));
        self::mark(painter, at, is_selected || is_hovered, palette);
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
pub fn names(painter: &Painter, sight: &Sight<'_>, labels: &mut Labels) {
    let view = &sight.view;
    let candidates = candidates(sight);
    for place in candidates
        .iter()
        .filter(|place| !place.taken && view.rect.contains(place.at))
    {
        if !is_named(sight, labels, place.name, place.at, None) {
            let spot = (place.at, theme::HOLLOW_RADIUS_SELECTED);
            name(
                painter,
                labels,
                place.name,
                spot,
                place.chosen,
                sight.palette,
            );
        }
    }
    let rings = small_rings(sight);
    let selected = sight.state.selected_finding();
    for mark in sight.state.document.marks().points() {
        let at = view.to_screen(mark.at);
        if view.rect.contains(at)
            && !selected.is_some_and(|id| mark.stands_for(id))
            && !is_named(sight, labels, &mark.name, at, mark.known)
        {
            let ring = rings.get(&bits(mark.at)).copied().unwrap_or(0.0);
            let spot = (at, ring.max(theme::HOLLOW_RADIUS_SELECTED));
            name(painter, labels, &mark.name, spot, false, sight.palette);
        }
    }
}

/// The small circles that are suggested, by their centre (the bits of its coordinates), with their
/// radius in points: a name stands outside a small circle about its place, not across it.
fn small_rings(sight: &Sight<'_>) -> HashMap<[u64; 2], f32> {
    let mut rings = HashMap::new();
    for (_, shape) in sight.state.document.marks().shapes() {
        let at = sight.view.to_screen(shape.at);
        let edge = shape
            .outline
            .first()
            .filter(|_| sight.view.rect.contains(at));
        let radius = edge.map(|edge| sight.view.to_screen(*edge).distance(at));
        if let Some(radius) = radius.filter(|radius| *radius <= SMALL_RING) {
            let known: &mut f32 = rings.entry(bits(shape.at)).or_default();
            *known = known.max(radius);
        }
    }
    rings
}

const fn bits(at: Mercator) -> [u64; 2] {
    [at.x.to_bits(), at.y.to_bits()]
}

/// Whether an accepted mark says the name at this place already: that of the same record, or one
/// of the same name that is drawn over it.
fn is_named(
    sight: &Sight<'_>,
    labels: &Labels,
    name: &str,
    at: Pos2,
    known: Option<FeatureId>,
) -> bool {
    let state = sight.state;
    if known.is_some_and(|feature| state.visible_rank(feature).is_some()) {
        return true;
    }
    if !labels.has(name) {
        return false;
    }
    let same = name.to_lowercase();
    // A mark may be drawn beside its place.
    let reach = vec2(2.0 * SAME_MARK, 2.0 * SAME_MARK);
    let around = geo::Rect::new(
        sight.view.to_mercator(at - reach),
        sight.view.to_mercator(at + reach),
    );
    state.document.scene().items_in(around).any(|item| {
        let feature = state.document.project().feature(item.feature);
        feature.is_some_and(|feature| feature.name.to_lowercase() == same)
            && state.visible_rank(item.feature).is_some()
            && sight
                .places(item)
                .any(|place| place.distance(at) <= SAME_MARK)
    })
}

/// The suggestion whose mark is at a place on the screen.
#[must_use]
pub fn pick(sight: &Sight<'_>, at: Pos2) -> Option<FindingId> {
    let near = |mark: &&PointMark| sight.view.to_screen(mark.at).distance(at) <= REACH;
    let mut marks = sight.state.document.marks().points();
    marks.find(near).and_then(PointMark::first)
}

/// The selected suggestion and those that are like it: their marks are selected together.
fn alike<'a>(sight: &Sight<'a>) -> Option<Group<'a>> {
    let judged = sight.state.document.judged()?;
    judged.alike(sight.state.selected_finding()?)
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
fn candidates(sight: &Sight<'_>) -> Vec<Numbered> {
    let state = sight.state;
    let gazetteer = Gazetteer::bundled();
    let Some(judged) = state.document.judged() else {
        return Vec::new();
    };
    let (list, chosen) = match state.selected {
        Some(Handle::Finding(id)) => (judged.findings().candidates(id), state.choice_for(id)),
        Some(Handle::Feature(id)) if state.others => (judged.candidates_of_feature(id), None),
        _ => return Vec::new(),
    };
    let mut places: Vec<_> = list.iter().map(|candidate| candidate.place).collect();
    if let Some(chosen) = chosen.filter(|chosen| !places.contains(chosen)) {
        places.push(chosen);
    }
    let feature = state.selected_feature();
    let feature = feature.and_then(|id| state.document.project().feature(id));
    let record = feature.and_then(|feature| feature.geonames_id);
    places
        .into_iter()
        .map(|id| {
            let place = gazetteer.place(id);
            Numbered {
                at: sight
                    .view
                    .to_screen(mercator::project(place.lon_lat.into())),
                name: place.name,
                chosen: chosen == Some(id),
                taken: record.is_some() && record == place.geonames_id.map(u64::from),
            }
        })
        .collect()
}

/// The place that was chosen and not accepted yet, and the suggestion it was chosen for.
fn chosen(sight: &Sight<'_>) -> Option<(LonLat, FindingId)> {
    let place = Gazetteer::bundled().place(sight.state.choice?);
    Some((place.lon_lat.into(), sight.state.selected_finding()?))
}

/// The outline of a shape when all that are alike stand at a place; nothing where it is not measured from
/// any of them.
fn moved(
    shape: &ShapeMark,
    place: LonLat,
    of: FindingId,
    alike: Option<Group<'_>>,
) -> Option<Vec<Mercator>> {
    let is_alike = |span| {
        let id = FindingId {
            span,
            kind: FindingKind::Name,
            ..of
        };
        alike.is_some_and(|alike| alike.contains(id))
    };
    shape.outline_with(|span| is_alike(span).then_some(place))
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

fn ring(painter: &Painter, sight: &Sight<'_>, ring: &[Mercator], strong: bool) {
    let points: Vec<Pos2> = ring.iter().map(|&at| sight.view.to_screen(at)).collect();
    if !Rect::from_points(&points).intersects(sight.view.rect) {
        return;
    }
    let width = if strong { 3.0 } else { theme::HOLLOW_STROKE };
    let casing = Stroke::new(width + 2.0, sight.palette.paper.gamma_multiply(0.7));
    painter.add(Shape::line(points.clone(), casing));
    let stroke = Stroke::new(width, sight.palette.accent);
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
