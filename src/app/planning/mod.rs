//! Routes: planning a rep's day, changing it, reading it. Planning runs as a job that shows each
//! better plan on its way.

mod brief;
mod change;
mod plan;
mod read;
mod visits;

pub use brief::{Due, PlanBrief};
pub(in crate::app) use brief::{candidate, day};
pub use change::{RouteChange, change, remove};
pub use plan::start;
pub use read::{RouteFilter, list, read};
