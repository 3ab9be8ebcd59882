//! The sequences that count for columns: what the server gives by itself, and their SQL.

use super::super::Dialect as _;
use super::Postgres;
use super::types::{self, qualified};
use crate::schema::{Column, Identity, Name, Sequence, Type, shorten};

/// Every number of a sequence, those that nobody said included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) start: i64,
    pub(super) increment: i64,
    pub(super) min: i64,
    pub(super) max: i64,
    pub(super) cache: i64,
    pub(super) cycle: bool,
}

impl Numbers {
    /// What the server makes of a sequence for a column of that type.
    pub(super) fn of(sequence: &Sequence, ty: &Type) -> Self {
        let increment = sequence.increment.unwrap_or(1);
        let (least, most) = range(ty);
        let (least, most) = if increment > 0 { (1, most) } else { (least, -1) };
        let (min, max) = (sequence.min.unwrap_or(least), sequence.max.unwrap_or(most));
        Numbers {
            start: sequence.start.unwrap_or(if increment > 0 { min } else { max }),
            increment,
            min,
            max,
            cache: sequence.cache.unwrap_or(1),
            cycle: sequence.cycle,
        }
    }

    /// The sequence that says only what the server would not do by itself.
    pub(super) fn said(self, name: Option<String>, ty: &Type) -> Sequence {
        let increment = Some(self.increment).filter(|increment| *increment != 1);
        let bare = Numbers::of(&Sequence { increment, ..Sequence::default() }, ty);
        let min = Some(self.min).filter(|min| *min != bare.min);
        let max = Some(self.max).filter(|max| *max != bare.max);
        let bounded = Numbers::of(&Sequence { increment, min, max, ..Sequence::default() }, ty);
        Sequence {
            name,
            start: Some(self.start).filter(|start| *start != bounded.start),
            increment,
            min,
            max,
            cache: Some(self.cache).filter(|cache| *cache != 1),
            cycle: self.cycle,
        }
    }

    /// What is wrong with it, in a sentence.
    pub(super) fn mistake(self) -> Option<&'static str> {
        match self {
            Numbers { increment: 0, .. } => Some("an increment of 0 gives one number for ever"),
            Numbers { min, max, .. } if min >= max => Some("the least number is not below the greatest"),
            Numbers { start, min, max, .. } if !(min..=max).contains(&start) => {
                Some("the first number is not between the least and the greatest")
            }
            Numbers { cache, .. } if cache < 1 => Some("a cache holds at least one number"),
            _ => None,
        }
    }
}

fn range(ty: &Type) -> (i64, i64) {
    match ty {
        Type::SmallInt => (i16::MIN.into(), i16::MAX.into()),
        Type::Integer => (i32::MIN.into(), i32::MAX.into()),
        _ => (i64::MIN, i64::MAX),
    }
}

/// The name that the server gives the sequence of a column.
pub(super) fn default_name(table: &str, column: &str) -> String {
    shorten(format!("{table}_{column}_seq"))
}

/// The sequence of a column, by its own name or that which the server would give it.
pub(super) fn name(table: &Name, column: &str, sequence: &Sequence) -> Name {
    table.sibling(sequence.name.clone().unwrap_or_else(|| default_name(&table.name, column)))
}

/// The words of an identity in the definition of a column.
pub(super) fn identity(identity: &Identity) -> String {
    let kind = if identity.always { "ALWAYS" } else { "BY DEFAULT" };
    let mut options = options(&identity.sequence);
    if let Some(name) = &identity.sequence.name {
        options.insert(0, format!("SEQUENCE NAME {}", Postgres.quote(name)));
    }
    let options = if options.is_empty() { String::new() } else { format!(" ({})", options.join(" ")) };
    format!("GENERATED {kind} AS IDENTITY{options}")
}

