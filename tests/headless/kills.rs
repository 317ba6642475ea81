//! The real program under a real display, killed at random moments: what somebody has seen two seconds before is
//! there at the next start. `DATELINE_TEST_KILLS` says how often; `./x soak` asks for a hundred.
#![cfg(all(feature = "gui", target_os = "linux"))]

use std::{
    collections::BTreeMap,
    env, fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread::{self, sleep},
    time::{Duration, Instant},
};

use tempfile::TempDir;
use x11rb::{
    connection::Connection as _,
    protocol::{
        xproto::{ConnectionExt as _, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, MapState},
        xtest::ConnectionExt as _,
    },
    rust_connection::RustConnection,
};

const ARTICLE: &str = "Floods close roads near Galway

Rain fell on Galway and Limerick for three days. In Cork the river rose, and 12 km north of Limerick a bridge was closed. Police in Dublin said that roads to Sligo and Waterford were open. The hospital of Ennis took in twelve people from Shannon. Trains from Tralee and Killarney to Cork were late, and so were those from Athlone to Galway. In Dundalk, Drogheda, Kilkenny and Wexford nothing was reported.";

/// Longer than anything here takes on the slowest machine.
const LONG: Duration = Duration::from_secs(90);

/// What was seen so long before a kill has to be there afterwards.
const KEPT_AFTER: Duration = Duration::from_secs(2);

const RETURN: u32 = 0xff0d;
const DELETE: u32 = 0xffff;
const CONTROL: u32 = 0xffe3;
const SHIFT: u32 = 0xffe1;

/// A display of its own, and its keyboard.
struct Display {
    server: Child,
    name: String,
    connection: RustConnection,
    root: u32,
    keys: BTreeMap<u32, u8>,
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Display {
    fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1000x700x24",
                "-nolisten",
                "tcp",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed; ./x test sees to that");
        let mut number = String::new();
        let mut output = BufReader::new(server.stdout.take().expect("piped"));
        output.read_line(&mut number).expect("a number");
        let name = format!(":{}", number.trim());
        let (connection, screen) = x11rb::connect(Some(&name)).expect("a display");
        let setup = connection.setup();
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let root = setup.roots[screen].root;
        let mapping = connection.get_keyboard_mapping(first, last - first + 1);
        let mapping = mapping.expect("asked").reply().expect("a keyboard");
        let per_key = usize::from(mapping.keysyms_per_keycode);
        let codes = mapping.keysyms.chunks(per_key).zip(first..=last);
        let keys = codes.map(|(symbols, code)| (symbols[0], code)).collect();
        Self {
            server,
            name,
            connection,
            root,
            keys,
        }
    }

    /// Give the program's window the keyboard.
    fn focus(&self) {
        let start = Instant::now();
        loop {
            let tree = self
                .connection
                .query_tree(self.root)
                .expect("asked")
                .reply();
            for window in tree.expect("windows").children {
                let attributes = self
                    .connection
                    .get_window_attributes(window)
                    .expect("asked");
                let size = self.connection.get_geometry(window).expect("asked").reply();
                let seen = attributes
                    .reply()
                    .is_ok_and(|it| it.map_state == MapState::VIEWABLE);
                if seen && size.is_ok_and(|size| size.width > 200) {
                    let parent = InputFocus::PARENT;
                    let focus =
                        self.connection
                            .set_input_focus(parent, window, x11rb::CURRENT_TIME);
                    focus.expect("asked").check().expect("focused");
                    return;
                }
            }
            assert!(start.elapsed() < LONG, "no window");
            sleep(Duration::from_millis(20));
        }
    }

    /// Press keys together, the last one last.
    fn press(&self, symbols: &[u32]) {
        let send = |kind: u8, symbol: &u32| {
            let code = self.keys[symbol];
            let sent = self
                .connection
                .xtest_fake_input(kind, code, 0, self.root, 0, 0, 0);
            sent.expect("sent").check().expect("a key");
        };
        for symbol in symbols {
            send(KEY_PRESS_EVENT, symbol);
        }
        for symbol in symbols.iter().rev() {
            send(KEY_RELEASE_EVENT, symbol);
        }
    }
}

/// A state of the document that the window has shown.
#[derive(Clone, Debug)]
struct Seen {
    at: Instant,
    state: String,
    unsaved: bool,
}

/// The program, and what it says that it has drawn.
struct Program {
    child: Child,
    drawn: Receiver<Seen>,
}

