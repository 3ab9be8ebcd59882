//! The schema as SQLite would keep it.

mod names;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::expression::{as_name, bare, blob, fitted, portable, read_default, trimmed};
use super::{Sqlite, numeric, types};
use crate::Target;
use crate::dialect::lacking::{Lacking, OWN_NAMES, lacking};
use crate::dialect::{Dialect, Unsupported};
use crate::schema::{
    Check, Column, DefaultValue, Enum, ForeignKey, Generated, Identity, Index, IndexKey, IndexPart, Name,
    Nulls, PrimaryKey, Schema, Sql, Table, Type, check_name, fresh_name,
};

/// The normal form; see [`Dialect::normalize`].
///
/// # Errors
/// Everything that SQLite cannot do, all at once.
pub(super) fn normalize(schema: &Schema) -> Result<Schema, Vec<Unsupported>> {
    let mut problems = names::problems(schema);
    let mut normal = Schema::default();
    for table in schema.tables.values() {
        let mut context = Context { table, problems: &mut problems };
        let table = context.table(schema);
        normal.insert(table);
    }
    if problems.is_empty() { Ok(normal) } else { Err(problems) }
}

/// Something SQLite cannot do.
pub(super) fn unsupported(
    table: &Name,
    item: Option<&str>,
    what: impl Into<String>,
    help: &str,
) -> Unsupported {
    let subject = item.map_or_else(|| table.to_string(), |item| format!("{table}.{item}"));
    Unsupported {
        target: Target::Sqlite,
        table: Some(table.clone()),
        item: item.map(str::to_owned),
        subject,
        what: what.into(),
        help: help.to_owned(),
    }
}

/// One table on its way to its normal form.
struct Context<'a> {
    table: &'a Table,
    problems: &'a mut Vec<Unsupported>,
}

