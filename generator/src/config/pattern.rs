//! Patterns of names: what `db:drift` leaves alone.

use std::fmt;

/// A table or enum, or what is in one, by name: `legacy_*`, `author.search_*`.
///
/// `*` stands for any letters but a dot. The name of a table means all that is in it as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it, and what would be right.
    pub fn parse(text: &str) -> Result<Self, (String, String)> {
        let shown = text.escape_debug();
        let wrong = |why: &str| {
            let help = "write a table `legacy_*`, or what is in one `author.search_*`; only * has a meaning";
            (format!("`{shown}` is no pattern of names: {why}"), help.to_owned())
        };
        let parts: Vec<&str> = text.split('.').collect();
        if parts.iter().any(|part| part.trim().is_empty()) {
            return Err(wrong("a name in it is empty"));
        }
        if parts.len() > 3 {
            return Err(wrong("it has more than three names, schema.table.column"));
        }
        if let Some(sign) = text.chars().find(|sign| "?[]{}!/\\".contains(*sign)) {
            return Err(wrong(&format!("`{sign}` has no meaning in it")));
        }
        if parts.iter().all(|part| part.chars().all(|sign| sign == '*')) {
            return Err(wrong("it takes everything"));
        }
        Ok(Pattern(text.to_owned()))
    }

    /// Whether it takes a name, or the table that the name begins with.
    pub fn matches(&self, name: &str) -> bool {
        let ends = name.match_indices('.').map(|(at, _)| at).chain([name.len()]);
        ends.into_iter().any(|end| takes(&self.0, &name[..end]))
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn takes(pattern: &str, name: &str) -> bool {
    let (patterns, names): (Vec<&str>, Vec<&str>) = (pattern.split('.').collect(), name.split('.').collect());
    patterns.len() == names.len()
        && patterns.iter().zip(names).all(|(pattern, name)| takes_word(pattern, name))
}

/// The text between the stars, each as early as it can be; the last at the end.
fn takes_word(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut name) = name.strip_prefix(start) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let end = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(at) = name.find(part) else { return false };
        name = &name[at + part.len()..];
    }
    name.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_star_stands_for_letters_within_one_name_and_a_table_for_all_that_is_in_it() {
        let matches = |pattern: &str, name: &str| Pattern::parse(pattern).expect("it is one").matches(name);
        for (pattern, name) in [
            ("author", "author"),
            ("author", "author.fax"),
            ("legacy_*", "legacy_log.note"),
            ("*_old", "author_old"),
            ("author.tmp_*_idx", "author.tmp_a_b_idx"),
            ("*.search", "author.search"),
            ("audit.log", "audit.log.note"),
            ("a*b*c", "abbc"),
            ("a*bc", "abcbc"),
        ] {
            assert!(matches(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [
            ("author", "authors"),
            ("author.*", "author"),
            ("legacy_*", "my_legacy_log"),
            ("author.fa", "author.fax"),
            ("a*ba", "aba_"),
            ("ab*ba", "aba"),
        ] {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for text in ["", "*", "*.*", "a..b", ".a", "a.b.c.d", "auth?r", "[a]", "a/b"] {
            assert!(Pattern::parse(text).is_err(), "{text}");
        }
    }
}
