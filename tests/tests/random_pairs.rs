//! Random pairs of schemas: plans lead where they say, in memory and on live databases.

use std::cell::RefCell;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use strobila::Target;
use strobila_generator::diff::{Renames, align, check, diff};
use strobila_generator::plan::PlanError;
use strobila_generator::proof::Scratch;
use strobila_tests::planning::{Change, emptied, prove_on};
use strobila_tests::random::{self, Pair};

/// `STROBILA_RANDOM=20` tries twenty times as many.
fn runner(cases: u32) -> TestRunner {
    let times = std::env::var("STROBILA_RANDOM").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let config = Config {
        cases: cases * times,
        failure_persistence: None,
        max_shrink_iters: 2000,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

#[test]
fn plans_of_random_pairs_lead_where_they_say_both_ways() {
    let tried = runner(1000).run(&random::pair(), |pair| {
        let next = align(&pair.prev, &pair.next, &pair.renames);
        let up = diff(&pair.prev, &next, &pair.renames);
        let down = diff(&up.next, &pair.prev, &pair.renames.inverse());
        for (way, plan) in [("up", &up), ("down", &down)] {
            let phrases: Vec<String> = plan.operations.iter().map(ToString::to_string).collect();
            prop_assert!(check(plan).is_ok(), "{way}: {}\n{phrases:#?}", check(plan).unwrap_err());
        }
        let none = Renames::default();
        let again = diff(&up.next, &align(&up.next, &pair.next, &none), &none);
        prop_assert_eq!(again.operations, vec![], "a second plan does something");
        let same = diff(&pair.prev, &align(&pair.prev, &pair.prev, &none), &none);
        prop_assert_eq!(same.operations, vec![], "a schema differs from itself");
        Ok(())
    });
    if let Err(error) = tried {
        panic!("{error}");
    }
}

#[test]
fn random_pairs_run_up_down_and_up_on_sqlite_with_rows() {
    prove_pairs(Target::Sqlite, None, 150);
}

#[test]
fn random_pairs_run_up_down_and_up_on_postgres_with_rows() {
    let Ok(url) = std::env::var("TEST_POSTGRES_URL") else {
        eprintln!("LEFT OUT: TEST_POSTGRES_URL is not set, so no random pair was tried on PostgreSQL");
        return;
    };
    prove_pairs(Target::Postgres, Some(&url), 60);
}

#[test]
fn random_pairs_run_up_down_and_up_on_mariadb_with_rows() {
    let Ok(url) = std::env::var("TEST_MYSQL_URL") else {
        eprintln!("LEFT OUT: TEST_MYSQL_URL is not set, so no random pair was tried on MariaDB");
        return;
    };
    prove_pairs(Target::Mariadb, Some(&url), 60);
}

#[test]
fn random_pairs_run_in_two_schemas_of_postgres_at_once() {
    let Ok(url) = std::env::var("TEST_POSTGRES_URL") else {
        eprintln!("LEFT OUT: TEST_POSTGRES_URL is not set, so no random pair was tried in two schemas");
        return;
    };
    prove(Target::Postgres, Some(&url), 30, &random::pair().prop_map(Pair::twice));
}

fn prove_pairs(target: Target, url: Option<&str>, cases: u32) {
    prove(target, url, cases, &random::pair());
}

fn prove(target: Target, url: Option<&str>, cases: u32, pairs: &impl Strategy<Value = Pair>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let scratch = RefCell::new(Some(runtime.block_on(Scratch::open(target, url)).unwrap()));
    let proven = RefCell::new(0);
    let tried = runner(cases).run(pairs, |pair| {
        let change =
            Change { prev: &pair.prev, next: &pair.next, renames: &pair.renames, fills: &pair.fills };
        let (plan, draft) = match change.draft(target) {
            Ok(Some(drafted)) => drafted,
            Ok(None) => return Ok(()),
            Err(PlanError::Unsupported(list)) => {
                let reasons: Vec<String> = list.iter().map(ToString::to_string).collect();
                return Err(TestCaseError::reject(reasons.join("; ")));
            }
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        };
        let mut database = scratch.take().expect("it is put back after each pair");
        let result = runtime.block_on(prove_on(&mut *database.session, &plan, &draft));
        scratch.replace(Some(runtime.block_on(emptied(database, target))));
        *proven.borrow_mut() += 1;
        match result {
            Ok(_) => Ok(()),
            Err(error) => Err(TestCaseError::fail(format!("{error:?}\n{:#?}", draft.up))),
        }
    });
    let database = scratch.take().expect("it is put back after each pair");
    runtime.block_on(database.close()).unwrap();
    if let Err(error) = tried {
        panic!("{error}");
    }
    eprintln!("{} pairs were proven on {target}", proven.take());
}
