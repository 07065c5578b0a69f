//! Map extracts in, region files out; the only place that maps files into memory.

pub mod osm;
