//! Which roads lie in a built-up area, from how close together the junctions are.

use std::collections::HashMap;

/// Cell height and width in 1e-7 degrees: about 445 m, and 440 m at 53 degrees north.
const CELL: [i32; 2] = [66_000, 40_000];
/// Street junctions in the nine cells around a place, some 1.8 km2, that make it a town. Dense
/// villages have about 30, suburbs 60 and more.
const N_JUNCTIONS_MIN: u32 = 40;

#[derive(Debug, Default)]
pub struct Density(HashMap<[i32; 2], u32>);

impl Density {
    pub fn add(&mut self, at: [i32; 2]) {
        *self.0.entry(cell(at)).or_default() += 1;
    }

    pub fn is_urban(&self, at: [i32; 2]) -> bool {
        let [x, y] = cell(at);
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| [x + dx, y + dy]));
        around.map(|cell| self.0.get(&cell).copied().unwrap_or(0)).sum::<u32>() >= N_JUNCTIONS_MIN
    }
}

fn cell(at: [i32; 2]) -> [i32; 2] {
    [at[0].div_euclid(CELL[0]), at[1].div_euclid(CELL[1])]
}
