//! Pages over the window, the question about changes, and the strip that tells what is being done.

pub mod about;
pub mod files;
pub mod finder;
pub mod help;
pub mod picker;
pub mod report;

use std::{fmt::Debug, hash::Hash};

use eframe::egui::{self, Id, Modal, RichText, Ui, vec2};
use egui_material_icons::icons;

use super::{
    panels::layers::icon_button,
    state::{
        Busy, Page, Question, State, Then,
        action::{Action, Answer, FileAction},
    },
    widgets::theme,
};

/// How wide these pages are, in points, where there is room.
const WIDTH: f32 = 460.0;

/// The page that is open, if one is.
pub fn show(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    // A question comes before everything else.
    if let Some(question) = &state.question {
        ask(ui, state, question, actions);
        return;
    }
    match state.page {
        Some(Page::About) => crate::ui::dialogs::about::show(ui, actions),
        Some(Page::Open) => files::open(ui, state, actions),
        Some(Page::SaveAs) => files::save_as(ui, state, actions),
        Some(Page::Export(format)) => files::export(ui, state, format, actions),
        Some(Page::Report) => crate::ui::dialogs::report::show(ui, state, actions),
        Some(Page::Help) => crate::ui::dialogs::help::show(ui, actions),
        Some(Page::Finder) => crate::ui::dialogs::finder::show(ui, state, actions),
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
    over(ui, name, (title, width, false), actions, content);
}

/// A page that scrolls in a low window, mostly to fill in. While it `holds` what a person entered, a
/// click beside it leaves it open.
pub fn form(
    ui: &Ui,
    name: impl Hash + Debug,
    title: &str,
    holds: bool,
    actions: &mut Vec<Action>,
    content: impl FnOnce(&mut Ui, &mut Vec<Action>),
) {
    over(ui, name, (title, WIDTH, holds), actions, |ui, actions| {
        let most = (ui.ctx().content_rect().height() - 100.0).max(120.0);
        egui::ScrollArea::vertical()
            .max_height(most)
            .min_scrolled_height(most)
            .auto_shrink([false, true])
            .show(ui, |ui| content(ui, actions));
    });
}

fn over(
    ui: &Ui,
    name: impl Hash + Debug,
    (title, width, holds): (&str, f32, bool),
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
    let beside = modal.backdrop_response.clicked();
    if modal.should_close() && !(beside && holds) {
        actions.push(Action::SetPage(None));
    }
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

/// Whether there is anything to tell in [`banner`]. A page that waits tells itself what is done.
pub fn has_banner(state: &State) -> bool {
    state.busy.is_some() && !waits(state) || !state.troubles.is_empty()
}

fn waits(state: &State) -> bool {
    let waits = state.page.is_some_and(|page| state.drafts.waits(page));
    waits && state.question.is_none()
}

/// What is being done, and what went wrong, below the toolbar.
pub fn banner(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    if let Some(busy) = &state.busy
        && !waits(state)
    {
        doing(ui, busy, actions);
    }
    troubles(ui, state, actions);
}

/// What is being done, how far it is, and a way to stop it where there is one.
pub fn doing(ui: &mut Ui, busy: &Busy, actions: &mut Vec<Action>) {
    let doing = &busy.doing;
    ui.horizontal(|ui| {
        if busy.can_cancel && ui.button("Cancel").clicked() {
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

/// What went wrong, a sentence each, until it is dismissed.
fn troubles(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let red = theme::palette(ui.ctx()).layer(crate::project::feature::LayerColor::Red);
    for (index, trouble) in state.troubles.iter().enumerate() {
        ui.horizontal_top(|ui| {
            if icon_button(ui, icons::ICON_CLOSE, "Dismiss").clicked() {
                actions.push(Action::DismissTrouble(index));
            }
            ui.add(egui::Label::new(RichText::new(trouble).color(red)).wrap());
        });
    }
}
