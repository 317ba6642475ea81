use geo::Coord;

use super::*;
use crate::{
    gazetteer::{Gazetteer, PlaceId},
    geoparse::{Sense, certainty::Uncertainty, quantity, tie::Outcome},
    project::{Dismissal, Scope, compose, feature::GeometryBasis, following},
    quote::{Evidence, Role},
    text::{Imprint, Reading},
};

const TEXT: &str = "Galway was calm. Ferries left Galway for Limerick. Crews worked within \
    10 kilometers of Limerick. Irish crews came from Nowhereham.";

fn id_of(name: &str) -> PlaceId {
    let mut named = Gazetteer::bundled().exact(name);
    named.next().expect("in the gazetteer").place
}

fn nth(words: &str, nth: usize) -> Span {
    let (start, _) = TEXT.match_indices(words).nth(nth).expect("in the text");
    Span::new(start, start + words.len())
}

const SEVERAL: Certainty = Certainty::Unsure(Uncertainty::Several(3));
const UNPLACED: Certainty = Certainty::Unsure(Uncertainty::Unplaced);

/// A toponym of which the program is sure.
fn toponym(span: Span, kind: ToponymKind, name: &str, sense: usize) -> Toponym {
    let candidate = Candidate {
        place: id_of(name),
        score: 1.0,
        share: 0.95,
        reasons: Vec::new(),
    };
    Toponym {
        span,
        kind,
        recognised: 0.9,
        candidates: [candidate].into(),
        sense: Sense::of_group(sense),
        certainty: Certainty::Sure,
    }
}

fn unsure(toponym: Toponym) -> Toponym {
    Toponym {
        certainty: SEVERAL,
        ..toponym
    }
}

fn unknown(span: Span, sense: usize) -> Toponym {
    Toponym {
        candidates: [].into(),
        certainty: UNPLACED,
        ..toponym(span, ToponymKind::Place, "Galway", sense)
    }
}

fn parsed() -> Parsed {
    use ToponymKind::{Demonym, Place};
    let limerick = id_of("Limerick");
    let quantity = quantity::quantities(&Reading::of(TEXT)).remove(0);
    Parsed {
        references: Vec::new(),
        toponyms: vec![
            toponym(nth("Galway", 0), Place, "Galway", 0),
            toponym(nth("Galway", 1), Place, "Galway", 0),
            unsure(toponym(nth("Limerick", 0), Place, "Limerick", 1)),
            unsure(toponym(nth("Limerick", 1), Place, "Limerick", 1)),
            toponym(nth("Irish", 0), Demonym, "Ireland", 2),
            unknown(nth("Nowhereham", 0), 3),
        ],
        figures: vec![Tied {
            outcome: Outcome::Circle {
                place: limerick,
                center: Gazetteer::bundled().place(limerick).lon_lat,
                radius_m: 10_000.0,
            },
            about: Some(nth("Limerick", 1)),
            to: None,
            certainty: SEVERAL,
            quantity,
        }],
    }
}

fn project() -> Project {
    Project {
        article: Some(Article::new(TEXT, Imprint::default())),
        ..Project::default()
    }
}

fn open(project: &Project, parsed: &Parsed) -> Vec<Suggestion> {
    let mentions = Mentions::of(project);
    let standings = Standings::of(project, &mentions, parsed);
    suggestions(project, &mentions, parsed, &standings)
}

fn accept_figure(project: &Project, parsed: &Parsed) -> Accepted {
    let standings = Standings::of(project, &Mentions::of(project), parsed);
    let gazetteer = Gazetteer::bundled();
    figure(project, gazetteer, parsed, &standings, &parsed.figures[0]).expect("an edit")
}

fn words(project: &Project, list: &[Suggestion]) -> Vec<String> {
    let article = project.article.as_ref().expect("an article");
    let words = |one: &Suggestion| article.words(one.span).to_owned();
    list.iter().map(words).collect()
}

