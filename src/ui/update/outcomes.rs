//! What comes of work that went on behind the window.

use egui::Context;

use super::{Services, chooser, edit::edit, files, unsaved_work};
use crate::{
    document::{OnDisk, journal::Trouble},
    formats::geojson::SaveError,
    project::reanchor,
    ui::state::{
        Notice, Page, Question, State,
        action::Tab,
        drafts::Field,
        outcome::{Arrived, Exported, Outcome, Saved, WrittenFile},
    },
    worker,
};

pub fn take(state: &mut State, services: &mut Services, ctx: &Context, outcome: Outcome) {
    match outcome {
        Outcome::Opened(outcome) => {
            state.drafts.answered(Page::Open);
            match outcome {
                Ok(Ok(arrived)) => self::arrived(state, services, *arrived),
                Ok(Err(Some(trouble))) => not_opened(state, services, trouble),
                Ok(Err(None)) => {}
                Err(error) => not_opened(state, services, error.to_string()),
            }
        }
        Outcome::Found(Ok((sha256, findings))) => {
            state.document.set_findings(sha256, findings);
            found(state);
        }
        Outcome::Found(Err(error)) | Outcome::Leftovers(Err(error)) => {
            state.troubles.push(error.to_string());
        }
        Outcome::Written(outcome) => written(state, services, ctx, outcome),
        Outcome::OverwriteChecked(there) => state.drafts.file_to_replace = there,
        Outcome::Chosen(chosen) => chooser::chosen(state, services, ctx, chosen),
        Outcome::Leftovers(Ok(leftovers)) => unsaved_work::found(state, leftovers),
        Outcome::Journal(Trouble::NotKept(text)) => state.troubles.push(text),
        Outcome::Journal(Trouble::KeptAgain) => {
            tell(state, "Unsaved work is kept again".to_owned());
        }
        Outcome::AlsoShownBy(processes) => state.also_shown_by = processes,
        Outcome::SettingsNotWritten(error) => {
            tracing::error!(error, "the settings were not saved");
            state.notice = Some(Notice::of_trouble(format!(
                "The settings could not be saved and last until the window is closed. {error}"
            )));
        }
        Outcome::Doing(busy) => state.busy = busy,
    }
}

/// What was asked for is here: show it, or put its text in the place of the article's.
fn arrived(state: &mut State, services: &mut Services, arrived: Arrived) {
    if arrived.replaces && arrived.document.project().article().is_none() {
        let about_another = "This is a project or GeoJSON, not the text of an article.";
        not_opened(state, services, about_another.to_owned());
        return;
    }
    if let Some(source) = services.asked.take() {
        state.drafts.used(&source);
    }
    if arrived.replaces {
        replace_article(state, services, arrived);
    } else {
        show_document(state, services, arrived);
    }
}

/// Tell why nothing was opened: beside the field it was entered in, while that is open.
fn not_opened(state: &mut State, services: &mut Services, text: String) {
    tracing::warn!(reason = text, "nothing was opened");
    let source = services.asked.take();
    let field = source.and_then(|source| state.drafts.field_of(&source));
    files::fault(state, Page::Open, field.unwrap_or(Field::Chooser), text);
}

/// Show another document, and look for places in its article.
fn show_document(state: &mut State, services: &mut Services, arrived: Arrived) {
    services.generation += 1;
    services.document_number += 1;
    // It was to come after saving the document before.
    services.pending = None;
    let mut fresh = State::new(arrived.document, state.settings.clone());
    let ground = fresh.document.ground().clone();
    services.journal.begin(ground, arrived.restored);
    // What else the window shows stays as it was.
    fresh.views.set_rect(state.view().rect);
    fresh.basemap = state.basemap.clone();
    fresh.tab = state.tab;
    fresh.narrow_tab = state.narrow_tab;
    fresh.abandoned = std::mem::take(&mut state.abandoned);
    // The journal tells when it is not so for this document.
    fresh.also_shown_by = std::mem::take(&mut state.also_shown_by);
    fresh.drafts = std::mem::take(&mut state.drafts);
    fresh.drafts.forget_paths();
    *state = fresh;
    state.troubles.extend(arrived.notes);
    state.troubles.extend(state.document.trouble());
    files::search(state, services);
}

