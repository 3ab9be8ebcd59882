//! History and journal say the truth, or the lie is found. Names begin with the row of docs/reliability.md.

use strobila::migration::*;
use strobila::migrator::{Consent, Migrator, Repair, RollbackTo};
use strobila::{Conflict, Error, Id};

use crate::support::*;

fn id(name: &str) -> Id {
    Id::new("blog", name)
}

async fn repair(migrator: &Migrator, db: &Db, name: &str, repair: Repair) -> Result<(), Error> {
    migrator.repair(&db.url, &id(name), repair, "looked at it").await
}

/// M1 stops at its second group, and the first stays.
fn stops() -> Migrator {
    let up = vec![
        sql(&["CREATE TABLE a (id INTEGER)"]).own_transaction(),
        sql(&["INSERT INTO nowhere VALUES (1)"]).own_transaction(),
    ];
    blog(&[migration("M1", None, up, vec![sql(&["DROP TABLE a"])])])
}

/// The file of M1 holds another table than it did.
fn edited() -> [Migration<'static>; 3] {
    let [_, m2, m3] = three();
    [table("M1", None, "writer"), m2, m3]
}

on_all! {
    async fn row_13_an_applied_migration_that_was_edited_deleted_or_renamed_is_named(db: &Db) {
        migrate(&blog(&three()[..2]), &db.url).await.unwrap();
        let before = db.everything().await;
        let error = migrate(&blog(&edited()), &db.url).await.unwrap_err();
        let Error::History(conflicts) = &error else { panic!("{error}") };
        let [Conflict::Edited { id: edited, recorded, found }] = &conflicts[..] else { panic!("{error}") };
        assert_eq!(*edited, id("M1"));
        assert!(error.to_string().contains(recorded) && error.to_string().contains(found), "{error}");
        assert_ne!(recorded, found);
        // Deleted, with a new one in its place.
        let [m1, ..] = three();
        let error = migrate(&blog(&[m1, table("M9", Some("M1"), "late")]), &db.url).await.unwrap_err();
        assert!(matches!(&error, Error::History(list) if list[..] == [Conflict::Missing { id: id("M2") }]), "{error}");
        // Renamed.
        let renamed = table("M2b", Some("M1"), "post");
        let error = migrate(&blog(&[m1, renamed]), &db.url).await.unwrap_err();
        assert!(error.to_string().contains("blog/M2 is applied, and there is no file"), "{error}");
        // Twice in one module.
        assert_eq!(migrate(&blog(&[m1, m1]), &db.url).await.unwrap_err().code(), "duplicate");
        // Only ahead: no error.
        assert!(migrate(&blog(&[m1]), &db.url).await.unwrap().done.is_empty());
        assert_eq!(db.everything().await, before, "nothing was written");
    }

    async fn row_26_a_rollback_without_its_file_or_with_a_failing_way_down_takes_no_other(db: &Db) {
        let [m1, m2, m3] = three();
        let no_way = m3.down(Down::Irreversible { because: "the tags went to the moon" }, &[]);
        migrate(&blog(&[m1, m2, no_way]), &db.url).await.unwrap();
        let before = db.everything().await;
        let error = back(&blog(&[m1, m2, no_way]), db, 1).await.unwrap_err();
        assert_eq!(error.code(), "irreversible");
        // Its file is gone, and the stored way down says the same.
        let error = back(&blog(&[m1, m2]), db, 1).await.unwrap_err();
        assert!(error.to_string().contains("blog/M3") && error.to_string().contains("the moon"), "{error}");
        assert_eq!(db.everything().await, before);
        // A way down that fails: M3 stays the last one, and M2 is never taken in its place.
        let failing = m3.down(Down::Exact, vec![sql(&["DROP TABLE nowhere"])].leak());
        let migrator = blog(&[m1, m2, failing]);
        assert_eq!(back(&migrator, db, 1).await.unwrap_err().code(), "step_failed");
        assert_eq!(db.user_tables().await, ["author", "post", "tag"]);
        let rows = db.list("SELECT name FROM strobila_migrations ORDER BY seq").await;
        assert_eq!(rows, ["M1", "M2", "M3"]);
        // Mended in the file, it goes.
        assert_eq!(names(&back(&blog(&three()), db, 1).await.unwrap()), ["blog/M3"]);
        assert_eq!(db.user_tables().await, ["author", "post"]);
    }

    async fn row_31_a_repair_that_makes_no_sense_is_refused(db: &Db) {
        let migrator = blog(&three());
        migrate(&blog(&three()[..2]), &db.url).await.unwrap();
        let before = db.everything().await;
        let all = [Repair::MarkApplied, Repair::MarkRolledBack, Repair::Remove, Repair::AcceptChecksum];
        for one in all {
            // Healthy, and not there yet.
            for (name, state) in [("M1", "applied"), ("M3", "pending")] {
                let error = repair(&migrator, db, name, one).await.unwrap_err();
                assert_eq!(error.code(), "not_repairable", "{name} {one:?}");
                assert!(error.to_string().contains(&format!("blog/{name} is {state}")), "{error}");
                assert!(error.help().is_some_and(|help| help.contains("db:")), "{error}");
            }
            // Unknown.
            let error = repair(&migrator, db, "M9", one).await.unwrap_err();
            assert_eq!(error.code(), "unknown_migration");
            let error = migrator.repair(&db.url, &Id::new("blgo", "M1"), one, "why").await.unwrap_err();
            assert_eq!(error.code(), "unknown_module");
            // Without a reason, on a migration that could be mended.
            for reason in ["", " \n"] {
                let error = blog(&edited()).repair(&db.url, &id("M1"), one, reason).await.unwrap_err();
                assert_eq!(error.code(), "no_reason");
            }
        }
        // One that a newer release applied.
        let error = repair(&blog(&three()[..1]), db, "M2", Repair::Remove).await.unwrap_err();
        assert!(error.to_string().contains("is ahead"), "{error}");
        assert_eq!(db.everything().await, before, "nothing was written");
    }

    async fn row_31_a_repair_says_who_and_why_and_runs_no_statement(db: &Db) {
        let migrator = stops().applied_by("ana");
        migrate(&migrator, &db.url).await.unwrap_err();
        assert_eq!(states(&migrator, db).await, ["M1 failed 2/2"]);
        for wrong in [Repair::Remove, Repair::AcceptChecksum] {
            assert_eq!(repair(&migrator, db, "M1", wrong).await.unwrap_err().code(), "not_repairable");
        }
        repair(&migrator, db, "M1", Repair::MarkApplied).await.unwrap();
        assert_eq!(states(&migrator, db).await, ["M1 applied"]);
        assert_eq!(db.user_tables().await, ["a"]);
        let last = migrator.history(&db.url, None).await.unwrap().pop().unwrap();
        assert_eq!((last.event.as_str(), last.detail.as_deref()), ("marked_applied", Some("ana: looked at it")));
        assert_eq!(names(&back(&migrator, db, 1).await.unwrap()), ["blog/M1"]);
        // And the other way.
        migrate(&migrator, &db.url).await.unwrap_err();
        db.execute("DROP TABLE a").await;
        repair(&migrator, db, "M1", Repair::MarkRolledBack).await.unwrap();
        assert_eq!(states(&migrator, db).await, ["M1 pending"]);
        assert_eq!(repair(&migrator, db, "M1", Repair::MarkRolledBack).await.unwrap_err().code(), "not_repairable");
    }

    async fn an_edited_file_that_is_right_is_accepted_with_its_way_down(db: &Db) {
        migrate(&blog(&three()), &db.url).await.unwrap();
        let [m1, m2, _] = three();
        let m3 = table("M3", Some("M2"), "label");
        let migrator = blog(&[m1, m2, m3]);
        assert_eq!(states(&migrator, db).await[2], "M3 edited");
        db.execute("ALTER TABLE tag RENAME TO label").await;
        repair(&migrator, db, "M3", Repair::AcceptChecksum).await.unwrap();
        assert_eq!(states(&migrator, db).await[2], "M3 applied");
        assert_eq!(repair(&migrator, db, "M3", Repair::AcceptChecksum).await.unwrap_err().code(), "not_repairable");
        // Its file is gone, and the way down that was accepted runs.
        let report = blog(&[m1, m2]).rollback(&db.url, "blog", &RollbackTo::Count(1), Consent::Refused).await;
        assert_eq!(names(&report.unwrap()), ["blog/M3"]);
        assert_eq!(db.user_tables().await, ["author", "post"]);
    }

    async fn a_row_without_a_file_or_module_is_removed_and_what_it_made_stays(db: &Db) {
        let other = Migrator::new(&[module("other", &[table("O1", None, "o")])]);
        migrate(&other, &db.url).await.unwrap();
        let migrator = blog(&three());
        migrate(&migrator, &db.url).await.unwrap();
        let [m1, _, _] = three();
        let without = blog(&[m1, table("M4", Some("M1"), "late")]);
        repair(&without, db, "M2", Repair::Remove).await.unwrap();
        repair(&without, db, "M3", Repair::Remove).await.unwrap();
        assert_eq!(names(&migrate(&without, &db.url).await.unwrap()), ["blog/M4"]);
        assert_eq!(db.user_tables().await, ["author", "late", "o", "post", "tag"]);
        migrator.repair(&db.url, &Id::new("other", "O1"), Repair::Remove, "it left").await.unwrap();
        assert!(migrator.status(&db.url).await.unwrap().unknown_modules.is_empty());
    }

    async fn a_repair_compares_the_history_again_under_the_lock(db: &Db) {
        let migrator = stops();
        migrate(&migrator, &db.url).await.unwrap_err();
        // Another run mends it between the look and the lock: each repair is a run of its own.
        let (one, other) = tokio::join!(
            repair(&migrator, db, "M1", Repair::MarkApplied),
            repair(&migrator, db, "M1", Repair::MarkRolledBack)
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let error = one.err().or(other.err()).unwrap();
        assert!(["history_moved", "not_repairable"].contains(&error.code()), "{error}");
        let marks = db.journal().await.into_iter().filter(|entry| entry.starts_with("marked_")).count();
        assert_eq!(marks, 1);
    }

    async fn row_36_a_row_removed_from_the_history_is_found_and_mended(db: &Db) {
        let migrator = blog(&three());
        migrate(&migrator, &db.url).await.unwrap();
        db.execute("DELETE FROM strobila_migrations WHERE name = 'M3'").await;
        assert_eq!(states(&migrator, db).await[2], "M3 pending");
        let conflicts = migrator.status(&db.url).await.unwrap().conflicts();
        assert_eq!(
            conflicts,
            [Conflict::JournalDiffers { id: id("M3"), in_history: false, journal: Some("applied".to_owned()) }]
        );
        let before = db.everything().await;
        let error = migrate(&migrator, &db.url).await.unwrap_err();
        assert_eq!(error.code(), "journal_differs");
        assert!(error.help().unwrap().contains("db:repair blog/M3 --mark-applied"), "{error}");
        assert_eq!(db.everything().await, before);
        repair(&migrator, db, "M3", Repair::MarkApplied).await.unwrap();
        assert_eq!(states(&migrator, db).await[2], "M3 applied");
        assert_eq!(names(&back(&migrator, db, 1).await.unwrap()), ["blog/M3"]);
        // The table went with the row: the journal learns it.
        db.execute("DELETE FROM strobila_migrations WHERE name = 'M2'").await;
        db.execute("DROP TABLE post").await;
        repair(&migrator, db, "M2", Repair::MarkRolledBack).await.unwrap();
        assert_eq!(names(&migrate(&migrator, &db.url).await.unwrap()), ["blog/M2", "blog/M3"]);
    }

    async fn row_36_a_row_that_came_by_hand_is_found(db: &Db) {
        let migrator = stops();
        migrate(&migrator, &db.url).await.unwrap_err();
        db.execute("UPDATE strobila_migrations SET state = 'applied', steps_done = steps_total").await;
        let error = migrate(&migrator, &db.url).await.unwrap_err();
        let differs = Conflict::JournalDiffers { id: id("M1"), in_history: true, journal: None };
        assert!(matches!(&error, Error::History(list) if list[..] == [differs.clone()]), "{error}");
        assert_eq!(back(&migrator, db, 1).await.unwrap_err().code(), "journal_differs");
        repair(&migrator, db, "M1", Repair::MarkApplied).await.unwrap();
        assert!(migrate(&migrator, &db.url).await.unwrap().done.is_empty());
        assert_eq!(names(&back(&migrator, db, 1).await.unwrap()), ["blog/M1"]);
    }

    async fn row_36_an_edited_row_of_the_history_is_found(db: &Db) {
        let migrator = blog(&three());
        migrate(&migrator, &db.url).await.unwrap();
        db.execute("UPDATE strobila_migrations SET checksum_up = 'x' WHERE name = 'M2'").await;
        assert_eq!(migrate(&migrator, &db.url).await.unwrap_err().code(), "edited");
        db.execute("UPDATE strobila_migrations SET state = 'fine' WHERE name = 'M2'").await;
        assert_eq!(migrate(&migrator, &db.url).await.unwrap_err().code(), "broken_history");
    }

    async fn row_36_rows_edited_in_or_removed_from_the_journal_are_found(db: &Db) {
        let migrator = blog(&three());
        migrate(&migrator, &db.url).await.unwrap();
        db.execute("UPDATE strobila_journal SET event = 'rolled_back' WHERE name = 'M2' AND event = 'applied'").await;
        let conflicts = migrator.status(&db.url).await.unwrap().conflicts();
        assert_eq!(
            conflicts,
            [Conflict::JournalDiffers { id: id("M2"), in_history: true, journal: Some("rolled_back".to_owned()) }]
        );
        repair(&migrator, db, "M2", Repair::MarkApplied).await.unwrap();
        assert_eq!(migrator.status(&db.url).await.unwrap().journal_gaps, 0);
        db.execute("DELETE FROM strobila_journal WHERE name = 'M1'").await;
        let status = migrator.status(&db.url).await.unwrap();
        assert!(status.journal_gaps > 0);
        assert_eq!(status.conflicts().len(), 1);
        assert_eq!(migrate(&migrator, &db.url).await.unwrap_err().code(), "journal_differs");
        // All of it.
        db.execute("DELETE FROM strobila_journal").await;
        assert_eq!(migrator.status(&db.url).await.unwrap().conflicts().len(), 3);
    }

    async fn a_renamed_module_keeps_what_its_journal_says(db: &Db) {
        migrate(&blog(&three()[..2]), &db.url).await.unwrap();
        let content = Migrator::new(&[renamed(module("content", &three()), "blog")]);
        assert!(content.status(&db.url).await.unwrap().conflicts().is_empty());
        migrate(&content, &db.url).await.unwrap();
        // The attribute may go: the journal tells of the rename.
        let later = Migrator::new(&[module("content", &three())]);
        assert!(later.status(&db.url).await.unwrap().conflicts().is_empty());
        assert!(migrate(&later, &db.url).await.unwrap().done.is_empty());
    }
}

/// A look that says what it is told, and what it saw of the database.
struct Look {
    holds: bool,
    tables: Vec<String>,
}

impl strobila::migrator::Prove for Look {
    fn holds<'a>(
        &'a mut self,
        session: &'a mut dyn strobila::dialect::Session,
    ) -> strobila::dialect::BoxFuture<'a, Result<bool, strobila::dialect::DatabaseError>> {
        Box::pin(async move {
            let found = session.introspect().await?;
            self.tables = found.schema.tables.keys().map(ToString::to_string).collect();
            Ok(self.holds)
        })
    }
}

