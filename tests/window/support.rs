//! Opening a window on a project, and doing things to it.

use dateline::{
    formats::geojson,
    project::mentions::Subject,
    settings::{BasemapChoice, Folders},
    ui::{App, Launch, state::Document},
};
use std::time::{Duration, Instant};

use eframe::egui::{
    Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Rect, Theme, Vec2, vec2,
};
use egui_kittest::{Harness, HarnessBuilder, kittest::Queryable as _};

pub type Window = Harness<'static, App>;

pub static DEFAULT: &[u8] = include_bytes!("../../data/default.geojson");
pub static HARBOUR: &[u8] = include_bytes!("../fixtures/harbour/project.geojson");

pub const USUAL: Vec2 = vec2(1280.0, 800.0);

/// A window on a project, over the bundled map alone, that remembers nothing.
pub fn open(project: &'static [u8], size: Vec2) -> Window {
    open_with(project, size, Folders::default())
}

pub fn open_with(project: &'static [u8], size: Vec2, folders: Folders) -> Window {
    let mut window = build(
        Harness::builder().with_size(size),
        project,
        Launch {
            settings: folders.load_settings(),
            folders,
            basemap: Some(BasemapChoice::Offline),
            ..Launch::default()
        },
    );
    settle(&mut window);
    window
}

/// A window that is drawn to the last pixel, by the software driver.
pub fn open_drawn(project: &'static [u8], theme: Theme, launch: Launch) -> Window {
    let builder = Harness::builder().with_size(USUAL).with_theme(theme).wgpu();
    let mut window = build(builder, project, launch);
    window.run_steps(4);
    window
}

fn build(builder: HarnessBuilder<App>, project: &'static [u8], launch: Launch) -> Window {
    let opened = geojson::read(project, "Test").expect("a project");
    builder
        .with_max_steps(60)
        .build_eframe(|cc| App::new(cc, Document::new(opened, None), launch).expect("a window"))
}

/// Draw frames until the condition holds; what comes from other threads may take its time.
pub fn wait(window: &mut Window, what: &str, condition: impl Fn(&Window) -> bool) {
    let patience = Duration::from_secs(20);
    let start = Instant::now();
    while !condition(window) {
        assert!(start.elapsed() < patience, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(10));
        window.step();
    }
}

/// Draw frames until nothing moves any more.
pub fn settle(window: &mut Window) {
    window.run();
}

pub fn click(window: &mut Window, at: Pos2) {
    click_holding(window, at, Modifiers::NONE);
}

pub fn click_holding(window: &mut Window, at: Pos2, modifiers: Modifiers) {
    window.event(Event::ModifiersChanged(modifiers));
    window.hover_at(at);
    for pressed in [true, false] {
        window.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers,
        });
    }
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    settle(window);
    // A later click nearby must not count as the second of two.
    window.run_steps(3);
}

/// Press at one place, move to another one in some frames, and let go there.
pub fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    window.hover_at(from);
    window.drag_at(from);
    window.run_steps(2);
    for part in [0.3, 0.6, 1.0] {
        window.hover_at(from.lerp(to, part));
        window.run_steps(2);
    }
    window.drop_at(to);
    settle(window);
}

pub fn hover(window: &mut Window, at: Pos2) {
    window.hover_at(at);
    window.run_steps(2);
}

pub fn wheel(window: &mut Window, at: Pos2, delta: Vec2) {
    window.hover_at(at);
    window.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta,
        phase: eframe::egui::TouchPhase::Move,
        source: eframe::egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    settle(window);
}

pub fn press(window: &mut Window, key: Key) {
    window.key_press(key);
    settle(window);
}

/// Give a widget the keyboard's focus.
pub fn focus(window: &mut Window, name: &str) {
    window.get_by_label(name).focus();
    settle(window);
}

/// Click a widget, found by its accessible name.
pub fn click_named(window: &mut Window, name: &str) {
    let at = window.get_by_label(name).rect().center();
    click(window, at);
}

