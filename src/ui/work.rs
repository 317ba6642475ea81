//! What goes on behind the window: opening, looking for places, saving. The window asks for it
//! here and takes what comes back, once a frame.

use std::{
    path::PathBuf,
    sync::mpsc,
    thread,
    time::{Duration, SystemTime},
};

use eframe::egui::{Context, ViewportCommand};

use super::{
    App,
    action::{Answer, FileAction, Tab},
    chooser::Chosen,
    document::{Document, OnDisk},
    opening::{Arrived, open},
    state::{Notice, Page, Question, Then},
};
use crate::{
    article::read::{self, Source},
    files::{Stamp, write_atomic},
    formats::{
        self, Format,
        geojson::{self, SaveError},
    },
    gazetteer::Gazetteer,
    geoparse::{self, Parsed},
    history::Revision,
    project::{Project, reanchor},
    worker::{Generation, Outcome, Worker},
};

/// How long work goes on before it is shown, in seconds.
const PATIENCE: f64 = 0.2;

/// The threads behind a window, and what they are asked for.
#[derive(Debug)]
pub struct Work {
    opener: Worker<Result<Box<Arrived>, Option<String>>>,
    finder: Worker<(String, Box<Parsed>)>,
    writer: Worker<Written>,
    /// Raised with each document that is opened: what was found in another is dropped.
    generation: Generation,
    pub(super) sender: mpsc::Sender<Chosen>,
    chosen: mpsc::Receiver<Chosen>,
    options: read::Options,
    /// What comes after a file to save to was chosen.
    pending: Option<Then>,
    /// The time at which what is being done began.
    busy_since: Option<f64>,
}

/// What was written to the disk.
#[derive(Debug)]
enum Written {
    Saved(Saved),
    Exported(Result<PathBuf, String>),
}

/// How saving ended.
#[derive(Debug)]
struct Saved {
    path: PathBuf,
    revision: Revision,
    result: Result<Option<Stamp>, SaveError>,
    then: Option<Then>,
}

impl Work {
    #[must_use]
    pub fn new(ctx: &Context, offline: bool) -> Self {
        let wake = || {
            let ctx = ctx.clone();
            move || ctx.request_repaint()
        };
        let (sender, chosen) = mpsc::channel();
        // Checking it takes some milliseconds, which no frame should wait for. Where no thread can
        // be had, the first look-up does it.
        let _ = thread::Builder::new()
            .name("gazetteer".to_owned())
            .spawn(Gazetteer::bundled);
        Self {
            opener: Worker::start("opener", wake()),
            finder: Worker::start("finder", wake()),
            writer: Worker::start("writer", wake()),
            generation: 0,
            busy_since: None,
            pending: None,
            sender,
            chosen,
            options: read::Options {
                offline,
                ..read::Options::default()
            },
        }
    }

    fn search(&self, project: &Project) {
        let Some(article) = &project.article else {
            return;
        };
        let (text, sha256) = (article.text().to_owned(), article.sha256().to_owned());
        let context = geoparse::Context {
            url: article.imprint.url.clone(),
        };
        self.finder.submit(self.generation, move |progress| {
            progress.say("Looking for places in the article", None);
            (sha256, Box::new(geoparse::parse(&text, &context)))
        });
    }
}

