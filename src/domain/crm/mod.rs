//! The records of the CRM and their rules. Stands alone: knows no map, no planner.

pub(crate) mod codes;
pub mod due;
pub mod export;
pub mod import;
pub mod opening_hours;

pub use codes::UnknownCode;
