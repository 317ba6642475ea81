//! What opens over the window: the choice between marks, and the page about the program.

use eframe::egui::{self, Area, Frame, Id, Order, RichText, Ui, Vec2};

use super::{
    action::{Action, Picker},
    pages,
    state::State,
    theme,
};
use crate::mentions::Subject;

/// A small list of the features at one place.
pub fn picker(ui: &Ui, state: &State, picker: &Picker, actions: &mut Vec<Action>) {
    let project = &state.document.project;
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
                for &index in &picker.features {
                    let feature = &project.features[index];
                    let layer = project.layer(&feature.layer);
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
                            actions.push(Action::Hover(Subject::Feature(index)));
                        }
                        if entry.clicked() {
                            actions.push(match picker.mention {
                                Some(mention) => Action::SelectOfMention(mention, index),
                                None => Action::Select(Some(Subject::Feature(index))),
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

/// What the program is, what its data are, and whose.
pub fn about(ui: &Ui, actions: &mut Vec<Action>) {
    pages::form(
        ui,
        "about",
        "About Dateline",
        false,
        actions,
        |ui, actions| {
            ui.label(format!("Dateline {}", env!("CARGO_PKG_VERSION")));
            ui.label("A news article on a map: every mark quotes the words it rests on.");
            ui.add_space(theme::GAP);
            ui.label(theme::heading("Credits"));
            for (text, url) in [
                (
                    "Online map © OpenStreetMap contributors (ODbL)",
                    "https://www.openstreetmap.org/copyright",
                ),
                (
                    "OpenFreeMap © OpenMapTiles, data from OpenStreetMap",
                    "https://openfreemap.org",
                ),
                ("OpenTopoMap (CC BY-SA)", "https://opentopomap.org"),
                ("Places © GeoNames (CC BY 4.0)", "https://www.geonames.org"),
                (
                    "Bundled map and borders: Natural Earth (public domain)",
                    "https://www.naturalearthdata.com",
                ),
                (
                    "Noto Sans and Noto Serif (SIL Open Font License)",
                    "https://fonts.google.com/noto",
                ),
                (
                    "Icons: Material Symbols (Apache 2.0)",
                    "https://fonts.google.com/icons",
                ),
            ] {
                let link = egui::Link::new(RichText::new(text));
                if ui.add(link).on_hover_text(url).clicked() {
                    actions.push(Action::OpenUrl(url.to_owned()));
                }
            }
            ui.add_space(theme::GAP);
            ui.label(theme::muted(
                ui.ctx(),
                "The article that Dateline opens with was supplied as source material and is not covered by the program’s licence (MIT or Apache 2.0).",
            ));
        },
    );
}
