//! The schemas that are written and read back.

use strobila::schema::{
    Action, Check, Column, Deferrable, Enum, ForeignKey, Generated, Identity, Index, IndexKey, IndexPart,
    Nulls, PrimaryKey, Schema, Storage, Table, Type, Unique,
};

pub(crate) fn list(item: Type) -> Type {
    Type::Array(Box::new(item))
}

/// Two enums, one kept as text.
pub(crate) fn base() -> Schema {
    let mut schema = Schema::default();
    for (name, storage) in [("mood", Storage::Native), ("size", Storage::Text)] {
        let values = ["so so", "it's", "Ü"].map(str::to_owned).to_vec();
        schema.enums.insert(name.into(), Enum { name: name.into(), values, storage });
    }
    schema
}

/// A schema with everything that a table can have.
pub(crate) fn everything() -> Schema {
    let mut schema = base();
    let mut author = Table::new("author");
    let column = |name: &str, ty: Type| Column::new(name, ty);
    author.columns = vec![
        Column {
            identity: Some(Identity { always: false, ..Identity::default() }),
            ..column("id", Type::BigInt)
        },
        Column {
            collation: Some("C".into()),
            comment: Some("it's \"his\"".into()),
            ..column("email", Type::Text)
        },
        column("first", Type::String(40)),
        Column {
            generated: Some(Generated { expression: "lower(\"first\" || 'x')".into(), stored: true }),
            ..column("lowered", Type::Text)
        },
        Column { nullable: true, ..column("deleted_at", Type::Timestamp) },
        column("mood", Type::Enum("mood".into())),
        column("size", Type::Enum("size".into())),
        Column { nullable: true, ..column("boss_id", Type::BigInt) },
        column("tags", list(Type::Text)),
    ];
    author.primary_key =
        Some(PrimaryKey { name: "author_pkey".into(), columns: vec!["id".into()], ..PrimaryKey::default() });
    author.comment = Some("People".into());
    let unique = Unique {
        name: "author_email_key".into(),
        columns: vec!["email".into(), "first".into()],
        ..Unique::default()
    };
    author.uniques.insert(unique.name.clone(), unique);
    let part = |key: IndexKey, descending, nulls| IndexPart {
        key,
        descending,
        nulls,
        length: None,
        collation: None,
        operator_class: None,
    };
    let name = |name: &str| IndexKey::Column(name.to_owned());
    let index =
        |name: &str, parts: Vec<IndexPart>| Index { name: name.to_owned(), parts, ..Index::default() };
    let indexes = [
        Index { unique: true, ..index("i1", vec![part(name("boss_id"), true, None)]) },
        index(
            "i2",
            vec![part(name("id"), false, Some(Nulls::First)), part(name("first"), true, Some(Nulls::Last))],
        ),
        Index {
            predicate: Some("deleted_at IS NULL AND mood = 'so so'".into()),
            ..index("i3", vec![part(IndexKey::Expression("lower(email)".into()), true, None)])
        },
        Index {
            include: vec!["email".into(), "mood".into()],
            ..index("i4", vec![part(name("first"), false, None)])
        },
        Index { method: Some("gin".into()), ..index("i5", vec![part(name("tags"), false, None)]) },
        Index {
            method: Some("hash".into()),
            ..index("i6", vec![part(IndexKey::Expression("(first || email)".into()), false, None)])
        },
    ];
    author.indexes = indexes.into_iter().map(|index| (index.name.clone(), index)).collect();
    let checks = [
        ("c1", "length(first) > 0 AND first NOT IN ('a', 'b')"),
        ("c2", "(email LIKE '%@%' OR deleted_at IS NOT NULL) -- both"),
        ("c3", "mood <> 'it''s' AND \"size\" BETWEEN 'a' AND 'z'"),
    ];
    author.checks = checks
        .into_iter()
        .map(|(name, text)| {
            (name.to_owned(), Check { name: name.into(), expression: text.into(), ..Check::default() })
        })
        .collect();
    let key = |name: &str, columns: &[&str], references: &str, target: &[&str]| ForeignKey {
        name: name.to_owned(),
        columns: columns.iter().map(|c| (*c).to_owned()).collect(),
        references: references.into(),
        target: target.iter().map(|c| (*c).to_owned()).collect(),
        ..ForeignKey::default()
    };
    let boss = ForeignKey {
        on_delete: Action::SetNull,
        ..key("author_boss_id_fkey", &["boss_id"], "author", &["id"])
    };
    author.foreign_keys.insert(boss.name.clone(), boss);
    let over_index = key("over_index", &["boss_id"], "author", &["boss_id"]);
    author.foreign_keys.insert(over_index.name.clone(), over_index);
    schema.insert(author);

    let mut post = Table::new("post");
    post.columns = vec![
        Column {
            identity: Some(Identity { always: true, ..Identity::default() }),
            ..column("id", Type::Integer)
        },
        column("first", Type::String(40)),
        Column { collation: Some("C".into()), ..column("email", Type::Text) },
        column("a", Type::BigInt),
        column("b", Type::BigInt),
    ];
    let keys = [
        ForeignKey {
            on_update: Action::Cascade,
            deferrable: Some(Deferrable::Deferred),
            ..key("k1", &["first", "email"], "author", &["first", "email"])
        },
        ForeignKey {
            on_delete: Action::Restrict,
            deferrable: Some(Deferrable::Immediate),
            ..key("k2", &["a"], "author", &["id"])
        },
        ForeignKey {
            on_delete: Action::SetDefault,
            on_update: Action::Restrict,
            ..key("k3", &["b"], "author", &["id"])
        },
    ];
    post.foreign_keys = keys.into_iter().map(|key| (key.name.clone(), key)).collect();
    schema.insert(post);
    schema.insert(Table::new("nothing"));
    schema
}
