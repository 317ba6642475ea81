//! All colours and fonts of the window, and sizes that files share.

use std::sync::Arc;

use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin,
    RichText, Shadow, Stroke, Style, TextStyle, Theme, Vec2, Visuals, vec2,
};
use egui_material_icons::MaterialIcon;

use crate::project::feature::LayerColor;

/// Steps of the 4-point grid.
pub const GAP: f32 = 8.0;
pub const MARGIN: f32 = 12.0;
pub const TOOLBAR_HEIGHT: f32 = 40.0;
pub const STATUS_HEIGHT: f32 = 24.0;
pub const CONTROL_HEIGHT: f32 = 28.0;
pub const ROW_HEIGHT: f32 = 32.0;
pub const TEXT_LINE: f32 = 18.0;
pub const CORNER: CornerRadius = CornerRadius::same(6);

/// The widest line of the article that is easy to read: about 66 characters.
pub const ARTICLE_LINE: f32 = 520.0;

/// The least width that the panels leave to the map.
pub const MAP_LEAST: f32 = 360.0;

/// Below this width the right column folds into the left as tabs…
pub const NARROW: f32 = 900.0;
/// …and below this only the map is left, with two buttons.
pub const TINY: f32 = 640.0;

pub const BODY: f32 = 13.0;
pub const SMALL: f32 = 12.0;
pub const HEADING: f32 = 15.0;
pub const ARTICLE_TEXT: f32 = 16.0;
pub const ARTICLE_LEADING: f32 = 24.0;
pub const ARTICLE_TITLE: f32 = 24.0;
pub const ICON: f32 = 18.0;
pub const ICON_SMALL: f32 = 14.0;
pub const MAP_LABEL: f32 = 13.0;
/// The program's name in its own bar.
pub const WORDMARK: f32 = 17.0;
/// The name of what the inspector shows.
pub const NAME: f32 = 18.0;
/// A quote in the inspector.
pub const QUOTE: f32 = 13.5;

/// A place's disc.
pub const MARK_RADIUS: f32 = 5.0;
pub const MARK_RADIUS_SELECTED: f32 = 7.0;
pub const HALO: f32 = 2.0;

/// A suggestion is a ring with nothing in it.
pub const HOLLOW_RADIUS: f32 = 5.5;
pub const HOLLOW_RADIUS_SELECTED: f32 = 8.5;
pub const HOLLOW_STROKE: f32 = 2.0;

/// The bar that shows how much of an article has been judged.
pub const METER_HEIGHT: f32 = 8.0;

/// A row of the review list: words, place, and why.
pub const REVIEW_ROW: f32 = 60.0;

/// The colours of one theme.
#[derive(Debug)]
pub struct Palette {
    pub dark: bool,
    /// The article's ground, and the halo of marks and labels.
    pub paper: Color32,
    pub panel: Color32,
    pub hairline: Color32,
    pub text: Color32,
    pub muted: Color32,
    pub accent: Color32,
    pub land: Color32,
    pub water: Color32,
    pub border: Color32,
    pub region_border: Color32,
    pub water_label: Color32,
    layers: [Color32; 6],
}

pub static LIGHT: Palette = Palette {
    dark: false,
    paper: Color32::from_rgb(0xFA, 0xF8, 0xF4),
    panel: Color32::from_rgb(0xF1, 0xEE, 0xE8),
    hairline: Color32::from_rgb(0xDD, 0xD8, 0xCE),
    text: Color32::from_rgb(0x1C, 0x1B, 0x1A),
    muted: Color32::from_rgb(0x5F, 0x5A, 0x52),
    accent: Color32::from_rgb(0x1F, 0x4E, 0x9E),
    land: Color32::from_rgb(0xF6, 0xF3, 0xEC),
    water: Color32::from_rgb(0xDC, 0xE7, 0xEE),
    border: Color32::from_rgb(0x9A, 0x92, 0x86),
    region_border: Color32::from_rgb(0xD3, 0xCC, 0xBF),
    water_label: Color32::from_rgb(0x4A, 0x68, 0x7D),
    layers: [
        Color32::from_rgb(0x1F, 0x4E, 0x9E),
        Color32::from_rgb(0x9A, 0x4D, 0x00),
        Color32::from_rgb(0x73, 0x38, 0x9A),
        Color32::from_rgb(0xA8, 0x23, 0x1C),
        Color32::from_rgb(0x00, 0x65, 0x5A),
        Color32::from_rgb(0x4F, 0x5B, 0x69),
    ],
};

