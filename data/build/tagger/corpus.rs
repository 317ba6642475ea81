//! The texts to learn from: ours with marks in brackets, and open corpora with BIO tags.

use std::{fs, path::Path, sync::OnceLock};

use anyhow::{Context as _, Result, bail};
use dateline::{
    gazetteer::Gazetteer,
    geoparse::tagger::labels::{self, NameKind},
    text::Span,
};
use serde::Deserialize;

use super::both;

/// A text with what is known of its names.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub text: String,
    /// Innermost last, in order of where they end.
    pub marks: Vec<Mark>,
    /// What a word outside of all marks may be, as bits of labels.
    pub unmarked: u32,
    /// Whether capitalised words outside of all marks may be anything.
    pub sparse: bool,
}

/// A marked name.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub span: Span,
    /// What its first and its later tokens may be, as bits of labels.
    pub first: u32,
    pub later: u32,
    pub kind: NameKind,
}

impl Mark {
    fn new(span: Span, kind: NameKind, also: &[NameKind]) -> Self {
        let [mut first, mut later] = both(kind);
        for other in also {
            let [a, b] = both(*other);
            // Inside an organisation a place may begin or end at any word.
            first |= a;
            later |= a | b;
        }
        Self {
            span,
            first,
            later,
            kind,
        }
    }
}

/// Texts of our own: a sentence on each line, a blank line between articles, names as
/// `[L Paris]`, places inside names as `[O [L Boston] Globe]`.
pub fn own(folder: &Path) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    for path in files(folder, "txt")? {
        let text = fs::read_to_string(&path)?;
        for (number, article) in text.split("\n\n").enumerate() {
            if !article.trim().is_empty() {
                let document = bracketed(article.trim())
                    .with_context(|| format!("{}, article {}", path.display(), number + 1))?;
                documents.push(document);
            }
        }
    }
    Ok(documents)
}

fn bracketed(marked: &str) -> Result<Document> {
    let mut document = Document {
        unmarked: 1 << labels::OUTSIDE,
        ..Document::default()
    };
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut rest = marked.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '[' => {
                let tag = rest.next().context("a bracket at the end")?;
                if rest.next() != Some(' ') {
                    bail!("no space after “[{tag}”");
                }
                open.push((tag, document.text.len()));
            }
            ']' => {
                let (tag, start) = open.pop().context("a bracket too many")?;
                let span = Span::new(start, document.text.len());
                let nested = open.iter().any(|(tag, _)| matches!(tag, 'O' | 'F' | 'M'));
                let kind = match tag {
                    'L' if nested => NameKind::Nested,
                    'L' => NameKind::Place,
                    'D' => NameKind::Demonym,
                    'P' => NameKind::Person,
                    'O' => NameKind::Organisation,
                    'F' => NameKind::Facility,
                    'M' => NameKind::Other,
                    other => bail!("there is no tag “{other}”"),
                };
                document.marks.push(Mark::new(span, kind, &[]));
            }
            other => document.text.push(other),
        }
    }
    if !open.is_empty() {
        bail!("a bracket is not closed");
    }
    // The outer names first, so that what is inside of them overrules; they were closed last.
    document.marks.reverse();
    document
        .marks
        .sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
    Ok(document)
}

#[derive(Deserialize)]
struct Line {
    doc: String,
    tokens: Vec<String>,
    tags: Vec<String>,
}

/// Open corpora. Their four kinds leave open what ours tell apart: a LOC may be a building, an ORG
/// may hold a place, a MISC may be a demonym.
pub fn open(folder: &Path) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    for path in files(folder, "jsonl")? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        // This one does not mark the other names…
        let partial = name == "ewt";
        // …and this one marks the first words of names only.
        let sparse = name == "gum";
        let mut current: Option<(String, Document)> = None;
        for line in fs::read_to_string(&path)?.lines() {
            let line: Line = serde_json::from_str(line)?;
            let goes_on =
                name == "gum" && current.as_ref().is_some_and(|(doc, _)| *doc == line.doc);
            if !goes_on {
                documents.extend(current.take().map(|(_, document)| document));
            }
            let (_, document) =
                current.get_or_insert_with(|| (line.doc.clone(), Document::default()));
            document.unmarked = 1 << labels::OUTSIDE;
            if partial {
                for kind in [NameKind::Other, NameKind::Demonym] {
                    document.unmarked |= both(kind)[0] | both(kind)[1];
                }
            }
            document.sparse = sparse;
            append(document, &line);
        }
        documents.extend(current.map(|(_, document)| document));
    }
    Ok(documents)
}

fn append(document: &mut Document, line: &Line) {
    let text = &mut document.text;
    if !text.is_empty() {
        text.push('\n');
    }
    let mut name: Option<(usize, &str)> = None;
    let mut glue = true;
    let mut marks = Vec::new();
    for (token, tag) in line.tokens.iter().zip(&line.tags) {
        let closes = matches!(
            token.as_str(),
            "," | "." | ";" | ":" | "!" | "?" | ")" | "'s" | "’s" | "n't" | "%" | "'" | "''"
        );
        let goes_on = tag.starts_with("I-");
        if !goes_on && let Some((start, kind)) = name.take() {
            marks.push((Span::new(start, text.len()), kind));
        }
        if !glue && !closes {
            text.push(' ');
        }
        if let Some(kind) = tag.strip_prefix("B-") {
            name = Some((text.len(), kind));
        }
        text.push_str(token);
        glue = matches!(token.as_str(), "(" | "``" | "$" | "“");
    }
    if let Some((start, kind)) = name {
        marks.push((Span::new(start, text.len()), kind));
    }
    for (span, kind) in marks {
        document.marks.push(match kind {
            "LOC" if is_built(&document.text[span.start..span.end]) => {
                Mark::new(span, NameKind::Facility, &[])
            }
            "LOC" => Mark::new(span, NameKind::Place, &[]),
            "PER" => Mark::new(span, NameKind::Person, &[]),
            "ORG" => Mark::new(
                span,
                NameKind::Organisation,
                &[NameKind::Nested, NameKind::Demonym],
            ),
            _ => Mark::new(
                span,
                NameKind::Other,
                &[NameKind::Demonym, NameKind::Nested],
            ),
        });
    }
}

