//! Starts the command line, which opens the window.

fn main() -> std::process::ExitCode {
    dateline::cli::run()
}
