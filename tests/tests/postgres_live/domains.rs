//! Columns of domains and composite types: read, made, compared and changed; the types are nobody's to touch.

use strobila::Target;
use strobila::dialect::{Dialect, Session, postgres::Postgres};
use strobila::schema::{Column, DefaultValue, Name, PrimaryKey, Schema, Table, Type};
use strobila_generator::diff::{Renames, diff};
use strobila_generator::live::compare;
use strobila_tests::planning::{Change, prove_on};

use crate::cases::apply;
use crate::everything::list;
use crate::operations::{alter, change, column, create};
use crate::server::run;

const TYPES: &str = r#"
    CREATE EXTENSION citext; CREATE SCHEMA "My types";
    CREATE DOMAIN handle AS citext COLLATE "C" CHECK (VALUE <> ''); CREATE DOMAIN short AS varchar(3);
    CREATE DOMAIN "My types"."Odd ""one" AS int CHECK (VALUE > 0); CREATE DOMAIN public.text AS int;
    CREATE DOMAIN "My types".handle AS text; CREATE DOMAIN "integer" AS bigint; CREATE DOMAIN numbers AS int[];
    CREATE TYPE pair AS (a int, b text); CREATE TYPE "My types"."Pair" AS (a int)"#;

/// Columns of each of them, with defaults.
const COLUMNS: [(&str, Option<&str>); 11] = [
    ("handle", Some("'x'")),
    ("short", Some("'abc'")),
    (r#""My types"."Odd ""one""#, Some("7")),
    ("public.text", Some("7")),
    (r#""My types".handle"#, Some("'it''s'")),
    (r#""integer""#, None),
    ("numbers", Some("'{1,2}'")),
    ("pair", Some("ROW(1, 'b')")),
    (r#""My types"."Pair""#, Some("'(1)'")),
    ("handle[]", Some("'{a}'")),
    ("pair[]", None),
];

fn custom(text: &str) -> Type {
    match text.strip_suffix("[]") {
        Some(item) => list(Type::Custom(item.into())),
        None => Type::Custom(text.into()),
    }
}

fn thing() -> Schema {
    let columns = COLUMNS.iter().enumerate().map(|(at, (ty, default))| Column {
        nullable: default.is_none(),
        default: default.map(DefaultValue::sql),
        ..Column::new(format!("c{at}"), custom(ty))
    });
    let mut schema = Schema::default();
    schema.insert(Table { columns: columns.collect(), ..Table::new("thing") });
    Postgres.normalize(&schema).unwrap()
}

async fn difference(session: &mut dyn Session, live: &Schema, wanted: &Schema) -> Vec<String> {
    let plan = compare(session, live, wanted, &Renames::default()).await.unwrap();
    plan.operations.iter().map(ToString::to_string).collect()
}

#[test]
fn columns_of_domains_and_composite_types_are_read_back_as_they_were_written() {
    run(|database| async move {
        let mut session = database.session().await;
        session.execute(TYPES).await.unwrap();
        let wanted = thing();
        apply(session.as_mut(), &diff(&Schema::default(), &wanted, &Renames::default())).await.unwrap();
        let found = session.introspect().await.unwrap();
        assert_eq!(difference(session.as_mut(), &found.schema, &wanted).await, Vec::<String>::new());
        for (live, wanted) in
            found.schema.tables[&"thing".into()].columns.iter().zip(&wanted.tables[&"thing".into()].columns)
        {
            assert_eq!(live.ty, wanted.ty);
        }
        let listed: Vec<&str> = found.unexpressed.iter().map(String::as_str).collect();
        for name in
            ["domain handle", "domain My types.handle", "composite type pair", "domain My types.Odd \"one"]
        {
            assert!(listed.contains(&name), "{listed:?}");
        }
        // Made again from what was read, it is the same.
        session.execute("DROP TABLE thing").await.unwrap();
        apply(session.as_mut(), &diff(&Schema::default(), &found.schema, &Renames::default())).await.unwrap();
        let again = session.introspect().await.unwrap();
        assert_eq!(again, found);
        session.execute("INSERT INTO thing DEFAULT VALUES").await.unwrap();
    });
}

#[test]
fn a_type_is_the_same_however_a_model_spells_it() {
    run(|database| async move {
        let mut session = database.session().await;
        session.execute(TYPES).await.unwrap();
        session
            .execute("CREATE TABLE t (a handle, b \"My types\".handle, c pair[], d timestamptz(3))")
            .await
            .unwrap();
        let live = session.introspect().await.unwrap().schema;
        let spelled = |types: [&str; 4]| {
            let column =
                |(name, ty): (&str, &str)| Column { nullable: true, ..Column::new(name, custom(ty)) };
            let columns = ["a", "b", "c", "d"].into_iter().zip(types).map(column).collect();
            let mut schema = Schema::default();
            schema.insert(Table { columns, ..Table::new("t") });
            Postgres.normalize(&schema).unwrap()
        };
        let same = spelled([
            "public.handle",
            "\"My types\".\"handle\"",
            "public.\"pair\"[]",
            "pg_catalog.timestamptz(3)",
        ]);
        assert_eq!(difference(session.as_mut(), &live, &same).await, Vec::<String>::new());
        let other = spelled(["\"My types\".handle", "handle", "pair", "pg_catalog.timestamptz(4)"]);
        assert_eq!(difference(session.as_mut(), &live, &other).await.len(), 4);
        // One that is not there is another one.
        let missing = spelled(["no_such", "handl", "pair", "timestamptz(4)"]);
        assert_eq!(difference(session.as_mut(), &live, &missing).await.len(), 4);
    });
}

#[test]
fn a_column_becomes_one_of_a_domain_and_back_and_nothing_is_cut() {
    run(|database| async move {
        let mut session = database.session().await;
        session.execute(TYPES).await.unwrap();
        for (from, to, value) in [
            (Type::Text, custom("short"), "'long'"),
            (Type::String(9), custom("short"), "'long'"),
            (custom("\"My types\".handle"), custom("short"), "'long'"),
            (list(Type::Text), list(custom("short")), "'{long}'"),
            (Type::Integer, custom(r#""My types"."Odd ""one""#), "-1"),
        ] {
            let old = Column::new("c", from);
            let table = Table { columns: vec![old.clone()], ..Table::new("t") };
            let mut schema = create(session.as_mut(), table, Vec::new()).await;
            session.execute(&format!("INSERT INTO t VALUES ({value})")).await.unwrap();
            let new = Column { ty: to, ..old.clone() };
            change(session.as_mut(), &mut schema, vec![alter(&old, new.clone())]).await.expect_err(value);
            session.execute("DELETE FROM t").await.unwrap();
            change(session.as_mut(), &mut schema, vec![alter(&old, new.clone())]).await.unwrap();
            change(session.as_mut(), &mut schema, vec![alter(&new, old)]).await.unwrap();
            session.execute("DROP TABLE t").await.unwrap();
        }
        // Values go along.
        for (from, to, value, result) in [
            (Type::Text, custom("handle"), "'Ada'", "Ada"),
            (custom("handle"), Type::Text, "'Ada'", "Ada"),
            (Type::Text, custom("int4range"), "'[1,3)'", "[1,3)"),
            (custom("pair"), Type::Text, "'(1,b)'", "(1,b)"),
            (Type::BigInt, custom("\"integer\""), "7", "7"),
        ] {
            let old = Column::new("c", from);
            let table = Table { columns: vec![old.clone()], ..Table::new("t") };
            let mut schema = create(session.as_mut(), table, Vec::new()).await;
            session.execute(&format!("INSERT INTO t VALUES ({value})")).await.unwrap();
            change(session.as_mut(), &mut schema, vec![alter(&old, Column { ty: to, ..old.clone() })])
                .await
                .unwrap();
            assert_eq!(column(session.as_mut(), "SELECT c FROM t").await, [result]);
            session.execute("DROP TABLE t").await.unwrap();
        }
    });
}

#[test]
fn changes_to_and_from_domains_are_proven_with_rows() {
    run(|database| async move {
        let schema = |types: [&str; 3]| {
            let mut table = Table::new("t");
            table.columns.push(Column::new("id", Type::BigInt));
            let key =
                PrimaryKey { name: "t_pkey".into(), columns: vec!["id".into()], ..PrimaryKey::default() };
            table.primary_key = Some(key);
            for (at, ty) in types.into_iter().enumerate() {
                let ty = if ty == "text" { Type::Text } else { custom(ty) };
                table.columns.push(Column::new(format!("c{at}"), ty));
            }
            let mut schema = Schema::default();
            schema.insert(table);
            schema
        };
        let (prev, next) =
            (schema(["text", "handle", "short"]), schema(["handle", "text", "\"My types\".handle"]));
        let (renames, fills) = (Renames::default(), Default::default());
        let change = Change { prev: &prev, next: &next, renames: &renames, fills: &fills };
        let (plan, draft) = change.draft(Target::Postgres).unwrap().unwrap();
        let mut session = database.session().await;
        session.execute(TYPES).await.unwrap();
        let proven = prove_on(session.as_mut(), &plan, &draft).await.unwrap();
        assert_eq!((proven.rows, proven.empty.len()), (3, 0), "{proven:?}");
        // The types were nobody's to touch.
        let listed = session.introspect().await.unwrap().unexpressed;
        assert!(listed.contains(&"domain handle".to_owned()) && listed.contains(&"domain short".to_owned()));
        let name = Name::new("t");
        session.execute(&format!("DROP TABLE {}", Postgres.quote_name(&name))).await.unwrap();
    });
}
