//! What is being looked for: in the gazetteer, in the article, and anywhere. What was found is kept until the
//! question changes, because looking takes some milliseconds.

use super::{command::Command, drafts::SearchFor};
use crate::{
    coordinates::LonLat,
    gazetteer::PlaceId,
    project::ids::{FindingId, Handle, LayerId},
    text::Span,
};

/// A search in the gazetteer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceSearch {
    /// What a place is looked for.
    pub of: Option<SearchFor>,
    /// What was typed; `None` while nothing was.
    pub typed: Option<String>,
    /// What was last looked for, and what was found.
    pub asked: String,
    pub found: Vec<PlaceId>,
    /// It was found for something just typed, and not brought into sight yet.
    pub is_new: bool,
}

/// The searches in the gazetteer that may be open at one time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceSearches {
    /// For words that are selected in the article.
    words: PlaceSearch,
    /// For what the inspector shows.
    inspected: PlaceSearch,
}

impl PlaceSearches {
    /// The search for this, if there is one.
    #[must_use]
    pub fn get(&self, of: SearchFor) -> Option<&PlaceSearch> {
        let search = match of {
            SearchFor::Words(_) => &self.words,
            SearchFor::Handle(_) => &self.inspected,
        };
        (search.of == Some(of)).then_some(search)
    }

    /// The search for this, begun anew when it was for something else.
    pub fn get_mut(&mut self, of: SearchFor) -> &mut PlaceSearch {
        let search = match of {
            SearchFor::Words(_) => &mut self.words,
            SearchFor::Handle(_) => &mut self.inspected,
        };
        if search.of != Some(of) {
            *search = PlaceSearch {
                of: Some(of),
                ..PlaceSearch::default()
            };
        }
        search
    }
}

/// A search in the article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleSearch {
    pub question: String,
    /// In reading order.
    pub found: Vec<Span>,
    /// Which of them is shown.
    pub at: usize,
}

/// A search for anything there is a name for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Finder {
    pub question: String,
    pub found: Vec<Find>,
    /// The row that is chosen.
    pub row: usize,
}

/// Something found.
#[derive(Clone, Debug, PartialEq)]
pub struct Find {
    pub group: FindGroup,
    /// What stands before the name, in the words of the article.
    pub before: String,
    pub name: String,
    /// What it is, or what stands after it in the article.
    pub what: String,
    pub target: FindTarget,
}

/// What is of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindGroup {
    OnMap,
    Suggestions,
    Quotes,
    InArticle,
    Layers,
    Commands,
    Places,
}

impl FindGroup {
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::OnMap => "On the map",
            Self::Suggestions => "Suggestions",
            Self::Quotes => "Quotes",
            Self::InArticle => "In the article",
            Self::Layers => "Layers",
            Self::Commands => "Commands",
            Self::Places => "Places of the world",
        }
    }
}

/// Where a find leads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FindTarget {
    Handle(Handle),
    Suggestion(FindingId),
    /// Words that lead somewhere.
    Mention(Span),
    /// Words of the article, marked or not.
    Words(Span),
    Layer(LayerId),
    Command(Command),
    Place(LonLat),
}
