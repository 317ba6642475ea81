//! Mentions that mean the same place: the same words in the same use, unless the text says of them
//! that they lie in different places ("Pineville, La., … Pineville, N.C.").

use std::{collections::HashMap, rc::Rc};

use super::{
    candidates::{UnscoredCandidate, candidates},
    recognise::RecognisedName,
    sense::{Reason, ToponymKind},
};
use crate::{gazetteer::Gazetteer, text::fold};

/// What it is worth that the article has a fuller name for it ("Tana River" for "the Tana").
const FULLER: f32 = 3.0;
/// The last words of such names, in order. Counties and cities are none of them: "Columbia" in an
/// article on Columbia County is the town, and Mexico is no city.
const KIND_WORDS: &[&str] = &[
    "island",
    "islands",
    "mountains",
    "oblast",
    "parish",
    "peninsula",
    "river",
    "sea",
];

/// A group of a name: the mention that it is said to lie in, and the index of the group.
type GroupInside = (Option<usize>, usize);

/// Mentions that mean the same place.
#[derive(Debug)]
pub struct NameGroup {
    pub mentions: Vec<usize>,
    /// What they may mean.
    pub options: Vec<UnscoredCandidate>,
    /// Of each option: its score, and what speaks for it beside its weight.
    pub scores: Vec<f32>,
    pub reasons: Vec<Vec<Reason>>,
    /// The group whose place this one is said to lie in.
    pub inside: Vec<usize>,
    /// What the words beside them tell.
    pub kinds: Vec<KindWord>,
    /// Whether the text gives a distance at which none of its options lies.
    pub contradicted: bool,
    /// How much it counts as company: 1 for a single mention.
    pub weight: f32,
}

impl NameGroup {
    /// What an option scores before its company is looked at.
    #[must_use]
    pub fn standing(&self, at: usize) -> f32 {
        let reasons = self.reasons[at].iter().map(|reason| reason.weight);
        self.options[at].prior + reasons.sum::<f32>()
    }

    /// The article calls it by a fuller name too, which has these candidates.
    fn called(&mut self, fuller: &[UnscoredCandidate]) {
        for option in fuller {
            let known = self
                .options
                .iter()
                .position(|known| known.place == option.place);
            let at = known.unwrap_or_else(|| {
                self.options.push(option.clone());
                self.reasons.push(Vec::new());
                self.options.len() - 1
            });
            let reason = Reason {
                weight: FULLER,
                words: "the article also calls it by its full name".to_owned(),
            };
            if !self.reasons[at].contains(&reason) {
                self.reasons[at].push(reason);
            }
        }
    }
}

/// What the words beside a name say of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindWord {
    Division,
    County,
    Town,
    Country,
    /// A river, a range, a sea: "the Tana River".
    Nature,
}

/// What a mention's surroundings say of it.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The mention it is said to lie in.
    pub inside: Option<usize>,
    pub kind: Option<KindWord>,
}

/// The groups, and for each mention the group it is in.
#[must_use]
pub fn group(
    gazetteer: &Gazetteer,
    text: &str,
    mentions: &[RecognisedName],
    surroundings: &[Surroundings],
) -> (Vec<NameGroup>, Vec<usize>) {
    let words: Vec<String> = mentions
        .iter()
        .map(|mention| fold(&text[mention.span.start..mention.span.end]))
        .collect();
    let options: Vec<Rc<[UnscoredCandidate]>> = options_of(gazetteer, mentions, &words);
    let fuller = fuller_names(mentions, &words, &options);
    // By the words, the use, and where the text says the place lies, if it does.
    let mut by_words: HashMap<(&str, bool), Vec<GroupInside>> = HashMap::new();
    let mut groups: Vec<NameGroup> = Vec::new();
    let mut group_of = vec![0; mentions.len()];
    let said_inside = |index: usize| {
        let container = surroundings[index].inside?;
        let holds =
            |inner: &UnscoredCandidate| options[container].iter().any(|outer| outer.holds(inner));
        (words[container] != words[index] && options[index].iter().any(holds)).then_some(container)
    };
    // Those with a container first, so that the others can join them.
    let inside: Vec<Option<usize>> = (0..mentions.len()).map(said_inside).collect();
    let mut order: Vec<usize> = (0..mentions.len()).collect();
    order.sort_by_key(|index| inside[*index].is_none());
    for index in order {
        let demonym = mentions[index].kind == ToponymKind::Demonym;
        let known = by_words.entry((&words[index], demonym)).or_default();
        let same = known.iter().find(|(container, _)| {
            let said = inside[index].map(|container| &words[container]);
            said.is_none() || container.map(|container| &words[container]) == said
        });
        let group = same.map_or(groups.len(), |(_, group)| *group);
        if group == groups.len() {
            known.push((inside[index], group));
            groups.push(NameGroup {
                mentions: Vec::new(),
                scores: Vec::new(),
                reasons: vec![Vec::new(); options[index].len()],
                options: options[index].to_vec(),
                inside: Vec::new(),
                kinds: Vec::new(),
                contradicted: false,
                weight: 1.0,
            });
        }
        if let Some(fuller) = &fuller[index] {
            groups[group].called(fuller);
        }
        groups[group].mentions.push(index);
        groups[group].kinds.extend(surroundings[index].kind);
        group_of[index] = group;
    }
    for (index, container) in inside.iter().enumerate() {
        if let Some(container) = container {
            let container = group_of[*container];
            let inside = &mut groups[group_of[index]].inside;
            if container != group_of[index] && !inside.contains(&container) {
                inside.push(container);
            }
        }
    }
    for group in &mut groups {
        #[expect(clippy::cast_precision_loss, reason = "a count of mentions")]
        let count = group.mentions.len() as f32;
        group.weight = 1.0 + count.ln();
    }
    (groups, group_of)
}

/// For each mention the candidates of a fuller name that the article has for it as well: "the Tana"
/// is what "the Tana River" is.
fn fuller_names(
    mentions: &[RecognisedName],
    words: &[String],
    options: &[Rc<[UnscoredCandidate]>],
) -> Vec<Option<Rc<[UnscoredCandidate]>>> {
    let mut by_start: HashMap<&str, usize> = HashMap::new();
    for (index, name) in words.iter().enumerate() {
        if let Some((start, last)) = name.rsplit_once(' ')
            && KIND_WORDS.binary_search(&last).is_ok()
            && !options[index].is_empty()
        {
            by_start.entry(start).or_insert(index);
        }
    }
    mentions
        .iter()
        .zip(words)
        .map(|(mention, name)| {
            let fuller = by_start.get(name.as_str())?;
            (mention.kind != ToponymKind::Demonym).then(|| Rc::clone(&options[*fuller]))
        })
        .collect()
}

/// The candidates of each mention, worked out once for the same words.
fn options_of(
    gazetteer: &Gazetteer,
    mentions: &[RecognisedName],
    words: &[String],
) -> Vec<Rc<[UnscoredCandidate]>> {
    let mut known: HashMap<(&str, bool), Rc<[UnscoredCandidate]>> = HashMap::new();
    mentions
        .iter()
        .zip(words)
        .map(|(mention, words)| {
            let demonym = mention.kind == ToponymKind::Demonym;
            known
                .entry((words, demonym))
                .or_insert_with(|| candidates(gazetteer, &mention.names).into())
                .clone()
        })
        .collect()
}
