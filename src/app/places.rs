//! Places of the map: finding them by area, category and text.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

use super::market::Question;
use super::market::outline::outlines;
use super::{App, Error, Principal};
use crate::domain::control::Cancel;
use crate::domain::crm::Fault;
use crate::domain::crm::rights::{Action, Object};
use crate::domain::market::area::{Area, Named};
use crate::domain::market::place_key::place_key;
use crate::domain::market::{Filter, Query, Shape, hex};
use crate::domain::places::Place;
use crate::domain::units::{Bbox, LngLat};
use crate::region::Regions;
use crate::region::places::PlaceQuery;
use crate::storage::places as rows;

/// Places in one answer.
pub const PLACES_MAX: usize = 1_000;
/// Categories in one question.
pub const CATEGORIES_MAX: usize = 100;

/// What is asked; everything that is set must hold.
#[derive(Debug, Clone, Default)]
pub struct PlaceQuestion {
    /// In the area form of the API.
    pub area: Option<Value>,
    pub bbox: Option<Bbox>,
    pub categories: Vec<String>,
    pub text: Option<String>,
    /// Leave out what is an account the caller may see.
    pub exclude_imported: bool,
    pub offset: usize,
    pub limit: usize,
}

/// A place, where it comes from and which account it has become.
#[derive(Debug, Clone)]
pub struct FoundPlace {
    pub place: Place,
    pub region: String,
    pub account_id: Option<Uuid>,
}

#[derive(Debug, Clone, Default)]
pub struct PlaceAnswer {
    pub places: Vec<FoundPlace>,
    /// Of all that match, not only of this page.
    pub counts: BTreeMap<String, usize>,
    pub total: usize,
    pub next_offset: Option<usize>,
}

/// Places that match, a page of them.
///
/// # Errors
/// Every fault of the question; `cpu.busy`.
pub async fn search(
    app: &App,
    principal: &Principal,
    question: PlaceQuestion,
) -> Result<PlaceAnswer, Error> {
    let shape = shape(app, principal, question.area.as_ref()).await?;
    check(&question)?;
    let imported = imported(app, principal).await?;
    let regions = app.regions();
    let cancel = Cancel::default();
    let found = app.cpu.run(&cancel, move || {
        let is_imported = |id: &str| imported.contains_key(id);
        let skip: Option<&Skip> = if question.exclude_imported { Some(&is_imported) } else { None };
        let matches = matching(&regions, &question, shape.as_ref(), skip);
        page(&regions, &matches, &question, &imported)
    });
    found.await
}

/// How many places of a shape are no account that the caller of the question may see, as far as
/// the market index knows; none without any region.
///
/// # Errors
/// `cpu.busy`.
pub async fn n_unknown(app: &App, question: &Question, shape: Shape) -> Result<Option<u64>, Error> {
    if app.regions().iter().next().is_none() {
        return Ok(None);
    }
    let regions = app.regions();
    let everything = PlaceQuestion::default();
    let market = Arc::clone(&question.market);
    let anywhere = Query { area: None, filter: Filter::default(), ..question.query.clone() };
    let count = move || {
        let is_known = market.index.known_places(&anywhere);
        let is_known = |id: &str| place_key(id).is_some_and(&is_known);
        let matches = matching(&regions, &everything, Some(&shape), Some(&is_known));
        matches.iter().map(|(_, rows)| rows.len() as u64).sum()
    };
    app.cpu.run(&Cancel::default(), count).await.map(Some)
}

/// All places that match with the time zone of their region, for whoever takes them over.
pub(super) async fn find_all(
    app: &App,
    principal: &Principal,
    question: PlaceQuestion,
) -> Result<Vec<(Place, String)>, Error> {
    let shape = shape(app, principal, question.area.as_ref()).await?;
    check(&question)?;
    let regions = app.regions();
    let find = move || {
        let matches = matching(&regions, &question, shape.as_ref(), None);
        let regions: Vec<_> = regions.iter().collect();
        let mut found = Vec::new();
        for (number, rows) in matches {
            let (places, zone) = (regions[number].places(), regions[number].time_zone());
            let rows = rows.into_iter().filter_map(|row| places.place(row));
            found.extend(rows.map(|place| (place, zone.name().to_owned())));
        }
        found
    };
    app.cpu.run(&Cancel::default(), find).await
}

