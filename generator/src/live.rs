//! A live database against the schema it should have.

use std::collections::{BTreeMap, BTreeSet};

use strobila::dialect::{DatabaseError, Dialect, Session};
use strobila::operation::Plan;
use strobila::schema::{Column, DefaultValue, Index, IndexKey, IndexPart, Name, Schema, Sql, Table, Type};

use crate::diff::{Renames, diff};
use crate::pull::refused::{unsaid_foreign_key, unsaid_index};

/// What leads from a live schema to the wanted one, both normalised for the session's database. Tables
/// that `wanted` does not name are left out.
///
/// # Errors
/// Those of [`settle`].
pub async fn compare(
    session: &mut dyn Session,
    live: &Schema,
    wanted: &Schema,
    renames: &Renames,
) -> Result<Plan, DatabaseError> {
    let live = only_named(live, wanted, renames);
    let mut wanted = wanted.clone();
    keep_unsaid(session.dialect(), &live, &mut wanted, renames);
    let live = settle(session, &live, &wanted).await?;
    Ok(diff(&related(session.dialect(), live, &wanted, renames), &wanted, renames))
}

/// `prev` with what its columns have from their tables' own words said as `next` would: to be compared.
pub(crate) fn related(dialect: &dyn Dialect, mut prev: Schema, next: &Schema, renames: &Renames) -> Schema {
    for (name, table) in &next.tables {
        let Some(old) = renames.old_table(name) else { continue };
        if prev.tables.get(old).is_some_and(|old| old.options != table.options)
            && let Some(old) = prev.tables.get_mut(old)
        {
            dialect.relate_options(old, table);
        }
    }
    prev
}

/// The live schema with the wanted texts of expressions where both mean the same: the server judges.
///
/// Nothing is written. The session must be in no transaction.
///
/// # Errors
/// [`DatabaseError`] when the server cannot be asked.
pub async fn settle(
    session: &mut dyn Session,
    live: &Schema,
    wanted: &Schema,
) -> Result<Schema, DatabaseError> {
    let mut live = live.clone();
    let dialect = session.dialect();
    for (name, table) in &wanted.tables {
        let Some(old) = live.tables.get_mut(name).filter(|old| *old != table) else { continue };
        let open = differing_texts(dialect, old, table);
        if open.is_empty() {
            continue;
        }
        let pairs: Vec<(String, String)> =
            open.values().map(|(live, wanted, _)| (live.clone(), wanted.clone())).collect();
        let same = session.same_expressions(name, &pairs).await?;
        for ((_, _, spot), _) in open.into_values().zip(same).filter(|(_, same)| *same) {
            take_over(old, table, &spot);
        }
    }
    Ok(live)
}

fn only_named(live: &Schema, wanted: &Schema, renames: &Renames) -> Schema {
    let mut kept = Schema::default();
    for (name, table) in &live.tables {
        if wanted.tables.contains_key(name) || renames.tables.values().any(|old| old == name) {
            kept.insert(table.clone());
        }
    }
    for (name, item) in &live.enums {
        if wanted.enums.contains_key(name) || renames.enums.values().any(|old| old == name) {
            kept.enums.insert(name.clone(), item.clone());
        }
    }
    kept
}

/// What has keys and a predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Index,
    Exclusion,
}

/// Where in a table an expression stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    Type(String),
    Default(String),
    Generated(String),
    Check(String),
    Predicate(Owner, String),
    Key(Owner, String, usize),
}

/// Both texts of each expression that differs, and where it stands.
fn differing_texts(
    dialect: &dyn Dialect,
    live: &Table,
    wanted: &Table,
) -> BTreeMap<Spot, (String, String, Spot)> {
    let mut open = BTreeMap::new();
    let mut note = |spot: Spot, live: &str, wanted: &str| {
        if live != wanted {
            open.insert(spot.clone(), (live.to_owned(), wanted.to_owned(), spot));
        }
    };
    for column in &wanted.columns {
        let Some(old) = live.column(&column.name) else { continue };
        if is_custom(&old.ty)
            && is_custom(&column.ty)
            && let (Some(before), Some(after)) =
                (dialect.type_expression(&old.ty), dialect.type_expression(&column.ty))
        {
            note(Spot::Type(column.name.clone()), &before, &after);
        }
        if old.default != column.default
            && let (Some(old_text), Some(text)) = (expression(dialect, old), expression(dialect, column))
        {
            note(Spot::Default(column.name.clone()), &old_text, &text);
        }
        if let (Some(before), Some(after)) = (&old.generated, &column.generated) {
            note(Spot::Generated(column.name.clone()), before.expression.any(), after.expression.any());
        }
    }
    for check in wanted.checks.values() {
        if let Some(old) = live.checks.get(&check.name) {
            note(Spot::Check(check.name.clone()), old.expression.any(), check.expression.any());
        }
    }
    for owner in [Owner::Index, Owner::Exclusion] {
        for (name, after) in texts(wanted, owner) {
            let Some(before) = texts(live, owner).remove(name) else { continue };
            if let (Some(before), Some(after)) = (before.predicate, after.predicate) {
                note(Spot::Predicate(owner, name.to_owned()), before.any(), after.any());
            }
            for (at, (before, after)) in before.keys.iter().zip(&after.keys).enumerate() {
                if let (Some(before), Some(after)) = (before, after) {
                    note(Spot::Key(owner, name.to_owned(), at), before.any(), after.any());
                }
            }
        }
    }
    open
}

