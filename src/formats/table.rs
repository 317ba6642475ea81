//! Features and quotes as columns: the same in every format that is a table or has flat
//! properties.

use std::borrow::Cow;

use super::selection::{Quote, Selection};
use crate::{
    coordinates::LonLat,
    measure,
    project::{
        Unmapped,
        feature::{Feature, GeometryBasis, Layer, Stated},
        ids::FeatureId,
        measured::{self, Measured},
    },
    quote::{MentionKind, Role},
};

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    Whole(i64),
    Number(f64),
}

/// A column, and how it is filled.
pub struct Column<Row> {
    pub name: &'static str,
    pub get: Get<Row>,
}

/// What the values of a column are, and where they come from.
pub enum Get<Row> {
    Text(for<'a> fn(&'a Row) -> Option<Cow<'a, str>>),
    Whole(fn(&Row) -> Option<i64>),
    Number(fn(&Row) -> Option<f64>),
}

impl<Row> Column<Row> {
    pub fn cell<'a>(&self, row: &'a Row) -> Cell<'a> {
        let cell = match self.get {
            Get::Text(get) => get(row).map(Cell::Text),
            Get::Whole(get) => get(row).map(Cell::Whole),
            Get::Number(get) => get(row).filter(|value| value.is_finite()).map(Cell::Number),
        };
        cell.unwrap_or(Cell::Empty)
    }
}

/// A feature with what is computed of it.
#[derive(Debug)]
pub struct FeatureRow<'a> {
    id: Cow<'a, str>,
    pub feature: &'a Feature,
    layer: Option<&'a Layer>,
    measured: Measured,
    place: Option<LonLat>,
}

impl<'a> FeatureRow<'a> {
    pub fn of(selection: &Selection<'a>, id: FeatureId, feature: &'a Feature) -> Self {
        Self {
            id: selection.name(id),
            feature,
            layer: selection.project.layer(feature.layer),
            measured: measured::measure(feature),
            place: selection.place(id),
        }
    }
}

/// A quote of a feature, or of what is not on the map; or a stated figure without a quote.
#[derive(Debug, Default)]
pub struct QuoteRow<'a> {
    pub quote: Option<Quote<'a>>,
    pub stated: Option<&'a Stated>,
    pub unmapped: Option<&'a Unmapped>,
}

impl<'a> QuoteRow<'a> {
    /// The rows of a feature; one that has nothing to quote has none.
    pub fn of_feature(selection: &Selection<'a>, feature: &'a Feature) -> Vec<Self> {
        let quotes = selection.quotes(feature).into_iter().map(|quote| Self {
            stated: quote.stated,
            quote: Some(quote),
            unmapped: None,
        });
        let unquoted = feature.stated.iter().filter(|one| one.evidence.is_none());
        let unquoted = unquoted.map(|stated| Self {
            stated: Some(stated),
            ..Self::default()
        });
        quotes.chain(unquoted).collect()
    }

    /// The rows of what is not on the map.
    pub fn of_unmapped(selection: &Selection<'a>) -> impl Iterator<Item = Self> {
        selection.unmapped().map(|(_, entry)| Self {
            quote: Some(selection.quote(&entry.evidence)),
            stated: None,
            unmapped: Some(entry),
        })
    }
}

/// What is known of a feature.
pub fn feature<'a>() -> [Column<FeatureRow<'a>>; 19] {
    [
        text("feature_id", |row| some(&row.id)),
        text("name", |row| some(&row.feature.name)),
        text("other_names", |row| {
            let names = row.feature.names.iter();
            list(names.map(|(tag, name)| format!("{name} ({tag})")))
        }),
        text("layer_id", |row| some(&row.layer?.key)),
        text("layer", |row| some(&row.layer?.name)),
        text("kind", |row| maybe(row.feature.kind.as_deref())),
        text("role", |row| maybe(row.feature.role.map(role))),
        text("geometry_basis", |row| some(row.feature.basis.key())),
        text("as_of", |row| maybe(row.feature.as_of.as_deref())),
        whole("geonames_id", |row| {
            row.feature.geonames_id?.try_into().ok()
        }),
        number("lon", |row| row.place.map(|at| rounded(at.lon, 1e7))),
        number("lat", |row| row.place.map(|at| rounded(at.lat, 1e7))),
        number("radius_m", |row| Some(rounded(row.feature.radius_m?, 1e3))),
        number("measured_length_km", |row| {
            Some(rounded(row.measured.length_m? / 1e3, 1e3))
        }),
        number("measured_area_km2", |row| {
            Some(rounded(row.measured.area_m2? / 1e6, 1e3))
        }),
        text("stated", |row| list(row.feature.stated.iter().map(figure))),
        text("review", |row| {
            row.feature.is_unreviewed().then(|| "not reviewed".into())
        }),
        text("doubt", |row| maybe(row.feature.doubt())),
        text("notes", |row| list(row.feature.notes.iter().cloned())),
    ]
}

