//! Changes of tables that hold rows, where the rows or the neighbours could suffer.

use strobila::dialect::Dialect;
use strobila::dialect::{Session, postgres::Postgres};
use strobila::operation::{Operation, Plan, apply_all};
use strobila::schema::{
    Check, Column, DefaultValue, Enum, ForeignKey, Generated, Identity, Index, IndexKey, IndexPart, Name,
    PrimaryKey, Schema, Storage, Table, Type, Unique,
};
use strobila_generator::diff::{Renames, diff};

use crate::cases::{apply, equal};
use crate::server::run;

/// Plans, runs and reads back the operations; the schema is then the one after them.
pub(crate) async fn change(
    session: &mut dyn Session,
    schema: &mut Schema,
    operations: Vec<Operation>,
) -> Result<(), String> {
    let prev = schema.clone();
    let mut next = prev.clone();
    apply_all(&mut next, &operations).map_err(|refusal| refusal.to_string())?;
    apply(session, &Plan { prev, next: next.clone(), operations }).await?;
    *schema = next;
    equal(session, schema).await
}

pub(crate) async fn create(session: &mut dyn Session, table: Table, enums: Vec<Enum>) -> Schema {
    let enums = enums.into_iter().map(|item| (item.name.clone(), item)).collect();
    let mut schema = Schema { enums, ..Schema::default() };
    schema.insert(table);
    let schema = Postgres.normalize(&schema).unwrap();
    apply(session, &diff(&Schema::default(), &schema, &Renames::default())).await.unwrap();
    schema
}

pub(crate) async fn column(session: &mut dyn Session, sql: &str) -> Vec<String> {
    let rows = session.query(sql).await.unwrap();
    rows.into_iter().flatten().map(|cell| cell.unwrap_or_else(|| "NULL".to_owned())).collect()
}

pub(crate) fn alter(from: &Column, to: Column) -> Operation {
    Operation::AlterColumn { table: "t".into(), from: from.clone(), to, fill: None, using: None }
}

pub(crate) fn mood(values: &[&str]) -> Enum {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    Enum { name: "mood".into(), values, storage: Storage::Native }
}

#[test]
fn an_enum_is_replaced_under_default_index_check_key_list_and_computed_column() {
    run(|database| async move {
        let mut session = database.session().await;
        let ty = || Type::Enum("mood".into());
        let mut table = Table::new("t");
        table.columns = vec![
            Column { default: Some(DefaultValue::Text("bad".into())), ..Column::new("m", ty()) },
            Column {
                default: Some(DefaultValue::Text("{bad,good}".into())),
                ..Column::new("many", Type::Array(Box::new(ty())))
            },
            Column { default: Some(DefaultValue::sql("('go' || 'od')::mood")), ..Column::new("other", ty()) },
            Column {
                generated: Some(Generated { expression: "m = 'good'".into(), stored: true }),
                ..Column::new("is_good", Type::Boolean)
            },
            Column::new("n", Type::Integer),
        ];
        let index = |name: &str, key: IndexKey, predicate: Option<&str>| Index {
            name: name.into(),
            parts: vec![IndexPart {
                key,
                descending: false,
                nulls: None,
                length: None,
                collation: None,
                operator_class: None,
            }],
            unique: false,
            predicate: predicate.map(Into::into),
            ..Index::default()
        };
        let plain = |name: &str| IndexKey::Column(name.into());
        for index in [
            index("plain", plain("m"), None),
            index("partial", plain("n"), Some("m <> 'bad'")),
            index("computed", plain("is_good"), None),
            index("cast", plain("n"), Some("n > 0 AND 'good'::mood IS NOT NULL")),
            index("expression", IndexKey::Expression("(m = 'good'::mood)".into()), None),
        ] {
            table.indexes.insert(index.name.clone(), index);
        }
        let check = Check {
            name: "c".into(),
            expression: "m IN ('good', 'bad') OR n > 5".into(),
            ..Check::default()
        };
        table.checks.insert("c".into(), check);
        table
            .uniques
            .insert("u".into(), Unique { name: "u".into(), columns: vec!["m".into()], ..Unique::default() });
        let key = ForeignKey {
            name: "f".into(),
            columns: vec!["other".into()],
            references: "t".into(),
            target: vec!["m".into()],
            on_delete: Default::default(),
            on_update: Default::default(),
            ..ForeignKey::default()
        };
        table.foreign_keys.insert("f".into(), key);
        let before = mood(&["bad", "so so", "good"]);
        let mut schema = create(session.as_mut(), table, vec![before.clone()]).await;
        session.execute("INSERT INTO t (m, n) VALUES ('good', 1), ('bad', 2)").await.unwrap();

        let after = mood(&["good", "bad", "it's new"]);
        let replace =
            |from: &Enum, to: &Enum| vec![Operation::ReplaceEnum { from: from.clone(), to: to.clone() }];
        change(session.as_mut(), &mut schema, replace(&before, &after)).await.unwrap();
        let rows =
            column(session.as_mut(), "SELECT row(m, many, other, is_good, n)::text FROM t ORDER BY m").await;
        assert_eq!(
            rows,
            [
                "(good,\"{bad,good}\",good,1,t)".replace(",1,t", ",t,1"),
                "(bad,\"{bad,good}\",good,f,2)".into()
            ]
        );
        change(session.as_mut(), &mut schema, replace(&after, &before)).await.unwrap();

        // A row whose value is gone stops it, and nothing has changed.
        session.execute("INSERT INTO t (m, n) VALUES ('so so', 9)").await.unwrap();
        let error = change(session.as_mut(), &mut schema, replace(&before, &after)).await.unwrap_err();
        assert!(error.contains("invalid input value for enum"), "{error}");
        equal(session.as_mut(), &schema).await.unwrap();
    });
}

