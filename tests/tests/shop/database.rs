//! A shop's database of its own for each test, with rows put in through sqlx.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;

use sqlx::{AssertSqlSafe, Connection as _, MySqlConnection, PgConnection, Row as _, SqliteConnection};
use strobila::Target;
use strobila::dialect::{BoxFuture, Session, connect};

use crate::story::Chapter;

/// A database of the shop.
pub(crate) struct Database {
    pub(crate) url: String,
    pub(crate) target: Target,
}

fn block_on(future: impl Future<Output = ()>) {
    tokio::runtime::Runtime::new().expect("a runtime starts").block_on(future);
}

pub(crate) fn on_sqlite(test: impl for<'a> Fn(&'a Database) -> BoxFuture<'a, ()>) {
    block_on(async {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("shop.db").display());
        test(&Database { url, target: Target::Sqlite }).await;
    });
}

/// Says loudly when there is no server to run it on.
pub(crate) fn on_postgres(test: impl for<'a> Fn(&'a Database) -> BoxFuture<'a, ()>) {
    let Ok(admin) = std::env::var("TEST_POSTGRES_URL") else {
        eprintln!("LEFT OUT: set TEST_POSTGRES_URL to the admin URL of a throw-away PostgreSQL server");
        return;
    };
    let nanos = std::time::UNIX_EPOCH.elapsed().map_or(0, |time| time.as_nanos());
    let name = format!("strobila_shop_{}_{nanos}", std::process::id());
    block_on(async {
        let mut server = connect(&admin).await.expect("TEST_POSTGRES_URL names a server");
        server.execute(&format!("CREATE DATABASE {name} TEMPLATE template0")).await.expect("may create");
        let (base, _) = admin.rsplit_once('/').expect("the URL names a database");
        // A test that fails leaves its database behind, to be looked at.
        test(&Database { url: format!("{base}/{name}"), target: Target::Postgres }).await;
        server.execute(&format!("DROP DATABASE {name} WITH (FORCE)")).await.expect("may drop");
        server.close().await;
    });
}

/// Says loudly when there is no server to run it on.
pub(crate) fn on_mariadb(test: impl for<'a> Fn(&'a Database) -> BoxFuture<'a, ()>) {
    let Ok(admin) = std::env::var("TEST_MYSQL_URL") else {
        eprintln!("LEFT OUT: set TEST_MYSQL_URL to the admin URL of a throw-away MariaDB server");
        return;
    };
    let nanos = std::time::UNIX_EPOCH.elapsed().map_or(0, |time| time.as_nanos());
    let name = format!("strobila_shop_{}_{nanos}", std::process::id());
    block_on(async {
        let mut server = connect(&admin).await.expect("TEST_MYSQL_URL names a server");
        server.execute(&format!("CREATE DATABASE {name}")).await.expect("may create");
        let (base, _) = admin.rsplit_once('/').expect("the URL ends in `/` or a database");
        // A test that fails leaves its database behind, to be looked at.
        test(&Database { url: format!("{base}/{name}"), target: Target::Mariadb }).await;
        server.execute(&format!("DROP DATABASE {name}")).await.expect("may drop");
        server.close().await;
    });
}

impl Database {
    pub(crate) async fn session(&self) -> Box<dyn Session> {
        connect(&self.url).await.expect("the database was just made")
    }

