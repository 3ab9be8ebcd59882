//! Databases that a proof may make and drop.

use std::time::{SystemTime, UNIX_EPOCH};

use strobila::Target;
use strobila::dialect::{DatabaseError, DatabaseErrorKind, Session, connect, dialect};

/// A database that lives as long as a proof.
pub struct Scratch {
    /// The connection to it.
    pub session: Box<dyn Session>,
    leftover: Leftover,
}

/// The database of a scratch session, to be dropped when the session is closed.
pub struct Leftover(Option<(Box<dyn Session>, String)>);

impl Leftover {
    /// Drops it.
    ///
    /// # Errors
    /// What the server says.
    pub async fn drop(self) -> Result<(), DatabaseError> {
        let Some((mut server, name)) = self.0 else { return Ok(()) };
        let result = server.execute(&format!("DROP DATABASE {name}")).await;
        server.close().await;
        result
    }
}

impl Scratch {
    /// An empty database: SQLite in memory; elsewhere one of its own on the server of `url`.
    ///
    /// # Errors
    /// What the server says; the role needs CREATEDB on PostgreSQL, CREATE and DROP on MySQL.
    pub async fn open(target: Target, url: Option<&str>) -> Result<Self, DatabaseError> {
        match (target, url) {
            (Target::Sqlite, _) => {
                Ok(Scratch { session: connect("sqlite::memory:").await?, leftover: Leftover(None) })
            }
            (_, Some(url)) => {
                let scratch = on_server(url).await?;
                let found = scratch.session.dialect().target();
                if found == target {
                    return Ok(scratch);
                }
                scratch.close().await?;
                Err(DatabaseError {
                    kind: DatabaseErrorKind::Url,
                    message: format!("the scratch server is {found}, which proves nothing for {target}"),
                    code: None,
                    position: None,
                    help: Some(format!("name a server of {target} with `[scratch] url` in strobila.toml")),
                })
            }
            (_, None) => Err(DatabaseError {
                kind: DatabaseErrorKind::Url,
                message: format!("no scratch database for {target}"),
                code: None,
                position: None,
                help: Some(no_scratch_help(target)),
            }),
        }
    }

    /// Drops it.
    ///
    /// # Errors
    /// What the server says.
    pub async fn close(self) -> Result<(), DatabaseError> {
        self.session.close().await;
        self.leftover.drop().await
    }

    /// The connection, and what is to be dropped after it.
    pub fn into_parts(self) -> (Box<dyn Session>, Leftover) {
        (self.session, self.leftover)
    }
}

/// How to name a scratch server of a kind that has none.
pub fn no_scratch_help(target: Target) -> String {
    format!(
        "name a server of {target} with `[scratch] url` in strobila.toml; several stand in a list: url = [\"postgres://…\", \"mysql://…\"]"
    )
}

async fn on_server(url: &str) -> Result<Scratch, DatabaseError> {
    // Where a connection needs no database, that of the URL need not be there.
    let needs_none =
        Target::of_url(url).is_some_and(|target| dialect(target).maintenance_database().is_empty());
    let of_server = if needs_none { with_database(url, "") } else { url.to_owned() };
    let mut server = connect(&of_server).await?;
    // Process and time: two proofs at once never meet, not even from two machines.
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos());
    let name = format!("strobila_scratch_{}_{nanos}", std::process::id());
    let create = server.dialect().create_database(&name);
    server.execute(&create).await?;
    match connect(&with_database(url, &name)).await {
        Ok(session) => Ok(Scratch { session, leftover: Leftover(Some((server, name))) }),
        Err(error) => {
            let _the_first_error_counts = server.execute(&format!("DROP DATABASE {name}")).await;
            server.close().await;
            Err(error)
        }
    }
}

/// The URL with another database name: what stands between the authority and the query.
pub(crate) fn with_database(url: &str, name: &str) -> String {
    let (rest, query) = match url.split_once('?') {
        Some((rest, query)) => (rest, format!("?{query}")),
        None => (url, String::new()),
    };
    let start = rest.find("://").map_or(0, |at| at + 3);
    let authority = rest[start..].find('/').map_or(rest, |at| &rest[..start + at]);
    format!("{authority}/{name}{query}")
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn only_the_database_is_another() {
        assert_eq!(with_database("postgres://u:p@h:1/a?x=/y", "b"), "postgres://u:p@h:1/b?x=/y");
        assert_eq!(with_database("postgres://h", "b"), "postgres://h/b");
    }
}
