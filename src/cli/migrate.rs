//! `gcrm migrate`

use clap::Args as ClapArgs;

use super::Outcome;
use crate::app::database::Database;
use crate::config::DatabaseArgs;

#[derive(Debug, ClapArgs)]
#[command(after_help = "Example:\n  gcrm migrate --database-url postgresql://gcrm@db.example/gcrm")]
pub(crate) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let database = Database::open(&args.database)?;
    let applied = super::block_on(database.migrate())??;
    for name in &applied {
        println!("applied {name}");
    }
    if applied.is_empty() {
        println!("the schema is up to date");
    }
    Ok(())
}
