//! A plan as the map shows it: shapes, colours, figures, owners.

use serde_json::{Value, json};

use crate::app::territory::geometry_json;
use crate::domain::territory::census::{Ground, census};
use crate::domain::territory::workload::{Model, Place};
use crate::domain::territory::{Brief, Cause, Field, Ownership, Plan, check, colors, measures};
use crate::storage::territories::Owner;

/// Who gets the territories.
pub(in crate::app::territory) enum Owners<'a> {
    /// One after the other.
    Named(&'a [Owner]),
    /// Whoever lives nearest.
    Nearest(&'a [Owner]),
}

impl Owners<'_> {
    const fn all(&self) -> &[Owner] {
        let (Self::Named(all) | Self::Nearest(all)) = self;
        all
    }

    fn of(&self, field: &Field, measured: &[measures::TerritoryMeasures]) -> Vec<Option<usize>> {
        match self {
            Self::Named(all) => {
                (0..measured.len()).map(|own| (own < all.len()).then_some(own)).collect()
            }
            Self::Nearest(all) => nearest(field, all, measured),
        }
    }
}

/// What an independent check finds in a plan.
pub(in crate::app::territory) fn checks(field: &Field, brief: &Brief, plan: &Plan) -> Value {
    let found = check::violations(&field.region, brief, &plan.territory);
    let one = |violation: &check::Violation| json!({"code": violation.code(), "message": violation.to_string()});
    found.iter().map(one).collect()
}

/// Why a plan keeps no better to the limits: code, parameters and English words.
pub(in crate::app::territory) fn causes(plan: &Plan) -> Value {
    let params = |cause: &Cause| -> serde_json::Map<String, Value> {
        cause.params().into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect()
    };
    let one = |cause: &Cause| json!({"code": cause.code(), "params": params(cause), "message": cause.to_string()});
    plan.causes.iter().map(one).collect()
}

/// What territories are drawn on.
pub(in crate::app::territory) struct Canvas<'a> {
    pub field: &'a Field,
    pub brief: &'a Brief,
    pub owners: Owners<'a>,
    pub model: &'a Model,
    pub built_from: &'static str,
}

impl Canvas<'_> {
    /// The territories of an assignment of units.
    pub fn picture(&self, territory: &[usize]) -> Value {
        if territory.is_empty() {
            return json!({"territories": []});
        }
        let Self { field, brief, .. } = *self;
        let n = brief.n_territories;
        let shapes = field.mosaic.dissolve(territory, n);
        let colors = colors(&field.region, territory, n);
        let measured = measures::measure(&field.region, brief, territory);
        let owner_of = self.owners.of(field, &measured);
        let owner = |own: usize| owner_of[own].map(|owner| self.owners.all()[owner]);
        let grounds: Vec<Ground<'_>> = shapes
            .iter()
            .enumerate()
            .map(|(own, shape)| Ground { shape, base: owner(own).and_then(|owner| owner.home) })
            .collect();
        let figures = census(&grounds, &placed(field, &shapes), self.model);
        let one = |own: usize| {
            json!({
                "name": format!("{}", own + 1),
                "geometry": geometry_json(&shapes[own]),
                "color": colors[own],
                "built_from": self.built_from,
                "member_units": members(field, territory, own),
                "owner_id": owner(own).map(|owner| owner.id),
                "measures": figures[own],
                "balance": deviations(brief, &measured[own]),
                "inertia_km2": measured[own].inertia_km2,
                "n_components": measured[own].n_components,
            })
        };
        let territories: Vec<Value> = (0..n).map(one).collect();
        json!({"territories": territories, "resolution": field.resolution.map(u8::from)})
    }
}

/// The places with the territory whose shape they lie in, which is what publishing will go by.
fn placed(field: &Field, shapes: &[geo::MultiPolygon]) -> Vec<(usize, Place)> {
    let ownership = Ownership::new(shapes);
    let places = field.places.iter();
    places.filter_map(|place| Some((ownership.owner_of(place.at)?, *place))).collect()
}

fn members(field: &Field, territory: &[usize], own: usize) -> Vec<String> {
    let units = field.region.units.iter().zip(territory);
    units.filter(|(_, t)| **t == own).map(|(unit, _)| unit.id.clone()).collect()
}

/// What the territory is balanced by: amount, target and deviation of each.
fn deviations(brief: &Brief, measured: &measures::TerritoryMeasures) -> Vec<Value> {
    let loads = brief.activities.iter().zip(&measured.loads);
    loads
        .map(|(activity, load)| {
            json!({
                "name": activity.name,
                "amount": load.amount,
                "target": load.target,
                "deviation": load.deviation,
            })
        })
        .collect()
}

/// Gives every owner a territory: the pair of home and territory nearest to each other first.
fn nearest(
    field: &Field,
    owners: &[Owner],
    measured: &[measures::TerritoryMeasures],
) -> Vec<Option<usize>> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (own, measure) in measured.iter().enumerate() {
        let Some(centre) = measure.centre.map(|unit| field.region.units[unit].centre) else {
            continue;
        };
        for (owner, Owner { home, .. }) in owners.iter().enumerate() {
            let metres = home.map_or(f64::MAX, |home| home.distance(centre).0);
            pairs.push((metres, own, owner));
        }
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut owner_of = vec![None; measured.len()];
    let mut is_taken = vec![false; owners.len()];
    for (_, own, owner) in pairs {
        if owner_of[own].is_none() && !is_taken[owner] {
            owner_of[own] = Some(owner);
            is_taken[owner] = true;
        }
    }
    owner_of
}
