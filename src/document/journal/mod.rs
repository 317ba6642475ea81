//! The journal: what is not saved stands on the disk within two seconds, whatever becomes of the program.
//!
//! A window tells its journal of each document it shows and of each step that is done to it; a thread writes
//! that down as lines of a file in the state folder. The next start finds the files of windows that are gone
//! ([`recover`]) and offers what they hold. How large a document is costs the window nothing: it hands over
//! copies that share all with the original.

mod places;
mod record;
pub mod recover;
mod writer;

use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{self, Sender},
    },
    thread,
    time::Duration,
};

use self::{
    recover::Abandoned,
    writer::{Message, Writer},
};
use super::ground::{Ground, Step};

/// The journal of one window.
#[derive(Debug)]
pub struct Journal {
    /// `None` where nothing can be kept.
    sender: Option<Sender<Message>>,
    shared: Arc<Shared>,
}

/// What the thread has to tell.
struct Shared {
    news: Mutex<News>,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

#[derive(Debug, Default)]
struct News {
    trouble: Option<Trouble>,
    also_shown_by: Vec<u32>,
}

/// How well the work is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It cannot be kept, for a reason told in a sentence.
    NotKept(String),
    /// It could not be kept for a while, and is kept again.
    KeptAgain,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, News> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn works(&self) {
        let mut news = self.lock();
        let mended = matches!(news.trouble, Some(Trouble::NotKept(_)));
        if mended {
            news.trouble = Some(Trouble::KeptAgain);
        }
        drop(news);
        if mended {
            tracing::info!("unsaved work is kept again");
            (self.wake)();
        }
    }

    fn fails(&self, folder: &Path, error: &io::Error) {
        let trouble = Trouble::NotKept(format!(
            "Unsaved work is not kept in case the program is ended, because nothing can be written in {} ({error}). Save often, or make room there.",
            folder.display()
        ));
        let mut news = self.lock();
        let is_news = !matches!(news.trouble, Some(Trouble::NotKept(_)));
        if is_news {
            news.trouble = Some(trouble);
        }
        drop(news);
        if is_news {
            (self.wake)();
        }
    }

    /// The processes of other windows that show the same file.
    fn also_shown_by(&self, processes: Vec<u32>) {
        let mut news = self.lock();
        let is_news = news.also_shown_by != processes;
        news.also_shown_by = processes;
        drop(news);
        if is_news {
            (self.wake)();
        }
    }
}

impl Journal {
    /// A journal in `folder`. `wake` is called on a thread when there is something to tell.
    #[must_use]
    pub fn start(folder: Option<PathBuf>, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let shared = Arc::new(Shared {
            news: Mutex::default(),
            wake: Box::new(wake),
        });
        let sender = folder.and_then(|folder| {
            let (sender, messages) = mpsc::channel();
            let writer = Writer::new(folder.clone(), Arc::clone(&shared));
            let thread = thread::Builder::new().name("journal".to_owned());
            match thread.spawn(move || writer.work(&messages)) {
                Ok(_) => Some(sender),
                Err(error) => {
                    shared.fails(&folder, &error);
                    None
                }
            }
        });
        Self { sender, shared }
    }

    fn say(&self, message: Message) {
        // The thread ends with the journal only.
        if let Some(sender) = &self.sender
            && sender.send(message).is_err()
        {
            tracing::error!("the thread of the journal is gone");
        }
    }

    /// Another document is shown; the one before was saved or given up. What it was `restored` from is
    /// removed as soon as it is kept here.
    pub fn begin(&self, ground: Ground, restored: Option<Abandoned>) {
        self.say(Message::Begin(Box::new((ground, restored))));
    }

    /// This was done to the document.
    pub fn write_down(&self, steps: Vec<Step>) {
        if !steps.is_empty() {
            self.say(Message::Steps(steps));
        }
    }

    /// A function that writes and syncs all that was said by then, on any thread; whether that was done in
    /// the time it is given.
    pub fn flusher(&self) -> impl Fn(Duration) -> bool + Send + use<> {
        let sender = self.sender.clone();
        move |within| {
            let (done, answer) = mpsc::channel();
            let asked = sender
                .as_ref()
                .is_some_and(|sender| sender.send(Message::Flush(done)).is_ok());
            asked && answer.recv_timeout(within).is_ok()
        }
    }

    /// The window is closed, and all is saved or given up: nothing is kept.
    pub fn end(&mut self, within: Duration) {
        let (done, answer) = mpsc::channel();
        self.say(Message::End(done));
        if self.sender.take().is_some() && answer.recv_timeout(within).is_err() {
            tracing::warn!("the journal was not removed in time");
        }
    }

    /// What is to be told of how well work is kept; `None` while it always was.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        self.shared.lock().trouble.clone()
    }

    /// The processes of other windows that show the document's file.
    #[must_use]
    pub fn also_shown_by(&self) -> Vec<u32> {
        self.shared.lock().also_shown_by.clone()
    }
}
