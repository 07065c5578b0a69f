//! `gcrm import`

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args as ClapArgs, Subcommand};
use indicatif::ProgressBar;
use serde_json::Value;
use tokio::sync::oneshot;

use super::{Failure, Outcome, explain, interrupt};
use crate::app::accounts::import::{self, ImportReport, ImportRequest};
use crate::app::database::Database;
use crate::app::jobs::{JobState, JobStatus};
use crate::app::{App, Error, Principal, setup};
use crate::config::DatabaseArgs;
use crate::domain::crm::import::Encoding;
use crate::http::messages::{Locale, not_located, row_fault};
use crate::http::problem::stored;

#[derive(Debug, ClapArgs)]
#[command(after_help = "Example:\n  gcrm import accounts customers.csv --dry-run")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create and change accounts from a CSV file
    #[command(after_help = "Examples:
  gcrm import accounts customers.csv --dry-run
  gcrm import accounts customers.csv --encoding cp949 --as admin@example.com")]
    Accounts(AccountsArgs),
}

#[derive(Debug, ClapArgs)]
struct AccountsArgs {
    /// The file; its first line names the columns
    file: PathBuf,
    /// Say what would happen and write nothing
    #[arg(long)]
    dry_run: bool,
    /// utf-8, utf-16 or cp949 [default: found out]
    #[arg(long, value_parser = encoding)]
    encoding: Option<Encoding>,
    /// E-mail address of the user whom the history names [default: the first administrator]
    #[arg(long = "as", value_name = "EMAIL")]
    author: Option<String>,
    #[command(flatten)]
    database: DatabaseArgs,
}

fn encoding(name: &str) -> Result<Encoding, String> {
    name.parse().map_err(|()| "choose utf-8, utf-16 or cp949".to_owned())
}

pub(crate) fn run(args: &Args) -> Outcome {
    let Command::Accounts(args) = &args.command;
    let file = args.file.display();
    let bytes = fs::read(&args.file).map_err(|error| format!("{file}: {error}"))?;
    let request = ImportRequest { bytes: bytes.into(), encoding: args.encoding };
    let database = Database::open_or_join(&args.database)?;
    let report = super::block_on(async {
        database.migrate().await?;
        let app = App::open(database.app_settings()?)?;
        import(&app, args, request).await
    })??;
    tell(&report, args.dry_run)
}

async fn import(
    app: &Arc<App>,
    args: &AccountsArgs,
    request: ImportRequest,
) -> Result<ImportReport, Failure> {
    let principal = setup::operator(app, args.author.as_deref()).await.map_err(said)?;
    if args.dry_run {
        return import::check(app, &principal, request).await.map_err(said);
    }
    let (send, report) = oneshot::channel();
    let keep = |report| {
        // Nobody waits for it any more only when the command itself has ended.
        let _ = send.send(report);
        Value::Null
    };
    let job =
        import::start(Arc::clone(app), principal.clone(), request, keep).await.map_err(said)?;
    let end = finish(app, &principal, job).await.map_err(said)?;
    match end.problem {
        Some(problem) => Err(stored(&problem, Locale::En).detail.into()),
        None if end.state == JobState::Cancelled => Err("stopped; nothing was imported".into()),
        None => Ok(report.await?),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "passed to map_err")]
fn said(error: Error) -> Failure {
    explain(&error).into()
}

/// Shows how far the job is until it ends; Ctrl-C cancels it, and then nothing is written.
async fn finish(app: &App, principal: &Principal, job: JobStatus) -> Result<JobStatus, Error> {
    let mut updates = app.jobs.watch(principal, job.id).await?;
    let bar = ProgressBar::new(100);
    loop {
        let status = updates.borrow_and_update().clone();
        if status.state != JobState::Running {
            bar.finish_and_clear();
            return Ok(status);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
        bar.set_position((status.progress * 100.0) as u64);
        tokio::select! {
            changed = updates.changed() => changed.map_err(Error::internal)?,
            () = interrupt::wait() => drop(app.jobs.cancel(principal, job.id).await?),
        }
    }
}

/// What came of it, and every fault by line.
fn tell(report: &ImportReport, is_dry: bool) -> Outcome {
    for fault in &report.faults {
        let column = fault.column.as_deref().map_or_else(String::new, |name| format!(", {name}"));
        eprintln!("line {}{column}: {}", fault.line, row_fault(Locale::En, fault));
    }
    if report.n_faults > 0 {
        let n = report.n_faults;
        return Err(format!("nothing was imported: {n} faults in the file").into());
    }
    let ImportReport { created, updated, located, .. } = report;
    let would = if is_dry { "would be " } else { "" };
    println!(
        "{created} accounts {would}created, {updated} changed, {located} placed by their address"
    );
    if let Some(notice) = not_located(Locale::En, report.not_located) {
        println!("{notice}");
    }
    Ok(())
}
