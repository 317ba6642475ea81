//! Saving and exporting, behind the window, and what comes of it.

use std::{
    path::PathBuf,
    sync::{Arc, PoisonError},
    time::SystemTime,
};

use eframe::egui::Context;

use crate::{
    document::{OnDisk, history::Revision},
    files::{Stamp, write_atomic},
    formats::{
        self, Format,
        geojson::{self, SaveError},
    },
    ui::{
        App,
        state::{Notice, Page, Question, Then, drafts::Field},
    },
    worker::{Generation, Outcome, Worker},
};

/// The writer's only generation: what was once asked to be written is written, and told of,
/// whatever the window shows by then.
const ALWAYS: Generation = 0;

/// What was written to the disk.
#[derive(Debug)]
pub(in crate::ui) enum Written {
    Saved(Saved),
    Exported(Exported),
}

/// How exporting ended.
#[derive(Debug)]
pub(in crate::ui) struct Exported {
    format: Format,
    /// Which of the documents that the window has shown.
    document: u64,
    result: Result<PathBuf, String>,
}

/// How saving ended.
#[derive(Debug)]
pub(in crate::ui) struct Saved {
    path: PathBuf,
    /// Which of the documents that the window has shown.
    document: u64,
    /// Whether the page for saving asked for it.
    by_page: bool,
    revision: Revision,
    result: Result<Option<Stamp>, SaveError>,
    then: Option<Then>,
}

/// Finds out behind the window whether there is a file where a page would write.
#[derive(Debug)]
pub(in crate::ui) struct Looker {
    worker: Worker<Option<PathBuf>>,
    /// Raised with each question: the answers to earlier ones are dropped.
    generation: Generation,
    asked: Option<PathBuf>,
}

impl Looker {
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            worker: Worker::start("looker", wake),
            generation: 0,
            asked: None,
        }
    }

    /// Ask about a file, or about none any more; whether that is something else than before.
    fn ask(&mut self, path: Option<PathBuf>) -> bool {
        if self.asked == path {
            return false;
        }
        self.generation += 1;
        self.asked.clone_from(&path);
        self.worker
            .submit(self.generation, move |_| path.filter(|path| path.is_file()));
        true
    }
}

/// What a document's last save left on the disk. The writer keeps it, because the next save may be
/// asked for before the window has heard of this one.
#[derive(Debug)]
pub(in crate::ui) struct Left {
    document: u64,
    path: PathBuf,
    stamp: Option<Stamp>,
}

impl App {
    /// Ask for what the open page would replace when something else stands in it, and take what
    /// has come back.
    pub(in crate::ui) fn look_ahead(&mut self) {
        let looker = &mut self.work.looker;
        if looker.ask(self.state.target()) {
            self.state.drafts.there = None;
        }
        // Without an answer there is no warning; writing will tell what is wrong.
        for (_, there) in looker.worker.take() {
            self.state.drafts.there = there.ok().flatten();
        }
    }

    pub(in crate::ui) fn export(&mut self, format: Format, path: PathBuf) {
        self.wait_for(Page::Export(format));
        let project = self.state.document.project.clone();
        let document = self.work.document;
        self.work.writer.submit(ALWAYS, move |progress| {
            progress.say(&format!("Exporting {}", path.display()), None);
            let options = formats::Options {
                exported_at: Some(SystemTime::now()),
                ..formats::Options::default()
            };
            let written = formats::export(&project, format, &options)
                .map_err(|error| error.to_string())
                .and_then(|bytes| write_atomic(&path, &bytes).map_err(|error| error.to_string()))
                .inspect_err(|trouble| tracing::error!("nothing was exported: {trouble}"));
            Written::Exported(Exported {
                format,
                document,
                result: written.map(|()| path),
            })
        });
    }

