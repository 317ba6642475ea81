//! The window and its online map, against a server on this machine.

use std::time::Duration;

use dateline::{
    basemap::{Archive, FetcherOptions, TileId},
    settings::{BasemapChoice, Folders},
    ui::{Launch, widgets::theme},
};
use egui::Theme;
use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};

use crate::{
    server::{Reply, Server},
    support::*,
};

/// A colour that no theme has.
const TILE: [u8; 3] = [200, 240, 160];

fn picture() -> Vec<u8> {
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(&TILE.repeat(256 * 256), 256, 256, ExtendedColorType::Rgb8)
        .expect("in memory");
    png
}

fn over(server: &Server) -> Launch {
    Launch {
        basemap: Some(BasemapChoice::Custom(server.url("/{z}/{x}/{y}.png"))),
        network: FetcherOptions {
            backoff_base: Duration::from_millis(20),
            backoff_cap: Duration::from_millis(50),
            ..FetcherOptions::default()
        },
        ..Launch::default()
    }
}

fn has(window: &Window, text: &str) -> bool {
    use egui_kittest::kittest::Queryable as _;
    window.query_all_by_label_contains(text).next().is_some()
}

/// The colour of the map beside the scale bar, where neither marks nor labels are.
fn map_color(window: &mut Window) -> [u8; 3] {
    let rect = window.state().state().view().rect;
    let picture = window.render().expect("a picture");
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "inside the picture"
    )]
    let [r, g, b, _] = picture
        .get_pixel(rect.left() as u32 + 4, rect.bottom() as u32 - 60)
        .0;
    [r, g, b]
}

#[test]
fn online_tiles_are_drawn_over_the_bundled_map_and_credited() {
    let server = Server::start();
    server.on("*", [Reply::body(picture())]);
    let mut window = open_drawn(HARBOUR, Theme::Dark, over(&server));
    wait(&mut window, "the server's tiles", |window| {
        has(window, "127.0.0.1") && !has(window, "Natural Earth")
    });
    assert_eq!(map_color(&mut window), TILE);
    let requests = server.requests();
    assert!(!requests.is_empty());
    for request in requests {
        assert!(request.headers["user-agent"].starts_with("Dateline/"));
    }
}

#[test]
fn a_server_that_refuses_is_left_alone_and_named_and_the_bundled_map_stays() {
    let server = Server::start();
    server.on("*", [Reply::status(403)]);
    let mut window = open_drawn(HARBOUR, Theme::Light, over(&server));
    wait(&mut window, "the badge", |window| {
        has(window, "refused (403)")
    });
    assert!(has(&window, "Natural Earth"), "credits what is on screen");
    let palette = &theme::LIGHT;
    let color = map_color(&mut window);
    let grounds = [palette.land, palette.water].map(|color| [color.r(), color.g(), color.b()]);
    assert!(grounds.contains(&color), "{color:?}");

    server.on("*", [Reply::body(picture())]);
    click_named(&mut window, "Retry");
    wait(&mut window, "tiles after all", |window| {
        !has(window, "Online map:") && !has(window, "Natural Earth")
    });
}

#[test]
fn without_a_network_the_window_says_offline_and_works() {
    let closed = {
        let server = Server::start();
        over(&server)
    };
    let mut window = open_drawn(HARBOUR, Theme::Light, closed);
    wait(&mut window, "the badge", |window| {
        has(window, "Online map: offline")
    });
    let (feature, _) = nth(&window, 0);
    look_at(&mut window, feature);
    let at = place_to_click(&window, feature).expect("a place");
    click(&mut window, at);
    assert_eq!(state(&window).selected_feature(), Some(feature));
}

