//! Which tags matter to a road, so that few distinct sets of them remain.

/// Keys kept as they are.
const KEYS: &[&str] = &[
    "access",
    "area",
    "bicycle",
    "bicycle_road",
    "cycleway",
    "duration",
    "foot",
    "goods",
    "hgv",
    "highway",
    "ice_road",
    "impassable",
    "junction",
    "lanes",
    "man_made",
    "motor_vehicle",
    "motorcar",
    "motorroad",
    "oneway",
    "public_transport",
    "railway",
    "route",
    "service",
    "smoothness",
    "source:maxspeed",
    "status",
    "surface",
    "toll",
    "tracktype",
    "tunnel",
    "vehicle",
    "width",
    "winter_road",
    "zone:maxspeed",
    "zone:traffic",
];
/// Keys kept with whatever follows the colon.
const PREFIXES: &[&str] = &[
    "access:",
    "bicycle:",
    "cycleway:",
    "foot:",
    "goods:",
    "maxaxleload",
    "maxheight",
    "maxlength",
    "maxspeed",
    "maxweight",
    "maxwidth",
    "motor_vehicle:",
    "motorcar:",
    "oneway:",
    "vehicle:",
];
const SIGN_KEYS: &[&str] = &[
    "access",
    "barrier",
    "bicycle",
    "bollard",
    "crossing",
    "direction",
    "foot",
    "goods",
    "highway",
    "locked",
    "maxheight",
    "maxwidth",
    "motor_vehicle",
    "motorcar",
    "railway",
    "traffic_calming",
    "traffic_signals:direction",
    "vehicle",
];
const SIGN_HIGHWAYS: &[&str] = &[
    "crossing",
    "give_way",
    "mini_roundabout",
    "stop",
    "traffic_signals",
    "turning_circle",
    "turning_loop",
];

pub fn of_way(key: &str) -> bool {
    KEYS.contains(&key) || PREFIXES.iter().any(|prefix| key.starts_with(prefix))
}

/// Whether a tag of a node may stop or slow somebody.
pub fn of_node(key: &str, value: &str) -> bool {
    match key {
        "highway" => SIGN_HIGHWAYS.contains(&value),
        "railway" => value == "level_crossing",
        _ => SIGN_KEYS.contains(&key),
    }
}
