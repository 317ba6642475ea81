//! Edits of the document, and what the window shows after them.

use super::{Services, files, layers};
use crate::{
    document::Document,
    project::{Edit, ids::Handle},
    text::Article,
    ui::state::{Notice, Page, Reveal, State},
};

/// Carry an edit out under a name, with the selection kept where that is still there; whether it was carried
/// out. What does not fit is told.
pub fn edit(state: &mut State, name: impl Into<String>, gesture: Option<&str>, edit: Edit) -> bool {
    let text = text_of(&state.document);
    let name = name.into();
    let result = state.document.edit(&name, gesture, edit);
    settle(state, text.as_deref());
    match result {
        Ok(followed) => {
            let following = following(followed);
            state.notice = following.map(|what| Notice::of(format!("Done: {name}; {what}")));
            true
        }
        Err(error) => {
            tracing::error!(%error, step = name, "an edit does not fit");
            state.troubles.push(error.to_string());
            false
        }
    }
}

/// Undo, or redo, the last step, and look for places again when the article has another text by that.
pub fn step_history(state: &mut State, services: &Services, back: bool) {
    let text = text_of(&state.document);
    let result = if back {
        state.document.undo()
    } else {
        state.document.redo()
    };
    settle(state, text.as_deref());
    match result {
        Ok(Some(name)) => {
            let what = if back { "Undone" } else { "Done again" };
            state.notice = Some(Notice::of(format!("{what}: {name}")));
        }
        Ok(None) => {}
        Err(error) => {
            tracing::error!(%error, "a step of the history does not fit");
            state.troubles.push(error.to_string());
        }
    }
    layers::remember_look(state);
    if state.document.needs_search() {
        files::search(state, services);
    }
}

/// The hash of the article's text, if there is an article.
fn text_of(document: &Document) -> Option<String> {
    let article = document.project().article();
    article.map(|article| Article::sha256(article).to_owned())
}

/// Let go of what is not there any more.
fn settle(state: &mut State, text_before: Option<&str>) {
    let document = &state.document;
    state.selected = state.selected.filter(|handle| is_there(document, *handle));
    let mentions = document.mentions();
    state.last_mention = state
        .last_mention
        .filter(|words| mentions.exactly(*words).is_some());
    // Places in one text are nothing in another.
    if text_before != text_of(document).as_deref() {
        state.selected_words = None;
        state.found_words = None;
        state.article_search = None;
        state.drawing = None;
        state.report = None;
        if state.page == Some(Page::Report) {
            state.page = None;
        }
    }
    state.hover = None;
    state.picker = None;
    state.reveal = Reveal::default();
}

/// Whether a handle leads to something.
fn is_there(document: &Document, handle: Handle) -> bool {
    let project = document.project();
    match handle {
        Handle::Feature(id) => project.feature(id).is_some(),
        Handle::Unmapped(id) => project.unmapped().contains(id),
        Handle::Dismissal(id) => project.dismissed().contains(id),
        Handle::Layer(id) => project.layer(id).is_some(),
        Handle::Finding(id) => document.suggestion(id).is_some(),
    }
}

/// What else a step has moved, in words; nothing where it moved nothing else.
fn following(shapes: usize) -> Option<String> {
    match shapes {
        0 => None,
        1 => Some("the shape measured from it follows".to_owned()),
        shapes => Some(format!("{shapes} shapes measured from it follow")),
    }
}
