//! Which roads one gets between both ways without anything private, told from links and
//! junctions alone: Kosaraju's strongly connected components.

use crate::domain::roads::atlas::{Atlas, NONE, index, span};
use crate::domain::roads::profile::Access;

/// The network of main roads of each link; [`NONE`] for a link that leads from one to another.
pub fn of_links(
    atlas: &Atlas,
    access: impl Fn(u32) -> [Access; 2],
    is_open: impl Fn(u32) -> bool + Copy,
) -> Vec<u32> {
    let mut arcs = Vec::new();
    for link in 0..index(atlas.n_links()) {
        let ends = [atlas.link_tail[link as usize], atlas.link_head[link as usize]];
        let [along, against] = access(link).map(|access| access == Access::Through);
        arcs.extend(along.then_some((ends[0], ends[1])));
        arcs.extend(against.then_some((ends[1], ends[0])));
    }
    // Nobody goes on from a barrier.
    arcs.retain(|&(from, _)| is_open(from));
    let part = parts(atlas.n_nodes(), &arcs);
    let of = |link: usize| {
        let ends = [atlas.link_tail[link], atlas.link_head[link]];
        let [tail, head] = ends.map(|end| part[end as usize]);
        // Up to a barrier a road belongs to where it comes from.
        match ends.map(is_open) {
            [true, false] => tail,
            [false, true] => head,
            _ if tail == head => tail,
            _ => NONE,
        }
    };
    (0..atlas.n_links()).map(of).collect()
}

fn parts(n: usize, arcs: &[(u32, u32)]) -> Vec<u32> {
    let ahead = Adjacency::new(n, arcs.iter().copied());
    let behind = Adjacency::new(n, arcs.iter().map(|&(from, to)| (to, from)));
    let mut seen = vec![false; n];
    let mut finished = Vec::with_capacity(n);
    for root in 0..index(n) {
        ahead.visit(root, &mut seen, &mut finished);
    }
    let mut part = vec![NONE; n];
    let mut seen = vec![false; n];
    for &root in finished.iter().rev() {
        let mut members = Vec::new();
        behind.visit(root, &mut seen, &mut members);
        for member in members {
            part[member as usize] = root;
        }
    }
    part
}

struct Adjacency {
    first: Vec<u32>,
    head: Vec<u32>,
}

impl Adjacency {
    fn new(n: usize, arcs: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut arcs: Vec<(u32, u32)> = arcs.collect();
        arcs.sort_unstable();
        let mut first = vec![0; n + 1];
        for &(from, _) in &arcs {
            first[from as usize + 1] += 1;
        }
        for i in 0..n {
            first[i + 1] += first[i];
        }
        Self { first, head: arcs.into_iter().map(|arc| arc.1).collect() }
    }

    /// Appends what is reached from a root and not seen yet, in the order it is done with.
    fn visit(&self, root: u32, seen: &mut [bool], finished: &mut Vec<u32>) {
        if std::mem::replace(&mut seen[root as usize], true) {
            return;
        }
        let mut stack = vec![(root, span(&self.first, root))];
        while let Some((node, rest)) = stack.last_mut() {
            let Some(i) = rest.next() else {
                finished.push(*node);
                stack.pop();
                continue;
            };
            let next = self.head[i];
            if !std::mem::replace(&mut seen[next as usize], true) {
                stack.push((next, span(&self.first, next)));
            }
        }
    }
}
