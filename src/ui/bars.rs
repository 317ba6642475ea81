//! The bar at the top with what concerns the whole window, and the status line at the bottom.

use eframe::egui::{self, Popup, RichText, Ui};
use egui_material_icons::icons;

use super::{
    action::{Action, FileAction, Tab, decimal},
    layers::icon_button,
    map::MapPanel,
    state::{Page, State},
    theme,
};
use crate::{
    formats::Format,
    measure,
    scene::mercator,
    settings::{BasemapChoice, ThemeChoice},
};

/// A screen point in metres, for the scale: CSS's reference pixel of 1/96 inch.
const POINT_M: f64 = 0.0254 / 96.0;

/// The window's own bar.
pub fn toolbar(ui: &mut Ui, state: &State, map: &MapPanel, actions: &mut Vec<Action>) {
    let width = ui.available_width();
    ui.horizontal_centered(|ui| {
        ui.label(RichText::new("Dateline").font(theme::serif_bold(theme::WORDMARK)));
        ui.separator();
        file_buttons(ui, state, width, actions);
        if width >= theme::TINY {
            ui.separator();
            let room = (ui.available_width() - 330.0).max(40.0);
            let dot = if state.document.is_unsaved() {
                "• "
            } else {
                ""
            };
            let title = format!("{dot}{}", state.document.project.title());
            let title = theme::muted(ui.ctx(), title);
            ui.allocate_ui_with_layout(
                egui::vec2(room, 20.0),
                egui::Layout::left_to_right(egui::Align::Center),
                |ui| ui.add(egui::Label::new(title).truncate()),
            );
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let panels = [
                (
                    icons::ICON_DOCK_TO_LEFT,
                    "Layers and inspector (F10)",
                    Action::ToggleSide,
                ),
                (icons::ICON_ARTICLE, "Article (F9)", Action::ToggleArticle),
            ];
            for (icon, name, page) in [
                (icons::ICON_INFO, "About Dateline and its data", Page::About),
                (icons::ICON_KEYBOARD, "Keys (F1)", Page::Help),
                (icons::ICON_SEARCH, "Find anything (Ctrl+K)", Page::Finder),
            ] {
                let wanted = page == Page::About || width >= theme::NARROW;
                if wanted && icon_button(ui, icon, name).clicked() {
                    actions.push(Action::SetPage(Some(page)));
                }
            }
            for (icon, name, action) in panels {
                if icon_button(ui, icon, name).clicked() {
                    actions.push(action);
                }
            }
            theme_menu(ui, state, actions);
            map_menu(ui, state, map, actions);
            ui.separator();
            for (icon, name, able, action) in [
                (
                    icons::ICON_ARROW_FORWARD,
                    "Next view (Alt+Right)",
                    state.view.can_go_forward(),
                    Action::Forward,
                ),
                (
                    icons::ICON_ARROW_BACK,
                    "Previous view (Alt+Left)",
                    state.view.can_go_back(),
                    Action::Back,
                ),
            ] {
                ui.add_enabled_ui(able, |ui| {
                    if icon_button(ui, icon, name).clicked() {
                        actions.push(action);
                    }
                });
            }
        });
    });
}

/// Open, save, undo, redo.
fn file_buttons(ui: &mut Ui, state: &State, width: f32, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing.x = 4.0;
    let history = &state.document.history;
    let named = |what: &str, name: Option<&str>, key: &str| {
        let name = name.map_or_else(|| "nothing".to_owned(), str::to_owned);
        format!("{what}: {name} ({key})")
    };
    let (undo, redo) = (history.undo_name(), history.redo_name());
    if ui
        .button("Open…")
        .on_hover_text("An article, a project or a web address (Ctrl+O)")
        .clicked()
    {
        actions.push(Action::SetPage(Some(Page::Open)));
    }
    if width < theme::TINY {
        return;
    }
    let save = ui.button("Save");
    if save.on_hover_text("Save the project (Ctrl+S)").clicked() {
        actions.push(Action::File(FileAction::Save));
    }
    let export = ui
        .button("Export")
        .on_hover_text("For other programs: features with their quotes");
    Popup::menu(&export).width(280.0).show(|ui| {
        for format in Format::ALL {
            let name = format!("{}…", format.name());
            let button = ui.button(name).on_hover_text(format.description());
            if button.clicked() {
                actions.push(Action::SetPage(Some(Page::Export(format))));
            }
        }
    });
    for (icon, name, able, action) in [
        (
            icons::ICON_UNDO,
            named("Undo", undo, "Ctrl+Z"),
            undo.is_some(),
            Action::Undo,
        ),
        (
            icons::ICON_REDO,
            named("Redo", redo, "Ctrl+Shift+Z"),
            redo.is_some(),
            Action::Redo,
        ),
    ] {
        ui.add_enabled_ui(able, |ui| {
            if icon_button(ui, icon, &name).clicked() {
                actions.push(action);
            }
        });
    }
}

