//! Marks at points on the GPU. However many there are, they are uploaded once, and a frame only says where the
//! map looks.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, OnceLock},
};

use eframe::egui_wgpu::{
    CallbackResources, CallbackTrait, RenderState, ScreenDescriptor,
    wgpu::{
        self, BindGroup, BindGroupLayout, Buffer, BufferUsages, CommandBuffer, CommandEncoder,
        Device, Queue, RenderPass, RenderPipeline, TextureFormat, VertexAttribute, VertexFormat,
        util::{BufferInitDescriptor, DeviceExt as _},
    },
};
use egui::{Color32, PaintCallbackInfo, Painter, Pos2, Rect, Vec2};

use crate::{
    coordinates::{Mercator, mercator::points_per_unit},
    project::feature::Symbol,
    ui::{
        state::camera::View,
        widgets::theme::{self, Palette},
    },
};

/// What a mark looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MarkShape {
    Symbol(Symbol),
    /// The ring of a suggestion.
    Hollow,
    /// A suggested circle of this radius, in the units of the map. It is drawn where it is larger than a mark
    /// and small enough to be round on the map, see [`ROUND`].
    Circle(f64),
}

/// Circles are drawn as such on the screen up to this radius, in points: larger ones show that the projection
/// stretches what lies farther from the equator.
pub const ROUND: f32 = 64.0;

/// A circle that reaches no farther than this, in points, lies under the mark in its middle.
pub const SPECK: f32 = 3.0;

/// Marks as the GPU takes them, in the order in which they are drawn.
#[derive(Debug, Default)]
pub struct Marks {
    bytes: Vec<u8>,
    count: u32,
}

/// The bytes that one mark takes.
const STRIDE: u64 = 40;

impl Marks {
    /// Add a mark at a place of the map, drawn so many points aside of it.
    pub fn push(&mut self, at: Mercator, aside: Vec2, shape: MarkShape, color: Color32) {
        let (kind, radius, line) = match shape {
            MarkShape::Symbol(Symbol::Disc) => (0.0, theme::MARK_RADIUS, 0.0),
            MarkShape::Symbol(Symbol::Square) => (1.0, theme::MARK_RADIUS, 0.0),
            MarkShape::Symbol(Symbol::Starburst) => (2.0, theme::MARK_RADIUS + 1.5, 2.0),
            MarkShape::Hollow => (3.0, theme::HOLLOW_RADIUS, theme::HOLLOW_STROKE),
            #[expect(clippy::cast_possible_truncation, reason = "a few digits are enough")]
            MarkShape::Circle(radius) => (4.0, radius as f32, theme::HOLLOW_STROKE + 0.4),
        };
        let [high, low] = split(at);
        self.extend([high[0], high[1], low[0], low[1], aside.x, aside.y]);
        self.bytes.extend(color.to_array());
        self.extend([kind, radius, line]);
        self.count += 1;
    }

    fn extend<const N: usize>(&mut self, numbers: [f32; N]) {
        self.bytes
            .extend(numbers.map(f32::to_ne_bytes).as_flattened());
    }
}

/// Each coordinate as the sum of two numbers of the GPU's precision, the larger first.
#[expect(clippy::cast_possible_truncation, reason = "the rest is kept")]
fn split(at: Mercator) -> [[f32; 2]; 2] {
    let high = [at.x, at.y].map(|value| value as f32);
    let low = [
        (at.x - f64::from(high[0])) as f32,
        (at.y - f64::from(high[1])) as f32,
    ];
    [high, low]
}

/// Make ready for drawing marks with this device.
pub fn install(state: &RenderState) {
    let mut renderer = state.renderer.write();
    let entry = renderer.callback_resources.entry();
    entry.or_insert_with(|| Renderer::new(&state.device, state.target_format));
}

/// Draw marks in a view, clipped as the painter is, but for those that are drawn in another way.
pub fn paint(
    painter: &Painter,
    marks: &Arc<Marks>,
    hidden: [Range<u32>; 2],
    view: &View,
    palette: &Palette,
) {
    if marks.count == 0 {
        return;
    }
    // The whole screen, because that is what egui can make the viewport without rounding.
    let screen = painter.ctx().viewport_rect();
    let mut settings = settings(view, screen, painter.ctx().pixels_per_point(), palette);
    let hidden = hidden.map(|range| [range.start, range.end]);
    let hidden = hidden
        .as_flattened()
        .iter()
        .map(|bound| bound.to_ne_bytes());
    settings.extend(hidden.flatten());
    painter.add(eframe::egui_wgpu::Callback::new_paint_callback(
        screen,
        Drawn {
            marks: Arc::clone(marks),
            settings,
            bound: OnceLock::new(),
        },
    ));
}

/// The uniform of the shader, but for what is hidden.
fn settings(view: &View, screen: Rect, pixels_per_point: f32, palette: &Palette) -> Vec<u8> {
    let [high, low] = split(view.camera.center);
    let middle: Pos2 = view.rect.center() - screen.min.to_vec2();
    let [r, g, b, a] = palette.paper.to_array().map(|part| f32::from(part) / 255.0);
    #[expect(clippy::cast_possible_truncation, reason = "the GPU computes in f32")]
    let points_per_unit = points_per_unit(view.camera.zoom) as f32;
    let numbers = [
        high[0],
        high[1],
        low[0],
        low[1],
        middle.x,
        middle.y,
        screen.width(),
        screen.height(),
        points_per_unit,
        pixels_per_point,
        theme::HALO,
        0.0,
        SPECK,
        ROUND,
        0.0,
        0.0,
        r,
        g,
        b,
        a,
    ];
    numbers.map(f32::to_ne_bytes).as_flattened().to_vec()
}

