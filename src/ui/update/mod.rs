//! What actions do: the only place where the window's state changes.

mod chooser;
pub mod layers;
pub mod opening;
pub mod review;
pub mod work;
pub mod writing;

use eframe::egui::{self, Context, ThemePreference};

use super::{
    App,
    map::drawing_tools,
    state::{
        Notice, State,
        action::{Action, Tab},
    },
    widgets::theme,
};
use crate::{
    coordinates::mercator,
    project::{
        compose,
        mentions::Subject,
        reanchor::{self, Holder},
    },
    settings::{BasemapChoice, ThemeChoice},
    text::Span,
};

impl App {
    /// Change the state. Nothing else does.
    pub fn apply(&mut self, ctx: &Context, action: Action) {
        let state = &mut self.state;
        if !matches!(
            action,
            Action::Hover(_) | Action::Pan(_) | Action::Zoom { .. } | Action::DismissNotice
        ) {
            state.notice = None;
        }
        match action {
            Action::Select(subject) => select(state, subject),
            Action::SelectMention(index) => {
                let subject = state
                    .document
                    .mentions
                    .list()
                    .get(index)
                    .and_then(|mention| mention.subjects.first().copied());
                select_mention(state, index, subject);
            }
            Action::SelectOfMention(index, feature) => {
                select_mention(state, index, Some(Subject::Feature(feature)));
            }
            Action::ShowMention(index) => show_mention(state, index),
            Action::StepMention(by) => {
                review::step(state, by);
                state.by_list = false;
            }
            // Taken together after all actions of a frame.
            Action::Hover(_) => {}
            Action::SetLayerVisible(index, visible) => layers::set_visible(state, index, visible),
            Action::SetLayerOpacity(index, opacity) => {
                layers::set_opacity(state, index, opacity);
            }
            Action::MoveLayer(from, to) => layers::move_layer(state, from, to),
            Action::SoloLayer(index) => layers::solo(state, index),
            Action::ToggleSelectedLayer => layers::toggle_selected_layer(state),
            Action::ShowUnmapped => show_unmapped(state),
            Action::ZoomToLayer(_)
            | Action::ZoomToFeature(_)
            | Action::FitArticle
            | Action::FitAll
            | Action::Pan(_)
            | Action::Zoom { .. }
            | Action::Back
            | Action::Forward => view(state, &action),
            Action::OpenPicker(picker) => state.picker = Some(picker),
            Action::ClosePicker => state.picker = None,
            Action::SetTheme(choice) => {
                state.settings.theme = choice;
                set_theme(ctx, choice);
            }
            Action::SetBasemap(choice) => self.set_basemap(ctx, choice),
            Action::RetryTiles => self.map.retry(),
            Action::ToggleArticle => fold(state, ctx.content_rect().width(), Tab::Article),
            Action::ToggleSide => fold(state, ctx.content_rect().width(), Tab::Layers),
            Action::SetTab(tab) => {
                state.tab = tab;
                if matches!(tab, Tab::Layers | Tab::Review) {
                    state.upper = tab;
                    state.settings.side_open = true;
                }
            }
            Action::SetUpper(tab) => state.upper = tab,
            Action::SetTiny(tab) => state.tiny = tab,
            Action::SetPage(page) => self.set_page(page),
            Action::Enter(field, text) => state.drafts.enter(state.page, field, text),
            Action::LookAt(lon_lat) => {
                let at = mercator::project(lon_lat);
                state.go_to(geo::Rect::new(at, at));
            }
            Action::Undo | Action::Redo => self.step_history(action == Action::Undo),
            Action::EndGesture => state.document.history.end_gesture(),
            Action::File(action) => self.file(ctx, action),
            Action::Review(action) => review::review(state, action),
            Action::SelectWords(span) => {
                state.words = span;
                state.found = None;
            }
            Action::ShowWords(span) => show_words(state, ctx.content_rect().width(), span),
            Action::BeginDrawing(drawing) => {
                state.drawing = Some(drawing);
                state.tiny = None;
            }
            Action::Draw(stroke) => drawing_tools::draw(state, stroke),
            Action::RemoveFeature(index) => remove(state, index),
            Action::ConfirmQuotes(holder) => confirm(state, &holder),
            Action::DismissTrouble(index) => {
                if index < state.troubles.len() {
                    state.troubles.remove(index);
                }
            }
            Action::Copy { text, what } => {
                ctx.copy_text(text);
                state.notice = Some(Notice::of(format!("{what} copied")));
            }
            Action::OpenUrl(url) => ctx.open_url(egui::OpenUrl::new_tab(url)),
            Action::DismissNotice => state.notice = None,
        }
    }
}

fn show_unmapped(state: &mut State) {
    state.tab = Tab::Inspector;
    state.settings.side_open = true;
    if state.tiny.is_some() {
        state.tiny = Some(Tab::Inspector);
    }
}

impl App {
    /// Undo or redo, and look for places again when the article has another text by that.
    fn step_history(&mut self, back: bool) {
        self.state.step_history(back);
        layers::remember_look(&mut self.state);
        if self.state.document.needs_search() {
            self.search();
        }
    }

