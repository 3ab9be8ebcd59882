//! The way back: the last one, never another.

use std::sync::{Arc, Mutex};

use strobila::migration::*;
use strobila::migrator::{Consent, Event, Migrator, Origin, RollbackTo};
use strobila::{Error, Id};

use crate::support::*;

/// M3 of blog, with another way down.
fn with_down(down: Down<'static>, steps: &'static [Step<'static>]) -> [Migration<'static>; 3] {
    let [m1, m2, m3] = three();
    [m1, m2, m3.down(down, steps)]
}

on_both! {
    async fn a_failing_way_down_leaves_everything(db: &Db) {
        let down = vec![sql(&["DROP TABLE tag"]), sql(&["DROP TABLE nowhere"])].leak();
        let migrator = blog(&with_down(Down::Exact, down));
        migrate(&migrator, &db.url).await.unwrap();
        let error = back(&migrator, db, 1).await.unwrap_err();
        let Error::Step { at, .. } = &error else { panic!("{error}") };
        assert_eq!((at.step, at.of, at.committed), (2, 2, 0));
        assert_eq!(at.statement.as_deref(), Some("DROP TABLE nowhere"));
        assert_eq!(db.user_tables().await, ["author", "post", "tag"]);
        assert_eq!(states(&migrator, db).await[2], "M3 applied");
        assert_eq!(db.journal().await.last().unwrap(), "rollback_failed blog/M3");
    }
}

on_all! {
    async fn the_last_goes_then_so_many_then_all(db: &Db) {
        let list = [three().to_vec(), vec![table("M4", Some("M3"), "a"), table("M5", Some("M4"), "b")]].concat();
        let migrator = blog(&list);
        assert!(back(&migrator, db, 1).await.unwrap().done.is_empty());
        migrate(&migrator, &db.url).await.unwrap();
        assert_eq!(names(&back(&migrator, db, 1).await.unwrap()), ["blog/M5"]);
        assert_eq!(names(&back(&migrator, db, 2).await.unwrap()), ["blog/M4", "blog/M3"]);
        assert_eq!(db.user_tables().await, ["author", "post"]);
        let to = |name: &str| RollbackTo::Name(name.to_owned());
        let error = migrator.rollback(&db.url, "blog", &to("M4"), Consent::Refused).await.unwrap_err();
        assert_eq!(error.code(), "not_applied");
        let error = migrator.rollback(&db.url, "blog", &to("M9"), Consent::Refused).await.unwrap_err();
        assert_eq!(error.code(), "unknown_migration");
        assert_eq!(back(&migrator, db, 3).await.unwrap_err().code(), "too_many");
        let report = migrator.rollback(&db.url, "blog", &to("M1"), Consent::Refused).await.unwrap();
        assert_eq!(names(&report), ["blog/M2"]);
        assert_eq!(db.user_tables().await, ["author"]);
        migrate(&migrator, &db.url).await.unwrap();
        let report = migrator.rollback(&db.url, "blog", &RollbackTo::All, Consent::Refused).await.unwrap();
        assert_eq!(report.done.len(), 5);
        assert!(db.user_tables().await.is_empty() && db.rows().await.is_empty());
        assert_eq!(db.journal().await.last().unwrap(), "rolled_back blog/M1");
    }

    async fn what_is_lost_must_be_accepted(db: &Db) {
        let list = with_down(Down::Lossy { loses: "the rows of tag" }, three()[2].down_steps);
        let migrator = blog(&list);
        migrate(&migrator, &db.url).await.unwrap();
        let before = db.everything().await;
        let planned = migrator.rollback_plan(&db.url, "blog", &RollbackTo::Count(2)).await.unwrap();
        assert_eq!(planned[0].loses, ["the rows of tag"]);
        assert_eq!(planned[0].steps[0].statements, ["DROP TABLE tag"]);
        let error = back(&migrator, db, 2).await.unwrap_err();
        let Error::LossNotAccepted(losses) = &error else { panic!("{error}") };
        assert_eq!((losses.len(), &losses[0].id), (1, &Id::new("blog", "M3")));
        assert!(error.to_string().contains("the rows of tag"), "{error}");
        assert_eq!(db.everything().await, before);
        migrator.rollback(&db.url, "blog", &RollbackTo::Count(1), Consent::Accepted).await.unwrap();
        assert_eq!(db.user_tables().await, ["author", "post"]);
    }

    async fn never_another_than_the_one_asked(db: &Db) {
        for list in [with_down(Down::Irreversible { because: "mails were sent" }, &[]), with_down(Down::Exact, &[])] {
            let migrator = blog(&list);
            migrate(&migrator, &db.url).await.unwrap();
            let before = db.everything().await;
            for count in [1, 2] {
                let error = back(&migrator, db, count).await.unwrap_err();
                assert!(matches!(&error, Error::Irreversible { id, .. } if id.name == "M3"), "{error}");
            }
            assert_eq!(db.everything().await, before);
            let gone = "DROP TABLE tag; DELETE FROM strobila_migrations WHERE name = 'M3'";
            db.execute(&format!("{gone}; DELETE FROM strobila_journal WHERE name = 'M3'")).await;
        }
    }

    async fn without_its_file_the_stored_way_down_runs(db: &Db) {
        let list = with_down(Down::Lossy { loses: "the rows of tag" }, three()[2].down_steps);
        migrate(&blog(&list), &db.url).await.unwrap();
        let migrator = blog(&three()[..2]);
        let planned = migrator.rollback_plan(&db.url, "blog", &RollbackTo::Count(1)).await.unwrap();
        assert_eq!((planned[0].id.name.as_str(), planned[0].origin), ("M3", Origin::Stored));
        assert_eq!(back(&migrator, db, 1).await.unwrap_err().code(), "loss_not_accepted");
        let one = RollbackTo::Count(1);
        migrator.rollback(&db.url, "blog", &one, Consent::Accepted).await.unwrap();
        assert_eq!(db.user_tables().await, ["author", "post"]);
        // A whole module without its code can go as well.
        let nobody = Migrator::new(&[]);
        let report = nobody.rollback(&db.url, "blog", &RollbackTo::All, Consent::Accepted).await.unwrap();
        assert_eq!(names(&report), ["blog/M2", "blog/M1"]);
        assert!(db.user_tables().await.is_empty());
        let error = nobody.rollback(&db.url, "blog", &one, Consent::Accepted).await.unwrap_err();
        assert_eq!(error.code(), "unknown_module");
    }

    async fn a_stored_way_down_that_cannot_run_is_refused_by_name(db: &Db) {
        migrate(&blog(&three()), &db.url).await.unwrap();
        let migrator = blog(&three()[..2]);
        for broken in [
            r#"'{"kind":"exact","steps":[{"title":"t","statements":[],"code":"backfill"}]}'"#,
            "'{'",
            "NULL",
        ] {
            db.execute(&format!("UPDATE strobila_migrations SET down = {broken} WHERE name = 'M3'")).await;
            let error = back(&migrator, db, 1).await.unwrap_err();
            assert!(matches!(&error, Error::NoWayDown { id, .. } if id.name == "M3"), "{error}");
        }
        let control = r#"{"kind":"exact","steps":[{"title":"t","statements":["COMMIT"]}]}"#;
        db.execute(&format!("UPDATE strobila_migrations SET down = '{control}' WHERE name = 'M3'")).await;
        assert_eq!(back(&migrator, db, 1).await.unwrap_err().code(), "bad_statement");
        assert_eq!(db.user_tables().await, ["author", "post", "tag"]);
    }

    async fn while_something_leans_on_it_it_stays(db: &Db) {
        let shop = [requiring(table("S1", None, "sale"), &[("blog", "M3")])];
        let both = Migrator::new(&[module("blog", &three()), module("shop", &shop)]);
        migrate(&both, &db.url).await.unwrap();
        // By the file, and by the history alone when the other module's code is gone.
        for migrator in [&both, &blog(&three())] {
            let error = back(migrator, db, 1).await.unwrap_err();
            let Error::InUse { id, by } = &error else { panic!("{error}") };
            assert_eq!((id, by), (&Id::new("blog", "M3"), &vec![Id::new("shop", "S1")]));
        }
        assert_eq!(db.rows().await.len(), 4);
        both.rollback(&db.url, "shop", &RollbackTo::Count(1), Consent::Refused).await.unwrap();
        assert_eq!(names(&back(&both, db, 1).await.unwrap()), ["blog/M3"]);
    }

    async fn one_that_was_applied_late_stays_under_its_follower(db: &Db) {
        let [m1, m2, _] = three();
        migrate(&blog(&[m1, m2]), &db.url).await.unwrap();
        let list = [m1, table("M1b", Some("M1"), "late"), Migration { after: Some("M1b"), ..m2 }];
        let migrator = blog(&list).allow_out_of_order(true);
        migrate(&migrator, &db.url).await.unwrap();
        let error = back(&migrator, db, 1).await.unwrap_err();
        assert!(matches!(&error, Error::InUse { id, by } if id.name == "M1b" && by[0].name == "M2"), "{error}");
        // The history knows whom it followed when its file is gone.
        db.execute("UPDATE strobila_migrations SET parent = 'M1b' WHERE name = 'M2'").await;
        let error = back(&blog(&list[..2]), db, 1).await.unwrap_err();
        assert!(matches!(&error, Error::InUse { id, by } if id.name == "M1b" && by[0].name == "M2"), "{error}");
        assert_eq!(names(&back(&migrator, db, 2).await.unwrap()), ["blog/M1b", "blog/M2"]);
    }

    async fn a_renamed_module_goes_back_with_and_without_its_file(db: &Db) {
        migrate(&blog(&three()), &db.url).await.unwrap();
        let content = Migrator::new(&[renamed(module("content", &three()[..2]), "blog")]);
        let one = RollbackTo::Count(1);
        let planned = content.rollback_plan(&db.url, "content", &one).await.unwrap();
        assert_eq!((planned[0].id.to_string().as_str(), planned[0].origin), ("content/M3", Origin::Stored));
        let report = content.rollback(&db.url, "content", &one, Consent::Refused).await.unwrap();
        assert_eq!(names(&report), ["content/M3"]);
        assert_eq!(db.rows().await, ["content/M1 applied", "content/M2 applied"]);
        content.rollback(&db.url, "content", &one, Consent::Refused).await.unwrap();
        assert_eq!(db.user_tables().await, ["author"]);
    }

    async fn an_edited_one_is_refused_and_another_way_down_runs_as_the_file_says(db: &Db) {
        migrate(&blog(&three()), &db.url).await.unwrap();
        let mut edited = three();
        edited[2].up = vec![sql(&["CREATE TABLE tag (id INTEGER)"])].leak();
        assert_eq!(back(&blog(&edited), db, 1).await.unwrap_err().code(), "edited");
        let down = vec![sql(&["ALTER TABLE tag RENAME TO old_tag"])].leak();
        let events = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&events);
        let migrator = blog(&with_down(Down::Exact, down))
            .on_event(move |event| seen.lock().unwrap().push(event.clone()));
        assert!(migrator.status(&db.url).await.unwrap().modules[0].migrations[2].down_differs);
        back(&migrator, db, 1).await.unwrap();
        assert_eq!(db.user_tables().await, ["author", "old_tag", "post"]);
        let id = Id::new("blog", "M3");
        assert!(events.lock().unwrap().contains(&Event::DownDiffers { id }));
    }

    async fn a_way_down_of_several_groups_says_where_it_stopped(db: &Db) {
        let down = vec![sql(&["DROP TABLE tag"]).own_transaction(), sql(&["DROP TABLE nowhere"])].leak();
        let migrator = blog(&with_down(Down::Exact, down));
        migrate(&migrator, &db.url).await.unwrap();
        let error = back(&migrator, db, 1).await.unwrap_err();
        assert!(matches!(&error, Error::Step { at, .. } if at.committed == 1), "{error}");
        assert_eq!(db.user_tables().await, ["author", "post"]);
        assert_eq!(states(&migrator, db).await[2], "M3 failed 2/2");
        assert_eq!(migrate(&migrator, &db.url).await.unwrap_err().code(), "failed");
        assert_eq!(back(&migrator, db, 1).await.unwrap_err().code(), "step_failed");
        db.execute("CREATE TABLE nowhere (id INTEGER)").await;
        assert_eq!(names(&back(&migrator, db, 1).await.unwrap()), ["blog/M3"]);
        assert_eq!(db.user_tables().await, ["author", "post"]);
    }

    async fn a_way_down_of_several_groups_runs_to_its_end(db: &Db) {
        let down = vec![sql(&["DELETE FROM tag"]).own_transaction(), sql(&["DROP TABLE tag"])].leak();
        let migrator = blog(&with_down(Down::Exact, down));
        migrate(&migrator, &db.url).await.unwrap();
        back(&migrator, db, 1).await.unwrap();
        assert_eq!(db.user_tables().await, ["author", "post"]);
        let journal = db.journal().await;
        assert_eq!(journal[journal.len() - 3..], ["rolling_back blog/M3", "step blog/M3", "rolled_back blog/M3"]);
        assert_eq!(states(&migrator, db).await[2], "M3 pending");
    }

    async fn two_rollbacks_at_once_take_back_one(db: &Db) {
        migrate(&blog(&three()), &db.url).await.unwrap();
        let mut other = db.session().await;
        other.lock(std::time::Duration::ZERO).await.unwrap();
        other.begin(false).await.unwrap();
        let (tell, told) = tokio::sync::oneshot::channel();
        let tell = Mutex::new(Some(tell));
        let migrator = blog(&three()).on_event(move |event| {
            if let (Event::Waiting { .. }, Some(tell)) = (event, tell.lock().unwrap().take()) {
                tell.send(()).unwrap();
            }
        });
        let url = db.url.clone();
        let waiting = tokio::spawn(async move {
            migrator.rollback(&url, "blog", &RollbackTo::Count(1), Consent::Refused).await
        });
        told.await.unwrap();
        // The other run takes M3 back and ends.
        other.execute("DROP TABLE tag; DELETE FROM strobila_migrations WHERE name = 'M3'").await.unwrap();
        other.execute(ANOTHER_RUN)
            .await
            .unwrap();
        other.commit().await.unwrap();
        other.unlock().await.unwrap();
        other.close().await;
        let error = waiting.await.unwrap().unwrap_err();
        assert!(matches!(&error, Error::Moved { id } if id.name == "M3"), "{error}");
        assert_eq!(db.rows().await, ["blog/M1 applied", "blog/M2 applied"]);
    }

    async fn what_was_planned_goes_or_nothing(db: &Db) {
        migrate(&blog(&three()[..2]), &db.url).await.unwrap();
        let migrator = blog(&three());
        let planned = migrator.rollback_plan(&db.url, "blog", &RollbackTo::Count(1)).await.unwrap();
        assert_eq!(planned[0].id.name, "M2");
        // Another run applies M3 while a person reads what goes.
        migrate(&migrator, &db.url).await.unwrap();
        let everything = db.everything().await;
        let error = migrator.rollback_planned(&db.url, "blog", &planned, Consent::Accepted).await.unwrap_err();
        assert!(matches!(&error, Error::Moved { id } if id.name == "M2"), "{error}");
        assert_eq!(db.everything().await, everything);
        let planned = migrator.rollback_plan(&db.url, "blog", &RollbackTo::Count(2)).await.unwrap();
        let report = migrator.rollback_planned(&db.url, "blog", &planned, Consent::Accepted).await.unwrap();
        assert_eq!(names(&report), ["blog/M3", "blog/M2"]);
    }

    async fn a_plan_is_read_again_behind_the_lock_of_another_run(db: &Db) {
        migrate(&blog(&three()), &db.url).await.unwrap();
        let planned = blog(&three()).rollback_plan(&db.url, "blog", &RollbackTo::Count(2)).await.unwrap();
        let mut other = db.session().await;
        other.lock(std::time::Duration::ZERO).await.unwrap();
        other.begin(false).await.unwrap();
        let (tell, told) = tokio::sync::oneshot::channel();
        let tell = Mutex::new(Some(tell));
        let migrator = blog(&three()).on_event(move |event| {
            if let (Event::Waiting { .. }, Some(tell)) = (event, tell.lock().unwrap().take()) {
                tell.send(()).unwrap();
            }
        });
        let url = db.url.clone();
        let waiting = tokio::spawn(async move {
            migrator.rollback_planned(&url, "blog", &planned, Consent::Accepted).await
        });
        told.await.unwrap();
        // The other run takes M3 back. Two are left, and they are not the two of the plan.
        other.execute("DROP TABLE tag; DELETE FROM strobila_migrations WHERE name = 'M3'").await.unwrap();
        other.execute(ANOTHER_RUN)
            .await
            .unwrap();
        other.commit().await.unwrap();
        other.unlock().await.unwrap();
        other.close().await;
        let error = waiting.await.unwrap().unwrap_err();
        assert!(matches!(&error, Error::Moved { id } if id.name == "M3"), "{error}");
        assert_eq!(db.rows().await, ["blog/M1 applied", "blog/M2 applied"]);
    }
}