#[test]
fn one_change_of_everything_keeps_the_rows_and_restates_the_default() {
    run(|database| async move {
        let mut session = database.session().await;
        let old = Column {
            nullable: true,
            default: Some(DefaultValue::Text("x".into())),
            comment: Some("old".into()),
            ..Column::new("c", Type::String(9))
        };
        let computed = Column {
            nullable: true,
            generated: Some(Generated { expression: "length(c)".into(), stored: true }),
            ..Column::new("long", Type::Integer)
        };
        let mut table = Table { columns: vec![old.clone(), computed], ..Table::new("t") };
        table.uniques.insert(
            "u".into(),
            Unique { name: "u".into(), columns: vec!["long".into()], ..Unique::default() },
        );
        let mut schema = create(session.as_mut(), table, Vec::new()).await;
        session.execute("INSERT INTO t VALUES ('a'), (NULL)").await.unwrap();
        let new = Column {
            default: Some(DefaultValue::Text("x".into())),
            collation: Some("C".into()),
            ..Column::new("c", Type::Text)
        };
        let there = Operation::AlterColumn {
            table: "t".into(),
            from: old.clone(),
            to: new.clone(),
            fill: Some("'none' || 'x'".into()),
            using: Some("upper(c)".into()),
        };
        change(session.as_mut(), &mut schema, vec![there]).await.unwrap();
        assert_eq!(column(session.as_mut(), "SELECT c FROM t ORDER BY long").await, ["A", "nonex"]);
        let printed =
            column(session.as_mut(), "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef ORDER BY adnum")
                .await;
        assert_eq!(printed[0], "'x'::text");
        change(session.as_mut(), &mut schema, vec![alter(&new, old)]).await.unwrap();
    });
}

#[test]
fn a_column_that_begins_to_count_goes_on_behind_its_rows() {
    run(|database| async move {
        let mut session = database.session().await;
        let table = "odd \"t'";
        let old = Column { nullable: true, ..Column::new("i'd", Type::Integer) };
        let mut schema =
            create(session.as_mut(), Table { columns: vec![old.clone()], ..Table::new(table) }, Vec::new())
                .await;
        let name = Postgres.quote(table);
        session.execute(&format!("INSERT INTO {name} VALUES (41), (7)")).await.unwrap();
        let counts = |always| Column {
            identity: Some(Identity { always, ..Identity::default() }),
            nullable: false,
            ..old.clone()
        };
        let there = |from: &Column, to: Column| {
            vec![Operation::AlterColumn {
                table: table.into(),
                from: from.clone(),
                to,
                fill: None,
                using: None,
            }]
        };
        change(session.as_mut(), &mut schema, there(&old, counts(false))).await.unwrap();
        session.execute(&format!("INSERT INTO {name} DEFAULT VALUES")).await.unwrap();
        assert_eq!(column(session.as_mut(), &format!("SELECT max(\"i'd\") FROM {name}")).await, ["42"]);
        change(session.as_mut(), &mut schema, there(&counts(false), counts(true))).await.unwrap();
        let big = Column { ty: Type::BigInt, ..counts(true) };
        change(session.as_mut(), &mut schema, there(&counts(true), big.clone())).await.unwrap();
        session.execute(&format!("INSERT INTO {name} DEFAULT VALUES")).await.unwrap();
        let plain = Column { identity: None, ..big.clone() };
        change(session.as_mut(), &mut schema, there(&big, plain)).await.unwrap();
        assert_eq!(column(session.as_mut(), &format!("SELECT max(\"i'd\") FROM {name}")).await, ["43"]);
    });
}

