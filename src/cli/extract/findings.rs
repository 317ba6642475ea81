//! What was found in a text, as JSON. Offsets are Unicode code points.

use serde_json::{Map, Value, json};

use crate::{
    gazetteer::Gazetteer,
    geoparse::{
        Parsed, Toponym,
        certainty::Uncertainty,
        figure_places::{FigurePlace, PlacedFigure},
        quantity::Quantity,
    },
    text::{Article, Span},
};

/// `toponyms`, `quantities` and `references`.
#[must_use]
pub fn members(article: &Article, parsed: &Parsed) -> Map<String, Value> {
    let toponyms = parsed.toponyms.iter().map(|found| toponym(article, found));
    let quantities = parsed.figures.iter().map(|found| quantity(article, found));
    let references = parsed.references.iter().map(|found| {
        let [start, end] = offsets(article, found.span);
        let about = offsets(article, found.toponym);
        json!({"start": start, "end": end, "about": about})
    });
    let mut members = Map::new();
    members.insert("toponyms".to_owned(), toponyms.collect());
    members.insert("quantities".to_owned(), quantities.collect());
    members.insert("references".to_owned(), references.collect());
    members
}

fn offsets(article: &Article, span: Span) -> [usize; 2] {
    let points = article.code_points();
    [points.count_to(span.start), points.count_to(span.end)]
}

/// Degrees with five decimals, about a metre.
fn degrees(value: f64) -> f64 {
    (value * 1e5).round() / 1e5
}

fn toponym(article: &Article, found: &Toponym) -> Value {
    let gazetteer = Gazetteer::bundled();
    let [start, end] = offsets(article, found.span);
    let best = found.best();
    let place = best.map(|best| gazetteer.place(best.place));
    json!({
        "start": start,
        "end": end,
        "name": place.map(|place| place.name),
        "lat": place.map(|place| degrees(place.lon_lat.y)),
        "lon": place.map(|place| degrees(place.lon_lat.x)),
        "geonames_id": place.and_then(|place| place.geonames_id),
        "code": place.and_then(|place| place.code()),
        "kind": found.kind.word(),
        "place_kind": place.map(|place| place.kind.word()),
        "confidence": hundredths(found.confidence()),
        "unsure": !found.certainty.is_sure(),
        "reason": found.certainty.uncertainty().map(Uncertainty::key),
    })
}

fn hundredths(share: f32) -> f64 {
    (f64::from(share) * 100.0).round() / 100.0
}

fn quantity(article: &Article, found: &PlacedFigure) -> Value {
    let Quantity { span, hedge, .. } = &found.quantity;
    let [start, end] = offsets(article, *span);
    let range = found.quantity.value.values();
    let mut value = json!({
        "start": start,
        "end": end,
        "dimension": found.quantity.dimension().word(),
        "low": range.map(|(low, _)| low),
        "high": range.map(|(_, high)| high),
        "unit": found.quantity.unit.symbol(),
        "hedge": hedge.as_ref().map(|hedge| &hedge.word),
        "units_agree": found.quantity.other.map(|other| other.agrees),
        "about": found.about.map(|span| offsets(article, span)),
        "unsure": !found.certainty.is_sure(),
    });
    match &found.outcome {
        FigurePlace::Circle {
            center, radius_m, ..
        } => {
            value["circle"] = json!({
                "lat": degrees(center.y),
                "lon": degrees(center.x),
                "radius_m": radius_m,
            });
        }
        FigurePlace::Line { ends, .. } => {
            let ends = ends.map(|end| json!({"lat": degrees(end.y), "lon": degrees(end.x)}));
            value["line"] = json!(ends);
        }
        FigurePlace::OfPlace(_) => {}
        FigurePlace::Unplaced(reason) => value["reason"] = json!(reason),
    }
    value
}
