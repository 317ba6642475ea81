//! What the project says of each thing that the geoparser found, and what nobody has judged yet.
//!
//! After an edit only the findings that it may have touched are judged anew; a test compares the
//! outcome with judging everything.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    findings::Findings,
    groups::{Group, GroupKey, Groups, Meaning},
    placement::{Drawn, Off, Placement},
};
use crate::{
    gazetteer::{Gazetteer, PlaceId},
    geoparse::{
        Candidate, Sense,
        certainty::{Certainty, FindingKind},
        figure_places::PlacedFigure,
    },
    project::{
        Changes, DismissalReach, Dismissed, Project, Record,
        feature::Feature,
        ids::{FeatureId, FindingId, Handle},
        mentions::{ChangedWords, Mention, Mentions},
    },
    quote::MentionKind,
    text::Span,
};

/// Words that may belong on the map, and how sure that is. A figure is as sure as its places as they
/// stand by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub id: FindingId,
    pub certainty: Certainty,
}

/// Which findings stand otherwise after an edit, or have to be looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejudged {
    Some(BTreeSet<FindingId>),
    All,
}

/// So many findings are judged anew one by one; with more, all are.
const FEW: usize = 512;

/// The findings of an article against the decisions of a project.
#[derive(Clone, Debug)]
pub struct Judged {
    findings: Arc<Findings>,
    dismissed: Dismissed,
    /// For each toponym what the project says of its words.
    decisions: Vec<Option<Placement>>,
    /// For each sense the record that its mentions were last said to mean.
    decided: HashMap<Sense, PlaceId>,
    /// Where each toponym stands.
    placements: Vec<Placement>,
    /// The toponyms that lead to a feature, or would lead to it.
    by_feature: HashMap<FeatureId, BTreeSet<usize>>,
    /// The open toponyms by the record they would be put at.
    by_record: HashMap<Record, BTreeSet<usize>>,
    open: Vec<Suggestion>,
    groups: Groups,
    sure: BTreeSet<FindingId>,
    /// The findings that are dismissed.
    covered: BTreeSet<FindingId>,
}

impl Judged {
    /// Judge everything. `mentions` are those of the project, whose article the findings are of.
    #[must_use]
    pub fn of(project: &Project, mentions: &Mentions, findings: Arc<Findings>) -> Self {
        let toponyms = findings.parsed().toponyms.len();
        let mut judged = Self {
            dismissed: Dismissed::of(project),
            decisions: Vec::with_capacity(toponyms),
            decided: HashMap::new(),
            placements: Vec::with_capacity(toponyms),
            by_feature: HashMap::new(),
            by_record: HashMap::new(),
            open: Vec::new(),
            groups: Groups::default(),
            sure: BTreeSet::new(),
            covered: BTreeSet::new(),
            findings,
        };
        for at in 0..toponyms {
            let decision = judged.decision(project, mentions, at);
            judged.decisions.push(decision);
        }
        for at in 0..toponyms {
            let sense = judged.sense(at);
            if judged.decisions[at].is_some() && !judged.decided.contains_key(&sense) {
                let decided = judged.last_decided(project, sense);
                judged.decided.extend(decided.map(|place| (sense, place)));
            }
        }
        for at in 0..toponyms {
            let placement = judged.placement_of(project, at);
            judged.placements.push(placement);
            judged.list(at);
        }
        judged.judge_all(project, mentions);
        judged
    }

    /// Follow an edit. `mentions` have followed it already, and `words` is what they have said.
    pub fn update(
        &mut self,
        changes: Changes<'_>,
        mentions: &Mentions,
        words: &ChangedWords,
    ) -> Rejudged {
        let project = changes.project;
        let again = |judged: &Self| Self::of(project, mentions, Arc::clone(&judged.findings));
        let ChangedWords::At(words) = words else {
            *self = again(self);
            return Rejudged::All;
        };
        let mut stale = self.touched(changes, mentions, words);
        if stale.toponyms.len() + stale.figures.len() > FEW {
            *self = again(self);
            return Rejudged::All;
        }
        self.decide_again(project, mentions, &mut stale);
        self.place_again(project, &mut stale);
        self.judge_again(project, mentions, &stale);
        let toponyms = stale
            .toponyms
            .iter()
            .map(|at| self.findings.toponym_id(*at));
        let figures = stale.figures.iter().map(|at| self.findings.figure_id(*at));
        Rejudged::Some(toponyms.chain(figures).collect())
    }

