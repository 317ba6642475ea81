//! Strategies for projects of every shape that a file can hold.

use std::{f64::consts::TAU, sync::Arc};

use dateline::{
    coordinates::LonLat,
    measure::unit::Unit,
    project::{
        ArticleState, Category, Dismissal, Project, ProjectBuilder, Scope, UnknownMembers,
        Unmapped,
        feature::{
            Feature, FileId, GeometryBasis, Layer, LayerColor, Review, Stated, Style, Symbol,
        },
        ids::LayerId,
    },
    quote::{Evidence, MentionKind, Role, TextPositionSelector, TextQuoteSelector},
    text::{Article, ArticleId, Cited, Imprint},
};
use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon,
    Point, Polygon,
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use serde_json::{Map, Value, json};

/// Any JSON: numbers with few enough digits to be the same in every notation.
pub fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<i32>().prop_map(|number| json!(f64::from(number) / 1000.0)),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::Array),
            vec((any::<String>(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Members under keys that this version gives no meaning.
pub fn unknown() -> impl Strategy<Value = Map<String, Value>> {
    vec(("x-[a-zé ]{0,3}", value()), 0..3).prop_map(|members| members.into_iter().collect())
}

/// Texts that do and do not need escaping.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-z’é]{0,8}", any::<String>()]
}

/// Degrees with at most seven decimals.
fn degrees(limit: i32) -> impl Strategy<Value = f64> {
    let steps = i64::from(limit) * 10_000_000;
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    (-steps..=steps).prop_map(|step| step as f64 / 1e7)
}

fn coord() -> impl Strategy<Value = Coord> {
    (degrees(180), degrees(90)).prop_map(|(x, y)| Coord { x, y })
}

fn rounded(value: f64) -> f64 {
    (value * 1e7).round() / 1e7
}

/// A ring that runs once around `center`, at distances from it in degrees.
fn ring(center: Coord, distances: &[f64], clockwise: bool) -> LineString {
    let sign = if clockwise { -1.0 } else { 1.0 };
    let corner_count: f64 = distances.iter().map(|_| 1.0).sum();
    let corners = (0_u16..).zip(distances).map(|(index, distance)| {
        let turn = sign * TAU * f64::from(index) / corner_count;
        Coord {
            x: rounded(center.x + distance * turn.cos()),
            y: rounded(center.y + distance * turn.sin()),
        }
    });
    let mut ring = LineString::new(corners.collect());
    ring.close();
    ring
}

/// A star-shaped polygon, wound as RFC 7946 wants it, with a hole or without.
fn polygon() -> impl Strategy<Value = Polygon> {
    let center = (degrees(160), degrees(70)).prop_map(|(x, y)| Coord { x, y });
    (center, vec(1.0..9.0, 3..12), any::<bool>()).prop_map(|(center, distances, holed)| {
        let exterior = ring(center, &distances, false);
        let holes = if holed {
            vec![ring(center, &[0.1, 0.2, 0.1, 0.3], true)]
        } else {
            Vec::new()
        };
        Polygon::new(exterior, holes)
    })
}

fn line() -> impl Strategy<Value = LineString> {
    vec(coord(), 2..6).prop_map(LineString::new)
}

pub fn geometry() -> impl Strategy<Value = Geometry> {
    let simple = prop_oneof![
        coord().prop_map(|at| Geometry::Point(Point(at))),
        vec(coord(), 0..4).prop_map(|points| {
            Geometry::MultiPoint(MultiPoint(points.into_iter().map(Point).collect()))
        }),
        line().prop_map(Geometry::LineString),
        vec(line(), 0..3).prop_map(|lines| Geometry::MultiLineString(MultiLineString(lines))),
        polygon().prop_map(Geometry::Polygon),
        vec(polygon(), 0..3).prop_map(|areas| Geometry::MultiPolygon(MultiPolygon(areas))),
        Just(Geometry::Polygon(Polygon::new(
            LineString::new(Vec::new()),
            Vec::new()
        ))),
    ];
    simple.prop_recursive(2, 6, 3, |inner| {
        vec(inner, 0..3).prop_map(|parts| Geometry::GeometryCollection(GeometryCollection(parts)))
    })
}

fn role() -> impl Strategy<Value = Option<Role>> {
    option::of(select(vec![Role::Place, Role::Actor]))
}

fn selectors() -> impl Strategy<Value = (TextQuoteSelector, Option<TextPositionSelector>)> {
    let quote = ("[a-zé’]{1,9}|\\PC{1,5}", text(), text()).prop_map(|(exact, prefix, suffix)| {
        TextQuoteSelector {
            exact,
            prefix,
            suffix,
        }
    });
    let position =
        (0_usize..99, 0_usize..99).prop_map(|(start, end)| TextPositionSelector { start, end });
    (quote, option::of(position))
}

/// What other programs add to the selectors of an annotation.
fn more_selectors() -> impl Strategy<Value = Option<Value>> {
    select(vec![
        None,
        Some(json!([{"type": "FragmentSelector", "value": "char=0,5"}])),
        Some(json!([{"type": "TextQuoteSelector", "refinedBy": {"type": "CssSelector"}}])),
        Some(json!([{"type": "TextQuoteSelector", "exact": "another"}, 5])),
    ])
}

pub fn evidence() -> BoxedStrategy<Evidence> {
    let kinds = vec![
        MentionKind::Name,
        MentionKind::Demonym,
        MentionKind::Figure,
        MentionKind::Phrase,
    ];
    let source = (option::of(text()), option::of(text()), option::of(text()));
    let kind = (option::of(select(kinds)), role());
    (selectors(), source, kind, unknown(), more_selectors())
        .prop_map(
            |((quote, position), (source, hedge, said_by), (mention, role), mut other, more)| {
                if let Some(more) = more {
                    other.insert("selector".to_owned(), more);
                }
                Evidence {
                    article: ArticleId::FIRST,
                    source,
                    quote,
                    position,
                    mention,
                    role,
                    hedge,
                    said_by,
                    other,
                }
            },
        )
        .boxed()
}

fn stated() -> impl Strategy<Value = Stated> {
    let value = any::<i32>().prop_map(|value| f64::from(value) / 1000.0);
    let who = (option::of(text()), option::of(text()));
    (
        value,
        select(Unit::ALL.to_vec()),
        who,
        option::of(evidence()),
        unknown(),
    )
        .prop_map(|(value, unit, (hedge, said_by), evidence, other)| Stated {
            value,
            unit,
            hedge,
            said_by,
            evidence,
            other,
        })
}

fn style() -> impl Strategy<Value = Style> {
    let symbols = vec![Symbol::Disc, Symbol::Square, Symbol::Starburst];
    let eighths = |up_to: u8| option::of((0..=up_to).prop_map(|eighths| f32::from(eighths) / 8.0));
    (eighths(200), eighths(8), select(symbols)).prop_map(|(stroke_width, fill_opacity, symbol)| {
        Style {
            stroke_width,
            fill_opacity,
            symbol,
        }
    })
}

fn review() -> impl Strategy<Value = Review> {
    prop_oneof![
        Just(Review::Done),
        option::of("[a-zé]{1,9}").prop_map(|doubt| Review::Pending { doubt }),
    ]
}

/// What a file may call a feature: a text, a number, or nothing.
pub fn file_id() -> impl Strategy<Value = Option<FileId>> {
    prop_oneof![
        3 => text().prop_map(|text| (!text.is_empty()).then_some(FileId::Text(text))),
        1 => any::<i64>().prop_map(|number| Some(FileId::Number(number.into()))),
    ]
}

/// A feature in no layer yet, which no file has named.
pub fn feature() -> BoxedStrategy<Feature> {
    let words = (
        text(),
        option::of(text()),
        option::of(text()),
        vec(text(), 0..3),
    );
    let names = proptest::collection::btree_map("[a-z]{2}", text(), 0..3);
    let circle = (
        option::of(coord().prop_map(LonLat::from)),
        option::of((1_u32..50_000_000).prop_map(|tenths| f64::from(tenths) / 10.0)),
        option::of(any::<u64>()),
        vec(evidence(), 0..3),
    );
    let quotes = (vec(evidence(), 0..3), vec(stated(), 0..2));
    let marks = (
        role(),
        select(GeometryBasis::ALL.to_vec()),
        style(),
        names,
        review(),
    );
    let others = (unknown(), unknown(), unknown());
    (option::of(geometry()), words, circle, quotes, marks, others)
        .prop_map(|(geometry, words, circle, quotes, marks, others)| {
            let mut feature = Feature::new(LayerId::NOWHERE, geometry);
            (feature.name, feature.kind, feature.as_of, feature.notes) = words;
            (
                feature.center,
                feature.radius_m,
                feature.geonames_id,
                feature.measured_from,
            ) = circle;
            (feature.evidence, feature.stated) = quotes;
            (
                feature.role,
                feature.basis,
                feature.style,
                feature.names,
                feature.review,
            ) = marks;
            (
                feature.other_properties,
                feature.other_members,
                feature.other_geometry,
            ) = others;
            if feature.geometry.is_none() {
                feature.other_geometry = Map::new();
            }
            feature
        })
        .boxed()
}

pub fn layer() -> BoxedStrategy<Layer> {
    let colors = select(LayerColor::ALL.to_vec());
    (text(), colors, any::<bool>(), 0_u8..=8, unknown())
        .prop_map(|(name, color, visible, eighths, other)| Layer {
            color,
            visible,
            opacity: f32::from(eighths) / 8.0,
            other,
            ..Layer::new("", name)
        })
        .boxed()
}

fn imprint() -> impl Strategy<Value = Imprint> {
    vec(option::of(text()), 7).prop_map(|mut known| {
        let mut next = || known.pop().flatten();
        Imprint {
            title: next(),
            outlet: next(),
            author: next(),
            url: next(),
            published: next(),
            retrieved: next(),
            rights: next(),
        }
    })
}

pub fn article() -> BoxedStrategy<Article> {
    (any::<String>(), imprint(), unknown())
        .prop_map(|(text, imprint, other)| {
            let mut article = Article::new(text, imprint);
            article.other = other;
            article
        })
        .boxed()
}

/// An article whose text is not in the file.
pub fn cited() -> BoxedStrategy<Cited> {
    ("[0-9a-f]{64}", imprint(), unknown())
        .prop_map(|(sha256, imprint, other)| Cited {
            imprint,
            sha256,
            other,
        })
        .boxed()
}

pub fn unmapped() -> BoxedStrategy<Unmapped> {
    let category = prop_oneof![
        Just(Category::Demonym),
        Just(Category::Figure),
        Just(Category::Organisation),
        Just(Category::VagueRegion),
        "x-[a-z]{0,5}".prop_map(Category::Other),
    ];
    (evidence(), category, text(), unknown())
        .prop_map(|(evidence, category, reason, other)| Unmapped {
            evidence,
            category,
            reason,
            other,
        })
        .boxed()
}

pub fn dismissal() -> BoxedStrategy<Dismissal> {
    let scope = select(vec![Scope::ThisMention, Scope::AllAlike]);
    (evidence(), option::of(text()), scope, unknown())
        .prop_map(|(evidence, reason, scope, other)| Dismissal {
            evidence,
            reason,
            scope,
            other,
        })
        .boxed()
}

/// What no reader takes for a feature.
fn unread() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        text().prop_map(Value::from),
        unknown().prop_map(Value::Object),
    ]
}

