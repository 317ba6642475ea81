//! Features: what stands on the map, where its geometry comes from, and the words behind it.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use geo::Geometry;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

use super::ids::LayerId;
use crate::{
    coordinates::LonLat,
    measure::unit::Unit,
    quote::{Evidence, Role},
};

/// Where a geometry comes from. It is shown wherever the feature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

/// Whether a person has judged a feature.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Review {
    /// A person put it there or has judged it, or its file does not say.
    #[default]
    Done,
    /// The program put it there, and nobody has judged it. `doubt` is why the program was not sure
    /// of it, in words that follow "Unsure:"; `None` where it was sure.
    Pending { doubt: Option<String> },
}

/// What a file calls a feature, as it was read: 17 stays a number, "17" a text, and several features
/// of a file may be called the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FileId {
    Text(String),
    Number(Number),
}

impl FileId {
    /// The id as a text, for where nothing else is possible.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
        }
    }
}

/// One thing on the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feature {
    /// What files call it; `None` where its file gives it no id.
    pub file_id: Option<FileId>,
    pub name: String,
    /// The name in other languages or scripts, by BCP 47 tag.
    pub names: BTreeMap<String, String>,
    /// The layer it is drawn in.
    pub layer: LayerId,
    /// "city", "capital", "region", "circle", … free text, shown as it is.
    pub kind: Option<String>,
    pub role: Option<Role>,
    pub basis: GeometryBasis,
    pub geonames_id: Option<u64>,
    /// For a circle: its centre.
    pub center: Option<LonLat>,
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
    pub review: Review,
    pub style: Style,
    /// `lon_lat`, degrees, WGS 84. `None` for a feature without a place (GeoJSON's null).
    pub geometry: Option<Arc<Geometry>>,
    /// Members of the geometry object this version does not know, kept for saving.
    pub other_geometry: Map<String, Value>,
    /// Properties this version does not know, kept for saving.
    pub other_properties: Map<String, Value>,
    /// Members of the GeoJSON object this version does not know, kept for saving.
    pub other_members: Map<String, Value>,
}

/// The simplestyle 1.1 keys that are read; the others are kept as they are. Colours come from
/// the layer, so that they suit the theme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Style {
    /// `stroke-width`, in points.
    pub stroke_width: Option<f32>,
    /// `fill-opacity`, from 0 to 1.
    pub fill_opacity: Option<f32>,
    /// `marker-symbol`.
    pub symbol: Symbol,
}

/// The marks a point can have; the keys are Maki icon names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// What files call it, and a project no other layer.
    pub key: String,
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
    pub fn new(key: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            name: name.into(),
            color: LayerColor::default(),
            visible: true,
            opacity: 1.0,
            other: Map::new(),
        }
    }
}

impl Feature {
    /// A feature of which nothing but its place is known.
    #[must_use]
    pub fn new(layer: LayerId, geometry: Option<Geometry>) -> Self {
        Self {
            file_id: None,
            name: String::new(),
            names: BTreeMap::new(),
            layer,
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
            review: Review::Done,
            style: Style::default(),
            geometry: geometry.map(Arc::new),
            other_geometry: Map::new(),
            other_properties: Map::new(),
            other_members: Map::new(),
        }
    }

    #[must_use]
    pub fn geometry(&self) -> Option<&Geometry> {
        self.geometry.as_deref()
    }

    /// Where a point feature is.
    #[must_use]
    pub fn point(&self) -> Option<LonLat> {
        match self.geometry()? {
            Geometry::Point(point) => Some(point.0.into()),
            _ => None,
        }
    }

    /// Whether the program put it on the map and nobody has judged it.
    #[must_use]
    pub fn is_unreviewed(&self) -> bool {
        matches!(self.review, Review::Pending { .. })
    }

    /// Why the program was not sure of it; `None` where it was, or where somebody has judged it.
    #[must_use]
    pub fn doubt(&self) -> Option<&str> {
        match &self.review {
            Review::Pending { doubt } => doubt.as_deref(),
            Review::Done => None,
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
        for color in LayerColor::ALL {
            assert_eq!(LayerColor::from_key(color.key()), Some(color));
        }
    }
}