    #[must_use]
    pub fn findings(&self) -> &Arc<Findings> {
        &self.findings
    }

    /// What is still to be judged, in reading order.
    #[must_use]
    pub fn open(&self) -> &[Suggestion] {
        &self.open
    }

    #[must_use]
    pub fn suggestion(&self, id: FindingId) -> Option<&Suggestion> {
        self.open.get(self.position(id).ok()?)
    }

    /// The suggestions that start in a part of the text. None reaches over the end of its paragraph.
    #[must_use]
    pub fn open_within(&self, span: Span) -> &[Suggestion] {
        let from = self
            .open
            .partition_point(|suggestion| suggestion.id.span.start < span.start);
        let to = self
            .open
            .partition_point(|suggestion| suggestion.id.span.start < span.end);
        &self.open[from..to.max(from)]
    }

    /// Those of the suggestions that are sure: what "Accept all that is sure" accepts.
    #[must_use]
    pub const fn sure(&self) -> &BTreeSet<FindingId> {
        &self.sure
    }

    /// How many findings are dismissed.
    #[must_use]
    pub fn dismissed(&self) -> usize {
        self.covered.len()
    }

    /// The suggestions that are alike together, in the order of a review.
    pub fn groups(&self) -> impl Iterator<Item = Group<'_>> {
        self.groups.iter()
    }

    #[must_use]
    pub fn group_count(&self) -> usize {
        self.groups.len()
    }

    /// The group in a row of the review.
    #[must_use]
    pub fn group(&self, row: usize) -> Option<Group<'_>> {
        self.groups.get(row)
    }

    /// Which row of the review a suggestion is in.
    #[must_use]
    pub fn row_of(&self, id: FindingId) -> Option<usize> {
        self.groups.row_of(id)
    }

    /// The suggestions that are like this one, itself included.
    #[must_use]
    pub fn alike(&self, id: FindingId) -> Option<Group<'_>> {
        self.groups.alike(id)
    }

    /// Where the words of a toponym stand; `None` when there is no such toponym.
    #[must_use]
    pub fn placement(&self, words: Span) -> Option<Placement> {
        let at = self.findings.toponym_index(words)?;
        self.placements.get(at).copied()
    }

    /// The place that accepting a suggestion as it is puts on the map.
    #[must_use]
    pub fn place_of(&self, id: FindingId) -> Option<PlaceId> {
        let is_name = id.kind == FindingKind::Name;
        self.placement(id.span).filter(|_| is_name)?.place()
    }

    /// What a figure comes to, its places taken as they stand.
    #[must_use]
    pub fn drawn(&self, project: &Project, tied: &PlacedFigure) -> Drawn {
        Drawn::of(project, tied, |words| self.placement(words))
    }

    /// The places that the words behind a feature may mean, best first: those of the first of its
    /// quotes that name a place with candidates.
    #[must_use]
    pub fn candidates_of_feature(&self, feature: FeatureId) -> &[Candidate] {
        let toponyms = self.by_feature.get(&feature);
        let toponyms = toponyms.into_iter().flatten();
        let on_map = |at: &usize| self.placements[*at] == Placement::OnMap(feature);
        toponyms
            .filter(|at| on_map(at))
            .map(|at| &*self.findings.parsed().toponyms[*at].candidates)
            .find(|candidates| !candidates.is_empty())
            .unwrap_or_default()
    }

    fn position(&self, id: FindingId) -> Result<usize, usize> {
        self.open
            .binary_search_by_key(&id, |suggestion| suggestion.id)
    }

    fn sense(&self, at: usize) -> Sense {
        self.findings.parsed().toponyms[at].sense
    }

    /// What the project says of a toponym's words; `None` when it says nothing.
    fn decision(&self, project: &Project, mentions: &Mentions, at: usize) -> Option<Placement> {
        let span = self.findings.parsed().toponyms[at].span;
        let mut found: Vec<&Mention> = mentions
            .within(span)
            .filter(|mention| judges(mention, span, FindingKind::Name))
            .collect();
        // Words that were chosen by hand may be more than the name.
        found.sort_by_key(|mention| mention.span != span);
        let is_point = |id: &FeatureId| project.feature(*id).and_then(Feature::point).is_some();
        let mut features = found.iter().flat_map(|mention| mention.features());
        if let Some(point) = features.find(is_point) {
            return Some(Placement::OnMap(point));
        }
        if let Some(first) = found.first() {
            let listed = first.unmapped().is_some();
            return Some(Placement::Off(if listed { Off::Listed } else { Off::Wide }));
        }
        self.is_covered(project, span)
            .then_some(Placement::Off(Off::Dismissed))
    }

    fn is_covered(&self, project: &Project, span: Span) -> bool {
        let article = project.article();
        article.is_some_and(|article| self.dismissed.covers(article, span))
    }

    /// The record that the last decided mention of a sense leads to, if it may mean that at all.
    fn last_decided(&self, project: &Project, sense: Sense) -> Option<PlaceId> {
        let gazetteer = Gazetteer::bundled();
        let mut toponyms = self.findings.of_sense(sense).iter().rev();
        toponyms.find_map(|&at| {
            let feature = self.decisions[at]?.feature()?;
            let record = Record::of_feature(project.feature(feature)?)?;
            let candidates = &self.findings.parsed().toponyms[at].candidates;
            let mut places = candidates.iter().map(|candidate| candidate.place);
            places.find(|place| Record::of_place(gazetteer, *place) == record)
        })
    }

    /// Words that nobody has judged mean what the same words in the same sense were last said to
    /// mean, or else the first of what they may mean.
    fn placement_of(&self, project: &Project, at: usize) -> Placement {
        if let Some(decision) = self.decisions[at] {
            return decision;
        }
        let toponym = &self.findings.parsed().toponyms[at];
        let decided = self.decided.get(&toponym.sense).copied();
        let place = decided.or_else(|| Some(toponym.best()?.place));
        let known = place.and_then(|place| {
            let record = Record::of_place(Gazetteer::bundled(), place);
            let is_point = |id: &FeatureId| project.feature(*id).and_then(Feature::point).is_some();
            project.of_record(&record).find(is_point)
        });
        Placement::Open { place, known }
    }

    fn list(&mut self, at: usize) {
        let placement = self.placements[at];
        if let Some(feature) = placement.feature() {
            self.by_feature.entry(feature).or_default().insert(at);
        }
        if let Some(place) = placement.place() {
            let record = Record::of_place(Gazetteer::bundled(), place);
            self.by_record.entry(record).or_default().insert(at);
        }
    }

    fn strike(&mut self, at: usize) {
        let placement = self.placements[at];
        if let Some(feature) = placement.feature() {
            take_out(&mut self.by_feature, &feature, at);
        }
        if let Some(place) = placement.place() {
            let record = Record::of_place(Gazetteer::bundled(), place);
            take_out(&mut self.by_record, &record, at);
        }
    }
}

