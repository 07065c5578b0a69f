//! Finding entries by words, ranked; and the address at a point.

use std::collections::HashMap;

use serde::Serialize;

use super::index::{Geocoder, e7};
use super::normalize::fold;
use super::query::{Word, parse};
use super::typo;
use super::{Entry, EntryKind, House};
use crate::domain::places::Address;
use crate::domain::units::LngLat;

/// How exactly a hit names its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// The house itself.
    Rooftop,
    /// Between two known houses, or somewhere on the street.
    Street,
    /// The place of that name.
    Place,
    /// Somewhere in the area.
    Area,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// One line for people.
    pub label: String,
    pub kind: EntryKind,
    pub precision: Precision,
    pub id: Option<String>,
    pub name: String,
    pub address: Address,
    pub at: LngLat,
    /// Higher is better; 1 is a full match of every word.
    pub score: f64,
}

/// Vocabulary words that one query word may stand for.
const WORDS_PER_WORD_MAX: usize = 400;
/// Entries looked at closely.
const CANDIDATES_MAX: usize = 2_000;
/// A house further away is another address.
const REVERSE_MAX_M: f64 = 120.0;
/// Nearness counts most within this distance.
const NEAR_M: f64 = 3_000.0;

const PREFIX_SCORE: f64 = 0.75;
const TYPO_SCORE: f64 = 0.6;
const CITY_SCORE: f64 = 0.5;
const NUMBER_SCORE: f64 = 1.0;
const INTERPOLATED_SCORE: f64 = 0.6;
const NEAR_SCORE: f64 = 0.15;
/// Below this share of its words a hit is a coincidence.
const SCORE_MIN: f64 = 0.4;

impl Geocoder {
    /// The best answers for what was typed, those close to `near` first among equals.
    #[must_use]
    pub fn search(&self, text: &str, near: Option<LngLat>, limit: usize) -> Vec<Hit> {
        let words = parse(text);
        let mut hits: Vec<Hit> = self
            .candidates(&words)
            .into_iter()
            .filter_map(|(number, matched)| Some(hit(&self.entry(number)?, &words, &matched, near)))
            .filter(|hit| hit.score >= SCORE_MIN)
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.label.cmp(&b.label)));
        hits.dedup_by(|a, b| a.label == b.label && a.kind == b.kind);
        hits.truncate(limit);
        hits
    }

    /// Entries that have words of the query in their names, with what each word is worth there.
    fn candidates(&self, words: &[Word]) -> Vec<(u32, Vec<f64>)> {
        let mut found: HashMap<u32, Vec<f64>> = HashMap::new();
        for (position, word) in words.iter().enumerate() {
            for (vocabulary_word, score) in self.alike(word) {
                for entry in self.entries_with(vocabulary_word) {
                    let scores = found.entry(entry).or_insert_with(|| vec![0.0; words.len()]);
                    scores[position] = scores[position].max(score);
                }
            }
        }
        let mut found: Vec<(u32, Vec<f64>)> = found.into_iter().collect();
        let sum = |scores: &[f64]| scores.iter().sum::<f64>();
        found.sort_by(|a, b| sum(&b.1).total_cmp(&sum(&a.1)).then(a.0.cmp(&b.0)));
        found.truncate(CANDIDATES_MAX);
        found
    }

    /// Words of the vocabulary that are the word, begin with it or are nearly it.
    fn alike(&self, word: &Word) -> Vec<(usize, f64)> {
        let mut alike = self.beginning_with(&word.text);
        if let Some(long) = word.long {
            alike.extend(self.beginning_with(long));
        }
        let letters: Vec<char> = word.text.chars().collect();
        let max = typo::allowed(letters.len());
        if alike.is_empty() && max > 0 && !word.is_number() {
            let near = (0..self.n_words()).filter(|number| {
                let other: Vec<char> = self.word(*number).chars().collect();
                typo::within(&letters, &other, max)
            });
            alike.extend(near.take(WORDS_PER_WORD_MAX).map(|number| (number, TYPO_SCORE)));
        }
        alike
    }

    fn beginning_with(&self, text: &str) -> Vec<(usize, f64)> {
        let words = self.words_from(text).take(WORDS_PER_WORD_MAX);
        words
            .map(|number| (number, if self.word(number) == text { 1.0 } else { PREFIX_SCORE }))
            .collect()
    }

    /// The nearest address within reach of a point.
    #[must_use]
    pub fn reverse(&self, point: LngLat) -> Option<Hit> {
        let metres_per_e7 = 0.011_132;
        let [x, y] = e7(point);
        #[expect(clippy::cast_possible_truncation, reason = "a few hundred metres")]
        let reach = |scale: f64| (REVERSE_MAX_M / metres_per_e7 / scale.max(0.01)) as i32;
        let (dx, dy) = (reach(point.lat().to_radians().cos()), reach(1.0));
        let around = [
            x.saturating_sub(dx),
            y.saturating_sub(dy),
            x.saturating_add(dx),
            y.saturating_add(dy),
        ];
        let (_, entry, house) = self
            .houses_in(around)
            .filter_map(|[entry, position]| {
                let entry = self.entry(entry)?;
                let house = entry.houses.get(position as usize)?.clone();
                let distance = house.at.distance(point).0;
                (distance <= REVERSE_MAX_M).then_some((distance, entry, house))
            })
            .min_by(|a, b| a.0.total_cmp(&b.0))?;
        let at = house.at;
        let found = FoundHouse { known: house, at, is_exact: true };
        Some(entry.to_hit(Some(found), 1.0))
    }
}

