//! What an edit and a frame cost on the window's thread, for an article and a project far larger than usual.
//!
//! `cargo bench --bench document` opens an article of 1 MB, in which 17,000 names and figures are found, and a
//! project of 10,000 marks, and prints what edits take, and how much more of this program's own code a frame
//! takes than with the bundled project in the same run. Figures never fail the benchmark, since machines differ.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::{
    env,
    fmt::Write as _,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use dateline::{
    cli::DEFAULT_PROJECT,
    document::Document,
    formats::geojson::{self, Opened},
    gazetteer::Gazetteer,
    judge::Group,
    open,
    project::{
        ArticleState, ProjectBuilder, UnknownMembers,
        feature::{Feature, Layer},
        ids::{FeatureId, FindingId, Handle},
    },
    quote::{Evidence, MentionKind},
    scene::Item,
    settings::BasemapChoice,
    text::{Article, Imprint, Span},
    ui::{
        App, Launch,
        map::picture::render_state,
        state::action::{Action, FileAction, LayerAction, ReviewAction},
    },
};
use eframe::App as _;
use egui::{Event, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Vec2, pos2, vec2};
use geo::{Geometry, Point};

/// How often an edit is measured: odd, so that the median is one of the times.
const TIMES: usize = 31;

/// How often frames are measured, and how many of them at a time.
const TURNS: usize = 8;
const FRAMES: usize = 50;

/// The article has at least so many bytes.
const LARGE: usize = 1 << 20;

const MARKS: usize = 10_000;

/// So many levels closer than where all is in view.
const CLOSER: f64 = 4.0;

const SIZE: Vec2 = vec2(1280.0, 800.0);

/// Over the article, and over the map.
const ON_ARTICLE: Pos2 = pos2(150.0, 400.0);

fn main() -> anyhow::Result<()> {
    // `cargo test --all-targets` starts benchmarks too, without this argument.
    if !env::args().any(|argument| argument == "--bench") {
        println!("Nothing is measured without --bench; use cargo bench.");
        return Ok(());
    }
    let mut usual = Window::open(geojson::read(DEFAULT_PROJECT, "Default")?, false)?;
    let article = article();
    println!("An article of {} bytes:", article.text().len());
    let mut window = Window::open(open::about(article), true)?;
    let document = &window.app.state().document;
    println!("  {} suggestions", document.suggestions().len());
    of_article(&mut window)?;
    frames(&mut window, &mut usual);
    drop(window);

    println!("\nA project of {MARKS} marks:");
    let mut window = Window::open(marks(), false)?;
    of_marks(&mut window)?;
    frames(&mut window, &mut usual);
    Ok(())
}

fn of_article(window: &mut Window) -> anyhow::Result<()> {
    let judged = window
        .app
        .state()
        .document
        .judged()
        .context("looked through")?;
    let rows: Vec<FindingId> = judged.groups().filter_map(Group::first).collect();
    ensure!(rows.len() > 2 * TIMES, "{} rows to judge", rows.len());
    let mut rows = rows.into_iter();
    let mut next = move |window: &mut Window| {
        let id = rows.next().expect("enough of them");
        window.apply(Action::Review(ReviewAction::Select(id)));
        window.frame(&[]);
    };
    for (name, action) in [
        ("  accept one", ReviewAction::Accept { alike: false }),
        ("  dismiss one", ReviewAction::Dismiss { alike: false }),
    ] {
        let times = (0..TIMES).map(|_| {
            next(window);
            window.apply(Action::Review(action))
        });
        edit(name, &times.collect::<Vec<_>>());
    }
    let times = (0..TIMES).map(|_| window.apply(Action::Undo));
    edit("  undo", &times.collect::<Vec<_>>());
    hide(window)?;
    save(window)
}

fn of_marks(window: &mut Window) -> anyhow::Result<()> {
    let ids: Vec<FeatureId> = window
        .app
        .state()
        .document
        .project()
        .features()
        .ids()
        .collect();
    let times = ids.iter().take(TIMES).map(|id| {
        window.apply(Action::Select(Some(Handle::Feature(*id))));
        window.frame(&[]);
        window.apply(Action::RemoveFeature(*id))
    });
    edit("  remove one", &times.collect::<Vec<_>>());
    let times = (0..TIMES).map(|_| window.apply(Action::Undo));
    edit("  undo", &times.collect::<Vec<_>>());
    hide(window)?;
    save(window)
}

fn hide(window: &mut Window) -> anyhow::Result<()> {
    let layers = window.app.state().document.project().layers();
    let layer = *layers.order().first().context("a layer")?;
    let times = (0..TIMES).map(|time| {
        let time = window.apply(Action::Layer(layer, LayerAction::SetVisible(time % 2 == 1)));
        window.frame(&[]);
        time
    });
    edit("  hide or show a layer", &times.collect::<Vec<_>>());
    window.apply(Action::Layer(layer, LayerAction::SetVisible(true)));
    Ok(())
}

