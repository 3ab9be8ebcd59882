//! Computed columns of tables that hold rows, when their expression or their source changes.

use strobila::operation::{Operation, losses};
use strobila::schema::{
    Check, Column, ForeignKey, Generated, Index, IndexPart, Name, PrimaryKey, Table, Type, Unique,
};

use crate::operations::{alter, change, column, create};
use crate::server::run;

#[test]
fn a_computed_column_gets_another_expression_with_all_that_uses_it() {
    run(|database| async move {
        let mut session = database.session().await;
        let generated = |text: &str| Some(Generated { expression: text.into(), stored: true });
        let old = Column {
            generated: generated("n * 2"),
            comment: Some("twice".into()),
            ..Column::new("c", Type::Integer)
        };
        let mut table =
            Table { columns: vec![Column::new("n", Type::Integer), old.clone()], ..Table::new("t") };
        table.primary_key =
            Some(PrimaryKey { name: "p".into(), columns: vec!["c".into()], ..PrimaryKey::default() });
        table
            .checks
            .insert("k".into(), Check { name: "k".into(), expression: "c > 0".into(), ..Check::default() });
        let index = Index {
            name: "i".into(),
            parts: vec![IndexPart::column("n")],
            unique: true,
            predicate: Some("c > 1".into()),
            method: None,
            include: vec!["c".into()],
            ..Index::default()
        };
        table.indexes.insert("i".into(), index);
        let key = ForeignKey {
            name: "f".into(),
            columns: vec!["c".into()],
            references: Name::new("t"),
            target: vec!["c".into()],
            on_delete: Default::default(),
            on_update: Default::default(),
            ..ForeignKey::default()
        };
        table.foreign_keys.insert("f".into(), key);
        let mut schema = create(session.as_mut(), table, Vec::new()).await;
        session.execute("INSERT INTO t (n) VALUES (1), (2)").await.unwrap();
        let new = Column { ty: Type::BigInt, generated: generated("n * 3"), ..old.clone() };
        change(session.as_mut(), &mut schema, vec![alter(&old, new.clone())]).await.unwrap();
        assert_eq!(column(session.as_mut(), "SELECT c FROM t ORDER BY n").await, ["3", "6"]);
        let plain = Column { generated: None, comment: None, ..new.clone() };
        change(session.as_mut(), &mut schema, vec![alter(&new, plain.clone())]).await.unwrap();
        assert_eq!(column(session.as_mut(), "SELECT c FROM t ORDER BY n").await, ["3", "6"]);
        // And back: its own values are gone, which `losses` says.
        let back = vec![alter(&plain, new)];
        assert_eq!(losses(&back)[0].phrase, "the values of t.c, which is computed from then on");
        session.execute("UPDATE t SET n = 5, c = 99 WHERE n = 1").await.unwrap();
        change(session.as_mut(), &mut schema, back).await.unwrap();
        assert_eq!(column(session.as_mut(), "SELECT c FROM t ORDER BY n").await, ["6", "15"]);
    });
}

#[test]
fn computed_columns_change_or_go_with_the_type_of_what_they_are_computed_from() {
    run(|database| async move {
        let mut session = database.session().await;
        let generated = |text: &str| Some(Generated { expression: text.into(), stored: true });
        let source = Column::new("c", Type::Text);
        let computed =
            |name: &str, ty: Type, text: &str| Column { generated: generated(text), ..Column::new(name, ty) };
        let (changes, goes, stays) = (
            computed("changes", Type::Text, "upper(c)"),
            computed("goes", Type::Text, "lower(c)"),
            computed("stays", Type::Boolean, "c IS NULL"),
        );
        let columns = vec![source.clone(), changes.clone(), goes.clone(), stays];
        let mut table = Table { columns, ..Table::new("t") };
        for (name, columns) in [("both", vec!["changes", "stays"]), ("one", vec!["stays"])] {
            let columns = columns.into_iter().map(str::to_owned).collect();
            table.uniques.insert(name.into(), Unique { name: name.into(), columns, ..Unique::default() });
        }
        let mut schema = create(session.as_mut(), table, Vec::new()).await;
        session.execute("INSERT INTO t VALUES ('7')").await.unwrap();
        let operations = vec![
            alter(&source, Column { ty: Type::Integer, ..source.clone() }),
            alter(&changes, computed("changes", Type::Integer, "c * 2")),
            Operation::DropColumn { table: "t".into(), column: goes },
        ];
        change(session.as_mut(), &mut schema, operations).await.unwrap();
        assert_eq!(
            column(session.as_mut(), "SELECT row(c, stays, changes)::text FROM t").await,
            ["(7,f,14)"]
        );
    });
}
