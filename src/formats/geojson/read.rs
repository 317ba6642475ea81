//! Reads GeoJSON into a project. A feature that cannot be read is set aside with a diagnostic and
//! kept for saving; the rest of the file opens. Anything smaller that is not understood stays in
//! the `other` members of what it belongs to.

use std::{collections::BTreeSet, sync::Arc};

use serde_json::{Map, Value};

use super::{
    FORMAT_MAJOR, GeoJsonError, export,
    feature::{self, read_evidence},
    structure, take, why_malformed,
};
use crate::{
    project::{
        ArticleState, Category, Dismissal, Project, ProjectBuilder, Scope, UnknownMembers,
        Unmapped,
        diagnostic::{Diagnostic, FileLocation},
        feature::{Feature, Layer, LayerColor},
        ids::LayerId,
    },
    text::{Article, Cited, Imprint},
};

/// A file that was read, and what was wrong with it.
#[derive(Debug)]
pub struct Opened {
    pub project: Project,
    pub diagnostics: Vec<Diagnostic>,
}

impl Opened {
    /// Where each of the project's features stands in the file's list, which also holds those
    /// that were set aside.
    pub fn indices_in_file(&self) -> impl Iterator<Item = usize> + use<> {
        let aside = set_aside(&self.diagnostics);
        (0..).filter(move |index| !aside.contains(index))
    }
}

/// Read a GeoJSON text. `name` is what the layer is called when the file does not say.
///
/// # Errors
/// When the bytes are no GeoJSON at all, or a project of a newer major version.
pub fn read(bytes: &[u8], name: &str) -> Result<Opened, GeoJsonError> {
    let mut root = parse(bytes)?;
    let mut diagnostics = structure::check(&root);
    let features = match root.get("type").and_then(Value::as_str) {
        Some("FeatureCollection") => match root.shift_remove("features") {
            Some(Value::Array(features)) => features,
            _ => {
                return Err(GeoJsonError::NotGeoJson {
                    reason: "the FeatureCollection has no list of features".to_owned(),
                });
            }
        },
        Some("Feature") => vec![Value::Object(std::mem::take(&mut root))],
        Some(kind) if structure::GEOMETRY_TYPES.contains(&kind) => {
            let mut feature = Map::new();
            feature.insert("type".to_owned(), "Feature".into());
            feature.insert("properties".to_owned(), Value::Null);
            feature.insert(
                "geometry".to_owned(),
                Value::Object(std::mem::take(&mut root)),
            );
            vec![Value::Object(feature)]
        }
        Some(other) => {
            return Err(GeoJsonError::NotGeoJson {
                reason: format!("its type is “{other}”, which GeoJSON does not know"),
            });
        }
        None => {
            return Err(GeoJsonError::NotGeoJson {
                reason: "the object has no “type”".to_owned(),
            });
        }
    };
    root.shift_remove("type");

    let dateline = root.shift_remove("dateline");
    let ours = dateline.is_some();
    let dateline = match dateline {
        Some(dateline) => read_dateline(dateline, &mut diagnostics)?,
        None => ReadDateline::default(),
    };
    let mut builder = ProjectBuilder::new(dateline.article);
    for layer in dateline.layers {
        builder.layer(layer);
    }
    let unread = Features {
        name,
        ours,
        colors: LayerColor::ALL.into_iter().cycle(),
    }
    .read(features, &mut builder, &mut diagnostics);
    // A project may have no layers yet; any other file is one layer at least.
    if builder.top_layer().is_none() && !ours {
        builder.layer(Layer::new(name, name));
    }
    for entry in dateline.unmapped {
        builder.unmapped(entry);
    }
    for entry in dateline.dismissed {
        builder.dismissal(entry);
    }
    let project = builder.finish(UnknownMembers {
        other: root,
        other_dateline: dateline.other,
        unread,
    });
    Ok(Opened {
        project,
        diagnostics,
    })
}

/// Bytes to a JSON object.
pub(crate) fn parse(bytes: &[u8]) -> Result<Map<String, Value>, GeoJsonError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let sound = &bytes[..error.valid_up_to()];
        if error.error_len().is_some() || sound.is_empty() {
            GeoJsonError::NotText { at: sound.len() }
        } else {
            // Text up to the middle of its last character: a download that broke off.
            let mut lines = sound.rsplit(|byte| *byte == b'\n');
            GeoJsonError::CutShort {
                column: lines.next().map_or(0, <[u8]>::len),
                line: lines.count() + 1,
            }
        }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(GeoJsonError::Empty);
    }
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(GeoJsonError::NotGeoJson {
            reason: "the outermost value is not an object".to_owned(),
        }),
        Err(error) if error.is_eof() => Err(GeoJsonError::CutShort {
            line: error.line(),
            column: error.column(),
        }),
        Err(error) => Err(GeoJsonError::Malformed {
            line: error.line(),
            column: error.column(),
            reason: why_malformed(&error),
        }),
    }
}