/// What handing a save over to the writer takes.
fn save(window: &mut Window) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let times = (0..TIMES).map(|number| {
        let path = folder.path().join(format!("{number}.geojson"));
        window.apply(Action::File(FileAction::SaveTo(path)))
    });
    let times: Vec<Duration> = times.collect();
    row("  hand a save over", &times, "< 1 ms");
    // What was asked to be written is written before the folder goes, and before frames are measured.
    let last = folder.path().join(format!("{}.geojson", TIMES - 1));
    window.wait(|_| last.exists())?;
    Ok(())
}

/// Scroll the article, and move the map when all is in view and when it is closer, in turns with the usual
/// window, since the machine may be slower at one time than at another.
fn frames(window: &mut Window, usual: &mut Window) {
    in_turns("  scrolling the article", window, usual, Window::scroll);
    for (name, levels) in [("  moving the map", 0.0), ("  moving it, closer", CLOSER)] {
        for window in [&mut *window, &mut *usual] {
            window.look(levels);
        }
        in_turns(name, window, usual, Window::pan);
    }
}

/// Do something in several turns in one window and in the usual one, and tell how the frames compare.
fn in_turns(
    name: &str,
    window: &mut Window,
    usual: &mut Window,
    act: fn(&mut Window, usize) -> Vec<Duration>,
) {
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        there.extend(act(usual, turn));
        here.extend(act(window, turn));
    }
    frame(name, &here, &there);
}

/// A window without a screen, drawn for as far as this program draws it.
struct Window {
    app: App,
    ctx: egui::Context,
    time: f64,
}

impl Window {
    fn open(opened: Opened, search: bool) -> anyhow::Result<Self> {
        let ctx = egui::Context::default();
        let mut cc = eframe::CreationContext::_new_kittest(ctx.clone());
        cc.wgpu_render_state = Some(render_state()?);
        let launch = Launch {
            basemap: Some(BasemapChoice::Offline),
            search,
            ..Launch::default()
        };
        let app = App::new(&cc, Document::new(opened, None), launch);
        let app = app.map_err(|error| anyhow::anyhow!("{error}"))?;
        let mut window = Self {
            app,
            ctx,
            time: 0.0,
        };
        if search {
            window.wait(|app| app.state().document.judged().is_some())?;
        }
        for _ in 0..20 {
            window.frame(&[]);
        }
        Ok(window)
    }

    /// Draw frames until the condition holds.
    fn wait(&mut self, condition: impl Fn(&App) -> bool) -> anyhow::Result<()> {
        let start = Instant::now();
        while !condition(&self.app) {
            ensure!(start.elapsed() < Duration::from_mins(2), "waited in vain");
            self.frame(&[]);
            thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// Do something; how long that took.
    fn apply(&mut self, action: Action) -> Duration {
        let start = cpu_time();
        self.app.apply(&self.ctx, action);
        cpu_time().saturating_sub(start)
    }

    /// Draw a frame; how long this program's own code took in it.
    fn frame(&mut self, events: &[Event]) -> Duration {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.time),
            events: events.to_vec(),
            ..RawInput::default()
        };
        let mut own = Duration::ZERO;
        let mut frame = eframe::Frame::_new_kittest();
        let app = &mut self.app;
        let mut output = self.ctx.run_ui(input, |ui| {
            let start = cpu_time();
            app.ui(ui, &mut frame);
            own += cpu_time().saturating_sub(start);
        });
        output.textures_delta.clear();
        own
    }

    /// Scroll the article, down and up in turns.
    fn scroll(&mut self, turn: usize) -> Vec<Duration> {
        let up = turn % 2 == 1;
        let wheel = Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, if up { 40.0 } else { -40.0 }),
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: egui::Modifiers::NONE,
        };
        self.frame(&[Event::PointerMoved(ON_ARTICLE)]);
        let times = (0..FRAMES).map(|_| self.frame(std::slice::from_ref(&wheel)));
        times.collect()
    }

    /// Look at all there is, or so many levels closer at the first suggestion or mark.
    fn look(&mut self, levels: f64) {
        self.apply(Action::FitAll);
        for _ in 0..60 {
            self.frame(&[]);
        }
        let state = self.app.state();
        let suggested = state.document.marks().points().next().map(|mark| mark.at);
        let scene = state.document.scene();
        let drawn = || scene.item(state.document.project().features().ids().next()?);
        let place = suggested.or_else(|| drawn().map(Item::place));
        let about = place.map(|place| state.view().to_screen(place));
        self.apply(Action::Zoom {
            levels,
            about,
            ease: false,
        });
        for _ in 0..20 {
            self.frame(&[]);
        }
    }

    /// Move the map, to all sides in turns.
    fn pan(&mut self, turn: usize) -> Vec<Duration> {
        let steps = [
            vec2(8.0, 0.0),
            vec2(0.0, 8.0),
            vec2(-8.0, 0.0),
            vec2(0.0, -8.0),
        ];
        let times = (0..FRAMES).map(|_| {
            self.apply(Action::Pan(steps[turn % steps.len()]));
            self.frame(&[])
        });
        times.collect()
    }
}