pub static DARK: Palette = Palette {
    dark: true,
    paper: Color32::from_rgb(0x1D, 0x1F, 0x23),
    panel: Color32::from_rgb(0x25, 0x28, 0x2D),
    hairline: Color32::from_rgb(0x3A, 0x3E, 0x45),
    text: Color32::from_rgb(0xEC, 0xEA, 0xE6),
    muted: Color32::from_rgb(0xA8, 0xA3, 0x9A),
    accent: Color32::from_rgb(0x8A, 0xB4, 0xF8),
    land: Color32::from_rgb(0x24, 0x27, 0x2C),
    water: Color32::from_rgb(0x17, 0x1C, 0x23),
    border: Color32::from_rgb(0x6E, 0x74, 0x7D),
    region_border: Color32::from_rgb(0x3B, 0x40, 0x48),
    water_label: Color32::from_rgb(0x86, 0xA0, 0xB5),
    layers: [
        Color32::from_rgb(0x8A, 0xB4, 0xF8),
        Color32::from_rgb(0xF0, 0xB4, 0x5F),
        Color32::from_rgb(0xCD, 0xA6, 0xEC),
        Color32::from_rgb(0xF4, 0x9A, 0x92),
        Color32::from_rgb(0x6F, 0xD3, 0xC0),
        Color32::from_rgb(0xAE, 0xB8, 0xC4),
    ],
};

impl Palette {
    #[must_use]
    pub const fn layer(&self, color: LayerColor) -> Color32 {
        self.layers[color as usize]
    }

    /// What marks and labels are set off with: the paper, nearly opaque.
    #[must_use]
    pub fn halo(&self) -> Color32 {
        self.paper.gamma_multiply(0.92)
    }
}

/// The palette of the theme in use.
#[must_use]
pub fn palette(ctx: &Context) -> &'static Palette {
    match ctx.theme() {
        Theme::Dark => &DARK,
        Theme::Light => &LIGHT,
    }
}

/// The palette for marks and labels on the map: online pictures are a light ground in the dark
/// theme too.
#[must_use]
pub fn ground(ctx: &Context, light_pictures: bool) -> &'static Palette {
    if light_pictures { &LIGHT } else { palette(ctx) }
}

#[must_use]
pub fn sans(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

#[must_use]
pub fn sans_bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("sans-bold".into()))
}

#[must_use]
pub fn serif(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("serif".into()))
}

#[must_use]
pub fn serif_bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("serif-bold".into()))
}

/// A heading within a panel.
#[must_use]
pub fn heading(text: impl Into<String>) -> RichText {
    RichText::new(text).font(sans_bold(BODY))
}

/// Secondary text.
#[must_use]
pub fn muted(ctx: &Context, text: impl Into<String>) -> RichText {
    RichText::new(text).size(SMALL).color(palette(ctx).muted)
}

#[must_use]
pub fn icon(icon: MaterialIcon) -> RichText {
    icon.rich_text().size(ICON)
}

/// Fonts and styles for both themes; called once, before the first frame.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    for (theme, palette) in [(Theme::Light, &LIGHT), (Theme::Dark, &DARK)] {
        ctx.style_mut_of(theme, |style| set_style(style, palette));
    }
    ctx.options_mut(|options| {
        // Four points of movement turn a click into a drag.
        options.input_options.max_click_dist = 4.0;
        // A slow click is a click; a long one asks what is at a place.
        options.input_options.max_click_duration = f64::INFINITY;
        // Zooming belongs to the map; the interface keeps its size.
        options.zoom_with_keyboard = false;
    });
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let files: [(&str, &[u8]); 4] = [
        (
            "sans",
            include_bytes!("../../../assets/fonts/NotoSans-Regular.ttf"),
        ),
        (
            "sans-bold",
            include_bytes!("../../../assets/fonts/NotoSans-Bold.ttf"),
        ),
        (
            "serif",
            include_bytes!("../../../assets/fonts/NotoSerif-Regular.ttf"),
        ),
        (
            "serif-bold",
            include_bytes!("../../../assets/fonts/NotoSerif-Bold.ttf"),
        ),
    ];
    for (name, bytes) in files {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        // The Sans has more symbols than the Serif and stands in for it.
        let fallbacks = vec![name.to_owned(), "sans".to_owned()];
        fonts
            .families
            .insert(FontFamily::Name(name.into()), fallbacks);
    }
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        fonts.families.insert(family, vec!["sans".to_owned()]);
    }
    let icons = egui_material_icons::font_insert();
    fonts
        .font_data
        .insert(icons.name.clone(), Arc::new(icons.data));
    for insert in icons.families {
        fonts
            .families
            .entry(insert.family)
            .or_default()
            .push(icons.name.clone());
    }
    fonts
}