/// Marks in one frame.
struct Drawn {
    marks: Arc<Marks>,
    settings: Vec<u8>,
    bound: OnceLock<BindGroup>,
}

impl CallbackTrait for Drawn {
    fn prepare(
        &self,
        device: &Device,
        _: &Queue,
        _: &ScreenDescriptor,
        _: &mut CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<CommandBuffer> {
        if let Some(renderer) = resources.get_mut::<Renderer>() {
            renderer.upload(device, &self.marks);
            self.bound
                .get_or_init(|| renderer.bind(device, &self.settings));
        }
        Vec::new()
    }

    fn paint(
        &self,
        _: PaintCallbackInfo,
        pass: &mut RenderPass<'static>,
        resources: &CallbackResources,
    ) {
        if let (Some(renderer), Some(bound)) = (resources.get::<Renderer>(), self.bound.get()) {
            renderer.draw(pass, &self.marks, bound);
        }
    }
}

struct Renderer {
    pipeline: RenderPipeline,
    layout: BindGroupLayout,
    /// By the address of the marks, which stay where they are while they are held here.
    uploaded: HashMap<usize, (Arc<Marks>, Buffer)>,
}

impl Renderer {
    fn new(device: &Device, format: TextureFormat) -> Self {
        let shader = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("marks"),
            source: wgpu::ShaderSource::Wgsl(include_str!("mark_renderer.wgsl").into()),
        });
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("marks"),
            entries: &[wgpu::BindGroupLayoutEntry {
                binding: 0,
                visibility: wgpu::ShaderStages::VERTEX_FRAGMENT,
                ty: wgpu::BindingType::Buffer {
                    ty: wgpu::BufferBindingType::Uniform,
                    has_dynamic_offset: false,
                    min_binding_size: None,
                },
                count: None,
            }],
        });
        let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("marks"),
            bind_group_layouts: &[Some(&layout)],
            immediate_size: 0,
        });
        let attribute = |format, offset, shader_location| VertexAttribute {
            format,
            offset,
            shader_location,
        };
        let attributes = [
            attribute(VertexFormat::Float32x2, 0, 0),
            attribute(VertexFormat::Float32x2, 8, 1),
            attribute(VertexFormat::Float32x2, 16, 2),
            attribute(VertexFormat::Unorm8x4, 24, 3),
            attribute(VertexFormat::Float32x3, 28, 4),
        ];
        let fragment = if format.is_srgb() {
            "fs_linear_framebuffer"
        } else {
            "fs_gamma_framebuffer"
        };
        let pipeline = device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some("marks"),
            layout: Some(&pipeline_layout),
            vertex: wgpu::VertexState {
                module: &shader,
                entry_point: Some("vs_mark"),
                compilation_options: wgpu::PipelineCompilationOptions::default(),
                buffers: &[Some(wgpu::VertexBufferLayout {
                    array_stride: STRIDE,
                    step_mode: wgpu::VertexStepMode::Instance,
                    attributes: &attributes,
                })],
            },
            fragment: Some(wgpu::FragmentState {
                module: &shader,
                entry_point: Some(fragment),
                compilation_options: wgpu::PipelineCompilationOptions::default(),
                targets: &[Some(wgpu::ColorTargetState {
                    format,
                    blend: Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                    write_mask: wgpu::ColorWrites::ALL,
                })],
            }),
            primitive: wgpu::PrimitiveState {
                topology: wgpu::PrimitiveTopology::TriangleStrip,
                ..wgpu::PrimitiveState::default()
            },
            depth_stencil: None,
            multisample: wgpu::MultisampleState::default(),
            multiview_mask: None,
            cache: None,
        });
        Self {
            pipeline,
            layout,
            uploaded: HashMap::new(),
        }
    }

    /// Put marks on the GPU unless they are there, and let go of those that nobody else holds.
    fn upload(&mut self, device: &Device, marks: &Arc<Marks>) {
        let key = Arc::as_ptr(marks).addr();
        if self.uploaded.contains_key(&key) {
            return;
        }
        self.uploaded
            .retain(|_, (marks, _)| Arc::strong_count(marks) > 1);
        let buffer = device.create_buffer_init(&BufferInitDescriptor {
            label: Some("marks"),
            contents: &marks.bytes,
            usage: BufferUsages::VERTEX,
        });
        self.uploaded.insert(key, (Arc::clone(marks), buffer));
    }

    fn bind(&self, device: &Device, settings: &[u8]) -> BindGroup {
        let buffer = device.create_buffer_init(&BufferInitDescriptor {
            label: Some("marks"),
            contents: settings,
            usage: BufferUsages::UNIFORM,
        });
        device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("marks"),
            layout: &self.layout,
            entries: &[wgpu::BindGroupEntry {
                binding: 0,
                resource: buffer.as_entire_binding(),
            }],
        })
    }

    fn draw(&self, pass: &mut RenderPass<'static>, marks: &Arc<Marks>, bound: &BindGroup) {
        let Some((_, buffer)) = self.uploaded.get(&Arc::as_ptr(marks).addr()) else {
            return;
        };
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, bound, &[]);
        pass.set_vertex_buffer(0, buffer.slice(..));
        pass.draw(0..4, 0..marks.count);
    }
}
