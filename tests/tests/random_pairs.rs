//! Random pairs of schemas: plans lead where they say, in memory and on live databases.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use strobila_generator::diff::{Renames, align, check, diff};
use strobila_tests::random;

/// `STROBILA_RANDOM=20` tries twenty times as many.
fn runner(cases: u32) -> TestRunner {
    let times = std::env::var("STROBILA_RANDOM").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let config = Config { cases: cases * times, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

#[test]
fn plans_of_random_pairs_lead_where_they_say_both_ways() {
    let tried = runner(1000).run(&random::pair(), |pair| {
        let next = align(&pair.prev, &pair.next, &pair.renames);
        let up = diff(&pair.prev, &next, &pair.renames);
        let down = diff(&up.next, &pair.prev, &pair.renames.inverse());
        for (way, plan) in [("up", &up), ("down", &down)] {
            let phrases: Vec<String> = plan.operations.iter().map(ToString::to_string).collect();
            prop_assert!(check(plan).is_ok(), "{way}: {}\n{phrases:#?}", check(plan).unwrap_err());
        }
        let none = Renames::default();
        let again = diff(&up.next, &align(&up.next, &pair.next, &none), &none);
        prop_assert_eq!(again.operations, vec![], "a second plan does something");
        let same = diff(&pair.prev, &align(&pair.prev, &pair.prev, &none), &none);
        prop_assert_eq!(same.operations, vec![], "a schema differs from itself");
        Ok(())
    });
    if let Err(error) = tried {
        panic!("{error}");
    }
}
