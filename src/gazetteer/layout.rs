//! The gazetteer's file: its layout, and the checks that later reading relies on.
//!
//! All numbers are little-endian. The head is [`MAGIC`], the CRC-32 of everything behind it, and
//! for each [`Section`] where it begins, counted from the start of the file; each ends where the
//! next begins. The names are an `fst` from a folded name to its number in order; a name's
//! postings (the places that bear it) are found by that number.

use super::{
    Error,
    place::{NameForm, PlaceKind},
};

/// The first bytes, with the version of the layout.
pub(super) const MAGIC: [u8; 8] = *b"DLGAZ\0\0\x01";

/// The parts of the file, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// The `fst` of folded names.
    Names,
    /// [`POSTING`] bytes each, name after name.
    Postings,
    /// For each [`NAMES_PER_SAMPLE`]th name, which posting is its first; `u32`.
    PostingSamples,
    /// The least place of each [`FAN_OUT`] postings, of each [`FAN_OUT`] of those, and so on; each
    /// [`POSTING`] bytes.
    Leasts,
    /// [`RECORD`] bytes for each place.
    Records,
    /// The names to show, one after the other.
    Text,
    /// For each [`RECORDS_PER_SAMPLE`]th place, where its name begins in the text; `u32`.
    TextSamples,
    /// Country code (2 bytes) and place (`u32`), by code.
    Countries,
    /// Divisions of both levels: place, then where its own code begins in their text; both `u32`.
    /// One more entry ends the last code.
    Divisions,
    DivisionText,
    /// Lines of abbreviation, tab, place, tab, form; by abbreviation.
    Abbreviations,
}

pub(super) const SECTIONS: usize = 11;
pub(super) const HEAD: usize = MAGIC.len() + 4 + 4 * SECTIONS;

/// A posting: 20 bits of place, 3 of [`NameForm`], and the highest for the last one of a name.
pub(super) const POSTING: usize = 3;
pub(super) const PLACE_BITS: u32 = 20;
pub(super) const LAST: u32 = 1 << 23;
pub(super) const NAMES_PER_SAMPLE: usize = 32;
pub(super) const FAN_OUT: usize = 16;

/// A record: GeoNames id (0 for none), longitude and latitude in 1/100,000 degrees, population
/// (all `u32` or `i32`); kind, length of the name, country (all `u8`); first- and second-level
/// division (both `u16`). Countries and divisions count from 1 in their section; 0 is none.
pub(super) const RECORD: usize = 23;
pub(super) const RECORDS_PER_SAMPLE: usize = 16;

/// How far coordinates in the file are multiplied.
pub(super) const DEGREE: f64 = 1e5;

/// The file taken apart and checked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout<'a> {
    sections: [&'a [u8]; SECTIONS],
    pub text: &'a str,
    pub division_text: &'a str,
    pub abbreviations: &'a str,
}

/// One row of [`Section::Records`].
#[derive(Clone, Copy, Debug)]
pub(super) struct PlaceRow {
    pub geonames_id: u32,
    pub lon: i32,
    pub lat: i32,
    pub population: u32,
    pub kind: PlaceKind,
    pub name_length: u8,
    pub country: u8,
    pub admin1: u16,
    pub admin2: u16,
}

