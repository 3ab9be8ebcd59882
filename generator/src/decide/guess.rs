//! Which new thing is most like one that is gone. A guess orders options; it never decides.

use similar::TextDiff;

/// How alike two names are, from 0 to 1.
pub(super) fn likeness(a: &str, b: &str) -> f32 {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let ratio = TextDiff::from_chars(&a, &b).ratio();
    // One name inside the other (`name`, `full_name`) is a rename more often than the letters tell.
    if a.contains(&b) || b.contains(&a) { ratio.max(0.8) } else { ratio }
}

/// Candidates with a score each, as names with the best first; the best score with them.
pub(super) fn ranked(mut scored: Vec<(f32, String)>) -> (Vec<String>, f32) {
    scored.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
    let best = scored.first().map_or(0.0, |(score, _)| *score);
    (scored.into_iter().map(|(_, name)| name).collect(), best)
}
