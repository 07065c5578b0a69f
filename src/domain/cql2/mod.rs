//! CQL2 text (OGC 21-065), the basic part with lists, ranges, patterns and areas: what map programs
//! filter with.

mod eval;
mod filter;
mod lexer;
mod parser;

pub use eval::holds;
pub use filter::to_filter;
pub use parser::parse;

use serde_json::Value;

/// Longest filter.
pub const TEXT_BYTES_MAX: usize = 20_000;
/// How deep parentheses and `NOT` may be nested.
pub const DEPTH_MAX: usize = 15;
/// Most conditions.
pub const CONDITIONS_MAX: usize = 200;

/// A filter as a tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    Compare {
        property: String,
        op: Op,
        value: Value,
    },
    In {
        property: String,
        values: Vec<Value>,
    },
    Between {
        property: String,
        low: Value,
        high: Value,
    },
    /// `%` stands for any text.
    Like {
        property: String,
        pattern: String,
    },
    IsNull {
        property: String,
    },
    /// A `GeoJSON` geometry; the property is the feature's place.
    Intersects {
        geometry: Value,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    Eq,
    Ne,
    Lt,
    Lte,
    Gt,
    Gte,
}

#[cfg(test)]
#[path = "cql2_tests.rs"]
mod tests;
