//! Taking everything as it was found, for where nobody reviews: `dateline extract`.

use std::ops::Range;

use super::{Source, Standings, Suggestion, accept, groups, leave_out, suggestions, toponym_of};
use crate::{
    gazetteer::{Gazetteer, PlaceId},
    geoparse::{Parsed, Toponym, ToponymKind, certainty::Uncertainty},
    project::{
        EditError, Project,
        feature::{UNREVIEWED, UNSURE},
        mentions::Mentions,
    },
    text::Article,
};

/// A project of the article with every place and figure that was found. Demonyms, streets and
/// what could not be placed are listed as not on the map. Every feature says that it was not
/// reviewed, and an unsure one why it is unsure.
pub fn accept_all(article: Article, parsed: &Parsed) -> Result<Project, EditError> {
    let gazetteer = Gazetteer::bundled();
    let mut project = Project {
        article: Some(article),
        ..Project::default()
    };
    let mentions = Mentions::of(&project);
    let standings = Standings::of(&project, &mentions, parsed);
    let found = suggestions(&project, &mentions, parsed, &standings);
    let together = match &project.article {
        Some(article) => groups(article, parsed, &found),
        None => Vec::new(),
    };
    // Places come before the figures that speak of them.
    let is_figure = |group: &Vec<usize>| matches!(found[group[0]].source, Source::Figure(_));
    let (figures, places): (Vec<_>, Vec<_>) = together.into_iter().partition(is_figure);
    for group in places {
        let members: Vec<Suggestion> = group.iter().map(|index| found[*index]).collect();
        take(&mut project, gazetteer, parsed, &members)?;
    }
    let standings = Standings::of(&project, &Mentions::of(&project), parsed);
    for index in figures.into_iter().flatten() {
        let tied = super::figure_of(parsed, &found[index]);
        let accepted =
            tied.and_then(|tied| accept::figure(&project, gazetteer, parsed, &standings, tied));
        if let Some(accepted) = accepted {
            project.apply(accepted.edit)?;
        }
    }
    for feature in &mut project.features {
        feature.notes.push(UNREVIEWED.to_owned());
    }
    Ok(project)
}

/// Put a group of places on the map, or on the list of what is not.
fn take(
    project: &mut Project,
    gazetteer: &Gazetteer<'_>,
    parsed: &Parsed,
    members: &[Suggestion],
) -> Result<(), EditError> {
    let toponym = toponym_of(parsed, &members[0]);
    let named =
        toponym.filter(|toponym| matches!(toponym.kind, ToponymKind::Place | ToponymKind::Nested));
    let accepted = match named.and_then(Toponym::best) {
        Some(best) => {
            let words: Vec<accept::Place> = members
                .iter()
                .filter_map(|member| {
                    Some(accept::Place {
                        span: member.span,
                        kind: toponym_of(parsed, member)?.kind,
                    })
                })
                .collect();
            accept::place(project, gazetteer, best.place, &words)
        }
        None => leave_out(project, parsed, members),
    };
    let Some(accepted) = accepted else {
        return Ok(());
    };
    project.apply(accepted.edit)?;
    if let (Some(id), Some(toponym), Some(article)) = (accepted.id, named, &project.article)
        && let Some(index) = project.feature_index(&id)
        && let Some(note) = unsure_note(article, gazetteer, toponym)
        && !project.features[index].notes.contains(&note)
    {
        project.features[index].notes.push(note);
    }
    Ok(())
}