/// What the `dateline` member of a file holds.
#[derive(Default)]
struct ReadDateline {
    article: ArticleState,
    layers: Vec<Layer>,
    unmapped: Vec<Unmapped>,
    dismissed: Vec<Dismissal>,
    /// Members that are not understood.
    other: Map<String, Value>,
}

fn read_dateline(
    value: Value,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<ReadDateline, GeoJsonError> {
    let mut read = ReadDateline::default();
    let Value::Object(mut dateline) = value else {
        diagnostics.push(Diagnostic::error(
            "dateline-member",
            FileLocation::member("dateline"),
            "the dateline member is not an object; it was ignored",
        ));
        return Ok(read);
    };
    check_version(dateline.shift_remove("version"), diagnostics)?;
    match dateline.shift_remove("article") {
        None | Some(Value::Null) => {}
        Some(article) => match read_article(article.clone(), diagnostics) {
            Read::Text(article) => read.article = ArticleState::Text(Arc::new(article)),
            Read::Cited(cited) => read.article = ArticleState::Cited(Arc::new(cited)),
            Read::Neither => {
                dateline.insert("article".to_owned(), article);
            }
        },
    }
    let mut keys = BTreeSet::new();
    read.layers = take::entries(
        &mut dateline,
        "layers",
        |entry| read_layer(entry).filter(|layer| keys.insert(layer.key.clone())),
        |index| {
            diagnostics.push(Diagnostic::error(
                "layer",
                FileLocation::member(&format!("dateline.layers[{index}]")),
                "a layer needs an id of its own; this one is kept but not used",
            ));
        },
    );
    read.unmapped = take::entries(&mut dateline, "unmapped", read_unmapped, |index| {
        diagnostics.push(Diagnostic::error(
            "unmapped",
            FileLocation::member(&format!("dateline.unmapped[{index}]")),
            "an entry of what is not on the map needs evidence, a category and a reason; this one is kept but not used",
        ));
    });
    read.dismissed = take::entries(&mut dateline, "dismissed", read_dismissal, |index| {
        diagnostics.push(Diagnostic::error(
            "dismissed",
            FileLocation::member(&format!("dateline.dismissed[{index}]")),
            "a dismissal needs evidence; this one is kept but not used",
        ));
    });
    for key in ["layers", "unmapped", "dismissed"] {
        if dateline.get(key).is_some_and(|value| !value.is_array()) {
            diagnostics.push(Diagnostic::error(
                "dateline-member",
                FileLocation::member(&format!("dateline.{key}")),
                "a list is needed here; this is kept but not used",
            ));
        }
    }
    read.other = dateline;
    Ok(read)
}

fn check_version(
    version: Option<Value>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), GeoJsonError> {
    let found = match version {
        Some(Value::String(text)) => text,
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let major = found.split('.').next().unwrap_or_default();
    if major.is_empty() || !major.bytes().all(|byte| byte.is_ascii_digit()) {
        diagnostics.push(Diagnostic::warning(
            "version",
            FileLocation::member("dateline.version"),
            "the project does not say which format version it has; it was read as 1.0",
        ));
        return Ok(());
    }
    // A number that is too large to parse is certainly newer.
    if major.parse().is_ok_and(|major: u64| major <= FORMAT_MAJOR) {
        Ok(())
    } else {
        Err(GeoJsonError::NewerVersion { found })
    }
}

/// What a file says of its article.
enum Read {
    Text(Article),
    Cited(Cited),
    Neither,
}

fn read_article(value: Value, diagnostics: &mut Vec<Diagnostic>) -> Read {
    let Value::Object(mut object) = value else {
        return without_text(diagnostics);
    };
    let text = take::text(&mut object, "text");
    // What stands there and is no text is damage, not an export.
    let left_out = !object.contains_key("text");
    let recorded = take::text(&mut object, "sha256");
    let imprint = Imprint {
        title: take::text(&mut object, "title"),
        outlet: take::text(&mut object, "outlet"),
        author: take::text(&mut object, "author"),
        url: take::text(&mut object, "url"),
        published: take::text(&mut object, "published"),
        retrieved: take::text(&mut object, "retrieved"),
        rights: take::text(&mut object, "rights"),
    };
    let Some(text) = text else {
        let Some(sha256) = recorded.filter(|recorded| left_out && is_sha256(recorded)) else {
            return without_text(diagnostics);
        };
        diagnostics.push(Diagnostic::warning(
            "article-not-included",
            FileLocation::member("dateline.article"),
            "the file carries quotes but not the article’s text, as exports do; open the article beside it to see the quotes in place",
        ));
        return Read::Cited(Cited {
            imprint,
            sha256,
            other: object,
        });
    };
    let mut article = Article::new(text, imprint);
    if recorded.is_some_and(|recorded| recorded != article.sha256()) {
        diagnostics.push(Diagnostic::warning(
            "article-hash",
            FileLocation::member("dateline.article.sha256"),
            "the article's text is not the one the hash was made of; it may have been edited",
        ));
    }
    article.other = object;
    Read::Text(article)
}

fn without_text(diagnostics: &mut Vec<Diagnostic>) -> Read {
    diagnostics.push(Diagnostic::error(
        "article",
        FileLocation::member("dateline.article.text"),
        "the article has no text; the project opens without it",
    ));
    Read::Neither
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn read_layer(value: Value) -> Option<Layer> {
    let Value::Object(mut object) = value else {
        return None;
    };
    let key = take::text(&mut object, "id")?;
    let name = take::text(&mut object, "name").unwrap_or_else(|| key.clone());
    Some(Layer {
        key,
        name,
        color: take::word(&mut object, "color", LayerColor::from_key).unwrap_or_default(),
        visible: take::flag(&mut object, "visible").unwrap_or(true),
        opacity: take::small_number(&mut object, "opacity", &(0.0..=1.0)).unwrap_or(1.0),
        other: object,
    })
}

fn read_unmapped(value: Value) -> Option<Unmapped> {
    let Value::Object(mut object) = value else {
        return None;
    };
    let category = take::text(&mut object, "category")?;
    Some(Unmapped {
        evidence: read_evidence(object.shift_remove("evidence")?)?,
        category: Category::from_key(&category),
        reason: take::text(&mut object, "reason")?,
        other: object,
    })
}

fn read_dismissal(value: Value) -> Option<Dismissal> {
    let Value::Object(mut object) = value else {
        return None;
    };
    Some(Dismissal {
        evidence: read_evidence(object.shift_remove("evidence")?)?,
        reason: take::text(&mut object, "reason"),
        // The narrower scope stands in for one that is not known.
        scope: take::word(&mut object, "scope", Scope::from_key).unwrap_or_default(),
        other: object,
    })
}

/// How the features of a file are read.
struct Features<'a> {
    /// What the layer of features is called that do not say where they belong, where there is none yet.
    name: &'a str,
    /// The file is a project.
    ours: bool,
    /// For layers that the file does not list.
    colors: std::iter::Cycle<std::array::IntoIter<LayerColor, 6>>,
}

impl Features<'_> {
    /// Add the features to a project; those that cannot be read are given back.
    fn read(
        mut self,
        values: Vec<Value>,
        builder: &mut ProjectBuilder,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Value> {
        let broken = set_aside(diagnostics);
        // A feature that does not say where it belongs goes to the first layer of the file.
        let top = builder.top_layer();
        let mut unread = Vec::new();
        for (index, value) in values.into_iter().enumerate() {
            let object = match value {
                Value::Object(object) if !broken.contains(&index) => object,
                other => {
                    unread.push(other);
                    continue;
                }
            };
            match feature::read(object, index, self.ours, diagnostics) {
                Ok(read) => {
                    let layer = match (&read.layer, top) {
                        (Some(key), _) => self.layer(key, builder),
                        (None, Some(top)) => Some(top),
                        (None, None) => self.layer(self.name, builder),
                    };
                    self.add(read.feature, layer, builder);
                }
                Err(object) => unread.push(Value::Object(object)),
            }
        }
        unread
    }

    fn add(&self, mut feature: Feature, layer: Option<LayerId>, builder: &mut ProjectBuilder) {
        let Some(layer) = layer else {
            return;
        };
        if self.ours
            && let Some(color) = builder.color_of(layer)
        {
            export::take_colors(&mut feature, color);
        }
        feature.layer = layer;
        builder.feature(feature);
    }

    /// The layer with this key. Features may name layers that the file does not list, as any GeoJSON
    /// does.
    fn layer(&mut self, key: &str, builder: &mut ProjectBuilder) -> Option<LayerId> {
        if let Some(known) = builder.layer_by_key(key) {
            return Some(known);
        }
        let color = self.colors.next().unwrap_or_default();
        builder.layer(Layer {
            color,
            ..Layer::new(key, key)
        })
    }
}

/// The features of the file that cannot be shown, by index.
fn set_aside(diagnostics: &[Diagnostic]) -> BTreeSet<usize> {
    diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.unreadable)
        .filter_map(|diagnostic| diagnostic.place.feature)
        .collect()
}
