//! The scores that are printed.

use std::collections::{BTreeMap, BTreeSet};

use crate::judge::Verdict;
use crate::pair::{Kind, Pair};

/// Prints what became of the pairs of a database: the score, where it is asked for that of each suite or
/// feature, and the pairs that did not pass.
pub(crate) fn print(kind: Kind, verdicts: &[(&Pair, Verdict)], by: Option<&str>, in_full: bool) {
    let judged: Vec<&(&Pair, Verdict)> =
        verdicts.iter().filter(|(_, verdict)| !matches!(verdict, Verdict::NotLoaded(_))).collect();
    println!("{kind:<40} {}", score(&judged));
    if judged.len() < verdicts.len() {
        println!("    {} more are not taken by this server", verdicts.len() - judged.len());
    }
    if let Some(by) = by {
        let groups = |pair: &Pair| match by {
            "suite" => BTreeSet::from([pair.suite.clone()]),
            _ => pair.features.iter().cloned().collect(),
        };
        let mut all: BTreeMap<String, Vec<&(&Pair, Verdict)>> = BTreeMap::new();
        for one in &judged {
            for group in groups(one.0) {
                all.entry(group).or_default().push(one);
            }
        }
        for (group, some) in all {
            println!("    {group:<36} {}", score(&some));
        }
    }
    for (pair, verdict) in verdicts {
        let (word, text) = verdict.words();
        if *verdict == Verdict::Pass {
            continue;
        }
        println!("  {word}: {}", pair.title());
        let lines = text.lines().take(if in_full { usize::MAX } else { 1 });
        lines.for_each(|line| println!("      {line}"));
    }
}

fn score(some: &[&(&Pair, Verdict)]) -> String {
    let passed = some.iter().filter(|(_, verdict)| *verdict == Verdict::Pass).count();
    match some.len() {
        0 => "-".to_owned(),
        // In tenths of a per cent, rounded down: 100 % is all of them.
        all => {
            let tenths = passed * 1000 / all;
            format!("{passed:>4} of {all:>4}  {:>3}.{} %", tenths / 10, tenths % 10)
        }
    }
}
