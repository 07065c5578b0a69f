//! Travel times between places, the one thing route and territory planners ask of the road engine.

use crate::domain::control::Cancel;
use crate::domain::units::LngLat;

/// Marks a pair without a connection, in both arrays of a [`TravelMatrix`].
pub const UNREACHABLE: u32 = u32::MAX;

/// Sources times targets, row-major: entry `source * n_targets + target`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TravelMatrix {
    pub n_sources: usize,
    pub n_targets: usize,
    /// Seconds, [`UNREACHABLE`] where there is no way.
    pub duration_s: Vec<u32>,
    /// Metres along the fastest way, [`UNREACHABLE`] where there is none.
    pub distance_m: Vec<u32>,
}

impl TravelMatrix {
    #[must_use]
    pub fn duration_s(&self, source: usize, target: usize) -> u32 {
        self.duration_s[source * self.n_targets + target]
    }

    #[must_use]
    pub fn distance_m(&self, source: usize, target: usize) -> u32 {
        self.distance_m[source * self.n_targets + target]
    }
}

/// Why no matrix came back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TravelError {
    #[error("cancelled")]
    Cancelled,
    #[error("{n_sources} x {n_targets} pairs are more than the {max} allowed")]
    TooManyPairs { n_sources: usize, n_targets: usize, max: usize },
}

/// How long from everywhere to everywhere. Two implementations: the road engine and
/// [`GreatCircle`].
pub trait TravelTime: Sync {
    /// Travel times and distances of every source to every target.
    ///
    /// # Errors
    /// When cancelled, or when the matrix is larger than the implementation allows. A place that
    /// cannot be reached is not an error, it is [`UNREACHABLE`].
    fn matrix(
        &self,
        sources: &[LngLat],
        targets: &[LngLat],
        cancel: &Cancel,
    ) -> Result<TravelMatrix, TravelError>;
}

/// Straight lines, stretched by a detour factor and driven at one speed. For places outside of
/// any region, and for rough first answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GreatCircle {
    pub speed_mps: f64,
    /// Road distance over straight distance; 1.3 is usual in towns (Ballou et al. 2002).
    pub detour: f64,
}

impl Default for GreatCircle {
    fn default() -> Self {
        Self { speed_mps: 30.0 / 3.6, detour: 1.3 }
    }
}

impl TravelTime for GreatCircle {
    fn matrix(
        &self,
        sources: &[LngLat],
        targets: &[LngLat],
        cancel: &Cancel,
    ) -> Result<TravelMatrix, TravelError> {
        let n_pairs = sources.len() * targets.len();
        let mut duration_s = Vec::with_capacity(n_pairs);
        let mut distance_m = Vec::with_capacity(n_pairs);
        for source in sources {
            if cancel.is_cancelled() {
                return Err(TravelError::Cancelled);
            }
            for target in targets {
                let metres = source.distance(*target).0 * self.detour;
                distance_m.push(rounded(metres));
                duration_s.push(rounded(metres / self.speed_mps));
            }
        }
        Ok(TravelMatrix {
            n_sources: sources.len(),
            n_targets: targets.len(),
            duration_s,
            distance_m,
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "half the Earth's circumference times any sane detour stays far below 2^32"
)]
fn rounded(value: f64) -> u32 {
    value.round() as u32
}

#[cfg(test)]
#[path = "travel_tests.rs"]
mod tests;
