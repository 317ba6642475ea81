//! The document: a project with its history and everything derived from it.

pub mod history;
pub mod kept;
pub mod references;
pub mod suggestion_marks;
mod unchanged;

use std::{
    cell::OnceCell,
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
};

use geo::{Geometry, Rect};

use self::{
    history::{History, Revision},
    references::Reference,
    suggestion_marks::Hollow,
    unchanged::Geometries,
};
use crate::{
    files::Stamp,
    formats::geojson::Opened,
    geoparse::Parsed,
    judge::{self, Standings, Suggestion},
    project::{
        Dismissed, Edit, EditError, Project,
        compose::DefaultLayer,
        diagnostic::Diagnostic,
        feature::{Feature, Layer},
        following,
        measured::{self, Measured},
        mentions::{Coverage, Mentions},
    },
    quote::Role,
    scene::Scene,
    settings::document_key,
    text::{Article, Span, find::Searchable},
};

/// A project with everything derived from it.
#[derive(Debug)]
pub struct Document {
    pub project: Project,
    pub history: History,
    pub mentions: Mentions,
    pub coverage: Coverage,
    pub scene: Scene,
    /// By feature.
    pub measured: Vec<Measured>,
    /// Of which geometries they were computed.
    geometries: Geometries,
    pub diagnostics: Vec<Diagnostic>,
    /// What the article is about (`mercator`): everything its file shows but those who only act.
    /// It stays the same whatever is hidden or shown later.
    pub about: Option<Rect>,
    /// By the id of a layer: how many features it has.
    pub counts: BTreeMap<String, usize>,
    /// What its look is remembered under.
    pub key: String,
    /// The file it came from or was saved to.
    pub file: Option<OnDisk>,
    /// The folder of the article, when it was read from a file: where a project of it belongs.
    pub beside: Option<PathBuf>,
    /// What the geoparser found in the article, once it has looked.
    pub parsed: Option<Arc<Parsed>>,
    /// The text it was found in, by its hash.
    parsed_of: Option<String>,
    /// The article made ready for being searched, and by its hash of which text, once somebody
    /// has searched it.
    searchable: OnceCell<(String, Searchable)>,
    /// Where the words for each place stand.
    pub standings: Standings,
    /// What of it is still to be judged, in reading order.
    pub suggestions: Vec<Suggestion>,
    /// The suggestions in the order of a review, those with the same words together.
    pub groups: Vec<Vec<usize>>,
    /// The marks that suggestions have on the map.
    pub hollows: Vec<Hollow>,
    /// Words that refer back to a place, in reading order.
    pub references: Vec<Reference>,
    /// How much of what was found is dismissed.
    pub dismissed: usize,
    /// Mentions and suggestions together, in reading order.
    pub stops: Vec<Stop>,
    /// Raised whenever features change: what was prepared for drawing them is outdated then.
    pub drawing: u64,
    /// What the states of the history amount to, the look of the layers aside.
    contents: HashMap<Revision, u64>,
    latest_content: u64,
    saved_content: u64,
}

/// The file a document is kept in.
#[derive(Clone, Debug, PartialEq)]
pub struct OnDisk {
    pub path: PathBuf,
    /// As it was when it was read or written.
    pub stamp: Option<Stamp>,
    /// Whether it is a project of ours, and not a file of others that saving would make one.
    pub ours: bool,
}

/// Words that N and P stop at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// An index into the mentions.
    Mention(usize),
    /// An index into the suggestions.
    Suggestion(usize),
}

