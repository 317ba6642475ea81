//! The help sheet: every key, in one place.

use egui::{Grid, RichText, ScrollArea, Ui};

use super::frame;
use crate::ui::{
    state::{
        action::Action,
        command::{Command, CommandGroup},
    },
    widgets::theme,
};

pub fn show(ui: &Ui, actions: &mut Vec<Action>) {
    frame::page(ui, "help", "Keys", 520.0, actions, |ui, _| {
        let most = ui.ctx().content_rect().height() - 120.0;
        ScrollArea::vertical()
            .max_height(most)
            .min_scrolled_height(most)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                for group in CommandGroup::ALL {
                    ui.add_space(4.0);
                    ui.label(theme::heading(group.heading()));
                    Grid::new(group.heading())
                        .num_columns(2)
                        .spacing([16.0, 2.0])
                        .min_row_height(theme::TEXT_LINE)
                        .show(ui, |ui| {
                            for (keys, what) in rows(group) {
                                ui.label(RichText::new(keys).font(theme::sans_bold(theme::SMALL)));
                                ui.label(theme::muted(ui.ctx(), what));
                                ui.end_row();
                            }
                        });
                }
            });
    });
}

/// The keys of a group of commands, and what the pointer does.
fn rows(group: CommandGroup) -> impl Iterator<Item = (String, &'static str)> {
    let commands = Command::ALL.into_iter().map(Command::facts);
    let of_group = commands.filter(move |facts| facts.group == group && !facts.keys.is_empty());
    let keys = of_group.map(|facts| {
        let keys: Vec<String> = facts.keys.iter().map(|key| key.in_words()).collect();
        (keys.join(", "), facts.what)
    });
    let gestures = group.gestures().iter();
    keys.chain(gestures.map(|(keys, what)| ((*keys).to_owned(), *what)))
}
