//! What differs by country: the side of the road and the limits where none is posted.

use serde::{Deserialize, Serialize};

use crate::domain::osm::Tags;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrivingSide {
    #[default]
    Right,
    Left,
}

/// Where an extract lies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locale {
    /// ISO 3166-1 alpha-2, upper case, when known.
    pub country: Option<String>,
    pub driving_side: DrivingSide,
}

impl Locale {
    pub fn of_country(code: &str) -> Self {
        let code = code.to_ascii_uppercase();
        let left = LEFT.contains(&code.as_str());
        let driving_side = if left { DrivingSide::Left } else { DrivingSide::Right };
        Self { country: Some(code), driving_side }
    }
}

/// Countries and territories that drive on the left.
const LEFT: &[&str] = &[
    "AG", "AI", "AU", "BB", "BD", "BM", "BN", "BS", "BT", "BW", "CC", "CK", "CX", "CY", "DM", "FJ",
    "FK", "GB", "GD", "GG", "GY", "HK", "ID", "IE", "IM", "IN", "JE", "JM", "JP", "KE", "KI", "KN",
    "KY", "LC", "LK", "LS", "MO", "MS", "MT", "MU", "MV", "MW", "MY", "MZ", "NA", "NF", "NP", "NR",
    "NU", "NZ", "PG", "PK", "PN", "SB", "SC", "SG", "SH", "SR", "SZ", "TC", "TH", "TK", "TL", "TO",
    "TT", "TV", "TZ", "UG", "VC", "VG", "VI", "WS", "ZA", "ZM", "ZW",
];

/// Legal limits in km/h where nothing is posted: urban, rural, motorway, living street.
struct Limits(&'static str, f32, f32, f32, f32);

const WORLD: Limits = Limits("", 50.0, 90.0, 120.0, 15.0);
const LIMITS: &[Limits] = &[
    Limits("AT", 50.0, 100.0, 130.0, 7.0),
    Limits("AU", 50.0, 100.0, 110.0, 10.0),
    Limits("BE", 50.0, 70.0, 120.0, 20.0),
    Limits("BG", 50.0, 90.0, 140.0, 20.0),
    Limits("CA", 50.0, 80.0, 100.0, 20.0),
    Limits("CH", 50.0, 80.0, 120.0, 20.0),
    Limits("CN", 50.0, 70.0, 120.0, 20.0),
    Limits("CZ", 50.0, 90.0, 130.0, 20.0),
    Limits("DE", 50.0, 100.0, 140.0, 7.0),
    Limits("DK", 50.0, 80.0, 130.0, 15.0),
    Limits("EE", 50.0, 90.0, 110.0, 20.0),
    Limits("ES", 50.0, 90.0, 120.0, 20.0),
    Limits("FI", 50.0, 80.0, 120.0, 20.0),
    Limits("FR", 50.0, 80.0, 130.0, 20.0),
    Limits("GB", 48.28, 96.56, 112.65, 20.0),
    Limits("GR", 50.0, 90.0, 130.0, 20.0),
    Limits("HR", 50.0, 90.0, 130.0, 10.0),
    Limits("HU", 50.0, 90.0, 130.0, 20.0),
    Limits("IE", 50.0, 80.0, 120.0, 20.0),
    Limits("IT", 50.0, 90.0, 130.0, 20.0),
    Limits("JP", 40.0, 60.0, 100.0, 20.0),
    Limits("KR", 50.0, 80.0, 100.0, 20.0),
    Limits("LI", 50.0, 80.0, 120.0, 20.0),
    Limits("LT", 50.0, 90.0, 130.0, 20.0),
    Limits("LU", 50.0, 90.0, 130.0, 20.0),
    Limits("LV", 50.0, 90.0, 110.0, 20.0),
    Limits("MC", 50.0, 50.0, 70.0, 20.0),
    Limits("MT", 50.0, 80.0, 80.0, 15.0),
    Limits("NL", 50.0, 80.0, 100.0, 15.0),
    Limits("NO", 50.0, 80.0, 110.0, 10.0),
    Limits("NZ", 50.0, 100.0, 110.0, 10.0),
    Limits("PL", 50.0, 90.0, 140.0, 20.0),
    Limits("PT", 50.0, 90.0, 120.0, 20.0),
    Limits("RO", 50.0, 90.0, 130.0, 20.0),
    Limits("RU", 60.0, 90.0, 110.0, 20.0),
    Limits("SE", 50.0, 70.0, 110.0, 7.0),
    Limits("SI", 50.0, 90.0, 130.0, 10.0),
    Limits("SK", 50.0, 90.0, 130.0, 20.0),
    Limits("TR", 50.0, 90.0, 130.0, 20.0),
    Limits("UA", 50.0, 90.0, 130.0, 20.0),
    Limits("US", 40.23, 88.51, 104.61, 24.14),
];
/// Korea lowered its side streets to 30 in 2021 ("Safe Speed 5030").
const KR_RESIDENTIAL_KMH: f32 = 30.0;

fn limits(country: &str) -> Option<&'static Limits> {
    LIMITS.iter().find(|limits| limits.0 == country)
}

/// The limit that holds on a way without a sign, by country, class and surroundings.
pub fn limit(locale: &Locale, tags: &Tags) -> Option<f32> {
    let country = locale.country.as_deref().unwrap_or("");
    let limits = limits(country).unwrap_or(&WORLD);
    let class = tags.get("highway")?;
    Some(match class {
        "motorway" => limits.3,
        "living_street" => limits.4,
        "residential" if country == "KR" => KR_RESIDENTIAL_KMH,
        "residential" | "service" => limits.1,
        _ if is_urban(tags) => limits.1,
        _ => limits.2,
    })
}

/// Set on the tags of a way when the graph is built, from how dense the streets around it are.
pub const URBAN_KEY: &str = "gcrm:urban";

pub fn is_urban(tags: &Tags) -> bool {
    tags.has(URBAN_KEY)
}

/// `DE:urban`, `KR:rural`, `FR:zone30`, `GB:nsl_dual`, `DE:zone:30`, `IT:50`.
pub fn zone_limit(zone: &str) -> Option<f32> {
    let (country, kind) = zone.split_once(':')?;
    let country = country.get(..2)?;
    let kind = kind.trim();
    let limits = limits(country).unwrap_or(&WORLD);
    match kind {
        "urban" | "city" | "town" | "built_up" | "nsl_restricted" => Some(limits.1),
        "rural" | "country" | "nsl_single" => Some(limits.2),
        "motorway" | "nsl_dual" => Some(limits.3),
        "trunk" | "expressway" => Some((limits.2 + 10.0).min(limits.3)),
        "living_street" | "walk" | "pedestrian_zone" => Some(limits.4),
        "bicycle_road" => Some(30.0),
        other => {
            let start = other.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            other[start..].parse().ok().filter(|kmh| (5.0..=150.0).contains(kmh))
        }
    }
}
