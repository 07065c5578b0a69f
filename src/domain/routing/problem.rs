//! What is to be planned: visits, reps, travel times and what counts.
//!
//! Times are seconds on one axis that the caller chooses (midnight, Unix time, an instance's own
//! unit); costs are whole numbers in one unit that the caller chooses.

use crate::domain::travel::TravelMatrix;

/// The most visits a problem may have.
pub const VISITS_MAX: usize = 5_000;
/// The most reps a problem may have.
pub const REPS_MAX: usize = 2_000;
/// The most breaks a rep may have in one shift.
pub const BREAKS_MAX: usize = 4;
/// The most dimensions a demand may have.
pub const DIMENSIONS_MAX: usize = 8;
/// The most locks of one visit behind another.
pub const FOLLOWS_MAX: usize = 4 * VISITS_MAX;
/// The longest time that shifts, windows and services may span together.
pub const SPAN_MAX_S: i64 = 1 << 27;
/// The highest priority of a visit.
pub const PRIORITY_MAX: u8 = 100;
/// The largest cost, prize or demand.
pub const AMOUNT_MAX: i64 = 1 << 40;

/// The highest price of a second of lateness.
pub const LATE_PRICE_MAX: i64 = 1 << 20;

/// The longest way from place to place.
pub const DISTANCE_MAX_M: u32 = 1 << 27;
/// Farther from the centre than this costs no more.
pub const CENTRE_MAX_M: u32 = 1 << 26;

/// An interval of time, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    pub from_s: i64,
    pub to_s: i64,
}

/// Where in a route a visit must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// So many visits come before it: 0 for the first.
    FromStart(usize),
    /// So many visits come after it: 0 for the last.
    FromEnd(usize),
}

/// One call at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visit {
    /// Row and column of the matrices.
    pub place: usize,
    /// When the service may start; none means any time. Sorted or not, overlapping or not.
    pub windows: Vec<Window>,
    /// How long after the end of a window the service may still start.
    pub late_max_s: i64,
    /// What each second costs that it starts after the end of the last window that had opened; at
    /// most [`LATE_PRICE_MAX`].
    pub per_late_s: i64,
    /// The service starts at this instant or later, whatever the windows say.
    pub release_s: Option<i64>,
    /// The service starts at this instant or before, lateness or not.
    pub due_s: Option<i64>,
    pub service_s: i64,
    /// Reps that need another time for it.
    pub service_by_rep: Vec<(usize, i64)>,
    pub skills: Vec<u32>,
    /// What leaving it out costs. None: it must be served if that is possible at all.
    pub prize: Option<i64>,
    /// Loaded at the start, handed over here; one number a dimension.
    pub delivery: Vec<i64>,
    /// Taken on here, kept to the end; one number a dimension.
    pub pickup: Vec<i64>,
    /// Only these reps, if given.
    pub allowed_reps: Option<Vec<usize>>,
    pub forbidden_reps: Vec<usize>,
    /// Along a route the stage never falls: 0 for the first calls, higher ones after.
    pub stage: u8,
    /// Locked to a position, whoever serves it; nothing else can come between it and that end of
    /// the route than so many visits, and no fewer.
    pub position: Option<Position>,
    /// An appointment others must work around; only matters for the reasons given.
    pub is_fixed: bool,
    /// Among visits without a prize one of a higher priority (0 to [`PRIORITY_MAX`]) outweighs any
    /// number of a lower one: what counts first is the sum of priorities served, then the number.
    pub priority: u8,
    /// Comes before the service when the rep was elsewhere before.
    pub setup_s: i64,
    /// Reps that need another time for the setup.
    pub setup_by_rep: Vec<(usize, i64)>,
    /// What it costs besides when this rep does it: to leave an agreed plan, to go beyond the
    /// territory.
    pub price_by_rep: Vec<(usize, i64)>,
}

/// A pick-up and its delivery: one rep does both, in this order, or nobody does either. What the
/// first takes on (`pickup`) is what the second hands over (`delivery`). Where nothing is handed
/// over it locks the two together. See [`Follow`] for chains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub pickup: usize,
    pub delivery: usize,
}

/// A visit that is served only after another one, in the same route. The other may be served
/// without it. Several make chains and trees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Follow {
    pub visit: usize,
    pub after: usize,
    /// No visit comes between the two.
    pub is_direct: bool,
}

/// A pause that a used rep takes on the road or at a site, once, inside one of the windows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Break {
    /// When it may start. Sorted, not overlapping.
    pub windows: Vec<Window>,
    pub duration_s: i64,
    /// Only with at most this on board; one number a dimension, none means any load.
    pub max_load: Vec<i64>,
}

