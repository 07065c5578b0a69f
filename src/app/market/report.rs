//! A market's answer as it is sent and as snapshots keep it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::market::cells::CellSums;
use crate::domain::market::figures::{Figures, Groups, Sums};
use crate::domain::market::record::MONEY_SCALE;
use crate::domain::market::survey::Survey;

/// The figures of a market at one index version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MarketReport {
    /// Grows with every change of any account.
    pub index_version: u64,
    pub figures: FigureReport,
    /// H3 resolution of the cells; coarser than asked for where there would be too many.
    pub resolution: Option<u8>,
    pub cells: Vec<CellReport>,
    /// By the field of `group_by`, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<CodeFigure>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FigureReport {
    pub total: u64,
    pub by_lifecycle: Vec<CodeFigure>,
    pub by_category: Vec<CodeFigure>,
    pub by_tier: Vec<CodeFigure>,
    pub value_12m: f64,
    pub potential_value: f64,
    /// Customers among customers, prospects and leads; null where there are none.
    pub penetration: Option<f64>,
    /// Places known from the map that are no accounts yet; null outside of any region.
    pub unknown_places: Option<u64>,
}

/// The accounts with one code; null collects those without.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CodeFigure {
    pub code: Option<String>,
    pub count: u64,
    pub value_12m: f64,
    pub potential_value: f64,
    pub visit_duration_min: f64,
}

/// The accounts of one H3 cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CellReport {
    pub cell: String,
    pub count: u64,
    pub customers: u64,
    pub value_12m: f64,
    pub potential_value: f64,
}

impl MarketReport {
    #[must_use]
    pub fn new(index_version: u64, survey: &Survey, unknown_places: Option<u64>) -> Self {
        let cells = survey.cells.as_ref();
        Self {
            index_version,
            figures: FigureReport::new(&survey.figures, unknown_places),
            resolution: cells.map(|(resolution, _)| (*resolution).into()),
            cells: cells.iter().flat_map(|(_, cells)| cells).map(CellReport::from).collect(),
            groups: survey.groups.as_ref().map(codes),
        }
    }
}

impl FigureReport {
    fn new(figures: &Figures, unknown_places: Option<u64>) -> Self {
        Self {
            total: figures.total.count,
            by_lifecycle: codes(&figures.by_lifecycle),
            by_category: codes(&figures.by_category),
            by_tier: codes(&figures.by_tier),
            value_12m: money(figures.total.value_12m),
            potential_value: money(figures.total.potential_value),
            penetration: figures.penetration(),
            unknown_places,
        }
    }
}

/// The largest group first.
fn codes(groups: &Groups) -> Vec<CodeFigure> {
    let mut codes: Vec<CodeFigure> =
        groups.iter().map(|(code, sums)| CodeFigure::new(code.clone(), sums)).collect();
    codes.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.code.cmp(&b.code)));
    codes
}

impl CodeFigure {
    fn new(code: Option<String>, sums: &Sums) -> Self {
        Self {
            code,
            count: sums.count,
            value_12m: money(sums.value_12m),
            potential_value: money(sums.potential_value),
            visit_duration_min: as_f64(sums.visit_duration_min),
        }
    }
}

impl From<&CellSums> for CellReport {
    fn from(cell: &CellSums) -> Self {
        Self {
            cell: cell.cell.to_string(),
            count: cell.count,
            customers: cell.customers,
            value_12m: money(cell.value_12m),
            potential_value: money(cell.potential_value),
        }
    }
}

/// From ten-thousandths. JSON numbers are floating-point to most readers anyway.
pub(super) fn money(scaled: i128) -> f64 {
    as_f64(scaled) / as_f64(MONEY_SCALE.into())
}

#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53, far beyond any sum shown")]
pub(super) fn as_f64(n: i128) -> f64 {
    n as f64
}
