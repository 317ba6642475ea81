//! The list of layers, top to bottom as they are drawn.

use eframe::egui::{
    self, Color32, DragAndDrop, Id, Popup, Pos2, Rect, Sense, Slider, Stroke, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};
use egui_material_icons::icons;

use crate::{
    project::feature::{GeometryBasis, Layer, Symbol},
    ui::{
        state::{State, action::Action},
        widgets::theme::{self, Palette},
    },
};

pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let project = &state.document.project;
    if project.features.is_empty() {
        ui.label(theme::muted(
            ui.ctx(),
            "No features yet. Layers appear here when there are some.",
        ));
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    for index in 0..project.layers.len() {
        row(ui, state, index, actions);
    }
}

fn row(ui: &mut Ui, state: &State, index: usize, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui.ctx());
    let project = &state.document.project;
    let layer = &project.layers[index];
    let count = state.document.counts.get(&layer.id).copied().unwrap_or(0);
    let (rect, _) = ui.allocate_exact_size(
        vec2(ui.available_width(), theme::ROW_HEIGHT),
        Sense::hover(),
    );
    let id = ui.scope_id().with(("layer", &layer.id));
    drag(ui, id, rect, index, project.layers.len(), actions);
    let selected = state
        .selected_feature()
        .is_some_and(|feature| project.features[feature].layer == layer.id);
    if selected {
        ui.painter()
            .rect_filled(rect, theme::CORNER, palette.accent.gamma_multiply(0.10));
    }
    let mut ui = ui.new_child(
        egui::UiBuilder::new()
            // The controls belong to the layer, wherever its row stands: the focus goes along.
            .scope_id(id.with("row"))
            .max_rect(rect)
            .layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    let ui = &mut ui;
    ui.spacing_mut().item_spacing.x = 4.0;
    let (grip, _) = ui.allocate_exact_size(vec2(10.0, 24.0), Sense::hover());
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
        actions.push(if ui.input(|input| input.modifiers.alt) {
            Action::SoloLayer(index)
        } else {
            Action::SetLayerVisible(index, visible)
        });
    }
    if toggle.has_focus() {
        move_by_key(ui, index, project.layers.len(), actions);
    }
    swatch(ui, state, layer, palette);
    let right = rect.right() - 4.0;
    let name_width = (right - ui.cursor().left() - 72.0).max(24.0);
    name(ui, layer, index, name_width, palette, actions);
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(4.0);
        if icon_button(
            ui,
            icons::ICON_FILTER_CENTER_FOCUS,
            &format!("Zoom to {}", layer.name),
        )
        .clicked()
        {
            actions.push(Action::ZoomToLayer(index));
        }
        opacity(ui, layer, index, actions);
        ui.add_space(6.0);
        ui.label(theme::muted(ui.ctx(), count.to_string()))
            .on_hover_text(if count == 1 {
                "1 feature".to_owned()
            } else {
                format!("{count} features")
            });
    });
}

/// The name, cut off where it is too long; a click does what Alt+click on the box does.
fn name(
    ui: &mut Ui,
    layer: &Layer,
    index: usize,
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
        .inner
        .on_hover_text("Alt+click shows only this layer");
    if response.clicked() && ui.input(|input| input.modifiers.alt) {
        actions.push(Action::SoloLayer(index));
    } else if response.double_clicked() {
        actions.push(Action::ZoomToLayer(index));
    }
}

/// A small picture of how the layer is drawn: colour, shape and dash.
fn swatch(ui: &mut Ui, state: &State, layer: &Layer, palette: &Palette) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(20.0), Sense::hover());
    let color = palette
        .layer(layer.color)
        .gamma_multiply(if layer.visible { 1.0 } else { 0.45 });
    let painter = ui.painter();
    let features = &state.document.project.features;
    let Some(index) = features
        .iter()
        .position(|feature| feature.layer == layer.id)
    else {
        painter.rect_stroke(
            rect.shrink(4.0),
            2.0,
            Stroke::new(1.5, color),
            egui::StrokeKind::Inside,
        );
        return;
    };
    let feature = &features[index];
    let item = state.document.scene.item_of(index);
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

fn opacity(ui: &mut Ui, layer: &Layer, index: usize, actions: &mut Vec<Action>) {
    let percent = (layer.opacity * 100.0).round();
    let button = icon_button(
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
                actions.push(Action::SetLayerOpacity(index, percent / 100.0));
            }
            if slider.drag_stopped() {
                actions.push(Action::EndGesture);
            }
        });
}

/// A frameless button with a tooltip that is also its accessible name.
pub fn icon_button(
    ui: &mut Ui,
    icon: egui_material_icons::MaterialIcon,
    name: &str,
) -> egui::Response {
    let muted = theme::palette(ui.ctx()).muted;
    let response = ui
        .add(
            egui::Button::new(theme::icon(icon).color(muted))
                .frame(false)
                .min_size(Vec2::splat(24.0)),
        )
        .on_hover_text(name);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, name));
    if response.has_focus() {
        // Without a frame of its own it would show no focus.
        ui.painter().rect_stroke(
            response.rect,
            theme::CORNER,
            Stroke::new(2.0, theme::palette(ui.ctx()).accent),
            egui::StrokeKind::Inside,
        );
    }
    response
}

/// Alt with an arrow key moves the layer whose box has the focus.
fn move_by_key(ui: &Ui, index: usize, count: usize, actions: &mut Vec<Action>) {
    let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::ALT, key));
    if pressed(egui::Key::ArrowUp) && index > 0 {
        actions.push(Action::MoveLayer(index, index - 1));
    }
    if pressed(egui::Key::ArrowDown) && index + 1 < count {
        actions.push(Action::MoveLayer(index, index + 1));
    }
}

/// Rows are dragged by any part that is not a control, and dropped between rows.
fn drag(ui: &Ui, id: Id, rect: Rect, index: usize, count: usize, actions: &mut Vec<Action>) {
    let response = ui.interact(rect, id, Sense::DRAG);
    response.dnd_set_drag_payload(index);
    if response.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    }
    let Some(pointer) = ui.input(|input| input.pointer.interact_pos()) else {
        return;
    };
    if !rect.contains(pointer) || DragAndDrop::payload::<usize>(ui.ctx()).is_none() {
        return;
    }
    let below = pointer.y > rect.center().y;
    let y = if below { rect.bottom() } else { rect.top() };
    let accent = theme::palette(ui.ctx()).accent;
    ui.painter()
        .hline(rect.x_range(), y, Stroke::new(2.0, accent));
    if ui.input(|input| input.pointer.any_released())
        && let Some(from) = DragAndDrop::take_payload::<usize>(ui.ctx())
    {
        let mut to = index + usize::from(below);
        // Taking the row out moves those below it up.
        to -= usize::from(*from < to);
        if to != *from && to < count {
            actions.push(Action::MoveLayer(*from, to));
        }
    }
}
