//! What is refused before anything runs.

use strobila::Error;
use strobila::migration::*;
use strobila::migrator::{Migrator, Selection};

use crate::support::*;

const DROPS_FAX: &str = r#"{"drop_column":{"table":"author","column":{"name":"fax","type":"text","nullable":true}}}
{"drop_table":{"table":{"name":"fax","columns":[]}}}
"#;

/// Refused by plan and run alike, with nothing written, not even the history's tables.
async fn refused(db: &Db, list: &[Migration<'static>]) -> Error {
    let before = db.everything().await;
    let error = migrate(&blog(list), &db.url).await.unwrap_err();
    let planned = blog(list).plan(&db.url, &Selection::all()).await.unwrap_err();
    assert_eq!(planned.to_string(), error.to_string());
    assert_eq!(db.everything().await, before);
    error
}

on_both! {
    async fn a_migration_for_another_database_is_named(db: &Db) {
        db.execute("CREATE TABLE other (id INTEGER)").await;
        let [m1, m2, _] = three();
        let error = refused(db, &[m1, m2.targets(&[Mysql])]).await;
        let Error::TargetMissing { id, target, targets } = &error else { panic!("{error}") };
        assert_eq!((id.name.as_str(), *target, &targets[..]), ("M2", db.target, &[Mysql][..]));
    }
}

on_all! {
    async fn row_25_transaction_control_anywhere_stops_all_of_it(db: &Db) {
        db.execute("CREATE TABLE other (id INTEGER)").await;
        for bad in ["COMMIT", "  -- hello\n ROLLBACK", "BEGIN", "SELECT 1; SELECT 2", ""] {
            let [m1, _, _] = three();
            let list = [m1, migration("M2", Some("M1"), vec![sql(&["SELECT 1", bad])], vec![])];
            let error = refused(db, &list).await;
            let Error::BadStatement { at, .. } = &error else { panic!("{bad}: {error}") };
            assert_eq!((at.id.name.as_str(), at.step, at.statement.as_deref()), ("M2", 1, Some(bad)));
        }
    }

    async fn data_loss_must_be_accepted_in_the_file(db: &Db) {
        db.execute("CREATE TABLE author (id INTEGER, fax TEXT); CREATE TABLE fax (id INTEGER)").await;
        let drop = sql(&["ALTER TABLE author DROP COLUMN fax", "DROP TABLE fax"]);
        let one = |step| [migration("M1", None, vec![step], vec![]).operations(DROPS_FAX)];
        let error = refused(db, &one(drop)).await;
        let Error::HazardNotAccepted(losses) = &error else { panic!("{error}") };
        assert_eq!(losses[0].loses, ["the values of author.fax", "the rows of table fax"]);
        let list = one(drop.accept(Hazard::DataLoss, "nobody has a fax"));
        let planned = blog(&list).plan(&db.url, &Selection::all()).await.unwrap();
        assert_eq!(planned[0].loses.len(), 2);
        migrate(&blog(&list), &db.url).await.unwrap();
        assert_eq!(db.user_tables().await, ["author"]);
    }

    async fn operations_that_cannot_be_read_are_no_licence(db: &Db) {
        db.execute("CREATE TABLE other (id INTEGER)").await;
        let [m1, _, _] = three();
        let error = refused(db, &[m1.operations("\n{\"drop_colum\":{}}\n")]).await;
        assert!(matches!(&error, Error::Operations { line: 2, .. }), "{error}");
    }

    async fn a_table_that_is_not_what_was_planned_against_is_refused(db: &Db) {
        let [m1, _, _] = three();
        let alter = |name, columns| {
            let step = sql(&["ALTER TABLE author ADD COLUMN age INTEGER"]).expects(name, columns);
            [m1, migration("M2", Some("M1"), vec![step], vec![])]
        };
        db.execute("CREATE TABLE other (id INTEGER)").await;
        for (name, columns, said) in [
            ("author", "id,name,fax", "missing: fax"),
            ("author", "fax,id", "extra: name; missing: fax"),
            ("author", "id", "extra: name"),
            ("nowhere", "id", "it is not there"),
        ] {
            let error = migrate(&blog(&alter(name, columns)), &db.url).await.unwrap_err();
            let Error::Expectation { at, name: found, .. } = &error else { panic!("{error}") };
            assert_eq!((at.id.name.as_str(), at.step, found.as_str()), ("M2", 1, name));
            assert!(error.to_string().ends_with(&format!("was planned against: {said}")), "{error}");
            assert_eq!(db.rows().await, ["blog/M1 applied"]);
        }
        assert_eq!(db.journal().await.last().unwrap(), "failed blog/M2");
        // The order of columns is no difference.
        migrate(&blog(&alter("author", "name,id")), &db.url).await.unwrap();
    }

    async fn a_newer_history_is_left_alone(db: &Db) {
        let migrator = blog(&three()[..1]);
        migrate(&migrator, &db.url).await.unwrap();
        db.execute("UPDATE strobila_meta SET value = '9' WHERE \"key\" = 'format'").await;
        // Newer, but readable: it starts.
        assert_eq!(states(&migrator, db).await, ["M1 applied"]);
        db.execute("UPDATE strobila_meta SET value = '8' WHERE \"key\" = 'oldest_reader'").await;
        db.execute("ALTER TABLE strobila_migrations RENAME COLUMN seq TO sequence").await;
        let before = db.everything().await;
        for error in [
            migrator.status(&db.url).await.unwrap_err(),
            migrate(&migrator, &db.url).await.unwrap_err(),
            back(&migrator, db, 1).await.unwrap_err(),
            migrator.history(&db.url, None).await.unwrap_err(),
        ] {
            assert!(matches!(error, Error::NewerHistory { format: 9, oldest_reader: 8, ours: 1 }), "{error}");
        }
        assert_eq!(db.everything().await, before);
    }

    async fn a_history_that_makes_no_sense_is_an_error(db: &Db) {
        let migrator = blog(&three());
        migrate(&migrator, &db.url).await.unwrap();
        for broken in ["state = 'half'", "requires = 'x'", "seq = -9223372036854775807, state = 'z'"] {
            db.execute(&format!("UPDATE strobila_migrations SET {broken} WHERE name = 'M2'")).await;
            assert_eq!(migrator.status(&db.url).await.unwrap_err().code(), "broken_history");
        }
    }

    async fn circles_twins_and_unknown_requirements_are_named(db: &Db) {
        db.execute("CREATE TABLE other (id INTEGER)").await;
        let blog_ = module("blog", &[requiring(table("M1", None, "a"), &[("shop", "S1")])]);
        let shop = module("shop", &[requiring(table("S1", None, "b"), &[("blog", "M1")])]);
        let error = migrate(&Migrator::new(&[blog_, shop]), &db.url).await.unwrap_err();
        assert!(matches!(&error, Error::Cycle(ids) if ids.len() == 2), "{error}");
        let error = migrate(&Migrator::new(&[shop, shop]), &db.url).await.unwrap_err();
        assert_eq!(error.code(), "duplicate");
        let error = migrate(&Migrator::new(&[shop]), &db.url).await.unwrap_err();
        assert!(matches!(&error, Error::UnknownRequirement { requires, .. } if requires.name == "M1"), "{error}");
        // Applied by another application on the same database, it is there.
        migrate(&blog(&three()[..1]), &db.url).await.unwrap();
        migrate(&Migrator::new(&[shop]), &db.url).await.unwrap();
    }
}
