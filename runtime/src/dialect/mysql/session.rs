//! A connection to MySQL or MariaDB of our own.

use std::borrow::Cow;
use std::time::Duration;

use sqlx::mysql::{MySql, MySqlConnectOptions, MySqlConnection, MySqlRow};
use sqlx::{AssertSqlSafe, Connection as _, Decode, Executor as _, Row as _, ValueRef as _};

use super::super::{
    BoxFuture, DatabaseError, DatabaseErrorKind, Definition, Dialect, Introspection, Limits, Observer, Row,
    Session,
};
use super::error::REPORTED;
use super::lock::LOCK;
use super::observe::MysqlObserver;
use super::{MARIADB, MYSQL, Mysql, SQL_MODE, connect, introspect, judge, overwritten, touched};
use crate::Target;
use crate::schema::Name;

/// How long a statement may wait for another's lock, in seconds. By default it is a day, in which every
/// reader of the table waits behind the statement.
const LOCK_WAIT: u32 = 30;

/// The oldest servers that migrations run on: the release lines that their makers still mend.
const OLDEST_MYSQL: [u32; 2] = [8, 4];
const OLDEST_MARIADB: [u32; 2] = [10, 11];

/// A connection of our own. Dropping it closes the connection, which frees its lock.
pub(super) struct MysqlSession {
    connection: MySqlConnection,
    /// What opens another connection to the same server.
    options: MySqlConnectOptions,
    /// The number of this connection there.
    id: String,
    dialect: &'static Mysql,
    in_transaction: bool,
    /// Whether START TRANSACTION is still to be sent, with the first statement.
    begins: bool,
    locked: bool,
    limits: Option<Limits>,
}

impl MysqlSession {
    /// Sets what statements must be able to rely on, whatever the server or the pool says.
    pub(super) async fn open(
        connection: MySqlConnection,
        options: MySqlConnectOptions,
    ) -> Result<Self, DatabaseError> {
        let mut session = MysqlSession {
            connection,
            options,
            id: String::new(),
            dialect: &MARIADB,
            in_transaction: false,
            begins: false,
            locked: false,
            limits: None,
        };
        let rows = session.rows("SELECT version(), connection_id()").await?;
        let mut cells = rows.into_iter().flatten();
        let version = cells.next().flatten().unwrap_or_default();
        session.id = cells.next().flatten().unwrap_or_default();
        session.dialect = dialect_of(&version)?;
        let common = format!(
            "SET SESSION sql_mode = '{SQL_MODE}', time_zone = '+00:00', autocommit = ON, \
             foreign_key_checks = ON, unique_checks = ON, sql_safe_updates = OFF, sql_auto_is_null = OFF, \
             sql_notes = ON, max_error_count = 64, lock_wait_timeout = {LOCK_WAIT}, \
             innodb_lock_wait_timeout = {LOCK_WAIT}; \
             SET NAMES utf8mb4 COLLATE utf8mb4_bin; \
             SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ; \
             SET SESSION TRANSACTION READ WRITE"
        );
        session.run(&common).await?;
        let (own, guarded) = match session.target() {
            Target::Mysql => (
                "SET SESSION max_execution_time = 0",
                &[("explicit_defaults_for_timestamp", "ON"), ("sql_generate_invisible_primary_key", "OFF")][..],
            ),
            Target::Mariadb | Target::Postgres | Target::Sqlite => (
                "SET SESSION max_statement_time = 0, check_constraint_checks = ON",
                &[("explicit_defaults_for_timestamp", "ON")][..],
            ),
        };
        session.run(own).await?;
        // Not everybody may set these, so they are set only where they are not as they must be.
        for (variable, wanted) in guarded {
            let rows = session.rows(&format!("SHOW SESSION VARIABLES LIKE '{variable}'")).await?;
            if rows.first().and_then(|row| row.get(1)).is_some_and(|value| value.as_deref() != Some(*wanted))
            {
                session.run(&format!("SET SESSION {variable} = {wanted}")).await?;
            }
        }
        Ok(session)
    }

