//! Judging suggestions: what is open, what an acceptance comes to, and what follows from it.

use std::sync::Arc;

use super::*;
use crate::{
    coordinates::LonLat,
    gazetteer::{Gazetteer, PlaceId},
    geoparse::{
        Candidate, Parsed, Sense, Toponym, ToponymKind,
        certainty::{Certainty, FindingKind, Uncertainty},
        figure_places::{FigurePlace, PlacedFigure},
        quantity,
    },
    project::{
        ArticleState, Changes, Edit, Project, ProjectBuilder, Scope, UnknownMembers, compose,
        feature::{Feature, GeometryBasis},
        following::Followers,
        ids::{FeatureId, FindingId, LayerId},
        mentions::Mentions,
    },
    quote::{Evidence, MentionKind, Role},
    text::{Article, ArticleId, Imprint, Span, TokenisedText},
};

const TEXT: &str = "Galway was calm. Ferries left Galway for Limerick. Crews worked within \
    10 kilometers of Limerick. Irish crews came from Nowhereham.";

const SEVERAL: Certainty = Certainty::Unsure(Uncertainty::Several(3));
const UNPLACED: Certainty = Certainty::Unsure(Uncertainty::Unplaced);

fn id_of(name: &str) -> PlaceId {
    let mut named = Gazetteer::bundled().exact(name);
    named.next().expect("in the gazetteer").place
}

fn nth(words: &str, nth: usize) -> Span {
    let (start, _) = TEXT.match_indices(words).nth(nth).expect("in the text");
    Span::new(start, start + words.len())
}

const fn name(span: Span) -> FindingId {
    FindingId {
        article: ArticleId::FIRST,
        span,
        kind: FindingKind::Name,
    }
}

fn candidate(name: &str, share: f32) -> Candidate {
    Candidate {
        place: id_of(name),
        score: 1.0,
        share,
        reasons: Vec::new(),
    }
}

