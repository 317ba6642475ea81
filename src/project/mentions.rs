//! The article's mentions: which words lead to which features, and how much of what the article
//! names is on the map. All of it is computed from the project, not entered by hand.
//!
//! After an edit only the quotes that it changed are looked up again.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use super::{
    Category, Changes, Project, Unmapped,
    feature::Feature,
    ids::{FeatureId, Handle, UnmappedId},
};
use crate::{
    quote::{Anchor, Evidence, MentionKind, Role, SearchBudget},
    text::{Article, Span},
};

/// Words of the article that lead somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub span: Span,
    /// The quotes of these words, by what they are quotes of; never empty.
    uses: Vec<Use>,
    /// As what it counts in the coverage.
    tally: Tally,
}

/// One quote of some words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Use {
    /// What the words support: a feature, or an entry of what is not on the map.
    holder: Handle,
    kind: MentionKind,
    role: Option<Role>,
    /// Of an entry of what is not on the map.
    category: Option<Category>,
}

/// As what a mention counts.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Tally {
    Name { actor: bool },
    Figure,
    Phrase,
    NotMapped(Category),
}

impl Mention {
    fn new(span: Span, uses: Vec<Use>) -> Option<Self> {
        let first = uses.first()?;
        let mapped = uses.iter().any(|one| one.holder.feature().is_some());
        let category = uses.iter().find_map(|one| one.category.clone());
        let tally = match (mapped, category, first.kind) {
            (false, Some(category), _) => Tally::NotMapped(category),
            (_, _, MentionKind::Name) => Tally::Name {
                actor: first.role == Some(Role::Actor),
            },
            (_, _, MentionKind::Figure) => Tally::Figure,
            (_, _, MentionKind::Demonym | MentionKind::Phrase) => Tally::Phrase,
        };
        Some(Self { span, uses, tally })
    }

    /// What kind of words they are: as the first of their quotes says.
    #[must_use]
    pub fn kind(&self) -> MentionKind {
        let first = self.uses.first();
        first.map_or(MentionKind::Phrase, |first| first.kind)
    }

    /// Only for names: whether the place or those acting for it are meant.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.uses.first()?.role
    }

    /// What the words lead to: features first, in their order, then what is not on the map.
    pub fn subjects(&self) -> impl Iterator<Item = Handle> + '_ {
        let holders = self.uses.iter().enumerate();
        holders
            .filter(|(at, one)| *at == 0 || self.uses[at - 1].holder != one.holder)
            .map(|(_, one)| one.holder)
    }

    /// Whether the words lead there.
    #[must_use]
    pub fn leads_to(&self, handle: Handle) -> bool {
        self.uses.iter().any(|one| one.holder == handle)
    }

    /// The features among the subjects.
    pub fn features(&self) -> impl Iterator<Item = FeatureId> + '_ {
        self.subjects().filter_map(Handle::feature)
    }

    /// The entry of what is not on the map, when the words lead to no feature.
    #[must_use]
    pub fn unmapped(&self) -> Option<UnmappedId> {
        if self.features().next().is_some() {
            return None;
        }
        self.subjects().find_map(Handle::unmapped)
    }
}

/// All mentions of an article in reading order; of those that start together the longer first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mentions {
    list: Vec<Mention>,
    /// How far the mentions up to each of the list reach, in bytes: what is found by position is
    /// found by halving.
    reach: Vec<usize>,
    /// Where the quotes of each holder stand, in their order.
    anchors: HashMap<Handle, Vec<Anchor>>,
    coverage: Coverage,
    /// How many quotes were found away from their recorded position.
    moved: usize,
    /// How many quotes were not found.
    lost: usize,
}

/// Which words an edit has changed: those of the mentions that came, went, or lead elsewhere now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangedWords {
    At(Vec<Span>),
    /// All of them: the article has another text.
    All,
}

/// A place in reading order.
type PlaceInText = (usize, Reverse<usize>);

const fn place(span: Span) -> PlaceInText {
    (span.start, Reverse(span.end))
}

/// Mentions that change, by their place: their words, and the quotes they will have.
type Touched = BTreeMap<PlaceInText, (Span, Vec<Use>)>;

/// So many mentions are exchanged one by one; with more the list is made anew in one go.
const FEW: usize = 32;

impl Mentions {
    /// Anchor every quote of the project in its article.
    #[must_use]
    pub fn of(project: &Project) -> Self {
        let mut mentions = Self::default();
        let Some(article) = project.article() else {
            return mentions;
        };
        let budget = SearchBudget::default();
        let mut touched = Touched::new();
        for quotes in all_quotes(project) {
            mentions.add(&quotes, (article, &budget), &[], &[], &mut touched);
        }
        mentions.exchange(touched);
        mentions
    }

