//! Undo and redo by value: what was done is kept as the edit that takes it back.

use std::collections::VecDeque;

use crate::project::{Edit, EditError, Project};

/// How many steps can be undone. The oldest are forgotten first.
pub const STEPS: usize = 1_000;

/// What was done to a project since it was opened, and what was undone.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: VecDeque<Entry>,
    /// The last one is the next to be redone.
    undone: Vec<Entry>,
    now: Revision,
    saved: Revision,
    latest: Revision,
}

/// A state that a project has been in. Two states with the same revision are equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Revision(u64);

/// One step.
#[derive(Clone, Debug)]
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
    /// Carry an edit out as a step of its own.
    ///
    /// # Errors
    /// When the edit does not fit the project, which then is as it was, and so is the history.
    pub fn do_(
        &mut self,
        project: &mut Project,
        name: impl Into<String>,
        edit: Edit,
    ) -> Result<(), EditError> {
        self.push(project, name.into(), edit, None)
    }

    /// Carry out an edit that is part of a gesture, such as one frame of dragging a point. Edits
    /// that follow each other with the same `gesture` are one step, until [`Self::end_gesture`].
    ///
    /// # Errors
    /// As [`Self::do_`].
    pub fn do_in_gesture(
        &mut self,
        project: &mut Project,
        name: impl Into<String>,
        gesture: &str,
        edit: Edit,
    ) -> Result<(), EditError> {
        self.push(project, name.into(), edit, Some(gesture))
    }

    /// The button was released: what comes next is a step of its own.
    pub fn end_gesture(&mut self) {
        if let Some(last) = self.done.back_mut() {
            last.gesture = None;
        }
    }

    fn push(
        &mut self,
        project: &mut Project,
        name: String,
        edit: Edit,
        gesture: Option<&str>,
    ) -> Result<(), EditError> {
        let inverse = project.apply(edit)?;
        let goes_on = |last: &Entry| gesture.is_some() && last.gesture.as_deref() == gesture;
        let entry = match self.done.pop_back() {
            Some(last) if self.undone.is_empty() && goes_on(&last) => Entry {
                name,
                edit: last.edit.merged(inverse),
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
        Ok(())
    }

    /// Take the last step back and tell its name; `None` when there is nothing to undo.
    ///
    /// # Errors
    /// When the project was changed by other means than this history, and the step no longer
    /// fits. It stays the next to be undone.
    pub fn undo(&mut self, project: &mut Project) -> Result<Option<&str>, EditError> {
        let Some(entry) = self.done.back() else {
            return Ok(None);
        };
        let edit = project.apply(entry.edit.clone())?;
        if let Some(entry) = self.done.pop_back() {
            let entry = self.crossed(entry, edit);
            self.undone.push(entry);
        }
        Ok(self.redo_name())
    }

    /// Do again what was undone last and tell its name; `None` when there is nothing to redo.
    ///
    /// # Errors
    /// As [`Self::undo`].
    pub fn redo(&mut self, project: &mut Project) -> Result<Option<&str>, EditError> {
        let Some(entry) = self.undone.last() else {
            return Ok(None);
        };
        let edit = project.apply(entry.edit.clone())?;
        if let Some(entry) = self.undone.pop() {
            let entry = self.crossed(entry, edit);
            self.done.push_back(entry);
        }
        Ok(self.undo_name())
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
    use crate::project::{Splice, feature::Layer};

    fn project() -> Project {
        Project {
            layers: vec![Layer::new("a", "A")],
            ..Project::default()
        }
    }

    fn opacity(project: &Project, opacity: f32) -> Edit {
        let layer = Layer {
            opacity,
            ..project.layers[0].clone()
        };
        Edit::Layers(Splice::replace(0, layer))
    }

    fn drag(history: &mut History, project: &mut Project, to: f32) {
        let edit = opacity(project, to);
        history
            .do_in_gesture(project, "fade A", "opacity a", edit)
            .expect("it fits");
    }

    #[test]
    fn steps_are_undone_and_redone_by_name() {
        let (mut history, mut project) = (History::default(), project());
        let edit = opacity(&project, 0.5);
        history.do_(&mut project, "fade A", edit).expect("it fits");
        assert_eq!(history.undo_name(), Some("fade A"));
        assert_eq!(history.undo(&mut project), Ok(Some("fade A")));
        assert_eq!(project, self::project());
        assert_eq!(history.undo(&mut project), Ok(None));
        assert_eq!(history.redo(&mut project), Ok(Some("fade A")));
        assert_eq!(project.layers[0].opacity.to_bits(), 0.5_f32.to_bits());
        assert_eq!(history.redo(&mut project), Ok(None));
    }

    #[test]
    fn a_drag_is_one_step_that_does_not_grow() {
        let (mut history, mut project) = (History::default(), project());
        for step in 0..100_u8 {
            drag(&mut history, &mut project, f32::from(step) / 100.0);
        }
        assert_eq!(history.done.len(), 1);
        assert_eq!(
            history.done[0].edit,
            Edit::Layers(Splice::replace(0, Layer::new("a", "A")))
        );
        history.end_gesture();
        drag(&mut history, &mut project, 0.0);
        assert_eq!(history.done.len(), 2, "another drag is another step");
        history.undo(&mut project).expect("it fits");
        drag(&mut history, &mut project, 0.25);
        assert_eq!(history.done.len(), 2, "so is one after undoing");
        history.undo(&mut project).expect("it fits");
        history.undo(&mut project).expect("it fits");
        assert_eq!(project, self::project());
    }

    #[test]
    fn edits_of_one_gesture_in_several_places_are_taken_back_together() {
        let (mut history, mut project) = (History::default(), project());
        for id in ["b", "c", "d"] {
            let edit = Edit::Layers(Splice::insert(0, Layer::new(id, id)));
            history
                .do_in_gesture(&mut project, "add layers", "layers", edit)
                .expect("it fits");
        }
        history.undo(&mut project).expect("it fits");
        assert_eq!(project, self::project());
        history.redo(&mut project).expect("it fits");
        assert_eq!(project.layers.len(), 4);
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
        history.undo(&mut project).expect("it fits");
        assert!(!history.is_changed());
        history.undo(&mut project).expect("it fits");
        assert!(history.is_changed());
        let edit = opacity(&project, 0.5);
        history.do_(&mut project, "fade A", edit).expect("it fits");
        assert!(
            history.is_changed(),
            "a state that looks the same is another"
        );
    }

    #[test]
    fn the_oldest_of_many_steps_are_forgotten() {
        let (mut history, mut project) = (History::default(), project());
        for step in 0..STEPS + 5 {
            let edit = opacity(&project, if step % 2 == 0 { 0.5 } else { 0.25 });
            history.do_(&mut project, "fade", edit).expect("it fits");
        }
        let mut undone = 0;
        while history.undo(&mut project) == Ok(Some("fade")) {
            undone += 1;
        }
        assert_eq!(undone, STEPS);
        assert!(history.is_changed(), "the opened state is out of reach");
    }

    #[test]
    fn an_edit_that_does_not_fit_leaves_no_step() {
        let (mut history, mut project) = (History::default(), project());
        let twin = Edit::Layers(Splice::insert(1, Layer::new("a", "Again")));
        assert!(history.do_(&mut project, "add A", twin).is_err());
        assert_eq!(project, self::project());
        assert_eq!((history.undo_name(), history.is_changed()), (None, false));
    }
}
