//! GeoJSON in, project out. A feature that cannot be read is set aside with a diagnostic and
//! kept for saving; it does not lose the file.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Coord, Geometry};
use serde_json::{Map, Value};

use super::{FORMAT_MAJOR, ReadError};
use crate::{
    article::{Article, Imprint},
    evidence::{Evidence, MentionKind, Role, TextPositionSelector, TextQuoteSelector},
    feature::{Feature, GeometryBasis, Layer, LayerColor, Stated, Style, Symbol, Unit},
    project::{Category, Project, Unmapped},
    validate::{Diagnostic, Place, structure},
};

/// A file that was read, and what was wrong with it.
#[derive(Debug)]
pub struct Opened {
    pub project: Project,
    pub diagnostics: Vec<Diagnostic>,
}

/// Read a GeoJSON text. `name` is what the layer is called when the file does not say.
///
/// # Errors
/// When the bytes are no GeoJSON at all, or a project of a newer major version.
pub fn read(bytes: &[u8], name: &str) -> Result<Opened, ReadError> {
    let mut root = parse(bytes)?;
    let mut diagnostics = structure::check(&root);
    let features = match root.get("type").and_then(Value::as_str) {
        Some("FeatureCollection") => match root.shift_remove("features") {
            Some(Value::Array(features)) => features,
            _ => {
                return Err(ReadError::NotGeoJson {
                    reason: "the FeatureCollection has no list of features".to_owned(),
                });
            }
        },
        Some("Feature") => vec![Value::Object(std::mem::take(&mut root))],
        Some(kind) if structure::GEOMETRY_TYPES.contains(&kind) => {
            let mut feature = Map::new();
            feature.insert("type".to_owned(), "Feature".into());
            feature.insert("properties".to_owned(), Value::Null);
            feature.insert(
                "geometry".to_owned(),
                Value::Object(std::mem::take(&mut root)),
            );
            vec![Value::Object(feature)]
        }
        Some(other) => {
            return Err(ReadError::NotGeoJson {
                reason: format!("its type is “{other}”, which GeoJSON does not know"),
            });
        }
        None => {
            return Err(ReadError::NotGeoJson {
                reason: "the object has no “type”".to_owned(),
            });
        }
    };
    root.shift_remove("type");

    let mut project = Project::default();
    if let Some(dateline) = root.shift_remove("dateline") {
        read_dateline(dateline, &mut project, &mut diagnostics)?;
    }
    project.other = root;

    let broken: BTreeSet<usize> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.unreadable)
        .filter_map(|diagnostic| diagnostic.place.feature)
        .collect();
    let mut ids = BTreeSet::new();
    for (index, value) in features.into_iter().enumerate() {
        match value {
            Value::Object(object) if !broken.contains(&index) => {
                let mut feature = read_feature(object, index, name, &mut diagnostics);
                // Diagnosed by the structural check; a second feature with the same id would
                // make links ambiguous.
                while !ids.insert(feature.id.clone()) {
                    feature.id.push_str("-again");
                }
                project.features.push(feature);
            }
            other => project.unread.push(other),
        }
    }
    add_missing_layers(&mut project, name);
    Ok(Opened {
        project,
        diagnostics,
    })
}

/// Bytes to a JSON object.
pub(crate) fn parse(bytes: &[u8]) -> Result<Map<String, Value>, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|error| ReadError::NotText {
        at: error.valid_up_to(),
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(ReadError::NotGeoJson {
            reason: "the outermost value is not an object".to_owned(),
        }),
        Err(error) if error.is_eof() => Err(ReadError::CutShort {
            line: error.line(),
            column: error.column(),
        }),
        Err(error) => {
            // serde_json ends its sentence with the place, which the message gives already.
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or_default();
            Err(ReadError::Malformed {
                line: error.line(),
                column: error.column(),
                reason: reason.to_owned(),
            })
        }
    }
}

