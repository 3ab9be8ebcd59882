//! Changes `strobila.toml` and leaves everything else in it as it is, comments included.

use strobila::Target;
use toml::de::DeTable;

use super::file::read;

/// The text of a config with one more target, written as `word`; none when it cannot be changed here.
///
/// A text without `targets`, which means SQLite alone, gets them on top.
pub fn with_target(text: &str, target: Target, word: &str) -> Option<String> {
    let before: Vec<Target> = match read(text).ok()?.targets {
        Some((list, _)) => list.iter().map(|version| version.target).collect(),
        None => vec![Target::Sqlite],
    };
    if before.contains(&target) {
        return Some(text.to_owned());
    }
    let table = DeTable::parse(text).ok()?;
    let changed = match table.get_ref().get("targets") {
        Some(value) => {
            let last = value.get_ref().as_array()?.iter().last()?.span().end;
            let (start, end) = (text.get(..last)?, text.get(last..)?);
            format!("{start}, \"{word}\"{end}")
        }
        None => format!("targets = [\"sqlite\", \"{word}\"]\n{text}"),
    };
    // What was meant is read back, or nothing is changed.
    let after: Vec<Target> = read(&changed).ok()?.targets?.0.iter().map(|version| version.target).collect();
    let is_right = after.len() == before.len() + 1 && after.contains(&target);
    is_right.then_some(changed)
}

#[cfg(test)]
mod tests {
    use strobila::Target;

    use super::with_target;

    fn mysql(text: &str) -> Option<String> {
        with_target(text, Target::Mysql, "mysql>=8.4")
    }

    #[test]
    fn a_target_is_added_and_comments_stay() {
        let changed = |text: &str| mysql(text).unwrap_or_default();
        assert_eq!(
            changed("# ours\ntargets = [\"sqlite\"] # one\n[env.dev]\n"),
            "# ours\ntargets = [\"sqlite\", \"mysql>=8.4\"] # one\n[env.dev]\n"
        );
        assert_eq!(
            changed("targets = [\n    \"sqlite\", # it\n    'postgres', # that\n]\n"),
            "targets = [\n    \"sqlite\", # it\n    'postgres', \"mysql>=8.4\", # that\n]\n"
        );
        assert_eq!(changed("[env.dev]\n"), "targets = [\"sqlite\", \"mysql>=8.4\"]\n[env.dev]\n");
        assert_eq!(changed("targets = [\"mysql\"]\n"), "targets = [\"mysql\"]\n");
    }

    #[test]
    fn what_cannot_be_read_is_left_alone() {
        assert_eq!(mysql("targets = [\n"), None);
        assert_eq!(mysql("targets = []\n"), None);
        assert_eq!(mysql("targets = [\"sqlte\"]\n"), None);
    }
}
