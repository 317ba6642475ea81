use std::fs;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;

use super::{DiskCache, Inner, parse_entry};
use crate::basemap::network::freshness::ResponseRecord;

fn record(url: &str) -> ResponseRecord {
    ResponseRecord {
        url: url.to_owned(),
        fetched_at: 1_800_000_000,
        lifetime: 60,
        etag: Some("\"a\"".to_owned()),
        last_modified: None,
        content_type: Some("image/png".to_owned()),
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn an_entry_comes_back_as_it_was_stored_also_for_another_process() {
    let dir = folder();
    let cache = DiskCache::open(dir.path().to_owned(), 1 << 20);
    let (one, two) = (record("http://t.example/1"), record("http://t.example/2"));
    cache.put(&one, b"first");
    cache.put(&two, b"");
    cache.put(&one, b"second");
    let other = DiskCache::open(dir.path().to_owned(), 1 << 20);
    let entry = other.get(&one.url).expect("stored");
    assert_eq!(
        (entry.body.as_slice(), &entry.record),
        (&b"second"[..], &one)
    );
    assert_eq!(
        other.get(&two.url).map(|entry| entry.body),
        Some(Vec::new())
    );
    assert_eq!(other.get("http://t.example/3"), None);
    other.remove(&one.url);
    assert_eq!(cache.get(&one.url), None);
    assert_eq!(cache.cache_note(), None);
}

#[test]
fn a_file_cut_short_anywhere_is_a_miss_and_is_cleared_away() {
    let dir = folder();
    let cache = DiskCache::open(dir.path().to_owned(), 1 << 20);
    let record = record("http://t.example/1");
    cache.put(&record, b"some tile");
    let path = cache.path(&record.url);
    let whole = fs::read(&path).expect("written");
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).expect("writable");
        assert_eq!(cache.get(&record.url), None, "cut at {length}");
        assert!(!path.exists());
    }
}

#[test]
fn a_changed_body_is_a_miss() {
    let dir = folder();
    let cache = DiskCache::open(dir.path().to_owned(), 1 << 20);
    let record = record("http://t.example/1");
    cache.put(&record, b"some tile");
    let path = cache.path(&record.url);
    let mut bytes = fs::read(&path).expect("written");
    *bytes.last_mut().expect("not empty") ^= 1;
    fs::write(&path, bytes).expect("writable");
    assert_eq!(cache.get(&record.url), None);
}

#[test]
fn an_unusable_folder_is_a_note_and_not_an_error() {
    let dir = folder();
    let file = dir.path().join("file");
    fs::write(&file, "in the way").expect("writable");
    let cache = DiskCache::open(file, 1 << 20);
    let note = cache.cache_note().expect("a note");
    assert!(note.contains("not a folder"), "{note}");
    cache.put(&record("http://t.example/1"), b"tile");
    assert_eq!(cache.get("http://t.example/1"), None);
}

#[test]
fn tidying_removes_the_oldest_first_and_leaves_strangers_alone() {
    let dir = folder();
    let stranger = dir.path().join("holiday.jpg");
    fs::write(&stranger, vec![0; 50_000]).expect("writable");
    let cache = DiskCache::open(dir.path().to_owned(), u64::MAX);
    let urls = (0..10)
        .map(|n| format!("http://t.example/{n}"))
        .collect::<Vec<_>>();
    let start = SystemTime::now() - Duration::from_hours(100);
    for (url, hours) in urls.iter().zip(1..) {
        cache.put(&record(url), &[7; 10_000]);
        let file = fs::File::options()
            .write(true)
            .open(cache.path(url))
            .expect("written");
        file.set_modified(start + Duration::from_hours(hours))
            .expect("a settable time");
    }
    let abandoned = cache.path(&urls[0]).with_extension("part");
    fs::write(&abandoned, "half").expect("writable");
    let file = fs::File::options()
        .write(true)
        .open(&abandoned)
        .expect("written");
    file.set_modified(start).expect("a settable time");

    let small = Inner {
        dir: dir.path().to_owned(),
        max_bytes: 60_000,
        health: std::sync::Mutex::default(),
        tidying: std::sync::atomic::AtomicBool::new(false),
    };
    small.tidy(SystemTime::now());
    let kept = urls
        .iter()
        .map(|url| cache.get(url).is_some())
        .collect::<Vec<_>>();
    assert!(!kept[0] && kept[9], "{kept:?}");
    assert!(
        kept.is_sorted(),
        "newer entries went before older ones: {kept:?}"
    );
    assert!(kept.iter().filter(|kept| **kept).count() >= 4, "{kept:?}");
    assert!(stranger.exists() && !abandoned.exists());
}

proptest! {
    #[test]
    fn no_bytes_upset_the_reader(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        with_magic in any::<bool>(),
    ) {
        let start = if with_magic { super::MAGIC } else { b"" };
        prop_assert_eq!(parse_entry(&[start, &bytes].concat()), None);
    }
}
