//! Words of the article that refer back to a place: "the city" leads to the mark of the city.
//! They are derived, and no evidence of the project.

use super::Document;
use crate::{
    judge::{Source, Standing, Suggestion},
    project::mentions::Subject,
    text::Span,
};

/// Words that lead to what other words name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    pub span: Span,
    pub subject: Subject,
}

/// The references of an article whose place is on the map or suggested, in reading order; those
/// within marked words have their mark already.
#[must_use]
pub fn of(document: &Document) -> Vec<Reference> {
    let Some(parsed) = &document.parsed else {
        return Vec::new();
    };
    let leads_to = |toponym: Span| match document.standings.at(toponym)? {
        Standing::OnMap(feature) => Some(Subject::Feature(feature)),
        Standing::Open { .. } => {
            let is_toponym = |suggestion: &Suggestion| {
                suggestion.span == toponym && matches!(suggestion.source, Source::Toponym(_))
            };
            let mut near = document.suggestions_within(toponym);
            near.find(|(_, suggestion)| is_toponym(suggestion))
                .map(|(index, _)| Subject::Suggestion(index))
        }
        Standing::Off(_) => None,
    };
    parsed
        .references
        .iter()
        .filter(|reference| document.mentions.within(reference.span).next().is_none())
        .filter_map(|reference| {
            Some(Reference {
                span: reference.span,
                subject: leads_to(reference.toponym)?,
            })
        })
        .collect()
}
