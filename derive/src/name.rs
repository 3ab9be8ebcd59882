//! Names: snake_case, what is no name for a database, and which one was meant.

/// The longest name that every database keeps, in bytes.
const MAX_NAME: usize = 63;

/// `HttpLog`, `HTTPLog` → `http_log`
pub(crate) fn snake_case(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| letters[at]);
        let next_is_lower = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        let begins_a_word = before.is_some_and(|before| {
            before.is_lowercase() || before.is_numeric() || (before.is_uppercase() && next_is_lower)
        });
        if letter.is_uppercase() && begins_a_word {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// What is wrong with a name, if anything.
pub(crate) fn problem(name: &str) -> Option<String> {
    if name.is_empty() {
        Some("a name cannot be empty".to_owned())
    } else if name.contains('\0') {
        Some("a name cannot hold a NUL".to_owned())
    } else if name.len() > MAX_NAME {
        Some(format!("`{name}` has {} bytes, and PostgreSQL keeps {MAX_NAME} of a name", name.len()))
    } else {
        None
    }
}

/// The word of the list that was probably meant.
pub(crate) fn nearest<'a>(word: &str, list: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1);
    list.into_iter()
        .map(|other| (distance(word, other), other))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, other)| other)
}

/// How many letters must be put in, taken out, changed or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::{nearest, snake_case};

    #[test]
    fn snake_case_keeps_abbreviations_together() {
        for (name, snake) in [
            ("Author", "author"),
            ("OrderLine", "order_line"),
            ("HTTPLog", "http_log"),
            ("OAuth2Token", "o_auth2_token"),
            ("Ünit", "ünit"),
            ("A", "a"),
        ] {
            assert_eq!(snake_case(name), snake);
        }
    }

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        let words = ["length", "default", "unique"];
        assert_eq!(nearest("lenght", words), Some("length"));
        assert_eq!(nearest("uniqe", words), Some("unique"));
        assert_eq!(nearest("primary", words), None);
    }
}
