//! Databases that somebody else made: read in full, and nothing of theirs lost.

use strobila::dialect::sqlite::Sqlite;
use strobila::dialect::{Dialect, Session, connect};
use strobila::operation::{Operation, Plan};
use strobila::schema::{Action, Check, Column, Deferrable, Name, PrimaryKey, Schema, Sql, Table, Type};
use strobila_generator::compare::{Side, compare};
use strobila_generator::decide::Flags;

use super::ways::{normal, run};

async fn with(statements: &[&str]) -> Box<dyn Session> {
    let mut db = connect("sqlite::memory:").await.unwrap();
    for sql in statements {
        db.execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    db
}

#[tokio::test]
async fn what_others_wrote_is_read_and_what_cannot_be_expressed_is_named() {
    let mut db = with(&[
        "create table Author(id integer primary key autoincrement, mail varchar(20) collate nocase not null unique, \
         born datetime default current_timestamp, n int default(1+1)   check( n>0 ), constraint ok check (n < 9))",
        "CREATE TABLE post (a INT PRIMARY KEY, b TEXT, author integer REFERENCES AUTHOR ON DELETE CASCADE \
         DEFERRABLE INITIALLY DEFERRED, up AS (upper(b)), FOREIGN KEY (b) REFERENCES author (MAIL))",
        "CREATE INDEX by_b ON post (lower(b) DESC, A) WHERE b IS NOT NULL",
        "CREATE TABLE s (a INTEGER) STRICT",
        "CREATE TABLE w (a TEXT PRIMARY KEY ON CONFLICT REPLACE) WITHOUT ROWID",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TRIGGER t AFTER INSERT ON post BEGIN SELECT 1; END",
        "CREATE VIRTUAL TABLE docs USING fts5(body)",
        "CREATE TABLE strobila_journal (a)",
    ])
    .await;
    let live = db.introspect().await.unwrap();
    for (want, is_there) in [
        ("view v", true),
        ("trigger t on post", true),
        ("virtual table docs", true),
        ("ON CONFLICT REPLACE of table w", true),
        ("strobila_journal", false),
    ] {
        assert_eq!(
            live.unexpressed.iter().any(|one| one == want),
            is_there,
            "{want}: {:?}",
            live.unexpressed
        );
    }
    assert!(!live.schema.tables.contains_key(&Name::new("strobila_journal")));
    let options =
        |name: &str| live.schema.tables[&Name::new(name)].options.iter().cloned().collect::<Vec<_>>();
    assert_eq!((options("s"), options("w")), (vec!["STRICT".to_owned()], vec!["WITHOUT ROWID".to_owned()]));
    let author = &live.schema.tables[&Name::new("Author")];
    assert!(author.columns[0].identity.is_some());
    assert_eq!(author.primary_key.as_ref().unwrap().name, "Author_pkey");
    assert_eq!(author.uniques["Author_mail_key"].columns, ["mail"]);
    assert_eq!(author.columns[1].collation.as_deref(), Some("NOCASE"));
    assert_eq!(author.columns[2].ty, Type::Custom(Sql::from("DATETIME")));
    assert_eq!(author.checks["Author_n_check"].expression, Sql::from("n>0"));
    assert!(author.checks.contains_key("ok"));
    let post = &live.schema.tables[&Name::new("post")];
    assert_eq!(post.columns[0].ty, Type::Custom(Sql::from("INT")), "INT is no rowid");
    assert!(post.columns[0].nullable, "and may be NULL");
    let key = &post.foreign_keys["post_author_fkey"];
    assert_eq!((key.references.name.as_str(), &key.target[..]), ("Author", &["id".to_owned()][..]));
    assert_eq!((key.on_delete, key.deferrable), (Action::Cascade, Some(Deferrable::Deferred)));
    assert_eq!(post.foreign_keys["post_b_fkey"].target, ["mail"]);
    assert!(!post.columns[3].generated.as_ref().unwrap().stored);
    assert!(post.indexes["by_b"].parts[0].descending);
}

fn dropping(schema: &Schema, name: &str) -> Plan {
    let table = schema.tables[&Name::new(name)].clone();
    let mut next = schema.clone();
    next.tables.remove(&table.name);
    Plan { prev: schema.clone(), next, operations: vec![Operation::DropTable { table }] }
}

/// The plan knows the dropped table alone: the tables that point at it are not in any model.
#[tokio::test]
async fn dropping_a_table_never_deletes_rows_of_one_that_no_model_knows() {
    let mut db = with(&[
        "CREATE TABLE author (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES author ON DELETE RESTRICT)",
        "CREATE TABLE note (author INTEGER REFERENCES author ON DELETE CASCADE)",
        "INSERT INTO author VALUES (1, 1)",
        "INSERT INTO note VALUES (1)",
    ])
    .await;
    let mut schema = db.introspect().await.unwrap().schema;
    schema.tables.remove(&Name::new("note"));
    let schema = normal(&schema).unwrap();
    let units = Sqlite.render(&dropping(&schema, "author")).unwrap();
    let error = run(db.as_mut(), &units).await.unwrap_err();
    assert!(error.contains("of table `note` points at no row of table `author`"), "{error}");
    assert_eq!(db.query("SELECT * FROM note").await.unwrap().len(), 1);
    assert!(db.has_table(&"author".into()).await.unwrap());
    db.execute("DROP TABLE note").await.unwrap();
    run(db.as_mut(), &units).await.unwrap();
    assert!(!db.has_table(&"author".into()).await.unwrap());
}

#[tokio::test]
async fn a_strict_table_is_not_rebuilt_without_the_word() {
    let mut db = with(&["CREATE TABLE s (a INTEGER) STRICT"]).await;
    db.begin(true).await.unwrap();
    let statements = [
        "CREATE TABLE strobila_new_s (a INTEGER)",
        "INSERT INTO strobila_new_s SELECT a FROM s",
        "DROP TABLE s",
        "ALTER TABLE strobila_new_s RENAME TO s",
    ];
    let error = db.rebuild("s", &statements).await.unwrap_err();
    assert!(error.message.contains("STRICT"), "{error}");
    db.rollback().await.unwrap();
    db.begin(true).await.unwrap();
    let strict = [&["CREATE TABLE strobila_new_s (a INTEGER) STRICT"], &statements[1..]].concat();
    db.rebuild("s", &strict).await.unwrap();
    db.commit().await.unwrap();
}

#[tokio::test]
async fn a_table_and_a_column_can_change_their_letters_case() {
    let mut db = with(&["CREATE TABLE author (\"Name\" TEXT)", "INSERT INTO author VALUES ('x')"]).await;
    let prev = normal(&db.introspect().await.unwrap().schema).unwrap();
    let operations = vec![
        Operation::RenameTable { from: "author".into(), to: "Author".into() },
        Operation::RenameColumn { table: "Author".into(), from: "Name".to_owned(), to: "name".to_owned() },
    ];
    let units = Sqlite.render(&Plan { prev, next: Schema::default(), operations }).unwrap();
    run(db.as_mut(), &units).await.unwrap();
    assert_eq!(db.columns("Author").await.unwrap().unwrap(), ["name"]);
    assert_eq!(db.query("SELECT name FROM Author").await.unwrap().len(), 1);
}

/// Widths of types change; values that do not fit the new one stay as they are, or are an error.
#[tokio::test]
async fn values_survive_a_change_of_type_and_back() {
    for (from, to, value, between) in [
        ("INTEGER", "TEXT", "7", "'7'"),
        ("BOOLEAN", "TEXT", "1", "'true'"),
        ("TEXT", "INTEGER", "'12'", "12"),
        // A text is its bytes, whatever it looks like.
        (
            "TEXT",
            "BLOB",
            "'67e55044-10b1-426f-9247-bb680e5fe0c8'",
            "CAST('67e55044-10b1-426f-9247-bb680e5fe0c8' AS BLOB)",
        ),
        ("BLOB", "TEXT", "x'6162'", "'ab'"),
        ("TEXT", "BLOB", "'sixteen letters!'", "x'7369787465656e206c65747465727321'"),
        (
            "TEXT",
            "BLOB",
            "'a text of the length of a UUID, 36!!'",
            "CAST('a text of the length of a UUID, 36!!' AS BLOB)",
        ),
    ] {
        let create = format!("CREATE TABLE t (a {from})");
        let insert = format!("INSERT INTO t VALUES ({value})");
        let mut db = with(&[&create, &insert]).await;
        let prev = normal(&db.introspect().await.unwrap().schema).unwrap();
        let table = &prev.tables[&Name::new("t")];
        let old = table.columns[0].clone();
        let mut new = old.clone();
        new.ty = match to {
            "TEXT" => Type::Text,
            "INTEGER" => Type::Integer,
            _ => Type::Blob,
        };
        for (from, to, want) in [(&old, &new, between), (&new, &old, value)] {
            let now = normal(&db.introspect().await.unwrap().schema).unwrap();
            let operations = vec![Operation::AlterColumn {
                table: "t".into(),
                from: from.clone(),
                to: to.clone(),
                fill: None,
                using: None,
            }];
            let units = Sqlite.render(&Plan { prev: now, next: Schema::default(), operations }).unwrap();
            run(db.as_mut(), &units).await.unwrap();
            let sql = format!("SELECT a IS {want}, typeof(a) = typeof({want}), quote(a) FROM t");
            let row = db.query(&sql).await.unwrap().remove(0);
            assert_eq!(row[..2], [Some("1".to_owned()), Some("1".to_owned())], "{want}: {row:?}");
        }
    }
}

#[tokio::test]
async fn a_table_that_others_made_keeps_what_models_do_not_say() {
    let mut db = with(&[
        "CREATE TABLE Author (id INTEGER PRIMARY KEY, Mail text) STRICT",
        "CREATE TABLE tag (id integer PRIMARY KEY, name varchar(20) NOT NULL)",
        "CREATE TABLE mail (id integer)",
    ])
    .await;
    let mut models = Schema::default();
    for (name, text) in [("author", "mail"), ("tag", "name")] {
        let id = Column::new("id", Type::Integer);
        let mut column = Column::new(text, Type::Text);
        column.nullable = text == "mail";
        let mut table = Table { columns: vec![id, column], ..Table::new(name) };
        let columns = vec!["id".to_owned()];
        table.primary_key =
            Some(PrimaryKey { name: format!("{name}_pkey"), columns, ..PrimaryKey::default() });
        table.checks.insert("long".to_owned(), Check::new("long", format!("length({text}) > 1")));
        models.insert(table);
    }
    let live = db.introspect().await.unwrap().schema;
    let (mut from, mut to) = (Side::Live(db, live), Side::Portable(models));
    let difference = compare(&mut from, &mut to, None, &Flags::default()).await.unwrap();
    let phrases: Vec<String> = difference.plan.operations.iter().map(ToString::to_string).collect();
    assert_eq!(
        phrases,
        [
            "rename table Author to author",
            "rename author.Mail to mail",
            "rename constraint Author_pkey to author_pkey",
            "add check long",
            "add check long"
        ]
    );
    let sql: Vec<String> = difference.units.unwrap().into_iter().flat_map(|unit| unit.statements).collect();
    let made: Vec<&String> = sql.iter().filter(|sql| sql.starts_with("CREATE TABLE")).collect();
    assert!(made[0].ends_with("STRICT"), "{made:?}");
    assert!(made[1].contains("\"name\" varchar(20)"), "{made:?}");
}

/// The statements that a help text shows.
fn shown(help: &str) -> Vec<&str> {
    help.split("r#\"").skip(1).filter_map(|rest| Some(rest.split_once("\"#")?.0)).collect()
}

#[tokio::test]
async fn a_unique_that_others_wrote_into_a_table_goes_by_a_rebuild() {
    const TABLE: &str =
        "CREATE TABLE author (id INTEGER PRIMARY KEY NOT NULL, mail TEXT NOT NULL UNIQUE, fax TEXT)";
    const OURS: [&str; 2] = [
        "CREATE TABLE author (id INTEGER PRIMARY KEY NOT NULL, mail TEXT NOT NULL, fax TEXT)",
        "CREATE UNIQUE INDEX author_mail_key ON author (mail)",
    ];
    const ROWS: &str = "INSERT INTO author (mail) VALUES ('a@b.c'), ('d@e.f')";
    const TWICE: &str = "INSERT INTO author (mail) VALUES ('a@b.c')";
    let mut db = with(&[TABLE, ROWS]).await;
    let error = db.execute("DROP INDEX \"author_mail_key\"").await.unwrap_err();
    let help = error.help.unwrap();
    assert!(help.contains("UNIQUE (mail) stands inside the CREATE TABLE of author"), "{help}");
    assert!(help.contains(".rebuild_sqlite(\"author\", &[\n"), "{help}");
    // The statements do it here, and on a database that these migrations made.
    for made in [&[TABLE, ROWS][..], &[OURS[0], OURS[1], ROWS]] {
        let mut db = with(made).await;
        db.begin(true).await.unwrap();
        db.rebuild("author", &shown(&help)).await.unwrap();
        db.commit().await.unwrap();
        db.execute(TWICE).await.unwrap();
        assert_eq!(db.query("SELECT count(*) FROM author").await.unwrap(), [[Some("3".to_owned())]]);
        db.close().await;
    }
    // An index that is nowhere is only said to be nowhere.
    let error = db.execute("DROP INDEX other").await.unwrap_err();
    assert_eq!(error.help, None);
    db.close().await;
}

#[tokio::test]
async fn a_rebuild_that_drops_an_index_drops_the_constraint_that_stands_for_it() {
    let mut db =
        with(&["CREATE TABLE author (id INTEGER PRIMARY KEY NOT NULL, mail TEXT UNIQUE, fax TEXT)"]).await;
    let statements = [
        "CREATE TABLE strobila_new_author (id INTEGER PRIMARY KEY NOT NULL, fax TEXT)",
        "INSERT INTO strobila_new_author (id, fax) SELECT id, fax FROM author",
        "DROP INDEX author_mail_key",
        "DROP TABLE author",
        "ALTER TABLE strobila_new_author RENAME TO author",
    ];
    db.begin(true).await.unwrap();
    db.rebuild("author", &statements).await.unwrap();
    db.commit().await.unwrap();
    assert_eq!(db.columns("author").await.unwrap().unwrap(), ["id", "fax"]);
    db.close().await;
    // Without a constraint it is an index that is not there.
    let mut db = with(&["CREATE TABLE author (id INTEGER PRIMARY KEY NOT NULL, mail TEXT, fax TEXT)"]).await;
    db.begin(true).await.unwrap();
    db.rebuild("author", &statements).await.unwrap_err();
    db.rollback().await.unwrap();
    db.close().await;
}
