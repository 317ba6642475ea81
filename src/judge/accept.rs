//! The edits that accepting a suggestion comes to.

use geo::{Coord, Geometry};

use super::{Drawn, Parsed, Standing, Standings, Tied, ToponymKind, kind_in_words};
use crate::{
    gazetteer::{Gazetteer, PlaceId, PlaceKind},
    geoparse::quantity::{Amount, Quantity, in_words},
    project::{
        Category, Edit, Project, Splice,
        compose::{self, DefaultLayer},
        feature::{Feature, GeometryBasis, Stated, Symbol},
        following::{ABOUT, from_to},
        shapes,
    },
    quote::{Evidence, MentionKind, Role},
    text::{Article, Span},
};

/// What a line between two places says of itself.
const STRAIGHT: &str =
    "A straight line between the points of two places; the article may count along a road.";

/// An edit, and the id of the feature it leaves to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    pub id: Option<String>,
    pub edit: Edit,
}

/// Words that are to name a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub span: Span,
    pub kind: ToponymKind,
}

/// Put a record of the gazetteer on the map, on the evidence of these words. A feature that is
/// there for the same record takes them up. `None` without an article or words.
#[must_use]
pub fn place(
    project: &Project,
    gazetteer: &Gazetteer<'_>,
    id: PlaceId,
    words: &[Place],
) -> Option<Accepted> {
    let article = project.article.as_ref()?;
    let feature = place_feature(article, gazetteer, id, words);
    let layer = layer_of(gazetteer.place(id).kind);
    (!words.is_empty()).then(|| put(project, feature, layer))
}

/// Put a figure on the map: a circle, or a figure of the place it speaks of, which comes along.
/// The place is taken as it stands. What cannot be drawn is listed with the reason. `None` without
/// an article.
#[must_use]
pub fn figure(
    project: &Project,
    gazetteer: &Gazetteer<'_>,
    parsed: &Parsed,
    standings: &Standings,
    tied: &Tied,
) -> Option<Accepted> {
    let article = project.article.as_ref()?;
    let about = tied.about.and_then(|about| parsed.toponym_at(about));
    let evidence = evidence_of(article, &tied.quantity);
    let stated = stated(&tied.quantity, &evidence);
    match standings.drawn(project, tied) {
        Drawn::Circle { site, radius_m } => {
            let figure = capitalised(&in_words(&tied.quantity));
            let name = format!("{figure}{ABOUT}{}", site.name);
            let mut circle = shapes::circle(&name, site.lon_lat, radius_m);
            circle.stated = stated;
            circle.evidence = vec![evidence];
            circle.measured_from = quotes(article, [tied.about, None]);
            let (id, edit) = compose::add(project, circle, DefaultLayer::Distances);
            Some(Accepted { id: Some(id), edit })
        }
        Drawn::Line([from, to]) => {
            let figure = capitalised(&in_words(&tied.quantity));
            let name = format!("{figure}{ABOUT}{}", from_to(&from.name, &to.name));
            let mut line = shapes::line(&name, vec![from.lon_lat, to.lon_lat])?;
            line.basis = GeometryBasis::Derived;
            line.notes = vec![STRAIGHT.to_owned()];
            line.stated = stated;
            line.evidence = vec![evidence];
            line.measured_from = quotes(article, [tied.about, tied.to]);
            let (id, edit) = compose::add(project, line, DefaultLayer::Distances);
            Some(Accepted { id: Some(id), edit })
        }
        Drawn::OfPlace(_) => {
            let standing = tied.about.and_then(|about| standings.at(about));
            if let Some(Standing::OnMap(known)) = standing {
                let mut feature = project.features.get(known)?.clone();
                feature.stated.extend(stated);
                let id = Some(feature.id.clone());
                let edit = compose::replace(project, feature)?;
                return Some(Accepted { id, edit });
            }
            let Some(Standing::Open {
                place: Some(place), ..
            }) = standing
            else {
                return None;
            };
            let words = about.map(|about| Place {
                span: about.span,
                kind: about.kind,
            });
            let words: Vec<Place> = words.into_iter().collect();
            let mut feature = place_feature(article, gazetteer, place, &words);
            feature.stated = stated;
            let layer = layer_of(gazetteer.place(place).kind);
            Some(put(project, feature, layer))
        }
        Drawn::Nowhere(reason) => {
            let edit = compose::leave_out(project, evidence, Category::Figure, reason);
            Some(Accepted { id: None, edit })
        }
    }
}

/// The words for toponyms, as evidence.
fn quotes(article: &Article, toponyms: [Option<Span>; 2]) -> Vec<Evidence> {
    let toponyms = toponyms.into_iter().flatten();
    toponyms
        .map(|toponym| Evidence::at(article, toponym))
        .collect()
}

fn put(project: &Project, feature: Feature, layer: DefaultLayer) -> Accepted {
    if let Some(known) = same_place(project, &feature) {
        let mut merged = project.features[known].clone();
        for evidence in feature.evidence {
            if !merged.evidence.contains(&evidence) {
                merged.evidence.push(evidence);
            }
        }
        merged.stated.extend(feature.stated);
        // A place that is named as such is no mere actor, whatever it was first named for.
        if feature.role != Some(Role::Actor) && merged.role == Some(Role::Actor) {
            merged.role = feature.role;
            merged.style.symbol = Symbol::Disc;
        }
        let id = Some(merged.id.clone());
        let edit = Edit::Features(Splice::replace(known, merged));
        return Accepted { id, edit };
    }
    let (id, edit) = compose::add(project, feature, layer);
    Accepted { id: Some(id), edit }
}

/// The feature for the same record: by its id, or by name and place where records have none.
pub(super) fn same_place(project: &Project, feature: &Feature) -> Option<usize> {
    project.features.iter().position(|known| {
        known.basis == GeometryBasis::Gazetteer
            && known.geometry == feature.geometry
            && known.geonames_id == feature.geonames_id
            && (known.geonames_id.is_some() || known.name == feature.name)
    })
}

fn place_feature(
    article: &Article,
    gazetteer: &Gazetteer<'_>,
    id: PlaceId,
    words: &[Place],
) -> Feature {
    let record = gazetteer.place(id);
    let mut feature = shapes::point(record.name, record.lon_lat);
    feature.basis = GeometryBasis::Gazetteer;
    feature.kind = Some(kind_in_words(record.kind).to_owned());
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

fn quote_of(article: &Article, words: Place) -> Evidence {
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

/// Where a point feature is, `lon_lat`.
pub(super) const fn point_of(feature: &Feature) -> Option<Coord> {
    match &feature.geometry {
        Some(Geometry::Point(point)) => Some(point.0),
        _ => None,
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
