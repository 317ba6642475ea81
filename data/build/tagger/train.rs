//! Trains the tagger: `cargo run --release --example train_tagger -- CORPORA WORDS MODEL`, from the
//! root of the repository.
//!
//! CORPORA is a folder of `*.jsonl` files with tokens and BIO tags; the texts in `texts/` beside this
//! program are always used. WORDS is a folder with the word lists; `train.sh` fetches them. With
//! `--held-out` at the end every eighth text of our own is kept back and scored instead.

mod corpus;
mod learn;

use std::{env, fs, path::Path, process::ExitCode};

use anyhow::{Context as _, Result, bail};
use dateline::geoparse::tagger::{hash, labels, lexicon::Lexicon, model::Model};

use self::learn::Example;

fn main() -> ExitCode {
    match run(&env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&format!("train_tagger: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let [corpora, words, output, rest @ ..] = arguments else {
        bail!("usage: train_tagger CORPORA WORDS MODEL");
    };
    let held_out = rest
        .first()
        .is_some_and(|argument| argument == "--held-out");
    let lexicon = lexicon(Path::new(words))?;
    let own = corpus::own(Path::new("data/build/tagger/texts"))?;
    let open = corpus::open(Path::new(corpora))?;
    report(&format!(
        "{} documents of our own, {} others",
        own.len(),
        open.len()
    ));

    let (mut train, mut test) = (Vec::new(), Vec::new());
    for (index, document) in own.iter().enumerate() {
        if held_out && index % 8 == 3 {
            test.push(document.clone());
        } else {
            for variant in 0..4 {
                train.push(corpus::varied(document, index, variant));
            }
        }
    }
    for (index, document) in open.iter().enumerate() {
        for variant in 0..2 {
            train.push(corpus::varied(document, index, variant));
        }
    }
    let examples: Vec<Example> = train
        .iter()
        .map(|document| Example::new(document, &lexicon))
        .collect();
    let (transitions, features) = learn::learn(&examples);
    let model = Model::new(lexicon, transitions, features);
    let bytes = model.to_bytes();
    report(&format!("{} features, {} bytes", model.len(), bytes.len()));
    fs::write(output, bytes).with_context(|| output.clone())?;
    if held_out {
        for line in learn::score(&model, &test) {
            report(&line);
        }
    }
    Ok(())
}

/// The word lists: names from the United States census of 1990, and common words.
fn lexicon(folder: &Path) -> Result<Lexicon> {
    let mut lexicon = Lexicon::default();
    let lists = [
        ("dist.female.first", Lexicon::GIVEN_NAME, 3_000),
        ("dist.male.first", Lexicon::GIVEN_NAME, 3_000),
        ("dist.all.last", Lexicon::SURNAME, 30_000),
    ];
    for (file, list, count) in lists {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        for line in text.lines().take(count) {
            let name = line.split_whitespace().next().unwrap_or_default();
            lexicon.add(hash::word(name), list);
        }
    }
    let path = folder.join("american-english-small");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    for word in text.lines() {
        if word.chars().all(|letter| letter.is_ascii_lowercase()) && word.len() > 1 {
            lexicon.add(hash::word(word), Lexicon::COMMON);
        }
    }
    Ok(lexicon)
}

/// A line for the person who runs the program.
fn report(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Every label as a bit.
const fn bit(label: usize) -> u32 {
    1 << label
}

/// Both labels of a kind.
fn both(kind: labels::NameKind) -> [u32; 2] {
    [bit(labels::first(kind)), bit(labels::later(kind))]
}
