//! What works behind the window, and the map with what it keeps between frames.

use std::{
    path::PathBuf,
    sync::{Arc, LazyLock, Mutex, mpsc},
    thread,
    time::Duration,
};

use egui::Context;

use super::ending::Ending;
use crate::{
    document::{
        Document,
        journal::{
            Journal, Trouble,
            recover::{self, Leftovers},
        },
    },
    files::Stamp,
    gazetteer::Gazetteer,
    judge::Findings,
    open::article::{self, Source},
    ui::{
        map::MapPanel,
        state::{
            HOME, State, Then,
            action::Action,
            outcome::{Arrived, Busy, Chosen, Outcome, WrittenFile},
        },
    },
    worker::{Generation, Worker},
};

/// How long work goes on before it is shown, in seconds.
const PATIENCE: f64 = 0.2;

/// How long the end of the window waits for the journal.
const TO_WRITE: Duration = Duration::from_secs(3);

/// The map and the threads behind a window, and what they are asked for.
#[derive(Debug)]
pub struct Services {
    pub map: MapPanel,
    pub(super) opener: Worker<Result<Box<Arrived>, Option<String>>>,
    pub(super) place_finder: Worker<(String, Arc<Findings>)>,
    pub(super) writer: Worker<WrittenFile>,
    pub(super) journal: Journal,
    /// What the journal had to tell when it was last asked.
    journal_told: (Option<Trouble>, Vec<u32>),
    leftovers: Worker<Leftovers>,
    ending: Ending,
    /// What the last save left on the disk.
    pub(super) last_save: Arc<Mutex<Option<LastSave>>>,
    pub(super) overwrite_check: OverwriteCheck,
    /// Raised with whatever is asked to be opened: what was asked for before is dropped.
    pub(super) generation: Generation,
    /// Which of the documents that the window has shown is shown now. What comes back late from work
    /// on another one does not change this one.
    pub(super) document_number: u64,
    pub(super) sender: mpsc::Sender<Chosen>,
    chosen: mpsc::Receiver<Chosen>,
    pub(super) options: article::FetchOptions,
    /// What was last asked to be opened.
    pub(super) asked: Option<Source>,
    /// What comes after saving, once a file for it was chosen or a conflict answered.
    pub(super) pending: Option<Then>,
    /// The question about changes was answered: the window may close.
    pub(super) closing: bool,
    /// The time at which what is being done began.
    busy_since: Option<f64>,
}

/// What a document's last save left on the disk. The writer keeps it, because the next save may be
/// asked for before the window has heard of this one.
#[derive(Debug)]
pub(super) struct LastSave {
    pub document_number: u64,
    pub path: PathBuf,
    pub stamp: Option<Stamp>,
}

/// Finds out behind the window whether there is a file where a page would write.
#[derive(Debug)]
pub(super) struct OverwriteCheck {
    worker: Worker<Option<PathBuf>>,
    /// Raised with each question: the answers to earlier ones are dropped.
    generation: Generation,
    asked: Option<PathBuf>,
}

impl OverwriteCheck {
    fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            worker: Worker::start("overwrite check", wake),
            generation: 0,
            asked: None,
        }
    }

    /// Ask about a file, or about none any more; whether that is something else than before.
    fn ask(&mut self, path: Option<PathBuf>) -> bool {
        if self.asked == path {
            return false;
        }
        self.generation += 1;
        self.asked.clone_from(&path);
        self.worker
            .submit(self.generation, move |_| path.filter(|path| path.is_file()));
        true
    }
}

impl Services {
    #[must_use]
    pub fn new(
        ctx: &Context,
        map: MapPanel,
        offline: bool,
        journals: Option<PathBuf>,
        document: &Document,
    ) -> Self {
        let wake = || {
            let ctx = ctx.clone();
            move || ctx.request_repaint()
        };
        let (sender, chosen) = mpsc::channel();
        // The gazetteer takes some milliseconds to be checked, and the home folder is read from the
        // disk: no frame should wait for either. Without a thread the first use does it.
        let ahead = thread::Builder::new().name("ahead".to_owned()).spawn(|| {
            LazyLock::force(&HOME);
            let _ = Gazetteer::bundled();
        });
        if let Err(error) = ahead {
            tracing::warn!(%error, "no thread to prepare the gazetteer on");
        }
        let journal = Journal::start(journals.clone(), wake());
        journal.begin(document.ground().clone(), None);
        let leftovers = Worker::start("leftovers", wake());
        if let Some(folder) = journals {
            leftovers.submit(0, move |_| recover::leftovers(&folder));
        }
        Self {
            map,
            journal,
            journal_told: (None, Vec::new()),
            leftovers,
            ending: Ending::default(),
            opener: Worker::start("opener", wake()),
            place_finder: Worker::start("place finder", wake()),
            writer: Worker::start("writer", wake()),
            last_save: Arc::default(),
            overwrite_check: OverwriteCheck::new(wake()),
            generation: 0,
            document_number: 0,
            busy_since: None,
            asked: None,
            pending: None,
            closing: false,
            sender,
            chosen,
            options: article::FetchOptions {
                offline,
                ..article::FetchOptions::default()
            },
        }
    }

