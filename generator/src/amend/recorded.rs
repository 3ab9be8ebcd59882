//! The answers that a migration holds, as far as they still fit.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use strobila::model::Hints;
use strobila::operation::{Operation, losses};
use strobila::schema::{Column, Enum, Name, Schema, Sql, Table};

use crate::decide::{Decisions, FAIL, Flags, path};
use crate::diff::Renames;
use crate::generate::State;

/// What the heads were told when they were generated.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recorded {
    /// Their operations.
    pub(crate) operations: Vec<Operation>,
    /// What they rename.
    pub(crate) renames: Renames,
    /// Why values may go, by what loses them.
    pub(crate) reasons: BTreeMap<String, String>,
    /// What rows get when a column comes back.
    pub(crate) fill_downs: BTreeMap<String, String>,
}

/// A flag, with what it is about and what it says.
type Answer = (&'static str, (String, String));

/// An expression of a head that says what values become, and that no plan would hold any more.
#[derive(Debug)]
pub(super) struct LostConversion {
    /// The column as it was before.
    pub(super) subject: String,
    /// The column as it is now, if it is there.
    pub(super) column: Option<String>,
    /// The expression.
    pub(super) using: String,
}

/// A column of a table in `next`, when it is the one an operation spoke of: of the same type and kind.
fn same<'s>(next: &'s Schema, table: &Name, then: &Column) -> Option<&'s Column> {
    let now = next.tables.get(table)?.column(&then.name)?;
    (now.ty == then.ty && now.generated.is_some() == then.generated.is_some()).then_some(now)
}

/// An expression as flags say it: one, or one for each target.
fn by_target(sql: &Sql, subject: &str) -> Vec<(String, String)> {
    match sql {
        Sql::Same(text) => vec![(subject.to_owned(), text.clone())],
        Sql::PerTarget(texts) => {
            texts.iter().map(|(target, text)| (format!("{target}:{subject}"), text.clone())).collect()
        }
    }
}

/// What a flag renames a table to.
fn said<'s>(flags: &Flags, next: &'s Schema, old: &Name) -> Option<&'s Name> {
    let to = flags.renames.get(&old.to_string())?;
    next.tables.keys().find(|name| name.to_string() == *to)
}

/// What a table or enum is called now that the heads called `then`, and was `old` before them.
fn today(names: &BTreeMap<Name, Name>, flags: &Flags, next: &Schema, then: &Name, old: &Name) -> Name {
    let hinted = names.iter().find(|(_, other)| *other == old).map(|(new, _)| new);
    hinted.or_else(|| said(flags, next, old)).unwrap_or(then).clone()
}

/// Everything in a schema that a flag can name.
fn subjects(schema: &Schema) -> impl Iterator<Item = String> {
    let of_table = |table: &Table| {
        let columns = table.columns.iter().map(|column| path(&table.name, &column.name));
        columns.chain([table.name.to_string()]).collect::<Vec<_>>()
    };
    let values = |item: &Enum| item.values.iter().map(|value| path(&item.name, value)).collect::<Vec<_>>();
    schema.tables.values().flat_map(of_table).chain(schema.enums.values().flat_map(values))
}

impl Recorded {
    /// Why values may go, for whoever composes a draft.
    pub(crate) fn decisions(&self) -> Decisions {
        Decisions { reasons: self.reasons.clone(), ..Decisions::default() }
    }