    pub(super) fn target(&self) -> Target {
        self.dialect.target()
    }

    /// Runs statements; several in one text are one round trip.
    pub(super) async fn run(&mut self, sql: &str) -> Result<(), DatabaseError> {
        let sql = self.with_begin(sql);
        // The text was checked when the migration was; here it only has to reach the server.
        let statement = sqlx::raw_sql(AssertSqlSafe(&*sql));
        self.connection.execute(statement).await.map(drop).map_err(|cause| REPORTED.of_statement(cause))
    }

    /// Runs one statement and reads its rows.
    pub(super) async fn rows(&mut self, sql: &str) -> Result<Vec<Row>, DatabaseError> {
        let sql = self.with_begin(sql);
        let statement = sqlx::raw_sql(AssertSqlSafe(&*sql));
        let rows =
            self.connection.fetch_all(statement).await.map_err(|cause| REPORTED.of_statement(cause))?;
        rows.iter().map(texts).collect()
    }

    async fn begin(&mut self) -> Result<(), DatabaseError> {
        if self.in_transaction {
            return Err(DatabaseError::new(DatabaseErrorKind::Statement, "a transaction is open already"));
        }
        // It costs no round trip of its own.
        self.begins = true;
        self.in_transaction = true;
        Ok(())
    }

    /// A text with the START TRANSACTION that is still to be sent.
    fn with_begin<'a>(&mut self, sql: &'a str) -> Cow<'a, str> {
        match std::mem::take(&mut self.begins) {
            true => Cow::Owned(format!("START TRANSACTION;\n{sql}")),
            false => Cow::Borrowed(sql),
        }
    }

    /// Commits; `last` runs before it.
    async fn commit(&mut self, last: &str) -> Result<(), DatabaseError> {
        if !self.in_transaction {
            return Err(DatabaseError::new(
                DatabaseErrorKind::Statement,
                "there is no transaction to commit",
            ));
        }
        let committed = self.run(&format!("{last}COMMIT")).await;
        if committed.as_ref().is_err_and(|error| error.kind != DatabaseErrorKind::ConnectionLost) {
            self.begins = false;
            self.run("ROLLBACK").await?;
        }
        self.in_transaction = false;
        committed
    }

    async fn limit(&mut self, limits: Limits) -> Result<(), DatabaseError> {
        if self.limits == Some(limits) {
            return Ok(());
        }
        // The greatest value of the older of the two variables is a year.
        let lock = limits.lock.map_or(31_536_000, |limit| limit.as_millis().div_ceil(1_000).max(1));
        let mut sql = format!("SET SESSION lock_wait_timeout = {lock}, innodb_lock_wait_timeout = {lock}");
        // What MySQL has (max_execution_time) is for SELECT alone.
        if self.keeps_statement_limit() {
            let statement = limits.statement.map_or(0.0, |limit| limit.as_secs_f64());
            sql.push_str(&format!(", max_statement_time = {statement}"));
        }
        self.run(&sql).await?;
        self.limits = Some(limits);
        Ok(())
    }

    async fn read_definition(&mut self, due: &str, subject: &str) -> Result<Definition, DatabaseError> {
        let rows = match self.rows(&format!("{}SHOW CREATE {subject}", together(due))).await {
            Ok(rows) => rows,
            Err(error) => return unseen(error),
        };
        // What it is called, and how it is made; for a routine its sql_mode stands between.
        let cells: Vec<String> = rows.into_iter().flatten().flatten().skip(1).collect();
        Ok(Definition::Is(settled(&cells.join("\n"))))
    }

    async fn lock(&mut self, wait: Duration) -> Result<(), DatabaseError> {
        if self.locked {
            return Ok(());
        }
        LOCK.take(self, wait).await?;
        self.locked = true;
        Ok(())
    }

    async fn unlock(&mut self) -> Result<(), DatabaseError> {
        if !self.locked {
            return Ok(());
        }
        self.locked = false;
        LOCK.release(self).await
    }
}

