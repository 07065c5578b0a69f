//! `gcrm serve`

use clap::Args as ClapArgs;

use super::{Outcome, service};
use crate::app::database::Database;
use crate::config::{DatabaseArgs, ListenArgs};

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  gcrm serve
  DATABASE_URL=postgresql://gcrm@db.example/gcrm gcrm serve --listen 0.0.0.0:8080 --trust-proxy")]
pub(crate) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    listen: ListenArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    Database::wait_for_predecessor(&args.database)?;
    service::check_port(args.listen.listen)?;
    let database = Database::open(&args.database)?;
    super::block_on(service::run(&database, &args.listen, |url| {
        tracing::info!(url, "gcrm {} on {url}, {}", env!("CARGO_PKG_VERSION"), database.describe());
    }))?
}
