//! What pointer and keyboard do with the map.

use egui::{self, Key, Popup, Response, SetOpenCommand, Ui, Vec2, vec2};

use super::{sight::Sight, suggestion_marks};
use crate::{
    coordinates::{in_words, mercator},
    project::ids::Handle,
    scene::{Hit, Rank},
    ui::state::{
        State,
        action::{Action, Memory, Picker},
        drawing::Stroke,
    },
};

/// How many levels one turn of the wheel zooms, per point of scrolling.
const ZOOM_PER_POINT: f64 = 1.0 / 130.0;

/// A click this long asks for everything at a place, in seconds.
const LONG_PRESS: f64 = 0.6;

/// How far an arrow key moves the map, in points.
const ARROW: f32 = 80.0;

/// Dragging, zooming, pointing and clicking.
pub fn pointer(ui: &Ui, response: &Response, sight: &Sight<'_>, actions: &mut Vec<Action>) {
    let state = sight.state;
    let pressed = pressed_for(ui, response, state, actions);
    if response.dragged() {
        let by = response.drag_delta();
        if by != Vec2::ZERO {
            actions.push(Action::Pan(by));
        }
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
        return;
    }
    let hovered = response.contains_pointer();
    if let Some(at) = response.hover_pos().filter(|_| hovered) {
        let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        let levels = f64::from(scroll) * ZOOM_PER_POINT + f64::from(pinch).log2();
        if levels.abs() > 1e-6 {
            actions.push(Action::Zoom {
                levels,
                about: Some(at),
                ease: false,
            });
        }
        if let Some(handle) = under(sight, at).filter(|_| state.drawing.is_none()) {
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
            actions.push(Action::Hover(handle));
        }
    }
    if let Some(at) = response.interact_pointer_pos() {
        if state.drawing.is_some() {
            draw_at(response, sight, at, actions);
        } else if response.double_clicked() {
            actions.push(Action::Zoom {
                levels: 1.0,
                about: Some(at),
                ease: true,
            });
        } else if response.clicked() || response.long_touched() {
            let everything = ui.input(|input| input.modifiers.alt)
                || response.long_touched()
                || pressed >= LONG_PRESS;
            actions.push(click(sight, at, everything));
        }
    }
    context_menu(response, sight, actions);
}

/// What the pointer means: a mark, else a suggestion’s hollow mark, else a line or an area.
fn under(sight: &Sight<'_>, at: egui::Pos2) -> Option<Handle> {
    let hit = sight.state.pick(at).hits.first().copied();
    let mark = hit.filter(|hit| hit.rank == Rank::Point);
    let suggestion = || suggestion_marks::pick(sight, at).map(Handle::Finding);
    let feature = |hit: Hit| Handle::Feature(hit.feature);
    mark.map(feature)
        .or_else(suggestion)
        .or_else(|| hit.map(feature))
}

/// A click draws, a double click ends drawing: its first click has drawn already.
fn draw_at(response: &Response, sight: &Sight<'_>, at: egui::Pos2, actions: &mut Vec<Action>) {
    if response.double_clicked() {
        actions.push(Action::Draw(Stroke::Finish));
    } else if response.clicked() {
        let lon_lat = mercator::unproject(sight.view.to_mercator(at));
        actions.push(Action::Draw(Stroke::Corner(lon_lat)));
    }
}

/// How long the button has been down on the map, in seconds. It is noted while it is, because a click
/// no longer knows.
fn pressed_for(ui: &Ui, response: &Response, state: &State, actions: &mut Vec<Action>) -> f64 {
    let now = ui.input(|input| input.time);
    let noted = state.panels.pressed_since;
    let since = if response.is_pointer_button_down_on() {
        ui.input(|input| input.pointer.press_start_time())
    } else {
        None
    };
    if since != noted {
        actions.push(Action::Remember(Memory::PressedSince(since)));
    }
    since.or(noted).map_or(0.0, |since| now - since)
}

/// A click selects what is under it, or opens the picker when that is not one thing.
fn click(sight: &Sight<'_>, at: egui::Pos2, everything: bool) -> Action {
    let state = sight.state;
    let picking = if everything {
        state.pick_all(at)
    } else {
        state.pick(at)
    };
    let choices = if everything {
        &picking.hits[..]
    } else {
        picking.choices()
    };
    match choices {
        [] | [_] => Action::Select(under(sight, at)),
        several => Action::OpenPicker(Picker {
            at,
            features: several.iter().map(|hit| hit.feature).collect(),
            mention: None,
        }),
    }
}

/// A right click copies the place in one of three ways.
fn context_menu(response: &Response, sight: &Sight<'_>, actions: &mut Vec<Action>) {
    // Not by a long press, which asks what is at a place.
    let asked = response.clicked_by(egui::PointerButton::Secondary);
    let mut place = sight.state.panels.context_place;
    if asked && let Some(at) = response.interact_pointer_pos() {
        let at = mercator::unproject(sight.view.to_mercator(at));
        actions.push(Action::Remember(Memory::ContextPlace(at)));
        place = Some(at);
    }
    let command = match (asked, response.clicked()) {
        (true, _) => Some(SetOpenCommand::Bool(true)),
        (false, true) => Some(SetOpenCommand::Bool(false)),
        (false, false) => None,
    };
    let menu = Popup::menu(response)
        .open_memory(command)
        .at_pointer_fixed();
    menu.show(|ui| {
        for (what, text) in place.map(in_words::all).into_iter().flatten() {
            if ui
                .button(format!("Copy {text}"))
                .on_hover_text(what)
                .clicked()
            {
                actions.push(Action::Copy {
                    text,
                    what: "Coordinates".to_owned(),
                });
                ui.close();
            }
        }
    });
}

/// Arrows pan. With the focus on some widget they belong to it.
pub fn keyboard(ui: &Ui, response: &Response, actions: &mut Vec<Action>) {
    let focused = ui.memory(egui::Memory::focused);
    if focused.is_some_and(|focused| focused != response.id) {
        return;
    }
    // The modifiers of the key itself: those of the frame may be gone when it is drawn.
    let pressed = |wanted: Key| {
        ui.input(|input| {
            input.events.iter().any(|event| {
                matches!(
                    event,
                    egui::Event::Key { key, pressed: true, modifiers, .. }
                        if *key == wanted && (modifiers.is_none() || modifiers.shift_only())
                )
            })
        })
    };
    for (key, by) in [
        (Key::ArrowLeft, vec2(ARROW, 0.0)),
        (Key::ArrowRight, vec2(-ARROW, 0.0)),
        (Key::ArrowUp, vec2(0.0, ARROW)),
        (Key::ArrowDown, vec2(0.0, -ARROW)),
    ] {
        if pressed(key) {
            actions.push(Action::Pan(by));
        }
    }
}