impl App {
    /// Take what has come back, and tell what is going on.
    pub(super) fn take_outcomes(&mut self, ctx: &Context) {
        for (_, outcome) in self.work.opener.take() {
            match outcome {
                Ok(Ok(arrived)) if arrived.replaces => self.replace_article(*arrived),
                Ok(Ok(arrived)) => self.show_document(arrived.document, arrived.notes),
                Ok(Err(Some(trouble))) => self.state.troubles.push(trouble),
                Ok(Err(None)) => {}
                Err(error) => self.state.troubles.push(error.to_string()),
            }
        }
        for (_, outcome) in self.work.finder.take() {
            match outcome {
                Ok((sha256, parsed)) => self.found(sha256, *parsed),
                Err(error) => self.state.troubles.push(error.to_string()),
            }
        }
        for (_, outcome) in self.work.writer.take() {
            self.written(ctx, outcome);
        }
        while let Ok(chosen) = self.work.chosen.try_recv() {
            self.chosen(ctx, chosen);
        }
        let work = &mut self.work;
        let doing = work
            .opener
            .doing()
            .or_else(|| work.writer.doing())
            .or_else(|| work.finder.doing());
        // What is done at once needs no bar that comes and goes.
        let now = ctx.input(|input| input.time);
        work.busy_since = doing.is_some().then(|| work.busy_since.unwrap_or(now));
        let wait = work.busy_since.map_or(0.0, |since| since + PATIENCE - now);
        if wait > 0.0 {
            ctx.request_repaint_after(Duration::from_secs_f64(wait));
        }
        self.state.doing = doing.filter(|_| wait <= 0.0);
    }

    /// Show another document, and look for places in its article.
    fn show_document(&mut self, document: Document, notes: Vec<String>) {
        self.work.generation += 1;
        self.state.show(document);
        self.state.troubles.extend(notes);
        self.state.troubles.extend(self.state.document.trouble());
        self.work.search(&self.state.document.project);
    }

    /// Put another text in the place of the article's, and tell what became of the quotes.
    fn replace_article(&mut self, arrived: Arrived) {
        let Some(mut article) = arrived.document.project.article else {
            let trouble = "This file is a project or GeoJSON, not the text of an article.";
            self.state.troubles.push(trouble.to_owned());
            return;
        };
        // A pasted text tells nothing of its origin; what is known of the article stays.
        if let Some(known) = &self.state.document.project.article {
            article.imprint = known.imprint.clone();
        }
        self.state.troubles.extend(arrived.notes);
        let (edit, report) = reanchor::replace_article(&self.state.document.project, article);
        if self.state.edit("replace the article’s text", None, edit) {
            self.state.report = Some(report);
            self.state.page = Some(Page::Report);
            self.search();
        }
    }

    fn found(&mut self, sha256: String, parsed: Parsed) {
        let state = &mut self.state;
        state.document.set_parsed(sha256, parsed);
        if state.document.suggestions.is_empty() {
            return;
        }
        state.upper = Tab::Review;
        if state.document.scene.items.is_empty() {
            state.frame_article();
        }
    }

    /// Look for places in the document's article, behind the window.
    pub(super) fn search(&mut self) {
        self.work.search(&self.state.document.project);
    }

    /// What is asked of files.
    pub(super) fn file(&mut self, ctx: &Context, action: FileAction) {
        match action {
            FileAction::Open(source) => {
                if self.state.document.is_unsaved() {
                    self.state.page = None;
                    self.state.question = Some(Question::Unsaved(Then::Open(source)));
                } else {
                    self.open(source);
                }
            }
            FileAction::Browse(page) => self.browse(ctx, page),
            FileAction::Save => self.save(None),
            FileAction::SaveTo(path) => {
                self.state.page = None;
                let then = self.work.pending.take();
                self.write(path, None, then);
            }
            FileAction::Replace(source) => self.replace(source),
            FileAction::ExportTo(format, path) => self.export(format, path),
            FileAction::Search => self.search(),
            FileAction::Cancel => {
                self.work.opener.cancel();
                self.work.finder.cancel();
            }
            FileAction::Answer(answer) => self.answer(ctx, answer),
        }
    }

    pub(super) fn open(&mut self, source: Source) {
        self.state.page = None;
        self.state.troubles.clear();
        self.work.generation += 1;
        let options = self.work.options.clone();
        self.work
            .opener
            .submit(self.work.generation, move |progress| {
                open(source, progress, &options)
            });
    }

    /// Read a text that is to take the article's place.
    fn replace(&mut self, source: Source) {
        self.state.page = None;
        self.work.generation += 1;
        let options = self.work.options.clone();
        self.work
            .opener
            .submit(self.work.generation, move |progress| {
                let mut arrived = open(source, progress, &options)?;
                arrived.replaces = true;
                Ok(arrived)
            });
    }

