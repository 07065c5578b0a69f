//! `gcrm backup`

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::Outcome;
use crate::app::backup;
use crate::app::database::Database;
use crate::config::DatabaseArgs;

#[derive(Debug, ClapArgs)]
#[command(after_help = "Example:\n  gcrm backup gcrm-2026-11-22.tar.zst")]
pub(crate) struct Args {
    /// The file to write; it must not exist yet
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let database = Database::open_or_join(&args.database)?;
    let summary = super::block_on(backup::write(&database, &args.file))??;
    println!(
        "wrote {} rows of {} tables to {}",
        summary.n_rows,
        summary.n_tables,
        args.file.display()
    );
    Ok(())
}
