//! Points for addresses as files have them, many at a time and without anyone to choose among hits.
//!
//! A hit counts only when every word of the street line and the town is accounted for: by the
//! street and its number, or by the names of what lies around the hit. So a street of the same
//! name in another town is no answer.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::app::{App, Error};
use crate::domain::control::Cancel;
use crate::domain::crm::site::{GeocodePrecision, Geocoded};
use crate::domain::geocode::normalize::{fold, words};
use crate::domain::geocode::{EntryKind, Hit, Precision};
use crate::region::areas::AreaQuery;
use crate::region::{Region, Regions};

/// Hits looked at for one address.
const HITS_MAX: usize = 8;
/// What a hit must score when the words of its surroundings are left out: one mistyped word passes,
/// one that says something else does not.
const SCORE_SURE: f64 = 0.9;

/// An address in the fields of a record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Written {
    pub line1: String,
    pub district: Option<String>,
    pub city: Option<String>,
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

/// A point for each address, where the installed regions know one.
///
/// # Errors
/// `cpu.busy`.
pub async fn locate(
    app: &App,
    cancel: &Cancel,
    addresses: Vec<Option<Written>>,
) -> Result<Vec<Option<Geocoded>>, Error> {
    let (regions, stop) = (app.regions(), cancel.clone());
    let one = move |written: &Option<Written>| match written {
        Some(written) if !stop.is_cancelled() => point_of(&regions, written),
        _ => None,
    };
    app.cpu.run_long(cancel, move || addresses.par_iter().map(one).collect()).await
}

fn point_of(regions: &Regions, written: &Written) -> Option<Geocoded> {
    let same_country = |region: &&Region| match (region.country(), &written.country) {
        (Some(ours), Some(theirs)) => ours.eq_ignore_ascii_case(theirs),
        _ => true,
    };
    regions.iter().filter(same_country).find_map(|region| point_in(region, written))
}

fn point_in(region: &Region, written: &Written) -> Option<Geocoded> {
    let line1 = street_line(&written.line1).join(" ");
    let parts = [Some(&line1), written.district.as_ref(), written.city.as_ref()];
    let text = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
    let hits = region.geocoder().search(&text, None, HITS_MAX);
    let streets: Vec<Hit> = hits.into_iter().filter(|hit| hit.kind == EntryKind::Street).collect();
    let hit = streets.iter().find(|hit| is_sure(region, written, hit))?;
    if hit.precision == Precision::Rooftop {
        return Some(Geocoded { at: hit.at, precision: GeocodePrecision::Rooftop });
    }
    // A house that was turned down is not to be replaced by the middle of a street.
    let is_better = |other: &Hit| other.precision == Precision::Rooftop && other.score > hit.score;
    let street = Geocoded { at: hit.at, precision: GeocodePrecision::Street };
    (!streets.iter().any(is_better)).then_some(street)
}

/// Asks once more with only those words that the surroundings of the hit do not account for.
fn is_sure(region: &Region, written: &Written, hit: &Hit) -> bool {
    if let (Some(ours), Some(theirs)) = (&hit.address.postcode, &written.postal_code)
        && fold(ours) != fold(theirs.trim())
    {
        return false;
    }
    let surroundings = surroundings(region, hit);
    let mut asked = street_line(&written.line1);
    if !surroundings.is_empty() {
        asked.extend(written.city.iter().flat_map(|city| words(city)));
    }
    asked.retain(|word| !surroundings.contains(word));
    if hit.address.housenumber.is_none() {
        asked.retain(|word| !is_number(word));
    }
    let again = region.geocoder().search(&asked.join(" "), None, HITS_MAX);
    again.iter().any(|found| found.label == hit.label && found.score >= SCORE_SURE)
}

/// The words of a street line without the staircase and the flat at its end: `Yrjönkatu 11 B 9` is
/// `yrjonkatu 11`.
fn street_line(line1: &str) -> Vec<String> {
    let is_unit = |word: &String| is_number(word) || word.chars().count() == 1;
    let mut words = words(line1);
    let units = words.iter().rev().take_while(|word| is_unit(word)).count();
    let first = words.len() - units;
    if let Some(number) = words[first..].iter().position(|word| is_number(word)) {
        words.truncate(first + number + 1);
    }
    words
}

fn is_number(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit())
}

/// Words of the names of everything around a hit: town, areas, country.
fn surroundings(region: &Region, hit: &Hit) -> HashSet<String> {
    let areas = region.areas().search(&AreaQuery { at: Some(hit.at), ..AreaQuery::default() });
    let names = areas
        .into_iter()
        .flat_map(|area| [Some(area.name), area.name_en, area.name_ko].into_iter().flatten());
    let address = [&hit.address.city, &hit.address.postcode, &hit.address.country];
    let names = names.chain(address.into_iter().flatten().cloned());
    names.flat_map(|name| words(&name)).collect()
}

#[cfg(test)]
#[path = "written_tests.rs"]
mod tests;
