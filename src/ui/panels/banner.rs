//! The strip below the toolbar: what is being done, and what went wrong.

use egui::{self, RichText, Ui};
use egui_material_icons::icons;

use crate::{
    project::feature::LayerColor,
    ui::{
        state::{
            State,
            action::{Action, FileAction},
        },
        widgets::{buttons::icon_button, progress::progress, theme},
    },
};

/// Whether there is anything to tell. A page that waits tells itself what is done.
pub fn is_needed(state: &State) -> bool {
    state.busy.is_some() && !waits(state)
        || !state.troubles.is_empty()
        || !state.also_shown_by.is_empty()
}

fn waits(state: &State) -> bool {
    let waits = state.page.is_some_and(|page| state.drafts.waits(page));
    waits && state.question.is_none()
}

/// What is being done, and what went wrong, below the toolbar.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    if let Some(busy) = &state.busy
        && !waits(state)
        && progress(ui, &busy.doing, busy.can_cancel)
    {
        actions.push(Action::File(FileAction::Cancel));
    }
    if !state.also_shown_by.is_empty() {
        ui.label(theme::muted(
            ui.ctx(),
            "This file is open in another window of Dateline too. Whoever saves second is asked before the other’s changes are replaced.",
        ));
    }
    troubles(ui, state, actions);
}

/// What went wrong, a sentence each, until it is dismissed.
fn troubles(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let red = theme::palette(ui.ctx()).layer(LayerColor::Red);
    for (index, trouble) in state.troubles.iter().enumerate() {
        ui.horizontal_top(|ui| {
            if icon_button(ui, icons::ICON_CLOSE, "Dismiss").clicked() {
                actions.push(Action::DismissTrouble(index));
            }
            ui.add(egui::Label::new(RichText::new(trouble).color(red)).wrap());
        });
    }
}