    fn set_basemap(&mut self, ctx: &Context, choice: BasemapChoice) {
        let state = &mut self.state;
        if let BasemapChoice::Custom(address) = &choice {
            state.settings.custom_map.clone_from(address);
        }
        let before = self.map.choice().clone();
        self.map.set_basemap(ctx, &choice);
        if let Some(text) = self.map.trouble.clone() {
            // What cannot be shown takes nothing away.
            self.map.set_basemap(ctx, &before);
            self.map.trouble = Some(text.clone());
            state.notice = Some(Notice {
                text,
                trouble: true,
            });
        } else {
            state.settings.basemap = choice;
        }
    }
}

pub fn set_theme(ctx: &Context, choice: ThemeChoice) {
    ctx.set_theme(match choice {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Light => ThemePreference::Light,
        ThemeChoice::Dark => ThemePreference::Dark,
    });
}

/// Fold a panel away, or out again. In a narrow window the panels are tabs of one column: the
/// tab comes to the front, or the column goes when it is there already.
fn fold(state: &mut State, width: f32, tab: Tab) {
    let settings = &mut state.settings;
    if width < theme::TINY {
        state.tiny = if state.tiny.is_some() {
            None
        } else {
            Some(tab)
        };
    } else if width < theme::NARROW {
        let open = settings.article_open || settings.side_open;
        let in_front = (state.tab == Tab::Article) == (tab == Tab::Article);
        let open = !(open && in_front);
        settings.article_open = open;
        settings.side_open = open;
        if !in_front {
            state.tab = tab;
        }
    } else if tab == Tab::Article {
        settings.article_open = !settings.article_open;
    } else {
        settings.side_open = !settings.side_open;
    }
}

/// Move the map's view.
fn view(state: &mut State, action: &Action) {
    let bounds = match action {
        Action::Pan(by) => {
            state.view.pan(*by);
            None
        }
        Action::Zoom {
            levels,
            about,
            ease,
        } => {
            state.view.zoom(*levels, *about, *ease);
            None
        }
        Action::Back => {
            state.view.go_back();
            None
        }
        Action::Forward => {
            state.view.go_forward();
            None
        }
        Action::ZoomToLayer(index) => state.bounds_of_layer(*index),
        Action::ZoomToFeature(feature) => {
            let item = state.document.scene.item_of(*feature);
            item.map(|item| item.frame)
        }
        Action::FitArticle => state.article_bounds(),
        Action::FitAll => state.all_bounds(),
        _ => None,
    };
    if let Some(bounds) = bounds {
        state.go_to(bounds);
    }
}

/// Select, scroll the article to the first quote, and bring the mark into view.
pub fn select(state: &mut State, subject: Option<Subject>) {
    if state.selected != subject {
        state.choice = None;
        state.others = false;
    }
    state.found = None;
    state.selected = subject;
    state.by_list = false;
    let list = state.document.mentions.list();
    let first = subject.and_then(|subject| {
        list.iter()
            .position(|mention| mention.subjects.contains(&subject))
    });
    state.mention = first;
    state.scroll_to = match subject {
        Some(Subject::Suggestion(index)) => {
            let suggestion = state.document.suggestions.get(index);
            suggestion.map(|suggestion| suggestion.span)
        }
        _ => first.map(|index| list[index].span),
    };
    state.quote_to = None;
    match subject {
        Some(Subject::Feature(feature)) => state.reveal(feature),
        Some(Subject::Suggestion(_)) => state.reveal_choice(),
        _ => {}
    }
    if subject.is_some() && matches!(state.tab, Tab::Layers | Tab::Review) {
        state.tab = Tab::Inspector;
    }
}

/// Show words of the article, wherever they stand and whether anything leads from them or not.
fn show_words(state: &mut State, width: f32, span: Span) {
    state.found = Some(span);
    state.scroll_to = Some(span);
    state.words = None;
    state.settings.article_open = true;
    state.tab = Tab::Article;
    if width < theme::TINY {
        state.tiny = Some(Tab::Article);
    }
}

pub fn select_mention(state: &mut State, index: usize, subject: Option<Subject>) {
    select(state, subject);
    show_mention(state, index);
}

fn show_mention(state: &mut State, index: usize) {
    let Some(mention) = state.document.mentions.list().get(index) else {
        return;
    };
    state.scroll_to = Some(mention.span);
    state.mention = Some(index);
    state.quote_to = Some(index);
    if state.tab == Tab::Inspector {
        state.tab = Tab::Article;
    }
}

/// Accept the words that quotes are found at now.
fn confirm(state: &mut State, holder: &Holder) {
    if let Some(edit) = reanchor::confirm(&state.document.project, holder)
        && state.edit("accept the new words of quotes", None, edit)
        && let Some(report) = &mut state.report
    {
        report.moved.retain(|moved| moved.holder != *holder);
    }
}

/// Take a feature off the map.
fn remove(state: &mut State, index: usize) {
    let Some(feature) = state.document.project.features.get(index) else {
        return;
    };
    let name = format!("remove {}", feature.name);
    if let Some(edit) = compose::remove(&state.document.project, &feature.id) {
        state.edit(name, None, edit);
    }
}
