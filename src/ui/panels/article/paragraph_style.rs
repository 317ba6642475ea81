//! Fonts and line heights of an article's paragraphs.

use egui::{Align, FontId, TextFormat, Ui, text::LayoutJob};

use crate::{
    text::{Article, Span},
    ui::widgets::theme,
};

/// How a paragraph is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphStyle {
    Title,
    Heading,
    /// The same line twice in a row: a picture's caption without its picture.
    Caption,
    Body,
}

impl ParagraphStyle {
    /// Font, and the height of a line.
    pub fn font(self) -> (FontId, f32) {
        match self {
            Self::Title => (theme::serif_bold(theme::ARTICLE_TITLE), 31.0),
            Self::Heading => (theme::sans_bold(theme::HEADING), 22.0),
            Self::Caption => (theme::sans(theme::SMALL), theme::TEXT_LINE),
            Self::Body => (theme::serif(theme::ARTICLE_TEXT), theme::ARTICLE_LEADING),
        }
    }

    /// A paragraph of this kind, to be laid out.
    pub fn job(self, ui: &Ui, words: &str, width: f32) -> LayoutJob {
        let palette = theme::palette(ui.ctx());
        let (font, leading) = self.font();
        let ink = if self == Self::Caption {
            palette.muted
        } else {
            palette.text
        };
        let format = TextFormat {
            line_height: Some(leading),
            valign: Align::Center,
            ..TextFormat::simple(font, ink)
        };
        let mut job = LayoutJob::default();
        job.wrap.max_width = width;
        job.append(words, 0.0, format);
        job
    }

    pub fn of(article: &Article, paragraphs: &[Span], index: usize) -> Self {
        let words = article.words(paragraphs[index]);
        let same = |other: Option<usize>| {
            other
                .and_then(|other| paragraphs.get(other))
                .is_some_and(|other| article.words(*other) == words)
        };
        if same(index.checked_sub(1)) || same(Some(index + 1)) {
            return Self::Caption;
        }
        if index == 0 && article.imprint.title.as_deref() == Some(words) {
            return Self::Title;
        }
        let ends_like_prose = words.ends_with(['.', '!', '?', '…', ':', '"', '”', '’']);
        if !ends_like_prose && words.chars().count() < 100 {
            return Self::Heading;
        }
        Self::Body
    }
}
