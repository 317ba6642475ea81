//! The document: a project with its history and everything derived from it. After an edit only what
//! the edit touched is derived again; a test compares the result with deriving everything anew.

mod ground;
pub mod history;
pub mod journal;
mod look;
mod references;
mod stops;
pub mod suggestion_marks;
mod unmapped_lists;
mod unreviewed;

use std::{
    cell::{OnceCell, RefCell},
    collections::HashMap,
    path::Path,
    sync::Arc,
};

use geo::Rect;

pub use ground::{Ground, OnDisk, Step};
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
    formats::geojson::Opened,
    judge::{Findings, Judged, Rejudged, Suggestion},
    open::Import,
    project::{
        Changes, Edit, EditError, Project,
        compose::DefaultLayer,
        diagnostic::Diagnostic,
        feature::Feature,
        following::Followers,
        ids::{FeatureId, FindingId},
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
    ground: Ground,
    /// What was done to it and not taken by [`Self::take_steps`] yet.
    steps: Vec<Step>,
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
    pub diagnostics: Vec<Diagnostic>,
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

impl Document {
    /// The document of something that was opened.
    #[must_use]
    pub fn of(import: Import) -> Self {
        let mut document = Self::new(import.opened, import.file.as_deref());
        document.ground.folder = import.folder;
        if let Some(file) = &mut document.ground.file {
            file.stamp = import.stamp;
        }
        document
    }

    /// The document of a project that is kept in the file at `path`, if it is in one.
    #[must_use]
    pub fn new(opened: Opened, path: Option<&Path>) -> Self {
        let mut document = Self::restored(Ground::new(opened.project, path));
        document.diagnostics = opened.diagnostics;
        document
    }

    /// The document that has this ground state.
    #[must_use]
    pub fn restored(ground: Ground) -> Self {
        Self {
            derived: Derived::of(&ground.project),
            ground,
            steps: Vec::new(),
            judged: None,
            findings_of: None,
            marks: SuggestionMarks::default(),
            measured: RefCell::default(),
            searchable: OnceCell::new(),
            diagnostics: Vec::new(),
        }
    }

    #[must_use]
    pub const fn ground(&self) -> &Ground {
        &self.ground
    }

    /// What was done to the document since the last call, to be written down.
    #[must_use]
    pub fn take_steps(&mut self) -> Vec<Step> {
        std::mem::take(&mut self.steps)
    }

    /// Carry an edit out that is no step of the history: how the document was left the last time.
    pub fn apply_without_history(&mut self, edit: Edit) {
        if let Ok(inverse) = self.ground.project.apply(edit) {
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
        &self.ground.project
    }

    #[must_use]
    pub const fn history(&self) -> &History {
        &self.ground.history
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
        let article = self.ground.project.article();
        article.map_or("", |article| article.words(span))
    }

    /// What can be measured of a feature.
    #[must_use]
    pub fn measured(&self, id: FeatureId) -> Measured {
        let mut measured = self.measured.borrow_mut();
        let feature = self.ground.project.feature(id);
        let known = measured.entry(id);
        *known.or_insert_with(|| feature.map_or_else(Measured::default, measure))
    }

    /// One sentence about what the file lost on the way, if it did.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        let unread = self.ground.project.unknown_members().unread.len();
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
        let regions = self
            .ground
            .project
            .layers()
            .by_key(DefaultLayer::Regions.key());
        let is_about = |(_, feature): &(FeatureId, &Feature)| {
            // A point for a country or a sea says nothing of where to look.
            let wide = Some(feature.layer) == regions && feature.point().is_some();
            feature.role != Some(Role::Actor)
                && !wide
                && !self.ground.hidden_at_first.contains(&feature.layer)
        };
        let features = self.ground.project.features().iter().filter(is_about);
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
        let look = edit.is_look(&self.ground.project);
        let inverse = self.ground.project.apply(edit.clone())?;
        let following = self.derived.followers.update(Changes {
            project: &self.ground.project,
            inverse: &inverse,
        });
        let followed = following.features().count();
        let inverse = match self.ground.project.apply(following.clone()) {
            Ok(back) => back.then(inverse),
            Err(error) => {
                self.ground.project.apply(inverse)?;
                self.derived.followers = Followers::of(&self.ground.project);
                return Err(error);
            }
        };
        self.derive(&inverse);
        self.ground.record(name.to_owned(), gesture, look, inverse);
        self.steps.push(Step::Edit {
            name: name.to_owned(),
            gesture: gesture.map(str::to_owned),
            edit: edit.then(following),
        });
        Ok(followed)
    }

    /// A drag has ended: what comes next is a step of its own.
    pub fn end_gesture(&mut self) {
        self.ground.history.end_gesture();
        self.steps.push(Step::EndGesture);
    }

    /// Take the last step back; its name.
    ///
    /// # Errors
    /// When the step does not fit the project, which is a mistake of the program.
    pub fn undo(&mut self) -> Result<Option<String>, EditError> {
        let Ground {
            history, project, ..
        } = &mut self.ground;
        let Some((name, inverse)) = history.undo(project)? else {
            return Ok(None);
        };
        self.step(&inverse);
        self.steps.push(Step::Undo);
        Ok(Some(name))
    }

    /// Do again what was undone last; its name.
    ///
    /// # Errors
    /// As [`Self::undo`].
    pub fn redo(&mut self) -> Result<Option<String>, EditError> {
        let Ground {
            history, project, ..
        } = &mut self.ground;
        let Some((name, inverse)) = history.redo(project)? else {
            return Ok(None);
        };
        self.step(&inverse);
        self.steps.push(Step::Redo);
        Ok(Some(name))
    }

    fn step(&mut self, inverse: &Edit) {
        // Shapes that have followed are part of the step.
        let _ = self.derived.followers.update(Changes {
            project: &self.ground.project,
            inverse,
        });
        self.derive(inverse);
    }

    /// Let all that is derived follow an edit.
    fn derive(&mut self, inverse: &Edit) {
        let changes = Changes {
            project: &self.ground.project,
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
            if self.ground.project.article().map(Article::sha256) != self.findings_of.as_deref() {
                self.judged = None;
                self.marks = SuggestionMarks::default();
            }
        }
        if let Some(judged) = &mut self.judged {
            let rejudged = judged.update(changes, &self.derived.mentions, &words);
            self.marks
                .update(&self.ground.project, &self.derived.scene, judged, &rejudged);
        }
    }

    /// Where words stand in the article, as [`Searchable::find`] finds them.
    #[must_use]
    pub fn find_words(&self, question: &str, limit: usize) -> Vec<Span> {
        let Some(article) = self.ground.project.article() else {
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
        if self.ground.project.article().map(Article::sha256) != Some(&sha256) {
            return;
        }
        let judged = Judged::of(&self.ground.project, self.mentions(), findings);
        self.marks = SuggestionMarks::default();
        self.marks.update(
            &self.ground.project,
            &self.derived.scene,
            &judged,
            &Rejudged::All,
        );
        self.judged = Some(judged);
        self.findings_of = Some(sha256);
    }

    /// Whether places were looked for in a text that the article no longer has.
    #[must_use]
    pub fn needs_search(&self) -> bool {
        self.findings_of.is_some()
            && self.judged.is_none()
            && self.ground.project.article().is_some()
    }

    /// The project was written to its file as it was at a revision.
    pub fn mark_saved(&mut self, revision: Revision, file: OnDisk) {
        self.steps.push(Step::Saved {
            revision,
            file: file.clone(),
        });
        self.ground.mark_saved(revision, file);
    }

    /// Whether something would be lost with the window: see [`Ground::is_unsaved`].
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.ground.is_unsaved()
    }
}
