//! Features: what stands on the map, where its geometry comes from, and the words behind it.

use std::collections::BTreeMap;

use geo::{Coord, Geometry};
use serde_json::{Map, Value};

use crate::quote::{Evidence, Role};

/// Where a geometry comes from. It is shown wherever the feature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GeometryBasis {
    /// A gazetteer's record.
    Gazetteer,
    /// Computed from other features, such as a circle about a place.
    Derived,
    /// Digitised by hand as an approximation; never drawn as if it were exact.
    Schematic,
    /// Drawn by this user.
    Drawn,
    /// Read from a file that does not say.
    Imported,
}

impl GeometryBasis {
    pub const ALL: [Self; 5] = [
        Self::Gazetteer,
        Self::Derived,
        Self::Schematic,
        Self::Drawn,
        Self::Imported,
    ];

    /// The word used in files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Gazetteer => "gazetteer",
            Self::Derived => "derived",
            Self::Schematic => "schematic",
            Self::Drawn => "drawn",
            Self::Imported => "imported",
        }
    }

    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.key() == key)
    }

    /// What it means, for a reader.
    #[must_use]
    pub const fn explained(self) -> &'static str {
        match self {
            Self::Gazetteer => "Gazetteer: a published record",
            Self::Derived => "Derived: computed from other features",
            Self::Schematic => "Schematic: an approximation drawn by hand, not a surveyed line",
            Self::Drawn => "Drawn by you",
            Self::Imported => "Imported: the file does not say where it comes from",
        }
    }
}

/// A figure that the article states, as it states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    pub value: f64,
    pub unit: Unit,
    /// "over", "within", "around"; `None` where the article gives the bare figure.
    pub hedge: Option<String>,
    /// Whom the article names as the source of the figure.
    pub said_by: Option<String>,
    pub evidence: Option<Evidence>,
    pub other: Map<String, Value>,
}

/// The units figures are stated in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

/// The note by which a feature says that no person has judged it.
pub const UNREVIEWED: &str = "Found by the program; nobody has reviewed it.";

/// The note on a feature of which the program was not sure begins with this.
pub const UNSURE: &str = "Unsure: ";

/// One thing on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Unique within the project, and stable.
    pub id: String,
    pub name: String,
    /// The name in other languages or scripts, by BCP 47 tag.
    pub names: BTreeMap<String, String>,
    /// The [`Layer::id`] of the layer it is drawn in.
    pub layer: String,
    /// "city", "capital", "region", "circle", … free text, shown as it is.
    pub kind: Option<String>,
    pub role: Option<Role>,
    pub basis: GeometryBasis,
    pub geonames_id: Option<u64>,
    /// For a circle: its centre, `lon_lat` in degrees.
    pub center: Option<Coord>,
    /// For a circle: its radius in metres.
    pub radius_m: Option<f64>,
    /// For a circle or a line that is derived from places: the words for the place of the centre, or
    /// for those of both ends. It follows them to whatever points they lead to.
    pub measured_from: Vec<Evidence>,
    /// The day or period the geometry describes, as its source gives it.
    pub as_of: Option<String>,
    pub stated: Vec<Stated>,
    pub evidence: Vec<Evidence>,
    /// What a reader has to know before trusting the mark, a sentence each.
    pub notes: Vec<String>,
    pub style: Style,
    /// `lon_lat`, degrees, WGS 84. `None` for a feature without a place (GeoJSON's null).
    pub geometry: Option<Geometry>,
    /// Members of the geometry object this version does not know, kept for saving.
    pub other_geometry: Map<String, Value>,
    /// Properties this version does not know, kept for saving.
    pub other_properties: Map<String, Value>,
    /// Members of the GeoJSON object this version does not know, kept for saving.
    pub other_members: Map<String, Value>,
}

/// The simplestyle 1.1 keys that are read; the others are kept as they are. Colours come from
/// the layer, so that they suit the theme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Style {
    /// `stroke-width`, in points.
    pub stroke_width: Option<f32>,
    /// `fill-opacity`, from 0 to 1.
    pub fill_opacity: Option<f32>,
    /// `marker-symbol`.
    pub symbol: Symbol,
}

