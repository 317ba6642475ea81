//! What a document consists of before anything is derived from it: its project, the history of that, and how
//! much of both is saved. It changes by [`Step`]s, which can be written down and carried out again.

use std::{
    collections::{HashMap, HashSet},
    ffi::OsString,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    history::{History, Revision},
    look::document_key,
};
use crate::{
    files::Stamp,
    project::{Edit, EditError, Project, ids::LayerId},
};

/// The file a document is kept in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnDisk {
    #[serde(with = "any_path")]
    pub path: PathBuf,
    /// As it was when it was read or written.
    pub stamp: Option<Stamp>,
    /// Whether it is a project of ours, and not a file of others that saving would make one.
    pub ours: bool,
}

/// One change of a document's ground state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// An edit with all that follows from it, under the name of its step in the history.
    Edit {
        name: String,
        gesture: Option<String>,
        edit: Edit,
    },
    EndGesture,
    Undo,
    Redo,
    /// The document was written to a file as it was at a revision.
    Saved {
        revision: Revision,
        file: OnDisk,
    },
}

/// The ground state of a document. A copy shares the project with the original.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ground {
    pub(super) project: Project,
    pub(super) history: History,
    /// What its look is remembered under.
    pub key: String,
    /// The file it came from or was saved to.
    pub file: Option<OnDisk>,
    /// The folder of the article, when it was read from a file: where a project of it belongs.
    #[serde(with = "any_paths")]
    pub folder: Option<PathBuf>,
    /// The layers that the file hides. What the article is about stays the same whatever is hidden or
    /// shown later.
    pub(super) hidden_at_first: HashSet<LayerId>,
    /// What the states of the history amount to, the look of the layers aside.
    contents: HashMap<Revision, u64>,
    latest_content: u64,
    saved_content: u64,
}

impl Ground {
    /// The ground state of what was just opened.
    pub(super) fn new(project: Project, path: Option<&Path>) -> Self {
        let history = History::default();
        let layers = project.layers().iter();
        Self {
            key: document_key(&project, path),
            file: path.map(|path| OnDisk {
                path: path.to_owned(),
                stamp: None,
                ours: project.article().is_some(),
            }),
            folder: None,
            hidden_at_first: layers
                .filter(|(_, layer)| !layer.is_shown())
                .map(|(id, _)| id)
                .collect(),
            contents: HashMap::from([(history.revision(), 0)]),
            latest_content: 0,
            saved_content: 0,
            history,
            project,
        }
    }

    #[must_use]
    pub const fn project(&self) -> &Project {
        &self.project
    }

    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// Carry a step out.
    ///
    /// # Errors
    /// When the step does not fit, as one of another document does not. Nothing is changed then.
    pub fn take(&mut self, step: Step) -> Result<(), EditError> {
        match step {
            Step::Edit {
                name,
                gesture,
                edit,
            } => {
                let look = edit.is_look(&self.project);
                let inverse = self.project.apply(edit)?;
                self.record(name, gesture.as_deref(), look, inverse);
            }
            Step::EndGesture => self.history.end_gesture(),
            Step::Undo => {
                self.history.undo(&mut self.project)?;
            }
            Step::Redo => {
                self.history.redo(&mut self.project)?;
            }
            Step::Saved { revision, file } => self.mark_saved(revision, file),
        }
        Ok(())
    }

    /// An edit was carried out, which `inverse` takes back. With `look` it changed only how layers look.
    pub(super) fn record(
        &mut self,
        name: String,
        gesture: Option<&str>,
        look: bool,
        inverse: Edit,
    ) {
        let before = self.content();
        self.history.record(name, gesture, inverse);
        if !look {
            self.latest_content += 1;
        }
        let content = if look { before } else { self.latest_content };
        self.contents.insert(self.history.revision(), content);
    }

    pub(super) fn mark_saved(&mut self, revision: Revision, file: OnDisk) {
        self.history.mark_saved(revision);
        self.saved_content = self.contents.get(&revision).copied().unwrap_or(u64::MAX);
        self.file = Some(file);
    }

    /// Whether something would be lost with the window. How layers look is remembered with the
    /// settings; only in a project's own file it counts as a change.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        let ours = self.file.as_ref().is_some_and(|file| file.ours);
        if ours {
            self.history.is_changed()
        } else {
            self.content() != self.saved_content
        }
    }

    fn content(&self) -> u64 {
        let known = self.contents.get(&self.history.revision());
        known.copied().unwrap_or(u64::MAX)
    }
}

/// Paths are bytes on Unix and may be no text: they are written as the system has them.
mod any_path {
    use super::{Deserialize, Deserializer, OsString, Path, PathBuf, Serialize, Serializer};

    pub fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
        path.as_os_str().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
        OsString::deserialize(deserializer).map(PathBuf::from)
    }
}

/// And one that there may be.
mod any_paths {
    use super::{Deserialize, Deserializer, OsString, PathBuf, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde hands the field over as it is")]
    pub fn serialize<S: Serializer>(
        path: &Option<PathBuf>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let path = path.as_ref().map(|path| path.as_os_str());
        path.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<PathBuf>, D::Error> {
        Ok(Option::<OsString>::deserialize(deserializer)?.map(PathBuf::from))
    }
}
