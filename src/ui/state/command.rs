//! The commands: what each is called, which keys do it, what it is good for, and in which menu it stands. Menus,
//! the finder, tooltips, the sheet of keys and the handling of keys are made from this table, and README's keys
//! are held against it. `command_use` says beside it what each command does and when it can be used.

use egui::{Key, Modifiers};

use crate::formats::Format;

/// Something that a person can do by its name, without pointing at anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    Open,
    Save,
    SaveAs,
    Export(Format),
    UnsavedWork,
    Quit,
    Undo,
    Redo,
    CopyWords,
    FindInArticle,
    FindAnything,
    LookForPlaces,
    Accept,
    AcceptAlike,
    AcceptSure,
    Dismiss,
    DismissAlike,
    NextWords,
    PreviousWords,
    Escape,
    FinishDrawing,
    RemoveCorner,
    ArticlePanel,
    SidePanel,
    ZoomIn,
    ZoomOut,
    PreviousView,
    NextView,
    FitArticle,
    FitAll,
    ToggleLayer,
    SoloLayer,
    ZoomToLayer,
    Keys,
    About,
}

/// The menus, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    File,
    Edit,
    View,
    Layer,
    Help,
}

/// Under which heading a command stands in the sheet of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandGroup {
    Reading,
    Files,
    Map,
    Layers,
}

/// A key with what is held down beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    pub modifiers: Modifiers,
    pub key: Key,
}

/// Where the keys of a command work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyScope {
    /// While text is entered and over pages too.
    Everywhere,
    /// Not while text is entered, and not while a page is open.
    Window,
    /// Nor while a button or a link has the focus, which takes these keys for itself.
    NoFocus,
}

/// All there is to say of a command.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub name: &'static str,
    /// The first is shown in menus.
    pub keys: &'static [Shortcut],
    /// What it is good for, in a line.
    pub what: &'static str,
    pub menu: Option<Menu>,
    pub group: CommandGroup,
    pub scope: KeyScope,
}

impl Menu {
    pub const ALL: [Self; 5] = [Self::File, Self::Edit, Self::View, Self::Layer, Self::Help];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::View => "View",
            Self::Layer => "Layer",
            Self::Help => "Help",
        }
    }

    /// The commands of the menu, in their order; a line stands between the lists.
    #[must_use]
    pub const fn sections(self) -> &'static [&'static [Command]] {
        use Command as C;
        match self {
            Self::File => &[
                &[C::Open, C::Save, C::SaveAs],
                &EXPORTS,
                &[C::UnsavedWork],
                &[C::Quit],
            ],
            Self::Edit => &[
                &[C::Undo, C::Redo],
                &[C::CopyWords, C::FindInArticle, C::FindAnything],
                &[
                    C::Accept,
                    C::AcceptAlike,
                    C::AcceptSure,
                    C::Dismiss,
                    C::DismissAlike,
                ],
                &[C::LookForPlaces],
            ],
            Self::View => &[
                &[C::ArticlePanel, C::SidePanel],
                &[C::ZoomIn, C::ZoomOut, C::FitArticle, C::FitAll],
                &[C::PreviousView, C::NextView],
                &[C::NextWords, C::PreviousWords],
            ],
            Self::Layer => &[&[C::ToggleLayer, C::SoloLayer, C::ZoomToLayer]],
            Self::Help => &[&[C::Keys, C::About]],
        }
    }
}

const EXPORTS: [Command; 6] = [
    Command::Export(Format::GeoJson),
    Command::Export(Format::Kml),
    Command::Export(Format::Csv),
    Command::Export(Format::GeoPackage),
    Command::Export(Format::WebAnnotation),
    Command::Export(Format::Html),
];

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;
const CTRL_SHIFT: Modifiers = Modifiers {
    shift: true,
    ..Modifiers::COMMAND
};

const fn key(modifiers: Modifiers, key: Key) -> Shortcut {
    Shortcut { modifiers, key }
}

impl CommandGroup {
    pub const ALL: [Self; 4] = [Self::Reading, Self::Files, Self::Map, Self::Layers];

    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Reading => "Reading and reviewing",
            Self::Files => "Files and changes",
            Self::Map => "Map",
            Self::Layers => "Layers and panels",
        }
    }

    /// What the pointer does, and keys that belong to one widget: they are no commands.
    #[must_use]
    pub const fn gestures(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Reading => &[(
                "Drag over words",
                "Give them a place, a circle, a line or an area",
            )],
            Self::Files => &[],
            Self::Map => &[
                ("Arrows", "Move the map"),
                ("Wheel, double click", "Zoom about the pointer"),
                ("Alt+click, long press", "Everything that is at a place"),
                ("Right click", "Copy the coordinates of a place"),
            ],
            Self::Layers => &[("Alt+Up, Alt+Down", "Move the layer whose box has the focus")],
        }
    }
}