/// Whether the type, or that of a list's items, is one of the database's own, which has more than one spelling.
fn is_custom(ty: &Type) -> bool {
    match ty {
        Type::Array(item) => is_custom(item),
        ty => matches!(ty, Type::Custom(_)),
    }
}

/// The expressions of an index or an exclusion constraint; a key that is a column has none.
struct Texts<'a> {
    predicate: Option<&'a Sql>,
    keys: Vec<Option<&'a Sql>>,
}

fn texts(table: &Table, owner: Owner) -> BTreeMap<&str, Texts<'_>> {
    match owner {
        Owner::Index => {
            let texts = table.indexes.values().map(|index| {
                let keys = index.parts.iter().map(IndexPart::as_expression).collect();
                (index.name.as_str(), Texts { predicate: index.predicate.as_ref(), keys })
            });
            texts.collect()
        }
        Owner::Exclusion => {
            let texts = table.exclusions.values().map(|item| {
                let keys = item.parts.iter().map(|part| part.part.as_expression()).collect();
                (item.name.as_str(), Texts { predicate: item.predicate.as_ref(), keys })
            });
            texts.collect()
        }
    }
}

/// The default as an expression of the column's type.
fn expression(dialect: &dyn Dialect, column: &Column) -> Option<String> {
    column.default.as_ref().map(|default| dialect.default_expression(column, default))
}

/// Takes the wanted text over: the server says that it means the same.
fn take_over(live: &mut Table, wanted: &Table, spot: &Spot) {
    match spot {
        Spot::Type(name) => {
            if let (Some(column), Some(wanted)) = (live.column_mut(name), wanted.column(name)) {
                column.ty.clone_from(&wanted.ty);
            }
        }
        Spot::Default(name) => {
            let default: Option<DefaultValue> = wanted.column(name).and_then(|column| column.default.clone());
            if let Some(column) = live.column_mut(name) {
                column.default = default;
            }
        }
        Spot::Generated(name) => {
            let wanted = wanted.column(name).and_then(|column| column.generated.clone());
            if let (Some(column), Some(wanted)) = (live.column_mut(name), wanted)
                && let Some(generated) = &mut column.generated
            {
                generated.expression = wanted.expression;
            }
        }
        Spot::Check(name) => {
            if let (Some(check), Some(wanted)) = (live.checks.get_mut(name), wanted.checks.get(name)) {
                check.expression = wanted.expression.clone();
            }
        }
        Spot::Predicate(owner, name) => {
            let wanted =
                texts(wanted, *owner).remove(name.as_str()).and_then(|texts| texts.predicate.cloned());
            let predicate = match owner {
                Owner::Index => live.indexes.get_mut(name).map(|index| &mut index.predicate),
                Owner::Exclusion => live.exclusions.get_mut(name).map(|item| &mut item.predicate),
            };
            if let Some(predicate) = predicate {
                *predicate = wanted;
            }
        }
        Spot::Key(owner, name, at) => {
            let texts = texts(wanted, *owner).remove(name.as_str());
            let wanted = texts.and_then(|texts| texts.keys.get(*at).copied().flatten().cloned());
            let part = match owner {
                Owner::Index => live.indexes.get_mut(name).and_then(|index| index.parts.get_mut(*at)),
                Owner::Exclusion => {
                    let item = live.exclusions.get_mut(name);
                    item.and_then(|item| item.parts.get_mut(*at)).map(|part| &mut part.part)
                }
            };
            if let (Some(part), Some(wanted)) = (part, wanted) {
                part.key = IndexKey::Expression(wanted);
            }
        }
    }
}

/// Gives a wanted schema of models what they do not say and the live one holds in one form or another, so
/// that it stays as it is.
pub fn keep_unsaid(dialect: &dyn Dialect, live: &Schema, wanted: &mut Schema, renames: &Renames) {
    let names: Vec<Name> = wanted.tables.keys().cloned().collect();
    for name in names {
        let old = renames.old_table(&name).and_then(|old| live.tables.get(old));
        if let Some(old) = old
            && wanted.tables.get(&name).is_some_and(|table| table != old)
            && let Some(table) = wanted.tables.get_mut(&name)
        {
            keep_unsaid_of(dialect, old, table, renames);
            keep_foreign_keys(old, table, live);
            keep_made_indexes(old, table);
            if !dialect.names_uniques() {
                keep_uniques(old, table);
            }
        }
    }
}

