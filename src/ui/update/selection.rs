//! What is selected, and what that brings into sight.

use crate::{
    document::Stop,
    project::ids::Handle,
    text::Span,
    ui::{
        state::{Reveal, State, action::Tab},
        widgets::theme,
    },
};

/// Select, scroll the article to the first words that lead there, and bring the mark into view.
pub fn select(state: &mut State, handle: Option<Handle>) {
    if state.selected != handle {
        state.chosen_place = None;
        state.offers_other_places = false;
    }
    state.found_words = None;
    state.selected = handle;
    state.stepping_in_review = false;
    let words = handle.map(|handle| state.document.mentions().words_of(handle));
    state.last_mention = words.and_then(|words| words.first().copied());
    state.reveal = Reveal {
        article: match handle {
            Some(Handle::Finding(id)) => Some(id.span),
            _ => state.last_mention,
        },
        inspector: None,
    };
    match handle {
        Some(Handle::Feature(id)) => state.reveal_feature(id),
        Some(Handle::Finding(_)) => state.reveal_choice(),
        _ => {}
    }
    if handle.is_some() && matches!(state.tab, Tab::Layers | Tab::Review) {
        state.tab = Tab::Inspector;
    }
}

/// Select what words lead to: the first of it, unless it is told which.
pub fn select_mention(state: &mut State, words: Span, handle: Option<Handle>) {
    let mention = state.document.mentions().exactly(words);
    let first = mention.and_then(|mention| mention.subjects().next());
    select(state, handle.or(first));
    show_mention(state, words);
}

/// Bring words that lead somewhere into sight, in the article and in the inspector.
pub fn show_mention(state: &mut State, words: Span) {
    if state.document.mentions().exactly(words).is_none() {
        return;
    }
    state.last_mention = Some(words);
    state.reveal = Reveal {
        article: Some(words),
        inspector: Some(words),
    };
    if state.tab == Tab::Inspector {
        state.tab = Tab::Article;
    }
}

/// Show words of the article, wherever they stand and whether anything leads from them or not.
pub fn show_words(state: &mut State, width: f32, words: Span) {
    state.found_words = Some(words);
    state.reveal.article = Some(words);
    state.selected_words = None;
    state.settings.article_open = true;
    state.tab = Tab::Article;
    if width < theme::TINY {
        state.narrow_tab = Some(Tab::Article);
    }
}

/// Go to the next or previous words that lead somewhere, or are suggested to; round the end.
pub fn step(state: &mut State, forward: bool) {
    let here = match (state.selected_finding(), state.last_mention) {
        (Some(suggestion), _) => Some(Stop::Suggestion(suggestion)),
        (None, mention) => mention.map(Stop::Mention),
    };
    match state.document.stop_from(here, forward) {
        Some(Stop::Mention(words)) => select_mention(state, words, None),
        Some(Stop::Suggestion(id)) => select(state, Some(Handle::Finding(id))),
        None => {}
    }
    state.stepping_in_review = false;
}
