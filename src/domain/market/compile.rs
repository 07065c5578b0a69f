//! A question made ready for one segment: texts become codes, dates become numbers, areas become
//! shapes. Answers one block at a time as a word of 64 bits.

use uuid::Uuid;

use super::area::Outlines;
use super::codes::{CodeField, Dictionary};
use super::columns::{NULL, NumberField, day, day_number};
use super::filter::{Clock, Condition, Filter, TextTest};
use super::polygon::Cover;
use super::segment::{BLOCK, Segment};
use super::shape::{Extent, Shape};
use super::text::{Needle, fold};
use crate::domain::crm::due::{VisitStatus, visit_status};
use crate::domain::crm::rights::Visible;

/// With at most so many rows left, they are tested one by one.
const FEW_ROWS: u32 = 12;

/// One compiled test, or several.
#[derive(Debug)]
pub enum Node<'a> {
    Everything,
    Nothing,
    /// Shapes stand before other tests.
    And(Vec<Node<'a>>),
    Or(Vec<Node<'a>>),
    Not(Box<Node<'a>>),
    Shape(Shape),
    Codes {
        column: &'a [u32],
        table: Vec<u8>,
    },
    Range {
        column: &'a [i64],
        lowest: i64,
        highest: i64,
    },
    Tags {
        table: Vec<u8>,
    },
    NoTags,
    NameRanks(Vec<u32>),
    Name {
        needle: Needle,
        from_start: bool,
    },
    Text(Needle),
    VisitStatus {
        wanted: Vec<VisitStatus>,
        today: i64,
    },
    Located,
}

/// Compiles for one segment.
#[derive(Debug, Clone, Copy)]
pub struct Compiler<'a, 'q> {
    pub segment: &'a Segment,
    pub outlines: &'q Outlines,
    pub clock: &'q Clock,
}

impl<'a> Compiler<'a, '_> {
    #[must_use]
    pub fn filter(&self, filter: &Filter) -> Node<'a> {
        match filter {
            Filter::And(parts) => and(parts.iter().map(|part| self.filter(part)).collect()),
            Filter::Or(parts) => or(parts.iter().map(|part| self.filter(part)).collect()),
            Filter::Not(part) => not(self.filter(part)),
            Filter::Is(condition) => self.condition(condition),
        }
    }

    /// The rows a caller may see.
    #[must_use]
    pub fn visible(&self, visible: &Visible) -> Node<'a> {
        match visible {
            Visible::Nothing => Node::Nothing,
            Visible::Everything => Node::Everything,
            Visible::Rows { owners, teams, territories } => or(vec![
                self.ids(CodeField::Owner, owners),
                self.ids(CodeField::Team, teams),
                self.ids(CodeField::Territory, territories),
            ]),
        }
    }

    fn ids(&self, field: CodeField, ids: &[Uuid]) -> Node<'a> {
        let texts = ids.iter().map(Uuid::to_string).collect();
        self.codes(field, &TextTest::OneOf(texts))
    }

    fn condition(&self, condition: &Condition) -> Node<'a> {
        match condition {
            Condition::Code { field, test } => self.codes(*field, test),
            Condition::CategoryGroup(test) => self.category_group(test),
            Condition::Tag(test) => self.tags(test),
            Condition::Name(test) => self.name(test),
            Condition::Text(TextTest::Contains(text)) => Node::Text(Needle::new(text)),
            Condition::Text(_) => Node::Nothing,
            Condition::Number { field, range } => {
                let (lowest, highest) = range.bounds(*field, self.clock);
                Node::Range { column: self.segment.numbers(*field), lowest, highest }
            }
            Condition::NumberIsNull(field) => {
                Node::Range { column: self.segment.numbers(*field), lowest: NULL, highest: NULL }
            }
            Condition::VisitStatus(wanted) => {
                Node::VisitStatus { wanted: wanted.clone(), today: day_number(self.clock.today()) }
            }
            Condition::Within(area) => Node::Shape(area.shape(self.outlines)),
            Condition::HasLocation => Node::Located,
        }
    }

    fn codes(&self, field: CodeField, test: &TextTest) -> Node<'a> {
        let table = table(self.segment.dictionary(field), test);
        self.by_table(field, table)
    }

    fn category_group(&self, test: &TextTest) -> Node<'a> {
        let dictionary = self.segment.dictionary(CodeField::Category);
        let table = match test {
            TextTest::IsNull => table(dictionary, test),
            _ => dictionary.table(|category| text_passes(category_group(category), test)),
        };
        self.by_table(CodeField::Category, table)
    }

    fn by_table(&self, field: CodeField, table: Vec<u8>) -> Node<'a> {
        if table.iter().all(|passes| *passes == 0) {
            return Node::Nothing;
        }
        Node::Codes { column: self.segment.codes(field), table }
    }

    fn tags(&self, test: &TextTest) -> Node<'a> {
        match test {
            TextTest::IsNull => Node::NoTags,
            _ => Node::Tags { table: table(self.segment.tag_dictionary(), test) },
        }
    }

    fn name(&self, test: &TextTest) -> Node<'a> {
        match test {
            TextTest::OneOf(names) => Node::NameRanks(self.name_ranks(names)),
            TextTest::Contains(part) => Node::Name { needle: Needle::new(part), from_start: false },
            TextTest::Starts(part) => Node::Name { needle: Needle::new(part), from_start: true },
            TextTest::IsNull => Node::Nothing,
        }
    }

    fn name_ranks(&self, names: &[String]) -> Vec<u32> {
        let doubled = names.iter().map(|name| self.segment.doubled_rank_of(&fold(name)));
        let present = doubled.filter(|rank| rank % 2 == 0);
        present.filter_map(|rank| u32::try_from(rank / 2).ok()).collect()
    }
}

