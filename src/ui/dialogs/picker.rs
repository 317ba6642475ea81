//! The choice between features at one place.

use egui::{self, Area, Frame, Id, Order, Ui, Vec2};

use crate::{
    project::ids::Handle,
    ui::{
        state::{
            State,
            action::{Action, Picker},
        },
        widgets::theme,
    },
};

/// A small list of the features at one place.
pub fn show(ui: &Ui, state: &State, picker: &Picker, actions: &mut Vec<Action>) {
    let project = state.document.project();
    let palette = theme::palette(ui.ctx());
    let id = Id::unique("picker");
    let response = Area::new(id)
        .order(Order::Foreground)
        .fixed_pos(picker.at + Vec2::splat(6.0))
        .constrain_to(ui.ctx().content_rect())
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_max_width(320.0);
                ui.label(theme::muted(ui.ctx(), "Which one?"));
                for &id in &picker.features {
                    let Some(feature) = project.feature(id) else {
                        continue;
                    };
                    let layer = project.layer(feature.layer);
                    ui.horizontal(|ui| {
                        let (dot, _) =
                            ui.allocate_exact_size(Vec2::splat(12.0), egui::Sense::hover());
                        if let Some(layer) = layer {
                            ui.painter().circle_filled(
                                dot.center(),
                                5.0,
                                palette.layer(layer.color),
                            );
                        }
                        let entry = egui::Button::new(&feature.name).frame(false);
                        let entry = ui.add(entry);
                        if entry.hovered() {
                            actions.push(Action::Hover(Handle::Feature(id)));
                        }
                        if entry.clicked() {
                            actions.push(match picker.mention {
                                Some(words) => Action::SelectOfMention(words, Handle::Feature(id)),
                                None => Action::Select(Some(Handle::Feature(id))),
                            });
                            actions.push(Action::ClosePicker);
                        }
                    });
                }
            });
        })
        .response;
    let elsewhere = ui.input(|input| {
        input.pointer.any_pressed()
            && input
                .pointer
                .interact_pos()
                .is_some_and(|at| !response.rect.contains(at))
    });
    if elsewhere {
        actions.push(Action::ClosePicker);
    }
}
