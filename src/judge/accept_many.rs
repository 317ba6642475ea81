//! Accepting many suggestions in one step: all that is sure, as the window does, or all there is, as
//! `dateline extract` does for somebody who reviews it later.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
    sync::Arc,
};

use super::{
    Accepted, Findings, Judged,
    accept::{self, NamedWords},
    described, leave_out,
};
use crate::{
    gazetteer::{Gazetteer, PlaceId},
    geoparse::{
        Parsed, Toponym, ToponymKind,
        certainty::{FindingKind, Uncertainty},
    },
    project::{
        ArticleState, Edit, EditError, Project, ProjectBuilder, UnknownMembers, compose,
        feature::Review,
        ids::{FeatureId, FindingId},
        mentions::Mentions,
    },
    text::Article,
};

/// The edit that accepts all that is sure: exactly [`Judged::sure`]. Places come first, so that figures
/// find them. People and things of a place, and streets and buildings, are listed as not on the map.
///
/// # Errors
/// When one of the edits does not fit, which is a mistake of the program.
pub fn accept_sure(project: &Project, judged: &Judged) -> Result<Edit, EditError> {
    let mut after = After::new(project);
    let sure: Vec<FindingId> = judged.sure().iter().copied().collect();
    after.accept(judged, &sure)?;
    Ok(after.edit)
}

/// A project of the article with every place and figure that was found. Demonyms, streets and
/// what could not be placed are listed as not on the map. Every feature says that it was not
/// reviewed, and an unsure one why it is unsure.
///
/// # Errors
/// As [`accept_sure`].
pub fn accept_all(article: Article, parsed: Parsed) -> Result<Project, EditError> {
    let article = Arc::new(article);
    let project = ProjectBuilder::new(ArticleState::Text(Arc::clone(&article)))
        .finish(UnknownMembers::default());
    let findings = Findings::of(project.article_id(), &article, parsed);
    let judged = Judged::of(&project, &Mentions::of(&project), Arc::new(findings));
    let mut after = After::new(&project);
    // In the order of a review, in which what is alike is accepted together.
    let all: Vec<FindingId> = judged.groups().flat_map(super::Group::iter).collect();
    let accepted = after.accept(&judged, &all)?;
    let gazetteer = Gazetteer::bundled();
    for id in after.project.features().ids().collect::<Vec<_>>() {
        let findings = accepted.get(&id).into_iter().flatten();
        let mut toponyms = findings.filter_map(|finding| judged.findings().toponym(*finding));
        let doubt = toponyms.find_map(|toponym| doubt(&article, gazetteer, toponym));
        let edit = compose::change(&after.project, id, |feature| {
            feature.review = Review::Pending { doubt };
        });
        after.carry_out(edit)?;
    }
    Ok(after.project)
}

/// A project as it is after each of the edits, and these as one.
struct After {
    project: Project,
    edit: Edit,
}

/// Words that mean one place in the same use.
struct Meant {
    place: PlaceId,
    words: Vec<NamedWords>,
    findings: Vec<FindingId>,
}

impl After {
    fn new(project: &Project) -> Self {
        Self {
            project: project.clone(),
            edit: Edit::default(),
        }
    }

    fn carry_out(&mut self, edit: Option<Edit>) -> Result<(), EditError> {
        if let Some(edit) = edit {
            self.project.apply(edit.clone())?;
            let before = std::mem::take(&mut self.edit);
            self.edit = before.then(edit);
        }
        Ok(())
    }

    /// Accept these findings, and tell for each place which of them it was made of.
    fn accept(
        &mut self,
        judged: &Judged,
        wanted: &[FindingId],
    ) -> Result<BTreeMap<FeatureId, Vec<FindingId>>, EditError> {
        let gazetteer = Gazetteer::bundled();
        let (names, figures): (Vec<FindingId>, Vec<FindingId>) =
            wanted.iter().partition(|id| id.kind == FindingKind::Name);
        let (meant, others) = by_place(judged, &names);
        let mut accepted: BTreeMap<FeatureId, Vec<FindingId>> = BTreeMap::new();
        for meant in meant {
            let made = accept::accept_place(&self.project, gazetteer, meant.place, &meant.words);
            if let Some(Accepted { feature, edit }) = made {
                if let Some(feature) = feature {
                    accepted.entry(feature).or_default().extend(meant.findings);
                }
                self.carry_out(Some(edit))?;
            }
        }
        let listed = leave_out(&self.project, judged, &others);
        self.carry_out(listed.map(|made| made.edit))?;
        // Where the places stand by now.
        let mentions = Mentions::of(&self.project);
        let judged = Judged::of(&self.project, &mentions, Arc::clone(judged.findings()));
        for id in figures {
            let tied = judged.findings().figure(id);
            let made = tied
                .and_then(|tied| accept::accept_figure(&self.project, gazetteer, &judged, tied));
            self.carry_out(made.map(|made| made.edit))?;
        }
        Ok(accepted)
    }
}