fn read_dateline(
    value: Value,
    project: &mut Project,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), ReadError> {
    let Value::Object(mut dateline) = value else {
        diagnostics.push(Diagnostic::error(
            "dateline-member",
            Place::member("dateline"),
            "the dateline member is not an object; it was ignored",
        ));
        return Ok(());
    };
    check_version(dateline.shift_remove("version"), diagnostics)?;
    match dateline.shift_remove("article") {
        None | Some(Value::Null) => {}
        Some(Value::Object(object)) => {
            project.article = read_article(object, diagnostics);
        }
        Some(_) => diagnostics.push(Diagnostic::error(
            "article",
            Place::member("dateline.article"),
            "the article is not an object; the project opens without it",
        )),
    }
    for (index, layer) in list(&mut dateline, "layers", diagnostics)
        .into_iter()
        .enumerate()
    {
        match read_layer(layer) {
            Some(layer) if project.layer(&layer.id).is_none() => project.layers.push(layer),
            _ => diagnostics.push(Diagnostic::error(
                "layer",
                Place::member(&format!("dateline.layers[{index}]")),
                "a layer needs an id of its own and a name; this one was ignored",
            )),
        }
    }
    for (index, entry) in list(&mut dateline, "unmapped", diagnostics)
        .into_iter()
        .enumerate()
    {
        match read_unmapped(entry) {
            Some(unmapped) => project.unmapped.push(unmapped),
            None => diagnostics.push(Diagnostic::error(
                "unmapped",
                Place::member(&format!("dateline.unmapped[{index}]")),
                "an entry of what is not on the map needs evidence, a category and a reason; this one was ignored",
            )),
        }
    }
    project.dismissed = list(&mut dateline, "dismissed", diagnostics);
    project.other_dateline = dateline;
    Ok(())
}

