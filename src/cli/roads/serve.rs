//! `gcrm roads serve`

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use clap::Args as ClapArgs;

use super::Network;
use crate::cli::{Outcome, interrupt};
use crate::http::osrm::{Engine, standalone};

#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(flatten)]
    network: Network,
    #[arg(long, default_value_t = 5000)]
    port: u16,
    /// Address to listen on; there is no sign-in, so only this machine by default
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,
}

pub(super) fn run(args: &Args) -> Outcome {
    let engine = Arc::new(Engine::new(args.network.build(&interrupt::cancel())?));
    let address = SocketAddr::new(args.listen, args.port);
    println!("OSRM's API for {} on http://{address}", args.network.profile.name());
    let served = crate::cli::block_on(standalone::serve(engine, address))?;
    served.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("port {} is taken; choose another with --port", args.port).into()
        }
        _ => error.into(),
    })
}
