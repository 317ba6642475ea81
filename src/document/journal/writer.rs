//! The thread that writes the journal. It has a copy of the document's ground state and carries out there what
//! it writes down, so that it can write the journal anew at any time without asking the window.

use std::{
    fs::File,
    io::{self, Write as _},
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender},
    },
    time::{Duration, Instant, SystemTime},
};

use super::{
    super::ground::{Ground, Step},
    Shared,
    places::{self, Card, Place},
    record::{self, Record, milliseconds},
    recover::Abandoned,
};
use crate::files;

/// How long what is written may wait for being synced to the disk.
const SYNC_AFTER: Duration = Duration::from_millis(700);

/// How often a window looks at what the others show, and whether its own files are still there.
const LOOK_EVERY: Duration = Duration::from_secs(3);

/// After a failure the journal is written anew at the next change, but not sooner than this.
const AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Steps of so many bytes, and at least as many as the state before them, are made one state.
const COMPACT_AT: u64 = 1 << 20;

/// What the window says to the thread.
pub(super) enum Message {
    /// Another document is shown. What the journal held is not needed any more.
    Begin(Box<(Ground, Option<Abandoned>)>),
    Steps(Vec<Step>),
    /// Write and sync all that was said before, and answer.
    Flush(Sender<()>),
    /// The window is closed, and nothing is to be kept.
    End(Sender<()>),
}

pub(super) struct Writer {
    folder: PathBuf,
    shared: Arc<Shared>,
    place: Option<Place>,
    ground: Ground,
    /// The journal, from the first change on.
    journal: Option<Journal>,
    /// When the last step was done.
    changed_at: SystemTime,
    /// Nothing is written before that, because it failed.
    not_before: Option<Instant>,
    looked_at: Option<Instant>,
}

/// The file that is written.
struct Journal {
    file: File,
    /// How large the state at its beginning is, and the steps after it.
    ground: u64,
    steps: u64,
    unsynced: Option<Instant>,
}

impl Writer {
    pub(super) fn new(folder: PathBuf, shared: Arc<Shared>) -> Self {
        Self {
            folder,
            shared,
            place: None,
            ground: Ground::default(),
            journal: None,
            changed_at: SystemTime::now(),
            not_before: None,
            looked_at: None,
        }
    }

    /// Work until nobody can say anything any more.
    pub(super) fn work(mut self, messages: &Receiver<Message>) {
        loop {
            match messages.recv_timeout(self.patience()) {
                Ok(Message::Begin(begun)) => self.begin(*begun),
                Ok(Message::Steps(steps)) => self.write_down(steps),
                Ok(Message::Flush(done)) => {
                    self.catch_up();
                    self.sync();
                    // Who asked may have given up waiting.
                    let _ = done.send(());
                }
                Ok(Message::End(done)) => {
                    self.end();
                    let _ = done.send(());
                    return;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    self.catch_up();
                    self.sync();
                    return;
                }
            }
            self.sync_when_due();
            self.look_around_when_due();
        }
    }

    /// How long the next message is waited for.
    fn patience(&self) -> Duration {
        let now = Instant::now();
        let look = self.looked_at.map_or(LOOK_EVERY, |at| {
            (at + LOOK_EVERY).saturating_duration_since(now)
        });
        let unsynced = self.journal.as_ref().and_then(|journal| journal.unsynced);
        unsynced.map_or(look, |since| {
            look.min((since + SYNC_AFTER).saturating_duration_since(now))
        })
    }

    fn begin(&mut self, (ground, restored): (Ground, Option<Abandoned>)) {
        let was_kept = self.journal.is_some();
        self.ground = ground;
        self.journal = None;
        if self.ground.is_unsaved() {
            self.write_anew();
            if let Some(restored) = restored.filter(|_| self.journal.is_some()) {
                restored.clear();
            }
        } else if was_kept {
            self.remove_journal();
        }
        self.introduce();
    }

