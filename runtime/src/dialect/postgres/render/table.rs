//! Tables, and what belongs to them.

use super::{add_constraint, comment, list, quote};
use crate::Target;
use crate::dialect::Dialect as _;
use crate::dialect::postgres::types::qualified;
use crate::dialect::postgres::{Postgres, default, sequence, types};
use crate::schema::{
    Action, Check, Column, Deferrable, Exclusion, ForeignKey, Index, IndexKey, IndexPart, Name, Nulls,
    PrimaryKey, Sql, Table, Unique,
};

/// Creates a table with its keys, then its indexes, then its comments.
pub(super) fn create(table: &Table) -> Vec<String> {
    let (inline, later): (Vec<_>, Vec<_>) =
        table.foreign_keys.values().partition(|key| !needs_index(table, key) && !key.not_valid);
    // In CREATE TABLE the words are read, and mean nothing: there is no row yet.
    let (unchecked, checks): (Vec<_>, Vec<_>) = table.checks.values().partition(|check| check.not_valid);
    let (again, uniques): (Vec<_>, Vec<_>) =
        table.uniques.values().partition(|unique| is_again(table, unique));
    let parts: Vec<String> = table
        .columns
        .iter()
        .map(|item| column(&table.name, item))
        .chain(table.primary_key.iter().map(primary_key))
        .chain(uniques.into_iter().map(unique))
        .chain(checks.into_iter().map(check))
        .chain(table.exclusions.values().map(exclusion))
        .chain(inline.into_iter().map(foreign_key))
        .map(|part| format!("\n    {part}"))
        .collect();
    let end = if parts.is_empty() { "" } else { "\n" };
    let name = qualified(&table.name);
    let serial = || table.columns.iter().filter_map(|item| Some((item, sequence::owned(item)?)));
    let mut statements: Vec<String> =
        serial().map(|(item, counter)| sequence::create(&table.name, item, counter)).collect();
    statements.push(format!("CREATE TABLE {name} ({}{end})", parts.join(",")));
    statements.extend(serial().map(|(item, counter)| sequence::own(&table.name, item, counter)));
    statements.extend(unchecked.into_iter().map(|item| add_constraint(&table.name, &check(item))));
    statements.extend(again.into_iter().map(|item| add_constraint(&table.name, &unique(item))));
    statements.extend(table.indexes.values().map(|item| index(&table.name, item)));
    statements.extend(later.into_iter().map(|key| add_constraint(&table.name, &foreign_key(key))));
    if table.comment.is_some() {
        statements.push(comment("TABLE", &name, table.comment.as_deref()));
    }
    let commented = table.columns.iter().filter(|column| column.comment.is_some());
    statements.extend(commented.map(|column| column_comment(&table.name, column)));
    statements
}

/// Whether the primary key or an earlier unique has the same columns: CREATE TABLE leaves such a unique out
/// without a word, ALTER TABLE does not.
fn is_again(table: &Table, unique: &Unique) -> bool {
    let earlier = table.uniques.values().take_while(|other| other.name != unique.name);
    table.primary_key.as_ref().is_some_and(|key| key.columns == unique.columns)
        || earlier.into_iter().any(|other| other.columns == unique.columns)
}

/// Whether a key of a table to itself leans on a unique index, which is there only after the table is.
fn needs_index(table: &Table, key: &ForeignKey) -> bool {
    let same = |columns: &[String]| {
        columns.len() == key.target.len() && columns.iter().all(|column| key.target.contains(column))
    };
    key.references == table.name
        && !table.primary_key.as_ref().is_some_and(|key| same(&key.columns))
        && !table.uniques.values().any(|unique| same(&unique.columns))
}

/// A column as CREATE TABLE and ADD COLUMN take it.
pub(super) fn column(table: &Name, column: &Column) -> String {
    let mut sql = format!("{} {}", quote(&column.name), column_type(column));
    if !column.nullable {
        sql.push_str(" NOT NULL");
    }
    if let Some(value) = &column.default {
        sql.push_str(" DEFAULT ");
        sql.push_str(&default::sql(value));
    }
    if let Some(generated) = &column.generated {
        sql.push_str(&format!(" GENERATED ALWAYS AS ({}) STORED", text(&generated.expression)));
    }
    match &column.identity {
        Some(item) if item.serial => {
            let default = sequence::next_value(table, &column.name, &item.sequence);
            sql.push_str(&format!(" DEFAULT {default}"));
        }
        Some(item) => sql.push_str(&format!(" {}", sequence::identity(item))),
        None => {}
    }
    sql
}

/// The type with its collation.
pub(super) fn column_type(column: &Column) -> String {
    let mut sql = types::sql(&column.ty);
    if let Some(collation) = &column.collation {
        sql.push_str(&format!(" COLLATE {}", quote(collation)));
    }
    sql
}

