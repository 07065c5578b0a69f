use std::process::ExitCode;

fn main() -> ExitCode {
    gcrm::cli::run()
}
