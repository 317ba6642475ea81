//! What an export is made of: the layers and features asked for, and their quotes as they stand
//! in the article.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    time::SystemTime,
};

use super::{ExportError, ExportOptions};
use crate::{
    coordinates::{LonLat, mercator},
    project::{
        Project, Unmapped,
        feature::{Feature, FileId, Layer, Stated},
        ids::{FeatureId, LayerId, UnmappedId},
    },
    quote::{Anchor, Evidence, SearchBudget, TextPositionSelector, TextQuoteSelector},
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
    pub layers: Vec<(LayerId, &'a Layer)>,
    /// In their order.
    pub features: Vec<(FeatureId, &'a Feature)>,
    /// Projected, with all of the project's features.
    pub scene: Scene,
    /// No layer was left out.
    pub whole: bool,
    /// The place of each feature in the project, from 1.
    numbers: HashMap<FeatureId, usize>,
    exported_at: Option<SystemTime>,
    /// For looking all its quotes up.
    budget: SearchBudget,
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
    pub fn of(project: &'a Project, options: &ExportOptions) -> Result<Self, ExportError> {
        let all = project.layers().iter();
        let layers: Vec<(LayerId, &Layer)> = match &options.layer {
            Some(wanted) => vec![find(project, wanted)?],
            None => all
                .filter(|(_, layer)| !options.visible_only || layer.is_shown())
                .collect(),
        };
        let ids: BTreeSet<LayerId> = layers.iter().map(|(id, _)| *id).collect();
        let features = project.features().iter();
        Ok(Self {
            whole: layers.len() == project.layers().len(),
            features: features
                .filter(|(_, feature)| ids.contains(&feature.layer))
                .collect(),
            layers,
            numbers: project.features().ids().zip(1..).collect(),
            scene: Scene::of(project),
            project,
            exported_at: options.exported_at,
            budget: SearchBudget::default(),
        })
    }

    /// The features of a layer.
    pub fn features_of(&self, layer: LayerId) -> impl Iterator<Item = (FeatureId, &'a Feature)> {
        let features = self.project.features_in(layer);
        features.filter_map(|id| Some((id, self.project.feature(id)?)))
    }

    /// The place of a feature in the project, from 1: the same whenever the same project is exported.
    pub fn number(&self, id: FeatureId) -> usize {
        self.numbers.get(&id).copied().unwrap_or_default()
    }

    /// What a feature is called where it has to be called something: as files call it, or else by its
    /// number.
    pub fn name(&self, id: FeatureId) -> Cow<'a, str> {
        let feature = self.project.feature(id);
        let given = feature.and_then(|feature| feature.file_id.as_ref());
        given.map_or_else(
            || {
                let mut name = format!("feature-{}", self.number(id));
                while self.project.is_file_id(&name) {
                    name.push_str("-again");
                }
                Cow::Owned(name)
            },
            FileId::text,
        )
    }

    /// What is not on the map. It belongs to the article as a whole, not to a layer.
    pub fn unmapped(&self) -> impl Iterator<Item = (UnmappedId, &'a Unmapped)> {
        let all = self.whole.then(|| self.project.unmapped().iter());
        all.into_iter().flatten()
    }

    /// One place for the feature: its point, its centre, or a place within it.
    pub fn place(&self, feature: FeatureId) -> Option<LonLat> {
        let item = self.scene.item(feature)?;
        Some(mercator::unproject(item.place()))
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
        match evidence.anchor_within(article, &self.budget) {
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
            .any(|(_, feature)| feature.geonames_id.is_some())
            .then_some("Places © GeoNames (CC BY 4.0).")
    }

    pub fn article(&self) -> Option<&'a Article> {
        self.project.article()
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

fn find<'a>(project: &'a Project, wanted: &str) -> Result<(LayerId, &'a Layer), ExportError> {
    let layers = project.layers();
    let named = |(_, layer): &(LayerId, &Layer)| layer.name.to_lowercase() == wanted.to_lowercase();
    let by_key = layers.by_key(wanted);
    by_key
        .and_then(|id| Some((id, layers.get(id)?)))
        .or_else(|| layers.iter().find(named))
        .ok_or_else(|| ExportError::NoSuchLayer {
            wanted: wanted.to_owned(),
            known: layers.iter().map(|(_, layer)| layer.key.clone()).collect(),
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
