//! The command line: what is asked for, and one file for each command.

mod export;
mod extract;
mod lookup;
#[cfg(feature = "gui")]
mod render;
mod validate;
#[cfg(feature = "gui")]
mod window;

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum, error::ErrorKind};

use crate::{
    formats::{
        Format,
        geojson::{self, Opened},
    },
    log,
    open::open_project,
    project::diagnostic::{Diagnostic, Severity},
    settings::Folders,
};

/// The project that is opened when no file is given.
pub static DEFAULT_PROJECT: &[u8] = include_bytes!("../../data/default.geojson");

/// Exit status for what could not be read or done at all.
const FAILED: u8 = 2;

/// Dateline: a news article on a map, every mark with the words it rests on.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    override_usage = "dateline [OPTIONS] [FILE]\n       dateline [--verbose] <COMMAND>",
    subcommand_precedence_over_arg = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    open: Open,
    /// Also tell on standard error what is written to the log
    #[arg(short, long, global = true)]
    verbose: bool,
}

/// Open the window.
#[derive(Debug, Args)]
struct Open {
    /// A project, an article (text, Markdown, HTML or a web address) or any GeoJSON file; without one the bundled article opens
    file: Option<PathBuf>,
    /// Tiles for this run: an address with {z}, {x} and {y}, or a .pmtiles file
    #[arg(long, value_name = "URL")]
    tiles: Option<String>,
    /// Ask nothing of the network in this run
    #[arg(long, conflicts_with = "tiles")]
    offline: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Look a name up in the bundled gazetteer
    Lookup {
        /// The name, or an abbreviation exactly as it is written
        name: String,
        /// How many places to print at most
        #[arg(long, value_name = "N", default_value_t = 20)]
        limit: usize,
        /// Print JSON instead of a table
        #[arg(long)]
        json: bool,
    },
    /// Write a project for other programs: features with their quotes, without the article
    Export(Export),
    /// Draw the map as a PNG picture, without a display and without the network
    Render(Render),
    /// Find the places, distances and areas that an article names, without a window
    Extract(Extract),
    /// Check project and GeoJSON files
    Validate {
        /// The files to check
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

impl Command {
    const fn name(&self) -> &'static str {
        match self {
            Self::Lookup { .. } => "lookup",
            Self::Export(_) => "export",
            Self::Render(_) => "render",
            Self::Extract(_) => "extract",
            Self::Validate { .. } => "validate",
        }
    }
}

#[derive(Debug, Args)]
struct Export {
    /// A project or any GeoJSON file; without one the bundled article is exported
    #[arg(value_name = "PROJECT")]
    file: Option<PathBuf>,
    /// The format; without it the ending of the file's name decides
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: Option<Format>,
    /// Where the export goes; without it to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only this layer, by its id or name
    #[arg(long, value_name = "LAYER")]
    layer: Option<String>,
    /// Leave out layers that the project hides
    #[arg(long, conflicts_with = "layer")]
    visible: bool,
}

#[derive(Debug, Args)]
struct Extract {
    /// A file (plain text, Markdown, HTML), an address, or - for standard input
    #[arg(value_name = "ARTICLE", required_unless_present = "jsonl")]
    article: Option<OsString>,
    /// Where the result goes; without it to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The format; without it the ending of the file's name decides, and a project is written
    /// that Dateline opens for review
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: Option<Format>,
    /// Read {"doc_id", "text"} lines from standard input and answer each with a line
    #[arg(long, conflicts_with_all = ["article", "output", "to"])]
    jsonl: bool,
    /// Fetch nothing from the network
    #[arg(long)]
    offline: bool,
}

#[derive(Debug, Args)]
struct Render {
    /// A project or any GeoJSON file; without one the bundled article is drawn
    file: Option<PathBuf>,
    /// Where the picture goes
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Width and height in pixels
    #[arg(long, value_name = "WxH", default_value = "1280x800", value_parser = size)]
    size: [u32; 2],
    #[arg(long, value_enum, default_value_t)]
    theme: PictureTheme,
    /// The id of a feature to show as selected
    #[arg(long, value_name = "ID")]
    select: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum PictureTheme {
    #[default]
    Light,
    Dark,
}

impl Arguments {
    /// The process's arguments. clap itself would not let `--verbose` stand before a command either.
    fn of_process() -> Self {
        let arguments = Self::parse();
        if arguments.command.is_some() && arguments.open.is_given() {
            let sentence = "a file, --tiles or --offline before a command are for the window; give them after the command, where it knows them";
            Self::command()
                .error(ErrorKind::ArgumentConflict, sentence)
                .exit();
        }
        arguments
    }
}

impl Open {
    const fn is_given(&self) -> bool {
        self.file.is_some() || self.tiles.is_some() || self.offline
    }
}

/// Run the program with the process's arguments.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::of_process();
    start_log(arguments.verbose);
    tracing::info!(
        "Dateline {} was started for: {}",
        env!("CARGO_PKG_VERSION"),
        arguments
            .command
            .as_ref()
            .map_or("the window", Command::name)
    );
    do_as_told(arguments).unwrap_or_else(|error| {
        tracing::error!("{error:#}");
        say(&format!("dateline: {error:#}"));
        ExitCode::from(FAILED)
    })
}

/// What is wrong with the log is told in what is left of it: to those who want to see one.
fn start_log(verbose: bool) {
    let folder = Folders::of_user().log;
    let wish = std::env::var("RUST_LOG").ok();
    for wrong in log::start(folder.as_deref(), verbose, wish.as_deref()) {
        tracing::warn!("{wrong}");
    }
    if let Some(folder) = folder {
        log::report_crashes(folder);
    }
}

fn do_as_told(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        Some(Command::Extract(arguments)) => extract::run(arguments),
        Some(Command::Lookup { name, limit, json }) => Ok(lookup::run(&name, limit, json)),
        Some(Command::Export(arguments)) => export::run(arguments),
        Some(Command::Validate { files }) => Ok(validate::run(&files)),
        #[cfg(feature = "gui")]
        Some(Command::Render(render)) => render::run(render),
        #[cfg(feature = "gui")]
        None => window::run(&arguments.open),
        #[cfg(not(feature = "gui"))]
        Some(Command::Render(_)) | None => {
            let _ = &arguments.open;
            Err(anyhow::anyhow!(
                "this Dateline was built without its window; “dateline extract”, “export”, “lookup” and “validate” are what it can do"
            ))
        }
    }
}

