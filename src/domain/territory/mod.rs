//! The territory optimiser: balanced, compact, connected territories out of many small units.
//!
//! A [`Region`] is what there is to divide: units (cells, administrative areas, polygons, single
//! accounts) with their amounts and a graph of borders. A [`Brief`] says what is wanted. From both
//! [`propose`] makes a [`Plan`]: an initial alignment (`initial`), improved for as long as the
//! budget lasts (`improve`). [`check::violations`] judges a plan without sharing code with the search,
//! [`measures`] counts it up, [`Mosaic::dissolve`] draws it.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "units, territories and activities are bounded by the constants of `brief`, far below 2^32"
)]

mod adjacency;
mod bound;
mod brief;
mod cause;
pub mod census;
pub mod check;
mod coarse;
mod colors;
mod contiguity;
mod exact;
mod fault;
mod field;
pub mod formats;
pub mod front;
mod improve;
mod initial;
pub mod measures;
mod mosaic;
mod ownership;
mod plan;
pub mod pmedian;
mod problem;
mod propose;
pub mod region;
mod search;
mod state;
#[cfg(test)]
mod testing;
pub mod workload;

pub use brief::{
    ACTIVITIES_MAX, Activity, Brief, Compactness, Lock, MoveCap, Present, TERRITORIES_MAX, Targets,
    UNITS_MAX, Weights,
};
pub use cause::Cause;
pub use colors::{N_COLORS, colors};
pub use fault::Fault;
pub use field::{Balance, Count, Field};
pub use mosaic::{CELLS_MAX, Mosaic, MosaicError, resolution_for};
pub use ownership::Ownership;
pub use plan::{Plan, Progress, Status};
pub use propose::propose;
pub use region::{Border, Borders, Region, Unit};
pub use workload::Place;
