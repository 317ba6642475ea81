//! Where the parts of an article stand on its page. A short article is laid out in full; of a long one only what
//! is in sight and near it is, and the rest has the height that so many letters usually take. Whatever turns out
//! higher or lower than that, the words in sight stay where they are.

use std::ops::Range;

use egui::{Pos2, Rect, Ui, pos2, text::LayoutJob, vec2};

use super::{laid_out, paragraph_style::ParagraphStyle};
use crate::{
    text::{Article, Span, date},
    ui::widgets::theme,
};

/// An article of so many bytes is short: all of it is on the page, for the keyboard and for screen readers too.
const SHORT: usize = 24_000;

/// Space to the left and right of the text, in points.
pub const SIDE: i8 = 24;
/// Between two parts, in points.
const BETWEEN: f32 = 12.0;
/// Before the first part and after the last.
const EDGE: f32 = 16.0;
/// Above a heading, beside what is between any two parts.
const ABOVE_HEADING: f32 = 4.0;

/// What one letter takes of a line, in parts of the size of its font: an average over English prose.
const LETTER: f32 = 0.49;

/// A part of the page.
#[derive(Clone, Debug, PartialEq)]
pub enum ArticlePart {
    /// Who published it and when.
    Imprint(String),
    Paragraph(Span, ParagraphStyle),
    Rights(String),
}

/// The parts of an article, and where they stand.
#[derive(Debug, Default)]
pub struct LaidOutArticle {
    /// Which text was laid out, by its hash, and how wide.
    of: (String, f32),
    is_short: bool,
    parts: Vec<ArticlePart>,
    heights: Vec<Height>,
    /// The upper edge of each part, from that of the page.
    tops: Vec<f32>,
    /// How far the page was scrolled in the last frame.
    offset: f32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Height {
    Usual(f32),
    Exact(f32),
}

impl Height {
    const fn points(self) -> f32 {
        match self {
            Self::Usual(points) | Self::Exact(points) => points,
        }
    }
}

impl LaidOutArticle {
    /// Begin anew with another text, or another width.
    pub fn lay_out(&mut self, ui: &Ui, article: &Article, width: f32) {
        let same_text = self.of.0 == article.sha256() && !self.parts.is_empty();
        #[expect(clippy::float_cmp, reason = "any other width needs other lines")]
        if same_text && self.of.1 == width {
            return;
        }
        // The words at the upper edge stay there when the panel is made wider.
        let part = self.tops.partition_point(|top| *top <= self.offset);
        let part = part.saturating_sub(1);
        if !same_text {
            self.parts = parts(article);
            self.is_short = article.text().len() <= SHORT;
        }
        self.of = (article.sha256().to_owned(), width);
        let heights = self.parts.iter();
        self.heights = heights
            .map(|part| Height::Usual(usual_height(article, part, width)))
            .collect();
        if self.is_short {
            self.measure(ui, article, 0..self.parts.len());
        }
        self.stack();
        self.offset = if same_text && part > 0 {
            self.tops[part]
        } else {
            0.0
        };
    }

    /// Measure what is in sight and near it. Where to scroll to, if that is elsewhere than the page stands: to
    /// `reveal` in the middle, or to keep in sight what was.
    pub fn scroll_to(
        &mut self,
        ui: &Ui,
        article: &Article,
        height: f32,
        reveal: Option<Span>,
    ) -> Option<f32> {
        let revealed = reveal.and_then(|span| Some((self.part_of(span)?, span)));
        let anchor = match revealed {
            Some((part, _)) => part,
            None => self.part_at(self.offset),
        };
        let before = self.tops.get(anchor).copied().unwrap_or_default();
        let mut above = anchor;
        while above > 0 && before - self.tops[above] < 1.5 * height {
            above -= 1;
        }
        let mut below = anchor;
        while below < self.parts.len() && self.tops[below] - before < 2.5 * height {
            below += 1;
        }
        if self.measure(ui, article, above..below) {
            self.stack();
        }
        let Some((part, span)) = revealed else {
            let moved = self.tops.get(anchor).copied().unwrap_or_default() - before;
            return (moved.abs() > 0.01).then_some(self.offset + moved);
        };
        let line = self.line_of(ui, article, part, span);
        let middle = self.tops[part] + line - height / 2.0;
        let most = (self.height() - height).max(0.0);
        Some(middle.clamp(0.0, most))
    }

    pub const fn scrolled_to(&mut self, offset: f32) {
        self.offset = offset;
    }

    /// How high the page is.
    pub fn height(&self) -> f32 {
        let last = self.tops.last().zip(self.heights.last());
        last.map_or(0.0, |(top, height)| top + height.points()) + EDGE
    }

    /// The parts to be shown: those in a part of the page and near it.
    pub fn in_sight(&self, viewport: Rect) -> Range<usize> {
        if self.is_short {
            return 0..self.parts.len();
        }
        // A little more, for the keyboard to go on to.
        let more = viewport.height() / 4.0;
        let from = self.part_at(viewport.top() - more);
        let to = self
            .tops
            .partition_point(|top| *top < viewport.bottom() + more);
        from..to.max(from)
    }

