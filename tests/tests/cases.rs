//! Every case directory: planned both ways, its SQL as it was reviewed, and proven with rows.
//!
//! `UPDATE_CASES=1` writes the SQL files anew; read the difference as you would a changed contract.
//! `CASE=rename` runs those whose name holds the word.

use std::fs;

use strobila::Target;
use strobila_generator::diff::{align, check, diff};
use strobila_generator::draft::{Draft, DraftDown, DraftStep};
use strobila_generator::proof::Scratch;
use strobila_tests::cases::{self, Case};
use strobila_tests::planning::{Change, emptied, prove_on};

#[test]
fn every_case_plans_both_ways_and_a_second_plan_is_empty() {
    let mut wrong = Vec::new();
    for case in cases::all() {
        let next = align(&case.prev, &case.next, &case.renames);
        let up = diff(&case.prev, &next, &case.renames);
        let down = diff(&up.next, &case.prev, &case.renames.inverse());
        for (way, plan) in [("up", &up), ("down", &down)] {
            if let Err(error) = check(plan) {
                let phrases: Vec<String> = plan.operations.iter().map(ToString::to_string).collect();
                wrong.push(format!("{} {way}: {error}\n    {}", case.name, phrases.join("\n    ")));
            }
        }
        let again = diff(&up.next, &align(&up.next, &case.next, &Default::default()), &Default::default());
        if !again.operations.is_empty() {
            wrong.push(format!("{}: a second plan does {:?}", case.name, again.operations));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case_has_the_sql_that_was_reviewed() {
    let mut wrong = Vec::new();
    for case in cases::all() {
        for target in &case.targets {
            let (up, down) = match change(&case).draft(*target) {
                Ok(Some((_, draft))) => (sql(&draft.up, *target), down_sql(&draft, *target)),
                Ok(None) => ("-- nothing\n".to_owned(), "-- nothing\n".to_owned()),
                Err(error) => (format!("-- refused: {error}\n"), "-- refused\n".to_owned()),
            };
            for (way, text) in [("up", up), ("down", down)] {
                let path = case.folder.join(format!("{target}.{way}.sql"));
                if std::env::var_os("UPDATE_CASES").is_some() {
                    fs::write(&path, &text).unwrap();
                }
                let reviewed = fs::read_to_string(&path).unwrap_or_default();
                if reviewed != text {
                    let diff = similar::TextDiff::from_lines(&reviewed, &text);
                    wrong.push(format!("{} {target} {way}:\n{}", case.name, diff.unified_diff()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}\nif this is right: UPDATE_CASES=1", wrong.join("\n"));
}

#[tokio::test]
async fn every_case_runs_up_down_and_up_on_sqlite_with_rows() {
    prove_all(Target::Sqlite, None).await;
}

#[tokio::test]
async fn every_case_runs_up_down_and_up_on_postgres_with_rows() {
    let Ok(url) = std::env::var("TEST_POSTGRES_URL") else {
        eprintln!("LEFT OUT: TEST_POSTGRES_URL is not set, so no case was tried on PostgreSQL");
        return;
    };
    prove_all(Target::Postgres, Some(&url)).await;
}

#[tokio::test]
async fn every_case_runs_up_down_and_up_on_mariadb_with_rows() {
    let Ok(url) = std::env::var("TEST_MYSQL_URL") else {
        eprintln!("LEFT OUT: TEST_MYSQL_URL is not set, so no case was tried on MariaDB");
        return;
    };
    prove_all(Target::Mariadb, Some(&url)).await;
}

async fn prove_all(target: Target, url: Option<&str>) {
    let mut wrong = Vec::new();
    let mut scratch = Scratch::open(target, url).await.unwrap();
    for case in cases::all().into_iter().filter(|case| case.targets.contains(&target)) {
        // A refusal is in the reviewed files.
        let Ok(Some((plan, draft))) = change(&case).draft(target) else { continue };
        match prove_on(&mut *scratch.session, &plan, &draft).await {
            Err(error) => wrong.push(format!("{}: {error:?}", case.name)),
            Ok(proven) => {
                wrong.extend(
                    proven.empty.iter().map(|(name, why)| format!("{}: no row for {name}: {why}", case.name)),
                );
            }
        }
        scratch = emptied(scratch, target).await;
    }
    scratch.close().await.unwrap();
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

fn change(case: &Case) -> Change<'_> {
    Change { prev: &case.prev, next: &case.next, renames: &case.renames, fills: &case.fills }
}

/// The steps as a reviewer reads them.
fn sql(steps: &[DraftStep], target: Target) -> String {
    let mut out = String::new();
    for step in steps {
        let Some(statements) = step.statements.get(&target) else { continue };
        let rebuild = step.rebuilds.as_ref().map_or(String::new(), |table| format!(" (rebuilds {table})"));
        out += &format!("-- {}{rebuild}\n", step.title.replace('\n', "\\n"));
        for statement in statements {
            out += &format!("{statement};\n");
        }
    }
    if out.is_empty() { "-- nothing\n".to_owned() } else { out }
}

fn down_sql(draft: &Draft, target: Target) -> String {
    match &draft.down {
        DraftDown::Exact => sql(&draft.down_steps, target),
        DraftDown::Lossy { loses } => format!("-- loses: {loses}\n{}", sql(&draft.down_steps, target)),
        DraftDown::Irreversible { because } => format!("-- irreversible: {because}\n"),
    }
}