#[test]
fn existing_rows_get_what_the_fill_says_and_new_ones_the_default() {
    run(|database| async move {
        let mut session = database.session().await;
        let columns = vec![Column::new("n", Type::Integer)];
        let mut schema = create(session.as_mut(), Table { columns, ..Table::new("t") }, Vec::new()).await;
        session.execute("INSERT INTO t VALUES (1), (2)").await.unwrap();
        let text = |name: &str| Column::new(name, Type::Text);
        let with = |column: Column, default: &str| Column {
            default: Some(DefaultValue::Text(default.into())),
            ..column
        };
        let optional = |column: Column| Column { nullable: true, ..column };
        for (column, fill) in [
            (text("a"), Some("'f'")),
            (with(text("b"), "d"), Some("'f'")),
            (with(text("c"), "d"), Some("'d'")),
            (with(optional(text("d")), "d"), Some("'f'")),
            (with(text("e"), "d"), Some("'f' || n")),
            (optional(text("f")), Some("(SELECT 'f' || count(*) FROM t)")),
            (Column::new("g", Type::Uuid), Some("gen_random_uuid()")),
            (with(text("h"), "d"), None),
            (optional(text("i")), None),
        ] {
            let add =
                Operation::AddColumn { table: "t".into(), column, fill: fill.map(Into::into), place: None };
            change(session.as_mut(), &mut schema, vec![add]).await.unwrap();
        }
        let rows =
            column(session.as_mut(), "SELECT row(a, b, c, d, e, f, h, i)::text FROM t ORDER BY n").await;
        assert_eq!(rows, ["(f,f,d,f,f1,f2,d,)", "(f,f,d,f,f2,f2,d,)"]);
        assert_eq!(column(session.as_mut(), "SELECT count(DISTINCT g) FROM t").await, ["2"]);
        session.execute("INSERT INTO t (n, a, g) VALUES (3, 'a', gen_random_uuid())").await.unwrap();
        let rows = column(session.as_mut(), "SELECT row(b, c, d, e, f, h, i)::text FROM t WHERE n = 3").await;
        assert_eq!(rows, ["(d,d,d,d,,d,)"]);
    });
}

#[test]
fn tables_and_enums_move_between_schemas_with_their_rows() {
    run(|database| async move {
        let mut session = database.session().await;
        session.execute("CREATE SCHEMA a; CREATE SCHEMA \"b b\"").await.unwrap();
        let place = |schema: &str, name: &str| Name { schema: Some(schema.into()), name: name.into() };
        let item = Enum { name: place("a", "mood"), ..mood(&["good"]) };
        let mut table = Table::new(place("a", "t"));
        table.columns = vec![
            Column {
                default: Some(DefaultValue::Text("good".into())),
                ..Column::new("m", Type::Enum(item.name.clone()))
            },
            Column {
                identity: Some(Identity { always: true, ..Identity::default() }),
                ..Column::new("n", Type::Integer)
            },
        ];
        table.primary_key =
            Some(PrimaryKey { name: "t_pkey".into(), columns: vec!["n".into()], ..PrimaryKey::default() });
        table.indexes.insert(
            "i".into(),
            Index {
                name: "i".into(),
                parts: vec![IndexPart::column("m")],
                unique: false,
                predicate: Some("m = 'good'".into()),
                ..Index::default()
            },
        );
        let mut schema = create(session.as_mut(), table, vec![item]).await;
        session.execute("INSERT INTO a.t DEFAULT VALUES").await.unwrap();
        let rename = vec![
            Operation::RenameEnum { from: place("a", "mood"), to: place("b b", "temper") },
            Operation::RenameTable { from: place("a", "t"), to: place("b b", "u") },
            Operation::RenameIndex { table: place("b b", "u"), from: "i".into(), to: "j".into() },
            Operation::RenameConstraint {
                table: place("b b", "u"),
                from: "t_pkey".into(),
                to: "u_pkey".into(),
            },
        ];
        change(session.as_mut(), &mut schema, rename).await.unwrap();
        assert_eq!(column(session.as_mut(), "SELECT row(m, n)::text FROM \"b b\".u").await, ["(good,1)"]);
        let replace = Operation::ReplaceEnum {
            from: schema.enums[&place("b b", "temper")].clone(),
            to: Enum {
                values: vec!["bad".into(), "good".into()],
                ..schema.enums[&place("b b", "temper")].clone()
            },
        };
        change(session.as_mut(), &mut schema, vec![replace]).await.unwrap();
        let table = schema.tables[&place("b b", "u")].clone();
        let item = schema.enums[&place("b b", "temper")].clone();
        let index = table.indexes["j"].clone();
        let drops = vec![
            Operation::DropIndex { table: table.name.clone(), index },
            Operation::DropTable { table: Table { indexes: Default::default(), ..table } },
            Operation::DropEnum { item },
        ];
        change(session.as_mut(), &mut schema, drops).await.unwrap();
    });
}

