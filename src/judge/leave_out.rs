//! Listing words as not on the map, with the reason.

use super::{Accepted, Judged, accept::evidence_of};
use crate::{
    geoparse::{
        Toponym, ToponymKind,
        certainty::FindingKind,
        figure_places::{FigurePlace, PlacedFigure},
    },
    project::{Category, Edit, Project, Unmapped, ids::FindingId},
    quote::{Evidence, MentionKind},
    text::Article,
};

/// List words that stay off the map, all in one step, with the reason that fits them. `None`
/// without an article or findings.
#[must_use]
pub fn leave_out(project: &Project, judged: &Judged, findings: &[FindingId]) -> Option<Accepted> {
    let article = project.article()?;
    let mut fresh = project.fresh_ids();
    let mut edit = Edit::default();
    for &id in findings {
        let entry = match id.kind {
            FindingKind::Name => left_out(article, judged.findings().toponym(id)?),
            FindingKind::Figure => figure_left_out(article, judged.findings().figure(id)?),
        };
        edit = edit.put_unmapped(fresh.give(), entry);
    }
    let feature = None;
    (!edit.is_empty()).then_some(Accepted { feature, edit })
}

fn left_out(article: &Article, toponym: &Toponym) -> Unmapped {
    let (mention, category, reason) = match toponym.kind {
        ToponymKind::Demonym => (
            MentionKind::Demonym,
            Category::Demonym,
            "It speaks of people or things of a place, not of the place.",
        ),
        ToponymKind::Nested => (
            MentionKind::Phrase,
            Category::Organisation,
            "The place is named only as part of another name.",
        ),
        ToponymKind::Facility => (
            MentionKind::Name,
            Category::Other("streets_and_buildings".to_owned()),
            "It is a street or a building; the gazetteer knows no points of them.",
        ),
        ToponymKind::Place if toponym.candidates.is_empty() => (
            MentionKind::Name,
            Category::Other("not_in_the_gazetteer".to_owned()),
            "The gazetteer has no place of this name.",
        ),
        ToponymKind::Place => (
            MentionKind::Name,
            Category::VagueRegion,
            "The gazetteer has no place that is meant by these words.",
        ),
    };
    let evidence = Evidence {
        mention: Some(mention),
        ..Evidence::at(article, toponym.span)
    };
    unmapped(evidence, category, reason)
}

fn figure_left_out(article: &Article, tied: &PlacedFigure) -> Unmapped {
    let reason = match &tied.outcome {
        FigurePlace::Unplaced(reason) => reason,
        _ => "It was left off the map in the review.",
    };
    unmapped(
        evidence_of(article, &tied.quantity),
        Category::Figure,
        reason,
    )
}

fn unmapped(evidence: Evidence, category: Category, reason: &str) -> Unmapped {
    Unmapped {
        evidence,
        category,
        reason: reason.to_owned(),
        other: serde_json::Map::new(),
    }
}
