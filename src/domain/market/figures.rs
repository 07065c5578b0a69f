//! Counts and sums, of all and by group.

use std::collections::BTreeMap;

use super::codes::{CodeField, NO_CODE};
use super::columns::{Columns, NULL, NumberField};
use super::compile::category_group;
use super::custom::{CustomColumn, CustomFields};
use super::filter_value::Kind;
use super::record::LIFECYCLES;
use super::scan::Hits;
use super::segment::Segment;

/// Most combinations of codes that are added up together: about as many as a core's cache holds.
const JOINT_SUMS_MAX: usize = 8_192;

/// What groups of accounts can be made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupBy {
    Code(CodeField),
    CategoryGroup,
}

impl GroupBy {
    /// By the name of the field in the API; of an organisation's own fields those with few
    /// different values.
    #[must_use]
    pub fn from_name(name: &str, custom: &CustomFields) -> Option<Self> {
        Some(match name {
            "lifecycle" => Self::Code(CodeField::Lifecycle),
            "tier" => Self::Code(CodeField::Tier),
            "category" => Self::Code(CodeField::Category),
            "category_group" => Self::CategoryGroup,
            "owner_id" => Self::Code(CodeField::Owner),
            "team_id" => Self::Code(CodeField::Team),
            "territory_id" => Self::Code(CodeField::Territory),
            "city" => Self::Code(CodeField::City),
            "postal_code" => Self::Code(CodeField::PostalCode),
            "source" => Self::Code(CodeField::Source),
            _ => match custom.column(name)? {
                CustomColumn::Code(field, Kind::Choice | Kind::Flag) => Self::Code(field),
                _ => return None,
            },
        })
    }

    pub(super) fn field(self) -> CodeField {
        match self {
            Self::Code(field) => field,
            Self::CategoryGroup => CodeField::Category,
        }
    }

    fn name(self, value: &str) -> &str {
        if self == Self::CategoryGroup { category_group(value) } else { value }
    }
}

/// Count and sums of some accounts. Money in ten-thousandths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    pub count: u64,
    pub value_12m: i128,
    pub potential_value: i128,
    pub visit_duration_min: i128,
}

impl Sums {
    pub(super) fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.value_12m += other.value_12m;
        self.potential_value += other.potential_value;
        self.visit_duration_min += other.visit_duration_min;
    }
}

/// Sums by the text of the group; `None` collects the accounts without one.
pub type Groups = BTreeMap<Option<String>, Sums>;

/// The summed columns of a segment.
pub(super) struct Measures<'a> {
    value: &'a [i64],
    potential: &'a [i64],
    duration: &'a [i64],
}

impl<'a> Measures<'a> {
    pub(super) fn new(segment: &'a Segment) -> Self {
        Self::by_field(|field| segment.numbers(field))
    }

    pub(super) fn of(columns: &'a Columns) -> Self {
        Self::by_field(|field| &columns.numbers[field.index()])
    }

    fn by_field(numbers: impl Fn(NumberField) -> &'a [i64]) -> Self {
        Self {
            value: numbers(NumberField::Value),
            potential: numbers(NumberField::Potential),
            duration: numbers(NumberField::VisitDuration),
        }
    }
}

/// Sums by code of one segment.
pub(super) struct Table<'a> {
    by: GroupBy,
    codes: &'a [u32],
    sums: Vec<Partial>,
}

/// Halves of the sums are kept apart so that plain additions do: the upper and the lower 32 bits
/// of money cannot overflow before four thousand million rows.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Partial {
    count: u64,
    value: [i64; 2],
    potential: [i64; 2],
    duration: i64,
}

impl<'a> Table<'a> {
    pub(super) fn new(segment: &'a Segment, by: GroupBy) -> Self {
        let n_codes = segment.dictionary(by.field()).len();
        Self { by, codes: segment.codes(by.field()), sums: vec![Partial::default(); n_codes] }
    }

    pub(super) fn add(&mut self, hits: &Hits, measures: &Measures) {
        for row in hits.rows() {
            self.sums[self.codes[row] as usize].add_row(measures, row);
        }
    }

    pub(super) fn collect(&self, segment: &Segment, groups: &mut Groups) {
        collect(segment, self.by, &self.sums, groups);
    }
}

