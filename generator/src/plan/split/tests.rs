//! Modules are planned in an order that runs, and a moved table is never touched.

use std::collections::{BTreeMap, BTreeSet};

use strobila::Target;
use strobila::dialect::{Dialect, dialect};
use strobila::model::{Hints, Places};
use strobila::schema::{Column, ForeignKey, Name, PrimaryKey, Schema, Table, Type};

use crate::decide::{Decisions, Flags, Sides};
use crate::plan::{ModulePlan, PlanError, plan};

fn table(name: &str, points_at: &[&str]) -> Table {
    let mut table = Table::new(name);
    table.columns = vec![Column::new("id", Type::Integer)];
    table.primary_key = Some(PrimaryKey {
        name: format!("{name}_pkey"),
        columns: vec!["id".to_owned()],
        ..PrimaryKey::default()
    });
    for target in points_at {
        let column = format!("{target}_id");
        table.columns.push(Column { nullable: true, ..Column::new(&column, Type::Integer) });
        let key = ForeignKey {
            name: format!("{name}_{column}_fkey"),
            columns: vec![column],
            references: Name::new(*target),
            target: vec!["id".to_owned()],
            on_delete: Default::default(),
            on_update: Default::default(),
            ..ForeignKey::default()
        };
        table.foreign_keys.insert(key.name.clone(), key);
    }
    table
}

type Modules = BTreeMap<Name, String>;

fn side(tables: Vec<(&str, Table)>) -> (Schema, Modules) {
    let mut schema = Schema::default();
    let mut owner = Modules::new();
    for (module, table) in tables {
        owner.insert(table.name.clone(), module.to_owned());
        schema.insert(table);
    }
    (schema, owner)
}

fn planned(
    prev: (Schema, Modules),
    next: (Schema, Modules),
    decisions: &Decisions,
    wanted: &[&str],
) -> Result<Vec<ModulePlan>, PlanError> {
    let wanted: BTreeSet<String> = wanted.iter().map(|name| name.to_string()).collect();
    let sides = Sides {
        prev: &prev.0,
        next: &next.0,
        prev_owner: &prev.1,
        next_owner: &next.1,
        hints: &Hints::default(),
        places: &Places::default(),
        wanted: &wanted,
    };
    let dialects: Vec<&'static dyn Dialect> =
        [Target::Postgres, Target::Sqlite].into_iter().map(dialect).collect();
    plan(&sides, decisions, &Flags::default(), &wanted, &dialects)
}

fn modules(plans: &[ModulePlan]) -> Vec<&str> {
    plans.iter().map(|plan| plan.module.as_str()).collect()
}

#[test]
fn a_module_comes_after_the_one_it_leans_on() {
    let next = side(vec![("blog", table("post", &["product"])), ("catalog", table("product", &[]))]);
    let plans = planned(side(vec![]), next, &Decisions::default(), &["blog", "catalog"]).unwrap();
    assert_eq!(modules(&plans), ["catalog", "blog"]);
    assert_eq!(plans[1].leans_on, ["catalog".to_owned()].into());
}

#[test]
fn a_module_that_leans_on_one_that_is_not_wanted_names_it() {
    let next = side(vec![("blog", table("post", &["product"])), ("catalog", table("product", &[]))]);
    let error = planned(side(vec![]), next, &Decisions::default(), &["blog"]).unwrap_err();
    assert!(matches!(error, PlanError::Needs { needs, .. } if needs == "catalog"));
}

#[test]
fn modules_that_point_at_each_other_get_a_second_part() {
    let next = side(vec![("a", table("x", &["y"])), ("b", table("y", &["x"]))]);
    let plans = planned(side(vec![]), next, &Decisions::default(), &["a", "b"]).unwrap();
    assert_eq!(modules(&plans), ["a", "b", "a"]);
    assert_eq!(plans[2].portable.operations[0].to_string(), "add foreign key x_y_id_fkey");
}

