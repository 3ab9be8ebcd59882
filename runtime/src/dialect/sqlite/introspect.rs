//! Reads the schema of a live database, with three queries whatever its size.

use std::collections::{BTreeMap, BTreeSet};

use super::expression::{bare, read_default};
use super::normalize::key;
use super::parse::{self, TableText};
use super::session::SqliteSession;
use super::{lexer, types};
use crate::dialect::{DatabaseError, Introspection, Row};
use crate::schema::{
    Action, Check, Column, ForeignKey, Generated, Identity, Index, IndexPart, Name, PrimaryKey, Schema, Sql,
    Table, Type, Unique, check_name, foreign_key_name, fresh_name, primary_key_name, shorten, unique_name,
};

const OBJECTS: &str = include_str!("introspect/objects.sql");
const COLUMNS: &str = include_str!("introspect/columns.sql");
const FOREIGN_KEYS: &str = include_str!("introspect/foreign_keys.sql");

/// Our own tables.
const HISTORY: [&str; 3] = ["strobila_migrations", "strobila_journal", "strobila_meta"];

/// Reads the schema; see [`Session::introspect`](crate::dialect::Session::introspect).
pub(super) async fn introspect(session: &mut SqliteSession) -> Result<Introspection, DatabaseError> {
    let objects = session.rows(OBJECTS).await?;
    let columns = session.rows(COLUMNS).await?;
    let keys = session.rows(FOREIGN_KEYS).await?;
    Ok(read(objects, columns, keys))
}

/// The values of a row; a missing one is empty.
struct Values(std::vec::IntoIter<Option<String>>);

impl Values {
    fn of(row: Row) -> Self {
        Values(row.into_iter())
    }

    fn optional(&mut self) -> Option<String> {
        self.0.next().flatten()
    }

    fn text(&mut self) -> String {
        self.optional().unwrap_or_default()
    }

    fn number(&mut self) -> usize {
        self.text().parse().unwrap_or_default()
    }
}

/// What was read of one table.
#[derive(Default)]
struct Source {
    text: TableText,
    columns: Vec<Row>,
    /// By number, as the pragma counts them: the last declared is 0.
    keys: BTreeMap<usize, Vec<Row>>,
}

fn read(objects: Vec<Row>, columns: Vec<Row>, keys: Vec<Row>) -> Introspection {
    let mut sources: BTreeMap<String, Source> = BTreeMap::new();
    let mut indexes: Vec<(String, String, String)> = Vec::new();
    let mut unexpressed = Vec::new();
    for row in objects {
        let mut values = Values::of(row);
        let (kind, name, owner, sql) = (values.text(), values.text(), values.text(), values.text());
        match kind.as_str() {
            _ if HISTORY.contains(&owner.as_str()) => {}
            "table" if is_virtual(&sql) => unexpressed.push(format!("virtual table {name}")),
            "table" => match parse::table(&sql) {
                Some(text) => drop(sources.insert(name, Source { text, ..Source::default() })),
                None => unexpressed.push(format!("table {name}, whose text cannot be read")),
            },
            "index" => indexes.push((owner, name, sql)),
            "trigger" => unexpressed.push(format!("trigger {name} on {owner}")),
            kind => unexpressed.push(format!("{kind} {name}")),
        }
    }
    for row in columns {
        let mut values = row.into_iter();
        let table = values.next().flatten().unwrap_or_default();
        if let Some(source) = sources.get_mut(&table) {
            source.columns.push(values.collect());
        }
    }
    for row in keys {
        let mut values = row.into_iter();
        let table = values.next().flatten().unwrap_or_default();
        let number = values.next().flatten().and_then(|number| number.parse().ok()).unwrap_or_default();
        if let Some(source) = sources.get_mut(&table) {
            source.keys.entry(number).or_default().push(values.collect());
        }
    }
    let mut schema = Schema::default();
    for (name, source) in &mut sources {
        let others = std::mem::take(&mut source.text.others);
        unexpressed.extend(others.into_iter().map(|other| format!("{other} of table {name}")));
        schema.insert(table(name, source, &mut unexpressed));
    }
    for (name, source) in sources {
        foreign_keys(&name, source, &mut schema, &mut unexpressed);
    }
    for (owner, name, sql) in indexes {
        let Some(table) = schema.tables.get_mut(&Name::new(owner.as_str())) else { continue };
        match index(table, &name, &sql) {
            Some(index) => drop(table.indexes.insert(name, index)),
            None => unexpressed.push(format!("index {name} on {owner}")),
        }
    }
    unexpressed.sort();
    Introspection { schema, unexpressed }
}

fn is_virtual(sql: &str) -> bool {
    lexer::tokens(sql).get(1).is_some_and(|token| token.is_word("VIRTUAL"))
}