    /// The flags of a run with the answers that they leave open.
    ///
    /// A person may name what the last migration made of a thing; a flag that names nothing else means that.
    pub(crate) fn flags(&self, flags: &Flags, prev: &Schema, next: &Schema) -> Flags {
        let mut all = flags.clone();
        let first = self.first_names();
        let known: BTreeSet<String> = [prev, next].into_iter().flat_map(subjects).collect();
        for map in [&mut all.renames, &mut all.drops, &mut all.conversions] {
            for (subject, old) in first.iter().filter(|(subject, _)| !known.contains(*subject)) {
                if let Some(text) = map.remove(subject) {
                    map.entry(old.clone()).or_insert(text);
                }
            }
        }
        let reasons = self.drops(next).into_iter().chain(self.conversions(next));
        // One for all targets wins over all of them, and any over the word that no row needs one.
        let is_open = |(key, text): &(String, String)| {
            let subject = key.rsplit_once(':').map_or(key.as_str(), |(_, subject)| subject);
            let said = if text == FAIL { Flags::fill(&flags.fills, subject) } else { None };
            said.is_none() && !flags.fills.contains_key(subject)
        };
        let fills = self.fills(next).into_iter().filter(is_open).map(|answer| ("--fill", answer));
        for (kind, (subject, text)) in reasons.chain(fills) {
            let map = match kind {
                "--drop" => &mut all.drops,
                "--convert" => &mut all.conversions,
                _ => &mut all.fills,
            };
            if let Entry::Vacant(place) = map.entry(subject) {
                all.recorded.insert(format!("{kind} {}", place.key()));
                place.insert(text);
            }
        }
        for (subject, fill) in &self.fill_downs {
            all.fill_downs.entry(subject.clone()).or_insert_with(|| fill.clone());
        }
        all
    }

    /// What the heads renamed, by what they made of it, as flags name it.
    fn first_names(&self) -> BTreeMap<String, String> {
        let renames = &self.renames;
        let tables = renames.tables.iter().map(|(new, old)| (new.to_string(), old.to_string()));
        let columns = renames.columns.iter().map(|((table, new), old)| {
            (path(table, new), path(renames.old_table(table).unwrap_or(table), old))
        });
        let values = renames
            .values
            .iter()
            .map(|((name, new), old)| (path(name, new), path(renames.old_enum(name).unwrap_or(name), old)));
        tables.chain(columns).chain(values).collect()
    }

    /// What may go, and still goes.
    fn drops(&self, next: &Schema) -> Vec<Answer> {
        let mut drops = Vec::new();
        for loss in losses(&self.operations) {
            let still = match &self.operations[loss.operation] {
                Operation::DropTable { .. } => {
                    !next.tables.keys().any(|name| name.to_string() == loss.subject)
                }
                Operation::DropColumn { table, .. } => {
                    let old = format!("{}.", self.renames.old_table(table).unwrap_or(table));
                    let column = loss.subject.strip_prefix(&old).unwrap_or_default();
                    next.tables.get(table).is_some_and(|table| table.column(column).is_none())
                }
                _ => false,
            };
            if let Some(reason) = self.reasons.get(&loss.subject).filter(|_| still) {
                drops.push(("--drop", (loss.subject, reason.clone())));
            }
        }
        for operation in &self.operations {
            let Operation::ReplaceEnum { from, to } = operation else { continue };
            let Some(now) = next.enums.get(&to.name) else { continue };
            for value in from.values.iter().filter(|value| !to.values.contains(value)) {
                let key = (from.name.clone(), value.clone());
                let old = self.renames.values.get(&key).unwrap_or(value);
                if !now.values.contains(old) {
                    let name = self.renames.old_enum(&from.name).unwrap_or(&from.name);
                    drops.push(("--drop", (path(name, old), String::new())));
                }
            }
        }
        drops
    }

    /// Why values may be converted with a loss, in columns that still are what they became.
    fn conversions(&self, next: &Schema) -> Vec<Answer> {
        let still = |operation: &Operation| match operation {
            Operation::AlterColumn { table, to, .. } => same(next, table, to).is_some(),
            _ => false,
        };
        let lossy =
            losses(&self.operations).into_iter().filter(|loss| still(&self.operations[loss.operation]));
        let reason = |subject: &String| self.reasons.get(subject).cloned();
        lossy
            .filter_map(|loss| Some(("--convert", (reason(&loss.subject).map(|why| (loss.subject, why))?))))
            .collect()
    }

    /// What existing rows get, in columns that are still the same.
    fn fills(&self, next: &Schema) -> Vec<(String, String)> {
        let mut fills = Vec::new();
        for operation in &self.operations {
            let (table, column, fill) = match operation {
                Operation::AddColumn { table, column, fill, .. } if column.is_required() => {
                    (table, column, fill)
                }
                Operation::AlterColumn { table, to, using: Some(using), from, .. } if from.ty != to.ty => {
                    if same(next, table, to).is_some() {
                        fills.extend(by_target(using, &path(table, &to.name)));
                    }
                    continue;
                }
                Operation::AlterColumn { table, from, to, fill, .. }
                    if from.nullable && !to.nullable && to.generated.is_none() =>
                {
                    (table, to, fill)
                }
                _ => continue,
            };
            if same(next, table, column).is_none() {
                continue;
            }
            let subject = path(table, &column.name);
            match fill {
                Some(fill) => fills.extend(by_target(fill, &subject)),
                None => fills.push((subject, FAIL.to_owned())),
            }
        }
        fills
    }

