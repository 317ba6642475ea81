//! Project in, GeoJSON text out: readable, with the coordinates of a geometry on one line.

use std::fmt::Write as _;

use geo::Geometry;
use serde_json::{Map, Value, json};

use super::{
    FORMAT_VERSION, bbox,
    feature::{NUMBERED, UNREVIEWED},
};
use crate::{
    project::{
        Dismissal, Project, Scope, Unmapped,
        feature::{Feature, GeometryBasis, Layer, LayerColor, Review, Stated, Symbol},
        shapes::tidy,
    },
    quote::{Evidence, MentionKind, Role},
    text::Imprint,
};

/// The whole project, article included, as UTF-8 text that ends with a line break.
#[must_use]
pub fn write(project: &Project) -> String {
    let mut root = Map::new();
    root.insert("type".to_owned(), "FeatureCollection".into());
    let mut dateline = Map::new();
    dateline.insert("version".to_owned(), FORMAT_VERSION.into());
    dateline.insert("article".to_owned(), article(project));
    let layers = project
        .layers()
        .iter()
        .map(|(_, each)| layer(each))
        .collect();
    dateline.insert("layers".to_owned(), Value::Array(layers));
    let entries = project.unmapped().values().map(unmapped).collect();
    dateline.insert("unmapped".to_owned(), Value::Array(entries));
    let entries = project.dismissed().values().map(dismissal).collect();
    dateline.insert("dismissed".to_owned(), Value::Array(entries));
    keep(
        &mut dateline,
        &project.unknown_members().other_dateline,
        &[],
    );
    root.insert("dateline".to_owned(), Value::Object(dateline));
    let geometries = || {
        let features = project.features().values();
        features.filter_map(Feature::geometry)
    };
    keep(
        &mut root,
        &bbox::without_outdated(&project.unknown_members().other, geometries()),
        &[],
    );
    let features = project
        .features()
        .values()
        .map(|each| feature(each, project))
        .chain(project.unknown_members().unread.iter().cloned())
        .collect();
    root.insert("features".to_owned(), Value::Array(features));

    readable(&Value::Object(root))
}

/// JSON to be read by people too: objects on several lines, plain lists on one.
pub(in crate::formats) fn readable(value: &Value) -> String {
    let mut text = String::new();
    put(&mut text, value, 0);
    text.push('\n');
    text
}

/// The article; without its text when the project only cites it.
fn article(project: &Project) -> Value {
    if let Some(article) = project.article() {
        let mut object = imprint(&article.imprint);
        object.insert("sha256".to_owned(), article.sha256().into());
        object.insert("text".to_owned(), article.text().into());
        keep(&mut object, &article.other, &[]);
        Value::Object(object)
    } else if let Some(cited) = project.cited() {
        let mut object = imprint(&cited.imprint);
        object.insert("sha256".to_owned(), cited.sha256.as_str().into());
        keep(&mut object, &cited.other, &[]);
        Value::Object(object)
    } else {
        Value::Null
    }
}

fn imprint(imprint: &Imprint) -> Map<String, Value> {
    [
        ("title", &imprint.title),
        ("outlet", &imprint.outlet),
        ("author", &imprint.author),
        ("url", &imprint.url),
        ("published", &imprint.published),
        ("retrieved", &imprint.retrieved),
        ("rights", &imprint.rights),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), json!(value)))
    .collect()
}

fn layer(layer: &Layer) -> Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), layer.key.as_str().into());
    object.insert("name".to_owned(), layer.name.as_str().into());
    object.insert("color".to_owned(), layer.color.key().into());
    object.insert("visible".to_owned(), layer.visible.into());
    object.insert("opacity".to_owned(), number(f64::from(layer.opacity), 3));
    let unsaid = [
        ("name", layer.name == layer.key),
        ("color", layer.color == LayerColor::default()),
        ("visible", layer.visible),
        ("opacity", layer.opacity >= 1.0),
    ];
    keep(&mut object, &layer.other, &only(&unsaid));
    Value::Object(object)
}

fn unmapped(unmapped: &Unmapped) -> Value {
    let mut object = Map::new();
    object.insert("category".to_owned(), unmapped.category.key().into());
    object.insert("reason".to_owned(), unmapped.reason.as_str().into());
    object.insert("evidence".to_owned(), evidence(&unmapped.evidence));
    keep(&mut object, &unmapped.other, &[]);
    Value::Object(object)
}

fn dismissal(dismissal: &Dismissal) -> Value {
    let mut object = Map::new();
    object.insert("scope".to_owned(), dismissal.scope.key().into());
    if let Some(reason) = &dismissal.reason {
        object.insert("reason".to_owned(), reason.as_str().into());
    }
    object.insert("evidence".to_owned(), evidence(&dismissal.evidence));
    let unsaid = [("scope", dismissal.scope == Scope::default())];
    keep(&mut object, &dismissal.other, &only(&unsaid));
    Value::Object(object)
}

