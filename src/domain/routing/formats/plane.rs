//! Points in the plane and the rounding conventions of benchmark files.

use std::str::FromStr;

use super::{FormatError, NODES_MAX};
use crate::domain::travel::TravelMatrix;

/// How a Euclidean distance becomes a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Cut after one decimal (DIMACS).
    TruncateTenth,
    /// Cut after two decimals.
    TruncateHundredth,
    NearestInteger,
    NearestThousandth,
    /// Real distances, rounded up behind the fourth decimal so that no time is too short.
    None,
}

impl FromStr for Rounding {
    type Err = FormatError;

    fn from_str(name: &str) -> Result<Self, FormatError> {
        match name {
            "truncate-0.1" => Ok(Self::TruncateTenth),
            "truncate-0.01" => Ok(Self::TruncateHundredth),
            "nearest-integer" => Ok(Self::NearestInteger),
            "nearest-0.001" => Ok(Self::NearestThousandth),
            "none" => Ok(Self::None),
            _ => Err(FormatError::whole(format!(
                "rounding {name} is unknown; there are truncate-0.1, truncate-0.01, \
                 nearest-integer, nearest-0.001 and none"
            ))),
        }
    }
}

impl Rounding {
    /// What whole numbers are in multiples of.
    pub const fn scale(self) -> f64 {
        match self {
            Self::NearestInteger => 1.0,
            Self::TruncateTenth => 10.0,
            Self::TruncateHundredth => 100.0,
            Self::NearestThousandth => 1_000.0,
            Self::None => 10_000.0,
        }
    }

    fn round(self, scaled: f64) -> f64 {
        match self {
            Self::TruncateTenth | Self::TruncateHundredth => scaled.floor(),
            Self::NearestInteger | Self::NearestThousandth => (scaled + 0.5).floor(),
            Self::None => (scaled - 1e-9).ceil().max(0.0),
        }
    }

    /// A number of the file as a whole number; a hair is forgiven for what binary cannot hold.
    #[expect(clippy::cast_possible_truncation, reason = "numbers beyond any bound are faults")]
    pub fn amount(self, value: f64) -> i64 {
        (value * self.scale() + 1e-6).floor() as i64
    }
}

/// Distances between all points, as times too.
pub(super) fn euclidean(
    points: &[(f64, f64)],
    rounding: Rounding,
) -> Result<TravelMatrix, FormatError> {
    let n = points.len();
    if n > NODES_MAX {
        return Err(FormatError::whole(format!("{n} nodes are more than the {NODES_MAX} allowed")));
    }
    let mut distances = Vec::with_capacity(n * n);
    for from in points {
        for to in points {
            let distance = (from.0 - to.0).hypot(from.1 - to.1);
            distances.push(whole(rounding.round(distance * rounding.scale()))?);
        }
    }
    Ok(square(n, distances))
}

/// A square matrix whose times are its distances.
pub(super) fn square(n: usize, distances: Vec<u32>) -> TravelMatrix {
    TravelMatrix {
        n_sources: n,
        n_targets: n,
        duration_s: distances.clone(),
        distance_m: distances,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked before")]
pub(super) fn whole(value: f64) -> Result<u32, FormatError> {
    let is_sane = (0.0..f64::from(1 << 27)).contains(&value);
    is_sane.then_some(value as u32).ok_or_else(|| FormatError::whole(format!("{value} is too far")))
}
