//! Which of two heads stays: by argument, by git, or by asking. Never guessed.

use std::collections::BTreeMap;
use std::path::Path;

use strobila::__private::nearest;
use strobila::Module;

use super::super::context::Context;
use super::super::git;
use crate::error::Error;
use crate::files;
use crate::questioner::{Choice, Question, Unanswered};
use crate::rebase::{Chosen, Fork, Line};

/// The sides of a merge, as git calls them.
const SIDES: [&str; 2] = ["ours", "theirs"];

/// What `--mine` names, by module.
///
/// # Errors
/// A migration that nobody knows.
pub(super) fn names(
    wanted: &[&'static Module],
    texts: &[String],
) -> Result<BTreeMap<&'static str, Vec<&'static str>>, Error> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for text in texts.iter().filter(|text| !SIDES.contains(&text.as_str())) {
        let (module, name) =
            text.rsplit_once('/').map_or((None, text.as_str()), |(of, name)| (Some(of), name));
        let mut is_known = false;
        for one in wanted.iter().filter(|one| module.is_none_or(|module| module == one.name)) {
            let list = one.migrations.list.iter().filter(|migration| migration.name == name);
            for migration in list {
                found.entry(one.name).or_default().push(migration.name);
                is_known = true;
            }
        }
        if !is_known {
            let all = || wanted.iter().flat_map(|one| one.migrations.list.iter().map(|one| one.name));
            return Err(Error::UnknownMigration {
                module: module.map_or_else(
                    || wanted.iter().map(|one| one.name).collect::<Vec<_>>().join(", "),
                    str::to_owned,
                ),
                name: name.to_owned(),
                near: nearest(name, all()).map(str::to_owned),
            });
        }
    }
    Ok(found)
}

/// The head of each module that stays.
///
/// # Errors
/// [`Error::Undecided`] with the flag for each side when neither git nor a person says.
pub(super) fn choose(
    context: &mut Context<'_>,
    forks: &[Fork],
    mine: &BTreeMap<&'static str, Vec<&'static str>>,
    texts: &[String],
) -> Result<Vec<Chosen>, Error> {
    let word = texts.iter().find(|text| SIDES.contains(&text.as_str()));
    let mut chosen = Vec::new();
    let mut open: Vec<Question> = Vec::new();
    for fork in forks {
        let module = fork.module.name;
        let kept = match (mine.get(module), word) {
            (Some(names), _) => Some(by_name(fork, names)?),
            (None, Some(word)) => Some(by_word(fork, word)?),
            (None, None) => match by_git(fork) {
                Ok(Some((line, branch))) => {
                    context.screen.note(format!("{branch} has {module}/{}: it stays", line.head));
                    Some(line)
                }
                Ok(None) => None,
                Err(why) => {
                    context.screen.note(format!("git could not say which side others have: {why}"));
                    None
                }
            },
        };
        let kept = match kept {
            Some(line) => line,
            None => match ask(context, fork) {
                Ok(line) => line,
                Err(Error::Undecided { questions }) => {
                    open.extend(questions);
                    continue;
                }
                Err(error) => return Err(error),
            },
        };
        chosen.push(Chosen { fork: fork.clone(), kept: kept.head.to_owned() });
    }
    if open.is_empty() { Ok(chosen) } else { Err(Error::Undecided { questions: open }) }
}

fn by_name<'f>(fork: &'f Fork, names: &[&str]) -> Result<&'f Line, Error> {
    fork.kept_without(names).ok_or_else(|| {
        let heads: Vec<&str> = fork.lines.iter().map(|line| line.head).collect();
        Error::Usage {
            message: format!(
                "--mine {} does not say which head of {} stays: the heads are {}",
                names.join(" --mine "),
                fork.module.name,
                heads.join(", ")
            ),
            help: Some(
                "name a migration that only one side has; with three heads one of each of two sides"
                    .to_owned(),
            ),
        }
    })
}

/// The line whose own migrations one commit has, and no other line's.
fn only_in(fork: &Fork, has: impl Fn(&str) -> Result<bool, String>) -> Result<Option<&Line>, String> {
    let mut found = None;
    for line in &fork.lines {
        let mut count = 0;
        for name in &line.own {
            count += usize::from(has(&format!("{name}.rs"))?);
        }
        match count {
            0 => {}
            all if all == line.own.len() && found.is_none() && line.is_whole => found = Some(line),
            _ => return Ok(None),
        }
    }
    Ok(found)
}

fn by_git(fork: &Fork) -> Result<Option<(&Line, String)>, String> {
    let Ok(folder) = files::directory(fork.module) else { return Ok(None) };
    for branch in git::shared_branches(&folder)? {
        if let Some(line) = only_in(fork, |file| git::has(&folder, &branch, file))? {
            return Ok(Some((line, git::short(&branch))));
        }
    }
    Ok(None)
}

/// The sides of the merge that is going on, or of the last commit, if that is one.
fn by_word<'f>(fork: &'f Fork, word: &str) -> Result<&'f Line, Error> {
    let folder = files::directory(fork.module)?;
    let unclear = |why: String| Error::Usage {
        message: format!("git does not tell which migrations of {} are {word}: {why}", fork.module.name),
        help: Some("name one of them: --mine MIGRATION".to_owned()),
    };
    let [ours, theirs] = sides(&folder).map_err(&unclear)?;
    let kept = if word == "ours" { theirs } else { ours };
    let line = only_in(fork, |file| git::has(&folder, &kept, file)).map_err(&unclear)?;
    line.ok_or_else(|| unclear("both sides, or neither, have them".to_owned()))
}

fn sides(folder: &Path) -> Result<[String; 2], String> {
    let is_there = |name: &str| {
        Ok::<bool, String>(!git::said(folder, &["rev-parse", "--verify", "--quiet", name])?.is_empty())
    };
    if is_there("MERGE_HEAD")? {
        return Ok(["HEAD".to_owned(), "MERGE_HEAD".to_owned()]);
    }
    match is_there("HEAD^2")? {
        true => Ok(["HEAD^1".to_owned(), "HEAD^2".to_owned()]),
        false => Err("no merge is going on, and the last commit is none".to_owned()),
    }
}

fn ask<'f>(context: &mut Context<'_>, fork: &'f Fork) -> Result<&'f Line, Error> {
    let module = fork.module.name;
    // A choice for each head that can stay.
    let staying: Vec<&Line> = fork.lines.iter().filter(|line| line.is_whole).collect();
    let options = staying.iter().map(|kept| {
        let going = fork.lines.iter().filter(|line| line.head != kept.head);
        let going: Vec<&str> = going.filter_map(|line| line.own.last().copied()).collect();
        let flags: Vec<String> = going.iter().map(|name| format!("--mine {name}")).collect();
        Choice {
            label: format!("{} again, behind {}", going.join(" and "), kept.head),
            flag: flags.join(" "),
            ..Choice::default()
        }
    });
    let question = Question {
        subject: module.to_owned(),
        text: format!(
            "{module} has the heads {}: which is planned again? It must be applied nowhere",
            fork.lines.iter().map(|line| line.head).collect::<Vec<_>>().join(" and ")
        ),
        options: options.collect(),
        ..Question::default()
    };
    match context.questioner.choose(&question) {
        Ok(answer) => staying.get(answer.choice).copied().ok_or(Error::Unanswered(Unanswered::Open)),
        Err(Unanswered::Open) => Err(Error::Undecided { questions: vec![question] }),
        Err(stopped) => Err(Error::Unanswered(stopped)),
    }
}
