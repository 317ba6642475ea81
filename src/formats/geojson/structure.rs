//! RFC 7946, checked on the JSON itself, so that a finding names the very place.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::project::diagnostic::{Diagnostic, FileLocation, Severity};

pub const GEOMETRY_TYPES: [&str; 7] = [
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
];

/// More decimals than seven say nothing: that is a centimetre on the ground (RFC 7946, 11.2).
const MAX_DECIMALS: i32 = 7;

/// One finding of a kind is enough for a feature: a ring of a million positions must not print a
/// million lines.
struct Findings<'a> {
    diagnostics: &'a mut Vec<Diagnostic>,
    feature: usize,
    id: Option<String>,
    seen: Vec<&'static str>,
}

impl Findings<'_> {
    fn add(&mut self, severity: Severity, code: &'static str, path: &str, message: &str) {
        if self.seen.contains(&code) {
            return;
        }
        self.seen.push(code);
        let mut diagnostic = Diagnostic::error(
            code,
            FileLocation::feature(self.feature, self.id.as_deref(), path),
            message,
        );
        diagnostic.severity = severity;
        diagnostic.unreadable = severity == Severity::Error;
        self.diagnostics.push(diagnostic);
    }

    fn error(&mut self, code: &'static str, path: &str, message: &str) {
        self.add(Severity::Error, code, path, message);
    }

    fn warning(&mut self, code: &'static str, path: &str, message: &str) {
        self.add(Severity::Warning, code, path, message);
    }
}

/// Check a GeoJSON object. Findings that keep a feature from being shown are marked as such.
#[must_use]
pub fn check(root: &Map<String, Value>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if root.contains_key("crs") {
        diagnostics.push(Diagnostic::warning(
            "crs",
            FileLocation::member("crs"),
            "RFC 7946 knows no “crs”: coordinates are read as WGS 84 longitude and latitude",
        ));
    }
    match root.get("type").and_then(Value::as_str) {
        Some("FeatureCollection") => {
            let features = root.get("features").and_then(Value::as_array);
            for (index, feature) in features.into_iter().flatten().enumerate() {
                check_feature(feature, index, &mut diagnostics);
            }
            check_ids(features.map_or(&[], Vec::as_slice), &mut diagnostics);
        }
        Some("Feature") => check_feature(&Value::Object(root.clone()), 0, &mut diagnostics),
        Some(_) => {
            let mut findings = Findings {
                diagnostics: &mut diagnostics,
                feature: 0,
                id: None,
                seen: Vec::new(),
            };
            check_geometry(&Value::Object(root.clone()), "", &mut findings);
        }
        None => {}
    }
    diagnostics
}

fn check_feature(value: &Value, index: usize, diagnostics: &mut Vec<Diagnostic>) {
    let id = value.get("id").and_then(|id| match id {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    });
    let mut findings = Findings {
        diagnostics,
        feature: index,
        id,
        seen: Vec::new(),
    };
    let Some(object) = value.as_object() else {
        findings.error(
            "not-a-feature",
            "",
            "this is not an object; it was set aside",
        );
        return;
    };
    if object.get("type").and_then(Value::as_str) != Some("Feature") {
        findings.error(
            "not-a-feature",
            "type",
            "the type must be “Feature”; it was set aside",
        );
        return;
    }
    if !matches!(
        object.get("properties"),
        Some(Value::Object(_) | Value::Null)
    ) {
        findings.warning(
            "properties",
            "properties",
            "a Feature must have “properties”, an object or null",
        );
    }
    if let Some(id) = object.get("id")
        && !(id.is_string() || id.is_number())
    {
        findings.warning(
            "id",
            "id",
            "an id must be a text or a number; another was given",
        );
    }
    match object.get("geometry") {
        Some(Value::Null) => {}
        Some(geometry) => check_geometry(geometry, "geometry", &mut findings),
        None => findings.warning(
            "geometry",
            "geometry",
            "a Feature must have a “geometry”, which may be null",
        ),
    }
}

fn check_ids(features: &[Value], diagnostics: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for (index, feature) in features.iter().enumerate() {
        let id = match feature.get("id") {
            Some(Value::String(id)) => id.clone(),
            Some(Value::Number(id)) => id.to_string(),
            _ => continue,
        };
        if let Some(earlier) = first.get(&id) {
            diagnostics.push(Diagnostic::error(
                "duplicate-id",
                FileLocation::feature(index, Some(&id), "id"),
                &format!("features[{earlier}] has the same id"),
            ));
        } else {
            first.insert(id, index);
        }
    }
}

fn check_geometry(value: &Value, path: &str, findings: &mut Findings) {
    let join = |member: &str| {
        if path.is_empty() {
            member.to_owned()
        } else {
            format!("{path}.{member}")
        }
    };
    let kind = value
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !GEOMETRY_TYPES.contains(&kind) {
        findings.error(
            "geometry-type",
            &join("type"),
            &format!("“{kind}” is no type of geometry; the feature was set aside"),
        );
        return;
    }
    if kind == "GeometryCollection" {
        match value.get("geometries").and_then(Value::as_array) {
            Some(geometries) => {
                for (index, geometry) in geometries.iter().enumerate() {
                    check_geometry(geometry, &join(&format!("geometries[{index}]")), findings);
                }
            }
            None => findings.error(
                "coordinates",
                &join("geometries"),
                "a GeometryCollection needs a list of geometries",
            ),
        }
        return;
    }
    let path = join("coordinates");
    let Some(coordinates) = value.get("coordinates") else {
        findings.error("coordinates", &path, "the geometry has no coordinates");
        return;
    };
    match kind {
        "Point" => position(coordinates, &path, findings),
        "MultiPoint" => each(coordinates, &path, findings, position),
        "LineString" => line(coordinates, &path, findings),
        "MultiLineString" => each(coordinates, &path, findings, line),
        "Polygon" => polygon(coordinates, &path, findings),
        _ => each(coordinates, &path, findings, polygon),
    }
}

