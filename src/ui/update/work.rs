//! What goes on behind the window: opening and looking for places. The window asks for it here
//! and takes what comes back, once a frame.

use std::{
    sync::{Arc, LazyLock, Mutex, mpsc},
    thread,
    time::Duration,
};

use eframe::egui::{Context, ViewportCommand};

use super::{
    chooser::Chosen,
    opening::{Arrived, open},
    writing::{Left, Looker, Written},
};
use crate::{
    document::Document,
    gazetteer::Gazetteer,
    geoparse::{self, Parsed},
    open::article::{self, Source},
    project::{Project, reanchor},
    ui::{
        App,
        state::{
            Busy, Page, Question, Then,
            action::{Answer, FileAction, Tab},
            drafts::{Fault, Field},
            file_names,
        },
    },
    worker::{Generation, Worker},
};

/// How long work goes on before it is shown, in seconds.
const PATIENCE: f64 = 0.2;

/// The threads behind a window, and what they are asked for.
#[derive(Debug)]
pub struct Work {
    opener: Worker<Result<Box<Arrived>, Option<String>>>,
    finder: Worker<(String, Box<Parsed>)>,
    pub(in crate::ui) writer: Worker<Written>,
    /// What the last save left on the disk.
    pub(in crate::ui) left: Arc<Mutex<Option<Left>>>,
    pub(in crate::ui) looker: Looker,
    /// Raised with whatever is asked to be opened: what was asked for before is dropped.
    generation: Generation,
    /// Which of the documents that the window has shown is shown now, counted from nought: what
    /// is heard late of another one changes nothing in this.
    pub(in crate::ui) document: u64,
    pub(in crate::ui) sender: mpsc::Sender<Chosen>,
    chosen: mpsc::Receiver<Chosen>,
    options: article::Options,
    /// What was last asked to be opened.
    asked: Option<Source>,
    /// What comes after saving, once a file for it was chosen or a conflict answered.
    pub(in crate::ui) pending: Option<Then>,
    /// The time at which what is being done began.
    busy_since: Option<f64>,
}

