//! A question compiled for one segment: a tree of tests that answers for whole groups from what is
//! known of them, and for a block as a word of 64 bits.

use super::bitmaps::Bitmap;
use super::columns::{NULL, NumberField, day, day_number};
use super::filter::Clock;
use super::polygon::Cover;
use super::segment::{BLOCK, Segment};
use super::shape::Shape;
use super::text::Needle;
use super::zones::{CodeZones, NumberZones};
use crate::domain::crm::due::{VisitStatus, visit_status};

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
        zones: Option<CodeZones<'a>>,
    },
    /// The same by bitmaps, where a column has few different codes.
    Bits {
        bitmap: Bitmap<'a>,
        zones: Option<CodeZones<'a>>,
    },
    Range {
        column: &'a [i64],
        lowest: i64,
        highest: i64,
        zones: NumberZones<'a>,
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

pub(super) fn or(mut nodes: Vec<Node>) -> Node {
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

pub(super) fn not(node: Node) -> Node {
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
    /// How a group of rows lies to the question, as far as boxes, cells and zones can tell.
    #[must_use]
    pub fn cover(&self, segment: &Segment, group: usize) -> Cover {
        match self {
            Self::Everything => Cover::Inside,
            Self::Nothing => Cover::Outside,
            Self::And(nodes) => {
                let covers = nodes.iter().map(|node| node.cover(segment, group));
                fold_until(covers, Cover::Inside, Cover::Outside, Cover::and)
            }
            Self::Or(nodes) => {
                let covers = nodes.iter().map(|node| node.cover(segment, group));
                fold_until(covers, Cover::Outside, Cover::Inside, Cover::or)
            }
            Self::Not(node) => node.cover(segment, group).inverted(),
            Self::Shape(shape) => shape_cover(shape, segment, group),
            Self::Codes { zones, .. } | Self::Bits { zones, .. } => {
                zones.as_ref().map_or(Cover::Partly, |zones| zones.cover(group))
            }
            Self::Range { lowest, highest, zones, .. } => zones.cover(group, *lowest, *highest),
            _ => Cover::Partly,
        }
    }

    /// As [`Node::cover`], and which parts of an `and` hold for the whole group (one bit each), so
    /// that its blocks need not be asked about them.
    #[must_use]
    pub fn narrow(&self, segment: &Segment, group: usize) -> (Cover, u64) {
        let Self::And(nodes) = self else { return (self.cover(segment, group), 0) };
        let mut settled = 0u64;
        for (index, node) in nodes.iter().enumerate() {
            match node.cover(segment, group) {
                Cover::Outside => return (Cover::Outside, 0),
                Cover::Inside if index < 64 => settled |= 1 << index,
                _ => {}
            }
        }
        let is_whole = settled.count_ones() as usize == nodes.len();
        (if is_whole { Cover::Inside } else { Cover::Partly }, settled)
    }

    /// The rows of the block that pass the parts of an `and` that are not settled for its group.
    #[must_use]
    pub fn mask_after(&self, settled: u64, segment: &Segment, block: usize, wanted: u64) -> u64 {
        match self {
            Self::And(nodes) => and_mask(nodes, settled, segment, block, wanted),
            _ => self.mask(segment, block, wanted),
        }
    }

    /// The rows of the block, out of those wanted, that pass.
    #[must_use]
    pub fn mask(&self, segment: &Segment, block: usize, wanted: u64) -> u64 {
        match self {
            Self::Everything => wanted,
            Self::Nothing => 0,
            Self::And(nodes) => and_mask(nodes, 0, segment, block, wanted),
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
            Self::Codes { column, table, .. } => {
                pack(column, block, wanted, |code| table[code as usize] != 0)
            }
            Self::Bits { bitmap, .. } => bitmap.word(block) & wanted,
            Self::Range { column, lowest, highest, .. } => {
                pack(column, block, wanted, |n| (*lowest..=*highest).contains(&n))
            }
            Self::NameRanks(ranks) => {
                pack(segment.name_ranks(), block, wanted, |rank| ranks.contains(&rank))
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

fn fold_until(
    covers: impl Iterator<Item = Cover>,
    start: Cover,
    end: Cover,
    join: impl Fn(Cover, Cover) -> Cover,
) -> Cover {
    let mut all = start;
    for cover in covers {
        all = join(all, cover);
        if all == end {
            break;
        }
    }
    all
}

/// Rows without a place are in no shape.
fn shape_cover(shape: &Shape, segment: &Segment, group: usize) -> Cover {
    let extent = segment.group_extent(group);
    match shape.cover(&extent) {
        _ if extent.bbox.is_empty() => Cover::Outside,
        Cover::Inside if !segment.is_all_located(group) => Cover::Partly,
        cover => cover,
    }
}

/// Shapes that hold or miss the whole block come first, points are tested last.
fn and_mask(nodes: &[Node], settled: u64, segment: &Segment, block: usize, wanted: u64) -> u64 {
    let mut passed = wanted;
    let mut partly = 0u64;
    for (index, node) in nodes.iter().enumerate() {
        if passed == 0 {
            return 0;
        }
        if index < 64 && settled >> index & 1 == 1 {
            continue;
        }
        let Node::Shape(shape) = node else {
            passed = node.mask(segment, block, passed);
            continue;
        };
        match block_cover(shape, segment, block) {
            Cover::Outside => return 0,
            Cover::Inside => passed &= segment.located(block),
            Cover::Partly if index < 64 => partly |= 1 << index,
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
    let located = wanted & segment.located(block);
    if located == 0 { 0 } else { shape.mask(&segment.points(block), located) }
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

/// Tests a column's block, with the widest registers the machine has.
fn pack<T: Copy>(column: &[T], block: usize, wanted: u64, test: impl Fn(T) -> bool) -> u64 {
    if wanted.count_ones() <= FEW_ROWS {
        return one_by_one(block, wanted, |row| test(column[row]));
    }
    let rows = &column[block * BLOCK..column.len().min((block + 1) * BLOCK)];
    wanted & pulp::Arch::new().dispatch(|| bits(rows, &test))
}

/// One bit for each row. A block of full length has a loop of its own because the compiler turns
/// that one into comparisons of several rows at once.
#[expect(
    clippy::inline_always,
    reason = "must become part of what is compiled for these registers"
)]
#[inline(always)]
fn bits<T: Copy>(rows: &[T], test: &impl Fn(T) -> bool) -> u64 {
    let mut mask = 0;
    if let Ok(rows) = <&[T; BLOCK]>::try_from(rows) {
        for (bit, value) in rows.iter().enumerate() {
            mask |= u64::from(test(*value)) << bit;
        }
    } else {
        for (bit, value) in rows.iter().enumerate() {
            mask |= u64::from(test(*value)) << bit;
        }
    }
    mask
}
