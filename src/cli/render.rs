//! `dateline render [FILE] -o map.png`

use std::process::ExitCode;

use anyhow::Context as _;
use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};

use super::{PictureTheme, Render, say_errors};
use crate::{
    document::Document,
    files::write_atomic,
    ui::map::picture::{Picture, draw},
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
    say_errors(file, &document.diagnostics);
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
    write_atomic(&arguments.output, &png).context("the picture could not be written")?;
    Ok(ExitCode::SUCCESS)
}