impl Work {
    #[must_use]
    pub fn new(ctx: &Context, offline: bool) -> Self {
        let wake = || {
            let ctx = ctx.clone();
            move || ctx.request_repaint()
        };
        let (sender, chosen) = mpsc::channel();
        // The gazetteer takes some milliseconds to be checked, and the home folder is read from the
        // disk: no frame should wait for either. Without a thread the first use does it.
        let ahead = thread::Builder::new().name("ahead".to_owned()).spawn(|| {
            LazyLock::force(&file_names::HOME);
            let _ = Gazetteer::bundled();
        });
        if let Err(error) = ahead {
            tracing::debug!("nothing is done ahead: {error}");
        }
        Self {
            opener: Worker::start("opener", wake()),
            finder: Worker::start("finder", wake()),
            writer: Worker::start("writer", wake()),
            left: Arc::default(),
            looker: Looker::new(wake()),
            generation: 0,
            document: 0,
            busy_since: None,
            asked: None,
            pending: None,
            sender,
            chosen,
            options: article::Options {
                offline,
                ..article::Options::default()
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
    pub(in crate::ui) fn take_outcomes(&mut self, ctx: &Context) {
        for (_, outcome) in self.work.opener.take() {
            self.state.drafts.answered(Page::Open);
            match outcome {
                Ok(Ok(arrived)) => self.arrived(*arrived),
                Ok(Err(Some(trouble))) => self.not_opened(trouble),
                Ok(Err(None)) => {}
                Err(error) => self.not_opened(error.to_string()),
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
        self.look_ahead();
        while let Ok(chosen) = self.work.chosen.try_recv() {
            self.chosen(ctx, chosen);
        }
        let work = &mut self.work;
        let opening = work.opener.doing();
        let writing = work.writer.doing();
        let can_cancel = opening.is_some() || writing.is_none();
        let doing = opening.or(writing).or_else(|| work.finder.doing());
        // What is done at once needs no bar that comes and goes.
        let now = ctx.input(|input| input.time);
        work.busy_since = doing.is_some().then(|| work.busy_since.unwrap_or(now));
        let wait = work.busy_since.map_or(0.0, |since| since + PATIENCE - now);
        if wait > 0.0 {
            ctx.request_repaint_after(Duration::from_secs_f64(wait));
        }
        self.state.busy = doing
            .filter(|_| wait <= 0.0)
            .map(|doing| Busy { doing, can_cancel });
    }

    /// What was asked for is here: show it, or put its text in the place of the article's.
    fn arrived(&mut self, arrived: Arrived) {
        let about_another = "This is a project or GeoJSON, not the text of an article.";
        if arrived.replaces && arrived.document.project.article.is_none() {
            self.not_opened(about_another.to_owned());
            return;
        }
        if let Some(source) = self.work.asked.take() {
            self.state.drafts.used(&source);
        }
        if arrived.replaces {
            self.replace_article(arrived);
        } else {
            self.show_document(arrived.document, arrived.notes);
        }
    }

    /// Tell why nothing was opened: beside the field it was entered in, while that is open.
    fn not_opened(&mut self, text: String) {
        let source = self.work.asked.take();
        let drafts = &self.state.drafts;
        let field = source.and_then(|source| drafts.field_of(&source));
        self.fault(Page::Open, field.unwrap_or(Field::Chooser), text);
    }

    /// Tell what went wrong, on the page that asked if it is still open.
    pub(in crate::ui) fn fault(&mut self, page: Page, field: Field, text: String) {
        if self.state.page == Some(page) {
            self.state.drafts.fault = Some(Fault { field, text });
        } else {
            self.state.troubles.push(text);
        }
    }

    /// From now on a page waits for what it asked for; what was wrong before no longer counts.
    pub(in crate::ui) fn wait_for(&mut self, page: Page) {
        self.state.drafts.fault = None;
        self.state.drafts.wait(page);
    }

    /// Show another document, and look for places in its article.
    fn show_document(&mut self, document: Document, notes: Vec<String>) {
        self.work.generation += 1;
        self.work.document += 1;
        // It was to come after saving the document before.
        self.work.pending = None;
        self.state.show(document);
        self.state.troubles.extend(notes);
        self.state.troubles.extend(self.state.document.trouble());
        self.work.search(&self.state.document.project);
    }

    /// Put another text in the place of the article's, and tell what became of the quotes.
    fn replace_article(&mut self, arrived: Arrived) {
        let Some(mut article) = arrived.document.project.article else {
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
    pub(in crate::ui) fn search(&mut self) {
        self.work.search(&self.state.document.project);
    }

    /// What is asked of files.
    pub(in crate::ui) fn file(&mut self, ctx: &Context, action: FileAction) {
        match action {
            FileAction::Open(source) => {
                if self.state.document.is_unsaved() {
                    self.state.question = Some(Question::Unsaved(Then::Open(source)));
                } else {
                    self.open(source);
                }
            }
            FileAction::Browse(page) => self.browse(ctx, page),
            FileAction::Save => self.save(None),
            FileAction::SaveTo(path) => self.save_to(path),
            FileAction::Replace(source) => self.replace(source),
            FileAction::ExportTo(format, path) => self.export(format, path),
            FileAction::Search => self.search(),
            FileAction::Cancel => {
                self.work.opener.cancel();
                self.work.finder.cancel();
                self.state.drafts.answered(Page::Open);
            }
            FileAction::Answer(answer) => self.answer(ctx, answer),
        }
    }

    pub(in crate::ui) fn open(&mut self, source: Source) {
        self.state.troubles.clear();
        // The page that holds what is asked for waits for it.
        if self.state.page.is_none() && self.state.drafts.field_of(&source).is_some() {
            self.state.page = Some(Page::Open);
        }
        self.wait_for(Page::Open);
        self.work.asked = Some(source.clone());
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
        self.wait_for(Page::Open);
        self.work.asked = Some(source.clone());
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

    /// Open or close a page. What was to come after saving is off when its page is closed.
    pub(in crate::ui) fn set_page(&mut self, page: Option<Page>) {
        self.work.pending = None;
        self.state.drafts.fault = None;
        self.state.page = page;
    }

    fn answer(&mut self, ctx: &Context, answer: Answer) {
        let Some(question) = self.state.question.take() else {
            return;
        };
        match (question, answer) {
            (_, Answer::Cancel) => self.work.pending = None,
            (Question::Unsaved(then), Answer::Save) => self.save(Some(then)),
            (Question::Unsaved(then), _) => self.go_on(ctx, then),
            (Question::Conflict(path), Answer::Save) => {
                let then = self.work.pending.take();
                self.write(path, None, then);
            }
            (Question::Conflict(_), _) => self.state.page = Some(Page::SaveAs),
        }
    }

    pub(in crate::ui) fn go_on(&mut self, ctx: &Context, then: Then) {
        match then {
            Then::Open(source) => self.open(source),
            Then::Close => {
                self.closing = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// Ask before a window with changes is closed; the title tells that there are some.
    pub(in crate::ui) fn watch_window(&mut self, ctx: &Context) {
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
