//! The map as a picture: drawn by the same code as the window's, without a window.

use std::sync::{Arc, mpsc};

use eframe::{
    egui::{self, RawInput, Rect, Vec2, ViewportInfo},
    egui_wgpu::{self, RenderState, RendererOptions, ScreenDescriptor, WgpuSetup, wgpu},
};
use image::RgbaImage;

use super::MapPanel;
use crate::{
    basemap::{ArchiveError, FetcherOptions},
    document::Document,
    project::ids::Handle,
    settings::{BasemapChoice, Settings},
    ui::{state::State, widgets::theme},
};

/// The largest picture, in pixels a side: what every graphics driver can draw in one piece.
pub const MAX_SIDE: u32 = 8192;

/// Fonts arrive with the second frame, and the credits know their size with the third.
const FRAMES: usize = 4;

/// What a picture is to show.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Pixels.
    pub size: [u32; 2],
    pub dark: bool,
    /// The id of a feature to select.
    pub select: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error(
        "no graphics driver was found. A software driver is enough: on Debian and Ubuntu, apt-get install mesa-vulkan-drivers"
    )]
    NoDriver,
    #[error("the graphics driver failed ({0})")]
    Driver(String),
    #[error("the file has no feature with the id “{0}”")]
    NoFeature(String),
    #[error("a picture can be from 64 to {MAX_SIDE} pixels wide and high")]
    Size,
    #[error(transparent)]
    Basemap(#[from] ArchiveError),
}

/// Draw a document's first view over the bundled map.
pub fn draw(document: Document, picture: &Picture) -> Result<RgbaImage, PictureError> {
    let [width, height] = picture.size;
    if !(64..=MAX_SIDE).contains(&width) || !(64..=MAX_SIDE).contains(&height) {
        return Err(PictureError::Size);
    }
    let mut state = State::new(document, Settings::default());
    if let Some(id) = &picture.select {
        let feature = state
            .document
            .project()
            .by_file_id(id)
            .ok_or_else(|| PictureError::NoFeature(id.clone()))?;
        state.selected = Some(Handle::Feature(feature));
    }
    let render_state = render_state()?;
    super::install_renderers(&render_state);
    let ctx = egui::Context::default();
    theme::install(&ctx);
    ctx.set_theme(if picture.dark {
        egui::Theme::Dark
    } else {
        egui::Theme::Light
    });
    let mut map = MapPanel::new(
        &ctx,
        true,
        &BasemapChoice::Offline,
        FetcherOptions::default(),
    )?;
    #[expect(clippy::cast_precision_loss, reason = "at most 8192")]
    let size = Vec2::new(width as f32, height as f32);
    let mut output = egui::FullOutput::default();
    for frame in 0..FRAMES {
        map.draw_at_once();
        #[expect(clippy::cast_precision_loss, reason = "a few frames")]
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(egui::Pos2::ZERO, size)),
            // An hour later, so that nothing is still being eased or faded in.
            time: Some(frame as f64 * 3600.0),
            viewports: std::iter::once((
                egui::ViewportId::ROOT,
                ViewportInfo {
                    native_pixels_per_point: Some(1.0),
                    ..ViewportInfo::default()
                },
            ))
            .collect(),
            ..RawInput::default()
        };
        output = ctx.run_ui(input, |ui| {
            map.show(ui, &state, &mut Vec::new(), false);
        });
        let mut renderer = render_state.renderer.write();
        let textures = &mut output.textures_delta;
        #[expect(
            clippy::iter_over_hash_type,
            reason = "textures are independent of each other"
        )]
        for (id, deltas) in textures.set.drain() {
            for delta in deltas {
                renderer.update_texture(&render_state.device, &render_state.queue, id, &delta);
            }
        }
        textures.clear();
    }
    read(&render_state, &ctx, output, picture.size)
}

/// A device without a window. OpenGL is only tried where there is nothing better, because its
/// libraries write to standard error when they miss a desktop session.
pub fn render_state() -> Result<RenderState, PictureError> {
    render_state_on(wgpu::Backends::PRIMARY)
        .or_else(|_| render_state_on(wgpu::Backends::GL))
        .map_err(|_| PictureError::NoDriver)
}

