//! Alignments and their territories: drawn, divided, edited, published.

pub mod alignments;
mod area;
pub mod calibrate;
pub mod divide;
mod geometry;
mod measured;
pub mod realign;
pub mod territories;

pub use crate::storage::alignments::Alignment;
pub use crate::storage::territories::{Territory, geometry as geometry_json};
pub use measured::Measured;

/// Territories of one alignment.
pub const TERRITORIES_MAX: usize = 500;
