//! The market index: an exact, columnar copy of what maps and planners ask about accounts.
//!
//! An [`Index`] is a few immutable [`Segment`]s whose rows are sorted by H3 cell, each with the
//! rows that are still alive. Writes replace the list of segments; readers keep what they hold.
//! Every question goes through one [`Query`]: rights, area and filter compiled together, answered
//! block by block (64 rows, one machine word).

pub mod analysis;
pub mod area;
pub mod bitmaps;
pub mod block_sums;
pub mod breakdown;
pub mod builder;
pub mod cell_tile;
pub mod cells;
pub mod circle;
pub mod codes;
pub mod columns;
pub mod compile;
pub mod custom;
pub mod distribution;
pub mod figures;
pub mod filter;
pub mod filter_parse;
pub mod filter_value;
pub mod group_sums;
pub mod hex;
pub mod index;
pub mod masked;
pub mod nearest;
pub mod node;
pub mod page;
pub mod place_key;
pub mod polygon;
pub mod record;
pub mod ring;
pub mod scan;
pub mod segment;
pub mod sequence;
pub mod shape;
pub mod survey;
pub mod text;
pub mod tile;
pub mod zones;

pub use area::Area;
pub use builder::SegmentBuilder;
pub use filter::{Clock, Filter};
pub use index::Index;
pub use record::Record;
pub use scan::{Query, QueryError};
pub use segment::Segment;
pub use shape::Shape;

#[cfg(test)]
mod oracle;
