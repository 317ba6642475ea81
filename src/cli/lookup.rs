//! `dateline lookup NAME`

use std::{
    io::{ErrorKind, Write as _},
    process::ExitCode,
};

use serde_json::{Value, json};

use super::{FAILED, one_line, say};
use crate::gazetteer::{Gazetteer, NameForm, Named, Place, PlaceId};

/// The places of a name in those of another: "Berlin, Ohio".
fn of_both(gazetteer: &Gazetteer, inner: &str, outer: &str) -> Vec<Named> {
    let holders: Vec<PlaceId> = gazetteer
        .abbreviation(outer)
        .chain(gazetteer.exact(outer))
        .map(|named| named.place)
        .collect();
    let lies_in = |named: &Named| {
        let country = gazetteer.place(named.place).country;
        let around = [
            gazetteer.admin2(named.place),
            gazetteer.admin1(named.place),
            country.and_then(|code| gazetteer.country(code)),
        ];
        around
            .into_iter()
            .flatten()
            .any(|place| holders.contains(&place))
    };
    gazetteer.exact(inner).filter(lies_in).collect()
}

/// Print the places of a name, the weightiest first; without any, the names that are near it:
/// exit 0 when there are places, 1 when there are none.
pub fn run(name: &str, limit: usize, as_json: bool) -> ExitCode {
    let gazetteer = Gazetteer::bundled();
    let name = name.trim();
    let mut found: Vec<Named> = gazetteer
        .abbreviation(name)
        .chain(gazetteer.exact(name))
        .collect();
    if found.is_empty()
        && let Some((inner, outer)) = name.rsplit_once(',')
    {
        found = of_both(gazetteer, inner.trim(), outer.trim());
    }
    let all = found.len();
    found.truncate(limit);
    let similar = if found.is_empty() {
        gazetteer.fuzzy(name, limit)
    } else {
        Vec::new()
    };
    let mut lines = if as_json {
        let list = |names: &[Named]| {
            names
                .iter()
                .map(|&named| in_json(gazetteer, named))
                .collect::<Vec<_>>()
        };
        vec![json!({"name": name, "places": list(&found), "similar": list(&similar)}).to_string()]
    } else if found.is_empty() {
        table(gazetteer, &similar)
    } else {
        table(gazetteer, &found)
    };
    if !as_json {
        if found.is_empty() {
            let end = if similar.is_empty() {
                "."
            } else {
                "; similar:"
            };
            lines.insert(0, format!("no place of the name “{name}”{end}"));
        } else if all > found.len() {
            lines.push(format!(
                "… and {} more; --limit shows them",
                all - found.len()
            ));
        }
    }
    let mut out = std::io::stdout().lock();
    for line in lines {
        match writeln!(out, "{}", one_line(&line)) {
            Ok(()) => {}
            // A closed pipe means that enough has been read.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => break,
            Err(error) => {
                say(&format!(
                    "dateline: the places could not be written ({error})"
                ));
                return ExitCode::from(FAILED);
            }
        }
    }
    ExitCode::from(u8::from(found.is_empty()))
}

const HEADINGS: [&str; 8] = [
    "NAME",
    "KIND",
    "IN",
    "LATITUDE",
    "LONGITUDE",
    "PEOPLE",
    "GEONAMES",
    "FOUND AS",
];

/// Which columns hold numbers, that are set to the right.
const NUMBERS: std::ops::Range<usize> = 3..7;

fn table(gazetteer: &Gazetteer, names: &[Named]) -> Vec<String> {
    if names.is_empty() {
        return Vec::new();
    }
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(names.iter().map(|&named| {
        let place = gazetteer.place(named.place);
        [
            place.name.to_owned(),
            place.kind.word().to_owned(),
            within(gazetteer, &place).join(", "),
            format!("{:.5}", place.lon_lat.y),
            format!("{:.5}", place.lon_lat.x),
            if place.population == 0 {
                String::new()
            } else {
                place.population.to_string()
            },
            place
                .geonames_id
                .map_or_else(String::new, |id| id.to_string()),
            named.form.word().to_owned(),
        ]
    }));
    let widths: [usize; HEADINGS.len()] = std::array::from_fn(|column| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    });
    rows.iter()
        .map(|row| {
            let cells: Vec<String> = row
                .iter()
                .zip(widths)
                .enumerate()
                .map(|(column, (cell, width))| {
                    if NUMBERS.contains(&column) {
                        format!("{cell:>width$}")
                    } else {
                        format!("{cell:<width$}")
                    }
                })
                .collect();
            cells.join("  ").trim_end().to_owned()
        })
        .collect()
}

/// The divisions and the country that a place lies in, the smallest first.
fn within<'g>(gazetteer: &'g Gazetteer, place: &Place) -> Vec<&'g str> {
    let country = place.country.and_then(|code| gazetteer.country(code));
    [
        gazetteer.admin2(place.id),
        gazetteer.admin1(place.id),
        country,
    ]
    .into_iter()
    .flatten()
    .filter(|&id| id != place.id)
    .map(|id| gazetteer.place(id).name)
    .collect()
}

fn in_json(gazetteer: &Gazetteer, named: Named) -> Value {
    let place = gazetteer.place(named.place);
    let form: NameForm = named.form;
    json!({
        "name": place.name,
        "kind": place.kind.word(),
        "in": within(gazetteer, &place),
        "country": place.country,
        "code": place.code(),
        "lon_lat": [place.lon_lat.x, place.lon_lat.y],
        "population": (place.population > 0).then_some(place.population),
        "geonames_id": place.geonames_id,
        "found_as": form.word(),
    })
}
