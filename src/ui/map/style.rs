//! How vector tiles are drawn: our own quiet style for the bundled map, walkers' for the others.
//!
//! Styles are MapLibre style layers (<https://maplibre.org/maplibre-style-spec/>), of which
//! walkers reads a part.

use egui::Color32;
use serde_json::{Value, json};
use walkers::Style;

use crate::ui::widgets::theme::Palette;

/// Which schema the tiles of a source follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// The bundled map: Protomaps' layer names with our own ranks.
    Bundled,
    /// Any Protomaps extract.
    Protomaps,
    /// OpenMapTiles, as OpenFreeMap serves.
    OpenMapTiles,
}

/// The style for a schema in a theme.
#[must_use]
pub fn style(schema: Schema, palette: &Palette) -> Style {
    match (schema, palette.dark) {
        (Schema::Bundled, _) => bundled(palette),
        (Schema::Protomaps, false) => Style::protomaps_basemap_light(),
        (Schema::Protomaps, true) => Style::protomaps_basemap_dark(),
        (Schema::OpenMapTiles, false) => Style::openmaptiles_basemap_light(),
        (Schema::OpenMapTiles, true) => Style::openmaptiles_basemap_dark(),
    }
}

fn bundled(palette: &Palette) -> Style {
    let css = |color: Color32| {
        let [r, g, b, _] = color.to_array();
        format!("#{r:02x}{g:02x}{b:02x}")
    };
    let land = css(palette.land);
    let water = css(palette.water);
    let by_zoom = |stops: &[(f64, f64)]| {
        let mut expression = vec![json!("interpolate"), json!(["linear"]), json!(["zoom"])];
        for (zoom, value) in stops {
            expression.extend([json!(zoom), json!(value)]);
        }
        Value::Array(expression)
    };
    let fill = |layer: &str, color: &str| {
        json!({
            "type": "fill",
            "source-layer": layer,
            "filter": ["==", ["geometry-type"], "Polygon"],
            "paint": {"fill-color": color},
        })
    };
    let border = |kind: &str, color: Color32, width: Value| {
        json!({
            "type": "line",
            "source-layer": "boundaries",
            "filter": ["all", ["==", ["get", "kind"], kind], ["!", ["has", "disputed"]]],
            "paint": {"line-color": css(color), "line-width": width},
        })
    };
    let mut layers = vec![
        json!({"type": "background", "paint": {"background-color": land}}),
        fill("earth", &land),
        fill("water", &water),
        json!({
            "type": "line",
            "source-layer": "water",
            "filter": ["==", ["get", "kind"], "river"],
            "paint": {"line-color": water, "line-width": by_zoom(&[(3.0, 0.8), (9.0, 2.0)])},
        }),
        border(
            "region",
            palette.region_border,
            by_zoom(&[(3.0, 0.6), (9.0, 1.2)]),
        ),
        json!({
            "type": "line",
            "source-layer": "boundaries",
            "filter": ["has", "disputed"],
            "paint": {
                "line-color": css(palette.border),
                "line-width": 1.0,
                "line-dasharray": [3, 3],
            },
        }),
        border(
            "country",
            palette.border,
            by_zoom(&[(2.0, 0.7), (9.0, 1.6)]),
        ),
    ];
    // A name has room from the zoom level that the map gives with it; walkers takes that level
    // from the style layer, so there is one for each. The most important come last.
    let size = json!([
        "case",
        ["==", ["get", "kind"], "country"],
        by_zoom(&[(1.0, 11.0), (6.0, 15.0)]),
        [">=", ["coalesce", ["get", "population_rank"], 0], 11],
        by_zoom(&[(3.0, 11.0), (9.0, 14.0)]),
        by_zoom(&[(3.0, 10.5), (9.0, 12.0)]),
    ]);
    for from_zoom in (1..=12).rev() {
        for (source, ink) in [("places", palette.muted), ("water", palette.water_label)] {
            layers.push(json!({
                "type": "symbol",
                "source-layer": source,
                "minzoom": from_zoom,
                "filter": [
                    "all",
                    ["==", ["geometry-type"], "Point"],
                    ["==", ["get", "min_zoom"], from_zoom],
                ],
                "layout": {"text-field": ["get", "name"], "text-size": size, "text-padding": 4},
                "paint": {
                    "text-color": css(ink),
                    "text-halo-color": land,
                    "text-halo-width": 1.2,
                },
            }));
        }
    }
    // The literals above are a style; a mistake in it shows in the first test that draws a map.
    serde_json::from_value(json!({ "layers": layers })).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::theme::{DARK, LIGHT};

    #[test]
    fn the_bundled_style_is_understood_in_both_themes() {
        for palette in [&LIGHT, &DARK] {
            assert!(style(Schema::Bundled, palette).layers.len() >= 12);
        }
    }
}
