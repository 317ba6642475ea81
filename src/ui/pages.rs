//! Pages over the window that ask for something: what to open, where to save, and what to do with
//! changes.

use std::path::PathBuf;

use eframe::egui::{self, Id, Key, Modal, RichText, TextEdit, Ui, vec2};
use egui_material_icons::icons;

use super::{
    action::{Action, Answer, FileAction},
    layers::icon_button,
    state::{Page, Question, State, Then},
    theme,
};
use crate::{article::read::Source, formats::Format};

/// How wide these pages are, in points, where there is room.
const WIDTH: f32 = 460.0;

/// How many lines of a pasted text are shown at once.
const PASTE_LINES: usize = 7;

/// The page that is open, if one is.
pub fn show(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    // A question comes before everything else.
    if let Some(question) = &state.question {
        ask(ui, state, question, actions);
        return;
    }
    match state.page {
        Some(Page::About) => super::dialogs::about(ui, actions),
        Some(Page::Open) => open(ui, state, actions),
        Some(Page::SaveAs) => save_as(ui, state, actions),
        Some(Page::Export(format)) => export(ui, state, format, actions),
        Some(Page::Report) => super::report::show(ui, state, actions),
        Some(Page::Help) => super::help::show(ui, actions),
        Some(Page::Finder) => super::finder::show(ui, state, actions),
        None => {}
    }
}

/// A page in the middle of the window; a click beside it or Escape closes it.
pub fn page(
    ui: &Ui,
    name: &str,
    title: &str,
    width: f32,
    actions: &mut Vec<Action>,
    content: impl FnOnce(&mut Ui, &mut Vec<Action>),
) {
    let modal = Modal::new(Id::unique(name)).show(ui.ctx(), |ui| {
        let room = ui.ctx().content_rect().width() - 48.0;
        ui.set_width(width.min(room));
        ui.horizontal(|ui| {
            ui.label(RichText::new(title).font(theme::sans_bold(theme::HEADING)));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if icon_button(ui, icons::ICON_CLOSE, "Close (Esc)").clicked() {
                    actions.push(Action::SetPage(None));
                }
            });
        });
        ui.add_space(4.0);
        content(ui, actions);
    });
    if modal.should_close() {
        actions.push(Action::SetPage(None));
    }
}