fn keep_unsaid_of(dialect: &dyn Dialect, live: &Table, wanted: &mut Table, renames: &Renames) {
    let name = wanted.name.clone();
    // Each column says its collation against its table's.
    dialect.relate_options(wanted, live);
    wanted.options.clone_from(&live.options);
    for index in live.indexes.values() {
        if !wanted.indexes.contains_key(&index.name)
            && index.columns().all(|column| stays(live, wanted, column))
            && unsaid_index(live, index, dialect).is_some()
        {
            wanted.indexes.insert(index.name.clone(), index.clone());
        }
    }
    let is_key = |table: &Table, column: &str| {
        table.primary_key.as_ref().is_some_and(|key| key.columns.iter().any(|name| name == column))
    };
    let keys: BTreeSet<String> =
        wanted.columns.iter().map(|column| column.name.clone()).filter(|name| is_key(wanted, name)).collect();
    for column in &mut wanted.columns {
        let old = renames.old_column(&name, &column.name).and_then(|old| live.column(old));
        let Some(old) = old.filter(|old| old.ty == column.ty) else { continue };
        column.declared.clone_from(&old.declared);
        column.options =
            old.options.iter().map(|option| under_new_names(option, &name, live, renames)).collect();
        // On SQLite a key's column need not say NOT NULL; its rowid is never NULL, whether it says so or not.
        if keys.contains(&column.name) && is_key(live, &old.name) {
            column.nullable = old.nullable;
        }
        // A sequence that nobody named may have any name.
        if let (Some(identity), Some(old)) = (&mut column.identity, &old.identity)
            && identity.serial == old.serial
            && identity.sequence.name.is_none()
        {
            identity.sequence.name.clone_from(&old.sequence.name);
        }
    }
}

/// Whether a column has its name and its type on both sides.
fn stays(live: &Table, wanted: &Table, column: &str) -> bool {
    wanted.column(column).is_some_and(|new| live.column(column).is_some_and(|old| old.ty == new.ty))
}

/// Foreign keys that no model can say stay: one that points at a table of nobody's models, say. `all` are the
/// live tables that are compared.
fn keep_foreign_keys(live: &Table, wanted: &mut Table, all: &Schema) {
    for (name, key) in &live.foreign_keys {
        if !wanted.foreign_keys.contains_key(name)
            && key.columns.iter().all(|column| stays(live, wanted, column))
            && unsaid_foreign_key(live, key, all).is_some()
        {
            wanted.foreign_keys.insert(name.clone(), key.clone());
        }
    }
}

/// An index that two foreign keys over the same columns share bears the name of either: it keeps that.
fn keep_made_indexes(live: &Table, wanted: &mut Table) {
    let made: Vec<String> = wanted
        .indexes
        .keys()
        .filter(|name| wanted.foreign_keys.contains_key(*name) && !live.indexes.contains_key(*name))
        .cloned()
        .collect();
    for name in made {
        let Some(index) = wanted.indexes.get(&name) else { continue };
        let is_same = |old: &&Index| {
            let renamed = Index { name: name.clone(), ..(*old).clone() };
            live.foreign_keys.contains_key(&old.name) && renamed == *index
        };
        if let Some(old) = live.indexes.values().find(is_same).cloned() {
            wanted.indexes.remove(&name);
            wanted.indexes.insert(old.name.clone(), old);
        }
    }
}

/// A word of a live column's with the columns of its table as they will be called: a check names them.
fn under_new_names(option: &str, table: &Name, live: &Table, renames: &Renames) -> String {
    let renamed: Vec<(&String, &String)> = renames
        .columns
        .iter()
        .filter(|((of, _), old)| of == table && live.column(old).is_some())
        .map(|((_, new), old)| (old, new))
        .collect();
    let mut text = option.to_owned();
    for (at, (old, _)) in renamed.iter().enumerate() {
        text = Column::renamed_option(&text, old, &format!("strobila_mark_{at}"));
    }
    for (at, (_, new)) in renamed.iter().enumerate() {
        text = Column::renamed_option(&text, &format!("strobila_mark_{at}"), new);
    }
    text
}

/// Where a model's unique constraint is a unique index, a constraint of the table's that holds the same
/// stays one.
fn keep_uniques(live: &Table, wanted: &mut Table) {
    let is_plain = |part: &IndexPart| part.as_column().is_some_and(|name| *part == IndexPart::column(name));
    for unique in live.uniques.values() {
        let same = wanted.indexes.values().find(|index| {
            let is_key = index.unique && index.predicate.is_none() && index.parts.iter().all(is_plain);
            is_key && !live.indexes.contains_key(&index.name) && index.columns().eq(&unique.columns)
        });
        if let Some(name) = same.map(|index| index.name.clone()) {
            wanted.indexes.remove(&name);
            wanted.uniques.insert(unique.name.clone(), unique.clone());
        }
    }
}
