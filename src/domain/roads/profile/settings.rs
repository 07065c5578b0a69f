//! What an organisation may change about a built-in profile: the vehicle's measures, its speed by
//! road class, and classes of roads to keep away from.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::{Profile, ProfileId, VehicleSize};
use crate::domain::roads::variant::Avoid;

/// Bounds of a factor on the speed of a road class.
pub const FACTOR_MIN: f32 = 0.2;
pub const FACTOR_MAX: f32 = 2.0;
/// Bounds of a top speed, in km/h.
pub const TOP_KMH_MIN: f32 = 3.0;
pub const TOP_KMH_MAX: f32 = 150.0;
/// Bounds of a vehicle's measures, in metres.
const METRES_MIN: f32 = 0.3;
const METRES_MAX: f32 = 30.0;
/// Bounds of its weights, in tonnes.
const TONNES_MIN: f32 = 0.05;
const TONNES_MAX: f32 = 60.0;

/// Changes to a built-in profile; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = VehicleSettings)]
pub struct Settings {
    pub size: VehicleSize,
    /// Never faster than this, km/h.
    pub top_kmh: Option<f32>,
    /// Factor on the speed by `highway` class: 0.8 is a fifth slower.
    #[serde(deserialize_with = "without_nulls")]
    pub speed: BTreeMap<String, f32>,
    pub avoid: Vec<Avoid>,
}

/// A setting that cannot be.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BadSetting {
    #[error("{pointer} must be between {min} and {max}")]
    OutOfRange { pointer: String, min: f32, max: f32 },
    #[error("{pointer} is no road class of this profile")]
    UnknownClass { pointer: String, class: String },
}

impl Settings {
    pub fn is_ordinary(&self) -> bool {
        *self == Self::default()
    }

    /// Everything that is wrong with the settings, with JSON pointers.
    pub fn faults(&self, id: ProfileId) -> Vec<BadSetting> {
        let size = &self.size;
        let mut faults = Vec::new();
        for (name, value) in
            [("height_m", size.height_m), ("width_m", size.width_m), ("length_m", size.length_m)]
        {
            check(&mut faults, format!("/size/{name}"), value, METRES_MIN, METRES_MAX);
        }
        for (name, value) in [("weight_t", size.weight_t), ("axle_load_t", size.axle_load_t)] {
            check(&mut faults, format!("/size/{name}"), value, TONNES_MIN, TONNES_MAX);
        }
        check(&mut faults, "/top_kmh".to_owned(), self.top_kmh, TOP_KMH_MIN, TOP_KMH_MAX);
        let profile = Profile::builtin(id);
        for (class, &factor) in &self.speed {
            let pointer = format!("/speed/{}", class.replace('~', "~0").replace('/', "~1"));
            if profile.highway.contains_key(class) {
                check(&mut faults, pointer, Some(factor), FACTOR_MIN, FACTOR_MAX);
            } else {
                faults.push(BadSetting::UnknownClass { pointer, class: class.clone() });
            }
        }
        faults
    }

    /// The built-in profile with these measures and top speed. Road classes are slowed down by the
    /// metric, where posted limits count, too.
    pub fn profile(&self, id: ProfileId) -> Profile {
        let mut profile = Profile::builtin(id);
        let (own, size) = (&self.size, &mut profile.size);
        let measures = [
            (own.height_m, &mut size.height_m),
            (own.width_m, &mut size.width_m),
            (own.length_m, &mut size.length_m),
            (own.weight_t, &mut size.weight_t),
            (own.axle_load_t, &mut size.axle_load_t),
        ];
        for (own, built_in) in measures {
            *built_in = own.or(*built_in);
        }
        profile.top_kmh = self.top_kmh.unwrap_or(profile.top_kmh);
        profile
    }
}

/// A null is what a merge patch leaves of a factor that it takes away.
fn without_nulls<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, f32>, D::Error> {
    let factors = BTreeMap::<String, Option<f32>>::deserialize(from)?;
    Ok(factors.into_iter().filter_map(|(class, factor)| Some((class, factor?))).collect())
}

fn check(faults: &mut Vec<BadSetting>, pointer: String, value: Option<f32>, min: f32, max: f32) {
    if value.is_some_and(|value| !(min..=max).contains(&value)) {
        faults.push(BadSetting::OutOfRange { pointer, min, max });
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
