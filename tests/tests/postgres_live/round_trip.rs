//! What is read back after a schema was made is the schema, in its normal form.

use std::collections::BTreeMap;

use strobila::dialect::{Dialect, Session, postgres::Postgres};
use strobila::schema::{
    Check, Column, DefaultValue, Enum, Index, IndexKey, IndexPart, Name, Schema, Sql, Storage, Table, Type,
};
use strobila_generator::diff::{Renames, diff};
use strobila_generator::live::compare;

use crate::cases::{apply, equal};
use crate::everything::{base, everything, list};
use crate::server::run;

fn types() -> Vec<Type> {
    let plain = vec![
        Type::SmallInt,
        Type::Integer,
        Type::BigInt,
        Type::Float,
        Type::Double,
        Type::Decimal { precision: 12, scale: 2 },
        Type::String(255),
        Type::Text,
        Type::Boolean,
        Type::Date,
        Type::Time,
        Type::DateTime,
        Type::Timestamp,
        Type::Json,
        Type::Uuid,
        Type::Enum("mood".into()),
        Type::Enum("size".into()),
        Type::Binary(16),
        Type::Blob,
    ];
    let custom = [
        "citext",
        "INT8",
        "char(3)",
        "char",
        "varchar",
        "numeric",
        "timestamptz(3)",
        "time with time zone",
        "interval",
        "interval day to second",
        "inet",
        "int4range",
        "bit(4)",
        "varbit",
        "xml",
        "tsvector",
        "point",
        "money",
        "oid",
        "jsonb",
        "json",
        "float(8)",
        "numeric(3)",
        "\"char\"",
        "name",
        "app.mood",
        "citext[]",
        "varchar(5)[]",
    ];
    let custom = custom.iter().map(|text| Type::Custom(Sql::from(*text)));
    let lists: Vec<Type> = plain.iter().cloned().map(list).collect();
    plain.into_iter().chain(lists).chain(custom).chain([list(list(Type::Text))]).collect()
}

async fn create(session: &mut dyn Session, portable: &Schema) -> Schema {
    let normal = Postgres.normalize(portable).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(Postgres.normalize(&normal).unwrap(), normal, "normalising twice");
    apply(session, &diff(&Schema::default(), &normal, &Renames::default())).await.unwrap();
    normal
}

#[test]
fn every_type_is_read_back_as_it_was_written() {
    run(|database| async move {
        let mut session = database.session().await;
        session
            .execute("CREATE EXTENSION citext; CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('x')")
            .await
            .unwrap();
        let mut schema = base();
        let column =
            |(at, ty): (usize, Type)| Column { nullable: at % 2 == 0, ..Column::new(format!("c{at}"), ty) };
        let columns = types().into_iter().enumerate().map(column).collect();
        schema.insert(Table { columns, ..Table::new("thing") });
        let normal = create(session.as_mut(), &schema).await;
        let mut live = session.introspect().await.unwrap().schema;
        // The enum of the other schema is none of the model's; its column is named in full.
        live.enums.remove(&Name { schema: Some("app".into()), name: "mood".into() });
        let (live, normal) = (&live.tables[&"thing".into()], &normal.tables[&"thing".into()]);
        for (live, wanted) in live.columns.iter().zip(&normal.columns) {
            if wanted.ty != Type::Custom(Sql::from("app.mood")) {
                assert_eq!(live, wanted);
            }
        }
        assert_eq!(live.columns.len(), normal.columns.len());
    });
}

