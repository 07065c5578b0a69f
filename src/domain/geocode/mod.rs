//! Addresses and names to places on the map, and back.

pub mod normalize;
