//! What is selected, by what stays the same when an edit changes the lists.

use super::Document;
use crate::{project::mentions::Subject, text::Span};

/// A subject that can be found again after an edit.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    Feature(String),
    Unmapped(Box<crate::quote::Evidence>),
    Suggestion(Span),
}

impl Document {
    /// A subject by what stays the same when lists change.
    #[must_use]
    pub fn keep(&self, subject: Subject) -> Option<Kept> {
        Some(match subject {
            Subject::Feature(index) => Kept::Feature(self.project.features.get(index)?.id.clone()),
            Subject::Unmapped(index) => {
                let entry = self.project.unmapped.get(index)?;
                Kept::Unmapped(Box::new(entry.evidence.clone()))
            }
            Subject::Suggestion(index) => Kept::Suggestion(self.suggestions.get(index)?.span),
        })
    }

    /// Find a kept subject again, if it is still there.
    #[must_use]
    pub fn find(&self, kept: &Kept) -> Option<Subject> {
        match kept {
            Kept::Feature(id) => self.project.feature_index(id).map(Subject::Feature),
            Kept::Unmapped(evidence) => {
                let mut entries = self.project.unmapped.iter();
                entries
                    .position(|entry| entry.evidence == **evidence)
                    .map(Subject::Unmapped)
            }
            Kept::Suggestion(span) => {
                let mut suggestions = self.suggestions.iter();
                suggestions
                    .position(|suggestion| suggestion.span == *span)
                    .map(Subject::Suggestion)
            }
        }
    }
}