impl Command {
    /// Every command, in the order of menus and of the sheet of keys.
    pub const ALL: [Self; 40] = [
        Self::Open,
        Self::Save,
        Self::SaveAs,
        EXPORTS[0],
        EXPORTS[1],
        EXPORTS[2],
        EXPORTS[3],
        EXPORTS[4],
        EXPORTS[5],
        Self::UnsavedWork,
        Self::Quit,
        Self::Undo,
        Self::Redo,
        Self::CopyWords,
        Self::FindInArticle,
        Self::FindAnything,
        Self::NextWords,
        Self::PreviousWords,
        Self::Accept,
        Self::AcceptAlike,
        Self::AcceptSure,
        Self::Dismiss,
        Self::DismissAlike,
        Self::LookForPlaces,
        Self::Escape,
        Self::FinishDrawing,
        Self::RemoveCorner,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::PreviousView,
        Self::NextView,
        Self::FitArticle,
        Self::FitAll,
        Self::ToggleLayer,
        Self::SoloLayer,
        Self::ZoomToLayer,
        Self::ArticlePanel,
        Self::SidePanel,
        Self::Keys,
        Self::About,
    ];

    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a table, one entry after the other")]
    pub const fn facts(self) -> Facts {
        use CommandGroup::{Files, Layers, Map, Reading};
        use KeyScope::{Everywhere, NoFocus, Window};
        match self {
            Self::Open => facts(
                "Open…",
                const { &[key(CTRL, Key::O)] },
                "An article, a project or a web address",
                (Some(Menu::File), Files, Everywhere),
            ),
            Self::Save => facts(
                "Save",
                const { &[key(CTRL, Key::S)] },
                "Save the project",
                (Some(Menu::File), Files, Everywhere),
            ),
            Self::SaveAs => facts(
                "Save as…",
                const { &[key(CTRL_SHIFT, Key::S)] },
                "Save the project under another name",
                (Some(Menu::File), Files, Everywhere),
            ),
            Self::Export(format) => facts(
                export_name(format),
                &[],
                format.description(),
                (Some(Menu::File), Files, Everywhere),
            ),
            Self::UnsavedWork => facts(
                "Unsaved work…",
                &[],
                "What was not saved when Dateline was ended",
                (Some(Menu::File), Files, Everywhere),
            ),
            Self::Quit => facts(
                "Quit",
                const { &[key(CTRL, Key::Q)] },
                "Close the window; changes that are not saved are asked about",
                (Some(Menu::File), Files, Everywhere),
            ),
            Self::Undo => facts(
                "Undo",
                const { &[key(CTRL, Key::Z)] },
                "Take the last step back",
                (Some(Menu::Edit), Files, Window),
            ),
            Self::Redo => facts(
                "Redo",
                const { &[key(CTRL_SHIFT, Key::Z), key(CTRL, Key::Y)] },
                "Do again what was undone last",
                (Some(Menu::Edit), Files, Window),
            ),
            Self::CopyWords => facts(
                "Copy words",
                const { &[key(CTRL, Key::C)] },
                "Copy the words that are selected in the article",
                (Some(Menu::Edit), Reading, Window),
            ),
            Self::FindInArticle => facts(
                "Find in the article…",
                const { &[key(CTRL, Key::F)] },
                "Look for words in the article",
                (Some(Menu::Edit), Reading, Everywhere),
            ),
            Self::FindAnything => facts(
                "Find anything…",
                const { &[key(CTRL, Key::K)] },
                "Find a place, a quote, a layer or a command",
                (Some(Menu::Edit), Files, Everywhere),
            ),
            Self::LookForPlaces => facts(
                "Look for places in the article",
                &[],
                "List the places, distances and areas that the article names, for review",
                (Some(Menu::Edit), Reading, Window),
            ),
            Self::Accept => facts(
                "Accept",
                const { &[key(NONE, Key::Enter)] },
                "Accept the selected suggestion",
                (Some(Menu::Edit), Reading, NoFocus),
            ),
            Self::AcceptAlike => facts(
                "Accept all alike",
                const { &[key(SHIFT, Key::Enter)] },
                "Accept it and all that are alike",
                (Some(Menu::Edit), Reading, NoFocus),
            ),
            Self::AcceptSure => facts(
                "Accept all that is sure",
                &[],
                "Accept all that leave no doubt, in one step",
                (Some(Menu::Edit), Reading, Window),
            ),
            Self::Dismiss => facts(
                "Dismiss",
                const { &[key(NONE, Key::Delete)] },
                "Suggest it no more",
                (Some(Menu::Edit), Reading, Window),
            ),
            Self::DismissAlike => facts(
                "Dismiss all alike",
                const { &[key(SHIFT, Key::Delete)] },
                "Suggest these words no more, wherever they stand",
                (Some(Menu::Edit), Reading, Window),
            ),
            Self::NextWords => facts(
                "Next words",
                const { &[key(NONE, Key::N)] },
                "Next words that lead to the map",
                (Some(Menu::View), Reading, Window),
            ),
            Self::PreviousWords => facts(
                "Previous words",
                const { &[key(NONE, Key::P)] },
                "Previous words that lead to the map",
                (Some(Menu::View), Reading, Window),
            ),
            Self::Escape => facts(
                "Clear the selection",
                const { &[key(NONE, Key::Escape)] },
                "Clear the selection, stop drawing, close a page",
                (None, Reading, Window),
            ),
            Self::FinishDrawing => facts(
                "Finish drawing",
                const { &[key(NONE, Key::Enter)] },
                "Finish what is being drawn",
                (None, Map, NoFocus),
            ),
            Self::RemoveCorner => facts(
                "Take the last corner back",
                const { &[key(NONE, Key::Backspace)] },
                "Take the last corner of a drawing back",
                (None, Map, Window),
            ),
            Self::ArticlePanel => facts(
                "Article",
                const { &[key(NONE, Key::F9)] },
                "Show or hide the article",
                (Some(Menu::View), Layers, Everywhere),
            ),
            Self::SidePanel => facts(
                "Layers and inspector",
                const { &[key(NONE, Key::F10)] },
                "Show or hide the layers and the inspector",
                (Some(Menu::View), Layers, Everywhere),
            ),
            Self::ZoomIn => facts(
                "Zoom in",
                const { &[key(NONE, Key::Plus), key(NONE, Key::Equals)] },
                "Look closer",
                (Some(Menu::View), Map, Window),
            ),
            Self::ZoomOut => facts(
                "Zoom out",
                const { &[key(NONE, Key::Minus)] },
                "Look from farther away",
                (Some(Menu::View), Map, Window),
            ),
            Self::PreviousView => facts(
                "Previous view",
                const { &[key(Modifiers::ALT, Key::ArrowLeft)] },
                "Back to where the map looked before",
                (Some(Menu::View), Map, Everywhere),
            ),
            Self::NextView => facts(
                "Next view",
                const { &[key(Modifiers::ALT, Key::ArrowRight)] },
                "Forward to where the map looked after that",
                (Some(Menu::View), Map, Everywhere),
            ),
            Self::FitArticle => facts(
                "Fit the article",
                &[],
                "Frame what the article is about",
                (Some(Menu::View), Map, Window),
            ),
            Self::FitAll => facts(
                "Fit all",
                &[],
                "Frame everything there is",
                (Some(Menu::View), Map, Window),
            ),
            Self::ToggleLayer => facts(
                "Hide or show",
                const { &[key(NONE, Key::Space)] },
                "Hide or show the layer of what is selected",
                (Some(Menu::Layer), Layers, NoFocus),
            ),
            Self::SoloLayer => facts(
                "Show only this layer",
                &[],
                "Hide all layers but that of what is selected, or show all again",
                (Some(Menu::Layer), Layers, Window),
            ),
            Self::ZoomToLayer => facts(
                "Zoom to the layer",
                &[],
                "Frame the layer of what is selected",
                (Some(Menu::Layer), Layers, Window),
            ),
            Self::Keys => facts(
                "Keys",
                const { &[key(NONE, Key::F1)] },
                "All keys on one sheet",
                (Some(Menu::Help), Layers, Everywhere),
            ),
            Self::About => facts(
                "About Dateline and its data",
                &[],
                "What the program is, what its data are, and whose",
                (Some(Menu::Help), Layers, Everywhere),
            ),
        }
    }

