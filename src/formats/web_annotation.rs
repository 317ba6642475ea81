//! W3C Web Annotations as JSON-LD (<https://www.w3.org/TR/annotation-model/>): one for each quote.
//!
//! A target's source is the hash of the article's text (`urn:sha256:…`), so that its positions
//! cannot be taken for those of another version; `scope` names the page. The bodies say what the
//! words stand for: the GeoNames record, the feature with its geometry, the layer, and for what is
//! not on the map the reason.

use std::{collections::BTreeSet, fmt::Write as _};

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::{
    geojson,
    selection::{Quote, Selection},
    table,
};
use crate::{
    project::{Unmapped, feature::Feature, ids::FeatureId},
    quote::MentionKind,
    text::source_iri,
};

/// A geometry of more positions is written once, and then referred to.
const SHORT: usize = 16;

pub fn write(selection: &Selection) -> Vec<u8> {
    let mut page = Page {
        selection,
        source: selection
            .project
            .article_sha256()
            .map_or_else(|| uuid(&[selection.project.title()]), source_iri),
        moment: selection.exported_at().map(|(_, moment)| moment),
        annotations: Vec::new(),
        ids: BTreeSet::new(),
        written: BTreeSet::new(),
    };
    for &(id, feature) in &selection.features {
        page.feature(id, feature);
    }
    for (_, entry) in selection.unmapped() {
        page.unmapped(entry);
    }
    geojson::readable(&page.collection()).into_bytes()
}

struct Page<'a> {
    selection: &'a Selection<'a>,
    source: String,
    moment: Option<String>,
    annotations: Vec<Value>,
    /// Of the annotations.
    ids: BTreeSet<String>,
    /// The features whose long geometry has been written.
    written: BTreeSet<FeatureId>,
}

impl<'a> Page<'a> {
    fn feature(&mut self, id: FeatureId, feature: &'a Feature) {
        let subject = self.subject(id);
        for quote in self.selection.quotes(feature) {
            let purpose = match quote.evidence.mention {
                Some(MentionKind::Name | MentionKind::Demonym) => "identifying",
                _ => "linking",
            };
            let mut bodies = Vec::new();
            if let Some(id) = feature.geonames_id {
                bodies.push(json!({
                    "type": "SpecificResource",
                    "purpose": purpose,
                    "source": format!("https://sws.geonames.org/{id}/"),
                }));
            }
            bodies.push(json!({
                "type": "SpecificResource",
                "purpose": "linking",
                "source": self.resource(id, feature),
            }));
            if let Some(layer) = self.selection.project.layer(feature.layer) {
                bodies.push(textual("classifying", &layer.name));
            }
            if let Some(stated) = quote.stated {
                bodies.push(textual("describing", &table::figure(stated)));
            }
            self.add(purpose, &bodies, &quote, &subject);
        }
    }

    fn unmapped(&mut self, entry: &'a Unmapped) {
        let bodies = vec![
            textual("classifying", entry.category.key()),
            textual("commenting", &entry.reason),
        ];
        let quote = self.selection.quote(&entry.evidence);
        self.add("commenting", &bodies, &quote, "");
    }

    /// What tells a feature from the others of the project: what files call it, unless they call
    /// another one the same.
    fn subject(&self, id: FeatureId) -> String {
        let project = self.selection.project;
        let name = self.selection.name(id).into_owned();
        if project.by_file_id(&name).is_some_and(|first| first != id) {
            format!("{name} {}", self.selection.number(id))
        } else {
            name
        }
    }

    /// The feature as a GeoJSON object; the second time only its id, when it is long.
    fn resource(&mut self, id: FeatureId, feature: &'a Feature) -> Value {
        let iri = uuid(&[&self.source, &self.subject(id)]);
        let geometry = feature.geometry();
        let long = geometry.is_some_and(|geometry| geo::CoordsIter::coords_count(geometry) > SHORT);
        if long && !self.written.insert(id) {
            return json!(iri);
        }
        let mut properties = Map::new();
        properties.insert("name".to_owned(), json!(feature.name));
        properties.insert("geometry_basis".to_owned(), json!(feature.basis.key()));
        for (key, value) in [("kind", &feature.kind), ("as_of", &feature.as_of)] {
            if let Some(value) = value {
                properties.insert(key.to_owned(), json!(value));
            }
        }
        json!({
            "id": iri,
            "type": "Feature",
            "label": feature.name,
            "properties": properties,
            "geometry": geometry.map(geojson::geometry),
        })
    }