fn accept(project: &mut Project, parsed: &Parsed, list: &[Suggestion], name: &str) -> String {
    let places: Vec<Place> = list
        .iter()
        .map(|one| Place {
            span: one.span,
            kind: toponym_of(parsed, one).expect("a place").kind,
        })
        .collect();
    let accepted = place(project, Gazetteer::bundled(), id_of(name), &places).expect("an edit");
    project.apply(accepted.edit).expect("it fits");
    accepted.id.expect("a feature")
}

#[test]
fn what_is_most_in_doubt_is_reviewed_first() {
    let (project, parsed) = (project(), parsed());
    let list = open(&project, &parsed);
    let order = review_order(&list);
    let ordered: Vec<Suggestion> = order.iter().map(|&index| list[index]).collect();
    assert_eq!(
        words(&project, &ordered),
        [
            "Limerick",
            "10 kilometers",
            "Limerick",
            "Nowhereham",
            "Galway",
            "Galway",
            "Irish"
        ]
    );
    assert!(words(&project, &list)[0] == "Galway", "reading order");
    assert_eq!(
        ordered[0].certainty_in_words(),
        "unsure: 3 places fit about equally"
    );
}

#[test]
fn what_is_accepted_in_one_step_is_what_is_sure() {
    let (project, parsed) = (project(), parsed());
    let list = open(&project, &parsed);
    let sure: Vec<Suggestion> = sure(&list).copied().collect();
    assert_eq!(words(&project, &sure), ["Galway", "Galway", "Irish"]);
}

#[test]
fn names_of_another_sense_use_or_certainty_are_not_judged_together() {
    let (project, parsed) = (project(), parsed());
    let article = project.article.clone().expect("an article");
    let count = |parsed: &Parsed| groups(&article, parsed, &open(&project, parsed)).len();
    let together = count(&parsed);
    let with = |change: fn(&mut Toponym)| {
        let mut parsed = parsed.clone();
        change(&mut parsed.toponyms[1]);
        count(&parsed)
    };
    assert_eq!(with(|_| ()), together);
    assert_eq!(with(|one| one.sense = Sense::of_group(9)), together + 1);
    assert_eq!(with(|one| one.kind = ToponymKind::Nested), together + 1);
    assert_eq!(with(|one| one.certainty = SEVERAL), together + 1);
}

#[test]
fn a_figure_is_sure_once_its_place_is_on_the_map() {
    let (mut project, parsed) = (project(), parsed());
    let figure = |list: &[Suggestion]| {
        let mut figures = list
            .iter()
            .filter(|one| matches!(one.source, Source::Figure(_)));
        figures.next().copied().expect("still open")
    };
    let list = open(&project, &parsed);
    assert_eq!(figure(&list).certainty, SEVERAL);
    let place = list.iter().find(|one| one.span == nth("Limerick", 1));
    accept(&mut project, &parsed, &[*place.expect("found")], "Cork");
    assert!(figure(&open(&project, &parsed)).certainty.is_sure());
}

#[test]
fn all_alike_become_one_feature_with_their_quotes() {
    let (mut project, parsed) = (project(), parsed());
    let list = open(&project, &parsed);
    let article = project.article.clone().expect("an article");
    let groups = groups(&article, &parsed, &list);
    let group = groups.iter().find(|group| group.contains(&0));
    let group = group.expect("in some group");
    let both: Vec<Suggestion> = group.iter().map(|&index| list[index]).collect();
    assert_eq!(both.len(), 2);
    let id = accept(&mut project, &parsed, &both, "Galway");
    let feature = &project.features[project.feature_index(&id).expect("it is there")];
    assert_eq!(feature.basis, GeometryBasis::Gazetteer);
    assert_eq!(feature.evidence.len(), 2);
    assert_eq!(project.features.len(), 1);
    assert!(!words(&project, &open(&project, &parsed)).contains(&"Galway".to_owned()));
}

