//! The bar at the top in windows of all widths, the status line, and the widths of panels.

use dateline::{
    coordinates::{in_words::decimal, mercator},
    formats::Format,
    project::ids::{FindingId, Handle},
    settings::ThemeChoice,
    ui::state::{
        Page,
        action::Tab,
        command::{Command, Menu},
    },
};
use egui::{Key, Pos2, Rect, Vec2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::{articles::*, support::*};

/// What stands in the bar of every window.
const ALWAYS: [&str; 4] = [
    "Find anything (Ctrl+K)",
    "Article (F9)",
    "Layers and inspector (F10)",
    "Map in the background",
];

/// What stands in the bar of a wide window.
const WIDE: [&str; 6] = [
    "Export",
    "Light or dark",
    "Previous view (Alt+Left)",
    "Next view (Alt+Right)",
    "Keys (F1)",
    "About Dateline and its data",
];

/// Open a menu by its name, whether the window has room for all their names or for one button.
fn open_menu(window: &mut Window, menu: Menu) {
    if shows(window, "Menu") {
        click_named(window, "Menu");
    }
    let at = rects_named(window, menu.name())[0].center();
    click(window, at);
}

#[test]
fn the_bar_has_room_for_what_is_in_it_at_every_width() {
    for width in [
        1280.0, 1000.0, 964.0, 900.0, 800.0, 724.0, 723.0, 620.0, 500.0, 400.0,
    ] {
        let window = open(HARBOUR, vec2(width, 500.0));
        let bar = Rect::from_min_size(Pos2::ZERO, vec2(width, 40.0));
        let in_bar = |name: &str| -> Vec<Rect> {
            let all = rects_named(&window, name).into_iter();
            all.filter(|rect| bar.contains_rect(*rect)).collect()
        };
        let mut places: Vec<Rect> = Vec::new();
        let files = if width < 524.0 {
            ["Open (Ctrl+O)", "Save (Ctrl+S)"]
        } else {
            ["Open…", "Save"]
        };
        for name in ALWAYS.into_iter().chain(files) {
            let found = in_bar(name);
            assert_eq!(found.len(), 1, "{name} at {width}");
            places.extend(found);
        }
        places.extend(WIDE.into_iter().flat_map(in_bar));
        let menus = Menu::ALL.into_iter().map(Menu::name).chain(["Menu"]);
        let menus: Vec<Rect> = menus.flat_map(in_bar).collect();
        assert!(matches!(menus.len(), 1 | 5), "{menus:?} at {width}");
        places.extend(menus);
        for (index, one) in places.iter().enumerate() {
            for other in &places[index + 1..] {
                let both = one.intersect(*other);
                assert!(!both.is_positive(), "{one} over {other} at {width}");
            }
        }
    }
    let window = open(HARBOUR, vec2(1000.0, 500.0));
    assert!(WIDE.into_iter().all(|name| shows(&window, name)));
}

#[test]
fn every_command_is_reached_in_the_menus_of_wide_and_narrow_windows() {
    for width in [1280.0, 800.0, 620.0, 400.0] {
        let mut window = open(HARBOUR, vec2(width, 500.0));
        for menu in Menu::ALL {
            open_menu(&mut window, menu);
            for command in menu.sections().concat() {
                let name = command.name(state(&window));
                let entries = rects_named(&window, &name);
                assert!(!entries.is_empty(), "{name} at {width}");
            }
            press(&mut window, Key::Escape);
            press(&mut window, Key::Escape);
        }
    }
}

#[test]
fn the_menu_of_a_narrow_bar_leads_to_exports_and_themes() {
    let mut window = open(HARBOUR, vec2(620.0, 420.0));
    open_menu(&mut window, Menu::File);
    click_named(&mut window, "Export as a CSV table…");
    assert_eq!(state(&window).page, Some(Page::Export(Format::Csv)));
    press(&mut window, Key::Escape);
    press(&mut window, Key::Escape);
    assert_eq!(state(&window).page, None);
    open_menu(&mut window, Menu::View);
    click_named(&mut window, "Light or dark");
    click_named(&mut window, "Dark");
    assert_eq!(state(&window).settings.theme, ThemeChoice::Dark);
    open_menu(&mut window, Menu::Help);
    click_named(&mut window, "Keys");
    assert_eq!(state(&window).page, Some(Page::Help));
}

#[test]
fn the_sheet_of_keys_is_the_table_of_commands() {
    let mut window = open(HARBOUR, USUAL);
    press(&mut window, Key::F1);
    for command in Command::ALL {
        let facts = command.facts();
        if !facts.keys.is_empty() {
            assert!(shows(&window, facts.what), "{}", facts.what);
        }
    }
}

/// The status line’s scale, and the coordinates in it.
fn status(window: &Window) -> (String, Option<String>) {
    let line = window.get_by_label_contains("  ·  zoom ");
    let line = line
        .value()
        .or_else(|| line.accesskit_node().label())
        .expect("a line");
    let mut parts = line.split("  ·  ");
    let scale = parts.next().expect("a scale").to_owned();
    (scale, parts.nth(2).map(str::to_owned))
}

#[test]
fn the_scale_is_that_of_the_middle_and_the_coordinates_those_of_the_pointer() {
    let mut window = open(DEFAULT, USUAL);
    for _ in 0..2 {
        click_named(&mut window, "Zoom out (−)");
    }
    let map = window.state().state().view().rect;
    hover(&mut window, Pos2::new(100.0, 400.0));
    let (scale, none) = status(&window);
    assert_eq!(none, None, "over the article");
    for at in [
        map.center(),
        map.left_top() + Vec2::splat(30.0),
        map.left_bottom() + vec2(200.0, -60.0),
    ] {
        hover(&mut window, at);
        let (now, place) = status(&window);
        assert_eq!(now, scale);
        let under = mercator::unproject(window.state().state().view().to_mercator(at));
        assert_eq!(place, Some(decimal(under)));
    }
    for button in ["Zoom in (+)", "Fit all", "Keys (F1)"] {
        let at = rects_named(&window, button)[0].center();
        hover(&mut window, at);
        assert_eq!(status(&window), (scale.clone(), None), "over {button}");
    }
    press(&mut window, Key::F1);
    hover(&mut window, map.left_center() + vec2(30.0, 0.0));
    assert_eq!(status(&window).1, None, "a page lies over the map");
}

fn widths(window: &Window) -> [f32; 2] {
    let map = window.state().state().view().rect;
    [map.left(), window.ctx.content_rect().right() - map.right()]
}

/// The widths that are remembered.
fn kept(window: &Window) -> [f32; 2] {
    let settings = &window.state().state().settings;
    [settings.article_width, settings.side_width]
}

fn alike(a: [f32; 2], b: [f32; 2]) -> bool {
    (a[0] - b[0]).abs() < 0.5 && (a[1] - b[1]).abs() < 0.5
}

#[test]
fn panels_are_as_wide_as_they_were_once_the_window_is_wide_again() {
    let mut window = open(DEFAULT, USUAL);
    let before = widths(&window);
    let chosen = kept(&window);
    for size in [vec2(910.0, 600.0), vec2(760.0, 500.0), vec2(400.0, 300.0)] {
        window.set_size(size);
        settle(&mut window);
        if size.x >= 900.0 {
            let narrow = widths(&window);
            assert!(narrow[0] < before[0] && narrow[1] < before[1], "{narrow:?}");
        }
        window.set_size(USUAL);
        settle(&mut window);
        let now = widths(&window);
        assert!(alike(now, before), "{now:?} after {size}");
    }
    assert!(alike(kept(&window), chosen));
}

#[test]
fn a_panel_is_as_wide_as_its_edge_was_dragged() {
    let mut window = open(DEFAULT, USUAL);
    let edge = Pos2::new(widths(&window)[0] - 2.0, 400.0);
    let to = edge + vec2(60.0, 0.0);
    drag(&mut window, edge, to);
    let wide = widths(&window)[0];
    assert!((wide - to.x).abs() < 4.0, "{wide}");
    let kept = kept(&window)[0];
    assert!((kept - wide).abs() < 4.0, "{kept}");
    window.set_size(vec2(910.0, 600.0));
    settle(&mut window);
    window.set_size(USUAL);
    settle(&mut window);
    assert!((widths(&window)[0] - wide).abs() < 1.0);
}

#[test]
fn the_line_below_the_article_goes_on_with_the_review() {
    let mut window = open_article(STORM);
    let judged = document(&window).judged().expect("looked through");
    let order: Vec<FindingId> = judged
        .groups()
        .flat_map(dateline::judge::Group::iter)
        .collect();
    let line = |window: &Window| {
        let links = window.query_all_by_label_contains(" open").filter(|node| {
            let text = node.accesskit_node().label().unwrap_or_default();
            text.contains(" mapped · ") && !text.starts_with("Reviewed")
        });
        links
            .map(|node| node.rect().center())
            .next()
            .expect("a line")
    };
    for expected in &order[..3] {
        let at = line(&window);
        click(&mut window, at);
        assert_eq!(state(&window).selected_finding(), Some(*expected));
    }
    click_named(&mut window, "Layers");
    let at = line(&window);
    click(&mut window, at);
    assert_eq!(state(&window).selected_finding(), Some(order[3]));
    assert_eq!(state(&window).side_tab, Tab::Review);
}

#[test]
fn what_is_not_on_the_map_is_gone_to_from_below_the_article() {
    let mut window = open(DEFAULT, USUAL);
    let count = document(&window).mentions().coverage().not_mapped();
    let line = format!("{count} not on the map, and why");
    press(&mut window, Key::N);
    click_named(&mut window, &line);
    assert_eq!(state(&window).selected, None, "the list is shown");
    click_named(&mut window, &line);
    let first = project(&window).unmapped().ids().next();
    assert_eq!(state(&window).selected, first.map(Handle::Unmapped));
}
