//! Keys that mean the same wherever the focus is, and files that are dropped on the window.

use eframe::egui::{self, Context, Key, Modifiers};

use super::{
    map::drawing_tools::Stroke,
    state::{
        Page, State,
        action::{Action, FileAction, Review},
    },
};
use crate::open::article::Source;

/// Queue what the keys of this frame mean. An open `popup` takes Escape for itself.
pub fn keys(ctx: &Context, state: &State, popup: bool, actions: &mut Vec<Action>) {
    // A question waits for its answer.
    if state.question.is_some() {
        return;
    }
    everywhere(ctx, state, actions);
    // What is typed belongs to the field, and a page has its own keys.
    if ctx.text_edit_focused() || state.page.is_some() {
        return;
    }
    let command = |modifiers, key| ctx.input_mut(|input| input.consume_key(modifiers, key));
    if command(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z) || command(Modifiers::COMMAND, Key::Y)
    {
        actions.push(Action::Redo);
    } else if command(Modifiers::COMMAND, Key::Z) {
        actions.push(Action::Undo);
    }
    let pressed = |key| ctx.input(|input| input.modifiers.is_none() && input.key_pressed(key));
    let shifted = |key| ctx.input(|input| input.modifiers.shift_only() && input.key_pressed(key));
    let focused = ctx.memory(egui::Memory::focused).is_some();
    if let Some(drawing) = &state.drawing {
        if pressed(Key::Enter) && !focused {
            actions.push(Action::Draw(Stroke::Finish));
        } else if pressed(Key::Backspace) && !drawing.corners.is_empty() {
            actions.push(Action::Draw(Stroke::RemoveCorner));
        } else if pressed(Key::Escape) {
            actions.push(Action::Draw(Stroke::Cancel));
        }
        return;
    }
    if pressed(Key::N) {
        actions.push(Action::StepMention(1));
    }
    if pressed(Key::P) {
        actions.push(Action::StepMention(-1));
    }
    if pressed(Key::Space) && !focused {
        actions.push(Action::ToggleSelectedLayer);
    }
    if state.selected_suggestion().is_some() {
        // With the focus on a button Enter is the button’s.
        for (key, alike) in [(pressed(Key::Enter), false), (shifted(Key::Enter), true)] {
            if key && !focused {
                actions.push(Action::Review(Review::Accept { alike }));
            }
        }
        for (key, alike) in [(pressed(Key::Delete), false), (shifted(Key::Delete), true)] {
            if key {
                actions.push(Action::Review(Review::Dismiss { alike }));
            }
        }
    }
    if pressed(Key::Escape) && !popup {
        actions.push(if state.picker.is_some() {
            Action::ClosePicker
        } else if state.words.is_some() || state.found.is_some() {
            Action::SelectWords(None)
        } else {
            Action::Select(None)
        });
    }
}

/// Keys that work while text is entered too.
fn everywhere(ctx: &Context, state: &State, actions: &mut Vec<Action>) {
    let consumed = |modifiers, key| ctx.input_mut(|input| input.consume_key(modifiers, key));
    if consumed(Modifiers::ALT, Key::ArrowLeft) {
        actions.push(Action::Back);
    }
    if consumed(Modifiers::ALT, Key::ArrowRight) {
        actions.push(Action::Forward);
    }
    if consumed(Modifiers::COMMAND | Modifiers::SHIFT, Key::S) {
        actions.push(Action::SetPage(Some(Page::SaveAs)));
    } else if consumed(Modifiers::COMMAND, Key::S) {
        actions.push(Action::File(FileAction::Save));
    }
    let pressed = |key| ctx.input(|input| input.modifiers.is_none() && input.key_pressed(key));
    for (asked, page) in [
        (consumed(Modifiers::COMMAND, Key::O), Page::Open),
        (consumed(Modifiers::COMMAND, Key::K), Page::Finder),
        (pressed(Key::F1), Page::Help),
    ] {
        if asked {
            let page = Some(page).filter(|_| state.page != Some(page));
            actions.push(Action::SetPage(page));
        }
    }
    if pressed(Key::F9) {
        actions.push(Action::ToggleArticle);
    }
    if pressed(Key::F10) {
        actions.push(Action::ToggleSide);
    }
}

/// Files that are dropped on the window are opened, the first of them.
pub fn dropped(ctx: &Context, actions: &mut Vec<Action>) {
    let file = ctx.input(|input| input.raw.dropped_files.first().cloned());
    if let Some(file) = file {
        let source = Source::File(file.path().to_owned());
        actions.push(Action::File(FileAction::Open(source)));
    }
}
