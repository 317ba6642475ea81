//! Suggestions that a person dismissed, and how far a dismissal reaches.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Changes, Project};
use crate::{
    quote::{Evidence, SearchBudget},
    text::{Article, Span},
};

/// Words that are not to be suggested again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dismissal {
    pub evidence: Evidence,
    /// Why, in the person's own words.
    pub reason: Option<String>,
    pub scope: Scope,
    /// Members this version does not know, kept for saving.
    pub other: Map<String, Value>,
}

/// How far a dismissal reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Only the words that were pointed at.
    #[default]
    ThisMention,
    /// The same words everywhere in the article, in capitals or not.
    AllAlike,
}

impl Scope {
    /// The word used in files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::ThisMention => "this",
            Self::AllAlike => "all_alike",
        }
    }

    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::ThisMention, Self::AllAlike]
            .into_iter()
            .find(|scope| scope.key() == key)
    }
}

/// All that is dismissed in an article, ready to be asked about one mention after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dismissed {
    /// How many dismissals are of just these words…
    spans: BTreeMap<Span, usize>,
    /// …and how many of these words wherever they stand, in lower case.
    words: BTreeMap<String, usize>,
}

/// What a dismissal reaches to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DismissalReach {
    Words(Span),
    /// In lower case.
    AllAlike(String),
}

impl Dismissal {
    /// What it reaches to in an article. One whose words are lost reaches to nothing, unless it is
    /// of all that are alike.
    #[must_use]
    fn reach(&self, article: Option<&Article>, budget: &SearchBudget) -> Option<DismissalReach> {
        match self.scope {
            Scope::AllAlike => Some(DismissalReach::AllAlike(
                self.evidence.quote.exact.to_lowercase(),
            )),
            Scope::ThisMention => Some(DismissalReach::Words(
                self.evidence.anchor_within(article?, budget).span()?,
            )),
        }
    }
}

impl Dismissed {
    /// Look the project's dismissals up in its article.
    #[must_use]
    pub fn of(project: &Project) -> Self {
        let budget = SearchBudget::default();
        let mut dismissed = Self::default();
        for dismissal in project.dismissed().values() {
            if let Some(reach) = dismissal.reach(project.article(), &budget) {
                dismissed.add(reach);
            }
        }
        dismissed
    }

    /// Follow an edit that leaves the article as it was; what the dismissals reach to that came or
    /// went.
    pub fn update(&mut self, changes: Changes<'_>) -> Vec<DismissalReach> {
        let article = changes.project.article();
        let budget = SearchBudget::default();
        let mut reached = Vec::new();
        for (_, before, after) in changes.dismissed() {
            let [before, after] =
                [before, after].map(|one| one.and_then(|one| one.reach(article, &budget)));
            if let Some(reach) = before {
                self.remove(&reach);
                reached.push(reach);
            }
            if let Some(reach) = after {
                self.add(reach.clone());
                reached.push(reach);
            }
        }
        reached
    }

    /// Whether the words at `span` are not to be suggested.
    #[must_use]
    pub fn covers(&self, article: &Article, span: Span) -> bool {
        self.spans.contains_key(&span)
            || !self.words.is_empty()
                && self.words.contains_key(&article.words(span).to_lowercase())
    }

    fn add(&mut self, reach: DismissalReach) {
        *match reach {
            DismissalReach::Words(span) => self.spans.entry(span).or_default(),
            DismissalReach::AllAlike(words) => self.words.entry(words).or_default(),
        } += 1;
    }

    fn remove(&mut self, reach: &DismissalReach) {
        match reach {
            DismissalReach::Words(span) => take_one(&mut self.spans, span),
            DismissalReach::AllAlike(words) => take_one(&mut self.words, words),
        }
    }
}

fn take_one<K: Ord>(counts: &mut BTreeMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        project::{ArticleState, ProjectBuilder, UnknownMembers},
        text::Imprint,
    };

    fn dismissed(scope: Scope) -> (Dismissed, Article) {
        let article = Article::new("Ash fell. ASH rose. An ash tree.", Imprint::default());
        let mut builder = ProjectBuilder::new(ArticleState::Text(article.clone().into()));
        builder.dismissal(Dismissal {
            evidence: Evidence::at(&article, Span::new(0, 3)),
            scope,
            ..Dismissal::default()
        });
        let project = builder.finish(UnknownMembers::default());
        (Dismissed::of(&project), article)
    }

    #[test]
    fn one_mention_is_dismissed_alone() {
        let (dismissed, article) = dismissed(Scope::ThisMention);
        assert!(dismissed.covers(&article, Span::new(0, 3)));
        assert!(!dismissed.covers(&article, Span::new(10, 13)));
    }

    #[test]
    fn all_alike_are_dismissed_whatever_their_case() {
        let (dismissed, article) = dismissed(Scope::AllAlike);
        for start in [0, 10, 23] {
            assert!(dismissed.covers(&article, Span::new(start, start + 3)));
        }
        assert!(!dismissed.covers(&article, Span::new(4, 8)), "other words");
    }
}