    /// Follow an edit, and tell which words it has changed.
    pub fn update(&mut self, changes: Changes<'_>) -> ChangedWords {
        if changes.inverse.changes_article() {
            *self = Self::of(changes.project);
            return ChangedWords::All;
        }
        let Some(article) = changes.project.article() else {
            return ChangedWords::At(Vec::new());
        };
        let budget = SearchBudget::default();
        let mut touched = Touched::new();
        for (before, after) in changed_quotes(changes) {
            let known = self.remove(&before, &mut touched);
            let search = (article, &budget);
            self.add(&after, search, &before.evidence, &known, &mut touched);
        }
        let spans = touched.values().map(|(span, _)| *span).collect();
        self.exchange(touched);
        ChangedWords::At(spans)
    }

    #[must_use]
    pub fn list(&self) -> &[Mention] {
        &self.list
    }

    /// How many quotes were not found.
    #[must_use]
    pub const fn lost(&self) -> usize {
        self.lost
    }

    /// How many quotes were found away from their recorded position.
    #[must_use]
    pub const fn moved(&self) -> usize {
        self.moved
    }

    /// How much of what the article names is on the map.
    #[must_use]
    pub const fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// Where the quotes of a feature stand, in the order of [`Feature::all_evidence`], or the quote of
    /// an entry of what is not on the map.
    #[must_use]
    pub fn anchors(&self, holder: Handle) -> &[Anchor] {
        self.anchors.get(&holder).map_or(&[], Vec::as_slice)
    }

    /// The words that lead to a feature or an entry of what is not on the map, in reading order.
    #[must_use]
    pub fn words_of(&self, holder: Handle) -> Vec<Span> {
        let anchors = self.anchors(holder).iter();
        let mut spans: Vec<Span> = anchors.filter_map(|anchor| anchor.span()).collect();
        spans.sort_by_key(|span| place(*span));
        spans.dedup();
        spans
    }

    /// The innermost (shortest) mention that holds the byte.
    #[must_use]
    pub fn at(&self, byte: usize) -> Option<&Mention> {
        self.within(Span::new(byte, byte + 1))
            .min_by_key(|mention| mention.span.len())
    }

    /// The mentions that share bytes with `span`, in reading order.
    pub fn within(&self, span: Span) -> impl Iterator<Item = &Mention> {
        let from = self.reach.partition_point(|reach| *reach <= span.start);
        let to = from + self.list[from..].partition_point(|mention| mention.span.start < span.end);
        let list = self.list[from..to].iter();
        list.filter(move |mention| mention.span.overlaps(span))
    }

    /// The mention of exactly these bytes.
    #[must_use]
    pub fn exactly(&self, span: Span) -> Option<&Mention> {
        self.list.get(self.position(span).ok()?)
    }

    fn position(&self, span: Span) -> Result<usize, usize> {
        self.list
            .binary_search_by_key(&place(span), |mention| place(mention.span))
    }

    /// Take the quotes of a holder out of the mentions that change; where they stood.
    fn remove(&mut self, quotes: &Quotes<'_>, touched: &mut Touched) -> Vec<Anchor> {
        let anchors = self.anchors.remove(&quotes.holder).unwrap_or_default();
        for anchor in &anchors {
            match anchor {
                Anchor::Exact(_) => {}
                Anchor::Moved(_) => self.moved -= 1,
                Anchor::Lost => self.lost -= 1,
            }
            if let Some(span) = anchor.span() {
                self.touch(span, touched)
                    .retain(|one| one.holder != quotes.holder);
            }
        }
        anchors
    }

    /// Put the quotes of a holder into the mentions that change. Those that the holder had `before`
    /// stand where they were found then: looking for a lost quote takes a while.
    fn add(
        &mut self,
        quotes: &Quotes<'_>,
        (article, budget): (&Article, &SearchBudget),
        before: &[&Evidence],
        known: &[Anchor],
        touched: &mut Touched,
    ) {
        let mut anchors = Vec::with_capacity(quotes.evidence.len());
        for (at, evidence) in quotes.evidence.iter().enumerate() {
            let same = before.get(at).filter(|before| *before == evidence);
            let same = same.map(|_| at);
            let same = same.or_else(|| before.iter().position(|before| before == evidence));
            let anchor = same.and_then(|at| known.get(at).copied());
            let anchor = anchor.unwrap_or_else(|| evidence.anchor_within(article, budget));
            match anchor {
                Anchor::Exact(_) => {}
                Anchor::Moved(_) => self.moved += 1,
                Anchor::Lost => self.lost += 1,
            }
            if let Some(span) = anchor.span() {
                self.touch(span, touched).push(quotes.as_use(evidence));
            }
            anchors.push(anchor);
        }
        if !anchors.is_empty() {
            self.anchors.insert(quotes.holder, anchors);
        }
    }

