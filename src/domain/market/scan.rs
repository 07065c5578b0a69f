//! One question over the whole index: rights, area and filter together, block by block.

use std::ops::Range;

use super::area::Outlines;
use super::compile::Compiler;
use super::filter::{Clock, Filter};
use super::index::{Index, View};
use super::node::{Node, and};
use super::polygon::Cover;
use super::segment::{BLOCK, GROUP, Segment};
use super::shape::Shape;
use crate::domain::control::Cancel;
use crate::domain::crm::rights::Visible;

/// Who asks for what. Nothing outside of `visible` is in any answer.
#[derive(Debug, Clone)]
pub struct Query {
    pub visible: Visible,
    pub area: Option<Shape>,
    pub filter: Filter,
    /// Outlines of the named areas in the filter.
    pub outlines: Outlines,
    pub clock: Clock,
    pub cancel: Cancel,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    #[error("cancelled")]
    Cancelled,
}

impl Query {
    /// The question made ready for one segment.
    #[must_use]
    pub fn compile<'a>(&self, segment: &'a Segment) -> Node<'a> {
        let compiler = Compiler { segment, outlines: &self.outlines, clock: &self.clock };
        let mut nodes = vec![compiler.visible(&self.visible), compiler.filter(&self.filter)];
        nodes.extend(self.area.clone().map(Node::Shape));
        and(flat(nodes))
    }
}

/// Nested `and`s as one, so that all shapes of it are tried first.
fn flat(nodes: Vec<Node>) -> Vec<Node> {
    nodes
        .into_iter()
        .flat_map(|node| if let Node::And(inner) = node { flat(inner) } else { vec![node] })
        .collect()
}

/// Rows of one block that answer the question.
#[derive(Debug, Clone, Copy)]
pub struct Hits<'a> {
    pub segment: &'a Segment,
    pub block: usize,
    pub mask: u64,
}

impl Hits<'_> {
    /// The rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = usize> + use<> {
        let first = self.block * BLOCK;
        let mut rest = self.mask;
        std::iter::from_fn(move || {
            let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(first + bit)
        })
    }

    #[must_use]
    pub fn n_rows(&self) -> u64 {
        u64::from(self.mask.count_ones())
    }
}

/// Rows that answer the question.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// All rows of a group.
    Group(usize),
    Rows(Hits<'a>),
}

/// Calls `sink` with the rows of a part of the index that answer the question, block by block.
///
/// # Errors
/// When cancelled.
pub fn scan_view<'a>(
    view: &'a View,
    query: &Query,
    mut sink: impl FnMut(Hits<'a>),
) -> Result<(), QueryError> {
    scan_parts(view, query, |part| match part {
        Part::Rows(hits) => sink(hits),
        Part::Group(group) => whole_blocks(view.segment(), group).for_each(&mut sink),
    })
}

/// As [`scan_view`], but groups that answer as a whole are named only.
///
/// # Errors
/// When cancelled.
pub fn scan_parts<'a>(
    view: &'a View,
    query: &Query,
    mut sink: impl FnMut(Part<'a>),
) -> Result<(), QueryError> {
    let segment = view.segment();
    let node = query.compile(segment);
    for group in 0..segment.n_groups() {
        if query.cancel.is_cancelled() {
            return Err(QueryError::Cancelled);
        }
        let (cover, settled) = node.narrow(segment, group);
        if cover == Cover::Outside {
            continue;
        }
        if cover == Cover::Inside && view.is_all_alive(group) {
            sink(Part::Group(group));
            continue;
        }
        for block in blocks(segment, group) {
            let alive = view.alive(block);
            let mask = match cover {
                Cover::Inside => alive,
                _ if alive == 0 => 0,
                _ => node.mask_after(settled, segment, block, alive),
            };
            if mask != 0 {
                sink(Part::Rows(Hits { segment, block, mask }));
            }
        }
    }
    Ok(())
}

/// The blocks of a group with all of their rows.
pub fn whole_blocks(segment: &Segment, group: usize) -> impl Iterator<Item = Hits<'_>> {
    blocks(segment, group).map(|block| Hits { segment, block, mask: segment.rows(block) })
}

fn blocks(segment: &Segment, group: usize) -> Range<usize> {
    group * GROUP..((group + 1) * GROUP).min(segment.n_blocks())
}

/// Number of accounts that answer the question.
///
/// # Errors
/// When cancelled.
pub fn count(index: &Index, query: &Query) -> Result<u64, QueryError> {
    let mut n_rows = 0;
    for view in index.views() {
        scan_view(view, query, |hits| n_rows += hits.n_rows())?;
    }
    Ok(n_rows)
}

/// Ids of the accounts that answer the question, sorted, at most so many.
///
/// # Errors
/// When cancelled.
pub fn ids(index: &Index, query: &Query, max: usize) -> Result<Vec<uuid::Uuid>, QueryError> {
    let mut ids = Vec::new();
    for view in index.views() {
        scan_view(view, query, |hits| {
            if ids.len() < max {
                ids.extend(hits.rows().map(|row| hits.segment.id(row)));
            }
        })?;
    }
    ids.sort_unstable();
    ids.truncate(max);
    Ok(ids)
}

#[cfg(test)]
#[path = "scan_tests.rs"]
mod tests;
