//! The article's mentions: which words lead to which features, and how much of what the article
//! names is on the map. All of it is counted from the project, never typed.

use std::collections::BTreeMap;

use super::{Category, Project};
use crate::{
    quote::{Anchor, Evidence, MentionKind, Role},
    text::Span,
};

/// What words lead to: an index into [`Project::features`] or [`Project::unmapped`], or into a list
/// of suggestions, which are no part of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    Feature(usize),
    Unmapped(usize),
    Suggestion(usize),
}

/// Words of the article that lead somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub span: Span,
    pub kind: MentionKind,
    /// Only for names: whether the place or those acting for it are meant.
    pub role: Option<Role>,
    pub subjects: Vec<Subject>,
}

impl Mention {
    /// The features among the subjects.
    pub fn features(&self) -> impl Iterator<Item = usize> + '_ {
        self.subjects.iter().filter_map(|subject| match subject {
            Subject::Feature(index) => Some(*index),
            Subject::Unmapped(_) | Subject::Suggestion(_) => None,
        })
    }

    /// The entry of what is not on the map, when the words lead to no feature.
    #[must_use]
    pub fn unmapped(&self) -> Option<usize> {
        if self.features().next().is_some() {
            return None;
        }
        self.subjects.iter().find_map(|subject| match subject {
            Subject::Unmapped(index) => Some(*index),
            Subject::Feature(_) | Subject::Suggestion(_) => None,
        })
    }
}

/// All mentions of an article in reading order; of those that start together the longer first.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    list: Vec<Mention>,
    /// How far the mentions up to each of the list reach, in bytes: what is found by position is
    /// found by halving.
    reach: Vec<usize>,
    /// How many quotes were found away from their recorded position.
    pub moved: usize,
    /// How many quotes were not found.
    pub lost: usize,
}

impl Mentions {
    /// Anchor every quote of the project in its article.
    #[must_use]
    pub fn of(project: &Project) -> Self {
        let Some(article) = &project.article else {
            return Self::default();
        };
        let mut mentions = Self::default();
        let mut by_span: BTreeMap<Span, Mention> = BTreeMap::new();
        let mut add = |subject: Subject, evidence: &Evidence| {
            let span = match evidence.anchor(article) {
                Anchor::Exact(span) => span,
                Anchor::Moved(span) => {
                    mentions.moved += 1;
                    span
                }
                Anchor::Lost => {
                    mentions.lost += 1;
                    return;
                }
            };
            let mention = by_span.entry(span).or_insert_with(|| Mention {
                span,
                kind: evidence.mention.unwrap_or(MentionKind::Phrase),
                role: evidence.role,
                subjects: Vec::new(),
            });
            if !mention.subjects.contains(&subject) {
                mention.subjects.push(subject);
            }
        };
        for (index, feature) in project.features.iter().enumerate() {
            for evidence in feature.all_evidence() {
                add(Subject::Feature(index), evidence);
            }
        }
        for (index, unmapped) in project.unmapped.iter().enumerate() {
            add(Subject::Unmapped(index), &unmapped.evidence);
        }
        mentions.list = by_span.into_values().collect();
        mentions
            .list
            .sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
        let farthest = |reach: &mut usize, mention: &Mention| {
            *reach = mention.span.end.max(*reach);
            Some(*reach)
        };
        mentions.reach = mentions.list.iter().scan(0, farthest).collect();
        mentions
    }

    #[must_use]
    pub fn list(&self) -> &[Mention] {
        &self.list
    }

    /// The mentions of a feature, in reading order, as indices into the list.
    pub fn of_feature(&self, feature: usize) -> impl Iterator<Item = usize> + '_ {
        self.list
            .iter()
            .enumerate()
            .filter(move |(_, mention)| mention.features().any(|index| index == feature))
            .map(|(index, _)| index)
    }

    /// The innermost (shortest) mention that holds the byte, as an index into the list.
    #[must_use]
    pub fn at(&self, byte: usize) -> Option<usize> {
        self.within(Span::new(byte, byte + 1))
            .min_by_key(|&index| self.list[index].span.len())
    }

    /// The mentions that share bytes with `span`, as indices into the list, in reading order.
    pub fn within(&self, span: Span) -> impl Iterator<Item = usize> + '_ {
        let from = self.reach.partition_point(|reach| *reach <= span.start);
        let to = from + self.list[from..].partition_point(|mention| mention.span.start < span.end);
        (from..to).filter(move |&index| self.list[index].span.overlaps(span))
    }

    /// The mention of exactly these bytes, as an index into the list.
    #[must_use]
    pub fn exactly(&self, span: Span) -> Option<usize> {
        let order = |span: Span| (span.start, std::cmp::Reverse(span.end));
        self.list
            .binary_search_by_key(&order(span), |mention| order(mention.span))
            .ok()
    }

    /// Count what is on the map and what is not.
    #[must_use]
    pub fn coverage(&self, project: &Project) -> Coverage {
        let mut coverage = Coverage::default();
        for mention in &self.list {
            if mention.features().next().is_some() {
                let tally = match mention.kind {
                    MentionKind::Name => &mut coverage.names,
                    MentionKind::Figure => &mut coverage.figures,
                    MentionKind::Demonym | MentionKind::Phrase => &mut coverage.phrases,
                };
                *tally += 1;
                if mention.kind == MentionKind::Name && mention.role == Some(Role::Actor) {
                    coverage.actors += 1;
                }
            } else if let Some(index) = mention.unmapped() {
                *coverage
                    .unmapped
                    .entry(project.unmapped[index].category.clone())
                    .or_default() += 1;
            }
        }
        coverage
    }
}

