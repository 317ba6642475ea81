//! Everything a person can do to a project, as values. Carrying an edit out gives its inverse,
//! so undo needs no knowledge of what was done.

use std::collections::HashSet;

use super::{
    Dismissal, Project, Unmapped,
    feature::{Feature, Layer},
};
use crate::text::{Article, Cited};

/// A change of a project. There is one for each part of the ground state; what a person does in
/// one step and touches several parts is [`Edit::All`].
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    Features(Splice<Feature>),
    Layers(Splice<Layer>),
    Unmapped(Splice<Unmapped>),
    Dismissed(Splice<Dismissal>),
    /// Put this article, or none, in the place of the one that is there or is cited.
    Article(Box<Option<Article>>),
    /// Only cite this article, in the place of the one that is there or is cited.
    Cited(Box<Cited>),
    /// One after the other, each on what the one before has made; all of them or none.
    All(Vec<Self>),
}

/// A change of a list: `remove` entries from the index `at` on give way to those of `insert`.
/// Inserting, removing, replacing and reordering are all of this kind, and so are their inverses.
#[derive(Clone, Debug, PartialEq)]
pub struct Splice<T> {
    pub at: usize,
    pub remove: usize,
    pub insert: Vec<T>,
}

/// Why an edit was not carried out. The project is as it was before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error(
        "the edit reaches past the end of the list of {list} ({at} + {remove} of {len}). Nothing was changed; choose again from what is shown now."
    )]
    OutOfRange {
        list: &'static str,
        at: usize,
        remove: usize,
        len: usize,
    },
    #[error(
        "a {thing} would have no id of its own (“{id}”). Nothing was changed; give it another id."
    )]
    Id { thing: &'static str, id: String },
    #[error(
        "the feature “{feature}” would be in the layer “{layer}”, which there is not. Nothing was changed; add the layer first."
    )]
    NoSuchLayer { feature: String, layer: String },
}

impl<T> Splice<T> {
    /// Put `item` before the entry that is now at the index `at`.
    #[must_use]
    pub fn insert(at: usize, item: T) -> Self {
        Self {
            at,
            remove: 0,
            insert: vec![item],
        }
    }

    #[must_use]
    pub const fn remove(at: usize) -> Self {
        Self {
            at,
            remove: 1,
            insert: Vec::new(),
        }
    }

    #[must_use]
    pub fn replace(at: usize, item: T) -> Self {
        Self {
            at,
            remove: 1,
            insert: vec![item],
        }
    }

    fn apply(self, list: &mut Vec<T>, name: &'static str) -> Result<Self, EditError> {
        let Self { at, remove, insert } = self;
        let end = at.checked_add(remove).filter(|end| *end <= list.len());
        let Some(end) = end else {
            return Err(EditError::OutOfRange {
                list: name,
                at,
                remove,
                len: list.len(),
            });
        };
        let inserted = insert.len();
        let removed = list.splice(at..end, insert).collect();
        Ok(Self {
            at,
            remove: inserted,
            insert: removed,
        })
    }

    fn replaces_the_same(&self, other: &Self) -> bool {
        let lengths = [self.remove, other.remove, other.insert.len()];
        self.at == other.at && lengths.iter().all(|length| *length == self.insert.len())
    }

    /// Whether this replaces just what `later` has put there.
    fn takes_up(&self, later: &Self) -> bool {
        self.at == later.at && self.remove == later.insert.len()
    }

    /// `later` and then this, which takes it up, as one splice.
    fn after(self, later: &Self) -> Self {
        Self {
            remove: later.remove,
            ..self
        }
    }

    /// What turns the list `before` into `after`: the run between what they begin and what they
    /// end with in common.
    fn between(before: &[T], after: &[T]) -> Option<Self>
    where
        T: Clone + PartialEq,
    {
        let pairs = before.iter().zip(after);
        let at = pairs.take_while(|(a, b)| a == b).count();
        let ends = before[at..].iter().rev().zip(after[at..].iter().rev());
        let tail = ends.take_while(|(a, b)| a == b).count();
        let splice = Self {
            at,
            remove: before.len() - at - tail,
            insert: after[at..after.len() - tail].to_vec(),
        };
        (splice.remove > 0 || !splice.insert.is_empty()).then_some(splice)
    }
}

impl Edit {
    /// The edit that makes of `before` what `change` makes of a copy of it; `None` when that is
    /// the same. Only the parts that edits speak of are compared.
    ///
    /// This copies and compares the whole project: right for a click, too slow for every frame of
    /// a drag over large geometries.
    #[must_use]
    pub fn drafted(before: &Project, change: impl FnOnce(&mut Project)) -> Option<Self> {
        let mut after = before.clone();
        change(&mut after);
        let article = (before.article != after.article
            || after.article.is_none() && before.cited != after.cited)
            .then(|| Self::of_article(after.article, after.cited));
        // A layer comes before the features in it.
        let edits = [
            Splice::between(&before.layers, &after.layers).map(Self::Layers),
            Splice::between(&before.features, &after.features).map(Self::Features),
            Splice::between(&before.unmapped, &after.unmapped).map(Self::Unmapped),
            Splice::between(&before.dismissed, &after.dismissed).map(Self::Dismissed),
            article,
        ];
        let mut edits: Vec<Self> = edits.into_iter().flatten().collect();
        match edits.len() {
            0 | 1 => edits.pop(),
            _ => Some(Self::All(edits)),
        }
    }

