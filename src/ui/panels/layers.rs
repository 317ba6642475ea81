//! The list of layers, top to bottom as they are drawn.

use egui::{
    self, Color32, DragAndDrop, Id, Popup, Pos2, Rect, Sense, Slider, Stroke, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};
use egui_material_icons::icons;

use crate::{
    project::{
        feature::{GeometryBasis, Layer, Symbol},
        ids::LayerId,
    },
    ui::{
        state::{
            State,
            action::{Action, LayerAction},
        },
        widgets::{
            buttons::small_button,
            theme::{self, Palette},
        },
    },
};

/// How wide each of the buttons of a row is, in points.
const BUTTON: f32 = 22.0;

/// Between the parts of a row.
const GAP: f32 = 3.0;

pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let project = state.document.project();
    if project.features().is_empty() {
        ui.label(theme::muted(
            ui.ctx(),
            "No features yet. Layers appear here when there are some.",
        ));
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let ids = project.layers().order();
    let visible = ids.iter().filter(|id| project.layers().shows(**id)).count();
    let view = ui.clip_rect();
    for &id in ids {
        // Rows out of sight only take their room.
        let top = ui.cursor().top();
        if top > view.bottom() + theme::ROW_HEIGHT || top + theme::ROW_HEIGHT * 2.0 < view.top() {
            ui.allocate_exact_size(
                vec2(ui.available_width(), theme::ROW_HEIGHT),
                Sense::hover(),
            );
        } else if let Some(layer) = project.layer(id) {
            row(ui, state, (id, layer), visible == 1, actions);
        }
    }
}

/// A layer's row. `alone` says that only one layer is shown.
fn row(
    ui: &mut Ui,
    state: &State,
    (id, layer): (LayerId, &Layer),
    alone: bool,
    actions: &mut Vec<Action>,
) {
    let palette = theme::palette(ui.ctx());
    let project = state.document.project();
    let (rect, _) = ui.allocate_exact_size(
        vec2(ui.available_width(), theme::ROW_HEIGHT),
        Sense::hover(),
    );
    let widget = ui.scope_id().with(("layer", id));
    drag(ui, widget, rect, state, id, actions);
    let selected = state
        .selected_feature()
        .and_then(|feature| project.feature(feature))
        .is_some_and(|feature| feature.layer == id);
    if selected {
        ui.painter()
            .rect_filled(rect, theme::CORNER, palette.accent.gamma_multiply(0.10));
    }
    let mut ui = ui.new_child(
        egui::UiBuilder::new()
            // The controls belong to the layer, wherever its row stands: the focus goes along.
            .scope_id(widget.with("row"))
            .max_rect(rect)
            .layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    let ui = &mut ui;
    ui.spacing_mut().item_spacing.x = GAP;
    let (grip, _) = ui.allocate_exact_size(vec2(8.0, 24.0), Sense::hover());
    ui.painter().text(
        grip.center(),
        egui::Align2::CENTER_CENTER,
        icons::ICON_DRAG_INDICATOR.codepoint,
        egui::FontId::new(theme::ICON_SMALL, icons::ICON_DRAG_INDICATOR.font_family()),
        palette.muted,
    );
    let mut visible = layer.visible;
    let toggle = ui
        .add(egui::Checkbox::without_text(&mut visible))
        .on_hover_text(
            "Show or hide (Space); Alt+click shows only this layer, Alt+Up and Alt+Down move it",
        );
    toggle.widget_info(|| {
        WidgetInfo::selected(
            egui::Role::CheckBox,
            true,
            layer.visible,
            format!("Show {}", layer.name),
        )
    });
    if toggle.clicked() {
        let action = if ui.input(|input| input.modifiers.alt) {
            LayerAction::Solo
        } else {
            LayerAction::SetVisible(visible)
        };
        actions.push(Action::Layer(id, action));
    }
    if toggle.has_focus() {
        move_by_key(ui, state, id, actions);
    }
    swatch(ui, state, (id, layer), palette);
    let right = rect.right() - 4.0;
    let count = ui.painter().layout_no_wrap(
        project.count_in(id).to_string(),
        theme::sans(theme::SMALL),
        palette.muted,
    );
    let taken = 3.0 * BUTTON + count.size().x + 2.0 * GAP;
    let name_width = (right - ui.cursor().left() - taken).max(24.0);
    name(ui, (id, layer), name_width, palette, actions);
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(4.0);
        let zoom = format!("Zoom to {}", layer.name);
        if small_button(ui, icons::ICON_FILTER_CENTER_FOCUS, &zoom).clicked() {
            actions.push(Action::Layer(id, LayerAction::ZoomTo));
        }
        opacity(ui, (id, layer), actions);
        solo(ui, (id, layer), alone && layer.is_shown(), actions);
        ui.add_space(GAP);
        let count = project.count_in(id);
        ui.label(theme::muted(ui.ctx(), count.to_string()))
            .on_hover_text(if count == 1 {
                "1 feature".to_owned()
            } else {
                format!("{count} features")
            });
    });
}

