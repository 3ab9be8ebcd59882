//! What PostgreSQL alone has: the other dialects refuse it with the same words.

use crate::schema::{Sequence, Table};

/// What all but MySQL and MariaDB say of a table whose keys and indexes are called as those of others, and the
/// way out.
pub(super) const OWN_NAMES: (&str, &str) = (
    "names of its own for keys and indexes",
    "give them names that no other table has, and leave `own_names` out",
);

/// Something of a table that only PostgreSQL can do.
pub(super) struct Lacking<'a> {
    /// The column, constraint or index.
    pub(super) item: &'a str,
    pub(super) what: &'static str,
    pub(super) help: &'static str,
}

/// Everything of a table that only PostgreSQL can do.
pub(super) fn lacking(table: &Table) -> Vec<Lacking<'_>> {
    let mut found = Vec::new();
    let mut note = |is_so: bool, item, what, help| {
        if is_so {
            found.push(Lacking { item, what, help });
        }
    };
    let deferrable = ("a deferrable key", "leave `deferrable` out");
    let include = ("included columns", "leave `include` out, or add the columns at the end of an index");
    let nulls =
        ("NULLs that count as the same", "here any number of rows may hold NULL: make the column required");
    let filter = "check it in the application, or write this module for other targets only";
    for column in &table.columns {
        let sequence = column.identity.as_ref().map(|identity| &identity.sequence);
        let is_special = sequence.is_some_and(|sequence| *sequence != Sequence::default());
        note(
            is_special,
            &column.name,
            "identity with options",
            "it counts from 1, by 1: leave the options out",
        );
    }
    if let Some(key) = &table.primary_key {
        note(key.deferrable.is_some(), &key.name, deferrable.0, deferrable.1);
        note(!key.include.is_empty(), &key.name, include.0, include.1);
    }
    for unique in table.uniques.values() {
        note(unique.deferrable.is_some(), &unique.name, deferrable.0, deferrable.1);
        note(!unique.include.is_empty(), &unique.name, include.0, include.1);
        note(unique.nulls_not_distinct, &unique.name, nulls.0, nulls.1);
    }
    for index in table.indexes.values() {
        let classes = index.parts.iter().any(|part| part.operator_class.is_some());
        note(!index.include.is_empty(), &index.name, include.0, include.1);
        note(index.nulls_not_distinct, &index.name, nulls.0, nulls.1);
        note(classes, &index.name, "an operator class", "leave it out");
        note(!index.parameters.is_empty(), &index.name, "storage parameters", "leave `with` out");
    }
    for key in table.foreign_keys.values() {
        note(key.match_full, &key.name, "MATCH FULL", "add a check that the columns are NULL together");
    }
    for check in table.checks.values() {
        note(check.no_inherit, &check.name, "a check that is not inherited", "leave `no_inherit` out");
    }
    for exclusion in table.exclusions.values() {
        note(true, &exclusion.name, "an exclusion constraint", filter);
    }
    found
}
