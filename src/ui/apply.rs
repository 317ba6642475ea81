//! What actions do: the only place where the window's state changes.

use eframe::egui::{self, Context, ThemePreference};

use super::{
    App,
    action::{Action, Tab},
    state::{Notice, State},
    theme,
};
use crate::{
    mentions::Subject,
    settings::{BasemapChoice, ThemeChoice},
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
            Action::StepMention(by) => step(state, by),
            // Taken together after all actions of a frame.
            Action::Hover(_) => {}
            Action::SetLayerVisible(index, visible) => set_visible(state, index, visible),
            Action::SetLayerOpacity(index, opacity) => {
                if let Some(layer) = state.document.project.layers.get_mut(index) {
                    layer.opacity = opacity.clamp(0.0, 1.0);
                }
                remember_look(state);
            }
            Action::MoveLayer(from, to) => move_layer(state, from, to),
            Action::SoloLayer(index) => solo(state, index),
            Action::ToggleSelectedLayer => toggle_selected_layer(state),
            Action::ShowUnmapped => {
                state.tab = Tab::Inspector;
                state.settings.side_open = true;
                if state.tiny.is_some() {
                    state.tiny = Some(Tab::Inspector);
                }
            }
            Action::ZoomToLayer(_)
            | Action::ZoomToFeature(_)
            | Action::FitArticle
            | Action::FitAll
            | Action::Pan(_)
            | Action::Zoom { .. }
            | Action::Back
            | Action::Forward => look(state, &action),
            Action::OpenPicker(picker) => state.picker = Some(picker),
            Action::ClosePicker => state.picker = None,
            Action::SetTheme(choice) => {
                state.settings.theme = choice;
                set_theme(ctx, choice);
            }
            Action::SetBasemap(choice) => {
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
            Action::RetryTiles => self.map.retry(),
            Action::ToggleArticle => fold(state, ctx.content_rect().width(), Tab::Article),
            Action::ToggleSide => fold(state, ctx.content_rect().width(), Tab::Layers),
            Action::SetTab(tab) => state.tab = tab,
            Action::SetTiny(tab) => state.tiny = tab,
            Action::ToggleAbout => state.about_open = !state.about_open,
            Action::Copy { text, what } => {
                ctx.copy_text(text);
                state.notice = Some(Notice {
                    text: format!("{what} copied"),
                    trouble: false,
                });
            }
            Action::OpenUrl(url) => ctx.open_url(egui::OpenUrl::new_tab(url)),
            Action::DismissNotice => state.notice = None,
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
fn look(state: &mut State, action: &Action) {
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
fn select(state: &mut State, subject: Option<Subject>) {
    state.selected = subject;
    let first = subject.and_then(|subject| {
        let list = state.document.mentions.list();
        list.iter()
            .position(|mention| mention.subjects.contains(&subject))
    });
    state.mention = first;
    state.scroll_to = first;
    state.quote_to = None;
    if let Some(Subject::Feature(feature)) = subject {
        state.reveal(feature);
    }
    if subject.is_some() && state.tab == Tab::Layers {
        state.tab = Tab::Inspector;
    }
}

fn select_mention(state: &mut State, index: usize, subject: Option<Subject>) {
    select(state, subject);
    show_mention(state, index);
}

fn show_mention(state: &mut State, index: usize) {
    if index >= state.document.mentions.list().len() {
        return;
    }
    state.mention = Some(index);
    state.scroll_to = Some(index);
    state.quote_to = Some(index);
    if state.tab == Tab::Inspector {
        state.tab = Tab::Article;
    }
}

/// Go to the next or previous mention, round the end.
fn step(state: &mut State, by: i32) {
    let count = state.document.mentions.list().len();
    if count == 0 {
        return;
    }
    let next = match state.mention {
        Some(current) if by > 0 => (current + 1) % count,
        Some(current) => (current + count - 1) % count,
        None if by > 0 => 0,
        None => count - 1,
    };
    let subject = state.document.mentions.list()[next]
        .subjects
        .first()
        .copied();
    select_mention(state, next, subject);
}

fn set_visible(state: &mut State, index: usize, visible: bool) {
    let Some(layer) = state.document.project.layers.get_mut(index) else {
        return;
    };
    layer.visible = visible;
    visibility_changed(state);
}

fn visibility_changed(state: &mut State) {
    // What is selected is drawn even when its layer is hidden; hiding it means not to.
    let project = &state.document.project;
    let hidden = state.selected_feature().is_some_and(|feature| {
        project
            .layer(&project.features[feature].layer)
            .is_some_and(|layer| !layer.visible)
    });
    if hidden {
        select(state, None);
    }
    layers_changed(state);
}

/// Which of several marks at one place stays there follows the layers.
fn layers_changed(state: &mut State) {
    let document = &mut state.document;
    document.scene.displace(&document.project);
    remember_look(state);
}

/// Hide or show the layer of what is selected. Hiding ends the selection, so the next time it
/// is the same layer again.
fn toggle_selected_layer(state: &mut State) {
    let project = &state.document.project;
    let id = match state.selected_feature() {
        Some(feature) => project.features[feature].layer.clone(),
        None => match &state.space_layer {
            Some(id) => id.clone(),
            None => return,
        },
    };
    let rank = project.layer_rank(&id);
    if let Some(layer) = project.layers.get(rank) {
        let visible = !layer.visible;
        set_visible(state, rank, visible);
        state.space_layer = Some(id);
    }
}

fn move_layer(state: &mut State, from: usize, to: usize) {
    let layers = &mut state.document.project.layers;
    if from < layers.len() && to < layers.len() {
        let layer = layers.remove(from);
        layers.insert(to, layer);
        layers_changed(state);
    }
}

fn solo(state: &mut State, index: usize) {
    let layers = &mut state.document.project.layers;
    let alone = layers
        .iter()
        .enumerate()
        .all(|(other, layer)| layer.visible == (other == index));
    for (other, layer) in layers.iter_mut().enumerate() {
        layer.visible = alone || other == index;
    }
    visibility_changed(state);
}

fn remember_look(state: &mut State) {
    let document = &state.document;
    state
        .settings
        .remember_look(&document.key, &document.project);
}
