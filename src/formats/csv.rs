//! CSV (RFC 4180, UTF-8) with one row for each quote: what an analyst filters and counts.
//!
//! Each row repeats its feature and its article, so that every row can be read alone. A feature
//! without a quote has one row. What is not on the map has rows with a reason and no feature.
//!
//! Spreadsheets take a cell that begins with `=`, `+`, `-` or `@` for a formula, even in quotation
//! marks, and a hostile text could use that. Such texts get an apostrophe in front, which
//! spreadsheets read as "this is text" (OWASP, "CSV injection"); numbers stay numbers. To get the
//! text back, take one apostrophe away where apostrophes are followed by one of these characters.
//!
//! The file begins with a byte order mark: without it Excel takes UTF-8 for the system's old
//! encoding. Readers of CSV skip it.

use std::borrow::Cow;

use csv::{Terminator, WriterBuilder};

use super::{
    ExportError, Format,
    selection::Selection,
    table::{self, Cell, Column, FeatureRow, QuoteRow},
};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

pub fn write(selection: &Selection) -> Result<Vec<u8>, ExportError> {
    records(selection).map_err(|error| ExportError::failed(Format::Csv, &error))
}

fn records<'a>(selection: &Selection<'a>) -> csv::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    let (features, quotes, article) = (table::feature(), table::quote(), table::article());
    let names = features.iter().map(|column| column.name);
    let names = names.chain(quotes.iter().map(|column| column.name));
    let names = names.chain(article.iter().map(|column| column.name));
    writer.write_record(names)?;
    let article = row_of(&article, selection);
    let mut write = |feature: &[String], quote: &QuoteRow<'a>| {
        let quote = row_of(&quotes, quote);
        writer.write_record(feature.iter().chain(&quote).chain(&article))
    };
    for &(id, feature) in &selection.features {
        let row = FeatureRow::of(selection, id, feature);
        let feature = row_of(&features, &row);
        let rows = QuoteRow::of_feature(selection, row.feature);
        for quote in &rows {
            write(&feature, quote)?;
        }
        if rows.is_empty() {
            write(&feature, &QuoteRow::default())?;
        }
    }
    let no_feature = vec![String::new(); features.len()];
    for quote in QuoteRow::of_unmapped(selection) {
        write(&no_feature, &quote)?;
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

fn row_of<Row>(columns: &[Column<Row>], row: &Row) -> Vec<String> {
    let text = |cell: Cell| match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => no_formula(&text).into_owned(),
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
    };
    columns
        .iter()
        .map(|column| text(column.cell(row)))
        .collect()
}

/// The text as a cell that no spreadsheet takes for a formula.
fn no_formula(text: &str) -> Cow<'_, str> {
    const BEGINS_A_FORMULA: [char; 11] =
        ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.trim_start_matches('\'').starts_with(BEGINS_A_FORMULA) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::no_formula;

    #[test]
    fn a_text_that_looks_like_a_formula_is_marked_as_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "'=1"] {
            assert_eq!(no_formula(formula), format!("'{formula}"));
        }
        for plain in ["", "Ash", "’em", "'quoted'", "1-1", "–"] {
            assert_eq!(no_formula(plain), plain);
        }
    }
}
