//! Renamed values of an enum that a target keeps as text: the rows take the new name. Of those that are
//! gone no row may hold one.

use strobila::Target;
use strobila::dialect::{Dialect, Unsupported};
use strobila::operation::{Operation, Plan};
use strobila::schema::{Column, Enum, Name, Schema, Sql, Type, fresh_name};

use super::{PlanError, text_for};
use crate::decide::{Fills, path};
use crate::diff::{ASIDE, Renames};

/// Puts the new names of values into the plan of a target; `prev` and `next` are its portable sides.
///
/// An enum of the target's own renames its value by itself. Where the enum is text with a check, the
/// rows that hold the old name are changed between the old check and the new one; where it is text that
/// becomes an enum of the target's own, before it does.
pub(super) fn follow_renames(
    plan: &mut Plan,
    (prev, next): (&Schema, &Schema),
    renames: &Renames,
    portable: &[Operation],
    dialect: &dyn Dialect,
) -> Result<(), PlanError> {
    let world = World { prev, next, renames, dialect };
    for table in next.tables.values() {
        let old = renames.old_table(&table.name).and_then(|old| prev.tables.get(old));
        let Some(old) = old else { continue };
        for column in &table.columns {
            let before = renames.old_column(&table.name, &column.name).and_then(|before| old.column(before));
            let Some(before) = before else { continue };
            let is_said = portable.iter().any(|operation| {
                matches!(operation, Operation::AlterColumn { table: of, to, using: Some(_), .. }
                    if *of == table.name && to.name == column.name)
            });
            let place = (&table.name, before, column);
            if !is_said && !world.joins_list(plan, place) {
                world.renames_values(plan, place)?;
            }
        }
    }
    Ok(())
}

/// What a plan is made from.
struct World<'a> {
    prev: &'a Schema,
    next: &'a Schema,
    renames: &'a Renames,
    dialect: &'a dyn Dialect,
}

impl World<'_> {
    /// Texts become a list of an enum's values; says whether they do.
    fn joins_list(&self, plan: &mut Plan, (table, before, column): (&Name, &Column, &Column)) -> bool {
        let Some((was, is)) = joined_list(&before.ty, &column.ty, self.renames) else { return false };
        if plan.next.enums.contains_key(is) || was.is_some_and(|was| plan.prev.enums.contains_key(was)) {
            return false;
        }
        let listed = self.renames.old_enum(is).filter(|_| was.is_none());
        let listed = listed.and_then(|listed| self.prev.enums.get(listed));
        let place = (table, before, column);
        let is = self.next.enums.get(is);
        let mapped = is.and_then(|is| joined(listed, is, self.renames, place, self.dialect));
        let kept = plan.next.tables.get(table).and_then(|table| table.column(&column.name));
        let keeps_lists = kept.is_some_and(|kept| matches!(kept.ty, Type::Array(_)));
        let becomes_list = keeps_lists && !matches!(before.ty, Type::Array(_));
        match mapped.map(Sql::from) {
            Some(mapped) if becomes_list => change_after(plan, table, &column.name, mapped),
            Some(mapped) => change(plan, table, &column.name, mapped),
            None => {}
        }
        true
    }

    /// Values take their new names, and those that are gone stop.
    fn renames_values(
        &self,
        plan: &mut Plan,
        (table, before, column): (&Name, &Column, &Column),
    ) -> Result<(), PlanError> {
        let World { prev, next, renames, dialect } = *self;
        let (is_joined, is_left) = (is_text(&before.ty), is_text(&column.ty));
        let Some((was, is, is_array)) = of_enums(&before.ty, &column.ty, renames, next) else {
            return Ok(());
        };
        let is_native = plan.prev.enums.contains_key(was);
        if renames.old_enum(is) != Some(was) || (is_native && !is_joined && !is_left) {
            return Ok(());
        }
        let (Some(listed), Some(after)) = (prev.enums.get(was), next.enums.get(is)) else { return Ok(()) };
        let mut values = new_names(listed, after, renames);
        let taken = refused(listed, after, renames);
        if let Some((value, _)) = taken.first().filter(|_| is_left) {
            return Err(taken_over(dialect.target(), table, &column.name, value));
        }
        // Arrays of text have no check that would refuse a value.
        let is_free = is_array && !is_left && !plan.next.enums.contains_key(is);
        let gone: Vec<&String> = gone(listed, after, renames).filter(|_| is_free).collect();
        if !is_free {
            values.extend(taken);
        }
        // What leaves an enum of the target's own has the new names already.
        if (values.is_empty() && gone.is_empty()) || (is_left && is_native) {
            return Ok(());
        }
        if let Some((value, length)) = too_long(&values, &column.ty) {
            return Err(cut(dialect.target(), table, &column.name, value, length));
        }
        let mapped = if is_array {
            let array = format!("{}.{}", dialect.quote_name(table), dialect.quote(&column.name));
            let why = format!("{array} holds no value of {is}");
            let rest = |item: &str| stopped(item, &gone, &why, dialect);
            dialect.each_item(&array, &|item| mapping(item, &values, &rest(item), dialect))
        } else {
            let value = dialect.quote(&column.name);
            Some(mapping(&value, &values, &value, dialect))
        };
        match mapped.map(Sql::from) {
            Some(mapped) if plan.next.enums.contains_key(is) => {
                change_before(plan, table, &column.name, mapped)
            }
            Some(mapped) => change(plan, table, &column.name, mapped),
            None => {}
        }
        Ok(())
    }
}

