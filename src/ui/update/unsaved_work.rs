//! What windows left behind that ended before their work was saved: offered, restored, thrown away.

use std::path::Path;

use super::{Services, panels};
use crate::{
    document::{
        Document,
        journal::recover::{Abandoned, Leftovers},
    },
    ui::state::{Notice, Page, Question, State, Then, outcome::Arrived},
};

/// What was found at the start is offered at once, unless a page is open already.
pub fn found(state: &mut State, leftovers: Leftovers) {
    let troubles = leftovers.troubles.iter();
    state.troubles.extend(troubles.map(ToString::to_string));
    state.abandoned = leftovers.work;
    if state.abandoned.is_empty() {
        return;
    }
    if state.page.is_none() && state.question.is_none() {
        panels::set_page(state, Some(Page::UnsavedWork));
    } else {
        let text = "Unsaved work was found; File ▸ Unsaved work… shows it.";
        state.notice = Some(Notice::of(text));
    }
}

/// Restore what is in a journal, after asking about the document that is open.
pub fn ask_and_restore(state: &mut State, services: &mut Services, journal: &Path) {
    if state.document.is_unsaved() {
        state.question = Some(Question::Unsaved(Then::Restore(journal.to_owned())));
    } else {
        restore(state, services, journal);
    }
}

/// Restore what is in a journal in the place of the document.
pub fn restore(state: &mut State, services: &mut Services, journal: &Path) {
    let Some(abandoned) = take(state, journal) else {
        return;
    };
    if state.page == Some(Page::UnsavedWork) {
        state.page = None;
    }
    services.asked = None;
    services.generation += 1;
    services
        .opener
        .submit(services.generation, move |progress| {
            progress.say("Restoring unsaved work", None);
            Ok(Box::new(Arrived {
                document: Document::restored(abandoned.work.ground.clone()),
                notes: abandoned.work.damage.iter().cloned().collect(),
                replaces: false,
                restored: Some(abandoned),
            }))
        });
}

/// Throw away what is in a journal.
pub fn discard(state: &mut State, journal: &Path) {
    let Some(abandoned) = take(state, journal) else {
        return;
    };
    let title = abandoned.work.ground.project().title().to_owned();
    abandoned.clear();
    state.notice = Some(Notice::of(format!("Thrown away: {title}")));
    if state.abandoned.is_empty() && state.page == Some(Page::UnsavedWork) {
        state.page = None;
    }
}

fn take(state: &mut State, journal: &Path) -> Option<Abandoned> {
    let at = state
        .abandoned
        .iter()
        .position(|abandoned| abandoned.journal() == journal)?;
    Some(state.abandoned.remove(at))
}
