//! Flat geometry on fixed-point coordinates, exact enough for pieces of road.

use super::atlas::{index, to_lnglat};
use crate::domain::units::EARTH_RADIUS_M;

/// Metres in 1e-7 degrees of latitude.
pub const UNIT_M: f64 = EARTH_RADIUS_M * std::f64::consts::PI / 180.0 * 1e-7;

/// Great-circle length of a line in centimetres.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no way is 40,000 km long"
)]
pub fn length_cm(points: &[[i32; 2]]) -> u32 {
    (length_m(points) * 100.0).round() as u32
}

pub fn length_m(points: &[[i32; 2]]) -> f64 {
    points.windows(2).map(|pair| distance_m(pair[0], pair[1])).sum()
}

pub fn distance_m(a: [i32; 2], b: [i32; 2]) -> f64 {
    to_lnglat(a).distance(to_lnglat(b)).0
}

/// Degrees clockwise from north, 0 to 360.
pub fn bearing(a: [i32; 2], b: [i32; 2]) -> f64 {
    degrees(offset_m(a, b))
}

fn degrees((x, y): (f64, f64)) -> f64 {
    x.atan2(y).to_degrees().rem_euclid(360.0)
}

/// From one bearing to another: negative to the left, positive to the right, -180 to 180.
pub fn turn_angle(from: f64, to: f64) -> f64 {
    (to - from + 180.0).rem_euclid(360.0) - 180.0
}

/// East and north metres from `a` to `b` on the plane that touches at `a`.
pub fn offset_m(a: [i32; 2], b: [i32; 2]) -> (f64, f64) {
    let cos = (f64::from(a[1]) * 1e-7).to_radians().cos();
    let x = (f64::from(b[0]) - f64::from(a[0])) * UNIT_M * cos;
    let y = (f64::from(b[1]) - f64::from(a[1])) * UNIT_M;
    (x, y)
}

/// The nearest point of a piece: how far along (0 to 1) and how far away in metres.
pub fn project(at: [i32; 2], a: [i32; 2], b: [i32; 2]) -> (f64, f64) {
    let (ax, ay) = offset_m(at, a);
    let (bx, by) = offset_m(at, b);
    let (dx, dy) = (bx - ax, by - ay);
    let length2 = dx * dx + dy * dy;
    let share = if length2 > 0.0 { (-(ax * dx + ay * dy) / length2).clamp(0.0, 1.0) } else { 0.0 };
    (share, (ax + share * dx).hypot(ay + share * dy))
}

#[expect(clippy::cast_possible_truncation, reason = "lies between two values that fit")]
pub fn between(a: [i32; 2], b: [i32; 2], t: f64) -> [i32; 2] {
    let mix = |i: usize| (f64::from(a[i]) + (f64::from(b[i]) - f64::from(a[i])) * t).round() as i32;
    [mix(0), mix(1)]
}

/// The bearing of a line at its start, measured over some metres so that a kink at the junction
/// does not decide.
pub fn heading(mut points: impl Iterator<Item = [i32; 2]>, over_m: f64) -> f64 {
    let Some(start) = points.next() else { return 0.0 };
    let [west, south] = start.map(f64::from);
    let narrowing = (south * 1e-7).to_radians().cos();
    let offset = |[x, y]: [i32; 2]| {
        ((f64::from(x) - west) * UNIT_M * narrowing, (f64::from(y) - south) * UNIT_M)
    };
    let mut reached = (0.0, 0.0);
    for point in points {
        reached = offset(point);
        if reached.0 * reached.0 + reached.1 * reached.1 >= over_m * over_m {
            break;
        }
    }
    degrees(reached)
}

/// Index of the piece and share along it that lie `cm` from the start of a line.
pub fn locate(points: &[[i32; 2]], metres: f64) -> (u32, f64) {
    let mut left = metres;
    let n = points.len().saturating_sub(1);
    for i in 0..n {
        let length = distance_m(points[i], points[i + 1]);
        if left <= length || i + 1 == n {
            let t = if length > 0.0 { (left / length).clamp(0.0, 1.0) } else { 0.0 };
            return (index(i), t);
        }
        left -= length;
    }
    (0, 0.0)
}

#[cfg(test)]
#[path = "geometry_tests.rs"]
mod tests;
