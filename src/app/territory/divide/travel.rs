//! Ways by road from the homes of a division's owners, and to the middles of its territories.

use serde_json::{Value, json};

use crate::app::Error;
use crate::app::ways::Ways;
use crate::domain::control::Cancel;
use crate::domain::territory::{Brief, Field, measures};
use crate::domain::travel::{GreatCircle, TravelError, TravelTime, UNREACHABLE};
use crate::domain::units::LngLat;

/// Makes territories compact by the ways from their homes. Where no way leads, a straight one counts.
pub(super) fn by_road(
    brief: Brief,
    field: &Field,
    ways: &Ways<'_>,
    cancel: &Cancel,
) -> Result<Brief, Error> {
    let centres: Vec<LngLat> = field.region.units.iter().map(|unit| unit.centre).collect();
    let k = brief.homes.len();
    let mut duration_s = vec![0; centres.len() * k];
    for (own, home) in brief.homes.iter().enumerate() {
        let sources = std::slice::from_ref(home);
        let found = ways.travel().matrix(sources, &centres, cancel).map_err(explained)?;
        let straight =
            GreatCircle::default().matrix(sources, &centres, cancel).map_err(explained)?;
        let pairs = found.duration_s.iter().zip(&straight.duration_s);
        for (unit, (&by_road, &straight)) in pairs.enumerate() {
            let seconds = if by_road == UNREACHABLE { straight } else { by_road };
            duration_s[unit * k + own] = seconds;
        }
    }
    let area_m2: f64 = field.region.units.iter().map(|unit| unit.area_m2).sum();
    Ok(brief.with_travel(duration_s, area_m2 / 1e6))
}

/// Mean and worst way from each territory's home or middle to its units with work, in seconds.
pub(super) fn measured(
    field: &Field,
    brief: &Brief,
    territory: &[usize],
    ways: &Ways<'_>,
    cancel: &Cancel,
) -> Result<Vec<Value>, Error> {
    let found = measures::travel(&field.region, brief, territory, ways.travel(), cancel);
    let one = |travel: measures::TravelMeasures| {
        json!({
            "mean_s": travel.mean_s,
            "worst_s": travel.worst_s,
            "n_unreachable": travel.n_unreachable,
            "source": ways.source(),
        })
    };
    Ok(found.map_err(explained)?.into_iter().map(one).collect())
}

fn explained(error: TravelError) -> Error {
    match error {
        TravelError::Cancelled => Error::new(crate::app::Kind::Cancelled, "job.cancelled"),
        too_many @ TravelError::TooManyPairs { .. } => Error::internal(too_many),
    }
}
