//! A recipe: which words of an article stand for what. Building it locates every quote, computes
//! every derived geometry, and fails when a word cannot be found or is ambiguous.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, Result, bail, ensure};
use dateline::{
    coordinates::LonLat,
    measure::{self, unit::Unit},
    project::{
        ArticleState, Category, Project, ProjectBuilder, UnknownMembers, Unmapped,
        feature::{Feature, FileId, GeometryBasis, Layer, LayerColor, Stated, Style, Symbol},
        ids::LayerId,
    },
    quote::{Evidence, MentionKind, Role},
    text::{Article, Imprint, Span, clean},
};
use geo::{Coord, Geometry, LineString, Point};
use serde::Deserialize;
use serde_json::Map;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recipe {
    article: ArticleRecipe,
    layers: Vec<LayerRecipe>,
    features: Vec<FeatureRecipe>,
    /// A name inside one of these phrases stands for those who act, not for the place.
    actors: Vec<ActorRecipe>,
    unmapped: Vec<UnmappedRecipe>,
}

/// Words that stand once in the article, or once within longer words that do.
#[derive(Deserialize)]
#[serde(untagged)]
enum ActorRecipe {
    Phrase(String),
    Within { words: String, within: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ArticleRecipe {
    file: PathBuf,
    /// Lines of navigation before the text.
    skip_lines: usize,
    /// What the page printed after the text.
    drop_at_end: String,
    title: Option<String>,
    outlet: Option<String>,
    author: Option<String>,
    url: Option<String>,
    published: Option<String>,
    retrieved: Option<String>,
    rights: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LayerRecipe {
    id: String,
    name: String,
    color: String,
    #[serde(default)]
    hidden: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeatureRecipe {
    id: String,
    name: String,
    #[serde(default)]
    names: BTreeMap<String, String>,
    layer: String,
    kind: Option<String>,
    role: Option<String>,
    geometry_basis: String,
    geonames_id: Option<u64>,
    as_of: Option<String>,
    #[serde(default)]
    notes: Vec<String>,
    symbol: Option<String>,
    stroke_width: Option<f32>,
    fill_opacity: Option<f32>,
    geometry: GeometryRecipe,
    quotes: Vec<QuoteRecipe>,
    #[serde(default)]
    stated: Vec<StatedRecipe>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum GeometryRecipe {
    /// Longitude and latitude.
    Point([f64; 2]),
    /// The point of another feature.
    At(String),
    Circle {
        about: String,
        radius_m: f64,
        vertices: u16,
    },
    /// A line through the points of other features.
    Line(Vec<String>),
    /// A feature of a file beside the recipe, by its `name`.
    File { file: PathBuf, name: String },
}

/// Words to be found in the article.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuoteRecipe {
    words: String,
    /// Longer words, found once, that hold the ones meant.
    within: Option<String>,
    /// Take every occurrence instead of insisting on a single one.
    #[serde(default)]
    every: bool,
    mention: String,
    hedge: Option<String>,
    said_by: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatedRecipe {
    value: f64,
    unit: String,
    hedge: Option<String>,
    said_by: Option<String>,
    quote: QuoteRecipe,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnmappedRecipe {
    category: String,
    reason: String,
    quote: QuoteRecipe,
}

/// Build the project that the recipe file describes; its paths are relative to it.
pub fn build(path: &Path) -> Result<Project> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let recipe: Recipe = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let article = read_article(recipe.article, folder)?;
    let quotes = Quotes {
        actors: recipe
            .actors
            .iter()
            .map(|actor| match actor {
                ActorRecipe::Phrase(words) => only(&article, words, None),
                ActorRecipe::Within { words, within } => only(&article, words, Some(within)),
            })
            .collect::<Result<_>>()?,
        article: &article,
    };
    let mut builder = ProjectBuilder::new(ArticleState::Text(Arc::new(article.clone())));
    for layer in recipe.layers {
        let key = layer.id.clone();
        let added = builder.layer(Layer {
            color: LayerColor::from_key(&layer.color)
                .with_context(|| format!("no such colour: {}", layer.color))?,
            visible: !layer.hidden,
            ..Layer::new(layer.id, layer.name)
        });
        ensure!(added.is_some(), "the layer {key} stands twice");
    }
    let mut points: BTreeMap<String, Option<LonLat>> = BTreeMap::new();
    for recipe in recipe.features {
        let id = recipe.id.clone();
        let layer = builder
            .layer_by_key(&recipe.layer)
            .with_context(|| format!("{id}: no such layer"))?;
        let feature = build_feature(recipe, layer, &points, &quotes, folder)
            .with_context(|| format!("feature {id}"))?;
        let known = points.insert(id.clone(), feature.point());
        ensure!(known.is_none(), "{id} stands twice");
        builder.feature(feature);
    }
    for recipe in recipe.unmapped {
        for evidence in quotes.find(&recipe.quote)? {
            builder.unmapped(Unmapped {
                evidence,
                category: Category::from_key(&recipe.category),
                reason: recipe.reason.clone(),
                other: Map::new(),
            });
        }
    }
    Ok(builder.finish(UnknownMembers::default()))
}

fn read_article(recipe: ArticleRecipe, folder: &Path) -> Result<Article> {
    let path = folder.join(&recipe.file);
    let raw = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let body: Vec<&str> = raw.lines().skip(recipe.skip_lines).collect();
    let body = body.join("\n");
    let body = body
        .trim_end()
        .strip_suffix(&recipe.drop_at_end)
        .with_context(|| format!("the text does not end with {:?}", recipe.drop_at_end))?;
    Ok(Article::new(
        clean(body),
        Imprint {
            title: recipe.title,
            outlet: recipe.outlet,
            author: recipe.author,
            url: recipe.url,
            published: recipe.published,
            retrieved: recipe.retrieved,
            rights: Some(recipe.rights),
        },
    ))
}

fn build_feature(
    recipe: FeatureRecipe,
    layer: LayerId,
    points: &BTreeMap<String, Option<LonLat>>,
    quotes: &Quotes,
    folder: &Path,
) -> Result<Feature> {
    let mut center = None;
    let mut radius = None;
    let geometry = match recipe.geometry {
        GeometryRecipe::Point([lon, lat]) => Geometry::Point(Point::new(lon, lat)),
        GeometryRecipe::At(other) => Geometry::Point(Coord::from(point_of(points, &other)?).into()),
        GeometryRecipe::Circle {
            about,
            radius_m,
            vertices,
        } => {
            let about = point_of(points, &about)?;
            center = Some(about);
            radius = Some(radius_m);
            Geometry::Polygon(measure::circle(about, radius_m, vertices))
        }
        GeometryRecipe::Line(ids) => {
            let ends = ids.iter().map(|id| point_of(points, id).map(Coord::from));
            Geometry::LineString(LineString::new(ends.collect::<Result<_>>()?))
        }
        GeometryRecipe::File { file, name } => {
            let opened = dateline::formats::geojson::open(&folder.join(file))?;
            let mut features = opened.project.features().values();
            let found = features
                .find(|feature| feature.name == name)
                .with_context(|| format!("no feature is named {name}"))?;
            let found = found.geometry().cloned();
            found.with_context(|| format!("{name} has no geometry"))?
        }
    };
    let mut feature = Feature::new(layer, Some(geometry));
    feature.file_id = Some(FileId::Text(recipe.id));
    feature.center = center;
    feature.radius_m = radius;
    feature.name = recipe.name;
    feature.names = recipe.names;
    feature.kind = recipe.kind;
    feature.role = recipe.role.as_deref().map(role).transpose()?;
    feature.basis = GeometryBasis::from_key(&recipe.geometry_basis)
        .with_context(|| format!("no such basis: {}", recipe.geometry_basis))?;
    feature.geonames_id = recipe.geonames_id;
    feature.as_of = recipe.as_of;
    feature.notes = recipe.notes;
    feature.style = Style {
        stroke_width: recipe.stroke_width,
        fill_opacity: recipe.fill_opacity,
        symbol: match recipe.symbol {
            Some(key) => {
                Symbol::from_key(&key).with_context(|| format!("no such symbol: {key}"))?
            }
            None => Symbol::default(),
        },
    };
    for quote in &recipe.quotes {
        feature.evidence.extend(quotes.find(quote)?);
    }
    for stated in recipe.stated {
        let unit = Unit::from_symbol(&stated.unit)
            .with_context(|| format!("no such unit: {}", stated.unit))?;
        for evidence in quotes.find(&stated.quote)? {
            feature.stated.push(Stated {
                value: stated.value,
                unit,
                hedge: stated.hedge.clone(),
                said_by: stated.said_by.clone(),
                evidence: Some(evidence),
                other: Map::new(),
            });
        }
    }
    Ok(feature)
}

fn point_of(points: &BTreeMap<String, Option<LonLat>>, id: &str) -> Result<LonLat> {
    match points.get(id) {
        Some(Some(point)) => Ok(*point),
        Some(None) => bail!("{id} is no point"),
        None => bail!("{id} must come first"),
    }
}

fn role(key: &str) -> Result<Role> {
    match key {
        "place" => Ok(Role::Place),
        "actor" => Ok(Role::Actor),
        other => bail!("no such role: {other}"),
    }
}

/// Finds words in the article and makes evidence of them.
struct Quotes<'a> {
    article: &'a Article,
    actors: Vec<Span>,
}

impl Quotes<'_> {
    fn find(&self, quote: &QuoteRecipe) -> Result<Vec<Evidence>> {
        let mut spans = occurrences(self.article, &quote.words);
        if let Some(phrase) = &quote.within {
            let phrase = only(self.article, phrase, None)?;
            spans.retain(|span| phrase.contains(*span));
        }
        ensure!(!spans.is_empty(), "not in the article: {:?}", quote.words);
        ensure!(
            quote.every || spans.len() == 1,
            "{} times in the article: {:?}",
            spans.len(),
            quote.words
        );
        let mention = match quote.mention.as_str() {
            "name" => MentionKind::Name,
            "demonym" => MentionKind::Demonym,
            "figure" => MentionKind::Figure,
            "phrase" => MentionKind::Phrase,
            other => bail!("no such kind of mention: {other}"),
        };
        Ok(spans
            .into_iter()
            .map(|span| Evidence {
                mention: Some(mention),
                role: (mention == MentionKind::Name).then(|| {
                    if self.actors.iter().any(|phrase| phrase.contains(span)) {
                        Role::Actor
                    } else {
                        Role::Place
                    }
                }),
                hedge: quote.hedge.clone(),
                said_by: quote.said_by.clone(),
                ..Evidence::at(self.article, span)
            })
            .collect())
    }
}

/// Where the words stand, which must be in one place only: of the article, or of the longer
/// words `within` it.
fn only(article: &Article, words: &str, within: Option<&String>) -> Result<Span> {
    let mut spans = occurrences(article, words);
    if let Some(phrase) = within {
        let phrase = only(article, phrase, None)?;
        spans.retain(|span| phrase.contains(*span));
    }
    match spans[..] {
        [span] => Ok(span),
        _ => bail!("{} times in the article: {words:?}", spans.len()),
    }
}

/// Whole words only: "Russia" is not in "Russian".
fn occurrences(article: &Article, words: &str) -> Vec<Span> {
    let text = article.text();
    text.match_indices(words)
        .map(|(start, _)| Span::new(start, start + words.len()))
        .filter(|span| {
            let before = text[..span.start].chars().next_back();
            let after = text[span.end..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
        .collect()
}
