//! Opening, saving and exporting, behind the window.

use std::{
    path::PathBuf,
    sync::{Arc, PoisonError},
    time::SystemTime,
};

use egui::{Context, ViewportCommand};

use super::{Services, chooser, services::LastSave, unsaved_work};
use crate::{
    document::Document,
    files::{Stamp, write_atomic},
    formats::{self, Format, geojson},
    geoparse,
    judge::Findings,
    open::{self, article::Source},
    progress::Progress,
    ui::state::{
        Page, Question, State, Then,
        action::{Answer, FileAction},
        drafts::{Field, FieldFault},
        outcome::{Arrived, Exported, Saved, WrittenFile},
    },
    worker::Generation,
};

/// The writer's only generation: what was once asked to be written is written, and told of,
/// whatever the window shows by then.
const ALWAYS: Generation = 0;

pub fn change(state: &mut State, services: &mut Services, ctx: &Context, action: FileAction) {
    match action {
        FileAction::Open(source) => {
            if state.document.is_unsaved() {
                state.question = Some(Question::Unsaved(Then::Open(source)));
            } else {
                open(state, services, source);
            }
        }
        FileAction::Browse(page) => chooser::browse(state, services, ctx, page),
        FileAction::Save => save(state, services, None),
        FileAction::SaveTo(path) => save_to(state, services, path),
        FileAction::Replace(source) => read(state, services, source, true),
        FileAction::ExportTo(format, path) => export(state, services, format, path),
        FileAction::Search => search(state, services),
        FileAction::Cancel => {
            services.opener.cancel();
            services.place_finder.cancel();
            state.drafts.answered(Page::Open);
        }
        FileAction::Restore(journal) => {
            unsaved_work::ask_and_restore(state, services, &journal);
        }
        FileAction::AskToDiscard(journal) => {
            state.question = Some(Question::DiscardWork(journal));
        }
        FileAction::Answer(answer) => self::answer(state, services, ctx, answer),
        FileAction::Close => close(state, services, ctx),
    }
}

/// Look for places in the document's article.
pub fn search(state: &State, services: &Services) {
    let project = state.document.project();
    let Some(article) = project.article() else {
        return;
    };
    let (id, article) = (project.article_id(), article.clone());
    services
        .place_finder
        .submit(services.generation, move |progress| {
            progress.say("Looking for places in the article", None);
            let context = geoparse::Context {
                url: article.imprint.url.clone(),
            };
            let parsed = geoparse::parse(article.text(), &context);
            let findings = Findings::of(id, &article, parsed);
            (article.sha256().to_owned(), Arc::new(findings))
        });
}

/// Open something in the place of the document.
pub fn open(state: &mut State, services: &mut Services, source: Source) {
    state.troubles.clear();
    // The page that holds what is asked for waits for it.
    if state.page.is_none() && state.drafts.field_of(&source).is_some() {
        state.page = Some(Page::Open);
    }
    read(state, services, source, false);
}

fn read(state: &mut State, services: &mut Services, source: Source, replaces: bool) {
    wait_for(state, Page::Open);
    services.asked = Some(source.clone());
    services.generation += 1;
    let options = services.options.clone();
    services
        .opener
        .submit(services.generation, move |progress| {
            let mut arrived = arrive(source, progress, &options)?;
            arrived.replaces = replaces;
            Ok(arrived)
        });
}

/// Open whatever it is, and prepare it for the window; `Err(None)` when it was cancelled.
fn arrive(
    source: Source,
    progress: &Progress,
    options: &open::article::FetchOptions,
) -> Result<Box<Arrived>, Option<String>> {
    let import = open::open(source, progress, options).map_err(|error| {
        let cancelled = error.is_cancelled();
        (!cancelled).then(|| error.to_string())
    })?;
    progress.say("Preparing the map", None);
    let notes = import.notes.clone();
    Ok(Box::new(Arrived {
        document: Document::of(import),
        notes,
        replaces: false,
        restored: None,
    }))
}

/// Tell what went wrong, on the page that asked if it is still open.
pub fn fault(state: &mut State, page: Page, field: Field, text: String) {
    if state.page == Some(page) {
        state.drafts.fault = Some(FieldFault { field, text });
    } else {
        state.troubles.push(text);
    }
}

