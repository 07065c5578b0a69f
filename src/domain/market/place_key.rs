//! A place of the map as a number: its kind and its `OpenStreetMap` id.

/// "No place".
pub const NO_PLACE: u64 = 0;
const KIND_SHIFT: u32 = 62;
const KINDS: [&str; 3] = ["node", "way", "relation"];

/// The number of `node/123`, `way/5` or `relation/7`; none for any other text.
#[must_use]
pub fn place_key(id: &str) -> Option<u64> {
    let (kind, number) = id.split_once('/')?;
    let kind = (1..).zip(KINDS).find(|(_, name)| *name == kind)?.0;
    let number: u64 = number.parse().ok().filter(|number| number >> KIND_SHIFT == 0)?;
    let key = kind << KIND_SHIFT | number;
    (text(key) == id).then_some(key)
}

/// The text a number stands for.
#[must_use]
pub fn text(key: u64) -> String {
    let kind = usize::try_from(key >> KIND_SHIFT).unwrap_or_default();
    let number = key & ((1 << KIND_SHIFT) - 1);
    format!("{}/{number}", KINDS[kind.saturating_sub(1)])
}

#[cfg(test)]
#[path = "place_key_tests.rs"]
mod tests;