fn set_style(style: &mut Style, palette: &Palette) {
    style.text_styles = [
        (TextStyle::Body, sans(BODY)),
        (TextStyle::Button, sans(BODY)),
        (TextStyle::Small, sans(SMALL)),
        (TextStyle::Heading, sans_bold(HEADING)),
        (TextStyle::Monospace, sans(BODY)),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(GAP, 4.0);
    spacing.button_padding = vec2(GAP, 4.0);
    spacing.interact_size = Vec2::new(CONTROL_HEIGHT, CONTROL_HEIGHT);
    spacing.menu_margin = Margin::same(8);
    spacing.window_margin = Margin::same(12);
    spacing.tooltip_width = 360.0;
    spacing.icon_width = 18.0;
    style.interaction.tooltip_delay = 0.3;
    style.visuals = visuals(palette);
}

fn visuals(palette: &Palette) -> Visuals {
    let mut visuals = if palette.dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(palette.muted);
    visuals.hyperlink_color = palette.accent;
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.panel;
    visuals.window_stroke = Stroke::new(1.0, palette.hairline);
    visuals.window_corner_radius = CORNER;
    visuals.menu_corner_radius = CORNER;
    visuals.window_shadow = Shadow {
        offset: [0, 4],
        blur: 16,
        spread: 0,
        color: Color32::from_black_alpha(40),
    };
    visuals.popup_shadow = visuals.window_shadow;
    visuals.faint_bg_color = palette.paper;
    visuals.extreme_bg_color = palette.paper;
    visuals.text_edit_bg_color = Some(palette.paper);
    visuals.selection.bg_fill = palette.accent.gamma_multiply(0.24);
    visuals.selection.stroke = Stroke::new(2.0, palette.accent);
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, palette.hairline);
    widgets.noninteractive.fg_stroke = Stroke::new(1.0, palette.text);
    widgets.noninteractive.bg_fill = palette.panel;
    for (widget, fill) in [
        (&mut widgets.inactive, palette.hairline.gamma_multiply(0.45)),
        (&mut widgets.hovered, palette.accent.gamma_multiply(0.12)),
        (&mut widgets.active, palette.accent.gamma_multiply(0.24)),
        (&mut widgets.open, palette.accent.gamma_multiply(0.12)),
    ] {
        widget.corner_radius = CORNER;
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::NONE;
        widget.fg_stroke = Stroke::new(1.5, palette.text);
        widget.expansion = 0.0;
    }
    // Sliders and check boxes need an edge to be seen on the panel.
    widgets.inactive.bg_stroke = Stroke::new(1.0, palette.border);
    widgets.hovered.bg_stroke = Stroke::new(1.0, palette.accent);
    widgets.active.bg_stroke = Stroke::new(1.0, palette.accent);
    visuals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::look;

    /// The contrast of two opaque colours after WCAG 2.2, from 1 to 21.
    fn contrast(a: Color32, b: Color32) -> f64 {
        let luminance = |color: Color32| {
            let linear = |channel: u8| {
                let value = f64::from(channel) / 255.0;
                if value <= 0.040_45 {
                    value / 12.92
                } else {
                    ((value + 0.055) / 1.055).powf(2.4)
                }
            };
            0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_and_layers_stand_out_from_every_ground_of_their_theme() {
        for palette in [&LIGHT, &DARK] {
            let grounds = [palette.paper, palette.panel, palette.land, palette.water];
            let inks = LayerColor::ALL.map(|color| palette.layer(color));
            for ink in inks
                .into_iter()
                .chain([palette.text, palette.muted, palette.accent])
            {
                for ground in grounds {
                    let found = contrast(ink, ground);
                    assert!(found >= 4.8, "{ink:?} on {ground:?}: {found:.2}");
                }
            }
            assert!(contrast(palette.water_label, palette.water) >= 4.5);
        }
    }

    #[test]
    fn files_have_the_colours_of_the_light_theme() {
        for color in LayerColor::ALL {
            let [r, g, b, _] = LIGHT.layer(color).to_array();
            assert_eq!(look::hex(color), format!("{r:02x}{g:02x}{b:02x}"));
        }
    }
}
