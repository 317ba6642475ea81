//! The bar at the top: menus, and buttons for what concerns the whole window.

use egui::{
    self, Align, Button, Color32, Layout, MenuBar, Popup, RichText, Role, Style, TextStyle, Ui,
    Vec2, WidgetInfo, containers::menu::menu_style, vec2,
};
use egui_material_icons::{MaterialIcon, icons};

use crate::{
    formats::Format,
    project::feature::LayerColor,
    settings::{BasemapChoice, ThemeChoice},
    ui::{
        map::MapPanel,
        state::{
            State,
            action::Action,
            command::{Command, Menu},
            drafts::Field,
        },
        widgets::{buttons::icon_button, theme},
    },
};

/// From this width on, in points, the bar has room for everything…
const WIDE: f32 = 940.0;
/// …from this one on for the menus and for what is used most…
const ROOMY: f32 = 700.0;
/// …and below this one for icons alone. In between, the menus are behind one button.
const CLOSE: f32 = 500.0;

/// The least room in which the document's title says anything.
const TITLE_LEAST: f32 = 80.0;

/// How wide a menu is: room for a name and its keys.
const MENU: f32 = 250.0;

/// Around the name of a menu.
const MENU_PADDING: Vec2 = vec2(6.0, 2.0);

/// The window's own bar.
pub fn toolbar(ui: &mut Ui, state: &State, map: &MapPanel, actions: &mut Vec<Action>) {
    let width = ui.available_width();
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if width >= CLOSE {
            ui.label(RichText::new("Dateline").font(theme::serif_bold(theme::WORDMARK)));
            ui.separator();
        }
        if width >= ROOMY {
            menu_bar(ui, state, actions);
            ui.separator();
        }
        file_buttons(ui, state, width, actions);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if width >= WIDE {
                command(ui, state, icons::ICON_INFO, Command::About, actions);
                command(ui, state, icons::ICON_KEYBOARD, Command::Keys, actions);
            } else if width < ROOMY {
                all_menus(ui, state, actions);
            }
            for (icon, shown) in [
                (icons::ICON_SEARCH, Command::FindAnything),
                (icons::ICON_DOCK_TO_LEFT, Command::SidePanel),
                (icons::ICON_ARTICLE, Command::ArticlePanel),
            ] {
                command(ui, state, icon, shown, actions);
            }
            if width >= ROOMY {
                let button = icon_button(ui, icons::ICON_CONTRAST, "Light or dark");
                Popup::menu(&button).show(|ui| themes(ui, state, actions));
            }
            map_menu(ui, state, map, actions);
            if width >= ROOMY {
                ui.separator();
                for (icon, shown) in [
                    (icons::ICON_ARROW_FORWARD, Command::NextView),
                    (icons::ICON_ARROW_BACK, Command::PreviousView),
                ] {
                    command(ui, state, icon, shown, actions);
                }
            }
            title(ui, state);
        });
    });
}

/// The menus, each under its name.
fn menu_bar(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    // A bar of menus takes all the room that it is given.
    let width_of = |menu: Menu| {
        let font = TextStyle::Button.resolve(ui.style());
        let name = menu.name().to_owned();
        let name = ui
            .painter()
            .layout_no_wrap(name, font, Color32::PLACEHOLDER);
        name.size().x + 2.0 * MENU_PADDING.x
    };
    let gaps = ui.spacing().item_spacing.x * 4.0;
    let width = Menu::ALL.map(width_of).into_iter().sum::<f32>() + gaps;
    let style = |style: &mut Style| {
        menu_style(style);
        style.spacing.button_padding = MENU_PADDING;
    };
    ui.allocate_ui(vec2(width.ceil(), theme::CONTROL_HEIGHT), |ui| {
        MenuBar::new().style(style).ui(ui, |ui| {
            for menu in Menu::ALL {
                ui.menu_button(menu.name(), |ui| entries(ui, state, menu, actions));
            }
        });
    });
}

