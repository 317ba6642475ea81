//! What panels and pages show, and what they remember.

use egui::{Context, ThemePreference};

use super::{Services, searches};
use crate::{
    settings::{BasemapChoice, ThemeChoice},
    ui::{
        state::{
            Notice, Page, State,
            action::{Action, Memory, Tab},
            drafts::Field,
        },
        widgets::theme,
    },
};

pub fn change(state: &mut State, services: &mut Services, ctx: &Context, action: Action) {
    let width = ctx.content_rect().width();
    match action {
        Action::ShowUnmapped => show_unmapped(state),
        Action::ToggleArticle => fold(state, width, Tab::Article),
        Action::ToggleSide => fold(state, width, Tab::Layers),
        Action::SetTab(tab) => {
            state.tab = tab;
            if matches!(tab, Tab::Layers | Tab::Review) {
                state.side_tab = tab;
                state.settings.side_open = true;
            }
        }
        Action::SetSideTab(tab) => state.side_tab = tab,
        Action::SetNarrowTab(tab) => state.narrow_tab = tab,
        Action::SetPage(page) => {
            // What was to come after saving is off when its page is closed.
            services.pending = None;
            set_page(state, page);
        }
        Action::Enter(field, text) => enter(state, field, text),
        Action::Remember(memory) => remember(state, ctx, memory),
        _ => {}
    }
}

/// Open or close a page.
pub fn set_page(state: &mut State, page: Option<Page>) {
    state.drafts.fault = None;
    state.panels.page_is_new = page.is_some() && page != state.page;
    state.page = page;
    if page == Some(Page::Finder) {
        searches::begin(state);
    }
}

fn enter(state: &mut State, field: Field, text: String) {
    match field {
        Field::Finder | Field::Gazetteer(_) | Field::InArticle => {
            searches::enter(state, field, text);
        }
        _ => state.drafts.enter(state.page, field, text),
    }
}

fn show_unmapped(state: &mut State) {
    state.tab = Tab::Inspector;
    state.settings.side_open = true;
    if state.narrow_tab.is_some() {
        state.narrow_tab = Some(Tab::Inspector);
    }
}

/// Fold a panel away, or out again. In a narrow window the panels are tabs of one column: the
/// tab comes to the front, or the column goes when it is there already.
fn fold(state: &mut State, width: f32, tab: Tab) {
    let settings = &mut state.settings;
    if width < theme::TINY {
        state.narrow_tab = if state.narrow_tab.is_some() {
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

fn remember(state: &mut State, ctx: &Context, memory: Memory) {
    let panels = &mut state.panels;
    match memory {
        Memory::Frame(now) => {
            if state.views.advance(now) {
                ctx.request_repaint();
            }
        }
        Memory::MapRect(rect) => {
            state.views.set_rect(rect);
            if state.frame_at_start {
                state.frame_at_start = false;
                state.frame_article();
            }
        }
        Memory::WindowSize(size) => state.settings.window = [size.x, size.y],
        Memory::ArticleWidth(width) => state.settings.article_width = width,
        Memory::SideWidth(width) => state.settings.side_width = width,
        Memory::ArticleRevealed => state.reveal.article = None,
        Memory::InspectorRevealed => state.reveal.inspector = None,
        Memory::PageShown => panels.page_is_new = false,
        Memory::SearchShown => panels.search_is_new = false,
        Memory::PlacesShown(of) => state.place_searches.get_mut(of).is_new = false,
        Memory::WordsFrom(byte) => panels.words_from = Some(byte),
        Memory::ReviewShows(finding) => panels.review_shows = finding,
        Memory::AllQuotes(of) => panels.all_quotes = Some(of),
        Memory::AllCandidates(of) => panels.all_candidates = Some(of),
        Memory::FinderRow(row) => state.finder.row = row,
        Memory::PressedSince(since) => panels.pressed_since = since,
        Memory::ContextPlace(place) => panels.context_place = Some(place),
    }
}

pub fn set_basemap(
    state: &mut State,
    services: &mut Services,
    ctx: &Context,
    choice: BasemapChoice,
) {
    if let BasemapChoice::Custom(address) = &choice {
        state.settings.custom_map.clone_from(address);
    }
    services.map.set_basemap(ctx, &choice);
    if let Some(text) = services.map.trouble.clone() {
        // What cannot be shown takes nothing away.
        services.map.set_basemap(ctx, &state.basemap);
        services.map.trouble = Some(text.clone());
        state.notice = Some(Notice {
            text,
            trouble: true,
        });
    } else {
        state.basemap = choice.clone();
        state.settings.basemap = choice;
    }
}

pub fn set_theme(ctx: &Context, choice: ThemeChoice) {
    ctx.set_theme(match choice {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Light => ThemePreference::Light,
        ThemeChoice::Dark => ThemePreference::Dark,
    });
}
