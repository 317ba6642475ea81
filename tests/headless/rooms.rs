//! The modules ("rooms") and their order: each uses only those below it. This is read from the
//! `use` lines and paths in the code, and compared with the list in ARCHITECTURE.md.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// From the top down. The lines are as ARCHITECTURE.md has them.
const ROOMS: [&str; 23] = [
    "cli",
    "ui",
    "document",
    "validate",
    "open",
    "formats",
    "scene",
    "judge",
    "project",
    "geoparse",
    "gazetteer",
    "measure",
    "coordinates",
    "quote",
    "text",
    "log",
    "basemap",
    "settings",
    "worker",
    "files",
    "hosts",
    "progress",
    "user_agent",
];

/// The rooms of the window, from the top down; what stands in `src/ui` itself is above them all.
const ROOMS_OF_THE_WINDOW: [&str; 6] = ["update", "dialogs", "panels", "map", "widgets", "state"];

/// So many files of its own may stand in `src/ui`.
const FILES_OF_THE_WINDOW: usize = 3;

/// A module, by the names that lead to it from the root of the crate.
type Module = Vec<String>;

/// The files of the source, and the modules that each of them names.
struct Source {
    files: BTreeMap<Module, PathBuf>,
    uses: BTreeMap<Module, BTreeSet<Module>>,
}

impl Source {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = BTreeMap::new();
        find_files(&root, &Vec::new(), &mut files);
        let uses = files
            .iter()
            .map(|(module, path)| {
                let code = fs::read_to_string(path).expect("a source file");
                let named = paths_in(&code);
                let named = named.iter().filter_map(|path| absolute(path, module));
                let used = named.filter_map(|path| file_of(&files, path));
                (module.clone(), used.filter(|used| used != module).collect())
            })
            .collect();
        Self { files, uses }
    }

    /// Every use of one file by another.
    fn arrows(&self) -> impl Iterator<Item = (&Module, &Module)> {
        let uses = self.uses.iter();
        uses.flat_map(|(from, to)| to.iter().map(move |to| (from, to)))
    }

    /// All that a file leads to, however many files lie between.
    fn reached_from(&self, module: &Module) -> BTreeSet<&Module> {
        let mut reached = BTreeSet::new();
        let mut next: Vec<&Module> = self.uses[module].iter().collect();
        while let Some(module) = next.pop() {
            if reached.insert(module) {
                next.extend(&self.uses[module]);
            }
        }
        reached
    }

    fn name(&self, module: &Module) -> String {
        let path = self.files[module].strip_prefix(env!("CARGO_MANIFEST_DIR"));
        path.expect("within the package").display().to_string()
    }
}

fn find_files(folder: &Path, module: &Module, files: &mut BTreeMap<Module, PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().and_then(|name| name.to_str());
        let name = name.expect("a name").to_owned();
        let inner: Module = module.iter().cloned().chain([name.clone()]).collect();
        if path.is_dir() {
            find_files(&path, &inner, files);
        } else if name == "mod" {
            files.insert(module.clone(), path);
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !["lib", "main"].contains(&name.as_str())
        {
            files.insert(inner, path);
        }
    }
}

/// The paths that a file names: those of its `use` declarations, and those that begin with `crate`, `self` or
/// `super` elsewhere. What stands in comments and in a module of tests at the end does not count.
fn paths_in(code: &str) -> Vec<String> {
    let code = code.split("mod tests {").next().unwrap_or_default();
    let lines = code
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    let code: String = lines.flat_map(|line| [" ", line]).collect();
    let mut found = Vec::new();
    for (index, part) in code.split(" use ").enumerate() {
        let (tree, rest) = if index == 0 {
            ("", part)
        } else {
            part.split_once(';').unwrap_or((part, ""))
        };
        spell_out(tree, "", &mut found);
        let is_of_path = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
        let words = rest.split(|letter: char| !is_of_path(letter));
        found.extend(words.filter(|word| word.contains("::")).map(str::to_owned));
    }
    found
}

/// Each path of a `use` tree in full.
fn spell_out(tree: &str, before: &str, found: &mut Vec<String>) {
    let mut depth = 0;
    let branches = tree.split(|letter| {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        depth == 0 && letter == ','
    });
    for branch in branches.map(str::trim).filter(|branch| !branch.is_empty()) {
        match branch.split_once('{') {
            Some((stem, inner)) => {
                let inner = inner.rsplit_once('}').map_or(inner, |(inner, _)| inner);
                spell_out(inner, &format!("{before}{}", stem.trim()), found);
            }
            None => found.push(format!(
                "{before}{}",
                branch.split(' ').next().unwrap_or_default()
            )),
        }
    }
}