/// Shows only this layer, or all again where it is the only one.
fn solo(ui: &mut Ui, (id, layer): (LayerId, &Layer), is_alone: bool, actions: &mut Vec<Action>) {
    let (icon, name) = if is_alone {
        (
            icons::ICON_RADIO_BUTTON_CHECKED,
            "Show all layers".to_owned(),
        )
    } else {
        (
            icons::ICON_RADIO_BUTTON_UNCHECKED,
            format!("Show only {}", layer.name),
        )
    };
    if small_button(ui, icon, &name).clicked() {
        actions.push(Action::Layer(id, LayerAction::Solo));
    }
}

/// The name, cut off where it is too long; a double click zooms to the layer.
fn name(
    ui: &mut Ui,
    (id, layer): (LayerId, &Layer),
    width: f32,
    palette: &Palette,
    actions: &mut Vec<Action>,
) {
    let ink = if layer.visible {
        palette.text
    } else {
        palette.muted
    };
    let text = egui::RichText::new(&layer.name).color(ink);
    let response = ui
        .allocate_ui_with_layout(
            vec2(width, 24.0),
            egui::Layout::left_to_right(egui::Align::Center),
            |ui| {
                ui.set_min_width(width);
                ui.add(egui::Label::new(text).truncate().sense(Sense::click()))
            },
        )
        .inner;
    if response.clicked() && ui.input(|input| input.modifiers.alt) {
        actions.push(Action::Layer(id, LayerAction::Solo));
    } else if response.double_clicked() {
        actions.push(Action::Layer(id, LayerAction::ZoomTo));
    }
}

/// A small picture of how the layer is drawn: colour, shape and dash.
fn swatch(ui: &mut Ui, state: &State, (id, layer): (LayerId, &Layer), palette: &Palette) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(20.0), Sense::hover());
    let color = palette
        .layer(layer.color)
        .gamma_multiply(if layer.visible { 1.0 } else { 0.45 });
    let painter = ui.painter();
    let project = state.document.project();
    let first = project.features_in(id).next();
    let Some((first, feature)) = first.and_then(|id| Some((id, project.feature(id)?))) else {
        painter.rect_stroke(
            rect.shrink(4.0),
            2.0,
            Stroke::new(1.5, color),
            egui::StrokeKind::Inside,
        );
        return;
    };
    let item = state.document.scene().item(first);
    let dashed = feature.basis == GeometryBasis::Schematic;
    let polygons = item.is_some_and(|item| {
        item.levels
            .last()
            .is_some_and(|level| !level.polygons.is_empty())
    });
    let points = item.is_some_and(|item| !item.points.is_empty());
    if points {
        match feature.style.symbol {
            Symbol::Disc => {
                painter.circle_filled(rect.center(), 5.0, color);
            }
            Symbol::Square => {
                painter.rect_filled(
                    Rect::from_center_size(rect.center(), Vec2::splat(9.0)),
                    1.0,
                    color,
                );
            }
            Symbol::Starburst => {
                painter.text(
                    rect.center(),
                    egui::Align2::CENTER_CENTER,
                    icons::ICON_FLARE.codepoint,
                    egui::FontId::new(theme::ICON, icons::ICON_FLARE.font_family()),
                    color,
                );
            }
        }
    } else if polygons {
        let circle = item.is_some_and(|item| item.center.is_some());
        outline(painter, rect.shrink(3.0), circle, dashed, color);
    } else {
        let line = [
            pos2(rect.left() + 2.0, rect.bottom() - 5.0),
            pos2(rect.right() - 2.0, rect.top() + 5.0),
        ];
        let stroke = Stroke::new(3.0, color);
        if dashed {
            painter.extend(egui::Shape::dashed_line(&line, stroke, 5.0, 3.0));
        } else {
            painter.line_segment(line, stroke);
        }
    }
}