    fn remove_journal(&self) {
        if let Some(place) = &self.place
            && let Err(error) = std::fs::remove_file(&place.journal)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!("{}: {error}", place.journal.display());
        }
    }

    /// Carry steps out here, and write them down.
    fn write_down(&mut self, steps: Vec<Step>) {
        self.changed_at = SystemTime::now();
        let at = milliseconds(self.changed_at);
        let mut lines = Vec::new();
        let mut saved = false;
        for step in steps {
            saved |= matches!(step, Step::Saved { .. });
            let line = record::line(&Record::Step { at, step: &step });
            match (line, self.ground.take(step)) {
                (Ok(line), Ok(())) => lines.extend(line),
                (line, taken) => {
                    // The window carried it out, so this is a mistake of the program.
                    tracing::error!("a step cannot be kept: {:?} {:?}", line.err(), taken.err());
                    self.journal = None;
                }
            }
        }
        if saved {
            self.introduce();
        }
        let result = match &mut self.journal {
            Some(journal)
                if self
                    .place
                    .as_ref()
                    .is_some_and(|place| files::is_at(&journal.file, &place.journal)) =>
            {
                journal.append(&lines)
            }
            _ => {
                self.catch_up_now();
                return;
            }
        };
        if let Err(error) = result {
            self.journal = None;
            self.failed(&error);
            return;
        }
        let full = self
            .journal
            .as_ref()
            .is_some_and(|journal| journal.steps > COMPACT_AT.max(journal.ground));
        if full {
            self.write_anew();
        }
    }

    /// There is no journal, or none that can be added to: write all anew, unless that just failed.
    fn catch_up_now(&mut self) {
        let may = self.not_before.is_none_or(|time| Instant::now() >= time);
        if self.ground.is_unsaved() && may {
            self.write_anew();
        }
    }

    /// Write what could not be written before.
    fn catch_up(&mut self) {
        if self.journal.is_none() && self.ground.is_unsaved() {
            self.write_anew();
        }
    }

    /// Write the state as it is, with its history, in the place of the journal.
    fn write_anew(&mut self) {
        match self.begin_journal() {
            Ok(journal) => {
                self.journal = Some(journal);
                self.not_before = None;
                self.shared.works();
            }
            Err(error) => {
                self.journal = None;
                self.failed(&error);
            }
        }
    }

    fn begin_journal(&mut self) -> io::Result<Journal> {
        let at = milliseconds(self.changed_at);
        let mut lines = record::line(&Record::Layout(record::VERSION))?;
        lines.extend(record::line(&Record::Ground {
            at,
            ground: &self.ground,
        })?);
        let journal = self.place()?.journal.clone();
        let file = files::replace_private(&journal, &lines)?;
        Ok(Journal {
            file,
            ground: lines.len() as u64,
            steps: 0,
            unsynced: None,
        })
    }

    /// The window's place in the folder: another one when it is gone.
    fn place(&mut self) -> io::Result<&Place> {
        let place = if let Some(place) = self.place.take().filter(Place::is_there) {
            place
        } else {
            let mut place = Place::new(&self.folder)?;
            place.tell(&self.card())?;
            place
        };
        Ok(self.place.insert(place))
    }

    fn failed(&mut self, error: &io::Error) {
        self.not_before = Some(Instant::now() + AGAIN_AFTER);
        tracing::warn!("{}: {error}", self.folder.display());
        self.shared.fails(&self.folder, error);
    }

    fn sync_when_due(&mut self) {
        let unsynced = self.journal.as_ref().and_then(|journal| journal.unsynced);
        if unsynced.is_some_and(|since| since.elapsed() >= SYNC_AFTER) {
            self.sync();
        }
    }

    fn sync(&mut self) {
        let Some(journal) = &mut self.journal else {
            return;
        };
        if journal.unsynced.take().is_some()
            && let Err(error) = journal.file.sync_data()
        {
            self.journal = None;
            self.failed(&error);
        }
    }

    fn card(&self) -> Card {
        let file = self.ground.file.as_ref().map(|file| &file.path);
        let file = file.map(|path| path.canonicalize().unwrap_or_else(|_| path.clone()));
        Card {
            process: std::process::id(),
            title: self.ground.project().title().to_owned(),
            file: file.and_then(|path| path.to_str().map(str::to_owned)),
        }
    }

    /// Let other windows know what this one shows, and see what they show.
    fn introduce(&mut self) {
        let card = self.card();
        let told = self.place().map(|_| ()).and_then(|()| {
            self.place
                .as_mut()
                .map_or(Ok(()), |place| place.tell(&card))
        });
        if let Err(error) = told {
            // It matters when there is something to be kept, and is told then.
            tracing::debug!("{}: {error}", self.folder.display());
        }
        self.look_around();
    }

    fn look_around_when_due(&mut self) {
        if self.looked_at.is_some_and(|at| at.elapsed() >= LOOK_EVERY) {
            self.look_around();
        }
    }

    fn look_around(&mut self) {
        self.looked_at = Some(Instant::now());
        let own = self.card();
        let others = places::others(&self.folder, self.place.as_ref());
        let same = others
            .into_iter()
            .filter(|other| own.file.is_some() && other.file == own.file);
        self.shared
            .also_shown_by(same.map(|other| other.process).collect());
    }

    fn end(&mut self) {
        self.journal = None;
        if let Some(place) = self.place.take() {
            place.clear();
        }
    }
}

impl Journal {
    fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        self.file.write_all(lines)?;
        self.steps += lines.len() as u64;
        self.unsynced.get_or_insert_with(Instant::now);
        Ok(())
    }
}
