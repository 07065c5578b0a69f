//! Map matching: the roads behind a trace of positions, by the hidden Markov model of Newson &
//! Krumm (2009).

use super::cost::{self, Cost};
use super::dijkstra;
use super::hierarchy;
use super::network::View;
use super::snap::{Attachment, Snap, SnapOptions};
use crate::domain::units::LngLat;

/// Positions one trace may have.
pub const TRACE_MAX: usize = 5000;
/// Roads considered for one position.
const CANDIDATES_MAX: usize = 6;
/// Metres: how much longer the driven way is than the straight line, typically.
const BETA_M: f64 = 10.0;
/// A way longer than this beyond the straight line cannot be what was driven between two fixes.
const DETOUR_MAX_M: f64 = 2000.0;
/// Positions farther apart in time than this do not belong to one drive.
pub const GAP_MAX_S: i64 = 60;

/// A position of a trace.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fix {
    pub at: LngLat,
    /// Standard deviation of the position in metres.
    pub accuracy_m: f64,
    /// Seconds since some moment.
    pub time_s: Option<i64>,
}

/// A stretch of the trace that one drive explains.
#[derive(Debug, Clone, PartialEq)]
pub struct Matching {
    /// Positions of the trace, ascending; those left out fit no road.
    pub fixes: Vec<usize>,
    /// Where each of them is on the network.
    pub places: Vec<MatchedPlace>,
    /// 0 to 1: how directly the roads explain the trace.
    pub confidence: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MatchedPlace {
    pub snap: Snap,
    pub backward: bool,
    /// Roads that could have been meant as well.
    pub n_alternatives: usize,
}

/// Where a position may be, with the direction of travel.
struct Candidate {
    snap: Snap,
    backward: bool,
    departure: Attachment,
    emission: f64,
}

/// Log probability of the best way to be at a candidate, and where it came from.
#[derive(Clone, Copy)]
struct Best {
    score: f64,
    before: usize,
}

impl View<'_> {
    /// The most likely drives behind a trace. It is split where no road connects what was seen,
    /// and, with `split_gaps`, where the positions are too far apart in time.
    pub fn match_trace(&self, trace: &[Fix], split_gaps: bool) -> Vec<Matching> {
        let mut matchings = Vec::new();
        let mut drive = Drive::default();
        for (i, fix) in trace.iter().enumerate() {
            let candidates = self.candidates(fix);
            if candidates.is_empty() {
                continue;
            }
            let gap = split_gaps && drive.gap_before(trace, i);
            let scores = if gap { None } else { self.connect(&drive, trace, i, &candidates) };
            let scores = scores.unwrap_or_else(|| {
                matchings.extend(drive.finish());
                drive = Drive::default();
                candidates.iter().map(|c| Best { score: c.emission, before: 0 }).collect()
            });
            drive.push(i, candidates, scores);
        }
        matchings.extend(drive.finish());
        matchings
    }

    fn candidates(&self, fix: &Fix) -> Vec<Candidate> {
        let options = SnapOptions {
            radius_m: (4.0 * fix.accuracy_m).clamp(25.0, 200.0),
            n_max: CANDIDATES_MAX,
            alternatives: true,
            ..SnapOptions::default()
        };
        let snapper = self.snapper();
        let mut candidates = Vec::new();
        for snap in snapper.snap(fix.at, &options) {
            for backward in [false, true] {
                let Some(departure) = snapper.attach(&snap, backward, 0) else { continue };
                let deviation = snap.distance_m / fix.accuracy_m.max(1.0);
                candidates.push(Candidate {
                    snap,
                    backward,
                    departure,
                    emission: -0.5 * deviation * deviation,
                });
            }
        }
        candidates
    }

    /// Scores of the candidates coming from the drive so far; `None` when none can.
    fn connect(
        &self,
        drive: &Drive,
        trace: &[Fix],
        i: usize,
        candidates: &[Candidate],
    ) -> Option<Vec<Best>> {
        let before = drive.steps.last()?;
        let straight_m = trace[before.fix].at.distance(trace[i].at).0;
        let noise_m = 2.0 * (trace[i].accuracy_m + trace[before.fix].accuracy_m);
        let mut scores = vec![Best { score: f64::NEG_INFINITY, before: 0 }; candidates.len()];
        for (b, from) in before.candidates.iter().enumerate() {
            let so_far = before.scores[b].score;
            if so_far == f64::NEG_INFINITY {
                continue;
            }
            for (to, slot) in candidates.iter().zip(&mut scores) {
                let Some(driven_m) = self.driven_m(from, to, noise_m) else { continue };
                let off = (driven_m - straight_m).abs();
                let score = so_far - off / BETA_M + to.emission;
                if off <= DETOUR_MAX_M && score > slot.score {
                    *slot = Best { score, before: b };
                }
            }
        }
        scores.iter().any(|best| best.score > f64::NEG_INFINITY).then_some(scores)
    }

    /// Metres along the fastest way. Noise that moves a position backward on its road is none.
    fn driven_m(&self, from: &Candidate, to: &Candidate, noise_m: f64) -> Option<f64> {
        let (a, b) = (&from.departure, &to.departure);
        if a.edge == b.edge {
            let ahead =
                f64::from(cost::cm(b.before)) / 100.0 - f64::from(cost::cm(a.before)) / 100.0;
            if ahead >= -noise_m {
                return Some(ahead.max(0.0));
            }
        }
        let starts = dijkstra::first_states(self.graph, self.metric, std::slice::from_ref(a));
        let ends: Vec<(u32, Cost)> =
            self.graph.states(b.edge).iter().map(|&state| (state, 0)).collect();
        let whole = hierarchy::distance(&self.topology.parent, self.weights, &starts, &ends)?;
        Some(cost::metres(whole - b.after))
    }
}

struct StepBack {
    fix: usize,
    candidates: Vec<Candidate>,
    scores: Vec<Best>,
}

#[derive(Default)]
struct Drive {
    steps: Vec<StepBack>,
}

impl Drive {
    fn push(&mut self, fix: usize, candidates: Vec<Candidate>, scores: Vec<Best>) {
        self.steps.push(StepBack { fix, candidates, scores });
    }

    fn gap_before(&self, trace: &[Fix], i: usize) -> bool {
        let last = self.steps.last().and_then(|step| trace[step.fix].time_s);
        last.zip(trace[i].time_s).is_some_and(|(last, now)| now - last > GAP_MAX_S)
    }

    /// Follows the best scores back; a single position is no drive.
    fn finish(&mut self) -> Option<Matching> {
        if self.steps.len() < 2 {
            return None;
        }
        let last = self.steps.last()?;
        let best = last.scores.iter().enumerate().max_by(|a, b| a.1.score.total_cmp(&b.1.score))?;
        let (mut at, score) = (best.0, best.1.score);
        let mut places = Vec::with_capacity(self.steps.len());
        for step in self.steps.iter().rev() {
            let candidate = &step.candidates[at];
            places.push(MatchedPlace {
                snap: candidate.snap,
                backward: candidate.backward,
                n_alternatives: step.candidates.len() - 1,
            });
            at = step.scores[at].before;
        }
        places.reverse();
        let fixes: Vec<usize> = self.steps.iter().map(|step| step.fix).collect();
        #[expect(clippy::cast_precision_loss, reason = "a trace has few thousand positions")]
        let confidence = (score / fixes.len() as f64).exp().clamp(0.0, 1.0);
        Some(Matching { fixes, places, confidence })
    }
}

#[cfg(test)]
#[path = "matching_tests.rs"]
mod tests;
