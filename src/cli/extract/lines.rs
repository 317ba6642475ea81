//! Reads articles as JSON lines and writes what they name as JSON lines, in order, on all cores.
//!
//! Memory is limited: each document takes one of a fixed number of tickets, which is free again
//! when its answer is written.

use std::{
    collections::BTreeMap,
    io::{self, BufRead, Write},
    panic,
    sync::{
        Mutex,
        mpsc::{self, Receiver, Sender, SyncSender},
    },
    thread,
};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::findings;
use crate::{
    formats::geojson::why_malformed,
    geoparse::{self, Context},
    text::Article,
};

/// A longer line is an error: no article is as long.
const LONGEST: usize = 16 << 20;

/// How many documents may be under way for each core.
const AHEAD: usize = 8;

/// One document.
#[derive(Deserialize)]
struct Document {
    doc_id: Value,
    text: String,
    source: Option<String>,
}

/// A line with its number, from 1.
type Numbered = (u64, Vec<u8>);

/// Which end of the pipe failed.
#[derive(Debug)]
pub enum PipeFault {
    Input(io::Error),
    Output(io::Error),
}

/// Read documents until the input ends.
///
/// # Errors
/// When the input cannot be read or the output not written; a closed output is no error.
pub fn run(input: impl BufRead + Send, mut output: impl Write) -> Result<(), PipeFault> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let tickets = cores * AHEAD;
    let (ticket_back, ticket) = mpsc::sync_channel(tickets);
    for _ in 0..tickets {
        let _ = ticket_back.send(());
    }
    let (job_in, job_out) = mpsc::channel();
    let (done_in, done_out) = mpsc::channel();
    let jobs = Mutex::new(job_out);
    thread::scope(|scope| {
        let reader = scope.spawn(move || read_lines(input, &ticket, &job_in));
        for _ in 0..cores {
            let (jobs, done) = (&jobs, done_in.clone());
            scope.spawn(move || work(jobs, &done));
        }
        drop(done_in);
        let written = write_in_order(&done_out, &ticket_back, &mut output);
        // The reader waits for tickets no longer, and the workers find nobody to report to.
        drop((done_out, ticket_back));
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(PipeFault::Output(error)),
            Ok(()) => reader.join().unwrap_or(Ok(())).map_err(PipeFault::Input),
        }
    })
}

fn read_lines(
    mut input: impl BufRead,
    ticket: &Receiver<()>,
    jobs: &Sender<Numbered>,
) -> io::Result<()> {
    for number in 1.. {
        let mut line = Vec::new();
        let limit = LONGEST as u64 + 1;
        let read = io::Read::take(&mut input, limit).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        if line.len() > LONGEST {
            skip_line(&mut input)?;
        }
        let waits = ticket.recv();
        if waits.is_err() || jobs.send((number, line)).is_err() {
            break;
        }
    }
    Ok(())
}

/// Pass over the rest of a line that is too long to keep.
fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(buffer.len(), |end| end + 1);
        input.consume(length);
        if end.is_some() {
            return Ok(());
        }
    }
}

fn work(jobs: &Mutex<Receiver<Numbered>>, done: &Sender<(u64, Value)>) {
    loop {
        let job = jobs.lock().map(|jobs| jobs.recv());
        let Ok(Ok((number, line))) = job else {
            return;
        };
        if done.send((number, answer(number, &line))).is_err() {
            return;
        }
    }
}

/// The answer to a line.
fn answer(number: u64, line: &[u8]) -> Value {
    let trouble = |doc_id: Value, message: String| json!({"doc_id": doc_id, "error": {"line": number, "message": message}});
    if line.len() > LONGEST {
        let message = format!(
            "the line is longer than {} MB; split the document",
            LONGEST >> 20
        );
        return trouble(Value::Null, message);
    }
    if line.trim_ascii().is_empty() {
        return trouble(Value::Null, "the line is empty".to_owned());
    }
    let document = match serde_json::from_slice::<Document>(line) {
        Ok(document) => document,
        Err(error) => {
            let doc_id = serde_json::from_slice::<Value>(line)
                .ok()
                .and_then(|value| value.get("doc_id").cloned())
                .unwrap_or_default();
            let message = format!(
                "not an article: {} (byte {} of the line); a line is an object with “doc_id” and “text”",
                why_malformed(&error),
                error.column(),
            );
            return trouble(doc_id, message);
        }
    };
    let context = Context {
        url: document.source,
    };
    // Whatever one document does, the others are answered.
    let Ok(parsed) = panic::catch_unwind(|| geoparse::parse(&document.text, &context)) else {
        let message = "the program failed on this text; please report it".to_owned();
        return trouble(document.doc_id, message);
    };
    let article = Article::new(document.text, crate::text::Imprint::default());
    let mut answer = Map::new();
    answer.insert("doc_id".to_owned(), document.doc_id);
    answer.extend(findings::members(&article, &parsed));
    Value::Object(answer)
}

