//! Closed lines around what is reached, and which holes lie in which outline.

use super::{NEVER, Raster, Spot};

/// No crossing here.
const NONE: u32 = u32::MAX;
/// Marks a crossing that belongs to a ring, whose number is in the other bits.
const TRACED: u32 = 1 << 31;

/// A closed line in cells of the grid; outlines run anticlockwise, holes clockwise.
pub struct Ring {
    pub line: Vec<Spot>,
    /// In cells; negative for a hole.
    area: f64,
    /// Of a hole: the outline around it.
    outline: usize,
    number: usize,
}

pub struct Rings(Vec<Ring>);

impl Rings {
    pub fn trace(raster: &Raster, limit_ms: u32) -> Self {
        let mut march = March::new(raster, limit_ms);
        let mut rings = Vec::new();
        let mut first_left = Vec::new();
        for i in 0..march.starts.len() {
            let start = march.starts[i];
            if march.next[start as usize] < TRACED {
                let number = rings.len();
                let (line, left) = march.ring(start, number);
                rings.push(Ring { area: signed_area(&line), line, outline: number, number });
                first_left.push(left);
            }
        }
        for hole in 0..rings.len() {
            if rings[hole].area < 0.0 {
                rings[hole].outline = march.outline(hole, &rings, &first_left);
            }
        }
        Self(rings)
    }

    /// Outlines of at least this many cells.
    pub fn outer(&self, cells_min: f64) -> impl Iterator<Item = &Ring> {
        self.0.iter().filter(move |ring| ring.area >= cells_min)
    }

    /// Holes of an outline, of at least this many cells.
    pub fn holes(&self, outline: &Ring, cells_min: f64) -> impl Iterator<Item = &Ring> {
        let number = outline.number;
        self.0.iter().filter(move |ring| -ring.area >= cells_min && ring.outline == number)
    }
}

/// Marching squares over one grid and limit. A crossing is a side of a cell with one end reached
/// and the other not, numbered `corner << 1 | upright`: to the right of the corner, or above it.
struct March<'a> {
    raster: &'a Raster,
    limit: f64,
    inside: Vec<u8>,
    /// The crossing after each, with what is reached on the left; later the ring it is on.
    next: Vec<u32>,
    starts: Vec<u32>,
}

impl<'a> March<'a> {
    #[expect(clippy::cast_precision_loss, reason = "a limit is hours at most")]
    fn new(raster: &'a Raster, limit_ms: u32) -> Self {
        let limit = limit_ms as f32;
        let inside = raster.ms.iter().map(|&ms| u8::from(ms <= limit)).collect();
        let next = vec![NONE; raster.ms.len() * 2];
        let limit = f64::from(limit_ms);
        let mut march = Self { raster, limit, inside, next, starts: Vec::new() };
        for row in 0..raster.rows - 1 {
            march.add_row(row);
        }
        march
    }

    fn add_row(&mut self, row: usize) {
        let n = self.raster.columns;
        for corner in row * n..(row + 1) * n - 1 {
            let bits = &self.inside;
            let code = bits[corner]
                | bits[corner + 1] << 1
                | bits[corner + n + 1] << 2
                | bits[corner + n] << 3;
            if code != 0 && code != 15 {
                for &(from, to) in sides(code) {
                    let from = side(from, corner, n);
                    self.next[from as usize] = side(to, corner, n);
                    self.starts.push(from);
                }
            }
        }
    }

    /// The closed line through a crossing, and its first crossing with what is reached on the
    /// left of what is not, in the order of rows.
    fn ring(&mut self, start: u32, number: usize) -> (Vec<Spot>, u32) {
        let mut line: Vec<Spot> = Vec::new();
        let (mut at, mut first_left) = (start, NONE);
        loop {
            let to = self.next[at as usize];
            if to >= TRACED {
                break;
            }
            self.next[at as usize] = TRACED | super::super::atlas::index(number);
            push(&mut line, self.position(at));
            if at & 1 == 0 && self.inside[(at >> 1) as usize] == 1 {
                first_left = first_left.min(at);
            }
            at = to;
        }
        line.push(line[0]);
        (line, first_left)
    }

    /// Left of a hole lies, over reached ground, the outline around it or another hole of it,
    /// whose first crossing comes earlier (Suzuki & Abe 1985).
    fn outline(&self, hole: usize, rings: &[Ring], first_left: &[u32]) -> usize {
        let mut ring = hole;
        while rings[ring].area < 0.0 {
            let mut corner = (first_left[ring] >> 1) as usize;
            while self.inside[corner] == 1 {
                corner -= 1;
            }
            ring = (self.next[corner << 1] & !TRACED) as usize;
        }
        ring
    }

    /// Where the limit is crossed between two corners: never at the corners themselves, so that
    /// no ring touches itself; halfway to what is never reached.
    #[expect(clippy::cast_precision_loss, reason = "grid sizes are bounded")]
    fn position(&self, crossing: u32) -> Spot {
        let (corner, upright) = ((crossing >> 1) as usize, crossing & 1 == 1);
        let n = self.raster.columns;
        let (here, there) =
            (self.raster.ms[corner], self.raster.ms[if upright { corner + n } else { corner + 1 }]);
        let share = if here.max(there) >= NEVER {
            0.5
        } else {
            let (here, there) = (f64::from(here), f64::from(there));
            ((self.limit - here) / (there - here)).clamp(0.05, 0.95)
        };
        let (x, y) = ((corner % n) as f64, (corner / n) as f64);
        if upright { [x, y + share] } else { [x + share, y] }
    }
}

/// Sides of a cell in the order south, east, north, west.
fn side(side: u8, corner: usize, columns: usize) -> u32 {
    let (corner, upright) = match side {
        0 => (corner, 0),
        1 => (corner + 1, 1),
        2 => (corner + columns, 0),
        _ => (corner, 1),
    };
    super::super::atlas::index(corner << 1 | upright)
}

/// The pieces of contour in one cell, by its reached corners: 1 south-west, 2 south-east, 4
/// north-east, 8 north-west. Saddles keep the two reached corners apart.
const fn sides(code: u8) -> &'static [(u8, u8)] {
    match code {
        1 => &[(0, 3)],
        2 => &[(1, 0)],
        3 => &[(1, 3)],
        4 => &[(2, 1)],
        5 => &[(0, 3), (2, 1)],
        6 => &[(2, 0)],
        7 => &[(2, 3)],
        8 => &[(3, 2)],
        9 => &[(0, 2)],
        10 => &[(1, 0), (3, 2)],
        11 => &[(1, 2)],
        12 => &[(3, 1)],
        13 => &[(0, 1)],
        14 => &[(3, 0)],
        _ => &[],
    }
}

/// Adds a point; on a straight run the one before is not needed any more.
fn push(line: &mut Vec<Spot>, spot: Spot) {
    if let [.., a, b] = line[..]
        && ((b[0] - a[0]) * (spot[1] - b[1]) - (b[1] - a[1]) * (spot[0] - b[0])).abs() < 1e-9
    {
        line.pop();
    }
    line.push(spot);
}

/// Positive for rings that run anticlockwise.
fn signed_area(ring: &[Spot]) -> f64 {
    ring.windows(2).map(|p| p[0][0] * p[1][1] - p[1][0] * p[0][1]).sum::<f64>() / 2.0
}
