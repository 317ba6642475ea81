//! `dateline validate FILE...`

use std::{
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::{FAILED, one_line, say};
use crate::{
    formats::geojson::{self, GeoJsonError},
    open::not_a_project,
    project::diagnostic::Severity,
    validate::validate,
};

/// Print what is wrong with the files: exit 0 when free of errors, 1 with errors, 2 when a file
/// could not be read.
pub fn run(files: &[PathBuf]) -> ExitCode {
    let mut out = std::io::stdout().lock();
    let mut worst = 0;
    for file in files {
        let (lines, code) = check(file);
        worst = worst.max(code);
        for line in lines {
            let line = one_line(&format!("{}: {line}", file.display()));
            match writeln!(out, "{line}") {
                Ok(()) => {}
                // A closed pipe means that enough has been read.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                    return ExitCode::from(worst);
                }
                Err(error) => {
                    say(&format!(
                        "dateline: the findings could not be written ({error})"
                    ));
                    return ExitCode::from(FAILED);
                }
            }
        }
    }
    ExitCode::from(worst)
}

fn check(file: &Path) -> (Vec<String>, u8) {
    let unreadable =
        |place: &str, sentence: &str| vec![format!("{place}: error[unreadable]: {sentence}")];
    if let Some(instead) = not_a_project(file) {
        return (unreadable("the file", instead), FAILED);
    }
    match geojson::open(file) {
        Ok(opened) => {
            let findings = validate(&opened);
            let failed = findings
                .iter()
                .any(|finding| finding.severity == Severity::Error);
            let lines = findings.iter().map(ToString::to_string).collect();
            (lines, u8::from(failed))
        }
        Err(error) => {
            let place = match &error {
                GeoJsonError::CutShort { line, column }
                | GeoJsonError::Malformed { line, column, .. } => {
                    format!("line {line}, column {column}")
                }
                _ => "the file".to_owned(),
            };
            // Every line begins with the path, which some of these sentences do as well.
            let sentence = error.to_string();
            let path = format!("{}: ", file.display());
            let sentence = sentence.strip_prefix(&path).unwrap_or(&sentence);
            (unreadable(&place, sentence), FAILED)
        }
    }
}
