//! The gazetteer: places of the world by the names that texts give them.
//!
//! It is one file inside the program, which `data/build/gazetteer.sh` makes from GeoNames and
//! tables kept by hand; `data/README.md` tells what is in it. Names are [folded](fold) and looked
//! up in an index, never scanned. Nothing is unpacked: what is not asked for stays on the disk.

mod layout;
mod make;
mod place;
mod search;
mod walk;

use std::{fmt, sync::OnceLock};

use fst::raw::Fst;
use geo::Coord;

pub use make::{Entry, MakeError, make};
pub use place::{NameForm, Named, Place, PlaceId, PlaceKind};
pub use walk::Walk;

use crate::text::fold;
use layout::{DEGREE, LAST, Layout, NAMES_PER_SAMPLE, Section, form_code, place_of};

static BUNDLED: &[u8] = include_bytes!("../../data/gazetteer.bin");

/// The index of names, and the places they lead to.
pub struct Gazetteer<'a> {
    names: Fst<&'a [u8]>,
    layout: Layout<'a>,
    /// Sorted by how they are written.
    abbreviations: Vec<(&'a str, Named)>,
    /// Sorted by their codes.
    countries: Vec<(&'a str, PlaceId)>,
}

impl fmt::Debug for Gazetteer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gazetteer")
            .field("places", &self.layout.places())
            .field("names", &self.names.len())
            .finish_non_exhaustive()
    }
}

/// Why a file is no gazetteer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("this is not a gazetteer of this version; make it again with data/build/gazetteer.sh")]
    NotAGazetteer,
    #[error("the gazetteer is damaged: {what}; make it again with data/build/gazetteer.sh")]
    Damaged { what: &'static str },
}

impl Gazetteer<'static> {
    /// The one that comes with the program. The first call checks it, which takes some
    /// milliseconds; call it once on a background thread.
    ///
    /// # Panics
    ///
    /// If the program was built with a damaged file.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static CHECKED: OnceLock<Gazetteer<'static>> = OnceLock::new();
        CHECKED.get_or_init(|| Gazetteer::read(BUNDLED).expect("the bundled gazetteer is whole"))
    }
}

