//! Every case directory, in memory and on live databases.

use strobila_generator::diff::{align, check, diff};
use strobila_tests::cases;

#[test]
fn every_case_plans_both_ways_and_a_second_plan_is_empty() {
    let mut wrong = Vec::new();
    for case in cases::all() {
        let next = align(&case.prev, &case.next, &case.renames);
        let up = diff(&case.prev, &next, &case.renames);
        let down = diff(&up.next, &case.prev, &case.renames.inverse());
        for (way, plan) in [("up", &up), ("down", &down)] {
            if let Err(error) = check(plan) {
                let phrases: Vec<String> = plan.operations.iter().map(ToString::to_string).collect();
                wrong.push(format!("{} {way}: {error}\n    {}", case.name, phrases.join("\n    ")));
            }
        }
        let again = diff(&up.next, &align(&up.next, &case.next, &Default::default()), &Default::default());
        if !again.operations.is_empty() {
            wrong.push(format!("{}: a second plan does {:?}", case.name, again.operations));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
