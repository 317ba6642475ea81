//! GeoPackage 1.3 (OGC 12-128r17): an SQLite database that GIS programs open as layers.
//!
//! Each layer is a table of features. `dateline_quotes` holds the quotes, joined to the features
//! by `feature_id`, and `dateline_article` what is known of the article. Both are registered as
//! attributes, so that GIS programs list them.

use std::collections::BTreeSet;

use geo::{BoundingRect as _, Geometry, HasDimensions as _, Rect};
use rusqlite::{Connection, ToSql, types::ToSqlOutput};

use super::{
    ExportError, Format,
    selection::Selection,
    table::{self, Cell, Column, FeatureRow, Get, QuoteRow},
};
use crate::project::{feature::Layer, ids::LayerId};

/// The tables and rows that every GeoPackage has: annex C of the standard, and the two undefined
/// systems beside WGS 84 that clause 1.1.2.1.2 asks for.
const SCHEMA: &str = include_str!("geopackage.sql");

/// WGS 84, longitude and latitude.
const SRS_ID: i32 = 4326;

const QUOTES: &str = "dateline_quotes";
const ARTICLE: &str = "dateline_article";

/// When the content changed, where nobody says when the export was made.
const NO_TIME: &str = "1970-01-01T00:00:00Z";

pub fn write(selection: &Selection) -> Result<Vec<u8>, ExportError> {
    database(selection).map_err(|error| ExportError::failed(Format::GeoPackage, &error))
}

fn database(selection: &Selection) -> rusqlite::Result<Vec<u8>> {
    let mut connection = Connection::open_in_memory()?;
    let transaction = connection.transaction()?;
    let file = File {
        database: &transaction,
        changed: changed(selection),
    };
    file.database.execute_batch(SCHEMA)?;
    let (mut tables, mut titles) = (Names::default(), Names::default());
    for taken in [QUOTES, ARTICLE] {
        tables.unique(taken);
        titles.unique(taken);
    }
    for &(id, layer) in &selection.layers {
        let title = titles.unique(&layer.name);
        let table = tables.unique(&table_name(&layer.key));
        file.features(selection, (id, layer), &table, &title)?;
    }
    file.quotes(selection)?;
    file.article(selection)?;
    transaction.commit()?;
    Ok(connection.serialize("main")?.to_vec())
}

/// Milliseconds, as clause 1.1.3.1.1 asks.
fn changed(selection: &Selection) -> String {
    let moment = selection.exported_at().map(|(_, moment)| moment);
    let moment = moment.unwrap_or_else(|| NO_TIME.to_owned());
    moment.replace('Z', ".000Z")
}

struct File<'a> {
    database: &'a Connection,
    changed: String,
}

impl File<'_> {
    fn features(
        &self,
        selection: &Selection,
        (id, layer): (LayerId, &Layer),
        table: &str,
        title: &str,
    ) -> rusqlite::Result<()> {
        let columns = table::feature();
        let own = ["fid INTEGER PRIMARY KEY AUTOINCREMENT", "geom GEOMETRY"];
        self.create(table, &own, &columns)?;
        let mut bounds: Option<Rect> = None;
        let mut kinds = BTreeSet::new();
        for (id, feature) in selection.features_of(id) {
            let row = FeatureRow::of(selection, id, feature);
            let shape = feature.geometry().map(blob).transpose()?;
            let around = feature.geometry().and_then(Geometry::bounding_rect);
            kinds.extend(feature.geometry().map(type_name));
            bounds = bounds.into_iter().chain(around).reduce(crate::scene::union);
            self.insert(table, &[("geom", &shape)], &columns, &row)?;
        }
        // Programs that want one type of geometry for a layer get it where there is one.
        let kind = kinds.pop_first().filter(|_| kinds.is_empty());
        let corner = |of: fn(Rect) -> f64| bounds.map(of);
        self.database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id) VALUES (?1, 'features', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            rusqlite::params![
                table,
                title,
                format!("Layer “{}” of {}", layer.name, source(selection)),
                self.changed,
                corner(|bounds| bounds.min().x),
                corner(|bounds| bounds.min().y),
                corner(|bounds| bounds.max().x),
                corner(|bounds| bounds.max().y),
                SRS_ID,
            ],
        )?;
        self.database.execute(
            "INSERT INTO gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m) VALUES (?1, 'geom', ?2, ?3, 0, 0)",
            rusqlite::params![table, kind.unwrap_or("GEOMETRY"), SRS_ID],
        )?;
        Ok(())
    }

    fn quotes(&self, selection: &Selection) -> rusqlite::Result<()> {
        let columns = table::quote();
        let own = ["fid INTEGER PRIMARY KEY AUTOINCREMENT", "feature_id TEXT"];
        self.create(QUOTES, &own, &columns)?;
        for &(id, feature) in &selection.features {
            let name = selection.name(id);
            for row in QuoteRow::of_feature(selection, feature) {
                self.insert(QUOTES, &[("feature_id", &name)], &columns, &row)?;
            }
        }
        for row in QuoteRow::of_unmapped(selection) {
            self.insert(QUOTES, &[], &columns, &row)?;
        }
        let about = format!("The words behind the features, from {}", source(selection));
        self.register(QUOTES, &about)
    }

    fn article(&self, selection: &Selection) -> rusqlite::Result<()> {
        let columns = table::article();
        let own = ["fid INTEGER PRIMARY KEY AUTOINCREMENT"];
        self.create(ARTICLE, &own, &columns)?;
        if selection.project.imprint().is_some() {
            self.insert(ARTICLE, &[], &columns, selection)?;
        }
        self.register(
            ARTICLE,
            "What is known of the article; its text is not included",
        )
    }

    /// Tell of a table without geometry.
    fn register(&self, table: &str, description: &str) -> rusqlite::Result<()> {
        self.database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES (?1, 'attributes', ?1, ?2, ?3)",
            rusqlite::params![table, description, self.changed],
        )?;
        Ok(())
    }

    /// Table and column names are words of our own making, so that they need no escaping.
    fn create<Row>(
        &self,
        table: &str,
        own: &[&str],
        columns: &[Column<Row>],
    ) -> rusqlite::Result<()> {
        let own = own.iter().map(|column| (*column).to_owned());
        let columns = columns.iter().map(|column| {
            let kind = match column.get {
                Get::Text(_) => "TEXT",
                Get::Whole(_) => "INTEGER",
                Get::Number(_) => "REAL",
            };
            format!("{} {kind}", column.name)
        });
        let columns: Vec<String> = own.chain(columns).collect();
        let statement = format!("CREATE TABLE \"{table}\" ({})", columns.join(", "));
        self.database.execute_batch(&statement)
    }

    fn insert<Row>(
        &self,
        table: &str,
        own: &[(&str, &dyn ToSql)],
        columns: &[Column<Row>],
        row: &Row,
    ) -> rusqlite::Result<()> {
        let cells: Vec<Cell> = columns.iter().map(|column| column.cell(row)).collect();
        let own_names = own.iter().map(|(name, _)| *name);
        let names: Vec<&str> = own_names
            .chain(columns.iter().map(|column| column.name))
            .collect();
        let own_values = own.iter().map(|(_, value)| *value);
        let cells = cells.iter().map(|cell| cell as &dyn ToSql);
        let values: Vec<&dyn ToSql> = own_values.chain(cells).collect();
        let places = vec!["?"; values.len()].join(", ");
        let names = names.join(", ");
        let mut statement = self.database.prepare(&format!(
            "INSERT INTO \"{table}\" ({names}) VALUES ({places})"
        ))?;
        statement.execute(values.as_slice())?;
        Ok(())
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Empty => Ok(rusqlite::types::Null.into()),
            Self::Text(text) => text.to_sql(),
            Self::Whole(number) => number.to_sql(),
            Self::Number(number) => number.to_sql(),
        }
    }
}

