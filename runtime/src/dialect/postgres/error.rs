//! What the server reports, in our own form.

use sqlx::postgres::{PgDatabaseError, PgErrorPosition};

use super::super::server::error::Reported;
use super::super::{DatabaseError, DatabaseErrorKind};

/// How the server's errors are read.
pub(super) const REPORTED: Reported = Reported { read, login_help };

fn login_help(code: &str) -> Option<&'static str> {
    match code {
        "28P01" | "28000" => Some("check the user and the password of the URL"),
        "3D000" => Some(
            "make it with db:create, or with db:setup, which migrates too; or correct the name at the end of the URL",
        ),
        _ => None,
    }
}

fn read(error: &dyn sqlx::error::DatabaseError) -> DatabaseError {
    let Some(error) = error.try_downcast_ref::<PgDatabaseError>() else {
        return DatabaseError::new(DatabaseErrorKind::Statement, error.message());
    };
    let (position, inner) = match error.position() {
        Some(PgErrorPosition::Original(position)) => (Some(position), None),
        Some(PgErrorPosition::Internal { query, .. }) => (None, Some(format!("in: {query}"))),
        None => (None, None),
    };
    // A migration makes the schema with the first table in it; it may be gone since.
    let schema = (error.code() == "3F000").then(|| "make it first, with CREATE SCHEMA".to_owned());
    // Detail and hint are sentences of the server's, each on a line of its own.
    let help: Vec<String> =
        [error.detail().map(str::to_owned), error.hint().map(str::to_owned), inner, schema]
            .into_iter()
            .flatten()
            .collect();
    DatabaseError {
        kind: kind_of(error.code()),
        message: error.message().to_owned(),
        code: Some(error.code().to_owned()),
        position,
        help: (!help.is_empty()).then(|| help.join("\n")),
    }
}

fn kind_of(code: &str) -> DatabaseErrorKind {
    match code {
        // A lock was not to be had, a deadlock, a transaction that cannot stand beside another: try again.
        "55P03" | "40P01" | "40001" => DatabaseErrorKind::Locked,
        "57014" => DatabaseErrorKind::Canceled,
        "28000" | "28P01" | "3D000" | "53300" | "57P03" => DatabaseErrorKind::Connect,
        "57P01" | "57P02" | "57P04" | "57P05" | "25P03" | "25P04" => DatabaseErrorKind::ConnectionLost,
        code if code.starts_with("08") => DatabaseErrorKind::ConnectionLost,
        _ => DatabaseErrorKind::Statement,
    }
}
