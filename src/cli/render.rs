//! `dateline render [FILE] -o map.png`

use std::{io::Write as _, path::Path, process::ExitCode};

use anyhow::Context as _;
use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};

use super::{PictureTheme, Render, say};
use crate::{
    ui::{
        offscreen::{Picture, draw},
        state::Document,
    },
    validate::Severity,
};

pub fn run(arguments: Render) -> anyhow::Result<ExitCode> {
    let png = |extension: &std::ffi::OsStr| extension.eq_ignore_ascii_case("png");
    anyhow::ensure!(
        arguments.output.extension().is_none_or(png),
        "{}: pictures are written as PNG; let the name end in .png",
        arguments.output.display()
    );
    let file = arguments.file.as_deref();
    let document = Document::new(super::read(file)?, file);
    // The picture shows nothing of what was set aside, so that it has to be said.
    for finding in &document.diagnostics {
        if finding.severity == Severity::Error {
            let name = file.map_or("the bundled project".into(), Path::to_string_lossy);
            say(&format!("{name}: {finding}"));
        }
    }
    let picture = draw(
        document,
        &Picture {
            size: arguments.size,
            dark: arguments.theme == PictureTheme::Dark,
            select: arguments.select,
        },
    )?;
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(
            &picture,
            picture.width(),
            picture.height(),
            ExtendedColorType::Rgba8,
        )
        .context("the picture could not be encoded")?;
    save(&arguments.output, &png).with_context(|| {
        format!(
            "the picture could not be written to {}",
            arguments.output.display()
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Temporary file, sync, rename: a full disk leaves an older picture as it was.
fn save(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = tempfile::Builder::new()
        .permissions(permissions())
        .tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// As other programs create files: readable for all, less what the user's mask takes away.
#[cfg(unix)]
fn permissions() -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::Permissions::from_mode(0o666)
}
