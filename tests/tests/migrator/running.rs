//! Groups, failures, and what stays after them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use strobila::Error;
use strobila::migration::*;
use strobila::migrator::{Event, Migrator, Selection};

use crate::support::*;

on_both! {
    async fn a_failing_migration_leaves_nothing_and_runs_when_it_is_mended(db: &Db) {
        let [m1, _, m3] = three();
        let steps = |last: &str| vec![sql(&["CREATE TABLE post (id INTEGER)"]), sql(&["SELECT 1", last])];
        let list = |last| [m1, migration("M2", Some("M1"), steps(last), vec![]), m3];
        let error = migrate(&blog(&list("INSERT INTO nowhere VALUES (1)")), &db.url).await.unwrap_err();
        let Error::Step { at, source } = &error else { panic!("{error}") };
        assert_eq!((at.id.name.as_str(), at.step, at.of, at.committed), ("M2", 2, 2, 0));
        assert_eq!(at.statement.as_deref(), Some("INSERT INTO nowhere VALUES (1)"));
        assert!(source.message.contains("nowhere") && source.code.is_some(), "{source:?}");
        assert!(error.to_string().starts_with("blog/M2, step 2 of 2 (do SELECT 1;"), "{error}");
        let text = error.to_string();
        assert!(text.contains("\n  | INSERT INTO nowhere VALUES (1)") && text.contains(source.code.as_deref().unwrap()));
        assert_eq!(text.ends_with("\n  |             ^"), db.target == Postgres, "{text}");
        assert!(error.help().unwrap().contains("db:migrate"));
        assert_eq!(db.user_tables().await, ["author"]);
        assert_eq!(db.rows().await, ["blog/M1 applied"]);
        let journal = blog(&list("x")).history(&db.url, None).await.unwrap();
        let last = journal.last().unwrap();
        assert_eq!((last.event.as_str(), last.name.as_deref()), ("failed", Some("M2")));
        assert!(last.detail.as_deref().unwrap().contains("nowhere") && !last.detail.as_deref().unwrap().contains('\n'));
        migrate(&blog(&list("SELECT 2")), &db.url).await.unwrap();
        assert_eq!(db.user_tables().await, ["author", "post", "tag"]);
    }

    async fn several_groups_commit_one_by_one_and_say_where_they_stopped(db: &Db) {
        let steps = vec![
            sql(&["CREATE TABLE a (id INTEGER)"]),
            sql(&["CREATE TABLE b (id INTEGER)"]),
            sql(&["CREATE TABLE c (id INTEGER)"]).own_transaction(),
            sql(&["CREATE TABLE d (id INTEGER)"]),
            sql(&["INSERT INTO nowhere VALUES (1)"]),
        ];
        let migrator = blog(&[migration("M1", None, steps, vec![sql(&["SELECT 1"])])]);
        let error = migrate(&migrator, &db.url).await.unwrap_err();
        let Error::Step { at, .. } = &error else { panic!("{error}") };
        assert_eq!((at.step, at.of, at.committed), (5, 5, 3));
        assert!(error.help().unwrap().contains("steps 1 to 3"), "{:?}", error.help());
        assert_eq!(db.user_tables().await, ["a", "b", "c"]);
        assert_eq!(states(&migrator, db).await, ["M1 failed 4/5"]);
        assert_eq!(db.journal().await, ["started blog/M1", "step blog/M1", "step blog/M1", "failed blog/M1"]);
        let before = db.everything().await;
        assert_eq!(back(&migrator, db, 1).await.unwrap_err().code(), "failed");
        assert_eq!(db.everything().await, before);
        assert_eq!(migrate(&migrator, &db.url).await.unwrap_err().code(), "step_failed");
        assert_eq!(states(&migrator, db).await, ["M1 failed 4/5"]);
        db.execute("CREATE TABLE nowhere (id INTEGER)").await;
        assert_eq!(names(&migrate(&migrator, &db.url).await.unwrap()), ["blog/M1"]);
        assert_eq!(db.user_tables().await, ["a", "b", "c", "d", "nowhere"]);
    }

    async fn a_step_outside_any_transaction_runs_between_the_others(db: &Db) {
        let index = step("index the names")
            .postgres(&["CREATE INDEX CONCURRENTLY author_name ON author (name)"])
            .sqlite(&["CREATE INDEX author_name ON author (name)"])
            .no_transaction();
        let [m1, _, _] = three();
        let steps = vec![sql(&["INSERT INTO author VALUES (1, 'a')"]), index, sql(&["SELECT 1"])];
        let down = vec![sql(&["DROP INDEX author_name"]).no_transaction(), sql(&["DELETE FROM author"])];
        let migrator = blog(&[m1, migration("M2", Some("M1"), steps, down)]);
        migrate(&migrator, &db.url).await.unwrap();
        assert_eq!(states(&migrator, db).await, ["M1 applied", "M2 applied"]);
        let journal = db.journal().await;
        assert_eq!(journal[1..], ["started blog/M2", "step blog/M2", "step blog/M2", "applied blog/M2"]);
        assert_eq!(db.list("SELECT steps_done * 10 + steps_total FROM strobila_migrations WHERE name = 'M2'").await, ["33"]);
        back(&migrator, db, 1).await.unwrap();
        assert_eq!(db.rows().await, ["blog/M1 applied"]);
    }

    async fn a_step_outside_any_transaction_that_is_refused_leaves_nothing(db: &Db) {
        let bad = sql(&["CREATE INDEX i ON nowhere (id)"]).no_transaction();
        let migrator = blog(&[migration("M1", None, vec![bad], vec![])]);
        let error = migrate(&migrator, &db.url).await.unwrap_err();
        assert!(matches!(&error, Error::Step { at, .. } if at.committed == 0 && at.step == 1), "{error}");
        // It ran in one transaction with the row that records it.
        assert!(error.help().unwrap().contains("nothing of it is in the database"), "{:?}", error.help());
        assert_eq!(states(&migrator, db).await, ["M1 pending"]);
    }

    async fn a_migration_with_nothing_to_do_here_is_applied(db: &Db) {
        let elsewhere = step("elsewhere").mysql(&["SELECT 1"]);
        let migrator = blog(&[migration("M1", None, vec![elsewhere], vec![])]);
        migrate(&migrator, &db.url).await.unwrap();
        assert_eq!(states(&migrator, db).await, ["M1 applied"]);
        back(&migrator, db, 1).await.unwrap();
        assert_eq!(states(&migrator, db).await, ["M1 pending"]);
    }
}