#[test]
fn the_same_place_is_one_feature_however_often_it_is_accepted() {
    let (mut project, parsed) = (project(), parsed());
    for _ in 0..2 {
        let first = open(&project, &parsed)[0];
        accept(&mut project, &parsed, &[first], "Galway");
    }
    assert_eq!(project.features.len(), 1);
    assert_eq!(project.features[0].evidence.len(), 2);
}

#[test]
fn a_demonym_makes_an_actor_until_the_place_is_named() {
    let (mut project, parsed) = (project(), parsed());
    let list = open(&project, &parsed);
    let irish = list.iter().find(|one| one.span == nth("Irish", 0));
    let id = accept(&mut project, &parsed, &[*irish.expect("found")], "Ireland");
    assert_eq!(project.features[0].role, Some(Role::Actor));
    let named = Place {
        span: nth("Galway", 0),
        kind: ToponymKind::Place,
    };
    let more = place(&project, Gazetteer::bundled(), id_of("Ireland"), &[named]);
    let more = more.expect("an edit");
    assert_eq!(more.id, Some(id));
    project.apply(more.edit).expect("it fits");
    assert_eq!(project.features[0].role, Some(Role::Place));
}

#[test]
fn a_distance_becomes_a_circle_about_the_place_that_was_chosen() {
    let (mut project, parsed) = (project(), parsed());
    // The reader means another place than the geoparser does.
    let elsewhere = open(&project, &parsed)
        .into_iter()
        .find(|one| one.span == nth("Limerick", 1))
        .expect("found");
    let id = accept(&mut project, &parsed, &[elsewhere], "Cork");
    let made = accept_figure(&project, &parsed);
    project.apply(made.edit).expect("it fits");
    let circle = &project.features[1];
    let cork = &project.features[project.feature_index(&id).expect("there")];
    let Some(geo::Geometry::Point(at)) = &cork.geometry else {
        panic!("a point");
    };
    assert_eq!(circle.center.map(|c: Coord| (c.x, c.y)), Some(at.x_y()));
    assert_eq!(circle.basis, GeometryBasis::Derived);
    assert_eq!(circle.stated[0].hedge.as_deref(), Some("within"));
    assert!(circle.name.contains("Cork"), "{}", circle.name);
    let left = words(&project, &open(&project, &parsed));
    assert!(!left.contains(&"10 kilometers".to_owned()));
}

#[test]
fn what_is_dismissed_or_listed_as_unmapped_is_not_suggested_again() {
    let (mut project, parsed) = (project(), parsed());
    let article = project.article.clone().expect("an article");
    let quote = Evidence::at(&article, nth("Galway", 0));
    project.dismissed.push(Dismissal {
        evidence: quote,
        scope: Scope::AllAlike,
        ..Dismissal::default()
    });
    let unknown: Vec<Suggestion> = open(&project, &parsed)
        .into_iter()
        .filter(|one| one.certainty == UNPLACED)
        .collect();
    let edit = leave_out(&project, &parsed, &unknown)
        .expect("an edit")
        .edit;
    let inverse = project.apply(edit).expect("it fits");
    let left = words(&project, &open(&project, &parsed));
    assert_eq!(left, ["Limerick", "10 kilometers", "Limerick", "Irish"]);
    project.apply(inverse).expect("it fits");
    assert!(words(&project, &open(&project, &parsed)).contains(&"Nowhereham".to_owned()));
    let claim = Evidence {
        mention: Some(MentionKind::Phrase),
        ..Evidence::at(&article, Span::new(0, 15))
    };
    let mut feature = crate::project::feature::Feature::new("claim", "places", None);
    feature.evidence = vec![claim];
    let (_, edit) = compose::add(&project, feature, compose::DefaultLayer::Places);
    project.dismissed.clear();
    project.apply(edit).expect("it fits");
    let left = words(&project, &open(&project, &parsed));
    assert_eq!(left[0], "Galway", "a claim about it does not place it");
}

