//! The market by group: count and sums, who is a customer, and what may still be won.

use std::collections::BTreeMap;

use super::codes::{CodeField, NO_CODE};
use super::compile::category_group;
use super::custom::CustomFields;
use super::figures::{GroupBy, Measures, Partial, Sums, share};
use super::filter::Clock;
use super::node::visit_status_of;
use super::record::LIFECYCLES;
use super::scan::Hits;
use super::segment::Segment;
use crate::domain::crm::due::VisitStatus;

/// What a breakdown can be made by. An account with several tags counts in the group of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    Field(GroupBy),
    Tag,
    VisitStatus,
}

impl Grouping {
    /// By the name of the field in the API.
    #[must_use]
    pub fn from_name(name: &str, custom: &CustomFields) -> Option<Self> {
        match name {
            "tag" => Some(Self::Tag),
            "visit_status" => Some(Self::VisitStatus),
            _ => GroupBy::from_name(name, custom).map(Self::Field),
        }
    }
}

/// Count and sums of a group, with what its lifecycles say. Money in ten-thousandths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MarketSums {
    pub sums: Sums,
    pub customers: u64,
    /// Prospects and leads.
    pub prospects: u64,
    /// Potential value of all who are neither customers nor excluded.
    pub white_space: i128,
}

impl MarketSums {
    /// Customers among customers, prospects and leads; none where there are neither.
    #[must_use]
    pub fn penetration(&self) -> Option<f64> {
        share(self.customers, self.customers + self.prospects)
    }

    /// Takes in accounts of one lifecycle.
    fn add(&mut self, sums: &Sums, lifecycle: &str) {
        let [prospect, lead, customer, _, _, excluded] = LIFECYCLES;
        self.sums.add(sums);
        if lifecycle == customer {
            self.customers += sums.count;
        } else if lifecycle != excluded {
            self.white_space += sums.potential_value;
        }
        if lifecycle == prospect || lifecycle == lead {
            self.prospects += sums.count;
        }
    }
}

/// Groups by their text; `None` collects the accounts without one.
pub type Breakdown = BTreeMap<Option<String>, MarketSums>;

/// Where a row's groups come from.
enum Keys<'a> {
    /// All rows are in one group.
    Whole,
    Codes(&'a [u32]),
    Tags,
    VisitStatus(&'a Clock),
}

/// Sums of one segment by group and lifecycle together; what belongs to a group is added up at the
/// end.
pub(super) struct Tally<'a> {
    segment: &'a Segment,
    grouping: Option<Grouping>,
    keys: Keys<'a>,
    lifecycles: &'a [u32],
    n_lifecycles: usize,
    sums: Vec<Partial>,
}

impl<'a> Tally<'a> {
    /// Without a grouping all rows are one group.
    pub fn new(segment: &'a Segment, grouping: Option<Grouping>, clock: &'a Clock) -> Self {
        let (keys, n_keys) = match grouping {
            None => (Keys::Whole, 1),
            Some(Grouping::Field(by)) => {
                (Keys::Codes(segment.codes(by.field())), segment.dictionary(by.field()).len())
            }
            Some(Grouping::Tag) => (Keys::Tags, segment.tag_dictionary().len()),
            Some(Grouping::VisitStatus) => (Keys::VisitStatus(clock), VisitStatus::ALL.len()),
        };
        let n_lifecycles = segment.dictionary(CodeField::Lifecycle).len();
        Self {
            segment,
            grouping,
            keys,
            lifecycles: segment.codes(CodeField::Lifecycle),
            n_lifecycles,
            sums: vec![Partial::default(); n_keys * n_lifecycles],
        }
    }

    pub fn add(&mut self, hits: &Hits, measures: &Measures) {
        for row in hits.rows() {
            match self.keys {
                Keys::Whole => self.add_row(0, row, measures),
                Keys::Codes(codes) => self.add_row(codes[row] as usize, row, measures),
                Keys::VisitStatus(clock) => {
                    let status = visit_status_of(self.segment, row, clock);
                    self.add_row(status as usize, row, measures);
                }
                Keys::Tags => self.add_by_tags(row, measures),
            }
        }
    }

    fn add_by_tags(&mut self, row: usize, measures: &Measures) {
        let segment = self.segment;
        let tags = segment.tags(row);
        if tags.is_empty() {
            self.add_row(NO_CODE as usize, row, measures);
        }
        for tag in tags {
            self.add_row(*tag as usize, row, measures);
        }
    }

    fn add_row(&mut self, key: usize, row: usize, measures: &Measures) {
        let at = key * self.n_lifecycles + self.lifecycles[row] as usize;
        self.sums[at].add_row(measures, row);
    }

    pub fn collect(&self, breakdown: &mut Breakdown) {
        let lifecycles = self.segment.dictionary(CodeField::Lifecycle);
        for (key, sums) in self.sums.chunks(self.n_lifecycles).enumerate() {
            let present = (NO_CODE..).zip(sums).filter(|(_, sums)| !sums.is_empty());
            for (lifecycle, sums) in present {
                let group = breakdown.entry(self.name(key)).or_default();
                group.add(&sums.whole(), lifecycles.value(lifecycle).unwrap_or_default());
            }
        }
    }

    fn name(&self, key: usize) -> Option<String> {
        let code = u32::try_from(key).unwrap_or(NO_CODE);
        let name = match self.grouping? {
            Grouping::Field(by) => {
                let value = self.segment.dictionary(by.field()).value(code)?;
                if by == GroupBy::CategoryGroup { category_group(value) } else { value }
            }
            Grouping::Tag => self.segment.tag_dictionary().value(code)?,
            Grouping::VisitStatus => VisitStatus::ALL[key].code(),
        };
        Some(name.to_owned())
    }
}
