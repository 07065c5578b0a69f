//! The nearest accounts to a point: groups, blocks and rows from near to far.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use uuid::Uuid;

use super::circle::Circle;
use super::index::{Index, View};
use super::node::Node;
use super::scan::{Hits, Query, QueryError};
use super::segment::GROUP;
use crate::domain::units::LngLat;

/// Most neighbours of one answer.
pub const NEIGHBOURS_MAX: usize = 200;

/// An account and how far away it is, as the crow flies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    pub id: Uuid,
    pub distance_m: f64,
}

/// The `k` nearest accounts that answer the query, none farther than `radius_m`; equal distances
/// by id.
///
/// # Errors
/// When cancelled.
pub fn nearest(
    index: &Index,
    query: &Query,
    point: LngLat,
    k: usize,
    radius_m: f64,
) -> Result<Vec<Neighbour>, QueryError> {
    let mut search = Search {
        circle: Circle::new(point, radius_m),
        radius_m,
        k: k.min(NEIGHBOURS_MAX),
        queue: BinaryHeap::new(),
        found: BinaryHeap::new(),
    };
    let nodes: Vec<Node> = index.views().iter().map(|v| query.compile(v.segment())).collect();
    for (view, part) in index.views().iter().enumerate() {
        (0..part.segment().n_groups()).for_each(|group| search.push_group(view, part, group));
    }
    while let Some(Reverse(next)) = search.queue.pop() {
        if query.cancel.is_cancelled() {
            return Err(QueryError::Cancelled);
        }
        if next.distance_m > search.reach() {
            break;
        }
        let view = &index.views()[next.view];
        match next.run {
            RunOfRows::Group(group) => search.push_blocks(next.view, view, group),
            RunOfRows::Block(block) => search.look_at(view, &nodes[next.view], block),
        }
    }
    let mut found: Vec<Neighbour> = search.found.into_iter().map(|found| found.0).collect();
    found.sort_by(by_distance);
    Ok(found)
}

fn by_distance(a: &Neighbour, b: &Neighbour) -> Ordering {
    a.distance_m.total_cmp(&b.distance_m).then_with(|| a.id.cmp(&b.id))
}

struct Search {
    circle: Circle,
    radius_m: f64,
    k: usize,
    queue: BinaryHeap<Reverse<Candidate>>,
    /// The best so far, the farthest on top.
    found: BinaryHeap<Found>,
}

impl Search {
    /// Nothing farther away than this can be in the answer.
    fn reach(&self) -> f64 {
        match self.found.peek() {
            Some(worst) if self.found.len() >= self.k => worst.0.distance_m,
            _ => self.radius_m,
        }
    }

    fn push_group(&mut self, view: usize, part: &View, group: usize) {
        let bbox = part.segment().group_box(group);
        if !bbox.is_empty() {
            let distance_m = self.circle.nearest(bbox);
            self.push(Candidate { distance_m, view, run: RunOfRows::Group(group) });
        }
    }

    fn push_blocks(&mut self, view: usize, part: &View, group: usize) {
        let segment = part.segment();
        for block in group * GROUP..((group + 1) * GROUP).min(segment.n_blocks()) {
            let bbox = segment.block_box(block);
            if !bbox.is_empty() && part.alive(block) != 0 {
                let distance_m = self.circle.nearest(bbox);
                self.push(Candidate { distance_m, view, run: RunOfRows::Block(block) });
            }
        }
    }

    fn push(&mut self, candidate: Candidate) {
        if candidate.distance_m <= self.reach() {
            self.queue.push(Reverse(candidate));
        }
    }

    fn look_at(&mut self, view: &View, node: &Node, block: usize) {
        let segment = view.segment();
        let located = view.alive(block) & segment.located(block);
        let mask = node.mask(segment, block, located);
        for row in (Hits { segment, block, mask }).rows() {
            let distance_m = self.circle.distance(segment.lng()[row], segment.lat()[row]);
            if distance_m <= self.reach() {
                self.found.push(Found(Neighbour { id: segment.id(row), distance_m }));
            }
            if self.found.len() > self.k {
                self.found.pop();
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum RunOfRows {
    Group(usize),
    Block(usize),
}

#[derive(Debug, Clone, Copy)]
struct Candidate {
    distance_m: f64,
    view: usize,
    run: RunOfRows,
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.distance_m.total_cmp(&other.distance_m)
    }
}

#[derive(Debug, Clone, Copy)]
struct Found(Neighbour);

impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Found {}

impl PartialOrd for Found {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Found {
    fn cmp(&self, other: &Self) -> Ordering {
        by_distance(&self.0, &other.0)
    }
}
