//! Tests against the real thing: PostgreSQL, a port, the binary. One binary for all of them, since
//! each further one is linked again on every edit.

#[path = "../support/mod.rs"]
mod support;

mod account_files;
mod accounts;
mod activities;
mod backup;
mod command_line;
mod contacts;
mod crash;
mod custom_fields;
mod divisions;
mod embedded;
mod house;
mod market;
mod market_feed;
mod market_scale;
mod migrate;
mod ogc;
mod places;
mod restart;
mod rights;
mod road_closures;
mod roads;
mod routes;
mod schema;
mod session;
mod territories;
mod users;
mod vroom;