fn source(selection: &Selection) -> String {
    let imprint = selection.project.imprint();
    imprint.map_or_else(
        || "a project without an article".to_owned(),
        crate::text::Imprint::citation,
    )
}

/// A geometry as the standard has it: a header with its box (clause 2.1.3), then WKB.
fn blob(geometry: &Geometry) -> rusqlite::Result<Vec<u8>> {
    const LITTLE_ENDIAN: u8 = 1;
    const BOX_OF_FOUR: u8 = 1 << 1;
    const EMPTY: u8 = 1 << 4;
    let bounds = geometry.bounding_rect().filter(|_| !geometry.is_empty());
    let flags = LITTLE_ENDIAN | if bounds.is_some() { BOX_OF_FOUR } else { EMPTY };
    let mut blob = vec![b'G', b'P', 0, flags];
    blob.extend(SRS_ID.to_le_bytes());
    if let Some(bounds) = bounds {
        let (min, max) = (bounds.min(), bounds.max());
        for edge in [min.x, max.x, min.y, max.y] {
            blob.extend(edge.to_le_bytes());
        }
    }
    wkb::writer::write_geometry(&mut blob, geometry, &wkb::writer::WriteOptions::default())
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    Ok(blob)
}

/// The type's name in annex G.
const fn type_name(geometry: &Geometry) -> &'static str {
    match geometry {
        Geometry::Point(_) => "POINT",
        Geometry::Line(_) | Geometry::LineString(_) => "LINESTRING",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "POLYGON",
        Geometry::MultiPoint(_) => "MULTIPOINT",
        Geometry::MultiLineString(_) => "MULTILINESTRING",
        Geometry::MultiPolygon(_) => "MULTIPOLYGON",
        Geometry::GeometryCollection(_) => "GEOMETRYCOLLECTION",
    }
}

/// A layer's id as the name of a table: letters, digits and underscores, and no name that the
/// standard or SQLite reserves.
fn table_name(id: &str) -> String {
    let plain = |c: char| match c.to_ascii_lowercase() {
        c @ ('a'..='z' | '0'..='9') => c,
        _ => '_',
    };
    let name: String = id.chars().take(60).map(plain).collect();
    let name = name.trim_matches('_');
    let reserved = ["gpkg", "sqlite", "rtree", "dateline"];
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if starts_well && !reserved.iter().any(|word| name.starts_with(word)) {
        name.to_owned()
    } else {
        format!("layer_{name}").trim_end_matches('_').to_owned()
    }
}

/// Names that were given out already; SQLite does not tell large letters from small ones.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    /// The name, with a number when it is taken.
    fn unique(&mut self, name: &str) -> String {
        let mut candidate = name.to_owned();
        let mut number = 2;
        while !self.0.insert(candidate.to_lowercase()) {
            candidate = format!("{name}_{number}");
            number += 1;
        }
        candidate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_names_are_plain_and_not_reserved() {
        for (id, name) in [
            ("places", "places"),
            ("At sea!", "at_sea"),
            ("gpkg_contents", "layer_gpkg_contents"),
            ("9", "layer_9"),
            ("Моря", "layer"),
            ("\"; DROP TABLE x", "drop_table_x"),
        ] {
            assert_eq!(table_name(id), name);
        }
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let mut names = Names::default();
        assert_eq!(names.unique("sea"), "sea");
        assert_eq!(names.unique("SEA"), "SEA_2");
        assert_eq!(names.unique("sea"), "sea_3");
    }
}