    /// Which of the documents that the window has shown is shown now.
    #[must_use]
    pub const fn document_number(&self) -> u64 {
        self.document_number
    }

    /// The question about changes was answered, or there are none: the window may close.
    #[must_use]
    pub fn may_close(&self) -> bool {
        self.closing || self.ending.is_asked()
    }

    /// From now on a signal to end closes the window.
    pub fn end_on_signals(&self, ctx: &Context) {
        self.ending.watch(ctx, self.journal.flusher());
    }

    /// Let the journal know what was done to the document.
    pub fn write_down(&self, document: &mut Document) {
        self.journal.write_down(document.take_steps());
    }

    /// The window is gone. What is not saved, and was not given up, stays in the journal.
    pub fn end(&mut self, document: &Document) {
        if document.is_unsaved() && !self.closing {
            self.journal.flusher()(TO_WRITE);
        } else {
            self.journal.end(TO_WRITE);
        }
    }

    /// What has come back since the last frame, for [`super::apply`].
    pub fn outcomes(&mut self, ctx: &Context, state: &State) -> Vec<Action> {
        let mut outcomes = Vec::new();
        let opened = self.opener.take().into_iter();
        outcomes.extend(opened.map(|(_, outcome)| Outcome::Opened(outcome)));
        let found = self.place_finder.take().into_iter();
        outcomes.extend(found.map(|(_, outcome)| Outcome::Found(outcome)));
        let written = self.writer.take().into_iter();
        outcomes.extend(written.map(|(_, outcome)| Outcome::Written(outcome)));
        let found = self.leftovers.take().into_iter();
        outcomes.extend(found.map(|(_, outcome)| Outcome::Leftovers(outcome)));
        outcomes.extend(self.news_of_journal());
        outcomes.extend(self.look_ahead(state));
        outcomes.extend(self.chosen.try_iter().map(Outcome::Chosen));
        let busy = self.busy(ctx);
        if busy != state.busy {
            outcomes.push(Outcome::Doing(busy));
        }
        outcomes.into_iter().map(Action::Outcome).collect()
    }

    fn news_of_journal(&mut self) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        let (trouble, processes) = (self.journal.trouble(), self.journal.also_shown_by());
        if trouble != self.journal_told.0 {
            outcomes.extend(trouble.clone().map(Outcome::Journal));
        }
        if processes != self.journal_told.1 {
            outcomes.push(Outcome::AlsoShownBy(processes.clone()));
        }
        self.journal_told = (trouble, processes);
        outcomes
    }

    /// Ask for what the open page would replace when something else stands in it, and take what
    /// has come back.
    fn look_ahead(&mut self, state: &State) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        if self.overwrite_check.ask(state.target()) {
            outcomes.push(Outcome::OverwriteChecked(None));
        }
        // Without an answer there is no warning; writing will tell what is wrong.
        for (_, there) in self.overwrite_check.worker.take() {
            outcomes.push(Outcome::OverwriteChecked(there.ok().flatten()));
        }
        outcomes
    }

    /// What is being done, once that has taken a moment: what is done at once needs no bar that comes
    /// and goes.
    fn busy(&mut self, ctx: &Context) -> Option<Busy> {
        let opening = self.opener.doing();
        let writing = self.writer.doing();
        let can_cancel = opening.is_some() || writing.is_none();
        let doing = opening.or(writing).or_else(|| self.place_finder.doing());
        let now = ctx.input(|input| input.time);
        self.busy_since = doing.is_some().then(|| self.busy_since.unwrap_or(now));
        let wait = self.busy_since.map_or(0.0, |since| since + PATIENCE - now);
        if wait > 0.0 {
            ctx.request_repaint_after(Duration::from_secs_f64(wait));
        }
        doing
            .filter(|_| wait <= 0.0)
            .map(|doing| Busy { doing, can_cancel })
    }
}
