//! Cutting lines and rings to a square around the tile.

use super::{BUFFER, EXTENT, TilePoint};

const LOW: i32 = -BUFFER;
const HIGH: i32 = EXTENT + BUFFER;

/// True where the point is kept: inside of the tile or in its buffer.
#[must_use]
pub fn contains([x, y]: TilePoint) -> bool {
    (LOW..=HIGH).contains(&x) && (LOW..=HIGH).contains(&y)
}

/// The parts of a line inside of the square (Liang and Barsky 1984, segment by segment).
#[must_use]
pub fn line(points: &[TilePoint]) -> Vec<Vec<TilePoint>> {
    if points.iter().all(|point| contains(*point)) {
        return vec![points.to_vec()];
    }
    let mut parts: Vec<Vec<TilePoint>> = Vec::new();
    for pair in points.windows(2) {
        let Some([from, to]) = segment(pair[0], pair[1]) else { continue };
        match parts.last_mut() {
            Some(part) if part.last() == Some(&from) => part.push(to),
            _ => parts.push(vec![from, to]),
        }
    }
    parts.retain(|part| part.iter().any(|point| *point != part[0]));
    parts
}

/// The piece of a segment inside of the square.
fn segment(from: TilePoint, to: TilePoint) -> Option<[TilePoint; 2]> {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        let (start, delta) = (f64::from(from[axis]), f64::from(to[axis]) - f64::from(from[axis]));
        for (distance, speed) in
            [(start - f64::from(LOW), -delta), (f64::from(HIGH) - start, delta)]
        {
            if speed == 0.0 {
                if distance < 0.0 {
                    return None;
                }
            } else if speed < 0.0 {
                enter = enter.max(distance / speed);
            } else {
                leave = leave.min(distance / speed);
            }
        }
    }
    (enter <= leave).then(|| [along(from, to, enter), along(from, to, leave)])
}

fn along(from: TilePoint, to: TilePoint, share: f64) -> TilePoint {
    [0, 1].map(|axis| {
        let (start, end) = (f64::from(from[axis]), f64::from(to[axis]));
        #[expect(clippy::cast_possible_truncation, reason = "clamped to the square")]
        ((start + (end - start) * share).round() as i32).clamp(LOW, HIGH)
    })
}

/// The ring inside of the square (Sutherland and Hodgman 1974). Where the ring leaves and comes
/// back, the result runs along the edge of the square, outside of what is seen. First and last
/// point differ, as in the input.
#[must_use]
pub fn ring(points: &[TilePoint]) -> Vec<TilePoint> {
    if points.iter().all(|point| contains(*point)) {
        return points.to_vec();
    }
    let mut ring = points.to_vec();
    for axis in 0..2 {
        ring = half_plane(&ring, axis, LOW, |value| value >= LOW);
        ring = half_plane(&ring, axis, HIGH, |value| value <= HIGH);
    }
    ring
}

fn half_plane(
    ring: &[TilePoint],
    axis: usize,
    edge: i32,
    inside: impl Fn(i32) -> bool,
) -> Vec<TilePoint> {
    let mut kept = Vec::with_capacity(ring.len() + 4);
    let Some(mut from) = ring.last().copied() else { return kept };
    for &to in ring {
        if inside(from[axis]) != inside(to[axis]) {
            kept.push(crossing(from, to, axis, edge));
        }
        if inside(to[axis]) {
            kept.push(to);
        }
        from = to;
    }
    kept
}

/// Where a segment that changes sides meets the edge.
fn crossing(from: TilePoint, to: TilePoint, axis: usize, edge: i32) -> TilePoint {
    let delta = f64::from(to[axis]) - f64::from(from[axis]);
    let share = (f64::from(edge) - f64::from(from[axis])) / delta;
    let other = 1 - axis;
    let (start, end) = (f64::from(from[other]), f64::from(to[other]));
    let mut point = [edge; 2];
    #[expect(clippy::cast_possible_truncation, reason = "between two i32")]
    {
        point[other] = (start + (end - start) * share).round() as i32;
    }
    point
}

#[cfg(test)]
#[path = "clip_tests.rs"]
mod tests;
