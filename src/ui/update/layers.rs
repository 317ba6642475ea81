//! How layers look: each change is a step that can be undone, and is remembered with the settings.

use super::{edit::edit, selection::select};
use crate::{
    document::look_of,
    project::{
        Edit, compose,
        feature::Layer,
        ids::{Id as _, LayerId},
    },
    ui::state::{State, action::LayerAction},
};

pub fn change(state: &mut State, id: LayerId, action: LayerAction) {
    match action {
        LayerAction::SetVisible(visible) => set_visible(state, id, visible),
        LayerAction::SetOpacity(opacity) => set_opacity(state, id, opacity),
        LayerAction::MoveTo(rank) => move_to(state, id, rank),
        LayerAction::Solo => solo(state, id),
        LayerAction::ZoomTo => {
            if let Some(bounds) = state.bounds_of_layer(id) {
                state.go_to(bounds);
            }
        }
    }
}

fn set_opacity(state: &mut State, id: LayerId, opacity: f32) {
    let project = state.document.project();
    let changed = compose::change_layer(project, id, |layer| {
        layer.opacity = opacity.clamp(0.0, 1.0);
    });
    if let Some((layer, changed)) = project.layer(id).zip(changed) {
        let name = format!("fade {}", layer.name);
        let gesture = format!("opacity {}", id.number());
        edit(state, name, Some(&gesture), changed);
        remember_look(state);
    }
}

fn set_visible(state: &mut State, id: LayerId, visible: bool) {
    let project = state.document.project();
    let changed = compose::change_layer(project, id, |layer| layer.visible = visible);
    if let Some((layer, changed)) = project.layer(id).zip(changed) {
        let verb = if visible { "show" } else { "hide" };
        let name = format!("{verb} {}", layer.name);
        edit(state, name, None, changed);
        visibility_changed(state);
    }
}

fn visibility_changed(state: &mut State) {
    // What is selected is drawn even when its layer is hidden; hiding it means not to.
    let project = state.document.project();
    let layer = state.selected_feature().and_then(|id| project.layer_of(id));
    if layer.is_some_and(|layer| !layer.visible) {
        select(state, None);
    }
    remember_look(state);
}

/// Hide or show the layer of what is selected. Hiding ends the selection, so the next time it
/// is the same layer again.
pub fn toggle_selected(state: &mut State) {
    let project = state.document.project();
    let selected = state.selected_feature().and_then(|id| project.feature(id));
    let id = selected.map(|feature| feature.layer).or(state.space_layer);
    if let Some((id, layer)) = id.and_then(|id| Some((id, project.layer(id)?))) {
        let visible = !layer.visible;
        set_visible(state, id, visible);
        state.space_layer = Some(id);
    }
}

fn move_to(state: &mut State, id: LayerId, rank: usize) {
    let project = state.document.project();
    let moved = compose::move_layer(project, id, rank);
    if let Some((layer, moved)) = project.layer(id).zip(moved) {
        let name = format!("move {}", layer.name);
        edit(state, name, None, moved);
        remember_look(state);
    }
}

/// Show only this layer, or all again when it already is the only one.
fn solo(state: &mut State, id: LayerId) {
    let project = state.document.project();
    let Some(layer) = project.layer(id) else {
        return;
    };
    let only = |(other, layer): (LayerId, &Layer)| layer.visible == (other == id);
    let alone = project.layers().iter().all(only);
    let name = if alone {
        "show all layers".to_owned()
    } else {
        format!("show only {}", layer.name)
    };
    let changed = project.layers().order().iter().filter_map(|&other| {
        compose::change_layer(project, other, |layer| layer.visible = alone || other == id)
    });
    let changed = changed.fold(Edit::default(), Edit::then);
    if !changed.is_empty() {
        edit(state, name, None, changed);
        visibility_changed(state);
    }
}

pub fn remember_look(state: &mut State) {
    let look = look_of(state.document.project());
    state
        .settings
        .remember_look(&state.document.ground().key, look);
}
