//! Everything a market's answer needs, in one pass over the rows.

use h3o::Resolution;

use super::cells::{CellSums, Cutter, joined};
use super::figures::{FIGURES, Figures, GroupBy, Groups, Joint, Measures, Partial, Table, collect};
use super::index::Index;
use super::scan::{Hits, Part, Query, QueryError, scan_parts, whole_blocks};
use super::segment::Segment;

/// Figures, groups and cells of the same accounts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Survey {
    pub figures: Figures,
    pub groups: Option<Groups>,
    /// At the resolution asked for, or a coarser one where there would be too many.
    pub cells: Option<(Resolution, Vec<CellSums>)>,
}

/// The sums behind the figures: those of whole groups, and those of rows.
struct Tally<'a> {
    segment: &'a Segment,
    whole: [Vec<Partial>; FIGURES.len()],
    rows: Rows<'a>,
}

enum Rows<'a> {
    Joint(Joint<'a>),
    Each([Table<'a>; FIGURES.len()]),
}

impl<'a> Tally<'a> {
    fn new(segment: &'a Segment) -> Self {
        let rows = match Joint::new(segment, FIGURES) {
            Some(joint) => Rows::Joint(joint),
            None => Rows::Each(FIGURES.map(|field| Table::new(segment, GroupBy::Code(field)))),
        };
        let whole = FIGURES.map(|f| vec![Partial::default(); segment.dictionary(f).len()]);
        Self { segment, whole, rows }
    }

    fn add(&mut self, hits: &Hits, measures: &Measures) {
        match &mut self.rows {
            Rows::Joint(joint) => joint.add(hits, measures),
            Rows::Each(tables) => tables.iter_mut().for_each(|table| table.add(hits, measures)),
        }
    }

    fn add_group(&mut self, group: usize, measures: &Measures) {
        let sums = self.segment.group_sums();
        if sums.iter().any(Option::is_none) {
            whole_blocks(self.segment, group).for_each(|hits| self.add(&hits, measures));
            return;
        }
        for (whole, sums) in self.whole.iter_mut().zip(sums.iter().flatten()) {
            for (sum, of_group) in whole.iter_mut().zip(sums.of(group)) {
                sum.add(of_group);
            }
        }
    }

    fn collect(&self, groups: &mut [Groups]) {
        for (position, groups) in groups.iter_mut().enumerate() {
            let by = GroupBy::Code(FIGURES[position]);
            collect(self.segment, by, &self.whole[position], groups);
            match &self.rows {
                Rows::Joint(joint) => joint.collect(position, self.segment, groups),
                Rows::Each(tables) => tables[position].collect(self.segment, groups),
            }
        }
    }
}

/// Surveys the accounts that answer a question.
///
/// # Errors
/// When cancelled.
pub fn survey<'a>(
    index: &'a Index,
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
        let mut add_others = |hits: Hits<'a>| {
            if let Some(table) = &mut table {
                table.add(&hits, &measures);
            }
            if let Some(cutter) = &mut cutter {
                cutter.add(&hits);
            }
        };
        scan_parts(view, query, |part| match part {
            Part::Group(group) => {
                tally.add_group(group, &measures);
                whole_blocks(segment, group).for_each(&mut add_others);
            }
            Part::Rows(hits) => {
                tally.add(&hits, &measures);
                add_others(hits);
            }
        })?;
        tally.collect(&mut groups);
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