    /// Our SQL for this database: `#7` is the seventh UUID.
    fn sql(&self, text: &str) -> AssertSqlSafe<String> {
        let mut parts = text.split('#');
        let mut sql = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
            let number: u128 = part[..end].parse().expect("a number follows #");
            let uuid = uuid::Uuid::from_u128(0x4000_8000_0000_0000_0000 + number);
            match self.target {
                Target::Sqlite | Target::Mariadb => sql.push_str(&format!("x'{}'", uuid.simple())),
                _ => sql.push_str(&format!("'{uuid}'")),
            }
            sql.push_str(&part[end..]);
        }
        if self.target == Target::Mariadb {
            // Moments there have no zone, and CAST has words of its own.
            for (ours, theirs) in [("+00:00'", "'"), (" AS TEXT)", " AS CHAR)"), (" AS REAL)", " AS DOUBLE)")]
            {
                sql = sql.replace(ours, theirs);
            }
        }
        AssertSqlSafe(sql)
    }

    /// A connection of an application that writes standard SQL.
    async fn mariadb(&self) -> Result<MySqlConnection, sqlx::Error> {
        let mut connection = MySqlConnection::connect(&self.url).await?;
        let mode = "SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,STRICT_ALL_TABLES'";
        sqlx::raw_sql(mode).execute(&mut connection).await?;
        sqlx::raw_sql("SET NAMES utf8mb4 COLLATE utf8mb4_bin").execute(&mut connection).await?;
        Ok(connection)
    }

    /// Runs one statement of the application.
    pub(crate) async fn try_execute(&self, text: &str) -> Result<(), sqlx::Error> {
        let sql = self.sql(text);
        match self.target {
            Target::Sqlite => {
                let mut connection = SqliteConnection::connect(&self.url).await?;
                let result = sqlx::query(sql).execute(&mut connection).await;
                connection.close().await?;
                result.map(drop)
            }
            Target::Mariadb => {
                let mut connection = self.mariadb().await?;
                let result = sqlx::query(sql).execute(&mut connection).await;
                connection.close().await?;
                result.map(drop)
            }
            _ => {
                let mut connection = PgConnection::connect(&self.url).await?;
                let result = sqlx::query(sql).execute(&mut connection).await;
                connection.close().await?;
                result.map(drop)
            }
        }
    }

    pub(crate) async fn execute(&self, text: &str) {
        if let Err(error) = self.try_execute(text).await {
            panic!("{text}: {error}");
        }
    }

    /// The first column of a query, which is a text.
    pub(crate) async fn list(&self, text: &str) -> Vec<String> {
        let sql = self.sql(text);
        let rows: Result<Vec<String>, sqlx::Error> = match self.target {
            Target::Sqlite => {
                let mut connection = SqliteConnection::connect(&self.url).await.expect("it is there");
                let rows = sqlx::query(sql).fetch_all(&mut connection).await;
                rows.and_then(|rows| rows.iter().map(|row| row.try_get(0)).collect())
            }
            Target::Mariadb => {
                let mut connection = self.mariadb().await.expect("it is there");
                let rows = sqlx::query(sql).fetch_all(&mut connection).await;
                rows.and_then(|rows| rows.iter().map(|row| row.try_get(0)).collect())
            }
            _ => {
                let mut connection = PgConnection::connect(&self.url).await.expect("it is there");
                let rows = sqlx::query(sql).fetch_all(&mut connection).await;
                rows.and_then(|rows| rows.iter().map(|row| row.try_get(0)).collect())
            }
        };
        rows.unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    /// The tables of the shop; our own three are left out.
    pub(crate) async fn tables(&self) -> BTreeSet<String> {
        let sql = match self.target {
            Target::Sqlite => {
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@'"
            }
            Target::Mariadb => {
                "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
            }
            _ => "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'",
        };
        let ours = |name: &String| name.starts_with("strobila_");
        self.list(sql).await.into_iter().filter(|name| !ours(name)).collect()
    }

    /// The enum types of the shop.
    pub(crate) async fn enums(&self) -> BTreeSet<String> {
        match self.target {
            Target::Sqlite | Target::Mariadb => BTreeSet::new(),
            _ => {
                let sql = "SELECT typname::text FROM pg_type WHERE typtype = 'e'";
                self.list(sql).await.into_iter().collect()
            }
        }
    }

    /// How many rows each table holds.
    pub(crate) async fn counts(&self) -> BTreeMap<String, i64> {
        let mut counts = BTreeMap::new();
        for table in self.tables().await {
            let rows = self.list(&format!("SELECT CAST(count(*) AS TEXT) FROM \"{table}\"")).await;
            counts.insert(table, rows[0].parse().expect("a count is a number"));
        }
        counts
    }

    /// Puts the chapter's rows in, tries what must be refused, and reads what must be there.
    pub(crate) async fn tell(&self, chapter: &Chapter) {
        for sql in chapter.rows {
            self.execute(sql).await;
        }
        for sql in chapter.refused {
            let refused = self.try_execute(sql).await;
            assert!(refused.is_err(), "after {}, this should be refused: {sql}", chapter.after);
        }
        for (query, rows) in chapter.reads {
            assert_eq!(self.list(query).await, *rows, "after {}: {query}", chapter.after);
        }
    }
}
