//! The units that articles state figures in.

use serde::{Deserialize, Serialize};

/// The units figures are stated in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    Metre,
    Kilometre,
    Foot,
    Yard,
    Mile,
    NauticalMile,
    SquareMetre,
    SquareKilometre,
    Hectare,
    SquareFoot,
    Acre,
    SquareMile,
    MetrePerSecond,
    KilometrePerHour,
    MilePerHour,
    Knot,
    People,
}

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    Length,
    Area,
    Speed,
    Count,
}

impl Dimension {
    /// The word used in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Area => "area",
            Self::Speed => "speed",
            Self::Count => "population",
        }
    }
}

impl Unit {
    pub const ALL: [Self; 17] = [
        Self::Metre,
        Self::Kilometre,
        Self::Foot,
        Self::Yard,
        Self::Mile,
        Self::NauticalMile,
        Self::SquareMetre,
        Self::SquareKilometre,
        Self::Hectare,
        Self::SquareFoot,
        Self::Acre,
        Self::SquareMile,
        Self::MetrePerSecond,
        Self::KilometrePerHour,
        Self::MilePerHour,
        Self::Knot,
        Self::People,
    ];

    /// The symbol used in files and shown to readers.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Metre => "m",
            Self::Kilometre => "km",
            Self::Foot => "ft",
            Self::Yard => "yd",
            Self::Mile => "mi",
            Self::NauticalMile => "nmi",
            Self::SquareMetre => "m²",
            Self::SquareKilometre => "km²",
            Self::Hectare => "ha",
            Self::SquareFoot => "sq ft",
            Self::Acre => "acres",
            Self::SquareMile => "sq mi",
            Self::MetrePerSecond => "m/s",
            Self::KilometrePerHour => "km/h",
            Self::MilePerHour => "mph",
            Self::Knot => "kn",
            Self::People => "people",
        }
    }

    #[must_use]
    pub fn from_symbol(symbol: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.symbol() == symbol)
    }

    #[must_use]
    pub const fn dimension(self) -> Dimension {
        match self {
            Self::Metre
            | Self::Kilometre
            | Self::Foot
            | Self::Yard
            | Self::Mile
            | Self::NauticalMile => Dimension::Length,
            Self::SquareMetre
            | Self::SquareKilometre
            | Self::Hectare
            | Self::SquareFoot
            | Self::Acre
            | Self::SquareMile => Dimension::Area,
            Self::MetrePerSecond | Self::KilometrePerHour | Self::MilePerHour | Self::Knot => {
                Dimension::Speed
            }
            Self::People => Dimension::Count,
        }
    }

    /// How many metres, square metres, metres per second or people one unit is.
    ///
    /// The foot is the international foot of 0.3048 m; yard, mile and acre follow from it, and
    /// the nautical mile is 1,852 m (NIST SP 811, appendix B.6). The acre of the U.S. survey foot
    /// differs by four parts in a million, far less than any article rounds by.
    #[must_use]
    pub const fn in_si(self) -> f64 {
        match self {
            Self::Metre | Self::SquareMetre | Self::MetrePerSecond | Self::People => 1.0,
            Self::Kilometre => 1_000.0,
            Self::Foot => 0.3048,
            Self::Yard => 0.9144,
            Self::Mile => 1_609.344,
            Self::NauticalMile => 1_852.0,
            Self::SquareKilometre => 1_000_000.0,
            Self::Hectare => 10_000.0,
            Self::SquareFoot => 0.3048 * 0.3048,
            Self::Acre => 43_560.0 * 0.3048 * 0.3048,
            Self::SquareMile => 1_609.344 * 1_609.344,
            Self::KilometrePerHour => 1_000.0 / 3_600.0,
            Self::MilePerHour => 1_609.344 / 3_600.0,
            Self::Knot => 1_852.0 / 3_600.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_read_back_as_the_units_they_stand_for() {
        for unit in Unit::ALL {
            assert_eq!(Unit::from_symbol(unit.symbol()), Some(unit));
        }
        assert_eq!(Unit::from_symbol("furlong"), None);
    }

    #[test]
    fn a_square_mile_is_2_59_square_kilometres() {
        let ratio = Unit::SquareMile.in_si() / Unit::SquareKilometre.in_si();
        assert!((ratio - 2.589_988).abs() < 1e-6);
    }

    #[test]
    fn units_of_one_kind_convert_into_each_other() {
        for (one, other, ratio) in [
            (Unit::SquareMile, Unit::Acre, 640.0),
            (Unit::Mile, Unit::Yard, 1_760.0),
            (Unit::Mile, Unit::Foot, 5_280.0),
            (Unit::SquareKilometre, Unit::Hectare, 100.0),
            (Unit::Hectare, Unit::SquareMetre, 10_000.0),
            (Unit::SquareMile, Unit::SquareFoot, 27_878_400.0),
            (Unit::NauticalMile, Unit::Metre, 1_852.0),
            (Unit::Knot, Unit::KilometrePerHour, 1.852),
            (Unit::MilePerHour, Unit::MetrePerSecond, 0.447_04),
        ] {
            assert_eq!(one.dimension(), other.dimension());
            let found = one.in_si() / other.in_si();
            assert!((found / ratio - 1.0).abs() < 1e-12, "{one:?}: {found}");
        }
    }
}