/// Statements that are committed as one, before what follows; nothing for none.
fn together(statements: &str) -> String {
    match statements {
        "" => String::new(),
        statements => format!("START TRANSACTION;\n{statements}COMMIT;\n"),
    }
}

/// A definition without what changes by itself: the number that the next row gets.
fn settled(definition: &str) -> String {
    match definition.split_once(" AUTO_INCREMENT=") {
        Some((before, after)) => {
            format!("{before}{}", after.trim_start_matches(|c: char| c.is_ascii_digit()))
        }
        None => definition.to_owned(),
    }
}

/// What it means when a definition is not shown: there is no such thing, or not for this user.
fn unseen(error: DatabaseError) -> Result<Definition, DatabaseError> {
    match error.code.as_deref() {
        // No such table, routine, trigger, event, sequence; a view or sequence of another kind.
        Some("1146" | "1305" | "1360" | "1539" | "4091" | "1347") => Ok(Definition::Absent),
        // Rights that are not there.
        Some("1142" | "1143" | "1227" | "1370" | "1044") => Ok(Definition::Hidden),
        _ => Err(error),
    }
}

/// The dialect of a server, by what it says of itself.
fn dialect_of(version: &str) -> Result<&'static Mysql, DatabaseError> {
    let is_mariadb = version.to_ascii_lowercase().contains("mariadb");
    let (dialect, name, oldest) = match is_mariadb {
        true => (&MARIADB, "MariaDB", OLDEST_MARIADB),
        false => (&MYSQL, "MySQL", OLDEST_MYSQL),
    };
    let number = version.split(|c: char| c != '.' && !c.is_ascii_digit()).next().unwrap_or_default();
    let mut parts = number.split('.').map(|part| part.parse().unwrap_or(0));
    let found: [u32; 2] = std::array::from_fn(|_| parts.next().unwrap_or(0));
    if found < oldest {
        let oldest = oldest.map(|part| part.to_string()).join(".");
        let message = format!("the server is {name} {number}, and {oldest} is the oldest that will do");
        return Err(DatabaseError::new(DatabaseErrorKind::Connect, message));
    }
    Ok(dialect)
}

/// The values as the server writes them; bytes that are no text in hexadecimal digits behind `\x`.
pub(super) fn texts(row: &MySqlRow) -> Result<Row, DatabaseError> {
    let text = |at| -> Result<Option<String>, DatabaseError> {
        let value = row.try_get_raw(at).map_err(|cause| REPORTED.of_statement(cause))?;
        if value.is_null() {
            return Ok(None);
        }
        let bytes = <&[u8] as Decode<MySql>>::decode(value)
            .map_err(|cause| REPORTED.of_statement(sqlx::Error::Decode(cause)))?;
        Ok(Some(match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                format!("\\x{}", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
            }
        }))
    };
    (0..row.len()).map(text).collect()
}

