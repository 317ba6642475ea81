//! Suggestions in the article: dashed lines under the words.

use egui::{CursorIcon, Id, Rect, Shape, Stroke, StrokeKind, Ui, pos2, vec2};

use super::laid_out::LaidOutParagraph;
use crate::{
    judge::Suggestion,
    project::ids::Handle,
    ui::{
        state::{State, action::Action},
        widgets::{buttons::link_row, theme::Palette},
    },
};

fn within<'a>(state: &'a State, set: &LaidOutParagraph<'_>) -> &'a [Suggestion] {
    let judged = state.document.judged();
    judged.map_or(&[], |judged| judged.open_within(set.span))
}

/// A tint under the words of the suggestion that is selected or under the pointer.
pub fn tints(ui: &Ui, state: &State, set: &LaidOutParagraph<'_>, palette: &Palette) {
    for suggestion in within(state, set) {
        let handle = Some(Handle::Finding(suggestion.id));
        let selected = state.selected == handle;
        let strength = if selected {
            0.24
        } else if state.hover == handle {
            0.12
        } else {
            continue;
        };
        for rect in set.rows(suggestion.id.span) {
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
                    .rect_stroke(bar, 1.0, stroke, StrokeKind::Inside);
            }
        }
    }
}

/// Dashed lines under the words, and what pointer and keyboard do with them.
pub fn show(
    ui: &Ui,
    state: &State,
    set: &LaidOutParagraph<'_>,
    palette: &Palette,
    actions: &mut Vec<Action>,
) {
    for suggestion in within(state, set) {
        let span = suggestion.id.span;
        let handle = Handle::Finding(suggestion.id);
        for (row, rect) in set.rows(span).iter().enumerate() {
            let y = rect.bottom() - 4.0;
            let line = [pos2(rect.left(), y), pos2(rect.right(), y)];
            let stroke = Stroke::new(1.5, palette.accent);
            ui.painter()
                .extend(Shape::dashed_line(&line, stroke, 4.0, 3.0));
            let id = Id::unique(("suggestion", span, set.span.start, row));
            let response = link_row(ui, id, *rect, row == 0, || {
                format!("Suggestion: {}", set.article.words(span))
            });
            if response.hovered() {
                ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
                actions.push(Action::Hover(handle));
            }
            if response.clicked() {
                actions.push(Action::Select(Some(handle)));
            }
        }
    }
}
