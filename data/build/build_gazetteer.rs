//! Packs the gazetteer's tables into its file: `cargo run --example build_gazetteer -- TABLES OUTPUT`.
//! `gazetteer.sh` makes the tables.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use dateline::gazetteer::{Entry, Gazetteer, make};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [tables, output] = &arguments[..] else {
        anyhow::bail!("usage: build_gazetteer TABLES OUTPUT");
    };
    let mut places = rows(tables, "places.tsv", place)?;
    for (place, form, name) in rows(tables, "names.tsv", name)? {
        let entry = places
            .get_mut(place)
            .with_context(|| format!("names.tsv: there is no place {place}"))?;
        entry.names.push((name, form));
    }
    let file = make(&places)?;
    Gazetteer::read(&file)?;
    std::fs::write(output, &file).with_context(|| format!("writing {}", output.display()))
}

fn rows<T>(
    tables: &Path,
    table: &str,
    row: fn(&[&str]) -> anyhow::Result<T>,
) -> anyhow::Result<Vec<T>> {
    let path = tables.join(table);
    let text =
        std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    text.lines()
        .enumerate()
        .map(|(at, line)| {
            let columns: Vec<&str> = line.split('\t').collect();
            row(&columns).with_context(|| format!("{table}, line {}: {line}", at + 1))
        })
        .collect()
}

fn place(columns: &[&str]) -> anyhow::Result<Entry> {
    ensure!(columns.len() == 9, "there are {} columns", columns.len());
    Ok(Entry {
        name: columns[0].to_owned(),
        geonames_id: match columns[1] {
            "" => None,
            id => Some(id.parse()?),
        },
        lon_lat: [columns[2].parse()?, columns[3].parse()?],
        population: columns[4].parse()?,
        kind: columns[5].to_owned(),
        country: columns[6].to_owned(),
        admin1: columns[7].to_owned(),
        admin2: columns[8].to_owned(),
        names: Vec::new(),
    })
}

fn name(columns: &[&str]) -> anyhow::Result<(usize, String, String)> {
    let [place, form, name] = columns else {
        anyhow::bail!("there are {} columns", columns.len());
    };
    Ok((place.parse()?, (*form).to_owned(), (*name).to_owned()))
}