fn options(sequence: &Sequence) -> Vec<String> {
    let numbers = [
        ("START WITH", sequence.start),
        ("INCREMENT BY", sequence.increment),
        ("MINVALUE", sequence.min),
        ("MAXVALUE", sequence.max),
        ("CACHE", sequence.cache),
    ];
    let said = numbers.iter().filter_map(|(words, number)| number.map(|number| format!("{words} {number}")));
    said.chain(sequence.cycle.then(|| "CYCLE".to_owned())).collect()
}

/// The default of a column that a sequence of its own counts for.
pub(super) fn next_value(table: &Name, column: &str, sequence: &Sequence) -> String {
    let sequence = qualified(&name(table, column, sequence));
    format!("nextval({}::regclass)", Postgres.quote_literal(&sequence))
}

/// The sequence that `column` counts with and that is no part of its definition.
pub(super) fn owned(column: &Column) -> Option<&Sequence> {
    column.identity.as_ref().filter(|identity| identity.serial).map(|identity| &identity.sequence)
}

/// Makes the sequence of a serial column.
pub(super) fn create(table: &Name, column: &Column, sequence: &Sequence) -> String {
    let mut words =
        vec![qualified(&name(table, &column.name, sequence)), format!("AS {}", kind(column, sequence))];
    words.extend(options(sequence));
    format!("CREATE SEQUENCE {}", words.join(" "))
}

/// Lets the sequence go with its column.
pub(super) fn own(table: &Name, column: &Column, sequence: &Sequence) -> String {
    let name = qualified(&name(table, &column.name, sequence));
    format!("ALTER SEQUENCE {name} OWNED BY {}.{}", qualified(table), Postgres.quote(&column.name))
}

/// The type of the sequence: its column's, unless its numbers do not fit that.
fn kind(column: &Column, sequence: &Sequence) -> String {
    let (least, most) = range(&column.ty);
    let fits = |number: Option<i64>| number.is_none_or(|number| (least..=most).contains(&number));
    let fits = fits(sequence.min) && fits(sequence.max);
    types::sql(if fits { &column.ty } else { &Type::BigInt })
}

/// What leads from one sequence of a column to another, and the words before each change: `SET ` within
/// ALTER COLUMN, none within ALTER SEQUENCE.
pub(super) fn changes(from: &Column, to: &Column, prefix: &str) -> Vec<String> {
    let (Some(before), Some(after)) = (&from.identity, &to.identity) else { return Vec::new() };
    // A bound that nobody said follows the type by itself.
    let old = Numbers::of(&before.sequence, &to.ty);
    let new = Numbers::of(&after.sequence, &to.ty);
    let numbers = [
        ("INCREMENT BY", old.increment, new.increment),
        ("MINVALUE", old.min, new.min),
        ("MAXVALUE", old.max, new.max),
        ("START WITH", old.start, new.start),
        ("CACHE", old.cache, new.cache),
    ];
    let differing = numbers.iter().filter(|(_, old, new)| old != new);
    let mut changes: Vec<String> =
        differing.map(|(words, _, new)| format!("{prefix}{words} {new}")).collect();
    if old.cycle != new.cycle {
        changes.push(format!("{prefix}{}", if new.cycle { "CYCLE" } else { "NO CYCLE" }));
    }
    changes
}

/// Changes the sequence of a column that is serial before and after.
pub(super) fn alter_owned(table: &Name, from: &Column, to: &Column) -> Option<String> {
    let (before, after) = (owned(from)?, owned(to)?);
    let mut clauses = Vec::new();
    if kind(from, before) != kind(to, after) {
        clauses.push(format!("AS {}", kind(to, after)));
    }
    clauses.extend(changes(from, to, ""));
    // A name that is new has been given just before.
    let named = before.name.as_ref().or(after.name.as_ref()).map(|_| name(table, &to.name, after).name);
    let named = named.as_ref();
    (!clauses.is_empty()).then(|| on_own(table, &to.name, named, "ALTER SEQUENCE", &clauses.join(" ")))
}

