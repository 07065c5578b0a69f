//! Colours for the map: neighbours never alike.

use std::collections::BTreeSet;

use petgraph::visit::EdgeRef;

use super::region::Region;

/// The category colours of the map.
pub const N_COLORS: usize = 12;

/// A colour index for each territory. The territory with most differently coloured neighbours comes next
/// (`DSATUR`, Brélaz 1979) and takes the colour used least so far, so that few colours repeat.
#[must_use]
pub fn colors(region: &Region, territory: &[usize], n_territories: usize) -> Vec<usize> {
    let neighbours = neighbours(region, territory, n_territories);
    let mut color: Vec<Option<usize>> = vec![None; n_territories];
    let mut used = [0_usize; N_COLORS];
    for _ in 0..n_territories {
        let open = (0..n_territories).filter(|&own| color[own].is_none());
        let next = open.max_by_key(|&own| {
            let seen: BTreeSet<_> = neighbours[own].iter().filter_map(|&n| color[n]).collect();
            (seen.len(), neighbours[own].len(), std::cmp::Reverse(own))
        });
        let Some(own) = next else { break };
        let taken: BTreeSet<_> = neighbours[own].iter().filter_map(|&n| color[n]).collect();
        // A plane map never needs more than six this way; twelve taken means a most unusual graph.
        let free = (0..N_COLORS).filter(|index| !taken.contains(index));
        let chosen = free.min_by_key(|&index| (used[index], index)).unwrap_or(own % N_COLORS);
        color[own] = Some(chosen);
        used[chosen] += 1;
    }
    color.into_iter().map(Option::unwrap_or_default).collect()
}

fn neighbours(region: &Region, territory: &[usize], n_territories: usize) -> Vec<BTreeSet<usize>> {
    let mut neighbours = vec![BTreeSet::new(); n_territories];
    for edge in region.borders.edge_references() {
        let (a, b) = (territory[edge.source().index()], territory[edge.target().index()]);
        if a != b {
            neighbours[a].insert(b);
            neighbours[b].insert(a);
        }
    }
    neighbours
}

#[cfg(test)]
#[path = "colors_tests.rs"]
mod tests;
