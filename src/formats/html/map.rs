//! The page's map, as SVG within the page: the ground, the features, their names, a scale bar.
//!
//! Each feature is a link to what the page says of it, so that it works without a script.

use geo::{Coord, Rect};
use maud::{Markup, html};

use super::{
    frame::{Frame, HEIGHT, MARGIN, Path, WIDTH},
    ground::{Ground, GroundNameKind},
    labels::{LabelSpot, PageLabels, width},
};
use crate::{
    coordinates::Mercator,
    formats::{look, selection::Selection},
    measure,
    project::feature::{Feature, GeometryBasis, Layer, Symbol},
    scene::Item,
};

/// From the scale bar to the edges of the drawing, and how high it is with its text.
const EDGE: f64 = 20.0;
const SCALE_HEIGHT: f64 = 50.0;

const MARK_RADIUS: f64 = 6.0;
const BURST_RADIUS: f64 = 9.0;
/// Between a line and its name.
const LINE_GAP: f64 = 3.0;

/// How large names and marks are, in units of the drawing. The page's style shows the set of names
/// that can be read at the width the map has there, and enlarges the marks with them.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    /// The class of this set of names.
    class: &'static str,
    name: f64,
    area: f64,
    ground: f64,
    /// More names than these only fill the ground.
    most_on_ground: usize,
    /// How many times larger marks are than they are drawn.
    marks: f64,
}

/// For a map on the screen of a computer, and for one on that of a phone.
const SIZES: [Sizes; 2] = [
    Sizes {
        class: "names wide",
        name: 15.0,
        area: 14.0,
        ground: 12.5,
        most_on_ground: 30,
        marks: 1.0,
    },
    Sizes {
        class: "names narrow",
        name: 27.0,
        area: 25.0,
        ground: 23.0,
        most_on_ground: 12,
        marks: 1.8,
    },
];

/// A feature to be drawn.
struct Drawn<'a> {
    /// Its place in the project, which its mark goes by.
    number: usize,
    feature: &'a Feature,
    item: &'a Item,
    layer: &'a Layer,
    /// Its number among the layers of the page, which its classes go by.
    rank: usize,
    /// How far its mark stands from its place.
    offset: Coord,
}

/// The map as SVG: a drawing that keeps its proportions in the middle of whatever room there is,
/// and the scale bar in its corner.
pub fn svg(selection: &Selection, frame: &Frame, ground: &Ground) -> Markup {
    let drawn = drawn(selection, frame);
    let (all, view) = (("100%", "100%"), format!("0 0 {WIDTH} {HEIGHT}"));
    let land = land(frame);
    html! {
        svg .drawing role="group" aria-label={ "Map: " (selection.project.title()) } {
            svg width=(all.0) height=(all.1) viewBox=(view) overflow="visible" {
                rect .land x=(tenth(land.min().x)) y=(tenth(land.min().y)) width=(tenth(land.width())) height=(tenth(land.height())) {}
                path .water d=(ground.water.data()) {}
                path .river d=(ground.rivers.data()) {}
                path .region d=(ground.regions.data()) {}
                path .disputed d=(ground.disputed.data()) {}
                path .country d=(ground.countries.data()) {}
                @let sets = SIZES.map(|sizes| (sizes, names(&drawn, frame, ground, sizes)));
                @for (sizes, names) in &sets {
                    g .(sizes.class) aria-hidden="true" {
                        @for (index, spot) in &names.grounds {
                            @let name = &ground.names[*index];
                            (text(kind_class(name.kind), *spot, sizes.ground, &html! { (name.text) }))
                        }
                    }
                }
                @for one in &drawn { (mark(one, frame)) }
                @for (sizes, names) in &sets {
                    g .(sizes.class) aria-hidden="true" {
                        @for (index, spot, text) in &names.ours {
                            (name(&drawn[*index], *spot, text, *sizes))
                        }
                    }
                }
            }
            svg width=(all.0) height=(all.1) viewBox=(view) preserveAspectRatio="xMinYMax meet" aria-hidden="true" {
                (scale(frame))
            }
        }
    }
}

/// What of the drawing is the world: far out there is nothing about it.
fn land(frame: &Frame) -> Rect {
    let [x, y] = MARGIN;
    let corner = |mercator: f64| {
        let at = frame.place(Mercator::new(mercator, mercator));
        Coord {
            x: at.x.clamp(-x, WIDTH + x),
            y: at.y.clamp(-y, HEIGHT + y),
        }
    };
    Rect::new(corner(0.0), corner(1.0))
}

fn scale(frame: &Frame) -> Markup {
    let (bar, length_m) = frame.scale_bar();
    let (left, below) = (EDGE, HEIGHT - EDGE);
    let line = format!("M{left} {}v6h{}v-6", below - 6.0, bar.round());
    html! {
        g .scale {
            title { "Along the middle of the map" }
            path .casing d=(line) {}
            path d=(line) {}
            text x=(left) y=(below - 12.0) { (length(length_m)) }
        }
    }
}

