//! Where the words for a place stand: on the map, off it, or where they would be put. What is
//! derived from a place asks here. So the centre of a circle is the place of a mention as it was
//! decided, and not as the geoparser first took it.

use std::collections::HashMap;

use geo::Coord;

use super::{Source, Suggestion, accept::point_of, judges, kind_in_words};
use crate::{
    gazetteer::{Gazetteer, PlaceId, PlaceKind},
    geoparse::{
        Parsed, Sense, Toponym,
        quantity::Link,
        tie::{self, Shape, Spot, Tied},
    },
    measure::unit::Dimension,
    project::{
        Dismissed, Project,
        feature::{Feature, GeometryBasis},
        mentions::Mentions,
        shapes,
    },
    text::Span,
};

/// Where the words for a place stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They lead to this point, an index into [`Project::features`].
    OnMap(usize),
    /// Nobody has judged them. Accepted as they are, they are put at this record; `known` is the
    /// point that the map has for it, an index into [`Project::features`].
    Open {
        place: Option<PlaceId>,
        known: Option<usize>,
    },
    /// They were judged, and have no point on the map.
    Off(Off),
}

/// Why words for a place have no point on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Off {
    Dismissed,
    /// They are listed as not on the map.
    Listed,
    /// They lead to a line or an area.
    Wide,
}

/// The standings of all toponyms of an article, in the order of [`Parsed::toponyms`], each with the
/// toponym's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standings(Vec<(Span, Standing)>);

/// A place that something is derived from.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    pub name: String,
    /// Degrees.
    pub lon_lat: Coord,
    /// Whether one point does not do for measuring from it.
    pub is_area: bool,
    /// The point that the map has for it, an index into [`Project::features`].
    pub feature: Option<usize>,
}

impl Site {
    fn spot(&self) -> Spot<'_> {
        Spot {
            name: &self.name,
            lon_lat: self.lon_lat,
            is_area: self.is_area,
        }
    }
}

/// What a figure is on the map, its place taken as it stands by now.
#[derive(Clone, Debug, PartialEq)]
pub enum Drawn {
    /// `radius_m` in metres.
    Circle { site: Site, radius_m: f64 },
    /// The straight line from one place to another.
    Line([Site; 2]),
    /// No shape of its own, but a figure of the place.
    OfPlace(Site),
    /// Nothing that can be drawn, and why, in a sentence.
    Nowhere(String),
}

impl Standings {
    /// `mentions` are those of the project. Words that nobody has judged mean what the same words
    /// in the same sense were last said to mean, if that is a record they may mean at all.
    #[must_use]
    pub fn of(project: &Project, mentions: &Mentions, parsed: &Parsed) -> Self {
        let gazetteer = Gazetteer::bundled();
        let dismissed = Dismissed::of(project);
        let records = records(project);
        let judged: Vec<Option<Standing>> = (0..parsed.toponyms.len())
            .map(|index| judged(project, mentions, &dismissed, parsed, index))
            .collect();
        // For each sense the record last decided on.
        let mut decided: HashMap<Sense, PlaceId> = HashMap::new();
        for (toponym, judged) in parsed.toponyms.iter().zip(&judged) {
            if let Some(Standing::OnMap(feature)) = judged {
                let record = Record::of_feature(&project.features[*feature]);
                let mut candidates = toponym.candidates.iter();
                let meant = candidates.find(|candidate| {
                    record.is_some() && Record::of_place(gazetteer, candidate.place) == record
                });
                if let Some(meant) = meant {
                    decided.insert(toponym.sense, meant.place);
                }
            }
        }
        let standing = |(toponym, judged): (&Toponym, Option<Standing>)| {
            let standing = judged.unwrap_or_else(|| {
                let alike = decided.get(&toponym.sense).copied();
                let place = alike.or_else(|| Some(toponym.best()?.place));
                let record = place.and_then(|place| Record::of_place(gazetteer, place));
                let known = record.and_then(|record| records.get(&record).copied());
                Standing::Open { place, known }
            });
            (toponym.span, standing)
        };
        Self(parsed.toponyms.iter().zip(judged).map(standing).collect())
    }

    /// Where the words of a toponym stand, by its index; `None` when there is no such toponym.
    #[must_use]
    pub fn get(&self, toponym: usize) -> Option<Standing> {
        self.0.get(toponym).map(|(_, standing)| *standing)
    }

    /// Where the words of a toponym stand, by their span; `None` when there is no such toponym.
    #[must_use]
    pub fn at(&self, toponym: Span) -> Option<Standing> {
        let index = self.0.binary_search_by_key(&toponym, |(span, _)| *span);
        self.get(index.ok()?)
    }

    /// The place that accepting a suggestion as it is puts on the map.
    #[must_use]
    pub fn place_of(&self, suggestion: &Suggestion) -> Option<PlaceId> {
        match suggestion.source {
            Source::Toponym(index) => match self.get(index)? {
                Standing::Open { place, .. } => place,
                Standing::OnMap(_) | Standing::Off(_) => None,
            },
            Source::Figure(_) => None,
        }
    }

