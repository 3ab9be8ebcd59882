//! Runs that are stopped from outside, or that panic.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use strobila::migration::*;
use strobila::migrator::{Event, Migrator};

use crate::support::*;

/// Takes some seconds.
const SLOW: Step<'_> = step("take long")
    .postgres(&["SELECT pg_sleep(8)"])
    .mariadb(&["SELECT count(*) FROM information_schema.collations AS a, information_schema.collations AS b, information_schema.collations AS c, information_schema.collations AS d"])
    .sqlite(&["WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000000) SELECT max(x) FROM c"]);

const TABLE: Step<'_> = step("make a").sql(&["CREATE TABLE a (b INTEGER NOT NULL PRIMARY KEY)"]);
const DROP: Step<'_> = step("drop a").sql(&["DROP TABLE a"]);

async fn is_free(db: &Db) {
    let mut session = db.session().await;
    session.lock(Duration::from_secs(2)).await.expect("nobody holds the lock");
    session.unlock().await.unwrap();
    session.close().await;
}

on_all! {
    async fn a_panic_frees_the_lock(db: &Db) {
        let list = [migration("M1", None, vec![TABLE], vec![DROP])];
        let modules = [module("blog", &list)];
        let panics = Migrator::new(&modules).on_event(|event| {
            if matches!(event, Event::StepStarted { .. }) {
                panic!("the listener of the test");
            }
        });
        let url = db.url.clone();
        let run = tokio::spawn(async move { migrate(&panics, &url).await.map(drop) });
        assert!(run.await.unwrap_err().is_panic());
        is_free(db).await;
        migrate(&Migrator::new(&modules), &db.url).await.unwrap();
    }

    async fn a_run_is_stopped_by_its_handle(db: &Db) {
        let list = [migration("M1", None, vec![SLOW.own_transaction()], vec![DROP])];
        let seen = Arc::new(Mutex::new(0));
        let count = Arc::clone(&seen);
        let modules = [module("blog", &list)];
        let migrator = Migrator::new(&modules).on_event(move |event| {
            if matches!(event, Event::Running { .. }) {
                *count.lock().unwrap() += 1;
            }
        });
        let cancel = migrator.cancel_handle();
        let started = Instant::now();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(2_300)).await;
            cancel.cancel();
        });
        let error = migrate(&migrator, &db.url).await.unwrap_err();
        assert_eq!(error.code(), "interrupted", "{error}");
        assert!(error.to_string().contains("blog/M1, step 1 of 1 (take long)"), "{error}");
        assert!(error.help().unwrap().contains("nothing of it is in"), "{error:?}");
        assert!(started.elapsed() < Duration::from_secs(6), "{:?}", started.elapsed());
        assert!(*seen.lock().unwrap() > 0, "it is looked at every second");
        is_free(db).await;
        // Once stopped, it stays so.
        assert_eq!(migrate(&migrator, &db.url).await.unwrap_err().code(), "interrupted");
    }

    async fn a_run_that_waits_for_the_lock_is_stopped(db: &Db) {
        let mut other = db.session().await;
        other.lock(Duration::ZERO).await.unwrap();
        other.begin(false).await.unwrap();
        let list = [migration("M1", None, vec![TABLE], vec![DROP])];
        let migrator = Migrator::new(&[module("blog", &list)]);
        let cancel = migrator.cancel_handle();
        let started = Instant::now();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(300)).await;
            cancel.cancel();
        });
        let error = migrate(&migrator, &db.url).await.unwrap_err();
        assert_eq!(error.code(), "interrupted", "{error}");
        assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
        other.rollback().await.unwrap();
        other.unlock().await.unwrap();
        other.close().await;
        is_free(db).await;
    }

    async fn each_further_attempt_says_who_was_in_the_way(db: &Db) {
        let m1 = migration("M1", None, vec![TABLE], vec![DROP]);
        let add = step("add c").sql(&["ALTER TABLE a ADD COLUMN c INTEGER"]);
        let m2 = migration("M2", Some("M1"), vec![add], vec![sql(&["ALTER TABLE a DROP COLUMN c"])]);
        migrate(&Migrator::new(&[module("blog", &[m1])]), &db.url).await.unwrap();
        let mut other = db.session().await;
        other.execute(if db.target == Mariadb { "START TRANSACTION" } else { "BEGIN" }).await.unwrap();
        other.query("SELECT b FROM a").await.unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&seen);
        let migrator = Migrator::new(&[module("blog", &[m1, m2])]).on_event(move |event| {
            if let Event::Retrying { attempt, attempts, blocker, .. } = event {
                shared.lock().unwrap().push((*attempt, *attempts, blocker.clone()));
            }
        });
        let migrator = migrator.lock_timeout(Some(Duration::from_millis(300))).attempts(2);
        let error = migrate(&migrator, &db.url).await.unwrap_err();
        assert_eq!(error.code(), "step_failed", "{error}");
        let seen = std::mem::take(&mut *seen.lock().unwrap());
        assert_eq!((seen.len(), seen[0].0, seen[0].1), (1, 2, 2));
        let statement = seen[0].2.as_ref().and_then(|blocker| blocker.statement.as_deref());
        match db.target {
            Postgres => assert_eq!(statement, Some("SELECT b FROM a")),
            Mariadb | Mysql => assert!(seen[0].2.is_some()),
            Sqlite => assert_eq!(seen[0].2, None),
        }
        other.execute("ROLLBACK").await.unwrap();
        other.close().await;
    }
}
