use std::time::Instant;

use strobila::Migration;
use strobila::operation::Operation;
use strobila::schema::{Column, Enum, ForeignKey, Name, PrimaryKey, Table, Tables, Type};

use super::{Chain, FoldError, fold_all, fold_beside, fold_on, fold_until};

fn lines(operations: &[Operation]) -> String {
    operations
        .iter()
        .fold("\n".to_owned(), |text, operation| text + &serde_json::to_string(operation).unwrap() + "\n\n")
}

fn table(name: &str) -> Table {
    let mut table = Table::new(name);
    table.columns.push(Column::new("id", Type::Integer));
    table.primary_key = Some(PrimaryKey {
        name: format!("{name}_pkey"),
        columns: vec!["id".into()],
        ..PrimaryKey::default()
    });
    table
}

fn pointing(name: &str, at: &str) -> Table {
    let mut table = table(name);
    let key: ForeignKey = serde_json::from_value(serde_json::json!({
        "name": "fk", "columns": ["id"], "references": at, "target": ["id"],
    }))
    .unwrap();
    table.foreign_keys.insert("fk".into(), key);
    table
}

fn create(table: Table) -> Operation {
    Operation::CreateTable { table }
}

fn names(folded: &super::Folded) -> Vec<String> {
    folded.schema.tables.keys().map(Name::to_string).collect()
}

#[test]
fn modules_that_point_at_each_other_fold_together() {
    let product = lines(&[create(table("product")), Operation::CreateEnum { item: item() }]);
    let rename = lines(&[
        Operation::RenameTable { from: "product".into(), to: "article".into() },
        Operation::RenameEnum { from: "kind".into(), to: "sort".into() },
    ]);
    let mut post = pointing("post", "product");
    post.columns.push(Column::new("kind", Type::Enum("kind".into())));
    let post = lines(&[create(post)]);
    let catalog_1 = Migration::new("M1").operations(&product);
    let catalog_2 = Migration::new("M2").after("M1").requires(&[("blog", "M0")]).operations(&rename);
    let blog = Migration::new("M0").requires(&[("catalog", "M1")]).operations(&post);
    let catalog = [&catalog_1, &catalog_2];
    let chains =
        [Chain { module: "blog", migrations: &[&blog] }, Chain { module: "catalog", migrations: &catalog }];

    let folded = fold_all(&chains).unwrap();
    let post = &folded["blog"].schema.tables[&Name::new("post")];
    assert_eq!(post.foreign_keys["fk"].references, Name::new("article"));
    assert_eq!(post.columns[1].ty, Type::Enum("sort".into()));
    assert_eq!(names(&folded["catalog"]), ["article"]);
    assert!(folded["catalog"].schema.enums.contains_key(&Name::new("sort")));
    assert_eq!(folded["catalog"].head.as_deref(), Some("M2"));

    let before = fold_until(&chains, "catalog", Some("M1")).unwrap().unwrap();
    assert_eq!((names(&before), before.head.as_deref()), (vec!["product".to_owned()], Some("M1")));
    let nothing = fold_until(&chains, "catalog", None).unwrap().unwrap();
    assert!(nothing.schema.is_empty() && nothing.head.is_none());
    assert_eq!(fold_until(&chains, "catalog", Some("M7")), Ok(None));
}

fn item() -> Enum {
    Enum { name: "kind".into(), values: vec!["a".into()], ..Enum::default() }
}

#[test]
fn tables_that_are_as_the_models_have_them_are_shared() {
    let made = lines(&[create(table("a")), create(table("b"))]);
    let made = Migration::new("M1").operations(&made);
    let more = Operation::AddColumn {
        table: "b".into(),
        column: Column::new("more", Type::Text),
        fill: None,
        place: None,
    };
    let more = lines(&[more]);
    let more = Migration::new("M2").after("M1").operations(&more);
    let chains = [Chain { module: "blog", migrations: &[&made, &more] }];
    let models: Tables = ["a", "b"].into_iter().map(|name| (Name::new(name), table(name))).collect();
    let folded = fold_beside(&chains, models.clone()).unwrap();
    assert_eq!(folded, fold_all(&chains).unwrap());
    let (a, b) = (Name::new("a"), Name::new("b"));
    assert!(std::ptr::eq(&folded["blog"].schema.tables[&a], &models[&a]));
    assert_eq!(models[&b], table("b"), "a later operation leaves the models alone");
}