fn each(
    value: &Value,
    path: &str,
    findings: &mut Findings,
    check: fn(&Value, &str, &mut Findings),
) {
    let Some(list) = value.as_array() else {
        findings.error("coordinates", path, "a list is needed here");
        return;
    };
    for (index, item) in list.iter().enumerate() {
        check(item, &format!("{path}[{index}]"), findings);
    }
}

fn position(value: &Value, path: &str, findings: &mut Findings) {
    let numbers: Option<Vec<f64>> = value
        .as_array()
        .map(|list| list.iter().map(Value::as_f64).collect::<Option<Vec<f64>>>())
        .unwrap_or_default();
    let Some(numbers) = numbers else {
        findings.error(
            "position",
            path,
            "a position is a list of numbers, longitude first",
        );
        return;
    };
    let [lon, lat, ..] = numbers[..] else {
        findings.error(
            "position",
            path,
            "a position needs a longitude and a latitude",
        );
        return;
    };
    if lon.abs() > 180.0 || lat.abs() > 90.0 {
        let swapped = if lon.abs() <= 90.0 && lat.abs() <= 180.0 {
            "; longitude comes first in GeoJSON"
        } else {
            ""
        };
        findings.error(
            "out-of-range",
            path,
            &format!(
                "[{}, {}] is outside longitude ±180, latitude ±90{swapped}",
                in_short(lon),
                in_short(lat)
            ),
        );
    }
    if numbers.len() > 2 {
        findings.warning(
            "altitude",
            path,
            "heights are not shown, and saving leaves them out",
        );
    }
    if decimals_exceed(lon) || decimals_exceed(lat) {
        findings.warning(
            "excess-precision",
            path,
            "more than 7 decimals pretend a precision below a centimetre",
        );
    }
}

fn decimals_exceed(value: f64) -> bool {
    let scaled = value * 10_f64.powi(MAX_DECIMALS);
    // A double near 180 resolves 3e-14 degrees; what is left below that is rounding.
    (scaled - scaled.round()).abs() > 1e-5
}

fn line(value: &Value, path: &str, findings: &mut Findings) {
    each(value, path, findings, position);
    if value.as_array().is_some_and(|list| list.len() < 2) {
        findings.error(
            "too-few-positions",
            path,
            "a line needs two positions or more",
        );
    }
}

fn polygon(value: &Value, path: &str, findings: &mut Findings) {
    let Some(rings) = value.as_array() else {
        findings.error("coordinates", path, "a list of rings is needed here");
        return;
    };
    for (index, ring) in rings.iter().enumerate() {
        let path = format!("{path}[{index}]");
        each(ring, &path, findings, position);
        let Some(positions) = ring.as_array() else {
            continue;
        };
        if positions.len() < 4 {
            findings.error(
                "too-few-positions",
                &path,
                "a ring needs four positions or more, the last like the first",
            );
        } else if !same_place(positions.first(), positions.last()) {
            findings.error(
                "ring-not-closed",
                &path,
                "the last position of a ring must repeat the first",
            );
        } else {
            check_winding(positions, index == 0, &path, findings);
        }
    }
}

/// Numbers are compared, not their spelling: 0 is 0.0.
fn same_place(a: Option<&Value>, b: Option<&Value>) -> bool {
    let numbers = |value: Option<&Value>| -> Vec<Option<f64>> {
        let list = value.and_then(Value::as_array);
        list.into_iter().flatten().map(Value::as_f64).collect()
    };
    numbers(a) == numbers(b)
}

fn check_winding(ring: &[Value], exterior: bool, path: &str, findings: &mut Findings) {
    let at = |value: &Value| Some((value.get(0)?.as_f64()?, value.get(1)?.as_f64()?));
    let doubled: f64 = ring
        .windows(2)
        .filter_map(|pair| {
            let ((x1, y1), (x2, y2)) = (at(&pair[0])?, at(&pair[1])?);
            Some(x1 * y2 - x2 * y1)
        })
        .sum();
    if exterior && doubled < 0.0 {
        findings.warning(
            "winding",
            path,
            "the exterior ring runs clockwise; RFC 7946 wants it counter-clockwise",
        );
    } else if !exterior && doubled > 0.0 {
        findings.warning(
            "winding",
            path,
            "the hole runs counter-clockwise; RFC 7946 wants it clockwise",
        );
    }
}

/// A number that no angle has is told by its size, not by hundreds of zeros.
fn in_short(degrees: f64) -> String {
    if degrees.abs() < 1e9 {
        degrees.to_string()
    } else {
        format!("{degrees:e}")
    }
}

#[cfg(test)]
mod tests;
