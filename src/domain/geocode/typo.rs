//! Words that are nearly the same.

/// Longer words are not compared: nobody types that many letters of one word.
const LETTERS_MAX: usize = 40;

/// How many mistakes a word of this length may have.
pub(super) const fn allowed(n_letters: usize) -> usize {
    match n_letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Whether two words differ by at most so many letters put in, left out, changed, or swapped with
/// their neighbour (Damerau 1964; the restricted form).
pub(super) fn within(a: &[char], b: &[char], max: usize) -> bool {
    if a.len().abs_diff(b.len()) > max || a.len() > LETTERS_MAX || b.len() > LETTERS_MAX {
        return false;
    }
    let mut rows = [[0_usize; LETTERS_MAX + 1]; 3];
    rows[0] = std::array::from_fn(|column| column);
    for (i, letter) in a.iter().enumerate() {
        let [before, above, row] = rotated(&mut rows, i);
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let change = above[j] + usize::from(letter != other);
            row[j + 1] = change.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *other && *letter == b[j - 1] {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        if row[..=b.len()].iter().all(|distance| *distance > max) {
            return false;
        }
    }
    rows[a.len() % 3][b.len()] <= max
}

/// The rows for letter `i`: two letters ago, one ago, now.
fn rotated<T>(rows: &mut [T; 3], i: usize) -> [&mut T; 3] {
    let [a, b, c] = rows;
    match i % 3 {
        0 => [c, a, b],
        1 => [a, b, c],
        _ => [b, c, a],
    }
}

#[cfg(test)]
#[path = "typo_tests.rs"]
mod tests;