/// How much of what the article names is on the map, in mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Names of places linked to a feature, those of actors included.
    pub names: usize,
    /// Of these, the names used for those who act.
    pub actors: usize,
    pub figures: usize,
    pub phrases: usize,
    /// What is listed as not on the map.
    pub unmapped: BTreeMap<Category, usize>,
}

impl Coverage {
    #[must_use]
    pub fn mapped(&self) -> usize {
        self.names + self.figures + self.phrases
    }

    #[must_use]
    pub fn not_mapped(&self) -> usize {
        self.unmapped.values().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        project::{Unmapped, feature::Feature},
        text::{Article, Imprint},
    };

    fn project() -> Project {
        let article = Article::new(
            "Fighting near Ash and Elm, 5 km off; the Ashen fled.",
            Imprint::default(),
        );
        let quote = |words: &str, kind: MentionKind, role: Option<Role>| {
            let start = article.text().find(words).unwrap_or_default();
            Evidence {
                mention: Some(kind),
                role,
                ..Evidence::at(&article, Span::new(start, start + words.len()))
            }
        };
        let mut ash = Feature::new("ash", "l", None);
        ash.evidence = vec![
            quote("Ash", MentionKind::Name, Some(Role::Place)),
            quote("Fighting near Ash and Elm", MentionKind::Phrase, None),
        ];
        let mut elm = Feature::new("elm", "l", None);
        elm.evidence = vec![
            quote("Elm", MentionKind::Name, Some(Role::Actor)),
            quote("Fighting near Ash and Elm", MentionKind::Phrase, None),
        ];
        let unmapped = |evidence, category| Unmapped {
            evidence,
            category,
            reason: String::new(),
            other: serde_json::Map::new(),
        };
        Project {
            features: vec![ash, elm],
            unmapped: vec![
                unmapped(quote("5 km", MentionKind::Figure, None), Category::Figure),
                unmapped(
                    quote("Ashen", MentionKind::Demonym, None),
                    Category::Demonym,
                ),
            ],
            article: Some(article),
            ..Project::default()
        }
    }

    #[test]
    fn the_innermost_mention_is_the_one_meant() {
        let project = project();
        let mentions = Mentions::of(&project);
        let article = project.article.as_ref().map_or("", Article::text);
        let at = |byte| {
            mentions
                .at(byte)
                .map(|index| {
                    let span = mentions.list()[index].span;
                    &article[span.start..span.end]
                })
                .unwrap_or_default()
        };
        assert_eq!(at(0), "Fighting near Ash and Elm");
        assert_eq!(at(14), "Ash");
        assert_eq!(at(22), "Elm");
        assert_eq!(at(25), "");
    }

    #[test]
    fn the_same_words_of_two_features_are_one_mention_with_two_subjects() {
        let mentions = Mentions::of(&project());
        assert_eq!(
            mentions.list()[0].subjects,
            [Subject::Feature(0), Subject::Feature(1)]
        );
        assert_eq!(mentions.of_feature(1).collect::<Vec<_>>(), [0, 2]);
    }

    #[test]
    fn mentions_are_found_by_position_as_by_looking_at_each() {
        let project = project();
        let mentions = Mentions::of(&project);
        let length = project
            .article
            .as_ref()
            .map_or(0, |article| article.text().len());
        for start in 0..length {
            for end in start..=length {
                let span = Span::new(start, end);
                let each = mentions.list().iter().enumerate();
                let overlapping = each.clone().filter(|(_, one)| one.span.overlaps(span));
                let overlapping: Vec<usize> = overlapping.map(|(index, _)| index).collect();
                assert_eq!(mentions.within(span).collect::<Vec<_>>(), overlapping);
                let same = each.clone().find(|(_, one)| one.span == span);
                assert_eq!(mentions.exactly(span), same.map(|(index, _)| index));
            }
        }
    }

    #[test]
    fn coverage_counts_mentions() {
        let project = project();
        let coverage = Mentions::of(&project).coverage(&project);
        assert_eq!(
            (coverage.names, coverage.actors, coverage.phrases),
            (2, 1, 1)
        );
        assert_eq!(coverage.not_mapped(), 2);
        assert_eq!(coverage.unmapped[&Category::Demonym], 1);
    }
}
