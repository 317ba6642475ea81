//! Undo and redo: each step is kept as the edit that reverses it.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::project::{Edit, EditError, Project};

/// How many steps can be undone. The oldest are forgotten first.
pub const STEPS: usize = 1_000;

/// What was done to a project since it was opened, and what was undone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    done: VecDeque<Entry>,
    /// The last one is the next to be redone.
    undone: Vec<Entry>,
    now: Revision,
    saved: Revision,
    latest: Revision,
}

/// A state that a project has been in. Two states with the same revision are equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Revision(u64);

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Entry {
    /// What was done, as a menu says it after “Undo:”, such as “accept Ashford”.
    name: String,
    /// Takes the project to the other side of the step.
    edit: Edit,
    /// The state on the other side.
    revision: Revision,
    /// Set while more edits may still belong to this step.
    gesture: Option<String>,
}

impl History {
    /// A step was done, and `inverse` takes it back. Steps that follow each other with the same
    /// `gesture` are one, until [`Self::end_gesture`], such as the frames of dragging a slider.
    pub fn record(&mut self, name: impl Into<String>, gesture: Option<&str>, inverse: Edit) {
        let name = name.into();
        let goes_on = |last: &Entry| gesture.is_some() && last.gesture.as_deref() == gesture;
        let entry = match self.done.pop_back() {
            Some(last) if self.undone.is_empty() && goes_on(&last) => Entry {
                name,
                // What was there before the first of them.
                edit: inverse.then(last.edit),
                ..last
            },
            last => {
                self.done.extend(last);
                Entry {
                    name,
                    edit: inverse,
                    revision: self.now,
                    gesture: gesture.map(str::to_owned),
                }
            }
        };
        self.done.push_back(entry);
        self.undone.clear();
        if self.done.len() > STEPS {
            self.done.pop_front();
        }
        self.latest.0 += 1;
        self.now = self.latest;
    }

    /// The button was released: what comes next is a step of its own.
    pub fn end_gesture(&mut self) {
        if let Some(last) = self.done.back_mut() {
            last.gesture = None;
        }
    }

    /// Take the last step back; its name, and the edit that does it again. `None` when there is
    /// nothing to undo.
    ///
    /// # Errors
    /// When the project was changed by other means than this history, and the step no longer
    /// fits. It stays the next to be undone.
    pub fn undo(&mut self, project: &mut Project) -> Result<Option<(String, Edit)>, EditError> {
        let Some(entry) = self.done.back() else {
            return Ok(None);
        };
        let inverse = project.apply(entry.edit.clone())?;
        let entry = self.done.pop_back();
        let entry = entry.map(|entry| self.crossed(entry, inverse.clone()));
        let name = entry.as_ref().map(|entry| entry.name.clone());
        self.undone.extend(entry);
        Ok(name.map(|name| (name, inverse)))
    }

    /// Do again what was undone last; its name, and the edit that takes it back. `None` when there is
    /// nothing to redo.
    ///
    /// # Errors
    /// As [`Self::undo`].
    pub fn redo(&mut self, project: &mut Project) -> Result<Option<(String, Edit)>, EditError> {
        let Some(entry) = self.undone.last() else {
            return Ok(None);
        };
        let inverse = project.apply(entry.edit.clone())?;
        let entry = self.undone.pop();
        let entry = entry.map(|entry| self.crossed(entry, inverse.clone()));
        let name = entry.as_ref().map(|entry| entry.name.clone());
        self.done.extend(entry);
        Ok(name.map(|name| (name, inverse)))
    }

    /// The step seen from its other side, where `edit` takes it back.
    fn crossed(&mut self, entry: Entry, edit: Edit) -> Entry {
        let revision = std::mem::replace(&mut self.now, entry.revision);
        Entry {
            name: entry.name,
            edit,
            revision,
            gesture: None,
        }
    }