#[test]
fn garbage_and_stalls_never_stop_the_window() {
    for reply in [
        Reply::body("no picture at all"),
        Reply::Stall,
        Reply::status(500),
    ] {
        let server = Server::start();
        server.on("*", [reply]);
        let mut window = open_drawn(HARBOUR, Theme::Light, over(&server));
        window.run_steps(5);
        let (feature, _) = nth(&window, 0);
        look_at(&mut window, feature);
        assert!(has(&window, "Natural Earth"), "the bundled map is there");
        let at = place_to_click(&window, feature).expect("a place");
        click(&mut window, at);
        assert_eq!(state(&window).selected_feature(), Some(feature));
    }
}

#[test]
fn outdated_tiles_are_shown_and_asked_for_again_without_a_hand_on_the_mouse() {
    let cache = tempfile::tempdir().expect("a temporary folder");
    let launch = |server: &Server| Launch {
        folders: Folders {
            tiles: Some(cache.path().to_owned()),
            ..Folders::default()
        },
        ..over(server)
    };
    let outdated = Reply::body(picture())
        .with("Cache-Control", "max-age=0")
        .with("ETag", "\"1\"");
    let server = Server::start();
    server.on("*", [outdated.clone()]);
    let mut window = open_drawn(HARBOUR, Theme::Light, launch(&server));
    wait(&mut window, "the server's tiles", |window| {
        !has(window, "Natural Earth")
    });
    drop(window);

    server.on("*", [Reply::status(500)]);
    let mut window = open_drawn(HARBOUR, Theme::Light, launch(&server));
    wait(&mut window, "the kept tiles and the badge", |window| {
        !has(window, "Natural Earth") && has(window, "server answered 500")
    });
    server.on("*", [outdated]);
    wait(&mut window, "the server's recovery", |window| {
        !has(window, "Online map:")
    });
}

#[test]
fn a_picture_too_large_for_a_graphics_driver_is_refused() {
    let mut huge = Vec::new();
    PngEncoder::new(&mut huge)
        .write_image(&vec![7; 3 * 20_000], 20_000, 1, ExtendedColorType::Rgb8)
        .expect("in memory");
    let server = Server::start();
    server.on("*", [Reply::body(huge)]);
    let mut window = open_drawn(HARBOUR, Theme::Light, over(&server));
    wait(&mut window, "the badge", |window| {
        has(window, "Online map:")
    });
    assert!(has(&window, "Natural Earth"));
    window.render().expect("the window lives");
}

#[test]
fn vector_tiles_from_the_network_are_drawn_with_their_labels() {
    // The bundled map's own tile of the world, as another server might send it.
    static BUNDLED: &[u8] = include_bytes!("../../assets/basemap.pmtiles");
    let archive = Archive::from_static(BUNDLED).expect("the bundled map");
    let world = TileId::new(0, 0, 0).expect("a tile");
    let tile = archive.tile(world).expect("read").expect("there");
    let server = Server::start();
    server.on("*", [Reply::body(tile)]);
    let launch = Launch {
        basemap: Some(BasemapChoice::Custom(server.url("/{z}/{x}/{y}.mvt"))),
        ..over(&server)
    };
    let mut window = open_drawn(HARBOUR, Theme::Light, launch);
    wait(&mut window, "the server's tiles", |window| {
        has(window, "127.0.0.1") && !has(window, "Natural Earth")
    });
    let ground = map_color(&mut window);
    let bundled = [theme::LIGHT.land, theme::LIGHT.water];
    assert!(
        bundled.iter().all(|color| color.to_array()[..3] != ground),
        "another style: {ground:?}"
    );
}

#[test]
fn a_local_archive_can_lie_over_the_bundled_map() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/basemap.pmtiles");
    let launch = Launch {
        basemap: Some(BasemapChoice::Custom(path.to_owned())),
        ..Launch::default()
    };
    let mut window = open_drawn(HARBOUR, Theme::Light, launch);
    assert_eq!(window.state().map().trouble, None);
    wait(&mut window, "the archive's tiles", |window| {
        window.state().map().is_complete()
    });
    assert!(has(&window, "custom map"));
}
