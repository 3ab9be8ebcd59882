use strobila::dialect::dialect;
use strobila::model::{Hints, Places};
use strobila::schema::{Column, Enum, ForeignKey, PrimaryKey, Storage, Table, Type};

use super::*;
use crate::compose::{Heading, compose};
use crate::decide::decide;
use crate::questioner::Nobody;

/// Plans from one schema to another; the owner of each table and enum is its module, before and after.
fn planned(
    prev: &Schema,
    next: &Schema,
    owners: [&str; 2],
    hints: &Hints,
    flags: &Flags,
) -> (Vec<ModulePlan>, Decisions) {
    let of = |schema: &Schema, owner: &str| -> BTreeMap<Name, String> {
        let names = schema.tables.keys().chain(schema.enums.keys());
        names.map(|name| (name.clone(), owner.to_owned())).collect()
    };
    let wanted = BTreeSet::from(["blog".to_owned(), "shop".to_owned()]);
    let sides = Sides {
        prev,
        next,
        prev_owner: &of(prev, owners[0]),
        next_owner: &of(next, owners[1]),
        hints,
        places: &Places::default(),
        wanted: &wanted,
    };
    let decisions = decide(&sides, flags, &mut Nobody::default()).expect("nothing is open");
    let targets = [Target::Postgres, Target::Sqlite].map(dialect);
    let plans = plan(&sides, &decisions, flags, &wanted, &targets).expect("there is a plan");
    (plans, decisions)
}

fn with(columns: &[&str]) -> Schema {
    let mut table = Table::new("author");
    table.columns.extend(columns.iter().map(|name| Column::new(*name, Type::Text)));
    let mut schema = Schema::default();
    schema.insert(table);
    schema
}

fn sql(units: &[Unit]) -> String {
    units.iter().flat_map(|unit| &unit.statements).map(|sql| format!("{sql}\n")).collect()
}

#[test]
fn a_module_that_takes_a_table_over_leans_on_the_one_that_gave_it_away() {
    let hints = Hints { moves: BTreeMap::from([("author".into(), "blog".to_owned())]), ..Hints::default() };
    let both = with(&["id"]);
    let (plans, _) = planned(&both, &both, ["blog", "shop"], &hints, &Flags::default());
    let leans: Vec<_> = plans.iter().map(|plan| (plan.module.as_str(), &plan.leans_on)).collect();
    let blog = BTreeSet::from(["blog".to_owned()]);
    assert_eq!(leans, [("blog", &BTreeSet::new()), ("shop", &blog)]);
}

#[test]
fn rows_take_the_new_name_of_a_value_where_the_enum_is_text() {
    let status = |storage, values: [&str; 2]| {
        let mut schema = with(&["id"]);
        let item = Enum { name: "status".into(), values: values.map(str::to_owned).to_vec(), storage };
        schema.enums.insert(item.name.clone(), item);
        let table = schema.tables.get_mut(&"author".into()).expect("it was just made");
        table.columns.push(Column::new("status", Type::Enum("status".into())));
        schema
    };
    let flags =
        Flags { renames: BTreeMap::from([("status.it's".to_owned(), "new".to_owned())]), ..Flags::default() };
    let (up, down) = (
        r#"CASE "status" WHEN 'it''s' THEN 'new' ELSE "status" END"#,
        r#"CASE "status" WHEN 'new' THEN 'it''s' ELSE "status" END"#,
    );
    for storage in [Storage::Text, Storage::Native] {
        let (prev, next) = (status(storage, ["it's", "old"]), status(storage, ["new", "old"]));
        let (plans, _) = planned(&prev, &next, ["blog", "blog"], &Hints::default(), &flags);
        let sqlite = &plans[0].targets[&Target::Sqlite];
        assert!(sql(&sqlite.up_units).contains(up), "{}", sql(&sqlite.up_units));
        assert!(sql(&sqlite.down_units).contains(down));
        let postgres = &plans[0].targets[&Target::Postgres];
        let update = |text| format!("UPDATE \"author\"\nSET \"status\" = {text}\n");
        let is_text = storage == Storage::Text;
        assert_eq!(sql(&postgres.up_units).contains(&update(up)), is_text, "{}", sql(&postgres.up_units));
        assert_eq!(sql(&postgres.down_units).contains(&update(down)), is_text);
    }
}

