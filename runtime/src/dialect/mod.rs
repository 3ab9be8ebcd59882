//! What differs between databases. Only this folder knows SQL syntax.
//!
//! The pure part, [`Dialect`], is compiled always. The part that talks to a server, [`Session`], needs
//! the database's feature.

mod lacking;
pub mod mysql;
pub mod postgres;
mod script;
#[cfg(any(feature = "postgres", feature = "mysql"))]
mod server;
mod session;
pub mod sqlite;
mod token;
mod trace;
mod watch;

use crate::Target;
use crate::migration::Transaction;
use crate::operation::Plan;
use crate::schema::{Column, DefaultValue, Name, Schema, Table, Type};

pub use script::{FileProblem, FileStatement};
pub use session::{
    BoxFuture, Connect, DatabaseError, DatabaseErrorKind, Introspection, Row, Session, connect,
};
pub use trace::{Definition, Trace};
pub use watch::{Blocker, Limits, Observer, Progress, Sight};

/// The pure part of a database: names, types, normal form, SQL.
pub trait Dialect: Send + Sync {
    /// The target it writes for.
    fn target(&self) -> Target;

    /// An identifier, always quoted.
    fn quote(&self, identifier: &str) -> String;

    /// The name of a table or an enum, quoted, with its schema when it has one.
    fn quote_name(&self, name: &Name) -> String {
        match &name.schema {
            Some(schema) => format!("{}.{}", self.quote(schema), self.quote(&name.name)),
            None => self.quote(&name.name),
        }
    }

    /// A text as a literal.
    fn quote_literal(&self, text: &str) -> String;

    /// Bytes as a literal; the standard's form unless the database has its own.
    fn quote_bytes(&self, bytes: &[u8]) -> String {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        format!("X'{digits}'")
    }

    /// An expression that gives the value of another as the text of a literal, `NULL` for NULL.
    fn literal_of(&self, expression: &str) -> String;

    /// The schema as this database would keep it: types, defaults and expressions in its own form,
    /// enums lowered to text with a check where it has none. Every [`Sql`](crate::schema::Sql) is
    /// then `Same`. Normalising twice changes nothing.
    ///
    /// # Errors
    /// Everything that this database cannot do, all at once.
    fn normalize(&self, schema: &Schema) -> Result<Schema, Vec<Unsupported>>;

    /// The statements that carry out a plan of normalised schemas, in the order they run.
    ///
    /// # Errors
    /// What this database cannot do, as the next step from one schema to the other.
    fn render(&self, plan: &Plan) -> Result<Vec<Unit>, Unsupported>;

    /// A column's value of one portable type as another, where this database keeps both as one type or
    /// would take what does not fit; none where there is nothing to do.
    fn conversion(&self, _table: &Name, _column: &str, _from: &Type, _to: &Type) -> Option<String> {
        None
    }

    /// What rows get in a portable column, as a value of its type that stops the statement where it is none; none
    /// where the database itself refuses that, or it is seen to be one.
    fn fitting(&self, _table: &Name, _column: &Column, _value: &str) -> Option<String> {
        None
    }

    /// An expression for every target over portable columns, the first of a name counting, so that this
    /// database compares their values as the others do. None when it cannot be read.
    fn compared(&self, text: &str, _columns: &[&Column]) -> Option<String> {
        Some(text.to_owned())
    }

    /// An array with `item` made of each of its items, in their order; NULL stays NULL. None where the
    /// database does it otherwise.
    fn each_item(&self, _array: &str, _item: &dyn Fn(&str) -> String) -> Option<String> {
        None
    }

    /// An expression that stops the statement when it is computed, since `value`, a text, cannot be kept: the
    /// server's message holds `why` and the value.
    fn refusal(&self, value: &str, why: &str) -> String;

    /// A column's default as an expression that a SELECT can compute, of the column's type where the
    /// database tells types apart: for comparing two texts of it.
    fn default_expression(&self, _column: &Column, default: &DefaultValue) -> String {
        match default {
            DefaultValue::Boolean(value) => value.to_string(),
            DefaultValue::Integer(value) => value.to_string(),
            DefaultValue::Number { number } => number.clone(),
            DefaultValue::Text(text) => self.quote_literal(text),
            DefaultValue::Sql { sql } => sql.any().to_owned(),
        }
    }

    /// The statements of a file of SQL that make a schema, in their order. What sets up a session, loads
    /// rows from a stream or gives rights is left out.
    ///
    /// # Errors
    /// What would reach beyond the database that the file is run on, and what cannot be read, with its
    /// line.
    fn statements(&self, file: &str) -> Result<Vec<FileStatement>, FileProblem>;