impl Document {
    #[must_use]
    pub fn new(opened: Opened, path: Option<&Path>) -> Self {
        let project = opened.project;
        let file = path.map(|path| OnDisk {
            path: path.to_owned(),
            stamp: Stamp::of(path),
            ours: project.article.is_some(),
        });
        let mut document = Self {
            key: document_key(&project, path),
            history: History::default(),
            mentions: Mentions::default(),
            coverage: Coverage::default(),
            scene: Scene::default(),
            measured: Vec::new(),
            geometries: Geometries::default(),
            diagnostics: opened.diagnostics,
            about: None,
            counts: BTreeMap::new(),
            file,
            beside: None,
            parsed: None,
            parsed_of: None,
            searchable: OnceCell::new(),
            standings: Standings::default(),
            suggestions: Vec::new(),
            groups: Vec::new(),
            hollows: Vec::new(),
            references: Vec::new(),
            dismissed: 0,
            stops: Vec::new(),
            drawing: 0,
            contents: HashMap::new(),
            latest_content: 0,
            saved_content: 0,
            project,
        };
        document.contents.insert(document.history.revision(), 0);
        document.derive();
        document
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

    /// The suggestions that start in a part of the text, with their indices. None reaches over the
    /// end of its paragraph.
    pub fn suggestions_within(&self, span: Span) -> impl Iterator<Item = (usize, &Suggestion)> {
        let from = self
            .suggestions
            .partition_point(|suggestion| suggestion.span.start < span.start);
        (from..)
            .zip(&self.suggestions[from..])
            .take_while(move |(_, suggestion)| suggestion.span.start < span.end)
    }

    /// One sentence about what the file lost on the way, if it did.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        let unread = self.project.unread.len();
        let lost = self.mentions.lost;
        let what = match (unread, lost) {
            (0, 0) => return None,
            (0, 1) => "One quote was not found in the article".to_owned(),
            (0, lost) => format!("{lost} quotes were not found in the article"),
            (1, _) => "One feature could not be read".to_owned(),
            (unread, _) => format!("{unread} features could not be read"),
        };
        Some(format!("{what}; “dateline validate” says where and why."))
    }

    /// Carry an edit out as a step with a name; edits of one gesture are one step. Shapes that are
    /// derived from what it moves follow in the same step: how many.
    pub fn edit(
        &mut self,
        name: &str,
        gesture: Option<&str>,
        edit: Edit,
    ) -> Result<usize, EditError> {
        let look = is_look(&edit);
        let before = self.content();
        let (project, history) = (&mut self.project, &mut self.history);
        let step = gesture.unwrap_or(name);
        history.do_in_gesture(project, name, step, edit)?;
        let following = if look {
            Vec::new()
        } else {
            following::follow(project)
        };
        let followed = following.len();
        if followed > 0 {
            history.do_in_gesture(project, name, step, Edit::All(following))?;
        }
        if gesture.is_none() {
            history.end_gesture();
        }
        let content = if look {
            before
        } else {
            self.latest_content += 1;
            self.latest_content
        };
        self.contents.insert(self.history.revision(), content);
        if look {
            self.scene.displace(&self.project);
        } else {
            self.derive();
        }
        Ok(followed)
    }

    /// Take the last step back; its name.
    pub fn undo(&mut self) -> Result<Option<String>, EditError> {
        let name = self.history.undo(&mut self.project)?.map(str::to_owned);
        self.derive();
        Ok(name)
    }

    /// Do again what was undone last; its name.
    pub fn redo(&mut self) -> Result<Option<String>, EditError> {
        let name = self.history.redo(&mut self.project)?.map(str::to_owned);
        self.derive();
        Ok(name)
    }

    /// Where words stand in the article, as [`Searchable::find`] finds them.
    #[must_use]
    pub fn find_words(&self, question: &str, limit: usize) -> Vec<Span> {
        let Some(article) = &self.project.article else {
            return Vec::new();
        };
        let ready = || {
            let searchable = Searchable::of(article.text());
            (article.sha256().to_owned(), searchable)
        };
        let (_, searchable) = self.searchable.get_or_init(ready);
        searchable.find(question, limit)
    }

    /// What the geoparser found in the text with this hash. It is dropped when the article has
    /// another text by now.
    pub fn set_parsed(&mut self, sha256: String, parsed: Parsed) {
        self.parsed = Some(Arc::new(parsed));
        self.parsed_of = Some(sha256);
        self.derive_suggestions();
    }

