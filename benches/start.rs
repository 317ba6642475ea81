//! How quickly the window is there, what it costs at rest and in motion, and whether it idles.
//!
//! `cargo bench --bench start` (or `./x bench`, which installs what is needed first) starts the
//! release build without the network, as `src/ui/frame_times.rs` describes, and prints its figures
//! beside what they should be. Figures never fail the benchmark, since machines differ; a window
//! that does not come does. Where there is no display it starts Xvfb, whose drawing is software.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Read},
    path::Path,
    process::{Child, Command, ExitCode, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, bail};

/// How often the start is measured: odd, so that the median is one of the runs.
const STARTS: usize = 9;

/// How long a window may take to come before something is wrong with it.
const PATIENCE: Duration = Duration::from_secs(45);

/// How long after its first frame a window is taken to be at rest.
const REST: Duration = Duration::from_secs(5);

/// How long the window at rest is watched for repaints.
const WATCHED: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    // `cargo test --all-targets` starts benchmarks too, without this argument.
    if !env::args().any(|argument| argument == "--bench") {
        println!("Nothing is measured without --bench; use cargo bench.");
        return ExitCode::SUCCESS;
    }
    match measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("The window could not be measured: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn measure() -> anyhow::Result<()> {
    let display = Display::find()?;
    println!("{}", env!("CARGO_BIN_EXE_dateline"));
    println!("on {}\n", display.name());

    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let mut window = Window::open("1", &display)?;
        starts.push(window.first_frame_ms()?);
    }
    let start_ms = median(&mut starts);

    let mut window = Window::open("1", &display)?;
    window.first_frame_ms()?;
    window.lines_for(REST);
    let memory = window.memory()?;
    let repaints = window
        .lines_for(WATCHED)
        .iter()
        .filter(|line| line.starts_with("frame "))
        .count();
    drop(window);

    let mut window = Window::open("pan", &display)?;
    let (mut whole, mut own) = window.pan()?;
    let count = whole.len();
    let in_ms = |figures: &mut Vec<f64>| {
        if figures.is_empty() {
            "not counted here".to_owned()
        } else {
            format!("{:.2} ms", median(figures) / 1e3)
        }
    };
    let (whole, own) = (in_ms(&mut whole), in_ms(&mut own));

    print_row(["", "measured", "aim"]);
    print_row([
        &format!("Process start to first complete frame (median of {STARTS})"),
        &format!("{start_ms:.0} ms"),
        "< 500 ms",
    ]);
    print_row([
        "Memory at rest (proportional set size)",
        &format!("{:.0} MB", memory.proportional_mb),
        "< 250 MB",
    ]);
    print_row([
        "  of it in memory, with what is shared (resident)",
        &format!("{:.0} MB", memory.resident_mb),
        "",
    ]);
    print_row([
        &format!("CPU per frame while the map moves (median of {count})"),
        &whole,
        "< 2 ms",
    ]);
    print_row([
        "  of it in the program, without driver and presenting",
        &own,
        "",
    ]);
    print_row([
        &format!("Repaints while idle for {} s", WATCHED.as_secs()),
        &repaints.to_string(),
        "0",
    ]);
    Ok(())
}

fn print_row([what, measured, aim]: [&str; 3]) {
    println!("{what:<58} {measured:>16}   {aim}");
}

/// The middle value; `values` must not be empty.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Where the windows are shown.
enum Display {
    /// The one this was started on.
    Given,
    /// One of our own, by its name.
    Own(Child, String),
}

