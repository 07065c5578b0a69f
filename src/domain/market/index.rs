//! The whole index at one version: a few segments, newest last, each with its living rows.

use std::sync::Arc;

use uuid::Uuid;

use super::builder::SegmentBuilder;
use super::custom::CustomFields;
use super::record::Record;
use super::scan::Query;
use super::segment::{BLOCK, GROUP, Segment};

/// Segments up to so many rows are merged while a write is taken in; larger ones in the background.
const INLINE_MERGE_ROWS_MAX: usize = 8_192;
/// Each segment holds so many times the rows of the next, or they are merged.
const SIZE_RATIO: usize = 4;
/// A segment is rewritten once one row in so many is dead.
const DEAD_SHARE: usize = 4;

/// A segment and which of its rows are alive.
#[derive(Debug, Clone)]
pub struct View {
    segment: Arc<Segment>,
    alive: Arc<Vec<u64>>,
    n_alive: usize,
}

impl View {
    fn new(segment: Segment) -> Self {
        let alive = (0..segment.n_blocks()).map(|block| segment.rows(block)).collect();
        Self { n_alive: segment.len(), segment: Arc::new(segment), alive: Arc::new(alive) }
    }

    #[must_use]
    pub fn segment(&self) -> &Segment {
        &self.segment
    }

    #[must_use]
    pub fn alive(&self, block: usize) -> u64 {
        self.alive[block]
    }

    /// Whether no row of a group is dead.
    #[must_use]
    pub fn is_all_alive(&self, group: usize) -> bool {
        let blocks = group * GROUP..((group + 1) * GROUP).min(self.alive.len());
        self.n_alive == self.segment.len()
            || blocks.into_iter().all(|block| self.alive[block] == self.segment.rows(block))
    }

    #[must_use]
    pub fn n_alive(&self) -> usize {
        self.n_alive
    }

    fn is_alive(&self, row: usize) -> bool {
        self.alive[row / BLOCK] >> (row % BLOCK) & 1 == 1
    }

    fn kill(&mut self, id: Uuid) -> bool {
        let Some(row) = self.segment.row(id).filter(|row| self.is_alive(*row)) else {
            return false;
        };
        Arc::make_mut(&mut self.alive)[row / BLOCK] &= !(1 << (row % BLOCK));
        self.n_alive -= 1;
        true
    }

    fn live_rows(&self) -> impl Iterator<Item = usize> {
        (0..self.segment.len()).filter(|row| self.is_alive(*row))
    }

    fn heap_bytes(&self) -> usize {
        self.segment.heap_bytes() + 8 * self.alive.capacity()
    }
}

/// What became of an account: as it is now, or gone.
#[derive(Debug, Clone)]
pub struct Change<'a> {
    pub id: Uuid,
    pub record: Option<Record<'a>>,
}

/// All accounts of one organisation at one version. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Index {
    views: Vec<View>,
    version: u64,
    custom: Arc<CustomFields>,
}

impl Index {
    #[must_use]
    pub fn new(segment: Segment, version: u64) -> Self {
        Self::with_fields(segment, version, Arc::default())
    }

    /// Of accounts with fields of their organisation, which the segment was built with.
    #[must_use]
    pub fn with_fields(segment: Segment, version: u64, custom: Arc<CustomFields>) -> Self {
        let views = if segment.is_empty() { Vec::new() } else { vec![View::new(segment)] };
        Self { views, version, custom }
    }

    /// The organisation's own fields.
    #[must_use]
    pub fn custom(&self) -> &CustomFields {
        &self.custom
    }

