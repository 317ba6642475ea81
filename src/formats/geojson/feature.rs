//! One feature of a GeoJSON file, its evidence and its stated figures.

use geo::Geometry;
use serde::Deserialize as _;
use serde_json::{Map, Value};

use super::take;
use crate::{
    measure::unit::Unit,
    project::{
        diagnostic::{Diagnostic, FileLocation},
        feature::{Feature, FileId, GeometryBasis, Review, Stated, Style, Symbol},
        ids::LayerId,
    },
    quote::{Evidence, MentionKind, Role, TextPositionSelector, TextQuoteSelector},
};

/// Properties with a meaning of ours. `marker-symbol` is not among them: other programs know
/// more symbols than we do.
const OURS: [&str; 18] = [
    "name",
    "names",
    "layer",
    "kind",
    "role",
    "geometry_basis",
    "geonames_id",
    "center",
    "radius_m",
    "measured_from",
    "as_of",
    "review",
    "doubt",
    "notes",
    "stroke-width",
    "fill-opacity",
    "evidence",
    "stated",
];

/// Where a feature comes from.
struct Source {
    /// In the file's list of features.
    index: usize,
    /// The id that the file gives it, as a text.
    id: Option<String>,
    /// The file is a project, so that its properties are meant as ours.
    ours: bool,
}

impl Source {
    fn place(&self, path: &str) -> FileLocation {
        FileLocation::feature(self.index, self.id.as_deref(), path)
    }
}

/// What a feature says that nobody has judged, under "review".
pub(super) const UNREVIEWED: &str = "unreviewed";

/// What versions before wrote for that into the notes…
const OLD_UNREVIEWED: &str = "Found by the program; nobody has reviewed it.";
/// …and what a note began with that told why the program was not sure.
const OLD_UNSURE: &str = "Unsure: ";

/// What a feature is called that has neither a name nor an id, before its number in the file.
pub(super) const NUMBERED: &str = "feature-";

/// The id of a feature as it is given, if it is.
fn file_id(feature: &Map<String, Value>) -> Option<FileId> {
    match feature.get("id")? {
        Value::String(id) if !id.is_empty() => Some(FileId::Text(id.clone())),
        Value::Number(number) => Some(FileId::Number(number.clone())),
        _ => None,
    }
}

/// A feature that was read, and the layer it says it is in.
pub struct Read {
    pub feature: Feature,
    pub layer: Option<String>,
}

