mod columns;

use super::render;
use crate::dialect::{Dialect, Unit, postgres::Postgres};
use crate::migration::Transaction;
use crate::operation::{Operation, Plan};
use crate::schema::{
    Action, Check, Column, DefaultValue, Deferrable, Enum, ForeignKey, Generated, Identity, Index, IndexKey,
    IndexPart, Name, Nulls, PrimaryKey, Schema, Table, Type, Unique,
};

/// Tables `author` and `post` and an enum, enough for every operation.
fn schema() -> Schema {
    let mut schema = Schema::default();
    schema.enums.insert("status".into(), status(&["draft", "done"]));
    let mut author = Table::new("author");
    author.columns = vec![
        Column::new("id", Type::BigInt),
        Column::new("name", Type::Text),
        Column {
            default: Some(DefaultValue::Text("draft".into())),
            ..Column::new("status", Type::Enum("status".into()))
        },
    ];
    author.primary_key =
        Some(PrimaryKey { name: "author_pkey".into(), columns: vec!["id".into()], ..PrimaryKey::default() });
    author
        .uniques
        .insert("u".into(), Unique { name: "u".into(), columns: vec!["name".into()], ..Unique::default() });
    author.checks.insert(
        "c".into(),
        Check { name: "c".into(), expression: "status <> 'done'".into(), ..Check::default() },
    );
    author.indexes.insert("i".into(), index());
    schema.insert(author);
    let mut post = Table::new("post");
    post.columns = vec![Column::new("author_id", Type::BigInt)];
    post.foreign_keys.insert("f".into(), key());
    schema.insert(post);
    schema
}

fn status(values: &[&str]) -> Enum {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    Enum { name: "status".into(), values, ..Enum::default() }
}

fn index() -> Index {
    Index {
        name: "i".into(),
        parts: vec![
            IndexPart {
                key: IndexKey::Expression("lower(name)".into()),
                descending: true,
                length: None,
                nulls: Some(Nulls::Last),
                collation: None,
                operator_class: None,
            },
            IndexPart::column("id"),
        ],
        unique: true,
        predicate: Some("id > 0".into()),
        method: None,
        include: vec!["status".into()],
        ..Index::default()
    }
}

fn key() -> ForeignKey {
    ForeignKey {
        name: "f".into(),
        columns: vec!["author_id".into()],
        references: "author".into(),
        target: vec!["id".into()],
        on_delete: Action::Cascade,
        on_update: Action::NoAction,
        deferrable: Some(Deferrable::Deferred),
        ..ForeignKey::default()
    }
}

fn units(prev: Schema, operations: Vec<Operation>) -> Vec<Unit> {
    let units = render(&Plan { prev, next: Schema::default(), operations }).unwrap();
    for statement in units.iter().flat_map(|unit| &unit.statements) {
        Postgres.check_statement(statement).unwrap();
    }
    units
}

#[track_caller]
fn renders(operation: Operation, expected: &[&str]) {
    let statements: Vec<String> =
        units(schema(), vec![operation]).into_iter().flat_map(|unit| unit.statements).collect();
    assert_eq!(statements, expected);
}

fn post() -> Name {
    "post".into()
}

fn author() -> Name {
    "author".into()
}

#[test]
fn what_only_changes_hands_is_no_statement() {
    let table = schema().tables[&post()].clone();
    let item = status(&["draft", "done"]);
    renders(Operation::ReleaseTable { table, to: "blog".into() }, &[]);
    renders(Operation::AdoptTable { table: Table::new("x"), from: "blog".into() }, &[]);
    renders(
        Operation::AdoptEnum { item: Enum { name: "x".into(), ..item.clone() }, from: "blog".into() },
        &[],
    );
    renders(Operation::ReleaseEnum { item, to: "blog".into() }, &[]);
}

