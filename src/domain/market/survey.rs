//! Everything a market's answer needs, in one pass over the rows.

use h3o::Resolution;

use super::cells::{CellSums, Cutter, joined};
use super::codes::CodeField;
use super::figures::{Figures, GroupBy, Groups, Joint, Measures, Table};
use super::index::Index;
use super::scan::{Hits, Query, QueryError, scan_view};
use super::segment::Segment;

/// Figures, groups and cells of the same accounts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Survey {
    pub figures: Figures,
    pub groups: Option<Groups>,
    /// At the resolution asked for, or a coarser one where there would be too many.
    pub cells: Option<(Resolution, Vec<CellSums>)>,
}

/// The groups every survey has, in the order of [`Figures::new`].
const FIGURES: [CodeField; 3] = [CodeField::Lifecycle, CodeField::Tier, CodeField::Category];

/// The sums behind the figures.
enum Tally<'a> {
    Joint(Joint<'a>),
    Each([Table<'a>; 3]),
}

impl<'a> Tally<'a> {
    fn new(segment: &'a Segment) -> Self {
        match Joint::new(segment, FIGURES) {
            Some(joint) => Self::Joint(joint),
            None => Self::Each(FIGURES.map(|field| Table::new(segment, GroupBy::Code(field)))),
        }
    }

    fn add(&mut self, hits: &Hits, measures: &Measures) {
        match self {
            Self::Joint(joint) => joint.add(hits, measures),
            Self::Each(tables) => tables.iter_mut().for_each(|table| table.add(hits, measures)),
        }
    }

    fn collect(&self, segment: &Segment, groups: &mut [Groups]) {
        for (position, groups) in groups.iter_mut().enumerate() {
            match self {
                Self::Joint(joint) => joint.collect(position, segment, groups),
                Self::Each(tables) => tables[position].collect(segment, groups),
            }
        }
    }
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
    let further = group_by.filter(|by| !FIGURES.iter().any(|field| *by == GroupBy::Code(*field)));
    let mut groups = vec![Groups::new(); FIGURES.len()];
    let mut others = Groups::new();
    let mut runs = Vec::new();
    for view in index.views() {
        let segment = view.segment();
        let measures = Measures::new(segment);
        let mut tally = Tally::new(segment);
        let mut table = further.map(|by| Table::new(segment, by));
        let mut cutter = resolution.map(|resolution| Cutter::new(segment, resolution));
        scan_view(view, query, |hits| {
            tally.add(&hits, &measures);
            if let Some(table) = &mut table {
                table.add(&hits, &measures);
            }
            if let Some(cutter) = &mut cutter {
                cutter.add(&hits);
            }
        })?;
        tally.collect(segment, &mut groups);
        if let Some(table) = table {
            table.collect(segment, &mut others);
        }
        runs.extend(cutter.into_iter().flat_map(Cutter::into_runs));
    }
    let cells = resolution.map(|resolution| joined(runs, resolution));
    let groups_of = |by| {
        let position = FIGURES.iter().position(|field| by == GroupBy::Code(*field));
        position.map_or(others, |position| groups[position].clone())
    };
    let asked = group_by.map(groups_of);
    let mut groups = groups.into_iter();
    let mut next = || groups.next().unwrap_or_default();
    let figures = Figures::new(next(), next(), next());
    Ok(Survey { figures, groups: asked, cells })
}