    /// Puts the renames and moves beside those of the attributes, which win, as a flag does.
    pub(crate) fn hints(&self, flags: &Flags, state: &mut State) {
        let (prev, next) = (state.prev().clone(), state.next().clone());
        let hints = &mut state.captured.hints;
        self.through(hints, &prev);
        let answered = |subject: &str, new: &str| {
            let owner = |subject: &str| subject.rsplit_once('.').map(|(owner, _)| owner.to_owned());
            let is_new = |(other, to): (&String, &String)| to == new && owner(other) == owner(subject);
            flags.renames.contains_key(subject)
                || (flags.drops.contains_key(subject)
                    && !flags.recorded.contains(&format!("--drop {subject}")))
                || flags.renames.iter().any(is_new)
        };
        for (new, old) in &self.renames.tables {
            let taken: BTreeSet<&Name> = hints.tables.values().collect();
            if !taken.contains(old) && !answered(&old.to_string(), &new.to_string()) {
                hints.tables.entry(new.clone()).or_insert_with(|| old.clone());
            }
        }
        for (new, old) in &self.renames.enums {
            if !hints.enums.values().any(|other| other == old) {
                hints.enums.entry(new.clone()).or_insert_with(|| old.clone());
            }
        }
        let today = |names: &BTreeMap<Name, Name>, then, old| today(names, flags, &next, then, old);
        for ((table, new), old) in &self.renames.columns {
            let first = self.renames.old_table(table).unwrap_or(table);
            let table = today(&hints.tables, table, first);
            let taken = hints.columns.iter().any(|((of, _), other)| *of == table && other == old);
            if !taken && next.tables.contains_key(&table) && !answered(&path(first, old), new) {
                hints.columns.entry((table, new.clone())).or_insert_with(|| old.clone());
            }
        }
        for ((name, new), old) in &self.renames.values {
            let first = self.renames.old_enum(name).unwrap_or(name);
            let name = today(&hints.enums, name, first);
            let taken = hints.values.iter().any(|((of, _), other)| *of == name && other == old);
            if !taken && !answered(&path(first, old), new) {
                hints.values.entry((name, new.clone())).or_insert_with(|| old.clone());
            }
        }
        for operation in &self.operations {
            if let Operation::AdoptTable { table, from } = operation {
                let table = today(&hints.tables, &table.name, &table.name);
                hints.moves.entry(table).or_insert_with(|| from.clone());
            }
        }
    }

    /// A rename of the heads that does not fit any more while its new name is in use before as well as after,
    /// as in a swap or a shift, by its subject and new name. Left out, it would be no question: what has the
    /// name would pass for what had it before.
    pub(super) fn lost(&self, flags: &Flags, state: &State) -> Option<(String, String)> {
        let (prev, next, hints) = (state.prev(), state.next(), &state.captured.hints);
        let mut done = Renames::from_hints(hints, prev, next);
        for (name, old) in prev.tables.keys().filter_map(|old| Some((said(flags, next, old)?, old))) {
            done.tables.insert(name.clone(), old.clone());
        }
        done.add_hints_within(hints, prev, next);
        let mut lost: Vec<(String, String)> = Vec::new();
        for (new, old) in &self.renames.tables {
            let is_used = prev.tables.contains_key(new) && next.tables.contains_key(new);
            if is_used && done.tables.get(new) != Some(old) {
                lost.push((old.to_string(), new.to_string()));
            }
        }
        for (new, old) in &self.renames.enums {
            let is_used = prev.enums.contains_key(new) && next.enums.contains_key(new);
            if is_used && done.enums.get(new) != Some(old) {
                lost.push((old.to_string(), new.to_string()));
            }
        }
        for ((table, new), old) in &self.renames.columns {
            let first = self.renames.old_table(table).unwrap_or(table);
            let table = today(&hints.tables, flags, next, table, first);
            let has = |schema: &Schema, table| {
                schema.tables.get(table).is_some_and(|table: &Table| table.column(new).is_some())
            };
            let is_used = has(prev, first) && has(next, &table);
            if is_used && done.columns.get(&(table, new.clone())) != Some(old) {
                lost.push((path(first, old), new.clone()));
            }
        }
        for ((name, new), old) in &self.renames.values {
            let first = self.renames.old_enum(name).unwrap_or(name);
            let name = today(&hints.enums, flags, next, name, first);
            let has = |schema: &Schema, name| {
                schema.enums.get(name).is_some_and(|item: &Enum| item.values.contains(new))
            };
            let is_used = has(prev, first) && has(next, &name);
            if is_used && done.values.get(&(name, new.clone())) != Some(old) {
                lost.push((path(first, old), new.clone()));
            }
        }
        lost.into_iter().find(|(subject, _)| {
            let is_recorded = flags.recorded.contains(&format!("--drop {subject}"));
            !flags.renames.contains_key(subject) && (is_recorded || !flags.drops.contains_key(subject))
        })
    }

