//! What can be done about a suggestion, in one row that stays in sight below what it may mean.

use egui::{Align, Button, Layout, Popup, RichText, Role, Ui, WidgetInfo};
use egui_material_icons::{MaterialIcon, icons};

use crate::{
    judge::Group,
    project::ids::FindingId,
    ui::{
        state::{
            State,
            action::{Action, ReviewAction},
            command::Command,
        },
        widgets::{buttons::icon_button, theme},
    },
};

/// In a narrower row the button that dismisses has no word.
const ROOM_FOR_WORDS: f32 = 268.0;

/// A button of the row: what is written on it, what it is called in full, and what it does.
struct Choice {
    icon: Option<MaterialIcon>,
    text: String,
    name: String,
    tooltip: String,
    action: ReviewAction,
}

pub fn show(ui: &mut Ui, state: &State, id: FindingId, actions: &mut Vec<Action>) {
    let Some(judged) = state.document.judged() else {
        return;
    };
    let figure = judged.findings().figure(id);
    let placed = match figure {
        Some(tied) => judged.drawn(state.document.project(), tied).is_somewhere(),
        None => state.choice_for(id).is_some(),
    };
    let alike = judged.alike(id).map_or(0, Group::len);
    // A figure is about a place of its own, whatever other figures of its words are about.
    let meant = if figure.is_some() { 1 } else { alike.max(1) };
    ui.horizontal(|ui| {
        ui.set_min_height(theme::CONTROL_HEIGHT);
        ui.spacing_mut().item_spacing.x = 4.0;
        let words = ui.available_width() >= ROOM_FOR_WORDS;
        if placed {
            let accept = Choice::new(
                icons::ICON_CHECK,
                "Accept",
                Command::Accept.tooltip(),
                ReviewAction::Accept { alike: false },
            );
            button(ui, &accept, true, actions);
            if meant > 1 {
                let all = Choice {
                    icon: None,
                    text: format!("All {meant}"),
                    name: format!("Accept all {meant} alike"),
                    tooltip: Command::AcceptAlike.tooltip(),
                    action: ReviewAction::Accept { alike: true },
                };
                button(ui, &all, false, actions);
            }
        } else {
            let mut out = leave_out(meant);
            out.text = match meant {
                1 => "Leave off".to_owned(),
                count => format!("Leave all {count} off"),
            };
            button(ui, &out, true, actions);
        }
        let mut dismiss = Choice::new(
            icons::ICON_CLOSE,
            "Dismiss",
            Command::Dismiss.tooltip(),
            ReviewAction::Dismiss { alike: false },
        );
        if !words {
            dismiss.text.clear();
        }
        // Apart from those that come and go, so that a second click of a hasty hand dismisses nothing.
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let out = placed.then(|| leave_out(meant));
            more(ui, alike, out.as_ref(), actions);
            button(ui, &dismiss, false, actions);
        });
    });
}

impl Choice {
    fn new(icon: MaterialIcon, text: &str, tooltip: String, action: ReviewAction) -> Self {
        Self {
            icon: Some(icon),
            text: text.to_owned(),
            name: text.to_owned(),
            tooltip,
            action,
        }
    }
}

/// Leave a suggestion off the map, or all `meant` that are alike.
fn leave_out(meant: usize) -> Choice {
    let (name, alike) = match meant {
        1 => ("List as not on the map".to_owned(), false),
        count => (format!("List all {count} alike as not on the map"), true),
    };
    Choice::new(
        icons::ICON_LOCATION_OFF,
        &name,
        "List it as named by the article but not on the map, with the reason".to_owned(),
        ReviewAction::LeaveOut { alike },
    )
}

fn button(ui: &mut Ui, choice: &Choice, main: bool, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui.ctx());
    let ink = if main { palette.panel } else { palette.text };
    let text = RichText::new(&choice.text).color(ink);
    let icon = choice.icon.map(|icon| theme::icon(icon).color(ink));
    let button = match (icon, choice.text.is_empty()) {
        (Some(icon), true) => Button::new(icon),
        (Some(icon), false) => Button::new((icon, text)),
        (None, _) => Button::new(text),
    };
    let button = if main {
        button.fill(palette.accent)
    } else {
        button
    };
    let response = ui.add(button).on_hover_text(&choice.tooltip);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &choice.name));
    if response.clicked() {
        actions.push(Action::Review(choice.action));
    }
}

/// What is done seldom, behind three dots. `out` leaves off the map what could be put on it.
fn more(ui: &mut Ui, alike: usize, out: Option<&Choice>, actions: &mut Vec<Action>) {
    let opener = icon_button(ui, icons::ICON_MORE_VERT, "More choices");
    Popup::menu(&opener).show(|ui| {
        let every = if alike > 1 {
            format!("Dismiss all {alike} alike")
        } else {
            "Dismiss all alike".to_owned()
        };
        let mut entry = |ui: &mut Ui, name: &str, tooltip: &str, action: ReviewAction| {
            if ui.button(name).on_hover_text(tooltip).clicked() {
                actions.push(Action::Review(action));
                ui.close();
            }
        };
        let tooltip = Command::DismissAlike.tooltip();
        entry(ui, &every, &tooltip, ReviewAction::Dismiss { alike: true });
        if let Some(out) = out {
            entry(ui, &out.name, &out.tooltip, out.action);
        }
    });
}