fn feature(feature: &Feature, project: &Project) -> Value {
    let mut properties = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            properties.insert(key.to_owned(), value);
        }
    };
    put("name", Some(feature.name.as_str().into()));
    put(
        "names",
        (!feature.names.is_empty()).then(|| json!(feature.names)),
    );
    let layer = project.layer(feature.layer);
    put("layer", layer.map(|layer| layer.key.as_str().into()));
    put("kind", feature.kind.as_deref().map(Into::into));
    put("role", feature.role.map(role));
    put("geometry_basis", Some(feature.basis.key().into()));
    put("geonames_id", feature.geonames_id.map(Into::into));
    put(
        "center",
        feature
            .center
            .map(|at| json!([degrees(at.lon), degrees(at.lat)])),
    );
    put("radius_m", feature.radius_m.map(|radius| number(radius, 3)));
    put(
        "measured_from",
        (!feature.measured_from.is_empty())
            .then(|| feature.measured_from.iter().map(evidence).collect()),
    );
    put("as_of", feature.as_of.as_deref().map(Into::into));
    if let Review::Pending { doubt } = &feature.review {
        put("review", Some(UNREVIEWED.into()));
        put("doubt", doubt.as_deref().map(Into::into));
    }
    put(
        "notes",
        (!feature.notes.is_empty()).then(|| json!(feature.notes)),
    );
    let style = &feature.style;
    put(
        "stroke-width",
        style.stroke_width.map(|width| number(width.into(), 3)),
    );
    put(
        "fill-opacity",
        style.fill_opacity.map(|opacity| number(opacity.into(), 3)),
    );
    put(
        "marker-symbol",
        (style.symbol != Symbol::default()).then(|| style.symbol.key().into()),
    );
    put(
        "stated",
        (!feature.stated.is_empty()).then(|| feature.stated.iter().map(stated).collect()),
    );
    put(
        "evidence",
        (!feature.evidence.is_empty()).then(|| feature.evidence.iter().map(evidence).collect()),
    );
    let unsaid = [
        ("name", is_made_up(feature)),
        // Where reading puts a feature whose layer is not understood.
        ("layer", project.layers().rank(feature.layer) == Some(0)),
        ("geometry_basis", feature.basis == GeometryBasis::Imported),
    ];
    keep(&mut properties, &feature.other_properties, &only(&unsaid));

    let mut object = Map::new();
    object.insert("type".to_owned(), "Feature".into());
    if let Some(id) = &feature.file_id {
        object.insert("id".to_owned(), json!(id));
    }
    object.insert("properties".to_owned(), Value::Object(properties));
    let mut geometry = feature.geometry().map_or(Value::Null, geometry);
    if let Value::Object(geometry) = &mut geometry {
        let other = bbox::without_outdated(&feature.other_geometry, feature.geometry());
        keep(geometry, &other, &[]);
    }
    object.insert("geometry".to_owned(), geometry);
    let other = bbox::without_outdated(&feature.other_members, feature.geometry());
    keep(&mut object, &other, &[]);
    Value::Object(object)
}

/// Whether the name may be nothing but what stands in for one that is not understood.
fn is_made_up(feature: &Feature) -> bool {
    let id = feature.file_id.as_ref();
    id.map_or(feature.name.starts_with(NUMBERED), |id| {
        id.text() == feature.name
    })
}

fn stated(stated: &Stated) -> Value {
    let mut object = Map::new();
    object.insert("value".to_owned(), number(stated.value, 6));
    object.insert("unit".to_owned(), stated.unit.symbol().into());
    object.insert("hedge".to_owned(), json!(stated.hedge));
    object.insert("said_by".to_owned(), json!(stated.said_by));
    if let Some(quote) = &stated.evidence {
        object.insert("evidence".to_owned(), evidence(quote));
    }
    keep(&mut object, &stated.other, &[]);
    Value::Object(object)
}

fn evidence(evidence: &Evidence) -> Value {
    let mut object = Map::new();
    if let Some(source) = &evidence.source {
        object.insert("source".to_owned(), source.as_str().into());
    }
    if let Some(kind) = evidence.mention {
        let key = match kind {
            MentionKind::Name => "name",
            MentionKind::Demonym => "demonym",
            MentionKind::Figure => "figure",
            MentionKind::Phrase => "phrase",
        };
        object.insert("mention".to_owned(), key.into());
    }
    if let Some(which) = evidence.role {
        object.insert("role".to_owned(), role(which));
    }
    for (key, value) in [("hedge", &evidence.hedge), ("said_by", &evidence.said_by)] {
        if let Some(value) = value {
            object.insert(key.to_owned(), value.as_str().into());
        }
    }
    let quote = &evidence.quote;
    let mut selector = Map::new();
    selector.insert("type".to_owned(), "TextQuoteSelector".into());
    selector.insert("exact".to_owned(), quote.exact.as_str().into());
    for (key, text) in [("prefix", &quote.prefix), ("suffix", &quote.suffix)] {
        if !text.is_empty() {
            selector.insert(key.to_owned(), text.as_str().into());
        }
    }
    let mut selectors = vec![Value::Object(selector)];
    if let Some(position) = evidence.position {
        selectors.push(json!({
            "type": "TextPositionSelector",
            "start": position.start,
            "end": position.end,
        }));
    }
    let mut other = evidence.other.clone();
    if let Some(Value::Array(rest)) = other.shift_remove("selector") {
        for selector in rest {
            add_selector(&mut selectors, selector);
        }
    }
    object.insert("selector".to_owned(), Value::Array(selectors));
    keep(&mut object, &other, &[]);
    Value::Object(object)
}