/// What has to be judged anew, by its place in the lists of findings.
#[derive(Default)]
struct Stale {
    toponyms: BTreeSet<usize>,
    figures: BTreeSet<usize>,
}

impl Judged {
    /// What an edit can have touched directly.
    fn touched(&mut self, changes: Changes<'_>, mentions: &Mentions, words: &[Span]) -> Stale {
        let mut stale = Stale::default();
        for span in words {
            stale.toponyms.extend(self.findings.toponyms_over(*span));
            stale.figures.extend(self.findings.figures_over(*span));
        }
        for reach in self.dismissed.update(changes) {
            match reach {
                DismissalReach::Words(span) => {
                    stale.toponyms.extend(self.findings.toponyms_over(span));
                    stale.figures.extend(self.findings.figures_over(span));
                }
                DismissalReach::AllAlike(words) => {
                    if let Some(alike) = self.findings.alike(&words) {
                        stale.toponyms.extend(&alike.toponyms);
                        stale.figures.extend(&alike.figures);
                    }
                }
            }
        }
        for (id, before, after) in changes.features() {
            for &at in self.by_feature.get(&id).into_iter().flatten() {
                stale.toponyms.insert(at);
                // It may have another name, or be elsewhere.
                stale.figures.extend(self.findings.figures_of(at));
            }
            let is_point = |feature: Option<&Feature>| feature.and_then(Feature::point).is_some();
            if is_point(before) != is_point(after) {
                for span in mentions.words_of(Handle::Feature(id)) {
                    stale.toponyms.extend(self.findings.toponyms_over(span));
                }
            }
            let both = [before, after].into_iter().flatten();
            for record in both.filter_map(Record::of_feature) {
                let toponyms = self.by_record.get(&record);
                stale.toponyms.extend(toponyms.into_iter().flatten());
            }
        }
        stale
    }

