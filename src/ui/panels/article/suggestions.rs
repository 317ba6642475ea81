//! Suggestions and selected words in the article.

use std::sync::Arc;

use eframe::egui::{
    self, Align, Area, Frame, Galley, Id, Order, Pos2, Rect, Response, Shape, Stroke, Ui, pos2,
    style::ScrollAnimation, vec2,
};

use super::{link_row, rows};
use crate::{
    project::mentions::Subject,
    text::{Article, Span},
    ui::{
        map::drawing_tools::{Drawing, Target, Tool},
        state::{
            State,
            action::{Action, Review},
        },
        widgets::{
            place_search,
            theme::{self, Palette},
        },
    },
};

/// A paragraph as it is set on the page.
pub struct Set<'a> {
    pub article: &'a Article,
    pub span: Span,
    pub galley: Arc<Galley>,
    pub rect: Rect,
    pub response: Response,
}

impl Set<'_> {
    /// The rectangles of words in it, one for each row they touch.
    pub fn rows(&self, span: Span) -> Vec<Rect> {
        rows(&self.galley, self.article, self.span, span, self.rect.min)
    }

    /// The byte of the text at a place on the screen.
    fn byte_at(&self, at: Pos2) -> usize {
        let index = self.galley.cursor_from_pos(at - self.rect.min).index;
        let points = self.article.code_points();
        let first = points.count_to(self.span.start);
        let byte = points.byte_of(first + index.0);
        byte.unwrap_or(self.span.end).min(self.span.end)
    }
}

/// Tints under the words: of the suggestion that is selected, and of words being selected.
pub fn tints(ui: &Ui, state: &State, set: &Set<'_>, palette: &Palette) {
    let document = &state.document;
    for (index, suggestion) in document.suggestions_within(set.span) {
        let subject = Some(Subject::Suggestion(index));
        let selected = state.selected == subject;
        let strength = if selected {
            0.24
        } else if state.hover == subject {
            0.12
        } else {
            continue;
        };
        for rect in set.rows(suggestion.span) {
            let rect = rect.expand2(vec2(1.0, 0.0));
            let tint = palette.accent.gamma_multiply(strength);
            ui.painter().rect_filled(rect, 2.0, tint);
            if selected {
                let bar = Rect::from_min_max(
                    pos2(set.rect.left() - 13.0, rect.top() + 2.0),
                    pos2(set.rect.left() - 9.0, rect.bottom() - 2.0),
                );
                let stroke = Stroke::new(1.0, palette.accent);
                ui.painter()
                    .rect_stroke(bar, 1.0, stroke, egui::StrokeKind::Inside);
            }
        }
    }
    for words in [state.words, state.found].into_iter().flatten() {
        if !words.overlaps(set.span) {
            continue;
        }
        let rects = set.rows(words);
        let tint = palette.accent.gamma_multiply(0.3);
        for rect in &rects {
            ui.painter().rect_filled(*rect, 0.0, tint);
        }
        let begins = set.span.start <= words.start;
        if let Some(first) = rects
            .first()
            .filter(|_| begins && state.scroll_to == Some(words))
        {
            let animation = ScrollAnimation::none();
            ui.scroll_to_rect_animation(*first, Some(Align::Center), animation);
        }
    }
}

/// Dashed lines under the words, and what pointer and keyboard do with them.
pub fn suggestions(
    ui: &Ui,
    state: &State,
    set: &Set<'_>,
    palette: &Palette,
    actions: &mut Vec<Action>,
) {
    let document = &state.document;
    for (index, suggestion) in document.suggestions_within(set.span) {
        let rects = set.rows(suggestion.span);
        for (row, rect) in rects.iter().enumerate() {
            let y = rect.bottom() - 4.0;
            let line = [pos2(rect.left(), y), pos2(rect.right(), y)];
            let stroke = Stroke::new(1.5, palette.accent);
            ui.painter()
                .extend(Shape::dashed_line(&line, stroke, 4.0, 3.0));
            let id = Id::unique(("suggestion", suggestion.span, set.span.start, row));
            let response = link_row(ui, id, *rect, row == 0, || {
                format!("Suggestion: {}", set.article.words(suggestion.span))
            });
            if row == 0 && state.scroll_to == Some(suggestion.span) {
                let animation = ScrollAnimation::none();
                ui.scroll_to_rect_animation(*rect, Some(Align::Center), animation);
            }
            if response.hovered() {
                ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
                actions.push(Action::Hover(Subject::Suggestion(index)));
            }
            if response.clicked() {
                actions.push(Action::Select(Some(Subject::Suggestion(index))));
            }
        }
    }
}

/// Dragging over the page selects whole words of it, over the ends of paragraphs too; a click with
/// Shift takes the selection on to there.
pub fn select_words(ui: &Ui, state: &State, page: &[Set<'_>], actions: &mut Vec<Action>) {
    let id = Id::unique("words from");
    for set in page {
        let response = &set.response;
        if response.hovered() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::Text);
        }
        if response.drag_started()
            && let Some(at) = ui.input(|input| input.pointer.press_origin())
        {
            ui.memory_mut(|memory| memory.data.insert_temp(id, set.byte_at(at)));
        }
        if response.dragged()
            && let Some(at) = response.interact_pointer_pos()
        {
            let from: Option<usize> = ui.memory(|memory| memory.data.get_temp(id));
            if let Some((from, to)) = from.zip(byte_on(page, at)) {
                let span = whole_words(set.article, from.min(to), from.max(to));
                actions.push(Action::SelectWords(span));
            }
            scroll_along(ui, at);
        } else if response.clicked() {
            let at = response.interact_pointer_pos();
            let further = ui.input(|input| input.modifiers.shift);
            let from = state.words.filter(|_| further);
            let span = from.zip(at).and_then(|(words, at)| {
                let to = set.byte_at(at);
                whole_words(set.article, words.start.min(to), words.end.max(to))
            });
            actions.push(Action::SelectWords(span));
        }
    }
}