#[test]
fn a_moved_table_changes_hands_without_a_statement() {
    let prev = side(vec![("catalog", table("product", &[])), ("catalog", table("price", &["product"]))]);
    let next = side(vec![("store", table("product", &[])), ("catalog", table("price", &["product"]))]);
    let mut decisions = Decisions::default();
    decisions.moves.insert(Name::new("product"), ("catalog".to_owned(), "store".to_owned()));
    let plans = planned(prev, next, &decisions, &["catalog", "store"]).unwrap();
    assert_eq!(modules(&plans), ["catalog", "store"]);
    for plan in &plans {
        for target in plan.targets.values() {
            assert_eq!((target.up_units.len(), target.down_units.len()), (0, 0));
        }
    }
    assert!(plans[1].leans_on.contains("catalog"));
}

#[test]
fn a_moved_table_may_be_dropped_by_its_new_owner_alone() {
    let prev = side(vec![("catalog", table("product", &[]))]);
    let next = side(vec![("store", table("product", &["product"]))]);
    let mut decisions = Decisions::default();
    decisions.moves.insert(Name::new("product"), ("catalog".to_owned(), "store".to_owned()));
    let plans = planned(prev, next, &decisions, &["catalog", "store"]).unwrap();
    let ops: Vec<String> = plans[1].portable.operations.iter().map(ToString::to_string).collect();
    assert_eq!(
        ops,
        [
            "take table product from module catalog",
            "add product.product_id",
            "add foreign key product_product_id_fkey"
        ]
    );
}

#[test]
fn a_new_column_leans_on_no_module_that_points_at_its_table_and_a_new_name_does() {
    let with = |name: &str| {
        let mut customer = table(name, &[]);
        customer.primary_key = Some(PrimaryKey {
            name: "customer_pkey".to_owned(),
            columns: vec!["id".to_owned()],
            ..PrimaryKey::default()
        });
        let mut order = table("order", &[name]);
        order.columns[1].name = "customer_id".to_owned();
        for key in order.foreign_keys.values_mut() {
            key.columns = vec!["customer_id".to_owned()];
        }
        (customer, order)
    };
    let (customer, order) = with("customer");
    let mut wider = customer.clone();
    wider.columns.push(Column { nullable: true, ..Column::new("phone", Type::Text) });
    let prev = || side(vec![("customer", customer.clone()), ("order", order.clone())]);
    let next = side(vec![("customer", wider), ("order", order.clone())]);
    let plans = planned(prev(), next, &Decisions::default(), &["customer"]).unwrap();
    assert_eq!(plans[0].leans_on, BTreeSet::new());

    let (client, order) = with("client");
    let mut decisions = Decisions::default();
    decisions.renames.tables.insert(Name::new("client"), Name::new("customer"));
    let next = side(vec![("customer", client), ("order", order)]);
    let plans = planned(prev(), next, &decisions, &["customer", "order"]).unwrap();
    assert!(plans[0].leans_on.contains("order"), "{:?}", plans[0].leans_on);
}

#[test]
fn a_new_key_to_a_table_that_moves_away_waits_for_its_new_owner() {
    let prev = side(vec![("app", table("author", &[])), ("app", table("post", &["author"]))]);
    let next = side(vec![("app", table("author", &["post"])), ("shop", table("post", &["author"]))]);
    let mut decisions = Decisions::default();
    decisions.moves.insert(Name::new("post"), ("app".to_owned(), "shop".to_owned()));
    let plans = planned(prev, next, &decisions, &["app", "shop"]).unwrap();
    assert_eq!(modules(&plans), ["app", "shop", "app"]);
    assert_eq!(plans[2].portable.operations[0].to_string(), "add foreign key author_post_id_fkey");
    assert!(plans[2].leans_on.contains("shop"));
}

#[test]
fn a_key_whose_type_changes_on_both_sides_in_two_modules_is_refused_by_name() {
    let both = |ty: Type| {
        let (mut product, mut item) = (table("product", &[]), table("item", &["product"]));
        product.columns[0].ty = ty.clone();
        item.columns[1].ty = ty;
        side(vec![("catalog", product), ("order", item)])
    };
    let error =
        planned(both(Type::Integer), both(Type::BigInt), &Decisions::default(), &["catalog", "order"]);
    let Err(PlanError::KeyAcross { key, target }) = error else { panic!("{error:?}") };
    assert_eq!((key.1.as_str(), target.1.as_str()), ("product_id", "id"));
}
