//! Suggestions on the map: hollow marks, and the numbered places that the selected one may mean.

use egui::{
    Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, TextFormat, Vec2, text::LayoutJob, vec2,
};

use super::{
    label_texts::{MOST_FAILURES, SMALL_RING},
    labels::{LabelSpot, Labels, Wanted},
    mark_renderer::{self, ROUND},
    sight::Sight,
};
use crate::{
    coordinates::{
        LonLat, Mercator,
        mercator::{self, points_per_unit},
    },
    document::suggestion_marks::{PointMark, ShapeMark},
    gazetteer::Gazetteer,
    geoparse::certainty::FindingKind,
    judge::Group,
    project::ids::{FeatureId, FindingId, Handle},
    ui::{
        state::camera::View,
        widgets::theme::{self, Palette},
    },
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
    shapes(painter, sight);
    let mark_of = |id: FindingId| marks.point(id);
    let selected = state.selected_finding().and_then(mark_of);
    let hovered = state.hover.and_then(Handle::finding).and_then(mark_of);
    let set = &sight.suggestions;
    let strong = [selected, hovered].map(|mark| set.marks_of(mark.map(|mark| mark.place)));
    mark_renderer::paint(painter, &set.drawn, strong, view, palette);
    let places: Vec<Pos2> = set.in_view(*view).map(|(_, at)| at).collect();
    labels.reserve_marks(&places, 14.0);
    // The numbered places stand for the selected suggestion.
    let selected = selected.filter(|_| candidates.is_empty());
    let hovered = hovered.filter(|mark| {
        !state
            .selected_finding()
            .is_some_and(|id| mark.stands_for(id))
    });
    for mark in [selected, hovered].into_iter().flatten() {
        self::mark(painter, view.to_screen(mark.at), palette);
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

/// Draw the suggested lines and circles, those that stand out on top.
fn shapes(painter: &Painter, sight: &Sight<'_>) {
    let (view, sets) = (&sight.view, &sight.shapes);
    let circles = &sets.circles.drawn;
    mark_renderer::paint(painter, circles, [0..0, 0..0], view, sight.palette);
    let marks = sight.state.document.marks();
    let shape_of = |id: &FindingId| marks.shape(*id);
    let is_large = |shape: &&ShapeMark| on_screen(shape.mean_reach, view) > ROUND;
    let large = sets.by_size.iter().filter_map(shape_of);
    let lines = sets.lines.iter().filter_map(shape_of);
    for shape in large.take_while(is_large).chain(lines) {
        let reach = on_screen(shape.reach, view);
        let around = Rect::from_center_size(view.to_screen(shape.at), Vec2::splat(2.0 * reach));
        if around.intersects(view.rect) {
            ring(painter, sight, &shape.outline, false);
        }
    }
    let (chosen, alike) = (chosen(sight), alike(sight));
    for id in &sets.standing_out {
        let Some(shape) = marks.shape(*id) else {
            continue;
        };
        // Choosing another place takes along what is measured from it.
        let chosen = chosen.and_then(|(place, of)| moved(shape, place, of, alike));
        let outline = chosen.as_deref().unwrap_or(&shape.outline);
        let selected = alike.is_some_and(|alike| alike.contains(*id));
        ring(painter, sight, outline, selected);
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
    let marks = sight.state.document.marks();
    let selected = sight.state.selected_finding();
    let mut failures = 0;
    for (place, at) in sight.suggestions.in_view(*view) {
        let Some(mark) = marks.of_place(place) else {
            continue;
        };
        if !selected.is_some_and(|id| mark.stands_for(id))
            && !is_named(sight, labels, &mark.name, at, mark.known)
        {
            let spot = (at, around(sight, mark));
            let placed = name(painter, labels, &mark.name, spot, false, sight.palette);
            failures = if placed { 0 } else { failures + 1 };
        }
        if failures >= MOST_FAILURES {
            break;
        }
    }
}

/// How far from a mark its name stands, in points: outside a small circle about its place, not across it.
fn around(sight: &Sight<'_>, mark: &PointMark) -> f32 {
    let shapes = sight.state.document.marks().shapes_about(mark.at);
    let radii = shapes.map(|shape| on_screen(shape.reach, &sight.view));
    radii
        .filter(|radius| *radius <= SMALL_RING)
        .fold(theme::HOLLOW_RADIUS_SELECTED, f32::max)
}

/// A length on the map, in points.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the screen is drawn in f32"
)]
fn on_screen(length: f64, view: &View) -> f32 {
    (length * points_per_unit(view.camera.zoom)) as f32
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
        Some(Handle::Feature(id)) if state.offers_other_places => {
            (judged.candidates_of_feature(id), None)
        }
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
    let place = Gazetteer::bundled().place(sight.state.chosen_place?);
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

/// The ring of a selected or hovered suggestion, with nothing in it: the map shows through.
fn mark(painter: &Painter, at: Pos2, palette: &Palette) {
    let (radius, width) = (theme::HOLLOW_RADIUS_SELECTED, theme::HOLLOW_STROKE + 1.0);
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
) -> bool {
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
            spot: LabelSpot::Beside(around),
            always: strong,
            padding: 1.0,
        },
    )
}