fn outline(painter: &egui::Painter, rect: Rect, circle: bool, dashed: bool, color: Color32) {
    let stroke = Stroke::new(1.5, color);
    let fill = color.gamma_multiply(0.15);
    if circle {
        painter.circle(rect.center(), rect.width() / 2.0, fill, stroke);
    } else if dashed {
        painter.rect_filled(rect, 2.0, fill);
        let corners: [Pos2; 5] = [
            rect.left_top(),
            rect.right_top(),
            rect.right_bottom(),
            rect.left_bottom(),
            rect.left_top(),
        ];
        painter.extend(egui::Shape::dashed_line(&corners, stroke, 3.0, 2.0));
    } else {
        painter.rect(rect, 2.0, fill, stroke, egui::StrokeKind::Inside);
    }
}

fn opacity(ui: &mut Ui, (id, layer): (LayerId, &Layer), actions: &mut Vec<Action>) {
    let percent = (layer.opacity * 100.0).round();
    let button = small_button(
        ui,
        icons::ICON_OPACITY,
        &format!("Opacity of {}, {percent:.0} %", layer.name),
    );
    Popup::menu(&button)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            let label = ui.label(theme::muted(ui.ctx(), format!("Opacity {percent:.0} %")));
            let mut percent = percent;
            let slider = Slider::new(&mut percent, 0.0..=100.0).show_value(false);
            let slider = ui.add(slider).labelled_by(label.id);
            if slider.changed() {
                actions.push(Action::Layer(id, LayerAction::SetOpacity(percent / 100.0)));
            }
            if slider.drag_stopped() {
                actions.push(Action::EndGesture);
            }
        });
}

/// Alt with an arrow key moves the layer whose box has the focus.
fn move_by_key(ui: &Ui, state: &State, id: LayerId, actions: &mut Vec<Action>) {
    let layers = state.document.project().layers();
    let Some(rank) = layers.rank(id) else {
        return;
    };
    let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::ALT, key));
    if pressed(egui::Key::ArrowUp) && rank > 0 {
        actions.push(Action::Layer(id, LayerAction::MoveTo(rank - 1)));
    }
    if pressed(egui::Key::ArrowDown) && rank + 1 < layers.len() {
        actions.push(Action::Layer(id, LayerAction::MoveTo(rank + 1)));
    }
}

/// Rows are dragged by any part that is not a control, and dropped between rows.
fn drag(ui: &Ui, widget: Id, rect: Rect, state: &State, id: LayerId, actions: &mut Vec<Action>) {
    let response = ui.interact(rect, widget, Sense::DRAG);
    response.dnd_set_drag_payload(id);
    if response.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    }
    let Some(pointer) = ui.input(|input| input.pointer.interact_pos()) else {
        return;
    };
    if !rect.contains(pointer) || DragAndDrop::payload::<LayerId>(ui.ctx()).is_none() {
        return;
    }
    let below = pointer.y > rect.center().y;
    let y = if below { rect.bottom() } else { rect.top() };
    let accent = theme::palette(ui.ctx()).accent;
    ui.painter()
        .hline(rect.x_range(), y, Stroke::new(2.0, accent));
    if ui.input(|input| input.pointer.any_released())
        && let Some(moved) = DragAndDrop::take_payload::<LayerId>(ui.ctx())
    {
        let layers = state.document.project().layers();
        if let Some((from, here)) = layers.rank(*moved).zip(layers.rank(id)) {
            let mut to = here + usize::from(below);
            // Taking the row out moves those below it up.
            to -= usize::from(from < to);
            if to != from && to < layers.len() {
                actions.push(Action::Layer(*moved, LayerAction::MoveTo(to)));
            }
        }
    }
}
