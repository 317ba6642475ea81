// Marks of a fixed size on the screen, one square for each, in which the fragment shader draws the shape.

struct Uniform {
    // The middle of the map, each coordinate as the sum of two numbers.
    center_high: vec2<f32>,
    center_low: vec2<f32>,
    // Where that is on the screen, in points.
    middle: vec2<f32>,
    // The screen, in points.
    screen: vec2<f32>,
    points_per_unit: f32,
    pixels_per_point: f32,
    // How far the halo reaches beyond the mark, in points.
    halo_width: f32,
    padding: f32,
    // Between which radii circles are drawn, in points.
    circles: vec2<f32>,
    more_padding: vec2<f32>,
    halo: vec4<f32>,
    // Two ranges of marks that are not drawn, because they are drawn in another way.
    hidden: vec4<u32>,
};

@group(0) @binding(0) var<uniform> settings: Uniform;

struct MarkOut {
    @builtin(position) position: vec4<f32>,
    // From the middle of the mark, in points.
    @location(0) from_middle: vec2<f32>,
    @location(1) @interpolate(flat) color: vec4<f32>,
    // The kind of mark, its radius and the width of its line, in points.
    @location(2) @interpolate(flat) shape: vec3<f32>,
};

const STAR: f32 = 2.0;
const RING: f32 = 3.0;
const CIRCLE: f32 = 4.0;

@vertex
fn vs_mark(
    @builtin(vertex_index) corner: u32,
    @builtin(instance_index) mark: u32,
    @location(0) high: vec2<f32>,
    @location(1) low: vec2<f32>,
    @location(2) aside: vec2<f32>,
    @location(3) color: vec4<f32>,
    @location(4) given: vec3<f32>,
) -> MarkOut {
    // The radius of a circle is in the units of the map.
    let is_circle = given.x == CIRCLE;
    let scale = select(1.0, settings.points_per_unit, is_circle);
    let shape = vec3<f32>(given.x, given.y * scale, given.z);

    // A strip of two triangles.
    let side = vec2<f32>(f32(corner % 2u) * 2.0 - 1.0, f32(corner / 2u) * 2.0 - 1.0);
    // The tips of a star reach farther than its line is wide.
    let tips = select(1.0, 2.6, shape.x == STAR);
    let outside = select(shape.z / 2.0, shape.z + settings.halo_width, shape.x == RING);
    let reach = shape.y + (outside + settings.halo_width) * tips + 1.0;

    // The large parts cancel out before anything is lost of the small ones.
    let from_center = (high - settings.center_high) + (low - settings.center_low);
    let middle = settings.middle + from_center * settings.points_per_unit + aside;
    let point = middle + side * reach;

    var out: MarkOut;
    out.position = vec4<f32>(
        2.0 * point.x / settings.screen.x - 1.0,
        1.0 - 2.0 * point.y / settings.screen.y,
        0.0,
        1.0,
    );
    let hidden = settings.hidden;
    let of_other_size = is_circle && (shape.y <= settings.circles.x || shape.y > settings.circles.y);
    if of_other_size || (mark >= hidden.x && mark < hidden.y) || (mark >= hidden.z && mark < hidden.w) {
        // A square without any area.
        out.position = vec4<f32>(0.0, 0.0, 0.0, 1.0);
    }
    out.from_middle = side * reach;
    out.color = color;
    out.shape = shape;
    return out;
}

// The distance to a square of this half width with rounded corners; negative inside.
fn to_square(at: vec2<f32>, half: f32, corner: f32) -> f32 {
    let outside = abs(at) - vec2<f32>(half - corner);
    return length(max(outside, vec2<f32>(0.0))) + min(max(outside.x, outside.y), 0.0) - corner;
}

// The distance to the outline of a star of eight points, whose notches reach to 0.55 of its radius.
fn to_star(at: vec2<f32>, radius: f32) -> f32 {
    let step = 3.14159265 / 8.0;
    // All of its sixteen edges are folded onto one, from a tip upwards to the notch beside it.
    let turned = atan2(at.x, -at.y);
    let around = abs(turned - round(turned / (2.0 * step)) * 2.0 * step);
    let folded = length(at) * vec2<f32>(sin(around), cos(around));
    let tip = vec2<f32>(0.0, radius);
    let notch = 0.55 * radius * vec2<f32>(sin(step), cos(step));
    let along = normalize(notch - tip);
    // To the line and not to the edge: so its corners are sharp.
    return abs((folded.x - tip.x) * along.y - (folded.y - tip.y) * along.x);
}

// How much of a pixel lies within a shape, from the distance to its edge.
fn covered(distance: f32) -> f32 {
    return clamp(0.5 - distance * settings.pixels_per_point, 0.0, 1.0);
}

// How much of a pixel lies on a dash of a circle: about seven of eleven points, a whole number of dashes round it.
fn on_dash(at: vec2<f32>, radius: f32) -> f32 {
    let around = 6.2831853 * radius;
    let step = around / max(round(around / 11.0), 1.0);
    let along = (atan2(at.x, -at.y) + 3.14159265) * radius;
    return covered(abs(along % step - step / 2.0) - step * 0.325);
}

// The mark over its halo, in premultiplied colours of gamma space, as egui has them.
fn mark(in: MarkOut) -> vec4<f32> {
    let at = in.from_middle;
    let radius = in.shape.y;
    let half_line = in.shape.z / 2.0;
    let halo = settings.halo_width;
    var within: f32;
    var within_halo: f32;
    var halo_color = settings.halo;
    var color = in.color;
    switch u32(in.shape.x) {
        case 0u: {
            let distance = length(at) - radius;
            within = distance;
            within_halo = distance - halo;
        }
        case 1u: {
            within = to_square(at, radius, 1.0);
            within_halo = to_square(at, radius + halo, 2.0);
        }
        case 2u: {
            let distance = to_star(at, radius);
            within = distance - half_line;
            within_halo = distance - half_line - halo;
        }
        case 4u: {
            // As lines on the map are: a faint casing, and dashes where nothing is certain.
            let distance = abs(length(at) - radius);
            within = distance - half_line;
            within_halo = distance - half_line - 1.0;
            halo_color *= 0.7;
            color *= on_dash(at, radius);
        }
        default: {
            // Rings have their line outside of their radius, as egui draws them.
            let distance = abs(length(at) - radius - half_line);
            within = distance - half_line;
            within_halo = abs(length(at) - radius - half_line - halo) - half_line - halo;
        }
    }
    color *= covered(within);
    return color + halo_color * covered(within_halo) * (1.0 - color.a);
}

@fragment
fn fs_gamma_framebuffer(in: MarkOut) -> @location(0) vec4<f32> {
    return mark(in);
}

// As in egui's own shader: a target that converts to sRGB wants linear colours.
fn linear_from_gamma(srgb: vec3<f32>) -> vec3<f32> {
    let cutoff = srgb < vec3<f32>(0.04045);
    let lower = srgb / vec3<f32>(12.92);
    let higher = pow((srgb + vec3<f32>(0.055)) / vec3<f32>(1.055), vec3<f32>(2.4));
    return select(higher, lower, cutoff);
}

@fragment
fn fs_linear_framebuffer(in: MarkOut) -> @location(0) vec4<f32> {
    let color = mark(in);
    return vec4<f32>(linear_from_gamma(color.rgb), color.a);
}
