//! `gcrm openapi`

use clap::Args as ClapArgs;

use super::Outcome;
use crate::http::{openapi, registry};

#[derive(Debug, ClapArgs)]
#[command(after_help = "Example:\n  gcrm openapi > openapi.json")]
pub(crate) struct Args {}

pub(crate) fn run(_args: &Args) -> Outcome {
    println!("{}", openapi::document(registry::endpoints()).to_pretty_json()?);
    Ok(())
}