#[test]
fn renames_are_the_server_s_own() {
    renders(
        Operation::RenameTable { from: post(), to: "art\"icle".into() },
        &[r#"ALTER TABLE "post" RENAME TO "art""icle""#],
    );
    renders(
        Operation::RenameColumn { table: post(), from: "author_id".into(), to: "writer_id".into() },
        &[r#"ALTER TABLE "post" RENAME COLUMN "author_id" TO "writer_id""#],
    );
    renders(
        Operation::RenameIndex { table: author(), from: "i".into(), to: "j".into() },
        &[r#"ALTER INDEX "i" RENAME TO "j""#],
    );
    renders(
        Operation::RenameConstraint { table: author(), from: "u".into(), to: "v".into() },
        &[r#"ALTER TABLE "author" RENAME CONSTRAINT "u" TO "v""#],
    );
    renders(
        Operation::RenameEnum { from: "status".into(), to: "state".into() },
        &[r#"ALTER TYPE "status" RENAME TO "state""#],
    );
    renders(
        Operation::RenameEnumValue { name: "status".into(), from: "done".into(), to: "it's".into() },
        &[r#"ALTER TYPE "status" RENAME VALUE 'done' TO 'it''s'"#],
    );
    let place = |schema: &str, name: &str| Name { schema: Some(schema.into()), name: name.into() };
    let mut beside = schema();
    beside.insert(Table::new(place("x", "other")));
    let moved = units(beside, vec![Operation::RenameTable { from: post(), to: place("x", "article") }]);
    assert_eq!(
        moved[0].statements,
        [r#"ALTER TABLE "post" SET SCHEMA "x""#, r#"ALTER TABLE "x"."post" RENAME TO "article""#],
    );
    let mut prev = Schema::default();
    prev.insert(Table::new(place("x", "a")));
    let operations = vec![Operation::RenameTable { from: place("x", "a"), to: "a".into() }];
    let error = render(&Plan { prev, next: Schema::default(), operations }).unwrap_err();
    assert!(error.to_string().contains("x.a: name the schema"), "{error}");
}

#[test]
fn drops_name_what_goes_and_nothing_else() {
    let schema = schema();
    let (post, author) = (&schema.tables[&post()], &schema.tables[&author()]);
    let drop_key = Operation::DropForeignKey { table: post.name.clone(), foreign_key: key() };
    renders(drop_key, &[r#"ALTER TABLE "post" DROP CONSTRAINT "f""#]);
    renders(
        Operation::DropCheck { table: author.name.clone(), check: author.checks["c"].clone() },
        &[r#"ALTER TABLE "author" DROP CONSTRAINT "c""#],
    );
    renders(Operation::DropIndex { table: author.name.clone(), index: index() }, &[r#"DROP INDEX "i""#]);
    renders(
        Operation::DropUnique { table: author.name.clone(), unique: author.uniques["u"].clone() },
        &[r#"ALTER TABLE "author" DROP CONSTRAINT "u""#],
    );
    let mut lonely = Schema::default();
    lonely.insert(author.clone());
    let key = author.primary_key.clone().unwrap();
    let dropped =
        units(lonely, vec![Operation::DropPrimaryKey { table: author.name.clone(), primary_key: key }]);
    assert_eq!(dropped[0].statements, [r#"ALTER TABLE "author" DROP CONSTRAINT "author_pkey""#]);
    renders(Operation::DropTable { table: post.clone() }, &[r#"DROP TABLE "post""#]);
    let mut plain = Schema::default();
    plain.insert(Table { columns: author.columns[..2].to_vec(), ..Table::new("author") });
    plain.enums.insert("status".into(), status(&[]));
    let operations = vec![
        Operation::DropColumn { table: author.name.clone(), column: author.columns[1].clone() },
        Operation::DropEnum { item: status(&[]) },
    ];
    let statements: Vec<String> =
        units(plain, operations).into_iter().flat_map(|unit| unit.statements).collect();
    assert_eq!(statements, [r#"ALTER TABLE "author" DROP COLUMN "name""#, r#"DROP TYPE "status""#]);
}

#[test]
fn additions_stand_for_themselves() {
    renders(
        Operation::AddIndex { table: author(), index: Index { name: "j".into(), ..index() } },
        &[
            r#"CREATE UNIQUE INDEX "j" ON "author" ((lower(name)) DESC NULLS LAST, "id") INCLUDE ("status") WHERE id > 0"#,
        ],
    );
    let gin = Index {
        name: "k".into(),
        parts: vec![IndexPart::column("name")],
        unique: false,
        predicate: None,
        method: Some("gin".into()),
        ..Index::default()
    };
    renders(
        Operation::AddIndex { table: author(), index: gin },
        &[r#"CREATE INDEX "k" ON "author" USING "gin" ("name")"#],
    );
    renders(
        Operation::AddPrimaryKey {
            table: post(),
            primary_key: PrimaryKey {
                name: "p".into(),
                columns: vec!["author_id".into()],
                ..PrimaryKey::default()
            },
        },
        &[r#"ALTER TABLE "post" ADD CONSTRAINT "p" PRIMARY KEY ("author_id")"#],
    );
    renders(
        Operation::AddUnique {
            table: post(),
            unique: Unique { name: "x".into(), columns: vec!["author_id".into()], ..Unique::default() },
        },
        &[r#"ALTER TABLE "post" ADD CONSTRAINT "x" UNIQUE ("author_id")"#],
    );
    renders(
        Operation::AddCheck {
            table: post(),
            check: Check {
                name: "x".into(),
                expression: "author_id > 0 OR false".into(),
                ..Check::default()
            },
        },
        &[r#"ALTER TABLE "post" ADD CONSTRAINT "x" CHECK (author_id > 0 OR false)"#],
    );
    renders(
        Operation::AddForeignKey { table: post(), foreign_key: ForeignKey { name: "g".into(), ..key() } },
        &[concat!(
            r#"ALTER TABLE "post" ADD CONSTRAINT "g" FOREIGN KEY ("author_id") REFERENCES "author" ("id")"#,
            " ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"
        )],
    );
    renders(
        Operation::SetTableComment { table: post(), from: None, to: Some("it's".into()) },
        &[r#"COMMENT ON TABLE "post" IS 'it''s'"#],
    );
    renders(
        Operation::SetTableComment { table: post(), from: Some("x".into()), to: None },
        &[r#"COMMENT ON TABLE "post" IS NULL"#],
    );
}

#[test]
fn a_table_comes_with_all_that_belongs_to_it_in_one_unit() {
    let name = Name { schema: Some("app".into()), name: "thing".into() };
    let mut table = Table { comment: Some("Things".into()), ..Table::new(name.clone()) };
    table.columns = vec![
        Column {
            identity: Some(Identity { always: true, ..Identity::default() }),
            ..Column::new("id", Type::Integer)
        },
        Column {
            nullable: true,
            default: Some(DefaultValue::sql("now() AT TIME ZONE 'UTC'")),
            comment: Some("when".into()),
            ..Column::new("at", Type::DateTime)
        },
        Column { collation: Some("C".into()), ..Column::new("code", Type::String(9)) },
        Column {
            generated: Some(Generated { expression: "length(code)".into(), stored: true }),
            ..Column::new("long", Type::Integer)
        },
    ];
    table.primary_key =
        Some(PrimaryKey { name: "thing_pkey".into(), columns: vec!["id".into()], ..PrimaryKey::default() });
    table
        .checks
        .insert("k".into(), Check { name: "k".into(), expression: "long > 0".into(), ..Check::default() });
    let index =
        Index { predicate: None, include: Vec::new(), parts: vec![IndexPart::column("code")], ..index() };
    table.indexes.insert("i".into(), index);
    let over_index = ForeignKey {
        columns: vec!["code".into()],
        references: name,
        target: vec!["code".into()],
        deferrable: None,
        ..key()
    };
    table.foreign_keys.insert("f".into(), over_index);
    let mut beside = Schema::default();
    beside.insert(Table::new(table.name.sibling("other")));
    let units = units(beside, vec![Operation::CreateTable { table }]);
    assert_eq!(
        (units.len(), units[0].operations.as_slice(), units[0].transaction),
        (1, &[0][..], Transaction::Shared)
    );
    assert_eq!(
        units[0].statements,
        [
            "CREATE TABLE \"app\".\"thing\" (\
             \n    \"id\" integer NOT NULL GENERATED ALWAYS AS IDENTITY,\
             \n    \"at\" timestamp DEFAULT (now() AT TIME ZONE 'UTC'),\
             \n    \"code\" varchar(9) COLLATE \"C\" NOT NULL,\
             \n    \"long\" integer NOT NULL GENERATED ALWAYS AS (length(code)) STORED,\
             \n    CONSTRAINT \"thing_pkey\" PRIMARY KEY (\"id\"),\
             \n    CONSTRAINT \"k\" CHECK (long > 0)\
             \n)",
            "CREATE UNIQUE INDEX \"i\" ON \"app\".\"thing\" (\"code\")",
            "ALTER TABLE \"app\".\"thing\" ADD CONSTRAINT \"f\" FOREIGN KEY (\"code\") REFERENCES \"app\".\"thing\" \
             (\"code\") ON DELETE CASCADE",
            "COMMENT ON TABLE \"app\".\"thing\" IS 'Things'",
            "COMMENT ON COLUMN \"app\".\"thing\".\"at\" IS 'when'",
        ]
    );
}

#[test]
fn enums_are_made_and_a_new_value_that_is_used_has_a_transaction_of_its_own() {
    renders(
        Operation::CreateEnum { item: Enum { name: "x".into(), ..status(&["a", "it's"]) } },
        &[r#"CREATE TYPE "x" AS ENUM ('a', 'it''s')"#],
    );
    let add =
        Operation::AddEnumValue { name: "status".into(), value: "x".into(), before: Some("done".into()) };
    let alone = units(schema(), vec![add.clone()]);
    assert_eq!(alone[0].statements, [r#"ALTER TYPE "status" ADD VALUE 'x' BEFORE 'done'"#]);
    assert_eq!(alone[0].transaction, Transaction::Shared);
    let check = |text: &str| Operation::AddCheck {
        table: "author".into(),
        check: Check { name: "d".into(), expression: text.into(), ..Check::default() },
    };
    let used = units(schema(), vec![add.clone(), check("status <> 'x'")]);
    assert_eq!(used[0].transaction, Transaction::Own);
    let unused = units(schema(), vec![add, check("status <> 'done'")]);
    assert_eq!(unused[0].transaction, Transaction::Shared);
}

#[test]
fn an_enum_is_replaced_behind_its_users() {
    let from = status(&["draft", "done"]);
    let to = status(&["done", "draft", "new"]);
    let units = units(schema(), vec![Operation::ReplaceEnum { from, to }]);
    assert_eq!(units[0].expects, [("status".to_owned(), vec!["draft".to_owned(), "done".to_owned()])]);
    assert_eq!(
        units[0].statements,
        [
            "CREATE TYPE \"strobila_new_status\" AS ENUM ('done', 'draft', 'new')",
            "ALTER TABLE \"author\" DROP CONSTRAINT \"c\"",
            "ALTER TABLE \"author\"\
             \n    ALTER COLUMN \"status\" DROP DEFAULT,\
             \n    ALTER COLUMN \"status\" TYPE \"strobila_new_status\" USING \"status\"::text::\"strobila_new_status\"",
            "DROP TYPE \"status\"",
            "ALTER TYPE \"strobila_new_status\" RENAME TO \"status\"",
            "ALTER TABLE \"author\" ALTER COLUMN \"status\" SET DEFAULT 'draft'",
            "ALTER TABLE \"author\" ADD CONSTRAINT \"c\" CHECK (status <> 'done')",
        ]
    );
}
