//! Proves drafts before they are written.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use strobila::dialect::{DatabaseError, DatabaseErrorKind, dialect};
use strobila::migration::Direction;
use strobila::migrator::{Text, steps_on};
use strobila::operation::Operation;
use strobila::schema::{DefaultValue, Schema, Sql, Type};
use strobila::{Module, Target};

use super::super::context::{Context, block_on};
use crate::Error;
use crate::config::{Config, DatabaseUrl};
use crate::draft::DraftDown;
use crate::fold::sorted;
use crate::generate::{Drafted, chains_on, planned_steps};
use crate::plan::TargetPlan;
use crate::proof::{self, Case, ProofError, Proven, Scratch, no_scratch_help};

/// Proves every draft on every target that has a scratch database; the result per draft as JSON. What is
/// not proven is said on stderr.
///
/// # Errors
/// [`Error::ProofFailed`]; then nothing may be written.
pub(in crate::cli) fn prove(
    context: &mut Context<'_>,
    config: &Config,
    drafts: &[Drafted],
) -> Result<Vec<Value>, Error> {
    prove_on(context, config, &config.target_list(), drafts)
}

/// The same on some targets.
///
/// # Errors
/// As [`prove`].
pub(in crate::cli) fn prove_on(
    context: &mut Context<'_>,
    config: &Config,
    targets: &[Target],
    drafts: &[Drafted],
) -> Result<Vec<Value>, Error> {
    let mut proofs: Vec<Map<String, Value>> = vec![Map::new(); drafts.len()];
    let modules = context.modules()?.to_vec();
    for &target in targets {
        let url = scratch_url(context, config, target)?;
        if target != Target::Sqlite && url.is_none() {
            context.screen.warn(format!("not proven on {target}: {}", no_scratch_help(target)));
            for proof in &mut proofs {
                proof.insert(target.to_string(), json!({ "proven": false, "why": "no scratch database" }));
            }
            continue;
        }
        let foundations = foundations(&modules, target);
        let mut told = BTreeSet::new();
        for (drafted, proof) in drafts.iter().zip(&mut proofs) {
            let mut refused = Vec::new();
            let proven = block_on(one(drafted, target, url.as_ref(), (&foundations, &mut refused)));
            for refusal in refused {
                if told.insert(refusal.clone()) {
                    context.screen.warn(refusal);
                }
            }
            let proven = proven?;
            for (table, reason) in &proven.empty {
                context.screen.note(format!("proven on {target} without rows in {table}: {reason}"));
            }
            proof.insert(target.to_string(), json!({ "proven": true, "rows": proven.rows }));
        }
    }
    Ok(proofs.into_iter().map(Value::Object).collect())
}

/// Where a target's scratch database may be made: `[scratch] url`, else beside the dev database, never
/// on an environment that asks for confirmation.
pub(in crate::cli) fn scratch_url(
    context: &mut Context<'_>,
    config: &Config,
    target: Target,
) -> Result<Option<DatabaseUrl>, Error> {
    let named = config.scratch()?;
    for url in &named {
        context.hide(url);
    }
    let beside = match config.environment.value.as_str() {
        "dev" if !config.confirm.value => config.url().ok(),
        _ => None,
    };
    let exactly = named.iter().find(|url| Target::of_url(url.expose()) == Some(target)).cloned();
    let found = exactly.or_else(|| named.into_iter().chain(beside).find(|url| url.serves(target)));
    if let Some(url) = &found {
        context.hide(url);
    }
    Ok(found)
}

/// A scratch server that does not answer: which one it is, and how to go on without it.
pub(in crate::cli) fn unreachable_scratch(mut source: DatabaseError, url: &str) -> Error {
    if source.kind == DatabaseErrorKind::Connect {
        source.message = format!("the scratch server, on which proofs run: {}", source.message);
        source.help = Some(format!(
            "start it, or correct `[scratch] url` in strobila.toml (without one the dev database's server is used){}\ndb:generate goes on without it when the url is taken out: its file is then not proven there",
            source.help.map_or(String::new(), |help| format!("; {help}"))
        ));
    }
    Error::Database { url: url.to_owned(), source }
}

