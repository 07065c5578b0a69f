//! Fewer points where nobody can see them (Douglas and Peucker 1973).

use super::TilePoint;

/// Points of the line that matter at this tolerance, in the line's own units. The ends stay, and
/// of points on one spot only one.
#[must_use]
pub fn line(points: &[TilePoint], tolerance: f64) -> Vec<TilePoint> {
    let mut points = points.to_vec();
    points.dedup();
    if tolerance <= 0.0 || points.len() < 3 {
        return points;
    }
    let mut keep = vec![false; points.len()];
    mark(&points, tolerance * tolerance, &mut keep);
    let mut kept = keep.into_iter();
    points.retain(|_| kept.next() == Some(true));
    points
}

/// The same for a ring whose last point is not its first again. Empty when nothing with an area
/// is left.
#[must_use]
pub fn ring(points: &[TilePoint], tolerance: f64) -> Vec<TilePoint> {
    let Some(far) = farthest_from_start(points) else { return Vec::new() };
    let mut ring = line(&points[..=far], tolerance);
    ring.pop();
    let back: Vec<_> = points[far..].iter().chain(&points[..1]).copied().collect();
    ring.extend(line(&back, tolerance));
    ring.pop();
    if ring.len() < 3 { Vec::new() } else { ring }
}

fn farthest_from_start(points: &[TilePoint]) -> Option<usize> {
    let start = *points.first()?;
    (1..points.len()).max_by_key(|at| {
        let [dx, dy] = [0, 1].map(|axis| i64::from(points[*at][axis]) - i64::from(start[axis]));
        dx * dx + dy * dy
    })
}

/// Marks what is kept, with an own stack: a line may have more points than the thread has room.
fn mark(points: &[TilePoint], tolerance2: f64, keep: &mut [bool]) {
    let last = points.len() - 1;
    (keep[0], keep[last]) = (true, true);
    let mut spans = vec![(0, last)];
    while let Some((from, to)) = spans.pop() {
        let farthest = (from + 1..to)
            .map(|at| (at, distance2(points[at], points[from], points[to])))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((at, distance2)) = farthest
            && distance2 > tolerance2
        {
            keep[at] = true;
            spans.push((from, at));
            spans.push((at, to));
        }
    }
}

/// Squared distance of a point to a segment.
fn distance2(point: TilePoint, from: TilePoint, to: TilePoint) -> f64 {
    let minus = |a: TilePoint, b: TilePoint| [0, 1].map(|i| f64::from(a[i]) - f64::from(b[i]));
    let (along, offset) = (minus(to, from), minus(point, from));
    let length2 = along[0] * along[0] + along[1] * along[1];
    let share = if length2 == 0.0 {
        0.0
    } else {
        ((along[0] * offset[0] + along[1] * offset[1]) / length2).clamp(0.0, 1.0)
    };
    let gap = [0, 1].map(|i| offset[i] - share * along[i]);
    gap[0] * gap[0] + gap[1] * gap[1]
}

#[cfg(test)]
#[path = "simplify_tests.rs"]
mod tests;