/// Read a feature that has passed the structural check; give it back when its geometry turns out
/// to be unreadable all the same.
pub fn read(
    mut object: Map<String, Value>,
    index: usize,
    ours: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Read, Map<String, Value>> {
    let file_id = file_id(&object);
    let source = &Source {
        index,
        id: file_id.as_ref().map(|id| id.text().into_owned()),
        ours,
    };
    let geometry = match object.get("geometry") {
        None | Some(Value::Null) => None,
        Some(value) => match read_geometry(value) {
            Ok(geometry) => Some(geometry),
            Err(reason) => {
                diagnostics.push(Diagnostic {
                    unreadable: true,
                    ..Diagnostic::error(
                        "geometry",
                        source.place("geometry"),
                        &format!(
                            "the geometry cannot be read ({reason}); the feature was set aside"
                        ),
                    )
                });
                return Err(object);
            }
        },
    };
    let mut other_geometry = match object.shift_remove("geometry") {
        Some(Value::Object(geometry)) => geometry,
        _ => Map::new(),
    };
    for member in ["type", "coordinates", "geometries"] {
        other_geometry.shift_remove(member);
    }
    for member in ["type", "id"] {
        object.shift_remove(member);
    }
    let mut properties = match object.shift_remove("properties") {
        Some(Value::Object(properties)) => properties,
        _ => Map::new(),
    };
    let mut feature = Feature::new(LayerId::NOWHERE, geometry);
    feature.name = source
        .id
        .clone()
        .unwrap_or_else(|| format!("{NUMBERED}{}", index + 1));
    feature.file_id = file_id;
    let layer = take::text(&mut properties, "layer");
    feature.other_geometry = other_geometry;
    feature.other_members = object;
    read_properties(&mut feature, &mut properties, source, diagnostics);
    if source.ours {
        for key in OURS {
            // Entries left in these two lists were reported one by one.
            let reported = matches!(key, "evidence" | "stated");
            if let Some(value) = properties.get(key)
                && !(value.is_null() || reported && value.is_array())
            {
                diagnostics.push(Diagnostic::warning(
                    "property",
                    source.place(&format!("properties.{key}")),
                    "this is not what is expected here; it is kept but not used",
                ));
            }
        }
    }
    feature.other_properties = properties;
    Ok(Read { feature, layer })
}

fn read_properties(
    feature: &mut Feature,
    properties: &mut Map<String, Value>,
    source: &Source,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // Names under other keys are read but not taken: the file they came from wants them back.
    if let Some(name) = take::text(properties, "name").or_else(|| {
        ["title", "NAME", "Name"]
            .into_iter()
            .find_map(|key| Some(properties.get(key)?.as_str()?.to_owned()))
    }) {
        feature.name = name;
    }
    feature.names = take::texts(properties, "names");
    feature.kind = take::text(properties, "kind");
    feature.role = take::word(properties, "role", role_from_key);
    if let Some(basis) = take::word(properties, "geometry_basis", GeometryBasis::from_key) {
        feature.basis = basis;
    }
    feature.geonames_id = take::whole(properties, "geonames_id");
    feature.center = take::lon_lat(properties, "center");
    feature.radius_m = take::number(properties, "radius_m", &(f64::MIN_POSITIVE..=f64::MAX));
    feature.measured_from = take::entries(properties, "measured_from", read_evidence, |_| {});
    feature.as_of = take::text(properties, "as_of");
    let note = |note: Value| note.as_str().map(str::to_owned);
    feature.notes = take::entries(properties, "notes", note, |_| {});
    feature.review = review(properties, &mut feature.notes);
    feature.style = Style {
        stroke_width: take::small_number(properties, "stroke-width", &(0.0..=50.0)),
        fill_opacity: take::small_number(properties, "fill-opacity", &(0.0..=1.0)),
        symbol: take::word(properties, "marker-symbol", Symbol::from_key).unwrap_or_default(),
    };
    feature.evidence = take::entries(properties, "evidence", read_evidence, |index| {
        diagnostics.push(Diagnostic::error(
            "evidence",
            source.place(&format!("properties.evidence[{index}]")),
            "a piece of evidence needs a text quote selector; this one is kept but not used",
        ));
    });
    feature.stated = take::entries(properties, "stated", read_stated, |index| {
        diagnostics.push(Diagnostic::error(
            "stated",
            source.place(&format!("properties.stated[{index}]")),
            "a stated figure needs a value, a unit that is known, and evidence, if any, that can be read; this one is kept but not used",
        ));
    });
}

/// Whether somebody has judged it: as this version says it, or as versions before said it in notes.
fn review(properties: &mut Map<String, Value>, notes: &mut Vec<String>) -> Review {
    let unreviewed = |word: &str| (word == UNREVIEWED).then_some(());
    if take::word(properties, "review", unreviewed).is_some() {
        let doubt = take::text(properties, "doubt");
        return Review::Pending { doubt };
    }
    if !notes.iter().any(|note| note == OLD_UNREVIEWED) {
        return Review::Done;
    }
    let doubt = notes.iter().find_map(|note| note.strip_prefix(OLD_UNSURE));
    let doubt = doubt.map(str::to_owned);
    notes.retain(|note| note != OLD_UNREVIEWED && !note.starts_with(OLD_UNSURE));
    Review::Pending { doubt }
}

/// The structural check has passed, so that this fails only where the two disagree.
fn read_geometry(value: &Value) -> Result<Geometry, String> {
    let geometry = geojson::Geometry::deserialize(value).map_err(|error| error.to_string())?;
    Geometry::try_from(&geometry.value).map_err(|error| error.to_string())
}

/// A Web Annotation target. Selectors of other kinds, and members of selectors that are not
/// known, stay in the list under `selector` among the other members.
pub fn read_evidence(value: Value) -> Option<Evidence> {
    let Value::Object(mut object) = value else {
        return None;
    };
    let mut evidence = Evidence {
        source: take::text(&mut object, "source"),
        mention: take::word(&mut object, "mention", mention_from_key),
        role: take::word(&mut object, "role", role_from_key),
        hedge: take::text(&mut object, "hedge"),
        said_by: take::text(&mut object, "said_by"),
        ..Evidence::default()
    };
    let selectors = match object.shift_remove("selector")? {
        Value::Array(selectors) => selectors,
        one => vec![one],
    };
    let mut rest = Vec::new();
    for mut selector in selectors {
        let understood = selector
            .as_object_mut()
            .is_some_and(|selector| take_selector(&mut evidence, selector));
        let empty = selector.as_object().is_some_and(|left| left.len() == 1);
        if !(understood && empty) {
            rest.push(selector);
        }
    }
    if !rest.is_empty() {
        object.insert("selector".to_owned(), Value::Array(rest));
    }
    evidence.other = object;
    (!evidence.quote.exact.is_empty()).then_some(evidence)
}

/// Take what is known of a selector, unless there was one of its kind before; its type stays.
fn take_selector(evidence: &mut Evidence, selector: &mut Map<String, Value>) -> bool {
    match selector.get("type").and_then(Value::as_str) {
        Some("TextQuoteSelector") if evidence.quote.exact.is_empty() => {
            let mut text = |key| take::text(selector, key).unwrap_or_default();
            evidence.quote = TextQuoteSelector {
                exact: text("exact"),
                prefix: text("prefix"),
                suffix: text("suffix"),
            };
            true
        }
        Some("TextPositionSelector") if evidence.position.is_none() => {
            let number = |key| usize::try_from(selector.get(key)?.as_u64()?).ok();
            let Some((start, end)) = number("start").zip(number("end")) else {
                return false;
            };
            evidence.position = Some(TextPositionSelector { start, end });
            selector.shift_remove("start");
            selector.shift_remove("end");
            true
        }
        _ => false,
    }
}

fn read_stated(value: Value) -> Option<Stated> {
    let Value::Object(mut object) = value else {
        return None;
    };
    let evidence = match object.shift_remove("evidence") {
        None | Some(Value::Null) => None,
        Some(value) => Some(read_evidence(value)?),
    };
    Some(Stated {
        value: take::number(&mut object, "value", &(f64::MIN..=f64::MAX))?,
        unit: take::word(&mut object, "unit", Unit::from_symbol)?,
        hedge: take::text(&mut object, "hedge"),
        said_by: take::text(&mut object, "said_by"),
        evidence,
        other: object,
    })
}

fn role_from_key(key: &str) -> Option<Role> {
    match key {
        "place" => Some(Role::Place),
        "actor" => Some(Role::Actor),
        _ => None,
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