/// What hand-written steps of the migrations make beneath all tables: extensions and domains, in order.
fn foundations(modules: &[&'static Module], target: Target) -> Vec<Text> {
    let chains = chains_on(modules, target);
    // Chains that do not fit one another are an error of their own, told elsewhere.
    let migrations = sorted(&chains).unwrap_or_default();
    let steps = migrations.iter().flat_map(|entry| steps_on(entry.migration, Direction::Up, target));
    let statements = steps.flat_map(|step| step.statements);
    statements.filter(|sql| dialect(target).is_beneath_tables(sql)).collect()
}

async fn one(
    drafted: &Drafted,
    target: Target,
    url: Option<&DatabaseUrl>,
    (foundations, refused): (&[Text], &mut Vec<String>),
) -> Result<Proven, Error> {
    let Some(plan) = drafted.plan.targets.get(&target) else { return Ok(Proven::default()) };
    let draft = &drafted.draft;
    let down = match draft.down {
        DraftDown::Irreversible { .. } => None,
        DraftDown::Exact | DraftDown::Lossy { .. } => Some(planned_steps(&draft.down_steps, target)),
    };
    let case = Case {
        prev: &plan.up.prev,
        next: &plan.up.next,
        operations: &plan.up.operations,
        coming: &plan.up.operations,
        portable: &drafted.plan.portable.prev,
        models: &drafted.plan.portable.operations,
        up: planned_steps(&draft.up, target),
        down,
        is_exact: draft.down == DraftDown::Exact,
        is_by_hand: false,
    };
    let shown = url.map_or_else(|| target.to_string(), ToString::to_string);
    let database = |source| unreachable_scratch(source, &shown);
    let mut scratch = Scratch::open(target, url.map(DatabaseUrl::expose)).await.map_err(database)?;
    let mut written = expressions(plan, target);
    written.extend(types(&drafted.plan.portable.next, target));
    let written = Written::Now(written);
    for sql in foundations {
        // It may not be needed here: if it is, the proof fails behind it.
        refused.extend(scratch.session.execute(sql).await.err().map(|error| not_made(sql, &error)));
    }
    let result = proof::prove(scratch.session.as_mut(), &case).await;
    let closed = scratch.close().await;
    let proven = result.map_err(|error| failed(error, draft.module.as_str(), &shown, &written))?;
    closed.map_err(database)?;
    Ok(proven)
}

/// What a hand-written step says that the scratch database refuses, and what to do.
fn not_made(sql: &str, error: &DatabaseError) -> String {
    let line = sql.trim().lines().next().unwrap_or_default();
    let help = error.help.as_deref().map_or(String::new(), |help| format!(" ({help})"));
    let way = match line.to_uppercase().contains("EXTENSION") {
        true => "install it on the scratch server, or name another one with `[scratch] url`",
        false => "correct the step that holds it, or write one before it that makes what it lacks",
    };
    format!(
        "the proof goes on without `{line}`, which the scratch database refuses: {}{help}; {way}",
        error.message
    )
}

/// PostgreSQL's code for a type (or another object) that is not there.
const UNDEFINED: &str = "42704";

/// Who wrote the statements that were to be proven.
pub(in crate::cli) enum Written<'a> {
    /// db:generate, just now, with these expressions of the user's in them.
    Now(Vec<&'a str>),
    /// They stand in this file, and anybody may have changed them.
    InFile(String),
}

/// What a failed proof says to the user.
pub(in crate::cli) fn failed(error: ProofError, of: &str, url: &str, written: &Written<'_>) -> Error {
    let message = format!("{of}: {error}");
    let (statement, help) = match error {
        ProofError::Database(source) => return Error::Database { url: url.to_owned(), source },
        ProofError::Conversion { statement, flag, .. } => {
            let help = match written {
                Written::Now(_) => format!(
                    "say what each value becomes, as an SQL expression over the columns as they were: {flag}=\"…\"; nothing was written"
                ),
                Written::InFile(file) => format!("say in {file} what each value becomes"),
            };
            (statement, help)
        }
        ProofError::Wrong { statement, stage, code, step, reason, .. } => {
            let is_clash = is_clash(code.as_deref(), &reason);
            let help = match written {
                Written::InFile(file) => of_file(file, step.as_deref(), is_clash),
                Written::Now(_) if code.as_deref() == Some(UNDEFINED) => {
                    let module = of.split('/').next().unwrap_or(of);
                    format!(
                        "no migration makes that: write one before this with db:generate {module} --empty --claims none, its step CREATE DOMAIN, CREATE TYPE or CREATE EXTENSION; then this one is proven behind it; nothing was written"
                    )
                }
                Written::Now(_) if is_clash && stage == "on the way down" => {
                    "the proof puts three rows into each table, and on the way back they break this constraint; say what they get, as an SQL expression that differs from row to row where values must: --fill-down TABLE.COLUMN=\"…\" with the column of the message as it was before; or make the change in two migrations; nothing was written"
                        .to_owned()
                }
                Written::Now(_) if is_clash && stage != "while its tables are made" => {
                    "the proof puts three rows into each table, and on the way up they break this constraint, as rows of a real table can: a default is the same in every row, so take that of a new column away and say what rows get, as an SQL expression that differs from row to row, --fill TABLE.COLUMN=\"…\"; or make the change in two migrations, with the values put right in between; nothing was written"
                        .to_owned()
                }
                Written::Now(expressions) if mentions(statement.as_deref(), expressions) => {
                    "an expression that you wrote is mended where you wrote it: a check, a default or a `type` in the model, a fill in its flag, where a text needs SQL quotes (--fill author.country=\"'DE'\"); nothing was written"
                        .to_owned()
                }
                Written::Now(_) => {
                    "no expression of yours stands in it: this is a bug of strobila, please report it; nothing was written"
                        .to_owned()
                }
            };
            (statement, help)
        }
    };
    let message = statement.map_or(message.clone(), |sql| format!("{message}\n{sql}"));
    Error::ProofFailed { message, help: Some(help) }
}

fn of_file(file: &str, step: Option<&str>, is_clash: bool) -> String {
    let place = match step {
        Some(step) => format!("step `{step}` of {file}"),
        None => file.to_owned(),
    };
    let rows = match is_clash {
        true => "; rows that the proof made break the constraint, so rows of a real table can too",
        false => "",
    };
    format!(
        "correct {place}{rows}; where the file is applied already, restore it and put the change into a new migration"
    )
}

/// Whether an expression of the user's may stand in the statement. Without a statement that cannot be told.
fn mentions(statement: Option<&str>, expressions: &[&str]) -> bool {
    match statement {
        Some(sql) => expressions.iter().any(|expression| sql.contains(expression)),
        None => !expressions.is_empty(),
    }
}

/// Whether rows break a constraint: PostgreSQL's class 23, numbers of MySQL and MariaDB (NULL, a unique key, foreign
/// keys both ways, checks), what SQLite says of all of them.
fn is_clash(code: Option<&str>, reason: &str) -> bool {
    let by_code = code.is_some_and(|code| {
        (code.len() == 5 && code.starts_with("23"))
            || ["1048", "1062", "1451", "1452", "3819", "4025"].contains(&code)
    });
    by_code || reason.contains("constraint failed")
}

/// The types that models name by a text of their own.
fn types(portable: &Schema, target: Target) -> impl Iterator<Item = &str> {
    let columns = portable.tables.values().flat_map(|table| &table.columns);
    columns.filter_map(move |column| match &column.ty {
        Type::Custom(sql) => sql.get(target),
        _ => None,
    })
}

/// The SQL of a plan that a person wrote: in models, and in flags.
fn expressions(plan: &TargetPlan, target: Target) -> Vec<&str> {
    let mut found: Vec<&Sql> = Vec::new();
    for table in [&plan.up.prev, &plan.up.next].into_iter().flat_map(|schema| schema.tables.values()) {
        found.extend(table.checks.values().map(|check| &check.expression));
        found.extend(table.indexes.values().flat_map(|index| index.expressions().chain(&index.predicate)));
        for column in &table.columns {
            found.extend(column.generated.iter().map(|generated| &generated.expression));
            if let Some(DefaultValue::Sql { sql }) = &column.default {
                found.push(sql);
            }
        }
    }
    for operation in plan.up.operations.iter().chain(&plan.down.operations) {
        if let Operation::AddColumn { fill, .. } = operation {
            found.extend(fill);
        }
        if let Operation::AlterColumn { fill, using, .. } = operation {
            found.extend(fill.iter().chain(using));
        }
    }
    let texts = found.into_iter().filter_map(|sql| sql.get(target));
    texts.filter(|text| !text.trim().is_empty()).collect()
}