    /// Ask the project again, and let what was said of some words count for others of their sense.
    fn decide_again(&mut self, project: &Project, mentions: &Mentions, stale: &mut Stale) {
        let mut senses = BTreeSet::new();
        for &at in &stale.toponyms {
            self.decisions[at] = self.decision(project, mentions, at);
            senses.insert(self.sense(at));
        }
        for sense in senses {
            let now = self.last_decided(project, sense);
            if now != self.decided.get(&sense).copied() {
                match now {
                    Some(place) => self.decided.insert(sense, place),
                    None => self.decided.remove(&sense),
                };
                stale.toponyms.extend(self.findings.of_sense(sense));
            }
        }
    }

    fn place_again(&mut self, project: &Project, stale: &mut Stale) {
        for &at in &stale.toponyms {
            let now = self.placement_of(project, at);
            if now != self.placements[at] {
                self.strike(at);
                self.placements[at] = now;
                self.list(at);
                stale.figures.extend(self.findings.figures_of(at));
            }
        }
    }

    fn judge_again(&mut self, project: &Project, mentions: &Mentions, stale: &Stale) {
        for &at in &stale.toponyms {
            let id = self.findings.toponym_id(at);
            let now = self.open_toponym(at);
            self.put(project, id, now);
        }
        for &at in &stale.figures {
            let id = self.findings.figure_id(at);
            let now = self.open_figure(project, mentions, at);
            self.put(project, id, now);
        }
    }

    /// As [`Self::judge_again`], for everything.
    fn judge_all(&mut self, project: &Project, mentions: &Mentions) {
        let toponyms = 0..self.findings.parsed().toponyms.len();
        let figures = 0..self.findings.parsed().figures.len();
        let mut open: Vec<(Suggestion, GroupKey)> = toponyms
            .clone()
            .filter_map(|at| self.open_toponym(at))
            .chain(
                figures
                    .clone()
                    .filter_map(|at| self.open_figure(project, mentions, at)),
            )
            .collect();
        open.sort_unstable_by_key(|(suggestion, _)| suggestion.id);
        let keys = open.iter().map(|(suggestion, key)| (suggestion.id, *key));
        self.groups = Groups::of(keys);
        self.open = open.into_iter().map(|(suggestion, _)| suggestion).collect();
        let sure = self.open.iter().filter(|one| one.certainty.is_sure());
        self.sure = sure.map(|suggestion| suggestion.id).collect();
        let toponyms = toponyms.map(|at| self.findings.toponym_id(at));
        let figures = figures.map(|at| self.findings.figure_id(at));
        self.covered = toponyms
            .chain(figures)
            .filter(|id| self.is_covered(project, id.span))
            .collect();
    }

    /// Put a suggestion where it belongs, or out of all lists.
    fn put(&mut self, project: &Project, id: FindingId, now: Option<(Suggestion, GroupKey)>) {
        self.groups.put(id, now.map(|(_, key)| key));
        let suggestion = now.map(|(suggestion, _)| suggestion);
        match (self.position(id), suggestion) {
            (Ok(at), Some(suggestion)) => self.open[at] = suggestion,
            (Ok(at), None) => {
                self.open.remove(at);
            }
            (Err(at), Some(suggestion)) => self.open.insert(at, suggestion),
            (Err(_), None) => {}
        }
        let is_sure = suggestion.is_some_and(|suggestion| suggestion.certainty.is_sure());
        put_into(&mut self.sure, id, is_sure);
        let is_covered = self.is_covered(project, id.span);
        put_into(&mut self.covered, id, is_covered);
    }

