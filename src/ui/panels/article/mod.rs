//! The article as a page to read, its mentions marked in the colours of their layers.

mod coverage;
mod laid_out;
mod page;
mod paragraph;
mod paragraph_style;
mod references;
mod search_bar;
mod selected_words;
mod suggestions;

use egui::{Frame, Margin, Panel, RichText, ScrollArea, Ui, UiBuilder};

use self::page::{ArticlePart, LaidOutArticle, SIDE};
use crate::{
    text::Article,
    ui::{
        state::{
            Page as PageOverWindow, State,
            action::{Action, Memory},
        },
        widgets::theme::{self, Palette},
    },
};

/// The article's panel with what was laid out of it.
#[derive(Debug, Default)]
pub struct ArticlePanel {
    page: LaidOutArticle,
}

impl ArticlePanel {
    pub fn show(&mut self, ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
        let palette = theme::palette(ui.ctx());
        let Some(article) = state.document.project().article() else {
            no_article(ui, state, palette, actions);
            return;
        };
        let margin = Margin::symmetric(SIDE, 4);
        let frame = Frame::new().fill(palette.paper).inner_margin(margin);
        Panel::bottom("coverage")
            .exact_size(coverage::height(state))
            .frame(frame)
            .show(ui, |ui| coverage::coverage(ui, state, actions));
        if let Some(search) = &state.article_search {
            Panel::top("article search")
                .frame(
                    Frame::new()
                        .fill(palette.panel)
                        .inner_margin(Margin::symmetric(12, 6)),
                )
                .show(ui, |ui| search_bar::show(ui, state, search, actions));
        }
        self.pages(ui, state, article, actions);
    }

    /// The text, as far as it is in sight.
    fn pages(&mut self, ui: &mut Ui, state: &State, article: &Article, actions: &mut Vec<Action>) {
        let room = ui.available_width() - 2.0 * f32::from(SIDE);
        let width = room.min(theme::ARTICLE_LINE);
        let height = ui.available_height();
        self.page.lay_out(ui, article, width);
        let area = ScrollArea::vertical()
            .id_salt(("article", article.sha256()))
            .auto_shrink(false);
        let area = match self
            .page
            .scroll_to(ui, article, height, state.reveal.article)
        {
            Some(offset) => area.vertical_scroll_offset(offset),
            None => area,
        };
        if state.reveal.article.is_some() {
            actions.push(Action::Remember(Memory::ArticleRevealed));
        }
        let shown = area.show_viewport(ui, |ui, viewport| {
            ui.set_height(self.page.height());
            let left_top = ui.max_rect().left_top();
            let mut paragraphs = Vec::new();
            for index in self.page.in_sight(viewport) {
                let rect = self.page.rect(index, left_top);
                match self.page.part(index) {
                    ArticlePart::Imprint(line) | ArticlePart::Rights(line) => {
                        let line = theme::muted(ui.ctx(), line);
                        let place = UiBuilder::new().max_rect(rect);
                        ui.scope_builder(place, |ui| ui.label(line));
                    }
                    ArticlePart::Paragraph(span, setting) => {
                        let set =
                            paragraph::show(ui, state, article, (*span, *setting, rect), actions);
                        paragraphs.push(set);
                    }
                }
            }
            selected_words::select(ui, state, &paragraphs, actions);
        });
        self.page.scrolled_to(shown.state.unclamped_offset().y);
    }
}

fn no_article(ui: &mut Ui, state: &State, palette: &Palette, actions: &mut Vec<Action>) {
    let what = if state.document.project().features().is_empty() {
        "There is neither an article nor any feature here."
    } else {
        "This file has features but no article, so nothing here quotes its source."
    };
    Frame::new().inner_margin(SIDE).show(ui, |ui| {
        ui.label(theme::heading("No article"));
        ui.label(
            RichText::new(format!(
                "{what} A Dateline project carries its article and shows it in this place."
            ))
            .color(palette.muted),
        );
        if ui.button("Open an article…").clicked() {
            actions.push(Action::SetPage(Some(PageOverWindow::Open)));
        }
    });
}
