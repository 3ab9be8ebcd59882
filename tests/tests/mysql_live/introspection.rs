//! What is read from a live database: what a schema says, and what it cannot.

use strobila::dialect::connect;
use strobila::schema::{Action, DefaultValue, Schema, Sql, Type};
use strobila_generator::diff::{Renames, diff};

use crate::server::run;

const TABLES: &str = r#"
CREATE TABLE `it's ``a` (
    id bigint NOT NULL AUTO_INCREMENT COMMENT 'it''s \ "x"', e enum('a','it''s','b\c','x
y','"d"') NOT NULL DEFAULT 'it''s',
    s varchar(20) DEFAULT 'it''s b\c
x', j json DEFAULT NULL, b longblob DEFAULT (unhex('00FF')), u binary(16) NOT NULL,
    n int NOT NULL DEFAULT -1, d decimal(5,2) DEFAULT 0.1, t tinyint(1) NOT NULL DEFAULT TRUE, tiny tinyint(4),
    at timestamp(6) NOT NULL DEFAULT current_timestamp(6), day date DEFAULT (curdate()),
    g int GENERATED ALWAYS AS (n + 1) VIRTUAL, g2 varchar(30) GENERATED ALWAYS AS (concat(s,'it''s \ x')) STORED,
    c varchar(10) COLLATE utf8mb4_general_ci, mt mediumtext, un int unsigned,
    PRIMARY KEY (id), UNIQUE KEY email (s, n DESC), KEY plain (n), FULLTEXT KEY words (mt),
    CONSTRAINT `che'ck` CHECK (s in ('it''s','b\c') and n > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='it''s \ "x"';
CREATE TABLE child (
    id bigint NOT NULL, parent bigint, twice bigint,
    KEY other (twice, id),
    CONSTRAINT to_parent FOREIGN KEY (parent) REFERENCES `it's ``a` (id) ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT by_twice FOREIGN KEY (twice) REFERENCES `it's ``a` (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"#;

#[test]
fn a_schema_is_read_back_in_normal_form() {
    run(|database| async move {
        let mut session = database.session().await;
        session.execute(TABLES).await.unwrap();
        let found = session.introspect().await.unwrap();
        assert_eq!(found.unexpressed, Vec::<String>::new());
        let schema = found.schema;
        assert_eq!(session.dialect().normalize(&schema), Ok(schema.clone()), "it is its own normal form");
        let table = &schema.tables[&"it's `a".into()];
        let column = |name: &str| table.column(name).unwrap();
        assert_eq!(table.comment.as_deref(), Some("it's \\ \"x\""));
        assert_eq!(column("id").comment, table.comment);
        assert!(column("id").identity.is_some() && table.own_names);
        assert_eq!(column("e").ty, Type::Custom("enum('a','it''s','b\\c','x\ny','\"d\"')".into()));
        assert_eq!(column("s").default, Some(DefaultValue::Text("it's b\\c\nx".into())));
        assert_eq!(column("b").default, Some(DefaultValue::sql("unhex('00FF')")));
        assert_eq!(column("d").default, Some(DefaultValue::Number { number: "0.10".into() }));
        assert_eq!(column("n").default, Some(DefaultValue::Integer(-1)));
        assert_eq!(column("t").default, Some(DefaultValue::Boolean(true)));
        assert_eq!(column("at").default, Some(DefaultValue::sql("current_timestamp(6)")));
        for (name, ty) in [
            ("j", Type::Json),
            ("u", Type::Uuid),
            ("tiny", Type::Custom("tinyint".into())),
            ("mt", Type::Custom("mediumtext".into())),
            ("un", Type::Custom("int unsigned".into())),
            ("d", Type::Decimal { precision: 5, scale: 2 }),
        ] {
            assert_eq!(column(name).ty, ty, "{name}");
        }
        let generated = column("g2").generated.as_ref().unwrap();
        assert_eq!((&generated.expression, generated.stored), (&Sql::from("concat(`s`,'it''s \\ x')"), true));
        assert!(!column("g").generated.as_ref().unwrap().stored);
        assert_eq!(
            (column("s").collation.as_deref(), column("c").collation.as_deref()),
            (None, Some("utf8mb4_general_ci"))
        );
        assert_eq!(table.checks["che'ck"].expression, Sql::from("`s` in ('it''s','b\\c') and `n` > 0"));
        assert!(table.indexes["email"].unique && table.indexes["email"].parts[1].descending);
        assert_eq!(table.indexes["words"].method, Some("fulltext".into()));
        let child = &schema.tables[&"child".into()];
        let key = &child.foreign_keys["to_parent"];
        assert_eq!((key.on_delete, key.on_update), (Action::SetNull, Action::Cascade));
        assert_eq!(
            (&*key.columns, &key.references, &*key.target),
            (&["parent".to_owned()][..], &table.name, &["id".to_owned()][..])
        );
        assert_eq!(child.foreign_keys["by_twice"].on_delete, Action::NoAction);
        assert_eq!(child.indexes.keys().collect::<Vec<_>>(), ["other", "to_parent"]);

        // What was read makes the same again.
        let plan = diff(&Schema::default(), &schema, &Renames::default());
        let units = session.dialect().render(&plan).unwrap();
        session
            .execute(
                "SET foreign_key_checks = OFF; DROP TABLE child, `it's ``a`; SET foreign_key_checks = ON",
            )
            .await
            .unwrap();
        for statement in units.iter().flat_map(|unit| &unit.statements) {
            session.execute(statement).await.unwrap();
        }
        assert_eq!(session.introspect().await.unwrap().schema, schema);
    });
}

#[test]
fn what_a_schema_cannot_say_is_listed() {
    run(|database| async move {
        let mut session = database.session().await;
        for sql in [
            "CREATE TABLE a (id int PRIMARY KEY, n int CHECK (n > 0), t text, j json, hidden int INVISIBLE DEFAULT 1,
                at timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(), big longtext COMPRESSED,
                KEY start_of_t (t(10)), KEY n_hidden (n) IGNORED, KEY said (id, n) COMMENT 'why')
                ENGINE=InnoDB DEFAULT CHARSET=latin1 ROW_FORMAT=COMPRESSED",
            "CREATE TABLE old (id int PRIMARY KEY) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
            "CREATE TABLE past (id int PRIMARY KEY) WITH SYSTEM VERSIONING DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
            "CREATE TABLE parts (id int PRIMARY KEY) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin PARTITION BY HASH (id) PARTITIONS 2",
            "CREATE SEQUENCE numbers",
            "CREATE VIEW seen AS SELECT id FROM a",
            "CREATE TRIGGER noted BEFORE INSERT ON a FOR EACH ROW SET NEW.n = 1",
            "CREATE PROCEDURE act() SELECT 1",
            "CREATE FUNCTION one() RETURNS int DETERMINISTIC RETURN 1",
            "CREATE EVENT later ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1",
            "CREATE TABLE strobila_meta (id int)",
        ] {
            session.execute(sql).await.unwrap();
        }
        let found = session.introspect().await.unwrap();
        let listed = [
            "comment of index said on a",
            "compression of a.big",
            "event later",
            "function one",
            "hidden index n_hidden on a",
            "partitioning of parts",
            "procedure act",
            "sequence numbers",
            "system versioning of past",
            "trigger noted on a",
            "view seen",
        ];
        assert_eq!(found.unexpressed, listed);
        let names: Vec<String> = found.schema.tables.keys().map(ToString::to_string).collect();
        assert_eq!(names, ["a", "old", "parts", "past"]);
        let a = &found.schema.tables[&"a".into()];
        assert_eq!(a.indexes.keys().collect::<Vec<_>>(), ["n_hidden", "said", "start_of_t"]);
        let options: Vec<&str> = a.options.iter().map(String::as_str).collect();
        assert_eq!(options, ["COLLATE=latin1_swedish_ci", "ROW_FORMAT=COMPRESSED"]);
        assert_eq!(found.schema.tables[&"old".into()].options, ["ENGINE=MyISAM".to_owned()].into());
        assert_eq!(a.column("t").unwrap().collation, None, "it is the table's");
        assert_eq!(a.column("j").unwrap().ty, Type::Json);
        assert_eq!(session.introspect().await.unwrap(), found, "it differs from itself");
        for (name, sql) in [
            ("numbers", "DROP SEQUENCE numbers"),
            ("act", "DROP PROCEDURE act"),
            ("later", "DROP EVENT later"),
        ] {
            session.execute(sql).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    });
}

#[test]
fn what_a_role_may_not_read_is_an_error_and_no_smaller_schema() {
    run(|database| async move {
        let mut session = database.session().await;
        let name = database.url.rsplit('/').next().unwrap().to_owned();
        let role = format!("r_{}", std::process::id());
        session
            .execute(&format!(
                "CREATE TABLE author (id int PRIMARY KEY, name varchar(9), city varchar(9));
                 CREATE TABLE post (author int, CONSTRAINT by_author FOREIGN KEY (author) REFERENCES author (id));
                 CREATE USER {role}@'%'; CREATE USER {role}@localhost; CREATE USER {role}@'127.0.0.1'"
            ))
            .await
            .unwrap();
        let whole = session.introspect().await.unwrap();
        let url = database.url.replace("root@", &format!("{role}@"));
        let users = [format!("{role}@'%'"), format!("{role}@localhost"), format!("{role}@'127.0.0.1'")];
        let users = users.join(", ");
        let mut read = async |rights: &str| {
            session.execute(&format!("REVOKE ALL PRIVILEGES, GRANT OPTION FROM {users}")).await.unwrap();
            for right in rights.split("; ") {
                session.execute(&format!("GRANT {right} TO {users}")).await.unwrap();
            }
            let mut reader = connect(&url).await.unwrap();
            let found = reader.introspect().await;
            reader.close().await;
            found
        };
        // The server shows a foreign key's columns to a role that may only SELECT, and not what it does.
        let error = read(&format!("SELECT ON {name}.*")).await.unwrap_err();
        assert!(
            error.message.contains("may not read what the foreign key by_author of post does"),
            "{error:?}"
        );
        assert!(error.help.unwrap().contains("GRANT SELECT, REFERENCES"));
        let columns = format!("SELECT (name) ON {name}.author; SELECT, REFERENCES ON {name}.post");
        let error = read(&columns).await.unwrap_err();
        assert!(error.message.contains("may not read columns of author"), "{error:?}");
        assert_eq!(read(&format!("SELECT, REFERENCES ON {name}.*")).await.unwrap(), whole);
        session.execute(&format!("DROP USER {users}")).await.unwrap();
    });
}

#[test]
fn tables_that_change_while_they_are_read_are_read_whole() {
    run(|database| async move {
        let (mut session, mut other) = (database.session().await, database.session().await);
        session.execute("CREATE TABLE stays (id int PRIMARY KEY, a int, KEY a (a))").await.unwrap();
        let changes = async {
            for number in 0..40 {
                let sql = format!(
                    "CREATE TABLE t{number} (id int PRIMARY KEY, a int CHECK (a > 0), KEY k (a),
                     CONSTRAINT f{number} FOREIGN KEY (a) REFERENCES stays (id));
                     ALTER TABLE t{number} ADD COLUMN b int; DROP TABLE t{number}"
                );
                other.execute(&sql).await.unwrap();
            }
        };
        let reads = async {
            for _ in 0..40 {
                match session.introspect().await {
                    Ok(found) => {
                        assert!(
                            found.schema.tables.values().all(|table| table.columns.len() >= 2),
                            "{found:?}"
                        );
                    }
                    Err(error) => {
                        assert!(error.message.contains("changed while they were read"), "{error:?}")
                    }
                }
            }
        };
        tokio::join!(changes, reads);
        assert_eq!(session.introspect().await.unwrap().schema.tables.len(), 1);
    });
}

#[test]
fn tables_whose_names_differ_in_case_alone_are_two() {
    run(|database| async move {
        let mut session = database.session().await;
        if session.query("SELECT @@lower_case_table_names").await.unwrap()[0][0].as_deref() != Some("0") {
            eprintln!("LEFT OUT: this server keeps names of tables in one case");
            return;
        }
        session.execute("CREATE TABLE note (a int); CREATE TABLE Note (b int, KEY B (b))").await.unwrap();
        let live = session.introspect().await.unwrap().schema;
        let columns = |name: &str| live.tables[&name.into()].columns[0].name.clone();
        assert_eq!((columns("note"), columns("Note")), ("a".to_owned(), "b".to_owned()));
    });
}
