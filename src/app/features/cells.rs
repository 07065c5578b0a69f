//! The H3 cells of saved snapshots as features.

use h3o::{CellIndex, LatLng};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Feature, FeatureQuery, properties};
use crate::app::market::CellReport;
use crate::app::snapshot::{self, Snapshot};
use crate::app::{App, Error, Principal};

/// Most snapshots that are looked through, the newest first; one that is named is always.
const SNAPSHOTS_MAX: usize = 50;

pub(super) async fn all(
    app: &App,
    principal: &Principal,
    query: &FeatureQuery,
) -> Result<Vec<Feature>, Error> {
    let named = query.equal.iter().find(|(name, _)| name == "snapshot_id");
    let ids: Vec<Uuid> = if let Some((_, text)) = named {
        text.parse().into_iter().collect()
    } else {
        let (page, _) = snapshot::list(app, principal, Some(SNAPSHOTS_MAX), None).await?;
        page.iter().map(|snapshot| snapshot.id).collect()
    };
    let mut features = Vec::new();
    for id in ids {
        match snapshot::read(app, principal, id).await {
            Ok(snapshot) => {
                features.extend(snapshot.report.cells.iter().map(|cell| feature(&snapshot, cell)));
            }
            // deleted meanwhile, or not the caller's
            Err(error) if error.code == "snapshot.not_found" => {}
            Err(error) => return Err(error),
        }
    }
    Ok(features)
}

fn feature(snapshot: &Snapshot, cell: &CellReport) -> Feature {
    Feature {
        id: format!("{}-{}", snapshot.id, cell.cell),
        geometry: cell.cell.parse().map_or(Value::Null, outline),
        properties: properties(json!({
            "snapshot_id": snapshot.id,
            "snapshot": snapshot.name,
            "taken_at": snapshot.taken_at,
            "cell": cell.cell,
            "count": cell.count,
            "customers": cell.customers,
            "value_12m": cell.value_12m,
            "potential_value": cell.potential_value,
        })),
    }
}

fn outline(cell: CellIndex) -> Value {
    let corners = cell.boundary();
    let ring: Vec<[f64; 2]> =
        corners.iter().chain(corners.first()).map(|at: &LatLng| [at.lng(), at.lat()]).collect();
    json!({"type": "Polygon", "coordinates": [ring]})
}