    /// The quotes of the mention at some words, from now on among those that change.
    fn touch<'a>(&self, span: Span, touched: &'a mut Touched) -> &'a mut Vec<Use> {
        let known = || {
            let uses = self.exactly(span).map(|known| known.uses.clone());
            (span, uses.unwrap_or_default())
        };
        &mut touched.entry(place(span)).or_insert_with(known).1
    }

    /// Put the mentions that have changed in the place of those that are there.
    fn exchange(&mut self, touched: Touched) {
        let few = touched.len() <= FEW;
        let changed = touched.into_values().map(|(span, mut uses)| {
            // In the order of what they lead to, whatever came last.
            uses.sort_by_key(|one| one.holder);
            (span, Mention::new(span, uses))
        });
        if few {
            for (span, mention) in changed {
                self.exchange_one(span, mention);
            }
        } else {
            self.exchange_many(changed);
        }
    }

    fn exchange_one(&mut self, span: Span, mention: Option<Mention>) {
        if let Some(mention) = &mention {
            self.coverage.add(&mention.tally);
        }
        let at = match (self.position(span), mention) {
            (Ok(at), Some(mention)) => {
                let before = std::mem::replace(&mut self.list[at], mention);
                self.coverage.remove(&before.tally);
                return;
            }
            (Ok(at), None) => {
                let before = self.list.remove(at);
                self.reach.remove(at);
                self.coverage.remove(&before.tally);
                at
            }
            (Err(at), Some(mention)) => {
                self.list.insert(at, mention);
                self.reach.insert(at, 0);
                at
            }
            (Err(_), None) => return,
        };
        self.reach_from(at);
    }

    fn exchange_many(&mut self, changed: impl Iterator<Item = (Span, Option<Mention>)>) {
        let mut before = std::mem::take(&mut self.list).into_iter().peekable();
        let mut list = Vec::with_capacity(before.len());
        for (span, mention) in changed {
            while let Some(next) = before.next_if(|next| place(next.span) < place(span)) {
                list.push(next);
            }
            if let Some(gone) = before.next_if(|next| next.span == span) {
                self.coverage.remove(&gone.tally);
            }
            if let Some(mention) = mention {
                self.coverage.add(&mention.tally);
                list.push(mention);
            }
        }
        list.extend(before);
        self.list = list;
        self.reach = vec![0; self.list.len()];
        self.reach_from(0);
    }

    /// Work the reach out again from a mention on.
    fn reach_from(&mut self, from: usize) {
        let mut farthest = from.checked_sub(1).map_or(0, |at| self.reach[at]);
        for (mention, reach) in self.list[from..].iter().zip(&mut self.reach[from..]) {
            farthest = farthest.max(mention.span.end);
            *reach = farthest;
        }
    }
}

/// The quotes of a feature, or of an entry of what is not on the map.
struct Quotes<'a> {
    holder: Handle,
    evidence: Vec<&'a Evidence>,
    category: Option<&'a Category>,
}

impl<'a> Quotes<'a> {
    fn of_feature(id: FeatureId, feature: Option<&'a Feature>) -> Self {
        Self {
            holder: Handle::Feature(id),
            evidence: feature
                .into_iter()
                .flat_map(Feature::all_evidence)
                .collect(),
            category: None,
        }
    }

    fn of_unmapped(id: UnmappedId, entry: Option<&'a Unmapped>) -> Self {
        Self {
            holder: Handle::Unmapped(id),
            evidence: entry.into_iter().map(|entry| &entry.evidence).collect(),
            category: entry.map(|entry| &entry.category),
        }
    }

    fn as_use(&self, evidence: &Evidence) -> Use {
        Use {
            holder: self.holder,
            kind: evidence.mention.unwrap_or(MentionKind::Phrase),
            role: evidence.role,
            category: self.category.cloned(),
        }
    }
}

fn all_quotes(project: &Project) -> impl Iterator<Item = Quotes<'_>> {
    let features = project.features().iter();
    let unmapped = project.unmapped().iter();
    features
        .map(|(id, feature)| Quotes::of_feature(id, Some(feature)))
        .chain(unmapped.map(|(id, entry)| Quotes::of_unmapped(id, Some(entry))))
}