/// What the program is not sure of, in a sentence for the reader: "Unsure: it may be … or …".
fn unsure_note(article: &Article, gazetteer: &Gazetteer<'_>, toponym: &Toponym) -> Option<String> {
    let places = |range: Range<usize>| {
        let candidates = toponym.candidates.get(range).unwrap_or_default();
        let places = candidates
            .iter()
            .map(|one| with_county(gazetteer, one.place));
        places.collect::<Vec<_>>().join(", or ")
    };
    let doubt = match toponym.certainty.uncertainty()? {
        Uncertainty::Several(count) => format!("it may be {}.", places(0..count.min(4))),
        Uncertainty::NotRuledOut => format!("it may also be {}.", places(1..2)),
        Uncertainty::NameOnly => {
            "nothing in the article but the name speaks for this place.".to_owned()
        }
        Uncertainty::MayBeNoPlace => {
            format!("“{}” may name no place.", article.words(toponym.span))
        }
        Uncertainty::Unplaced => return None,
    };
    Some(format!("{UNSURE}{doubt}"))
}

/// What and where a place is, with its county where others of its name lie in the same region.
fn with_county(gazetteer: &Gazetteer<'_>, place: PlaceId) -> String {
    let name = gazetteer.place(place).name;
    let described = super::described(gazetteer, place);
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
    use crate::{
        geoparse::{self, certainty::Certainty},
        text::Imprint,
    };

    #[test]
    fn everything_found_is_on_the_map_or_on_the_list_with_its_words() {
        let text = "A fire burns within 12 miles of Flagstaff, Arizona. Kenyan crews came from \
                    Springfield. Flagstaff has a population of 76,000.";
        let parsed = geoparse::parse(text, &geoparse::Context::default());
        let article = Article::new(text, Imprint::default());
        let project = accept_all(article, &parsed).expect("fits");
        let names: Vec<&str> = project.features.iter().map(|f| f.name.as_str()).collect();
        assert!(
            names.contains(&"Flagstaff") && names.contains(&"Arizona"),
            "{names:?}"
        );
        assert!(project.features.iter().any(|f| f.radius_m.is_some()));
        let flagstaff = project.features.iter().find(|f| f.name == "Flagstaff");
        let flagstaff = flagstaff.expect("a feature");
        assert_eq!(flagstaff.stated.len(), 1);
        assert!(flagstaff.notes.iter().any(|note| note == UNREVIEWED));
        let springfield = project.features.iter().find(|f| f.name == "Springfield");
        let notes = &springfield.expect("a feature").notes;
        assert!(notes[0].starts_with("Unsure: it may be "), "{notes:?}");
        let arizona = project.features.iter().find(|f| f.name == "Arizona");
        assert!(!arizona.expect("a feature").is_unsure());
        assert!(
            project
                .unmapped
                .iter()
                .any(|entry| entry.evidence.quote.exact == "Kenyan")
        );
        let Some(article) = &project.article else {
            panic!("an article");
        };
        for evidence in project.features.iter().flat_map(|f| &f.evidence) {
            assert!(evidence.anchor(article).span().is_some());
        }
    }

    #[test]
    fn whatever_the_program_is_unsure_of_has_a_note_that_says_why() {
        let gazetteer = Gazetteer::bundled();
        let text = "It rained in Paris.";
        let article = Article::new(text, Imprint::default());
        let parsed = geoparse::parse(text, &geoparse::Context::default());
        let toponym = &parsed.toponyms[0];
        let note = |uncertainty| {
            let certainty = Certainty::Unsure(uncertainty);
            let toponym = Toponym {
                certainty,
                ..toponym.clone()
            };
            unsure_note(&article, gazetteer, &toponym)
        };
        let several = note(Uncertainty::Several(2)).expect("a note");
        assert!(several.starts_with("Unsure: it may be Paris, capital in "));
        assert!(several.contains(", or Paris"), "{several}");
        let other = note(Uncertainty::NotRuledOut).expect("a note");
        assert!(other.starts_with("Unsure: it may also be Paris"), "{other}");
        assert!(!other.contains("capital"), "{other}");
        let no_place = note(Uncertainty::MayBeNoPlace);
        assert_eq!(
            no_place.as_deref(),
            Some("Unsure: “Paris” may name no place.")
        );
        assert_eq!(note(Uncertainty::Unplaced), None, "it has no feature");
    }
}
