//! The work that windows left unsaved which are gone: a choice for each document.

use std::time::SystemTime;

use egui::{Button, RichText, ScrollArea, Ui};

use super::frame;
use crate::{
    document::journal::recover::{Abandoned, Work},
    ui::{
        state::{
            State,
            action::{Action, FileAction},
        },
        widgets::theme,
    },
};

pub fn show(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    frame::page(
        ui,
        "unsaved work",
        "Unsaved work",
        frame::WIDTH,
        actions,
        |ui, actions| {
            ui.label("Dateline was ended before this was saved. What you do not restore now is offered again at the next start.");
            ui.add_space(theme::GAP);
            let most = (ui.ctx().content_rect().height() - 200.0).max(120.0);
            ScrollArea::vertical()
                .max_height(most)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    for (number, abandoned) in state.abandoned.iter().enumerate() {
                        if number > 0 {
                            ui.separator();
                        }
                        let focused = number == 0 && state.panels.page_is_new;
                        ui.push_id(number, |ui| row(ui, abandoned, focused, actions));
                    }
                });
        },
    );
}

fn row(ui: &mut Ui, abandoned: &Abandoned, focused: bool, actions: &mut Vec<Action>) {
    let work = &abandoned.work;
    ui.label(theme::heading(work.ground.project().title()));
    ui.label(what_and_when(work, SystemTime::now()));
    let file = work.ground.file.as_ref().filter(|file| file.ours);
    let kept_in = file.map_or_else(
        || "Never saved as a project".to_owned(),
        |file| format!("Changes of {}", file.path.display()),
    );
    ui.label(theme::muted(ui.ctx(), kept_in));
    if let Some(damage) = &work.damage {
        ui.label(theme::muted(ui.ctx(), damage));
    }
    let journal = abandoned.journal();
    ui.horizontal(|ui| {
        let palette = theme::palette(ui.ctx());
        let name = RichText::new("Restore").color(palette.panel);
        let restore = ui.add(Button::new(name).fill(palette.accent));
        if focused {
            restore.request_focus();
        }
        if restore.clicked() {
            actions.push(Action::File(FileAction::Restore(journal.to_owned())));
        }
        if ui.button("Discard…").clicked() {
            actions.push(Action::File(FileAction::AskToDiscard(journal.to_owned())));
        }
    });
}

/// What was done last, and when.
fn what_and_when(work: &Work, now: SystemTime) -> String {
    let history = work.ground.history();
    let when = ago(work.changed_at, now);
    match (history.undo_name(), history.len()) {
        (None, _) => format!("Changed {when}"),
        (Some(last), 1) => format!("Changed {when}: {last}"),
        (Some(last), steps) => format!("{steps} steps, the last {when}: {last}"),
    }
}

/// How long ago something was, in the largest unit that fits.
fn ago(time: SystemTime, now: SystemTime) -> String {
    let seconds = now.duration_since(time).map_or(0, |since| since.as_secs());
    let units = [(86_400, "day"), (3_600, "hour"), (60, "minute")];
    match units.into_iter().find(|(length, _)| *length <= seconds) {
        Some((length, unit)) => match seconds / length {
            1 => format!("1 {unit} ago"),
            many => format!("{many} {unit}s ago"),
        },
        None => "less than a minute ago".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_time_is_told_in_the_largest_unit_that_fits() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_hours(1_000);
        let cases = [
            (0, "less than a minute ago"),
            (59, "less than a minute ago"),
            (60, "1 minute ago"),
            (3_599, "59 minutes ago"),
            (7_200, "2 hours ago"),
            (90_000, "1 day ago"),
        ];
        for (seconds, words) in cases {
            assert_eq!(ago(now - Duration::from_secs(seconds), now), words);
        }
        assert_eq!(
            ago(now + Duration::from_secs(5), now),
            "less than a minute ago"
        );
    }
}