/// Whether a name says that it is a building or a way.
fn is_built(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "Abbey",
        "Airport",
        "Arena",
        "Ave.",
        "Avenue",
        "Base",
        "Boulevard",
        "Bridge",
        "Building",
        "Cafe",
        "Camp",
        "Canal",
        "Cathedral",
        "Center",
        "Centre",
        "Chapel",
        "Church",
        "Cinema",
        "Dam",
        "Drive",
        "Field",
        "Garden",
        "Gardens",
        "Hall",
        "Highway",
        "Hospital",
        "Hotel",
        "House",
        "Lane",
        "Library",
        "Mall",
        "Market",
        "Memorial",
        "Mosque",
        "Museum",
        "Palace",
        "Plaza",
        "Prison",
        "Rd",
        "Rd.",
        "Restaurant",
        "Road",
        "School",
        "Square",
        "St",
        "St.",
        "Stadium",
        "Station",
        "Store",
        "Street",
        "Temple",
        "Terminal",
        "Theater",
        "Theatre",
        "Tower",
        "Towers",
        "Tunnel",
        "University",
        "Zoo",
    ];
    let last = name.rsplit(' ').next().unwrap_or_default();
    name.contains(' ') && WORDS.binary_search(&last).is_ok()
}

fn files(folder: &Path, extension: &str) -> Result<Vec<std::path::PathBuf>> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    Ok(files)
}

/// The same document with other names in it, so that the tagger learns how names are used and
/// not which ones there are. Variant 0 is the document itself, the last is in capitals.
#[must_use]
pub fn varied(document: &Document, seed: usize, variant: usize) -> Document {
    if variant == 0 {
        return document.clone();
    }
    let mut dice = Dice(seed as u64 * 1_000 + variant as u64);
    let capitals = variant == 3;
    let mut varied = Document {
        unmarked: document.unmarked,
        sparse: document.sparse,
        ..Document::default()
    };
    // Where each byte of the old text has gone.
    let mut places = vec![0; document.text.len() + 1];
    let mut taken: Vec<(String, String)> = Vec::new();
    let mut at = 0;
    while at < document.text.len() {
        let whole = document.marks.iter().find(|mark| {
            mark.span.start == at && matches!(mark.kind, NameKind::Place | NameKind::Nested)
        });
        let length = document.text[at..].chars().next().map_or(1, char::len_utf8);
        places[at] = varied.text.len();
        let Some(mark) = whole.filter(|_| !capitals) else {
            if capitals {
                varied.text.extend(
                    document.text[at..at + length]
                        .chars()
                        .flat_map(char::to_uppercase),
                );
            } else {
                varied.text.push_str(&document.text[at..at + length]);
            }
            at += length;
            continue;
        };
        let name = &document.text[at..mark.span.end];
        let known = taken.iter().find(|(before, _)| before == name);
        let other = if let Some((_, after)) = known {
            after.clone()
        } else {
            let after = dice.name_like(name);
            taken.push((name.to_owned(), after.clone()));
            after
        };
        varied.text.push_str(&other);
        places[at + 1..=mark.span.end].fill(varied.text.len());
        at = mark.span.end;
    }
    places[document.text.len()] = varied.text.len();
    for mark in &document.marks {
        varied.marks.push(Mark {
            span: Span::new(places[mark.span.start], places[mark.span.end]),
            ..*mark
        });
    }
    varied
}

/// Numbers that look random and are the same each time (splitmix64, Steele and others 2014).
pub struct Dice(pub u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.roll() % limit.max(1) as u64).unwrap_or(0)
    }

    /// A name of the gazetteer that can stand where this one stood.
    fn name_like(&mut self, name: &str) -> String {
        // Abbreviations stay what they are, and so do some of the others.
        if name.contains('.') || name.len() < 4 || self.below(3) == 0 {
            return name.to_owned();
        }
        let head = name.rsplit(' ').next().unwrap_or_default();
        let admin = matches!(
            head,
            "County"
                | "Parish"
                | "Province"
                | "Oblast"
                | "Region"
                | "District"
                | "State"
                | "River"
                | "Lake"
                | "Sea"
                | "Island"
                | "Islands"
        );
        let names = place_names();
        // As often a place that is often named as any other.
        let limit = if self.below(2) == 0 {
            20_000
        } else {
            names.len()
        };
        let other = names[self.below(limit.min(names.len()))];
        if admin && name.len() > head.len() {
            format!("{} {head}", other.split(' ').next().unwrap_or(other))
        } else {
            other.to_owned()
        }
    }
}

/// The names of all places, weightiest first.
fn place_names() -> &'static [&'static str] {
    static NAMES: OnceLock<Vec<&'static str>> = OnceLock::new();
    NAMES.get_or_init(|| {
        Gazetteer::bundled()
            .places()
            .map(|place| place.name)
            .filter(|name| name.starts_with(char::is_uppercase) && name.len() < 30)
            .collect()
    })
}