impl Session for MysqlSession {
    fn dialect(&self) -> &'static dyn Dialect {
        self.dialect
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.run(sql))
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DatabaseError>> {
        Box::pin(self.rows(sql))
    }

    fn begin<'a>(&'a mut self, _rebuilds: bool) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.begin())
    }

    fn commit<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.commit(""))
    }

    fn commit_with<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.commit(sql))
    }

    fn execute_noted<'a>(
        &'a mut self,
        note: &'a str,
        sql: &'a str,
    ) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move {
            let done = self.run(&format!("{}{sql}", together(note))).await;
            // What is left open is what the note began.
            if done.as_ref().is_err_and(DatabaseError::is_refusal) {
                self.run("ROLLBACK").await?;
            }
            done
        })
    }

    fn definition<'a>(
        &'a mut self,
        due: &'a str,
        subject: &'a str,
    ) -> BoxFuture<'a, Result<Definition, DatabaseError>> {
        Box::pin(self.read_definition(due, subject))
    }

    fn rollback<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move {
            let is_begun = !std::mem::take(&mut self.begins);
            if std::mem::take(&mut self.in_transaction) && is_begun {
                self.run("ROLLBACK").await?;
            }
            Ok(())
        })
    }

    fn rebuild<'a>(
        &'a mut self,
        table: &'a str,
        _statements: &'a [&'a str],
    ) -> BoxFuture<'a, Result<(), DatabaseError>> {
        // Tables are altered in place here: nothing that is rendered asks for it.
        let message = format!("the table {table} cannot be rebuilt: that is for SQLite alone");
        Box::pin(std::future::ready(Err(DatabaseError::new(DatabaseErrorKind::Statement, message))))
    }

    fn lock<'a>(&'a mut self, wait: Duration) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.lock(wait))
    }

    fn unlock<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.unlock())
    }

    fn limit<'a>(&'a mut self, limits: Limits) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.limit(limits))
    }

    fn keeps_statement_limit(&self) -> bool {
        match self.target() {
            Target::Mysql => false,
            Target::Mariadb | Target::Postgres | Target::Sqlite => true,
        }
    }

    fn observer(&self) -> Option<Box<dyn Observer>> {
        Some(Box::new(MysqlObserver::new(self.options.clone(), self.id.clone(), self.target())))
    }

    fn has_table<'a>(&'a mut self, table: &'a Name) -> BoxFuture<'a, Result<bool, DatabaseError>> {
        Box::pin(introspect::has_table(self, table))
    }

    fn columns<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<Option<Vec<String>>, DatabaseError>> {
        Box::pin(introspect::columns(self, name))
    }

    fn overwritten<'a>(
        &'a mut self,
        statements: &'a [&'a str],
    ) -> BoxFuture<'a, Result<Vec<String>, DatabaseError>> {
        Box::pin(overwritten::overwritten(self, statements))
    }

    fn touched<'a>(
        &'a mut self,
        statements: &'a [&'a str],
    ) -> BoxFuture<'a, Result<Vec<String>, DatabaseError>> {
        Box::pin(touched::touched(self, statements))
    }

    fn introspect<'a>(&'a mut self) -> BoxFuture<'a, Result<Introspection, DatabaseError>> {
        Box::pin(introspect::introspect(self))
    }

    fn same_expressions<'a>(
        &'a mut self,
        table: &'a Name,
        pairs: &'a [(String, String)],
    ) -> BoxFuture<'a, Result<Vec<bool>, DatabaseError>> {
        Box::pin(judge::same_expressions(self, table, pairs))
    }

    fn reopen<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move {
            *self = connect::again(self.options.clone()).await?;
            Ok(())
        })
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            if let Err(error) = self.connection.close().await {
                tracing::debug!(%error, "the connection did not close in good order");
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Dialect as _, dialect_of, settled};
    use crate::Target;

    #[test]
    fn a_server_is_what_it_says() {
        for (version, target) in [
            ("10.11.14-MariaDB-0+deb12u2", Target::Mariadb),
            ("11.8.2-MariaDB-ubu2404", Target::Mariadb),
            ("8.4.5", Target::Mysql),
            ("9.7.0-commercial", Target::Mysql),
        ] {
            assert_eq!(dialect_of(version).map(|dialect| dialect.target()).ok(), Some(target), "{version}");
        }
        for version in ["5.7.44-log", "8.0.43", "8.3.0", "10.6.22-MariaDB", "10.10.7-MariaDB-log", ""] {
            let error = dialect_of(version).expect_err(version);
            assert!(error.message.contains("oldest"), "{version}: {error}");
        }
        let error = dialect_of("10.6.22-MariaDB").expect_err("too old");
        assert_eq!(error.message, "the server is MariaDB 10.6.22, and 10.11 is the oldest that will do");
    }

    #[test]
    fn the_next_number_is_no_part_of_a_definition() {
        assert_eq!(settled("x) ENGINE=InnoDB AUTO_INCREMENT=17 DEFAULT"), "x) ENGINE=InnoDB DEFAULT");
        assert_eq!(settled("x) ENGINE=InnoDB"), "x) ENGINE=InnoDB");
    }
}
