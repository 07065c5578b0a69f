//! Pure code: no HTTP, SQL, async, files, environment, clock or unseeded randomness.

pub mod closures;
pub mod control;
pub mod cql2;
pub mod crm;
pub mod crs;
pub mod flat;
pub mod geocode;
pub mod market;
pub mod osm;
pub mod places;
pub mod planning;
pub mod polyline;
pub mod roads;
pub mod routing;
pub mod spatial;
pub mod territory;
pub mod tiles;
pub mod travel;
pub mod units;
pub mod varint;
