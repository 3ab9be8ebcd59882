//! What status, history and selection say.

use strobila::migration::*;
use strobila::migrator::{Migrator, Selection, State, Tag, Why};
use strobila::{Conflict, Error, Id};

use crate::support::*;

on_both! {
    async fn header_parent_hazards_operations_and_the_other_target_are_not_part_of_the_checksum(db: &Db) {
        let one = |up: Step<'static>| migration("M1", None, vec![up], vec![sql(&["DROP TABLE a"])]);
        migrate(&blog(&[one(sql(&["CREATE TABLE a (id INTEGER)"]))]), &db.url).await.unwrap();
        let mut same = one(
            step("do CREATE TABLE a (id INTEGER)")
                .mysql(&["CREATE TABLE a (id INT)"])
                .sql(&["CREATE TABLE a (id INTEGER)"])
                .accept(Hazard::DataLoss, "none"),
        );
        same.operations = "\n\n";
        same.targets = &[Postgres, Mysql, Sqlite];
        same.down = Down::Lossy { loses: "much" };
        assert_eq!(states(&blog(&[same]), db).await, ["M1 applied"]);
    }
}

on_all! {
    async fn reading_an_empty_database_writes_nothing(db: &Db) {
        db.execute("CREATE TABLE other (id INTEGER PRIMARY KEY)").await;
        let before = db.everything().await;
        let migrator = blog(&three());
        assert_eq!(states(&migrator, db).await, ["M1 pending", "M2 pending", "M3 pending"]);
        let planned = migrator.plan(&db.url, &Selection::all()).await.unwrap();
        assert_eq!(planned.len(), 3);
        assert_eq!(planned[1].steps[0].statements, ["CREATE TABLE post (id INTEGER PRIMARY KEY, name TEXT)"]);
        assert!(migrator.history(&db.url, None).await.unwrap().is_empty());
        assert_eq!(db.everything().await, before);
    }

    async fn reading_a_migrated_database_writes_nothing(db: &Db) {
        let old = blog(&three()[..2]);
        migrate(&old, &db.url).await.unwrap();
        let before = db.everything().await;
        let migrator = blog(&three());
        assert_eq!(states(&migrator, db).await, ["M1 applied", "M2 applied", "M3 pending"]);
        assert_eq!(migrator.plan(&db.url, &Selection::all()).await.unwrap().len(), 1);
        migrator.rollback_plan(&db.url, "blog", &strobila::migrator::RollbackTo::All).await.unwrap();
        migrator.history(&db.url, None).await.unwrap();
        assert_eq!(migrate(&old, &db.url).await.unwrap().done, []);
        assert_eq!(db.everything().await, before);
    }

    async fn what_ran_is_in_the_history_with_who_and_when(db: &Db) {
        let migrator = blog(&three())
            .applied_by("o'brien \\ \"ana\"\n--")
            .ticket("T-1")
            .labels("a;b")
            .clock(|| std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_795_180_012));
        let report = migrate(&migrator, &db.url).await.unwrap();
        assert_eq!(names(&report), ["blog/M1", "blog/M2", "blog/M3"]);
        assert_eq!(report.pending, []);
        assert_eq!(db.user_tables().await, ["author", "post", "tag"]);
        let status = migrator.status(&db.url).await.unwrap();
        let first = &status.modules[0].migrations[0];
        assert_eq!(first.state, State::Applied);
        assert_eq!(first.applied_at.as_deref(), Some("2026-11-20T13:06:52.000Z"));
        assert_eq!(first.applied_by.as_deref(), Some("o'brien \\ \"ana\"\n--"));
        assert!(first.duration_ms.is_some() && first.checksum == first.recorded);
        let journal = migrator.history(&db.url, Some("blog")).await.unwrap();
        assert!((1_i64..).zip(&journal).all(|(number, entry)| entry.id == number && entry.run_id == report.run_id));
        assert_eq!(journal.iter().filter(|entry| entry.event == "applied").count(), 3);
        assert!(migrator.history(&db.url, Some("other")).await.unwrap().is_empty());
        assert_eq!(db.list("SELECT ticket || labels FROM strobila_migrations").await, ["T-1a;b"; 3]);
    }

    async fn an_edited_migration_is_refused_with_both_checksums(db: &Db) {
        migrate(&blog(&three()[..2]), &db.url).await.unwrap();
        let mut list = three();
        list[0].up = vec![sql(&["CREATE TABLE author (id INTEGER PRIMARY KEY)"])].leak();
        let migrator = blog(&list);
        assert_eq!(states(&migrator, db).await, ["M1 edited", "M2 applied", "M3 pending"]);
        let error = migrate(&migrator, &db.url).await.unwrap_err();
        let Error::History(conflicts) = &error else { panic!("{error}") };
        let Conflict::Edited { id, recorded, found } = &conflicts[0] else { panic!("{error}") };
        assert_eq!((id, recorded.len(), found.len()), (&Id::new("blog", "M1"), 64, 64));
        assert_eq!(error.code(), "edited");
        assert_eq!(db.user_tables().await, ["author", "post"]);
    }

    async fn a_migration_without_its_file_is_missing_and_refused(db: &Db) {
        migrate(&blog(&three()), &db.url).await.unwrap();
        let list = [three()[0], table("M4", Some("M1"), "late")];
        let migrator = blog(&list);
        assert_eq!(states(&migrator, db).await, ["M1 applied", "M4 pending", "M2 missing", "M3 missing"]);
        let error = migrate(&migrator, &db.url).await.unwrap_err();
        assert_eq!(error.code(), "missing");
        assert!(error.to_string().contains("blog/M2") && error.to_string().contains("blog/M3"), "{error}");
        assert_eq!(db.user_tables().await, ["author", "post", "tag"]);
    }

    async fn an_old_release_on_a_newer_database_is_ahead_and_no_error(db: &Db) {
        migrate(&blog(&three()), &db.url).await.unwrap();
        let old = blog(&three()[..1]);
        assert_eq!(states(&old, db).await, ["M1 applied", "M2 ahead", "M3 ahead"]);
        let report = migrate(&old, &db.url).await.unwrap();
        assert_eq!(report.ahead, [Id::new("blog", "M2"), Id::new("blog", "M3")]);
        assert_eq!(report.done, []);
    }

    async fn out_of_order_is_refused_with_both_names_and_runs_when_allowed(db: &Db) {
        let [m1, m2, _] = three();
        migrate(&blog(&[m1, m2]), &db.url).await.unwrap();
        let late = table("M1b", Some("M1"), "late");
        let mut m2 = m2;
        m2.after = Some("M1b");
        let list = [m1, late, m2];
        assert_eq!(states(&blog(&list), db).await, ["M1 applied", "M1b out_of_order", "M2 applied"]);
        let error = migrate(&blog(&list), &db.url).await.unwrap_err();
        assert_eq!(error.code(), "out_of_order");
        assert!(error.to_string().contains("blog/M1b") && error.to_string().contains("blog/M2"), "{error}");
        let help = error.help().unwrap();
        assert!(help.contains("db:rebase blog --mine M1b") && help.contains("--allow-out-of-order"), "{help}");
        assert_eq!(db.user_tables().await, ["author", "post"]);
        let report = migrate(&blog(&list).allow_out_of_order(true), &db.url).await.unwrap();
        assert_eq!(names(&report), ["blog/M1b"]);
        assert_eq!(states(&blog(&list), db).await, ["M1 applied", "M1b applied", "M2 applied"]);
    }

    async fn a_file_marked_out_of_order_runs_without_the_flag(db: &Db) {
        let [m1, m2, _] = three();
        migrate(&blog(&[m1, m2]), &db.url).await.unwrap();
        let list = [m1, m2, table("M1b", Some("M1"), "late").out_of_order()];
        assert_eq!(names(&migrate(&blog(&list), &db.url).await.unwrap()), ["blog/M1b"]);
    }

    async fn one_module_takes_what_it_requires_along_and_says_so(db: &Db) {
        let catalog = [table("C1", None, "product"), table("C2", Some("C1"), "price")];
        let blog = [table("M1", None, "author"), requiring(table("M2", Some("M1"), "review"), &[("catalog", "C1")])];
        let migrator = Migrator::new(&[module("blog", &blog), module("catalog", &catalog)]);
        let planned = migrator.plan(&db.url, &Selection::module("blog")).await.unwrap();
        let lines: Vec<String> = planned.iter().map(|one| one.id.to_string()).collect();
        assert_eq!(lines, ["catalog/C1", "blog/M1", "blog/M2"]);
        assert_eq!(planned[0].why, Why::RequiredBy(Id::new("blog", "M2")));
        assert_eq!(planned[1].why, Why::Asked);
        let report = migrator.migrate(&db.url, &Selection::module("blog")).await.unwrap();
        assert_eq!(names(&report), ["catalog/C1", "blog/M1", "blog/M2"]);
        assert_eq!(report.pending, [Id::new("catalog", "C2")]);
    }

    async fn count_to_and_tags_choose_what_runs(db: &Db) {
        let migrator = blog(&three());
        let to = |name: &str| Selection { to: Some(name.to_owned()), ..Selection::all() };
        let error = migrator.migrate(&db.url, &to("M9")).await.unwrap_err();
        assert_eq!(error.code(), "unknown_migration");
        let error = migrator.migrate(&db.url, &Selection::module("blgo")).await.unwrap_err();
        assert!(error.to_string().contains("did you mean `blog`"), "{error}");
        let one = Selection { count: Some(1), ..Selection::all() };
        assert_eq!(names(&migrator.migrate(&db.url, &one).await.unwrap()), ["blog/M1"]);
        assert_eq!(names(&migrator.migrate(&db.url, &to("M2")).await.unwrap()), ["blog/M2"]);
        assert!(migrator.migrate(&db.url, &to("M1")).await.unwrap().done.is_empty());
        let tag: Tag = "blog/M3".parse().unwrap();
        let selection = Selection { tags: vec![tag], ..Selection::all() };
        assert_eq!(names(&migrator.migrate(&db.url, &selection).await.unwrap()), ["blog/M3"]);
    }

    async fn a_renamed_module_takes_its_history_along(db: &Db) {
        let shop = [requiring(table("S1", None, "sale"), &[("blog", "M1")])];
        let before = Migrator::new(&[module("blog", &three()[..2]), module("shop", &shop)]);
        migrate(&before, &db.url).await.unwrap();
        let content = renamed(module("content", &three()), "blog");
        let after = Migrator::new(&[content, module("shop", &shop)]);
        assert_eq!(states(&after, db).await, ["M1 applied", "M2 applied", "M3 pending"]);
        assert_eq!(names(&migrate(&after, &db.url).await.unwrap()), ["content/M3"]);
        let rows = db.rows().await;
        assert_eq!(rows.iter().filter(|row| row.starts_with("content/")).count(), 3, "{rows:?}");
        let requires = db.list("SELECT requires FROM strobila_migrations WHERE module = 'shop'").await;
        assert_eq!(requires, [r#"[["content","M1"]]"#]);
        assert!(db.journal().await.contains(&"renamed content/".to_owned()));
        let journal = after.history(&db.url, Some("content")).await.unwrap();
        assert_eq!(journal.iter().filter(|entry| !entry.is_mark()).count(), 4);
        // An old release after that would begin from the start: its rows and the new ones clash.
        db.execute("UPDATE strobila_migrations SET module = 'blog' WHERE name = 'M1'").await;
        assert_eq!(migrate(&after, &db.url).await.unwrap_err().code(), "rename_conflict");
    }

    async fn a_baseline_marks_without_running(db: &Db) {
        let migrator = blog(&three());
        db.execute("CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT)").await;
        let report = migrator.baseline(&db.url, "blog", Some("M1")).await.unwrap();
        assert_eq!((names(&report), report.pending.len()), (vec!["blog/M1".to_owned()], 2));
        assert_eq!(db.list("SELECT origin FROM strobila_migrations").await, ["baseline"]);
        assert!(migrator.baseline(&db.url, "blog", Some("M1")).await.unwrap().done.is_empty());
        assert_eq!(names(&migrate(&migrator, &db.url).await.unwrap()), ["blog/M2", "blog/M3"]);
        let mut journal = db.journal().await;
        journal.retain(|entry| !entry.starts_with("started"));
        assert_eq!(journal, ["baselined blog/M1", "applied blog/M2", "applied blog/M3"]);
        assert_eq!(db.user_tables().await, ["author", "post", "tag"]);
    }

    async fn rows_of_a_module_that_nobody_knows_are_named_and_left_alone(db: &Db) {
        migrate(&Migrator::new(&[module("other", &[table("O1", None, "o")])]), &db.url).await.unwrap();
        let migrator = blog(&three());
        assert_eq!(migrator.status(&db.url).await.unwrap().unknown_modules, ["other"]);
        assert_eq!(migrate(&migrator, &db.url).await.unwrap().done.len(), 3);
    }
}
