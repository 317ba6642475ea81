//! Words that refer back to a place, as the article shows them.

use eframe::egui::{CursorIcon, Id, Shape, Stroke, Ui, pos2};

use super::{link_row, suggestions::Set};
use crate::{
    document::Document,
    project::mentions::Subject,
    ui::{
        state::{State, action::Action},
        widgets::theme::Palette,
    },
};

/// Faint dots under the words; a click selects what they reference to and leaves the page where it is.
pub fn show(ui: &Ui, state: &State, set: &Set<'_>, palette: &Palette, actions: &mut Vec<Action>) {
    let references = &state.document.references;
    let from = references.partition_point(|reference| reference.span.start < set.span.start);
    let here = references[from..]
        .iter()
        .take_while(|reference| reference.span.start < set.span.end);
    for reference in here {
        let is_lit = [state.selected, state.hover].contains(&Some(reference.subject));
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
                let name = name_of(&state.document, reference.subject);
                format!("{}: refers to {name}", set.article.words(reference.span))
            });
            if response.hovered() {
                ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
                actions.push(Action::Hover(reference.subject));
            }
            if response.clicked() {
                actions.push(Action::Select(Some(reference.subject)));
            }
            response.on_hover_ui(|ui| {
                let name = name_of(&state.document, reference.subject);
                ui.label(format!("Refers to {name}, as far as the program can tell"));
            });
        }
    }
}

fn name_of(document: &Document, subject: Subject) -> String {
    match subject {
        Subject::Feature(feature) => document.project.features[feature].name.clone(),
        Subject::Suggestion(index) => document.words(&document.suggestions[index]).to_owned(),
        Subject::Unmapped(index) => {
            let entry = &document.project.unmapped[index];
            entry.evidence.quote.exact.clone()
        }
    }
}
