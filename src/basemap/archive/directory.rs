//! The tables of contents of a `PMTiles` file: which tile lies where.

use std::ops::Range;

use super::fault::Fault;
use crate::basemap::TileId;

const NONSENSE: Fault = Fault::Damaged("its table of contents makes no sense");

/// One table of contents. Its entries stand in the order of their tiles' numbers.
pub(super) struct Directory(Vec<Entry>);

/// Where some tiles of the same content lie, or another directory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// The number of the first tile it is about.
    first: u64,
    /// Counted from the start of the section that it lies in.
    offset: u64,
    length: u32,
    /// How many tiles there are, one after the other; none where the entry leads to a directory.
    run: u32,
}

impl Entry {
    /// Whether the entry leads to another directory, and not to a tile.
    pub(super) const fn is_directory(self) -> bool {
        self.run == 0
    }

    /// Where in the file it lies, which must be within `section`.
    pub(super) fn within(self, section: &Range<u64>) -> Result<Range<u64>, Fault> {
        let start = section.start.checked_add(self.offset).ok_or(NONSENSE)?;
        let end = start.checked_add(u64::from(self.length)).ok_or(NONSENSE)?;
        if end > section.end {
            return Err(NONSENSE);
        }
        Ok(start..end)
    }
}

impl Directory {
    /// Reads an unpacked directory: the number of its entries, then all their first tiles (each
    /// as the difference from the one before), then all runs, all lengths and all offsets.
    pub(super) fn read(mut bytes: &[u8]) -> Result<Self, Fault> {
        let count = usize::try_from(number(&mut bytes)?).map_err(|_| NONSENSE)?;
        // Each entry takes four bytes at least, so that a small file cannot claim much memory.
        if count > bytes.len() / 4 {
            return Err(NONSENSE);
        }
        let mut entries = vec![Entry::default(); count];
        let mut first = 0_u64;
        for entry in &mut entries {
            first = first.checked_add(number(&mut bytes)?).ok_or(NONSENSE)?;
            entry.first = first;
        }
        for entry in &mut entries {
            entry.run = small_number(&mut bytes)?;
        }
        for entry in &mut entries {
            entry.length = small_number(&mut bytes)?;
        }
        let mut end_of_last = 0_u64;
        for entry in &mut entries {
            // Nought stands for "right after the one before"; other offsets are one more than
            // they mean.
            entry.offset = number(&mut bytes)?.checked_sub(1).unwrap_or(end_of_last);
            end_of_last = entry.offset.saturating_add(u64::from(entry.length));
        }
        Ok(Self(entries))
    }

    /// The entry for the tile with that number: where it lies, or in which directory to go on.
    pub(super) fn find(&self, tile: u64) -> Option<Entry> {
        let behind = self.0.partition_point(|entry| entry.first <= tile);
        let entry = *self.0.get(behind.checked_sub(1)?)?;
        let is_in = entry.is_directory() || tile - entry.first < u64::from(entry.run);
        is_in.then_some(entry)
    }

    /// How much memory it takes.
    pub(super) const fn size(&self) -> usize {
        self.0.capacity() * size_of::<Entry>()
    }
}

/// Takes a number from the start of `bytes`: seven bits in each byte, the lowest first, and the
/// eighth bit set where more bytes follow. Bits beyond the 64th are dropped; whoever writes such
/// a number could as well have written any other.
fn number(bytes: &mut &[u8]) -> Result<u64, Fault> {
    let mut value = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let (&byte, rest) = bytes.split_first().ok_or(NONSENSE)?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(NONSENSE)
}

fn small_number(bytes: &mut &[u8]) -> Result<u32, Fault> {
    u32::try_from(number(bytes)?).map_err(|_| NONSENSE)
}

/// The number of a tile in a `PMTiles` file: those of all lower zoom levels come before it, and
/// those of one level follow a Hilbert curve.
pub(super) fn tile_number(tile: TileId) -> u64 {
    let (mut x, mut y) = (u64::from(tile.x()), u64::from(tile.y()));
    // 1 + 4 + 16 + … tiles are on the levels above.
    let mut number = ((1 << (2 * u64::from(tile.zoom()))) - 1) / 3;
    // From the largest quarter to the smallest: which of the four the tile lies in, counted along
    // the curve, which is turned and mirrored in two of them.
    for level in (0..tile.zoom()).rev() {
        let side = 1 << level;
        let (right, low) = (x & side != 0, y & side != 0);
        number += side * side * ((3 * u64::from(right)) ^ u64::from(low));
        if !low {
            if right {
                (x, y) = (!x, !y);
            }
            (x, y) = (y, x);
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number_of(zoom: u8, x: u32, y: u32) -> u64 {
        tile_number(TileId::new(zoom, x, y).expect("in range"))
    }

    #[test]
    fn tiles_are_numbered_as_the_specification_says() {
        // The table of the specification, and the ends of its deepest levels.
        assert_eq!(number_of(0, 0, 0), 0);
        let of_zoom_1 = [(0, 0), (0, 1), (1, 1), (1, 0)].map(|(x, y)| number_of(1, x, y));
        assert_eq!(of_zoom_1, [1, 2, 3, 4]);
        assert_eq!(number_of(2, 0, 0), 5);
        assert_eq!(number_of(12, 3423, 1763), 19_078_479);
        assert_eq!(number_of(20, 0, 0), 366_503_875_925);
    }

    #[test]
    fn a_number_that_does_not_end_is_refused() {
        assert_eq!(number(&mut &[0x80, 0x01][..]).ok(), Some(128));
        assert!(number(&mut &[0x80][..]).is_err());
        assert!(number(&mut &[0xff; 20][..]).is_err());
        assert!(small_number(&mut &[0xff, 0xff, 0xff, 0xff, 0x7f][..]).is_err());
    }

    proptest! {
        #[test]
        fn all_tiles_of_a_level_have_numbers_of_their_own_in_one_row(zoom in 0_u8..6) {
            let side = 1_u32 << zoom;
            let all = (0..side).flat_map(|x| (0..side).map(move |y| (x, y)));
            let mut numbers: Vec<u64> = all.map(|(x, y)| number_of(zoom, x, y)).collect();
            numbers.sort_unstable();
            let first = number_of(zoom, 0, 0);
            prop_assert!(numbers.into_iter().eq(first..first + u64::from(side * side)));
        }
    }
}
