//! Places and what is known of them; names and how a place bears them.

use geo::Coord;

/// A place of the gazetteer. Ids count from the weightiest place, so the smaller of two ids is
/// the place that more people mean. They hold for one version of the data: what is kept in a file
/// is the [GeoNames id](Place::geonames_id).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub(super) u32);

/// What the gazetteer knows of a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place<'a> {
    pub id: PlaceId,
    /// The name to show.
    pub name: &'a str,
    pub geonames_id: Option<u32>,
    /// GeoNames' point for towns and countries; the middle of an area.
    pub lon_lat: Coord,
    /// 0 where it is not known; that of areas other than countries is not.
    pub population: u32,
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-2; `None` for what no single country holds.
    pub country: Option<&'a str>,
    /// The code of the first-level division within its country, as in GeoNames: "41" for Kursk
    /// Oblast. A division has its own.
    pub admin1: Option<&'a str>,
    /// The code of the second-level division within the first-level one.
    pub admin2: Option<&'a str>,
}

impl Place<'_> {
    /// A country's or a division's code in full, as GeoNames writes it: "RU.41", "US.LA.079".
    #[must_use]
    pub fn code(&self) -> Option<String> {
        let parts: &[Option<&str>] = match self.kind {
            PlaceKind::Country | PlaceKind::Territory => &[self.country],
            PlaceKind::Admin1 => &[self.country, self.admin1],
            PlaceKind::Admin2 => &[self.country, self.admin1, self.admin2],
            _ => return None,
        };
        parts
            .iter()
            .copied()
            .collect::<Option<Vec<_>>>()
            .map(|parts| parts.join("."))
    }
}

macro_rules! kinds {
    ($(#[$meta:meta])* $type:ident { $($(#[$doc:meta])* $name:ident = $code:literal $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $($(#[$doc])* $name,)* }

        impl $type {
            /// All of them, in their order.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// As it is written in the tables that the gazetteer is made of, and in JSON.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The number that stands for it in the file.
            #[must_use]
            pub(super) const fn code(self) -> u8 {
                match self { $(Self::$name => $code,)* }
            }

            pub(super) const fn from_code(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }
        }
    };
}

kinds! {
    /// What kind of place it is.
    PlaceKind {
        Country = 0 "country",
        /// A dependent or disputed territory with a country code of its own.
        Territory = 1 "territory",
        /// The capital of a country.
        Capital = 2 "capital",
        /// The seat of a first-level division.
        Seat = 3 "seat",
        /// The seat of a lower division.
        MinorSeat = 4 "minor-seat",
        /// Any other settlement.
        Town = 5 "town",
        /// A part of a town.
        Section = 6 "section",
        /// A first-level division: an oblast, a state, a province.
        Admin1 = 7 "admin1",
        /// A second-level division: a county, a district.
        Admin2 = 8 "admin2",
        Continent = 9 "continent",
        /// A region known by its name, with or without borders.
        Region = 10 "region",
        Ocean = 11 "ocean",
        /// A sea, a gulf, a bay or a strait.
        Sea = 12 "sea",
        River = 13 "river",
        Lake = 14 "lake",
        /// A range of mountains.
        Mountains = 15 "mountains",
        /// A single peak.
        Mountain = 16 "mountain",
        Island = 17 "island",
        Desert = 18 "desert",
    }
}

impl PlaceKind {
    /// As a reader calls it; it is also what a feature is given as its kind.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Seat => "regional capital",
            Self::MinorSeat => "district town",
            Self::Section => "part of a town",
            Self::Admin1 => "region",
            Self::Admin2 => "district",
            Self::Region => "known region",
            other => other.word(),
        }
    }

    /// Whether people live there as in a town or a part of one.
    #[must_use]
    pub const fn is_settlement(self) -> bool {
        matches!(
            self,
            Self::Capital | Self::Seat | Self::MinorSeat | Self::Town | Self::Section
        )
    }
}

kinds! {
    /// How a place bears a name. Where a name is of several forms, the first counts.
    NameForm {
        /// The name that is shown.
        Primary = 0 "primary",
        /// A name it no longer has, where that is known ("Leningrad").
        Former = 1 "former",
        /// A division or a river without its word: "Kursk" for Kursk Oblast, "Rapides" for
        /// Rapides Parish, "Ohio" for the Ohio River.
        Short = 2 "short",
        /// Another spelling, another language, a fuller form ("Kursk region"); former names too
        /// where the sources do not tell.
        Alternate = 3 "alternate",
        /// The adjective or the people: "Danish", "Dane", "Danes".
        Demonym = 4 "demonym",
        /// An abbreviation as newspapers write it: "U.S.", "Calif."
        Abbreviation = 5 "abbreviation",
        /// The two letters of addresses, that mean a place only after a comma: "CA".
        Postal = 6 "postal",
    }
}

/// A place that bears a name, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Named {
    pub place: PlaceId,
    pub form: NameForm,
}
