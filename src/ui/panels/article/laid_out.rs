//! A paragraph as it is laid out on the page: where its words stand, and which words stand at a place.

use std::{ops::Range, sync::Arc};

use egui::{Galley, Pos2, Rect, Response, text::CharIndex, vec2};

use crate::text::{Article, Span};

/// A paragraph as it is set on the page.
pub struct LaidOutParagraph<'a> {
    pub article: &'a Article,
    pub span: Span,
    pub galley: Arc<Galley>,
    pub rect: Rect,
    pub response: Response,
}

impl LaidOutParagraph<'_> {
    /// The rectangles of words in it, one for each row they touch.
    pub fn rows(&self, span: Span) -> Vec<Rect> {
        rows(&self.galley, self.article, self.span, span, self.rect.min)
    }

    /// The byte of the text at a place on the screen.
    pub fn byte_at(&self, at: Pos2) -> usize {
        let index = self.galley.cursor_from_pos(at - self.rect.min).index;
        let points = self.article.code_points();
        let first = points.count_to(self.span.start);
        let byte = points.byte_of(first + index.0);
        byte.unwrap_or(self.span.end).min(self.span.end)
    }
}

/// The rectangles of a mention in a laid out paragraph, one for each row it touches.
pub fn rows(
    galley: &Galley,
    article: &Article,
    paragraph: Span,
    mention: Span,
    origin: Pos2,
) -> Vec<Rect> {
    let wanted = chars_between(article, paragraph, mention);
    let mut found = Vec::new();
    let mut first = 0;
    for row in &galley.rows {
        let count = row.row.glyphs.len();
        let from = wanted.start.clamp(first, first + count) - first;
        let to = wanted.end.clamp(first, first + count) - first;
        if from < to {
            let left = row.pos.x + row.row.x_offset(CharIndex(from));
            let right = row.pos.x + row.row.x_offset(CharIndex(to));
            found.push(Rect::from_min_max(
                origin + vec2(left, row.pos.y),
                origin + vec2(right, row.pos.y + row.row.size.y),
            ));
        }
        first += count;
    }
    found
}

/// A mention's characters, counted from the start of its paragraph.
fn chars_between(article: &Article, paragraph: Span, mention: Span) -> Range<usize> {
    let points = article.code_points();
    let start = points.count_to(paragraph.start);
    let from = points.count_to(mention.start.max(paragraph.start)) - start;
    let to = points.count_to(mention.end.min(paragraph.end)) - start;
    from..to
}
