//! Filtering and paging of collections that fit into memory.

use geo::{Intersects, Rect, coord};
use serde_json::{Map, Value};

use super::collection::{Collection, Kind, Queryable};
use super::{Feature, FeaturePage, FeatureQuery};
use crate::app::Error;
use crate::domain::cql2::{Expr, Op, holds};
use crate::domain::crm::Fault;

/// The page of these features that a query asks for.
pub fn page(
    collection: Collection,
    mut features: Vec<Feature>,
    query: &FeatureQuery,
) -> Result<FeaturePage, Error> {
    let conditions = conditions(collection, query)?;
    features.retain(|feature| passes(feature, &conditions, query));
    features.sort_by(|a, b| a.id.cmp(&b.id));
    let matched = features.len() as u64;
    if let Some(after) = &query.after {
        features.retain(|feature| feature.id > *after);
    }
    let has_more = features.len() > query.limit;
    features.truncate(query.limit);
    Ok(FeaturePage { features, matched, has_more })
}

/// The filter and the parameters, each checked to name a property that exists.
fn conditions(collection: Collection, query: &FeatureQuery) -> Result<Vec<Expr>, Error> {
    let mut conditions: Vec<Expr> = query.filter.clone().into_iter().collect();
    for expr in &conditions {
        known(collection.queryables(), expr)?;
    }
    for (name, text) in &query.equal {
        let property = name.clone();
        let value = value(collection.queryables(), name, text)?;
        conditions.push(Expr::Compare { property, op: Op::Eq, value });
    }
    Ok(conditions)
}

fn known(queryables: &[Queryable], expr: &Expr) -> Result<(), Fault> {
    let property = match expr {
        Expr::And(parts) | Expr::Or(parts) => {
            return parts.iter().try_for_each(|part| known(queryables, part));
        }
        Expr::Not(part) => return known(queryables, part),
        Expr::Intersects { .. } => return Ok(()),
        Expr::Compare { property, .. }
        | Expr::In { property, .. }
        | Expr::Between { property, .. }
        | Expr::Like { property, .. }
        | Expr::IsNull { property } => property,
    };
    if queryables.iter().any(|queryable| queryable.name == *property) {
        return Ok(());
    }
    Err(Fault::new("/filter", "filter.unknown_field").with("field", property))
}

/// The text of a parameter as the kind of value its property has.
pub(super) fn value(queryables: &[Queryable], name: &str, text: &str) -> Result<Value, Fault> {
    let pointer = || format!("/{name}");
    let kind = queryables
        .iter()
        .find(|queryable| queryable.name == name)
        .ok_or_else(|| Fault::new(pointer(), "filter.unknown_field").with("field", name))?
        .kind;
    match kind {
        Kind::Number | Kind::Integer => text
            .parse::<f64>()
            .ok()
            .and_then(serde_json::Number::from_f64)
            .map(Value::Number)
            .ok_or_else(|| Fault::new(pointer(), "filter.bad_value")),
        Kind::Boolean => {
            text.parse().map(Value::Bool).map_err(|_| Fault::new(pointer(), "filter.bad_value"))
        }
        _ => Ok(Value::String(text.to_owned())),
    }
}

fn passes(feature: &Feature, conditions: &[Expr], query: &FeatureQuery) -> bool {
    let properties: &Map<String, Value> = &feature.properties;
    let in_area = |area: &Value| match (shape(&feature.geometry), shape(area)) {
        (Some(one), Some(other)) => one.intersects(&other),
        _ => false,
    };
    let in_box = query.bbox.is_none_or(|b| {
        let sides = Rect::new(coord! {x: b.west, y: b.south}, coord! {x: b.east, y: b.north});
        shape(&feature.geometry).is_some_and(|shape| shape.intersects(&sides))
    });
    in_box && conditions.iter().all(|condition| holds(condition, properties, &in_area))
}

fn shape(geometry: &Value) -> Option<geo::Geometry<f64>> {
    let parsed: geojson::Geometry = serde_json::from_value(geometry.clone()).ok()?;
    geo::Geometry::try_from(parsed).ok()
}
