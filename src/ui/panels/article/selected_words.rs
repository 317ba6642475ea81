//! Words of the article that a person selects, and what can be made of them.

use egui::{Area, CursorIcon, Frame, Id, Order, Pos2, Ui, style::ScrollAnimation, vec2};

use super::laid_out::LaidOutParagraph;
use crate::{
    text::{Article, Span},
    ui::{
        panels::place_search::{self, Beginning},
        state::{
            State,
            action::{Action, Memory, ReviewAction},
            drafts::SearchFor,
            drawing::{Drawing, DrawingTarget, Tool},
        },
        widgets::theme::{self, Palette},
    },
};

/// Tints under words that are selected, and under words that were looked for.
pub fn tints(ui: &Ui, state: &State, set: &LaidOutParagraph<'_>, palette: &Palette) {
    let shown = state.found_words;
    let found = state
        .article_search
        .as_ref()
        .map_or(&[][..], |search| &search.found);
    let from = found.partition_point(|words| words.end <= set.span.start);
    let others = found[from..].iter().copied();
    let others = others.take_while(|words| words.start < set.span.end);
    let faint = others
        .filter(|words| Some(*words) != shown)
        .map(|words| (words, 0.14));
    let strong = [state.selected_words, shown]
        .into_iter()
        .flatten()
        .map(|words| (words, 0.3));
    for (words, strength) in faint.chain(strong) {
        if !words.overlaps(set.span) {
            continue;
        }
        let tint = palette.accent.gamma_multiply(strength);
        for rect in set.rows(words) {
            ui.painter().rect_filled(rect, 0.0, tint);
        }
    }
}

/// Dragging over the page selects whole words of it, over the ends of paragraphs too; a click with
/// Shift takes the selection on to there.
pub fn select(ui: &Ui, state: &State, page: &[LaidOutParagraph<'_>], actions: &mut Vec<Action>) {
    for set in page {
        let response = &set.response;
        if response.hovered() {
            ui.ctx().set_cursor_icon(CursorIcon::Text);
        }
        let mut from = state.panels.words_from;
        if response.drag_started()
            && let Some(at) = ui.input(|input| input.pointer.press_origin())
        {
            let byte = set.byte_at(at);
            from = Some(byte);
            actions.push(Action::Remember(Memory::WordsFrom(byte)));
        }
        if response.dragged()
            && let Some(at) = response.interact_pointer_pos()
        {
            if let Some((from, to)) = from.zip(byte_on(page, at)) {
                let span = whole_words(set.article, from.min(to), from.max(to));
                actions.push(Action::SelectWords(span));
            }
            scroll_along(ui, at);
        } else if response.clicked() {
            let at = response.interact_pointer_pos();
            let further = ui.input(|input| input.modifiers.shift);
            let from = state.selected_words.filter(|_| further);
            let span = from.zip(at).and_then(|(words, at)| {
                let to = set.byte_at(at);
                whole_words(set.article, words.start.min(to), words.end.max(to))
            });
            actions.push(Action::SelectWords(span));
        }
    }
}

/// The byte of the text at a place on the screen, on whichever paragraph it is or is next to.
fn byte_on(page: &[LaidOutParagraph<'_>], at: Pos2) -> Option<usize> {
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
pub fn offer(ui: &Ui, state: &State, set: &LaidOutParagraph<'_>, actions: &mut Vec<Action>) {
    // Below the paragraph in which they end.
    let ends = |words: &Span| set.span.start < words.end && words.end <= set.span.end;
    let Some(words) = state.selected_words.filter(ends) else {
        return;
    };
    // Not while they are still being selected, nor while a place is drawn for them.
    let selecting = ui.input(|input| input.pointer.any_down() && !input.pointer.any_click())
        && ui.ctx().dragged_id().is_some();
    if selecting || state.drawing.is_some() {
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
                let project = state.document.project();
                let parsed = state.document.judged();
                let parsed = parsed.map(|judged| judged.findings().parsed());
                let target = DrawingTarget::Words(words);
                ui.horizontal_wrapped(|ui| {
                    for (name, drawing) in [
                        ("Place…", Drawing::new(Tool::Point, target)),
                        ("Circle…", Drawing::circle(project, parsed, words)),
                        ("Line…", Drawing::new(Tool::Line, target)),
                        ("Area…", Drawing::new(Tool::Area, target)),
                    ] {
                        if ui.button(name).clicked() {
                            actions.push(Action::BeginDrawing(drawing));
                        }
                    }
                });
                let pick = |place| Action::Review(ReviewAction::PlaceWords(words, place));
                let beginning = Beginning {
                    typed: "",
                    meanwhile: state.document.words(words),
                };
                let of = SearchFor::Words(words);
                place_search::search(ui, state, of, beginning, pick, actions);
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
