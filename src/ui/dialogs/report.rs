//! What became of the quotes when the article's text was replaced.

use egui::{self, RichText, Ui};

use super::frame;
use crate::{
    project::{ids::Handle, reanchor::Moved},
    ui::{
        state::{State, action::Action},
        widgets::theme,
    },
};

pub fn show(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let Some(report) = &state.report else {
        return;
    };
    let title = "Quotes in the new text";
    frame::page(ui, "report", title, 460.0, actions, |ui, actions| {
        let verbatim = report.moved.iter().filter(|moved| moved.verbatim).count();
        ui.label(format!(
            "{} stand where they stood, {verbatim} were found elsewhere with the same words.",
            report.exact
        ));
        let most = (ui.ctx().content_rect().height() - 200.0).max(120.0);
        let area = egui::ScrollArea::vertical().max_height(most);
        area.min_scrolled_height(most)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                let changed = report.moved.iter().filter(|moved| !moved.verbatim);
                for (index, moved) in changed.enumerate() {
                    if index == 0 {
                        ui.label(theme::heading("Found with other words"));
                    }
                    self::moved(ui, state, moved, actions);
                }
                for (index, lost) in report.lost.iter().enumerate() {
                    if index == 0 {
                        ui.label(theme::heading("Not found"));
                    }
                    ui.label(format!("“{}”", lost.words));
                    ui.label(theme::muted(ui.ctx(), of(state, lost.holder)));
                }
            });
        ui.label(theme::muted(
            ui.ctx(),
            "Quotes that were not found keep their words and are shown as lost. Undo takes the whole step back.",
        ));
    });
}

fn moved(ui: &mut Ui, state: &State, moved: &Moved, actions: &mut Vec<Action>) {
    let now = state.document.words(moved.span);
    ui.label(RichText::new(format!("“{}”", moved.words)).strikethrough());
    ui.label(format!("“{now}”"));
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::muted(ui.ctx(), of(state, moved.holder)));
        if ui.button("Accept the new words").clicked() {
            actions.push(Action::ConfirmQuotes(moved.holder));
        }
    });
}

/// What a quote belongs to, in words.
fn of(state: &State, holder: Handle) -> String {
    match holder {
        Handle::Feature(_) => format!("Quote of {}", state.name_of(holder)),
        Handle::Unmapped(_) => "Listed as not on the map".to_owned(),
        Handle::Dismissal(_) => "Dismissed".to_owned(),
        Handle::Finding(_) | Handle::Layer(_) => String::new(),
    }
}
