//! Accounts as features, from the market index alone.

use serde_json::{Value, json};
use uuid::Uuid;

use super::collection::{Collection, Kind, Queryable};
use super::{Feature, FeaturePage, FeatureQuery, properties, select};
use crate::app::market::{Question, Wanted, question};
use crate::app::{App, Error, Principal};
use crate::domain::cql2::to_filter;
use crate::domain::crm::Fault;
use crate::domain::crm::custom::CustomType;
use crate::domain::crm::rights::Action;
use crate::domain::market::Segment;
use crate::domain::market::node::visit_status_of;
use crate::domain::market::record::MONEY_SCALE;
use crate::domain::market::sequence::{self, Sequence, sequence};

pub(super) async fn page(
    app: &App,
    principal: &Principal,
    query: FeatureQuery,
) -> Result<FeaturePage, Error> {
    let after = query.after.as_deref().map(id).transpose()?;
    let queryables = super::queryables(app, principal, Collection::Accounts).await?;
    let question = question(app, principal, Action::Read, wanted(&query, &queryables)?).await?;
    let limit = query.limit;
    let read = move |q: &Question| {
        let Sequence { rows, has_more, total } = sequence(&q.market.index, &q.query, after, limit)?;
        let features = rows.iter().map(|(segment, row)| feature(q, segment, *row)).collect();
        Ok(FeaturePage { features, matched: total, has_more })
    };
    question.compute(app, read).await
}

fn id(text: &str) -> Result<Uuid, Error> {
    text.parse().map_err(|_| Fault::new("/cursor", "cursor.malformed").into())
}

pub(super) async fn find(
    app: &App,
    principal: &Principal,
    id: &str,
) -> Result<Option<Feature>, Error> {
    let Ok(id) = id.parse() else { return Ok(None) };
    let question = question(app, principal, Action::Read, Wanted::default()).await?;
    let found = sequence::find(&question.market.index, &question.query, id);
    Ok(found.map(|(segment, row)| feature(&question, segment, row)))
}

/// The question in the filter form of the API, which is checked with it.
fn wanted(query: &FeatureQuery, queryables: &[Queryable]) -> Result<Wanted, Error> {
    let mut parts: Vec<Value> = query.filter.iter().map(to_filter).collect::<Result<_, _>>()?;
    for (name, text) in &query.equal {
        let value = select::value(queryables, name, text)?;
        parts.push(json!({"field": name, "op": "eq", "value": value}));
    }
    let area =
        query.bbox.map(|b| json!({"type": "bbox", "bbox": [b.west, b.south, b.east, b.north]}));
    Ok(Wanted { filter: Some(json!({"and": parts})), area, ..Wanted::default() })
}

fn feature(question: &Question, segment: &Segment, row: usize) -> Feature {
    let record = segment.record(row);
    let status = visit_status_of(segment, row, &question.query.clock);
    let place = |at| json!({"type": "Point", "coordinates": at});
    let mut feature = Feature {
        id: record.id.to_string(),
        geometry: record.location.map_or(Value::Null, place),
        properties: properties(json!({
            "name": record.name,
            "lifecycle": record.lifecycle,
            "tier": record.tier,
            "category": record.category,
            "city": record.city,
            "postal_code": record.postal_code,
            "source": record.source,
            "visit_status": status.code(),
            "owner_id": record.owner_id,
            "team_id": record.team_id,
            "territory_id": record.territory_id,
            "value_12m": money(record.value_12m),
            "potential_value": money(record.potential_value),
            "visit_duration_min": record.visit_duration_min,
            "visit_interval_days": record.visit_interval_days,
            "next_due_on": record.next_due_on,
            "last_visit_at": record.last_visit_at,
            "created_at": record.created_at,
            "updated_at": record.updated_at,
        })),
    };
    feature.properties.extend(question.market.index.custom().shown(segment, row));
    feature
}

/// One of the organisation's own fields.
pub(super) fn own((name, r#type): (String, CustomType)) -> Queryable {
    let kind = match r#type {
        CustomType::Text | CustomType::Choice => Kind::Text,
        CustomType::Number => Kind::Number,
        CustomType::Date => Kind::Date,
        CustomType::Boolean => Kind::Boolean,
    };
    Queryable { name: name.into(), kind }
}

#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 ten-thousandths")]
fn money(scaled: i64) -> f64 {
    scaled as f64 / MONEY_SCALE as f64
}
