//! Projects made for a test, and changed for it.

use std::sync::Arc;

use dateline::{
    project::{
        ArticleState, Edit, Project, ProjectBuilder, UnknownMembers, Unmapped,
        feature::{Feature, Layer},
    },
    text::{Article, Imprint},
};

/// A project with one layer, “l”, that holds these features.
pub fn of(article: Option<Article>, features: Vec<Feature>) -> Project {
    let article = article.map_or(ArticleState::None, |article| {
        ArticleState::Text(Arc::new(article))
    });
    let mut builder = ProjectBuilder::new(article);
    let layer = builder.layer(Layer::new("l", "L")).expect("a new layer");
    for feature in features {
        builder.feature(Feature { layer, ..feature });
    }
    builder.finish(UnknownMembers::default())
}

/// The feature in this place.
#[track_caller]
pub fn nth(project: &Project, index: usize) -> &Feature {
    let mut features = project.features().values();
    features.nth(index).expect("a feature")
}

#[track_caller]
pub fn apply(project: &mut Project, edit: Edit) {
    project.apply(edit).expect("it fits");
}

/// Change the feature in this place.
#[track_caller]
pub fn change(project: &mut Project, index: usize, change: impl FnOnce(&mut Feature)) {
    let (id, feature) = project.features().iter().nth(index).expect("a feature");
    let mut feature = feature.clone();
    change(&mut feature);
    apply(project, Edit::default().put_feature(id, feature));
}

pub fn change_all(project: &mut Project, change: impl Fn(&mut Feature)) {
    for index in 0..project.features().len() {
        self::change(project, index, &change);
    }
}

/// Leave only the first features.
pub fn truncate(project: &mut Project, count: usize) {
    let gone = project.features().ids().skip(count);
    let edit = gone.fold(Edit::default(), Edit::remove_feature);
    apply(project, edit);
}

pub fn change_layers(project: &mut Project, change: impl Fn(&mut Layer)) {
    let layers = project.layers().iter();
    let edit = layers.fold(Edit::default(), |edit, (id, layer)| {
        let mut layer = layer.clone();
        change(&mut layer);
        edit.put_layer(id, layer)
    });
    apply(project, edit);
}

pub fn change_unmapped(project: &mut Project, change: impl Fn(&mut Unmapped)) {
    let entries = project.unmapped().iter();
    let edit = entries.fold(Edit::default(), |edit, (id, entry)| {
        let mut entry = entry.clone();
        change(&mut entry);
        edit.put_unmapped(id, entry)
    });
    apply(project, edit);
}

pub fn change_imprint(project: &mut Project, change: impl FnOnce(&mut Imprint)) {
    let mut imprint = project.imprint().cloned().unwrap_or_default();
    change(&mut imprint);
    let edit = dateline::project::compose::imprint(project, imprint);
    apply(project, edit.expect("an article"));
}
