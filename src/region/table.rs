//! Things with a place, a key and a text, stored in the order of a Hilbert curve: what places and
//! areas have in common.

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::flat::{Flat, FlatError, Records};
use crate::domain::osm::ElementKind;
use crate::domain::spatial::{BoxIndex, IntBox, hilbert_order};
use crate::domain::units::{Bbox, LngLat};

/// One thing on its way into a table.
pub(super) struct Row<T> {
    pub(super) key: i64,
    pub(super) bbox: IntBox,
    /// Folded, what a search looks at.
    pub(super) text: String,
    pub(super) value: T,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    boxes: BoxIndex,
    keys: Flat<i64>,
    texts: Records,
    values: Records,
}

const NAMES: [&str; 7] = ["boxes", "blocks", "keys", "text ends", "texts", "value ends", "values"];

impl Table {
    /// The table and the order in which it put the rows.
    pub(super) fn build<T: Serialize>(
        rows: &[Row<T>],
    ) -> Result<(Self, Vec<usize>), serde_json::Error> {
        let boxes: Vec<IntBox> = rows.iter().map(|row| row.bbox).collect();
        let order = hilbert_order(&boxes);
        let sorted = || order.iter().map(|at| &rows[*at]);
        let values: Result<Vec<_>, _> =
            sorted().map(|row| serde_json::to_vec(&row.value)).collect();
        let table = Self {
            boxes: BoxIndex::new(sorted().map(|row| row.bbox).collect()),
            keys: sorted().map(|row| row.key).collect::<Vec<_>>().into(),
            texts: sorted().map(|row| &row.text).collect(),
            values: values?.iter().collect(),
        };
        Ok((table, order))
    }

    pub(super) fn open(
        section: &dyn Fn(&str) -> Result<Bytes, FlatError>,
    ) -> Result<Self, FlatError> {
        let [boxes, blocks, keys, text_ends, texts, value_ends, values] = NAMES;
        let table = Self {
            boxes: BoxIndex::from_bytes(section(boxes)?, section(blocks)?)?,
            keys: Flat::new(section(keys)?)?,
            texts: Records::new(section(text_ends)?, section(texts)?)?,
            values: Records::new(section(value_ends)?, section(values)?)?,
        };
        let lengths = [table.boxes.len(), table.keys.len(), table.texts.len()];
        if lengths.iter().any(|length| *length != table.values.len()) {
            return Err(FlatError::Inconsistent("columns differ in length".into()));
        }
        Ok(table)
    }

    pub(super) fn sections(&self) -> Vec<(&'static str, &[u8])> {
        let ((boxes, blocks), keys) = (self.boxes.parts(), self.keys.as_bytes());
        let ((text_ends, texts), (value_ends, values)) = (self.texts.parts(), self.values.parts());
        let parts = [boxes, blocks, keys, text_ends, texts, value_ends, values];
        NAMES.into_iter().zip(parts).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Nothing when the row is damaged.
    pub(super) fn value<T: DeserializeOwned>(&self, row: usize) -> Option<T> {
        serde_json::from_slice(self.values.get(row)).ok()
    }

    pub(super) fn text(&self, row: usize) -> &str {
        std::str::from_utf8(self.texts.get(row)).unwrap_or_default()
    }

    pub(super) fn find(&self, key: i64) -> Option<usize> {
        self.keys.iter().position(|known| *known == key)
    }

    /// Rows whose boxes meet this one.
    pub(super) fn query(&self, bbox: IntBox) -> impl Iterator<Item = usize> + '_ {
        self.boxes.query(bbox)
    }

    /// The south-west corner of a row's box: its place, when it is a point.
    pub(super) fn corner(&self, row: usize) -> Option<LngLat> {
        let [west, south, ..] = self.boxes.item(row);
        LngLat::new(f64::from(west) * 1e-7, f64::from(south) * 1e-7).ok()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "180 degrees in 1e-7 fit into 32 bits")]
pub(super) fn e7(degrees: f64) -> i32 {
    (degrees * 1e7).round() as i32
}

pub(super) fn e7_point(point: LngLat) -> IntBox {
    let (x, y) = (e7(point.lng()), e7(point.lat()));
    [x, y, x, y]
}

pub(super) fn e7_box(bbox: Bbox) -> IntBox {
    [e7(bbox.west), e7(bbox.south), e7(bbox.east), e7(bbox.north)]
}

/// One number for an element of any kind.
pub(super) const fn key(kind: ElementKind, id: i64) -> i64 {
    let kind = match kind {
        ElementKind::Node => 0,
        ElementKind::Way => 1,
        ElementKind::Relation => 2,
    };
    id.wrapping_mul(4).wrapping_add(kind)
}

/// `node/123`
pub(super) fn element_id(kind: ElementKind, id: i64) -> String {
    let kind = match kind {
        ElementKind::Node => "node",
        ElementKind::Way => "way",
        ElementKind::Relation => "relation",
    };
    format!("{kind}/{id}")
}

/// The key of `node/123`, nothing of anything else.
pub(super) fn parse_id(text: &str) -> Option<i64> {
    let (kind, id) = text.split_once('/')?;
    let kind = match kind {
        "node" => ElementKind::Node,
        "way" => ElementKind::Way,
        "relation" => ElementKind::Relation,
        _ => return None,
    };
    Some(key(kind, id.parse().ok()?))
}