/// The byte of the text at a place on the screen, on whichever paragraph it is or is next to.
fn byte_on(page: &[Set<'_>], at: Pos2) -> Option<usize> {
    let below = page.partition_point(|set| set.rect.bottom() < at.y);
    let set = page.get(below).or_else(|| page.last())?;
    Some(set.byte_at(at))
}

/// Near the upper and the lower edge the page moves under a pointer that selects words.
fn scroll_along(ui: &Ui, at: Pos2) {
    let inside = ui.clip_rect().shrink(theme::MARGIN);
    let over = at.y - at.y.clamp(inside.top(), inside.bottom());
    if over != 0.0 {
        let by = over.clamp(-theme::ARTICLE_LEADING, theme::ARTICLE_LEADING);
        ui.scroll_with_delta_animation(vec2(0.0, -by), ScrollAnimation::none());
        ui.ctx().request_repaint();
    }
}

/// The words that a range of the text touches, without what stands around them.
fn whole_words(article: &Article, from: usize, to: usize) -> Option<Span> {
    let text = article.text();
    let part_of_word = |c: &char| c.is_alphanumeric() || matches!(c, '’' | '\'' | '-');
    let size = |chars: &mut dyn Iterator<Item = char>| -> usize {
        chars.take_while(part_of_word).map(char::len_utf8).sum()
    };
    let back = size(&mut text.get(..from)?.chars().rev());
    let on = size(&mut text.get(to..)?.chars());
    let (start, end) = (from - back, to + on);
    let words = text.get(start..end)?;
    let kept = words.trim_matches(|c: char| !c.is_alphanumeric());
    let skipped = words.find(kept)?;
    let span = Span::new(start + skipped, start + skipped + kept.len());
    (!span.is_empty()).then_some(span)
}

/// What to make of the selected words, below them.
pub fn offer(ui: &Ui, state: &State, set: &Set<'_>, actions: &mut Vec<Action>) {
    // Below the paragraph in which they end.
    let ends = |words: &Span| set.span.start < words.end && words.end <= set.span.end;
    let Some(words) = state.words.filter(ends) else {
        return;
    };
    // Not while they are still being selected, nor while a place is drawn for them.
    if ui.input(|input| input.pointer.any_down() && !input.pointer.any_click())
        && state.drawing.is_none()
        && ui.ctx().dragged_id().is_some()
        || state.drawing.is_some()
    {
        return;
    }
    let Some(last) = set.rows(words).last().copied() else {
        return;
    };
    Area::new(Id::unique("place for words"))
        .order(Order::Foreground)
        .fixed_pos(last.left_bottom() + vec2(0.0, 4.0))
        .constrain_to(ui.ctx().content_rect())
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width(280.0);
                ui.label(theme::heading("Give these words a place"));
                let project = &state.document.project;
                let parsed = state.document.parsed.as_deref();
                let target = || Target::Words(words);
                ui.horizontal_wrapped(|ui| {
                    for (name, drawing) in [
                        ("Place…", Drawing::new(Tool::Point, target())),
                        ("Circle…", Drawing::circle(project, parsed, words)),
                        ("Line…", Drawing::new(Tool::Line, target())),
                        ("Area…", Drawing::new(Tool::Area, target())),
                    ] {
                        if ui.button(name).clicked() {
                            actions.push(Action::BeginDrawing(drawing));
                        }
                    }
                });
                let id = Id::unique(("place for", words));
                let pick = |place| Action::Review(Review::PlaceWords(words, place));
                let article = project.article.as_ref();
                let named = article.map_or("", |article| article.words(words));
                place_search::search(ui, id, ("", named), pick, actions);
            });
        });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Imprint;

    #[test]
    fn a_drag_selects_whole_words_and_no_punctuation() {
        let article = Article::new("Floods hit Łódź, (and Oak Hill).", Imprint::default());
        let words = |from: usize, to: usize| {
            let from = article.code_points().byte_of(from).expect("in the text");
            let to = article.code_points().byte_of(to).expect("in the text");
            let span = whole_words(&article, from, to);
            span.map_or("", |span| article.words(span)).to_owned()
        };
        assert_eq!(words(8, 13), "hit Łódź");
        assert_eq!(words(16, 23), "and Oak");
        assert_eq!(words(2, 2), "Floods");
        assert_eq!(words(24, 28), "Oak Hill");
        assert_eq!(words(31, 32), "");
    }

    #[test]
    fn words_over_the_end_of_a_paragraph_are_taken_with_it() {
        let article = Article::new(
            "It rained.\n\n“Roads are shut,” he said.",
            Imprint::default(),
        );
        let span = whole_words(&article, 5, 22).expect("words");
        assert_eq!(article.words(span), "rained.\n\n“Roads are");
    }
}