#[test]
fn a_circle_follows_its_place_afterwards_and_stays_when_it_was_moved_itself() {
    let (mut project, parsed) = (project(), parsed());
    let limerick = open(&project, &parsed)
        .into_iter()
        .find(|one| one.span == nth("Limerick", 1))
        .expect("found");
    let made = accept_figure(&project, &parsed);
    let circle = made.id.expect("a circle");
    project.apply(made.edit).expect("it fits");
    assert_eq!(
        following::follow(&project),
        [],
        "nobody has judged the place"
    );
    let id = accept(&mut project, &parsed, &[limerick], "Cork");
    let at = |project: &Project, id: &str| {
        let feature = &project.features[project.feature_index(id).expect("there")];
        (
            feature.center.or_else(|| accept::point_of(feature)),
            feature.name.clone(),
        )
    };
    for edit in following::follow(&project) {
        project.apply(edit).expect("it fits");
    }
    assert_eq!(at(&project, &circle).0, at(&project, &id).0);
    assert!(at(&project, &circle).1.ends_with(" – Cork"));

    let index = project.feature_index(&id).expect("there");
    let other = switch(&project, Gazetteer::bundled(), index, id_of("Galway")).expect("an edit");
    let before = project.clone();
    let inverse = project.apply(other.edit).expect("it fits");
    assert_eq!(following::follow(&project).len(), 1);
    project.apply(inverse).expect("it fits");
    assert_eq!(project, before);

    let there = Coord { x: 1.0, y: 2.0 };
    let moved = compose::relocate(&project, &circle, there).expect("an edit");
    project.apply(moved).expect("it fits");
    let moved = compose::relocate(&project, &id, Coord { x: 5.0, y: 6.0 }).expect("an edit");
    project.apply(moved).expect("it fits");
    assert_eq!(following::follow(&project), [], "it was put there by hand");
    assert_eq!(at(&project, &circle).0, Some(there));
}

#[test]
fn a_circle_whose_words_were_lost_follows_no_other_words_at_their_place() {
    let (mut project, parsed) = (project(), parsed());
    let made = accept_figure(&project, &parsed);
    project.apply(made.edit).expect("it fits");
    let limerick = open(&project, &parsed)
        .into_iter()
        .find(|one| one.span == nth("Limerick", 1))
        .expect("found");
    let id = accept(&mut project, &parsed, &[limerick], "Cork");
    assert_eq!(following::follow(&project).len(), 1);
    let index = project.feature_index(&id).expect("there");
    for quote in &mut project.features[index].evidence {
        quote.quote.exact = "Tralee".to_owned();
    }
    assert_eq!(following::follow(&project), []);
}

#[test]
fn the_ends_of_a_line_follow_their_places() {
    let (mut project, mut parsed) = (project(), parsed());
    let quantity = &mut parsed.figures[0].quantity;
    let anywhere = Span::new(0, 1);
    quantity.link = quantity::Link::Between {
        from: anywhere,
        to: anywhere,
    };
    quantity.value = quantity::Amount::Exactly(80_000.0);
    parsed.figures[0].to = Some(nth("Galway", 1));
    let made = accept_figure(&project, &parsed);
    let line = made.id.expect("a line");
    project.apply(made.edit).expect("it fits");
    let of_line = |project: &Project| {
        let line = &project.features[project.feature_index(&line).expect("there")];
        let Some(geo::Geometry::LineString(drawn)) = &line.geometry else {
            panic!("{:?}", line.geometry);
        };
        (drawn.0.clone(), line.name.clone())
    };
    let (before, name) = of_line(&project);
    assert!(name.ends_with(" – Limerick to Galway"), "{name}");
    let galways = open(&project, &parsed);
    let galways = galways.iter().filter(|one| one.span == nth("Galway", 1));
    let id = accept(
        &mut project,
        &parsed,
        &galways.copied().collect::<Vec<_>>(),
        "Cork",
    );
    for edit in following::follow(&project) {
        project.apply(edit).expect("it fits");
    }
    let (after, _) = of_line(&project);
    let cork = &project.features[project.feature_index(&id).expect("there")];
    assert_eq!(after[0], before[0], "the other end stays");
    assert_eq!(Some(after[1]), accept::point_of(cork));
    assert_eq!(following::follow(&project), [], "it is there");
}

