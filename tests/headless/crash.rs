//! A panic leaves a report in a file, and the work that it ended does not end the program.

use std::{env, fs, path::PathBuf, process::Command, sync::mpsc, time::Duration};

use dateline::{
    log::report_crashes,
    worker::{JobError, Worker},
};

/// Set in the process that is to panic: where its reports go.
const REPORT_TO: &str = "DATELINE_TEST_REPORT_TO";

/// Not a test by itself: what the test below does in another process.
#[test]
fn a_worker_panics_where_it_is_asked_to() {
    let Some(folder) = env::var_os(REPORT_TO) else {
        return;
    };
    report_crashes(PathBuf::from(folder));
    let (wake, woken) = mpsc::channel();
    let worker = Worker::start("clumsy", move || wake.send(()).unwrap_or_default());
    for number in 0..5 {
        worker.submit(0, move |_| panic!("clumsiness {number}"));
    }
    worker.submit(0, |_| "still there");
    let mut outcomes = Vec::new();
    while outcomes.len() < 6 && woken.recv_timeout(Duration::from_mins(1)).is_ok() {
        outcomes.extend(worker.take().into_iter().map(|(_, outcome)| outcome));
    }
    assert_eq!(outcomes.pop(), Some(Ok("still there")));
    let first = Err(JobError::Panicked {
        message: "clumsiness 0".to_owned(),
    });
    assert_eq!(outcomes[0], first);
}

#[test]
fn a_panic_leaves_a_report_and_the_worker_goes_on() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path().join("log");
    let ran = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "crash::a_worker_panics_where_it_is_asked_to"])
        .arg("--nocapture")
        .env(REPORT_TO, &folder)
        .output()
        .expect("runs");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
    let mut reports: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("reports")
        .map(|entry| entry.expect("a report").path())
        .collect();
    reports.sort();
    assert_eq!(reports.len(), 3, "not one for each of many: {reports:?}");
    for (number, path) in reports.iter().enumerate() {
        let name = path.display().to_string();
        assert!(said.contains(&name), "where it is: {said}");
        let report = fs::read_to_string(path).expect("a report");
        let message = format!("clumsiness {number}");
        for part in [&*message, "crash.rs:", "in the thread clumsy", "worker"] {
            assert!(report.contains(part), "{part}: {report}");
        }
    }
    assert!(
        said.contains("clumsiness 4"),
        "told without a report: {said}"
    );
}