/// Areas and lines first and points above them, each from the lowest layer to the top.
fn drawn<'a>(selection: &'a Selection<'a>, frame: &Frame) -> Vec<Drawn<'a>> {
    let mut drawn: Vec<Drawn> = selection
        .layers
        .iter()
        .enumerate()
        .rev()
        .flat_map(|(rank, (id, layer))| {
            selection.features_of(*id).filter_map(move |(id, feature)| {
                let [x, y] = selection
                    .scene
                    .offset(id)
                    .unwrap_or_default()
                    .map(f64::from);
                Some(Drawn {
                    number: selection.number(id),
                    feature,
                    item: selection.scene.item(id)?,
                    layer,
                    rank,
                    offset: Coord { x, y },
                })
            })
        })
        .filter(|one| frame.draws(one.item))
        .collect();
    drawn.sort_by_key(|one| one.item.levels.is_empty());
    drawn
}

/// The names there is room for.
struct Names {
    /// Which of the drawn features, where, and how it is written.
    ours: Vec<(usize, LabelSpot, String)>,
    /// Which of the ground's names, and where.
    grounds: Vec<(usize, LabelSpot)>,
}

/// Find room for names: ours from the top layer down, then the ground's.
fn names(drawn: &[Drawn], frame: &Frame, ground: &Ground, sizes: Sizes) -> Names {
    let mut labels = PageLabels::default();
    labels.keep_clear(Rect::new(
        (0.0, HEIGHT - SCALE_HEIGHT),
        (frame.scale_bar().0 + 2.0 * EDGE, HEIGHT),
    ));
    let radius = MARK_RADIUS * sizes.marks;
    let mut known: Vec<&str> = Vec::new();
    for one in drawn {
        for point in &one.item.points {
            let radius = match one.feature.style.symbol {
                Symbol::Starburst => BURST_RADIUS * sizes.marks,
                Symbol::Disc | Symbol::Square => radius,
            };
            let at = frame.place(*point) + one.offset * sizes.marks;
            let corner = Coord {
                x: radius,
                y: radius,
            };
            labels.keep_clear(Rect::new(at - corner, at + corner));
        }
    }
    let mut ours = Vec::new();
    // Points are known by their names; areas can do without.
    let points = |wanted: bool| {
        let all = drawn.iter().enumerate().rev();
        all.filter(move |(_, one)| one.item.points.is_empty() != wanted)
    };
    for (index, one) in points(true).chain(points(false)) {
        let at = frame.place(one.item.label_at);
        let item = one.item;
        // A mark beside another says in its colour what it is; its name would repeat the other's.
        if one.offset != Coord::zero() {
            continue;
        }
        let corner = frame.place(item.bounds.max().into());
        let around = (corner.y - frame.place(item.bounds.center().into()).y).max(radius);
        let narrow = |text: &str| {
            frame.place(item.bounds.min().into()).x + width(text, sizes.area) > corner.x
        };
        // In both languages where there is room, else in one.
        let spot = written(one.feature).into_iter().find_map(|text| {
            let spot = if !item.points.is_empty() {
                labels.beside(at, radius, &text, sizes.name)
            } else if item.center.is_some() || has_area(item) && narrow(&text) {
                let middle = frame.place(item.bounds.center().into());
                labels.beside(middle, around, &text, sizes.area)
            } else if has_area(item) {
                labels.upon(at, &text, sizes.area)
            } else {
                labels.beside(at, LINE_GAP, &text, sizes.area)
            };
            Some((spot?, text))
        });
        known.push(&one.feature.name);
        known.extend(one.feature.names.values().map(String::as_str));
        ours.extend(spot.map(|(spot, text)| (index, spot, text)));
    }
    let grounds = ground.names.iter().enumerate();
    let unknown = grounds.filter(|(_, name)| !known.contains(&name.text.as_str()));
    let placed = unknown.filter_map(|(index, name)| {
        let spot = labels.at(name.at, &name.text, sizes.ground * 1.3)?;
        Some((index, spot))
    });
    Names {
        ours,
        grounds: placed.take(sizes.most_on_ground).collect(),
    }
}