/// The values that have a new name, with it.
fn new_names(before: &Enum, after: &Enum, renames: &Renames) -> Vec<(String, String)> {
    // One that goes may step aside under a name that does not stay.
    let renamed = renames.values.iter().filter(|((name, new), old)| {
        *name == after.name && before.values.contains(old) && after.values.contains(new)
    });
    renamed.map(|((_, new), old)| (old.clone(), new.clone())).collect()
}

/// A new name that a text of the type cannot hold, with the most characters it can.
fn too_long<'a>(values: &'a [(String, String)], ty: &Type) -> Option<(&'a str, u32)> {
    let length = match ty {
        Type::String(length) => *length,
        Type::Array(item) => return too_long(values, item),
        _ => return None,
    };
    let (_, name) = values.iter().find(|(_, name)| name.chars().count() > length as usize)?;
    Some((name, length))
}

/// The enum that the texts in a list or of one, or the values of another enum, become values of; with the other one.
fn joined_list<'a>(was: &'a Type, is: &'a Type, renames: &Renames) -> Option<(Option<&'a Name>, &'a Name)> {
    let Type::Array(is) = is else { return None };
    let is = is.enum_name()?;
    match was {
        Type::Array(was) => match &**was {
            Type::Enum(was) => (renames.old_enum(is) != Some(was)).then_some((Some(was), is)),
            was => is_text(was).then_some((None, is)),
        },
        was => is_text(was).then_some((None, is)),
    }
}

/// A list of texts as one of an enum's values, of which `listed` is the enum as it was: renamed values take
/// their new names, and what is no value stops. None where the target has no such list.
fn joined(
    listed: Option<&Enum>,
    is: &Enum,
    renames: &Renames,
    (table, before, column): (&Name, &Column, &Column),
    dialect: &dyn Dialect,
) -> Option<String> {
    let old = listed.map_or(&[][..], |listed| &listed.values);
    let renamed = renames.values.iter().filter(|((name, new), old_value)| {
        *name == is.name && old.contains(old_value) && is.values.contains(new)
    });
    let values: Vec<(String, String)> = renamed.map(|((_, new), old)| (old.clone(), new.clone())).collect();
    let gone: Vec<&String> = listed.into_iter().flat_map(|listed| gone(listed, is, renames)).collect();
    let kept = is.values.iter().filter(|value| !gone.contains(value));
    let kept: Vec<String> = kept.map(|value| dialect.quote_literal(value)).collect();
    let array = format!("{}.{}", dialect.quote_name(table), dialect.quote(&column.name));
    let why = format!("{array} holds no value of {}", is.name);
    // A text must be a list first.
    let list = dialect.conversion(table, &column.name, &before.ty, &Type::Array(Box::new(Type::Text)));
    dialect.each_item(&list.unwrap_or(array), &|item| {
        let refusal = dialect.refusal(item, &why);
        let rest = format!("CASE WHEN {item} IN ({}) THEN {item} ELSE {refusal} END", kept.join(", "));
        mapping(item, &values, &rest, dialect)
    })
}

