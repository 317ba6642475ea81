//! How layers look: each change is a step that can be undone, and is remembered with the settings.

use super::select;
use crate::{
    project::{Edit, Splice, compose, feature::Layer},
    ui::state::State,
};

/// Give layers another look as one step, which keeps what is derived from features.
fn edit_layers(
    state: &mut State,
    name: String,
    gesture: Option<&str>,
    change: impl FnOnce(&mut Vec<Layer>),
) {
    let mut layers = state.document.project.layers.clone();
    change(&mut layers);
    if layers == state.document.project.layers {
        return;
    }
    let edit = Edit::Layers(Splice {
        at: 0,
        remove: layers.len(),
        insert: layers,
    });
    state.edit(name, gesture, edit);
}

pub fn set_opacity(state: &mut State, index: usize, opacity: f32) {
    let Some(layer) = state.document.project.layers.get(index) else {
        return;
    };
    let (name, gesture) = (
        format!("fade {}", layer.name),
        format!("opacity {}", layer.id),
    );
    edit_layers(state, name, Some(&gesture), |layers| {
        layers[index].opacity = opacity.clamp(0.0, 1.0);
    });
    remember_look(state);
}

pub fn set_visible(state: &mut State, index: usize, visible: bool) {
    let Some(layer) = state.document.project.layers.get(index) else {
        return;
    };
    let verb = if visible { "show" } else { "hide" };
    let name = format!("{verb} {}", layer.name);
    edit_layers(state, name, None, |layers| layers[index].visible = visible);
    visibility_changed(state);
}

fn visibility_changed(state: &mut State) {
    // What is selected is drawn even when its layer is hidden; hiding it means not to.
    let project = &state.document.project;
    let hidden = state.selected_feature().is_some_and(|feature| {
        project
            .layer(&project.features[feature].layer)
            .is_some_and(|layer| !layer.visible)
    });
    if hidden {
        select(state, None);
    }
    remember_look(state);
}

/// Hide or show the layer of what is selected. Hiding ends the selection, so the next time it
/// is the same layer again.
pub fn toggle_selected_layer(state: &mut State) {
    let project = &state.document.project;
    let id = match state.selected_feature() {
        Some(feature) => project.features[feature].layer.clone(),
        None => match &state.space_layer {
            Some(id) => id.clone(),
            None => return,
        },
    };
    let rank = project.layer_rank(&id);
    if let Some(layer) = project.layers.get(rank) {
        let visible = !layer.visible;
        set_visible(state, rank, visible);
        state.space_layer = Some(id);
    }
}

pub fn move_layer(state: &mut State, from: usize, to: usize) {
    let project = &state.document.project;
    if let Some(edit) = compose::move_layer(project, from, to) {
        let name = format!("move {}", project.layers[from].name);
        state.edit(name, None, edit);
        remember_look(state);
    }
}

pub fn solo(state: &mut State, index: usize) {
    let layers = &state.document.project.layers;
    let Some(layer) = layers.get(index) else {
        return;
    };
    let alone = layers
        .iter()
        .enumerate()
        .all(|(other, layer)| layer.visible == (other == index));
    let name = if alone {
        "show all layers".to_owned()
    } else {
        format!("show only {}", layer.name)
    };
    edit_layers(state, name, None, |layers| {
        for (other, layer) in layers.iter_mut().enumerate() {
            layer.visible = alone || other == index;
        }
    });
    visibility_changed(state);
}

pub fn remember_look(state: &mut State) {
    let document = &state.document;
    state
        .settings
        .remember_look(&document.key, &document.project);
}
