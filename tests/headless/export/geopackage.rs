//! GeoPackage: queried, and its geometries read by a few lines of our own.

use std::collections::BTreeSet;

use dateline::{formats::Format, project::Project};
use geo::{Coord, CoordsIter as _};
use rusqlite::{Connection, OpenFlags};

use super::{bytes, evidence, projects};

fn open(project: &Project) -> (tempfile::NamedTempFile, Connection) {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), bytes(project, Format::GeoPackage)).expect("written");
    let database = Connection::open_with_flags(file.path(), OpenFlags::SQLITE_OPEN_READ_ONLY);
    (file, database.expect("a database"))
}

fn all<T: rusqlite::types::FromSql>(database: &Connection, query: &str) -> Vec<T> {
    let mut statement = database
        .prepare(query)
        .unwrap_or_else(|error| panic!("{query}: {error}"));
    let rows = statement.query_map([], |row| row.get(0)).expect("a query");
    rows.map(|row| row.expect("a row")).collect()
}

fn layers(database: &Connection) -> Vec<String> {
    all(
        database,
        "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' ORDER BY rowid",
    )
}

/// The positions of a GeoPackage geometry (OGC 12-128r17, clause 2.1.3, then ISO WKB).
struct Blob<'a>(&'a [u8]);

impl Blob<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (head, rest) = self.0.split_first_chunk::<N>().expect("more bytes");
        self.0 = rest;
        *head
    }

    fn number(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    fn position(&mut self) -> Coord {
        let [x, y] = [(); 2].map(|()| f64::from_le_bytes(self.take()));
        Coord { x, y }
    }

    fn positions(mut self) -> Vec<Coord> {
        assert_eq!(self.take(), *b"GP\0");
        let [flags] = self.take();
        assert_eq!(self.number(), 4326);
        if flags & 0b1110 == 0b10 {
            self.take::<32>();
        } else {
            assert_eq!(flags & 0b1_1110, 0b1_0000, "empty, and without a box");
        }
        let mut found = Vec::new();
        self.shape(&mut found);
        assert!(self.0.is_empty(), "nothing is left over");
        found
    }

    fn shape(&mut self, found: &mut Vec<Coord>) {
        assert_eq!(self.take(), [1], "little-endian");
        match self.number() {
            1 => found.push(self.position()),
            2 => self.list(found),
            3 => {
                for _ in 0..self.number() {
                    self.list(found);
                }
            }
            4..=7 => {
                for _ in 0..self.number() {
                    self.shape(found);
                }
            }
            other => panic!("type {other}"),
        }
    }

    fn list(&mut self, found: &mut Vec<Coord>) {
        for _ in 0..self.number() {
            found.push(self.position());
        }
    }
}

/// It is a sound database with a table for each layer, a row for each feature and each quote.
pub fn check(project: &Project) {
    let (_file, database) = open(project);
    assert_eq!(all::<String>(&database, "PRAGMA integrity_check"), ["ok"]);
    assert_eq!(
        all::<String>(&database, "PRAGMA foreign_key_check"),
        [""; 0]
    );
    let layers = layers(&database);
    assert_eq!(layers.len(), project.layers().len());
    let unique: BTreeSet<&String> = layers.iter().collect();
    assert_eq!(unique.len(), layers.len());
    for (table, layer) in layers.iter().zip(project.layers().order()) {
        let ids: Vec<String> = all(&database, &format!("SELECT feature_id FROM \"{table}\""));
        let own = project.features_in(*layer);
        let shapes: Vec<Option<Vec<u8>>> = all(&database, &format!("SELECT geom FROM \"{table}\""));
        for ((feature, id), shape) in own.zip(ids).zip(shapes) {
            let feature = project.feature(feature).expect("there");
            if let Some(given) = &feature.file_id {
                assert_eq!(id, given.text());
            }
            let found = shape.map(|bytes| Blob(&bytes).positions());
            let expected = feature.geometry();
            let expected = expected.map(|geometry| geometry.coords_iter().collect::<Vec<_>>());
            assert_eq!(found, expected, "{id}");
        }
    }
    let quotes: Vec<Option<String>> = all(&database, "SELECT quote FROM dateline_quotes");
    let quotes: Vec<String> = quotes.into_iter().flatten().collect();
    let expected = evidence(project);
    let expected: Vec<&str> = expected.iter().map(|one| &*one.quote.exact).collect();
    assert_eq!(quotes, expected);
}

#[test]
fn the_file_is_a_geopackage_with_a_table_for_each_layer() {
    for project in projects() {
        check(&project);
        let (_file, database) = open(&project);
        assert_eq!(
            all::<i64>(&database, "PRAGMA application_id"),
            [0x4750_4B47]
        );
        assert_eq!(all::<i64>(&database, "PRAGMA user_version"), [10_300]);
        let titles: Vec<String> = all(
            &database,
            "SELECT identifier FROM gpkg_contents WHERE data_type = 'features' ORDER BY rowid",
        );
        let names: Vec<&str> = project
            .layers()
            .iter()
            .map(|(_, layer)| &*layer.name)
            .collect();
        assert_eq!(titles, names);
        let changed: Vec<String> = all(&database, "SELECT DISTINCT last_change FROM gpkg_contents");
        assert_eq!(changed, ["2026-01-31T12:00:00.000Z"]);
    }
}

#[test]
fn quotes_join_their_features() {
    let [project, _] = projects();
    let (_file, database) = open(&project);
    let quotes: Vec<String> = all(
        &database,
        "SELECT quote FROM radius JOIN dateline_quotes USING (feature_id) WHERE stated_unit = 'mi'",
    );
    assert_eq!(quotes, ["6.2 miles"]);
    let kinds: Vec<String> = all(
        &database,
        "SELECT geometry_type_name FROM gpkg_geometry_columns ORDER BY table_name",
    );
    assert_eq!(
        kinds,
        [
            "LINESTRING",
            "POINT",
            "POLYGON",
            "POINT",
            "POLYGON",
            "GEOMETRY"
        ]
    );
    let titles: Vec<String> = all(&database, "SELECT article_title FROM dateline_article");
    assert_eq!(titles, [project.title()]);
}
