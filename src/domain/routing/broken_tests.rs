//! No problem makes the solver panic, however broken it is: it has faults, all of them told, or an
//! answer that passes the checker.

use proptest::prelude::*;

use super::*;
use crate::domain::control::{Cancel, Iterations};
use crate::domain::routing::check::check;
use crate::domain::routing::test_problems::rich;

const NUMBERS: [i64; 17] = [
    i64::MIN,
    i64::MIN + 1,
    -(1 << 53),
    -1_000_000,
    -1,
    0,
    1,
    2,
    59,
    1 << 20,
    1 << 24,
    SPAN_MAX_S,
    SPAN_MAX_S + 1,
    AMOUNT_MAX,
    AMOUNT_MAX + 1,
    1 << 52,
    i64::MAX,
];
/// How many things a change may be about.
const WHATS: usize = 60;
const INDEXES: [usize; 6] = [0, 1, 2, 5, 1_000, usize::MAX];
const DURATIONS: [u32; 5] = [0, 1, 1 << 27, u32::MAX - 1, u32::MAX];

/// One number somewhere in the problem, another length of a list, or an index to elsewhere.
#[derive(Debug, Clone, Copy)]
struct Change {
    what: usize,
    at: usize,
    number: i64,
    other: i64,
    index: usize,
    duration: u32,
}

fn change() -> impl Strategy<Value = Change> {
    let number = || prop::sample::select(NUMBERS.to_vec());
    let index = prop::sample::select(INDEXES.to_vec());
    let duration = prop::sample::select(DURATIONS.to_vec());
    (0_usize..WHATS, 0_usize..100, number(), number(), index, duration).prop_map(
        |(what, at, number, other, index, duration)| Change {
            what,
            at,
            number,
            other,
            index,
            duration,
        },
    )
}

impl Change {
    /// About one visit or one rep.
    fn is_of_one(self) -> bool {
        !(38..46).contains(&self.what) && self.what < 55
    }

    fn apply(self, problem: &mut Problem) {
        match self.what {
            0..20 | 46..55 => self.change_visit(problem),
            20..38 => self.change_rep(problem),
            _ => self.change_rest(problem),
        }
    }

    fn window(self) -> Window {
        Window { from_s: self.number, to_s: self.other }
    }

    fn change_visit(self, problem: &mut Problem) {
        let count = problem.visits.len();
        let Some(visit) = problem.visits.get_mut(self.at % count.max(1)) else { return };
        match self.what {
            0 => visit.place = self.index,
            1 => visit.windows.push(self.window()),
            2 => visit.windows = vec![self.window()],
            3 => visit.service_s = self.number,
            4 => visit.service_by_rep.push((self.index, self.number)),
            5 => visit.skills.push(self.duration),
            6 => visit.prize = Some(self.number),
            7 => visit.prize = None,
            8 => visit.delivery.push(self.number),
            9 => visit.pickup = vec![self.number; self.at % 10],
            10 => visit.allowed_reps = Some(vec![self.index]),
            11 => visit.allowed_reps = Some(Vec::new()),
            12 => visit.forbidden_reps.push(self.index),
            13 => visit.stage = self.duration as u8,
            14 => visit.priority = self.at as u8,
            15 => visit.setup_s = self.number,
            16 => visit.setup_by_rep.push((self.index, self.number)),
            17 => visit.price_by_rep.push((self.index, self.number)),
            18 => visit.priority = u8::MAX,
            19 => visit.delivery.clear(),
            46 => visit.late_max_s = self.number,
            47 => (visit.late_max_s, visit.per_late_s) = (59, self.number),
            48 => (visit.late_max_s, visit.per_late_s) = (self.other, 1),
            49 => visit.release_s = Some(self.number),
            50 => visit.due_s = Some(self.number),
            51 => (visit.release_s, visit.due_s) = (Some(self.number), Some(self.other)),
            52 => visit.position = Some(Position::FromStart(self.index)),
            53 => visit.position = Some(Position::FromEnd(self.index)),
            _ => visit.position = Some(Position::FromStart(self.at % 3)),
        }
    }

    fn change_rep(self, problem: &mut Problem) {
        let count = problem.reps.len();
        let Some(rep) = problem.reps.get_mut(self.at % count.max(1)) else { return };
        match self.what {
            20 => (rep.start, rep.centre) = (Some(self.index), Some(self.index)),
            21 => rep.end = Some(self.index),
            22 => rep.shift = self.window(),
            23 => rep.shift.from_s = self.number,
            24 => rep.overtime_max_s = self.number,
            25 => rep.profile = self.index,
            26 => rep.travel_percent = self.duration,
            27 => rep.price_profile = Some(self.index),
            28 => rep.breaks.push(Break { windows: vec![self.window()], ..Break::default() }),
            29 => rep.breaks.push(Break { duration_s: self.number, ..Break::default() }),
            30 => rep.breaks.push(Break { max_load: vec![self.number], ..Break::default() }),
            31 => rep.capacity.push(self.number),
            32 => rep.capacity = vec![0; self.at % 3],
            33 => rep.max_travel_s = Some(self.number),
            34 => (rep.max_distance_m, rep.max_visits) = (Some(self.number), Some(self.index)),
            35 => rep.max_work_s = Some(self.number),
            36 => (rep.costs.per_use, rep.costs.per_work_s) = (self.number, self.other),
            _ => {
                rep.costs.per_meter = self.number;
                rep.costs.per_squared_work_h = self.other;
                rep.costs.per_centre_m = self.other;
            }
        }
    }

