//! Whatever is done to a project can be written down, undone and done again.

use std::sync::Arc;

use dateline::{
    document::history::History,
    project::{
        ArticleState, Dismissal, Edit, Project, Unmapped, compose,
        feature::{Feature, Layer},
        ids::{Id as _, LayerId},
    },
};
use proptest::{collection::vec, option, prelude::*, sample::Index};

/// What somebody may try to do: to one of the entries there are, or to a new one.
#[derive(Clone, Debug)]
enum Attempt {
    Feature(Index, Option<Box<Feature>>, Index),
    Layer(Index, Option<Layer>),
    RemoveLayer(Index),
    Order(Vec<Index>),
    Unmapped(Index, Option<Box<Unmapped>>),
    Dismissed(Index, Option<Box<Dismissal>>),
    Article(ArticleState),
    /// One after the other, in one step.
    All(Vec<Self>),
    Undo,
    Redo,
}

fn attempt() -> impl Strategy<Value = Attempt> {
    let at = any::<Index>;
    let feature = (crate::arbitrary::feature(), crate::arbitrary::file_id());
    let feature = feature.prop_map(|(mut feature, file_id)| {
        feature.file_id = file_id;
        Box::new(feature)
    });
    let layer = (crate::arbitrary::layer(), "[a-d]").prop_map(|(mut layer, key)| {
        layer.key = key;
        layer
    });
    let article = prop_oneof![
        Just(ArticleState::None),
        crate::arbitrary::article().prop_map(|article| ArticleState::Text(Arc::new(article))),
        crate::arbitrary::cited().prop_map(|cited| ArticleState::Cited(Arc::new(cited))),
    ];
    let one = prop_oneof![
        4 => (at(), option::weighted(0.7, feature), at())
            .prop_map(|(at, feature, layer)| Attempt::Feature(at, feature, layer)),
        3 => (at(), option::weighted(0.7, layer)).prop_map(|(at, layer)| Attempt::Layer(at, layer)),
        1 => at().prop_map(Attempt::RemoveLayer),
        1 => vec(at(), 0..4).prop_map(Attempt::Order),
        1 => (at(), option::of(crate::arbitrary::unmapped().prop_map(Box::new)))
            .prop_map(|(at, entry)| Attempt::Unmapped(at, entry)),
        1 => (at(), option::of(crate::arbitrary::dismissal().prop_map(Box::new)))
            .prop_map(|(at, entry)| Attempt::Dismissed(at, entry)),
        1 => article.prop_map(Attempt::Article),
        2 => Just(Attempt::Undo),
        1 => Just(Attempt::Redo),
    ];
    one.prop_recursive(2, 6, 3, |inner| vec(inner, 0..4).prop_map(Attempt::All))
}

/// One of the ids there are, or a fresh one after the last.
fn one_of<I: dateline::project::ids::Id>(
    project: &Project,
    ids: impl Iterator<Item = I>,
    at: Index,
) -> I {
    let ids: Vec<I> = ids.collect();
    let at = at.index(ids.len() + 1);
    let known = ids.get(at).copied();
    known.unwrap_or_else(|| project.fresh_ids().give())
}

/// The edit for this project, which may still be refused.
fn edit(attempt: Attempt, project: &Project) -> Option<Edit> {
    let layers = || project.layers().order().iter().copied();
    let edit = Edit::default();
    Some(match attempt {
        Attempt::Feature(at, feature, layer) => {
            let id = one_of(project, project.features().ids(), at);
            match feature {
                Some(mut feature) => {
                    feature.layer = one_of(project, layers(), layer);
                    edit.put_feature(id, *feature)
                }
                None => edit.remove_feature(id),
            }
        }
        Attempt::Layer(at, layer) => {
            let id = one_of(project, layers(), at);
            match layer {
                Some(layer) => edit.put_layer(id, layer),
                None => edit.remove_layer(id),
            }
        }
        Attempt::RemoveLayer(at) => compose::remove_layer(project, one_of(project, layers(), at))?,
        Attempt::Order(order) => {
            let mut left: Vec<LayerId> = layers().collect();
            let mut ordered: Vec<LayerId> = Vec::new();
            for at in order {
                if !left.is_empty() {
                    ordered.push(left.remove(at.index(left.len())));
                }
            }
            // Now and then one is left out, which is refused.
            ordered.extend(left.iter().skip(usize::from(left.len() == 1)));
            edit.order_layers(ordered)
        }
        Attempt::Unmapped(at, entry) => {
            let id = one_of(project, project.unmapped().ids(), at);
            match entry {
                Some(entry) => edit.put_unmapped(id, *entry),
                None => edit.remove_unmapped(id),
            }
        }
        Attempt::Dismissed(at, entry) => {
            let id = one_of(project, project.dismissed().ids(), at);
            match entry {
                Some(entry) => edit.put_dismissal(id, *entry),
                None => edit.remove_dismissal(id),
            }
        }
        Attempt::Article(article) => edit.put_article(article),
        Attempt::All(attempts) => {
            let mut after = project.clone();
            attempts
                .into_iter()
                .fold(edit, |all, attempt| match self::edit(attempt, &after) {
                    Some(next) if after.apply(next.clone()).is_ok() => all.then(next),
                    _ => all,
                })
        }
        Attempt::Undo | Attempt::Redo => return None,
    })
}