    pub fn part(&self, index: usize) -> &ArticlePart {
        &self.parts[index]
    }

    /// Where a part stands on the screen when the page begins at `left_top`.
    pub fn rect(&self, index: usize, left_top: Pos2) -> Rect {
        let size = vec2(self.of.1, self.heights[index].points());
        let margin = f32::from(SIDE);
        Rect::from_min_size(left_top + vec2(margin, self.tops[index]), size)
    }

    /// The part at a height of the page, or the last before it.
    fn part_at(&self, y: f32) -> usize {
        let after = self.tops.partition_point(|top| *top <= y);
        after.saturating_sub(1)
    }

    /// The paragraph that holds the start of some words.
    fn part_of(&self, words: Span) -> Option<usize> {
        let after = self.parts.partition_point(|part| match part {
            ArticlePart::Imprint(_) => true,
            ArticlePart::Paragraph(span, _) => span.start <= words.start,
            ArticlePart::Rights(_) => false,
        });
        let part = after.checked_sub(1)?;
        matches!(self.parts[part], ArticlePart::Paragraph(..)).then_some(part)
    }

    /// How far below the upper edge of its part the line of some words stands.
    fn line_of(&self, ui: &Ui, article: &Article, part: usize, words: Span) -> f32 {
        let ArticlePart::Paragraph(span, setting) = self.parts[part] else {
            return 0.0;
        };
        let job = setting.job(ui, article.words(span), self.of.1);
        let galley = ui.painter().layout_job(job);
        let rows = laid_out::rows(&galley, article, span, words, pos2(0.0, 0.0));
        rows.first().map_or(0.0, |row| row.center().y)
    }

    /// Find the exact heights of some parts; whether any turned out other than usual.
    fn measure(&mut self, ui: &Ui, article: &Article, parts: Range<usize>) -> bool {
        let mut changed = false;
        for index in parts {
            let Height::Usual(usual) = self.heights[index] else {
                continue;
            };
            let job = match &self.parts[index] {
                ArticlePart::Paragraph(span, setting) => {
                    setting.job(ui, article.words(*span), self.of.1)
                }
                ArticlePart::Imprint(line) | ArticlePart::Rights(line) => {
                    let font = theme::sans(theme::SMALL);
                    let ink = theme::palette(ui.ctx()).muted;
                    LayoutJob::simple(line.clone(), font, ink, self.of.1)
                }
            };
            let exact = ui.painter().layout_job(job).size().y;
            changed |= (exact - usual).abs() > 0.01;
            self.heights[index] = Height::Exact(exact);
        }
        changed
    }

    /// Put the parts below each other.
    fn stack(&mut self) {
        self.tops.clear();
        let mut top = EDGE;
        for (part, height) in self.parts.iter().zip(&self.heights) {
            match part {
                ArticlePart::Paragraph(_, ParagraphStyle::Heading) => top += ABOVE_HEADING,
                ArticlePart::Rights(_) => top += theme::GAP,
                _ => {}
            }
            self.tops.push(top);
            top += height.points() + BETWEEN;
        }
    }
}

fn parts(article: &Article) -> Vec<ArticlePart> {
    let paragraphs: Vec<Span> = article.paragraphs().collect();
    let settings = 0..paragraphs.len();
    let settings = settings.map(|index| ParagraphStyle::of(article, &paragraphs, index));
    let set = paragraphs.iter().zip(settings);
    std::iter::once(ArticlePart::Imprint(imprint(article)))
        .chain(set.map(|(span, setting)| ArticlePart::Paragraph(*span, setting)))
        .chain(article.imprint.rights.clone().map(ArticlePart::Rights))
        .collect()
}

/// Who published it and when, or that this is not given.
fn imprint(article: &Article) -> String {
    let imprint = &article.imprint;
    // A date is not parted at the end of a line.
    let published = imprint.published.as_deref();
    let published = published.map(|raw| date::in_words(raw).replace(' ', "\u{a0}"));
    let known: Vec<&str> = [&imprint.outlet, &imprint.author, &published]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    if known.is_empty() {
        "Outlet, author and date not given".to_owned()
    } else {
        known.join(" · ")
    }
}

fn usual_height(article: &Article, part: &ArticlePart, width: f32) -> f32 {
    let (font, leading, letters) = match part {
        ArticlePart::Paragraph(span, setting) => {
            let (font, leading) = setting.font();
            (font.size, leading, article.words(*span).len())
        }
        ArticlePart::Imprint(line) | ArticlePart::Rights(line) => {
            (theme::SMALL, theme::TEXT_LINE, line.len())
        }
    };
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    let lines = (letters as f32 * font * LETTER / width.max(1.0)).ceil();
    lines.max(1.0) * leading
}