    fn export(&mut self, format: Format, path: PathBuf) {
        self.state.page = None;
        let project = self.state.document.project.clone();
        self.work
            .writer
            .submit(self.work.generation, move |progress| {
                progress.say(&format!("Exporting {}", path.display()), None);
                let options = formats::Options {
                    exported_at: Some(SystemTime::now()),
                    ..formats::Options::default()
                };
                let written = formats::export(&project, format, &options)
                    .map_err(|error| error.to_string())
                    .and_then(|bytes| {
                        write_atomic(&path, &bytes).map_err(|error| error.to_string())
                    });
                Written::Exported(written.map(|()| path))
            });
    }

    /// Save to the project's own file, or ask for one.
    fn save(&mut self, then: Option<Then>) {
        match &self.state.document.file {
            Some(file) if file.ours => {
                let (path, stamp) = (file.path.clone(), file.stamp);
                self.write(path, stamp, then);
            }
            _ => {
                self.work.pending = then;
                self.state.page = Some(Page::SaveAs);
            }
        }
    }

    /// Open or close a page. What was to come after saving is off when its page is closed.
    pub(super) fn set_page(&mut self, page: Option<Page>) {
        self.work.pending = None;
        self.state.page = page;
    }

    fn write(&mut self, path: PathBuf, known: Option<Stamp>, then: Option<Then>) {
        let project = self.state.document.project.clone();
        let revision = self.state.document.history.revision();
        self.work
            .writer
            .submit(self.work.generation, move |progress| {
                progress.say(&format!("Saving {}", path.display()), None);
                let result = geojson::save(&path, &project, known);
                Written::Saved(Saved {
                    path,
                    revision,
                    result,
                    then,
                })
            });
    }

    fn written(&mut self, ctx: &Context, outcome: Outcome<Written>) {
        let saved = match outcome {
            Ok(Written::Saved(saved)) => saved,
            Ok(Written::Exported(Ok(path))) => {
                let notice = format!("Exported to {}", path.display());
                self.state.notice = Some(Notice::of(notice));
                return;
            }
            Ok(Written::Exported(Err(trouble))) => {
                self.state.troubles.push(trouble);
                return;
            }
            Err(error) => {
                self.state.troubles.push(error.to_string());
                return;
            }
        };
        match saved.result {
            Ok(stamp) => {
                let notice = format!("Saved to {}", saved.path.display());
                self.state.notice = Some(Notice::of(notice));
                let file = OnDisk {
                    path: saved.path,
                    stamp,
                    ours: true,
                };
                self.state.document.mark_saved(saved.revision, file);
                if let Some(then) = saved.then {
                    self.go_on(ctx, then);
                }
            }
            Err(SaveError::ChangedOnDisk { path }) => {
                self.state.question = Some(Question::Conflict(path));
            }
            Err(error) => self.state.troubles.push(error.to_string()),
        }
    }

    fn answer(&mut self, ctx: &Context, answer: Answer) {
        let Some(question) = self.state.question.take() else {
            return;
        };
        match (question, answer) {
            (_, Answer::Cancel) => {}
            (Question::Unsaved(then), Answer::Save) => self.save(Some(then)),
            (Question::Unsaved(then), _) => self.go_on(ctx, then),
            (Question::Conflict(path), Answer::Save) => self.write(path, None, None),
            (Question::Conflict(_), _) => self.state.page = Some(Page::SaveAs),
        }
    }

    fn go_on(&mut self, ctx: &Context, then: Then) {
        match then {
            Then::Open(source) => self.open(source),
            Then::Close => {
                self.closing = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// Ask before a window with changes is closed; the title tells that there are some.
    pub(super) fn watch_window(&mut self, ctx: &Context) {
        let unsaved = self.state.document.is_unsaved();
        if ctx.input(|input| input.viewport().close_requested()) && unsaved && !self.closing {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.state.question = Some(Question::Unsaved(Then::Close));
            ctx.request_repaint();
        }
        let title = self.state.title();
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}
