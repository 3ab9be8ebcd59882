//! Opening a connection of our own: by URL, or out of a pool.

use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlPool};
use sqlx::{ConnectOptions as _, Connection as _};

use super::super::server::url;
use super::super::{BoxFuture, Connect, DatabaseError, Session};
use super::error::REPORTED;
use super::session::MysqlSession;

/// How a URL is written.
const FORM: &str = "mysql://user:password@host:3306/database";

/// What sqlx reads in a URL, and what does not contradict what our sessions set themselves.
const PARAMETERS: &[&str] = &[
    "sslmode",
    "ssl-mode",
    "sslca",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "socket",
    "statement-cache-capacity",
];

/// Opens a session by URL.
pub(crate) async fn connect(url: &str) -> Result<Box<dyn Session>, DatabaseError> {
    // The session says all of this itself, and more.
    let options = parse(url)?
        .pipes_as_concat(false)
        .no_engine_substitution(false)
        .timezone(None)
        .set_names(false)
        .disable_statement_logging();
    Ok(Box::new(again(options).await?))
}

/// Opens a session, once more or for the first time.
pub(super) async fn again(options: MySqlConnectOptions) -> Result<MysqlSession, DatabaseError> {
    let place = place(&options);
    let connection = REPORTED.reached(MySqlConnection::connect_with(&options), &place).await?;
    MysqlSession::open(connection, options).await
}

impl Connect for MySqlPool {
    /// Takes a connection out of the pool for good; it is closed when the session ends.
    fn session(&self) -> BoxFuture<'_, Result<Box<dyn Session>, DatabaseError>> {
        Box::pin(async move {
            let options = self.connect_options();
            let place = place(&options);
            let connection = self.acquire().await.map_err(|cause| REPORTED.of_connect(cause, &place))?;
            // A connection that goes back into a pool takes its open transaction and its lock along.
            let options = MySqlConnectOptions::clone(&options);
            let session = MysqlSession::open(connection.detach(), options).await?;
            Ok(Box::new(session) as Box<dyn Session>)
        })
    }
}

fn place(options: &MySqlConnectOptions) -> String {
    match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    }
}

fn parse(url: &str) -> Result<MySqlConnectOptions, DatabaseError> {
    url::parse(url, FORM, |key| PARAMETERS.contains(&key))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_url_that_cannot_be_read_is_not_repeated() {
        for url in [
            "mysql://me:secret",
            "mysql://me:secret/1@host/db",
            "mysql://me:12#secret@host/db",
            "mysql://me:12?secret@host/db",
            "mysql:me:secret@host/db",
            "mysql://me@host:secret/db",
            "mysql://me@host/db?ssl-mode=secret",
        ] {
            let error = parse(url).expect_err(url);
            assert!(!format!("{error:?}").contains("secret"), "{error:?}");
        }
    }

    #[test]
    fn a_password_may_hold_anything_that_is_encoded() {
        let options = parse("mariadb://me:a%40b%2F%23@db.example:6000/shop?charset=latin1").unwrap();
        assert_eq!((options.get_host(), options.get_port()), ("db.example", 6000));
        assert_eq!(options.get_database(), Some("shop"));
        assert_eq!(options.get_charset(), "utf8mb4");
    }
}