/// One line of text that a page keeps while it is open.
fn line(
    ui: &mut Ui,
    id: Id,
    start: impl FnOnce() -> String,
    label: &str,
    hint: &str,
) -> (String, bool) {
    let label = ui.label(label);
    let known: Option<String> = ui.memory(|memory| memory.data.get_temp(id));
    let fresh = known.is_none();
    let mut text = known.unwrap_or_else(start);
    let field = TextEdit::singleline(&mut text)
        .hint_text(hint)
        .desired_width(f32::INFINITY);
    let response = ui.add(field).labelled_by(label.id);
    if fresh {
        response.request_focus();
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.memory_mut(|memory| memory.data.insert_temp(id, text.clone()));
    (text, entered)
}

fn forget(ui: &Ui, id: Id) {
    ui.memory_mut(|memory| memory.data.remove_temp::<String>(id));
}

fn open(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let (named, pasted) = (Id::unique("open named"), Id::unique("open pasted"));
    let before = actions.len();
    page(ui, "open page", "Open", WIDTH, actions, |ui, actions| {
        if ui
            .add(egui::Button::new("Choose a file…").min_size(vec2(140.0, theme::CONTROL_HEIGHT)))
            .clicked()
        {
            actions.push(Action::File(FileAction::Browse(Page::Open)));
        }
        ui.label(theme::muted(
            ui.ctx(),
            "Plain text, Markdown or HTML, a Dateline project, or any GeoJSON. Files can also be dropped on the window.",
        ));
        ui.add_space(theme::GAP);
        let label = "A web address, or the path of a file";
        let (name, entered) = line(ui, named, String::new, label, "https://…");
        let name = name.trim().to_owned();
        let usable = !name.is_empty();
        let clicked = ui
            .add_enabled(usable, egui::Button::new("Open it"))
            .clicked();
        if usable && (entered || clicked) {
            actions.push(Action::File(FileAction::Open(Source::named(&name))));
        }
        ui.add_space(theme::GAP);
        let label = ui.label("Or the text of an article, pasted");
        let mut text: String = ui
            .memory(|memory| memory.data.get_temp(pasted))
            .unwrap_or_default();
        egui::ScrollArea::vertical()
            .id_salt("pasted text")
            .max_height(theme::TEXT_LINE * 8.0)
            .show(ui, |ui| {
                let field = TextEdit::multiline(&mut text)
                    .desired_rows(PASTE_LINES)
                    .desired_width(f32::INFINITY);
                ui.add(field).labelled_by(label.id);
            });
        ui.memory_mut(|memory| memory.data.insert_temp(pasted, text.clone()));
        let usable = !text.trim().is_empty();
        ui.horizontal_wrapped(|ui| {
            let button = egui::Button::new("Open this text");
            if ui.add_enabled(usable, button).clicked() {
                let source = Source::pasted(text.clone());
                actions.push(Action::File(FileAction::Open(source)));
            }
            let replaceable = usable && state.document.project.article.is_some();
            let button = egui::Button::new("Replace the article’s text with it");
            let button = ui.add_enabled(replaceable, button);
            let hint = "Keeps the map; a report tells which quotes moved and which are lost";
            if button.on_hover_text(hint).clicked() {
                actions.push(Action::File(FileAction::Replace(Source::Text(text))));
            }
        });
        troubles(ui, state, actions);
    });
    let done = actions[before..].iter().any(|action| {
        matches!(
            action,
            Action::SetPage(None) | Action::File(FileAction::Open(_) | FileAction::Replace(_))
        )
    });
    if done {
        forget(ui, named);
        forget(ui, pasted);
    }
}

fn save_as(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let id = Id::unique("save path");
    let before = actions.len();
    page(
        ui,
        "save page",
        "Save the project",
        WIDTH,
        actions,
        |ui, actions| {
            ui.label(theme::muted(
            ui.ctx(),
            "One GeoJSON file with the article, the features and their quotes. It opens here again, and in any GIS.",
        ));
            ui.add_space(theme::GAP);
            if ui.button("Choose a place…").clicked() {
                actions.push(Action::File(FileAction::Browse(Page::SaveAs)));
            }
            let start = || {
                let folder = state.folder().or_else(home).unwrap_or_default();
                folder.join(state.file_name()).display().to_string()
            };
            let (path, entered) = line(ui, id, start, "Or the path of the file", "");
            let path = path.trim();
            let usable = !path.is_empty();
            if PathBuf::from(path).exists() {
                ui.label(theme::muted(
                    ui.ctx(),
                    "There is a file of this name; it would be replaced.",
                ));
            }
            let clicked = ui.add_enabled(usable, egui::Button::new("Save")).clicked();
            if usable && (entered || clicked) {
                actions.push(Action::File(FileAction::SaveTo(PathBuf::from(path))));
            }
            troubles(ui, state, actions);
        },
    );
    if actions[before..].iter().any(|action| {
        matches!(
            action,
            Action::SetPage(None) | Action::File(FileAction::SaveTo(_))
        )
    }) {
        forget(ui, id);
    }
}

fn export(ui: &Ui, state: &State, format: Format, actions: &mut Vec<Action>) {
    let id = Id::unique(("export path", format));
    let before = actions.len();
    let title = format!("Export as {}", format.name());
    page(ui, "export page", &title, WIDTH, actions, |ui, actions| {
        ui.label(theme::muted(ui.ctx(), format.description()));
        ui.add_space(theme::GAP);
        if ui.button("Choose a place…").clicked() {
            actions.push(Action::File(FileAction::Browse(Page::Export(format))));
        }
        let start = || {
            let folder = state.folder().or_else(home).unwrap_or_default();
            folder.join(state.export_name(format)).display().to_string()
        };
        let (path, entered) = line(ui, id, start, "Or the path of the file", "");
        let path = path.trim();
        let usable = !path.is_empty();
        if PathBuf::from(path).exists() {
            let warning = "There is a file of this name; it would be replaced.";
            ui.label(theme::muted(ui.ctx(), warning));
        }
        let clicked = ui
            .add_enabled(usable, egui::Button::new("Export"))
            .clicked();
        if usable && (entered || clicked) {
            let action = FileAction::ExportTo(format, PathBuf::from(path));
            actions.push(Action::File(action));
        }
        troubles(ui, state, actions);
    });
    if actions[before..].iter().any(|action| {
        matches!(
            action,
            Action::SetPage(None) | Action::File(FileAction::ExportTo(..))
        )
    }) {
        forget(ui, id);
    }
}

fn home() -> Option<PathBuf> {
    let dirs = directories::UserDirs::new()?;
    let documents = dirs.document_dir().map(std::path::Path::to_owned);
    documents.or_else(|| Some(dirs.home_dir().to_owned()))
}

fn ask(ui: &Ui, state: &State, question: &Question, actions: &mut Vec<Action>) {
    let title = state.document.project.title();
    let (text, choices): (String, [(&str, Answer); 3]) = match question {
        Question::Unsaved(then) => {
            let what = match then {
                Then::Close => "closing the window",
                Then::Open(_) => "opening another document",
            };
            (
                format!("“{title}” has changes that are not saved. Save them before {what}?"),
                [
                    ("Save", Answer::Save),
                    ("Discard", Answer::Discard),
                    ("Cancel", Answer::Cancel),
                ],
            )
        }
        Question::Conflict(path) => (
            format!(
                "{} was changed by another program since it was opened here. Replace what is there now?",
                path.display()
            ),
            [
                ("Replace it", Answer::Save),
                ("Save elsewhere…", Answer::Elsewhere),
                ("Cancel", Answer::Cancel),
            ],
        ),
    };
    let modal = Modal::new(Id::unique("question")).show(ui.ctx(), |ui| {
        ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 48.0));
        ui.label(text);
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            for (name, answer) in choices {
                if ui.button(name).clicked() {
                    actions.push(Action::File(FileAction::Answer(answer)));
                }
            }
        });
    });
    if modal.should_close() {
        actions.push(Action::File(FileAction::Answer(Answer::Cancel)));
    }
}

