//! "Did you mean": the nearest known name by CPython's edit distance (moves cost 2, a change of case 1).

const MOVE: usize = 2;
const CASE: usize = 1;
const MAX_ITEMS: usize = 750;
const MAX_LENGTH: usize = 40;

fn substitution(a: char, b: char) -> usize {
    if a == b {
        0
    } else if a.to_lowercase().eq(b.to_lowercase()) {
        CASE
    } else {
        MOVE
    }
}

fn distance(a: &str, b: &str, limit: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) * MOVE > limit {
        return limit + 1;
    }
    let mut row: Vec<usize> = (0..=b.len()).map(|i| i * MOVE).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (i + 1) * MOVE;
        for (j, y) in b.iter().enumerate() {
            let best = (diagonal + substitution(*x, *y)).min(row[j] + MOVE).min(row[j + 1] + MOVE);
            diagonal = row[j + 1];
            row[j + 1] = best;
        }
    }
    row[b.len()]
}

/// The known name nearest to `name`, if one is near enough to be meant.
pub fn nearest(name: &str, known: &[String]) -> Option<String> {
    let length = name.chars().count();
    if known.len() > MAX_ITEMS || length > MAX_LENGTH {
        return None;
    }
    let mut best: Option<(usize, &String)> = None;
    for k in known {
        if k == name {
            continue;
        }
        let mut limit = (length + k.chars().count() + 3) * MOVE / 6;
        if let Some((d, _)) = best {
            limit = limit.min(d - 1);
        }
        let d = distance(name, k, limit);
        if d <= limit && best.is_none_or(|(b, _)| d < b) {
            best = Some((d, k));
            if d == 0 {
                break;
            }
        }
    }
    best.map(|(_, k)| k.clone())
}