/// Read a project, or the bundled one when none is given.
fn read(file: Option<&Path>) -> anyhow::Result<Opened> {
    match file {
        Some(path) => Ok(open_project(path)?),
        None => Ok(geojson::read(DEFAULT_PROJECT, "Default")?),
    }
}

/// Say what is wrong with a file whose content is passed on all the same: the first findings of each kind, and
/// how many more there are.
fn say_errors(file: Option<&Path>, findings: &[Diagnostic]) {
    const OF_A_KIND: usize = 10;
    let name = file.map_or("the bundled project".into(), Path::to_string_lossy);
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
    {
        let count = kinds.entry(finding.code).or_default();
        *count += 1;
        if *count <= OF_A_KIND {
            say(&format!("{name}: {finding}"));
        }
    }
    for (code, count) in kinds {
        if count > OF_A_KIND {
            let more = count - OF_A_KIND;
            say(&format!(
                "{name}: {more} more of error[{code}]; “dateline validate” lists them all"
            ));
        }
    }
}

/// A line to standard error; a closed one is nobody listening.
fn say(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{}", one_line(line));
}

/// Ids and quotes come from files: their line breaks must not look like the end of a finding, nor
/// their control characters reach the terminal, nor their length hide what is said of them.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 2_000;
    const ENDS: [usize; 2] = [800, 600];
    let mut line = text.replace(char::is_control, " ");
    if line.len() > LONGEST {
        let from = line.floor_char_boundary(ENDS[0]);
        let to = line.ceil_char_boundary(line.len() - ENDS[1]);
        line.replace_range(from..to, " […] ");
    }
    line
}

fn size(text: &str) -> Result<[u32; 2], String> {
    let parts: Option<[u32; 2]> = text
        .split_once(['x', 'X', '×'])
        .and_then(|(width, height)| Some([width.parse().ok()?, height.parse().ok()?]));
    parts.ok_or_else(|| "give width and height as in 1280x800".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_fit_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_line_of_a_file_s_own_words_has_an_end() {
        let line = one_line(&format!("a.geojson: “{}” is lost", "é\n".repeat(5_000)));
        assert!(line.len() < 1_500 && !line.contains('\n'));
        assert!(line.starts_with("a.geojson: “é ") && line.ends_with("” is lost"));
    }

    #[test]
    fn sizes_are_read() {
        assert_eq!(size("800x500"), Ok([800, 500]));
        for wrong in ["", "800", "x", "-1x5", "1e3x2"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