/// The menus behind one button.
fn all_menus(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let button = icon_button(ui, icons::ICON_MENU, "Menu");
    Popup::menu(&button).show(|ui| {
        for menu in Menu::ALL {
            ui.menu_button(menu.name(), |ui| entries(ui, state, menu, actions));
        }
    });
}

fn entries(ui: &mut Ui, state: &State, menu: Menu, actions: &mut Vec<Action>) {
    ui.set_min_width(MENU);
    for (index, section) in menu.sections().iter().enumerate() {
        if index > 0 {
            ui.separator();
        }
        for command in *section {
            let action = command.action(state);
            let name = command.name(state);
            let mut button = Button::new(&name);
            if let Some(keys) = command.keys_in_words() {
                button = button.shortcut_text(keys);
            }
            let able = action.is_some();
            let entry = ui.add_enabled(able, button);
            entry.widget_info(|| WidgetInfo::labeled(Role::MenuItem, able, &name));
            if entry.on_hover_text(command.facts().what).clicked() {
                actions.extend(action);
                ui.close();
            }
        }
    }
    if menu == Menu::View {
        ui.separator();
        ui.menu_button("Light or dark", |ui| themes(ui, state, actions));
    }
}

/// A command as an icon; it is grey while it cannot be done.
fn command(
    ui: &mut Ui,
    state: &State,
    icon: MaterialIcon,
    command: Command,
    actions: &mut Vec<Action>,
) {
    let action = command.action(state);
    let keys = command.keys_in_words();
    let name = match keys {
        Some(keys) => format!("{} ({keys})", command.label(state)),
        None => command.label(state),
    };
    ui.add_enabled_ui(action.is_some(), |ui| {
        if icon_button(ui, icon, &name).clicked() {
            actions.extend(action);
        }
    });
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
    let title = format!("{dot}{}", state.document.project().title());
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.separator();
        ui.add(egui::Label::new(theme::muted(ui.ctx(), title)).truncate());
    });
}

/// Open, save, export, undo, redo.
fn file_buttons(ui: &mut Ui, state: &State, width: f32, actions: &mut Vec<Action>) {
    for (icon, shown) in [
        (icons::ICON_FOLDER_OPEN, Command::Open),
        (icons::ICON_SAVE, Command::Save),
    ] {
        if width < CLOSE {
            command(ui, state, icon, shown, actions);
        } else {
            word(ui, state, shown, actions);
        }
    }
    if width >= WIDE {
        let export = ui
            .button("Export")
            .on_hover_text("For other programs: features with their quotes");
        let menu = Popup::menu(&export).width(MENU);
        menu.show(|ui| {
            for format in Format::ALL {
                let button = ui.button(format!("{}…", format.name()));
                if button.on_hover_text(format.description()).clicked() {
                    actions.extend(Command::Export(format).action(state));
                }
            }
        });
    }
    command(ui, state, icons::ICON_UNDO, Command::Undo, actions);
    command(ui, state, icons::ICON_REDO, Command::Redo, actions);
}

/// A command by its name.
fn word(ui: &mut Ui, state: &State, command: Command, actions: &mut Vec<Action>) {
    let button = ui.button(command.facts().name);
    let button = button.on_hover_text(command.tooltip());
    if button.clicked() {
        actions.extend(command.action(state));
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
                    .selectable_label(state.basemap == choice, name)
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
            let entered = state.drafts.map_address.as_ref();
            let mut address = entered.unwrap_or(&state.settings.custom_map).clone();
            let field = ui.add(
                egui::TextEdit::singleline(&mut address)
                    .hint_text("https://…/{z}/{x}/{y}.png")
                    .desired_width(f32::INFINITY),
            );
            if field.changed() {
                actions.push(Action::Enter(Field::MapAddress, address.clone()));
            }
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
                    RichText::new(trouble).color(theme::palette(ui.ctx()).layer(LayerColor::Red)),
                );
            }
        });
}