impl<'a> Layout<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        if bytes.get(..MAGIC.len()) != Some(&MAGIC) {
            return Err(Error::NotAGazetteer);
        }
        let damaged = |what| Error::Damaged { what };
        let checksum = bytes.get(MAGIC.len()..).and_then(<[u8]>::first_chunk);
        let rest = bytes.get(MAGIC.len() + 4..).unwrap_or_default();
        let mut crc = flate2::Crc::new();
        crc.update(rest);
        if checksum.map(|&stored| u32::from_le_bytes(stored)) != Some(crc.sum()) {
            return Err(damaged("its checksum is another"));
        }
        let mut starts = [bytes.len(); SECTIONS + 1];
        for (start, number) in starts.iter_mut().zip(rest.chunks_exact(4)).take(SECTIONS) {
            *start = word(number);
        }
        let mut sections = [&bytes[..0]; SECTIONS];
        for (section, ends) in sections.iter_mut().zip(starts.windows(2)) {
            *section = bytes
                .get(ends[0]..ends[1])
                .ok_or(damaged("a section lies outside of it"))?;
        }
        let text = |section: Section| {
            std::str::from_utf8(sections[section as usize])
                .map_err(|_| damaged("a text is not UTF-8"))
        };
        let layout = Self {
            sections,
            text: text(Section::Text)?,
            division_text: text(Section::DivisionText)?,
            abbreviations: text(Section::Abbreviations)?,
        };
        layout.check().map_err(damaged)?;
        Ok(layout)
    }

    /// Everything that numbers in the file point at must be there.
    fn check(&self) -> Result<(), &'static str> {
        let ensure = |holds: bool, what| if holds { Ok(()) } else { Err(what) };
        let places = self.places();
        ensure(
            self.get(Section::Records).len().is_multiple_of(RECORD) && places < 1 << PLACE_BITS,
            "the records are cut short",
        )?;
        let countries = self.get(Section::Countries);
        ensure(
            countries.chunks(6).all(|entry| {
                entry.len() == 6 && entry[..2].is_ascii() && word(&entry[2..]) < places
            }),
            "a country is not a place",
        )?;
        let divisions = self.get(Section::Divisions);
        let mut ends = divisions
            .chunks(8)
            .map(|entry| (entry.len() == 8).then(|| word(&entry[4..])));
        ensure(
            ends.clone().zip(ends.by_ref().skip(1)).all(|(start, end)| {
                start
                    .zip(end)
                    .is_some_and(|(start, end)| self.division_text.get(start..end).is_some())
            }) && divisions
                .chunks(8)
                .rev()
                .skip(1)
                .all(|entry| word(entry) < places),
            "a division has no code",
        )?;
        let (mut end, counted) = (0, self.divisions());
        let samples = self.get(Section::TextSamples);
        ensure(
            samples.len() == 4 * places.div_ceil(RECORDS_PER_SAMPLE),
            "names are missing",
        )?;
        for (index, bytes) in self.get(Section::Records).chunks_exact(RECORD).enumerate() {
            if index.is_multiple_of(RECORDS_PER_SAMPLE) {
                end = word(&samples[4 * (index / RECORDS_PER_SAMPLE)..]);
            }
            let record = PlaceRow::read(bytes).ok_or("a place is of no known kind")?;
            let start = end;
            end += usize::from(record.name_length);
            ensure(
                self.text.is_char_boundary(start) && self.text.is_char_boundary(end),
                "a name lies outside of the text",
            )?;
            ensure(
                usize::from(record.country) <= countries.len() / 6
                    && usize::from(record.admin1.max(record.admin2)) <= counted,
                "a place lies in no known division",
            )?;
        }
        let postings = self.get(Section::Postings);
        ensure(
            postings.len().is_multiple_of(POSTING)
                && postings.chunks_exact(POSTING).all(|bytes| {
                    let posting = triple(bytes);
                    (posting & ((1 << PLACE_BITS) - 1)) < u32::try_from(places).unwrap_or(0)
                        && NameForm::from_code(form_code(posting)).is_some()
                }),
            "a name leads to no place",
        )?;
        let leasts = levels(self.postings())
            .map(|(_, length)| length)
            .sum::<usize>();
        ensure(
            self.get(Section::Leasts).len() == leasts * POSTING,
            "the order of names is missing",
        )?;
        ensure(
            self.get(Section::PostingSamples)
                .chunks(4)
                .all(|sample| sample.len() == 4 && word(sample) < self.postings()),
            "names are missing",
        )
    }

    pub const fn get(&self, section: Section) -> &'a [u8] {
        self.sections[section as usize]
    }

    pub const fn places(&self) -> usize {
        self.get(Section::Records).len() / RECORD
    }

    pub const fn postings(&self) -> usize {
        self.get(Section::Postings).len() / POSTING
    }

    fn divisions(&self) -> usize {
        (self.get(Section::Divisions).len() / 8).saturating_sub(1)
    }

    /// The `index`th posting as its number; the last bit is set beyond the end.
    pub fn posting(&self, index: usize) -> u32 {
        self.get(Section::Postings)
            .get(index * POSTING..)
            .filter(|rest| rest.len() >= POSTING)
            .map_or(LAST, triple)
    }

    /// Which posting is the first of the `number`th name.
    pub fn first_posting(&self, number: usize) -> usize {
        let sample = number / NAMES_PER_SAMPLE;
        let mut at = self
            .get(Section::PostingSamples)
            .get(4 * sample..)
            .filter(|rest| rest.len() >= 4)
            .map_or(self.postings(), word);
        let mut left = number % NAMES_PER_SAMPLE;
        while left > 0 && at < self.postings() {
            left -= usize::from(self.posting(at) & LAST != 0);
            at += 1;
        }
        at
    }

    pub fn record(&self, index: usize) -> Option<PlaceRow> {
        PlaceRow::read(self.get(Section::Records).get(index * RECORD..)?)
    }

    pub fn name(&self, index: usize) -> Option<&'a str> {
        let sampled = index - index % RECORDS_PER_SAMPLE;
        let mut start = word(
            self.get(Section::TextSamples)
                .get(4 * (index / RECORDS_PER_SAMPLE)..)?,
        );
        for before in sampled..index {
            start += usize::from(self.record(before)?.name_length);
        }
        let end = start + usize::from(self.record(index)?.name_length);
        self.text.get(start..end)
    }

    /// A country by its number from 1: its code and its place.
    pub fn country(&self, number: u8) -> Option<(&'a str, u32)> {
        let entry = self
            .get(Section::Countries)
            .get(6 * usize::from(number.checked_sub(1)?)..)?;
        let (code, place) = entry.split_at_checked(2)?;
        Some((
            std::str::from_utf8(code).ok()?,
            u32::from_le_bytes(*place.first_chunk()?),
        ))
    }

    /// A division by its number from 1: its own code and its place.
    pub fn division(&self, number: u16) -> Option<(&'a str, u32)> {
        let entry = self
            .get(Section::Divisions)
            .get(8 * usize::from(number.checked_sub(1)?)..)?;
        let code = self
            .division_text
            .get(word(entry.get(4..8)?)..word(entry.get(12..16)?))?;
        Some((code, u32::from_le_bytes(*entry.first_chunk()?)))
    }
}

