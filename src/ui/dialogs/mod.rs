//! Pages over the window, the question about changes, and the choice between features at one place.

mod about;
mod files;
mod finder;
mod frame;
mod help;
mod picker;
mod report;
mod unsaved_work;

use egui::{Id, Modal, Ui};

use self::frame::WIDTH;
use super::{
    state::{
        Page, Question, State, Then,
        action::{Action, Answer, FileAction, Memory},
    },
    widgets::theme,
};

/// What lies over the window: a choice, a question, or the page that is open.
pub fn show(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    if let Some(picker) = &state.picker {
        picker::show(ui, state, picker, actions);
    }
    // A question comes before everything else.
    if let Some(question) = &state.question {
        ask(ui, state, question, actions);
        return;
    }
    match state.page {
        Some(Page::About) => about::show(ui, actions),
        Some(Page::Open) => files::open(ui, state, actions),
        Some(Page::SaveAs) => files::save_as(ui, state, actions),
        Some(Page::Export(format)) => files::export(ui, state, format, actions),
        Some(Page::Report) => report::show(ui, state, actions),
        Some(Page::UnsavedWork) => unsaved_work::show(ui, state, actions),
        Some(Page::Help) => help::show(ui, actions),
        Some(Page::Finder) => finder::show(ui, state, actions),
        None => {}
    }
    if state.panels.page_is_new {
        actions.push(Action::Remember(Memory::PageShown));
    }
}

fn ask(ui: &Ui, state: &State, question: &Question, actions: &mut Vec<Action>) {
    let title = state.document.project().title();
    let (text, choices): (String, &[(&str, Answer)]) = match question {
        Question::Unsaved(then) => {
            let what = match then {
                Then::Close => "closing the window",
                Then::Open(_) | Then::Restore(_) => "opening another document",
            };
            (
                format!("“{title}” has changes that are not saved. Save them before {what}?"),
                &[
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
            &[
                ("Replace it", Answer::Save),
                ("Save elsewhere…", Answer::Elsewhere),
                ("Cancel", Answer::Cancel),
            ],
        ),
        Question::DiscardWork(journal) => {
            let abandoned = state.abandoned.iter();
            let mut abandoned = abandoned.filter(|work| work.journal() == journal);
            let title = abandoned
                .next()
                .map_or("it", |one| one.work.ground.project().title());
            (
                format!("Throw the unsaved work on “{title}” away? This cannot be undone."),
                &[("Throw away", Answer::Discard), ("Cancel", Answer::Cancel)],
            )
        }
    };
    let modal = Modal::new(Id::unique("question")).show(ui.ctx(), |ui| {
        ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 48.0));
        ui.label(text);
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            for (name, answer) in choices {
                if ui.button(*name).clicked() {
                    actions.push(Action::File(FileAction::Answer(*answer)));
                }
            }
        });
    });
    if modal.should_close() {
        actions.push(Action::File(FileAction::Answer(Answer::Cancel)));
    }
}