    /// A conversion of a person's own that nothing carries on, by the column as it is now, if it is there, and
    /// as it was before, with the expression. Left out, it would be no question: the database's own
    /// conversion would take its place.
    pub(super) fn lost_conversion(&self, flags: &Flags, state: &State) -> Option<LostConversion> {
        let (next, hints) = (state.next(), &state.captured.hints);
        self.operations.iter().find_map(|operation| {
            let Operation::AlterColumn { table, from, to, using: Some(using), .. } = operation else {
                return None;
            };
            if from.ty == to.ty || same(next, table, to).is_some() {
                return None;
            }
            let first = self.renames.old_table(table).unwrap_or(table);
            let old = self.renames.old_column(table, &to.name).unwrap_or(&to.name);
            let subject = path(first, old);
            let table = today(&hints.tables, flags, next, table, first);
            let is_it = |(of, _): &(Name, String), other: &String| *of == table && other == old;
            let hinted = hints.columns.iter().find(|(key, other)| is_it(key, other)).map(|((_, new), _)| new);
            let name = hinted.or_else(|| flags.renames.get(&subject)).unwrap_or(&to.name);
            let is_dropped = |gone: &str| {
                flags.drops.contains_key(gone) && !flags.recorded.contains(&format!("--drop {gone}"))
            };
            // It may have its first name again.
            let now =
                next.tables.get(&table).and_then(|table| table.column(name).or_else(|| table.column(old)));
            let is_settled = match now {
                Some(now) => {
                    now.ty == from.ty
                        || now.generated.is_some()
                        || Flags::fill(&flags.fills, &path(&table, &now.name)).is_some()
                }
                None => is_dropped(&subject) || is_dropped(&first.to_string()),
            };
            let column = now.map(|now| path(&table, &now.name));
            (!is_settled).then(|| LostConversion { subject, column, using: using.any().to_owned() })
        })
    }

    /// An attribute that names what the heads renamed something to means what they renamed.
    fn through(&self, hints: &mut Hints, prev: &Schema) {
        let then = hints.clone();
        let renames = &self.renames;
        for old in hints.tables.values_mut().filter(|old| !prev.tables.contains_key(old)) {
            *old = renames.old_table(old).unwrap_or(old).clone();
        }
        for old in hints.enums.values_mut().filter(|old| !prev.enums.contains_key(*old)) {
            *old = renames.old_enum(old).unwrap_or(old).clone();
        }
        for ((table, _), old) in &mut hints.columns {
            let table = then.tables.get(table).unwrap_or(table);
            let before = renames.old_table(table).and_then(|old| prev.tables.get(old));
            if before.is_some_and(|before| before.column(old).is_none()) {
                *old = renames.old_column(table, old).unwrap_or(old).to_owned();
            }
        }
        for ((name, _), old) in &mut hints.values {
            let name = then.enums.get(name).unwrap_or(name);
            let before = renames.old_enum(name).and_then(|old| prev.enums.get(old));
            if before.is_some_and(|before| !before.values.contains(old))
                && let Some(first) = renames.values.get(&(name.clone(), old.clone()))
            {
                *old = first.clone();
            }
        }
    }
}