/// Software before hardware, because its pictures are the same everywhere.
fn render_state_on(backends: wgpu::Backends) -> Result<RenderState, egui_wgpu::WgpuError> {
    let mut setup = egui_wgpu::WgpuSetupCreateNew::without_display_handle();
    setup.instance_descriptor.backends = backends;
    setup.native_adapter_selector = Some(Arc::new(|adapters, _| {
        adapters
            .iter()
            .min_by_key(|adapter| adapter.get_info().device_type != wgpu::DeviceType::Cpu)
            .cloned()
            .ok_or_else(|| "none".to_owned())
    }));
    let setup = WgpuSetup::CreateNew(setup);
    let instance = pollster::block_on(setup.new_instance());
    let configuration = egui_wgpu::WgpuConfiguration {
        wgpu_setup: setup,
        ..egui_wgpu::WgpuConfiguration::default()
    };
    pollster::block_on(RenderState::create(
        &configuration,
        &instance,
        None,
        RendererOptions::PREDICTABLE,
    ))
}

/// Render the last frame into a texture and read it back.
fn read(
    render_state: &RenderState,
    ctx: &egui::Context,
    output: egui::FullOutput,
    [width, height]: [u32; 2],
) -> Result<RgbaImage, PictureError> {
    let (device, queue) = (&render_state.device, &render_state.queue);
    let screen = ScreenDescriptor {
        size_in_pixels: [width, height],
        pixels_per_point: 1.0,
    };
    let meshes = ctx.tessellate(output.shapes, 1.0);
    let size = wgpu::Extent3d {
        width,
        height,
        depth_or_array_layers: 1,
    };
    let texture = device.create_texture(&wgpu::TextureDescriptor {
        label: Some("picture"),
        size,
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: render_state.target_format,
        usage: wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::COPY_SRC,
        view_formats: &[],
    });
    let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
    let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
    let mut renderer = render_state.renderer.write();
    let extra = renderer.update_buffers(device, queue, &mut encoder, &meshes, &screen);
    {
        let mut pass = encoder
            .begin_render_pass(&wgpu::RenderPassDescriptor {
                label: Some("picture"),
                color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                    view: &view,
                    resolve_target: None,
                    ops: wgpu::Operations {
                        load: wgpu::LoadOp::Clear(wgpu::Color::BLACK),
                        store: wgpu::StoreOp::Store,
                    },
                    depth_slice: None,
                })],
                ..wgpu::RenderPassDescriptor::default()
            })
            .forget_lifetime();
        renderer.render(&mut pass, &meshes, &screen);
    }
    // Rows in the buffer must be aligned.
    let row = (width * 4).next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
    let buffer = device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("picture"),
        size: u64::from(row) * u64::from(height),
        usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
        mapped_at_creation: false,
    });
    encoder.copy_texture_to_buffer(
        texture.as_image_copy(),
        wgpu::TexelCopyBufferInfo {
            buffer: &buffer,
            layout: wgpu::TexelCopyBufferLayout {
                offset: 0,
                bytes_per_row: Some(row),
                rows_per_image: None,
            },
        },
        size,
    );
    queue.submit(extra.into_iter().chain([encoder.finish()]));
    let (sender, receiver) = mpsc::channel();
    buffer
        .slice(..)
        .map_async(wgpu::MapMode::Read, move |result| {
            // The receiver waits until this has been sent.
            let _ = sender.send(result);
        });
    let failed = |error: &dyn std::fmt::Display| PictureError::Driver(error.to_string());
    device
        .poll(wgpu::PollType::wait_indefinitely())
        .map_err(|error| failed(&error))?;
    receiver
        .recv()
        .map_err(|error| failed(&error))?
        .map_err(|error| failed(&error))?;
    let swap = matches!(
        render_state.target_format,
        wgpu::TextureFormat::Bgra8Unorm | wgpu::TextureFormat::Bgra8UnormSrgb
    );
    let mapped = buffer
        .slice(..)
        .get_mapped_range()
        .map_err(|error| failed(&error))?;
    let mut pixels = Vec::with_capacity((width * height * 4) as usize);
    for line in mapped.chunks_exact(row as usize) {
        for pixel in line[..(width * 4) as usize].chunks_exact(4) {
            let green = pixel[1];
            let (red, blue) = if swap {
                (pixel[2], pixel[0])
            } else {
                (pixel[0], pixel[2])
            };
            pixels.extend([red, green, blue, 255]);
        }
    }
    RgbaImage::from_raw(width, height, pixels)
        .ok_or_else(|| PictureError::Driver("the picture has the wrong size".to_owned()))
}