/// The quotes before and after an edit of whatever has other quotes now.
fn changed_quotes(changes: Changes<'_>) -> impl Iterator<Item = (Quotes<'_>, Quotes<'_>)> {
    let features = changes.features().map(|(id, before, after)| {
        (
            Quotes::of_feature(id, before),
            Quotes::of_feature(id, after),
        )
    });
    let unmapped = changes.unmapped().map(|(id, before, after)| {
        (
            Quotes::of_unmapped(id, before),
            Quotes::of_unmapped(id, after),
        )
    });
    features.chain(unmapped).filter(|(before, after)| {
        before.evidence != after.evidence || before.category != after.category
    })
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

    fn add(&mut self, tally: &Tally) {
        match tally {
            Tally::Name { actor } => {
                self.names += 1;
                self.actors += usize::from(*actor);
            }
            Tally::Figure => self.figures += 1,
            Tally::Phrase => self.phrases += 1,
            Tally::NotMapped(category) => {
                *self.unmapped.entry(category.clone()).or_default() += 1;
            }
        }
    }

    fn remove(&mut self, tally: &Tally) {
        match tally {
            Tally::Name { actor } => {
                self.names -= 1;
                self.actors -= usize::from(*actor);
            }
            Tally::Figure => self.figures -= 1,
            Tally::Phrase => self.phrases -= 1,
            Tally::NotMapped(category) => {
                if let Some(count) = self.unmapped.get_mut(category) {
                    *count -= 1;
                    if *count == 0 {
                        self.unmapped.remove(category);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        project::{
            ArticleState, ProjectBuilder, UnknownMembers,
            feature::{Feature, Layer},
        },
        text::Imprint,
    };

    /// A project with two features and two entries of what is not on the map.
    fn project() -> (Project, [FeatureId; 2]) {
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
        let mut builder = ProjectBuilder::new(ArticleState::Text(Arc::new(article.clone())));
        let layer = builder.layer(Layer::new("l", "L")).expect("a new layer");
        let named = |words, role| {
            let mut feature = Feature::new(layer, None);
            feature.evidence = vec![
                quote(words, MentionKind::Name, Some(role)),
                quote("Fighting near Ash and Elm", MentionKind::Phrase, None),
            ];
            feature
        };
        let features = [named("Ash", Role::Place), named("Elm", Role::Actor)];
        let ids = features.map(|feature| builder.feature(feature));
        for (words, kind, category) in [
            ("5 km", MentionKind::Figure, Category::Figure),
            ("Ashen", MentionKind::Demonym, Category::Demonym),
        ] {
            builder.unmapped(Unmapped {
                evidence: quote(words, kind, None),
                category,
                reason: String::new(),
                other: serde_json::Map::new(),
            });
        }
        (builder.finish(UnknownMembers::default()), ids)
    }

    #[test]
    fn the_innermost_mention_is_the_one_meant() {
        let (project, _) = project();
        let mentions = Mentions::of(&project);
        let article = project.article().expect("an article");
        let at = |byte| {
            let mention = mentions.at(byte);
            mention.map_or("", |mention| article.words(mention.span))
        };
        assert_eq!(at(0), "Fighting near Ash and Elm");
        assert_eq!(at(14), "Ash");
        assert_eq!(at(22), "Elm");
        assert_eq!(at(25), "");
    }

    #[test]
    fn the_same_words_of_two_features_are_one_mention_with_two_subjects() {
        let (project, ids) = project();
        let mentions = Mentions::of(&project);
        let subjects: Vec<Handle> = mentions.list()[0].subjects().collect();
        assert_eq!(subjects, ids.map(Handle::Feature));
        let starts = |id| {
            let words = mentions.words_of(Handle::Feature(id)).into_iter();
            words.map(|span| span.start).collect::<Vec<_>>()
        };
        assert_eq!(starts(ids[1]), [0, 22]);
    }

    #[test]
    fn mentions_are_found_by_position_as_by_looking_at_each() {
        let (project, _) = project();
        let mentions = Mentions::of(&project);
        let length = project.article().map_or(0, |article| article.text().len());
        for start in 0..length {
            for end in start..=length {
                let span = Span::new(start, end);
                let each = mentions.list().iter();
                let overlapping = each.clone().filter(|one| one.span.overlaps(span));
                let overlapping: Vec<&Mention> = overlapping.collect();
                assert_eq!(mentions.within(span).collect::<Vec<_>>(), overlapping);
                let same = each.clone().find(|one| one.span == span);
                assert_eq!(mentions.exactly(span), same);
            }
        }
    }

    #[test]
    fn coverage_counts_mentions() {
        let (project, _) = project();
        let mentions = Mentions::of(&project);
        let coverage = mentions.coverage();
        assert_eq!(
            (coverage.names, coverage.actors, coverage.phrases),
            (2, 1, 1)
        );
        assert_eq!(coverage.not_mapped(), 2);
        assert_eq!(coverage.unmapped[&Category::Demonym], 1);
    }
}
