//! `gcrm export`

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use super::{Failure, Outcome, explain};
use crate::app::account_file::{FileFormat, Pieces};
use crate::app::database::Database;
use crate::app::market::Wanted;
use crate::app::{App, Error, accounts, setup};
use crate::config::DatabaseArgs;

#[derive(Debug, ClapArgs)]
#[command(after_help = "Example:\n  gcrm export accounts customers.csv")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write accounts as CSV or GeoJSON
    #[command(after_help = r#"Examples:
  gcrm export accounts customers.csv
  gcrm export accounts --format geojson --filter '{"field": "tier", "op": "in", "value": ["A"]}' > a.geojson"#)]
    Accounts(AccountsArgs),
}

#[derive(Debug, ClapArgs)]
struct AccountsArgs {
    /// The file to write; it must not exist yet [default: standard output]
    file: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// Which accounts, as the API's filter in JSON [default: all]
    #[arg(long, value_name = "JSON", value_parser = filter)]
    filter: Option<serde_json::Value>,
    /// E-mail address of the user whom the history names [default: the first administrator]
    #[arg(long = "as", value_name = "EMAIL")]
    author: Option<String>,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Csv,
    Geojson,
}

impl From<Format> for FileFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Csv => Self::Csv,
            Format::Geojson => Self::GeoJson,
        }
    }
}

fn filter(text: &str) -> Result<serde_json::Value, serde_json::Error> {
    serde_json::from_str(text)
}

pub(crate) fn run(args: &Args) -> Outcome {
    let Command::Accounts(args) = &args.command;
    let database = Database::open_or_join(&args.database)?;
    super::block_on(async {
        database.migrate().await?;
        let app = App::open(database.app_settings()?)?;
        let chosen = chosen(&app, args).await;
        let pieces = chosen.map_err(|error| Failure::from(explain(&error)))?;
        write(args, pieces).await
    })?
}

async fn chosen(app: &Arc<App>, args: &AccountsArgs) -> Result<Pieces, Error> {
    let principal = setup::operator(app, args.author.as_deref()).await?;
    let format = FileFormat::from(args.format);
    let wanted = Wanted { filter: args.filter.clone(), ..Wanted::default() };
    let ids = accounts::export(app, &principal, wanted, format.name()).await?;
    Ok(Pieces::new(Arc::clone(app), principal, format, ids))
}

async fn write(args: &AccountsArgs, mut pieces: Pieces) -> Outcome {
    let Some(path) = &args.file else {
        return write_to(std::io::stdout().lock(), &mut pieces).await;
    };
    let file = File::create_new(path).map_err(|error| format!("{}: {error}", path.display()))?;
    write_to(BufWriter::new(file), &mut pieces).await?;
    println!("wrote {} accounts to {}", pieces.n_rows(), path.display());
    Ok(())
}

async fn write_to(mut target: impl Write, pieces: &mut Pieces) -> Outcome {
    while let Some(piece) = pieces.next().await.map_err(|error| explain(&error))? {
        target.write_all(piece.as_bytes())?;
    }
    target.flush()?;
    Ok(())
}
