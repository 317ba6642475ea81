//! Suggestions that a person dismissed, and how far a dismissal reaches.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Project;
use crate::{
    quote::Evidence,
    text::{Article, Span},
};

/// Words that are not to be suggested again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dismissal {
    pub evidence: Evidence,
    /// Why, in the person's own words.
    pub reason: Option<String>,
    pub scope: Scope,
    /// Members this version does not know, kept for saving.
    pub other: Map<String, Value>,
}

/// How far a dismissal reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
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
    spans: BTreeSet<Span>,
    words: BTreeSet<String>,
}

impl Dismissed {
    /// Look the project's dismissals up in its article. One whose words are lost dismisses
    /// nothing, unless it reaches to all that are alike.
    #[must_use]
    pub fn of(project: &Project) -> Self {
        let mut dismissed = Self::default();
        for dismissal in &project.dismissed {
            match (dismissal.scope, &project.article) {
                (Scope::AllAlike, _) => {
                    dismissed
                        .words
                        .insert(dismissal.evidence.quote.exact.to_lowercase());
                }
                (Scope::ThisMention, Some(article)) => {
                    dismissed
                        .spans
                        .extend(dismissal.evidence.anchor(article).span());
                }
                (Scope::ThisMention, None) => {}
            }
        }
        dismissed
    }

    /// Whether the words at `span` are not to be suggested.
    #[must_use]
    pub fn covers(&self, article: &Article, span: Span) -> bool {
        self.spans.contains(&span)
            || !self.words.is_empty() && self.words.contains(&article.words(span).to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Imprint;

    fn dismissed(scope: Scope) -> (Dismissed, Article) {
        let article = Article::new("Ash fell. ASH rose. An ash tree.", Imprint::default());
        let project = Project {
            dismissed: vec![Dismissal {
                evidence: Evidence::at(&article, Span::new(0, 3)),
                scope,
                ..Dismissal::default()
            }],
            article: Some(article.clone()),
            ..Project::default()
        };
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
