//! `gcrm restore`

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::Outcome;
use crate::app::backup;
use crate::app::database::Database;
use crate::config::DatabaseArgs;

#[derive(Debug, ClapArgs)]
#[command(after_help = "Example:\n  gcrm restore gcrm-2026-11-22.tar.zst --data-dir new-data")]
pub(crate) struct Args {
    /// A file that `gcrm backup` wrote
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let database = Database::open(&args.database)?;
    let summary = super::block_on(backup::restore(&database, &args.file))??;
    println!(
        "restored {} rows of {} tables, as they were at {}",
        summary.n_rows,
        summary.n_tables,
        summary.taken_at.format("%Y-%m-%d %H:%M UTC")
    );
    Ok(())
}