/// The words for each place in the same use, in the order of the first of them; and those that name
/// nothing which belongs on the map by itself.
fn by_place(judged: &Judged, names: &[FindingId]) -> (Vec<Meant>, Vec<FindingId>) {
    let mut places: Vec<Meant> = Vec::new();
    let mut known: HashMap<(PlaceId, ToponymKind), usize> = HashMap::new();
    let mut others = Vec::new();
    for &id in names {
        let Some(toponym) = judged.findings().toponym(id) else {
            continue;
        };
        let is_place = matches!(toponym.kind, ToponymKind::Place | ToponymKind::Nested);
        let Some(place) = judged.place_of(id).filter(|_| is_place) else {
            others.push(id);
            continue;
        };
        let at = *known.entry((place, toponym.kind)).or_insert(places.len());
        if at == places.len() {
            places.push(Meant {
                place,
                words: Vec::new(),
                findings: Vec::new(),
            });
        }
        places[at].findings.push(id);
        places[at].words.push(NamedWords {
            span: id.span,
            kind: toponym.kind,
        });
    }
    (places, others)
}

/// What the program is not sure of, in words for a reader: "it may be … or …".
fn doubt(article: &Article, gazetteer: &Gazetteer<'_>, toponym: &Toponym) -> Option<String> {
    let places = |range: Range<usize>| {
        let candidates = toponym.candidates.get(range).unwrap_or_default();
        let places = candidates.iter();
        let places = places.map(|one| with_county(gazetteer, one.place));
        places.collect::<Vec<_>>().join(", or ")
    };
    Some(match toponym.certainty.uncertainty()? {
        Uncertainty::Several(count) => format!("it may be {}.", places(0..count.min(4))),
        Uncertainty::NotRuledOut => format!("it may also be {}.", places(1..2)),
        Uncertainty::NameOnly => {
            "nothing in the article but the name speaks for this place.".to_owned()
        }
        Uncertainty::MayBeNoPlace => {
            format!("“{}” may name no place.", article.words(toponym.span))
        }
        Uncertainty::Unplaced => return None,
    })
}

/// What and where a place is, with its county where others of its name lie in the same region.
fn with_county(gazetteer: &Gazetteer<'_>, place: PlaceId) -> String {
    let name = gazetteer.place(place).name;
    let described = described(gazetteer, place);
    let county = gazetteer
        .admin2(place)
        .map(|county| gazetteer.place(county).name)
        .filter(|county| *county != name && !described.contains(county));
    match county {
        Some(county) => format!("{name} ({county}), {described}"),
        None => format!("{name}, {described}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{geoparse, text::Imprint};

    #[test]
    fn everything_found_is_on_the_map_or_on_the_list_with_its_words() {
        let text = "A fire burns within 12 miles of Flagstaff, Arizona. Kenyan crews came from \
                    Springfield. Flagstaff has a population of 76,000.";
        let parsed = geoparse::parse(text, &geoparse::Context::default());
        let article = Article::new(text, Imprint::default());
        let project = accept_all(article, parsed).expect("fits");
        let features: Vec<_> = project.features().values().collect();
        let names: Vec<&str> = features.iter().map(|f| f.name.as_str()).collect();
        assert!(
            names.contains(&"Flagstaff") && names.contains(&"Arizona"),
            "{names:?}"
        );
        assert!(features.iter().any(|f| f.radius_m.is_some()));
        let flagstaff = features.iter().find(|f| f.name == "Flagstaff");
        let flagstaff = flagstaff.expect("a feature");
        assert_eq!(flagstaff.stated.len(), 1);
        assert!(features.iter().all(|feature| feature.is_unreviewed()));
        let springfield = features.iter().find(|f| f.name == "Springfield");
        let doubt = springfield.expect("a feature").doubt();
        assert!(
            doubt.is_some_and(|doubt| doubt.starts_with("it may be ")),
            "{doubt:?}"
        );
        let mut unmapped = project.unmapped().values();
        assert!(unmapped.any(|entry| entry.evidence.quote.exact == "Kenyan"));
        let article = project.article().expect("an article");
        for evidence in features.iter().flat_map(|f| &f.evidence) {
            assert!(evidence.anchor(article).span().is_some());
        }
    }
}
