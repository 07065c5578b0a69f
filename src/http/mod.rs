//! The HTTP door: server, security, OpenAPI, problem+json, endpoints.

pub mod access;
pub mod answer;
pub mod assets;
pub mod basic;
pub mod endpoint;
pub mod extract;
pub mod health;
pub mod index_version;
pub mod list;
pub mod messages;
pub mod middleware;
pub mod ogc;
pub mod openapi;
pub mod osrm;
pub mod problem;
pub mod registry;
pub mod server;
pub mod tiles_accounts;
pub mod tiles_base;
pub mod v1;
pub mod vroom;

pub use endpoint::{Endpoint, Right};
pub use problem::Problem;
