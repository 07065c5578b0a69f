//! The records of the CRM and their rules. Stands alone: knows no map, no planner.

pub mod account;
pub mod activity;
pub(crate) mod codes;
pub mod contact;
pub mod custom;
pub mod draft;
pub mod due;
pub mod export;
pub mod fault;
pub mod import;
pub mod opening_hours;
pub mod rights;
pub mod site;
pub mod stamp;
pub mod tag;
pub mod text;
pub mod user;

pub use codes::UnknownCode;
pub use draft::{Draft, Valid};
pub use fault::{Fault, Faults};
