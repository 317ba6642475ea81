//! CSV: read by the `csv` crate.

use std::{collections::BTreeMap, sync::Arc};

use dateline::{formats::Format, project::Project};

use super::{evidence, projects, text};
use crate::projects::change;

type Row = BTreeMap<String, String>;

fn rows(project: &Project) -> Vec<Row> {
    let text = text(project, Format::Csv);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize().map(|row| row.expect("a row"));
    rows.collect()
}

/// What a cell meant before it was made safe for spreadsheets.
fn meant(cell: &str) -> &str {
    let text = cell.trim_start_matches('\'');
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    match cell.strip_prefix('\'') {
        Some(rest) if formula => rest,
        _ => cell,
    }
}

/// Every row has every column, and every quote its row; no text begins a formula.
pub fn check(project: &Project) {
    let rows = rows(project);
    let quotes: Vec<&str> = rows
        .iter()
        .map(|row| meant(&row["quote"]))
        .filter(|quote| !quote.is_empty())
        .collect();
    let expected: Vec<&str> = evidence(project)
        .iter()
        .map(|evidence| &*evidence.quote.exact)
        .collect();
    assert_eq!(quotes, expected);
    for row in &rows {
        for (column, cell) in row {
            let number = ["lon", "lat", "_value"]
                .iter()
                .any(|end| column.ends_with(end));
            assert!(
                number || !cell.starts_with(['=', '+', '-', '@']),
                "{column}: {cell}"
            );
        }
    }
}

#[test]
fn each_quote_is_a_row_that_can_be_read_alone() {
    for project in projects() {
        check(&project);
        let rows = rows(&project);
        let chars: Vec<char> = project
            .article()
            .map(|article| article.text().chars().collect())
            .unwrap_or_default();
        for row in &rows {
            let number = |column: &str| row[column].parse::<usize>().expect("a number");
            let words: String = chars[number("quote_start")..number("quote_end")]
                .iter()
                .collect();
            assert_eq!(words, meant(&row["quote"]));
            assert_eq!(row["quote_found"], "as recorded");
            assert_eq!(row["article_title"], project.title());
            assert_eq!(
                row["article_sha256"],
                project.article_sha256().unwrap_or_default()
            );
            let feature = project.by_file_id(&row["feature_id"]);
            let Some(feature) = feature.and_then(|id| project.feature(id)) else {
                assert!(!row["off_map_reason"].is_empty(), "{row:?}");
                continue;
            };
            assert_eq!(row["name"], feature.name);
            assert_eq!(row["geometry_basis"], feature.basis.key());
            let layer = project.layer(feature.layer).expect("a layer");
            assert_eq!(row["layer"], layer.name);
            if let Some(point) = feature.point() {
                let number = |column: &str| row[column].parse::<f64>().expect("a number");
                assert!((number("lon") - point.lon).abs() < 1e-7);
                assert!((number("lat") - point.lat).abs() < 1e-7);
            }
        }
    }
}

#[test]
fn an_empty_area_measures_nothing() {
    let [mut project, _] = projects();
    let nothing = geo::Polygon::new(geo::LineString::new(Vec::new()), Vec::new());
    change(&mut project, 0, |feature| {
        feature.geometry = Some(Arc::new(nothing.into()));
    });
    assert_eq!(rows(&project)[0]["measured_area_km2"], "0");
}

#[test]
fn figures_stand_beside_what_was_measured() {
    let [project, _] = projects();
    let rows = rows(&project);
    let row = rows
        .iter()
        .find(|row| row["feature_id"] == "kursk-incursion-area" && row["stated_unit"] == "km²")
        .expect("the stated area");
    assert_eq!((&*row["stated_value"], &*row["hedge"]), ("1000", "over"));
    assert_eq!(row["quote"], "1,000 square kilometers");
    let area: f64 = row["measured_area_km2"].parse().expect("a number");
    assert!((area - 1_101.8).abs() < 0.1, "{area}");
}

#[test]
fn formulas_are_texts_and_line_breaks_and_quotation_marks_survive() {
    let [mut project, _] = projects();
    for hostile in [
        "=cmd|' /C calc'!A0",
        "@SUM(1)",
        "a \"b\", c\r\nd",
        "'=1",
        "-5",
    ] {
        change(&mut project, 0, |feature| feature.name = hostile.to_owned());
        let rows = rows(&project);
        assert_eq!(meant(&rows[0]["name"]), hostile);
        assert!(!rows[0]["name"].starts_with(['=', '@', '-']));
    }
}

#[test]
fn lines_end_and_bytes_begin_as_spreadsheets_want_them() {
    for project in projects() {
        let text = text(&project, Format::Csv);
        assert!(text.starts_with("\u{feff}feature_id,name,"));
        assert!(text.ends_with("\r\n"));
    }
}

#[test]
fn the_documentation_names_every_column() {
    let documented = include_str!("../../../docs/exports.md");
    let [project, _] = projects();
    let table = text(&project, Format::Csv);
    let header = table.trim_start_matches('\u{feff}').lines().next();
    for column in header.expect("a header").split(',') {
        assert!(documented.contains(&format!("`{column}`")), "{column}");
    }
}
