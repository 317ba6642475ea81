//! The bar at the top with what concerns the whole window, and the tabs of a narrow one.

use eframe::egui::{self, Align, Layout, Popup, RichText, Ui};
use egui_material_icons::{MaterialIcon, icons};

use super::layers::icon_button;
use crate::{
    formats::Format,
    settings::{BasemapChoice, ThemeChoice},
    ui::{
        map::MapPanel,
        state::{
            Page, State,
            action::{Action, FileAction, Tab},
        },
        widgets::theme,
    },
};

/// From this width on, in points, the bar has room for everything…
const ROOMY: f32 = 700.0;
/// …and below this one for icons alone. In between, what is used less is in a menu.
const CLOSE: f32 = 500.0;

/// The least room in which the document's title says anything.
const TITLE_LEAST: f32 = 80.0;

/// The window's own bar.
pub fn toolbar(ui: &mut Ui, state: &State, map: &MapPanel, actions: &mut Vec<Action>) {
    let width = ui.available_width();
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if width >= CLOSE {
            ui.label(RichText::new("Dateline").font(theme::serif_bold(theme::WORDMARK)));
            ui.separator();
        }
        file_buttons(ui, state, width, actions);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if width >= ROOMY {
                for (icon, name, page) in [
                    (icons::ICON_INFO, "About Dateline and its data", Page::About),
                    (icons::ICON_KEYBOARD, "Keys (F1)", Page::Help),
                ] {
                    push(ui, icon, name, Action::SetPage(Some(page)), actions);
                }
            } else {
                more(ui, state, actions);
            }
            let finder = Action::SetPage(Some(Page::Finder));
            push(
                ui,
                icons::ICON_SEARCH,
                "Find anything (Ctrl+K)",
                finder,
                actions,
            );
            for (icon, name, action) in [
                (
                    icons::ICON_DOCK_TO_LEFT,
                    "Layers and inspector (F10)",
                    Action::ToggleSide,
                ),
                (icons::ICON_ARTICLE, "Article (F9)", Action::ToggleArticle),
            ] {
                push(ui, icon, name, action, actions);
            }
            if width >= ROOMY {
                let button = icon_button(ui, icons::ICON_CONTRAST, "Light or dark");
                Popup::menu(&button).show(|ui| themes(ui, state, actions));
            }
            map_menu(ui, state, map, actions);
            if width >= ROOMY {
                ui.separator();
                for (icon, name, able, action) in views(state).into_iter().rev() {
                    ui.add_enabled_ui(able, |ui| push(ui, icon, name, action, actions));
                }
            }
            title(ui, state);
        });
    });
}

/// An icon that does something.
fn push(ui: &mut Ui, icon: MaterialIcon, name: &str, action: Action, actions: &mut Vec<Action>) {
    if icon_button(ui, icon, name).clicked() {
        actions.push(action);
    }
}

/// The document's title in what is left between the buttons.
fn title(ui: &mut Ui, state: &State) {
    if ui.available_width() < TITLE_LEAST {
        return;
    }
    let dot = if state.document.is_unsaved() {
        "• "
    } else {
        ""
    };
    let title = format!("{dot}{}", state.document.project.title());
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.separator();
        ui.add(egui::Label::new(theme::muted(ui.ctx(), title)).truncate());
    });
}

/// Back and forward through the views: icon, name, whether there is one, and what it does.
fn views(state: &State) -> [(MaterialIcon, &'static str, bool, Action); 2] {
    [
        (
            icons::ICON_ARROW_BACK,
            "Previous view (Alt+Left)",
            state.view.can_go_back(),
            Action::Back,
        ),
        (
            icons::ICON_ARROW_FORWARD,
            "Next view (Alt+Right)",
            state.view.can_go_forward(),
            Action::Forward,
        ),
    ]
}

/// What has no room in the bar.
fn more(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let button = icon_button(ui, icons::ICON_MORE_VERT, "More");
    Popup::menu(&button).width(220.0).show(|ui| {
        ui.menu_button("Export", |ui| formats(ui, actions));
        ui.menu_button("Light or dark", |ui| themes(ui, state, actions));
        ui.separator();
        for (_, name, able, action) in views(state) {
            if ui.add_enabled(able, egui::Button::new(name)).clicked() {
                actions.push(action);
            }
        }
        ui.separator();
        for (name, page) in [
            ("Keys (F1)", Page::Help),
            ("About Dateline and its data", Page::About),
        ] {
            if ui.button(name).clicked() {
                actions.push(Action::SetPage(Some(page)));
            }
        }
    });
}

/// Open, save, undo, redo.
fn file_buttons(ui: &mut Ui, state: &State, width: f32, actions: &mut Vec<Action>) {
    let history = &state.document.history;
    let named = |what: &str, name: Option<&str>, key: &str| {
        let name = name.map_or_else(|| "nothing".to_owned(), str::to_owned);
        format!("{what}: {name} ({key})")
    };
    let (undo, redo) = (history.undo_name(), history.redo_name());
    for (icon, word, hint, action) in [
        (
            icons::ICON_FOLDER_OPEN,
            "Open…",
            "An article, a project or a web address (Ctrl+O)",
            Action::SetPage(Some(Page::Open)),
        ),
        (
            icons::ICON_SAVE,
            "Save",
            "Save the project (Ctrl+S)",
            Action::File(FileAction::Save),
        ),
    ] {
        if width < CLOSE {
            push(ui, icon, word, action, actions);
        } else if ui.button(word).on_hover_text(hint).clicked() {
            actions.push(action);
        }
    }
    if width >= ROOMY {
        let export = ui
            .button("Export")
            .on_hover_text("For other programs: features with their quotes");
        let menu = Popup::menu(&export).width(280.0);
        menu.show(|ui| formats(ui, actions));
    }
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
        ui.add_enabled_ui(able, |ui| push(ui, icon, &name, action, actions));
    }
}

/// The formats of an export, as entries of a menu.
fn formats(ui: &mut Ui, actions: &mut Vec<Action>) {
    for format in Format::ALL {
        let name = format!("{}…", format.name());
        let button = ui.button(name).on_hover_text(format.description());
        if button.clicked() {
            actions.push(Action::SetPage(Some(Page::Export(format))));
        }
    }
}

fn themes(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    for (choice, name) in [
        (ThemeChoice::System, "As the system"),
        (ThemeChoice::Light, "Light"),
        (ThemeChoice::Dark, "Dark"),
    ] {
        let chosen = state.settings.theme == choice;
        if ui.selectable_label(chosen, name).clicked() {
            actions.push(Action::SetTheme(choice));
        }
    }
}

fn map_menu(ui: &mut Ui, state: &State, map: &MapPanel, actions: &mut Vec<Action>) {
    let button = icon_button(ui, icons::ICON_MAP, "Map in the background");
    let id = button.id.with("address");
    Popup::menu(&button)
        // A field and a button look here as they do elsewhere.
        .style(egui::style::StyleModifier::default())
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
                ui.label(RichText::new(trouble).color(
                    theme::palette(ui.ctx()).layer(crate::project::feature::LayerColor::Red),
                ));
            }
            ui.memory_mut(|memory| memory.data.insert_temp(id, address));
        });
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