fn theme_menu(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let button = icon_button(ui, icons::ICON_CONTRAST, "Light or dark");
    Popup::menu(&button).show(|ui| {
        for (choice, name) in [
            (ThemeChoice::System, "As the system"),
            (ThemeChoice::Light, "Light"),
            (ThemeChoice::Dark, "Dark"),
        ] {
            if ui
                .selectable_label(state.settings.theme == choice, name)
                .clicked()
            {
                actions.push(Action::SetTheme(choice));
            }
        }
    });
}

fn map_menu(ui: &mut Ui, state: &State, map: &MapPanel, actions: &mut Vec<Action>) {
    let button = icon_button(ui, icons::ICON_MAP, "Map in the background");
    let id = button.id.with("address");
    Popup::menu(&button)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .width(300.0)
        .show(|ui| {
            ui.label(theme::heading("Map in the background"));
            for (choice, name, what) in [
                (
                    BasemapChoice::OpenStreetMap,
                    "OpenStreetMap",
                    "Streets and places, from openstreetmap.org",
                ),
                (
                    BasemapChoice::OpenFreeMap,
                    "OpenFreeMap",
                    "Vector tiles in the window’s own colours",
                ),
                (
                    BasemapChoice::OpenTopoMap,
                    "OpenTopoMap",
                    "Relief and contour lines",
                ),
                (
                    BasemapChoice::Offline,
                    "Bundled map only",
                    "Nothing is asked of the network",
                ),
            ] {
                if ui
                    .selectable_label(*map.choice() == choice, name)
                    .on_hover_text(what)
                    .clicked()
                {
                    actions.push(Action::SetBasemap(choice));
                }
            }
            ui.separator();
            ui.label(theme::muted(
                ui.ctx(),
                "Other tiles: an address with {z}, {x} and {y}, or the path of a .pmtiles file",
            ));
            let mut address: String = ui
                .memory(|memory| memory.data.get_temp(id))
                .unwrap_or_else(|| state.settings.custom_map.clone());
            let field = ui.add(
                egui::TextEdit::singleline(&mut address)
                    .hint_text("https://…/{z}/{x}/{y}.png")
                    .desired_width(f32::INFINITY),
            );
            let entered =
                field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            let usable = !address.trim().is_empty();
            let shown = ui.add_enabled(usable, egui::Button::new("Show these tiles"));
            if usable && (entered || shown.clicked()) {
                actions.push(Action::SetBasemap(BasemapChoice::Custom(
                    address.trim().to_owned(),
                )));
            }
            if let Some(note) = map.cache_note() {
                ui.label(theme::muted(ui.ctx(), note));
            }
            if let Some(trouble) = &map.trouble {
                ui.label(
                    RichText::new(trouble)
                        .color(theme::palette(ui.ctx()).layer(crate::feature::LayerColor::Red)),
                );
            }
            ui.memory_mut(|memory| memory.data.insert_temp(id, address));
        });
}

/// Coordinates, scale, zoom and map, or what just happened.
pub fn status(ui: &mut Ui, state: &State, map: &MapPanel, actions: &mut Vec<Action>) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().interact_size.y = 18.0;
        let pointer = ui
            .input(|input| input.pointer.hover_pos())
            .filter(|at| state.view.rect.contains(*at));
        let at = pointer.map_or(state.view.camera().center, |at| state.view.to_mercator(at));
        let place = mercator::unproject(at);
        let on_map = (0.0..=1.0).contains(&at.x) && (0.0..=1.0).contains(&at.y);
        let zoom = state.view.camera().zoom;
        let scale = mercator::metres_per_point(place.y, zoom) / POINT_M;
        let parts = [
            if on_map {
                decimal(place)
            } else {
                "outside the map".to_owned()
            },
            format!("1:{}", measure::grouped(rounded(scale))),
            format!("zoom {zoom:.1}"),
            map.describe(),
        ];
        ui.add(egui::Label::new(theme::muted(ui.ctx(), parts.join("  ·  "))).truncate());
        if let Some(notice) = &state.notice {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if icon_button(ui, icons::ICON_CLOSE, "Dismiss").clicked() {
                    actions.push(Action::DismissNotice);
                }
                let palette = theme::palette(ui.ctx());
                let ink = if notice.trouble {
                    palette.layer(crate::feature::LayerColor::Red)
                } else {
                    palette.text
                };
                ui.add(
                    egui::Label::new(RichText::new(&notice.text).size(theme::SMALL).color(ink))
                        .truncate(),
                );
            });
        }
    });
}

/// Two significant digits: a scale is no more exact on a screen.
fn rounded(scale: f64) -> f64 {
    if scale <= 0.0 {
        return 0.0;
    }
    let unit = 10_f64.powf(scale.log10().floor() - 1.0);
    (scale / unit).round() * unit
}

/// The tabs of a narrow window.
pub fn tabs(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        for (tab, name) in [
            (Tab::Article, "Article"),
            (Tab::Layers, "Layers"),
            (Tab::Review, "Review"),
            (Tab::Inspector, "Inspector"),
        ] {
            if ui.selectable_label(state.tab == tab, name).clicked() {
                actions.push(Action::SetTab(tab));
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn scales_have_two_digits() {
        assert!((rounded(1_234_567.0) - 1_200_000.0).abs() < 1e-3);
        assert!(rounded(0.0).abs() < 1e-9);
    }
}