/// Members that reading left of a selector go back into it; a selector of another kind, or a
/// second one of the same kind, is added.
fn add_selector(selectors: &mut Vec<Value>, rest: Value) {
    if let Value::Object(rest) = &rest {
        let kind = rest.get("type");
        for selector in selectors.iter_mut().filter_map(Value::as_object_mut) {
            let ours = |key: &String| key == "type" || !selector.contains_key(key);
            if kind.is_some() && selector.get("type") == kind && rest.keys().all(ours) {
                selector.extend(rest.clone());
                return;
            }
        }
    }
    selectors.push(rest);
}

/// Lists of ours, whose entries that were not understood are kept beside those that were.
const LISTS: [&str; 6] = [
    "layers",
    "unmapped",
    "dismissed",
    "notes",
    "stated",
    "evidence",
];

/// Add members that were not understood. What stands under a key of ours gives way to our value,
/// which was given after reading, unless `unsaid` tells that ours is only what stands in for a
/// value that is not understood.
fn keep(object: &mut Map<String, Value>, other: &Map<String, Value>, unsaid: &[&str]) {
    for (key, value) in other {
        match (object.get_mut(key), value) {
            (Some(Value::Array(ours)), Value::Array(rest)) if LISTS.contains(&key.as_str()) => {
                ours.extend(rest.iter().cloned());
            }
            (Some(Value::Array(ours)), _) if ours.is_empty() => {
                object.insert(key.clone(), value.clone());
            }
            (Some(ours), _) if !ours.is_null() && !unsaid.contains(&key.as_str()) => {}
            _ => {
                object.insert(key.clone(), value.clone());
            }
        }
    }
}

/// The keys whose condition holds.
fn only<'a>(conditions: &[(&'a str, bool)]) -> Vec<&'a str> {
    let holding = conditions.iter().filter(|(_, holds)| *holds);
    holding.map(|(key, _)| *key).collect()
}

fn role(role: Role) -> Value {
    match role {
        Role::Place => "place".into(),
        Role::Actor => "actor".into(),
    }
}

/// As files hold it: see [`tidy`].
pub(in crate::formats) fn geometry(geometry: &Geometry) -> Value {
    json!(geojson::GeometryValue::from(&tidy(geometry)))
}

/// A coordinate, in degrees, with the seven decimals (about a centimetre) that RFC 7946 advises.
fn degrees(value: f64) -> Value {
    number(value, 7)
}

fn rounded(value: f64, decimals: i32) -> f64 {
    // From 2^53 on a double has no decimals to take away, and the product may overflow.
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    let factor = 10_f64.powi(decimals);
    let scaled = value * factor;
    if scaled.abs() < WHOLE {
        scaled.round() / factor
    } else {
        value
    }
}

/// A number without a superfluous fraction; null for what JSON cannot hold.
fn number(value: f64, decimals: i32) -> Value {
    let value = rounded(value, decimals);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number below 2^53 is exact in both types"
    )]
    if value.fract() == 0.0 && value.abs() < 9e15 {
        (value as i64).into()
    } else {
        json!(value)
    }
}

/// Objects on several lines; arrays on several only when they hold objects.
fn put(text: &mut String, value: &Value, depth: usize) {
    let indent = |text: &mut String, depth: usize| {
        text.push('\n');
        text.extend(std::iter::repeat_n(' ', depth * 2));
    };
    match value {
        Value::Object(object) if !object.is_empty() => {
            text.push('{');
            for (index, (key, value)) in object.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                indent(text, depth + 1);
                let _ = write!(text, "{}: ", Value::from(key.as_str()));
                put(text, value, depth + 1);
            }
            indent(text, depth);
            text.push('}');
        }
        Value::Array(list) if list.iter().any(Value::is_object) => {
            text.push('[');
            for (index, value) in list.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                indent(text, depth + 1);
                put(text, value, depth + 1);
            }
            indent(text, depth);
            text.push(']');
        }
        other => {
            let _ = write!(text, "{other}");
        }
    }
}
