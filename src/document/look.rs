//! The look and order of a document's layers, as remembered with the settings.

use std::{collections::BTreeMap, path::Path};

use crate::{
    project::{Edit, Project},
    settings::LayerLook,
};

/// What a document's look is remembered under: its article, or else its file.
#[must_use]
pub fn document_key(project: &Project, path: Option<&Path>) -> String {
    match (project.article(), path) {
        (Some(article), _) => article.source_iri(),
        (None, Some(path)) => path
            .canonicalize()
            .unwrap_or_else(|_| path.to_owned())
            .to_string_lossy()
            .into_owned(),
        (None, None) => String::new(),
    }
}

/// How the layers of a project are now, top to bottom.
#[must_use]
pub fn look_of(project: &Project) -> Vec<LayerLook> {
    let layers = project.layers().iter();
    layers
        .map(|(_, layer)| LayerLook {
            id: layer.key.clone(),
            visible: layer.visible,
            opacity: layer.opacity,
        })
        .collect()
}

/// The edit that gives a freshly opened project the look that its layers were left with.
#[must_use]
pub fn give_look(project: &Project, look: &[LayerLook]) -> Edit {
    let ranks: BTreeMap<&str, usize> = look
        .iter()
        .enumerate()
        .map(|(rank, look)| (look.id.as_str(), rank))
        .collect();
    let mut edit = Edit::default();
    let mut order = Vec::new();
    for (id, layer) in project.layers().iter() {
        let rank = ranks.get(layer.key.as_str()).copied();
        // Layers that are new in the file keep their place below the known ones.
        order.push((rank.unwrap_or(usize::MAX), id));
        if let Some(left) = rank.and_then(|rank| look.get(rank)) {
            let mut layer = layer.clone();
            layer.visible = left.visible;
            layer.opacity = left.opacity.clamp(0.0, 1.0);
            edit = edit.put_layer(id, layer);
        }
    }
    order.sort_by_key(|(rank, _)| *rank);
    edit.order_layers(order.into_iter().map(|(_, id)| id).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{ArticleState, ProjectBuilder, UnknownMembers, feature::Layer};

    fn project(layers: &[&str]) -> Project {
        let mut builder = ProjectBuilder::new(ArticleState::None);
        for key in layers {
            builder.layer(Layer::new(*key, *key));
        }
        builder.finish(UnknownMembers::default())
    }

    #[test]
    fn layers_keep_their_order_and_look() {
        let mut look = look_of(&project(&["b", "a"]));
        look[0].visible = false;
        let mut again = project(&["a", "b", "new"]);
        let edit = give_look(&again, &look);
        again.apply(edit).expect("it fits");
        let layers = again.layers().iter();
        let found: Vec<(&str, bool)> = layers
            .map(|(_, layer)| (layer.key.as_str(), layer.visible))
            .collect();
        assert_eq!(found, [("b", false), ("a", true), ("new", true)]);
    }
}
