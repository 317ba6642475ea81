//! The lines of a journal. Each holds one record as JSON, after the checksum of that: a line that was not
//! written whole is told from one that was.

use std::{
    io::{self, BufRead},
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Serialize};

use super::super::ground::{Ground, Step};

/// The layout of journals. A higher one is another program's, and left alone.
pub const VERSION: u32 = 1;

/// A longer line is none of ours.
const MAX_LINE: u64 = 1 << 30;

/// How many characters the checksum has, and the space after it.
const CHECKSUM: usize = 9;

/// What a line says.
#[derive(Debug, Serialize, Deserialize)]
pub enum Record<G = Box<Ground>, S = Step> {
    /// The first line: which layout the journal has.
    Layout(u32),
    /// The document as it was at a time. What stands before is not needed any more.
    Ground { at: u64, ground: G },
    /// What was done to it next.
    Step { at: u64, step: S },
}

/// A record as it is written: what it holds is only looked at.
pub type Borrowed<'a> = Record<&'a Ground, &'a Step>;

/// The line for a record, with its end.
///
/// # Errors
/// When what it holds cannot be written down.
pub fn line(record: &Borrowed<'_>) -> io::Result<Vec<u8>> {
    let mut line = vec![b' '; CHECKSUM];
    serde_json::to_writer(&mut line, record)?;
    let checksum = format!("{:08x}", crc32fast::hash(&line[CHECKSUM..]));
    line[..checksum.len()].copy_from_slice(checksum.as_bytes());
    line.push(b'\n');
    Ok(line)
}

/// What the next line holds.
#[derive(Debug)]
pub enum Line {
    Record(Record),
    /// It is damaged, or was not written to its end.
    Damaged,
    End,
}

/// Read the next line.
///
/// # Errors
/// When the file cannot be read.
pub fn read_line(reader: &mut impl BufRead) -> io::Result<Line> {
    let mut line = Vec::new();
    io::Read::take(&mut *reader, MAX_LINE).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(Line::End);
    }
    let record = line.strip_suffix(b"\n").and_then(parse);
    Ok(record.map_or(Line::Damaged, Line::Record))
}

fn parse(line: &[u8]) -> Option<Record> {
    let (checksum, json) = line.split_at_checked(CHECKSUM)?;
    let checksum = std::str::from_utf8(checksum.strip_suffix(b" ")?).ok()?;
    if u32::from_str_radix(checksum, 16).ok()? != crc32fast::hash(json) {
        return None;
    }
    let record = serde_json::from_slice(json);
    record
        .inspect_err(|error| {
            tracing::warn!("a line of a journal is sound and not understood: {error}");
        })
        .ok()
}

/// A time as it is written: milliseconds since 1970 (UTC).
#[must_use]
pub fn milliseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| {
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    })
}

/// The time that was written so.
#[must_use]
pub fn time(milliseconds: u64) -> SystemTime {
    let since = Duration::from_millis(milliseconds);
    SystemTime::UNIX_EPOCH
        .checked_add(since)
        .unwrap_or(SystemTime::UNIX_EPOCH)
}