    /// Whether places were looked for in a text that the article no longer has.
    #[must_use]
    pub fn needs_search(&self) -> bool {
        self.parsed_of.is_some() && self.parsed.is_none() && self.project.article.is_some()
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

    /// Compute anew all that follows from the project.
    fn derive(&mut self) {
        let project = &self.project;
        let text = project.article.as_ref().map(Article::sha256);
        if self.searchable.get().map(|(of, _)| of.as_str()) != text {
            self.searchable = OnceCell::new();
        }
        self.mentions = Mentions::of(project);
        self.coverage = self.mentions.coverage(project);
        self.counts.clear();
        for feature in &project.features {
            *self.counts.entry(feature.layer.clone()).or_default() += 1;
        }
        let geometries = Geometries::of(project);
        let same = geometries.in_common(&self.geometries);
        self.geometries = geometries;
        let scene = std::mem::take(&mut self.scene);
        self.scene = scene.prepare_again(project, |index| same[index]);
        let measured = std::mem::take(&mut self.measured);
        let features = project.features.iter().zip(same);
        self.measured = features
            .map(|(feature, before)| match before {
                Some(before) => measured[before],
                None => measured::measure(feature),
            })
            .collect();
        let shown = |feature: &Feature| {
            let layer = project.layer(&feature.layer);
            // A point for a country or a sea says nothing of where to look.
            let wide = feature.layer == DefaultLayer::Regions.id()
                && matches!(feature.geometry, Some(Geometry::Point(_)));
            feature.role != Some(Role::Actor) && !wide && layer.is_some_and(Layer::is_shown)
        };
        self.about = self
            .scene
            .bounds_of(|index| shown(&project.features[index]));
        self.drawing += 1;
        self.derive_suggestions();
    }

    fn derive_suggestions(&mut self) {
        let article = self.project.article.as_ref();
        if article.map(Article::sha256) != self.parsed_of.as_deref() {
            self.parsed = None;
        }
        let (project, mentions) = (&self.project, &self.mentions);
        (self.standings, self.suggestions) =
            self.parsed
                .as_ref()
                .map_or_else(Default::default, |parsed| {
                    let standings = Standings::of(project, mentions, parsed);
                    let open = judge::suggestions(project, mentions, parsed, &standings);
                    (standings, open)
                });
        self.dismissed = self.parsed.as_ref().map_or(0, |parsed| {
            let dismissed = Dismissed::of(&self.project);
            let article = self.project.article.as_ref();
            let spans = parsed.toponyms.iter().map(|toponym| toponym.span);
            let figures = parsed.figures.iter().map(|tied| tied.quantity.span);
            spans
                .chain(figures)
                .filter(|span| article.is_some_and(|article| dismissed.covers(article, *span)))
                .count()
        });
        let before = std::mem::take(&mut self.hollows);
        self.hollows = suggestion_marks::of(self, before);
        self.references = references::of(self);
        self.groups = match (&self.project.article, &self.parsed) {
            (Some(article), Some(parsed)) => judge::groups(article, parsed, &self.suggestions),
            _ => Vec::new(),
        };
        let mentions = (0..self.mentions.list().len()).map(Stop::Mention);
        let suggestions = (0..self.suggestions.len()).map(Stop::Suggestion);
        self.stops = mentions.chain(suggestions).collect();
        let mut stops = std::mem::take(&mut self.stops);
        stops.sort_by_key(|stop| {
            let span = self.span_of(*stop);
            (span.start, std::cmp::Reverse(span.end))
        });
        self.stops = stops;
    }

    #[must_use]
    pub fn span_of(&self, stop: Stop) -> Span {
        match stop {
            Stop::Mention(index) => self.mentions.list()[index].span,
            Stop::Suggestion(index) => self.suggestions[index].span,
        }
    }

    /// The words of a suggestion.
    #[must_use]
    pub fn words(&self, suggestion: &Suggestion) -> &str {
        let article = self.project.article.as_ref();
        article.map_or("", |article| article.words(suggestion.span))
    }

    /// Suggestions with the same words as this one, itself included, in reading order.
    #[must_use]
    pub fn alike(&self, index: usize) -> &[usize] {
        let mut groups = self.groups.iter();
        groups
            .find(|group| group.contains(&index))
            .map_or(&[], Vec::as_slice)
    }
}

/// Whether an edit does no more than give layers another look or order.
fn is_look(edit: &Edit) -> bool {
    match edit {
        Edit::Layers(splice) => splice.remove == splice.insert.len(),
        _ => false,
    }
}
