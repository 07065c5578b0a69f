//! The command-line door: one file a subcommand.
//!
//! A subcommand has `Args`, with an example in its `--help`, and `run`, which returns an [`Outcome`].
//! Exit codes: 0 fine, 1 failed (one sentence on standard error), 2 wrong usage.

mod align;
mod backup;
mod demo;
mod disk;
mod export;
mod import;
pub mod interrupt;
mod migrate;
mod openapi;
mod region;
mod restore;
mod roads;
mod serve;
mod service;
mod solve;
mod user;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::LogArgs;
use crate::http::messages::{Locale, message};
use crate::telemetry;

/// The error is shown to a person: its text is a sentence that says what to do.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;
pub(crate) type Outcome = Result<(), Failure>;

const EXIT_FAILED: u8 = 1;

#[derive(Debug, Parser)]
#[command(
    name = "gcrm",
    version,
    about = "A geographic CRM: market snapshots, territories and visit routes from one OpenStreetMap extract",
    after_help = "Example:\n  gcrm demo        # everything on <http://localhost:8080>, with sample data",
    arg_required_else_help = true
)]
struct Cli {
    #[command(flatten)]
    log: LogArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show everything on <http://localhost:8080>, with a made-up company and a real map
    Demo(demo::Args),
    /// Run the service: API, map tiles and web app
    Serve(serve::Args),
    /// Create users
    User(user::Args),
    /// Read accounts from a CSV file, all or nothing; also beside a running service
    Import(import::Args),
    /// Write accounts into a file
    Export(export::Args),
    /// Write the whole database into one file, also while the service runs
    Backup(backup::Args),
    /// Read a backup into an empty database, all or nothing
    Restore(restore::Args),
    /// Plan routes for the visits of a file
    Solve(solve::Args),
    /// Make territories for one problem file
    Align(align::Args),
    /// Make, list and remove regions: the map extracts that everything runs on
    Region(region::Args),
    /// Routes, tables and isochrones straight from an extract
    Roads(roads::Args),
    /// Bring the database's schema up to date (every start does this too)
    Migrate(migrate::Args),
    /// Print the OpenAPI document of the API
    Openapi(openapi::Args),
}

impl Command {
    /// Somebody who looks at the demo wants to see faults only.
    fn default_log(&self) -> &'static str {
        if matches!(self, Self::Demo(_)) { "warn" } else { "gcrm=info,warn" }
    }

    fn run(self) -> Outcome {
        match self {
            Self::Demo(args) => demo::run(&args),
            Self::Serve(args) => serve::run(&args),
            Self::User(args) => user::run(args),
            Self::Import(args) => import::run(&args),
            Self::Export(args) => export::run(&args),
            Self::Backup(args) => backup::run(&args),
            Self::Restore(args) => restore::run(&args),
            Self::Solve(args) => solve::run(&args),
            Self::Align(args) => align::run(&args),
            Self::Region(args) => region::run(&args),
            Self::Roads(args) => roads::run(&args),
            Self::Migrate(args) => migrate::run(&args),
            Self::Openapi(args) => openapi::run(&args),
        }
    }
}

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let log = telemetry::init(&cli.log, cli.command.default_log());
    let outcome = log.map_err(Into::into).and_then(|()| cli.command.run());
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("gcrm: {}", sentence(error.as_ref()));
            ExitCode::from(EXIT_FAILED)
        }
    }
}

/// A use case's failure in the words that the API has for it, each fault on its own line.
fn explain(error: &crate::app::Error) -> String {
    let mut text = message(Locale::En, error.code, &error.params);
    for fault in &error.faults {
        let words = message(Locale::En, fault.code, &fault.params);
        text = format!("{text}\n  {}: {words}", fault.pointer.trim_start_matches('/'));
    }
    text
}

/// The error with its causes, each said once.
fn sentence(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let said = error.to_string();
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        cause = error.source();
    }
    text
}

/// The runtime of a subcommand that waits for the database or the network.
fn block_on<T>(future: impl Future<Output = T>) -> Result<T, std::io::Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    Ok(runtime.block_on(future))
}

#[cfg(test)]
#[path = "cli_tests.rs"]
mod tests;