on_all! {
    async fn what_happens_is_told_as_it_happens(db: &Db) {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let events = Arc::clone(&seen);
        let migrator = blog(&three()[..1]).on_event(move |event| {
            events.lock().unwrap().push(match event {
                Event::MigrationStarted { id, steps, .. } => format!("start {id} {steps}"),
                Event::StepStarted { step, of, title, .. } => format!("step {step}/{of} {}", &title[..9]),
                Event::StepFinished { step, .. } => format!("done {step}"),
                Event::MigrationFinished { id, .. } => format!("end {id}"),
                other => format!("{other:?}"),
            });
        });
        migrate(&migrator, &db.url).await.unwrap();
        assert_eq!(*seen.lock().unwrap(), ["start blog/M1 1", "step 1/1 do CREATE", "done 1", "end blog/M1"]);
    }

    async fn eight_at_once_on_an_empty_database_apply_each_once(db: &Db) {
        let steps = vec![sql(&["CREATE TABLE a (id INTEGER)"]), sql(&["CREATE TABLE b (id INTEGER)"]).own_transaction()];
        let mut list = three().to_vec();
        list.push(migration("M4", Some("M3"), steps, vec![]));
        for at in 5..15 {
            list.push(table(&format!("M{at}"), Some(&format!("M{}", at - 1)), &format!("t{at}")));
        }
        let module = module("blog", &list);
        let runs: Vec<_> = (0..8)
            .map(|_| {
                let url = db.url.clone();
                tokio::spawn(async move {
                    Migrator::new(&[module]).migrate(&url, &Selection::all()).await
                })
            })
            .collect();
        let mut done = 0;
        for run in runs {
            done += run.await.unwrap().unwrap().done.len();
        }
        assert_eq!(done, 14);
        assert_eq!(db.rows().await.len(), 14);
        // On MariaDB each begins with an entry of its own.
        let begun = if db.target == Mariadb { 13 } else { 0 };
        assert_eq!(db.journal().await.len(), 13 + 3 + begun);
    }

    async fn a_run_that_stands_between_its_groups_is_waited_for_and_a_dead_one_is_reported(db: &Db) {
        migrate(&blog(&three()[..2]), &db.url).await.unwrap();
        let stands = "UPDATE strobila_migrations SET state = 'running', steps_done = 0 WHERE name = 'M2'";
        let mut other = db.session().await;
        other.lock(Duration::ZERO).await.unwrap();
        other.execute(stands).await.unwrap();
        let url = db.url.clone();
        let waiting = tokio::spawn(async move { migrate(&blog(&three()), &url).await });
        tokio::time::sleep(Duration::from_millis(500)).await;
        let ends = "UPDATE strobila_migrations SET state = 'applied', steps_done = 1 WHERE name = 'M2'";
        other.execute(&format!("{ends}; {ANOTHER_RUN}")).await.unwrap();
        other.unlock().await.unwrap();
        other.close().await;
        assert_eq!(names(&waiting.await.unwrap().unwrap()), ["blog/M3"]);
        // Nobody is at work on this one: its runner was killed.
        db.execute(stands).await;
        assert_eq!(migrate(&blog(&three()), &db.url).await.unwrap_err().code(), "failed");
    }

    async fn a_lock_that_is_held_is_waited_for_and_then_an_error(db: &Db) {
        let mut other = db.session().await;
        other.lock(Duration::ZERO).await.unwrap();
        other.begin(false).await.unwrap();
        let waited = Arc::new(Mutex::new(0));
        let count = Arc::clone(&waited);
        let migrator = blog(&three()).wait(Duration::from_millis(300)).on_event(move |event| {
            if matches!(event, Event::Waiting { .. }) {
                *count.lock().unwrap() += 1;
            }
        });
        let error = migrate(&migrator, &db.url).await.unwrap_err();
        assert_eq!((error.code(), *waited.lock().unwrap()), ("locked", 1));
        let error = migrate(&blog(&three()).wait(Duration::ZERO), &db.url).await.unwrap_err();
        assert_eq!(error.code(), "locked");
        other.rollback().await.unwrap();
        other.unlock().await.unwrap();
        other.close().await;
        migrate(&migrator, &db.url).await.unwrap();
    }

    async fn hostile_texts_come_back_as_they_were(db: &Db) {
        let name = "b'l\"o\\g;--\u{1F41F}\n";
        let title = "it's \\ \"quoted\"; DROP TABLE strobila_meta; --";
        let up = step(title).sql(&["CREATE TABLE a (t TEXT DEFAULT 'it''s; \"x\" \\')"]);
        let down = step(title).sql(&["DROP TABLE a"]);
        let list = [migration("M'1", None, vec![up], vec![down]).down(Down::Lossy { loses: title }, vec![down].leak())];
        let migrator = Migrator::new(&[module(name, &list)]);
        migrate(&migrator, &db.url).await.unwrap();
        assert_eq!(states(&migrator, db).await, ["M'1 applied"]);
        let nobody = Migrator::new(&[]);
        let one = strobila::migrator::RollbackTo::Count(1);
        let planned = nobody.rollback_plan(&db.url, name, &one).await.unwrap();
        assert_eq!((planned[0].loses[0].as_str(), &*planned[0].steps[0].title), (title, title));
        nobody.rollback(&db.url, name, &one, strobila::migrator::Consent::Accepted).await.unwrap();
        assert!(db.user_tables().await.is_empty());
    }
}

