//! Which edge may follow which, and what kind of turn that is.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::super::atlas::{Atlas, NONE, index, span};
use super::super::geometry::turn_angle;
use super::super::profile::{Pass, TurnFlags};
use super::chain::Edges;
use super::rules::ModeAccess;
use super::sequence::Forbidden;
use super::{TurnRecord, strong};

/// Angles are kept to this many degrees: finer differences change no cost worth a second.
const ANGLE_STEP: f64 = 5.0;

#[derive(Debug, Clone, Copy)]
pub struct Follow {
    pub edge: u32,
    pub turn: u32,
    /// Past a private gate: not within a through trip.
    pub is_gated: bool,
}

#[derive(Debug, Default)]
pub struct Turns {
    pub first: Vec<u32>,
    pub follow: Vec<Follow>,
    pub table: Vec<TurnRecord>,
    /// By edge, the roads open to all that one gets between both ways whatever the turns: a number
    /// below that of junctions; [`NONE`] for an edge that leads from some of them to others.
    pub network: Vec<u32>,
}

impl Turns {
    pub fn build(atlas: &Atlas, access: &ModeAccess, edges: &Edges, forbidden: &Forbidden) -> Self {
        let leaving = Leaving::new(edges);
        let part = leaving.parts(access, edges);
        let network = networks(access, edges, &part);
        let mut builder = TurnBuilder {
            atlas,
            access,
            edges,
            forbidden,
            leaving,
            part,
            may_turn_round: turning_places(atlas),
            known: HashMap::default(),
            turns: Self { first: vec![0], network, ..Self::default() },
        };
        for edge in 0..index(edges.len()) {
            builder.add_turns(edge);
        }
        builder.turns
    }

    pub fn of(&self, edge: u32) -> &[Follow] {
        &self.follow[span(&self.first, edge)]
    }
}

/// Edges by the junction they leave.
struct Leaving {
    first: Vec<u32>,
    edge: Vec<u32>,
}

impl Leaving {
    fn new(edges: &Edges) -> Self {
        let mut first = vec![0_u32; edges.n_nodes + 1];
        for &tail in &edges.tail {
            first[tail as usize + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut edge = vec![0; edges.len()];
        for (e, &tail) in edges.tail.iter().enumerate() {
            edge[next[tail as usize] as usize] = index(e);
            next[tail as usize] += 1;
        }
        Self { first, edge }
    }

    /// The strongly connected part of every junction, over what is open to all.
    fn parts(&self, access: &ModeAccess, edges: &Edges) -> Vec<u32> {
        let head = |i: usize| {
            let edge = self.edge[i] as usize;
            let is_open = !edges.ends_only[edge] && access.pass(edges.tail[edge]) == Pass::Open;
            is_open.then_some(edges.head[edge])
        };
        strong::parts(edges.n_nodes, |_| true, |node| span(&self.first, node), head)
    }
}

/// The network of every edge; up to a barrier a road belongs to where it comes from.
fn networks(access: &ModeAccess, edges: &Edges, part: &[u32]) -> Vec<u32> {
    let network = |(&tail, &head): (&u32, &u32)| {
        let [before, after] = [tail, head].map(|node| part[node as usize]);
        match [tail, head].map(|node| access.pass(node) == Pass::Open) {
            [true, false] => before,
            [false, true] => after,
            _ if before == after => before,
            _ => NONE,
        }
    };
    edges.tail.iter().zip(&edges.head).map(network).collect()
}

/// Signs of places built for turning round.
fn turning_places(atlas: &Atlas) -> Vec<bool> {
    let built = |value: Option<&str>| {
        matches!(value, Some("turning_circle" | "turning_loop" | "mini_roundabout"))
    };
    atlas.sign_sets().map(|tags| built(tags.get("highway"))).collect()
}

struct TurnBuilder<'a> {
    atlas: &'a Atlas,
    access: &'a ModeAccess<'a>,
    edges: &'a Edges,
    forbidden: &'a Forbidden,
    leaving: Leaving,
    /// By junction; see [`Leaving::parts`].
    part: Vec<u32>,
    may_turn_round: Vec<bool>,
    /// Turns in the table by their bytes.
    known: HashMap<u64, u32, BuildHasherDefault<Mixer>>,
    turns: Turns,
}

impl TurnBuilder<'_> {
    fn add_turns(&mut self, edge: u32) {
        let node = self.edges.head[edge as usize];
        let pass = self.access.pass(node);
        let reverse = self.edges.reverse[edge as usize];
        let range = span(&self.leaving.first, node);
        let mut through_on = false;
        if pass != Pass::Blocked {
            for i in range.clone() {
                let next = self.leaving.edge[i];
                if next == reverse || self.forbidden.forbids_turn(edge, next) {
                    continue;
                }
                through_on |= pass == Pass::Open && self.leads_on(next);
                let flags = self.flags(edge, next, range.len());
                self.push(edge, next, flags, pass == Pass::Ends);
            }
        }
        let sign = self.atlas.node_sign[node as usize] as usize;
        let may_turn = !through_on || self.may_turn_round[sign];
        if reverse != NONE && may_turn && !self.forbidden.forbids_turn(edge, reverse) {
            self.push(edge, reverse, TurnFlags::U_TURN, false);
        }
        self.turns.first.push(index(self.turns.follow.len()));
    }

    /// Whether an edge is open to all and leads back, too: where there is no such edge a road ends,
    /// and one turns round.
    fn leads_on(&self, edge: u32) -> bool {
        let edges = self.edges;
        let [tail, head] = [&edges.tail, &edges.head].map(|ends| ends[edge as usize] as usize);
        !edges.ends_only[edge as usize] && self.part[tail] == self.part[head]
    }

    fn flags(&self, from: u32, to: u32, n_leaving: usize) -> u8 {
        let edges = self.edges;
        let mut flags = 0;
        // One way on, besides the way back if there is one.
        let back = usize::from(edges.reverse[from as usize] != NONE);
        if n_leaving == 1 + back {
            flags |= TurnFlags::ONLY_CONTINUATION;
        }
        if edges.is_roundabout[from as usize] && edges.is_roundabout[to as usize] {
            flags |= TurnFlags::ROUNDABOUT;
        }
        if edges.is_ferry[to as usize] && !edges.is_ferry[from as usize] {
            flags |= TurnFlags::BOARDS_FERRY;
        }
        flags
    }

    fn push(&mut self, from: u32, to: u32, flags: u8, is_gated: bool) {
        let edges = self.edges;
        let node = edges.head[from as usize];
        let angle = turn_angle(edges.heading[from as usize][1], edges.heading[to as usize][0]);
        let links = edges.links(from);
        let record = TurnRecord {
            angle: rounded(angle),
            flags,
            entered_backward: u8::from(links[links.len() - 1] & 1 == 1),
            sign: self.atlas.node_sign[node as usize],
        };
        let table = &mut self.turns.table;
        let turn = *self.known.entry(bytemuck::cast(record)).or_insert_with(|| {
            table.push(record);
            index(table.len() - 1)
        });
        self.turns.follow.push(Follow { edge: to, turn, is_gated });
    }
}

/// Spreads a number over the bits a table looks at (Fibonacci hashing): a turn is looked up for
/// every arc, and nobody chooses turns to collide.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(self.0 ^ u64::from(byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 32;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "an angle is between -180 and 180")]
fn rounded(angle: f64) -> i16 {
    ((angle / ANGLE_STEP).round() * ANGLE_STEP) as i16
}
