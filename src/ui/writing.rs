//! Saving and exporting, behind the window, and what comes of it.

use std::{path::PathBuf, time::SystemTime};

use eframe::egui::Context;

use super::{
    App,
    document::OnDisk,
    drafts::Field,
    state::{Notice, Page, Question, Then},
};
use crate::{
    files::{Stamp, write_atomic},
    formats::{
        self, Format,
        geojson::{self, SaveError},
    },
    history::Revision,
    worker::Outcome,
};

/// What was written to the disk.
#[derive(Debug)]
pub(super) enum Written {
    Saved(Saved),
    Exported(Format, Result<PathBuf, String>),
}

/// How saving ended.
#[derive(Debug)]
pub(super) struct Saved {
    path: PathBuf,
    revision: Revision,
    result: Result<Option<Stamp>, SaveError>,
    then: Option<Then>,
}

impl App {
    pub(super) fn export(&mut self, format: Format, path: PathBuf) {
        self.wait_for();
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
                Written::Exported(format, written.map(|()| path))
            });
    }

    /// Save to the project's own file, or ask for one.
    pub(super) fn save(&mut self, then: Option<Then>) {
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

    pub(super) fn write(&mut self, path: PathBuf, known: Option<Stamp>, then: Option<Then>) {
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

    pub(super) fn written(&mut self, ctx: &Context, outcome: Outcome<Written>) {
        self.state.drafts.waiting = false;
        match outcome {
            Ok(Written::Saved(saved)) => self.saved(ctx, saved),
            Ok(Written::Exported(format, Ok(path))) => {
                self.done(
                    Page::Export(format),
                    format!("Exported to {}", path.display()),
                );
            }
            Ok(Written::Exported(format, Err(trouble))) => {
                self.fault(Page::Export(format), Field::Path, trouble);
            }
            Err(error) => self.state.troubles.push(error.to_string()),
        }
    }

    /// What a page asked for is done: it closes, and what stood in it is not needed any more.
    fn done(&mut self, page: Page, what: String) {
        if self.state.page == Some(page) {
            self.state.page = None;
        }
        self.state.drafts.forget_paths();
        self.state.notice = Some(Notice::of(what));
    }

    fn saved(&mut self, ctx: &Context, saved: Saved) {
        match saved.result {
            Ok(stamp) => {
                self.done(Page::SaveAs, format!("Saved to {}", saved.path.display()));
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
            Err(error) => {
                if self.state.page == Some(Page::SaveAs) {
                    self.work.pending = saved.then;
                }
                self.fault(Page::SaveAs, Field::Path, error.to_string());
            }
        }
    }
}