/// What is known of a quote.
pub fn quote<'a>() -> [Column<QuoteRow<'a>>; 14] {
    [
        text("quote", |row| some(&row.quote.as_ref()?.text.exact)),
        text("quote_prefix", |row| some(&row.quote.as_ref()?.text.prefix)),
        text("quote_suffix", |row| some(&row.quote.as_ref()?.text.suffix)),
        whole("quote_start", |row| {
            row.quote.as_ref()?.position?.start.try_into().ok()
        }),
        whole("quote_end", |row| {
            row.quote.as_ref()?.position?.end.try_into().ok()
        }),
        text("quote_found", |row| {
            some(row.quote.as_ref()?.found.in_words())
        }),
        text("mention", |row| {
            some(mention(row.quote.as_ref()?.evidence.mention?))
        }),
        text("mention_role", |row| {
            some(role(row.quote.as_ref()?.evidence.role?))
        }),
        text("hedge", |row| {
            let of_quote = row.quote.as_ref().map(|quote| &quote.evidence.hedge);
            said(of_quote, row.stated.map(|stated| &stated.hedge))
        }),
        text("said_by", |row| {
            let of_quote = row.quote.as_ref().map(|quote| &quote.evidence.said_by);
            said(of_quote, row.stated.map(|stated| &stated.said_by))
        }),
        number("stated_value", |row| Some(row.stated?.value)),
        text("stated_unit", |row| some(row.stated?.unit.symbol())),
        text("off_map_category", |row| some(row.unmapped?.category.key())),
        text("off_map_reason", |row| some(&row.unmapped?.reason)),
    ]
}

/// What is known of the article.
pub fn article<'a>() -> [Column<Selection<'a>>; 6] {
    [
        text("article_title", |of| {
            maybe(of.project.imprint()?.title.as_deref())
        }),
        text("article_outlet", |of| {
            maybe(of.project.imprint()?.outlet.as_deref())
        }),
        text("article_author", |of| {
            maybe(of.project.imprint()?.author.as_deref())
        }),
        text("article_published", |of| {
            maybe(of.project.imprint()?.published.as_deref())
        }),
        text("article_url", |of| {
            maybe(of.project.imprint()?.url.as_deref())
        }),
        text("article_sha256", |of| maybe(of.project.article_sha256())),
    ]
}

/// The word for a kind of words, as in project files.
pub const fn mention(kind: MentionKind) -> &'static str {
    match kind {
        MentionKind::Name => "name",
        MentionKind::Demonym => "demonym",
        MentionKind::Figure => "figure",
        MentionKind::Phrase => "phrase",
    }
}

/// A stated figure in a line: "over 1,000 km² (said by the general)".
pub fn figure(stated: &Stated) -> String {
    let hedge = stated.hedge.iter().map(|hedge| format!("{hedge} "));
    let said_by = stated.said_by.iter().map(|who| format!(" (said by {who})"));
    hedge
        .chain([measure::quantity(stated.value, stated.unit)])
        .chain(said_by)
        .collect()
}

/// What a basis means, for readers who did not make the map.
pub const fn basis(basis: GeometryBasis) -> &'static str {
    match basis {
        GeometryBasis::Drawn => "Drawn by whoever made this map",
        other => other.explained(),
    }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Place => "place",
        Role::Actor => "actor",
    }
}

/// What the quote says, else what the figure does.
fn said<'a>(
    quote: Option<&'a Option<String>>,
    stated: Option<&'a Option<String>>,
) -> Option<Cow<'a, str>> {
    let said = [quote, stated].into_iter().flatten();
    maybe(said.flatten().next().map(String::as_str))
}

const fn text<Row>(
    name: &'static str,
    get: for<'a> fn(&'a Row) -> Option<Cow<'a, str>>,
) -> Column<Row> {
    Column {
        name,
        get: Get::Text(get),
    }
}

const fn whole<Row>(name: &'static str, get: fn(&Row) -> Option<i64>) -> Column<Row> {
    Column {
        name,
        get: Get::Whole(get),
    }
}

const fn number<Row>(name: &'static str, get: fn(&Row) -> Option<f64>) -> Column<Row> {
    Column {
        name,
        get: Get::Number(get),
    }
}

fn some(text: &str) -> Option<Cow<'_, str>> {
    maybe(Some(text))
}

/// An empty text is as good as none.
fn maybe(text: Option<&str>) -> Option<Cow<'_, str>> {
    text.filter(|text| !text.is_empty()).map(Cow::Borrowed)
}

fn list<'a>(items: impl Iterator<Item = String>) -> Option<Cow<'a, str>> {
    let items: Vec<String> = items.collect();
    (!items.is_empty()).then(|| items.join("; ").into())
}

fn rounded(value: f64, factor: f64) -> f64 {
    // Adding nothing makes zero of minus zero.
    (value * factor).round() / factor + 0.0
}
