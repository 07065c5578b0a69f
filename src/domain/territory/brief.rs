//! What is wanted of the territories.

use crate::domain::units::LngLat;

pub const UNITS_MAX: usize = 200_000;
pub const TERRITORIES_MAX: usize = 2_000;
pub const ACTIVITIES_MAX: usize = 8;

/// On a map: what borders of round territories count, in shares of what their inertia counts, and
/// what an empty unit weighs, in shares of the mean unit.
const SMOOTHNESS: f64 = 0.5;
const SMOOTH_FLOOR: f64 = 0.3;

/// One thing that is shared out: hours of work, number of accounts, value, potential.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    pub name: String,
    pub targets: Targets,
    /// How far a territory may be from its target, as a share of it: 0.05 is five per cent.
    pub tolerance: f64,
    /// Hard limits of every territory, whatever the target says.
    pub min: Option<f64>,
    pub max: Option<f64>,
}

impl Activity {
    /// The same for every territory, within a tolerance.
    #[must_use]
    pub fn equal(name: impl Into<String>, tolerance: f64) -> Self {
        Self { name: name.into(), targets: Targets::Equal, tolerance, min: None, max: None }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Targets {
    Equal,
    /// In proportion to these numbers, for example the hours each rep has.
    Shares(Vec<f64>),
    /// These amounts.
    Given(Vec<f64>),
}

/// How spread out a territory is.
#[derive(Debug, Clone, PartialEq)]
pub enum Compactness {
    /// Mean squared distance to the centre of gravity, in km2. Units weigh as much as they hold of
    /// an activity (`None`: all alike), plus `floor` times the mean, so that empty units
    /// still care where they belong.
    Inertia { by: Option<usize>, floor: f64 },
    /// Mean travel time to the fixed centres in hours: seconds, units times centres, row-major.
    Travel { duration_s: Vec<u32>, by: Option<usize> },
}

/// What counts how much in the objective that is made small. Every measure is in its own unit, the
/// weights bring them together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// Mean squared relative deviation from the targets.
    pub balance: f64,
    /// km2 or hours, see [`Compactness`].
    pub compactness: f64,
    /// Total length of the borders between territories, in metres.
    pub border: f64,
    /// Share of units, by the first cap's weight, that change their territory.
    pub disruption: f64,
}

/// The alignment in force, and how much of it may change.
#[derive(Debug, Clone, PartialEq)]
pub struct Present {
    /// The territory of each unit today; `None` for a unit that has none.
    pub territory: Vec<Option<usize>>,
    pub caps: Vec<MoveCap>,
}

/// A hard limit on what changes hands: the sum of `weight` (accounts, value, relationships) over
/// the units that leave their present territory is never above `max`.
#[derive(Debug, Clone, PartialEq)]
pub struct MoveCap {
    pub name: String,
    pub weight: Vec<f64>,
    pub max: f64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lock {
    /// This unit belongs to this territory.
    To { unit: usize, territory: usize },
    /// These units stay in one territory, whichever it is.
    Together { units: Vec<usize> },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    pub n_territories: usize,
    /// At least one, at most [`ACTIVITIES_MAX`]; amounts of a unit are parallel to it.
    pub activities: Vec<Activity>,
    /// Homes of the reps as fixed centres, one for each territory; empty lets the centres move.
    pub homes: Vec<LngLat>,
    pub compactness: Compactness,
    pub weights: Weights,
    pub present: Option<Present>,
    pub locks: Vec<Lock>,
    pub seed: u64,
}

impl Brief {
    /// Compact territories that all hold the same.
    #[must_use]
    pub fn balanced(n_territories: usize, activities: Vec<Activity>, seed: u64) -> Self {
        Self {
            n_territories,
            activities,
            homes: Vec::new(),
            compactness: Compactness::Inertia { by: Some(0), floor: 0.05 },
            weights: Weights { balance: 0.0, compactness: 1.0, border: 0.0, disruption: 0.0 },
            present: None,
            locks: Vec::new(),
            seed,
        }
    }

    /// Also asks for short borders, which people who read a map expect: inertia alone leaves it open
    /// how the empty ground between accounts is shared out. `area_km2` is that of the whole region. The
    /// two terms are brought together as for discs of a territory's area `A`, whose inertia is `A / 2 pi`
    /// and whose circumference, half of it a territory's own, is `2 sqrt(pi A)`.
    #[must_use]
    pub fn with_short_borders(mut self, area_km2: f64) -> Self {
        let n = self.n_territories as f64;
        let area = area_km2 / n;
        self.border_against(area / std::f64::consts::TAU, area);
        if let Compactness::Inertia { floor, .. } = &mut self.compactness {
            *floor = SMOOTH_FLOOR;
        }
        self
    }

    /// Makes territories compact by the ways from their homes, `duration_s` as in
    /// [`Compactness::Travel`], beside short borders: those of a disc count half of its mean way.
    #[must_use]
    pub fn with_travel(mut self, duration_s: Vec<u32>, area_km2: f64) -> Self {
        let area = area_km2 / self.n_territories as f64;
        let nearest = duration_s.chunks(self.n_territories).filter_map(|row| row.iter().min());
        let hours: f64 = nearest.map(|&seconds| f64::from(seconds) / 3_600.0).sum();
        let n_units = (duration_s.len() / self.n_territories).max(1) as f64;
        self.border_against(hours / n_units, area);
        self.compactness = Compactness::Travel { duration_s, by: Some(0) };
        self
    }

    /// Borders of territories with this area count [`SMOOTHNESS`] of what compactness comes to.
    fn border_against(&mut self, compactness: f64, area_km2: f64) {
        let borders_m = self.n_territories as f64 * (std::f64::consts::PI * area_km2).sqrt() * 1e3;
        if borders_m > 0.0 {
            self.weights.border = SMOOTHNESS * self.weights.compactness * compactness / borders_m;
        }
    }
}
