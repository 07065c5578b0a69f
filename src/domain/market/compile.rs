//! A question made ready for one segment: texts become codes, dates become numbers, areas become
//! shapes.

use uuid::Uuid;

use super::area::Outlines;
use super::bitmaps::Bitmap;
use super::codes::{CodeField, Dictionary};
use super::columns::{NULL, NumberField, day_number};
use super::filter::{Clock, Condition, Filter, TextTest};
use super::node::{Node, and, not, or};
use super::segment::Segment;
use super::text::{Needle, fold};
use super::zones::NumberZones;
use crate::domain::crm::rights::Visible;

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
                self.range(*field, lowest, highest)
            }
            Condition::NumberIsNull(field) => self.range(*field, NULL, NULL),
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
        let zones = self.segment.code_zones(field).map(|zones| zones.of(&table));
        match self.segment.bitmap(field) {
            Some(words) => Node::Bits { bitmap: Bitmap::new(words, &table), zones },
            None => Node::Codes { column: self.segment.codes(field), table, zones },
        }
    }

    fn range(&self, field: NumberField, lowest: i64, highest: i64) -> Node<'a> {
        let zones: NumberZones<'a> = self.segment.number_zones(field);
        Node::Range { column: self.segment.numbers(field), lowest, highest, zones }
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
