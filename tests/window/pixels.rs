//! What is really on the screen.

use dateline::{
    settings::BasemapChoice,
    ui::{Launch, widgets::theme},
};
use egui::{Color32, Pos2, Theme};
use image::RgbaImage;

use crate::support::*;

fn offline() -> Launch {
    Launch {
        basemap: Some(BasemapChoice::Offline),
        ..Launch::default()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "inside the picture"
)]
fn color_at(picture: &RgbaImage, at: Pos2) -> Color32 {
    let [r, g, b, _] = picture
        .get_pixel(at.x.round() as u32, at.y.round() as u32)
        .0;
    Color32::from_rgb(r, g, b)
}

/// How many pixels of the map have exactly this colour.
fn count(picture: &RgbaImage, window: &Window, color: Color32) -> usize {
    let map = window.state().state().view().rect;
    picture
        .enumerate_pixels()
        .filter(|(x, y, pixel)| {
            #[expect(clippy::cast_precision_loss, reason = "a pixel's place")]
            let at = Pos2::new(*x as f32, *y as f32);
            map.contains(at) && pixel.0[..3] == color.to_array()[..3]
        })
        .count()
}

#[test]
fn marks_have_the_colours_of_their_layers_in_both_themes() {
    for (theme, palette) in [(Theme::Light, &theme::LIGHT), (Theme::Dark, &theme::DARK)] {
        let mut window = open_drawn(DEFAULT, theme, offline());
        let picture = window.render().expect("a picture");
        for (_, layer) in layers(&window) {
            if layer.visible {
                let found = count(&picture, &window, palette.layer(layer.color));
                assert!(found > 20, "{}: {found} pixels", layer.name);
            }
        }
        let mut features = features(&window).into_iter();
        let disc = features.find(|(_, feature)| feature.geonames_id.is_some());
        let item = document(&window).scene().item(disc.expect("a place").0);
        let at = state(&window)
            .view()
            .to_screen(item.expect("a place").points[0]);
        let color = palette.layer(layers(&window)[0].1.color);
        assert_eq!(color_at(&picture, at), color);
    }
}

#[test]
fn the_bundled_map_shows_land_water_and_borders() {
    for (theme, palette) in [(Theme::Light, &theme::LIGHT), (Theme::Dark, &theme::DARK)] {
        let mut window = open_drawn(DEFAULT, theme, offline());
        click_named(&mut window, "Fit all");
        let picture = window.render().expect("a picture");
        for (what, color) in [("land", palette.land), ("water", palette.water)] {
            let found = count(&picture, &window, color);
            assert!(found > 10_000, "{what}: {found} pixels");
        }
    }
}

#[test]
fn hiding_a_layer_takes_its_colour_off_the_map() {
    let mut window = open_drawn(DEFAULT, Theme::Light, offline());
    let (_, layer) = layers(&window)[1].clone();
    let color = theme::LIGHT.layer(layer.color);
    let shown = window.render().expect("a picture");
    assert!(count(&shown, &window, color) > 20);
    click_named(&mut window, &format!("Show {}", layer.name));
    let hidden = window.render().expect("a picture");
    assert_eq!(count(&hidden, &window, color), 0);
}

#[test]
fn nothing_is_drawn_again_while_nothing_changes() {
    let mut window = open_drawn(DEFAULT, Theme::Light, offline());
    settle(&mut window);
    window.step();
    assert!(
        !window.ctx.has_requested_repaint(),
        "{:?}",
        window.ctx.repaint_causes()
    );
}

#[test]
fn a_suggestion_is_hollow_and_an_accepted_mark_is_not() {
    use crate::articles::*;
    for (theme, palette) in [(Theme::Light, &theme::LIGHT), (Theme::Dark, &theme::DARK)] {
        let mut window = open_article_drawn(STORM, theme);
        let mut marks = document(&window).marks().points();
        let cork = marks
            .find(|mark| mark.name == "Cork")
            .expect("suggested")
            .at;
        drop(marks);
        let at = state(&window).view().to_screen(cork);
        let picture = window.render().expect("a picture");
        // Somewhere across the rim a whole pixel is in the ring's colour.
        let rim = (3..=8_u8).map(|by| at + egui::vec2(f32::from(by), 0.0));
        let mut rim = rim.map(|at| color_at(&picture, at));
        assert!(rim.any(|color| color == palette.accent));
        assert_ne!(color_at(&picture, at), palette.accent, "nothing in it");
        assert_ne!(
            color_at(&picture, at),
            palette.paper,
            "the map shows through"
        );
        step_to(&mut window, "Cork");
        press(&mut window, egui::Key::Enter);
        press(&mut window, egui::Key::Escape);
        // The review has gone on to a place elsewhere.
        click_named(&mut window, "Fit the article");
        let item = document(&window).scene().item(nth(&window, 0).0);
        let at = state(&window)
            .view()
            .to_screen(item.expect("a place").points[0]);
        let picture = window.render().expect("a picture");
        assert_eq!(
            color_at(&picture, at),
            palette.layer(dateline::project::feature::LayerColor::Blue)
        );
    }
}