/// A column becomes text while a value goes whose name another one takes: as text they would be one.
fn taken_over(target: Target, table: &Name, column: &str, value: &str) -> PlanError {
    let subject = path(table, column);
    PlanError::Unsupported(vec![Unsupported {
        target,
        table: Some(table.clone()),
        item: Some(column.to_owned()),
        what: format!("both meanings of the value {value}, which goes while another takes its name, as text"),
        help: format!(
            "in two steps, each with db:generate: make {subject} text; then change the enum's values"
        ),
        subject,
    }])
}

/// A column becomes a text that is too short for the new name of a value; no database cuts one off.
fn cut(target: Target, table: &Name, column: &str, value: &str, length: u32) -> PlanError {
    let subject = path(table, column);
    PlanError::Unsupported(vec![Unsupported {
        target,
        table: Some(table.clone()),
        item: Some(column.to_owned()),
        what: format!("the value {value} as a text of at most {length} characters"),
        help: format!("give the field a `length` of {} or more", value.chars().count()),
        subject,
    }])
}

/// Puts the conversions of the portable operations into the plan of a target.
pub(super) fn convert(
    plan: &mut Plan,
    portable: &[Operation],
    fills: &Fills,
    dialect: &dyn Dialect,
) -> Result<(), PlanError> {
    let target = dialect.target();
    for operation in portable {
        if let Operation::AlterColumn { table, from, to, using: None, .. } = operation
            && from.generated.is_none()
            && to.generated.is_none()
            && !is_list_of_enum(&to.ty)
            && !is_converted(plan, table, &to.name)
            && let Some(text) = dialect.conversion(table, &to.name, &from.ty, &to.ty)
        {
            change(plan, table, &to.name, Sql::from(text));
        }
        if let Operation::AlterColumn { table, to, using: Some(using), .. } = operation {
            let said = fills.get(&(table.clone(), to.name.clone())).unwrap_or(using);
            let using = text_for(said, target, table, &to.name)?;
            change(plan, table, &to.name, using);
            // What was said is the whole value: nothing is left to replace NULL with.
            for operation in &mut plan.operations {
                if let Operation::AlterColumn { table: of, to: altered, fill, .. } = operation
                    && of == table
                    && altered.name == to.name
                {
                    *fill = None;
                }
            }
        }
    }
    Ok(())
}

/// What becomes of its items is said with the enum.
fn is_list_of_enum(ty: &Type) -> bool {
    matches!(ty, Type::Array(item) if matches!(**item, Type::Enum(_)))
}

/// Whether the plan says already what the values of a column become: renamed ones of an enum do.
fn is_converted(plan: &Plan, name: &Name, column: &str) -> bool {
    plan.operations.iter().any(|operation| {
        matches!(operation, Operation::AlterColumn { table, to, using: Some(_), .. }
            if table == name && to.name == column)
    })
}

/// Values that are gone while another one bears their name now: a row that holds one must not pass for
/// one of those. The check refuses what it becomes.
fn refused(before: &Enum, after: &Enum, renames: &Renames) -> Vec<(String, String)> {
    let taken = gone(before, after, renames).filter(|value| after.values.contains(*value));
    taken
        .map(|value| {
            let name = format!("{ASIDE}{value}");
            (value.clone(), fresh_name(&name, |name| after.values.iter().any(|value| value == name)))
        })
        .collect()
}

/// Values that the enum has no more under any name.
fn gone<'a>(before: &'a Enum, after: &Enum, renames: &Renames) -> impl Iterator<Item = &'a String> {
    before.values.iter().filter(|value| {
        let is_new_name = |((name, new), old): (&(Name, String), &String)| {
            *name == after.name && old == *value && after.values.contains(new)
        };
        !renames.values.iter().any(is_new_name)
            && !after.values.iter().any(|new| renames.old_value(&after.name, new) == Some(value.as_str()))
    })
}

