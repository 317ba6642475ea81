//! Makes gazetteer files: `data/build/build_gazetteer.rs` the bundled one, tests small ones.

use std::collections::BTreeMap;

use super::{
    NameForm, PlaceKind,
    layout::{
        DEGREE, FAN_OUT, HEAD, LAST, MAGIC, NAMES_PER_SAMPLE, PLACE_BITS, PlaceRow,
        RECORDS_PER_SAMPLE, SECTIONS, Section, levels, place_of, triple,
    },
};
use crate::text::fold;

/// A place with all its names, as it goes into the file.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    pub name: String,
    pub geonames_id: Option<u32>,
    /// Degrees on WGS 84.
    pub lon_lat: [f64; 2],
    pub population: u32,
    /// [`PlaceKind::word`].
    pub kind: String,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: String,
    /// In full, such as "RU.41"; or empty.
    pub admin1: String,
    /// In full, such as "US.LA.079"; or empty.
    pub admin2: String,
    /// Further names with [`NameForm::word`]; abbreviations as they are written.
    pub names: Vec<(String, String)>,
}

/// Why places do not make a gazetteer.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    #[error("place {place}, “{name}”: {what}")]
    Place {
        place: usize,
        name: String,
        what: &'static str,
    },
    #[error("the index could not be made: {0}")]
    Index(#[from] fst::Error),
}

/// Make the file. The places must come weightiest first. The same places give the same bytes.
pub fn make(entries: &[Entry]) -> Result<Vec<u8>, MakeError> {
    let mut sections: [Vec<u8>; SECTIONS] = Default::default();
    let codes = codes(entries)?;
    write_codes(&codes, &mut sections);
    write_records(entries, &codes, &mut sections)?;
    let mut index: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut abbreviations = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        for (name, form) in names(at, entry)? {
            if matches!(form, NameForm::Abbreviation | NameForm::Postal) {
                abbreviations.push((name, at, form.code()));
                continue;
            }
            let folded = fold(name);
            if !folded.is_empty() {
                let posting = u32::from(form.code()) << PLACE_BITS | number(at, entry)?;
                index.entry(folded).or_default().push(posting);
            }
        }
    }
    write_index(index, &mut sections)?;
    abbreviations.sort_unstable();
    abbreviations.dedup();
    let lines = abbreviations
        .iter()
        .map(|(written, place, form)| format!("{written}\t{place}\t{form}\n"));
    sections[Section::Abbreviations as usize] = lines.collect::<String>().into_bytes();
    Ok(assemble(&sections))
}

/// Codes in full, of countries and of divisions of both levels, with their places.
struct Codes<'e> {
    countries: BTreeMap<&'e str, u32>,
    divisions: BTreeMap<&'e str, u32>,
}

fn codes(entries: &[Entry]) -> Result<Codes<'_>, MakeError> {
    let mut codes = Codes {
        countries: BTreeMap::new(),
        divisions: BTreeMap::new(),
    };
    for (at, entry) in entries.iter().enumerate() {
        let place = number(at, entry)?;
        match kind(at, entry)? {
            PlaceKind::Country | PlaceKind::Territory => {
                codes.countries.insert(&entry.country, place)
            }
            PlaceKind::Admin1 => codes.divisions.insert(&entry.admin1, place),
            PlaceKind::Admin2 => codes.divisions.insert(&entry.admin2, place),
            _ => None,
        };
    }
    Ok(codes)
}

fn write_codes(codes: &Codes, sections: &mut [Vec<u8>; SECTIONS]) {
    for (code, place) in &codes.countries {
        sections[Section::Countries as usize].extend(code.bytes());
        sections[Section::Countries as usize].extend(place.to_le_bytes());
    }
    let mut text = Vec::new();
    for (code, place) in &codes.divisions {
        let own = code.rsplit_once('.').map_or("", |(_, own)| own);
        sections[Section::Divisions as usize].extend(place.to_le_bytes());
        sections[Section::Divisions as usize].extend(offset(text.len()));
        text.extend(own.bytes());
    }
    sections[Section::Divisions as usize].extend([0; 4]);
    sections[Section::Divisions as usize].extend(offset(text.len()));
    sections[Section::DivisionText as usize] = text;
}