#[test]
fn replica_identity_storage_and_compression_outlive_every_change_but_one_of_the_type() {
    run(|database| async move {
        let mut session = database.session().await;
        let mut table = Table::new("t");
        table.columns = vec![
            Column::new("id", Type::BigInt),
            Column::new("a", Type::Text),
            Column { nullable: true, ..Column::new("b", Type::Json) },
            Column::new("m", Type::Enum("mood".into())),
        ];
        let key = PrimaryKey { name: "t_pkey".into(), columns: vec!["id".into()], ..PrimaryKey::default() };
        table.primary_key = Some(key);
        let index = Index {
            name: "t_a_idx".into(),
            parts: vec![IndexPart::column("a")],
            unique: true,
            ..Index::default()
        };
        table.indexes.insert(index.name.clone(), index);
        let mut schema = create(session.as_mut(), table, vec![mood(&["bad", "good"])]).await;
        let kept = "ALTER TABLE t REPLICA IDENTITY USING INDEX t_a_idx;
            ALTER TABLE t ALTER a SET STORAGE EXTERNAL, ALTER b SET STORAGE MAIN, ALTER b SET COMPRESSION pglz,
                ALTER a SET STATISTICS 77, SET (fillfactor = 71), ALTER a SET (n_distinct = 5)";
        session.execute(kept).await.unwrap();
        let seen =
            "SELECT c.relreplident, i.relname, c.reloptions, a.attstorage, b.attstorage, b.attcompression,
                a.attstattarget, a.attoptions
            FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = 2
            JOIN pg_attribute b ON b.attrelid = c.oid AND b.attnum = 3
            LEFT JOIN pg_index x ON x.indrelid = c.oid AND x.indisreplident
            LEFT JOIN pg_class i ON i.oid = x.indexrelid
            WHERE c.relkind = 'r' AND c.relname IN ('t', 'u')";
        let before = column(session.as_mut(), seen).await;
        assert_eq!(before[..6], ["i", "t_a_idx", "{fillfactor=71}", "e", "m", "p"]);
        let (a, b) = (Column::new("a", Type::Text), Column::new("b", Type::Json));
        let b = Column { nullable: true, ..b };
        let default = Column { default: Some(DefaultValue::Text("x".into())), ..a.clone() };
        let commented = Column { comment: Some("said".into()), nullable: false, ..b.clone() };
        let check = Check { name: "c".into(), expression: "a <> ''".into(), ..Check::default() };
        let table = || Name::new("t");
        for operations in [
            vec![Operation::AddColumn {
                table: table(),
                column: Column::new("n", Type::Integer),
                fill: Some("1".into()),
                place: None,
            }],
            vec![alter(&a, default), alter(&b, commented)],
            vec![Operation::AddCheck { table: table(), check: check.clone() }],
            vec![Operation::ReplaceEnum { from: mood(&["bad", "good"]), to: mood(&["good", "bad", "new"]) }],
            vec![Operation::SetTableComment { table: table(), from: None, to: Some("t".into()) }],
            vec![Operation::RenameColumn { table: table(), from: "n".into(), to: "o".into() }],
            vec![Operation::DropCheck { table: table(), check }],
            vec![Operation::DropColumn { table: table(), column: Column::new("o", Type::Integer) }],
            vec![Operation::RenameTable { from: table(), to: "u".into() }],
        ] {
            let said = format!("{operations:?}");
            change(session.as_mut(), &mut schema, operations)
                .await
                .unwrap_or_else(|error| panic!("{said}: {error}"));
            assert_eq!(column(session.as_mut(), seen).await, before, "{said}");
        }
    });
}
