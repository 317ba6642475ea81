//! KML 2.2 (OGC 07-147r2): a folder for each layer, a placemark for each feature.
//!
//! All that is known of a feature is in `ExtendedData`. Its description is what a balloon shows: the
//! quotes in their sentences, the figures, where the geometry comes from, and the article. Colours
//! are written as KML has them: opacity, blue, green, red.

use std::{borrow::Cow, io};

use geo::{Coord, Geometry, LineString, Polygon};
use maud::{Markup, html};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use super::{
    ExportError, Format, look,
    selection::Selection,
    support::{self, ReviewShare, ShownQuote, Support, times},
    table::{self, Cell, FeatureRow},
    web_address,
};
use crate::{
    project::{
        feature::{Feature, Layer},
        ids::{FeatureId, LayerId},
    },
    quote::Role,
};

/// Balloons are small.
const MOST_NAMES: usize = 6;

const NAMESPACE: &str = "http://www.opengis.net/kml/2.2";

type Xml = Writer<Vec<u8>>;

pub fn write(selection: &Selection) -> Result<Vec<u8>, ExportError> {
    document(selection).map_err(|error| ExportError::failed(Format::Kml, &error))
}

fn document(selection: &Selection) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("kml")
        .with_attribute(("xmlns", NAMESPACE))
        .write_inner_content(|xml| {
            xml.create_element("Document").write_inner_content(|xml| {
                text(xml, "name", selection.project.title())?;
                text(xml, "description", &about(selection))?;
                for &(id, layer) in &selection.layers {
                    folder(xml, selection, id, layer)?;
                }
                Ok(())
            })?;
            Ok(())
        })?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// Where the words and the places come from.
fn about(selection: &Selection) -> String {
    let mut about = selection.project.imprint().map_or_else(
        || "No article is given.".to_owned(),
        |imprint| format!("Read from {}.", imprint.citation()),
    );
    let review = ReviewShare::of(selection).in_words("Not reviewed");
    for sentence in review.as_deref().into_iter().chain(selection.credits()) {
        about.push(' ');
        about.push_str(sentence);
    }
    about
}

fn folder(xml: &mut Xml, selection: &Selection, id: LayerId, layer: &Layer) -> io::Result<()> {
    xml.create_element("Folder").write_inner_content(|xml| {
        text(xml, "name", &layer.name)?;
        text(xml, "visibility", if layer.is_shown() { "1" } else { "0" })?;
        for (id, feature) in selection.features_of(id) {
            placemark(xml, selection, layer, id, feature)?;
        }
        Ok(())
    })?;
    Ok(())
}

/// The children are in the order that the schema asks for.
fn placemark(
    xml: &mut Xml,
    selection: &Selection,
    layer: &Layer,
    id: FeatureId,
    feature: &Feature,
) -> io::Result<()> {
    xml.create_element("Placemark").write_inner_content(|xml| {
        text(xml, "name", &feature.name)?;
        text(xml, "visibility", if layer.is_shown() { "1" } else { "0" })?;
        text(xml, "description", &description(selection, feature))?;
        style(xml, layer, feature)?;
        let row = FeatureRow::of(selection, id, feature);
        xml.create_element("ExtendedData")
            .write_inner_content(|xml| {
                for column in table::feature() {
                    let value: Cow<str> = match column.cell(&row) {
                        Cell::Empty => continue,
                        Cell::Text(value) => value,
                        Cell::Whole(value) => value.to_string().into(),
                        Cell::Number(value) => value.to_string().into(),
                    };
                    xml.create_element("Data")
                        .with_attribute(("name", column.name))
                        .write_inner_content(|xml| text(xml, "value", &value))?;
                }
                Ok(())
            })?;
        if let Some(geometry) = feature.geometry() {
            shape(xml, geometry)?;
        }
        Ok(())
    })?;
    Ok(())
}

/// What a balloon shows, as HTML: all that a reader needs to judge the mark, because programs that
/// show maps hide the rest.
fn description(selection: &Selection, feature: &Feature) -> String {
    let Support { claims, names } = Support::of(selection, feature);
    let more = names.len().saturating_sub(MOST_NAMES);
    html! {
        @if let Some(kind) = &feature.kind { p { (kind) } }
        @if feature.role == Some(Role::Actor) { p { "Named as an actor." } }
        @if feature.is_unreviewed() { p { b { "Not reviewed:" } " found by a program." } }
        @for (what, value) in support::figures(feature) { p { (what) ": " b { (value) } } }
        @for reason in support::disagreements(feature) { p { (reason) } }
        @for claim in &claims {
            blockquote { (quoted(selection, claim)) }
            p {
                "– "
                @if let Some(hedge) = claim.hedge { "“" (hedge) "”, " }
                @if let Some(who) = claim.said_by { "said by " (who) } @else { "no source named" }
                @if let Some(doubt) = claim.doubt() { "; " (doubt) }
            }
        }
        @if !names.is_empty() {
            p { "Named " (times(names.len())) ":" }
            ul {
                @for name in names.iter().take(MOST_NAMES) {
                    li {
                        (quoted(selection, name))
                        @if let Some(doubt) = name.doubt() { " (" (doubt) ")" }
                    }
                }
                @if more > 0 { li { "and " (more) " more" } }
            }
        }
        @for note in support::notes(feature) { p { (note) } }
        p {
            (table::basis(feature.basis))
            @if let Some(as_of) = &feature.as_of { ", as of " (as_of) }
            "."
            @if let (Some(id), Some(url)) = (feature.geonames_id, feature.geonames_url()) {
                " " a href=(url) { "GeoNames " (id) } "."
            }
        }
        @if let Some(imprint) = selection.project.imprint() {
            p {
                "Article: "
                @match imprint.url.as_deref().and_then(web_address) {
                    Some(url) => { a href=(url) { (imprint.citation()) } }
                    None => { (imprint.citation()) }
                }
                "."
            }
        }
    }
    .into_string()
}

