//! Records of the gazetteer, by what a file keeps of them.

use super::{
    feature::{Feature, GeometryBasis},
    shapes,
};
use crate::{
    coordinates::LonLat,
    gazetteer::{Gazetteer, PlaceId},
};

/// A record by its GeoNames id, or by its name and point (the bits of its degrees) where it has none.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Record {
    GeoNames(u64),
    Named(String, [u64; 2]),
}

impl Record {
    #[must_use]
    pub fn of_place(gazetteer: &Gazetteer<'_>, place: PlaceId) -> Self {
        let place = gazetteer.place(place);
        match place.geonames_id {
            Some(id) => Self::GeoNames(id.into()),
            None => Self::named(place.name, shapes::rounded(place.lon_lat.into())),
        }
    }

    /// The record that a feature stands for, if it stands for one.
    #[must_use]
    pub fn of_feature(feature: &Feature) -> Option<Self> {
        match feature.geonames_id {
            Some(id) => Some(Self::GeoNames(id)),
            None if feature.basis == GeometryBasis::Gazetteer => {
                Some(Self::named(&feature.name, feature.point()?))
            }
            None => None,
        }
    }

    fn named(name: &str, at: LonLat) -> Self {
        Self::Named(name.to_owned(), [at.lon.to_bits(), at.lat.to_bits()])
    }
}