/// Takes away the sequence of a serial column.
pub(super) fn drop_owned(table: &Name, column: &Column, sequence: &Sequence) -> String {
    on_own(table, &column.name, sequence.name.as_ref(), "DROP SEQUENCE", "")
}

/// A statement about the sequence of a column. One that nobody named has the name that the table and the
/// column had when it was made, which only the server knows: neither rename renames it.
fn on_own(table: &Name, column: &str, named: Option<&String>, words: &str, rest: &str) -> String {
    let rest = if rest.is_empty() { String::new() } else { format!(" {rest}") };
    if let Some(name) = named {
        return format!("{words} {}{rest}", qualified(&table.sibling(name.clone())));
    }
    let literal = |text: &str| Postgres.quote_literal(text);
    let own = format!("pg_get_serial_sequence({}, {})", literal(&qualified(table)), literal(column));
    let rest = if rest.is_empty() { rest } else { format!(" || {}", literal(&rest)) };
    let body = format!("BEGIN\n    EXECUTE {} || {own}{rest};\nEND", literal(&format!("{words} ")));
    let mut mark = "$$".to_owned();
    while body.contains(&mark) {
        mark.insert(1, 's');
    }
    format!("DO {mark}{body}{mark}")
}

/// Gives the sequence another name, where one was said before or is said now: that which the server would
/// give it where none is.
pub(super) fn rename(table: &Name, from: &Column, to: &Column) -> Option<String> {
    let (before, after) = (from.identity.as_ref()?, to.identity.as_ref()?);
    let new = &name(table, &to.name, &after.sequence).name;
    let named = before.sequence.name.as_ref();
    let rest = format!("RENAME TO {}", Postgres.quote(new));
    let is_said = named.or(after.sequence.name.as_ref()).is_some();
    (is_said && named != Some(new)).then(|| on_own(table, &to.name, named, "ALTER SEQUENCE", &rest))
}

/// Lets it count on from the rows that are there: it would give numbers that are taken.
pub(super) fn count_on(table: &Name, column: &Column, sequence: &Sequence) -> String {
    let numbers = Numbers::of(sequence, &column.ty);
    let (subject, name) = (qualified(table), Postgres.quote(&column.name));
    let (least, extreme) = if numbers.increment > 0 { ("greatest", "max") } else { ("least", "min") };
    format!(
        "SELECT setval(pg_get_serial_sequence({}, {}), {least}({extreme}({name}) + {}, {}), false)\nFROM {subject}",
        Postgres.quote_literal(&subject),
        Postgres.quote_literal(&column.name),
        numbers.increment,
        numbers.start,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_server_would_not_do_is_said() {
        let bare = Sequence::default();
        for ty in [Type::SmallInt, Type::Integer, Type::BigInt] {
            assert_eq!(Numbers::of(&bare, &ty).said(None, &ty), bare);
        }
        let down = Sequence { increment: Some(-2), start: Some(-50), ..Sequence::default() };
        assert_eq!(Numbers::of(&down, &Type::Integer).said(None, &Type::Integer), down);
        let wide = Sequence { max: Some(i64::MAX), ..Sequence::default() };
        assert_eq!(Numbers::of(&wide, &Type::Integer).said(None, &Type::Integer), wide);
        assert_eq!(Numbers::of(&wide, &Type::BigInt).said(None, &Type::BigInt), bare);
    }

    #[test]
    fn a_sequence_that_cannot_count_is_a_mistake() {
        let mistake = |sequence: Sequence| Numbers::of(&sequence, &Type::Integer).mistake().is_some();
        assert!(!mistake(Sequence::default()));
        assert!(mistake(Sequence { increment: Some(0), ..Sequence::default() }));
        assert!(mistake(Sequence { min: Some(5), max: Some(4), ..Sequence::default() }));
        assert!(mistake(Sequence { start: Some(0), ..Sequence::default() }));
        assert!(mistake(Sequence { cache: Some(0), ..Sequence::default() }));
    }
}
