//! What an export is made of: the layers and features asked for, and their quotes as they stand
//! in the article.

use std::{collections::BTreeSet, time::SystemTime};

use geo::Coord;

use super::{ExportError, Options};
use crate::{
    coordinates::mercator,
    project::{
        Project, Unmapped,
        feature::{Feature, Layer, Stated},
    },
    quote::{Anchor, Evidence, TextPositionSelector, TextQuoteSelector},
    scene::Scene,
    text::{Article, Span},
};

/// How many code points of context an export gives on each side of a quote at most.
const CONTEXT: usize = 64;

/// The part of a project that is exported.
#[derive(Debug)]
pub struct Selection<'a> {
    pub project: &'a Project,
    /// Top to bottom.
    pub layers: Vec<&'a Layer>,
    /// Indices into [`Project::features`], in their order.
    pub features: Vec<usize>,
    /// Projected, with all of the project's features.
    pub scene: Scene,
    /// No layer was left out.
    pub whole: bool,
    exported_at: Option<SystemTime>,
}

/// A quote, and whether it stands in the article.
#[derive(Clone, Debug)]
pub struct Quote<'a> {
    pub evidence: &'a Evidence,
    /// The figure that the quote is evidence for.
    pub stated: Option<&'a Stated>,
    pub found: Found,
    /// With no more context than an export gives.
    pub text: TextQuoteSelector,
    /// `None` where there is none that holds.
    pub position: Option<TextPositionSelector>,
    /// Its bytes in the article.
    pub span: Option<Span>,
}

/// Where a quote was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    AsRecorded,
    Moved,
    Lost,
    /// The article's text is not in the project.
    Unchecked,
}

impl Found {
    /// For tables and for readers.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::AsRecorded => "as recorded",
            Self::Moved => "moved since it was recorded",
            Self::Lost => "not found in the article",
            Self::Unchecked => "not checked: the article is not in the file",
        }
    }
}

impl<'a> Selection<'a> {
    pub fn of(project: &'a Project, options: &Options) -> Result<Self, ExportError> {
        let layers: Vec<&Layer> = match &options.layer {
            Some(wanted) => vec![find(project, wanted)?],
            None => project
                .layers
                .iter()
                .filter(|layer| !options.visible_only || layer.is_shown())
                .collect(),
        };
        let ids: BTreeSet<&str> = layers.iter().map(|layer| layer.id.as_str()).collect();
        let features = project.features.iter().enumerate();
        Ok(Self {
            whole: layers.len() == project.layers.len(),
            features: features
                .filter(|(_, feature)| ids.contains(feature.layer.as_str()))
                .map(|(index, _)| index)
                .collect(),
            layers,
            scene: Scene::prepare(project),
            project,
            exported_at: options.exported_at,
        })
    }

    /// The features of a layer, with their indices.
    pub fn features_of(&self, layer: &'a Layer) -> impl Iterator<Item = (usize, &'a Feature)> {
        let features = self.features.iter();
        features
            .map(|&index| (index, &self.project.features[index]))
            .filter(move |(_, feature)| feature.layer == layer.id)
    }

    /// What is not on the map. It belongs to the article as a whole, not to a layer.
    pub fn unmapped(&self) -> &'a [Unmapped] {
        if self.whole {
            &self.project.unmapped
        } else {
            &[]
        }
    }

    /// One place for the feature (`lon_lat`): its point, its centre, or a place within it.
    pub fn place(&self, feature: usize) -> Option<Coord> {
        let item = self.scene.item_of(feature)?;
        let at = item
            .center
            .or_else(|| item.points.first().copied())
            .unwrap_or(item.label_at);
        Some(mercator::unproject(at))
    }

    /// The quotes of a feature, those of its stated figures last.
    pub fn quotes(&self, feature: &'a Feature) -> Vec<Quote<'a>> {
        // A figure that rests on the same words as the feature is told with them.
        let figure_of = |evidence: &Evidence| {
            let mut stated = feature.stated.iter();
            stated.find(|stated| stated.evidence.as_ref() == Some(evidence))
        };
        let is_told = |stated: &Stated| {
            let evidence = feature.evidence.iter();
            let mut figures = evidence.filter_map(figure_of);
            figures.any(|told| std::ptr::eq(told, stated))
        };
        let evidence = feature.evidence.iter();
        let evidence = evidence.map(|evidence| (evidence, figure_of(evidence)));
        let stated = feature
            .stated
            .iter()
            .filter(|stated| !is_told(stated))
            .filter_map(|stated| Some((stated.evidence.as_ref()?, Some(stated))));
        evidence
            .chain(stated)
            .map(|(evidence, stated)| Quote {
                stated,
                ..self.quote(evidence)
            })
            .collect()
    }

    pub fn quote(&self, evidence: &'a Evidence) -> Quote<'a> {
        let as_recorded = |found, span| Quote {
            evidence,
            stated: None,
            found,
            text: in_short(&evidence.quote),
            position: evidence.position.filter(|_| found != Found::Lost),
            span,
        };
        let Some(article) = self.article() else {
            return as_recorded(Found::Unchecked, None);
        };
        match evidence.anchor(article) {
            Anchor::Exact(span) => as_recorded(Found::AsRecorded, Some(span)),
            Anchor::Lost => as_recorded(Found::Lost, None),
            Anchor::Moved(span) => {
                let now = Evidence::at(article, span);
                Quote {
                    text: now.quote,
                    position: now.position,
                    ..as_recorded(Found::Moved, Some(span))
                }
            }
        }
    }

    /// Whom to name for the places. What outlines come from stands in the features' notes.
    pub fn credits(&self) -> Option<&'static str> {
        self.features
            .iter()
            .any(|&index| self.project.features[index].geonames_id.is_some())
            .then_some("Places © GeoNames (CC BY 4.0).")
    }

    pub const fn article(&self) -> Option<&'a Article> {
        self.project.article.as_ref()
    }

    /// The day of the export and its time, both in UTC: `2026-01-31` and `2026-01-31T12:00:00Z`.
    pub fn exported_at(&self) -> Option<(String, String)> {
        let at = time::OffsetDateTime::from(self.exported_at?);
        let (hour, minute, second) = at.to_hms();
        let day = format!(
            "{:04}-{:02}-{:02}",
            at.year(),
            u8::from(at.month()),
            at.day()
        );
        let moment = format!("{day}T{hour:02}:{minute:02}:{second:02}Z");
        Some((day, moment))
    }
}

fn find<'a>(project: &'a Project, wanted: &str) -> Result<&'a Layer, ExportError> {
    let named = |layer: &&Layer| layer.name.to_lowercase() == wanted.to_lowercase();
    project
        .layer(wanted)
        .or_else(|| project.layers.iter().find(named))
        .ok_or_else(|| ExportError::NoSuchLayer {
            wanted: wanted.to_owned(),
            known: project
                .layers
                .iter()
                .map(|layer| layer.id.clone())
                .collect(),
        })
}

/// The quote with no more context than an export gives.
pub fn in_short(quote: &TextQuoteSelector) -> TextQuoteSelector {
    let surplus = quote.prefix.chars().count().saturating_sub(CONTEXT);
    TextQuoteSelector {
        exact: quote.exact.clone(),
        prefix: quote.prefix.chars().skip(surplus).collect(),
        suffix: quote.suffix.chars().take(CONTEXT).collect(),
    }
}
