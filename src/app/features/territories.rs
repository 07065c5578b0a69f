//! Territories of all alignments as features.

use serde_json::{Value, json};

use super::{Feature, properties};
use crate::app::territory::alignments;
use crate::app::{App, Error, Principal};
use crate::domain::crm::rights::{Action, Object};
use crate::storage::alignments::Alignment;
use crate::storage::territories::{self as table, Territory};

/// Most alignments that are looked through, the newest first.
const ALIGNMENTS_MAX: usize = 200;

pub(super) async fn all(app: &App, principal: &Principal) -> Result<Vec<Feature>, Error> {
    let visible = principal.visible(Object::Territory, Action::Read);
    let (alignments, _) = alignments::list(app, principal, None, ALIGNMENTS_MAX).await?;
    let client = app.connection().await?;
    let mut features = Vec::new();
    for alignment in &alignments {
        let found = table::of_alignment(&client, principal.org_id, alignment.id).await?;
        let seen = found.iter().filter(|t| visible.admits(t.owner_id, None, Some(t.id)));
        features.extend(seen.map(|territory| feature(alignment, territory)));
    }
    Ok(features)
}

fn feature(alignment: &Alignment, territory: &Territory) -> Feature {
    let geometry = geojson::Geometry::new(geojson::GeometryValue::from(&territory.shape));
    Feature {
        id: territory.id.to_string(),
        geometry: serde_json::to_value(geometry).unwrap_or(Value::Null),
        properties: properties(json!({
            "name": territory.name,
            "code": territory.code,
            "alignment_id": alignment.id,
            "alignment": alignment.name,
            "state": alignment.state,
            "owner_id": territory.owner_id,
            "owner_name": territory.owner_name,
            "color": territory.color,
        })),
    }
}
