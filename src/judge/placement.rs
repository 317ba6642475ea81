//! Where the words for a place lead: to a point on the map, to none, or to where they would be put.
//! What is derived from a place uses this, so that a circle is centred on the place decided
//! on, not on the geoparser's first choice.

use crate::{
    coordinates::LonLat,
    gazetteer::{Gazetteer, PlaceId, PlaceKind},
    geoparse::{
        figure_places::{self, PlacedFigure, Shape, Spot},
        quantity::Link,
    },
    measure::unit::Dimension,
    project::{
        Project,
        feature::{Feature, GeometryBasis},
        ids::FeatureId,
    },
    text::Span,
};

/// Where the words for a place stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// They lead to this point of the map.
    OnMap(FeatureId),
    /// Nobody has judged them. Accepted as they are, they are put at this record; `known` is the
    /// point that the map has for it.
    Open {
        place: Option<PlaceId>,
        known: Option<FeatureId>,
    },
    /// They were judged, and have no point on the map.
    Off(Off),
}

impl Placement {
    /// The point of the map that the words lead to, or would lead to.
    #[must_use]
    pub const fn feature(self) -> Option<FeatureId> {
        match self {
            Self::OnMap(feature) => Some(feature),
            Self::Open { known, .. } => known,
            Self::Off(_) => None,
        }
    }

    /// The record that accepting the words as they are puts on the map.
    #[must_use]
    pub const fn place(self) -> Option<PlaceId> {
        match self {
            Self::Open { place, .. } => place,
            Self::OnMap(_) | Self::Off(_) => None,
        }
    }
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

/// A place that something is derived from.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    pub name: String,
    pub at: LonLat,
    /// Whether one point does not do for measuring from it.
    pub is_area: bool,
    /// The point that the map has for it.
    pub feature: Option<FeatureId>,
}

impl Site {
    /// Where words stand by now; nothing where no place is known for them.
    fn of(project: &Project, placement: Option<Placement>) -> Result<Option<Self>, Off> {
        let Some(placement) = placement else {
            return Ok(None);
        };
        if let Placement::Off(off) = placement {
            return Err(off);
        }
        let on_map = placement.feature().and_then(|id| {
            let feature = project.feature(id)?;
            Some(Self {
                name: feature.name.clone(),
                at: feature.point()?,
                is_area: is_area_of_record(feature),
                feature: Some(id),
            })
        });
        Ok(on_map.or_else(|| {
            let record = Gazetteer::bundled().place(placement.place()?);
            Some(Self {
                name: record.name.to_owned(),
                at: record.lon_lat.into(),
                is_area: figure_places::is_area(record.kind),
                feature: None,
            })
        }))
    }

    fn spot(&self) -> Spot<'_> {
        Spot {
            name: &self.name,
            lon_lat: self.at.into(),
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

impl Drawn {
    /// What a figure comes to, when the words for places stand where `placement` says.
    #[must_use]
    pub fn of(
        project: &Project,
        tied: &PlacedFigure,
        placement: impl Fn(Span) -> Option<Placement>,
    ) -> Self {
        let is_between = matches!(tied.quantity.link, Link::Between { .. });
        let site = |words: Option<Span>| Site::of(project, words.and_then(&placement));
        let about = match site(tied.about) {
            Ok(about) => about,
            Err(off) => return Self::Nowhere(off.of_figure(tied.quantity.dimension()).to_owned()),
        };
        let to = match site(tied.to) {
            Ok(to) => to,
            Err(off) if is_between => {
                return Self::Nowhere(off.of_figure(tied.quantity.dimension()).to_owned());
            }
            // What lies there was no place: the distance is from the other all the same.
            Err(_) => None,
        };
        let shape = figure_places::shape(
            &tied.quantity,
            about.as_ref().map(Site::spot),
            to.as_ref().map(Site::spot),
        );
        match (shape, about, to) {
            (Shape::Nowhere(reason), ..) => Self::Nowhere(reason),
            (Shape::Circle { radius_m }, Some(site), _) => Self::Circle { site, radius_m },
            (Shape::Line, Some(from), Some(to)) => Self::Line([from, to]),
            (Shape::OfPlace, Some(site), _) => Self::OfPlace(site),
            _ => Self::Nowhere("The place it speaks of is not known.".to_owned()),
        }
    }

    #[must_use]
    pub const fn is_somewhere(&self) -> bool {
        !matches!(self, Self::Nowhere(_))
    }
}

/// Whether a feature stands for a gazetteer's record of a country or another area; one that
/// somebody put somewhere is where it is.
fn is_area_of_record(feature: &Feature) -> bool {
    let kind = feature.kind.as_deref();
    let areas = PlaceKind::ALL
        .iter()
        .filter(|kind| figure_places::is_area(**kind));
    feature.basis == GeometryBasis::Gazetteer
        && kind.is_some_and(|kind| areas.clone().any(|area| area.in_words() == kind))
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