/// A house number of the query on a street.
struct FoundHouse {
    known: House,
    at: LngLat,
    is_exact: bool,
}

impl Entry {
    /// The first number of the query that the street has; else one between two that it has.
    fn house(&self, words: &[Word], scores: &mut [f64]) -> Option<FoundHouse> {
        let numbers = || words.iter().enumerate().filter(|(_, word)| word.is_number());
        for (position, word) in numbers() {
            let same = |house: &&House| fold(&house.number) == word.text;
            let starts = |house: &&House| first_number(&fold(&house.number)) == word.text;
            let known = self.houses.iter().find(same).or_else(|| self.houses.iter().find(starts));
            if let Some(known) = known {
                scores[position] = NUMBER_SCORE;
                return Some(FoundHouse { known: known.clone(), at: known.at, is_exact: true });
            }
        }
        for (position, word) in numbers().filter(|(position, _)| scores[*position] == 0.0) {
            if let Some(at) = self.between(&word.text) {
                scores[position] = INTERPOLATED_SCORE;
                let known = House { number: word.text.clone(), at, postcode: None };
                return Some(FoundHouse { known, at, is_exact: false });
            }
        }
        None
    }

    /// A point for a number between two known ones of the same side of the street.
    fn between(&self, number: &str) -> Option<LngLat> {
        let wanted: u32 = first_number(number).parse().ok()?;
        let side = self.houses.iter().filter_map(|house| {
            let known: u32 = first_number(&house.number).parse().ok()?;
            (known % 2 == wanted % 2).then_some((known, house.at))
        });
        let below = side.clone().filter(|(known, _)| *known < wanted).max_by_key(|(n, _)| *n)?;
        let above = side.filter(|(known, _)| *known > wanted).min_by_key(|(n, _)| *n)?;
        let share = f64::from(wanted - below.0) / f64::from(above.0 - below.0);
        let mix = |from: f64, to: f64| from + (to - from) * share;
        LngLat::new(mix(below.1.lng(), above.1.lng()), mix(below.1.lat(), above.1.lat())).ok()
    }

    /// A little for names that the query covers whole: "Park" before "Park Street Dental".
    fn completeness(&self, words: &[Word], matched: &[f64]) -> f64 {
        let n_matched = matched.iter().filter(|score| **score > 0.0).count();
        let names = std::iter::once(&self.name).chain(&self.other_names);
        let lengths = names.map(|name| name.split_whitespace().count());
        let n_words = lengths.min().unwrap_or(1).max(n_matched).max(1);
        let kind = match self.kind {
            EntryKind::Area => 0.04,
            EntryKind::Street if words.iter().any(Word::is_number) => 0.05,
            EntryKind::Street => 0.02,
            EntryKind::Place => 0.0,
        };
        #[expect(clippy::cast_precision_loss, reason = "a handful of words")]
        let share = n_matched as f64 / n_words as f64;
        0.1 * share + kind
    }

    fn to_hit(&self, house: Option<FoundHouse>, score: f64) -> Hit {
        let is_street = self.kind == EntryKind::Street;
        let precision = match (self.kind, &house) {
            (EntryKind::Street, Some(house)) if house.is_exact => Precision::Rooftop,
            (EntryKind::Street, _) => Precision::Street,
            (EntryKind::Place, _) => Precision::Place,
            (EntryKind::Area, _) => Precision::Area,
        };
        let at = house.as_ref().map_or(self.at, |house| house.at);
        let (number, postcode) =
            house.map_or((None, None), |house| (Some(house.known.number), house.known.postcode));
        let address = Address {
            housenumber: number,
            street: is_street.then(|| self.name.clone()),
            city: self.city.clone(),
            postcode,
            country: self.country.clone(),
            ..Address::default()
        };
        let first = address.line1().unwrap_or_else(|| self.name.clone());
        let label = match &self.city {
            Some(city) if *city != first => format!("{first}, {city}"),
            _ => first,
        };
        let (id, name) = (self.id.clone(), self.name.clone());
        Hit { label, kind: self.kind, precision, id, name, address, at, score }
    }
}

/// `12` of `12 B` and of `12-14`.
fn first_number(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    &text[..end]
}
/// Scores an entry against the words of a query.
fn hit(entry: &Entry, words: &[Word], matched: &[f64], near: Option<LngLat>) -> Hit {
    let mut scores = matched.to_vec();
    let house = entry.house(words, &mut scores);
    let city = entry.city.as_deref().map(fold).unwrap_or_default();
    let postcode = house.as_ref().and_then(|house| house.known.postcode.clone());
    for (word, score) in words.iter().zip(&mut scores) {
        let is_city = city.contains(&word.text);
        let is_postcode = postcode.as_deref().is_some_and(|code| fold(code) == word.text);
        let is_country = entry.country.as_deref().is_some_and(|code| fold(code) == word.text);
        if *score == 0.0 && (is_city || is_postcode || is_country) {
            *score = CITY_SCORE;
        }
    }
    let n_counted = scores.iter().map(|score| if *score == CITY_SCORE { 0.5 } else { 1.0 });
    let mut score = scores.iter().sum::<f64>() / n_counted.sum::<f64>().max(1.0);
    let at = house.as_ref().map_or(entry.at, |house| house.at);
    if let Some(near) = near {
        score += NEAR_SCORE / (1.0 + near.distance(at).0 / NEAR_M);
    }
    score += entry.completeness(words, matched);
    entry.to_hit(house, score)
}
