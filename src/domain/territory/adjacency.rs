//! Who borders whom, as flat arrays.

#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub head: u32,
    pub length_m: f64,
}

/// Compressed adjacency between atoms, heads in ascending order.
#[derive(Debug, Clone)]
pub(super) struct Adjacency {
    offsets: Vec<u32>,
    arcs: Vec<Arc>,
    /// Parallel to arcs: which of the same atom's neighbours touch this neighbour, as bits.
    rings: Vec<u64>,
}

impl Adjacency {
    /// From borders (tail, head, metres) that are there from both sides; parallel ones add up.
    pub fn new(mut borders: Vec<(u32, u32, f64)>, n: usize) -> Self {
        borders.sort_by_key(|&(tail, head, _)| (tail, head));
        borders.dedup_by(|next, kept| {
            let is_same = (next.0, next.1) == (kept.0, kept.1);
            if is_same {
                kept.2 += next.2;
            }
            is_same
        });
        let mut offsets = vec![0; n + 1];
        for &(tail, ..) in &borders {
            offsets[tail as usize + 1] += 1;
        }
        for atom in 0..n {
            offsets[atom + 1] += offsets[atom];
        }
        let arcs: Vec<Arc> =
            borders.into_iter().map(|(_, head, length_m)| Arc { head, length_m }).collect();
        Self { rings: rings(&offsets, &arcs), offsets, arcs }
    }

    pub fn arcs(&self, atom: usize) -> &[Arc] {
        &self.arcs[self.offsets[atom] as usize..self.offsets[atom + 1] as usize]
    }

    pub fn rings(&self, atom: usize) -> &[u64] {
        &self.rings[self.offsets[atom] as usize..self.offsets[atom + 1] as usize]
    }
}

/// For every arc the neighbours' neighbours as bits; atoms with more than 64 neighbours have none
/// and are decided by the full search of `contiguity`.
fn rings(offsets: &[u32], arcs: &[Arc]) -> Vec<u64> {
    let heads = |atom: usize| &arcs[offsets[atom] as usize..offsets[atom + 1] as usize];
    let mut rings = vec![0; arcs.len()];
    for atom in 0..offsets.len() - 1 {
        let around = heads(atom);
        if around.len() > 64 {
            continue;
        }
        for (index, arc) in around.iter().enumerate() {
            rings[offsets[atom] as usize + index] = common(around, heads(arc.head as usize));
        }
    }
    rings
}

/// Bits of the entries of `around` that also are in `other`; both ascend.
fn common(around: &[Arc], other: &[Arc]) -> u64 {
    let mut bits = 0;
    let mut at = 0;
    for (index, arc) in around.iter().enumerate() {
        while at < other.len() && other[at].head < arc.head {
            at += 1;
        }
        if at < other.len() && other[at].head == arc.head {
            bits |= 1 << index;
        }
    }
    bits
}