/// What stands before the dot of a category.
#[must_use]
pub fn category_group(category: &str) -> &str {
    category.split_once('.').map_or(category, |(group, _)| group)
}

fn table(dictionary: &Dictionary, test: &TextTest) -> Vec<u8> {
    let mut table = vec![0; dictionary.len()];
    match test {
        TextTest::IsNull => table[0] = 1,
        TextTest::OneOf(values) => {
            for code in values.iter().filter_map(|value| dictionary.code(value)) {
                table[code as usize] = 1;
            }
        }
        _ => table = dictionary.table(|value| text_passes(value, test)),
    }
    table
}

fn text_passes(value: &str, test: &TextTest) -> bool {
    match test {
        TextTest::OneOf(values) => values.iter().any(|wanted| wanted == value),
        TextTest::Contains(part) => Needle::new(part).is_in(&fold(value)),
        TextTest::Starts(part) => Needle::new(part).starts(&fold(value)),
        TextTest::IsNull => false,
    }
}

/// All of them, simplified.
#[must_use]
pub fn and(mut nodes: Vec<Node>) -> Node {
    if nodes.iter().any(|node| matches!(node, Node::Nothing)) {
        return Node::Nothing;
    }
    nodes.retain(|node| !matches!(node, Node::Everything));
    nodes.sort_by_key(cost);
    match nodes.len() {
        0 => Node::Everything,
        1 => nodes.remove(0),
        _ => Node::And(nodes),
    }
}

fn or(mut nodes: Vec<Node>) -> Node {
    if nodes.iter().any(|node| matches!(node, Node::Everything)) {
        return Node::Everything;
    }
    nodes.retain(|node| !matches!(node, Node::Nothing));
    match nodes.len() {
        0 => Node::Nothing,
        1 => nodes.remove(0),
        _ => Node::Or(nodes),
    }
}

fn not(node: Node) -> Node {
    match node {
        Node::Everything => Node::Nothing,
        Node::Nothing => Node::Everything,
        node => Node::Not(Box::new(node)),
    }
}

/// The order of tests: shapes first because whole blocks fall to them, text last because it is
/// slow.
fn cost(node: &Node) -> u8 {
    match node {
        Node::Shape(_) => 0,
        Node::Name { .. } | Node::Text(_) => 2,
        _ => 1,
    }
}

impl Node<'_> {
    /// How a run of rows lies to the question, as far as boxes and cells can tell.
    #[must_use]
    pub fn cover(&self, extent: &Extent, all_located: bool) -> Cover {
        match self {
            Self::Everything => Cover::Inside,
            Self::Nothing => Cover::Outside,
            Self::And(nodes) => nodes
                .iter()
                .fold(Cover::Inside, |cover, node| cover.and(node.cover(extent, all_located))),
            Self::Or(nodes) => nodes
                .iter()
                .fold(Cover::Outside, |cover, node| cover.or(node.cover(extent, all_located))),
            Self::Not(node) => node.cover(extent, all_located).inverted(),
            Self::Shape(shape) => match shape.cover(extent) {
                Cover::Inside if !all_located => Cover::Partly,
                _ if extent.bbox.is_empty() => Cover::Outside,
                cover => cover,
            },
            _ => Cover::Partly,
        }
    }

    /// The rows of the block, out of those wanted, that pass.
    #[must_use]
    pub fn mask(&self, segment: &Segment, block: usize, wanted: u64) -> u64 {
        match self {
            Self::Everything => wanted,
            Self::Nothing => 0,
            Self::And(nodes) => and_mask(nodes, segment, block, wanted),
            Self::Or(nodes) => nodes
                .iter()
                .fold(0, |passed, node| passed | node.mask(segment, block, wanted & !passed)),
            Self::Not(node) => wanted & !node.mask(segment, block, wanted),
            Self::Shape(shape) => match block_cover(shape, segment, block) {
                Cover::Outside => 0,
                Cover::Inside => wanted & segment.located(block),
                Cover::Partly => points_mask(shape, segment, block, wanted),
            },
            Self::Located => wanted & segment.located(block),
            Self::Codes { column, table } => {
                pack(column, block, wanted, |code| table[code as usize])
            }
            Self::Range { column, lowest, highest } => {
                pack(column, block, wanted, |n| u8::from(n >= *lowest) & u8::from(n <= *highest))
            }
            Self::NameRanks(ranks) => {
                pack(segment.name_ranks(), block, wanted, |rank| u8::from(ranks.contains(&rank)))
            }
            _ => one_by_one(block, wanted, |row| self.passes(segment, row)),
        }
    }

    /// The tests that look at one row at a time.
    fn passes(&self, segment: &Segment, row: usize) -> bool {
        match self {
            Self::Tags { table } => segment.tags(row).iter().any(|code| table[*code as usize] != 0),
            Self::NoTags => segment.tags(row).is_empty(),
            Self::Name { needle, from_start: true } => needle.starts(segment.folded_name(row)),
            Self::Name { needle, from_start: false } => needle.is_in(segment.folded_name(row)),
            Self::Text(needle) => needle.is_in(segment.searched(row)),
            Self::VisitStatus { wanted, today } => {
                wanted.contains(&status_of(segment, row, *today))
            }
            _ => false,
        }
    }
}

