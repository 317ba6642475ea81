//! After each edit, what is derived equals what deriving everything anew gives.

use std::{fmt::Debug, sync::Arc};

use dateline::{
    coordinates::LonLat,
    document::Document,
    formats::geojson::Opened,
    gazetteer::Gazetteer,
    geoparse::{self, Context},
    judge::{self, Findings, NamedWords},
    open,
    project::{Edit, Scope, compose, ids::FindingId},
    quote::Evidence,
    text::{Article, Imprint},
};
use proptest::{collection::vec, prelude::*, sample::Index};

const TEXT: &str = "Floods near Springfield

Water rose in Springfield, Illinois, on Monday, 12 kilometers from Chatham. Crews left Chatham for Lincoln, and people in Lincoln stayed at home. Kenyan engineers came from Nairobi to help.

In Jacksonville, some 30 miles west of Springfield, a bridge was shut. Roads within 5 kilometers of Jacksonville were closed, as were those between Decatur and Lincoln. Lincoln is 40 km from Decatur, the governor of Illinois said.

The Sangamon River fell again on Sept. 12. Springfield and Chatham lie near it. Decatur is dry. In Peoria nobody knew of Taylorville.";

/// What somebody does to a document.
#[derive(Clone, Debug)]
pub enum Deed {
    Accept { at: Index, alike: bool },
    Other { at: Index, place: Index },
    Dismiss { at: Index, alike: bool },
    LeaveOut(Index),
    AcceptSure,
    Switch { at: Index, place: Index },
    Move { at: Index, lon: f64, lat: f64 },
    Remove(Index),
    Hide(Index),
    Lower(Index),
    RemoveLayer(Index),
    Undo,
    Redo,
}

pub fn deed() -> impl Strategy<Value = Deed> {
    let at = any::<Index>;
    prop_oneof![
        6 => (at(), any::<bool>()).prop_map(|(at, alike)| Deed::Accept { at, alike }),
        2 => (at(), at()).prop_map(|(at, place)| Deed::Other { at, place }),
        2 => (at(), any::<bool>()).prop_map(|(at, alike)| Deed::Dismiss { at, alike }),
        1 => at().prop_map(Deed::LeaveOut),
        1 => Just(Deed::AcceptSure),
        2 => (at(), at()).prop_map(|(at, place)| Deed::Switch { at, place }),
        2 => (at(), -170.0..170.0, -60.0..60.0).prop_map(|(at, lon, lat)| Deed::Move { at, lon, lat }),
        2 => at().prop_map(Deed::Remove),
        2 => at().prop_map(Deed::Hide),
        1 => at().prop_map(Deed::Lower),
        1 => at().prop_map(Deed::RemoveLayer),
        3 => Just(Deed::Undo),
        2 => Just(Deed::Redo),
    ]
}

fn one_of<T>(of: impl IntoIterator<Item = T>, at: Index) -> Option<T> {
    let mut of: Vec<T> = of.into_iter().collect();
    (!of.is_empty()).then(|| of.swap_remove(at.index(of.len())))
}

/// The edit that a deed comes to, if it can be done.
fn edit(document: &Document, deed: &Deed) -> Option<Edit> {
    let (project, gazetteer) = (document.project(), Gazetteer::bundled());
    let judged = document.judged()?;
    let open = |at: Index| one_of(document.suggestions(), at).map(|suggestion| suggestion.id);
    let alike = |id: FindingId, alike: bool| -> Vec<FindingId> {
        let group = judged.alike(id).filter(|_| alike);
        group.map_or_else(|| vec![id], |group| group.iter().collect())
    };
    let words = |ids: &[FindingId]| -> Vec<NamedWords> {
        let toponyms = ids.iter().filter_map(|id| judged.findings().toponym(*id));
        toponyms
            .map(|toponym| NamedWords {
                span: toponym.span,
                kind: toponym.kind,
            })
            .collect()
    };
    let feature = |at: Index| one_of(project.features().ids(), at);
    let layer = |at: Index| one_of(project.layers().order().iter().copied(), at);
    let accepted = match *deed {
        Deed::Accept { at, alike: all } => {
            let id = open(at)?;
            let figure = judged.findings().figure(id);
            let ids = alike(id, all);
            match (figure, judged.place_of(id)) {
                (Some(tied), _) => judge::accept_figure(project, gazetteer, judged, tied),
                (None, Some(place)) => judge::accept_place(project, gazetteer, place, &words(&ids)),
                (None, None) => judge::leave_out(project, judged, &ids),
            }
        }
        Deed::Other { at, place } => {
            let id = open(at)?;
            let place = one_of(judged.findings().candidates(id), place)?.place;
            judge::accept_place(project, gazetteer, place, &words(&[id]))
        }
        Deed::Dismiss { at, alike } => {
            let evidence = Evidence::at(project.article()?, open(at)?.span);
            let scope = if alike {
                Scope::AllAlike
            } else {
                Scope::ThisMention
            };
            return Some(compose::dismiss(project, evidence, None, scope).1);
        }
        Deed::LeaveOut(at) => judge::leave_out(project, judged, &alike(open(at)?, true)),
        Deed::AcceptSure => return judge::accept_sure(project, judged).ok(),
        Deed::Switch { at, place } => {
            let id = feature(at)?;
            let place = one_of(judged.candidates_of_feature(id), place)?.place;
            judge::switch_place(project, gazetteer, id, place)
        }
        Deed::Move { at, lon, lat } => {
            return compose::relocate(project, feature(at)?, LonLat::new(lon, lat));
        }
        Deed::Remove(at) => return compose::remove(project, feature(at)?),
        Deed::Hide(at) => {
            return compose::change_layer(project, layer(at)?, |layer| {
                layer.visible = !layer.visible;
            });
        }
        Deed::Lower(at) => return compose::move_layer(project, layer(at)?, 0),
        Deed::RemoveLayer(at) => return compose::remove_layer(project, layer(at)?),
        Deed::Undo | Deed::Redo => return None,
    };
    accepted.map(|accepted| accepted.edit)
}

