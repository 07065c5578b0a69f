//! How fast: the posted limit, else what is usual on the class, then every cap that applies.

use super::conditional::When;
use super::country::{self, Locale};
use super::way::{self, Direction, FERRY_SPEED_KEY, class_of, is_ferry};
use super::{HighwayClass, Mode, Profile, limits, maxspeed};
use crate::domain::osm::Tags;

const WALKING_KMH: f32 = 4.5;
/// Below this a two-way road forces oncoming cars to give way, in metres.
const NARROW_M: f32 = 3.2;

/// Speed in km/h; 0 means nobody gets through.
pub fn of(
    profile: &Profile,
    tags: &Tags,
    direction: Direction,
    when: When,
    locale: &Locale,
) -> f32 {
    if is_ferry(tags) {
        return tags.get(FERRY_SPEED_KEY).and_then(|v| v.parse().ok()).unwrap_or(profile.ferry_kmh);
    }
    let driven = posted_or_usual(profile, tags, direction, when, locale);
    caps(profile, tags, direction, locale).into_iter().flatten().fold(driven, f32::min)
}

fn posted_or_usual(
    profile: &Profile,
    tags: &Tags,
    direction: Direction,
    when: When,
    locale: &Locale,
) -> f32 {
    let Some(class) = profile.highway.get(class_of(tags)) else {
        return profile.explicit_highway_kmh;
    };
    let usual = usual_speed(profile, class, tags).min(profile.top_kmh);
    if !profile.obey_maxspeed {
        return usual;
    }
    let posted =
        maxspeed::limit(tags, direction, when, locale).map(|kmh| kmh * profile.limit_factor);
    if profile.mode != Mode::Motor {
        return posted.map_or(usual, |posted| posted.min(usual));
    }
    let ceiling = class.max.unwrap_or(f32::INFINITY).min(profile.top_kmh);
    let national =
        country::limit(locale, tags).map_or(f32::INFINITY, |kmh| kmh * profile.limit_factor);
    posted.map_or(usual.min(national), |posted| posted).min(ceiling)
}

fn usual_speed(profile: &Profile, class: &HighwayClass, tags: &Tags) -> f32 {
    if class.pushed && may_ride(tags) {
        return profile.ridden_kmh;
    }
    if country::is_urban(tags) { class.urban } else { class.rural }
}

fn may_ride(tags: &Tags) -> bool {
    matches!(tags.get("bicycle"), Some("yes" | "designated" | "permissive" | "official"))
        && !tags.is("highway", "steps")
}

fn caps(profile: &Profile, tags: &Tags, direction: Direction, locale: &Locale) -> [Option<f32>; 7] {
    let by = |table: &std::collections::BTreeMap<String, f32>, key: &str| {
        table.get(tags.get(key)?).copied()
    };
    [
        by(&profile.surface, "surface"),
        by(&profile.tracktype, "tracktype"),
        by(&profile.smoothness, "smoothness"),
        tags.get("service").and_then(|kind| profile.service.get(kind)?.max),
        narrow(profile, tags),
        dismounted(profile, tags),
        if profile.obey_maxspeed { maxspeed::advisory(tags, direction, locale) } else { None },
    ]
}

fn narrow(profile: &Profile, tags: &Tags) -> Option<f32> {
    let cap = profile.single_lane_max_kmh?;
    let two_way = !matches!(tags.get("oneway"), Some("yes" | "true" | "1" | "-1"))
        && !tags.has("junction")
        && !way::class_of(tags).ends_with("_link");
    let width = tags.get("width").and_then(limits::metres);
    let narrow = tags.is("lanes", "1") || width.is_some_and(|width| width < NARROW_M);
    (two_way && narrow).then_some(cap)
}

fn dismounted(profile: &Profile, tags: &Tags) -> Option<f32> {
    (profile.mode == Mode::Bicycle && tags.is("bicycle", "dismount")).then_some(WALKING_KMH)
}
