//! What the program is, what its data are, and whose.

use egui::{self, RichText, Ui};

use super::frame;
use crate::ui::{state::action::Action, widgets::theme};

/// What the program is, what its data are, and whose.
pub fn show(ui: &Ui, actions: &mut Vec<Action>) {
    frame::form(
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
