//! The road engine: how long from everywhere to everywhere, by which way, for this vehicle, at
//! this hour; and how far one gets.
//!
//! Built once from an extract ([`RoadNetwork::build`]), kept in flat arrays that a region file
//! holds ([`RoadNetwork::sections`]) and that are used where they lie
//! ([`RoadNetwork::from_sections`]).

pub mod atlas;
mod block;
pub mod check;
mod contour;
pub mod cost;
pub mod dijkstra;
pub mod geometry;
pub mod graph;
pub mod hierarchy;
pub mod isochrone;
mod leads;
pub mod matching;
pub mod metric;
mod network;
pub mod overrides;
mod pack;
pub mod path;
pub mod profile;
pub mod route;
mod sections;
#[cfg(test)]
pub(crate) mod sketch;
pub mod snap;
pub mod steps;
pub mod stretch;
pub mod traffic;
pub mod travel;
pub mod trip;
mod validate;
pub mod variant;
pub mod variant_cache;

pub use network::{Cancelled, RoadNetwork, View};
pub use profile::ProfileId;
pub use route::{Leg, Route, RouteError, Waypoint};
pub use sections::ROADS_VERSION;