    fn add(&mut self, motivation: &str, bodies: &[Value], quote: &Quote, subject: &str) {
        let mut selector = Map::new();
        selector.insert("type".to_owned(), "TextQuoteSelector".into());
        selector.insert("exact".to_owned(), json!(quote.text.exact));
        for (key, context) in [
            ("prefix", &quote.text.prefix),
            ("suffix", &quote.text.suffix),
        ] {
            if !context.is_empty() {
                selector.insert(key.to_owned(), json!(context));
            }
        }
        let mut selectors = vec![Value::Object(selector)];
        if let Some(position) = quote.position {
            selectors.push(json!({
                "type": "TextPositionSelector",
                "start": position.start,
                "end": position.end,
            }));
        }
        let mut target = json!({
            "type": "SpecificResource",
            "source": self.source,
            "selector": selectors,
        });
        if let Some(url) = self.address() {
            target["scope"] = json!(url);
        }
        let mut annotation = json!({
            "id": self.id_of(quote, subject),
            "type": "Annotation",
            "motivation": motivation,
        });
        if let Some(moment) = &self.moment {
            annotation["generated"] = json!(moment);
        }
        annotation["body"] = json!(bodies);
        annotation["target"] = target;
        self.annotations.push(annotation);
    }

    /// The page that the article was on. Only what is an IRI may stand where one is expected.
    fn address(&self) -> Option<&str> {
        let url = self.selection.project.imprint()?.url.as_deref()?;
        let plain = |c: char| c.is_control() || c.is_whitespace() || "<>\"{}|\\^`".contains(c);
        let web = url.starts_with("https://") || url.starts_with("http://");
        (web && !url.contains(plain)).then_some(url)
    }

    /// The same quote of the same feature has the same id in every export.
    fn id_of(&mut self, quote: &Quote, subject: &str) -> String {
        let position = quote
            .position
            .map_or(String::new(), |at| at.start.to_string());
        // One more number than there are ids: one of them is free.
        let ids = &mut self.ids;
        (0..=ids.len())
            .map(|number| {
                let number = number.to_string();
                let parts = [
                    &*self.source,
                    subject,
                    &quote.text.exact,
                    &position,
                    &number,
                ];
                uuid(&parts)
            })
            .find(|id| ids.insert(id.clone()))
            .unwrap_or_default()
    }

    fn collection(self) -> Value {
        let project = self.selection.project;
        let mut collection = json!({
            "@context": [
                "http://www.w3.org/ns/anno.jsonld",
                {
                    "geojson": "https://purl.org/geojson/vocab#",
                    "Feature": "geojson:Feature",
                    "geometry": {"@id": "geojson:geometry", "@type": "@json"},
                    "properties": {"@id": "geojson:properties", "@type": "@json"},
                },
            ],
            "id": uuid(&[&self.source, "annotations"]),
            "type": "AnnotationCollection",
            "label": format!("Places and claims in {}", project.imprint().map_or_else(
                || format!("“{}”", project.title()),
                crate::text::Imprint::citation,
            )),
            "generator": {"type": "Software", "name": "Dateline"},
        });
        if let Some(moment) = &self.moment {
            collection["generated"] = json!(moment);
        }
        collection["total"] = json!(self.annotations.len());
        collection["first"] = json!({
            "id": uuid(&[&self.source, "annotations", "1"]),
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": self.annotations,
        });
        collection
    }
}

fn textual(purpose: &str, value: &str) -> Value {
    json!({
        "type": "TextualBody",
        "purpose": purpose,
        "format": "text/plain",
        "value": value,
    })
}

/// An IRI made of its parts: a UUID of version 8 (RFC 9562, section 5.8) from their hash.
fn uuid(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut iri = "urn:uuid:".to_owned();
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            iri.push('-');
        }
        let _ = write!(iri, "{byte:02x}");
    }
    iri
}

#[cfg(test)]
mod tests {
    use super::uuid;

    #[test]
    fn an_id_is_a_uuid_of_version_8_that_depends_on_every_part() {
        let id = uuid(&["a", "bc"]);
        assert_eq!(id.len(), "urn:uuid:".len() + 36);
        assert_eq!(&id[23..24], "8");
        assert_ne!(id, uuid(&["ab", "c"]));
        assert_eq!(id, uuid(&["a", "bc"]));
    }
}
