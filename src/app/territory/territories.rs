//! Territories of an alignment: drawn, edited, taken away.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::alignments::{locked, moved_on};
use super::geometry::{self, Overlap};
use super::measured::measure;
use super::{Measured, TERRITORIES_MAX, Territory};
use crate::app::change::expect_version;
use crate::app::{App, Error, Principal, audit};
use crate::domain::crm::{Fault, Faults, text};
use crate::domain::territory::N_COLORS;
use crate::storage::pool::Tx;
use crate::storage::references::{Target, missing};
use crate::storage::{StorageError, alignments, territories as table};

const NAME_CHARS_MAX: usize = 200;
const CODE_CHARS_MAX: usize = 40;
/// Units one territory may name.
const MEMBERS_MAX: usize = 100_000;

/// What people or a division say about a territory.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TerritoryDraft {
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    #[serde(default)]
    pub code: Option<String>,
    /// A `GeoJSON` Polygon or `MultiPolygon`.
    #[schema(value_type = Object)]
    pub geometry: Value,
    #[serde(default)]
    pub owner_id: Option<Uuid>,
    /// One of the twelve category colours; left out, the least used one.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 11)]
    pub color: Option<i16>,
    #[serde(default)]
    #[schema(pattern = "^(admin_units|drawn|grid|postcodes)$")]
    pub built_from: Option<String>,
    #[serde(default)]
    pub member_units: Vec<String>,
    /// What to do where the shape overlaps another territory of the alignment.
    #[serde(default)]
    pub overlap: Overlap,
}

/// What may change of a territory; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TerritoryChange {
    pub name: Option<String>,
    pub code: Option<String>,
    #[schema(value_type = Option<Object>)]
    pub geometry: Option<Value>,
    /// `null` takes the owner away.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<Uuid>)]
    pub owner_id: Option<Option<Uuid>>,
    pub color: Option<i16>,
    pub overlap: Overlap,
}

/// Tells `null` from a field that is not there.
#[expect(clippy::option_option, reason = "absent, null and an id are three things")]
fn given<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<Option<Uuid>>, D::Error> {
    Option::deserialize(value).map(Some)
}

impl TerritoryDraft {
    /// The territory, or its faults noted.
    pub(super) fn check(
        self,
        alignment_id: Uuid,
        at: &str,
        faults: &mut Faults,
    ) -> Option<Territory> {
        let (mut name, mut code) = (self.name, self.code);
        text::required(&mut name, format!("{at}/name"), NAME_CHARS_MAX, faults);
        text::optional(&mut code, format!("{at}/code"), CODE_CHARS_MAX, faults);
        check_color(self.color, at, faults);
        let built_from = self.built_from.unwrap_or_else(|| "drawn".to_owned());
        if !["admin_units", "drawn", "grid", "postcodes"].contains(&built_from.as_str()) {
            faults.push(Fault::new(format!("{at}/built_from"), "field.unknown_code"));
        }
        if self.member_units.len() > MEMBERS_MAX {
            let fault = Fault::new(format!("{at}/member_units"), "territory.too_many_units");
            faults.push(fault.with("max", MEMBERS_MAX));
        }
        let shape = faults.note(geometry::parse(&self.geometry, &format!("{at}/geometry")))?;
        Some(Territory {
            id: Uuid::now_v7(),
            alignment_id,
            code,
            name,
            color: self.color.unwrap_or(0),
            shape,
            built_from,
            member_units: self.member_units,
            owner_id: self.owner_id,
            owner_name: None,
            owner_home: None,
            version: 1,
        })
    }
}

fn check_color(color: Option<i16>, at: &str, faults: &mut Faults) {
    let is_known = |color: i16| usize::try_from(color).is_ok_and(|color| color < N_COLORS);
    if color.is_some_and(|color| !is_known(color)) {
        let fault = Fault::new(format!("{at}/color"), "number.out_of_range");
        faults.push(fault.with("min", 0).with("max", N_COLORS - 1));
    }
}

/// All territories of an alignment with their figures.
///
/// # Errors
/// `alignment.not_found`.
pub async fn list(app: &App, principal: &Principal, id: Uuid) -> Result<Vec<Measured>, Error> {
    let client = app.connection().await?;
    let alignment = alignments::find(&client, principal.org_id, id).await?;
    let alignment = alignment.ok_or_else(|| Error::not_found("alignment.not_found"))?;
    let found = table::of_alignment(&client, principal.org_id, id).await?;
    measure(app, &client, principal.org_id, found, alignment.state == "active").await
}

/// One territory with its figures, measured beside its neighbours.
///
/// # Errors
/// `territory.not_found`.
pub async fn read(app: &App, principal: &Principal, id: Uuid) -> Result<Measured, Error> {
    let client = app.connection().await?;
    let territory = found(table::find(&client, principal.org_id, id).await?)?;
    drop(client);
    let all = list(app, principal, territory.alignment_id).await?;
    found(all.into_iter().find(|measured| measured.territory.id == id))
}

fn found<T>(found: Option<T>) -> Result<T, Error> {
    found.ok_or_else(|| Error::not_found("territory.not_found"))
}

