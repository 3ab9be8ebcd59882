//! Random databases against random schemas: what differs is said in portable words that come out as what is
//! live, or refused; and the SQL of the way back leads back.

use std::cell::{Cell, RefCell};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use strobila::Target;
use strobila::dialect::{DatabaseError, Session, Unit};
use strobila::schema::Schema;
use strobila_generator::decide::Flags;
use strobila_generator::diff::{Renames, diff};
use strobila_generator::drift::{DriftError, drift};
use strobila_generator::proof::Scratch;
use strobila_tests::planning::emptied;
use strobila_tests::random;

/// `STROBILA_RANDOM=20` tries twenty times as many.
fn runner(cases: u32) -> TestRunner {
    let times = std::env::var("STROBILA_RANDOM").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let config = Config { cases: cases * times, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

#[test]
fn on_sqlite_what_differs_is_said_or_refused_and_the_way_back_leads_back() {
    tries(Target::Sqlite, None, 100);
}

#[test]
fn on_postgres_what_differs_is_said_or_refused_and_the_way_back_leads_back() {
    let Ok(url) = std::env::var("TEST_POSTGRES_URL") else {
        eprintln!("LEFT OUT: TEST_POSTGRES_URL is not set, so no drift was tried on PostgreSQL");
        return;
    };
    tries(Target::Postgres, Some(&url), 40);
}

#[test]
fn on_mariadb_what_differs_is_said_or_refused_and_the_way_back_leads_back() {
    let Ok(url) = std::env::var("TEST_MYSQL_URL") else {
        eprintln!("LEFT OUT: TEST_MYSQL_URL is not set, so no drift was tried on MariaDB");
        return;
    };
    tries(Target::Mariadb, Some(&url), 40);
}

fn tries(target: Target, url: Option<&str>, cases: u32) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let scratch = RefCell::new(Some(runtime.block_on(Scratch::open(target, url)).unwrap()));
    let (said, refused) = (Cell::new(0), Cell::new(0));
    let tried = runner(cases).run(&random::pair(), |pair| {
        let mut database = scratch.take().expect("it is put back after each pair");
        let there = known(&pair.next, &pair.prev);
        let outcome = runtime.block_on(one(&mut *database.session, &pair.prev, &there));
        scratch.replace(Some(runtime.block_on(emptied(database, target))));
        match outcome {
            Ok(Outcome::Same | Outcome::Impossible) => Ok(()),
            Ok(Outcome::Said) => {
                said.set(said.get() + 1);
                Ok(())
            }
            Ok(Outcome::Refused) => {
                refused.set(refused.get() + 1);
                Ok(())
            }
            Err(reason) => Err(TestCaseError::fail(reason)),
        }
    });
    let database = scratch.take().expect("it is put back after each pair");
    runtime.block_on(database.close()).unwrap();
    if let Err(error) = tried {
        panic!("{error}");
    }
    eprintln!("{} were said on {target}, {} refused", said.get(), refused.get());
    assert!(said.get() > 20 * refused.get(), "{} were refused", refused.get());
}

/// What came of one pair.
enum Outcome {
    /// The database cannot have one of the two.
    Impossible,
    /// There was nothing to say.
    Same,
    /// It was said.
    Said,
    /// It cannot be said: the values of an enum that two columns have, and one was given others.
    Refused,
}

/// The tables that both have, without keys to others.
fn known(schema: &Schema, named: &Schema) -> Schema {
    let mut known = Schema { enums: schema.enums.clone(), ..Schema::default() };
    for table in schema.tables.values().filter(|table| named.tables.contains_key(&table.name)) {
        let mut table = table.clone();
        table.foreign_keys.retain(|_, key| named.tables.contains_key(&key.references));
        known.insert(table);
    }
    known
}

async fn one(session: &mut dyn Session, made: &Schema, there: &Schema) -> Result<Outcome, String> {
    let dialect = session.dialect();
    let (Ok(_), Ok(normal)) = (dialect.normalize(made), dialect.normalize(there)) else {
        return Ok(Outcome::Impossible);
    };
    let plan = diff(&Schema::default(), &normal, &Renames::default());
    let units = dialect.render(&plan).map_err(|error| error.to_string())?;
    runs(session, &units).await.map_err(|error| format!("the live side: {error}"))?;
    let flags = Flags::default();
    let live = session.introspect().await.map_err(|error| error.to_string())?.schema;
    let found = drift(session, &live, made, &flags, &[]).await.map_err(|error| error.to_string())?;
    if found.plan.operations.is_empty() {
        return Ok(Outcome::Same);
    }
    let lifted = found.lift(session, made, true).await.map_err(|error| error.to_string())?;
    if let Ok(lifted) = &lifted {
        let again = drift(session, &live, lifted, &flags, &[]).await.map_err(|error| error.to_string())?;
        if !again.plan.operations.is_empty() {
            return Err(format!("what was said is not what is live: {:#?}", again.plan.operations));
        }
    }
    let back = match found.back(dialect, &flags) {
        Ok(back) => back,
        // What no change leads to in one go is said so.
        Err(DriftError::Unsupported(_)) => return Ok(Outcome::Impossible),
        Err(error) => return Err(error.to_string()),
    };
    if back.hopeless.is_empty() && back.one_way.is_empty() {
        let sql: Vec<&String> = back.units.iter().flat_map(|unit| &unit.statements).collect();
        runs(session, &back.units).await.map_err(|error| format!("the way back: {error}\n{sql:#?}"))?;
        let live = session.introspect().await.map_err(|error| error.to_string())?.schema;
        let left = drift(session, &live, made, &flags, &[]).await.map_err(|error| error.to_string())?;
        if !left.plan.operations.is_empty() {
            return Err(format!("the way back leaves: {:#?}\n{sql:#?}", left.plan.operations));
        }
    }
    Ok(match lifted {
        Ok(_) => Outcome::Said,
        Err(_) => Outcome::Refused,
    })
}

/// As the script that is shown: a rebuild runs with foreign keys off, which are whole at the end.
async fn runs(session: &mut dyn Session, units: &[Unit]) -> Result<(), DatabaseError> {
    let rebuilds = units.iter().any(|unit| unit.rebuilds.is_some());
    if rebuilds {
        session.begin(true).await?;
    }
    for unit in units {
        let statements: Vec<&str> = unit.statements.iter().map(String::as_str).collect();
        match &unit.rebuilds {
            Some(table) => session.rebuild(table, &statements).await?,
            None => {
                for sql in statements {
                    session.execute(sql).await?;
                }
            }
        }
    }
    if rebuilds { session.commit().await } else { Ok(()) }
}