#[test]
fn every_default_is_read_back_as_the_value_it_is() {
    run(|database| async move {
        let mut session = database.session().await;
        let text = |text: &str| DefaultValue::Text(text.to_owned());
        let number = |number: &str| DefaultValue::Number { number: number.to_owned() };
        let decimal = Type::Decimal { precision: 12, scale: 2 };
        let defaults = vec![
            (Type::Integer, DefaultValue::Integer(0)),
            (Type::Integer, DefaultValue::Integer(-7)),
            (Type::SmallInt, DefaultValue::Integer(3)),
            (Type::BigInt, DefaultValue::Integer(i64::MAX)),
            (Type::BigInt, DefaultValue::Integer(i64::MIN)),
            (Type::Float, number("1.5")),
            (Type::Double, number("-1.5e3")),
            (Type::Double, DefaultValue::Integer(0)),
            (decimal.clone(), number("0.10")),
            (decimal.clone(), number("-0.10")),
            (decimal.clone(), number(".5")),
            (decimal.clone(), text("12.30")),
            (decimal, DefaultValue::Integer(0)),
            (Type::Text, text("")),
            (Type::Text, text("draft")),
            (Type::Text, text("it's \\ \"q\"; -- /* $$ \n é 😀")),
            (Type::Text, text("NULL")),
            (Type::Text, text("now()")),
            (Type::Text, DefaultValue::Integer(5)),
            (Type::Text, DefaultValue::sql("'a'")),
            (Type::Text, DefaultValue::sql("'a' || 'b'")),
            (Type::String(20), text("draft")),
            (Type::Enum("mood".into()), text("so so")),
            (Type::Enum("mood".into()), text("it's")),
            (Type::Enum("size".into()), text("it's")),
            (Type::Boolean, DefaultValue::Boolean(true)),
            (Type::Boolean, DefaultValue::Boolean(false)),
            (Type::Boolean, DefaultValue::sql("true")),
            (Type::Date, text("2020-01-31")),
            (Type::Date, DefaultValue::sql("CURRENT_DATE")),
            (Type::Time, text("12:00:00")),
            (Type::DateTime, text("2020-01-31 00:00:00")),
            (Type::DateTime, DefaultValue::sql("now() AT TIME ZONE 'UTC'")),
            (Type::Timestamp, DefaultValue::sql("now()")),
            (Type::Timestamp, DefaultValue::sql("CURRENT_TIMESTAMP")),
            (Type::Timestamp, text("2020-01-31 00:00:00+00")),
            (Type::Json, text("{}")),
            (Type::Json, text("{\"b\":1,\"a\":[]}")),
            (Type::Uuid, DefaultValue::sql("uuid()")),
            (Type::Uuid, text("00000000-0000-0000-0000-000000000000")),
            (Type::Blob, text("\\xdeadbeef")),
            (list(Type::Text), text("{}")),
            (list(Type::Integer), text("{1,2}")),
            (list(Type::Text), DefaultValue::sql("ARRAY['a','b']")),
            (list(Type::Enum("mood".into())), text("{}")),
            (Type::Custom("interval".into()), text("1 day")),
            (Type::Custom("char(3)".into()), text("abc")),
            (Type::Custom("numeric".into()), number("1.50")),
            (Type::Text, DefaultValue::sql("NULL")),
            (Type::Text, DefaultValue::sql("CASE WHEN 1 IN (1, 2) THEN 'a' ELSE 'b' END -- why")),
        ];
        let mut schema = base();
        let column = |(at, (ty, default)): (usize, (Type, DefaultValue))| Column {
            nullable: true,
            default: Some(default),
            ..Column::new(format!("c{at}"), ty)
        };
        let columns: Vec<Column> = defaults.iter().cloned().enumerate().map(column).collect();
        schema.insert(Table { columns, ..Table::new("thing") });
        let normal = create(session.as_mut(), &schema).await;
        equal(session.as_mut(), &normal).await.unwrap();
        // The few that only the server can judge are expressions, and what it writes in its own way.
        let live = session.introspect().await.unwrap().schema;
        let (live, normal) = (&live.tables[&"thing".into()], &normal.tables[&"thing".into()]);
        let judged: Vec<String> = live
            .columns
            .iter()
            .zip(&normal.columns)
            .filter(|(live, wanted)| live != wanted)
            .map(|(_, wanted)| format!("{} {:?}", wanted.ty, wanted.default))
            .collect();
        assert!(judged.len() <= 6, "{judged:#?}");
        // A row takes them all.
        session.execute("INSERT INTO thing DEFAULT VALUES").await.unwrap();
        let row = session.query("SELECT c15, c16, c38 IS NOT NULL, c40 FROM thing").await.unwrap();
        let got: Vec<&str> = row[0].iter().map(|cell| cell.as_deref().unwrap_or("NULL")).collect();
        assert_eq!(got, ["it's \\ \"q\"; -- /* $$ \n é 😀", "NULL", "t", "\\xdeadbeef"]);
    });
}

#[test]
fn every_attribute_is_read_back_and_taken_away_again() {
    run(|database| async move {
        let mut session = database.session().await;
        let normal = create(session.as_mut(), &everything()).await;
        let live = session.introspect().await.unwrap();
        assert_eq!(live.unexpressed, [""; 0]);
        equal(session.as_mut(), &normal).await.unwrap();
        // Apart from expressions, what is read is the same to the letter.
        let text = |schema: &Schema| {
            let mut schema = schema.clone();
            for table in schema.tables.values_mut() {
                table.checks = BTreeMap::new();
                for index in table.indexes.values_mut() {
                    index.predicate = index.predicate.take().map(|_| Sql::from(""));
                    for part in &mut index.parts {
                        if let IndexKey::Expression(sql) = &mut part.key {
                            *sql = Sql::from("");
                        }
                    }
                }
                for generated in table.columns.iter_mut().filter_map(|column| column.generated.as_mut()) {
                    generated.expression = Sql::from("");
                }
            }
            serde_json::to_string_pretty(&schema).unwrap()
        };
        assert_eq!(text(&live.schema), text(&normal));
        apply(session.as_mut(), &diff(&normal, &Schema::default(), &Renames::default())).await.unwrap();
        assert!(session.introspect().await.unwrap().schema.is_empty());
    });
}