#[test]
fn a_figure_of_a_place_that_was_dismissed_cannot_be_drawn_and_says_so() {
    let (mut project, parsed) = (project(), parsed());
    let article = project.article.clone().expect("an article");
    let before = project.clone();
    let quote = Evidence::at(&article, nth("Limerick", 1));
    let edit = compose::dismiss(&project, quote, None, Scope::ThisMention);
    let inverse = project.apply(edit).expect("it fits");
    let figure = open(&project, &parsed)
        .into_iter()
        .find(|one| matches!(one.source, Source::Figure(_)))
        .expect("still open");
    assert_eq!(figure.certainty, UNPLACED);
    assert_eq!(figure.certainty_in_words(), "cannot be drawn");
    let made = accept_figure(&project, &parsed);
    assert_eq!(made.id, None);
    let mut listed = project.clone();
    listed.apply(made.edit).expect("it fits");
    assert_eq!(
        listed.unmapped[0].reason,
        "The place it is measured from was dismissed."
    );
    project.apply(inverse).expect("it fits");
    assert_eq!(project, before);
    assert!(
        accept_figure(&project, &parsed).id.is_some(),
        "a circle again"
    );
}

#[test]
fn words_of_one_sense_stand_for_what_one_of_them_was_decided_to_mean() {
    let (mut project, mut parsed) = (project(), parsed());
    let candidate = |name| Candidate {
        place: id_of(name),
        score: 1.0,
        share: 0.5,
        reasons: Vec::new(),
    };
    let shared: std::sync::Arc<[Candidate]> = [candidate("Limerick"), candidate("Cork")].into();
    for index in [2, 3] {
        parsed.toponyms[index].candidates = std::sync::Arc::clone(&shared);
    }
    let first = open(&project, &parsed)
        .into_iter()
        .find(|one| one.span == nth("Limerick", 0))
        .expect("found");
    let id = accept(&mut project, &parsed, &[first], "Cork");
    let standings = Standings::of(&project, &Mentions::of(&project), &parsed);
    let known = project.feature_index(&id);
    let cork = Some(Standing::Open {
        place: Some(id_of("Cork")),
        known,
    });
    assert_eq!(standings.get(3), cork);
    assert_eq!(standings.at(nth("Limerick", 1)), cork);
    let Drawn::Circle { site, .. } = standings.drawn(&project, &parsed.figures[0]) else {
        panic!("a circle");
    };
    assert_eq!((site.name.as_str(), site.feature), ("Cork", known));
}

#[test]
fn a_feature_that_becomes_a_place_the_map_has_already_joins_it() {
    let (mut project, parsed) = (project(), parsed());
    let list = open(&project, &parsed);
    let galway = accept(&mut project, &parsed, &list[..1], "Galway");
    let cork = accept(&mut project, &parsed, &list[1..2], "Cork");
    let before = project.clone();
    let index = project.feature_index(&cork).expect("there");
    let gazetteer = Gazetteer::bundled();
    assert_eq!(switch(&project, gazetteer, index, id_of("Cork")), None);
    let made = switch(&project, Gazetteer::bundled(), index, id_of("Galway")).expect("an edit");
    assert_eq!(made.id.as_deref(), Some(galway.as_str()));
    let inverse = project.apply(made.edit).expect("it fits");
    assert_eq!(project.features.len(), 1);
    assert_eq!(project.features[0].evidence.len(), 2);
    project.apply(inverse).expect("it fits");
    assert_eq!(project, before);
}