#[test]
fn a_new_name_that_does_not_fit_the_text_its_column_becomes_is_refused() {
    let side = |value: &str, ty: Type| {
        let mut schema = with(&["id"]);
        let item = Enum { name: "status".into(), values: vec![value.to_owned()], storage: Storage::Native };
        schema.enums.insert(item.name.clone(), item);
        let table = schema.tables.get_mut(&"author".into()).expect("it was just made");
        table.columns.extend([Column::new("status", Type::Enum("status".into())), Column::new("was", ty)]);
        schema
    };
    let prev = side("new", Type::Enum("status".into()));
    for (length, is_refused) in [(5, true), (9, false)] {
        let next = side("published", Type::String(length));
        let renames = Renames {
            values: BTreeMap::from([((Name::new("status"), "published".to_owned()), "new".to_owned())]),
            ..Renames::default()
        };
        let sqlite = dialect(Target::Sqlite);
        let (normal_prev, normal_next) = (sqlite.normalize(&prev).unwrap(), sqlite.normalize(&next).unwrap());
        let mut plan = diff(&normal_prev, &normal_next, &renames);
        let done = values::follow_renames(&mut plan, (&prev, &next), &renames, &[], sqlite);
        assert_eq!(done.is_err(), is_refused, "{done:?}");
        if let Err(error) = done {
            assert!(error.to_string().contains("the value published as a text of at most 5"), "{error}");
        }
    }
}

#[test]
fn no_array_keeps_a_value_that_its_enum_has_no_more() {
    let tags = |storage, values: &[&str]| {
        let mut schema = with(&["id"]);
        let values = values.iter().map(|value| value.to_string()).collect();
        let item = Enum { name: "tag".into(), values, storage };
        schema.enums.insert(item.name.clone(), item);
        let table = schema.tables.get_mut(&"author".into()).expect("it was just made");
        table.columns.push(Column::new("tags", Type::Array(Box::new(Type::Enum("tag".into())))));
        schema
    };
    // One is gone, and of two that are gone another one takes a name.
    let gone = (tags(Storage::Text, &["busy", "done"]), tags(Storage::Text, &["done"]), vec![]);
    let taken =
        (tags(Storage::Text, &["new", "busy"]), tags(Storage::Text, &["busy"]), vec![("tag.new", "busy")]);
    for (prev, next, renames) in [gone, taken] {
        let renames = renames.into_iter().map(|(old, new)| (old.to_owned(), new.to_owned())).collect();
        let flags = Flags { renames, ..Flags::default() };
        let (plans, _) = planned(&prev, &next, ["blog", "blog"], &Hints::default(), &flags);
        for (target, plan) in &plans[0].targets {
            let sql = sql(&plan.up_units);
            assert!(sql.contains(".\"value\" IN ('busy') THEN"), "{target}: {sql}");
            assert!(sql.contains("tags\" holds no value of tag: "), "{target}: {sql}");
            assert!(!sql.contains("strobila_old_"), "{target}: {sql}");
        }
    }
}

#[test]
fn a_reason_is_written_once_whatever_stands_in_it() {
    let reason = "nobody has one; agreed in #31".to_owned();
    let flags =
        Flags { drops: BTreeMap::from([("author.fax".to_owned(), reason.clone())]), ..Flags::default() };
    let (plans, decisions) =
        planned(&with(&["id", "fax"]), &with(&["id"]), ["blog", "blog"], &Hints::default(), &flags);
    let draft = compose(&plans[0], &decisions, Heading::default());
    let said: Vec<_> = draft.up.iter().flat_map(|step| &step.accepted).map(|(_, said)| said).collect();
    assert_eq!(said, [&reason]);
}

