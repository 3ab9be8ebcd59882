//! Opening a connection of our own: by URL, or out of a pool.

use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool};
use sqlx::{ConnectOptions as _, Connection as _};

use super::super::server::url;
use super::super::{BoxFuture, Connect, DatabaseError, Session};
use super::error::REPORTED;
use super::session::PgSession;

/// How a URL is written.
const FORM: &str = "postgres://user:password@host:5432/database";

/// What sqlx reads in a URL. It logs any other parameter with its value, which may be a secret.
const PARAMETERS: &[&str] = &[
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "ssl-root-cert",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];

/// Opens a session by URL.
pub(crate) async fn connect(url: &str) -> Result<Box<dyn Session>, DatabaseError> {
    let mut options = parse(url)?.disable_statement_logging();
    if options.get_application_name().is_none() {
        options = options.application_name("strobila");
    }
    Ok(Box::new(again(options).await?))
}

/// Opens a session, once more or for the first time.
pub(super) async fn again(options: PgConnectOptions) -> Result<PgSession, DatabaseError> {
    let place = match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    };
    let connection = REPORTED.reached(PgConnection::connect_with(&options), &place).await?;
    open(connection, options).await
}

impl Connect for PgPool {
    /// Takes a connection out of the pool for good; it is closed when the session ends.
    fn session(&self) -> BoxFuture<'_, Result<Box<dyn Session>, DatabaseError>> {
        Box::pin(async move {
            let options = self.connect_options();
            let place = format!("{}:{}", options.get_host(), options.get_port());
            let connection = self.acquire().await.map_err(|cause| REPORTED.of_connect(cause, &place))?;
            // A connection that goes back into a pool takes its open transaction and its lock along.
            let session = open(connection.detach(), PgConnectOptions::clone(&options)).await?;
            Ok(Box::new(session) as Box<dyn Session>)
        })
    }
}

async fn open(connection: PgConnection, options: PgConnectOptions) -> Result<PgSession, DatabaseError> {
    let mut session = PgSession::new(connection, options);
    session.prepare().await?;
    Ok(session)
}

fn parse(url: &str) -> Result<PgConnectOptions, DatabaseError> {
    url::parse(url, FORM, |key| PARAMETERS.contains(&key) || key.starts_with("options["))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_url_that_cannot_be_read_is_not_repeated() {
        for url in [
            "postgres://me:secret",
            "postgres://me:secret/1@host/db",
            "postgres://me:12#secret@host/db",
            "postgres://me:12?secret@host/db",
            "postgres:me:secret@host/db",
            "postgres://me@host:secret/db",
            "postgres://me@host/db?sslmode=secret",
        ] {
            let error = parse(url).expect_err(url);
            assert!(!format!("{error:?}").contains("secret"), "{error:?}");
        }
    }

    #[test]
    fn a_password_may_hold_anything_that_is_encoded() {
        let options =
            parse("postgres://me:a%40b%2F%23@db.example:6000/shop?channel_binding=require").unwrap();
        assert_eq!(options.get_host(), "db.example");
        assert_eq!(options.get_port(), 6000);
        assert_eq!(options.get_database(), Some("shop"));
    }
}