impl<'a> Gazetteer<'a> {
    /// Read a gazetteer where it lies. Damage is found here: everything later is in bounds.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let layout = Layout::read(bytes)?;
        let damaged = |what| Error::Damaged { what };
        let names = Fst::new(layout.get(Section::Names))
            .map_err(|_| damaged("its index cannot be read"))?;
        let lasts = (0..layout.postings())
            .filter(|&at| layout.posting(at) & LAST != 0)
            .count();
        if names.len() != lasts
            || layout.get(Section::PostingSamples).len() != 4 * lasts.div_ceil(NAMES_PER_SAMPLE)
        {
            return Err(damaged("names are missing"));
        }
        let abbreviations = layout
            .abbreviations
            .lines()
            .map(|line| {
                let (written, rest) = line.split_once('\t')?;
                let (place, form) = rest.split_once('\t')?;
                let place = place
                    .parse()
                    .ok()
                    .filter(|&place| (place as usize) < layout.places())?;
                let form = NameForm::from_code(form.parse().ok()?)?;
                Some((
                    written,
                    Named {
                        place: PlaceId(place),
                        form,
                    },
                ))
            })
            .collect::<Option<Vec<_>>>()
            .filter(|all| all.is_sorted())
            .ok_or(damaged("its abbreviations cannot be read"))?;
        let mut countries: Vec<(&str, PlaceId)> = (1..=u8::MAX)
            .map_while(|number| layout.country(number))
            .map(|(code, place)| (code, PlaceId(place)))
            .collect();
        countries.sort_unstable();
        Ok(Self {
            names,
            layout,
            abbreviations,
            countries,
        })
    }

    /// The places of this name, whatever its case, accents and apostrophes; the weightiest first.
    #[must_use]
    pub fn exact<'g>(&'g self, name: &str) -> Names<'g> {
        let number = self.names.get(fold(name));
        number.map_or(
            Names {
                gazetteer: self,
                next: usize::MAX,
            },
            |number| self.names_of(number.value()),
        )
    }

    /// What an abbreviation stands for, exactly as it is written, with its capitals and its dots:
    /// "us" and "in" are words, "U.S." and "Ind." are places. Forms are
    /// [`Abbreviation`](NameForm::Abbreviation) and [`Postal`](NameForm::Postal).
    pub fn abbreviation<'g>(&'g self, written: &str) -> impl Iterator<Item = Named> + use<'g, 'a> {
        let start = self
            .abbreviations
            .partition_point(|&(other, _)| other < written);
        let count = self.abbreviations[start..].partition_point(|&(other, _)| other == written);
        self.abbreviations[start..start + count]
            .iter()
            .map(|&(_, named)| named)
    }

    /// A walk through the index from its beginning, for finding names in a text.
    #[must_use]
    pub fn walk(&self) -> Walk<'_> {
        Walk::new(self)
    }

    /// What is known of a place.
    #[must_use]
    pub fn place(&self, id: PlaceId) -> Place<'_> {
        let index = id.0 as usize;
        let record = self.layout.record(index);
        let division = |number| self.layout.division(number).map(|(code, _)| code);
        Place {
            id,
            name: self.layout.name(index).unwrap_or_default(),
            geonames_id: record
                .map(|record| record.geonames_id)
                .filter(|&id| id != 0),
            lon_lat: record.map_or(Coord { x: 0.0, y: 0.0 }, |record| Coord {
                x: f64::from(record.lon) / DEGREE,
                y: f64::from(record.lat) / DEGREE,
            }),
            population: record.map_or(0, |record| record.population),
            kind: record.map_or(PlaceKind::Region, |record| record.kind),
            country: record
                .and_then(|record| self.layout.country(record.country))
                .map(|(code, _)| code),
            admin1: record.and_then(|record| division(record.admin1)),
            admin2: record.and_then(|record| division(record.admin2)),
        }
    }

    /// The country or territory of a code of ISO 3166-1 alpha-2, in capitals.
    #[must_use]
    pub fn country(&self, code: &str) -> Option<PlaceId> {
        let found = self.countries.binary_search_by_key(&code, |(code, _)| code);
        found.ok().map(|index| self.countries[index].1)
    }

    /// The first-level division a place lies in, or is.
    #[must_use]
    pub fn admin1(&self, place: PlaceId) -> Option<PlaceId> {
        let record = self.layout.record(place.0 as usize)?;
        self.layout
            .division(record.admin1)
            .map(|(_, place)| PlaceId(place))
    }

    /// The second-level division a place lies in, or is.
    #[must_use]
    pub fn admin2(&self, place: PlaceId) -> Option<PlaceId> {
        let record = self.layout.record(place.0 as usize)?;
        self.layout
            .division(record.admin2)
            .map(|(_, place)| PlaceId(place))
    }

    /// All places, the weightiest first.
    pub fn places(&self) -> impl Iterator<Item = Place<'_>> {
        (0u32..)
            .take(self.layout.places())
            .map(|index| self.place(PlaceId(index)))
    }

    fn names_of(&self, number: u64) -> Names<'_> {
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        Names {
            gazetteer: self,
            next: self.layout.first_posting(number),
        }
    }
}

/// The places of one name, the weightiest first.
#[derive(Clone, Debug)]
pub struct Names<'g> {
    gazetteer: &'g Gazetteer<'g>,
    next: usize,
}

impl Iterator for Names<'_> {
    type Item = Named;

    fn next(&mut self) -> Option<Named> {
        let layout = &self.gazetteer.layout;
        if self.next >= layout.postings() {
            return None;
        }
        let posting = layout.posting(self.next);
        self.next = if posting & LAST == 0 {
            self.next + 1
        } else {
            usize::MAX
        };
        named(posting)
    }
}

fn named(posting: u32) -> Option<Named> {
    let form = NameForm::from_code(form_code(posting))?;
    Some(Named {
        place: PlaceId(place_of(posting)),
        form,
    })
}

#[cfg(test)]
mod tests;