    /// Grows with every change; equal numbers mean equal answers, on every process.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    #[must_use]
    pub fn views(&self) -> &[View] {
        &self.views
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.views.iter().map(View::n_alive).sum()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where an account is.
    #[must_use]
    pub fn find(&self, id: Uuid) -> Option<(&Segment, usize)> {
        self.views.iter().rev().find_map(|view| {
            let row = view.segment.row(id).filter(|row| view.is_alive(*row))?;
            Some((view.segment(), row))
        })
    }

    /// Whether an account that answers the query came from a place of the map.
    pub fn known_places<'a>(&'a self, query: &Query) -> impl Fn(u64) -> bool + 'a {
        let nodes: Vec<_> = self.views.iter().map(|view| query.compile(&view.segment)).collect();
        move |place| {
            self.views.iter().zip(&nodes).any(|(view, node)| {
                let row = view.segment.row_of_place(place).filter(|row| view.is_alive(*row));
                let passes =
                    |row| node.mask(&view.segment, row / BLOCK, 1u64 << (row % BLOCK)) != 0;
                row.is_some_and(passes)
            })
        }
    }

    /// The index after some changes; of several of one account the last counts.
    #[must_use]
    pub fn apply(&self, changes: &[Change], version: u64) -> Self {
        let mut next =
            Self { views: self.views.clone(), version, custom: Arc::clone(&self.custom) };
        let mut builder = SegmentBuilder::new(&self.custom);
        let mut seen = std::collections::HashSet::new();
        for change in changes.iter().rev().filter(|change| seen.insert(change.id)) {
            // an account is alive in one segment at most
            let _ = next.views.iter_mut().rev().any(|view| view.kill(change.id));
            if let Some(record) = &change.record {
                builder.push(record);
            }
        }
        if !builder.is_empty() {
            next.views.push(View::new(builder.build()));
        }
        next.views.retain(|view| view.n_alive > 0);
        next.merge_small();
        next
    }

    fn merge_small(&mut self) {
        while let Some(from) = self.tail_to_merge() {
            let n_rows: usize = self.views[from..].iter().map(View::n_alive).sum();
            if n_rows > INLINE_MERGE_ROWS_MAX {
                return;
            }
            let merged = self.merged(from);
            self.views.truncate(from);
            self.views.push(View::new(merged));
        }
    }

    /// The first of the last segments that have grown too much alike in size.
    fn tail_to_merge(&self) -> Option<usize> {
        let size = |at: usize| self.views[at].n_alive;
        let last = self.views.len().checked_sub(2)?;
        (size(last) < SIZE_RATIO * size(last + 1)).then_some(last)
    }

    /// The segments that should be merged in the background, if any: from this one to the last.
    #[must_use]
    pub fn to_merge(&self) -> Option<usize> {
        let is_mostly_dead =
            |view: &View| (view.segment.len() - view.n_alive) * DEAD_SHARE > view.segment.len();
        let dead = self.views.iter().position(is_mostly_dead);
        let alike = self.views.windows(2).position(|w| w[0].n_alive < SIZE_RATIO * w[1].n_alive);
        dead.into_iter().chain(alike).min()
    }

    /// The living rows of the segments from this one on as a single segment. Takes long.
    #[must_use]
    pub fn merged(&self, from: usize) -> Segment {
        merge(&self.views[from..], &self.custom)
    }

    /// This index with the segments of `before`, from one on, replaced by what they were merged
    /// into; changes that came in meanwhile are kept. None where they are no longer there.
    #[must_use]
    pub fn with_merged(&self, before: &Self, from: usize, merged: Segment) -> Option<Self> {
        let sources = &before.views[from..];
        let mut replacement = View::new(merged);
        let mut views = self.views.clone();
        let mut at = None;
        for source in sources {
            let Some(place) = views.iter().position(|v| Arc::ptr_eq(&v.segment, &source.segment))
            else {
                // its rows are dead, or alive in another segment by now
                source.live_rows().for_each(|row| {
                    replacement.kill(source.segment.id(row));
                });
                continue;
            };
            let now = views.remove(place);
            at = at.or(Some(place));
            for row in source.live_rows().filter(|row| !now.is_alive(*row)) {
                replacement.kill(source.segment.id(row));
            }
        }
        views.insert(at?, replacement);
        views.retain(|view| view.n_alive > 0);
        Some(Self { views, version: self.version, custom: Arc::clone(&self.custom) })
    }

    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.views.iter().map(View::heap_bytes).sum()
    }
}

fn merge(views: &[View], custom: &CustomFields) -> Segment {
    let mut builder = SegmentBuilder::new(custom);
    for view in views {
        for row in view.live_rows() {
            builder.push(&view.segment.record(row));
        }
    }
    builder.build()
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