#[test]
fn a_released_table_belongs_to_whoever_adopts_it() {
    let made = lines(&[create(table("a")), create(table("b"))]);
    let release = lines(&[Operation::ReleaseTable { table: table("a"), to: "new".into() }]);
    let adopt = lines(&[Operation::AdoptTable { table: table("a"), from: "old".into() }]);
    let old_1 = Migration::new("M1").operations(&made);
    let old_2 = Migration::new("M2").after("M1").operations(&release);
    let new = Migration::new("M2").requires(&[("old", "M2")]).operations(&adopt);
    let old = [&old_1, &old_2];
    let chains = [Chain { module: "new", migrations: &[&new] }, Chain { module: "old", migrations: &old }];
    let folded = fold_all(&chains).unwrap();
    assert_eq!((names(&folded["new"]), names(&folded["old"])), (vec!["a".to_owned()], vec!["b".to_owned()]));
}

#[test]
fn what_cannot_be_folded_is_named_with_its_line() {
    let fold = |migration: &Migration<'_>| {
        fold_all(&[Chain { module: "blog", migrations: &[migration] }]).unwrap_err()
    };
    let good = lines(&[create(table("a"))]);
    let bad = format!("{good}{{\"create_table\":");
    let error = fold(&Migration::new("M1").operations(&bad));
    assert!(matches!(&error, FoldError::Unreadable { line: 2, .. }), "{error}");
    let twice = format!("{good}{good}");
    let error = fold(&Migration::new("M1").operations(&twice));
    assert!(matches!(&error, FoldError::Refused { line: 2, .. }), "{error}");
    assert!(error.to_string().contains("blog/M1: operation 2"), "{error}");
    let error = fold(&Migration::new("M1").requires(&[("shop", "M0")]));
    assert!(matches!(&error, FoldError::Missing { missing, .. } if missing == "shop/M0"), "{error}");
    let error = fold(&Migration::new("M1").after("M1"));
    assert!(matches!(&error, FoldError::Circle(_)), "{error}");
}

#[test]
fn a_migration_out_of_order_is_no_head() {
    let (one, two) = (Migration::new("M1"), Migration::new("M2").after("M1"));
    let late = Migration::new("M3").after("M1").out_of_order();
    let list = [&one, &two, &late];
    assert_eq!(Chain { module: "blog", migrations: &list }.head(), Some("M2"));
}

#[test]
fn five_thousand_migrations_fold_in_linear_time() {
    let run = |count: usize| {
        let texts: Vec<(String, String, String)> = (0..count)
            .map(|at| {
                let column = Column::new(format!("c{at}"), Type::Text);
                let add = Operation::AddColumn {
                    table: format!("t{at}").as_str().into(),
                    column,
                    fill: None,
                    place: None,
                };
                let before = format!("M{:06}", at.saturating_sub(1));
                (format!("M{at:06}"), before, lines(&[create(table(&format!("t{at}"))), add]))
            })
            .collect();
        let migrations: Vec<Migration<'_>> = texts
            .iter()
            .enumerate()
            .map(|(at, (name, before, operations))| {
                let migration = Migration::new(name).operations(operations);
                if at == 0 { migration } else { migration.after(before) }
            })
            .collect();
        let list: Vec<&Migration<'_>> = migrations.iter().collect();
        let began = Instant::now();
        let folded = fold_all(&[Chain { module: "blog", migrations: &list }]).unwrap();
        assert_eq!(folded["blog"].schema.tables.len(), count);
        began.elapsed().as_secs_f64()
    };
    run(100);
    let (small, large) = (run(500), run(5000));
    assert!(large < small * 40.0, "{small} s for 500 migrations, {large} s for 5000");
}

#[test]
fn new_migrations_behind_a_fold_are_as_all_of_them_together() {
    let first = lines(&[create(table("a")), create(table("b"))]);
    let second = lines(&[create(pointing("c", "a"))]);
    let moved = lines(&[Operation::RenameTable { from: "b".into(), to: "d".into() }]);
    let blog = Migration::new("Migration202611201326").operations(&first);
    let requires = [("blog", "Migration202611201326")];
    let shop = Migration::new("Migration202611201327").requires(&requires).operations(&second);
    let last = Migration::new("Migration202611201328").after("Migration202611201326").operations(&moved);
    let (old, all, none, one) = (vec![&blog], vec![&blog, &last], vec![], vec![&shop]);
    let chains =
        |blog, shop| [Chain { module: "blog", migrations: blog }, Chain { module: "shop", migrations: shop }];
    let folded = fold_all(&chains(&old, &none)).unwrap();
    let behind = fold_on(&folded, &[("shop", shop), ("blog", last)]).unwrap();
    assert_eq!(behind, fold_all(&chains(&all, &one)).unwrap());
}