impl Display {
    fn find() -> anyhow::Result<Self> {
        let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        if set("DISPLAY") || set("WAYLAND_DISPLAY") || set("WAYLAND_SOCKET") {
            return Ok(Self::Given);
        }
        // Xvfb looks for a free number itself and writes it to the file descriptor named.
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x800x24"])
            .args(["-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("there is no display, and Xvfb could not be started; ./x bench installs it")?;
        let mut number = String::new();
        if let Some(output) = server.stdout.take() {
            BufReader::new(output).read_line(&mut number)?;
        }
        let display = Self::Own(server, format!(":{}", number.trim()));
        if number.trim().is_empty() {
            bail!("there is no display, and Xvfb ended at once");
        }
        Ok(display)
    }

    const fn name(&self) -> &str {
        match self {
            Self::Given => "the display this was started on; leave the window and the mouse alone",
            Self::Own(..) => "Xvfb, drawing in software",
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        if let Self::Own(server, _) = self {
            end(server);
        }
    }
}

fn end(child: &mut Child) {
    // It may have ended by itself, and there is nobody to tell of anything else.
    let _ = child.kill();
    let _ = child.wait();
}

/// The program under measurement. Its settings and caches are its own, empty at first.
struct Window {
    child: Child,
    lines: Receiver<String>,
    _home: tempfile::TempDir,
}

struct Memory {
    proportional_mb: f64,
    resident_mb: f64,
}

impl Window {
    /// Start the program with `wish` as `DATELINE_BENCH`.
    fn open(wish: &str, display: &Display) -> anyhow::Result<Self> {
        let home = tempfile::tempdir()?;
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command
            .arg("--offline")
            .env("DATELINE_BENCH", wish)
            .env("HOME", home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        for name in ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
            command.env(name, home.path().join(name));
        }
        if let Display::Own(_, name) = display {
            command.env("DISPLAY", name);
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_nanos();
        let mut child = command
            .env("DATELINE_BENCH_START", now.to_string())
            .spawn()?;
        let output = child.stderr.take().context("no standard error")?;
        Ok(Self {
            child,
            lines: lines_of(output),
            _home: home,
        })
    }

    /// The next line that starts with `word`, without it. The lines in between go to `seen`.
    fn wait_for(&self, word: &str, mut seen: impl FnMut(&str)) -> anyhow::Result<String> {
        let until = Instant::now() + PATIENCE;
        let mut last = String::new();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let line = match self.lines.recv_timeout(left) {
                Ok(line) => line,
                Err(RecvTimeoutError::Timeout) => {
                    bail!("no “{word}” within {} s", PATIENCE.as_secs())
                }
                Err(RecvTimeoutError::Disconnected) => {
                    bail!("it ended before “{word}”; its last line was “{last}”")
                }
            };
            match line.strip_prefix(word) {
                Some(rest) => return Ok(rest.trim().to_owned()),
                None => seen(&line),
            }
            last = line;
        }
    }

    fn first_frame_ms(&mut self) -> anyhow::Result<f64> {
        Ok(self.wait_for("first-frame ", |_| {})?.parse()?)
    }

    /// Everything it writes in that time.
    fn lines_for(&mut self, time: Duration) -> Vec<String> {
        thread::sleep(time);
        self.lines.try_iter().collect()
    }

    /// The microseconds of each frame that moved the map, in all and in the program's own code;
    /// none where they are not counted.
    fn pan(&mut self) -> anyhow::Result<(Vec<f64>, Vec<f64>)> {
        self.wait_for("pan-start", |_| {})?;
        let (mut all, mut own) = (Vec::new(), Vec::new());
        self.wait_for("pan-done", |line| {
            let mut figures = line
                .strip_prefix("frame ")
                .into_iter()
                .flat_map(str::split_ascii_whitespace)
                .map_while(|figure| figure.parse::<f64>().ok());
            all.extend(figures.next());
            own.extend(figures.next());
        })?;
        Ok((all, own))
    }

    /// Linux's own account of the process's memory.
    fn memory(&self) -> anyhow::Result<Memory> {
        let path = format!("/proc/{}/smaps_rollup", self.child.id());
        let text = fs::read_to_string(Path::new(&path)).context(path)?;
        let mb = |name: &str| -> anyhow::Result<f64> {
            let kib: f64 = text
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_suffix("kB"))
                .context("no such line in smaps_rollup")?
                .trim()
                .parse()?;
            Ok(kib * 1024.0 / 1e6)
        };
        Ok(Memory {
            proportional_mb: mb("Pss:")?,
            resident_mb: mb("Rss:")?,
        })
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// Lines as they come, read on a thread so that waiting for them can have a limit.
fn lines_of(output: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}