impl Program {
    fn start(display: &Display, home: &Path, file: &Path) -> Self {
        let driver = env::var_os("VK_DRIVER_FILES").unwrap_or_default();
        let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(["--offline", "--verbose"])
            .arg(file)
            .env_remove("WAYLAND_DISPLAY")
            .env("DISPLAY", &display.name)
            .env("VK_DRIVER_FILES", driver)
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_STATE_HOME", home.join("state"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("RUST_LOG", "dateline::ui::update::shown=trace")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let output = BufReader::new(child.stderr.take().expect("piped"));
        let (sender, drawn) = mpsc::channel();
        thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let Some((_, told)) = line.split_once("drawn: state ") else {
                    continue;
                };
                let seen = Seen {
                    at: Instant::now(),
                    state: told[..16].to_owned(),
                    unsaved: told.ends_with("unsaved true"),
                };
                if sender.send(seen).is_err() {
                    return;
                }
            }
        });
        Self { child, drawn }
    }

    fn next(&self, within: Duration) -> Option<Seen> {
        self.drawn.recv_timeout(within).ok()
    }

    fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }
}

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

/// Whether a file is not one that a kill left half written.
fn is_whole(path: &Path) -> bool {
    path.extension()
        .is_some_and(|name| name == "journal" || name == "window")
}

#[test]
fn what_was_seen_two_seconds_before_a_kill_is_restored() {
    let kills = env::var("DATELINE_TEST_KILLS").ok();
    let kills: u64 = kills.map_or(20, |kills| kills.parse().expect("a number"));
    let display = Display::start();
    let home: TempDir = tempfile::tempdir().expect("a folder");
    let file = home.path().join("article.txt");
    fs::write(&file, ARTICLE).expect("written");
    let journals = home.path().join("state/dateline/journals");
    let mut dice = Dice(kills);
    // What was seen and may have to be there at the next start: the latest last.
    let mut owed: Vec<Seen> = Vec::new();
    // And what was seen before that.
    let mut gone: Vec<String> = Vec::new();
    let mut restored = 0;
    for kill in 0..kills {
        let program = Program::start(&display, home.path(), &file);
        let mut seen = vec![program.next(LONG).expect("the window shows the article")];
        display.focus();
        if owed.iter().all(|one| one.unsaved) && !owed.is_empty() {
            // The offer comes a moment after the window; its first button has the focus.
            let start = Instant::now();
            let back = loop {
                display.press(&[RETURN]);
                if let Some(back) = program.next(Duration::from_millis(500)) {
                    break back;
                }
                assert!(start.elapsed() < LONG, "kill {kill}: nothing is offered");
            };
            let earlier = seen.iter().any(|one| one.state == back.state);
            assert!(!earlier, "kill {kill}: the article without its work");
            let is_owed = owed.iter().any(|one| one.state == back.state);
            // What was done last may have been written and not yet seen: then it is one step further.
            let is_old = gone.contains(&back.state);
            assert!(
                is_owed || !is_old,
                "kill {kill}: {back:?} is not among {owed:?}"
            );
            seen = vec![back];
            restored += 1;
            // It is kept anew first, and then removed where it was.
            let start = Instant::now();
            let kept = || {
                files(&journals)
                    .into_iter()
                    .filter(|path| is_whole(path))
                    .count()
            };
            while kept() > 2 {
                let left = files(&journals);
                assert!(
                    start.elapsed() < KEPT_AFTER,
                    "kill {kill}: kept twice: {left:?}"
                );
                sleep(Duration::from_millis(10));
            }
        }
        // From the first change on, or at once where there is one already.
        let mut until = None;
        while until.is_none_or(|until| Instant::now() < until) {
            let changed = seen.last().is_some_and(|last| last.unsaved);
            if changed && until.is_none() {
                let least = if seen.len() == 1 { 200 } else { 2_100 };
                until = Some(Instant::now() + Duration::from_millis(least + dice.roll(2_500)));
            }
            let key: &[u32] = match dice.roll(10) {
                0..=3 => &[RETURN],
                4 => &[DELETE],
                5 if changed => &[CONTROL, 'z' as u32],
                6 => &[CONTROL, SHIFT, 'z' as u32],
                _ => &['n' as u32],
            };
            display.press(key);
            let pause = Duration::from_millis(20 + dice.roll(200));
            seen.extend(program.next(pause));
        }
        seen.extend(std::iter::from_fn(|| program.next(Duration::ZERO)));
        let at = Instant::now();
        program.kill();
        // The last state of two seconds ago, and all that came later.
        let old = seen
            .iter()
            .rposition(|one| at.duration_since(one.at) > KEPT_AFTER);
        owed = seen.split_off(old.unwrap_or(0));
        gone = seen.into_iter().map(|one| one.state).collect();
    }
    assert!(
        restored * 3 > kills,
        "work was restored {restored} times after {kills} kills"
    );
    // What is half written is removed by the next start, but for what the last kills left.
    let names = files(&journals).into_iter();
    let half = names.filter(|path| path.to_string_lossy().contains("unfinished"));
    assert!(half.count() <= 3);
}