/// As it comes back from where it was written down.
fn written_and_read(edit: &Edit) -> Edit {
    let text = serde_json::to_string(edit).expect("any edit can be written");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn edits_that_were_written_down_are_carried_out_and_taken_back(
        before in crate::arbitrary::project(), attempts in vec(attempt(), 0..12),
    ) {
        let mut project = before.clone();
        let mut twin = before.clone();
        let mut journal = Vec::new();
        for attempt in attempts {
            let Some(edit) = edit(attempt, &project) else { continue };
            let read = written_and_read(&edit);
            prop_assert_eq!(&read, &edit);
            let done = project.apply(edit);
            prop_assert_eq!(&twin.apply(read), &done);
            if let Ok(inverse) = done {
                journal.push(written_and_read(&inverse));
            }
        }
        prop_assert_eq!(&twin, &project);
        for inverse in journal.into_iter().rev() {
            project.apply(inverse).expect("it fits");
        }
        prop_assert_eq!(&project, &before);
    }

    #[test]
    fn undoing_all_gives_the_first_project_and_redoing_all_the_last(
        before in crate::arbitrary::project(),
        attempts in vec((attempt(), option::of("[xy]")), 0..12),
    ) {
        let (mut project, mut history) = (before.clone(), History::default());
        for (attempt, gesture) in attempts {
            let known = project.clone();
            match &attempt {
                Attempt::Undo => { history.undo(&mut project).expect("it fits"); }
                Attempt::Redo => { history.redo(&mut project).expect("it fits"); }
                _ => {}
            }
            let Some(edit) = edit(attempt, &project) else { continue };
            match project.apply(edit) {
                Ok(inverse) => history.record("edit", gesture.as_deref(), inverse),
                Err(error) => {
                    prop_assert_eq!(&project, &known, "all or nothing");
                    prop_assert!(error.to_string().contains("Nothing was changed"));
                }
            }
        }
        let redoable = history.redo_name().is_some();
        let after = project.clone();
        while history.undo(&mut project).expect("it fits").is_some() {}
        prop_assert_eq!(&project, &before);
        prop_assert!(!history.is_changed());
        if !redoable {
            while history.redo(&mut project).expect("it fits").is_some() {}
            prop_assert_eq!(&project, &after);
        }
    }

    #[test]
    fn the_inverse_of_the_inverse_comes_to_the_same(
        before in crate::arbitrary::project(), attempt in attempt(),
    ) {
        let Some(edit) = edit(attempt, &before) else { return Ok(()) };
        let mut project = before.clone();
        if let Ok(inverse) = project.apply(edit) {
            let after = project.clone();
            let again = project.apply(inverse).expect("it fits");
            prop_assert_eq!(&project, &before);
            project.apply(again).expect("it fits");
            prop_assert_eq!(&project, &after);
        }
    }

    #[test]
    fn ids_are_never_given_twice(
        start in crate::arbitrary::project(), attempts in vec(attempt(), 0..12),
    ) {
        let mut project = start;
        let mut seen = project.fresh_ids().give::<LayerId>();
        for attempt in attempts {
            let Some(edit) = edit(attempt, &project) else { continue };
            let _ = project.apply(edit);
            let next = project.fresh_ids().give::<LayerId>();
            prop_assert!(next.number() >= seen.number());
            let there = project.features().ids().map(dateline::project::ids::Id::number);
            prop_assert!(there.chain(project.layers().order().iter().map(|id| id.number())).all(|id| id < next.number()));
            seen = next;
        }
    }
}
