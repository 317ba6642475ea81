//! Articles written for these tests, and a window that opens them as a person does.

use dateline::{
    document::Document,
    gazetteer::PlaceId,
    judge::Group,
    open::article::Source,
    project::ids::FindingId,
    settings::BasemapChoice,
    ui::{App, Launch},
};
use egui::{Key, Modifiers, Pos2, Theme, Vec2, vec2};
use egui_kittest::Harness;

use crate::support::*;

/// Places of one country, a distance, names of many bearers, and some that are in no gazetteer.
pub const STORM: &str = "Ferries stop as storm closes the estuary

Ferries between Galway and Dublin were full on Tuesday as a storm moved in, the Irish coast guard said.

Crews worked within 10 kilometers (6.2 miles) of Limerick, where the river had flooded farmland. Limerick has a population of about 102,000 people.

“We have not seen water like this in Limerick since 2009,” said Aoife Byrne, a teacher in Athlone. The village of Springfield was cut off, and winds of 120 kilometers per hour were measured.

Officials in Dublin sent pumps from Cork.";

/// Another part of the world, with a capital, a demonym and an area.
pub const QUAKE: &str = "Quake shakes the coast of Peru

An earthquake shook Lima on Monday, and people in Callao and Arequipa ran into the streets.

The Peruvian navy closed the port of Callao. More than 300 square kilometers of farmland near Santa Rosa were without water, the mayor said.

Trucks left Cusco for Lima in the evening.";

/// A window in which a text was opened, and looked through.
pub fn open_article(text: &'static str) -> Window {
    open_article_sized(text, USUAL)
}

/// The same, in a window of another size.
pub fn open_article_sized(text: &'static str, size: Vec2) -> Window {
    with_article(Harness::builder().with_size(size), text)
}

/// The same, drawn to the last pixel.
pub fn open_article_drawn(text: &'static str, theme: Theme) -> Window {
    let builder = Harness::builder().with_size(USUAL).with_theme(theme).wgpu();
    with_article(builder, text)
}

fn with_article(builder: egui_kittest::HarnessBuilder<App>, text: &'static str) -> Window {
    let launch = Launch {
        basemap: Some(BasemapChoice::Offline),
        open: Some(Source::Text(text.to_owned())),
        ..Launch::default()
    };
    let mut window = builder
        .with_max_steps(60)
        .build_eframe(|cc| App::new(cc, Document::empty(), launch).expect("a window"));
    wait(&mut window, "suggestions", |window| {
        !window.state().state().document.suggestions().is_empty()
    });
    settle(&mut window);
    window
}

/// Press N until the suggestion with these words is selected; which that is.
pub fn step_to(window: &mut Window, words: &str) -> FindingId {
    let stops = document(window).suggestions().len() + mentions(window).len();
    for _ in 0..=stops {
        let selected = state(window).selected_finding();
        if let Some(id) = selected.filter(|id| document(window).words(id.span) == words) {
            return id;
        }
        press(window, Key::N);
    }
    panic!("“{words}” is suggested");
}

/// How many suggestions are like this one, itself included.
pub fn alike(window: &Window, id: FindingId) -> usize {
    let judged = document(window).judged().expect("looked through");
    judged.alike(id).map_or(0, Group::len)
}

/// The places that the words of a suggestion may mean, best first.
pub fn candidates(window: &Window, id: FindingId) -> Vec<PlaceId> {
    let judged = document(window).judged().expect("looked through");
    let candidates = judged.findings().candidates(id).iter();
    candidates.map(|candidate| candidate.place).collect()
}

/// Scroll the inspector until a widget in it is in sight; its middle.
pub fn in_inspector(window: &mut Window, name: &str) -> Pos2 {
    let side = Pos2::new(USUAL.x - 100.0, USUAL.y - 150.0);
    // Below what is said of a suggestion is a row that stays.
    let suggestion = state(window).selected_finding().is_some();
    let bottom = USUAL.y - if suggestion { 90.0 } else { 50.0 };
    for _ in 0..20 {
        let at = rects_named(window, name)[0].center();
        if at.y < bottom && at.y > USUAL.y / 2.0 + 40.0 {
            return at;
        }
        let by = if at.y < USUAL.y / 2.0 + 40.0 {
            60.0
        } else {
            -60.0
        };
        wheel(window, side, vec2(0.0, by));
    }
    panic!("“{name}” can be scrolled to");
}

pub fn chord(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    settle(window);
}
