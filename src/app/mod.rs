//! Use cases, shared state, the CPU pool, jobs. Knows neither actix nor SQL.

pub mod account_file;
pub mod accounts;
pub mod activities;
pub mod audit;
pub mod backup;
pub mod change;
pub mod clock;
pub mod contacts;
pub mod cpu;
pub mod database;
pub mod demo;
pub mod error;
pub mod geocode;
pub mod health;
pub mod jobs;
pub mod market;
pub mod organisation;
pub mod place_import;
pub mod places;
pub mod planning;
pub mod principal;
pub mod profile;
pub mod references;
pub mod regions;
pub mod setup;
pub mod sign_in;
pub mod snapshot;
pub mod state;
pub mod tags;
pub mod teams;
pub mod territory;
pub mod users;

pub use clock::Clock;
pub use error::{Error, Kind};
pub use principal::Principal;
pub use state::{App, AppSettings};
