//! Did you mean: the known word nearest to a mistyped one.

/// The known word that `typed` most likely stands for; none when nothing is near.
///
/// At most a third of the letters may differ; of equals the first is taken.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (typed.chars().count() / 3).max(1);
    let near = known.into_iter().map(|word| (distance(&typed.to_lowercase(), &word.to_lowercase()), word));
    near.filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// Letters to add, remove, change or swap with a neighbour to make one word of the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        before_last = last;
        last = row;
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_the_word() {
        let known = ["blog", "catalog", "customer"];
        assert_eq!(nearest("blgo", known), Some("blog"));
        assert_eq!(nearest("Blog", known), Some("blog"));
        assert_eq!(nearest("custmer", known), Some("customer"));
        assert_eq!(nearest("inventory", known), None);
        assert_eq!(nearest("", known), None);
    }
}