fn mark(one: &Drawn, frame: &Frame) -> Markup {
    let (mut areas, mut lines) = (Path::default(), Path::default());
    if let Some(level) = one.item.level(frame.zoom) {
        for polygon in &level.polygons {
            areas.ring(polygon.exterior(), |at| frame.place(at.into()));
            for hole in polygon.interiors() {
                areas.ring(hole, |at| frame.place(at.into()));
            }
        }
        for line in &level.lines {
            lines.line(line, |at| frame.place(at.into()));
        }
    }
    let number = one.number;
    let width = look::stroke_width(one.feature);
    // A sketch must not look surveyed.
    let dashes = (one.feature.basis == GeometryBasis::Schematic).then_some("9 5");
    let opacity = (one.layer.opacity < 1.0).then_some(one.layer.opacity);
    html! {
        a .mark .{ "layer-" (one.rank) } .(one.layer.color.key())
            id={ "mark-" (number) } href={ "#feature-" (number) } data-feature=(number)
            aria-label=(one.feature.name) opacity=[opacity] {
            title { (one.feature.name) }
            @if !areas.is_empty() {
                path .casing d=(areas.data()) stroke-width=(width + 2.0) {}
                path .area d=(areas.data()) stroke-width=(width) stroke-dasharray=[dashes]
                    fill-opacity=(look::fill_opacity(one.feature)) {}
            }
            @if !lines.is_empty() {
                path .casing d=(lines.data()) stroke-width=(width + 2.0) {}
                path .line d=(lines.data()) stroke-width=(width) stroke-dasharray=[dashes] {}
            }
            @if let Some(center) = one.item.center {
                @let at = frame.place(center);
                g transform=(moved(at)) { path .line .cross d="M-5 0h10m-5 -5v10" stroke-width="1.5" {} }
            }
            @for point in &one.item.points {
                @let Coord { x, y } = one.offset;
                g transform=(moved(frame.place(*point))) {
                    path .point d={ "M" (tenth(x)) " " (tenth(y)) (shape(one.feature.style.symbol)) } {}
                }
            }
        }
    }
}

/// Marks are drawn about their places, so that the page's style can enlarge them.
fn moved(to: Coord) -> String {
    format!("translate({} {})", tenth(to.x), tenth(to.y))
}

/// A mark about the place that was moved to, 12 units across.
const fn shape(symbol: Symbol) -> &'static str {
    match symbol {
        Symbol::Disc => "m-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z",
        Symbol::Square => "m-5.5 -5.5h11v11h-11z",
        Symbol::Starburst => {
            "m0 -9l1.9 4.4l4.5 -1.8l-1.8 4.5l4.4 1.9l-4.4 1.9l1.8 4.5l-4.5 -1.8l-1.9 4.4l-1.9 -4.4l-4.5 1.8l1.8 -4.5l-4.4 -1.9l4.4 -1.9l-1.8 -4.5l4.5 1.8z"
        }
    }
}

/// A mark for the list of layers.
pub fn swatch(layer: &Layer, features: &[&Feature]) -> Markup {
    let point = features.iter().find(|feature| feature.point().is_some());
    let sketched = |feature: &&Feature| feature.basis == GeometryBasis::Schematic;
    let dashes = features.iter().any(sketched).then_some("5 3");
    html! {
        svg .swatch .(layer.color.key()) viewBox="-11 -11 22 22" aria-hidden="true" {
            @if let Some(feature) = point {
                path .point d={ "M0 0" (shape(feature.style.symbol)) } {}
            } @else {
                path .area d="M-9 -6h18v12h-18z" stroke-width="2" stroke-dasharray=[dashes] fill-opacity="0.12" {}
            }
        }
    }
}

fn name(one: &Drawn, spot: LabelSpot, written: &str, sizes: Sizes) -> Markup {
    let area = one.item.points.is_empty();
    let size = if area { sizes.area } else { sizes.name };
    let class = format!(
        "name layer-{} {} {}",
        one.rank,
        one.layer.color.key(),
        if area { "of-area" } else { "of-point" }
    );
    let first = &one.feature.name;
    let second = written.strip_prefix(first.as_str()).unwrap_or_default();
    let content = html! {
        (first)
        @if !second.is_empty() { tspan .second { (second) } }
    };
    text(&class, spot, size, &content)
}

fn text(class: &str, spot: LabelSpot, size: f64, content: &Markup) -> Markup {
    html! {
        text .(class) x=(tenth(spot.at.x)) y=(tenth(spot.at.y + size * 0.35))
            text-anchor=(spot.anchor) font-size=(size) { (content) }
    }
}

/// The name as it may be written: with a second one in another language, and alone.
fn written(feature: &Feature) -> Vec<String> {
    let mut names = feature.names.values();
    let second = names.find(|name| **name != feature.name);
    second
        .map(|second| format!("{} · {second}", feature.name))
        .into_iter()
        .chain([feature.name.clone()])
        .collect()
}

fn has_area(item: &Item) -> bool {
    item.levels
        .last()
        .is_some_and(|level| !level.polygons.is_empty())
}

const fn kind_class(kind: GroundNameKind) -> &'static str {
    match kind {
        GroundNameKind::Country => "ground-name ground-country",
        GroundNameKind::Place => "ground-name",
        GroundNameKind::Water => "ground-name ground-water",
    }
}

fn length(length_m: f64) -> String {
    if length_m >= 1_000.0 {
        format!("{} km", measure::grouped(length_m / 1_000.0))
    } else {
        format!("{} m", measure::grouped(length_m))
    }
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