pub(super) fn column_comment(table: &Name, column: &Column) -> String {
    let subject = format!("{}.{}", qualified(table), quote(&column.name));
    comment("COLUMN", &subject, column.comment.as_deref())
}

pub(super) fn primary_key(key: &PrimaryKey) -> String {
    let mut sql = format!("CONSTRAINT {} PRIMARY KEY ({})", quote(&key.name), list(&key.columns));
    sql.push_str(&included(&key.include));
    sql.push_str(deferred(key.deferrable));
    sql
}

pub(super) fn unique(unique: &Unique) -> String {
    let nulls = if unique.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    let mut sql = format!("CONSTRAINT {} UNIQUE{nulls} ({})", quote(&unique.name), list(&unique.columns));
    sql.push_str(&included(&unique.include));
    sql.push_str(deferred(unique.deferrable));
    sql
}

pub(super) fn exclusion(item: &Exclusion) -> String {
    let parts = item.parts.iter().map(|item| format!("{} WITH {}", index_part(&item.part), item.operator));
    let parts: Vec<String> = parts.collect();
    let mut sql = format!(
        "CONSTRAINT {} EXCLUDE {}({})",
        quote(&item.name),
        using(item.method.as_ref()),
        parts.join(", ")
    );
    if let Some(predicate) = &item.predicate {
        // Unlike that of an index it stands in parentheses.
        sql.push_str(&format!(" WHERE ({})", text(predicate)));
    }
    sql.push_str(deferred(item.deferrable));
    sql
}

pub(super) fn check(check: &Check) -> String {
    let mut sql = format!("CONSTRAINT {} CHECK ({})", quote(&check.name), text(&check.expression));
    for (is_so, words) in [(check.no_inherit, " NO INHERIT"), (check.not_valid, " NOT VALID")] {
        sql.push_str(if is_so { words } else { "" });
    }
    sql
}

fn included(columns: &[String]) -> String {
    if columns.is_empty() { String::new() } else { format!(" INCLUDE ({})", list(columns)) }
}

fn deferred(deferrable: Option<Deferrable>) -> &'static str {
    match deferrable {
        None => "",
        Some(Deferrable::Immediate) => " DEFERRABLE",
        Some(Deferrable::Deferred) => " DEFERRABLE INITIALLY DEFERRED",
    }
}

fn using(method: Option<&Sql>) -> String {
    method.map(|method| format!("USING {} ", quote(text(method)))).unwrap_or_default()
}

pub(super) fn foreign_key(key: &ForeignKey) -> String {
    let mut sql = format!(
        "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({})",
        quote(&key.name),
        list(&key.columns),
        qualified(&key.references),
        list(&key.target)
    );
    if key.match_full {
        sql.push_str(" MATCH FULL");
    }
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        if action != Action::NoAction {
            sql.push_str(&format!(" ON {event} {}", action.as_sql()));
        }
    }
    sql.push_str(deferred(key.deferrable));
    if key.not_valid {
        sql.push_str(" NOT VALID");
    }
    sql
}

pub(super) fn index(table: &Name, index: &Index) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let parts: Vec<String> = index.parts.iter().map(index_part).collect();
    let mut sql = format!(
        "CREATE {unique}INDEX {} ON {} {}({})",
        quote(&index.name),
        qualified(table),
        using(index.method.as_ref()),
        parts.join(", ")
    );
    sql.push_str(&included(&index.include));
    if index.nulls_not_distinct {
        sql.push_str(" NULLS NOT DISTINCT");
    }
    if !index.parameters.is_empty() {
        let parameters = index
            .parameters
            .iter()
            .map(|(name, value)| format!("{name} = {}", Postgres.quote_literal(value)));
        sql.push_str(&format!(" WITH ({})", parameters.collect::<Vec<_>>().join(", ")));
    }
    if let Some(predicate) = &index.predicate {
        sql.push_str(&format!(" WHERE {}", text(predicate)));
    }
    sql
}

fn index_part(part: &IndexPart) -> String {
    let mut sql = match &part.key {
        IndexKey::Column(name) => quote(name),
        IndexKey::Expression(sql) => format!("({})", text(sql)),
    };
    if let Some(collation) = &part.collation {
        sql.push_str(&format!(" COLLATE {}", quote(collation)));
    }
    if let Some(class) = &part.operator_class {
        sql.push_str(&format!(" {class}"));
    }
    if part.descending {
        sql.push_str(" DESC");
    }
    match part.nulls {
        None => {}
        Some(Nulls::First) => sql.push_str(" NULLS FIRST"),
        Some(Nulls::Last) => sql.push_str(" NULLS LAST"),
    }
    sql
}

/// An index is named within its table's schema.
pub(super) fn drop_index(table: &Name, name: &str) -> String {
    format!("DROP INDEX {}", qualified(&table.sibling(name)))
}

fn text(sql: &Sql) -> &str {
    sql.get(Target::Postgres).unwrap_or_default()
}