/// A path of the crate from its root; `None` for those of other crates.
fn absolute(path: &str, module: &Module) -> Option<Module> {
    let mut names: Vec<&str> = path.split("::").collect();
    let mut at: Vec<&str> = module.iter().map(String::as_str).collect();
    match *names.first()? {
        "crate" => at.clear(),
        "self" => {}
        "super" => {
            let up = names.iter().take_while(|name| **name == "super").count();
            at.truncate(at.len().checked_sub(up)?);
            names.drain(1..up);
        }
        _ => return None,
    }
    Some(
        at.into_iter()
            .chain(names.drain(1..))
            .map(str::to_owned)
            .collect(),
    )
}

/// The module of which the path names something: the longest beginning of it that is a file.
fn file_of(files: &BTreeMap<Module, PathBuf>, mut path: Module) -> Option<Module> {
    while !path.is_empty() && !files.contains_key(&path) {
        path.pop();
    }
    (!path.is_empty()).then_some(path)
}

/// How far down something stands in a list.
fn floor(rooms: &[&str], name: &str) -> Option<usize> {
    rooms.iter().position(|room| *room == name)
}

#[test]
fn every_file_stands_in_a_room() {
    for (module, path) in Source::read().files {
        assert!(
            floor(&ROOMS, &module[0]).is_some(),
            "{} is in no room: give it a place in ROOMS",
            path.display()
        );
    }
}

#[test]
fn no_room_uses_one_above_it() {
    let source = Source::read();
    for (from, to) in source.arrows() {
        let [above, below] = [from, to].map(|module| floor(&ROOMS, &module[0]));
        assert!(
            above <= below,
            "{} uses {}, but the room \"{}\" stands above \"{}\"",
            source.name(from),
            source.name(to),
            to[0],
            from[0],
        );
    }
}

#[test]
fn no_room_of_the_window_uses_one_above_it() {
    let source = Source::read();
    let window = |module: &&Module| module[0] == "ui";
    for (from, to) in source
        .arrows()
        .filter(|(from, to)| window(from) && window(to))
    {
        let room = |module: &Module| {
            module
                .get(1)
                .and_then(|name| floor(&ROOMS_OF_THE_WINDOW, name))
        };
        assert!(
            room(from) <= room(to),
            "{} uses {}, which stands above it in ROOMS_OF_THE_WINDOW",
            source.name(from),
            source.name(to),
        );
    }
}

#[test]
fn nothing_below_the_window_knows_how_it_is_drawn() {
    let source = Source::read();
    for (module, path) in &source.files {
        if ["ui", "cli"].contains(&module[0].as_str()) {
            continue;
        }
        let code = fs::read_to_string(path).expect("a source file");
        for name in ["egui", "eframe", "walkers", "wgpu", "winit"] {
            let named = paths_in(&code)
                .iter()
                .any(|path| path.split("::").next() == Some(name));
            assert!(
                !named,
                "{} uses {name}, which only the window may",
                source.name(module)
            );
        }
    }
}

#[test]
fn no_more_than_two_files_use_each_other_in_a_circle() {
    let source = Source::read();
    for module in source.files.keys() {
        let circle: Vec<String> = source
            .reached_from(module)
            .into_iter()
            .filter(|other| *other != module && source.reached_from(other).contains(module))
            .map(|other| source.name(other))
            .collect();
        assert!(
            circle.len() < 2,
            "{} is in a circle with {}",
            source.name(module),
            circle.join(", ")
        );
    }
}

#[test]
fn few_files_stand_in_the_window_beside_its_rooms() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui");
    let entries = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"));
    let own: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    assert!(own.len() <= FILES_OF_THE_WINDOW, "{own:?}");
}

#[test]
fn architecture_names_the_rooms_in_this_order() {
    let page = include_str!("../../ARCHITECTURE.md");
    let told = page
        .split("```rooms")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let told: Vec<&str> = told
        .expect("the list of rooms")
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(told, ROOMS);
}

#[test]
fn paths_are_read_in_whatever_way_they_are_written() {
    let code = "use super::{a::B, c::{self, D as E}}; // crate::not_this\nfn f() { crate::g::h(1); }\nmod tests {\n    use crate::i;\n}";
    let module = ["m", "n"].map(str::to_owned).to_vec();
    let named = paths_in(code);
    let found: Vec<String> = named
        .iter()
        .filter_map(|path| absolute(path, &module))
        .map(|path| path.join("::"))
        .collect();
    assert_eq!(found, ["m::a::B", "m::c::self", "m::c::D", "g::h"]);
}
