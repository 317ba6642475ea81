//! `dateline extract`

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use super::Folder;

fn program(folder: &Folder) -> Command {
    folder.command(&[] as &[&str])
}

const ARTICLE: &str = "Ferries held at Valparaíso\n\nFerries stayed within 3 miles of Valparaíso, Chile, on \
                       Monday. Peruvian crews waited in Callao.\n";

#[test]
fn an_article_becomes_a_project_that_opens_without_a_finding() {
    let folder = Folder::new();
    let article = folder.write("ferries.txt", ARTICLE);
    let output = folder.path("ferries.geojson");
    let ran = program(&folder)
        .arg("extract")
        .arg(&article)
        .arg("-o")
        .arg(&output)
        .output();
    let ran = ran.expect("runs");
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let validated = program(&folder)
        .arg("validate")
        .arg(&output)
        .output()
        .expect("runs");
    assert_eq!(String::from_utf8_lossy(&validated.stdout), "");
    let project: Value =
        serde_json::from_slice(&std::fs::read(&output).expect("is there")).expect("is JSON");
    let names: Vec<&str> = project["features"]
        .as_array()
        .expect("features")
        .iter()
        .filter_map(|feature| feature["properties"]["name"].as_str())
        .collect();
    for name in ["Valparaíso", "Chile", "Callao"] {
        assert!(names.contains(&name), "{names:?}");
    }
    assert_eq!(
        project["dateline"]["article"]["title"],
        "Ferries held at Valparaíso"
    );
}

#[test]
fn the_ending_or_the_option_decides_the_format() {
    let folder = Folder::new();
    let article = folder.write("ferries.txt", ARTICLE);
    let ran = program(&folder)
        .arg("extract")
        .arg(&article)
        .args(["--to", "csv"])
        .output();
    let table = String::from_utf8(ran.expect("runs").stdout).expect("is text");
    assert!(table.contains("Callao"));
    let page = folder.path("page.html");
    let ran = program(&folder)
        .arg("extract")
        .arg(&article)
        .arg("-o")
        .arg(&page)
        .output();
    assert!(ran.expect("runs").status.success());
    assert!(
        std::fs::read_to_string(page)
            .expect("is there")
            .contains("<svg")
    );
}

#[test]
fn what_needs_a_project_says_how_an_article_becomes_one() {
    let folder = Folder::new();
    folder.write("ferries.txt", ARTICLE);
    folder.write("ferries.md", format!("# {ARTICLE}"));
    folder.write("ferries.HTML", format!("<p>{ARTICLE}</p>"));
    folder.write("ferries", ARTICLE);
    // In an encoding of single bytes.
    folder.write("old.txt", b"Ferries held at Valpara\xedso");
    for (name, what) in [
        ("ferries.txt", "this is an article"),
        ("ferries.md", "this is an article"),
        ("ferries.HTML", "this is an article"),
        ("ferries", "this is an article"),
        ("old.txt", "this is an article"),
        ("https://news.example/ferries", "the address of a page"),
    ] {
        let exported = folder.run(&["export", name, "--to", "kml"]);
        let mut said = vec![exported.refusal().to_owned()];
        if cfg!(feature = "gui") {
            let drawn = folder.run(&["render", name, "-o", "map.png"]);
            said.push(drawn.refusal().to_owned());
        }
        let validated = folder.run(&["validate", name]);
        assert_eq!((validated.code, &*validated.err), (Some(2), ""));
        said.push(validated.out);
        for line in said {
            assert!(line.contains(&format!("{name}: ")), "{line}");
            assert!(
                line.contains(what) && line.contains("“dateline extract” makes a project of it"),
                "{line}"
            );
        }
    }
}

#[test]
fn a_project_may_have_the_name_of_a_text_and_other_data_is_no_article() {
    let folder = Folder::new();
    let project = "\u{feff}\n {\"type\": \"FeatureCollection\", \"features\": []}";
    folder.write("project.txt", project);
    folder.run(&["validate", "project.txt"]).silent_success();
    folder.write("packed.txt", b"\x1f\x8b\x08\x00\x00\x00\x00\x00");
    let run = folder.run(&["validate", "packed.txt"]);
    assert_eq!(run.code, Some(2));
    assert!(run.out.contains("another kind of file"), "{}", run.out);
}

#[test]
fn lines_are_answered_with_lines() {
    let folder = Folder::new();
    let mut child = program(&folder)
        .args(["extract", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let text = "Ünal flew from Ankara 40 km north of Konya.";
    let input = format!(
        "{}\nbad\n",
        json!({"doc_id": "a", "text": text, "title": "T", "source": "x.tr"})
    );
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(input.as_bytes()).expect("is read");
    drop(stdin);
    let ran = child.wait_with_output().expect("ends");
    assert!(ran.status.success());
    let lines: Vec<Value> = ran
        .stdout
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).expect("is JSON"))
        .collect();
    assert_eq!(lines.len(), 2);
    let ankara = &lines[0]["toponyms"][0];
    assert_eq!(ankara["name"], "Ankara");
    // Code points, not bytes.
    assert_eq!(ankara["start"], 15);
    assert_eq!(ankara["end"], 21);
    assert_eq!(ankara["geonames_id"], 323_786);
    assert_eq!(lines[0]["quantities"][0]["high"], 40_000.0);
    assert!(lines[0]["references"].is_array());
    assert_eq!(lines[1]["error"]["line"], 2);
}

#[test]
fn what_cannot_be_read_is_said_with_its_remedy() {
    let folder = Folder::new();
    let picture = folder.write("map.png", b"\x89PNG\r\n\x1a\n0000");
    let ran = program(&folder)
        .arg("extract")
        .arg(&picture)
        .output()
        .expect("runs");
    assert_eq!(ran.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("map.png"));
    let ran = program(&folder).arg("extract").output().expect("runs");
    assert_eq!(ran.status.code(), Some(2));
}
