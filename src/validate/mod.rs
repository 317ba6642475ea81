//! Checking a project file: its GeoJSON, its quotes, and its figures.

use geo::Geometry;

use crate::{
    formats::geojson::Opened,
    project::{
        Scope,
        diagnostic::{Diagnostic, FileLocation},
        feature::{Feature, FileId, GeometryBasis},
        measured::{contradiction, measure},
    },
    quote::{Anchor, Evidence, SearchBudget},
    text::Article,
};

/// Everything to be said of a file that was read: what reading found, then what the project
/// itself gives away.
#[must_use]
pub fn validate(opened: &Opened) -> Vec<Diagnostic> {
    let mut diagnostics = opened.diagnostics.clone();
    let project = &opened.project;
    let budget = SearchBudget::default();
    for (index, feature) in opened.indices_in_file().zip(project.features().values()) {
        let id = feature.file_id.as_ref().map(FileId::text);
        let place = |path: &str| FileLocation::feature(index, id.as_deref(), path);
        check_quotes((opened, &budget), feature, &place, &mut diagnostics);
        let measured = measure(feature);
        for (number, stated) in feature.stated.iter().enumerate() {
            if let Some(reason) = contradiction(stated, &measured) {
                // The article may count along a road what is drawn as a straight line.
                let straight = feature.basis == GeometryBasis::Derived
                    && matches!(feature.geometry(), Some(Geometry::LineString(_)));
                let diagnostic = if straight {
                    Diagnostic::warning
                } else {
                    Diagnostic::error
                };
                diagnostics.push(diagnostic(
                    "stated-contradicts-geometry",
                    place(&format!("properties.stated[{number}]")),
                    &reason,
                ));
            }
        }
        check_radius(feature, measured.radius_m, &place, &mut diagnostics);
    }
    if let Some(article) = project.article() {
        for (number, unmapped) in project.unmapped().values().enumerate() {
            let place = FileLocation::member(&format!("dateline.unmapped[{number}]"));
            diagnostics.extend(check_quote((article, &budget), &unmapped.evidence, place));
        }
        for (number, dismissal) in project.dismissed().values().enumerate() {
            // What dismisses all that are alike needs no place.
            if dismissal.scope == Scope::AllAlike {
                continue;
            }
            let place = FileLocation::member(&format!("dateline.dismissed[{number}]"));
            diagnostics.extend(check_quote((article, &budget), &dismissal.evidence, place));
        }
    }
    diagnostics
}

fn check_quotes(
    (opened, budget): (&Opened, &SearchBudget),
    feature: &Feature,
    place: &impl Fn(&str) -> FileLocation,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(article) = opened.project.article() else {
        return;
    };
    if feature.all_evidence().next().is_none() {
        diagnostics.push(Diagnostic::warning(
            "no-evidence",
            place(""),
            "no quote of the article supports this feature",
        ));
    }
    let quotes = feature.evidence.iter().enumerate();
    let quotes = quotes.map(|(number, evidence)| (format!("evidence[{number}]"), evidence));
    let stated = feature.stated.iter().enumerate();
    let stated = stated.filter_map(|(number, stated)| {
        Some((
            format!("stated[{number}].evidence"),
            stated.evidence.as_ref()?,
        ))
    });
    let measured_from = feature.measured_from.iter().enumerate();
    let measured_from =
        measured_from.map(|(number, evidence)| (format!("measured_from[{number}]"), evidence));
    for (path, evidence) in quotes.chain(stated).chain(measured_from) {
        let place = place(&format!("properties.{path}"));
        diagnostics.extend(check_quote((article, budget), evidence, place));
    }
}

fn check_quote(
    (article, budget): (&Article, &SearchBudget),
    evidence: &Evidence,
    place: FileLocation,
) -> Option<Diagnostic> {
    let exact = &evidence.quote.exact;
    match evidence.anchor_within(article, budget) {
        Anchor::Exact(_) => None,
        Anchor::Moved(span) if !evidence.is_verbatim(article, span) => Some(Diagnostic::warning(
            "quote-changed",
            place,
            &format!("“{exact}” now reads “{}”", article.words(span)),
        )),
        Anchor::Moved(_) => Some(Diagnostic::warning(
            "quote-moved",
            place,
            &format!(
                "“{exact}” is no longer at its recorded position; its context places it elsewhere"
            ),
        )),
        Anchor::Lost => Some(Diagnostic::error(
            "quote-not-found",
            place,
            &format!("“{exact}” does not resolve in the article"),
        )),
    }
}

/// A circle's vertices must lie at the radius it gives.
fn check_radius(
    feature: &Feature,
    measured_m: Option<f64>,
    place: &impl Fn(&str) -> FileLocation,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if let (Some(radius_m), Some(measured_m)) = (feature.radius_m, measured_m)
        && (measured_m / radius_m - 1.0).abs() > 0.01
    {
        diagnostics.push(Diagnostic::error(
            "radius-contradicts-geometry",
            place("properties.radius_m"),
            &format!(
                "the radius is given as {radius_m:.0} m but the ring lies {measured_m:.0} m from the centre"
            ),
        ));
    }
}
