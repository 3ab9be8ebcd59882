//! What a schema cannot express is named; what is not the model's is left out.

use std::time::Instant;

use strobila::dialect::{DatabaseErrorKind, connect};
use strobila::schema::{Column, DefaultValue, Deferrable, Identity, Name, Sql, Type};

use crate::server::run;

#[test]
fn everything_that_a_schema_cannot_express_is_named() {
    run(|database| async move {
        let mut session = database.session().await;
        let sql = "
            CREATE EXTENSION citext; CREATE EXTENSION btree_gist;
            CREATE TABLE strobila_migrations (id serial PRIMARY KEY); CREATE TABLE strobila_journal (id int);
            CREATE TABLE t (id serial, a int, b text, r int4range, EXCLUDE USING gist (r WITH &&));
            CREATE TEMPORARY TABLE gone (id int);
            CREATE UNLOGGED TABLE fast (id int) WITH (fillfactor = 70);
            CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id);
            CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
            CREATE TABLE child () INHERITS (fast);
            CREATE VIEW v AS SELECT 1 AS x; CREATE MATERIALIZED VIEW m AS SELECT 1 AS x;
            CREATE SEQUENCE s; CREATE DOMAIN d AS text; CREATE TYPE comp AS (x int);
            CREATE TYPE span AS RANGE (subtype = int);
            CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();
            CREATE RULE ru AS ON DELETE TO t DO INSTEAD NOTHING;
            ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (true);
            CREATE STATISTICS st ON a, b FROM t; ALTER TABLE t REPLICA IDENTITY FULL;
            ALTER TABLE t ALTER b SET STORAGE EXTERNAL, ALTER b SET COMPRESSION pglz, ALTER a SET STATISTICS 9;
            ALTER TABLE t ADD CONSTRAINT nv CHECK (a > 0) NOT VALID;
            ALTER TABLE t ADD CONSTRAINT du UNIQUE (a) DEFERRABLE;
            ALTER TABLE t ADD CONSTRAINT nn UNIQUE NULLS NOT DISTINCT (b);
            ALTER TABLE t ADD CONSTRAINT inc UNIQUE (id) INCLUDE (b);
            ALTER TABLE t ADD CONSTRAINT mf FOREIGN KEY (id) REFERENCES t (id) MATCH FULL;
            CREATE INDEX oc ON t (b text_pattern_ops); CREATE INDEX co ON t (b COLLATE \"C\");
            CREATE SCHEMA other; CREATE VIEW other.w AS SELECT 1 AS x; CREATE TABLE other.t (id int);
            CREATE TRIGGER tr BEFORE UPDATE ON other.t FOR EACH ROW EXECUTE FUNCTION touch()";
        session.execute(sql).await.unwrap();
        let live = session.introspect().await.unwrap();
        let expected = [
            "composite type comp",
            "compression of t.b",
            "domain d",
            "extension btree_gist",
            "extension citext",
            "function f(a integer)",
            "function touch()",
            "inheritance of child",
            "materialized view m",
            "partition parts_1",
            "partitioning of parts",
            "policy p on t",
            "range type span",
            "replica identity of t",
            "row level security on t",
            "rule ru on t",
            "sequence s",
            "statistics st on t",
            "statistics target of t.a",
            "storage of t.b",
            "storage parameters of fast",
            "trigger tr on other.t",
            "trigger tr on t",
            "unlogged table fast",
            "view other.w",
            "view v",
        ];
        assert_eq!(live.unexpressed, expected);
        let tables: Vec<String> = live.schema.tables.keys().map(ToString::to_string).collect();
        assert_eq!(tables, ["child", "fast", "parts", "t", "other.t"]);
        let table = &live.schema.tables[&"t".into()];
        let id = &table.columns[0];
        assert_eq!(id.identity, Some(Identity { serial: true, ..Identity::default() }));
        assert_eq!(id.default, None);
        assert!(table.checks["nv"].not_valid && table.foreign_keys["mf"].match_full);
        assert_eq!(table.uniques["du"].deferrable, Some(Deferrable::Immediate));
        assert!(table.uniques["nn"].nulls_not_distinct);
        assert_eq!(table.uniques["inc"].include, ["b"]);
        assert_eq!(table.indexes["oc"].parts[0].operator_class.as_deref(), Some("text_pattern_ops"));
        assert_eq!(table.indexes["co"].parts[0].collation.as_deref(), Some("C"));
        let exclusion = &table.exclusions["t_r_excl"];
        assert_eq!(exclusion.method.as_ref().map(Sql::any), Some("gist"));
        assert_eq!(exclusion.parts.len(), 1);
    });
}

