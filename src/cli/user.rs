//! `gcrm user`

use std::io::BufRead;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use super::{Failure, Outcome, explain};
use crate::app::database::Database;
use crate::app::setup::{self, NewUser};
use crate::app::sign_in::random_password;
use crate::config::DatabaseArgs;
use crate::domain::crm::rights::Role;
use crate::domain::crm::user::{OrganisationDraft, UserDraft};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Example:\n  gcrm user add --email you@example.com --name \"Your Name\" --role admin"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create a user, and the organisation if there is none yet; also beside a running service
    Add(AddArgs),
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  gcrm user add --email you@example.com --name \"Your Name\" --role admin --organisation \"Your Company\"
  echo \"$PASSWORD\" | gcrm user add --email rep@example.com --name \"A Rep\" --role rep --password-stdin")]
struct AddArgs {
    #[arg(long)]
    email: String,
    #[arg(long)]
    name: String,
    #[arg(long, value_enum)]
    role: RoleName,
    /// Read the password from standard input; without this one is made and printed
    #[arg(long)]
    password_stdin: bool,
    /// Name of the organisation, when this is the first user
    #[arg(long, default_value = "My organisation")]
    organisation: String,
    /// Its country (ISO 3166-1)
    #[arg(long, default_value = "KR")]
    country: String,
    /// Its currency (ISO 4217)
    #[arg(long, default_value = "KRW")]
    currency: String,
    /// Its time zone (IANA name)
    #[arg(long, default_value = "Asia/Seoul")]
    time_zone: String,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RoleName {
    Admin,
    Manager,
    Rep,
    Marketing,
    ReadOnly,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Admin => Self::Admin,
            RoleName::Manager => Self::Manager,
            RoleName::Rep => Self::Rep,
            RoleName::Marketing => Self::Marketing,
            RoleName::ReadOnly => Self::ReadOnly,
        }
    }
}

pub(crate) fn run(args: Args) -> Outcome {
    let Command::Add(args) = args.command;
    let password = if args.password_stdin { read_password()? } else { random_password() };
    let mut user = UserDraft::named(&args.email, &args.name, args.role.into());
    user.time_zone = Some(args.time_zone.clone());
    let new = NewUser {
        user,
        password: password.clone(),
        organisation: OrganisationDraft {
            name: args.organisation,
            country: args.country,
            currency: args.currency,
            time_zone: args.time_zone,
        },
    };
    let database = Database::open_or_join(&args.database)?;
    let added: Result<String, Failure> = super::block_on(async {
        database.migrate().await?;
        setup::add_user(&database, new).await.map_err(|error| explain(&error).into())
    })?;
    let organisation = added?;
    println!("{} may sign in to {organisation}", args.email);
    if !args.password_stdin {
        println!("with the password {password}");
    }
    Ok(())
}

fn read_password() -> std::io::Result<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