/// The value, unless it is one that is gone: then the statement stops.
fn stopped(value: &str, gone: &[&String], why: &str, dialect: &dyn Dialect) -> String {
    if gone.is_empty() {
        return value.to_owned();
    }
    let list: Vec<String> = gone.iter().map(|gone| dialect.quote_literal(gone)).collect();
    let refusal = dialect.refusal(value, why);
    format!("CASE WHEN {value} IN ({}) THEN {refusal} ELSE {value} END", list.join(", "))
}

/// The enums of both types, and whether they stand in arrays.
///
/// Where one side is text, its values are those of the other side's enum at that time.
fn of_enums<'a>(
    was: &'a Type,
    is: &'a Type,
    renames: &'a Renames,
    next: &'a Schema,
) -> Option<(&'a Name, &'a Name, bool)> {
    match (was, is) {
        (Type::Enum(was), Type::Enum(is)) => Some((was, is, false)),
        (Type::Enum(was), Type::Text | Type::String(_)) => {
            let is = next.enums.keys().find(|name| renames.old_enum(name) == Some(was))?;
            Some((was, is, false))
        }
        (Type::Text | Type::String(_), Type::Enum(is)) => Some((renames.old_enum(is)?, is, false)),
        (Type::Array(was), Type::Array(is)) => {
            of_enums(was, is, renames, next).map(|(was, is, _)| (was, is, true))
        }
        _ => None,
    }
}

/// Whether it is text, or an array of texts.
fn is_text(ty: &Type) -> bool {
    match ty {
        Type::Array(item) => is_text(item),
        other => matches!(other, Type::Text | Type::String(_)),
    }
}

/// All at once, so that two values may swap their names; `rest` is what all others become.
fn mapping(value: &str, values: &[(String, String)], rest: &str, dialect: &dyn Dialect) -> String {
    if values.is_empty() {
        return rest.to_owned();
    }
    let mut sql = format!("CASE {value}");
    for (old, new) in values {
        sql.push_str(&format!(" WHEN {} THEN {}", dialect.quote_literal(old), dialect.quote_literal(new)));
    }
    format!("{sql} ELSE {rest} END")
}

/// Gives the column's values another form before its type changes.
fn change_before(plan: &mut Plan, name: &Name, column: &str, mapping: Sql) {
    if let Some((at, from, _)) = changed(plan, name, column) {
        plan.operations.insert(at, rewritten(name, from, mapping));
    }
}

/// Gives the column's values another form once its type has changed.
fn change_after(plan: &mut Plan, name: &Name, column: &str, mapping: Sql) {
    if let Some((at, _, to)) = changed(plan, name, column) {
        plan.operations.insert(at + 1, rewritten(name, to, mapping));
    }
}

/// Where the column changes, with both of its sides.
fn changed(plan: &Plan, name: &Name, column: &str) -> Option<(usize, Column, Column)> {
    plan.operations.iter().enumerate().find_map(|(at, operation)| match operation {
        Operation::AlterColumn { table, from, to, .. } if table == name && to.name == column => {
            Some((at, from.clone(), to.clone()))
        }
        _ => None,
    })
}

fn rewritten(table: &Name, column: Column, mapping: Sql) -> Operation {
    let table = table.clone();
    Operation::AlterColumn { table, from: column.clone(), to: column, fill: None, using: Some(mapping) }
}

/// Gives the column's values another form, in the change of the column if there is one.
fn change(plan: &mut Plan, name: &Name, column: &str, mapping: Sql) {
    for operation in &mut plan.operations {
        match operation {
            Operation::AlterColumn { table, to, using, .. } if table == name && to.name == column => {
                *using = Some(mapping);
                return;
            }
            _ => {}
        }
    }
    let Some(kept) = plan.next.tables.get(name).and_then(|table| table.column(column)) else { return };
    let alter = rewritten(name, kept.clone(), mapping);
    let follows = |other: &Operation| other.table() == Some(name) && other.rank() >= alter.rank();
    let at = plan.operations.iter().position(follows).unwrap_or(plan.operations.len());
    plan.operations.insert(at, alter);
}