fn check(question: &PlaceQuestion) -> Result<(), Error> {
    if question.categories.len() > CATEGORIES_MAX {
        return Err(Fault::new("/categories", "list.too_long").with("max", CATEGORIES_MAX).into());
    }
    if !(1..=PLACES_MAX).contains(&question.limit) {
        let fault = Fault::new("/limit", "number.out_of_range");
        return Err(fault.with("min", 1).with("max", PLACES_MAX).into());
    }
    Ok(())
}

/// The area as a shape.
///
/// # Errors
/// Its first fault; `area.not_found` when it names one that is not there.
pub(super) async fn shape(
    app: &App,
    principal: &Principal,
    area: Option<&Value>,
) -> Result<Option<Shape>, Error> {
    let Some(area) = area.filter(|area| !area.is_null()) else { return Ok(None) };
    let area = Area::parse(area, "/area")?;
    let named: Vec<Named> = area.named().into_iter().cloned().collect();
    let outlines = outlines(app, principal, &named).await?;
    Ok(Some(area.shape(&outlines)))
}

/// Row numbers of the places that match, by region.
pub(super) type Matches = Vec<(usize, Vec<usize>)>;

/// Whether the place with this id is to be left out.
pub(super) type Skip<'a> = dyn Fn(&str) -> bool + 'a;

pub(super) fn matching(
    regions: &Regions,
    question: &PlaceQuestion,
    shape: Option<&Shape>,
    skip: Option<&Skip>,
) -> Matches {
    let within = |point: LngLat| {
        shape.is_none_or(|shape| shape.contains(point.lng(), point.lat(), hex::key(point)))
    };
    let query = PlaceQuery {
        bbox: question.bbox,
        within: shape.is_some().then_some(&within),
        categories: &question.categories,
        text: question.text.as_deref(),
    };
    // Where regions overlap, the first one's place counts.
    let mut seen: HashSet<String> = HashSet::new();
    let n_regions = regions.iter().count();
    let mut matches = Vec::new();
    for (number, region) in regions.iter().enumerate() {
        let mut rows = region.places().search(&query);
        if n_regions > 1 || skip.is_some() {
            rows.retain(|row| {
                let Some(place) = region.places().place(*row) else { return false };
                let is_new = skip.is_none_or(|skip| !skip(&place.id));
                is_new && seen.insert(place.id)
            });
        }
        matches.push((number, rows));
    }
    matches
}

fn page(
    regions: &Regions,
    matches: &Matches,
    question: &PlaceQuestion,
    imported: &HashMap<String, Uuid>,
) -> PlaceAnswer {
    let regions: Vec<_> = regions.iter().collect();
    let mut answer = PlaceAnswer::default();
    for (number, rows) in matches {
        answer.total += rows.len();
        for (code, count) in regions[*number].places().counts(rows.iter().copied()) {
            *answer.counts.entry(code).or_default() += count;
        }
    }
    let all = matches.iter().flat_map(|(number, rows)| rows.iter().map(move |row| (*number, *row)));
    for (number, row) in all.skip(question.offset).take(question.limit) {
        let region = regions[number];
        if let Some(place) = region.places().place(row) {
            let account_id = imported.get(&place.id).copied();
            answer.places.push(FoundPlace { place, region: region.name().to_owned(), account_id });
        }
    }
    let end = question.offset.saturating_add(question.limit);
    answer.next_offset = (end < answer.total).then_some(end);
    answer
}

/// Places that are accounts the caller may see, with the account's id.
async fn imported(app: &App, principal: &Principal) -> Result<HashMap<String, Uuid>, Error> {
    let client = app.connection().await?;
    let visible = principal.visible(Object::Account, Action::Read);
    let accounts = rows::accounts_of_places(&client, principal.org_id).await?;
    let seen = accounts
        .into_iter()
        .filter(|account| visible.admits(account.owner_id, account.team_id, account.territory_id));
    Ok(seen.map(|account| (account.place_id, account.id)).collect())
}

/// How many places of each category there are in all regions.
///
/// # Errors
/// `cpu.busy`.
pub async fn counts(app: &App) -> Result<BTreeMap<String, usize>, Error> {
    let regions = app.regions();
    app.cpu
        .run(&Cancel::default(), move || {
            let mut counts = BTreeMap::new();
            for region in regions.iter() {
                let places = region.places();
                for (code, count) in places.counts(0..places.len()) {
                    *counts.entry(code).or_default() += count;
                }
            }
            counts
        })
        .await
}