impl Context<'_> {
    fn refuse(&mut self, item: Option<&str>, what: impl Into<String>, help: &str) {
        self.problems.push(unsupported(&self.table.name, item, what, help));
    }

    fn table(&mut self, schema: &Schema) -> Table {
        let table = self.table;
        if table.name.schema.is_some() {
            self.refuse(None, "a schema", "leave `schema` out, or write this module for other targets only");
        }
        if table.own_names {
            self.refuse(None, OWN_NAMES.0, OWN_NAMES.1);
        }
        if !table.columns.iter().any(|column| column.generated.is_none()) {
            self.refuse(None, "no column of its own", "give the table a column that is not generated");
        }
        let mut normal = Table::new(table.name.clone());
        normal.columns = table.columns.iter().map(|column| self.column(column)).collect();
        normal.primary_key.clone_from(&table.primary_key);
        for check in table.checks.values() {
            let expression = self.expression(&check.name, &check.expression);
            normal.checks.insert(check.name.clone(), Check::new(&check.name, expression));
        }
        for column in &table.columns {
            if let Type::Enum(name) = &column.ty {
                self.lower_enum(schema.enums.get(name), name, column, &mut normal);
            }
        }
        for unique in table.uniques.values() {
            let parts = unique.columns.iter().map(IndexPart::column).collect();
            let index = Index { name: unique.name.clone(), parts, unique: true, ..Index::default() };
            normal.indexes.insert(index.name.clone(), index);
        }
        for index in table.indexes.values() {
            normal.indexes.insert(index.name.clone(), self.index(index));
        }
        for key in table.foreign_keys.values() {
            normal.foreign_keys.insert(key.name.clone(), self.foreign_key(key));
        }
        for Lacking { item, what, help } in lacking(table) {
            self.refuse(Some(item), what, help);
        }
        self.integer_key(&mut normal);
        normal
    }

    fn column(&mut self, column: &Column) -> Column {
        let ty = types::kept(&column.ty).unwrap_or_else(|what| {
            let help = "name a type as in `type(sqlite = \"NUMERIC\")`: words, and numbers in parentheses";
            self.refuse(Some(&column.name), what, help);
            Type::Text
        });
        let generated = column.generated.as_ref().map(|generated| Generated {
            expression: self.expression(&column.name, &generated.expression),
            stored: generated.stored,
        });
        Column {
            name: column.name.clone(),
            nullable: column.nullable,
            default: self.default(column, &ty),
            identity: self.identity(column, &ty),
            generated,
            collation: self.collation(column),
            comment: None,
            ty,
            options: BTreeSet::new(),
            declared: None,
        }
    }

    fn default(&mut self, column: &Column, ty: &Type) -> Option<DefaultValue> {
        let value = column.default.as_ref()?;
        if let (Type::Uuid | Type::UuidText, DefaultValue::Text(text)) = (&column.ty, value) {
            let Some(bytes) = uuid_bytes(text) else {
                self.refuse(
                    Some(&column.name),
                    format!("the default `{text}`"),
                    "give 32 hexadecimal digits",
                );
                return None;
            };
            return Some(DefaultValue::sql(blob(&bytes)));
        }
        let DefaultValue::Sql { sql } = value else {
            if matches!(value, DefaultValue::Text(text) if text.contains('\0')) {
                self.refuse(Some(&column.name), "a NUL in its default", "leave it out");
            }
            return Some(fitted(value.clone(), ty));
        };
        let text = sql.get(Target::Sqlite).map(bare);
        match text.and_then(|text| portable(text, &column.ty)) {
            Some(Ok(text)) => Some(DefaultValue::sql(text)),
            Some(Err(what)) => {
                self.refuse(Some(&column.name), what, "give an expression for sqlite");
                None
            }
            None => {
                let Sql::Same(text) = self.expression(&column.name, sql) else { return None };
                read_default(&text, ty)
            }
        }
    }

    fn identity(&mut self, column: &Column, ty: &Type) -> Option<Identity> {
        let identity = column.identity.as_ref()?;
        let is_key = self.table.primary_key.as_ref().is_some_and(|key| key.columns == [column.name.as_str()]);
        if !is_key || *ty != Type::Integer {
            let help =
                "make it the only column of the primary key and an integer, or count in the application";
            self.refuse(Some(&column.name), "identity", help);
        }
        if identity.always {
            let help = "let an INSERT give a value: leave `always` out";
            self.refuse(Some(&column.name), "identity that is always generated", help);
        }
        Some(Identity::default())
    }

    fn collation(&mut self, column: &Column) -> Option<String> {
        let collation = column.collation.as_ref()?.to_ascii_uppercase();
        match collation.as_str() {
            "BINARY" => None,
            "NOCASE" | "RTRIM" => Some(collation),
            _ => {
                let what = format!("the collation `{}`", column.collation.as_deref().unwrap_or_default());
                self.refuse(Some(&column.name), what, "use nocase, rtrim or binary");
                None
            }
        }
    }

    /// A table's only key column of type INTEGER is its rowid, which is never NULL.
    fn integer_key(&mut self, normal: &mut Table) {
        let Some(PrimaryKey { columns, .. }) = &normal.primary_key else { return };
        if let [only] = &columns[..]
            && let Some(column) = normal.columns.iter_mut().find(|column| column.name == *only)
            && column.ty == Type::Integer
        {
            column.nullable = false;
        }
    }

    fn lower_enum(&mut self, item: Option<&Enum>, name: &Name, column: &Column, normal: &mut Table) {
        let Some(item) = item else {
            self.refuse(Some(&column.name), format!("the enum {name}"), "there is no such enum: add it");
            return;
        };
        if item.values.iter().any(|value| value.contains('\0')) {
            self.refuse(Some(&column.name), "a NUL in an enum value", "leave it out");
        }
        let wanted = check_name(&normal.name.name, &column.name);
        let name = fresh_name(&wanted, |name| normal.checks.contains_key(name));
        let values: Vec<String> = item.values.iter().map(|value| Sqlite.quote_literal(value)).collect();
        let expression = Sql::Same(format!("{} IN ({})", Sqlite.quote(&column.name), values.join(", ")));
        normal.checks.insert(name.clone(), Check::new(name, expression));
    }

    fn index(&mut self, index: &Index) -> Index {
        if let Some(method) = &index.method
            && method.get(Target::Sqlite).is_none_or(|text| !text.eq_ignore_ascii_case("btree"))
        {
            let what = format!("the index method `{}`", method.any());
            let help = "leave `using` out, or write this module for other targets only";
            self.refuse(Some(&index.name), what, help);
        }
        let predicate = index.predicate.as_ref().map(|sql| self.expression(&index.name, sql));
        let parts = index.parts.iter().map(|part| self.part(&index.name, part)).collect();
        Index { name: index.name.clone(), parts, unique: index.unique, predicate, ..Index::default() }
    }

    fn part(&mut self, index: &str, part: &IndexPart) -> IndexPart {
        let default = if part.descending { Nulls::Last } else { Nulls::First };
        if part.nulls.is_some_and(|nulls| nulls != default) {
            let help = "SQLite sorts NULL before everything else: leave `nulls` out";
            self.refuse(Some(index), "another place for NULL in an index", help);
        }
        let key = match &part.key {
            IndexKey::Column(name) => IndexKey::Column(name.clone()),
            IndexKey::Expression(sql) => {
                let Sql::Same(text) = self.expression(index, sql) else {
                    return part.clone();
                };
                key(bare(&text), self.table)
            }
        };
        IndexPart { descending: part.descending, ..IndexPart::new(self.collated(index, key, part)) }
    }

    /// The key with its collation, which here is part of an expression.
    fn collated(&mut self, index: &str, key: IndexKey, part: &IndexPart) -> IndexKey {
        let Some(collation) = &part.collation else { return key };
        if !["binary", "nocase", "rtrim"].contains(&collation.to_ascii_lowercase().as_str()) {
            let help = "use nocase, rtrim or binary";
            self.refuse(Some(index), format!("the collation `{collation}`"), help);
        }
        let text = match &key {
            IndexKey::Column(name) => Sqlite.quote(name),
            IndexKey::Expression(sql) => format!("({})", sql.any()),
        };
        IndexKey::Expression(Sql::from(format!("{text} COLLATE {}", collation.to_ascii_uppercase())))
    }

    fn foreign_key(&mut self, key: &ForeignKey) -> ForeignKey {
        if key.references.schema.is_some() {
            self.refuse(Some(&key.name), "a schema", "point at a table without `schema`");
        }
        // Nothing is checked when a key is added, so none is more valid than another.
        ForeignKey { not_valid: false, ..key.clone() }
    }

    fn expression(&mut self, item: &str, sql: &Sql) -> Sql {
        let text = match sql.get(Target::Sqlite).map(trimmed) {
            Some(Ok(text)) => text,
            Some(Err(why)) => {
                self.refuse(
                    Some(item),
                    format!("the expression `{}`", sql.any()),
                    &format!("there is {why}"),
                );
                ""
            }
            None => {
                let help = "give the expression for sqlite too, or write this module for other targets only";
                self.refuse(Some(item), "an expression without a text for sqlite", help);
                ""
            }
        };
        match sql {
            Sql::Same(_) => self.compared(item, text),
            // A text for SQLite alone knows how SQLite compares.
            Sql::PerTarget(_) => Sql::from(text),
        }
    }

    /// An expression for every target compares decimals as numbers, as the other databases do.
    fn compared(&mut self, item: &str, text: &str) -> Sql {
        let columns: Vec<&Column> = self.table.columns.iter().collect();
        let Some(text) = Sqlite.compared(text, &columns) else {
            if let Some(slip) = numeric::slip(text) {
                let what = format!("the expression `{text}`, which is no SQL: {slip}");
                self.refuse(Some(item), what, "correct the expression in the model");
                return Sql::default();
            }
            let what = format!("the expression `{text}` over a decimal, which is text here");
            let help = "give a text for sqlite alone, which reads it as a number: `CAST(price AS REAL) > 0`";
            self.refuse(Some(item), what, help);
            return Sql::default();
        };
        Sql::from(text)
    }
}

/// What an index sorts by: a column where the text is nothing but the name of one.
pub(super) fn key(text: &str, table: &Table) -> IndexKey {
    let named = as_name(text).and_then(|name| {
        table.columns.iter().find(|column| column.name.eq_ignore_ascii_case(&name)).map(|column| &column.name)
    });
    match named {
        Some(name) => IndexKey::Column(name.clone()),
        None => IndexKey::Expression(Sql::from(text)),
    }
}

fn uuid_bytes(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<char> = text.chars().filter(|c| !matches!(c, '-' | '{' | '}')).collect();
    if digits.len() != 32 {
        return None;
    }
    let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).ok();
    digits.chunks(2).map(byte).collect()
}
