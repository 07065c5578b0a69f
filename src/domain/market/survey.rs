//! Everything a market's answer needs, in one pass over the rows.

use h3o::Resolution;

use super::cells::{CellSums, Cutter, joined};
use super::codes::CodeField;
use super::figures::{Figures, GroupBy, Groups, Measures, Table};
use super::index::Index;
use super::scan::{Query, QueryError, scan_view};

/// Figures, groups and cells of the same accounts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Survey {
    pub figures: Figures,
    pub groups: Option<Groups>,
    /// At the resolution asked for, or a coarser one where there would be too many.
    pub cells: Option<(Resolution, Vec<CellSums>)>,
}

/// Surveys the accounts that answer a question.
///
/// # Errors
/// When cancelled.
pub fn survey(
    index: &Index,
    query: &Query,
    group_by: Option<GroupBy>,
    resolution: Option<Resolution>,
) -> Result<Survey, QueryError> {
    let fields = [CodeField::Lifecycle, CodeField::Tier, CodeField::Category];
    let by: Vec<GroupBy> = fields.map(GroupBy::Code).into_iter().chain(group_by).collect();
    let mut groups = vec![Groups::new(); by.len()];
    let mut runs = Vec::new();
    for view in index.views() {
        let segment = view.segment();
        let measures = Measures::new(segment);
        let mut tables: Vec<Table> = by.iter().map(|by| Table::new(segment, *by)).collect();
        let mut cutter = resolution.map(|resolution| Cutter::new(segment, resolution));
        scan_view(view, query, |hits| {
            for table in &mut tables {
                table.add(&hits, &measures);
            }
            if let Some(cutter) = &mut cutter {
                cutter.add(&hits);
            }
        })?;
        for (table, groups) in tables.iter().zip(&mut groups) {
            table.collect(segment, groups);
        }
        runs.extend(cutter.into_iter().flat_map(Cutter::into_runs));
    }
    let cells = resolution.map(|resolution| joined(runs, resolution));
    let mut groups = groups.into_iter();
    let mut next = || groups.next().unwrap_or_default();
    let figures = Figures::new(next(), next(), next());
    Ok(Survey { figures, groups: group_by.map(|_| next()), cells })
}