/// Draws a territory into an alignment.
///
/// # Errors
/// Faults of the draft; `territory.overlap` or `territory.covered`.
pub async fn draw(
    app: &App,
    principal: &Principal,
    alignment_id: Uuid,
    draft: TerritoryDraft,
) -> Result<Measured, Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let alignment = locked(&tx, principal, alignment_id, None).await?;
    editable(&alignment.state)?;
    let others = table::of_alignment(&tx, principal.org_id, alignment_id).await?;
    if others.len() >= TERRITORIES_MAX {
        return Err(Error::conflict("territory.too_many").with("max", TERRITORIES_MAX));
    }
    let (color, overlap) = (draft.color.unwrap_or_else(|| least_used(&others)), draft.overlap);
    let mut faults = Faults::default();
    let drawn = draft.check(alignment_id, "", &mut faults);
    faults.none()?;
    let drawn = drawn.ok_or_else(|| Error::internal("a draft without faults"))?;
    let shape = geometry::settle(drawn.shape, &others, overlap, "/geometry")?;
    let territory = Territory { color, shape, ..drawn };
    owners_exist(&tx, principal, std::slice::from_ref(&territory), |_| "/owner_id".into()).await?;
    table::insert(&tx, principal.org_id, Some(principal.user_id), &territory).await?;
    audit::created(&tx, principal, "territory", territory.id, &territory).await?;
    moved_on(&tx, principal, &alignment, None).await?;
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    app.market.catch_up(principal.org_id).await?;
    read(app, principal, territory.id).await
}

fn least_used(others: &[Territory]) -> i16 {
    let colors = 0..i16::try_from(N_COLORS).unwrap_or(1);
    let used = |color: i16| others.iter().filter(|other| other.color == color).count();
    colors.min_by_key(|&color| used(color)).unwrap_or(0)
}

/// # Errors
/// `version.stale`, `territory.not_found`, faults of the new values.
pub async fn update(
    app: &App,
    principal: &Principal,
    id: Uuid,
    version: i32,
    change: TerritoryChange,
) -> Result<Measured, Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let (alignment, before) = locked_territory(&tx, principal, id, version).await?;
    let mut after = before.clone();
    apply(&change, &mut after)?;
    if let Some(geometry) = &change.geometry {
        let mut others = table::of_alignment(&tx, principal.org_id, alignment.id).await?;
        others.retain(|other| other.id != id);
        let shape = geometry::parse(geometry, "/geometry")?;
        after.shape = geometry::settle(shape, &others, change.overlap, "/geometry")?;
        "drawn".clone_into(&mut after.built_from);
        after.member_units.clear();
    }
    owners_exist(&tx, principal, std::slice::from_ref(&after), |_| "/owner_id".into()).await?;
    table::update(&tx, principal.org_id, Some(principal.user_id), &after).await?;
    let (old, new) = (history_of(&before), history_of(&after));
    audit::updated(&tx, principal, "territory", id, &old, &new).await?;
    let vacated = (before.owner_id.is_some() && after.owner_id.is_none()).then_some(id);
    moved_on(&tx, principal, &alignment, vacated).await?;
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    app.market.catch_up(principal.org_id).await?;
    read(app, principal, id).await
}

fn apply(change: &TerritoryChange, after: &mut Territory) -> Result<(), Error> {
    let mut faults = Faults::default();
    if let Some(name) = &change.name {
        after.name.clone_from(name);
        text::required(&mut after.name, "/name".to_owned(), NAME_CHARS_MAX, &mut faults);
    }
    if change.code.is_some() {
        after.code.clone_from(&change.code);
        text::optional(&mut after.code, "/code".to_owned(), CODE_CHARS_MAX, &mut faults);
    }
    check_color(change.color, "", &mut faults);
    after.color = change.color.unwrap_or(after.color);
    after.owner_id = change.owner_id.unwrap_or(after.owner_id);
    Ok(faults.none()?)
}

/// # Errors
/// `version.stale`, `territory.not_found`.
pub async fn delete(app: &App, principal: &Principal, id: Uuid, version: i32) -> Result<(), Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let (alignment, territory) = locked_territory(&tx, principal, id, version).await?;
    table::delete(&tx, principal.org_id, id).await?;
    let kept = json!({"name": [territory.name, null]});
    audit::happened(&tx, principal, "territory", id, "delete", &kept).await?;
    moved_on(&tx, principal, &alignment, None).await?;
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    app.market.catch_up(principal.org_id).await?;
    Ok(())
}

/// Locks the alignment first, so that two edits of it wait for each other.
async fn locked_territory(
    tx: &Tx<'_>,
    principal: &Principal,
    id: Uuid,
    version: i32,
) -> Result<(super::Alignment, Territory), Error> {
    let seen = found(table::find(tx, principal.org_id, id).await?)?;
    let alignment = locked(tx, principal, seen.alignment_id, None).await?;
    let territory = found(table::find(tx, principal.org_id, id).await?)?;
    expect_version(territory.version, version).map_err(|stale| stale.showing(&territory))?;
    editable(&alignment.state)?;
    Ok((alignment, territory))
}

/// What was once in force stays as it was.
fn editable(state: &str) -> Result<(), Error> {
    if state == "archived" { Err(Error::conflict("alignment.archived")) } else { Ok(()) }
}

/// The fields of a territory and a mark of its shape, whose corners would drown the history.
fn history_of(territory: &Territory) -> Value {
    let mut kept = json!(territory);
    let area_m2 = crate::domain::territory::census::area_m2(&territory.shape);
    kept["area_m2"] = json!(area_m2.round());
    kept
}

/// Every owner must be a user of the organisation.
pub(super) async fn owners_exist(
    tx: &Tx<'_>,
    principal: &Principal,
    territories: &[Territory],
    pointer: impl Fn(usize) -> String,
) -> Result<(), Error> {
    let owners: BTreeSet<Uuid> = territories.iter().filter_map(|t| t.owner_id).collect();
    let owners: Vec<Uuid> = owners.into_iter().collect();
    let lost = missing(tx, principal.org_id, Target::User, &owners).await?;
    let mut faults = Faults::default();
    for (index, territory) in territories.iter().enumerate() {
        if let Some(id) = territory.owner_id.filter(|id| lost.contains(id)) {
            faults.push(Fault::new(pointer(index), "reference.not_found").with("id", id));
        }
    }
    Ok(faults.none()?)
}
