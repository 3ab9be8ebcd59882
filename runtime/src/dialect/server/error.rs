//! What a driver reports, in our own form.

use std::future::Future;
use std::io;
use std::time::Duration;

use super::super::session::REFUSED;
use super::super::{DatabaseError, DatabaseErrorKind};

/// How long a server may take to answer a login.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// What is to be known of a server's own errors.
pub(in super::super) struct Reported {
    /// The error of a server in our form.
    pub(in super::super) read: fn(&dyn sqlx::error::DatabaseError) -> DatabaseError,
    /// What to do about a login that failed with this code.
    pub(in super::super) login_help: fn(&str) -> Option<&'static str>,
}

impl Reported {
    /// A failure of a statement on an open connection.
    pub(in super::super) fn of_statement(&self, error: sqlx::Error) -> DatabaseError {
        self.convert(error, DatabaseErrorKind::ConnectionLost)
    }

    /// A failure to reach the server at `place`, or to log in.
    pub(in super::super) fn of_connect(&self, error: sqlx::Error, place: &str) -> DatabaseError {
        let unreachable = matches!(error, sqlx::Error::Io(_) | sqlx::Error::Tls(_));
        let is_refused =
            matches!(&error, sqlx::Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused);
        let mut error = self.convert(error, DatabaseErrorKind::Connect);
        if matches!(error.kind, DatabaseErrorKind::Statement | DatabaseErrorKind::ConnectionLost) {
            error.kind = DatabaseErrorKind::Connect;
        }
        if unreachable {
            error.message = format!("cannot reach the server at {place}: {}", error.message);
        }
        let help = match error.code.as_deref() {
            Some(code) => (self.login_help)(code),
            None => Some("check the host and the port of the URL, and that the server is up"),
        };
        error.help = error.help.or(help.map(str::to_owned));
        if is_refused {
            error.code = Some(REFUSED.to_owned());
        }
        error
    }

    /// What `connecting` comes to, within the time that a login may take.
    pub(in super::super) async fn reached<T>(
        &self,
        connecting: impl Future<Output = Result<T, sqlx::Error>>,
        place: &str,
    ) -> Result<T, DatabaseError> {
        match tokio::time::timeout(CONNECT_TIMEOUT, connecting).await {
            Ok(connected) => connected.map_err(|cause| self.of_connect(cause, place)),
            Err(_) => {
                let seconds = CONNECT_TIMEOUT.as_secs();
                let message = format!("the server at {place} did not answer in {seconds} s");
                Err(DatabaseError::new(DatabaseErrorKind::Connect, message))
            }
        }
    }

    /// `gone` is what it means when the connection breaks.
    fn convert(&self, error: sqlx::Error, gone: DatabaseErrorKind) -> DatabaseError {
        let (kind, message) = match error {
            sqlx::Error::Database(error) => return (self.read)(error.as_ref()),
            sqlx::Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                (gone, "the server closed the connection".to_owned())
            }
            sqlx::Error::Io(error) => (gone, error.to_string()),
            sqlx::Error::Tls(error) => (gone, format!("no TLS connection: {error}")),
            sqlx::Error::PoolTimedOut => (
                DatabaseErrorKind::Connect,
                "the pool has no free connection, and none came in time".to_owned(),
            ),
            sqlx::Error::PoolClosed => (DatabaseErrorKind::Connect, "the pool is closed".to_owned()),
            // After an answer that the driver does not understand nothing on this connection can be trusted.
            other => (gone, other.to_string()),
        };
        DatabaseError::new(kind, message)
    }
}
