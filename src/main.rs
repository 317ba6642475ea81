//! Arguments in, the command line or the window out.

fn main() -> std::process::ExitCode {
    dateline::cli::run()
}
