//! What became of the quotes when the article's text was replaced.

use eframe::egui::{self, RichText, Ui};

use crate::{
    project::{
        Project,
        reanchor::{Holder, Moved},
    },
    ui::{
        dialogs,
        state::{State, action::Action},
        widgets::theme,
    },
};

pub fn show(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let Some(report) = &state.report else {
        return;
    };
    let title = "Quotes in the new text";
    dialogs::page(ui, "report", title, 460.0, actions, |ui, actions| {
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
                    let project = &state.document.project;
                    ui.label(theme::muted(ui.ctx(), of(project, &lost.holder)));
                }
            });
        ui.label(theme::muted(
            ui.ctx(),
            "Quotes that were not found keep their words and are shown as lost. Undo takes the whole step back.",
        ));
    });
}

fn moved(ui: &mut Ui, state: &State, moved: &Moved, actions: &mut Vec<Action>) {
    let project = &state.document.project;
    let now = project
        .article
        .as_ref()
        .map_or("", |article| article.words(moved.span));
    ui.label(RichText::new(format!("“{}”", moved.words)).strikethrough());
    ui.label(format!("“{now}”"));
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::muted(ui.ctx(), of(project, &moved.holder)));
        if ui.button("Accept the new words").clicked() {
            actions.push(Action::ConfirmQuotes(moved.holder.clone()));
        }
    });
}

/// What a quote belongs to, in words.
fn of(project: &Project, holder: &Holder) -> String {
    match holder {
        Holder::Feature(id) => {
            let index = project.feature_index(id);
            let name = index.map_or(id.as_str(), |index| project.features[index].name.as_str());
            format!("Quote of {name}")
        }
        Holder::Unmapped(_) => "Listed as not on the map".to_owned(),
        Holder::Dismissed(_) => "Dismissed".to_owned(),
    }
}
