//! `gcrm region`

use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use clap::{Args as ClapArgs, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

use super::{Outcome, interrupt};
use crate::config::DataArgs;
use crate::region::build::{self, Order, Step};
use crate::region::info::RegionInfo;
use crate::region::{RegionError, Regions, install};

#[derive(Debug, ClapArgs)]
#[command(after_help = "Example:\n  gcrm region build --osm helsinki.osm.pbf")]
pub(crate) struct Args {
    #[command(flatten)]
    data: DataArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a region from an OpenStreetMap extract, in place of an older one of the name
    #[command(after_help = "Example:\n  gcrm region build --osm malta.osm.pbf --name malta")]
    Build(BuildArgs),
    /// Show what is installed
    #[command(after_help = "Example:\n  gcrm region list --json")]
    List(ListArgs),
    /// Remove an installed region
    #[command(after_help = "Example:\n  gcrm region remove malta")]
    Remove { name: String },
}

#[derive(Debug, ClapArgs)]
struct BuildArgs {
    /// The extract: .osm.pbf, .osm, .osm.gz or .osm.bz2
    #[arg(long, value_name = "FILE")]
    osm: PathBuf,
    /// Name of the region; without it, made from the file's
    #[arg(long)]
    name: Option<String>,
    /// Time zone, such as Europe/Helsinki, in place of the one at the coordinates
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// Print what was built as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, ClapArgs)]
struct ListArgs {
    /// Read every byte against its checksum
    #[arg(long)]
    verify: bool,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> Outcome {
    match &args.command {
        Command::Build(build) => run_build(&args.data, build),
        Command::List(list) => run_list(&args.data, list),
        Command::Remove { name } => {
            install::uninstall(&args.data.regions_dir(), name)?;
            println!("removed {name}");
            Ok(())
        }
    }
}

fn run_build(data: &DataArgs, args: &BuildArgs) -> Outcome {
    let time_zone = args.time_zone.as_deref().map(parse_zone).transpose()?;
    let order = Order {
        osm: args.osm.clone(),
        regions_dir: data.regions_dir(),
        name: args.name.clone().unwrap_or_else(|| install::default_name(&args.osm)),
        time_zone,
    };
    let info = build_order(&order)?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&info)?);
    } else {
        println!("{}", summary(&info));
    }
    Ok(())
}

/// Builds a region for another command.
pub(crate) fn build_with_bar(
    data: &DataArgs,
    osm: &Path,
    name: &str,
) -> Result<RegionInfo, RegionError> {
    build_order(&Order {
        osm: osm.to_owned(),
        regions_dir: data.regions_dir(),
        name: name.to_owned(),
        time_zone: None,
    })
}

fn build_order(order: &Order) -> Result<RegionInfo, RegionError> {
    let bar = ProgressBar::new(100);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {msg}") {
        bar.set_style(style);
    }
    let built = build::build(order, &interrupt::cancel(), &|step, share| show(&bar, step, share));
    bar.finish_and_clear();
    built
}

fn parse_zone(name: &str) -> Result<Tz, RegionError> {
    name.parse().map_err(|_| RegionError::TimeZone(name.to_owned()))
}

/// Where on the bar each step begins, from builds of town-sized extracts.
fn show(bar: &ProgressBar, step: Step, share: f32) {
    let (from, to) = match step {
        Step::Read => (0.0, 10.0),
        Step::Outlines => (10.0, 14.0),
        Step::Areas => (14.0, 16.0),
        Step::Places => (16.0, 18.0),
        Step::Addresses => (18.0, 20.0),
        Step::BaseMap => (20.0, 30.0),
        Step::Roads => (30.0, 98.0),
        Step::Write => (98.0, 100.0),
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    bar.set_position((from + (to - from) * share) as u64);
    bar.set_message(step.as_str());
}

fn summary(info: &RegionInfo) -> String {
    let counts = &info.counts;
    let mut text = format!(
        "{}: {} places, {} addresses, {} areas, {} map features; {}, {}",
        info.name,
        counts.places,
        counts.addresses,
        counts.areas,
        counts.map_features,
        info.country.as_deref().unwrap_or("country unknown"),
        info.time_zone,
    );
    if counts.areas_incomplete > 0 {
        let left_out = counts.areas_incomplete.to_string();
        text += &["\n", &left_out, " areas reach over the edge and were left out"].concat();
    }
    if counts.coastlines_dangling > 0 {
        text += "\nthe coastline has gaps; the sea is not drawn";
    }
    text
}

fn run_list(data: &DataArgs, args: &ListArgs) -> Outcome {
    let regions = Regions::open(&data.regions_dir())?;
    for (_, error) in regions.refused() {
        eprintln!("gcrm: {error}");
    }
    if args.verify {
        regions.iter().try_for_each(crate::region::Region::verify)?;
    }
    if args.json {
        let infos: Vec<&RegionInfo> = regions.iter().map(crate::region::Region::info).collect();
        println!("{}", serde_json::to_string_pretty(&infos)?);
        return Ok(());
    }
    for region in regions.iter() {
        let info = region.info();
        let megabytes = region.n_bytes().div_ceil(1_000_000);
        println!(
            "{}  {megabytes} MB  built {}  from {}",
            info.name,
            info.built_at.format("%Y-%m-%d %H:%M"),
            info.source
        );
    }
    if regions.iter().next().is_none() {
        println!("no regions; make one with 'gcrm region build --osm FILE'");
    }
    Ok(())
}