    /// What a figure comes to, its places taken as they stand.
    #[must_use]
    pub fn drawn(&self, project: &Project, tied: &Tied) -> Drawn {
        let is_between = matches!(tied.quantity.link, Link::Between { .. });
        let site = |toponym: Option<Span>| match toponym.map(|span| self.site(project, span)) {
            None => Ok(None),
            Some(site) => site,
        };
        let about = match site(tied.about) {
            Ok(about) => about,
            Err(off) => return Drawn::Nowhere(off.of_figure(tied.quantity.dimension()).to_owned()),
        };
        let to = match site(tied.to) {
            Ok(to) => to,
            Err(off) if is_between => {
                return Drawn::Nowhere(off.of_figure(tied.quantity.dimension()).to_owned());
            }
            // What lies there was no place: the distance is from the other all the same.
            Err(_) => None,
        };
        let shape = tie::shape(
            &tied.quantity,
            about.as_ref().map(Site::spot),
            to.as_ref().map(Site::spot),
        );
        match (shape, about, to) {
            (Shape::Nowhere(reason), ..) => Drawn::Nowhere(reason),
            (Shape::Circle { radius_m }, Some(site), _) => Drawn::Circle { site, radius_m },
            (Shape::Line, Some(from), Some(to)) => Drawn::Line([from, to]),
            (Shape::OfPlace, Some(site), _) => Drawn::OfPlace(site),
            _ => Drawn::Nowhere("The place it speaks of is not known.".to_owned()),
        }
    }

    /// Where a toponym stands by now; nothing where no place is known for it.
    fn site(&self, project: &Project, toponym: Span) -> Result<Option<Site>, Off> {
        let (place, known) = match self.at(toponym) {
            Some(Standing::Off(off)) => return Err(off),
            Some(Standing::OnMap(known)) => (None, Some(known)),
            Some(Standing::Open { place, known }) => (place, known),
            None => (None, None),
        };
        let on_map = known.and_then(|index| {
            let feature = project.features.get(index)?;
            Some(Site {
                name: feature.name.clone(),
                lon_lat: point_of(feature)?,
                is_area: is_area_of_record(feature),
                feature: Some(index),
            })
        });
        Ok(on_map.or_else(|| {
            let record = Gazetteer::bundled().place(place?);
            Some(Site {
                name: record.name.to_owned(),
                lon_lat: record.lon_lat,
                is_area: tie::is_area(record.kind),
                feature: None,
            })
        }))
    }
}

/// Whether a feature stands for a gazetteer's record of a country or another area; one that
/// somebody put somewhere is where it is.
fn is_area_of_record(feature: &Feature) -> bool {
    let kind = feature.kind.as_deref();
    let areas = PlaceKind::ALL.iter().filter(|kind| tie::is_area(**kind));
    feature.basis == GeometryBasis::Gazetteer
        && kind.is_some_and(|kind| areas.clone().any(|area| kind_in_words(*area) == kind))
}

impl Off {
    const fn of_figure(self, dimension: Dimension) -> &'static str {
        let measured = matches!(dimension, Dimension::Length);
        match (self, measured) {
            (Self::Dismissed, true) => "The place it is measured from was dismissed.",
            (Self::Listed, true) => "The place it is measured from is listed as not on the map.",
            (Self::Wide, true) => "It is measured from an area, which has no single point.",
            (Self::Dismissed, false) => "The place it speaks of was dismissed.",
            (Self::Listed, false) => "The place it speaks of is listed as not on the map.",
            (Self::Wide, false) => "It speaks of an area that was drawn by hand.",
        }
    }
}

/// What the project says of a toponym's words; `None` when it says nothing.
fn judged(
    project: &Project,
    mentions: &Mentions,
    dismissed: &Dismissed,
    parsed: &Parsed,
    index: usize,
) -> Option<Standing> {
    let toponym = &parsed.toponyms[index];
    let source = Source::Toponym(index);
    let mut found: Vec<usize> = mentions
        .within(toponym.span)
        .filter(|&at| judges(&mentions.list()[at], toponym.span, source))
        .collect();
    // Words that were chosen by hand may be more than the name.
    found.sort_by_key(|&at| mentions.list()[at].span != toponym.span);
    let point = found
        .iter()
        .flat_map(|&at| mentions.list()[at].features())
        .find(|&feature| point_of(&project.features[feature]).is_some());
    if let Some(point) = point {
        return Some(Standing::OnMap(point));
    }
    if let Some(&first) = found.first() {
        let listed = mentions.list()[first].unmapped().is_some();
        return Some(Standing::Off(if listed { Off::Listed } else { Off::Wide }));
    }
    let article = project.article.as_ref()?;
    dismissed
        .covers(article, toponym.span)
        .then_some(Standing::Off(Off::Dismissed))
}

/// A record of the gazetteer by what a file keeps of it: its GeoNames id, or name and point (the
/// bits of its degrees) where it has none.
#[derive(PartialEq, Eq, Hash)]
enum Record {
    GeoNames(u64),
    Named(String, [u64; 2]),
}

impl Record {
    fn of_place(gazetteer: &Gazetteer<'_>, place: PlaceId) -> Option<Self> {
        let place = gazetteer.place(place);
        match place.geonames_id {
            Some(id) => Some(Self::GeoNames(id.into())),
            None => Self::named(&shapes::point(place.name, place.lon_lat)),
        }
    }

    fn of_feature(feature: &Feature) -> Option<Self> {
        match feature.geonames_id {
            Some(id) => Some(Self::GeoNames(id)),
            None if feature.basis == GeometryBasis::Gazetteer => Self::named(feature),
            None => None,
        }
    }

    fn named(feature: &Feature) -> Option<Self> {
        let at = point_of(feature)?;
        let bits = [at.x.to_bits(), at.y.to_bits()];
        Some(Self::Named(feature.name.clone(), bits))
    }
}

/// The points of a project that stand for a record, by it; the first where there are several.
fn records(project: &Project) -> HashMap<Record, usize> {
    let mut records = HashMap::new();
    for (index, feature) in project.features.iter().enumerate() {
        if point_of(feature).is_some()
            && let Some(record) = Record::of_feature(feature)
        {
            records.entry(record).or_insert(index);
        }
    }
    records
}
