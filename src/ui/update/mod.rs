//! Carries out actions; nothing else changes the window's state. Everything here works on the state
//! and on the services behind the window.

mod chooser;
mod drawing;
mod edit;
mod ending;
mod files;
mod layers;
mod outcomes;
mod panels;
mod review;
mod searches;
mod selection;
mod services;
mod settings_writer;
mod shown;
mod unsaved_work;
mod window_fit;

pub use panels::set_theme;
pub use services::Services;
pub use settings_writer::SettingsWriter;
pub use shown::Shown;
pub use window_fit::WindowFit;

use egui::{self, Context};

use super::state::{Notice, State, action::Action};
use crate::{
    coordinates::mercator,
    project::{compose, ids::FeatureId, ids::Handle, reanchor},
};

/// Carry an action out. Nothing else changes the state.
pub fn apply(state: &mut State, services: &mut Services, ctx: &Context, action: Action) {
    if ends_notice(&action) {
        state.notice = None;
    }
    let width = ctx.content_rect().width();
    match action {
        Action::Select(handle) => selection::select(state, handle),
        Action::SelectMention(words) => selection::select_mention(state, words, None),
        Action::SelectOfMention(words, handle) => {
            selection::select_mention(state, words, Some(handle));
        }
        Action::ShowMention(words) => selection::show_mention(state, words),
        Action::Step { forward } => selection::step(state, forward),
        Action::SelectWords(words) => {
            state.selected_words = words;
            state.found_words = None;
        }
        Action::ShowWords(words) => selection::show_words(state, width, words),
        // The last one of a frame counts: see [`hover`].
        Action::Hover(_) => {}
        Action::Layer(id, action) => layers::change(state, id, action),
        Action::ToggleSelectedLayer => layers::toggle_selected(state),
        Action::ZoomToFeature(_)
        | Action::FitArticle
        | Action::FitAll
        | Action::LookAt(_)
        | Action::Pan(_)
        | Action::Zoom { .. }
        | Action::Back
        | Action::Forward => look(state, &action),
        Action::OpenPicker(picker) => state.picker = Some(picker),
        Action::ClosePicker => state.picker = None,
        Action::RetryTiles => services.map.retry(),
        Action::SetTheme(choice) => {
            state.settings.theme = choice;
            set_theme(ctx, choice);
        }
        Action::SetBasemap(choice) => panels::set_basemap(state, services, ctx, choice),
        Action::ShowUnmapped
        | Action::ToggleArticle
        | Action::ToggleSide
        | Action::SetTab(_)
        | Action::SetSideTab(_)
        | Action::SetNarrowTab(_)
        | Action::SetPage(_)
        | Action::Enter(..)
        | Action::Remember(_) => panels::change(state, services, ctx, action),
        Action::FindInArticle
        | Action::NextFound { .. }
        | Action::CloseArticleSearch
        | Action::LookUp(..) => searches::change(state, width, action),
        Action::Follow(target) => {
            for action in searches::follow(state, target) {
                apply(state, services, ctx, action);
            }
        }
        Action::Undo => edit::step_history(state, services, true),
        Action::Redo => edit::step_history(state, services, false),
        Action::EndGesture => state.document.end_gesture(),
        Action::File(action) => files::change(state, services, ctx, action),
        Action::Review(action) => review::change(state, action),
        Action::BeginDrawing(drawing) => {
            state.drawing = Some(drawing);
            state.narrow_tab = None;
        }
        Action::Draw(stroke) => drawing::draw(state, stroke),
        Action::RemoveFeature(id) => remove(state, id),
        Action::ConfirmQuotes(holder) => confirm(state, holder),
        Action::Copy { text, what } => {
            ctx.copy_text(text);
            state.notice = Some(Notice::of(format!("{what} copied")));
        }
        Action::OpenUrl(url) => ctx.open_url(egui::OpenUrl::new_tab(url)),
        Action::DismissNotice => state.notice = None,
        Action::DismissTrouble(at) => {
            if at < state.troubles.len() {
                state.troubles.remove(at);
            }
        }
        Action::Outcome(outcome) => outcomes::take(state, services, ctx, outcome),
    }
}

/// What the pointer is over after a frame, by all that was done in it.
pub fn hover(state: &mut State, handle: Option<Handle>) {
    state.hover = handle;
}

/// Whether what just happened is no longer news: not while the map is moved, nor because something comes back
/// or is remembered.
const fn ends_notice(action: &Action) -> bool {
    !matches!(
        action,
        Action::Hover(_)
            | Action::Pan(_)
            | Action::Zoom { .. }
            | Action::Remember(_)
            | Action::Outcome(_)
    )
}

/// Move the map's view.
fn look(state: &mut State, action: &Action) {
    let bounds = match action {
        Action::Pan(by) => {
            state.views.pan(*by);
            None
        }
        Action::Zoom {
            levels,
            about,
            ease,
        } => {
            state.views.zoom(*levels, *about, *ease);
            None
        }
        Action::Back => {
            state.views.go_back();
            None
        }
        Action::Forward => {
            state.views.go_forward();
            None
        }
        Action::ZoomToFeature(id) => {
            let item = state.document.scene().item(*id);
            item.map(|item| item.frame)
        }
        Action::LookAt(place) => {
            let at = geo::Coord::from(mercator::project(*place));
            Some(geo::Rect::new(at, at))
        }
        Action::FitArticle => state.article_bounds(),
        Action::FitAll => state.all_bounds(),
        _ => None,
    };
    if let Some(bounds) = bounds {
        state.go_to(bounds);
    }
}

/// Accept the words that quotes are found at now.
fn confirm(state: &mut State, holder: Handle) {
    if let Some(edit) = reanchor::confirm(state.document.project(), holder)
        && edit::edit(state, "accept the new words of quotes", None, edit)
        && let Some(report) = &mut state.report
    {
        report.moved.retain(|moved| moved.holder != holder);
    }
}

/// Take a feature off the map.
fn remove(state: &mut State, id: FeatureId) {
    let project = state.document.project();
    let Some(feature) = project.feature(id) else {
        return;
    };
    let name = format!("remove {}", feature.name);
    if let Some(edit) = compose::remove(project, id) {
        edit::edit(state, name, None, edit);
    }
}