    /// Save to the project's own file, or ask for one.
    pub(in crate::ui) fn save(&mut self, then: Option<Then>) {
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

    /// Save where the page for saving says, and go on with what was to come after that.
    pub(in crate::ui) fn save_to(&mut self, path: PathBuf) {
        self.wait_for(Page::SaveAs);
        let then = self.work.pending.take();
        self.submit(path, None, then, true);
    }

    /// Save to a file, unless another program changed it since it was `known`.
    pub(in crate::ui) fn write(&mut self, path: PathBuf, known: Option<Stamp>, then: Option<Then>) {
        self.submit(path, known, then, false);
    }

    fn submit(&mut self, path: PathBuf, known: Option<Stamp>, then: Option<Then>, by_page: bool) {
        let project = self.state.document.project.clone();
        let revision = self.state.document.history.revision();
        let document = self.work.document;
        let left = Arc::clone(&self.work.left);
        self.work.writer.submit(ALWAYS, move |progress| {
            progress.say(&format!("Saving {}", path.display()), None);
            let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
            // What the save before left there is no other program's change.
            let own = left
                .as_ref()
                .filter(|left| left.document == document && left.path == path);
            let known = known.and_then(|known| own.map_or(Some(known), |left| left.stamp));
            let result = geojson::save(&path, &project, known)
                .inspect_err(|error| tracing::error!("the project was not saved: {error}"));
            if let Ok(stamp) = &result {
                *left = Some(Left {
                    document,
                    path: path.clone(),
                    stamp: *stamp,
                });
            }
            drop(left);
            Written::Saved(Saved {
                path,
                document,
                by_page,
                revision,
                result,
                then,
            })
        });
    }

    pub(in crate::ui) fn written(&mut self, ctx: &Context, outcome: Outcome<Written>) {
        match outcome {
            Ok(Written::Saved(saved)) => {
                if saved.by_page {
                    self.state.drafts.answered(Page::SaveAs);
                }
                if saved.document == self.work.document {
                    self.saved(ctx, saved);
                } else {
                    self.saved_another(saved);
                }
            }
            Ok(Written::Exported(exported)) => {
                let page = Page::Export(exported.format);
                self.state.drafts.answered(page);
                let shown = exported.document == self.work.document;
                match exported.result {
                    Ok(path) => {
                        if shown {
                            self.done(page);
                        }
                        self.tell(format!("Exported to {}", path.display()));
                    }
                    Err(trouble) if shown => self.fault(page, Field::Path, trouble),
                    Err(trouble) => self.state.troubles.push(trouble),
                }
            }
            Err(error) => {
                // Which of them it was is not known; none is kept waiting for nothing.
                self.state.drafts.answered_all_but(Page::Open);
                self.state.troubles.push(error.to_string());
            }
        }
    }

    fn tell(&mut self, what: String) {
        self.state.notice = Some(Notice::of(what));
    }

    /// What a page asked for is done: it closes, and what stood in it is not needed any more.
    fn done(&mut self, page: Page) {
        if self.state.page == Some(page) {
            self.state.page = None;
        }
        self.state.drafts.forget_path(page);
    }

    /// A document that the window no longer shows was saved, or was not: that is told, and nothing
    /// comes of it for the one that is shown.
    fn saved_another(&mut self, saved: Saved) {
        match saved.result {
            Ok(_) => self.tell(format!("Saved to {}", saved.path.display())),
            Err(error) => self.state.troubles.push(error.to_string()),
        }
    }

    fn saved(&mut self, ctx: &Context, saved: Saved) {
        match saved.result {
            Ok(stamp) => {
                if saved.by_page {
                    self.done(Page::SaveAs);
                }
                self.tell(format!("Saved to {}", saved.path.display()));
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
                self.work.pending = saved.then;
                self.state.question = Some(Question::Conflict(path));
            }
            Err(error) if saved.by_page => {
                if self.state.page == Some(Page::SaveAs) {
                    self.work.pending = saved.then;
                }
                self.fault(Page::SaveAs, Field::Path, error.to_string());
            }
            Err(error) => self.state.troubles.push(error.to_string()),
        }
    }
}
