//! The edits that accepting a suggestion comes to.

use super::{Drawn, Judged, Placement};
use crate::{
    gazetteer::{Gazetteer, PlaceId, PlaceKind},
    geoparse::{
        ToponymKind,
        figure_places::PlacedFigure,
        quantity::{Amount, Quantity, in_words},
    },
    project::{
        Category, Edit, Project, Record,
        compose::{self, DefaultLayer},
        feature::{Feature, GeometryBasis, Stated, Symbol},
        following::{ABOUT, from_to},
        ids::FeatureId,
        shapes,
    },
    quote::{Evidence, MentionKind, Role},
    text::{Article, Span},
};

/// What a line between two places says of itself.
const STRAIGHT: &str =
    "A straight line between the points of two places; the article may count along a road.";

/// An edit, and the feature it leaves to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    pub feature: Option<FeatureId>,
    pub edit: Edit,
}

/// Words that are to name a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedWords {
    pub span: Span,
    pub kind: ToponymKind,
}

/// Put a record of the gazetteer on the map, on the evidence of these words. A feature that is
/// there for the same record takes them up. `None` without an article or words.
#[must_use]
pub fn accept_place(
    project: &Project,
    gazetteer: &Gazetteer<'_>,
    id: PlaceId,
    words: &[NamedWords],
) -> Option<Accepted> {
    let article = project.article()?;
    let feature = place_feature(article, gazetteer, id, words);
    let layer = layer_of(gazetteer.place(id).kind);
    (!words.is_empty()).then(|| put(project, feature, layer))
}

/// Put a figure on the map: a circle, a line, or a figure of the place it speaks of, which comes
/// along.
/// The place is taken as it stands. What cannot be drawn is listed with the reason. `None` without
/// an article.
#[must_use]
pub fn accept_figure(
    project: &Project,
    gazetteer: &Gazetteer<'_>,
    judged: &Judged,
    tied: &PlacedFigure,
) -> Option<Accepted> {
    let article = project.article()?;
    let evidence = evidence_of(article, &tied.quantity);
    let stated = stated(&tied.quantity, &evidence);
    let title = |about: &str| {
        let figure = capitalised(&in_words(&tied.quantity));
        format!("{figure}{ABOUT}{about}")
    };
    let add = |shape: Feature, measured_from: [Option<Span>; 2]| {
        let shape = Feature {
            stated: stated.clone(),
            evidence: vec![evidence.clone()],
            measured_from: quotes(article, measured_from),
            ..shape
        };
        let (id, edit) = compose::add(project, shape, DefaultLayer::Distances);
        let feature = Some(id);
        Accepted { feature, edit }
    };
    match judged.drawn(project, tied) {
        Drawn::Circle { site, radius_m } => {
            let circle = shapes::circle(&title(&site.name), site.at, radius_m);
            Some(add(circle, [tied.about, None]))
        }
        Drawn::Line([from, to]) => {
            let title = title(&from_to(&from.name, &to.name));
            let line = Feature {
                basis: GeometryBasis::Derived,
                notes: vec![STRAIGHT.to_owned()],
                ..shapes::line(&title, &[from.at, to.at])?
            };
            Some(add(line, [tied.about, tied.to]))
        }
        Drawn::OfPlace(_) => figure_of_place(project, gazetteer, judged, tied, stated),
        Drawn::Nowhere(reason) => {
            let edit = compose::leave_out(project, evidence, Category::Figure, reason);
            let feature = None;
            Some(Accepted { feature, edit })
        }
    }
}

/// Note a figure with the place it speaks of.
fn figure_of_place(
    project: &Project,
    gazetteer: &Gazetteer<'_>,
    judged: &Judged,
    tied: &PlacedFigure,
    stated: Vec<Stated>,
) -> Option<Accepted> {
    let words = tied.about?;
    let place = match judged.placement(words)? {
        Placement::OnMap(id) => {
            let edit = compose::change(project, id, |feature| feature.stated.extend(stated))?;
            let feature = Some(id);
            return Some(Accepted { feature, edit });
        }
        Placement::Open { place, .. } => place?,
        Placement::Off(_) => return None,
    };
    let toponym = judged.findings().parsed().toponym_at(words)?;
    let words = [NamedWords {
        span: toponym.span,
        kind: toponym.kind,
    }];
    let mut feature = place_feature(project.article()?, gazetteer, place, &words);
    feature.stated = stated;
    let layer = layer_of(gazetteer.place(place).kind);
    Some(put(project, feature, layer))
}

/// The words for toponyms, as evidence.
fn quotes(article: &Article, toponyms: [Option<Span>; 2]) -> Vec<Evidence> {
    let toponyms = toponyms.into_iter().flatten();
    toponyms.map(|words| Evidence::at(article, words)).collect()
}

