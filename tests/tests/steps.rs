//! Merging the units of all targets keeps every target's statements, in their order, as they were to run.

use std::collections::BTreeMap;

use proptest::prelude::*;
use strobila::Target::{self, Mysql, Postgres, Sqlite};
use strobila::dialect::Unit;
use strobila::migration::{MAX_NOTES, Transaction};
use strobila::operation::{Operation, Plan};
use strobila::schema::{Column, Table, Type};
use strobila_generator::steps::merge;

type Sides = BTreeMap<Target, (Plan, Vec<Unit>)>;

fn operation() -> impl Strategy<Value = Operation> {
    let name = |prefix: &'static str| (0..4_u8).prop_map(move |at| format!("{prefix}{at}"));
    let column = |name: String| Column::new(name, Type::Text);
    prop_oneof![
        name("t").prop_map(|table| Operation::CreateTable { table: Table::new(table) }),
        (name("t"), name("t"))
            .prop_map(|(from, to)| Operation::RenameTable { from: from.into(), to: to.into() }),
        (name("t"), name("c"), name("c")).prop_map(|(table, from, to)| Operation::RenameColumn {
            table: table.into(),
            from,
            to
        }),
        (name("t"), name("c")).prop_map(move |(table, name)| Operation::AddColumn {
            table: table.into(),
            column: column(name),
            fill: None,
            place: None,
        }),
        (name("t"), name("c")).prop_map(move |(table, name)| Operation::DropColumn {
            table: table.into(),
            column: column(name),
        }),
    ]
}

/// Some of the operations, in an order of their own, cut into units.
fn side(operations: Vec<Operation>) -> impl Strategy<Value = (Plan, Vec<Unit>)> {
    let len = operations.len();
    (
        proptest::sample::subsequence(operations, 0..=len),
        proptest::collection::vec((1..4_usize, 0..10_u8, 1..3_usize, 0..4_u8), len + 1),
        any::<bool>(),
    )
        .prop_map(|(operations, cuts, backwards)| {
            let mut order: Vec<usize> = (0..operations.len()).collect();
            if backwards {
                order.reverse();
            }
            let mut units = Vec::new();
            let mut rest = order.as_slice();
            for (size, kind, statements, expects) in cuts {
                let (own, later) = rest.split_at(size.min(rest.len()));
                rest = later;
                let mut unit = Unit { operations: own.to_vec(), ..Unit::default() };
                unit.operations.sort_unstable();
                unit.statements = (0..statements).map(|at| format!("{} {at}", units.len())).collect();
                unit.transaction = match kind {
                    0 => Transaction::Own,
                    1 => Transaction::None,
                    _ => Transaction::Shared,
                };
                unit.rebuilds = (kind == 2).then(|| format!("t{statements}"));
                if expects == 0 || kind == 2 {
                    unit.expects = vec![(format!("t{statements}"), vec!["id".to_owned()])];
                }
                units.push(unit);
            }
            (Plan { operations, ..Plan::default() }, units)
        })
}

fn sides() -> impl Strategy<Value = Sides> {
    proptest::collection::vec(operation(), 0..14).prop_flat_map(|operations| {
        (side(operations.clone()), side(operations.clone()), side(operations)).prop_map(
            |(mut a, mut b, c)| {
                // Only SQLite rebuilds.
                a.1.iter_mut().chain(&mut b.1).for_each(|unit| unit.rebuilds = None);
                BTreeMap::from([(Postgres, a), (Mysql, b), (Sqlite, c)])
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn every_target_runs_exactly_its_units(sides in sides()) {
        let steps = merge(&sides);
        prop_assert_eq!(&steps, &merge(&sides));
        for (target, (_, units)) in &sides {
            let mut left = units.iter();
            for step in &steps {
                let Some(statements) = step.statements.get(target) else { continue };
                // A step is one unit after another, whole, and run as each was to run.
                let (mut units, mut found) = (Vec::new(), Vec::new());
                while found.len() < statements.len() {
                    let unit = left.next().expect("no step holds more than the units");
                    found.extend(unit.statements.iter().cloned());
                    units.push(unit);
                }
                prop_assert_eq!(&found, statements);
                prop_assert!(units.iter().all(|unit| unit.transaction == step.transaction));
                prop_assert!(units.len() == 1 || step.transaction == Transaction::Shared);
                if let Some(rebuilt) = units.iter().find(|unit| unit.rebuilds.is_some()) {
                    prop_assert_eq!((units.len(), &rebuilt.rebuilds), (1, &step.rebuilds));
                } else {
                    prop_assert!(*target != Sqlite || step.rebuilds.is_none());
                }
                let expected: Vec<_> = step.expects(*target).map(|(name, ids)| (name.to_owned(), ids.to_vec())).collect();
                prop_assert_eq!(&expected, &units[0].expects);
                prop_assert!(units[1..].iter().all(|unit| unit.expects.is_empty()));
                prop_assert!(step.expected.len() + step.expected_on.len() <= MAX_NOTES);
            }
            prop_assert!(left.next().is_none());
        }
    }
}