/// The quote in its sentence.
fn quoted(selection: &Selection, passage: &ShownQuote) -> Markup {
    let words = passage.words(selection);
    html! { (words.before) b { (words.quoted) } (words.after) }
}

fn style(xml: &mut Xml, layer: &Layer, feature: &Feature) -> io::Result<()> {
    let hex = look::hex(layer.color);
    let opacity = layer.opacity;
    let fill = opacity * look::fill_opacity(feature);
    xml.create_element("Style").write_inner_content(|xml| {
        xml.create_element("IconStyle")
            .write_inner_content(|xml| text(xml, "color", &aabbggrr(hex, opacity)))?;
        xml.create_element("LineStyle").write_inner_content(|xml| {
            text(xml, "color", &aabbggrr(hex, opacity))?;
            text(xml, "width", &look::stroke_width(feature).to_string())
        })?;
        xml.create_element("PolyStyle")
            .write_inner_content(|xml| text(xml, "color", &aabbggrr(hex, fill)))?;
        Ok(())
    })?;
    Ok(())
}

/// A colour as KML has it. `hex` is rrggbb; the opacity runs from 0 to 1.
fn aabbggrr(hex: &str, opacity: f32) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to 255"
    )]
    let alpha = (opacity.clamp(0.0, 1.0) * 255.0).round() as u8;
    let (r, g, b) = (&hex[..2], &hex[2..4], &hex[4..]);
    format!("{alpha:02x}{b}{g}{r}")
}

fn shape(xml: &mut Xml, geometry: &Geometry) -> io::Result<()> {
    match geometry {
        Geometry::Point(point) => {
            xml.create_element("Point")
                .write_inner_content(|xml| coordinates(xml, &[point.0]))?;
        }
        Geometry::Line(line) => shape(xml, &LineString::from(*line).into())?,
        Geometry::LineString(line) => {
            xml.create_element("LineString")
                .write_inner_content(|xml| {
                    text(xml, "tessellate", "1")?;
                    coordinates(xml, &line.0)
                })?;
        }
        Geometry::Polygon(area) => polygon(xml, area)?,
        Geometry::Rect(rect) => polygon(xml, &rect.to_polygon())?,
        Geometry::Triangle(triangle) => polygon(xml, &triangle.to_polygon())?,
        Geometry::MultiPoint(points) => {
            together(xml, points.iter().map(|point| Geometry::from(*point)))?;
        }
        Geometry::MultiLineString(lines) => {
            together(xml, lines.iter().cloned().map(Geometry::from))?;
        }
        Geometry::MultiPolygon(areas) => together(xml, areas.iter().cloned().map(Geometry::from))?,
        Geometry::GeometryCollection(parts) => together(xml, parts.iter().cloned())?,
    }
    Ok(())
}

fn together(xml: &mut Xml, parts: impl Iterator<Item = Geometry>) -> io::Result<()> {
    xml.create_element("MultiGeometry")
        .write_inner_content(|xml| {
            for part in parts {
                shape(xml, &part)?;
            }
            Ok(())
        })?;
    Ok(())
}

fn polygon(xml: &mut Xml, polygon: &Polygon) -> io::Result<()> {
    let exterior = ("outerBoundaryIs", polygon.exterior());
    let holes = polygon.interiors().iter();
    let rings = std::iter::once(exterior).chain(holes.map(|hole| ("innerBoundaryIs", hole)));
    xml.create_element("Polygon").write_inner_content(|xml| {
        text(xml, "tessellate", "1")?;
        for (boundary, ring) in rings {
            xml.create_element(boundary).write_inner_content(|xml| {
                xml.create_element("LinearRing")
                    .write_inner_content(|xml| coordinates(xml, &ring.0))?;
                Ok(())
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Longitude and latitude in degrees, with seven decimals at most (about a centimetre).
fn coordinates(xml: &mut Xml, all: &[Coord]) -> io::Result<()> {
    // Adding nothing makes zero of minus zero.
    let seven = |value: f64| (value * 1e7).round() / 1e7 + 0.0;
    let tuples: Vec<String> = all
        .iter()
        .map(|at| format!("{},{}", seven(at.x), seven(at.y)))
        .collect();
    text(xml, "coordinates", &tuples.join(" "))
}

/// An element with nothing but text, escaped.
fn text(xml: &mut Xml, name: &str, content: &str) -> io::Result<()> {
    xml.create_element(name)
        .write_text_content(BytesText::new(&allowed(content)))?;
    Ok(())
}

/// The characters that XML 1.0 can hold at all, however they are escaped (section 2.2).
fn allowed(text: &str) -> Cow<'_, str> {
    let forbidden = |c: char| matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(forbidden) {
        Cow::Owned(text.replace(forbidden, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_run_backwards() {
        assert_eq!(aabbggrr("1f4e9e", 1.0), "ff9e4e1f");
        assert_eq!(aabbggrr("1f4e9e", 0.0), "009e4e1f");
    }

    #[test]
    fn characters_that_xml_cannot_hold_are_replaced() {
        assert_eq!(allowed("a\u{1}\u{c}b\t\nё"), "a\u{fffd}\u{fffd}b\t\nё");
    }
}
