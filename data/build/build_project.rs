//! Makes a project file from a recipe: `cargo run --example build_project -- RECIPE OUTPUT`.

mod recipe;

use std::path::PathBuf;

use anyhow::{Context as _, ensure};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [recipe, output] = &arguments[..] else {
        anyhow::bail!("usage: build_project RECIPE OUTPUT");
    };
    let project = recipe::build(recipe)?;
    let text = dateline::formats::geojson::write(&project);
    let opened = dateline::formats::geojson::read(text.as_bytes(), "project")?;
    let findings = dateline::validate::validate(&opened);
    ensure!(
        findings.is_empty(),
        "the project does not validate:\n{}",
        findings
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    );
    std::fs::write(output, text).with_context(|| format!("writing {}", output.display()))
}
