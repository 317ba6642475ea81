//! The help sheet: every key, in one place.

use eframe::egui::{self, RichText, Ui};

use crate::ui::{dialogs, state::action::Action, widgets::theme};

const KEYS: [(&str, &[(&str, &str)]); 4] = [
    (
        "Reading and reviewing",
        &[
            ("N, P", "Next and previous words that lead to the map"),
            ("Enter", "Accept the selected suggestion"),
            ("Shift+Enter", "Accept it and all that are alike"),
            ("Del", "Dismiss it"),
            ("Shift+Del", "Dismiss it and all that are alike"),
            (
                "Drag over words",
                "Give them a place, a circle, a line or an area",
            ),
            ("Esc", "Clear the selection, stop drawing, close a page"),
        ],
    ),
    (
        "Files and changes",
        &[
            ("Ctrl+O", "Open an article, a project, or a web address"),
            ("Ctrl+S", "Save the project"),
            ("Ctrl+Shift+S", "Save it under another name"),
            ("Ctrl+Z", "Undo"),
            ("Ctrl+Shift+Z", "Redo"),
            ("Ctrl+K", "Find a place, a quote, a layer or a command"),
        ],
    ),
    (
        "Map",
        &[
            ("Arrows", "Move the map"),
            ("+, −", "Zoom in and out"),
            ("Alt+Left, Alt+Right", "Previous and next view"),
            ("Alt+click", "Everything that is at a place"),
        ],
    ),
    (
        "Layers and panels",
        &[
            ("Space", "Hide or show the layer of what is selected"),
            ("Alt+Up, Alt+Down", "Move the layer whose box has the focus"),
            ("F9, F10", "Article; layers and inspector"),
            ("F1", "This sheet"),
        ],
    ),
];

pub fn show(ui: &Ui, actions: &mut Vec<Action>) {
    dialogs::page(ui, "help", "Keys", 520.0, actions, |ui, _| {
        let most = ui.ctx().content_rect().height() - 120.0;
        egui::ScrollArea::vertical()
            .max_height(most)
            .min_scrolled_height(most)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                for (title, keys) in KEYS {
                    ui.add_space(4.0);
                    ui.label(theme::heading(title));
                    egui::Grid::new(title)
                        .num_columns(2)
                        .spacing([16.0, 2.0])
                        .min_row_height(theme::TEXT_LINE)
                        .show(ui, |ui| {
                            for (key, what) in keys {
                                ui.label(RichText::new(*key).font(theme::sans_bold(theme::SMALL)));
                                ui.label(theme::muted(ui.ctx(), *what));
                                ui.end_row();
                            }
                        });
                }
            });
    });
}