/// The marks a point can have; the keys are Maki icon names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Symbol {
    #[default]
    Disc,
    Square,
    Starburst,
}

impl Symbol {
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Disc => "circle",
            Self::Square => "square",
            Self::Starburst => "star-stroked",
        }
    }

    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Disc, Self::Square, Self::Starburst]
            .into_iter()
            .find(|symbol| symbol.key() == key)
    }
}

/// The colours a layer can have. Each theme has its own shade of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LayerColor {
    #[default]
    Blue,
    Amber,
    Violet,
    Red,
    Teal,
    Slate,
}

impl LayerColor {
    pub const ALL: [Self; 6] = [
        Self::Blue,
        Self::Amber,
        Self::Violet,
        Self::Red,
        Self::Teal,
        Self::Slate,
    ];

    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Amber => "amber",
            Self::Violet => "violet",
            Self::Red => "red",
            Self::Teal => "teal",
            Self::Slate => "slate",
        }
    }

    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|color| color.key() == key)
    }
}

/// A layer: features shown, hidden and ordered together.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    pub id: String,
    pub name: String,
    pub color: LayerColor,
    pub visible: bool,
    /// From 0 to 1.
    pub opacity: f32,
    pub other: Map<String, Value>,
}

impl Layer {
    /// Whether anything of it can be seen.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.visible && self.opacity > 0.0
    }

    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            color: LayerColor::default(),
            visible: true,
            opacity: 1.0,
            other: Map::new(),
        }
    }
}

impl Feature {
    /// Whether it says that no person has judged it.
    #[must_use]
    pub fn is_unreviewed(&self) -> bool {
        self.notes.iter().any(|note| note == UNREVIEWED)
    }

    /// Whether the program was not sure of it.
    #[must_use]
    pub fn is_unsure(&self) -> bool {
        self.notes.iter().any(|note| note.starts_with(UNSURE))
    }

    /// A person has judged it: the notes that tell of no review and of the program's doubt go.
    pub fn review(&mut self) {
        self.notes
            .retain(|note| note != UNREVIEWED && !note.starts_with(UNSURE));
    }

    /// A feature of which nothing but its place is known.
    #[must_use]
    pub fn new(
        id: impl Into<String>,
        layer: impl Into<String>,
        geometry: Option<Geometry>,
    ) -> Self {
        let id = id.into();
        Self {
            name: id.clone(),
            id,
            names: BTreeMap::new(),
            layer: layer.into(),
            kind: None,
            role: None,
            basis: GeometryBasis::Imported,
            geonames_id: None,
            center: None,
            radius_m: None,
            measured_from: Vec::new(),
            as_of: None,
            stated: Vec::new(),
            evidence: Vec::new(),
            notes: Vec::new(),
            style: Style::default(),
            geometry,
            other_geometry: Map::new(),
            other_properties: Map::new(),
            other_members: Map::new(),
        }
    }

    /// Every piece of evidence, that of stated figures included.
    pub fn all_evidence(&self) -> impl Iterator<Item = &Evidence> {
        let of_figures = self.stated.iter();
        let of_figures = of_figures.filter_map(|stated| stated.evidence.as_ref());
        // A circle rests on the same words as its figure.
        let further = of_figures.filter(|evidence| !self.evidence.contains(evidence));
        self.evidence.iter().chain(further)
    }

    /// The GeoNames page of the record.
    #[must_use]
    pub fn geonames_url(&self) -> Option<String> {
        self.geonames_id
            .map(|id| format!("https://www.geonames.org/{id}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_as_what_they_were_written_for() {
        for basis in GeometryBasis::ALL {
            assert_eq!(GeometryBasis::from_key(basis.key()), Some(basis));
        }
        for unit in Unit::ALL {
            assert_eq!(Unit::from_symbol(unit.symbol()), Some(unit));
        }
        for color in LayerColor::ALL {
            assert_eq!(LayerColor::from_key(color.key()), Some(color));
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
