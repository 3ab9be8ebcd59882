//! Every case directory, all the way to the text of a migration file. `EMIT_DUMP=path` keeps them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use strobila::Target;
use strobila::dialect::{Dialect, Unit, dialect};
use strobila::schema::{Name, Schema};
use strobila_generator::compose::{Heading, compose};
use strobila_generator::decide::{Decisions, Flags, Sides};
use strobila_generator::draft::{Draft, DraftStep};
use strobila_generator::emit::emit;
use strobila_generator::plan::{ModulePlan, PlanError, plan};
use strobila_tests::cases::{self, Case};

fn planned(case: &Case) -> Option<(ModulePlan, Draft)> {
    let wanted = BTreeSet::from(["blog".to_owned()]);
    let owners = |schema: &Schema| -> BTreeMap<Name, String> {
        schema
            .tables
            .keys()
            .chain(schema.enums.keys())
            .map(|name| (name.clone(), "blog".to_owned()))
            .collect()
    };
    let (prev_owner, next_owner) = (owners(&case.prev), owners(&case.next));
    let sides = Sides {
        prev: &case.prev,
        next: &case.next,
        prev_owner: &prev_owner,
        next_owner: &next_owner,
        hints: &Default::default(),
        places: &Default::default(),
        wanted: &wanted,
    };
    let decisions =
        Decisions { renames: case.renames.clone(), fills: case.fills.clone(), ..Decisions::default() };
    let dialects: Vec<&'static dyn Dialect> = case.targets.iter().map(|target| dialect(*target)).collect();
    let plans = match plan(&sides, &decisions, &Flags::default(), &wanted, &dialects) {
        Ok(plans) => plans,
        Err(PlanError::Unsupported(_)) => return None,
        Err(error) => panic!("{}: {error}", case.name),
    };
    let plan = plans.into_iter().next()?;
    let heading = Heading { name: "Migration202611201326".to_owned(), ..Heading::default() };
    let draft = compose(&plan, &decisions, heading);
    Some((plan, draft))
}

#[test]
fn every_case_becomes_a_file_that_holds_every_statement() {
    let mut dump = String::new();
    let mut files = 0;
    for case in cases::all() {
        let Some((plan, draft)) = planned(&case) else { continue };
        let text = emit(&draft);
        let parsed = syn::parse_file(&text);
        assert!(parsed.is_ok(), "{}: {:?}\n{text}", case.name, parsed.err());
        for (target, each) in &plan.targets {
            holds(&case, &draft.up, *target, &each.up_units);
            if !draft.down_steps.is_empty() {
                holds(&case, &draft.down_steps, *target, &each.down_units);
            }
        }
        files += 1;
        let _ = writeln!(dump, "// ======== {}\n{text}", case.name);
    }
    assert!(files > 100, "only {files} files");
    if let Some(path) = std::env::var_os("EMIT_DUMP") {
        std::fs::write(path, dump).expect("the path can be written");
    }
}

fn holds(case: &Case, steps: &[DraftStep], target: Target, units: &[Unit]) {
    let of_steps: Vec<&String> =
        steps.iter().filter_map(|step| step.statements.get(&target)).flatten().collect();
    let of_units: Vec<&String> = units.iter().flat_map(|unit| &unit.statements).collect();
    assert_eq!(of_steps, of_units, "{} on {target}", case.name);
}