pub fn project() -> BoxedStrategy<Project> {
    let layers = vec((layer(), text()), 0..4);
    let features = vec((feature(), file_id(), any::<prop::sample::Index>()), 0..4);
    let rest = (
        vec(unmapped(), 0..3),
        vec(dismissal(), 0..3),
        vec(unread(), 0..2),
    );
    let article = prop_oneof![
        Just(ArticleState::None),
        article().prop_map(|article| ArticleState::Text(Arc::new(article))),
        cited().prop_map(|cited| ArticleState::Cited(Arc::new(cited))),
    ];
    (article, layers, features, rest, (unknown(), unknown()))
        .prop_map(
            |(article, layers, features, rest, (other, other_dateline))| {
                let (unmapped, dismissed, unread) = rest;
                let mut builder = ProjectBuilder::new(article);
                // The number makes a key unique, the text makes it any text.
                let layers = layers.into_iter().enumerate();
                let layers = layers.filter_map(|(number, (mut layer, text))| {
                    layer.key = format!("{number}{text}");
                    builder.layer(layer)
                });
                let layers: Vec<LayerId> = layers.collect();
                for (mut feature, file_id, index) in features {
                    // Each feature is in one of the layers.
                    if !layers.is_empty() {
                        feature.layer = *index.get(&layers);
                        feature.file_id = file_id;
                        builder.feature(feature);
                    }
                }
                for entry in unmapped {
                    builder.unmapped(entry);
                }
                for entry in dismissed {
                    builder.dismissal(entry);
                }
                builder.finish(UnknownMembers {
                    other,
                    other_dateline,
                    unread,
                })
            },
        )
        .boxed()
}
