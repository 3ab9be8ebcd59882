//! What a database keeps in another form than models say it is said as models do again: an enum of one
//! column, a unique constraint that is an index, the index that a foreign key makes by itself.

use std::collections::{BTreeMap, BTreeSet};

use strobila::dialect::Dialect;
use strobila::schema::{
    Enum, Index, IndexPart, MAX_NAME, Name, Schema, Storage, Table, Type, Unique, fresh_name,
    primary_key_name,
};

/// The schema as models say it.
pub(super) fn raised(schema: &mut Schema, dialect: &dyn Dialect) {
    let own = |table: &&Table| table.own_names;
    let was_own: BTreeSet<Name> =
        schema.tables.values().filter(own).map(|table| table.name.clone()).collect();
    // On PostgreSQL a table is a type too.
    let mut taken: BTreeSet<Name> = schema.enums.keys().chain(schema.tables.keys()).cloned().collect();
    for table in schema.tables.values_mut() {
        // Columns then say their collations themselves.
        let ours = Table { options: BTreeSet::new(), ..table.clone() };
        dialect.relate_options(table, &ours);
        let name = table.name.clone();
        for column in &mut table.columns {
            let Some(values) = dialect.enum_values(&column.ty) else { continue };
            // What no enum of ours can have stays a type of the database's own.
            if values.iter().any(|value| value.is_empty() || value.len() > MAX_NAME) {
                continue;
            }
            let wanted = format!("{}_{}", name.name, column.name);
            let item = fresh_name(&wanted, |name| taken.contains(&Name::new(name)));
            let item = Name::new(&item);
            taken.insert(item.clone());
            schema.enums.insert(item.clone(), Enum { name: item.clone(), values, storage: Storage::Native });
            column.ty = Type::Enum(item);
        }
        if table.own_names {
            indexes_of_keys(table);
            uniques(table);
            if let Some(key) = &mut table.primary_key {
                key.name = primary_key_name(&name.name);
            }
            // Models say it where it matters.
            table.own_names = false;
        }
    }
    own_names(schema, was_own);
}

/// Leaves names of their own to tables that share one with another table.
fn own_names(schema: &mut Schema, was_own: BTreeSet<Name>) {
    let mut holders: BTreeMap<Name, BTreeSet<Name>> = BTreeMap::new();
    for table in schema.tables.values() {
        for name in table.key_names().chain([table.name.name.as_str()]) {
            holders.entry(table.name.sibling(name)).or_default().insert(table.name.clone());
        }
    }
    for name in holders.values().filter(|holders| holders.len() > 1).flatten() {
        if was_own.contains(name)
            && let Some(table) = schema.tables.get_mut(name)
        {
            table.own_names = true;
        }
    }
}

/// Takes out the indexes that foreign keys make by themselves, which bear their names.
fn indexes_of_keys(table: &mut Table) {
    let is_made = |index: &Index| {
        let key = table.foreign_keys.get(&index.name);
        key.is_some_and(|key| !index.unique && is_plain(index) && index.columns().eq(&key.columns))
    };
    let made: Vec<String> =
        table.indexes.values().filter(|index| is_made(index)).map(|index| index.name.clone()).collect();
    table.indexes.retain(|name, _| !made.contains(name));
}

/// Says unique indexes over columns as unique constraints, which are the same there.
fn uniques(table: &mut Table) {
    let plain: Vec<Index> =
        table.indexes.values().filter(|index| index.unique && is_plain(index)).cloned().collect();
    for index in plain {
        table.indexes.remove(&index.name);
        let columns = index.columns().map(str::to_owned).collect();
        let unique = Unique { name: index.name.clone(), columns, ..Unique::default() };
        table.uniques.insert(index.name, unique);
    }
}

/// Whether nothing but its columns and its being unique is said of it.
fn is_plain(index: &Index) -> bool {
    let parts = index.columns().map(IndexPart::column).collect();
    let unique = index.unique;
    *index == Index { name: index.name.clone(), parts, unique, ..Index::default() }
}
