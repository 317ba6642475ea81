//! What windows left behind that are gone: their journals, read and made ready for being restored.

use std::{
    cmp::Reverse,
    fs::File,
    io::{self, BufReader},
    path::{Path, PathBuf},
    time::SystemTime,
};

use geo::{Coord, CoordsIter as _};

use super::{
    super::ground::Ground,
    places::{self, Place},
    record::{self, Line, Record},
};
use crate::{
    files::remove_unfinished,
    project::{Project, feature::Feature},
};

/// Work that was not saved. Its place is locked, so that no other window offers it too.
#[derive(Debug)]
pub struct Abandoned {
    place: Place,
    pub work: Work,
}

/// What a journal holds.
#[derive(Debug)]
pub struct Work {
    pub ground: Ground,
    /// When the last change was made.
    pub changed_at: SystemTime,
    /// How much of the journal could not be read, if so, in a sentence.
    pub damage: Option<String>,
}

/// Why nothing can be restored from a journal.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    #[error("{}: it could not be read ({error}).", path.display())]
    Unreadable { path: PathBuf, error: io::Error },
    #[error("{}: this is no journal, or one of another version of Dateline. Open it with that one, or delete it.", path.display())]
    Unknown { path: PathBuf },
    #[error("{}: nothing in it can be restored, because it is damaged at its beginning. Delete it.", path.display())]
    Damaged { path: PathBuf },
}

/// What was found in a folder.
#[derive(Debug, Default)]
pub struct Leftovers {
    /// The latest first.
    pub work: Vec<Abandoned>,
    /// Journals that cannot be read. They are left where they are.
    pub troubles: Vec<JournalError>,
}

impl Abandoned {
    /// Which journal it is in.
    #[must_use]
    pub fn journal(&self) -> &Path {
        &self.place.journal
    }

    /// Nobody wants it any more, or it is kept elsewhere now.
    pub fn clear(self) {
        self.place.clear();
    }
}

/// The unsaved work that was left behind in a folder. Journals of what is saved are removed.
#[must_use]
pub fn leftovers(folder: &Path) -> Leftovers {
    remove_unfinished(folder);
    let mut leftovers = Leftovers::default();
    for place in places::abandoned(folder) {
        let work = read(&place.journal);
        let file = work
            .as_ref()
            .ok()
            .and_then(|work| work.ground.file.as_ref());
        if let Some(folder) = file.and_then(|file| file.path.parent()) {
            // The window may have been killed while it saved.
            remove_unfinished(folder);
        }
        match work {
            Ok(work) if work.ground.is_unsaved() => leftovers.work.push(Abandoned { place, work }),
            Ok(_) => place.clear(),
            Err(error) => leftovers.troubles.push(error),
        }
    }
    leftovers
        .work
        .sort_by_key(|abandoned| Reverse(abandoned.work.changed_at));
    leftovers
}

/// Read a journal up to its end, or to what is damaged.
///
/// # Errors
/// When it holds no document.
pub fn read(path: &Path) -> Result<Work, JournalError> {
    let unreadable = |error| JournalError::Unreadable {
        path: path.to_owned(),
        error,
    };
    let mut reader = BufReader::new(File::open(path).map_err(unreadable)?);
    match record::read_line(&mut reader).map_err(unreadable)? {
        Line::Record(Record::Layout(record::VERSION)) => {}
        _ => {
            return Err(JournalError::Unknown {
                path: path.to_owned(),
            });
        }
    }
    let mut work: Option<Work> = None;
    let mut lines = 1_usize;
    let damage = loop {
        lines += 1;
        match record::read_line(&mut reader).map_err(unreadable)? {
            Line::End => break None,
            Line::Record(Record::Ground { at, ground }) if is_sound(ground.project()) => {
                work = Some(Work {
                    ground: *ground,
                    changed_at: record::time(at),
                    damage: None,
                });
            }
            Line::Damaged | Line::Record(Record::Layout(_) | Record::Ground { .. }) => {
                break Some(lines);
            }
            Line::Record(Record::Step { at, step }) => {
                let Some(work) = &mut work else {
                    break Some(lines);
                };
                if let Err(error) = work.ground.take(step) {
                    tracing::warn!("{}: line {lines} does not fit: {error}", path.display());
                    break Some(lines);
                }
                work.changed_at = record::time(at);
            }
        }
    };
    let Some(mut work) = work.filter(|work| is_sound(work.ground.project())) else {
        return Err(JournalError::Damaged {
            path: path.to_owned(),
        });
    };
    if let Some(line) = damage {
        // The last line of a journal whose program was killed while it wrote is no damage to speak of.
        let more = matches!(
            record::read_line(&mut reader),
            Ok(Line::Record(_) | Line::Damaged)
        );
        work.damage = more.then(|| {
            format!(
                "{}: it is damaged from line {line} on; what stands before that can be restored.",
                path.display()
            )
        });
    }
    Ok(work)
}

/// Whether all coordinates are on the globe, as in any file that is opened.
fn is_sound(project: &Project) -> bool {
    let on_globe = |feature: &Feature| {
        let geometry = feature
            .geometry
            .iter()
            .flat_map(|geometry| geometry.coords_iter());
        geometry
            .chain(feature.center.map(Coord::from))
            .all(|at| at.x.abs() <= 360.0 && at.y.abs() <= 90.0)
    };
    project.features().values().all(on_globe)
}
