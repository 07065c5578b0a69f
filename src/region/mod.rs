//! Map extracts in, region files out; the only place that maps files into memory.

pub mod file;
pub mod osm;