#[test]
fn an_operator_class_is_left_out_only_when_the_key_s_own_type_brings_it() {
    run(|database| async move {
        let mut session = database.session().await;
        let sql = "
            CREATE EXTENSION citext; CREATE EXTENSION btree_gin; CREATE DOMAIN handle AS citext;
            CREATE TABLE t (a citext, b handle, c varchar(9), d text[], e text);
            CREATE INDEX usual ON t (a, b, c); CREATE INDEX usual_text ON t (lower(c), (e::citext));
            CREATE INDEX usual_list ON t USING gin (d, (d || d), e, lower(e));
            CREATE INDEX other ON t (a text_ops, b text_ops, (e::citext) text_ops)";
        session.execute(sql).await.unwrap();
        let live = session.introspect().await.unwrap().schema;
        let indexes = &live.tables[&"t".into()].indexes;
        let classes = |index: &str| {
            let parts = indexes[index].parts.iter();
            parts.map(|part| part.operator_class.clone()).collect::<Vec<_>>()
        };
        assert_eq!(classes("usual"), [None, None, None]);
        assert_eq!(classes("usual_text"), [None, None]);
        assert_eq!(classes("usual_list"), [None, None, None, None]);
        assert_eq!(classes("other"), vec![Some("text_ops".to_owned()); 3]);
    });
}