/// Prices of a rep's day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Costs {
    /// Once, if the rep has any visit.
    pub per_use: i64,
    pub per_travel_s: i64,
    pub per_meter: i64,
    /// From departure to return, waiting and breaks included.
    pub per_work_s: i64,
    /// After the end of the shift.
    pub per_overtime_s: i64,
    /// Setup and service.
    pub per_task_s: i64,
    /// The hours from departure to return, squared: of two plans with the same hours the one that
    /// shares them out more evenly among the reps costs less. Balance.
    pub per_squared_work_h: i64,
    /// From the rep's centre to each visit. Compactness.
    pub per_centre_m: i64,
}

/// One rep with one shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rep {
    /// None: the day begins at the first visit.
    pub start: Option<usize>,
    /// None: the day ends at the last visit.
    pub end: Option<usize>,
    pub shift: Window,
    /// How far past the end of the shift the rep may work.
    pub overtime_max_s: i64,
    /// Index into the problem's profiles.
    pub profile: usize,
    /// Travel times of the profile are multiplied by this over 100.
    pub travel_percent: u32,
    /// Each leg costs what this profile gives as its duration, instead of the prices of travel.
    pub price_profile: Option<usize>,
    /// In the order in which they are taken.
    pub breaks: Vec<Break>,
    pub skills: Vec<u32>,
    /// One number a dimension; none means no limit.
    pub capacity: Vec<i64>,
    pub max_travel_s: Option<i64>,
    pub max_distance_m: Option<i64>,
    pub max_work_s: Option<i64>,
    pub max_visits: Option<usize>,
    /// The place around which this rep's visits should lie, if anywhere.
    pub centre: Option<usize>,
    pub costs: Costs,
}

impl Default for Rep {
    fn default() -> Self {
        Self {
            start: None,
            end: None,
            shift: Window { from_s: 0, to_s: SPAN_MAX_S },
            overtime_max_s: 0,
            profile: 0,
            travel_percent: 100,
            price_profile: None,
            breaks: Vec::new(),
            skills: Vec::new(),
            capacity: Vec::new(),
            max_travel_s: None,
            max_distance_m: None,
            max_work_s: None,
            max_visits: None,
            centre: None,
            costs: Costs { per_travel_s: 1, ..Costs::default() },
        }
    }
}

/// What plans can be compared by; less is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Objective {
    /// Prizes of visits left out.
    Prizes,
    /// Routes at their prices: legs, hours, use, overtime, lateness, what depends on the rep.
    Cost,
    /// Seconds from departure to return, of all reps.
    Work,
    /// Seconds on the road.
    Travel,
    /// Metres on the road.
    Distance,
    /// Reps with any visit.
    Reps,
    /// Seconds of lateness, whatever they cost.
    Lateness,
}

/// Everything the solver is told.
#[derive(Debug, Clone, Default)]
pub struct Problem {
    /// Square matrices over the same places.
    pub profiles: Vec<TravelMatrix>,
    pub visits: Vec<Visit>,
    pub pairs: Vec<Pair>,
    /// At most [`FOLLOWS_MAX`].
    pub follows: Vec<Follow>,
    pub reps: Vec<Rep>,
    /// Objectives in strict order: the least gain in one outweighs any loss in those behind it.
    /// After those named comes the sum of what is not: prizes of visits left out, and costs. Empty:
    /// that sum alone. Mandatory visits count before all.
    pub ranking: Vec<Objective>,
    /// A plan to start from: for each rep the visits in order. Empty: none.
    pub start_plan: Vec<Vec<usize>>,
    /// For each rep how many of the first visits of the start plan must stay where they are.
    pub frozen: Vec<usize>,
}

impl Problem {
    /// Number of places the matrices cover.
    #[must_use]
    pub fn n_places(&self) -> usize {
        self.profiles.first().map_or(0, |matrix| matrix.n_sources)
    }

    /// Seconds this rep needs for this visit.
    #[must_use]
    pub fn service_s(&self, visit: usize, rep: usize) -> i64 {
        let visit = &self.visits[visit];
        own_or(&visit.service_by_rep, rep, visit.service_s)
    }

    /// Seconds this rep needs for the setup of this visit, coming from elsewhere.
    #[must_use]
    pub fn setup_s(&self, visit: usize, rep: usize) -> i64 {
        let visit = &self.visits[visit];
        own_or(&visit.setup_by_rep, rep, visit.setup_s)
    }
}

impl Visit {
    /// What it costs besides when this rep does it.
    #[must_use]
    pub fn price(&self, rep: usize) -> i64 {
        own_or(&self.price_by_rep, rep, 0)
    }
}

fn own_or(own: &[(usize, i64)], rep: usize, usual_s: i64) -> i64 {
    own.iter().find(|(of, _)| *of == rep).map_or(usual_s, |(_, seconds)| *seconds)
}