/// Where the named widgets are.
pub fn rects_named(window: &Window, name: &str) -> Vec<Rect> {
    window
        .query_all_by_label(name)
        .map(|node| node.rect())
        .collect()
}

pub fn shows(window: &Window, name: &str) -> bool {
    window.query_all_by_label(name).next().is_some()
}

/// The id of the selected feature.
pub fn selected(window: &Window) -> Option<String> {
    let state = &window.state().state;
    state
        .selected_feature()
        .map(|index| state.document.project.features[index].id.clone())
}

/// Look at a feature closely enough to tell it from its neighbours.
pub fn look_at(window: &mut Window, feature: usize) {
    let state = &mut window.state_mut().state;
    let item = state.document.scene.item_of(feature).expect("a place");
    let single = item.points.len() == 1;
    let frame = item.frame;
    let mut camera = state.view.frame(frame, 60.0.into(), 10.0);
    if !single {
        camera.zoom = camera.zoom.min(9.0);
    }
    state.view.set(camera);
    settle(window);
}

/// A place on the screen where a click means this feature, if there is one in view.
pub fn place_to_click(window: &Window, feature: usize) -> Option<Pos2> {
    let state = &window.state().state;
    let map = state.view.rect.shrink(30.0);
    let step = 7.0;
    let mut at = map.min;
    while at.y < map.max.y {
        let hits = state.pick(at).hits;
        let alone = hits.first().is_some_and(|hit| hit.feature == feature)
            && state.pick(at).choices().len() == 1;
        // Buttons and credits lie on the map's edges.
        let free =
            at.x < map.right() - 60.0 && at.y > map.top() + 20.0 && at.y < map.bottom() - 20.0;
        if alone && free {
            return Some(at);
        }
        at.x += step;
        if at.x > map.max.x {
            at.x = map.min.x;
            at.y += step;
        }
    }
    None
}

/// The article's part of the window.
pub fn article_area(window: &Window) -> Rect {
    let width = window.state().state.settings.article_width;
    let bottom = window.state().state.view.rect.bottom();
    Rect::from_min_max(Pos2::new(0.0, 44.0), Pos2::new(width, bottom - 48.0))
}

/// Where the first row of a mention is, on screen or scrolled off it.
pub fn mention_rect(window: &Window, index: usize) -> Rect {
    let document = &window.state().state.document;
    let article = document.project.article.as_ref().expect("an article");
    let list = document.mentions.list();
    let words = article.words(list[index].span);
    let earlier = list[..index]
        .iter()
        .filter(|mention| article.words(mention.span) == words)
        .count();
    // The list in the side panel quotes with quotation marks, so plain words are the article's.
    rects_named(window, words)
        .into_iter()
        .filter(|rect| rect.center().x < article_area(window).right())
        .nth(earlier)
        .expect("the mention is set in the article")
}

/// Scroll the article with the wheel until the mention stands well inside.
pub fn scroll_to(window: &mut Window, index: usize) -> Rect {
    let area = article_area(window);
    for _ in 0..40 {
        let rect = mention_rect(window, index);
        let off = rect.center().y - area.center().y;
        if off.abs() < area.height() / 3.0 {
            return rect;
        }
        let before = rect.center().y;
        wheel(window, area.center(), vec2(0.0, -off.clamp(-300.0, 300.0)));
        let after = mention_rect(window, index);
        // At either end of the text it stands where it stands.
        if (after.center().y - before).abs() < 1.0 && area.contains(after.center()) {
            return after;
        }
    }
    mention_rect(window, index)
}

/// A place in the mention's first row where the pointer means it and not words inside it.
pub fn place_in_mention(window: &mut Window, index: usize, rect: Rect) -> Option<Pos2> {
    let document = &window.state().state.document;
    let subject: Subject = document.mentions.list()[index].subjects[0];
    let mut x = rect.left() + 2.0;
    while x < rect.right() {
        let at = Pos2::new(x, rect.center().y);
        hover(window, at);
        if window.state().state.hover == Some(subject) {
            return Some(at);
        }
        x += 9.0;
    }
    None
}
