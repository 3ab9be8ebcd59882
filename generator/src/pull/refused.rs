//! What models cannot say is taken out of a schema, and named.

use std::collections::BTreeMap;

use strobila::dialect::Dialect;
use strobila::schema::{Action, ForeignKey, Index, MAX_NAME, Schema, Table, Type};

/// Takes out what capture would refuse, so that the rest compiles and is understood.
pub(super) fn take_out(schema: &mut Schema, dialect: &dyn Dialect) -> Vec<String> {
    let mut left_out = Vec::new();
    tables(schema, &mut left_out);
    names(schema, &mut left_out);
    indexes(schema, dialect, &mut left_out);
    columns(schema, &mut left_out);
    foreign_keys(schema, &mut left_out);
    left_out
}

fn tables(schema: &mut Schema, left_out: &mut Vec<String>) {
    let bad: Vec<_> =
        schema.tables.values().filter_map(|table| Some((table.name.clone(), whole(table)?))).collect();
    for (name, reason) in bad {
        left_out.push(format!("table {name}: {reason}"));
        schema.tables.remove(&name);
    }
    schema.enums.retain(|name, item| {
        let reason = match item.values.is_empty() {
            true => Some("it has no value".to_owned()),
            false => item.values.iter().chain([&name.name]).find_map(|text| problem(text)),
        };
        if let Some(reason) = &reason {
            left_out.push(format!("enum {name}: {reason}"));
        }
        reason.is_none()
    });
    // A column of an enum that is gone is a text that a person must look at.
    let enums = schema.enums.clone();
    for table in schema.tables.values_mut() {
        let name = table.name.clone();
        for column in &mut table.columns {
            if let Some(item) = column.ty.enum_name().filter(|item| !enums.contains_key(*item)) {
                left_out.push(format!("type {item} of {name}.{}: the enum is left out", column.name));
                column.ty = Type::Text;
            }
        }
    }
}

/// Why a table cannot be a model, if so.
fn whole(table: &Table) -> Option<String> {
    if table.columns.is_empty() {
        return Some("it has no column".to_owned());
    }
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for column in &table.columns {
        if let Some(reason) = problem(&column.name) {
            return Some(reason);
        }
        if let Some(other) = folded.insert(column.name.to_lowercase(), &column.name) {
            return Some(format!(
                "its columns `{other}` and `{}` differ only in upper and lower case",
                column.name
            ));
        }
    }
    problem(&table.name.name)
}

/// What is wrong with a name for a model, if anything.
fn problem(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("a name is empty".to_owned());
    }
    (name.len() > MAX_NAME).then(|| format!("the name `{name}` has more than {MAX_NAME} bytes"))
}

/// Constraints whose names a model cannot have.
fn names(schema: &mut Schema, left_out: &mut Vec<String>) {
    for table in schema.tables.values_mut() {
        let name = table.name.clone();
        let mut folded: BTreeMap<String, String> = BTreeMap::new();
        if let Some(key) = &table.primary_key {
            folded.insert(key.name.to_lowercase(), key.name.clone());
        }
        let mut keep = |kind: &str, item: &str| {
            let taken = folded.insert(item.to_lowercase(), item.to_owned());
            let reason = problem(item).or_else(|| {
                taken.map(|other| format!("`{other}` differs only in upper and lower case, or in kind"))
            });
            if let Some(reason) = &reason {
                left_out.push(format!("{kind} {item} of {name}: {reason}"));
            }
            reason.is_none()
        };
        table.uniques.retain(|item, _| keep("unique", item));
        table.indexes.retain(|item, _| keep("index", item));
        table.exclusions.retain(|item, _| keep("exclusion", item));
        table.foreign_keys.retain(|item, _| keep("foreign key", item));
        table.checks.retain(|item, _| keep("check", item));
    }
}

fn indexes(schema: &mut Schema, dialect: &dyn Dialect, left_out: &mut Vec<String>) {
    for table in schema.tables.values_mut() {
        let bare = without_keys(table);
        table.indexes.retain(|item, index| {
            let reason = unsaid_index(&bare, index, dialect);
            if let Some(reason) = &reason {
                left_out.push(format!("index {item} of {}: {reason}", bare.name));
            }
            reason.is_none()
        });
    }
}