pub(super) fn collect(segment: &Segment, by: GroupBy, sums: &[Partial], groups: &mut Groups) {
    let dictionary = segment.dictionary(by.field());
    for (code, sums) in (NO_CODE..).zip(sums).filter(|(_, sums)| sums.count > 0) {
        let name = dictionary.value(code).map(|value| by.name(value).to_owned());
        groups.entry(name).or_default().add(&sums.whole());
    }
}

/// Sums by the codes of three fields at once: one addition for each row instead of three. What
/// belongs to one code of one field is added up at the end.
pub(super) struct Joint<'a> {
    fields: [CodeField; 3],
    codes: [&'a [u32]; 3],
    n_codes: [usize; 3],
    sums: Vec<Partial>,
}

impl<'a> Joint<'a> {
    /// None where the combinations are too many to be of use.
    pub(super) fn new(segment: &'a Segment, fields: [CodeField; 3]) -> Option<Self> {
        let n_codes = fields.map(|field| segment.dictionary(field).len());
        let n_sums = n_codes.iter().product();
        (n_sums <= JOINT_SUMS_MAX).then(|| Self {
            fields,
            codes: fields.map(|field| segment.codes(field)),
            n_codes,
            sums: vec![Partial::default(); n_sums],
        })
    }

    pub(super) fn add(&mut self, hits: &Hits, measures: &Measures) {
        let [_, n_second, n_third] = self.n_codes;
        for row in hits.rows() {
            let [first, second, third] = self.codes.map(|codes| codes[row] as usize);
            let at = (first * n_second + second) * n_third + third;
            self.sums[at].add_row(measures, row);
        }
    }

    /// Adds the sums by each code of the field at this position.
    pub(super) fn collect(&self, position: usize, segment: &Segment, groups: &mut Groups) {
        let after: usize = self.n_codes[position + 1..].iter().product();
        let mut sums = vec![Partial::default(); self.n_codes[position]];
        for (at, partial) in self.sums.iter().enumerate().filter(|(_, sums)| sums.count > 0) {
            sums[at / after % self.n_codes[position]].add(partial);
        }
        collect(segment, GroupBy::Code(self.fields[position]), &sums, groups);
    }
}

fn add_halves(sum: &mut [i64; 2], number: i64) {
    sum[0] += number & 0xFFFF_FFFF;
    sum[1] += number >> 32;
}

impl Partial {
    #[inline]
    pub(super) fn add_row(&mut self, measures: &Measures, row: usize) {
        self.count += 1;
        add_halves(&mut self.value, measures.value[row]);
        add_halves(&mut self.potential, measures.potential[row]);
        self.duration += measures.duration[row];
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.count += other.count;
        for half in 0..2 {
            self.value[half] += other.value[half];
            self.potential[half] += other.potential[half];
        }
        self.duration += other.duration;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn whole(&self) -> Sums {
        let join = |halves: [i64; 2]| i128::from(halves[0]) + (i128::from(halves[1]) << 32);
        Sums {
            count: self.count,
            value_12m: join(self.value),
            potential_value: join(self.potential),
            visit_duration_min: self.duration.into(),
        }
    }
}

const _: () = assert!(NULL < 0, "the summed columns hold no NULL: they are NOT NULL in the tables");

/// The groups every survey has, in the order of [`Figures::new`].
pub(super) const FIGURES: [CodeField; 3] =
    [CodeField::Lifecycle, CodeField::Tier, CodeField::Category];

/// The figures of a market.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figures {
    pub total: Sums,
    pub by_lifecycle: Groups,
    pub by_tier: Groups,
    pub by_category: Groups,
}

impl Figures {
    pub(super) fn new(by_lifecycle: Groups, by_tier: Groups, by_category: Groups) -> Self {
        let mut total = Sums::default();
        for sums in by_lifecycle.values() {
            total.add(sums);
        }
        Self { total, by_lifecycle, by_tier, by_category }
    }

    /// Customers among customers, prospects and leads; none where there are neither.
    #[must_use]
    pub fn penetration(&self) -> Option<f64> {
        let [prospect, lead, customer, ..] = LIFECYCLES;
        let customers = self.n_in(customer);
        share(customers, customers + self.n_in(prospect) + self.n_in(lead))
    }

    fn n_in(&self, lifecycle: &str) -> u64 {
        self.by_lifecycle.get(&Some(lifecycle.to_owned())).map_or(0, |sums| sums.count)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of accounts stay far below 2^52")]
pub(super) fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