#[test]
fn the_schema_that_is_read_is_the_session_s_own() {
    run(|database| async move {
        let mut session = database.session().await;
        let sql = "
            CREATE SCHEMA \"My app\"; CREATE TYPE public.mood AS ENUM ('a'); CREATE TYPE \"My app\".mood AS ENUM ('b');
            CREATE FUNCTION public.f(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1';
            CREATE TABLE public.p (id int PRIMARY KEY);
            SET search_path = \"My app\", public;
            CREATE TABLE t (m mood DEFAULT 'b', n public.mood DEFAULT 'a', i int DEFAULT f(1) REFERENCES p)";
        session.execute(sql).await.unwrap();
        let live = session.introspect().await.unwrap().schema;
        let table = &live.tables[&Name::new("t")];
        let public = |name: &str| Name { schema: Some("public".into()), name: name.into() };
        let text = |text: &str| Some(DefaultValue::Text(text.to_owned()));
        let optional = |name: &str, ty: Type| Column { nullable: true, ..Column::new(name, ty) };
        assert_eq!(
            table.columns[0],
            Column { default: text("b"), ..optional("m", Type::Enum("mood".into())) }
        );
        assert_eq!(
            table.columns[1],
            Column { default: text("a"), ..optional("n", Type::Enum(public("mood"))) }
        );
        assert_eq!(table.columns[2].default, Some(DefaultValue::sql("public.f(1)")));
        assert_eq!(table.foreign_keys["t_i_fkey"].references, public("p"));
        assert!(live.tables.contains_key(&public("p")) && live.enums.contains_key(&public("mood")));
        // The path is as it was, and a text of the model's is judged under it.
        let path = session.query("SHOW search_path").await.unwrap();
        assert_eq!(path[0][0].as_deref(), Some("\"My app\", public"));
        let pairs = [("public.f(i)".to_owned(), "f(i)".to_owned()), ("i".to_owned(), "i + 1".to_owned())];
        assert_eq!(session.same_expressions(&"t".into(), &pairs).await.unwrap(), [true, false]);
        // Nothing to create in: nothing is ours.
        session.execute("SET search_path = nowhere").await.unwrap();
        assert!(session.introspect().await.unwrap().schema.tables.keys().all(|name| name.schema.is_some()));
        assert!(!session.has_table(&"t".into()).await.unwrap());
    });
}

#[test]
fn a_judge_goes_on_past_what_the_server_refuses_and_writes_nothing() {
    run(|database| async move {
        let mut session = database.session().await;
        session
            .execute(
                "CREATE TABLE t (a varchar(9), n int, \"b\"\"c\" text); ALTER TABLE t ENABLE ROW LEVEL SECURITY;
                 CREATE FUNCTION boom() RETURNS int LANGUAGE plpgsql AS 'BEGIN CREATE TABLE made (); RETURN 1; END'",
            )
            .await
            .unwrap();
        let pairs: Vec<(String, String)> = [
            (
                "(a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])",
                "a IN ('x', 'y')",
            ),
            ("n > 0", "n >= 1"),
            ("n > 0", "(n > 0) -- the same"),
            ("no_such > 0", "n > 0"),
            ("n > 0) FROM t; DROP TABLE t; --", "n > 0"),
            ("\"b\"\"c\" <> ''", "(\"b\"\"c\" <> ''::text)"),
            ("boom()", "boom()"),
            ("'x'", "'x'::text"),
        ]
        .map(|(one, two)| (one.to_owned(), two.to_owned()))
        .into();
        let wanted = [true, false, true, false, false, true, true, true];
        assert_eq!(session.same_expressions(&"t".into(), &pairs).await.unwrap(), wanted);
        // In the middle of somebody's transaction too, which then goes on.
        session.begin(false).await.unwrap();
        session.execute("INSERT INTO t VALUES ('x')").await.unwrap();
        assert_eq!(session.same_expressions(&"t".into(), &pairs).await.unwrap(), wanted);
        session.introspect().await.unwrap();
        session.commit().await.unwrap();
        assert_eq!(session.query("SELECT a FROM t").await.unwrap().len(), 1);
        assert!(!session.has_table(&"made".into()).await.unwrap());
        let many = vec![("n".to_owned(), "n".to_owned()); 1000];
        assert_eq!(session.same_expressions(&"t".into(), &many).await.unwrap(), [true; 1000]);
    });
}

#[test]
fn a_reader_without_rights_to_write_can_read_and_judge() {
    run(|database| async move {
        let mut session = database.session().await;
        let role = format!("strobila_reader_{}", std::process::id());
        session
            .execute(&format!(
                "CREATE TABLE t (n int DEFAULT 1 CHECK (n > 0)); ALTER TABLE t ENABLE ROW LEVEL SECURITY;
                 CREATE ROLE {role} LOGIN; GRANT SELECT ON t TO {role};
                 ALTER ROLE {role} SET default_transaction_read_only = on"
            ))
            .await
            .unwrap();
        let mut reader = connect(&database.url.replace("postgres@", &format!("{role}@"))).await.unwrap();
        let live = reader.introspect().await.unwrap();
        assert_eq!(live.schema.tables[&"t".into()].checks["t_n_check"].expression, "n > 0".into());
        let pairs = [("n > 0".to_owned(), "(n > 0)".to_owned())];
        assert_eq!(reader.same_expressions(&"t".into(), &pairs).await.unwrap(), [true]);
        reader.begin(false).await.unwrap();
        let error = reader.execute("CREATE TABLE x ()").await.unwrap_err();
        assert_eq!(error.kind, DatabaseErrorKind::Statement);
        reader.rollback().await.unwrap();
        reader.close().await;
        session.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}")).await.unwrap();
    });
}

