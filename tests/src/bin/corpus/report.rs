//! The scores that are printed.

use std::collections::{BTreeMap, BTreeSet};

use crate::judge::Verdict;
use crate::pair::{Kind, Pair};

/// What became of a pair, or of a schema of one.
pub(crate) struct Score<'a> {
    pub(crate) pair: &'a Pair,
    pub(crate) title: String,
    pub(crate) result: Mark,
    /// The word for it.
    pub(crate) word: &'static str,
    /// What there is to say.
    pub(crate) text: String,
}

/// Whether it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Passed,
    Failed,
    /// The server does not take the schema itself: no word about us.
    NotJudged,
}

impl<'a> Score<'a> {
    pub(crate) fn of_pair(pair: &'a Pair, verdict: &Verdict) -> Self {
        let (word, text) = verdict.words();
        let result = match verdict {
            Verdict::Pass => Mark::Passed,
            Verdict::NotLoaded(_) => Mark::NotJudged,
            Verdict::Failed(_)
            | Verdict::Refused(_)
            | Verdict::Other(_)
            | Verdict::NotEmpty(_)
            | Verdict::NotEmptyAgain(_)
            | Verdict::Remade(_) => Mark::Failed,
        };
        Score { pair, title: pair.title(), result, word, text: text.to_owned() }
    }
}

/// Prints the scores of a database: of all, where it is asked for of each suite or feature, how many failed for
/// which reason, and what did not pass.
pub(crate) fn print(kind: Kind, scores: &[Score<'_>], by: Option<&str>, in_full: bool) {
    let judged: Vec<&Score<'_>> = scores.iter().filter(|score| score.result != Mark::NotJudged).collect();
    println!("{:<40} {}", kind.to_string(), share(&judged));
    if judged.len() < scores.len() {
        println!("    {} more are not taken by this server", scores.len() - judged.len());
    }
    if let Some(by) = by {
        let groups = |pair: &Pair| match by {
            "suite" => BTreeSet::from([pair.suite.clone()]),
            _ => pair.features.iter().cloned().collect(),
        };
        let mut all: BTreeMap<String, Vec<&Score<'_>>> = BTreeMap::new();
        for one in &judged {
            for group in groups(one.pair) {
                all.entry(group).or_default().push(one);
            }
        }
        for (group, some) in all {
            println!("    {group:<36} {}", share(&some));
        }
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for score in &judged {
        *reasons.entry(score.word).or_default() += 1;
    }
    reasons.iter().for_each(|(word, count)| println!("    {word:<36} {count:>4}"));
    for score in scores.iter().filter(|score| score.result != Mark::Passed) {
        println!("  {}: {}", score.word, score.title);
        let lines = score.text.lines().take(if in_full { usize::MAX } else { 1 });
        lines.for_each(|line| println!("      {line}"));
    }
}

fn share(some: &[&Score<'_>]) -> String {
    let passed = some.iter().filter(|score| score.result == Mark::Passed).count();
    match some.len() {
        0 => "-".to_owned(),
        // In tenths of a per cent, rounded down: 100 % is all of them.
        all => {
            let tenths = passed * 1000 / all;
            format!("{passed:>4} of {all:>4}  {:>3}.{} %", tenths / 10, tenths % 10)
        }
    }
}