#[test]
fn a_rename_of_one_module_is_no_rename_of_another_that_points_at_it() {
    let world = |name: &str, note: &str| {
        let mut schema = with(&["id", name, "bio"]);
        let author = schema.tables.get_mut(&"author".into()).expect("it was just made");
        author.primary_key = Some(PrimaryKey {
            name: "author_pkey".to_owned(),
            columns: vec!["id".to_owned()],
            ..PrimaryKey::default()
        });
        let mut post = Table::new("post");
        post.columns.extend(["author_id", note].map(|name| Column::new(name, Type::Text)));
        let key = ForeignKey {
            name: "post_author_id_fkey".to_owned(),
            columns: vec!["author_id".to_owned()],
            references: "author".into(),
            target: vec!["id".to_owned()],
            ..ForeignKey::default()
        };
        post.foreign_keys.insert(key.name.clone(), key);
        schema.insert(post);
        schema
    };
    let (prev, next) = (world("name", "note"), world("full_name", "remark"));
    let owners = BTreeMap::from([("author".into(), "blog".to_owned()), ("post".into(), "shop".to_owned())]);
    let wanted = BTreeSet::from(["blog".to_owned(), "shop".to_owned()]);
    let sides = Sides {
        prev: &prev,
        next: &next,
        prev_owner: &owners,
        next_owner: &owners,
        hints: &Hints::default(),
        places: &Places::default(),
        wanted: &wanted,
    };
    let renames = ["author.name=full_name".to_owned(), "post.note=remark".to_owned()];
    let flags = Flags::parse(&renames, &[], &[], &[], &[], &[]).expect("they are well written");
    let decisions = decide(&sides, &flags, &mut Nobody::default()).expect("nothing is open");
    let targets = [Target::Postgres, Target::Sqlite].map(dialect);
    let plans = plan(&sides, &decisions, &flags, &wanted, &targets).expect("there is a plan");
    let made: Vec<_> =
        plans.iter().map(|plan| (plan.module.as_str(), plan.portable.operations.len())).collect();
    assert_eq!(made, [("blog", 1), ("shop", 1)]);
    for plan in &plans {
        assert!(
            plan.targets.values().all(|target| target.up_units.len() == 1 && target.down_units.len() == 1)
        );
    }
}

#[test]
fn what_comes_back_is_named_as_it_will_be_and_says_what_it_holds() {
    let mut next = with(&["id"]);
    let mut table = next.tables.remove(&"author".into()).expect("it was just made");
    table.name = "person".into();
    next.insert(table);
    let hints = Hints { tables: BTreeMap::from([("person".into(), "author".into())]), ..Hints::default() };
    let flags =
        Flags { drops: BTreeMap::from([("author.fax".to_owned(), "why".to_owned())]), ..Flags::default() };
    let (plans, decisions) = planned(&with(&["id", "fax"]), &next, ["blog", "blog"], &hints, &flags);
    let draft = compose(&plans[0], &decisions, Heading::default());
    let loses = "author.fax comes back as ''".to_owned();
    assert_eq!(draft.down, crate::draft::DraftDown::Lossy { loses });
}

#[test]
fn planning_looks_at_what_changes_and_what_it_leans_on() {
    let table = |name: &str, points_at: &[&str]| {
        let mut table = Table::new(name);
        table.columns.push(Column::new("id", Type::Integer));
        for target in points_at {
            let key = serde_json::json!({
                "name": format!("{name}_{target}"), "columns": ["id"], "references": target, "target": ["id"],
            });
            let key = serde_json::from_value(key).expect("it is a foreign key");
            table.foreign_keys.insert(format!("{name}_{target}"), key);
        }
        table
    };
    let mut prev = Schema::default();
    for (name, points_at) in [
        ("root", &[][..]),
        ("parent", &["root"]),
        ("changed", &["parent"]),
        ("child", &["changed", "aunt"]),
        ("grandchild", &["child"]),
        ("aunt", &[]),
        ("cousin", &["parent"]),
        ("stranger", &[]),
    ] {
        prev.insert(table(name, points_at));
    }
    let mut next = prev.clone();
    let changed = next.tables.get_mut(&"changed".into()).expect("it was just made");
    changed.columns.push(Column::new("more", Type::Text));
    let (before, after) = focus(&prev, &next, &Decisions::default());
    let names: Vec<String> = before.tables.keys().map(Name::to_string).collect();
    assert_eq!(names, ["aunt", "changed", "child", "grandchild", "parent", "root"]);
    assert!(before.tables.keys().eq(after.tables.keys()));
}
