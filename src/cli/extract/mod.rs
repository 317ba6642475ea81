//! `dateline extract`: from an article to what it names, without a window.

mod findings;
mod lines;

use std::{
    ffi::OsStr,
    io::{self, Read as _},
    path::Path,
    process::ExitCode,
    time::SystemTime,
};

use super::{Extract, export, say};
use crate::{
    files::write_atomic,
    formats::{ExportOptions, Format, export as write, geojson},
    geoparse::{self, Context},
    judge,
    open::article::{self, MAX_BYTES, Source},
    progress::Progress,
    project::Project,
};

pub fn run(arguments: Extract) -> anyhow::Result<ExitCode> {
    let Some(name) = arguments.article.filter(|_| !arguments.jsonl) else {
        let input = io::BufReader::with_capacity(1 << 16, io::stdin());
        lines::run(input, io::BufWriter::new(io::stdout().lock())).map_err(
            |fault| match fault {
                lines::PipeFault::Input(error) => unreadable(&error),
                lines::PipeFault::Output(error) => {
                    anyhow::anyhow!("the answers could not be written to standard output ({error})")
                }
            },
        )?;
        return Ok(ExitCode::SUCCESS);
    };
    let output = arguments.output.as_deref();
    // What is wrong with the arguments is said before anything is fetched.
    let format = format(arguments.to, output)?;
    let project = project(&name, arguments.offline)?;
    let bytes = match format {
        None => geojson::write(&project).into_bytes(),
        Some(format) => {
            let options = ExportOptions {
                exported_at: Some(SystemTime::now()),
                ..ExportOptions::default()
            };
            write(&project, format, &options)?
        }
    };
    match output {
        Some(path) => write_atomic(path, &bytes)?,
        None => export::print(&bytes)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn unreadable(error: &io::Error) -> anyhow::Error {
    anyhow::anyhow!(
        "standard input could not be read ({error}); give it text, as in “dateline extract - < article.txt”"
    )
}

/// `None` for a project, which holds the article as well.
fn format(to: Option<Format>, output: Option<&Path>) -> anyhow::Result<Option<Format>> {
    let ending = output.and_then(Path::extension);
    let is_project = ending.is_none_or(|ending| ending == "geojson" || ending == "json");
    if to.is_none() && is_project {
        return Ok(None);
    }
    export::format(to, output).map(Some)
}

fn project(name: &OsStr, offline: bool) -> anyhow::Result<Project> {
    let source = if name == "-" {
        let mut bytes = Vec::new();
        let limit = u64::try_from(MAX_BYTES)
            .unwrap_or(u64::MAX)
            .saturating_add(1);
        let input = io::stdin().lock();
        let read = input.take(limit).read_to_end(&mut bytes);
        read.map_err(|error| unreadable(&error))?;
        Source::Bytes {
            name: "Standard input".to_owned(),
            bytes,
        }
    } else {
        Source::of_argument(name)
    };
    let options = article::FetchOptions {
        offline,
        ..article::FetchOptions::default()
    };
    let reading = article::read(source, &Progress::unwatched(), &options)?;
    for note in &reading.notes {
        say(&format!("dateline: {note}"));
    }
    let article = reading.article;
    let context = Context {
        url: article.imprint.url.clone(),
    };
    let parsed = geoparse::parse(article.text(), &context);
    Ok(judge::accept_all(article, parsed)?)
}
