//! What can be done about a suggestion, in one row that stays in sight below what it may mean.

use eframe::egui::{self, Align, Button, Layout, Popup, RichText, Ui, WidgetInfo};
use egui_material_icons::{MaterialIcon, icons};

use crate::{
    judge::{self, Drawn},
    ui::{
        state::{
            State,
            action::{Action, Review},
        },
        widgets::theme,
    },
};

/// In a narrower row the button that dismisses has no word.
const ROOM_FOR_WORDS: f32 = 268.0;

/// A button of the row: what is written on it, what it is called in full, and what it does.
struct Choice {
    icon: Option<MaterialIcon>,
    text: String,
    name: String,
    hover: &'static str,
    action: Review,
}

pub fn show(ui: &mut Ui, state: &State, index: usize, actions: &mut Vec<Action>) {
    let document = &state.document;
    let (Some(suggestion), Some(parsed)) = (document.suggestions.get(index), &document.parsed)
    else {
        return;
    };
    let figure = judge::figure_of(parsed, suggestion);
    let placed = match figure {
        Some(tied) => {
            let drawn = document.standings.drawn(&document.project, tied);
            !matches!(drawn, Drawn::Nowhere(_))
        }
        None => state.choice_for(index).is_some(),
    };
    let alike = document.alike(index).len();
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
                "Put it on the map (Enter)",
                Review::Accept { alike: false },
            );
            button(ui, &accept, true, actions);
            if meant > 1 {
                let all = Choice {
                    icon: None,
                    text: format!("All {meant}"),
                    name: format!("Accept all {meant} alike"),
                    hover: "Accept the same words in the same use (Shift+Enter)",
                    action: Review::Accept { alike: true },
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
            "Suggest it no more (Del)",
            Review::Dismiss { alike: false },
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
    fn new(icon: MaterialIcon, text: &str, hover: &'static str, action: Review) -> Self {
        Self {
            icon: Some(icon),
            text: text.to_owned(),
            name: text.to_owned(),
            hover,
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
        "List it as named by the article but not on the map, with the reason",
        Review::LeaveOut { alike },
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
    let response = ui.add(button).on_hover_text(choice.hover);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &choice.name));
    if response.clicked() {
        actions.push(Action::Review(choice.action));
    }
}

/// What is done seldom, behind three dots. `out` leaves off the map what could be put on it.
fn more(ui: &mut Ui, alike: usize, out: Option<&Choice>, actions: &mut Vec<Action>) {
    let opener = crate::ui::panels::layers::icon_button(ui, icons::ICON_MORE_VERT, "More choices");
    Popup::menu(&opener).show(|ui| {
        let every = if alike > 1 {
            format!("Dismiss all {alike} alike")
        } else {
            "Dismiss all alike".to_owned()
        };
        let hover = "These words are never suggested again (Shift+Del)";
        let dismiss = Review::Dismiss { alike: true };
        let mut entry = |ui: &mut Ui, name: &str, hover: &str, action: Review| {
            if ui.button(name).on_hover_text(hover).clicked() {
                actions.push(Action::Review(action));
                ui.close();
            }
        };
        entry(ui, &every, hover, dismiss);
        if let Some(out) = out {
            entry(ui, &out.name, out.hover, out.action);
        }
    });
}
