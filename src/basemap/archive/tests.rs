//! Archives made here byte by byte, honest and otherwise.

use std::fs;
use std::io::Write;

use proptest::prelude::*;

use super::{Archive, ArchiveError, Bounds};
use crate::basemap::{ContentKind, TileId};

/// An entry of a directory: tile id, run length (0: a leaf directory), length, offset.
type Row = (u64, u64, u64, u64);

fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 128 {
        out.push(value.to_le_bytes()[0] | 128);
        value /= 128;
    }
    out.push(value.to_le_bytes()[0]);
}

fn directory(rows: &[Row]) -> Vec<u8> {
    let mut out = Vec::new();
    varint(rows.len() as u64, &mut out);
    let mut last = 0;
    for row in rows {
        varint(row.0 - last, &mut out);
        last = row.0;
    }
    let column = |number: fn(&Row) -> u64, out: &mut Vec<u8>| {
        for row in rows {
            varint(number(row), out);
        }
    };
    column(|row| row.1, &mut out);
    column(|row| row.2, &mut out);
    column(|row| row.3 + 1, &mut out);
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).expect("in memory");
    packer.finish().expect("in memory")
}

/// The parts of an archive before they are put together.
struct Parts {
    root: Vec<u8>,
    leaves: Vec<u8>,
    metadata: Vec<u8>,
    tiles: Vec<u8>,
    /// Internal compression, tile compression, tile type.
    codes: [u8; 3],
    zooms: [u8; 2],
}

impl Parts {
    /// The world tile in the root directory, the four tiles of zoom 1 in a leaf: three share
    /// the second tile's bytes.
    fn vector() -> Self {
        let first = gzip(b"world");
        let second = gzip(b"quarter");
        let lengths = (first.len() as u64, second.len() as u64);
        let leaf = gzip(&directory(&[
            (1, 3, lengths.1, lengths.0),
            (4, 1, lengths.0, 0),
        ]));
        Self {
            root: gzip(&directory(&[
                (0, 1, lengths.0, 0),
                (1, 0, leaf.len() as u64, 0),
            ])),
            leaves: leaf,
            metadata: gzip(br#"{"attribution":"<a href=\"https://a.example\">A</a> &copy; B"}"#),
            tiles: [first, second].concat(),
            codes: [2, 2, 1],
            zooms: [0, 1],
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut out = b"PMTiles\x03".to_vec();
        let mut offset = 127;
        for part in [&self.root, &self.metadata, &self.leaves, &self.tiles] {
            out.extend((offset as u64).to_le_bytes());
            out.extend((part.len() as u64).to_le_bytes());
            offset += part.len();
        }
        out.extend([0; 24]);
        out.push(1);
        out.extend(self.codes);
        out.extend(self.zooms);
        for degrees_e7 in [220_000_000_i32, 440_000_000, 405_000_000, 530_000_000] {
            out.extend(degrees_e7.to_le_bytes());
        }
        out.extend([0; 9]);
        assert_eq!(out.len(), 127);
        [
            out,
            self.root.clone(),
            self.metadata.clone(),
            self.leaves.clone(),
            self.tiles.clone(),
        ]
        .concat()
    }
}

fn open(bytes: Vec<u8>) -> Result<Archive, ArchiveError> {
    Archive::from_static(Vec::leak(bytes))
}

fn tile(zoom: u8, x: u32, y: u32) -> TileId {
    TileId::new(zoom, x, y).expect("in range")
}

fn read(archive: &Archive, zoom: u8, x: u32, y: u32) -> Option<Vec<u8>> {
    archive.tile(tile(zoom, x, y)).expect("readable")
}

#[test]
fn tiles_are_found_in_the_root_and_in_leaves_and_come_unpacked() {
    let archive = open(Parts::vector().bytes()).expect("a good archive");
    assert_eq!(read(&archive, 0, 0, 0).as_deref(), Some(&b"world"[..]));
    assert_eq!(read(&archive, 1, 0, 0).as_deref(), Some(&b"quarter"[..]));
    // Tile ids follow a Hilbert curve, so the fourth of zoom 1 is the north-eastern one.
    assert_eq!(read(&archive, 1, 1, 0).as_deref(), Some(&b"world"[..]));
    assert_eq!(read(&archive, 2, 3, 3), None);
    assert_eq!(read(&archive, 30, 5, 5), None);
    assert_eq!((archive.min_zoom(), archive.max_zoom()), (0, 1));
    assert_eq!(archive.kind(), ContentKind::Vector);
    let bounds = Bounds {
        west: 22.0,
        south: 44.0,
        east: 40.5,
        north: 53.0,
    };
    assert_eq!(archive.bounds(), bounds);
    let credits = archive
        .attribution()
        .iter()
        .map(|credit| credit.text.as_str());
    assert_eq!(credits.collect::<Vec<_>>(), ["A", "© B"]);
}

#[test]
fn a_file_reads_like_the_built_in_archive_also_from_several_threads() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = dir.path().join("map.pmtiles");
    fs::write(&path, Parts::vector().bytes()).expect("writable");
    let archive = Archive::open(&path).expect("a good archive");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..100 {
                    assert_eq!(read(&archive, 0, 0, 0).as_deref(), Some(&b"world"[..]));
                    assert_eq!(read(&archive, 1, 0, 1).as_deref(), Some(&b"quarter"[..]));
                }
            });
        }
    });
}