fn write_records(
    entries: &[Entry],
    codes: &Codes,
    sections: &mut [Vec<u8>; SECTIONS],
) -> Result<(), MakeError> {
    // What the file calls them: numbers from 1 in the order of their codes, 0 for none.
    fn numbers<'e>(codes: &BTreeMap<&'e str, u32>) -> BTreeMap<&'e str, usize> {
        codes
            .keys()
            .enumerate()
            .map(|(at, &code)| (code, at + 1))
            .chain([("", 0)])
            .collect()
    }
    let (countries, divisions) = (numbers(&codes.countries), numbers(&codes.divisions));
    let division = |code: &str| {
        divisions
            .get(code)
            .and_then(|&number| u16::try_from(number).ok())
    };
    for (at, entry) in entries.iter().enumerate() {
        if at.is_multiple_of(RECORDS_PER_SAMPLE) {
            let start = offset(sections[Section::Text as usize].len());
            sections[Section::TextSamples as usize].extend(start);
        }
        sections[Section::Text as usize].extend(entry.name.bytes());
        let wrong = |what| wrong(at, entry, what);
        let record = PlaceRow {
            geonames_id: entry.geonames_id.unwrap_or(0),
            lon: degrees(entry.lon_lat[0]),
            lat: degrees(entry.lon_lat[1]),
            population: entry.population,
            kind: kind(at, entry)?,
            name_length: u8::try_from(entry.name.len())
                .map_err(|_| wrong("its name is too long"))?,
            country: countries
                .get(entry.country.as_str())
                .and_then(|&number| u8::try_from(number).ok())
                .ok_or_else(|| wrong("its country is unknown"))?,
            admin1: division(&entry.admin1)
                .ok_or_else(|| wrong("its first-level division is unknown"))?,
            admin2: division(&entry.admin2)
                .ok_or_else(|| wrong("its second-level division is unknown"))?,
        };
        record.write(&mut sections[Section::Records as usize]);
    }
    Ok(())
}

fn write_index(
    names: BTreeMap<String, Vec<u32>>,
    sections: &mut [Vec<u8>; SECTIONS],
) -> Result<(), MakeError> {
    let mut index = fst::raw::Builder::memory();
    let mut postings = Vec::new();
    for (number, (name, mut places)) in names.into_iter().enumerate() {
        // By place, then by form; a place bears a name in one form, the first.
        places.sort_unstable_by_key(|&posting| (place_of(posting), posting));
        places.dedup_by_key(|posting| place_of(*posting));
        if number.is_multiple_of(NAMES_PER_SAMPLE) {
            sections[Section::PostingSamples as usize].extend(offset(postings.len()));
        }
        index.insert(name, number as u64)?;
        postings.extend(places);
        if let Some(last) = postings.last_mut() {
            *last |= LAST;
        }
    }
    sections[Section::Names as usize] = index.into_inner()?;
    sections[Section::Postings as usize] = triples(&postings);
    sections[Section::Leasts as usize] = leasts(&postings);
    Ok(())
}

/// The name to show and the further ones.
fn names(at: usize, entry: &Entry) -> Result<Vec<(&str, NameForm)>, MakeError> {
    let mut names = vec![(entry.name.as_str(), NameForm::Primary)];
    for (name, word) in &entry.names {
        let form = NameForm::ALL
            .iter()
            .copied()
            .find(|form| form.word() == word);
        names.push((
            name,
            form.ok_or_else(|| wrong(at, entry, "a name has no known form"))?,
        ));
    }
    Ok(names)
}

fn kind(at: usize, entry: &Entry) -> Result<PlaceKind, MakeError> {
    let kind = PlaceKind::ALL
        .iter()
        .copied()
        .find(|kind| kind.word() == entry.kind);
    kind.ok_or_else(|| wrong(at, entry, "its kind is unknown"))
}

fn number(at: usize, entry: &Entry) -> Result<u32, MakeError> {
    let fitting = u32::try_from(at)
        .ok()
        .filter(|place| place >> PLACE_BITS == 0);
    fitting.ok_or_else(|| wrong(at, entry, "there are too many places"))
}

fn wrong(place: usize, entry: &Entry, what: &'static str) -> MakeError {
    MakeError::Place {
        place,
        name: entry.name.clone(),
        what,
    }
}

fn assemble(sections: &[Vec<u8>; SECTIONS]) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    file.extend([0; 4]);
    let mut start = HEAD;
    for section in sections {
        file.extend(offset(start));
        start += section.len();
    }
    for section in sections {
        file.extend(section);
    }
    let mut crc = flate2::Crc::new();
    crc.update(&file[MAGIC.len() + 4..]);
    file[MAGIC.len()..MAGIC.len() + 4].copy_from_slice(&crc.sum().to_le_bytes());
    file
}

/// The tree of [`Section::Leasts`].
fn leasts(postings: &[u32]) -> Vec<u8> {
    let mut below: Vec<u32> = postings.iter().map(|&posting| place_of(posting)).collect();
    let mut all = Vec::new();
    for (_, length) in levels(postings.len()) {
        let level: Vec<u32> = below
            .chunks(FAN_OUT)
            .map(|chunk| chunk.iter().copied().min().unwrap_or(0))
            .collect();
        debug_assert_eq!(level.len(), length);
        all.extend(&level);
        below = level;
    }
    triples(&all)
}

fn triples(numbers: &[u32]) -> Vec<u8> {
    let bytes: Vec<u8> = numbers
        .iter()
        .flat_map(|number| number.to_le_bytes().into_iter().take(3))
        .collect();
    debug_assert!(numbers.first().is_none_or(|&first| triple(&bytes) == first));
    bytes
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees times 100,000 fit, and others become the nearest that does"
)]
fn degrees(degrees: f64) -> i32 {
    (degrees * DEGREE).round() as i32
}

/// A place in the file; it stays far below 4 GB.
fn offset(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes()
}
