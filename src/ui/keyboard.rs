//! The keys of the command table, and files that are dropped on the window.

use egui::{Context, Event, Key, Memory, Modifiers};

use super::state::{
    State,
    action::{Action, FileAction},
    command::{Command, KeyScope, Shortcut},
};
use crate::open::article::Source;

/// Queue what the keys of this frame mean. An open `popup` takes Escape for itself.
pub fn keys(ctx: &Context, state: &State, popup: bool, actions: &mut Vec<Action>) {
    // A question waits for its answer.
    if state.question.is_some() {
        return;
    }
    // What is typed belongs to the field, and a page has its own keys.
    let elsewhere = ctx.text_edit_focused() || state.page.is_some();
    let focused = ctx.memory(Memory::focused).is_some();
    let events = ctx.input(|input| input.events.clone());
    for command in Command::ALL {
        let facts = command.facts();
        let reaches = match facts.scope {
            KeyScope::Everywhere => true,
            KeyScope::Window => !elsewhere,
            KeyScope::NoFocus => !elsewhere && !focused,
        };
        let taken = command == Command::Escape && popup;
        let pressed = |shortcut: &Shortcut| events.iter().any(|event| means(event, *shortcut));
        if reaches && !taken && facts.keys.iter().any(pressed) {
            actions.extend(command.action(state));
        }
    }
}

/// Whether an event is the pressing of these keys.
fn means(event: &Event, shortcut: Shortcut) -> bool {
    match event {
        // The system's own word for Ctrl+C.
        Event::Copy => shortcut.key == Key::C && shortcut.modifiers == Modifiers::COMMAND,
        Event::Key {
            key,
            pressed: true,
            modifiers,
            ..
        } => {
            // Where + and − stand on the keyboard, Shift may be needed to type them.
            let typed = matches!(key, Key::Plus | Key::Minus | Key::Equals);
            let held = if typed && shortcut.modifiers.is_none() {
                Modifiers {
                    shift: false,
                    ..*modifiers
                }
            } else {
                *modifiers
            };
            *key == shortcut.key && held.matches_exact(shortcut.modifiers)
        }
        _ => false,
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