/// Sentences about towns of the gazetteer, and how far they are from each other.
fn article() -> Article {
    let gazetteer = Gazetteer::bundled();
    let towns = [
        "s", "b", "m", "k", "a", "c", "d", "g", "h", "l", "n", "p", "r", "t", "v", "w",
    ];
    let towns = towns
        .iter()
        .flat_map(|prefix| gazetteer.prefix(prefix, 200));
    let towns: Vec<&str> = towns
        .map(|named| gazetteer.place(named.place).name)
        .collect();
    let mut text = String::from("What happened in many towns");
    let mut number = 0;
    while text.len() < LARGE {
        let town = |at: usize| towns[(number * 31 + at * 7_919) % towns.len()];
        let km = number % 80 + 3;
        let _ = write!(
            text,
            "\n\nCrews left {} for {} on Monday, and people stayed at home all day. A bridge {km} kilometers from {} was shut, the mayor said, and nobody knew for how long it would be. Trucks reached {} in the evening with what they could carry.",
            town(0),
            town(1),
            town(2),
            town(3),
        );
        number += 1;
    }
    Article::new(text, Imprint::default())
}

/// Marks all over the world, each with its words.
fn marks() -> Opened {
    let mut text = String::from("Ten thousand marks");
    let mut spans = Vec::with_capacity(MARKS);
    for number in 0..MARKS {
        let start = text.len() + 2 + "Something was seen at ".len();
        let name = format!("Place {number}");
        let _ = write!(text, "\n\nSomething was seen at {name} on that day.");
        spans.push((Span::new(start, start + name.len()), name));
    }
    let article = Article::new(text, Imprint::default());
    let mut assembly = ProjectBuilder::new(ArticleState::Text(Arc::new(article.clone())));
    let layers = ["one", "two", "three"].map(|key| assembly.layer(Layer::new(key, key)));
    for (number, (span, name)) in spans.into_iter().enumerate() {
        let layer = layers[number % layers.len()].expect("a new layer");
        // An even spread that repeats nowhere.
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let turn = |step: f64| (number as f64 * step).fract();
        let at = Point::new(
            turn(0.618_034) * 340.0 - 170.0,
            turn(0.414_214) * 140.0 - 60.0,
        );
        let mut feature = Feature::new(layer, Some(Geometry::Point(at)));
        feature.name = name;
        feature.evidence = vec![Evidence {
            mention: Some(MentionKind::Name),
            ..Evidence::at(&article, span)
        }];
        assembly.feature(feature);
    }
    Opened {
        project: assembly.finish(UnknownMembers::default()),
        diagnostics: Vec::new(),
    }
}

fn edit(name: &str, times: &[Duration]) {
    row(name, times, "< 5 ms");
}

fn row(name: &str, times: &[Duration], wanted: &str) {
    let [median, most] = [0.5, 1.0].map(|share| share_of(times, share));
    println!("{name:<26} {median:>8.2} ms   at most {most:>8.2} ms   {wanted}");
}

/// What a frame takes, and how much more than in the usual window.
fn frame(name: &str, times: &[Duration], usual: &[Duration]) {
    let [median, p99] = [0.5, 0.99].map(|share| share_of(times, share));
    let [more, more_p99] = [median - share_of(usual, 0.5), p99 - share_of(usual, 0.99)];
    println!(
        "{name:<26} {median:>8.2} ms   99 of 100 {p99:>7.2} ms   {more:+.2} ms (< +0.40), {more_p99:+.2} ms (< +2.00)"
    );
}

/// The time, in milliseconds, that so many of all do not exceed.
fn share_of(times: &[Duration], share: f64) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few hundred"
    )]
    let at = ((times.len() - 1) as f64 * share).round() as usize;
    times[at].as_secs_f64() * 1e3
}

/// The CPU time that this thread has used; where the system does not count that, the time of day.
#[cfg(unix)]
fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or_default())
}

#[cfg(not(unix))]
fn cpu_time() -> Duration {
    use std::sync::LazyLock;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}
