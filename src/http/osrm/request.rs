//! `/{service}/v1/{profile}/{coordinates}[.json]?options`.

use std::collections::HashMap;
use std::str::FromStr;

use super::{COORDINATES_MAX, OsrmError};
use crate::domain::polyline;
use crate::domain::roads::ProfileId;
use crate::domain::roads::variant::Avoid;
use crate::domain::units::LngLat;

const SERVICES: [&str; 5] = ["route", "table", "nearest", "trip", "match"];

/// A request, its options still as text.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub service: String,
    pub profile: ProfileId,
    pub places: Vec<LngLat>,
    options: HashMap<String, String>,
}

impl Request {
    /// Reads path segments as they are in the URL, percent signs decoded, and query pairs.
    pub fn parse(
        service: &str,
        version: &str,
        profile: &str,
        coordinates: &str,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, OsrmError> {
        if !SERVICES.contains(&service) {
            return Err(OsrmError::new(
                "InvalidService",
                format!("There is no service '{service}'."),
            ));
        }
        if version != "v1" {
            return Err(OsrmError::new(
                "InvalidVersion",
                format!("There is no version '{version}', only v1."),
            ));
        }
        let profile = ProfileId::parse(profile).ok_or_else(|| {
            OsrmError::new(
                "InvalidUrl",
                format!("There is no profile '{profile}'; car, van, bicycle and foot are known."),
            )
        })?;
        let places = coordinates_of(coordinates)?;
        if places.len() > COORDINATES_MAX {
            let message = format!(
                "{} coordinates are more than the {COORDINATES_MAX} allowed.",
                places.len()
            );
            return Err(OsrmError::new("TooBig", message));
        }
        Ok(Self {
            service: service.to_owned(),
            profile,
            places,
            options: options.into_iter().collect(),
        })
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.options.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// One of the words allowed, the first when the option is absent.
    pub fn choice<'a>(&self, name: &str, words: &[&'a str]) -> Result<&'a str, OsrmError> {
        let Some(text) = self.text(name) else { return Ok(words[0]) };
        words
            .iter()
            .find(|word| **word == text)
            .copied()
            .ok_or_else(|| invalid(name, &format!("is one of {}", words.join(", "))))
    }

    pub fn flag(&self, name: &str) -> Result<bool, OsrmError> {
        Ok(self.choice(name, &["false", "true"])? == "true")
    }

    pub fn number<T: FromStr>(&self, name: &str) -> Result<Option<T>, OsrmError> {
        let parse = |text: &str| text.parse().map_err(|_| invalid(name, "is a number"));
        self.text(name).map(parse).transpose()
    }

    /// A list separated by semicolons, one entry for each coordinate, empty ones absent.
    pub fn per_place<T>(
        &self,
        name: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<Option<T>>, OsrmError> {
        let Some(text) = self.text(name) else {
            return Ok(self.places.iter().map(|_| None).collect());
        };
        let entries: Vec<&str> = text.split(';').collect();
        if entries.len() != self.places.len() {
            let message =
                format!("Number of elements in {name} must match the number of coordinates.");
            return Err(OsrmError::new("InvalidOptions", message));
        }
        let entry = |entry: &str| match entry {
            "" | "unlimited" => Ok(None),
            entry => parse(entry)
                .map(Some)
                .ok_or_else(|| invalid(name, "has an entry that cannot be read")),
        };
        entries.into_iter().map(entry).collect()
    }

    /// Indices into the coordinates; all of them when absent or `all`.
    pub fn indices(&self, name: &str) -> Result<Vec<usize>, OsrmError> {
        let Some(text) = self.text(name).filter(|text| *text != "all") else {
            return Ok((0..self.places.len()).collect());
        };
        let index = |entry: &str| {
            entry.parse().ok().filter(|i| *i < self.places.len()).ok_or_else(|| {
                invalid(name, &format!("is 'all' or indices below {}", self.places.len()))
            })
        };
        text.split(';').map(index).collect()
    }

    pub fn avoided(&self) -> Result<Vec<Avoid>, OsrmError> {
        let Some(text) = self.text("exclude") else { return Ok(Vec::new()) };
        let class = |name: &str| {
            Avoid::parse(name).ok_or_else(|| {
                OsrmError::new(
                    "InvalidValue",
                    format!(
                        "Exclude flag '{name}' is unknown; motorway, ferry and toll are known."
                    ),
                )
            })
        };
        let mut avoided: Vec<Avoid> = text.split(',').map(class).collect::<Result<_, _>>()?;
        avoided.sort_unstable();
        avoided.dedup();
        Ok(avoided)
    }
}

pub fn invalid(name: &str, rule: &str) -> OsrmError {
    OsrmError::new("InvalidOptions", format!("Option '{name}' {rule}."))
}

fn coordinates_of(text: &str) -> Result<Vec<LngLat>, OsrmError> {
    let unreadable = || {
        OsrmError::new(
            "InvalidQuery",
            "Coordinates are 'longitude,latitude' joined by ';', or polyline(...).",
        )
    };
    let text =
        [".json", ".flatbuffers"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    for (prefix, digits) in [("polyline6(", 6), ("polyline(", 5)] {
        if let Some(encoded) = text.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(')')) {
            return polyline::decode(encoded, digits)
                .filter(|line| !line.is_empty())
                .ok_or_else(unreadable);
        }
    }
    text.split(';').map(|pair| coordinate(pair).ok_or_else(unreadable)?).collect()
}

/// The inner error tells a place off the Earth, often latitude and longitude exchanged.
fn coordinate(pair: &str) -> Option<Result<LngLat, OsrmError>> {
    let (lng, lat) = pair.split_once(',')?;
    let (lng, lat): (f64, f64) = (lng.trim().parse().ok()?, lat.trim().parse().ok()?);
    let place = LngLat::new(lng, lat);
    Some(place.map_err(|error| {
        OsrmError::new("InvalidValue", format!("{error}; longitude comes first."))
    }))
}
