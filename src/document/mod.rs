//! The document: a project with its history and everything derived from it. After an edit only what
//! the edit touched is derived again; a test compares the result with deriving everything anew.

pub mod history;
mod look;
mod references;
mod stops;
pub mod suggestion_marks;
mod unmapped_lists;
mod unreviewed;

use std::{
    cell::{OnceCell, RefCell},
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use geo::Rect;

pub use look::{document_key, give_look, look_of};
pub use references::Reference;
pub use stops::Stop;
pub use unmapped_lists::UnmappedLists;
pub use unreviewed::Unreviewed;

use self::{
    history::{History, Revision},
    suggestion_marks::SuggestionMarks,
};
use crate::{
    files::Stamp,
    formats::geojson::Opened,
    judge::{Findings, Judged, Rejudged, Suggestion},
    open::Import,
    project::{
        Changes, Edit, EditError, Project,
        compose::DefaultLayer,
        diagnostic::Diagnostic,
        feature::Feature,
        following::Followers,
        ids::{FeatureId, FindingId, LayerId},
        measured::{Measured, measure},
        mentions::Mentions,
    },
    quote::Role,
    scene::Scene,
    text::{Article, Span, find::Searchable},
};

/// A project with everything derived from it.
#[derive(Debug)]
pub struct Document {
    project: Project,
    history: History,
    derived: Derived,
    /// What was found in the article, against the decisions of the project; `None` until somebody has
    /// looked for places.
    judged: Option<Judged>,
    /// Of which text the findings are, by its hash.
    findings_of: Option<String>,
    marks: SuggestionMarks,
    /// What was measured of features since they last changed.
    measured: RefCell<HashMap<FeatureId, Measured>>,
    /// The article made ready for being searched, once somebody has searched it.
    searchable: OnceCell<Searchable>,
    /// The layers that the file hides. What the article is about stays the same whatever is hidden or
    /// shown later.
    hidden_at_first: HashSet<LayerId>,
    pub diagnostics: Vec<Diagnostic>,
    /// What its look is remembered under.
    pub key: String,
    /// The file it came from or was saved to.
    pub file: Option<OnDisk>,
    /// The folder of the file that was opened, project or article: where to save by default.
    pub folder: Option<PathBuf>,
    /// What the states of the history amount to, the look of the layers aside.
    contents: HashMap<Revision, u64>,
    latest_content: u64,
    saved_content: u64,
}

/// What is derived from the project alone.
#[derive(Debug, Default)]
struct Derived {
    mentions: Mentions,
    followers: Followers,
    scene: Scene,
    unreviewed: Unreviewed,
    unmapped: UnmappedLists,
}

impl Derived {
    fn of(project: &Project) -> Self {
        Self {
            mentions: Mentions::of(project),
            followers: Followers::of(project),
            scene: Scene::of(project),
            unreviewed: Unreviewed::of(project),
            unmapped: UnmappedLists::of(project),
        }
    }
}

/// The file a document is kept in.
#[derive(Clone, Debug, PartialEq)]
pub struct OnDisk {
    pub path: PathBuf,
    /// As it was when it was read or written.
    pub stamp: Option<Stamp>,
    /// Whether it is a project of this program; if not, saving would turn it into one.
    pub ours: bool,
}

impl Document {
    /// The document of something that was opened.
    #[must_use]
    pub fn of(import: Import) -> Self {
        let mut document = Self::new(import.opened, import.file.as_deref());
        document.folder = import.folder;
        if let Some(file) = &mut document.file {
            file.stamp = import.stamp;
        }
        document
    }

    #[must_use]
    pub fn new(opened: Opened, path: Option<&Path>) -> Self {
        let project = opened.project;
        let file = path.map(|path| OnDisk {
            path: path.to_owned(),
            stamp: Stamp::of(path),
            ours: project.article().is_some(),
        });
        let history = History::default();
        let layers = project.layers().iter();
        Self {
            key: document_key(&project, path),
            derived: Derived::of(&project),
            judged: None,
            findings_of: None,
            marks: SuggestionMarks::default(),
            measured: RefCell::default(),
            searchable: OnceCell::new(),
            hidden_at_first: layers
                .filter(|(_, layer)| !layer.is_shown())
                .map(|(id, _)| id)
                .collect(),
            diagnostics: opened.diagnostics,
            file,
            folder: None,
            contents: HashMap::from([(history.revision(), 0)]),
            latest_content: 0,
            saved_content: 0,
            history,
            project,
        }
    }

    /// Carry an edit out that is no step of the history: how the document was left the last time.
    pub fn apply_without_history(&mut self, edit: Edit) {
        if let Ok(inverse) = self.project.apply(edit) {
            self.derive(&inverse);
        }
    }

    /// Nothing yet: what a window shows while its first article is on its way.
    #[must_use]
    pub fn empty() -> Self {
        let opened = Opened {
            project: Project::default(),
            diagnostics: Vec::new(),
        };
        Self::new(opened, None)
    }

    #[must_use]
    pub const fn project(&self) -> &Project {
        &self.project
    }

    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    #[must_use]
    pub const fn mentions(&self) -> &Mentions {
        &self.derived.mentions
    }

    #[must_use]
    pub const fn scene(&self) -> &Scene {
        &self.derived.scene
    }

    #[must_use]
    pub const fn judged(&self) -> Option<&Judged> {
        self.judged.as_ref()
    }

    /// The marks that suggestions have on the map.
    #[must_use]
    pub const fn marks(&self) -> &SuggestionMarks {
        &self.marks
    }

    /// The features that the program put on the map and nobody has judged.
    #[must_use]
    pub const fn unreviewed(&self) -> &Unreviewed {
        &self.derived.unreviewed
    }

    /// What is not on the map, listed by the reason for it.
    #[must_use]
    pub const fn unmapped_lists(&self) -> &UnmappedLists {
        &self.derived.unmapped
    }

    /// What is still to be judged, in reading order.
    #[must_use]
    pub fn suggestions(&self) -> &[Suggestion] {
        self.judged.as_ref().map_or(&[], Judged::open)
    }

    #[must_use]
    pub fn suggestion(&self, id: FindingId) -> Option<&Suggestion> {
        self.judged.as_ref()?.suggestion(id)
    }

    /// The words at a place of the article.
    #[must_use]
    pub fn words(&self, span: Span) -> &str {
        let article = self.project.article();
        article.map_or("", |article| article.words(span))
    }

    /// What can be measured of a feature.
    #[must_use]
    pub fn measured(&self, id: FeatureId) -> Measured {
        let mut measured = self.measured.borrow_mut();
        let feature = self.project.feature(id);
        let known = measured.entry(id);
        *known.or_insert_with(|| feature.map_or_else(Measured::default, measure))
    }

    /// One sentence about what the file lost on the way, if it did.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        let unread = self.project.unknown_members().unread.len();
        let lost = self.mentions().lost();
        let what = match (unread, lost) {
            (0, 0) => return None,
            (0, 1) => "One quote was not found in the article".to_owned(),
            (0, lost) => format!("{lost} quotes were not found in the article"),
            (1, _) => "One feature could not be read".to_owned(),
            (unread, _) => format!("{unread} features could not be read"),
        };
        Some(format!("{what}; “dateline validate” says where and why."))
    }

    /// What the article is about: everything its file shows but those who only act, and points that
    /// stand for whole countries or seas.
    #[must_use]
    pub fn about(&self) -> Option<Rect> {
        let regions = self.project.layers().by_key(DefaultLayer::Regions.key());
        let is_about = |(_, feature): &(FeatureId, &Feature)| {
            // A point for a country or a sea says nothing of where to look.
            let wide = Some(feature.layer) == regions && feature.point().is_some();
            feature.role != Some(Role::Actor)
                && !wide
                && !self.hidden_at_first.contains(&feature.layer)
        };
        let features = self.project.features().iter().filter(is_about);
        self.scene().bounds_of(features.map(|(id, _)| id))
    }

    /// Carry an edit out as a step with a name; edits of one gesture are one step. Shapes that are
    /// derived from what it moves follow in the same step: how many.
    ///
    /// # Errors
    /// When the edit does not fit the project, which then is as it was.
    pub fn edit(
        &mut self,
        name: &str,
        gesture: Option<&str>,
        edit: Edit,
    ) -> Result<usize, EditError> {
        let look = edit.is_look(&self.project);
        let inverse = self.project.apply(edit)?;
        let following = self.derived.followers.update(Changes {
            project: &self.project,
            inverse: &inverse,
        });
        let followed = following.features().count();
        let inverse = match self.project.apply(following) {
            Ok(back) => back.then(inverse),
            Err(error) => {
                self.project.apply(inverse)?;
                self.derived.followers = Followers::of(&self.project);
                return Err(error);
            }
        };
        self.derive(&inverse);
        let before = self.content();
        self.history.record(name, gesture, inverse);
        if !look {
            self.latest_content += 1;
        }
        let content = if look { before } else { self.latest_content };
        self.contents.insert(self.history.revision(), content);
        Ok(followed)
    }

    /// A drag has ended: what comes next is a step of its own.
    pub fn end_gesture(&mut self) {
        self.history.end_gesture();
    }

    /// Take the last step back; its name.
    ///
    /// # Errors
    /// When the step does not fit the project, which is a mistake of the program.
    pub fn undo(&mut self) -> Result<Option<String>, EditError> {
        let Some((name, inverse)) = self.history.undo(&mut self.project)? else {
            return Ok(None);
        };
        self.step(&inverse);
        Ok(Some(name))
    }

    /// Do again what was undone last; its name.
    ///
    /// # Errors
    /// As [`Self::undo`].
    pub fn redo(&mut self) -> Result<Option<String>, EditError> {
        let Some((name, inverse)) = self.history.redo(&mut self.project)? else {
            return Ok(None);
        };
        self.step(&inverse);
        Ok(Some(name))
    }

    fn step(&mut self, inverse: &Edit) {
        // Shapes that have followed are part of the step.
        let _ = self.derived.followers.update(Changes {
            project: &self.project,
            inverse,
        });
        self.derive(inverse);
    }

    /// Let all that is derived follow an edit.
    fn derive(&mut self, inverse: &Edit) {
        let changes = Changes {
            project: &self.project,
            inverse,
        };
        let measured = self.measured.get_mut();
        for (id, ..) in changes.features() {
            measured.remove(&id);
        }
        self.derived.scene.update(changes);
        self.derived.unreviewed.update(changes);
        self.derived.unmapped.update(changes);
        let words = self.derived.mentions.update(changes);
        if inverse.changes_article() {
            self.searchable = OnceCell::new();
            if self.project.article().map(Article::sha256) != self.findings_of.as_deref() {
                self.judged = None;
                self.marks = SuggestionMarks::default();
            }
        }
        if let Some(judged) = &mut self.judged {
            let rejudged = judged.update(changes, &self.derived.mentions, &words);
            self.marks
                .update(&self.project, &self.derived.scene, judged, &rejudged);
        }
    }

    /// Where words stand in the article, as [`Searchable::find`] finds them.
    #[must_use]
    pub fn find_words(&self, question: &str, limit: usize) -> Vec<Span> {
        let Some(article) = self.project.article() else {
            return Vec::new();
        };
        let searchable = self
            .searchable
            .get_or_init(|| Searchable::of(article.text()));
        searchable.find(question, limit)
    }

    /// What the geoparser found in the text with this hash. It is dropped when the article has
    /// another text by now.
    pub fn set_findings(&mut self, sha256: String, findings: Arc<Findings>) {
        if self.project.article().map(Article::sha256) != Some(&sha256) {
            return;
        }
        let judged = Judged::of(&self.project, self.mentions(), findings);
        self.marks = SuggestionMarks::default();
        self.marks
            .update(&self.project, &self.derived.scene, &judged, &Rejudged::All);
        self.judged = Some(judged);
        self.findings_of = Some(sha256);
    }

    /// Whether places were looked for in a text that the article no longer has.
    #[must_use]
    pub fn needs_search(&self) -> bool {
        self.findings_of.is_some() && self.judged.is_none() && self.project.article().is_some()
    }

    /// The project was written to its file as it was at a revision.
    pub fn mark_saved(&mut self, revision: Revision, file: OnDisk) {
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
