//! What existing rows get in a column that becomes required.

use strobila::Target;
use strobila::operation::{Operation, Plan};
use strobila::schema::{Column, Name, Schema, Sql, Table, Type};

use super::flags::path;
use super::{Asker, BadFlag, Decisions, Fills, Flags, Sides, Undecided};
use crate::questioner::{Choice, Question};

/// The word that says: no row needs a value; fail if one does.
pub(crate) const FAIL: &str = "fail";

/// Settles one column that is new and required, or becomes required.
pub(super) fn fill(
    sides: &Sides<'_>,
    flags: &Flags,
    asker: &mut Asker<'_>,
    decisions: &mut Decisions,
    table: &Name,
    (before, column): (Option<&Column>, &Column),
) -> Result<(), Undecided> {
    let subject = path(table, &column.name);
    let key = (table.clone(), column.name.clone());
    let said = Flags::fill(&flags.fills, &subject);
    let what = match before {
        None if column.is_required() => "is new and required",
        Some(before) if is_converted(before, column) => {
            let said = match said_conversion(flags, table, before, column)? {
                Some(said) => {
                    asker.use_fill(flags, &subject);
                    Some(said)
                }
                // The database's own conversion.
                None if before.ty.converts_to(&column.ty) => None,
                None => ask_conversion(sides, table, (before, column), asker)?.map(Sql::from),
            };
            decisions.fills.extend(said.map(|said| (key, said)));
            return Ok(());
        }
        Some(before) if before.nullable && !column.nullable && column.generated.is_none() => {
            "becomes required"
        }
        _ => return Ok(()),
    };
    let fill = match said {
        Some(fill) => {
            asker.use_fill(flags, &subject);
            Some(fill)
        }
        None => ask(sides, table, column, what, asker)?.map(Sql::from),
    };
    if let Some(fill) = fill.filter(|fill| *fill != Sql::from(FAIL)) {
        decisions.fills.insert(key, fill);
    }
    Ok(())
}

/// Whether `--fill` of a column says how its values become those of another type.
fn is_converted(before: &Column, column: &Column) -> bool {
    before.generated.is_none() && column.generated.is_none() && Operation::is_converted(before, column)
}

/// What a flag says that the values of a column become in another type.
///
/// # Errors
/// [`BadFlag`] for the word that says that no row needs a value.
pub(super) fn said_conversion(
    flags: &Flags,
    table: &Name,
    before: &Column,
    column: &Column,
) -> Result<Option<Sql>, BadFlag> {
    let subject = path(table, &column.name);
    let said = Flags::fill(&flags.fills, &subject).filter(|_| is_converted(before, column));
    if said != Some(Sql::from(FAIL)) {
        return Ok(said);
    }
    if flags.recorded.contains(&format!("--fill {subject}")) {
        return Ok(None);
    }
    Err(BadFlag {
        message: format!(
            "`--fill {subject}={FAIL}` does not say what a value becomes that changes from {} to {}",
            before.ty, column.ty
        ),
        help: format!("give an expression: --fill {subject}=\"expression\""),
    })
}

fn ask_conversion(
    sides: &Sides<'_>,
    table: &Name,
    (before, column): (&Column, &Column),
    asker: &mut Asker<'_>,
) -> Result<Option<String>, Undecided> {
    let subject = path(table, &column.name);
    let question = Question {
        subject: subject.clone(),
        text: format!(
            "{subject} changes from {} to {}, and no database converts that by itself: what does a value become?",
            before.ty, column.ty
        ),
        reason: None,
        options: vec![Choice {
            label:
                "the value of an SQL expression over the columns as they were; TARGET:COLUMN for one target"
                    .to_owned(),
            flag: format!("--fill {subject}=\"expression\""),
            input: Some(format!("expression, for instance length({}):", column.name)),
            ..Choice::default()
        }],
        place: sides.places.get(table, Some(&column.name)),
    };
    Ok(asker.ask(question)?.and_then(|answer| answer.text))
}

/// The question for a new column that may be an old one.
pub(super) fn unless(subject: &str, gone: &[String]) -> String {
    format!(
        "{subject} is new and required unless it is one of {} under another name: what do existing rows get then?",
        gone.join(", ")
    )
}

fn ask(
    sides: &Sides<'_>,
    table: &Name,
    column: &Column,
    what: &str,
    asker: &mut Asker<'_>,
) -> Result<Option<String>, Undecided> {
    let subject = path(table, &column.name);
    let example = zero(&column.ty, sides.next).map_or_else(|| "'…'".to_owned(), |sql| sql.any().to_owned());
    let question = Question {
        subject: subject.clone(),
        text: format!("{subject} {what}: what do existing rows get?"),
        reason: None,
        options: vec![
            Choice {
                label: "the value of an SQL expression, which may read other columns".to_owned(),
                flag: format!("--fill {subject}=\"{example}\""),
                input: Some(format!(
                    "expression, for instance {example} (SQL: a text stands in single quotes):"
                )),
                ..Choice::default()
            },
            Choice {
                label: "nothing: no row needs one, and the migration fails if one does".to_owned(),
                flag: format!("--fill {subject}={FAIL}"),
                ..Choice::default()
            },
        ],
        place: sides.places.get(table, Some(&column.name)),
    };
    Ok(asker.ask(question)?.and_then(|answer| if answer.choice == 0 { answer.text } else { None }))
}

