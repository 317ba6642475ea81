//! Opening a window on a project, and doing things to it.

use dateline::{
    document::Document,
    formats::geojson,
    project::{
        Project,
        feature::{Feature, Layer},
        ids::{FeatureId, Handle, LayerId},
    },
    settings::{BasemapChoice, Folders},
    text::Span,
    ui::{
        App, Launch,
        state::{State, action::Action},
    },
};
use std::time::{Duration, Instant};

use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Rect, Theme, Vec2, vec2};
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
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
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

/// Whether a text with these words is in sight.
pub fn shows_containing(window: &Window, words: &str) -> bool {
    window.query_all_by_label_contains(words).next().is_some()
}

/// Do what a panel would ask for.
pub fn apply(window: &mut Window, action: Action) {
    let ctx = window.ctx.clone();
    window.state_mut().apply(&ctx, action);
}

/// What the window shows, to be looked at.
pub fn state(window: &Window) -> &State {
    window.state().state()
}

pub fn document(window: &Window) -> &Document {
    &state(window).document
}

pub fn project(window: &Window) -> &Project {
    document(window).project()
}

/// The features, in their order.
pub fn features(window: &Window) -> Vec<(FeatureId, Feature)> {
    let features = project(window).features().iter();
    features
        .map(|(id, feature)| (id, feature.clone()))
        .collect()
}

/// The feature in this place.
#[track_caller]
pub fn nth(window: &Window, index: usize) -> (FeatureId, &Feature) {
    let mut features = project(window).features().iter();
    features.nth(index).expect("a feature")
}

/// The layers, top to bottom.
pub fn layers(window: &Window) -> Vec<(LayerId, Layer)> {
    let layers = project(window).layers().iter();
    layers.map(|(id, layer)| (id, layer.clone())).collect()
}

/// The words of all mentions, in reading order.
pub fn mentions(window: &Window) -> Vec<Span> {
    let mentions = document(window).mentions().list().iter();
    mentions.map(|mention| mention.span).collect()
}

/// What the file calls the selected feature.
pub fn selected(window: &Window) -> Option<String> {
    let feature = state(window).selected_feature()?;
    let feature = project(window).feature(feature)?;
    Some(feature.file_id.as_ref()?.text().into_owned())
}

/// Look at a feature closely enough to tell it from its neighbours.
pub fn look_at(window: &mut Window, feature: FeatureId) {
    let item = document(window).scene().item(feature).expect("a place");
    let levels = if item.points.len() == 1 { 10.0 } else { 9.0 };
    apply(window, Action::ZoomToFeature(feature));
    settle(window);
    let levels = levels - state(window).view().camera.zoom;
    // A single point is looked at from near; nothing is from nearer than it fits.
    if levels < 0.0
        || document(window)
            .scene()
            .item(feature)
            .is_some_and(|item| item.points.len() == 1)
    {
        let (about, ease) = (None, false);
        apply(
            window,
            Action::Zoom {
                levels,
                about,
                ease,
            },
        );
    }
    settle(window);
}

/// A place on the screen where a click means this feature, if there is one in view.
pub fn place_to_click(window: &Window, feature: FeatureId) -> Option<Pos2> {
    let state = state(window);
    let map = state.view().rect.shrink(30.0);
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
    let width = state(window).settings.article_width;
    let bottom = state(window).view().rect.bottom();
    Rect::from_min_max(Pos2::new(0.0, 44.0), Pos2::new(width, bottom - 48.0))
}

/// Where the first row of a mention is, on screen or scrolled off it.
pub fn mention_rect(window: &Window, mention: Span) -> Rect {
    let words = document(window).words(mention);
    let earlier = mentions(window)
        .into_iter()
        .take_while(|other| *other != mention)
        .filter(|other| document(window).words(*other) == words)
        .count();
    // The list in the side panel quotes with quotation marks, so plain words are the article's.
    rects_named(window, words)
        .into_iter()
        .filter(|rect| rect.center().x < article_area(window).right())
        .nth(earlier)
        .expect("the mention is set in the article")
}

/// Scroll the article with the wheel until the mention stands well inside.
pub fn scroll_to(window: &mut Window, mention: Span) -> Rect {
    let area = article_area(window);
    for _ in 0..40 {
        let rect = mention_rect(window, mention);
        let off = rect.center().y - area.center().y;
        if off.abs() < area.height() / 3.0 {
            return rect;
        }
        let before = rect.center().y;
        wheel(window, area.center(), vec2(0.0, -off.clamp(-300.0, 300.0)));
        let after = mention_rect(window, mention);
        // At either end of the text it stands where it stands.
        if (after.center().y - before).abs() < 1.0 && area.contains(after.center()) {
            return after;
        }
    }
    mention_rect(window, mention)
}

/// What the words lead to first.
pub fn leads_to(window: &Window, mention: Span) -> Handle {
    let mention = document(window).mentions().exactly(mention);
    let mut subjects = mention.expect("a mention").subjects();
    subjects.next().expect("it leads somewhere")
}

/// A place in the mention's first row where the pointer means it and not words inside it.
pub fn place_in_mention(window: &mut Window, mention: Span, rect: Rect) -> Option<Pos2> {
    let handle = leads_to(window, mention);
    let mut x = rect.left() + 2.0;
    while x < rect.right() {
        let at = Pos2::new(x, rect.center().y);
        hover(window, at);
        if state(window).hover == Some(handle) {
            return Some(at);
        }
        x += 9.0;
    }
    None
}
