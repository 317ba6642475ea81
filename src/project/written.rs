//! A whole project as plain data: the edit that makes it out of nothing, with the same ids.

use std::{borrow::Cow, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Edit, Project, Table, UnknownMembers, ids::Id};

#[derive(Serialize, Deserialize)]
struct Written<'a> {
    contents: Edit,
    unknown: Cow<'a, UnknownMembers>,
    next_id: u64,
}

impl Serialize for Project {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = Written {
            contents: self.out_of_nothing(),
            unknown: Cow::Borrowed(self.unknown_members()),
            next_id: self.next_id,
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Project {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        let mut project = Self::default();
        project.apply(written.contents).map_err(de::Error::custom)?;
        project.keep(written.unknown.into_owned());
        project.next_id = project.next_id.max(written.next_id);
        Ok(project)
    }
}

impl Project {
    /// The edit that makes this project out of an empty one.
    fn out_of_nothing(&self) -> Edit {
        let mut edit = Edit::default().put_article(self.article.clone());
        for (id, layer) in self.layers.shared() {
            edit = edit.put_layer(id, layer);
        }
        edit = edit.order_layers(self.layers.order().to_vec());
        for (id, feature) in shared(&self.features) {
            edit = edit.put_feature(id, feature);
        }
        for (id, entry) in shared(&self.unmapped) {
            edit = edit.put_unmapped(id, entry);
        }
        for (id, entry) in shared(&self.dismissed) {
            edit = edit.put_dismissal(id, entry);
        }
        edit
    }
}

fn shared<I: Id + Ord, T>(table: &Table<I, T>) -> impl Iterator<Item = (I, Arc<T>)> {
    let ids = table.ids();
    ids.filter_map(|id| Some((id, Arc::clone(table.shared(id)?))))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::project::{
        ArticleState, ProjectBuilder,
        feature::{Feature, Layer},
        ids::LayerId,
    };

    #[test]
    fn a_project_is_read_back_with_its_ids_and_goes_on_counting_them() {
        let mut builder = ProjectBuilder::new(ArticleState::None);
        let top = builder.layer(Layer::new("b", "B")).expect("a new key");
        builder.layer(Layer::new("a", "A"));
        builder.feature(Feature {
            layer: top,
            ..Feature::new(LayerId::NOWHERE, None)
        });
        let mut unknown = UnknownMembers::default();
        unknown
            .unread
            .push(json!({"id": "taken", "type": "Feature"}));
        let mut project = builder.finish(unknown);
        let gone = project.fresh_ids().give();
        let feature = Feature {
            layer: top,
            ..Feature::new(LayerId::NOWHERE, None)
        };
        project
            .apply(Edit::default().put_feature(gone, feature))
            .expect("it fits");
        project
            .apply(Edit::default().remove_feature(gone))
            .expect("it fits");

        let text = serde_json::to_string(&project).expect("written");
        let read: Project = serde_json::from_str(&text).expect("read");
        assert_eq!(read, project);
        assert_eq!(read.layers().order(), project.layers().order());
        assert!(read.features().ids().eq(project.features().ids()));
        assert!(read.is_file_id("taken"));
        assert_ne!(
            read.fresh_ids().give::<crate::project::ids::FeatureId>(),
            gone
        );
    }
}