/// Fills for a way down: what rows get in columns that come back required.
///
/// By `--fill-down`, else the type's zero. The second list names what no fill can bring back: a required
/// column under a key, where one value for all rows breaks the key.
pub fn down_fills(down: &Plan, flags: &Flags) -> (Fills, Vec<String>) {
    let mut fills = Fills::new();
    let mut hopeless = Vec::new();
    for operation in &down.operations {
        let (table, column) = match operation {
            Operation::AddColumn { table, column, .. } if column.is_required() => (table, column),
            // Rows get NULL or its default, unless somebody knows better.
            Operation::AddColumn { table, column, .. } if column.generated.is_none() => {
                let said = Flags::fill(&flags.fill_downs, &path(table, &column.name));
                fills.extend(said.map(|said| ((table.clone(), column.name.clone()), said)));
                continue;
            }
            Operation::AlterColumn { table, from, to, .. } if Operation::is_converted(from, to) => {
                let said = Flags::fill(&flags.fill_downs, &path(table, &to.name));
                fills.extend(said.map(|said| ((table.clone(), to.name.clone()), said)));
                continue;
            }
            Operation::AlterColumn { table, from, to, .. } if from.nullable && !to.nullable => (table, to),
            _ => continue,
        };
        let subject = path(table, &column.name);
        let key = (table.clone(), column.name.clone());
        if let Some(fill) = Flags::fill(&flags.fill_downs, &subject) {
            fills.insert(key, fill);
            continue;
        }
        let under_key = down.next.tables.get(table).is_some_and(|table| is_under_key(table, &column.name));
        match zero(&column.ty, &down.next) {
            Some(zero) if !under_key => {
                fills.insert(key, zero);
            }
            _ => hopeless.push(subject),
        }
    }
    (fills, hopeless)
}

fn is_under_key(table: &Table, column: &str) -> bool {
    let names = |columns: &[String]| columns.iter().any(|name| name == column);
    table.primary_key.iter().any(|key| names(&key.columns))
        || table.uniques.values().any(|unique| names(&unique.columns))
        || table.foreign_keys.values().any(|key| names(&key.columns))
        || table.indexes.values().any(|index| index.unique && index.columns().any(|name| name == column))
}

/// The value of a type that stands for nothing: 0, the empty text, the first value of an enum. None for
/// a custom type.
pub fn zero(ty: &Type, schema: &Schema) -> Option<Sql> {
    let text = match ty {
        Type::SmallInt | Type::Integer | Type::BigInt | Type::Float | Type::Double => "0",
        Type::Decimal { .. } => "'0'",
        Type::String(_) | Type::Text => "''",
        Type::Boolean => "FALSE",
        Type::Date => "'1970-01-01'",
        Type::Time => "'00:00:00'",
        Type::DateTime => "'1970-01-01 00:00:00'",
        // MySQL's begin a second later, and MariaDB reads no zone.
        Type::Timestamp => return Some(moment("'1970-01-01 00:00:00+00:00'", "'1970-01-01 00:00:01'")),
        Type::Json => "'null'",
        Type::UuidText => {
            let none = "'00000000-0000-0000-0000-000000000000'";
            let texts = [(Target::Postgres, none.to_owned()), (Target::Mysql, none.to_owned())];
            let bytes = (Target::Sqlite, format!("X'{}'", "00".repeat(16)));
            return Some(Sql::PerTarget(texts.into_iter().chain([bytes]).collect()));
        }
        Type::Uuid => return Some(per_target("'00000000-0000-0000-0000-000000000000'", &"00".repeat(16))),
        Type::Binary(length) => {
            let zeros = "00".repeat(*length as usize);
            return Some(per_target(&format!("'\\x{zeros}'"), &zeros));
        }
        Type::Blob => return Some(per_target("''", "")),
        Type::Array(_) => return Some(both("'{}'", "'[]'")),
        Type::Enum(name) => {
            let first = schema.enums.get(name)?.values.first()?;
            return Some(Sql::from(format!("'{}'", first.replace('\'', "''"))));
        }
        Type::Custom(_) => return None,
    };
    Some(Sql::from(text))
}

fn per_target(postgres: &str, hexadecimal: &str) -> Sql {
    both(postgres, &format!("X'{hexadecimal}'"))
}

fn moment(others: &str, mysql: &str) -> Sql {
    let texts = [(Target::Postgres, others), (Target::Mysql, mysql), (Target::Sqlite, others)];
    Sql::PerTarget(texts.map(|(target, text)| (target, text.to_owned())).into_iter().collect())
}

fn both(postgres: &str, others: &str) -> Sql {
    let others = [Target::Mysql, Target::Sqlite].map(|target| (target, others.to_owned()));
    Sql::PerTarget([(Target::Postgres, postgres.to_owned())].into_iter().chain(others).collect())
}