/// What is being done, and what went wrong, below the toolbar. Nothing while there is neither.
pub fn banner(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    if let Some(doing) = &state.doing {
        ui.horizontal(|ui| {
            if ui.button("Cancel").clicked() {
                actions.push(Action::File(FileAction::Cancel));
            }
            let what = if doing.what.is_empty() {
                "Working"
            } else {
                &doing.what
            };
            ui.add(egui::Label::new(format!("{what}…")).truncate());
        });
        let palette = theme::palette(ui.ctx());
        let size = vec2(ui.available_width(), 3.0);
        let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, &doing.what)
        });
        ui.painter().rect_filled(rect, 1.5, palette.hairline);
        // Without a known share a third of the bar stands for “under way”.
        let mut done = rect;
        done.set_width(rect.width() * doing.fraction.unwrap_or(0.33).clamp(0.0, 1.0));
        ui.painter().rect_filled(done, 1.5, palette.accent);
    }
    if state.page.is_none() {
        troubles(ui, state, actions);
    }
}

/// What went wrong, a sentence each, until it is dismissed.
fn troubles(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let red = theme::palette(ui.ctx()).layer(crate::feature::LayerColor::Red);
    for (index, trouble) in state.troubles.iter().enumerate() {
        ui.horizontal_top(|ui| {
            if icon_button(ui, icons::ICON_CLOSE, "Dismiss").clicked() {
                actions.push(Action::DismissTrouble(index));
            }
            ui.add(egui::Label::new(RichText::new(trouble).color(red)).wrap());
        });
    }
}
