//! What each command does, and when it can be used: the half of the command table that looks at the state.

use super::{
    State,
    action::{Action, FileAction, LayerAction, ReviewAction},
    command::Command,
    drawing::Stroke,
    pages::Page,
};
use crate::project::ids::LayerId;

impl Command {
    /// What doing it comes to now; `None` while it cannot be done.
    #[must_use]
    pub fn action(self, state: &State) -> Option<Action> {
        let page = |page: Page| {
            // Its keys close a page that is open.
            Some(Action::SetPage(
                Some(page).filter(|_| state.page != Some(page)),
            ))
        };
        let review = |action: ReviewAction| {
            let judging = state.selected_finding().is_some() && state.drawing.is_none();
            judging.then_some(Action::Review(action))
        };
        let layer = |action: LayerAction| Some(Action::Layer(selected_layer(state)?, action));
        let history = state.document.history();
        match self {
            Self::Open => page(Page::Open),
            Self::Save => Some(Action::File(FileAction::Save)),
            Self::SaveAs => page(Page::SaveAs),
            Self::Export(format) => page(Page::Export(format)),
            Self::UnsavedWork => {
                let any = !state.abandoned.is_empty();
                any.then(|| page(Page::UnsavedWork))?
            }
            Self::Quit => Some(Action::File(FileAction::Close)),
            Self::Undo => history.undo_name().map(|_| Action::Undo),
            Self::Redo => history.redo_name().map(|_| Action::Redo),
            Self::CopyWords => {
                let text = state.document.words(state.selected_words?).to_owned();
                let what = "Words".to_owned();
                Some(Action::Copy { text, what })
            }
            Self::FindInArticle => {
                let article = state.document.project().article();
                article.map(|_| Action::FindInArticle)
            }
            Self::FindAnything => page(Page::Finder),
            Self::LookForPlaces => {
                let article = state.document.project().article();
                article.map(|_| Action::File(FileAction::Search))
            }
            Self::Accept => review(ReviewAction::Accept { alike: false }),
            Self::AcceptAlike => review(ReviewAction::Accept { alike: true }),
            Self::AcceptSure => {
                let judged = state.document.judged()?;
                let any = !judged.sure().is_empty();
                any.then_some(Action::Review(ReviewAction::AcceptSure))
            }
            Self::Dismiss => review(ReviewAction::Dismiss { alike: false }),
            Self::DismissAlike => review(ReviewAction::Dismiss { alike: true }),
            Self::NextWords => step(state, true),
            Self::PreviousWords => step(state, false),
            Self::Escape => Some(escape(state)),
            Self::FinishDrawing => {
                let drawing = state.drawing.as_ref();
                drawing.map(|_| Action::Draw(Stroke::Finish))
            }
            Self::RemoveCorner => {
                let drawing = state.drawing.as_ref()?;
                let any = !drawing.corners.is_empty();
                any.then_some(Action::Draw(Stroke::RemoveCorner))
            }
            Self::ArticlePanel => Some(Action::ToggleArticle),
            Self::SidePanel => Some(Action::ToggleSide),
            Self::ZoomIn => Some(zoom(1.0)),
            Self::ZoomOut => Some(zoom(-1.0)),
            Self::PreviousView => state.views.can_go_back().then_some(Action::Back),
            Self::NextView => state.views.can_go_forward().then_some(Action::Forward),
            Self::FitArticle => Some(Action::FitArticle),
            Self::FitAll => Some(Action::FitAll),
            Self::ToggleLayer => {
                let free = state.drawing.is_none();
                let layer = selected_layer(state).or(state.space_layer);
                layer.filter(|_| free).map(|_| Action::ToggleSelectedLayer)
            }
            Self::SoloLayer => layer(LayerAction::Solo),
            Self::ZoomToLayer => layer(LayerAction::ZoomTo),
            Self::Keys => page(Page::Help),
            Self::About => page(Page::About),
        }
    }

    /// What it is called now: undoing names the step.
    #[must_use]
    pub fn name(self, state: &State) -> String {
        let facts = self.facts();
        let history = state.document.history();
        let step = match self {
            Self::Undo => history.undo_name(),
            Self::Redo => history.redo_name(),
            _ => None,
        };
        match step {
            Some(step) => format!("{}: {step}", facts.name),
            None => facts.name.to_owned(),
        }
    }

    /// What it is called where there is room for an icon only.
    #[must_use]
    pub fn label(self, state: &State) -> String {
        let name = self.name(state);
        match self {
            Self::Undo | Self::Redo if name == self.facts().name => format!("{name}: nothing"),
            _ => name.trim_end_matches('…').to_owned(),
        }
    }
}

/// Not while something is drawn for the words that are selected.
fn step(state: &State, forward: bool) -> Option<Action> {
    state.drawing.is_none().then_some(Action::Step { forward })
}

const fn zoom(levels: f64) -> Action {
    Action::Zoom {
        levels,
        about: None,
        ease: true,
    }
}

/// Escape takes back what lies nearest.
fn escape(state: &State) -> Action {
    if state.drawing.is_some() {
        Action::Draw(Stroke::Cancel)
    } else if state.picker.is_some() {
        Action::ClosePicker
    } else if state.article_search.is_some() {
        Action::CloseArticleSearch
    } else if state.selected_words.is_some() || state.found_words.is_some() {
        Action::SelectWords(None)
    } else {
        Action::Select(None)
    }
}

/// The layer of the selected feature.
fn selected_layer(state: &State) -> Option<LayerId> {
    let feature = state.selected_feature()?;
    let feature = state.document.project().feature(feature)?;
    Some(feature.layer)
}