    /// The edit that leaves this of an article. One that is at hand is not cited as well.
    fn of_article(article: Option<Article>, cited: Option<Cited>) -> Self {
        match (article, cited) {
            (None, Some(cited)) => Self::Cited(Box::new(cited)),
            (article, _) => Self::Article(Box::new(article)),
        }
    }

    /// The inverse of two edits that followed each other, from theirs: `self` of the earlier
    /// one, `later` of the other.
    pub(crate) fn merged(self, later: Self) -> Self {
        if self.replaces_the_same(&later) {
            return self;
        }
        match (self, later) {
            (Self::Features(a), Self::Features(b)) if a.takes_up(&b) => Self::Features(a.after(&b)),
            (Self::Layers(a), Self::Layers(b)) if a.takes_up(&b) => Self::Layers(a.after(&b)),
            // Flat, so that a long gesture does not nest deeply.
            (earlier, later) => {
                let mut edits = later.into_list();
                edits.extend(earlier.into_list());
                Self::All(edits)
            }
        }
    }

    fn into_list(self) -> Vec<Self> {
        match self {
            Self::All(edits) => edits,
            one => vec![one],
        }
    }

    /// Whether both do nothing but give the same entries other values, so that the one that
    /// comes last is all that counts.
    fn replaces_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Features(a), Self::Features(b)) => a.replaces_the_same(b),
            (Self::Layers(a), Self::Layers(b)) => a.replaces_the_same(b),
            (Self::Unmapped(a), Self::Unmapped(b)) => a.replaces_the_same(b),
            (Self::Dismissed(a), Self::Dismissed(b)) => a.replaces_the_same(b),
            (Self::Article(_) | Self::Cited(_), Self::Article(_) | Self::Cited(_)) => true,
            (Self::All(a), Self::All(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.replaces_the_same(b))
            }
            _ => false,
        }
    }

    /// Whether ids, or the layers that features name, are other ones afterwards.
    fn changes_ids(&self, project: &Project) -> bool {
        match self {
            Self::Features(splice) => !same(&project.features, splice, |a, b| {
                a.id == b.id && a.layer == b.layer
            }),
            Self::Layers(splice) => !same(&project.layers, splice, |a, b| a.id == b.id),
            Self::All(_) => true,
            Self::Unmapped(_) | Self::Dismissed(_) | Self::Article(_) | Self::Cited(_) => false,
        }
    }
}

/// Whether a splice replaces entries of the list by entries that are the same in one respect.
fn same<T>(list: &[T], splice: &Splice<T>, alike: impl Fn(&T, &T) -> bool) -> bool {
    let given_way = list.iter().skip(splice.at).take(splice.remove);
    splice.remove == splice.insert.len()
        && given_way
            .zip(&splice.insert)
            .all(|(old, new)| alike(old, new))
}

impl Project {
    /// Carry an edit out and give its inverse. After an error the project is as it was.
    ///
    /// # Errors
    /// When the edit does not fit the project: see [`EditError`].
    pub fn apply(&mut self, edit: Edit) -> Result<Edit, EditError> {
        let check = edit.changes_ids(self);
        let inverse = self.carry_out(edit)?;
        if check && let Err(error) = self.check_ids() {
            self.carry_out(inverse)?;
            return Err(error);
        }
        Ok(inverse)
    }

    fn carry_out(&mut self, edit: Edit) -> Result<Edit, EditError> {
        Ok(match edit {
            Edit::Features(splice) => Edit::Features(splice.apply(&mut self.features, "features")?),
            Edit::Layers(splice) => Edit::Layers(splice.apply(&mut self.layers, "layers")?),
            Edit::Unmapped(splice) => {
                Edit::Unmapped(splice.apply(&mut self.unmapped, "what is not on the map")?)
            }
            Edit::Dismissed(splice) => {
                Edit::Dismissed(splice.apply(&mut self.dismissed, "dismissed suggestions")?)
            }
            Edit::Article(article) => self.put_article(*article, None),
            Edit::Cited(cited) => self.put_article(None, Some(*cited)),
            Edit::All(edits) => {
                let mut inverses = Vec::with_capacity(edits.len());
                for edit in edits {
                    match self.carry_out(edit) {
                        Ok(inverse) => inverses.push(inverse),
                        Err(error) => {
                            for inverse in inverses.into_iter().rev() {
                                self.carry_out(inverse)?;
                            }
                            return Err(error);
                        }
                    }
                }
                inverses.reverse();
                Edit::All(inverses)
            }
        })
    }

    fn put_article(&mut self, article: Option<Article>, cited: Option<Cited>) -> Edit {
        let article = std::mem::replace(&mut self.article, article);
        let cited = std::mem::replace(&mut self.cited, cited);
        Edit::of_article(article, cited)
    }

    /// What every reader of a project relies on: ids name one thing, and layers that are named
    /// are there.
    fn check_ids(&self) -> Result<(), EditError> {
        let repeated = |thing, id: &str| EditError::Id {
            thing,
            id: id.to_owned(),
        };
        let mut layers = HashSet::new();
        for layer in &self.layers {
            if !layers.insert(layer.id.as_str()) {
                return Err(repeated("layer", &layer.id));
            }
        }
        let mut ids = HashSet::new();
        for feature in &self.features {
            if feature.id.is_empty() || !ids.insert(feature.id.as_str()) {
                return Err(repeated("feature", &feature.id));
            }
            if !layers.contains(feature.layer.as_str()) {
                return Err(EditError::NoSuchLayer {
                    feature: feature.id.clone(),
                    layer: feature.layer.clone(),
                });
            }
        }
        Ok(())
    }
}