    /// Whether nothing was done yet, or it is forgotten.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.done.is_empty() && self.undone.is_empty()
    }

    /// How many steps can be undone.
    #[must_use]
    pub fn len(&self) -> usize {
        self.done.len()
    }

    /// What would be undone next.
    #[must_use]
    pub fn undo_name(&self) -> Option<&str> {
        self.done.back().map(|entry| entry.name.as_str())
    }

    /// What would be done again next.
    #[must_use]
    pub fn redo_name(&self) -> Option<&str> {
        self.undone.last().map(|entry| entry.name.as_str())
    }

    /// The state the project is in. It tells whether what was derived from the project is still
    /// good, and whether a copy of it on disk is up to date.
    #[must_use]
    pub const fn revision(&self) -> Revision {
        self.now
    }

    /// The project was saved as it was at `revision`, which need not be the present state when
    /// saving takes its time.
    pub fn mark_saved(&mut self, revision: Revision) {
        self.saved = revision;
        // Undoing must be able to stop at the state that was saved.
        self.end_gesture();
    }

    /// Whether the project differs from what was saved, or opened.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.now != self.saved
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{ArticleState, ProjectBuilder, UnknownMembers, compose, feature::Layer};

    fn project() -> Project {
        let mut builder = ProjectBuilder::new(ArticleState::None);
        builder.layer(Layer::new("a", "A"));
        builder.finish(UnknownMembers::default())
    }

    fn opacity(project: &Project) -> f32 {
        let (_, layer) = project.layers().iter().next().expect("a layer");
        layer.opacity
    }

    fn fade(history: &mut History, project: &mut Project, gesture: Option<&str>, to: f32) {
        let id = project.layers().order()[0];
        let edit = compose::change_layer(project, id, |layer| layer.opacity = to);
        let inverse = project.apply(edit.unwrap_or_default()).expect("it fits");
        history.record("fade A", gesture, inverse);
    }

    fn drag(history: &mut History, project: &mut Project, to: f32) {
        fade(history, project, Some("opacity a"), to);
    }

    fn undo(history: &mut History, project: &mut Project) -> Option<String> {
        let undone = history.undo(project).expect("it fits");
        undone.map(|(name, _)| name)
    }

    fn redo(history: &mut History, project: &mut Project) -> Option<String> {
        let done = history.redo(project).expect("it fits");
        done.map(|(name, _)| name)
    }

    #[test]
    fn steps_are_undone_and_redone_by_name() {
        let (mut history, mut project) = (History::default(), project());
        fade(&mut history, &mut project, None, 0.5);
        assert_eq!(history.undo_name(), Some("fade A"));
        let name = undo(&mut history, &mut project);
        assert_eq!(name.as_deref(), Some("fade A"));
        assert_eq!(project, self::project());
        assert_eq!(undo(&mut history, &mut project), None);
        let name = redo(&mut history, &mut project);
        assert_eq!(name.as_deref(), Some("fade A"));
        assert_eq!(opacity(&project).to_bits(), 0.5_f32.to_bits());
        assert_eq!(redo(&mut history, &mut project), None);
    }

    #[test]
    fn a_drag_is_one_step_that_does_not_grow() {
        let (mut history, mut project) = (History::default(), project());
        for step in 0..100_u8 {
            drag(&mut history, &mut project, f32::from(step) / 100.0);
        }
        assert_eq!(history.done.len(), 1);
        history.end_gesture();
        drag(&mut history, &mut project, 0.0);
        assert_eq!(history.done.len(), 2, "another drag is another step");
        undo(&mut history, &mut project);
        drag(&mut history, &mut project, 0.25);
        assert_eq!(history.done.len(), 2, "so is one after undoing");
        undo(&mut history, &mut project);
        undo(&mut history, &mut project);
        assert_eq!(project, self::project());
    }

    #[test]
    fn edits_of_one_gesture_in_several_places_are_taken_back_together() {
        let (mut history, mut project) = (History::default(), project());
        for key in ["b", "c", "d"] {
            let id = project.fresh_ids().give();
            let edit = Edit::default().put_layer(id, Layer::new(key, key));
            let inverse = project.apply(edit).expect("it fits");
            history.record("add layers", Some("layers"), inverse);
        }
        undo(&mut history, &mut project);
        assert_eq!(project, self::project());
        redo(&mut history, &mut project);
        assert_eq!(project.layers().len(), 4);
    }

    #[test]
    fn the_saved_state_is_known_again_by_undoing_and_redoing() {
        let (mut history, mut project) = (History::default(), project());
        assert!(!history.is_changed());
        drag(&mut history, &mut project, 0.5);
        assert!(history.is_changed());
        history.mark_saved(history.revision());
        assert!(!history.is_changed());
        drag(&mut history, &mut project, 0.25);
        assert!(history.is_changed());
        undo(&mut history, &mut project);
        assert!(!history.is_changed());
        undo(&mut history, &mut project);
        assert!(history.is_changed());
        fade(&mut history, &mut project, None, 0.5);
        assert!(
            history.is_changed(),
            "a state that looks the same is another"
        );
    }

    #[test]
    fn the_oldest_of_many_steps_are_forgotten() {
        let (mut history, mut project) = (History::default(), project());
        for step in 0..STEPS + 5 {
            let to = if step % 2 == 0 { 0.5 } else { 0.25 };
            fade(&mut history, &mut project, None, to);
        }
        let mut undone = 0;
        while undo(&mut history, &mut project).is_some() {
            undone += 1;
        }
        assert_eq!(undone, STEPS);
        assert!(history.is_changed(), "the opened state is out of reach");
    }
}
