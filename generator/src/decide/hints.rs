//! `renamed_from` that cannot be followed: to leave it out without a word would lose what it is for.

use std::collections::{BTreeMap, BTreeSet};

use strobila::model::{Hints, Mistake, Place, Places};
use strobila::schema::{Name, Schema};

use crate::diff::Renames;

/// Every `renamed_from` that is neither done nor can be done, with the way on.
///
/// One whose old name is not there is done, or was never needed. One whose old name is there, but whose
/// rename is not open, would be ignored, and rows would keep their values under another name.
pub fn wrong_hints(hints: &Hints, prev: &Schema, next: &Schema, places: &Places) -> Vec<Mistake> {
    let renames = Renames::from_hints(hints, prev, next);
    let text = |name: &Name| name.to_string();
    let mut mistakes = Vec::new();
    let tables = Names {
        before: prev.tables.keys().map(text).collect(),
        after: next.tables.keys().map(text).collect(),
        hints: hints.tables.iter().map(|(new, old)| (text(new), text(old))).collect(),
    };
    mistakes.extend(tables.wrong("", |new| places.get(&named(new, next.tables.keys())?, None)));
    let enums = Names {
        before: prev.enums.keys().map(text).collect(),
        after: next.enums.keys().map(text).collect(),
        hints: hints.enums.iter().map(|(new, old)| (text(new), text(old))).collect(),
    };
    mistakes.extend(enums.wrong("", |new| places.get(&named(new, next.enums.keys())?, None)));
    for (name, table) in &next.tables {
        let Some(old) = prev.tables.get(renames.old_table(name)) else { continue };
        let columns = Names {
            before: old.columns.iter().map(|column| column.name.clone()).collect(),
            after: table.columns.iter().map(|column| column.name.clone()).collect(),
            hints: of(&hints.columns, name),
        };
        mistakes.extend(columns.wrong(&format!("{name}."), |new| places.get(name, Some(new))));
    }
    for (name, item) in &next.enums {
        let Some(old) = prev.enums.get(renames.old_enum(name)) else { continue };
        let values = Names {
            before: old.values.iter().cloned().collect(),
            after: item.values.iter().cloned().collect(),
            hints: of(&hints.values, name),
        };
        mistakes.extend(values.wrong(&format!("{name}."), |_| places.get(name, None)));
    }
    mistakes
}

fn named<'a>(text: &str, mut names: impl Iterator<Item = &'a Name>) -> Option<Name> {
    names.find(|name| name.to_string() == text).cloned()
}

fn of(hints: &BTreeMap<(Name, String), String>, owner: &Name) -> BTreeMap<String, String> {
    let own = hints.iter().filter(|((of, _), _)| of == owner);
    own.map(|((_, new), old)| (new.clone(), old.clone())).collect()
}

/// The names of one kind in one place, and which new name says it was which old one.
struct Names {
    before: BTreeSet<String>,
    after: BTreeSet<String>,
    hints: BTreeMap<String, String>,
}

impl Names {
    fn wrong<'a>(&self, path: &str, place: impl Fn(&str) -> Option<&'a Place>) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        for (new, old) in self.hints.iter().filter(|(new, old)| new != old && self.before.contains(*old)) {
            let was_there = self.before.contains(new);
            let stays = self.after.contains(old);
            let also = self.hints.iter().find(|(other, from)| *other != new && *from == old);
            let (reason, help) = match (was_there, stays, also) {
                (false, false, Some((other, _))) => (
                    format!("{path}{other} says the same"),
                    "only one of them can be it: take the attribute from the other".to_owned(),
                ),
                (false, false, None) => continue,
                (false, true, _) => (
                    format!("{path}{old} is still in the models"),
                    format!(
                        "rename it in a migration of its own, and add the new `{old}` in the next one; or take the attribute away"
                    ),
                ),
                (true, false, _) => (
                    format!("{path}{new} was there before, beside {path}{old}"),
                    format!(
                        "take the attribute away if that was renamed long ago; else drop the `{new}` of before in a migration of its own first"
                    ),
                ),
                (true, true, _) if self.is_circle(new) => (
                    "it is one of a circle, and nothing tells whether that was done".to_owned(),
                    format!("a swap takes a third name and two migrations: rename `{old}` to that first"),
                ),
                (true, true, _) => continue,
            };
            let Some(place) = place(new).cloned() else { continue };
            let message = format!("`renamed_from = \"{old}\"` on {path}{new} cannot be followed: {reason}");
            mistakes.push(Mistake { message, place, help });
        }
        mistakes
    }

    /// Whether the names lead back to this one.
    fn is_circle(&self, first: &str) -> bool {
        let mut name = first;
        for _ in 0..self.hints.len() {
            match self.hints.get(name) {
                Some(old) if old == first => return true,
                Some(old) => name = old,
                None => return false,
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    fn wrong(before: &[&str], after: &[&str], hints: &[(&str, &str)]) -> Vec<String> {
        let set = |names: &[&str]| names.iter().map(|name| name.to_string()).collect();
        let hints = hints.iter().map(|(new, old)| (new.to_string(), old.to_string())).collect();
        let place = strobila::model::Place { file: "models.rs".into(), line: 1, what: "field".into() };
        let names = Names { before: set(before), after: set(after), hints };
        names.wrong("t.", |_| Some(&place)).into_iter().map(|mistake| mistake.message).collect()
    }

    #[test]
    fn a_rename_that_is_open_done_or_for_nothing_is_fine() {
        assert_eq!(wrong(&["a"], &["b"], &[("b", "a")]), [] as [&str; 0]);
        assert_eq!(wrong(&["b"], &["b"], &[("b", "a")]), [] as [&str; 0]);
        assert_eq!(wrong(&["b"], &["b", "a"], &[("b", "a")]), [] as [&str; 0]);
        assert_eq!(wrong(&["a", "b"], &["a", "b"], &[("b", "a")]), [] as [&str; 0]);
        assert_eq!(wrong(&["b"], &["c"], &[("b", "a"), ("c", "b")]), [] as [&str; 0]);
        assert_eq!(wrong(&[], &["a"], &[("a", "a")]), [] as [&str; 0]);
    }

    #[test]
    fn a_rename_that_would_be_left_out_is_a_mistake() {
        let stays = wrong(&["a"], &["a", "b"], &[("b", "a")]);
        assert_eq!(stays, ["`renamed_from = \"a\"` on t.b cannot be followed: t.a is still in the models"]);
        assert_eq!(wrong(&["a", "b"], &["a"], &[("a", "b")]).len(), 1, "the name is taken");
        assert_eq!(wrong(&["a", "b"], &["a", "b"], &[("a", "b"), ("b", "a")]).len(), 2, "a swap");
        assert_eq!(wrong(&["a"], &["b", "c"], &[("b", "a"), ("c", "a")]).len(), 2, "both say it");
    }
}