#[test]
fn a_real_difference_is_seen_through_the_judge() {
    run(|database| async move {
        let mut session = database.session().await;
        let normal = create(session.as_mut(), &everything()).await;
        let changes: [fn(&mut Table); 6] = [
            |table| {
                table.checks.get_mut("c1").unwrap().expression =
                    "length(first) > 1 AND first NOT IN ('a', 'b')".into()
            },
            |table| table.indexes.get_mut("i3").unwrap().predicate = Some("deleted_at IS NULL".into()),
            |table| {
                table.indexes.get_mut("i3").unwrap().parts[0].key =
                    IndexKey::Expression("upper(email)".into())
            },
            |table| {
                table.column_mut("lowered").unwrap().generated.as_mut().unwrap().expression =
                    "lower(\"first\")".into()
            },
            |table| table.column_mut("first").unwrap().default = Some(DefaultValue::sql("lower('A')")),
            |table| table.checks.get_mut("c2").unwrap().expression = "no_such_function(email)".into(),
        ];
        for change in changes {
            let mut wanted = normal.clone();
            change(wanted.tables.get_mut(&"author".into()).unwrap());
            let live = session.introspect().await.unwrap().schema;
            let plan = compare(session.as_mut(), &live, &wanted, &Renames::default()).await.unwrap();
            assert!(!plan.operations.is_empty(), "{wanted:?}");
        }
    });
}

#[test]
fn hostile_names_and_texts_are_kept_to_the_letter() {
    run(|database| async move {
        let mut session = database.session().await;
        let names = [
            "sel\"ect",
            "o'r",
            "a;b--",
            "c/*d*/",
            "e\\f",
            "g\nh",
            "i`j",
            "😀",
            "Mixed",
            "order",
            "tail ",
            " ",
            "$$",
            "a.b",
            "%s{}",
            "x\u{202e}y",
        ];
        let long = "é".repeat(31) + "x";
        assert_eq!(long.len(), 63);
        let names: Vec<&str> = names.into_iter().chain([long.as_str()]).collect();
        let mut schema = Schema::default();
        for (at, name) in names.iter().enumerate() {
            let item = Enum {
                name: (*name).to_owned().replacen(|_: char| true, "E", 1).into(),
                values: names.iter().map(|name| (*name).to_owned()).collect(),
                storage: if at % 2 == 0 { Storage::Native } else { Storage::Text },
            };
            let mut table = Table { comment: Some((*name).to_owned()), ..Table::new(*name) };
            for column in &names {
                table.columns.push(Column {
                    default: Some(DefaultValue::Text((*column).to_owned())),
                    comment: Some((*column).to_owned()),
                    ..Column::new(*column, Type::Enum(item.name.clone()))
                });
            }
            let quoted = Postgres.quote(name);
            let literal = Postgres.quote_literal(name);
            let check = Check {
                name: format!("ch{at}"),
                expression: format!("{quoted}::text <> 'x' || {literal}").into(),
                ..Check::default()
            };
            table.checks.insert(check.name.clone(), check);
            let index = Index {
                name: format!("in{at}\""),
                parts: vec![IndexPart::column(*name)],
                unique: false,
                predicate: Some(format!("{quoted} = {literal}").into()),
                ..Index::default()
            };
            table.indexes.insert(index.name.clone(), index);
            schema.enums.insert(item.name.clone(), item);
            schema.insert(table);
        }
        let normal = create(session.as_mut(), &schema).await;
        equal(session.as_mut(), &normal).await.unwrap();
        let table = Postgres.quote(&long);
        session.execute(&format!("INSERT INTO {table} DEFAULT VALUES")).await.unwrap();
        let row = session.query(&format!("SELECT * FROM {table}")).await.unwrap();
        assert_eq!(row[0].iter().map(|cell| cell.as_deref().unwrap()).collect::<Vec<_>>(), names);
        apply(session.as_mut(), &diff(&normal, &Schema::default(), &Renames::default())).await.unwrap();
        assert!(session.introspect().await.unwrap().schema.is_empty());
    });
}
