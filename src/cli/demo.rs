//! `gcrm demo`

use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::Args as ClapArgs;

use super::{Failure, Outcome, disk, region, service};
use crate::app::database::Database;
use crate::app::demo::{self, Company, Ground, PASSWORD, SIGN_INS};
use crate::app::sign_in::hash_password;
use crate::config::{DatabaseArgs, ListenArgs};
use crate::region::install::default_name;
use crate::region::places::PlaceQuery;
use crate::region::{Region, Regions};

/// The company's country where the map does not say.
const COUNTRY_UNKNOWN: &str = "FI";

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  gcrm demo
  gcrm demo --listen 127.0.0.1:9000 --data-dir /tmp/gcrm-demo")]
pub(crate) struct Args {
    /// The extract of the demo region
    #[arg(long, value_name = "FILE", default_value = "data/helsinki.osm.pbf")]
    osm: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    listen: ListenArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let data_dir = &args.database.data.data_dir;
    disk::check(data_dir)?;
    Database::wait_for_predecessor(&args.database)?;
    service::check_port(args.listen.listen)?;
    let database = Database::open(&args.database)?;
    let region = demo_region(args)?;
    super::block_on(async {
        database.migrate().await?;
        if !demo::is_there(&database).await? {
            println!("founding the demo company");
            demo::move_in(&database, &found(&region)?).await?;
        }
        service::run(&database, &args.listen, |url| print_welcome(url, data_dir)).await
    })?
}

/// Installed already, or made now.
fn demo_region(args: &Args) -> Result<Region, Failure> {
    let regions_dir = args.database.data.regions_dir();
    let name = default_name(&args.osm);
    if let Some(region) = Regions::open(&regions_dir)?.get(&name) {
        return Ok(Region::open(&regions_dir.join(region.name()))?);
    }
    if !args.osm.is_file() {
        let osm = args.osm.display();
        return Err(format!(
            "{osm} is missing; run this in gcrm's folder, or name an extract with --osm"
        )
        .into());
    }
    println!("building the demo region from {}", args.osm.display());
    region::build_with_bar(&args.database.data, &args.osm, &name)?;
    Ok(Region::open(&regions_dir.join(&name))?)
}

fn found(region: &Region) -> Result<Company, crate::app::Error> {
    let places = region.places();
    let rows = places.search(&PlaceQuery::default());
    let places: Vec<_> = rows.into_iter().filter_map(|row| places.place(row)).collect();
    let password_hash = hash_password(PASSWORD)?;
    let ground = Ground {
        places: &places,
        time_zone: region.time_zone(),
        country: region.country().unwrap_or(COUNTRY_UNKNOWN),
        now: Utc::now(),
        password_hash: &password_hash,
    };
    Ok(Company::found(&ground))
}

fn print_welcome(url: &str, data_dir: &Path) {
    println!("\ngcrm is ready: {url}\n\nSign in as");
    for person in SIGN_INS {
        println!("  {:<26} {:<10} {}", person.email, person.role, person.name);
    }
    println!(
        "with the password {PASSWORD}\n\nCtrl-C stops it; everything is kept in {}.",
        data_dir.display()
    );
}
