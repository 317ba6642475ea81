//! Words that refer back to a place, as the article shows them.

use egui::{CursorIcon, Id, Shape, Stroke, Ui, pos2};

use super::laid_out::LaidOutParagraph;
use crate::ui::{
    state::{State, action::Action},
    widgets::{buttons::link_row, theme::Palette},
};

/// Faint dots under the words; a click selects what they refer to and leaves the page where it is.
pub fn show(
    ui: &Ui,
    state: &State,
    set: &LaidOutParagraph<'_>,
    palette: &Palette,
    actions: &mut Vec<Action>,
) {
    for reference in state.document.references_within(set.span) {
        let is_lit = [state.selected, state.hover].contains(&Some(reference.to));
        for (row, rect) in set.rows(reference.span).iter().enumerate() {
            let y = rect.bottom() - 4.0;
            let line = [pos2(rect.left(), y), pos2(rect.right(), y)];
            let ink = if is_lit {
                palette.accent
            } else {
                palette.muted
            };
            if is_lit {
                ui.painter().line_segment(line, Stroke::new(1.0, ink));
            } else {
                ui.painter()
                    .extend(Shape::dotted_line(&line, ink, 3.0, 0.6));
            }
            let id = Id::unique(("reference", reference.span, row));
            let response = link_row(ui, id, *rect, row == 0, || {
                let name = state.name_of(reference.to);
                format!("{}: refers to {name}", set.article.words(reference.span))
            });
            if response.hovered() {
                ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
                actions.push(Action::Hover(reference.to));
            }
            if response.clicked() {
                actions.push(Action::Select(Some(reference.to)));
            }
            response.on_hover_ui(|ui| {
                let name = state.name_of(reference.to);
                ui.label(format!("Refers to {name}, as far as the program can tell"));
            });
        }
    }
}