fn table(name: &str, source: &mut Source, unexpressed: &mut Vec<String>) -> Table {
    let mut table = Table::new(name);
    let mut in_key: Vec<(usize, String)> = Vec::new();
    let mut declared = BTreeMap::new();
    for row in std::mem::take(&mut source.columns) {
        let mut values = Values::of(row);
        let column_name = values.text();
        let ty = values.text();
        let mut column = Column::new(column_name.clone(), types::read(&ty));
        column.declared = Some(&ty).filter(|ty| **ty != types::to_sql(&column.ty)).cloned();
        column.nullable = values.number() == 0;
        let default = values.optional();
        column.default = default.and_then(|text| read_default(&text, &column.ty));
        let place = values.number();
        if place > 0 {
            in_key.push((place, column_name.clone()));
        }
        let hidden = values.number();
        if hidden >= 2 {
            match source.text.generated.get(&column_name) {
                Some(expression) => {
                    let expression = Sql::from(expression.as_str());
                    column.generated = Some(Generated { expression, stored: hidden == 3 });
                }
                None => unexpressed.push(format!("the expression of generated column {name}.{column_name}")),
            }
        }
        column.collation = source.text.collations.get(&column_name).map(|text| text.to_ascii_uppercase());
        column.collation = column.collation.filter(|collation| collation != "BINARY");
        declared.insert(column_name, ty);
        table.columns.push(column);
    }
    in_key.sort();
    let columns: Vec<String> = in_key.into_iter().map(|(_, column)| column).collect();
    if !columns.is_empty() {
        rowid(&mut table, &columns, &declared, source.text.autoincrement);
        let name = source.text.primary_key.take().unwrap_or_else(|| primary_key_name(name));
        table.primary_key = Some(PrimaryKey { name, columns, ..PrimaryKey::default() });
    }
    constraints(&mut table, &mut source.text);
    table.options = std::mem::take(&mut source.text.options);
    table
}

/// The only key column of type INTEGER, in just this spelling, is the rowid.
fn rowid(table: &mut Table, key: &[String], declared: &BTreeMap<String, String>, autoincrement: bool) {
    let [only] = key else { return };
    let Some(column) = table.column_mut(only).filter(|column| column.ty == Type::Integer) else { return };
    let spelling = declared.get(only).map_or("", String::as_str);
    if spelling.eq_ignore_ascii_case("INTEGER") {
        column.identity = autoincrement.then(Identity::default);
    } else {
        column.ty = Type::Custom(Sql::Same(spelling.to_ascii_uppercase()));
    }
}

fn constraints(table: &mut Table, text: &mut TableText) {
    let owner = table.name.name.clone();
    for (name, columns) in std::mem::take(&mut text.uniques) {
        let columns: Vec<String> = columns.iter().map(|column| actual(table, column)).collect();
        let name = name.unwrap_or_else(|| unique_name(&owner, &columns));
        let name = fresh_name(&name, |name| table.uniques.contains_key(name));
        table.uniques.insert(name.clone(), Unique { name, columns, ..Unique::default() });
    }
    for (name, expression) in std::mem::take(&mut text.checks) {
        let name = name.unwrap_or_else(|| generated_check_name(table, &expression));
        let name = fresh_name(&name, |name| table.checks.contains_key(name));
        table.checks.insert(name.clone(), Check::new(name, Sql::Same(expression)));
    }
}

fn generated_check_name(table: &Table, expression: &str) -> String {
    let mut named = table.columns.iter().filter(|column| lexer::mentions(expression, &column.name));
    match (named.next(), named.next()) {
        (Some(only), None) => check_name(&table.name.name, &only.name),
        _ => shorten(format!("{}_check", table.name)),
    }
}

/// The column's name as the table spells it.
fn actual(table: &Table, column: &str) -> String {
    let found = table.columns.iter().find(|other| other.name.eq_ignore_ascii_case(column));
    found.map_or(column, |other| other.name.as_str()).to_owned()
}

fn foreign_keys(owner: &str, source: Source, schema: &mut Schema, unexpressed: &mut Vec<String>) {
    let declared = source.text.foreign_keys;
    let is_known = declared.len() == source.keys.len();
    if !is_known {
        unexpressed.push(format!("the names of the foreign keys of table {owner}"));
    }
    let mut names = BTreeSet::new();
    // The pragma lists the last declared first.
    for (number, rows) in source.keys.into_values().rev().enumerate() {
        let text = declared.get(number).filter(|_| is_known);
        let mut key = foreign_key(rows, schema);
        let wanted =
            text.and_then(|text| text.name.clone()).unwrap_or_else(|| foreign_key_name(owner, &key.columns));
        key.name = fresh_name(&wanted, |name| names.contains(name));
        key.deferrable = text.and_then(|text| text.deferrable);
        names.insert(key.name.clone());
        if let Some(table) = schema.tables.get_mut(&Name::new(owner)) {
            table.foreign_keys.insert(key.name.clone(), key);
        }
    }
}

fn foreign_key(rows: Vec<Row>, schema: &Schema) -> ForeignKey {
    let mut key = ForeignKey::default();
    for row in rows {
        let mut values = Values::of(row);
        let parent = values.text();
        let spelled = schema.tables.keys().find(|name| name.name.eq_ignore_ascii_case(&parent));
        key.references = spelled.cloned().unwrap_or_else(|| Name::new(parent));
        key.columns.push(values.text());
        if let Some(target) = values.optional() {
            let table = schema.tables.get(&key.references);
            key.target.push(table.map_or(target.clone(), |table| actual(table, &target)));
        }
        key.on_update = action(&values.text());
        key.on_delete = action(&values.text());
    }
    if key.target.is_empty() {
        let parent = schema.tables.get(&key.references).and_then(|table| table.primary_key.as_ref());
        key.target = parent.map(|key| key.columns.clone()).unwrap_or_default();
    }
    key
}

fn action(words: &str) -> Action {
    let all = [Action::Restrict, Action::Cascade, Action::SetNull, Action::SetDefault];
    all.into_iter().find(|action| action.as_sql() == words).unwrap_or(Action::NoAction)
}

fn index(table: &Table, name: &str, sql: &str) -> Option<Index> {
    let text = parse::index(sql)?;
    let parts = text
        .parts
        .into_iter()
        .map(|part| IndexPart { descending: part.descending, ..IndexPart::new(key(bare(&part.key), table)) });
    Some(Index {
        name: name.to_owned(),
        parts: parts.collect(),
        unique: text.unique,
        predicate: text.predicate.map(Sql::Same),
        ..Index::default()
    })
}