fn write_in_order(
    done: &Receiver<(u64, Value)>,
    ticket: &SyncSender<()>,
    output: &mut impl Write,
) -> io::Result<()> {
    let mut waiting: BTreeMap<u64, Value> = BTreeMap::new();
    let mut next = 1;
    while let Ok((number, answer)) = done.recv() {
        waiting.insert(number, answer);
        while let Some(answer) = waiting.remove(&next) {
            serde_json::to_writer(&mut *output, &answer)?;
            output.write_all(b"\n")?;
            next += 1;
            let _ = ticket.try_send(());
        }
        // Whoever waits at the other end of the pipe gets what there is.
        if waiting.is_empty() {
            output.flush()?;
        }
    }
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(input: &str) -> Vec<Value> {
        let mut output = Vec::new();
        run(input.as_bytes(), &mut output).expect("runs");
        String::from_utf8(output)
            .expect("is text")
            .lines()
            .map(|line| serde_json::from_str(line).expect("is JSON"))
            .collect()
    }

    #[test]
    fn answers_come_in_the_order_of_the_lines() {
        let lines: Vec<String> = (0..100)
            .map(|number| {
                let text = "The ferry left Valparaíso for Lima. ".repeat(number % 7 + 1);
                json!({"doc_id": number, "text": text}).to_string()
            })
            .collect();
        let input = lines.join("\n");
        let ids: Vec<Value> = answers(&input)
            .into_iter()
            .map(|answer| answer["doc_id"].clone())
            .collect();
        assert_eq!(ids, (0..100).map(Value::from).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_unsure_says_why_in_a_word_and_what_is_sure_does_not() {
        let text = "The fair left Springfield for Kinshasa, 5 km from the old barn.";
        let answers = answers(&json!({"doc_id": 1, "text": text}).to_string());
        let toponyms = &answers[0]["toponyms"];
        assert_eq!(toponyms[0]["unsure"], true);
        assert_eq!(toponyms[0]["reason"], "several");
        assert_eq!(toponyms[1]["unsure"], false);
        assert_eq!(toponyms[1]["reason"], Value::Null);
        assert_eq!(answers[0]["quantities"][0]["unsure"], true);
    }

    #[test]
    fn a_bad_line_is_told_of_and_the_rest_goes_on() {
        let answers =
            answers("nonsense\n{\"doc_id\":7}\n\n{\"doc_id\":\"c\",\"text\":\"Rain in Oslo.\"}");
        assert_eq!(answers.len(), 4);
        assert_eq!(answers[0]["error"]["line"], 1);
        assert_eq!(answers[1]["doc_id"], 7);
        assert_eq!(answers[1]["error"]["line"], 2);
        assert_eq!(answers[2]["error"]["line"], 3);
        assert_eq!(answers[3]["toponyms"][0]["name"], "Oslo");
        assert_eq!(answers[3]["toponyms"][0]["start"], 8);
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said_in_plain_words() {
        for (line, words) in [
            (
                &br#"{"doc_id":1,"text":"\ud800 Oslo"}"#[..],
                "half of a character",
            ),
            (br#"{"doc_id":1,"text":"\udc00"}"#, "half of a character"),
            (b"{\"doc_id\":1,\"text\":\"Osl\xff\"}", "not UTF-8"),
            (&b"[".repeat(1_000), "nested too deeply"),
            (br#"{"doc_id":1,"text":5}"#, "byte 20 of the line"),
        ] {
            let answer = answer(1, line);
            let message = answer["error"]["message"].as_str().unwrap_or_default();
            assert!(message.contains(words), "{message}");
        }
    }

    #[test]
    fn a_line_without_end_is_refused_and_the_next_one_read() {
        let mut input = vec![b'x'; LONGEST + 100];
        input.extend(b"\n{\"doc_id\":1,\"text\":\"\"}\n");
        let mut output = Vec::new();
        run(&input[..], &mut output).expect("runs");
        let output = String::from_utf8(output).expect("is text");
        assert_eq!(output.lines().count(), 2);
        assert!(output.starts_with("{\"doc_id\":null,\"error\""));
    }
}