#[test]
fn a_thousand_tables_are_read_in_a_moment() {
    run(|database| async move {
        let mut session = database.session().await;
        let sql = "DO $$ BEGIN FOR i IN 1..1000 LOOP EXECUTE format('CREATE TABLE t%s (id bigint GENERATED BY \
                   DEFAULT AS IDENTITY PRIMARY KEY, a text NOT NULL DEFAULT ''x'', b int CHECK (b > 0), c text, \
                   d text, e text, f text, g text, h text, i text); CREATE INDEX ON t%s (lower(a)) WHERE b > 1', i, i); \
                   COMMIT; END LOOP; END $$";
        session.execute(sql).await.unwrap();
        let started = Instant::now();
        let live = session.introspect().await.unwrap();
        let took = started.elapsed();
        assert_eq!(live.schema.tables.len(), 1000);
        assert_eq!(live.schema.tables[&"t7".into()].columns.len(), 10);
        eprintln!("1,000 tables of 10 columns: {took:?}");
        assert!(took.as_secs() < 20, "{took:?}");
    });
}

#[test]
fn a_role_that_may_not_read_the_catalogue_is_told_so() {
    run(|database| async move {
        let mut session = database.session().await;
        let role = format!("strobila_blind_{}", std::process::id());
        let sql = format!(
            "CREATE TABLE t (a int); CREATE ROLE {role} LOGIN;
             REVOKE SELECT ON pg_catalog.pg_attrdef, pg_catalog.pg_constraint FROM PUBLIC"
        );
        session.execute(&sql).await.unwrap();
        let mut reader = connect(&database.url.replace("postgres@", &format!("{role}@"))).await.unwrap();
        let error = reader.introspect().await.unwrap_err();
        assert_eq!(error.kind, DatabaseErrorKind::Statement);
        assert!(error.message.contains("permission denied for table pg_attrdef"), "{error:?}");
        // The session goes on.
        assert_eq!(reader.query("SELECT 1").await.unwrap().len(), 1);
        reader.close().await;
        session.execute(&format!("DROP ROLE {role}")).await.unwrap();
    });
}

#[test]
fn tables_that_change_while_they_are_read_are_read_as_of_one_moment() {
    run(|database| async move {
        let (mut session, mut other) = (database.session().await, database.session().await);
        session
            .execute("CREATE TABLE stays (id int PRIMARY KEY, a int DEFAULT 1, CHECK (a > 0))")
            .await
            .unwrap();
        let changes = async {
            for number in 0..150 {
                let sql = format!(
                    "CREATE TABLE t{number} (id int PRIMARY KEY, a int DEFAULT 1 CHECK (a > 0) REFERENCES stays);
                     CREATE INDEX ON t{number} ((a + 1)) WHERE a > 2; CREATE VIEW v{number} AS SELECT * FROM t{number};"
                );
                other.execute(&sql).await.unwrap();
                let sql =
                    format!("DROP VIEW v{number}; ALTER TABLE t{number} DROP COLUMN a; DROP TABLE t{number}");
                other.execute(&sql).await.unwrap();
            }
        };
        let reads = async {
            let mut wrong = Vec::new();
            for _ in 0..60 {
                match session.introspect().await {
                    Ok(found) => {
                        for table in found.schema.tables.values().filter(|table| table.name != "stays".into())
                        {
                            let is_whole = table.columns.len() == 2
                                && table.columns[1].default.is_some()
                                && table.checks.values().all(|check| check.expression != "".into())
                                && table.foreign_keys.len() == 1
                                && table.indexes.values().all(|index| index.predicate.is_some());
                            if !is_whole {
                                wrong.push(format!("{table:?}"));
                            }
                        }
                    }
                    Err(error) if error.message.contains("changed while they were read") => {}
                    Err(error) => wrong.push(format!("{error:?}")),
                }
            }
            wrong
        };
        let (_, wrong) = tokio::join!(changes, reads);
        assert!(wrong.is_empty(), "{} wrong: {:#?}", wrong.len(), wrong.first());
    });
}
