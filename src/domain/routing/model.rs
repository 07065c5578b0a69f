//! The problem as the search reads it: flat arrays, times counted from the first shift's start,
//! reps without difference folded into kinds.
//!
//! Nodes are the visits `0..n`, then each rep's start, then each rep's end.

mod build;

use super::lateness::Lateness;
use super::pairs::Pairs;
use super::problem::SPAN_MAX_S;
use super::ranking::Weights;
use super::rules::Rules;

/// No node, no route.
pub(super) const NONE: u32 = u32::MAX;
/// Later than every instant of the problem.
pub(super) const NEVER: i32 = 1 << 30;
/// The travel time of a pair without a way: longer than any shift.
pub(super) const FAR: i32 = 1 << 28;

/// Square seconds.
const SQUARED_HOUR: i128 = 3_600 * 3_600;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Arc {
    pub time: i32,
    pub dist: i32,
}

impl Arc {
    /// There is no way.
    pub fn is_missing(self) -> bool {
        self.time >= FAR
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct VisitData {
    pub place: u32,
    /// The first opening and the last closing.
    pub from: i32,
    pub to: i32,
    pub service: i32,
    /// Range in `windows`; more than one window when longer than 1.
    pub windows_at: u32,
    pub n_windows: u16,
    pub stage: u8,
    /// Amounts differ from zero.
    pub is_loaded: bool,
}

#[derive(Debug, Clone)]
pub(super) struct BreakData {
    pub windows: Vec<(i32, i32)>,
    pub duration: i32,
    pub max_load: Vec<i64>,
}

/// What tells one rep from another; identical reps share one kind.
#[expect(clippy::struct_excessive_bools, reason = "each says what a kind does not need")]
#[derive(Debug, Clone)]
pub(super) struct Kind {
    pub matrix: usize,
    pub start_place: u32,
    pub end_place: u32,
    pub from: i32,
    /// The regular end of the shift, and the end with overtime.
    pub to: i32,
    pub to_max: i32,
    pub breaks: Vec<BreakData>,
    pub capacity: Vec<i64>,
    pub max_travel: i64,
    pub max_distance: i64,
    pub max_work: i64,
    pub max_visits: u32,
    pub per_use: i64,
    pub per_travel: i64,
    pub per_meter: i64,
    pub per_work: i64,
    /// Of the hours of work, squared, and how often that counts.
    pub per_squared_work: i64,
    pub squared_weight: i64,
    pub per_overtime: i64,
    /// Work time is limited or has a price: the schedule matters, not only the order.
    pub is_timed: bool,
    /// The departure is chosen for its price, not only as early as possible.
    pub picks_departure: bool,
    /// A change can only be judged by the whole order.
    pub is_whole: bool,
    /// Legs cost what another profile says.
    pub has_prices: bool,
    pub per_task: i64,
    pub has_limits: bool,
    /// The reps of this kind, in the problem's order.
    pub reps: Vec<u32>,
}

impl Kind {
    #[inline]
    pub fn arc_cost(&self, arc: Arc) -> i64 {
        i64::from(arc.time) * self.per_travel + i64::from(arc.dist) * self.per_meter
    }

    /// A problem's work takes at most 2^27 seconds, and prices are below 2^25.
    fn squared_cost(&self, work: i64) -> i64 {
        if self.per_squared_work == 0 {
            return 0;
        }
        let squared = i128::from(work * work) * i128::from(self.per_squared_work);
        let squared = i64::try_from(squared / SQUARED_HOUR).unwrap_or(i64::MAX);
        squared.saturating_mul(self.squared_weight)
    }

    /// The price of working from `start` to `end`.
    #[inline]
    pub fn work_cost(&self, start: i32, end: i32) -> i64 {
        let overtime = i64::from((end - self.to).max(0));
        let work = i64::from(end - start);
        work * self.per_work + self.squared_cost(work) + overtime * self.per_overtime
    }
}

#[expect(clippy::struct_excessive_bools, reason = "each says what a problem does not need")]
pub(super) struct Model {
    pub n: usize,
    pub n_reps: usize,
    pub n_dims: usize,
    /// Added to every internal time.
    pub base_s: i64,
    pub visits: Vec<VisitData>,
    pub windows: Vec<(i32, i32)>,
    /// Place of every node.
    pub place: Vec<u32>,
    pub n_places: usize,
    pub matrices: Vec<Vec<Arc>>,
    /// By matrix, time and distance of the legs; empty where the matrix says just that.
    pub legs: Vec<Vec<Arc>>,
    /// The same by destination; empty for a symmetric matrix.
    turned: Vec<Vec<Arc>>,
    /// By matrix and place at least so much leads to it, and away from it.
    least: Vec<Vec<(Arc, Arc)>>,
    pub kinds: Vec<Kind>,
    pub kind_of_rep: Vec<u32>,
    pub weights: Weights,
    /// The cost of leaving a visit out; [`Self::missing_cost`] when mandatory.
    pub prize: Vec<i64>,
    pub missing_cost: i64,
    pub is_optional: Vec<bool>,
    /// `n * n_dims`, and so is `pickup`.
    pub delivery: Vec<i64>,
    pub pickup: Vec<i64>,
    /// Every load changes in one direction only: the sum is all that counts.
    pub is_one_way: bool,
    /// `n * n_kinds`.
    pub compatible: Vec<bool>,
    pub all_compatible: bool,
    /// `n * n_kinds`, empty when no rep differs.
    service_by_kind: Vec<i32>,
    /// `n * n_kinds`, empty when there is none.
    setup_by_kind: Vec<i32>,
    /// `n * n_kinds`, empty when no visit has a price.
    price_by_kind: Vec<i64>,
    pub pairs: Pairs,
    pub lateness: Lateness,
    pub rules: Rules,
    pub has_stages: bool,
    pub is_frozen: Vec<bool>,
    pub n_frozen: usize,
    /// Breaks of the kind with the most, plus one.
    pub n_lanes: usize,
    pub any_timed: bool,
    /// Some visit has more than one window.
    pub any_split: bool,
    /// No route can be too late anywhere: the order of its visits says nothing about time.
    pub is_timeless: bool,
    /// A leg costs every rep the same.
    pub has_one_price: bool,
}

impl Model {
    #[inline]
    pub fn kind(&self, rep: u32) -> &Kind {
        &self.kinds[self.kind_of_rep[rep as usize] as usize]
    }

    #[inline]
    pub fn arc(&self, matrix: usize, from: u32, to: u32) -> Arc {
        self.arc_between(matrix, self.place[from as usize], self.place[to as usize])
    }

    /// The way from place to place.
    #[inline]
    pub fn arc_between(&self, matrix: usize, from: u32, to: u32) -> Arc {
        self.matrices[matrix][from as usize * self.n_places + to as usize]
    }

    /// At least so much leads to the place and away from it.
    #[inline]
    pub fn least(&self, matrix: usize, place: u32) -> (Arc, Arc) {
        self.least[matrix][place as usize]
    }

    /// The ways from a place to all places.
    #[inline]
    pub fn arcs_from(&self, matrix: usize, place: u32) -> &[Arc] {
        &self.matrices[matrix][place as usize * self.n_places..][..self.n_places]
    }

    /// The ways from all places to a place.
    #[inline]
    pub fn arcs_to(&self, matrix: usize, place: u32) -> &[Arc] {
        let turned = &self.turned[matrix];
        let arcs = if turned.is_empty() { &self.matrices[matrix] } else { turned };
        &arcs[place as usize * self.n_places..][..self.n_places]
    }

    #[inline]
    pub fn service(&self, visit: u32, rep: u32) -> i32 {
        if self.service_by_kind.is_empty() {
            return self.visits[visit as usize].service;
        }
        let kind = self.kind_of_rep[rep as usize] as usize;
        self.service_by_kind[visit as usize * self.kinds.len() + kind]
    }

    /// What the visit costs besides when the rep does it.
    #[inline]
    pub fn price(&self, visit: u32, rep: u32) -> i64 {
        if self.price_by_kind.is_empty() {
            return 0;
        }
        let kind = self.kind_of_rep[rep as usize] as usize;
        self.price_by_kind[visit as usize * self.kinds.len() + kind]
    }

    /// Service, and the setup for someone who comes from `from`.
    #[inline]
    pub fn task(&self, from: u32, visit: u32, rep: u32) -> i32 {
        let service = self.service(visit, rep);
        if self.setup_by_kind.is_empty() || self.place[from as usize] == self.place[visit as usize]
        {
            return service;
        }
        let kind = self.kind_of_rep[rep as usize] as usize;
        service + self.setup_by_kind[visit as usize * self.kinds.len() + kind]
    }

    /// Time and distance of a leg, whatever it costs.
    #[inline]
    pub fn leg(&self, matrix: usize, from: u32, to: u32) -> Arc {
        let legs = &self.legs[matrix];
        if legs.is_empty() {
            return self.arc(matrix, from, to);
        }
        let (from, to) = (self.place[from as usize], self.place[to as usize]);
        legs[from as usize * self.n_places + to as usize]
    }

    #[inline]
    pub fn may_serve(&self, visit: u32, rep: u32) -> bool {
        self.all_compatible
            || self.compatible
                [visit as usize * self.kinds.len() + self.kind_of_rep[rep as usize] as usize]
    }

    #[inline]
    pub fn start_node(&self, rep: u32) -> u32 {
        narrow(self.n) + rep
    }

    #[inline]
    pub fn end_node(&self, rep: u32) -> u32 {
        narrow(self.n + self.n_reps) + rep
    }

    #[inline]
    pub fn is_visit(&self, node: u32) -> bool {
        (node as usize) < self.n
    }

    /// The earliest start of the service for someone who is there at `arrival`, or [`NEVER`].
    #[inline]
    pub fn opens(&self, visit: u32, arrival: i32) -> i32 {
        let data = &self.visits[visit as usize];
        if arrival > data.to {
            return NEVER;
        }
        if data.n_windows == 1 {
            return arrival.max(data.from);
        }
        let windows = self.windows_of(visit);
        let open = windows.iter().find(|window| arrival <= window.1);
        open.map_or(NEVER, |window| arrival.max(window.0))
    }

    /// The latest start of the service not after `latest`, or -1.
    #[inline]
    pub fn closes(&self, visit: u32, latest: i32) -> i32 {
        let data = &self.visits[visit as usize];
        if latest < data.from {
            return -1;
        }
        if data.n_windows == 1 {
            return latest.min(data.to);
        }
        let windows = self.windows_of(visit);
        let open = windows.iter().rev().find(|window| window.0 <= latest);
        open.map_or(-1, |window| latest.min(window.1))
    }

    #[inline]
    pub fn windows_of(&self, visit: u32) -> &[(i32, i32)] {
        let data = &self.visits[visit as usize];
        let at = data.windows_at as usize;
        &self.windows[at..at + data.n_windows as usize]
    }

    #[inline]
    pub fn delivery_of(&self, visit: u32) -> &[i64] {
        &self.delivery[visit as usize * self.n_dims..][..self.n_dims]
    }

    #[inline]
    pub fn pickup_of(&self, visit: u32) -> &[i64] {
        &self.pickup[visit as usize * self.n_dims..][..self.n_dims]
    }
}

/// A checked time as the search counts it.
#[expect(clippy::cast_possible_truncation, reason = "clamped to the span, which fits")]
pub(super) fn time(seconds: i64) -> i32 {
    seconds.clamp(-1, SPAN_MAX_S) as i32
}

pub(super) fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(NONE)
}
