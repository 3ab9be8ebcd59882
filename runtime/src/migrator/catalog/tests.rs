//! The order in which migrations run.

use super::Catalog;
use crate::migration::Migration;
use crate::module::{Migrations, Module};

fn module(name: &'static str, list: Vec<Migration<'static>>) -> &'static Module {
    let list: Vec<&'static Migration<'static>> =
        list.into_iter().map(|one| &*Box::leak(Box::new(one))).collect();
    let migrations = Migrations { list: list.leak(), manifest_dir: "", file: "" };
    let migrations = Box::leak(Box::new(migrations));
    let module =
        Module { name, renamed_from: None, path: "", models: "", migrations, file: "lib.rs", line: 1 };
    Box::leak(Box::new(module))
}

fn order(modules: &[&'static Module]) -> Vec<String> {
    let catalog = Catalog::new(modules).expect("there is an order");
    for (place, node) in catalog.nodes.iter().enumerate() {
        assert_eq!(catalog.place(node.module, node.migration.name), Some(place));
        assert!(node.parents.iter().all(|parent| *parent < place));
    }
    catalog.nodes.iter().map(|node| node.id().to_string()).collect()
}

#[test]
fn parents_and_requirements_come_first_and_ties_go_by_name_then_module() {
    let blog = || {
        let list = vec![Migration::new("M2"), Migration::new("M5").after("M2").requires(&[("shop", "M9")])];
        module("blog", list)
    };
    let shop = || module("shop", vec![Migration::new("M2"), Migration::new("M9").after("M2")]);
    let catalog = || module("catalog", vec![Migration::new("M1"), Migration::new("M7").after("M1")]);
    let expected = ["catalog/M1", "blog/M2", "shop/M2", "catalog/M7", "shop/M9", "blog/M5"];
    assert_eq!(order(&[blog(), shop(), catalog()]), expected);
    assert_eq!(order(&[catalog(), shop(), blog()]), expected);
}

#[test]
fn a_requirement_may_bear_the_old_name_of_a_module() {
    let blog = module("blog", vec![Migration::new("M1")]);
    let content = Box::leak(Box::new(Module { name: "content", renamed_from: Some("blog"), ..*blog }));
    let shop = module("shop", vec![Migration::new("M0").requires(&[("blog", "M1")])]);
    assert_eq!(order(&[shop, content]), ["content/M1", "shop/M0"]);
}

#[test]
fn a_circle_names_its_members_and_nobody_else() {
    let a = module("a", vec![Migration::new("M1").requires(&[("b", "M1")])]);
    let b = module("b", vec![Migration::new("M1").requires(&[("a", "M1")])]);
    let c = module("c", vec![Migration::new("M1").requires(&[("b", "M1")])]);
    let error = Catalog::new(&[c, a, b]).expect_err("it is a circle");
    let text = error.to_string();
    assert!(text.contains("a/M1") && text.contains("b/M1") && !text.contains("c/M1"), "{text}");
}

#[test]
fn thousands_are_ordered_at_once() {
    let names: Vec<&'static str> = (0..5_000).map(|at| &*format!("M{at:05}").leak()).collect();
    let list = names.iter().enumerate().map(|(at, name)| match at.checked_sub(1) {
        Some(before) => Migration::new(name).after(names[before]),
        None => Migration::new(name),
    });
    let started = std::time::Instant::now();
    assert_eq!(order(&[module("blog", list.collect())]).len(), 5_000);
    // A quadratic walk takes many seconds unoptimised; this takes a few hundredths.
    assert!(started.elapsed().as_secs() < 2, "{:?}", started.elapsed());
}