/// A toponym of which the program is sure.
fn toponym(span: Span, kind: ToponymKind, name: &str, sense: usize) -> Toponym {
    Toponym {
        span,
        kind,
        recognised: 0.9,
        candidates: [candidate(name, 0.95)].into(),
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
    let quantity = quantity::quantities(&TokenisedText::of(TEXT)).remove(0);
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
        figures: vec![PlacedFigure {
            outcome: FigurePlace::Circle {
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

/// A project under review: what was found in its article, judged anew after each edit and followed
/// from edit to edit, which has to come to the same.
struct Review {
    project: Project,
    mentions: Mentions,
    judged: Judged,
}

impl Review {
    fn of(parsed: Parsed) -> Self {
        let article = Arc::new(Article::new(TEXT, Imprint::default()));
        let findings = Findings::of(ArticleId::FIRST, &article, parsed);
        let project =
            ProjectBuilder::new(ArticleState::Text(article)).finish(UnknownMembers::default());
        let mentions = Mentions::of(&project);
        let judged = Judged::of(&project, &mentions, Arc::new(findings));
        Self {
            project,
            mentions,
            judged,
        }
    }

    fn new() -> Self {
        Self::of(parsed())
    }

    /// Carry an edit out; the one that takes it back.
    fn apply(&mut self, edit: Edit) -> Edit {
        let inverse = self.project.apply(edit).expect("it fits");
        let changes = Changes {
            project: &self.project,
            inverse: &inverse,
        };
        let words = self.mentions.update(changes);
        self.judged.update(changes, &self.mentions, &words);
        assert!(
            self.mentions == Mentions::of(&self.project),
            "as from scratch"
        );
        let findings = Arc::clone(self.judged.findings());
        let anew = Judged::of(&self.project, &self.mentions, findings);
        assert!(self.judged == anew, "as from scratch");
        inverse
    }

    /// What is open, in reading order.
    fn open(&self) -> Vec<&str> {
        let open = self.judged.open().iter();
        open.map(|one| self.words(one.id)).collect()
    }

    fn words(&self, id: FindingId) -> &str {
        let article = self.project.article().expect("an article");
        article.words(id.span)
    }

    fn figure(&self) -> FindingId {
        let open = self.judged.open().iter();
        let mut figures = open.filter(|one| one.id.kind == FindingKind::Figure);
        figures.next().expect("a figure that is open").id
    }

    fn certainty(&self, id: FindingId) -> Certainty {
        self.judged.suggestion(id).expect("open").certainty
    }

    fn accept(&mut self, spans: &[Span], name: &str) -> FeatureId {
        let words = spans.iter().map(|&span| NamedWords {
            span,
            kind: self
                .judged
                .findings()
                .toponym(self::name(span))
                .expect("a toponym")
                .kind,
        });
        let words: Vec<NamedWords> = words.collect();
        let made = accept_place(&self.project, Gazetteer::bundled(), id_of(name), &words);
        let made = made.expect("an edit");
        self.apply(made.edit);
        made.feature.expect("a feature")
    }

    fn accept_figure(&self) -> Accepted {
        let tied = &self.judged.findings().parsed().figures[0];
        let made = accept_figure(&self.project, Gazetteer::bundled(), &self.judged, tied);
        made.expect("an edit")
    }

    #[track_caller]
    fn feature(&self, id: FeatureId) -> &Feature {
        self.project.feature(id).expect("it is there")
    }

    /// The edit by which shapes follow their places.
    fn following(&self, inverse: &Edit) -> Edit {
        Followers::of(&self.project).update(Changes {
            project: &self.project,
            inverse,
        })
    }

    /// Let everything follow its place, whatever was edited last.
    fn follow(&mut self) -> Edit {
        // Everything that there is has come with this edit.
        let all = self.project.features().ids();
        let all = all.fold(Edit::default(), Edit::remove_feature);
        let edit = self.following(&all);
        self.apply(edit.clone());
        edit
    }

    fn place_of(&self, id: FeatureId) -> Option<LonLat> {
        let feature = self.feature(id);
        feature.center.or_else(|| feature.point())
    }
}

#[test]
fn what_is_most_in_doubt_is_reviewed_first() {
    let review = Review::new();
    let ordered: Vec<FindingId> = review.judged.groups().flat_map(Group::iter).collect();
    let words: Vec<&str> = ordered.iter().map(|id| review.words(*id)).collect();
    assert_eq!(
        words,
        [
            "Limerick",
            "Limerick",
            "10 kilometers",
            "Nowhereham",
            "Galway",
            "Galway",
            "Irish"
        ]
    );
    assert_eq!(review.open()[0], "Galway", "reading order");
    assert_eq!(
        review.certainty(ordered[0]).in_words(FindingKind::Name),
        "unsure: 3 places fit about equally"
    );
    for (row, group) in review.judged.groups().enumerate() {
        for id in group.iter() {
            assert_eq!(review.judged.row_of(id), Some(row));
        }
    }
}

#[test]
fn what_is_accepted_in_one_step_is_what_is_sure() {
    let mut review = Review::new();
    let sure: Vec<&str> = review
        .judged
        .sure()
        .iter()
        .map(|id| review.words(*id))
        .collect();
    assert_eq!(sure, ["Galway", "Galway", "Irish"]);
    let edit = accept_sure(&review.project, &review.judged).expect("it fits");
    review.apply(edit);
    assert_eq!(
        review.open(),
        ["Limerick", "10 kilometers", "Limerick", "Nowhereham"]
    );
    assert_eq!(review.project.features().len(), 1);
}

#[test]
fn names_of_another_sense_use_or_certainty_are_not_judged_together() {
    let with = |change: fn(&mut Toponym)| {
        let mut parsed = parsed();
        change(&mut parsed.toponyms[1]);
        Review::of(parsed).judged.group_count()
    };
    let together = with(|_| ());
    assert_eq!(with(|one| one.sense = Sense::of_group(9)), together + 1);
    assert_eq!(with(|one| one.kind = ToponymKind::Nested), together + 1);
    assert_eq!(with(|one| one.certainty = SEVERAL), together + 1);
    assert_eq!(
        with(|one| one.candidates = [candidate("Cork", 0.9)].into()),
        together + 1
    );
}

#[test]
fn a_figure_is_sure_once_its_place_is_on_the_map() {
    let mut review = Review::new();
    assert_eq!(review.certainty(review.figure()), SEVERAL);
    review.accept(&[nth("Limerick", 1)], "Cork");
    assert!(review.certainty(review.figure()).is_sure());
}

#[test]
fn all_alike_become_one_feature_with_their_quotes() {
    let mut review = Review::new();
    let group = review.judged.alike(name(nth("Galway", 0))).expect("open");
    let both: Vec<Span> = group.iter().map(|id| id.span).collect();
    assert_eq!(both.len(), 2);
    let id = review.accept(&both, "Galway");
    assert_eq!(review.feature(id).basis, GeometryBasis::Gazetteer);
    assert_eq!(review.feature(id).evidence.len(), 2);
    assert_eq!(review.project.features().len(), 1);
    assert!(!review.open().contains(&"Galway"));
}

#[test]
fn the_same_place_is_one_feature_however_often_it_is_accepted() {
    let mut review = Review::new();
    let first = review.accept(&[nth("Galway", 0)], "Galway");
    let second = review.accept(&[nth("Galway", 1)], "Galway");
    assert_eq!(first, second);
    assert_eq!(review.feature(first).evidence.len(), 2);
}

#[test]
fn a_demonym_makes_an_actor_until_the_place_is_named() {
    let mut review = Review::new();
    let id = review.accept(&[nth("Irish", 0)], "Ireland");
    assert_eq!(review.feature(id).role, Some(Role::Actor));
    assert_eq!(review.accept(&[nth("Galway", 0)], "Ireland"), id);
    assert_eq!(review.feature(id).role, Some(Role::Place));
}

#[test]
fn a_distance_becomes_a_circle_about_the_place_that_was_chosen() {
    let mut review = Review::new();
    // The reader means another place than the geoparser does.
    let cork = review.accept(&[nth("Limerick", 1)], "Cork");
    let made = review.accept_figure();
    review.apply(made.edit);
    let circle = review.feature(made.feature.expect("a circle"));
    assert_eq!(circle.center, review.feature(cork).point());
    assert_eq!(circle.basis, GeometryBasis::Derived);
    assert_eq!(circle.stated[0].hedge.as_deref(), Some("within"));
    assert!(circle.name.contains("Cork"), "{}", circle.name);
    assert!(!review.open().contains(&"10 kilometers"));
}

#[test]
fn what_is_dismissed_or_listed_as_unmapped_is_not_suggested_again() {
    let mut review = Review::new();
    let quote =
        |review: &Review, span| Evidence::at(review.project.article().expect("an article"), span);
    let galway = quote(&review, nth("Galway", 0));
    let (dismissal, edit) = compose::dismiss(&review.project, galway, None, Scope::AllAlike);
    review.apply(edit);
    let unknown: Vec<FindingId> = review
        .judged
        .open()
        .iter()
        .filter(|one| one.certainty == UNPLACED)
        .map(|one| one.id)
        .collect();
    let made = leave_out(&review.project, &review.judged, &unknown);
    let inverse = review.apply(made.expect("an edit").edit);
    assert_eq!(
        review.open(),
        ["Limerick", "10 kilometers", "Limerick", "Irish"]
    );
    review.apply(inverse);
    assert!(review.open().contains(&"Nowhereham"));

    let claim = Evidence {
        mention: Some(MentionKind::Phrase),
        ..quote(&review, Span::new(0, 15))
    };
    let feature = Feature {
        evidence: vec![claim],
        ..Feature::new(LayerId::NOWHERE, None)
    };
    let (_, edit) = compose::add(&review.project, feature, compose::DefaultLayer::Places);
    review.apply(edit);
    review.apply(Edit::default().remove_dismissal(dismissal));
    assert_eq!(
        review.open()[0],
        "Galway",
        "a claim about it does not place it"
    );
}

#[test]
fn a_circle_follows_its_place_afterwards_and_stays_when_it_was_moved_itself() {
    let mut review = Review::new();
    let made = review.accept_figure();
    let circle = made.feature.expect("a circle");
    review.apply(made.edit);
    assert!(review.follow().is_empty(), "nobody has judged the place");
    let id = review.accept(&[nth("Limerick", 1)], "Cork");
    review.follow();
    assert_eq!(review.place_of(circle), review.place_of(id));
    assert!(review.feature(circle).name.ends_with(" – Cork"));

    let other = switch_place(&review.project, Gazetteer::bundled(), id, id_of("Galway"));
    let before = review.project.clone();
    let inverse = review.apply(other.expect("an edit").edit);
    let following: Vec<FeatureId> = review.following(&inverse).features().collect();
    assert_eq!(following, [circle]);
    review.apply(inverse);
    assert_eq!(review.project, before);

    let there = LonLat::new(1.0, 2.0);
    let moved = compose::relocate(&review.project, circle, there).expect("an edit");
    review.apply(moved);
    let moved = compose::relocate(&review.project, id, LonLat::new(5.0, 6.0));
    review.apply(moved.expect("an edit"));
    assert!(review.follow().is_empty(), "it was put there by hand");
    assert_eq!(review.place_of(circle), Some(there));
}

#[test]
fn a_circle_whose_words_were_lost_follows_no_other_words_at_their_place() {
    let mut review = Review::new();
    let made = review.accept_figure();
    review.apply(made.edit);
    let id = review.accept(&[nth("Limerick", 1)], "Cork");
    let lost = compose::change(&review.project, id, |feature| {
        for quote in &mut feature.evidence {
            quote.quote.exact = "Tralee".to_owned();
        }
    });
    review.apply(lost.expect("an edit"));
    assert!(review.follow().is_empty());
}

#[test]
fn the_ends_of_a_line_follow_their_places() {
    let mut parsed = parsed();
    let anywhere = Span::new(0, 1);
    parsed.figures[0].quantity.link = quantity::Link::Between {
        from: anywhere,
        to: anywhere,
    };
    parsed.figures[0].quantity.value = quantity::Amount::Exactly(80_000.0);
    parsed.figures[0].to = Some(nth("Galway", 1));
    let mut review = Review::of(parsed);
    let made = review.accept_figure();
    let line = made.feature.expect("a line");
    review.apply(made.edit);
    let of_line = |review: &Review| {
        let line = review.feature(line);
        let Some(geo::Geometry::LineString(drawn)) = line.geometry() else {
            panic!("{:?}", line.geometry);
        };
        (drawn.0.clone(), line.name.clone())
    };
    let (before, called) = of_line(&review);
    assert!(called.ends_with(" – Limerick to Galway"), "{called}");
    let id = review.accept(&[nth("Galway", 1)], "Cork");
    review.follow();
    let (after, _) = of_line(&review);
    assert_eq!(after[0], before[0], "the other end stays");
    assert_eq!(Some(after[1].into()), review.feature(id).point());
    assert!(review.follow().is_empty(), "it is there");
}

#[test]
fn a_figure_of_a_place_that_was_dismissed_cannot_be_drawn_and_says_so() {
    let mut review = Review::new();
    let before = review.project.clone();
    let article = review.project.article().expect("an article");
    let quote = Evidence::at(article, nth("Limerick", 1));
    let (_, edit) = compose::dismiss(&review.project, quote, None, Scope::ThisMention);
    let inverse = review.apply(edit);
    let certainty = review.certainty(review.figure());
    assert_eq!(certainty, UNPLACED);
    assert_eq!(certainty.in_words(FindingKind::Figure), "cannot be drawn");
    let made = review.accept_figure();
    assert_eq!(made.feature, None);
    let listed = review.apply(made.edit);
    let entry = review.project.unmapped().values().next().expect("an entry");
    assert_eq!(entry.reason, "The place it is measured from was dismissed.");
    review.apply(listed);
    review.apply(inverse);
    assert_eq!(review.project, before);
    assert!(review.accept_figure().feature.is_some(), "a circle again");
}

#[test]
fn words_of_one_sense_stand_for_what_one_of_them_was_decided_to_mean() {
    let mut parsed = parsed();
    let shared: Arc<[Candidate]> = [candidate("Limerick", 0.5), candidate("Cork", 0.5)].into();
    for index in [2, 3] {
        parsed.toponyms[index].candidates = Arc::clone(&shared);
    }
    let mut review = Review::of(parsed);
    let id = review.accept(&[nth("Limerick", 0)], "Cork");
    assert_eq!(
        review.judged.placement(nth("Limerick", 1)),
        Some(Placement::Open {
            place: Some(id_of("Cork")),
            known: Some(id),
        })
    );
    let tied = &review.judged.findings().parsed().figures[0];
    let Drawn::Circle { site, .. } = review.judged.drawn(&review.project, tied) else {
        panic!("a circle");
    };
    assert_eq!((site.name.as_str(), site.feature), ("Cork", Some(id)));
}

#[test]
fn a_feature_that_becomes_a_place_the_map_has_already_joins_it() {
    let mut review = Review::new();
    let galway = review.accept(&[nth("Galway", 0)], "Galway");
    let cork = review.accept(&[nth("Galway", 1)], "Cork");
    let before = review.project.clone();
    let gazetteer = Gazetteer::bundled();
    let to = |review: &Review, name| switch_place(&review.project, gazetteer, cork, id_of(name));
    assert_eq!(to(&review, "Cork"), None);
    let made = to(&review, "Galway").expect("an edit");
    assert_eq!(made.feature, Some(galway));
    let inverse = review.apply(made.edit);
    assert_eq!(review.project.features().len(), 1);
    assert_eq!(review.feature(galway).evidence.len(), 2);
    review.apply(inverse);
    assert_eq!(review.project, before);
}