/// Put another text in the place of the article's, and tell what became of the quotes.
fn replace_article(state: &mut State, services: &Services, arrived: Arrived) {
    let Some(mut article) = arrived.document.project().article().cloned() else {
        return;
    };
    // A pasted text tells nothing of its origin; what is known of the article stays.
    if let Some(known) = state.document.project().article() {
        article.imprint = known.imprint.clone();
    }
    state.troubles.extend(arrived.notes);
    let (replaced, report) = reanchor::replace_article(state.document.project(), article);
    if edit(state, "replace the article’s text", None, replaced) {
        state.report = Some(report);
        super::panels::set_page(state, Some(Page::Report));
        files::search(state, services);
    }
}

fn found(state: &mut State) {
    if state.document.suggestions().is_empty() {
        return;
    }
    state.side_tab = Tab::Review;
    if state.document.scene().is_empty() {
        state.frame_article();
    }
}

fn written(
    state: &mut State,
    services: &mut Services,
    ctx: &Context,
    outcome: worker::JobResult<WrittenFile>,
) {
    match outcome {
        Ok(WrittenFile::Saved(saved)) => {
            if saved.by_page {
                state.drafts.answered(Page::SaveAs);
            }
            if saved.document_number == services.document_number {
                self::saved(state, services, ctx, saved);
            } else {
                saved_another(state, saved);
            }
        }
        Ok(WrittenFile::Exported(exported)) => self::exported(state, services, exported),
        Err(error) => {
            // Which of them it was is not known; none is kept waiting for nothing.
            state.drafts.answered_all_but(Page::Open);
            state.troubles.push(error.to_string());
        }
    }
}

fn exported(state: &mut State, services: &Services, exported: Exported) {
    let page = Page::Export(exported.format);
    state.drafts.answered(page);
    let shown = exported.document_number == services.document_number;
    match exported.result {
        Ok(path) => {
            if shown {
                done(state, page);
            }
            tell(state, format!("Exported to {}", path.display()));
        }
        Err(trouble) => {
            tracing::warn!(reason = trouble, "nothing was exported");
            if shown {
                files::fault(state, page, Field::Path, trouble);
            } else {
                state.troubles.push(trouble);
            }
        }
    }
}

fn tell(state: &mut State, what: String) {
    state.notice = Some(Notice::of(what));
}

/// What a page asked for is done: it closes, and what stood in it is not needed any more.
fn done(state: &mut State, page: Page) {
    if state.page == Some(page) {
        state.page = None;
    }
    state.drafts.forget_path(page);
}

/// A document that the window no longer shows was saved, or was not: that is told, and nothing
/// comes of it for the one that is shown.
fn saved_another(state: &mut State, saved: Saved) {
    match saved.result {
        Ok(_) => tell(state, format!("Saved to {}", saved.path.display())),
        Err(error) => {
            tracing::warn!(%error, "a document was not saved");
            state.troubles.push(error.to_string());
        }
    }
}

fn saved(state: &mut State, services: &mut Services, ctx: &Context, saved: Saved) {
    match saved.result {
        Ok(stamp) => {
            if saved.by_page {
                done(state, Page::SaveAs);
            }
            tell(state, format!("Saved to {}", saved.path.display()));
            let file = OnDisk {
                path: saved.path,
                stamp: Some(stamp),
                ours: true,
            };
            state.document.mark_saved(saved.revision, file);
            if let Some(then) = saved.then {
                files::go_on(state, services, ctx, then);
            }
        }
        Err(SaveError::ChangedOnDisk { path }) => {
            services.pending = saved.then;
            state.question = Some(Question::Conflict(path));
        }
        Err(error) => {
            tracing::warn!(%error, "the document was not saved");
            if !saved.by_page {
                state.troubles.push(error.to_string());
                return;
            }
            if state.page == Some(Page::SaveAs) {
                services.pending = saved.then;
            }
            files::fault(state, Page::SaveAs, Field::Path, error.to_string());
        }
    }
}