/// The rebuild of a table that children point at with ON DELETE CASCADE.
const REBUILD: &[Step<'_>] = &[
    step("say more of authors").sql(&["ALTER TABLE author ADD COLUMN bio TEXT"]),
    step("require author.name").expects("author", "id,name,bio").rebuild_sqlite(
        "author",
        &[
            "CREATE TABLE strobila_new_author (id INTEGER PRIMARY KEY, name TEXT NOT NULL, bio TEXT)",
            "INSERT INTO strobila_new_author (id, name, bio) SELECT id, coalesce(name, ''), bio FROM author ORDER BY rowid",
            "DROP TABLE author",
            "ALTER TABLE strobila_new_author RENAME TO author",
        ],
    ),
];

async fn a_rebuild_keeps_the_children(db: &Db) {
    let [m1, _, _] = three();
    migrate(&blog(&[m1]), &db.url).await.unwrap();
    db.execute(
        "CREATE TABLE post (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id) ON DELETE CASCADE);
         INSERT INTO author VALUES (1, NULL), (2, 'b'); INSERT INTO post VALUES (1, 1), (2, 2)",
    )
    .await;
    let up = REBUILD;
    let list = [m1, Migration { up, ..migration("M2", Some("M1"), vec![], vec![]) }];
    migrate(&blog(&list), &db.url).await.unwrap();
    assert_eq!(db.list("SELECT count(*) FROM post").await, ["2"]);
    assert_eq!(db.list("SELECT name FROM author ORDER BY id").await, ["", "b"]);
    assert_eq!(states(&blog(&list), db).await, ["M1 applied", "M2 applied"]);
}

#[test]
fn a_rebuild_on_sqlite_keeps_the_children() {
    on_sqlite(|db| Box::pin(a_rebuild_keeps_the_children(db)));
}