/// Why no model can say an index that a database has, if so.
pub(crate) fn unsaid_index(table: &Table, index: &Index, dialect: &dyn Dialect) -> Option<String> {
    let cut = index.parts.iter().find_map(|part| Some((part.as_column()?, part.length?)));
    if let Some((column, length)) = cut {
        return Some(format!("it holds the first {length} of `{column}`"));
    }
    if let Some(reason) = problem(&index.name) {
        return Some(reason);
    }
    // What a server makes of other words cannot be said to it again.
    let mut alone = without_keys(table);
    alone.indexes.insert(index.name.clone(), index.clone());
    let mut schema = Schema::default();
    schema.insert(alone);
    let refused = dialect.normalize(&schema).err()?;
    let of_index = refused.into_iter().find(|one| one.item.as_deref() == Some(index.name.as_str()))?;
    Some(format!("a model cannot say {}", of_index.what))
}

/// The table with its columns alone.
fn without_keys(table: &Table) -> Table {
    Table {
        columns: table.columns.clone(),
        options: table.options.clone(),
        own_names: table.own_names,
        ..Table::new(table.name.clone())
    }
}

/// Columns of a key that may hold NULL, which models say they may not, and types that are none elsewhere.
fn columns(schema: &mut Schema, left_out: &mut Vec<String>) {
    for table in schema.tables.values_mut() {
        let key = table.primary_key.as_ref().map(|key| key.columns.clone()).unwrap_or_default();
        let is_row_id = |ty: &Type| *ty == Type::Integer && key.len() == 1;
        for column in &mut table.columns {
            let options = column.options.iter();
            left_out.extend(options.map(|option| format!("{option} of {}.{}", table.name, column.name)));
            if let Type::Decimal { precision, scale } = column.ty
                && (scale > precision || precision == 0)
            {
                left_out.push(format!(
                    "type {} of {}.{}: more digits behind the point than in all",
                    column.ty, table.name, column.name
                ));
                column.ty = Type::Decimal { precision: scale.max(1), scale };
            }
            let is_counted = column.identity.is_some();
            if column.nullable && (is_counted || key.contains(&column.name)) {
                if !is_row_id(&column.ty) {
                    left_out.push(format!(
                        "NULL of {}.{}: a column of the primary key or with identity is required in a model",
                        table.name, column.name
                    ));
                }
                column.nullable = false;
            }
        }
    }
}

fn foreign_keys(schema: &mut Schema, left_out: &mut Vec<String>) {
    let all = schema.clone();
    for table in schema.tables.values_mut() {
        let before = table.clone();
        table.foreign_keys.retain(|name, key| {
            let reason = unsaid_foreign_key(&before, key, &all);
            if let Some(reason) = &reason {
                left_out.push(format!("foreign key {name} of {}: {reason}", before.name));
            }
            reason.is_none()
        });
    }
}

/// Why no model can say a foreign key that a database has, if so.
pub(crate) fn unsaid_foreign_key(table: &Table, key: &ForeignKey, schema: &Schema) -> Option<String> {
    let Some(other) = schema.tables.get(&key.references) else {
        return Some(format!("it points at `{}`, which is not pulled", key.references));
    };
    if !other.is_key(&key.target) {
        return Some(format!(
            "it points at `{}` ({}), which is neither primary key nor unique",
            key.references,
            key.target.join(", ")
        ));
    }
    for (mine, theirs) in key.columns.iter().zip(&key.target) {
        let (Some(mine), Some(theirs)) = (table.column(mine), other.column(theirs)) else {
            return Some("it names a column that is not there".to_owned());
        };
        if !strobila::__private::are_comparable(&mine.ty, &theirs.ty) {
            return Some(format!("`{}` is {} and points at {}", mine.name, mine.ty, theirs.ty));
        }
        for action in [key.on_delete, key.on_update] {
            let is_refused = match action {
                Action::SetNull => !mine.nullable,
                Action::SetDefault => !mine.nullable && mine.default.is_none(),
                Action::NoAction | Action::Restrict | Action::Cascade => false,
            };
            if is_refused {
                return Some(format!("{} of `{}`, which cannot take it", action.as_sql(), mine.name));
            }
        }
    }
    None
}