fn check_version(
    version: Option<Value>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), ReadError> {
    let found = match version {
        Some(Value::String(text)) => text,
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let major = found
        .split('.')
        .next()
        .and_then(|major| major.parse::<u64>().ok());
    match major {
        Some(major) if major > FORMAT_MAJOR => Err(ReadError::NewerVersion { found }),
        Some(_) => Ok(()),
        None => {
            diagnostics.push(Diagnostic::warning(
                "version",
                Place::member("dateline.version"),
                "the project does not say which format version it has; it was read as 1.0",
            ));
            Ok(())
        }
    }
}

fn read_article(
    mut object: Map<String, Value>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Article> {
    let Some(text) = take_text(&mut object, "text") else {
        diagnostics.push(Diagnostic::error(
            "article",
            Place::member("dateline.article.text"),
            "the article has no text; the project opens without it",
        ));
        return None;
    };
    let recorded = take_text(&mut object, "sha256");
    let imprint = Imprint {
        title: take_text(&mut object, "title"),
        outlet: take_text(&mut object, "outlet"),
        author: take_text(&mut object, "author"),
        url: take_text(&mut object, "url"),
        published: take_text(&mut object, "published"),
        retrieved: take_text(&mut object, "retrieved"),
        rights: take_text(&mut object, "rights"),
    };
    let mut article = Article::new(text, imprint);
    if recorded.is_some_and(|recorded| recorded != article.sha256()) {
        diagnostics.push(Diagnostic::warning(
            "article-hash",
            Place::member("dateline.article.sha256"),
            "the article's text is not the one the hash was made of; it may have been edited",
        ));
    }
    article.other = object;
    Some(article)
}

fn read_layer(value: Value) -> Option<Layer> {
    let Value::Object(mut object) = value else {
        return None;
    };
    let id = take_text(&mut object, "id")?;
    let name = take_text(&mut object, "name").unwrap_or_else(|| id.clone());
    Some(Layer {
        id,
        name,
        color: take_text(&mut object, "color")
            .and_then(|key| LayerColor::from_key(&key))
            .unwrap_or_default(),
        visible: take_bool(&mut object, "visible").unwrap_or(true),
        opacity: take_f32(&mut object, "opacity")
            .unwrap_or(1.0)
            .clamp(0.0, 1.0),
        other: object,
    })
}

fn read_unmapped(value: Value) -> Option<Unmapped> {
    let Value::Object(mut object) = value else {
        return None;
    };
    let category = take_text(&mut object, "category")?;
    Some(Unmapped {
        evidence: read_evidence(object.shift_remove("evidence")?)?,
        category: Category::from_key(&category),
        reason: take_text(&mut object, "reason")?,
        other: object,
    })
}

fn read_feature(
    mut object: Map<String, Value>,
    index: usize,
    layer: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Feature {
    let id = match object.shift_remove("id") {
        Some(Value::String(id)) if !id.is_empty() => id,
        Some(Value::Number(number)) => number.to_string(),
        _ => format!("feature-{}", index + 1),
    };
    let geometry = object.shift_remove("geometry").and_then(read_geometry);
    let mut properties = match object.shift_remove("properties") {
        Some(Value::Object(properties)) => properties,
        _ => Map::new(),
    };
    object.shift_remove("type");
    let place = || Place::feature(index, Some(&id), "");
    let mut feature = Feature::new(id.clone(), layer, geometry);
    feature.other_members = object;
    if let Some(layer) = take_text(&mut properties, "layer") {
        feature.layer = layer;
    }
    feature.name = ["name", "title", "NAME", "Name"]
        .into_iter()
        .find_map(|key| take_text(&mut properties, key))
        .unwrap_or_else(|| id.clone());
    feature.names = take_texts(&mut properties, "names");
    feature.kind = take_text(&mut properties, "kind");
    feature.role = take_role(&mut properties);
    if let Some(key) = take_text(&mut properties, "geometry_basis") {
        match GeometryBasis::from_key(&key) {
            Some(basis) => feature.basis = basis,
            None => diagnostics.push(Diagnostic::warning(
                "geometry-basis",
                place(),
                &format!("“{key}” is no geometry basis; the feature counts as imported"),
            )),
        }
    }
    feature.geonames_id = properties
        .get("geonames_id")
        .and_then(Value::as_u64)
        .inspect(|_| {
            properties.shift_remove("geonames_id");
        });
    feature.center = take_center(&mut properties);
    feature.radius_m = take_f64(&mut properties, "radius_m").filter(|radius| *radius > 0.0);
    feature.as_of = take_text(&mut properties, "as_of");
    feature.notes = take_list(&mut properties, "notes")
        .into_iter()
        .filter_map(|note| note.as_str().map(str::to_owned))
        .collect();
    feature.style = Style {
        stroke_width: take_f32(&mut properties, "stroke-width")
            .filter(|width| (0.0..=50.0).contains(width)),
        fill_opacity: take_f32(&mut properties, "fill-opacity")
            .map(|opacity| opacity.clamp(0.0, 1.0)),
        symbol: take_symbol(&mut properties),
    };
    for entry in take_list(&mut properties, "evidence") {
        match read_evidence(entry) {
            Some(evidence) => feature.evidence.push(evidence),
            None => diagnostics.push(Diagnostic::error(
                "evidence",
                place(),
                "a piece of evidence has no text quote selector; it was ignored",
            )),
        }
    }
    for entry in take_list(&mut properties, "stated") {
        match read_stated(entry) {
            Some(stated) => feature.stated.push(stated),
            None => diagnostics.push(Diagnostic::error(
                "stated",
                place(),
                "a stated figure has no value, or a unit that is not known; it was ignored",
            )),
        }
    }
    feature.other_properties = properties;
    feature
}

/// The structural check has passed, so that conversion only fails where the two disagree.
fn read_geometry(value: Value) -> Option<Geometry> {
    let geometry: geojson::Geometry = serde_json::from_value(value).ok()?;
    Geometry::try_from(&geometry.value).ok()
}

fn read_evidence(value: Value) -> Option<Evidence> {
    let Value::Object(mut object) = value else {
        return None;
    };
    let mut evidence = Evidence {
        source: take_text(&mut object, "source"),
        mention: take_text(&mut object, "mention").and_then(|key| mention_from_key(&key)),
        role: take_role(&mut object),
        hedge: take_text(&mut object, "hedge"),
        said_by: take_text(&mut object, "said_by"),
        ..Evidence::default()
    };
    let selectors = match object.shift_remove("selector")? {
        Value::Array(selectors) => selectors,
        one => vec![one],
    };
    for selector in selectors {
        let text = |key| {
            selector
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let number = |key| {
            selector
                .get(key)
                .and_then(Value::as_u64)
                .and_then(|number| usize::try_from(number).ok())
        };
        match text("type") {
            "TextQuoteSelector" => {
                evidence.quote = TextQuoteSelector {
                    exact: text("exact").to_owned(),
                    prefix: text("prefix").to_owned(),
                    suffix: text("suffix").to_owned(),
                };
            }
            "TextPositionSelector" => {
                if let (Some(start), Some(end)) = (number("start"), number("end")) {
                    evidence.position = Some(TextPositionSelector { start, end });
                }
            }
            _ => {}
        }
    }
    evidence.other = object;
    (!evidence.quote.exact.is_empty()).then_some(evidence)
}

fn read_stated(value: Value) -> Option<Stated> {
    let Value::Object(mut object) = value else {
        return None;
    };
    Some(Stated {
        value: take_f64(&mut object, "value")?,
        unit: take_text(&mut object, "unit").and_then(|unit| Unit::from_symbol(&unit))?,
        hedge: take_text(&mut object, "hedge"),
        said_by: take_text(&mut object, "said_by"),
        evidence: object.shift_remove("evidence").and_then(read_evidence),
        other: object,
    })
}

/// Features may name layers that the file does not list, as any GeoJSON does.
fn add_missing_layers(project: &mut Project, name: &str) {
    let mut known: BTreeSet<String> = project
        .layers
        .iter()
        .map(|layer| layer.id.clone())
        .collect();
    let mut colors = LayerColor::ALL.into_iter().cycle();
    for feature in &project.features {
        if known.insert(feature.layer.clone()) {
            project.layers.push(Layer {
                color: colors.next().unwrap_or_default(),
                ..Layer::new(feature.layer.clone(), feature.layer.clone())
            });
        }
    }
    if project.layers.is_empty() {
        project.layers.push(Layer::new(name, name));
    }
}

fn mention_from_key(key: &str) -> Option<MentionKind> {
    match key {
        "name" => Some(MentionKind::Name),
        "demonym" => Some(MentionKind::Demonym),
        "figure" => Some(MentionKind::Figure),
        "phrase" => Some(MentionKind::Phrase),
        _ => None,
    }
}

// The `take_` functions remove what they understand and leave the rest to be kept.

fn take_text(object: &mut Map<String, Value>, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(_) | Value::Null => match object.shift_remove(key)? {
            Value::String(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

fn take_bool(object: &mut Map<String, Value>, key: &str) -> Option<bool> {
    let value = object.get(key)?.as_bool()?;
    object.shift_remove(key);
    Some(value)
}

fn take_f64(object: &mut Map<String, Value>, key: &str) -> Option<f64> {
    let value = object
        .get(key)?
        .as_f64()
        .filter(|value| value.is_finite())?;
    object.shift_remove(key);
    Some(value)
}

fn take_f32(object: &mut Map<String, Value>, key: &str) -> Option<f32> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "widths and opacities need no f64"
    )]
    take_f64(object, key).map(|value| value as f32)
}

fn take_list(object: &mut Map<String, Value>, key: &str) -> Vec<Value> {
    match object.get(key) {
        Some(Value::Array(_)) => match object.shift_remove(key) {
            Some(Value::Array(list)) => list,
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn take_texts(object: &mut Map<String, Value>, key: &str) -> BTreeMap<String, String> {
    let all_texts = |map: &Map<String, Value>| map.values().all(Value::is_string);
    match object.get(key) {
        Some(Value::Object(map)) if all_texts(map) => match object.shift_remove(key) {
            Some(Value::Object(map)) => map
                .into_iter()
                .filter_map(|(tag, name)| Some((tag, name.as_str()?.to_owned())))
                .collect(),
            _ => BTreeMap::new(),
        },
        _ => BTreeMap::new(),
    }
}

fn take_role(object: &mut Map<String, Value>) -> Option<Role> {
    let role = match object.get("role")?.as_str()? {
        "place" => Role::Place,
        "actor" => Role::Actor,
        _ => return None,
    };
    object.shift_remove("role");
    Some(role)
}

fn take_symbol(object: &mut Map<String, Value>) -> Symbol {
    match object
        .get("marker-symbol")
        .and_then(Value::as_str)
        .and_then(Symbol::from_key)
    {
        Some(symbol) => {
            object.shift_remove("marker-symbol");
            symbol
        }
        None => Symbol::default(),
    }
}

fn take_center(object: &mut Map<String, Value>) -> Option<Coord> {
    let center = match object.get("center")?.as_array()?.as_slice() {
        [lon, lat] => Coord {
            x: lon.as_f64()?,
            y: lat.as_f64()?,
        },
        _ => return None,
    };
    if !(center.x.abs() <= 180.0 && center.y.abs() <= 90.0) {
        return None;
    }
    object.shift_remove("center");
    Some(center)
}

fn list(
    object: &mut Map<String, Value>,
    key: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Value> {
    match object.shift_remove(key) {
        Some(Value::Array(list)) => list,
        None | Some(Value::Null) => Vec::new(),
        Some(_) => {
            diagnostics.push(Diagnostic::error(
                "dateline-member",
                Place::member(&format!("dateline.{key}")),
                "this is not a list; it was ignored",
            ));
            Vec::new()
        }
    }
}