    /// A database that is there on every server, to connect to where the wanted one is not; empty when a
    /// connection needs none.
    fn maintenance_database(&self) -> &'static str {
        ""
    }

    /// The query for the server's version, whose answer begins with numbers and points.
    fn version_query(&self) -> &'static str {
        "SELECT version()"
    }

    /// The statement that makes a database of that name, for a server that has several.
    fn create_database(&self, name: &str) -> String {
        format!("CREATE DATABASE {}", self.quote(name))
    }

    /// Whether a unique constraint of a table has a name that statements use.
    fn names_uniques(&self) -> bool {
        true
    }

    /// Whether names that differ in nothing but upper and lower case are one name.
    fn folds_names(&self) -> bool {
        false
    }

    /// Whether that holds for the names of a table's columns.
    fn folds_columns(&self) -> bool {
        self.folds_names()
    }

    /// Whether a new column can stand before older ones.
    fn has_places(&self) -> bool {
        false
    }

    /// Says what the columns of `prev` have from their table's own words as a table with the words of `next`
    /// would: what is equal then is equal in the database.
    fn relate_options(&self, _prev: &mut Table, _next: &Table) {}

    /// Checks one statement of a migration: exactly one statement, no transaction control, no change
    /// of the session (`USE`, `SET search_path`, `PRAGMA foreign_keys`, `ATTACH`).
    ///
    /// # Errors
    /// What is wrong with it, in a sentence.
    fn check_statement(&self, sql: &str) -> Result<(), String>;

    /// Whether a hand-written statement makes what tables may stand on and no operation says: an extension, a
    /// domain, a type, a collation or a schema. A proof runs it before it makes the tables.
    fn is_beneath_tables(&self, _sql: &str) -> bool {
        false
    }

    /// Whether the server commits at this statement, and with it all that came before in the
    /// transaction, as MySQL does wherever a definition changes. Such a step runs outside transactions.
    fn commits(&self, _sql: &str) -> bool {
        false
    }

    /// Whether a statement that the server refuses outside any transaction leaves nothing behind.
    fn undoes(&self, _sql: &str) -> bool {
        false
    }

    /// Whether nobody has to wait behind the statement while it waits for others itself, as with
    /// `CREATE INDEX CONCURRENTLY`: it then may wait as long as it takes.
    fn is_patient(&self, _sql: &str) -> bool {
        false
    }

    /// What tells whether a statement took effect that runs outside any transaction of the migration.
    fn trace(&self, _sql: &str) -> Trace {
        Trace::Shared
    }

    /// A value, given as text, as a literal that a column of that (normal) type takes.
    fn value_literal(&self, _ty: &Type, text: &str) -> String {
        self.quote_literal(text)
    }

    /// An expression whose print tells (normal) types of the database's own apart, however they are spelled;
    /// none where the server is not to be asked.
    fn type_expression(&self, _ty: &Type) -> Option<String> {
        None
    }

    /// A number as text, as it is written.
    fn as_text(&self, number: &str) -> String {
        format!("CAST({number} AS TEXT)")
    }

    /// The statement that makes a table of our own: its columns with what stands behind their names, of
    /// which the type is `TEXT` or `BIGINT`, and the columns of its key.
    fn own_table(&self, table: &str, columns: &[(&str, &str)], key: &[&str]) -> String {
        let columns = columns.iter().map(|(name, rest)| format!("    {} {rest}", self.quote(name)));
        let key: Vec<String> = key.iter().map(|name| self.quote(name)).collect();
        let lines: Vec<String> = columns.chain([format!("    PRIMARY KEY ({})", key.join(", "))]).collect();
        format!("CREATE TABLE {} (\n{}\n)", self.quote(table), lines.join(",\n"))
    }

    /// The statement that inserts a row of nothing but defaults.
    fn insert_defaults(&self, table: &Name) -> String {
        format!("INSERT INTO {} DEFAULT VALUES", self.quote_name(table))
    }

    /// The values of an enum that is the type of one column alone; none for any other type.
    fn enum_values(&self, _ty: &Type) -> Option<Vec<String>> {
        None
    }
}

/// What renders as one: statements that belong together, and the operations they carry out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// Indexes into the plan's operations, ascending.
    pub operations: Vec<usize>,
    /// The statements, one each.
    pub statements: Vec<String>,
    /// The table that the statements rebuild.
    pub rebuilds: Option<String>,
    /// How they stand to transactions.
    pub transaction: Transaction,
    /// Tables (or enums) and the columns (or values) they were planned against.
    pub expects: Vec<(String, Vec<String>)>,
}

/// Something a database cannot do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{target} cannot have {what} on {subject}: {help}")]
pub struct Unsupported {
    /// The database.
    pub target: Target,
    /// The table it concerns, so that the model's place can be found.
    pub table: Option<Name>,
    /// The column, constraint or index it concerns; the table itself when none.
    pub item: Option<String>,
    /// `author.name` or the like, for the text.
    pub subject: String,
    /// What it cannot do.
    pub what: String,
    /// The ways out.
    pub help: String,
}

/// The dialect of a target.
pub fn dialect(target: Target) -> &'static dyn Dialect {
    match target {
        Target::Postgres => &postgres::Postgres,
        Target::Mysql => &mysql::MYSQL,
        Target::Mariadb => &mysql::MARIADB,
        Target::Sqlite => &sqlite::Sqlite,
    }
}