/// A list of everything derived that can be seen.
fn derived(document: &Document) -> Vec<(&'static str, String)> {
    fn list<T: Debug>(entries: impl IntoIterator<Item = T>) -> String {
        let entries = entries.into_iter().map(|entry| format!("{entry:?}"));
        entries.collect::<Vec<_>>().join("\n")
    }
    let project = document.project();
    let judged = document.judged().expect("looked through");
    let toponyms = judged.findings().parsed().toponyms.iter();
    let scene = document.scene();
    let drawn = project.features().ids().map(|id| {
        let item = scene
            .item(id)
            .map(|item| (&item.points, item.bounds, item.label_at, item.levels.len()));
        (id, item, scene.offset(id))
    });
    let world = geo::Rect::new((-1.0, -1.0), (2.0, 2.0));
    let mut found: Vec<_> = scene.outlined_in(world).map(|item| item.feature).collect();
    found.sort_unstable();
    vec![
        ("suggestions", list(document.suggestions())),
        ("sure", list(judged.sure())),
        (
            "groups",
            list(
                judged
                    .groups()
                    .map(|group| group.iter().collect::<Vec<_>>()),
            ),
        ),
        (
            "placements",
            list(toponyms.map(|toponym| (toponym.span, judged.placement(toponym.span)))),
        ),
        ("dismissed", list([judged.dismissed()])),
        ("hollow marks", list(document.marks().points())),
        ("suggested shapes", list(document.marks().shapes())),
        ("mentions", list(document.mentions().list())),
        ("coverage", list([document.mentions().coverage()])),
        ("unreviewed", list(document.unreviewed().iter())),
        ("unmapped", list(document.unmapped_lists().iter())),
        ("scene", list(drawn)),
        ("outlines", list(found)),
    ]
}

/// A document whose article was looked through for places; its text's hash, and what was found.
pub fn looked_through() -> (Document, String, Arc<Findings>) {
    let article = Article::new(TEXT.to_owned(), Imprint::default());
    let parsed = geoparse::parse(TEXT, &Context::default());
    let hash = article.sha256().to_owned();
    let mut document = Document::new(open::about(article), None);
    let article = document.project().article().expect("the article");
    let findings = Findings::of(document.project().article_id(), article, parsed);
    let findings = Arc::new(findings);
    document.set_findings(hash.clone(), Arc::clone(&findings));
    (document, hash, findings)
}

/// Do something to a document, if it can be done.
pub fn carry_out(document: &mut Document, deed: &Deed) {
    match deed {
        Deed::Undo => {
            document.undo().expect("it fits");
        }
        Deed::Redo => {
            document.redo().expect("it fits");
        }
        deed => {
            if let Some(edit) = edit(document, deed) {
                document.edit("deed", None, edit).expect("it fits");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_done_what_is_derived_is_what_it_would_be_if_made_anew(deeds in vec(deed(), 1..16)) {
        let (mut document, hash, findings) = looked_through();
        for deed in deeds {
            let what = format!("{deed:?}");
            carry_out(&mut document, &deed);
            let opened = Opened { project: document.project().clone(), diagnostics: Vec::new() };
            let mut anew = Document::new(opened, None);
            anew.set_findings(hash.clone(), Arc::clone(&findings));
            for ((name, followed), (_, made)) in derived(&document).into_iter().zip(derived(&anew)) {
                prop_assert_eq!(followed, made, "{} after {}", name, &what);
            }
        }
    }
}
