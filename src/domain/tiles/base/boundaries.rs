use super::{LayerName, Shown};

/// Countries from afar, districts near by.
pub(super) fn line(admin_level: u8) -> Shown {
    let min_zoom = match admin_level {
        0..=2 => 0,
        3..=4 => 4,
        5..=6 => 7,
        7..=8 => 10,
        9 => 11,
        _ => 12,
    };
    Shown::new(LayerName::Boundaries, min_zoom).int("admin_level", admin_level.into())
}
