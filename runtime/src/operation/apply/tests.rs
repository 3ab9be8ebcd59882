use std::time::Instant;

use super::{Applier, apply_all};
use crate::operation::Operation;
use crate::schema::{
    Check, Column, Enum, ForeignKey, Index, IndexPart, Name, PrimaryKey, Schema, Table, Type, Unique,
};

fn key(references: &str, target: &str) -> ForeignKey {
    ForeignKey {
        name: "post_author_fkey".into(),
        columns: vec!["author".into()],
        references: references.into(),
        target: vec![target.into()],
        ..ForeignKey::default()
    }
}

fn table(name: &str) -> Table {
    let mut table = Table::new(name);
    table.columns = vec![Column::new("id", Type::Integer), Column::new("author", Type::Integer)];
    table.primary_key = Some(PrimaryKey {
        name: format!("{name}_pkey"),
        columns: vec!["id".into()],
        ..PrimaryKey::default()
    });
    table
}

fn index(name: &str, unique: bool) -> Index {
    let parts = vec![IndexPart::column("author")];
    Index { name: name.into(), parts, unique, ..Index::default() }
}

fn refused(operations: &[Operation]) -> String {
    let mut schema = Schema::default();
    let (last, before) = operations.split_last().expect("there is an operation");
    apply_all(&mut schema, before).expect("the beginning runs");
    let held = schema.clone();
    let reason = apply_all(&mut schema, [last]).expect_err("the last is refused").reason;
    assert_eq!(schema, held, "a refused operation changed the schema");
    reason
}

#[test]
fn a_key_that_a_foreign_key_needs_stays() {
    let unique =
        Unique { name: "author_author_key".into(), columns: vec!["author".into()], ..Unique::default() };
    let mut author = table("author");
    author.uniques.insert(unique.name.clone(), unique.clone());
    let mut post = table("post");
    post.foreign_keys.insert("post_author_fkey".into(), key("author", "author"));
    let create = |table: &Table| Operation::CreateTable { table: table.clone() };
    let drop = Operation::DropUnique { table: "author".into(), unique };
    assert!(refused(&[create(&author), create(&post), drop]).contains("neither primary key nor unique"));

    let mut author = table("author");
    author.indexes.insert("author_idx".into(), index("author_idx", true));
    let drop = Operation::DropIndex { table: "author".into(), index: index("author_idx", true) };
    assert!(refused(&[create(&author), create(&post), drop]).contains("neither primary key nor unique"));
}

#[test]
fn names_are_taken_across_tables_and_within_one() {
    let create = |name: &str| Operation::CreateTable { table: table(name) };
    let add =
        |table: &str, name: &str| Operation::AddIndex { table: table.into(), index: index(name, false) };
    assert!(refused(&[create("a"), create("b"), add("a", "i"), add("b", "i")]).contains("taken in table a"));
    assert!(refused(&[create("a"), create("b"), add("b", "a")]).contains("taken by a table"));
    assert!(refused(&[create("a"), add("a", "b"), create("b")]).contains("taken in table a"));
    let mut twice = table("a");
    twice.indexes.insert("a_pkey".into(), index("a_pkey", false));
    assert!(refused(&[Operation::CreateTable { table: twice }]).contains("twice"));
    let rename = |to: &str| Operation::RenameIndex { table: "a".into(), from: "i".into(), to: to.into() };
    assert!(refused(&[create("a"), add("a", "i"), rename("a_pkey")]).contains("taken"));
    // A name that was let go is free again.
    let mut applier = Applier::default();
    let drop = Operation::DropIndex { table: "a".into(), index: index("j", false) };
    for operation in
        [create("a"), create("b"), add("a", "i"), rename("j"), add("b", "i"), drop, add("b", "j")]
    {
        applier.apply(&operation).expect("it runs");
    }
}

#[test]
fn a_constraint_that_cannot_be_renamed_is_still_there() {
    let check = |name: &str| Operation::AddCheck {
        table: "a".into(),
        check: Check { name: name.into(), expression: "id > 0".into(), ..Check::default() },
    };
    let rename = Operation::RenameConstraint { table: "a".into(), from: "x".into(), to: "y".into() };
    let create = Operation::CreateTable { table: table("a") };
    assert!(refused(&[create, check("x"), check("y"), rename]).contains("already there"));
}

#[test]
fn what_uses_a_thing_follows_its_new_name() {
    let item = Enum { name: "status".into(), values: vec!["a".into()], ..Enum::default() };
    let mut author = table("author");
    author.columns.push(Column::new("status", Type::Array(Box::new(Type::Enum("status".into())))));
    author.foreign_keys.insert("self".into(), ForeignKey { name: "self".into(), ..key("author", "id") });
    let mut post = table("post");
    post.foreign_keys.insert("post_author_fkey".into(), key("author", "id"));
    let rename = |from: &str, to: &str| Operation::RenameTable { from: from.into(), to: to.into() };
    let column = |from: &str, to: &str| Operation::RenameColumn {
        table: "person".into(),
        from: from.into(),
        to: to.into(),
    };
    let mut schema = Schema::default();
    let ops = [
        Operation::CreateEnum { item },
        Operation::CreateTable { table: author },
        Operation::CreateTable { table: post },
        rename("author", "writer"),
        rename("writer", "person"),
        column("id", "number"),
        Operation::RenameEnum { from: "status".into(), to: "state".into() },
    ];
    apply_all(&mut schema, &ops).expect("it runs");
    let (person, post) = (&schema.tables[&Name::new("person")], &schema.tables[&Name::new("post")]);
    for key in person.foreign_keys.values().chain(post.foreign_keys.values()) {
        assert_eq!((&key.references, key.target.as_slice()), (&"person".into(), &["number".to_owned()][..]));
    }
    assert_eq!(person.columns[2].ty, Type::Array(Box::new(Type::Enum("state".into()))));
    let gone = Operation::DropTable { table: table("person") };
    assert!(
        apply_all(&mut schema, [&gone]).expect_err("post points at it").reason.contains("post_author_fkey")
    );
    let gone = Operation::DropEnum { item: Enum { name: "state".into(), ..Enum::default() } };
    assert!(apply_all(&mut schema, [&gone]).expect_err("it is used").reason.contains("person.status"));
}

#[test]
fn time_grows_with_the_operations_alone() {
    let run = |count: usize| {
        let mut ops = vec![Operation::CreateTable { table: table("t") }];
        for at in 0..count {
            let mut child = table(&format!("t{at}"));
            child.indexes.insert(format!("i{at}"), index(&format!("i{at}"), false));
            child.columns.push(Column::new("note", Type::Text));
            ops.push(Operation::CreateTable { table: child.clone() });
            ops.push(Operation::AddColumn {
                table: child.name.clone(),
                column: Column::new("more", Type::Text),
                fill: None,
                place: None,
            });
            ops.push(Operation::DropColumn { table: child.name, column: Column::new("note", Type::Text) });
        }
        let began = Instant::now();
        apply_all(&mut Schema::default(), &ops).expect("it runs");
        began.elapsed().as_secs_f64()
    };
    run(200);
    let (small, large) = (run(400), run(4000));
    // Ten times the work; a walk over all tables per operation would make it a hundred.
    assert!(large < small * 40.0, "{small} s for 400 tables, {large} s for 4000");
}
