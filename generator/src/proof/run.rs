//! Runs steps on a scratch database as the migrator runs them, without a history.

use std::collections::BTreeSet;

use strobila::dialect::{DatabaseError, DatabaseErrorKind, Dialect, Session};
use strobila::migration::Transaction;
use strobila::migrator::PlannedStep;

use super::{Case, ProofError, wrong};

/// Makes the schemas that tables name and the migration does not make.
pub(super) async fn schemas(session: &mut dyn Session, case: &Case<'_>) -> Result<(), ProofError> {
    let dialect = session.dialect();
    let names = case.next.tables.keys().chain(case.next.enums.keys());
    let schemas: BTreeSet<&String> = names.filter_map(|name| name.schema.as_ref()).collect();
    for schema in schemas {
        // By the migration's own step, or by one that a person wrote.
        let makes = |sql: &str| sql.to_lowercase().contains("create schema") && sql.contains(schema.as_str());
        if case.up.iter().flat_map(|step| &step.statements).any(|sql| makes(sql)) {
            continue;
        }
        let sql = format!("CREATE SCHEMA IF NOT EXISTS {}", dialect.quote(schema));
        one(session, "while its schemas are made", &sql).await?;
    }
    Ok(())
}

/// Runs one statement; a refusal says where it stands.
pub(super) async fn one(session: &mut dyn Session, stage: &'static str, sql: &str) -> Result<(), ProofError> {
    let result = session.execute(sql).await;
    result.map_err(|error| refused(session.dialect(), stage, error, Some(sql)))
}

fn refused(
    dialect: &dyn Dialect,
    stage: &'static str,
    error: DatabaseError,
    sql: Option<&str>,
) -> ProofError {
    match error.kind {
        DatabaseErrorKind::Statement | DatabaseErrorKind::Locked => ProofError::Wrong {
            target: dialect.target(),
            stage,
            reason: error.message,
            statement: sql.map(str::to_owned),
            code: error.code,
            step: None,
        },
        _ => ProofError::Database(error),
    }
}

/// Runs steps, neighbours that share a transaction in one.
pub(super) async fn steps(
    session: &mut dyn Session,
    stage: &'static str,
    steps: &[PlannedStep],
) -> Result<(), ProofError> {
    let groups = steps.chunk_by(|one, next| {
        one.transaction == Transaction::Shared && next.transaction == Transaction::Shared
    });
    for group in groups {
        let result = self::group(session, stage, group).await;
        if result.is_err() {
            session.rollback().await?;
        }
        result?;
    }
    Ok(())
}

async fn group(
    session: &mut dyn Session,
    stage: &'static str,
    steps: &[PlannedStep],
) -> Result<(), ProofError> {
    let dialect = session.dialect();
    let is_outside = steps.iter().any(|step| step.transaction == Transaction::None);
    if !is_outside {
        session.begin(steps.iter().any(|step| step.rebuilds.is_some())).await?;
    }
    for step in steps {
        self::step(session, stage, step).await.map_err(|error| in_step(error, step))?;
    }
    if !is_outside {
        session.commit().await.map_err(|error| refused(dialect, stage, error, None))?;
    }
    Ok(())
}

fn in_step(error: ProofError, step: &PlannedStep) -> ProofError {
    match error {
        ProofError::Wrong { target, stage, reason, statement, code, .. } => {
            ProofError::Wrong { target, stage, reason, statement, code, step: Some(step.title.to_string()) }
        }
        ProofError::Conversion { .. } | ProofError::Database(_) => error,
    }
}

async fn step(session: &mut dyn Session, stage: &'static str, step: &PlannedStep) -> Result<(), ProofError> {
    let dialect = session.dialect();
    expectations(session, stage, step).await?;
    for sql in &step.statements {
        dialect.check_statement(sql).map_err(|reason| ProofError::Wrong {
            target: dialect.target(),
            stage,
            reason,
            statement: Some(sql.to_string()),
            code: None,
            step: None,
        })?;
    }
    match &step.rebuilds {
        Some(table) => {
            let statements: Vec<&str> = step.statements.iter().map(AsRef::as_ref).collect();
            let result = session.rebuild(table, &statements).await;
            result.map_err(|error| refused(dialect, stage, error, None))?;
        }
        None => {
            for sql in &step.statements {
                one(session, stage, sql).await?;
            }
        }
    }
    Ok(())
}

async fn expectations(
    session: &mut dyn Session,
    stage: &'static str,
    step: &PlannedStep,
) -> Result<(), ProofError> {
    for (name, columns) in &step.expects {
        let live = session.columns(name).await?.unwrap_or_default();
        let (found, expected): (BTreeSet<&str>, BTreeSet<&str>) =
            (live.iter().map(String::as_str).collect(), columns.split(',').collect());
        if found != expected {
            let reason = format!("{name} should have {columns}, and has {}", live.join(","));
            return Err(wrong(session.dialect(), stage, reason));
        }
    }
    Ok(())
}