#[test]
fn uncompressed_pictures_are_read_too() {
    let parts = Parts {
        root: directory(&[(0, 1, 8, 0)]),
        leaves: Vec::new(),
        metadata: Vec::new(),
        tiles: b"\x89PNG....".to_vec(),
        codes: [1, 1, 2],
        zooms: [0, 0],
    };
    let archive = open(parts.bytes()).expect("a good archive");
    assert_eq!(archive.kind(), ContentKind::Raster);
    assert_eq!(
        read(&archive, 0, 0, 0).as_deref(),
        Some(&b"\x89PNG...."[..])
    );
    assert!(archive.attribution().is_empty());
}

#[test]
fn each_way_of_being_wrong_has_its_sentence() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let said = |bytes: &[u8]| {
        let path = dir.path().join("map.pmtiles");
        fs::write(&path, bytes).expect("writable");
        let said = Archive::open(&path)
            .expect_err("no good archive")
            .to_string();
        assert!(
            said.contains("map.pmtiles") && said.ends_with('.'),
            "{said}"
        );
        said
    };
    let coded = |codes: [u8; 3]| {
        Parts {
            codes,
            ..Parts::vector()
        }
        .bytes()
    };
    let good = Parts::vector().bytes();
    assert!(said(b"").contains("PMTiles file is needed"));
    assert!(said(b"GIF89a").contains("PMTiles file is needed"));
    assert!(said(b"PMTiles\x02........").contains("version 3"));
    assert!(said(&good[..good.len() - 1]).contains("incomplete"));
    assert!(said(&good[..60]).contains("incomplete"));
    assert!(said(&coded([2, 3, 1])).contains("Brotli"));
    assert!(said(&coded([4, 2, 1])).contains("Zstandard"));
    assert!(said(&coded([2, 2, 5])).contains("AVIF"));
    assert!(said(&coded([2, 2, 99])).contains("unknown"));
    assert!(
        said(
            &Parts {
                zooms: [5, 2],
                ..Parts::vector()
            }
            .bytes()
        )
        .contains("zoom")
    );
    let missing = Archive::open(&dir.path().join("nowhere.pmtiles")).expect_err("not there");
    assert!(matches!(missing, ArchiveError::NotFound { .. }));
    assert!(Archive::open(dir.path()).is_err());
}

#[test]
fn an_archive_cut_short_anywhere_is_refused() {
    let good = Parts::vector().bytes();
    for length in 0..good.len() {
        assert!(open(good[..length].to_vec()).is_err(), "cut at {length}");
    }
}

#[test]
fn a_directory_that_leads_to_itself_ends_in_an_error() {
    let mut parts = Parts::vector();
    // The length of a packed directory depends on its contents, so it is left unpacked here.
    let leaf = directory(&[(1, 0, 5, 0)]);
    assert_eq!(leaf.len(), 5);
    parts.root = directory(&[(1, 0, 5, 0)]);
    parts.leaves = leaf;
    parts.metadata = b"{}".to_vec();
    parts.codes = [1, 2, 1];
    let archive = open(parts.bytes()).expect("the root is good");
    assert!(archive.tile(tile(1, 0, 0)).is_err());
}

#[test]
fn small_parts_that_unpack_to_much_are_refused() {
    let bomb = gzip(&vec![0; 100 << 20]);
    assert!(bomb.len() < 200_000);
    let mut parts = Parts::vector();
    parts.root = gzip(&directory(&[
        (0, 1, bomb.len() as u64, 0),
        (1, 0, bomb.len() as u64, 0),
    ]));
    parts.leaves.clone_from(&bomb);
    parts.metadata.clone_from(&bomb);
    parts.tiles = bomb;
    let archive = open(parts.bytes()).expect("the root is good");
    assert!(archive.attribution().is_empty());
    let error = archive.tile(tile(0, 0, 0)).expect_err("too large");
    assert!(error.to_string().contains("absurd size"), "{error}");
    assert!(archive.tile(tile(1, 0, 0)).is_err());
}

/// Opens whatever it is and reads some tiles: it must neither panic nor hang.
fn exercise(bytes: Vec<u8>) {
    let Ok(archive) = open(bytes) else {
        return;
    };
    for (zoom, x, y) in [
        (0, 0, 0),
        (1, 0, 0),
        (1, 1, 0),
        (1, 1, 1),
        (2, 3, 1),
        (30, 7, 7),
    ] {
        let unpacked = archive.tile(tile(zoom, x, y)).ok().flatten();
        assert!(unpacked.is_none_or(|bytes| bytes.len() <= super::MAX_TILE));
    }
    let bounds = archive.bounds();
    assert!(bounds.west < bounds.east && bounds.south < bounds.north);
}

proptest! {
    #[test]
    fn random_bytes_after_a_good_start_do_no_harm(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        exercise([&b"PMTiles\x03"[..], &bytes].concat());
    }

    #[test]
    fn a_good_archive_with_some_bytes_changed_does_no_harm(
        packed in any::<bool>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut parts = Parts::vector();
        if !packed {
            // Unpacked directories let changed numbers through that a checksum would stop.
            parts.root = directory(&[(0, 1, 25, 0), (1, 0, 9, 0)]);
            parts.leaves = directory(&[(1, 3, 27, 25), (4, 1, 25, 0)]);
            parts.codes[0] = 1;
        }
        let mut bytes = parts.bytes();
        for (place, value) in changes {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        exercise(bytes);
    }

    #[test]
    fn absurd_offsets_do_no_harm(numbers in proptest::collection::vec(any::<u64>(), 8)) {
        let mut bytes = Parts::vector().bytes();
        for (number, place) in numbers.iter().zip(bytes[8..72].chunks_exact_mut(8)) {
            // Some small, some enormous.
            let number = number >> (number % 64);
            place.copy_from_slice(&number.to_le_bytes());
        }
        exercise(bytes);
    }
}
