//! The pages that ask for a file, an address or a text: opening, saving, exporting. They stay
//! until what they ask for is done, with what went wrong beside the field.

use egui::{self, Id, Key, RichText, TextEdit, Ui, vec2};

use super::frame::form;
use crate::{
    formats::Format,
    open::{article::Source, path_of, source_of},
    project::feature::LayerColor,
    ui::{
        state::{
            Page, State,
            action::{Action, FileAction},
            drafts::Field,
        },
        widgets::{progress::progress, theme},
    },
};

/// How many lines of a pasted text are shown at once.
const PASTE_LINES: usize = 7;

pub fn open(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let drafts = &state.drafts;
    let holds = !drafts.name.trim().is_empty() || !drafts.text.trim().is_empty();
    form(ui, "open page", "Open", holds, actions, |ui, actions| {
        if ui
            .add(egui::Button::new("Choose a file…").min_size(vec2(140.0, theme::CONTROL_HEIGHT)))
            .clicked()
        {
            actions.push(Action::File(FileAction::Browse(Page::Open)));
        }
        fault(ui, state, Field::Chooser);
        ui.label(theme::muted(
            ui.ctx(),
            "Plain text, Markdown or HTML, a Dateline project, or any GeoJSON. Files can also be dropped on the window.",
        ));
        ui.add_space(theme::GAP);
        let label = "A web address, or the path of a file";
        let entered = line(
            ui,
            state,
            Field::Name,
            &drafts.name,
            (label, "https://…"),
            actions,
        );
        fault(ui, state, Field::Name);
        let usable = !drafts.name.trim().is_empty() && !drafts.waits(Page::Open);
        let clicked = ui.add_enabled(usable, egui::Button::new("Open it"));
        if usable && (entered || clicked.clicked()) {
            let source = source_of(&drafts.name);
            actions.push(Action::File(FileAction::Open(source)));
        }
        ui.add_space(theme::GAP);
        pasted(ui, state, actions);
        waiting(ui, state, actions);
    });
}

/// The field for the text of an article, and what can be done with it.
fn pasted(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let drafts = &state.drafts;
    let label = ui.label("Or the text of an article, pasted");
    let mut text = drafts.text.clone();
    egui::ScrollArea::vertical()
        .id_salt("pasted text")
        .max_height(theme::TEXT_LINE * 8.0)
        .show(ui, |ui| {
            let field = TextEdit::multiline(&mut text)
                .id(id_of(Field::Text))
                .desired_rows(PASTE_LINES)
                .desired_width(f32::INFINITY);
            if ui.add(field).labelled_by(label.id).changed() {
                actions.push(Action::Enter(Field::Text, text));
            }
        });
    fault(ui, state, Field::Text);
    let usable = !drafts.text.trim().is_empty() && !drafts.waits(Page::Open);
    ui.horizontal_wrapped(|ui| {
        let button = egui::Button::new("Open this text");
        if ui.add_enabled(usable, button).clicked() {
            let source = Source::pasted(drafts.text.clone());
            actions.push(Action::File(FileAction::Open(source)));
        }
        let replaceable = usable && state.document.project().article().is_some();
        let button = egui::Button::new("Replace the article’s text with it");
        let button = ui.add_enabled(replaceable, button);
        let hint = "Keeps the map; a report tells which quotes moved and which are lost";
        if button.on_hover_text(hint).clicked() {
            let source = Source::Text(drafts.text.clone());
            actions.push(Action::File(FileAction::Replace(source)));
        }
    });
}

pub fn save_as(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let about = "One GeoJSON file with the article, the features and their quotes. It opens here again, and in any GIS.";
    let to = |path| Action::File(FileAction::SaveTo(path));
    write(
        ui,
        state,
        Page::SaveAs,
        ("Save the project", about, "Save"),
        actions,
        to,
    );
}

pub fn export(ui: &Ui, state: &State, format: Format, actions: &mut Vec<Action>) {
    let title = format!("Export as {}", format.name());
    let to = |path| Action::File(FileAction::ExportTo(format, path));
    let words = (title.as_str(), format.description(), "Export");
    write(ui, state, Page::Export(format), words, actions, to);
}

/// A page that asks where to write: its title, what is written, and the word on its button.
fn write(
    ui: &Ui,
    state: &State,
    page: Page,
    (title, about, verb): (&str, &str, &str),
    actions: &mut Vec<Action>,
    to: impl FnOnce(std::path::PathBuf) -> Action,
) {
    let drafts = &state.drafts;
    let changed = drafts.path(page);
    let name = ("write page", title);
    form(
        ui,
        name,
        title,
        changed.is_some(),
        actions,
        |ui, actions| {
            ui.label(theme::muted(ui.ctx(), about));
            ui.add_space(theme::GAP);
            if ui.button("Choose a place…").clicked() {
                actions.push(Action::File(FileAction::Browse(page)));
            }
            fault(ui, state, Field::Chooser);
            let typed = state.path_in(page);
            let label = "Or the path of the file";
            let entered = line(ui, state, Field::Path, &typed, (label, ""), actions);
            fault(ui, state, Field::Path);
            let usable = !typed.trim().is_empty() && !drafts.waits(page);
            let path = path_of(&typed);
            if drafts.file_to_replace.as_ref() == Some(&path) && drafts.fault.is_none() {
                let warning = "There is a file of this name; it would be replaced.";
                ui.label(theme::muted(ui.ctx(), warning));
            }
            let clicked = ui.add_enabled(usable, egui::Button::new(verb)).clicked();
            if usable && (entered || clicked) {
                actions.push(to(path));
            }
            waiting(ui, state, actions);
        },
    );
}

/// One line of text, with its label and an example; whether Enter was pressed in it.
fn line(
    ui: &mut Ui,
    state: &State,
    field: Field,
    value: &str,
    (label, example): (&str, &str),
    actions: &mut Vec<Action>,
) -> bool {
    let label = ui.label(label);
    let mut text = value.to_owned();
    let edit = TextEdit::singleline(&mut text)
        .id(id_of(field))
        .hint_text(example)
        .desired_width(f32::INFINITY);
    let response = ui.add(edit).labelled_by(label.id);
    if response.changed() {
        actions.push(Action::Enter(field, text));
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    // It keeps the focus, so that a mistake can be mended at once.
    if entered || state.panels.page_is_new {
        response.request_focus();
    }
    entered
}

/// A field stays the same one when a sentence comes to stand above it.
fn id_of(field: Field) -> Id {
    Id::unique(("asking", field))
}

/// What is wrong with what stands in a field, below it.
fn fault(ui: &mut Ui, state: &State, field: Field) {
    let fault = state.drafts.fault.as_ref();
    if let Some(fault) = fault.filter(|fault| fault.field == field) {
        let red = theme::palette(ui.ctx()).layer(LayerColor::Red);
        ui.add(egui::Label::new(RichText::new(&fault.text).color(red)).wrap());
    }
}

/// How what was asked for goes on, where that takes a while.
fn waiting(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    if state.page.is_some_and(|page| state.drafts.waits(page))
        && let Some(busy) = &state.busy
    {
        ui.add_space(theme::GAP);
        if progress(ui, &busy.doing, busy.can_cancel) {
            actions.push(Action::File(FileAction::Cancel));
        }
    }
}
