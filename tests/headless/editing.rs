//! Whatever is done to a project can be undone and done again.

use dateline::{
    document::history::History,
    project::{
        Dismissal, Edit, Project, Splice, Unmapped,
        feature::{Feature, Layer},
    },
    text::{Article, Cited},
};
use proptest::{collection::vec, option, prelude::*, sample::Index};

/// What somebody may try to do: to which entry, for how many, and what comes there instead.
#[derive(Clone, Debug)]
enum Attempt {
    Features(Index, usize, Vec<Feature>),
    Layers(Index, usize, Vec<Layer>),
    Unmapped(Index, usize, Vec<Unmapped>),
    Dismissed(Index, usize, Vec<Dismissal>),
    Article(Box<Option<Article>>),
    Cited(Box<Cited>),
    All(Vec<Self>),
    Undo,
    Redo,
}

fn attempt() -> impl Strategy<Value = Attempt> {
    let remove = 0_usize..3;
    let ids = "[a-d]";
    let features = vec((crate::arbitrary::feature(), ids, "[a-d]"), 0..2).prop_map(|features| {
        let features = features.into_iter();
        features
            .map(|(feature, id, layer)| Feature {
                id,
                layer,
                ..feature
            })
            .collect()
    });
    let layers = vec((crate::arbitrary::layer(), ids), 0..3).prop_map(|layers| {
        layers
            .into_iter()
            .map(|(layer, id)| Layer { id, ..layer })
            .collect()
    });
    let one = prop_oneof![
        4 => (any::<Index>(), remove.clone(), features)
            .prop_map(|(at, remove, insert)| Attempt::Features(at, remove, insert)),
        4 => (any::<Index>(), remove.clone(), layers)
            .prop_map(|(at, remove, insert)| Attempt::Layers(at, remove, insert)),
        1 => (any::<Index>(), remove.clone(), vec(crate::arbitrary::unmapped(), 0..2))
            .prop_map(|(at, remove, insert)| Attempt::Unmapped(at, remove, insert)),
        1 => (any::<Index>(), remove, vec(crate::arbitrary::dismissal(), 0..2))
            .prop_map(|(at, remove, insert)| Attempt::Dismissed(at, remove, insert)),
        1 => option::of(crate::arbitrary::article())
            .prop_map(|article| Attempt::Article(Box::new(article))),
        1 => crate::arbitrary::cited().prop_map(|cited| Attempt::Cited(Box::new(cited))),
        2 => Just(Attempt::Undo),
        1 => Just(Attempt::Redo),
    ];
    one.prop_recursive(2, 6, 3, |inner| vec(inner, 0..4).prop_map(Attempt::All))
}

/// The edit for this project, which may still be refused.
fn edit(attempt: Attempt, project: &Project) -> Option<Edit> {
    fn splice<T>(list: &[T], at: Index, remove: usize, insert: Vec<T>) -> Splice<T> {
        let at = at.index(list.len() + 1);
        Splice { at, remove, insert }
    }
    Some(match attempt {
        Attempt::Features(at, remove, insert) => {
            Edit::Features(splice(&project.features, at, remove, insert))
        }
        Attempt::Layers(at, remove, insert) => {
            Edit::Layers(splice(&project.layers, at, remove, insert))
        }
        Attempt::Unmapped(at, remove, insert) => {
            Edit::Unmapped(splice(&project.unmapped, at, remove, insert))
        }
        Attempt::Dismissed(at, remove, insert) => {
            Edit::Dismissed(splice(&project.dismissed, at, remove, insert))
        }
        Attempt::Article(article) => Edit::Article(article),
        Attempt::Cited(cited) => Edit::Cited(cited),
        Attempt::All(attempts) => Edit::All(
            attempts
                .into_iter()
                .filter_map(|attempt| edit(attempt, project))
                .collect(),
        ),
        Attempt::Undo | Attempt::Redo => return None,
    })
}

fn start() -> impl Strategy<Value = Project> {
    let layers = ["a", "b"].map(|id| Layer::new(id, id)).to_vec();
    let features = ["c", "d"].map(|id| Feature::new(id, "a", None)).to_vec();
    crate::arbitrary::project().prop_map(move |project| Project {
        layers: layers.clone(),
        features: features.clone(),
        ..project
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn undoing_all_gives_the_first_project_and_redoing_all_the_last(
        before in start(), attempts in vec((attempt(), option::of("[xy]")), 0..12),
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
            let done = match gesture {
                Some(gesture) => history.do_in_gesture(&mut project, "drag", &gesture, edit),
                None => history.do_(&mut project, "edit", edit),
            };
            if let Err(error) = done {
                prop_assert_eq!(&project, &known, "all or nothing");
                prop_assert!(error.to_string().contains("Nothing was changed"));
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
    fn the_inverse_of_the_inverse_is_the_edit(before in start(), attempt in attempt()) {
        let Some(edit) = edit(attempt, &before) else { return Ok(()) };
        let mut project = before.clone();
        if let Ok(inverse) = project.apply(edit.clone()) {
            prop_assert_eq!(project.apply(inverse).expect("it fits"), edit);
            prop_assert_eq!(project, before);
        }
    }

    #[test]
    fn a_draft_is_one_edit_to_what_it_became(before in start(), after in start()) {
        let edit = Edit::drafted(&before, |project| {
            project.article.clone_from(&after.article);
            project.cited.clone_from(&after.cited);
            project.layers.clone_from(&after.layers);
            project.layers.reverse();
            project.features.remove(0);
            project.unmapped.clone_from(&after.unmapped);
            project.dismissed.clone_from(&after.dismissed);
        });
        let mut project = before.clone();
        let inverse = project.apply(edit.expect("they differ")).expect("it fits");
        prop_assert_eq!(&project.dismissed, &after.dismissed);
        prop_assert_eq!(&project.article, &after.article);
        prop_assert_eq!(&project.cited, &after.cited);
        prop_assert_eq!(project.features.len(), 1);
        project.apply(inverse).expect("it fits");
        prop_assert_eq!(&project, &before);
        prop_assert_eq!(Edit::drafted(&before, |_| {}), None);
    }
}