/// Shapes that hold or miss the whole block come first, points are tested last.
fn and_mask(nodes: &[Node], segment: &Segment, block: usize, wanted: u64) -> u64 {
    let mut passed = wanted;
    let mut partly = 0u32;
    for (index, node) in nodes.iter().enumerate() {
        if passed == 0 {
            return 0;
        }
        let Node::Shape(shape) = node else {
            passed = node.mask(segment, block, passed);
            continue;
        };
        match block_cover(shape, segment, block) {
            Cover::Outside => return 0,
            Cover::Inside => passed &= segment.located(block),
            Cover::Partly if index < 32 => partly |= 1 << index,
            Cover::Partly => passed = points_mask(shape, segment, block, passed),
        }
    }
    while partly != 0 && passed != 0 {
        if let Node::Shape(shape) = &nodes[partly.trailing_zeros() as usize] {
            passed = points_mask(shape, segment, block, passed);
        }
        partly &= partly - 1;
    }
    passed
}

fn block_cover(shape: &Shape, segment: &Segment, block: usize) -> Cover {
    let bbox = segment.block_box(block);
    if bbox.is_empty() { Cover::Outside } else { shape.cover(&segment.block_extent(block)) }
}

fn points_mask(shape: &Shape, segment: &Segment, block: usize, wanted: u64) -> u64 {
    let (lng, lat, hex) = (segment.lng(), segment.lat(), segment.hex());
    let located = wanted & segment.located(block);
    one_by_one(block, located, |row| shape.contains(lng[row], lat[row], hex[row]))
}

fn status_of(segment: &Segment, row: usize, today: i64) -> VisitStatus {
    let number = |field| Some(segment.numbers(field)[row]).filter(|number| *number != NULL);
    let interval = number(NumberField::VisitInterval).and_then(|days| u32::try_from(days).ok());
    let due_on = number(NumberField::NextDue).and_then(day);
    let today = day(today).unwrap_or_default();
    visit_status(today, due_on, interval)
}

/// The visit status of a row on a day.
#[must_use]
pub fn visit_status_of(segment: &Segment, row: usize, clock: &Clock) -> VisitStatus {
    status_of(segment, row, day_number(clock.today()))
}

fn one_by_one(block: usize, wanted: u64, passes: impl Fn(usize) -> bool) -> u64 {
    let mut rest = wanted;
    let mut mask = 0;
    while rest != 0 {
        let bit = rest.trailing_zeros();
        mask |= u64::from(passes(block * BLOCK + bit as usize)) << bit;
        rest &= rest - 1;
    }
    mask
}

/// Tests a column's block: 64 bytes of zero or one, then eight at a time into bits.
fn pack<T: Copy>(column: &[T], block: usize, wanted: u64, test: impl Fn(T) -> u8) -> u64 {
    if wanted.count_ones() <= FEW_ROWS {
        return one_by_one(block, wanted, |row| test(column[row]) != 0);
    }
    let rows = &column[block * BLOCK..column.len().min((block + 1) * BLOCK)];
    let mut bytes = [0u8; BLOCK];
    for (byte, value) in bytes.iter_mut().zip(rows) {
        *byte = test(*value);
    }
    let mut mask = 0;
    for (index, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
        // the multiplication moves the lowest bit of each byte next to the others, to the top
        let bits = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask |= bits << (8 * index);
    }
    mask & wanted
}
