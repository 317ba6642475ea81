//! Tells the log at the level `trace` which state of the document has been drawn: what a person has seen by then.
//! The test that kills the program holds what it restores against that.

use sha2::{Digest as _, Sha256};

use crate::document::{Document, history::Revision};

/// What was last told.
#[derive(Debug, Default)]
pub struct Shown(Option<(u64, Revision)>);

impl Shown {
    /// A frame has been drawn.
    pub fn tell(&mut self, document_number: u64, document: &Document) {
        if !tracing::enabled!(tracing::Level::TRACE) {
            return;
        }
        let now = (document_number, document.history().revision());
        if self.0 == Some(now) {
            return;
        }
        self.0 = Some(now);
        let project = serde_json::to_vec(document.project()).unwrap_or_default();
        let hash = Sha256::digest(project);
        let state = hash
            .iter()
            .take(8)
            .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        let unsaved = document.is_unsaved();
        tracing::trace!(
            "drawn: state {state:016x} of document {document_number}, unsaved {unsaved}"
        );
    }
}
