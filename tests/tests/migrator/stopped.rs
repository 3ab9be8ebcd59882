//! The help of a migration that stopped between two transactions: what it says to do by hand is done, and
//! the migrator goes on from there.

use strobila::migrator::{Migrator, Repair};
use strobila::{Error, Id};

use crate::support::*;

/// The two repairs of the help: for who runs the rest, and for who undoes what is in.
async fn help(migrator: &Migrator, db: &Db) -> (String, [(Id, Repair); 2]) {
    let error = migrate(migrator, &db.url).await.unwrap_err();
    let (Error::History(_) | Error::Step { .. }) = &error else { panic!("{error}") };
    let help = error.help().unwrap();
    let repairs = help.lines().filter_map(|line| {
        let (tag, flags) = line.strip_prefix("  db:repair ")?.split_once(' ')?;
        let (module, name) = tag.split_once('/')?;
        let all = [Repair::MarkApplied, Repair::MarkRolledBack];
        let repair = all.into_iter().find(|repair| flags.starts_with(repair.flag()))?;
        Some((Id::new(module, name), repair))
    });
    let repairs: Vec<(Id, Repair)> = repairs.collect();
    (help.clone(), repairs.try_into().unwrap_or_else(|_| panic!("{help}")))
}

async fn mend(migrator: &Migrator, db: &Db, (id, repair): &(Id, Repair)) {
    migrator.repair(&db.url, id, *repair, "done by hand").await.unwrap();
}

/// What the history says of the last migration, times and the run aside.
async fn last_row(db: &Db) -> Vec<String> {
    let columns = [
        "module",
        "name",
        "parent",
        "seq",
        "state",
        "steps_done",
        "steps_total",
        "checksum_up",
        "checksum_down",
    ];
    let mut row = Vec::new();
    for column in columns {
        let sql = format!("SELECT {column} || '' FROM strobila_migrations ORDER BY seq DESC LIMIT 1");
        row.extend(db.list(&sql).await);
    }
    row
}

/// Three steps, of which the third fails as long as there is no table `hand`.
fn stops_on_the_way_up() -> Migrator {
    let up = vec![
        sql(&["CREATE TABLE a (id INTEGER)"]),
        sql(&["CREATE TABLE b (id INTEGER)"]).own_transaction(),
        sql(&["INSERT INTO hand VALUES (1)"]),
    ];
    let down = vec![sql(&["DELETE FROM hand", "DROP TABLE b", "DROP TABLE a"])];
    blog(&[migration("M1", None, up, down)])
}

/// Two steps, of which the second fails as long as there is no table `hand`.
fn stops_on_the_way_down() -> Migrator {
    let [m1, m2, _] = three();
    let up = vec![sql(&["CREATE TABLE tag (id INTEGER)"])];
    let down = vec![sql(&["DROP TABLE tag"]).own_transaction(), sql(&["INSERT INTO hand VALUES (1)"])];
    blog(&[m1, m2, migration("M3", Some("M2"), up, down)])
}