    /// The first of its keys, as they are written: "Ctrl+Shift+S".
    #[must_use]
    pub fn keys_in_words(self) -> Option<String> {
        self.facts()
            .keys
            .first()
            .map(|shortcut| shortcut.in_words())
    }

    /// For a tooltip: what it is good for, and its keys.
    #[must_use]
    pub fn tooltip(self) -> String {
        let what = self.facts().what;
        match self.keys_in_words() {
            Some(keys) => format!("{what} ({keys})"),
            None => what.to_owned(),
        }
    }
}

impl Shortcut {
    /// As it is written.
    #[must_use]
    pub fn in_words(self) -> String {
        let held = [
            (self.modifiers.command || self.modifiers.ctrl, "Ctrl+"),
            (self.modifiers.alt, "Alt+"),
            (self.modifiers.shift, "Shift+"),
        ];
        let held = held.into_iter().filter(|(held, _)| *held);
        let key = match self.key {
            Key::ArrowLeft => "Left",
            Key::ArrowRight => "Right",
            Key::Delete => "Del",
            Key::Escape => "Esc",
            Key::Plus => "+",
            Key::Equals => "=",
            Key::Minus => "−",
            key => key.name(),
        };
        held.map(|(_, word)| word).chain([key]).collect()
    }
}

const fn facts(
    name: &'static str,
    keys: &'static [Shortcut],
    what: &'static str,
    (menu, group, scope): (Option<Menu>, CommandGroup, KeyScope),
) -> Facts {
    Facts {
        name,
        keys,
        what,
        menu,
        group,
        scope,
    }
}

