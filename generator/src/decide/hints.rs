//! `renamed_from` that cannot be followed: to leave it out without a word would lose what it is for.

use std::collections::{BTreeMap, BTreeSet};

use strobila::model::{Hints, Mistake, Place, Places};
use strobila::schema::{Name, Schema};

use crate::diff::{Renames, still_to_do};

/// Every `renamed_from` that is neither done nor can be done, with the way on.
///
/// One whose old name is not there is done, or was never needed. One whose old name is there, but whose
/// rename is not open, would be ignored, and rows would keep their values under another name.
pub fn wrong_hints(hints: &Hints, prev: &Schema, next: &Schema, places: &Places) -> Vec<Mistake> {
    let renames = Renames::from_hints(hints, prev, next);
    let text = |name: &Name| name.to_string();
    let mut mistakes = Vec::new();
    let tables = Names::new(
        hints.tables.iter().map(|(new, old)| (text(new), text(old))).collect(),
        prev.tables.keys().map(text),
        next.tables.keys().map(text),
    );
    mistakes.extend(tables.wrong("", |new| places.get(&named(new, next.tables.keys())?, None)));
    let enums = Names::new(
        hints.enums.iter().map(|(new, old)| (text(new), text(old))).collect(),
        prev.enums.keys().map(text),
        next.enums.keys().map(text),
    );
    mistakes.extend(enums.wrong("", |new| places.get(&named(new, next.enums.keys())?, None)));
    for (name, table) in &next.tables {
        let Some(old) = renames.old_table(name).and_then(|old| prev.tables.get(old)) else { continue };
        let columns = Names::new(
            of(&hints.columns, name),
            old.columns.iter().map(|column| column.name.clone()),
            table.columns.iter().map(|column| column.name.clone()),
        );
        mistakes.extend(columns.wrong(&format!("{name}."), |new| places.get(name, Some(new))));
    }
    for (name, item) in &next.enums {
        let Some(old) = renames.old_enum(name).and_then(|old| prev.enums.get(old)) else { continue };
        let values =
            Names::new(of(&hints.values, name), old.values.iter().cloned(), item.values.iter().cloned());
        mistakes.extend(values.wrong(&format!("{name}."), |_| places.get(name, None)));
    }
    mistakes
}

fn named<'a>(text: &str, mut names: impl Iterator<Item = &'a Name>) -> Option<Name> {
    names.find(|name| name.to_string() == text).cloned()
}

fn of(hints: &BTreeMap<(Name, String), String>, owner: &Name) -> BTreeMap<String, String> {
    if hints.is_empty() {
        return BTreeMap::new();
    }
    let from_here = hints.range((owner.clone(), String::new())..);
    let own = from_here.take_while(|((of, _), _)| of == owner);
    own.map(|((_, new), old)| (new.clone(), old.clone())).collect()
}

/// The names of one kind in one place, and which new name says it was which old one.
#[derive(Default)]
struct Names {
    before: BTreeSet<String>,
    after: BTreeSet<String>,
    hints: BTreeMap<String, String>,
}

impl Names {
    fn new(
        hints: BTreeMap<String, String>,
        before: impl Iterator<Item = String>,
        after: impl Iterator<Item = String>,
    ) -> Self {
        // Without a hint nothing asks for the names.
        if hints.is_empty() {
            return Names::default();
        }
        Names { before: before.collect(), after: after.collect(), hints }
    }

    fn wrong(&self, path: &str, place: impl Fn(&str) -> Option<Place>) -> Vec<Mistake> {
        let open =
            still_to_do(&self.hints, |name| self.before.contains(name), |name| self.after.contains(name));
        let mut mistakes = Vec::new();
        let left = self.hints.iter().filter(|(new, old)| new != old && !open.contains_key(*new));
        for (new, old) in left.filter(|(_, old)| self.before.contains(*old)) {
            let was_there = self.before.contains(new);
            let also = self.hints.iter().find(|(other, from)| *other != new && *from == old);
            let (reason, help) = match also {
                Some((other, _)) => (
                    format!("{path}{other} says the same"),
                    "only one of them can be it: take the attribute from the other".to_owned(),
                ),
                None if was_there && !self.after.contains(old) => (
                    format!("{path}{new} was there before, beside {path}{old}"),
                    format!(
                        "take the attribute away if that was renamed long ago; else say what became of the `{new}` of before: `--rename {path}{old}={new}` with `--rename` or `--drop` for {path}{new}"
                    ),
                ),
                None => continue,
            };
            let Some(place) = place(new) else { continue };
            let message = format!("`renamed_from = \"{old}\"` on {path}{new} cannot be followed: {reason}");
            mistakes.push(Mistake { message, place, help });
        }
        mistakes
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
        names.wrong("t.", |_| Some(place.clone())).into_iter().map(|mistake| mistake.message).collect()
    }

    #[test]
    fn a_rename_that_is_open_done_or_for_nothing_is_fine() {
        assert_eq!(wrong(&["a"], &["b"], &[("b", "a")]), [] as [&str; 0]);
        assert_eq!(wrong(&["b"], &["b"], &[("b", "a")]), [] as [&str; 0]);
        assert_eq!(wrong(&["b"], &["b", "a"], &[("b", "a")]), [] as [&str; 0]);
        assert_eq!(wrong(&["a", "b"], &["a", "b"], &[("b", "a")]), [] as [&str; 0]);
        assert_eq!(wrong(&["b"], &["c"], &[("b", "a"), ("c", "b")]), [] as [&str; 0]);
        assert_eq!(wrong(&["a"], &["a", "b"], &[("b", "a")]), [] as [&str; 0]);
        assert_eq!(wrong(&["a", "b"], &["a", "b"], &[("a", "b"), ("b", "a")]), [] as [&str; 0]);
        assert_eq!(wrong(&[], &["a"], &[("a", "a")]), [] as [&str; 0]);
    }

    #[test]
    fn a_rename_that_would_be_left_out_is_a_mistake() {
        let taken = wrong(&["a", "b"], &["a"], &[("a", "b")]);
        assert_eq!(
            taken,
            ["`renamed_from = \"b\"` on t.a cannot be followed: t.a was there before, beside t.b"]
        );
        assert_eq!(wrong(&["a"], &["b", "c"], &[("b", "a"), ("c", "a")]).len(), 2, "both say it");
    }
}