    /// A toponym as a suggestion, if nobody has judged it.
    fn open_toponym(&self, at: usize) -> Option<(Suggestion, GroupKey)> {
        let Placement::Open { place, .. } = self.placements[at] else {
            return None;
        };
        let toponym = &self.findings.parsed().toponyms[at];
        let certainty = toponym.certainty;
        let id = self.findings.toponym_id(at);
        let key = GroupKey {
            words: self.findings.toponym_words[at],
            meaning: Meaning::Place(toponym.kind, toponym.sense, place),
            certainty,
        };
        Some((Suggestion { id, certainty }, key))
    }

    /// A figure as a suggestion, if nobody has judged it.
    fn open_figure(
        &self,
        project: &Project,
        mentions: &Mentions,
        at: usize,
    ) -> Option<(Suggestion, GroupKey)> {
        let tied = &self.findings.parsed().figures[at];
        let span = tied.quantity.span;
        let mut over = mentions.within(span);
        if self.is_covered(project, span)
            || over.any(|mention| judges(mention, span, FindingKind::Figure))
        {
            return None;
        }
        let certainty = self.certainty_of_figure(project, tied);
        let sense = |words: Option<Span>| {
            let at = self.findings.toponym_index(words?)?;
            Some(self.sense(at))
        };
        let id = self.findings.figure_id(at);
        let key = GroupKey {
            words: self.findings.figure_words[at],
            meaning: Meaning::Figure([sense(tied.about), sense(tied.to)]),
            certainty,
        };
        Some((Suggestion { id, certainty }, key))
    }

    /// How sure a figure is with its places as they stand by now: one that is on the map is no longer
    /// in doubt, and one that was judged to be no place does not count.
    fn certainty_of_figure(&self, project: &Project, tied: &PlacedFigure) -> Certainty {
        let can_be_drawn = self.drawn(project, tied).is_somewhere();
        let certainty = |words: Span| match self.placement(words)? {
            Placement::OnMap(_) => Some(Certainty::Sure),
            Placement::Open { .. } => {
                let toponym = self.findings.parsed().toponym_at(words)?;
                Some(toponym.certainty)
            }
            Placement::Off(_) => None,
        };
        let places = [tied.about, tied.to].into_iter().flatten();
        Certainty::of_figure(can_be_drawn, places.filter_map(certainty))
    }
}

/// Whether words with a mark or a reason of their own are a judgement on what was found at `span`.
fn judges(mention: &Mention, span: Span, found: FindingKind) -> bool {
    match mention.kind() {
        MentionKind::Figure => found == FindingKind::Figure,
        MentionKind::Name | MentionKind::Demonym => found == FindingKind::Name,
        // A claim that names a place does not say which place it is; that an organisation is not
        // on the map does.
        MentionKind::Phrase => {
            mention.span == span || mention.unmapped().is_some() && mention.span.contains(span)
        }
    }
}

fn take_out<K: Eq + std::hash::Hash>(index: &mut HashMap<K, BTreeSet<usize>>, key: &K, at: usize) {
    if let Some(indices) = index.get_mut(key) {
        indices.remove(&at);
        if indices.is_empty() {
            index.remove(key);
        }
    }
}

fn put_into(set: &mut BTreeSet<FindingId>, id: FindingId, belongs: bool) {
    if belongs {
        set.insert(id);
    } else {
        set.remove(&id);
    }
}

/// Whether two have come to the same, whichever way: what a test asks.
impl PartialEq for Judged {
    fn eq(&self, other: &Self) -> bool {
        self.dismissed == other.dismissed
            && self.decisions == other.decisions
            && self.decided == other.decided
            && self.placements == other.placements
            && self.by_feature == other.by_feature
            && self.by_record == other.by_record
            && self.open == other.open
            && self.groups == other.groups
            && self.sure == other.sure
            && self.covered == other.covered
    }
}