const fn export_name(format: Format) -> &'static str {
    match format {
        Format::GeoJson => "Export as GeoJSON…",
        Format::Kml => "Export as KML…",
        Format::Csv => "Export as a CSV table…",
        Format::GeoPackage => "Export as GeoPackage…",
        Format::WebAnnotation => "Export as Web Annotations…",
        Format::Html => "Export as a web page…",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_command_stands_once_in_the_table_and_at_most_once_in_the_menus() {
        for command in Command::ALL {
            let same = Command::ALL.iter().filter(|other| **other == command);
            assert_eq!(same.count(), 1, "{command:?}");
            let menus: Vec<Menu> = Menu::ALL
                .into_iter()
                .filter(|menu| menu.sections().concat().contains(&command))
                .collect();
            assert_eq!(menus, Vec::from_iter(command.facts().menu), "{command:?}");
        }
    }

    #[test]
    fn keys_mean_one_thing_unless_something_is_being_drawn() {
        let mut known = BTreeSet::new();
        for command in Command::ALL {
            if matches!(command, Command::FinishDrawing | Command::RemoveCorner) {
                continue;
            }
            for shortcut in command.facts().keys {
                assert!(known.insert(shortcut.in_words()), "{command:?}");
            }
        }
    }

    #[test]
    fn keys_are_written_as_people_write_them() {
        let written = |command: Command| command.keys_in_words().unwrap_or_default();
        assert_eq!(written(Command::SaveAs), "Ctrl+Shift+S");
        assert_eq!(written(Command::PreviousView), "Alt+Left");
        assert_eq!(written(Command::Dismiss), "Del");
    }

    #[test]
    fn readme_tells_the_keys_of_the_table_and_no_others() {
        let readme = include_str!("../../../README.md");
        let start = readme.find("## Keys").expect("a section about keys");
        let section = &readme[start + 3..];
        let section = &section[..section.find("\n## ").unwrap_or(section.len())];
        let rows = section.lines().filter(|line| line.starts_with("| `"));
        let told: BTreeSet<String> = rows
            .filter_map(|row| row.split('|').nth(1))
            .flat_map(|keys| keys.split(','))
            .map(|key| key.trim().trim_matches('`').to_owned())
            .collect();
        let keys = Command::ALL.iter().flat_map(|command| command.facts().keys);
        let table: BTreeSet<String> = keys.map(|shortcut| shortcut.in_words()).collect();
        let gestures = CommandGroup::ALL.iter().flat_map(|group| group.gestures());
        let gestures: BTreeSet<String> = gestures
            .flat_map(|(keys, _)| keys.split(", "))
            .map(str::to_owned)
            .collect();
        for key in &table {
            assert!(told.contains(key), "README does not tell of {key}");
        }
        for key in &told {
            let known = table.contains(key) || gestures.contains(key);
            assert!(known, "README tells of {key}, which does nothing");
        }
    }
}
