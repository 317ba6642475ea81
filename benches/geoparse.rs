//! How fast articles are read for what they name: throughput on one core and on all, and the time
//! of one article. Run with `cargo bench --bench geoparse`; a folder with `*.jsonl` documents can be
//! named to measure other texts: `cargo bench --bench geoparse -- FOLDER`.

use std::{
    env, fs,
    hint::black_box,
    io::{self, Write as _},
    thread,
    time::{Duration, Instant},
};

use dateline::{
    formats::geojson,
    gazetteer::Gazetteer,
    geoparse::{self, Context, name_tokens::name_tokens, quantity, recognise, tagger},
    text::TokenisedText,
};
use serde_json::Value;

/// How often a thing is measured; the median is printed.
const TIMES: usize = 9;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    // `cargo test --all-targets` starts benchmarks too, without this argument.
    if !env::args().any(|argument| argument == "--bench") {
        return writeln!(out, "Nothing is measured without --bench; use cargo bench.");
    }
    let started = Instant::now();
    black_box(Gazetteer::bundled());
    let gazetteer = started.elapsed();
    let started = Instant::now();
    black_box(geoparse::bundled_model());
    let model = started.elapsed();
    writeln!(out, "ready: gazetteer {gazetteer:.1?}, model {model:.1?}")?;

    let documents = documents();
    let bytes: usize = documents.iter().map(String::len).sum();
    writeln!(out, "{} documents, {} kB", documents.len(), bytes / 1_000)?;

    let article: String = documents
        .iter()
        .flat_map(|text| text.chars())
        .take(5_000)
        .collect();
    let one = median(|| {
        black_box(geoparse::parse(black_box(&article), &Context::default()));
    });
    writeln!(
        out,
        "one article of {} bytes: {one:.2?} (aim: below 20 ms)",
        article.len()
    )?;

    let core = median(|| {
        for text in &documents {
            black_box(geoparse::parse(text, &Context::default()));
        }
    });
    writeln!(
        out,
        "one core: {:.2} MB/s (aim: at least 1)",
        rate(bytes, core)
    )?;

    let cores = thread::available_parallelism().map_or(1, usize::from);
    let all = median(|| {
        thread::scope(|scope| {
            for core in 0..cores {
                let documents = &documents;
                scope.spawn(move || {
                    for text in documents.iter().skip(core).step_by(cores) {
                        black_box(geoparse::parse(text, &Context::default()));
                    }
                });
            }
        });
    });
    writeln!(out, "{cores} cores: {:.2} MB/s", rate(bytes, all))?;

    let model = geoparse::bundled_model();
    let gazetteer = Gazetteer::bundled();
    let steps: [(&str, Step<'_>); 4] = [
        (
            "tokens",
            Box::new(|text| {
                black_box(name_tokens(&TokenisedText::of(text)));
            }),
        ),
        (
            "gazetteer matches",
            Box::new(|text| {
                let tokens = name_tokens(&TokenisedText::of(text));
                black_box(geoparse::matches::matches(gazetteer, text, &tokens));
            }),
        ),
        (
            "recognition in all",
            Box::new(|text| {
                let tokens = name_tokens(&TokenisedText::of(text));
                let matches = geoparse::matches::matches(gazetteer, text, &tokens);
                let hints = geoparse::matches::hints(&tokens, &matches);
                let tags = tagger::tag(model, text, &tokens, &hints);
                black_box(recognise::recognise(
                    gazetteer, text, &tokens, &matches, &tags,
                ));
            }),
        ),
        (
            "quantities",
            Box::new(|text| {
                black_box(quantity::quantities(&TokenisedText::of(text)));
            }),
        ),
    ];
    for (name, step) in steps {
        let time = median(|| documents.iter().for_each(|text| step(text)));
        writeln!(out, "  {name}: {:.2} MB/s", rate(bytes, time))?;
    }
    Ok(())
}

/// A step of the geoparser, run on a text.
type Step<'a> = Box<dyn Fn(&str) + 'a>;

/// The texts of the folder that is named, else the bundled article many times over.
fn documents() -> Vec<String> {
    let folder = env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    let mut texts = Vec::new();
    let files = folder.and_then(|folder| fs::read_dir(folder).ok());
    for path in files
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
    {
        if path
            .extension()
            .is_some_and(|extension| extension == "jsonl")
        {
            let lines = fs::read_to_string(path).unwrap_or_default();
            texts.extend(lines.lines().filter_map(|line| {
                let document: Value = serde_json::from_str(line).ok()?;
                Some(document["text"].as_str()?.to_owned())
            }));
        }
    }
    if texts.is_empty() {
        let bundled = geojson::read(dateline::cli::DEFAULT_PROJECT, "default").ok();
        let article = bundled.and_then(|opened| opened.project.article().cloned());
        let text = article.map(|article| article.text().to_owned());
        texts = vec![text.unwrap_or_default(); 200];
    }
    texts
}

fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let started = Instant::now();
            run();
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[TIMES / 2]
}

#[expect(clippy::cast_precision_loss, reason = "megabytes")]
fn rate(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64()
}
