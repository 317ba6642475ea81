//! `dateline validate FILE...`

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::FAILED;
use crate::{
    formats::geojson::{self, ReadError},
    validate::{Severity, validate},
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
            // A closed pipe means that enough has been read.
            if writeln!(out, "{}: {line}", file.display()).is_err() {
                return ExitCode::from(worst);
            }
        }
    }
    ExitCode::from(worst)
}

fn check(file: &Path) -> (Vec<String>, u8) {
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
                ReadError::CutShort { line, column }
                | ReadError::Malformed { line, column, .. } => {
                    format!("line {line}, column {column}")
                }
                _ => "the file".to_owned(),
            };
            (vec![format!("{place}: error[unreadable]: {error}")], FAILED)
        }
    }
}
