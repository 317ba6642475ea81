//! `dateline export [PROJECT] --to FORMAT -o FILE`

use std::{
    io::{ErrorKind, IsTerminal as _, Write as _},
    path::Path,
    process::ExitCode,
    time::SystemTime,
};

use clap::{ValueEnum, builder::PossibleValue};

use super::{Export, say_errors};
use crate::{
    files::write_atomic,
    formats::{ExportOptions, Format, export},
    validate::validate,
};

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.key()).help(self.description()))
    }
}

pub fn run(arguments: Export) -> anyhow::Result<ExitCode> {
    let output = arguments.output.as_deref();
    let format = format(arguments.to, output)?;
    let file = arguments.file.as_deref();
    let opened = super::read(file)?;
    // An export shows nothing of what was set aside, so that it has to be said.
    say_errors(file, &validate(&opened));
    let options = ExportOptions {
        layer: arguments.layer,
        visible_only: arguments.visible,
        exported_at: Some(SystemTime::now()),
    };
    let bytes = export(&opened.project, format, &options)?;
    match output {
        Some(path) => write_atomic(path, &bytes)?,
        None => print(&bytes)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The format asked for, else the one that the file's name gives away.
pub(super) fn format(to: Option<Format>, output: Option<&Path>) -> anyhow::Result<Format> {
    let format = match (to, output) {
        (Some(format), _) => format,
        (None, None) => anyhow::bail!(
            "say which format is wanted with --to, or name a file with -o: {}",
            endings()
        ),
        (None, Some(path)) => {
            let extension = path.extension().unwrap_or_default().to_string_lossy();
            Format::from_extension(&extension).ok_or_else(|| {
                anyhow::anyhow!(
                    "{}: the ending tells no format; say which one with --to, or let the name end in one of these: {}",
                    path.display(),
                    endings()
                )
            })?
        }
    };
    anyhow::ensure!(
        output.is_some() || format.is_text() || !std::io::stdout().is_terminal(),
        "a {} is no text to be shown; name a file with -o",
        format.name()
    );
    Ok(format)
}

fn endings() -> String {
    let endings: Vec<String> = Format::ALL
        .iter()
        .map(|format| format!(".{}", format.extension()))
        .collect();
    endings.join(" ")
}

pub(super) fn print(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        // A closed pipe means that enough has been read.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => anyhow::bail!("the result could not be written to standard output ({error})"),
        Ok(()) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_what_is_asked_for_or_what_the_name_says() {
        let path = |name| Some(Path::new(name));
        let of = |to, output| format(to, output).ok();
        assert_eq!(of(None, path("a.KML")), Some(Format::Kml));
        assert_eq!(of(Some(Format::Csv), path("a.kml")), Some(Format::Csv));
        assert_eq!(of(Some(Format::Html), None), Some(Format::Html));
        assert_eq!(of(None, path("a.shp")), None);
        assert_eq!(of(None, path("a")), None);
        assert_eq!(of(None, None), None);
    }
}
