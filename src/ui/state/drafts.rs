//! What was entered on the pages that ask for files and texts: kept until it was used, also while
//! the page is closed.

use std::path::PathBuf;

use super::pages::Page;
use crate::{
    formats::Format,
    open::{article::Source, source_of},
    project::ids::Handle,
    text::Span,
};

/// A place where something is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The system's file chooser, and files that are dropped.
    Chooser,
    /// An address, or the path of a file to open.
    Name,
    /// A pasted text.
    Text,
    /// The path of a file to write.
    Path,
    /// The address of map tiles.
    MapAddress,
    /// What is looked for in the finder.
    Finder,
    /// What is looked for in the gazetteer, and for what.
    Gazetteer(SearchFor),
    /// Words that are looked for in the article.
    InArticle,
}

/// What a place of the gazetteer is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchFor {
    /// Words of the article that a person selected.
    Words(Span),
    /// A suggestion, or a feature that is to stand for another record.
    Handle(Handle),
}

/// Why what was entered could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    pub field: Field,
    pub text: String,
}

#[derive(Debug, Default)]
pub struct Drafts {
    pub name: String,
    pub text: String,
    /// The address of map tiles, where it was changed.
    pub map_address: Option<String>,
    /// Paths that were changed from what is suggested for the document.
    save: Option<String>,
    export: Option<(Format, String)>,
    pub fault: Option<FieldFault>,
    /// A file that writing where the open page says would replace.
    pub file_to_replace: Option<PathBuf>,
    /// The pages that wait for what they asked for, open or closed meanwhile.
    waiting: Vec<Page>,
}

impl Drafts {
    /// Keep what now stands in a field of a page; what was wrong with it no longer counts.
    pub fn enter(&mut self, page: Option<Page>, field: Field, entered: String) {
        match (field, page) {
            (Field::Name, _) => self.name = entered,
            (Field::Text, _) => self.text = entered,
            (Field::Path, Some(Page::Export(format))) => self.export = Some((format, entered)),
            (Field::Path, _) => self.save = Some(entered),
            (Field::MapAddress, _) => self.map_address = Some(entered),
            // These have a place of their own in the state.
            (Field::Chooser | Field::Finder | Field::Gazetteer(_) | Field::InArticle, _) => {}
        }
        if self
            .fault
            .as_ref()
            .is_some_and(|fault| fault.field == field)
        {
            self.fault = None;
        }
    }

    /// The path that was entered on a page for saving or exporting, if one was.
    #[must_use]
    pub fn path(&self, page: Page) -> Option<&str> {
        match page {
            Page::Export(format) => {
                let entered = self.export.as_ref().filter(|(of, _)| *of == format);
                entered.map(|(_, path)| path.as_str())
            }
            _ => self.save.as_deref(),
        }
    }

    /// From now on a page waits for what it asked for.
    pub fn wait(&mut self, page: Page) {
        self.answered(page);
        self.waiting.push(page);
    }

    /// Whether a page waits for what it asked for.
    #[must_use]
    pub fn waits(&self, page: Page) -> bool {
        self.waiting.contains(&page)
    }

    /// What a page asked for was done, failed, or was cancelled.
    pub fn answered(&mut self, page: Page) {
        self.waiting.retain(|waiting| *waiting != page);
    }

    /// Only this page may still wait.
    pub fn answered_all_but(&mut self, page: Page) {
        self.waiting.retain(|waiting| *waiting == page);
    }

    /// The path that was entered on a page is written to: it need not be kept any longer.
    pub fn forget_path(&mut self, page: Page) {
        match page {
            Page::Export(format) => {
                self.export.take_if(|(of, _)| *of == format);
            }
            _ => self.save = None,
        }
    }

    /// Paths belong to the document they were entered for.
    pub fn forget_paths(&mut self) {
        self.save = None;
        self.export = None;
    }

    /// The field in which this stands.
    #[must_use]
    pub fn field_of(&self, source: &Source) -> Option<Field> {
        let pasted = match source {
            Source::Text(text) | Source::Address(text) => *text == self.text,
            _ => false,
        };
        if pasted && !self.text.is_empty() {
            Some(Field::Text)
        } else if !self.name.trim().is_empty() && source_of(&self.name) == *source {
            Some(Field::Name)
        } else {
            None
        }
    }

    /// This was opened: it need not be kept any longer.
    pub fn used(&mut self, source: &Source) {
        match self.field_of(source) {
            Some(Field::Name) => self.name.clear(),
            Some(Field::Text) => self.text.clear(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_is_forgotten_and_the_rest_kept() {
        let mut drafts = Drafts::default();
        drafts.enter(None, Field::Name, "notes.txt".to_owned());
        drafts.enter(None, Field::Text, "Rain fell on Bergen.".to_owned());
        drafts.enter(Some(Page::SaveAs), Field::Path, "/a".to_owned());
        assert_eq!(drafts.path(Page::SaveAs), Some("/a"));
        assert_eq!(drafts.path(Page::Export(Format::Csv)), None);
        drafts.used(&Source::File(PathBuf::from("notes.txt")));
        assert!(drafts.name.is_empty() && !drafts.text.is_empty());
        drafts.used(&Source::Text("Rain fell on Bergen.".to_owned()));
        assert!(drafts.text.is_empty());
    }

    #[test]
    fn a_fault_goes_when_its_field_is_changed() {
        let mut drafts = Drafts::default();
        let of = |field| FieldFault {
            field,
            text: "It is not there.".to_owned(),
        };
        drafts.fault = Some(of(Field::Name));
        drafts.enter(None, Field::Text, "x".to_owned());
        assert_eq!(drafts.fault, Some(of(Field::Name)));
        drafts.enter(None, Field::Name, "x".to_owned());
        assert_eq!(drafts.fault, None);
    }
}