fn put(project: &Project, feature: Feature, layer: DefaultLayer) -> Accepted {
    let Some(known) = same_place(project, &feature) else {
        let (id, edit) = compose::add(project, feature, layer);
        let feature = Some(id);
        return Accepted { feature, edit };
    };
    let edit = compose::change(project, known, |merged| {
        // A place that is named as such is no mere actor, whatever it was first named for.
        if feature.role != Some(Role::Actor) && merged.role == Some(Role::Actor) {
            merged.role = feature.role;
            merged.style.symbol = Symbol::Disc;
        }
        take_up(merged, feature);
    });
    Accepted {
        feature: Some(known),
        edit: edit.unwrap_or_default(),
    }
}

/// Give a feature the quotes and figures of another one that stands for the same.
pub(super) fn take_up(merged: &mut Feature, other: Feature) {
    for evidence in other.evidence {
        if !merged.evidence.contains(&evidence) {
            merged.evidence.push(evidence);
        }
    }
    merged.stated.extend(other.stated);
}

/// The feature for the same record, in the same place.
pub(super) fn same_place(project: &Project, feature: &Feature) -> Option<FeatureId> {
    let record = Record::of_feature(feature)?;
    let mut known = project.of_record(&record);
    known.find(|id| {
        project.feature(*id).is_some_and(|known| {
            known.basis == GeometryBasis::Gazetteer && known.geometry == feature.geometry
        })
    })
}

fn place_feature(
    article: &Article,
    gazetteer: &Gazetteer<'_>,
    id: PlaceId,
    words: &[NamedWords],
) -> Feature {
    let record = gazetteer.place(id);
    let mut feature = shapes::point(record.name, record.lon_lat.into());
    feature.basis = GeometryBasis::Gazetteer;
    feature.kind = Some(record.kind.in_words().to_owned());
    feature.geonames_id = record.geonames_id.map(u64::from);
    feature.evidence = words.iter().map(|one| quote_of(article, *one)).collect();
    let actor = |evidence: &Evidence| evidence.role == Some(Role::Actor);
    if !words.is_empty() && feature.evidence.iter().all(actor) {
        feature.role = Some(Role::Actor);
        feature.style.symbol = Symbol::Square;
    } else {
        feature.role = Some(Role::Place);
    }
    let has = |kind| words.iter().any(|one| one.kind == kind);
    if has(ToponymKind::Demonym) && feature.role == Some(Role::Actor) {
        feature.notes.push(
            "The article speaks of its people or its government; nothing is said to have happened here."
                .to_owned(),
        );
    }
    if has(ToponymKind::Nested) {
        feature.notes.push(
            "The article names it within the name of something else, such as an organisation."
                .to_owned(),
        );
    }
    if has(ToponymKind::Facility) {
        feature.notes.push(
            "The article names a street or building; the mark shows the place, not the building."
                .to_owned(),
        );
    }
    feature
}

fn quote_of(article: &Article, words: NamedWords) -> Evidence {
    let (mention, role) = match words.kind {
        ToponymKind::Demonym => (MentionKind::Demonym, Some(Role::Actor)),
        ToponymKind::Place | ToponymKind::Nested | ToponymKind::Facility => {
            (MentionKind::Name, Some(Role::Place))
        }
    };
    Evidence {
        mention: Some(mention),
        role,
        ..Evidence::at(article, words.span)
    }
}

/// Which of the default layers a place of this kind goes to.
pub(super) const fn layer_of(kind: PlaceKind) -> DefaultLayer {
    if is_wide(kind) {
        DefaultLayer::Regions
    } else {
        DefaultLayer::Places
    }
}

/// Whether places of this kind are countries, seas and the like, which a point only stands for.
#[must_use]
pub const fn is_wide(kind: PlaceKind) -> bool {
    matches!(
        kind,
        PlaceKind::Country
            | PlaceKind::Territory
            | PlaceKind::Admin1
            | PlaceKind::Admin2
            | PlaceKind::Continent
            | PlaceKind::Region
            | PlaceKind::Ocean
            | PlaceKind::Sea
            | PlaceKind::Mountains
            | PlaceKind::Desert
    )
}

pub(super) fn evidence_of(article: &Article, quantity: &Quantity) -> Evidence {
    Evidence {
        mention: Some(MentionKind::Figure),
        hedge: quantity.hedge.as_ref().map(|hedge| hedge.word.clone()),
        said_by: quantity.said_by.map(|span| article.words(span).to_owned()),
        ..Evidence::at(article, quantity.span)
    }
}

/// The figure as the article states it. Of a range both ends are stated.
fn stated(quantity: &Quantity, evidence: &Evidence) -> Vec<Stated> {
    let one = |value: f64, hedge: Option<String>| Stated {
        value,
        unit: quantity.unit,
        hedge,
        said_by: evidence.said_by.clone(),
        evidence: Some(evidence.clone()),
        other: serde_json::Map::new(),
    };
    match quantity.stated {
        Amount::Exactly(value) => vec![one(value, evidence.hedge.clone())],
        Amount::Range(low, high) | Amount::By(low, high) => vec![
            one(low, Some("at least".to_owned())),
            one(high, Some("at most".to_owned())),
        ],
        Amount::Vague => Vec::new(),
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