/// From now on a page waits for what it asked for; what was wrong before no longer counts.
fn wait_for(state: &mut State, page: Page) {
    state.drafts.fault = None;
    state.drafts.wait(page);
}

fn export(state: &mut State, services: &Services, format: Format, path: PathBuf) {
    wait_for(state, Page::Export(format));
    // A copy of a project shares all that is in it.
    let project = state.document.project().clone();
    let document_number = services.document_number;
    services.writer.submit(ALWAYS, move |progress| {
        progress.say(&format!("Exporting {}", path.display()), None);
        let options = formats::ExportOptions {
            exported_at: Some(SystemTime::now()),
            ..formats::ExportOptions::default()
        };
        let written = formats::export(&project, format, &options)
            .map_err(|error| error.to_string())
            .and_then(|bytes| write_atomic(&path, &bytes).map_err(|error| error.to_string()));
        WrittenFile::Exported(Exported {
            format,
            document_number,
            result: written.map(|()| path),
        })
    });
}

/// Save to the project's own file, or ask for one.
fn save(state: &mut State, services: &mut Services, then: Option<Then>) {
    match &state.document.ground().file {
        Some(file) if file.ours => {
            let (path, stamp) = (file.path.clone(), file.stamp);
            write(state, services, path, stamp, then, false);
        }
        _ => {
            services.pending = then;
            super::panels::set_page(state, Some(Page::SaveAs));
        }
    }
}

/// Save where the page for saving says, and go on with what was to come after that.
fn save_to(state: &mut State, services: &mut Services, path: PathBuf) {
    wait_for(state, Page::SaveAs);
    let then = services.pending.take();
    write(state, services, path, None, then, true);
}

/// Save to a file, unless another program changed it since it was `known`.
fn write(
    state: &State,
    services: &Services,
    path: PathBuf,
    known: Option<Stamp>,
    then: Option<Then>,
    by_page: bool,
) {
    // A copy of a project shares all that is in it.
    let project = state.document.project().clone();
    let revision = state.document.history().revision();
    let document_number = services.document_number;
    let left = Arc::clone(&services.last_save);
    services.writer.submit(ALWAYS, move |progress| {
        progress.say(&format!("Saving {}", path.display()), None);
        let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
        // What the save before left there is no other program's change.
        let own = left
            .as_ref()
            .filter(|left| left.document_number == document_number && left.path == path);
        let known = known.and_then(|known| own.map_or(Some(known), |left| left.stamp));
        let result = geojson::save(&path, &project, known);
        if let Ok(stamp) = &result {
            *left = Some(LastSave {
                document_number,
                path: path.clone(),
                stamp: Some(*stamp),
            });
        }
        drop(left);
        WrittenFile::Saved(Saved {
            path,
            document_number,
            by_page,
            revision,
            result,
            then,
        })
    });
}

fn answer(state: &mut State, services: &mut Services, ctx: &Context, answer: Answer) {
    let Some(question) = state.question.take() else {
        return;
    };
    match (question, answer) {
        (_, Answer::Cancel) => services.pending = None,
        (Question::DiscardWork(journal), _) => unsaved_work::discard(state, &journal),
        (Question::Unsaved(then), Answer::Save) => save(state, services, Some(then)),
        (Question::Unsaved(then), _) => go_on(state, services, ctx, then),
        (Question::Conflict(path), Answer::Save) => {
            let then = services.pending.take();
            write(state, services, path, None, then, false);
        }
        (Question::Conflict(_), _) => super::panels::set_page(state, Some(Page::SaveAs)),
    }
}

/// What was to come after a question, or after saving.
pub fn go_on(state: &mut State, services: &mut Services, ctx: &Context, then: Then) {
    match then {
        Then::Open(source) => open(state, services, source),
        Then::Restore(journal) => unsaved_work::restore(state, services, &journal),
        Then::Close => {
            services.closing = true;
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }
}

/// The window is asked to close: not before changes are saved, or given up.
fn close(state: &mut State, services: &mut Services, ctx: &Context) {
    if state.document.is_unsaved() && !services.closing {
        state.question = Some(Question::Unsaved(Then::Close));
    } else {
        go_on(state, services, ctx, Then::Close);
    }
}