on_all! {
    async fn a_baseline_looks_again_under_the_lock_and_marks_nothing_that_does_not_hold(db: &Db) {
        let migrator = blog(&three());
        db.execute("CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT)").await;
        let mut look = Look { holds: false, tables: Vec::new() };
        assert!(migrator.baseline_proven(&db.url, "blog", Some("M1"), &mut look).await.unwrap().is_none());
        assert_eq!(look.tables, ["author"]);
        assert_eq!(states(&migrator, db).await[0], "M1 pending");
        look.holds = true;
        let report = migrator.baseline_proven(&db.url, "blog", Some("M1"), &mut look).await.unwrap().unwrap();
        assert_eq!(names(&report), ["blog/M1"]);
        assert_eq!(names(&migrate(&migrator, &db.url).await.unwrap()), ["blog/M2", "blog/M3"]);
    }
}

// Elsewhere a statement shares a transaction with what tells of it.
tests_on! { [on_mariadb]
    async fn a_statement_in_doubt_that_nothing_decides_is_decided_by_a_person(db: &Db) {
        let outside = |sqls: &[&str]| sql(sqls).no_transaction();
        let up = vec![
            sql(&["CREATE TABLE a (id INTEGER)"]).own_transaction(),
            outside(&["CREATE TABLE b (id INTEGER)", "CREATE TABLE c (id INTEGER)"]),
            sql(&["CREATE TABLE d (id INTEGER)"]).own_transaction(),
        ];
        let migrator = blog(&[migration("M1", None, up, vec![sql(&["DROP TABLE a"])])]).applied_by("ana");
        for (is_in, repaired, event) in [(true, Repair::ResumeAfter, "done"), (false, Repair::ResumeAt, "undone")] {
            // It stops at `c`, and then as if the server had been killed there, with nothing that tells.
            db.execute("CREATE TABLE c (x INTEGER)").await;
            migrate(&migrator, &db.url).await.unwrap_err();
            let begun = "SELECT max(id) || '' FROM strobila_journal WHERE event = 'begun'";
            let id: i64 = db.list(begun).await[0].parse().unwrap();
            let detail = db.list(&format!("SELECT detail FROM strobila_journal WHERE id = {id}")).await;
            let mut detail: serde_json::Value = serde_json::from_str(&detail[0]).unwrap();
            for key in ["subject", "before", "repeatable"] {
                detail.as_object_mut().unwrap().remove(key);
            }
            db.execute(&format!("DELETE FROM strobila_journal WHERE id > {id}")).await;
            db.execute(&format!("UPDATE strobila_journal SET detail = '{detail}' WHERE id = {id}")).await;
            assert_eq!(repair(&migrator, db, "M1", Repair::AcceptChecksum).await.unwrap_err().code(), "not_repairable");
            let error = migrate(&migrator, &db.url).await.unwrap_err();
            assert_eq!(error.code(), "in_doubt", "{error}");
            let help = error.help().unwrap();
            assert!(help.contains("db:repair blog/M1 --resume after") && help.contains("--resume at"), "{help}");
            if !is_in {
                db.execute("DROP TABLE c").await;
            }
            repair(&migrator, db, "M1", repaired).await.unwrap();
            let last = migrator.history(&db.url, None).await.unwrap().pop().unwrap();
            assert_eq!(last.event, event);
            assert!(last.detail.unwrap().contains("ana: looked at it"));
            let error = repair(&migrator, db, "M1", repaired).await.unwrap_err();
            assert!(error.help().unwrap().contains("no statement is in doubt"), "{error}");
            assert_eq!(names(&migrate(&migrator, &db.url).await.unwrap()), ["blog/M1"]);
            assert_eq!(db.user_tables().await, ["a", "b", "c", "d"]);
            db.execute("DROP TABLE a; DROP TABLE b; DROP TABLE c; DROP TABLE d").await;
            db.execute("DELETE FROM strobila_migrations; DELETE FROM strobila_journal").await;
        }
    }
}

on_all! {
    async fn row_17_the_order_is_never_the_clock_s(db: &Db) {
        let at = |seconds: u64| {
            let moment = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            move |list: &[Migration<'static>]| blog(list).clock(move || moment)
        };
        // Behind 2038, the far future, and 1970.
        for (list, seconds) in [(1, 2_147_483_648_u64), (2, 253_370_764_800), (3, 1)] {
            let migrator = at(seconds)(&three()[..list]);
            assert_eq!(migrate(&migrator, &db.url).await.unwrap().done.len(), 1);
        }
        let times = db.list("SELECT finished_at FROM strobila_migrations ORDER BY seq").await;
        assert_eq!(times[0], "2038-01-19T03:14:08.000Z");
        assert!(times[1].starts_with("9999-") && times[2].starts_with("1970-"), "{times:?}");
        let migrator = blog(&three());
        assert!(migrator.status(&db.url).await.unwrap().conflicts().is_empty());
        assert_eq!(names(&back(&migrator, db, 1).await.unwrap()), ["blog/M3"]);
    }
}