impl PlaceRow {
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; RECORD] = bytes.first_chunk()?;
        let number = |at: usize| [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
        Some(Self {
            geonames_id: u32::from_le_bytes(number(0)),
            lon: i32::from_le_bytes(number(4)),
            lat: i32::from_le_bytes(number(8)),
            population: u32::from_le_bytes(number(12)),
            kind: PlaceKind::from_code(bytes[16])?,
            name_length: bytes[17],
            country: bytes[18],
            admin1: u16::from_le_bytes([bytes[19], bytes[20]]),
            admin2: u16::from_le_bytes([bytes[21], bytes[22]]),
        })
    }

    pub fn write(&self, out: &mut Vec<u8>) {
        for number in [
            self.geonames_id,
            self.lon.cast_unsigned(),
            self.lat.cast_unsigned(),
            self.population,
        ] {
            out.extend(number.to_le_bytes());
        }
        out.extend([self.kind.code(), self.name_length, self.country]);
        out.extend(self.admin1.to_le_bytes());
        out.extend(self.admin2.to_le_bytes());
    }
}

/// The place and the form of a posting.
pub(super) const fn place_of(posting: u32) -> u32 {
    posting & ((1 << PLACE_BITS) - 1)
}

pub(super) const fn form_code(posting: u32) -> u8 {
    (posting >> PLACE_BITS & 7) as u8
}

/// The levels of [`Section::Leasts`] over so many postings: where each begins and how long it is,
/// counted in entries. The lowest comes first; the highest has no more than [`FAN_OUT`] entries.
pub(super) fn levels(postings: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut start = 0;
    let mut below = postings;
    std::iter::from_fn(move || {
        (below > FAN_OUT).then(|| {
            let length = below.div_ceil(FAN_OUT);
            let level = (start, length);
            start += length;
            below = length;
            level
        })
    })
}

/// A little-endian number of 4 bytes; 0 if there are fewer.
pub(super) fn word(bytes: &[u8]) -> usize {
    bytes
        .first_chunk()
        .map_or(0, |&bytes| u32::from_le_bytes(bytes) as usize)
}

/// One of 3 bytes.
pub(super) fn triple(bytes: &[u8]) -> u32 {
    bytes
        .first_chunk()
        .map_or(0, |&[a, b, c]: &[u8; 3]| u32::from_le_bytes([a, b, c, 0]))
}