    fn add_follow(self, problem: &mut Problem, visit: usize, after: usize) {
        problem.follows.push(Follow { visit, after, is_direct: self.number > 0 });
    }

    fn change_rest(self, problem: &mut Problem) {
        match self.what {
            38 => problem.reps.clear(),
            39 => problem.visits.clear(),
            40 => problem.profiles.clear(),
            41 => problem.pairs.push(Pair { pickup: self.at, delivery: self.index }),
            42 => problem.start_plan.push(vec![self.index, self.at]),
            43 => problem.frozen.push(self.index),
            44 => problem.profiles.iter_mut().for_each(|matrix| matrix.n_targets = self.index),
            55 => self.add_follow(problem, self.index, self.at),
            56 => self.add_follow(problem, self.at, self.index),
            57 => self.add_follow(problem, self.at % 5, (self.at + 1) % 5),
            58 => problem.ranking.extend([Objective::Prizes, Objective::Cost, Objective::Work]),
            59 => problem.ranking.extend([Objective::Distance, Objective::Lateness]),
            _ => {
                let count = problem.profiles.len();
                let Some(matrix) = problem.profiles.get_mut(self.at % count.max(1)) else { return };
                let cell = self.at % matrix.duration_s.len().max(1);
                if let Some(duration) = matrix.duration_s.get_mut(cell) {
                    *duration = self.duration;
                }
                if let Some(distance) = matrix.distance_m.get_mut(cell) {
                    *distance = self.duration;
                }
            }
        }
    }
}

/// Whether the problem was sound.
fn judge(problem: &Problem) -> bool {
    let found = faults(problem);
    let budget = Iterations(30);
    let solved = solve(problem, Options::default(), &budget, &Cancel::never(), &|_| ());
    match solved {
        Err(told) => assert_eq!(told, found),
        Ok(solution) => {
            assert_eq!(found, []);
            assert_eq!(check(problem, &solution), []);
        }
    }
    found.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_problem(
        seed in 0_u64..200,
        n_visits in 1_usize..16,
        n_reps in 1_usize..4,
        changes in prop::collection::vec(change(), 1..6),
    ) {
        let mut problem = rich(seed, n_visits, n_reps);
        for change in &changes {
            change.apply(&mut problem);
        }
        judge(&problem);
    }

    #[test]
    fn every_fault_is_told_beside_the_others(
        seed in 0_u64..50,
        changes in prop::collection::vec(change(), 2..4),
    ) {
        let sound = rich(seed, 8, 3);
        let mut all = sound.clone();
        // each visit and rep changes once, so that no change hides another
        for (at, change) in changes.iter().enumerate().filter(|(_, change)| change.is_of_one()) {
            Change { at: at % 3 + 3 * (change.at / 100), ..*change }.apply(&mut all);
        }
        let told: Vec<String> = faults(&all).into_iter().map(|fault| fault.path).collect();
        for (at, change) in changes.iter().enumerate().filter(|(_, c)| c.is_of_one()) {
            let mut one = sound.clone();
            Change { at: at % 3 + 3 * (change.at / 100), ..*change }.apply(&mut one);
            let is_shared = |path: &str| path == "/reps" || path == "/ranking" || path.starts_with("/follows") || path.starts_with("/pairs") || path == "/amounts" || path.contains("delivery")
                || path.contains("pickup") || path.contains("capacity") || path.contains("max_load");
            for fault in faults(&one).into_iter().filter(|fault| !is_shared(&fault.path)) {
                prop_assert!(told.contains(&fault.path), "{} is missing in {told:?}", fault.path);
            }
        }
    }
}

#[test]
fn some_changed_problems_stay_sound() {
    let numbers = NUMBERS.iter().flat_map(|number| (0..WHATS).map(move |what| (what, *number)));
    let sound = numbers.filter(|(what, number)| {
        let mut problem = rich(7, 9, 2);
        let (number, what) = (*number, *what);
        let change = Change { what, at: 4, number, other: number, index: 1, duration: 59 };
        change.apply(&mut problem);
        judge(&problem)
    });
    let count = sound.count();
    assert!((100..800).contains(&count), "{count} of {}", WHATS * NUMBERS.len());
}
