//! Forbidden sequences of edges: pairs in a set, longer ones in an automaton (Aho & Corasick
//! 1975) that a search follows along.

use std::collections::{HashMap, HashSet, VecDeque};

use super::chain::Edges;
use super::restriction::Restriction;

/// Position in the automaton; [`ROOT`] is nowhere in particular.
pub type Place = u32;
pub const ROOT: Place = 0;

#[derive(Debug, Default)]
pub struct Forbidden {
    pairs: HashSet<(u32, u32)>,
    /// From an edge, only these may follow.
    only: HashMap<u32, Vec<u32>>,
    children: HashMap<(Place, u32), Place>,
    fail: Vec<Place>,
    depth: Vec<u32>,
    /// Places where a forbidden sequence is complete.
    is_end: Vec<bool>,
    /// By edge, whether any forbidden turn or sequence begins with it: hardly one does.
    begins: Vec<bool>,
}

impl Forbidden {
    pub fn new(edges: &Edges, restrictions: &[Restriction]) -> Self {
        let mut forbidden = Self {
            fail: vec![ROOT],
            depth: vec![0],
            is_end: vec![false],
            begins: vec![false; edges.len()],
            ..Self::default()
        };
        let leaving = leaving(edges);
        for restriction in restrictions {
            let Some(sequence) = edge_sequence(edges, restriction) else { continue };
            forbidden.begins[sequence[0] as usize] = true;
            forbidden.add(edges, &leaving, &sequence, restriction.is_only);
        }
        forbidden.link_failures();
        forbidden
    }

    fn add(&mut self, edges: &Edges, leaving: &[Vec<u32>], sequence: &[u32], is_only: bool) {
        match (sequence, is_only) {
            (&[from, to], false) => {
                self.pairs.insert((from, to));
            }
            (&[from, to], true) => self.only.entry(from).or_default().push(to),
            (_, false) => self.insert(sequence),
            // Once on the via, every turn off the mandatory path is a forbidden sequence.
            (_, true) => {
                for i in 2..sequence.len() {
                    let node = edges.head[sequence[i - 1] as usize];
                    for &other in leaving[node as usize].iter().filter(|&&e| e != sequence[i]) {
                        let mut stray = sequence[..i].to_vec();
                        stray.push(other);
                        self.insert(&stray);
                    }
                }
            }
        }
    }

    fn insert(&mut self, sequence: &[u32]) {
        let mut place = ROOT;
        for &edge in sequence {
            place = self.child(place, edge);
        }
        self.is_end[place as usize] = true;
    }

    fn child(&mut self, place: Place, edge: u32) -> Place {
        if let Some(&known) = self.children.get(&(place, edge)) {
            return known;
        }
        let new = super::super::atlas::index(self.fail.len());
        self.children.insert((place, edge), new);
        self.fail.push(ROOT);
        self.depth.push(self.depth[place as usize] + 1);
        self.is_end.push(false);
        new
    }

    fn link_failures(&mut self) {
        let mut below: HashMap<Place, Vec<(u32, Place)>> = HashMap::new();
        for (&(place, edge), &child) in &self.children {
            below.entry(place).or_default().push((edge, child));
        }
        let mut queue = VecDeque::from([ROOT]);
        while let Some(place) = queue.pop_front() {
            for &(edge, child) in below.get(&place).into_iter().flatten() {
                let fail =
                    if place == ROOT { ROOT } else { self.step(self.fail[place as usize], edge) };
                self.fail[child as usize] = fail;
                self.is_end[child as usize] |= self.is_end[fail as usize];
                queue.push_back(child);
            }
        }
    }

    fn step(&self, mut place: Place, edge: u32) -> Place {
        loop {
            if let Some(&child) = self.children.get(&(place, edge)) {
                return child;
            }
            if place == ROOT {
                return ROOT;
            }
            place = self.fail[place as usize];
        }
    }

    /// Whether a turn is forbidden wherever one comes from.
    pub fn forbids_turn(&self, from: u32, to: u32) -> bool {
        self.begins[from as usize]
            && (self.pairs.contains(&(from, to))
                || self.only.get(&from).is_some_and(|only| !only.contains(&to)))
    }

    /// Follows `from` by `to`. `Err` when that completes a forbidden sequence; otherwise the
    /// place to remember, [`ROOT`] when the edge alone says enough.
    pub fn advance(&self, place: Place, from: u32, to: u32) -> Result<Place, ()> {
        if place == ROOT && !self.begins[from as usize] && !self.begins[to as usize] {
            return Ok(ROOT);
        }
        let here = if place == ROOT { self.step(ROOT, from) } else { place };
        if here == ROOT && !self.children.contains_key(&(ROOT, to)) {
            return Ok(ROOT);
        }
        let next = self.step(here, to);
        if self.is_end[next as usize] {
            return Err(());
        }
        Ok(if self.depth[next as usize] >= 2 { next } else { ROOT })
    }
}

fn leaving(edges: &Edges) -> Vec<Vec<u32>> {
    let mut leaving = vec![Vec::new(); edges.n_nodes];
    for (edge, &tail) in edges.tail.iter().enumerate() {
        leaving[tail as usize].push(super::super::atlas::index(edge));
    }
    leaving
}

/// Links to edges; links of one edge in a row become one.
fn edge_sequence(edges: &Edges, restriction: &Restriction) -> Option<Vec<u32>> {
    let mut sequence: Vec<u32> =
        restriction.steps.iter().map(|&step| edges.edge_of(step)).collect::<Option<_>>()?;
    let u_turn_on_ring = sequence.len() == 2 && sequence[0] == sequence[1];
    sequence.dedup();
    let connected =
        sequence.windows(2).all(|p| edges.head[p[0] as usize] == edges.tail[p[1] as usize]);
    (sequence.len() >= 2 && connected && !u_turn_on_ring).then_some(sequence)
}
