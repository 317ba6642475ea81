//! Words of the article that refer back to a place: "the city" leads to the mark of the city.
//! They are derived, and no evidence of the project.

use super::Document;
use crate::{
    geoparse::certainty::FindingKind,
    judge::Placement,
    project::ids::{FindingId, Handle},
    text::Span,
};

/// Words that lead to what other words name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    pub span: Span,
    pub to: Handle,
}

impl Document {
    /// The references in a part of the text whose place is on the map or suggested, in reading order;
    /// those within marked words have their mark already.
    #[must_use]
    pub fn references_within(&self, span: Span) -> Vec<Reference> {
        let Some(judged) = self.judged() else {
            return Vec::new();
        };
        let references = &judged.findings().parsed().references;
        let from = references.partition_point(|reference| reference.span.start < span.start);
        references[from..]
            .iter()
            .take_while(|reference| reference.span.start < span.end)
            .filter(|reference| self.mentions().within(reference.span).next().is_none())
            .filter_map(|reference| {
                let to = self.leads_to(reference.toponym)?;
                let span = reference.span;
                Some(Reference { span, to })
            })
            .collect()
    }

    /// Where the words of a toponym lead.
    fn leads_to(&self, words: Span) -> Option<Handle> {
        match self.judged()?.placement(words)? {
            Placement::OnMap(feature) => Some(Handle::Feature(feature)),
            Placement::Open { .. } => {
                let id = FindingId {
                    article: self.project().article_id(),
                    span: words,
                    kind: FindingKind::Name,
                };
                self.suggestion(id).map(|_| Handle::Finding(id))
            }
            Placement::Off(_) => None,
        }
    }
}