on_all! {
    async fn on_the_way_up_the_rest_is_done_by_hand(db: &Db) {
        let migrator = stops_on_the_way_up();
        migrate(&migrator, &db.url).await.unwrap_err();
        assert_eq!(states(&migrator, db).await, ["M1 failed 3/3"]);
        let (help, [applied, _]) = help(&migrator, db).await;
        let target = db.target;
        let words = format!("in the database: steps 1 to 2 (db:show blog/M1 --target {target}): run the others by hand");
        assert!(help.contains(&words), "{help}");
        db.execute("CREATE TABLE hand (id INTEGER)").await;
        db.execute("INSERT INTO hand VALUES (1)").await;
        mend(&migrator, db, &applied).await;
        assert_eq!(states(&migrator, db).await, ["M1 applied"]);
        assert!(names(&migrate(&migrator, &db.url).await.unwrap()).is_empty());
        assert_eq!(names(&back(&migrator, db, 1).await.unwrap()), ["blog/M1"]);
        assert_eq!(db.user_tables().await, ["hand"]);
    }

    async fn on_the_way_up_it_goes_on_where_it_stopped(db: &Db) {
        let migrator = stops_on_the_way_up();
        let error = migrate(&migrator, &db.url).await.unwrap_err();
        assert!(error.help().unwrap().contains("db:migrate blog goes on where it stopped"), "{:?}", error.help());
        db.execute("INSERT INTO a VALUES (7); CREATE TABLE hand (id INTEGER)").await;
        assert_eq!(names(&migrate(&migrator, &db.url).await.unwrap()), ["blog/M1"]);
        assert_eq!(db.list("SELECT id FROM a").await, ["7"]);
        assert_eq!(states(&migrator, db).await, ["M1 applied"]);
    }

    async fn what_has_not_run_may_be_corrected_and_what_has_may_not(db: &Db) {
        migrate(&stops_on_the_way_up(), &db.url).await.unwrap_err();
        let with = |first: &str, last: &str| {
            let up = vec![
                sql(&["CREATE TABLE a (id INTEGER)"]),
                sql(&[first]).own_transaction(),
                sql(&[last]),
                sql(&["INSERT INTO a VALUES (2)"]),
            ];
            blog(&[migration("M1", None, up, vec![sql(&["DROP TABLE b", "DROP TABLE a"])])])
        };
        let changed = with("CREATE TABLE b (id BIGINT)", "INSERT INTO a VALUES (1)");
        let error = migrate(&changed, &db.url).await.unwrap_err();
        assert_eq!(error.code(), "changed_below");
        assert!(error.to_string().contains("step 2") && error.help().unwrap().contains("restore"), "{error}");
        let corrected = with("CREATE TABLE b (id INTEGER)", "INSERT INTO a VALUES (1)");
        assert_eq!(names(&migrate(&corrected, &db.url).await.unwrap()), ["blog/M1"]);
        // The file as it is now is what is recorded.
        assert_eq!(states(&corrected, db).await, ["M1 applied"]);
        assert_eq!(db.list("SELECT steps_total FROM strobila_migrations").await, ["4"]);
        assert_eq!(names(&back(&corrected, db, 1).await.unwrap()), ["blog/M1"]);
        assert!(db.user_tables().await.is_empty());
    }

    async fn on_the_way_down_it_goes_on_where_it_stopped(db: &Db) {
        let migrator = stops_on_the_way_down();
        migrate(&migrator, &db.url).await.unwrap();
        back(&migrator, db, 1).await.unwrap_err();
        let refused = migrate(&migrator, &db.url).await.unwrap_err();
        assert!(refused.help().unwrap().contains("db:rollback blog goes on"), "{:?}", refused.help());
        db.execute("CREATE TABLE hand (id INTEGER)").await;
        assert_eq!(names(&back(&migrator, db, 1).await.unwrap()), ["blog/M3"]);
        assert_eq!(db.list("SELECT count(*) FROM hand").await, ["1"]);
        assert_eq!(states(&migrator, db).await, ["M1 applied", "M2 applied", "M3 pending"]);
    }

    async fn on_the_way_up_what_is_in_is_undone_by_hand(db: &Db) {
        let migrator = stops_on_the_way_up();
        migrate(&migrator, &db.url).await.unwrap_err();
        let (_, [_, gone]) = help(&migrator, db).await;
        for statement in ["DROP TABLE a", "DROP TABLE b"] {
            db.execute(statement).await;
        }
        mend(&migrator, db, &gone).await;
        assert_eq!(states(&migrator, db).await, ["M1 pending"]);
        db.execute("CREATE TABLE hand (id INTEGER)").await;
        assert_eq!(names(&migrate(&migrator, &db.url).await.unwrap()), ["blog/M1"]);
        assert_eq!(db.user_tables().await, ["a", "b", "hand"]);
    }

    async fn on_the_way_down_the_rest_is_done_by_hand(db: &Db) {
        let migrator = stops_on_the_way_down();
        migrate(&migrator, &db.url).await.unwrap();
        back(&migrator, db, 1).await.unwrap_err();
        let (help, [gone, _]) = help(&migrator, db).await;
        let target = db.target;
        let words = format!("steps 1 to 1 of 2 are in (db:show blog/M3 --target {target} --down): run the others by hand");
        assert!(help.contains(&words), "{help}");
        mend(&migrator, db, &gone).await;
        assert_eq!(states(&migrator, db).await, ["M1 applied", "M2 applied", "M3 pending"]);
        assert_eq!(names(&migrate(&migrator, &db.url).await.unwrap()), ["blog/M3"]);
    }

    async fn on_the_way_down_what_is_in_is_undone_by_hand(db: &Db) {
        let migrator = stops_on_the_way_down();
        migrate(&migrator, &db.url).await.unwrap();
        let before = last_row(db).await;
        back(&migrator, db, 1).await.unwrap_err();
        assert_ne!(last_row(db).await, before);
        let (_, [_, applied]) = help(&migrator, db).await;
        db.execute("CREATE TABLE tag (id INTEGER)").await;
        mend(&migrator, db, &applied).await;
        assert_eq!(last_row(db).await, before);
        assert!(names(&migrate(&migrator, &db.url).await.unwrap()).is_empty());
        db.execute("CREATE TABLE hand (id INTEGER)").await;
        assert_eq!(names(&back(&migrator, db, 1).await.unwrap()), ["blog/M3"]);
    }
}
