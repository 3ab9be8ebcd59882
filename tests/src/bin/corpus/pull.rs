//! `--pull`: each schema, pulled, compiled and compared with its database.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::path::PathBuf;

use strobila::dialect::{DatabaseError, connect};
use strobila::schema::Schema;
use strobila_generator::compare::{CompareError, Difference, Side, compare};
use strobila_generator::decide::Flags;
use strobila_generator::tree::change_tree;
use strobila_tests::pulled::{Built, Project};

use crate::database::Databases;
use crate::judge::{command, load};
use crate::pair::{Kind, Pair};
use crate::report::{Mark, Score};
use crate::{Failure, each};

/// How many schemas are compiled as one crate.
const BATCH: usize = 300;

/// A schema of a pair.
struct Sample<'p> {
    pair: &'p Pair,
    title: String,
    sql: &'p str,
    module: String,
}

/// What became of a schema so far.
enum Pulled {
    /// Models are written; what they cannot say.
    Written(Vec<String>),
    /// The server does not take the schema.
    NotLoaded(String),
    /// There is no table in it.
    Empty,
    Failed(String),
}

/// Scores every schema of the pairs; one that stands in several pairs counts once.
pub(crate) fn all<'p>(kind: Kind, admin: &str, pairs: &[&'p Pair]) -> Result<Vec<Score<'p>>, Failure> {
    let mut seen: BTreeMap<&str, ()> = BTreeMap::new();
    let mut samples = Vec::new();
    for pair in pairs {
        for (side, sql) in [("before", pair.before.as_str()), ("after", pair.after.as_str())] {
            if !sql.trim().is_empty() && seen.insert(sql, ()).is_none() {
                let title = format!("{} {side}", pair.title());
                samples.push(Sample { pair, title, sql, module: format!("m{}", samples.len()) });
            }
        }
    }
    let mut scores = Vec::new();
    for batch in samples.chunks(BATCH) {
        scores.extend(judge(kind, admin, batch)?);
    }
    Ok(scores)
}

fn judge<'p>(kind: Kind, admin: &str, samples: &[Sample<'p>]) -> Result<Vec<Score<'p>>, Failure> {
    let project = Project::new(&folder()?)?;
    let pulled = each(kind, admin, samples, |databases, sample| pull(databases, sample, &project))?;
    let is_written = |state: &Pulled| matches!(state, Pulled::Written(_));
    let written = samples.iter().zip(&pulled).filter(|(_, state)| is_written(state));
    let modules: Vec<String> = written.map(|(sample, _)| sample.module.clone()).collect();
    let built = project.build(&modules)?;
    let items: Vec<(&Sample<'p>, &Pulled)> = samples.iter().zip(&pulled).collect();
    each(kind, admin, &items, |databases, (sample, state)| score(databases, sample, state, &built))
}

/// Below the folder that this program was built in, where what was compiled is kept for the next run.
fn folder() -> Result<PathBuf, Failure> {
    let program = env::current_exe()?;
    let target = program.ancestors().nth(2).ok_or("the program stands in no folder")?;
    Ok(target.join("corpus-pull"))
}

fn pull(databases: &mut Databases, sample: &Sample<'_>, project: &Project) -> Result<Pulled, Failure> {
    if let Err(error) = load(databases, "a", sample.sql)? {
        return Ok(Pulled::NotLoaded(error));
    }
    let url = databases.url("a");
    let words =
        ["strobila", "db:pull", &sample.module, "--from", &url, "--package", "pulled", "--format", "json"];
    Ok(match command(&words, project.folder()) {
        Ok(mut object) => Pulled::Written(serde_json::from_value(object["left_out"].take())?),
        Err(message) if message.contains("no table to pull") => Pulled::Empty,
        Err(message) => Pulled::Failed(message),
    })
}

fn score<'p>(
    databases: &mut Databases,
    sample: &Sample<'p>,
    state: &Pulled,
    built: &Built,
) -> Result<Score<'p>, Failure> {
    let told = |result, word, text: &str| {
        let (pair, title, text) = (sample.pair, sample.title.clone(), text.to_owned());
        Ok(Score { pair, title, result, word, text })
    };
    let left_out = match state {
        Pulled::Written(left_out) => left_out,
        Pulled::NotLoaded(error) => return told(Mark::NotJudged, "not loaded", error),
        Pulled::Empty => return told(Mark::NotJudged, "no table", ""),
        Pulled::Failed(message) => return told(Mark::Failed, "db:pull failed", message),
    };
    let Some(models) = built.models.get(&sample.module) else {
        let text = built.refused.get(&sample.module).map_or("", String::as_str);
        return told(Mark::Failed, "does not compile", text);
    };
    if let Err(error) = load(databases, "a", sample.sql)? {
        return told(Mark::Failed, "not loaded again", &error);
    }
    let found = match difference(databases, models)? {
        Ok(found) => found,
        Err(error) => return told(Mark::Failed, "not compared", &error.to_string()),
    };
    let is_told = |table: &&String| left_out.iter().any(|one| one.starts_with(&format!("table {table}: ")));
    if let Some(table) = found.left_out.iter().find(|table| !is_told(table)) {
        return told(Mark::Failed, "a table is missing without a word", table);
    }
    let mut text = change_tree(&found.plan.operations).trim().to_owned();
    for one in left_out {
        let _ = write!(text, "\nleft out: {one}");
    }
    let differs = !text.is_empty() && !text.starts_with('\n');
    match (differs, left_out.is_empty()) {
        (false, true) => told(Mark::Passed, "passed", ""),
        (false, false) => told(Mark::Passed, "passed, something is named and kept", &text),
        (true, true) => told(Mark::Failed, "another schema", &text),
        (true, false) => told(Mark::Failed, "another schema, something is named", &text),
    }
}

/// What leads from the database to the models.
fn difference(databases: &Databases, models: &Schema) -> Result<Result<Difference, CompareError>, Failure> {
    databases
        .block_on(async {
            let mut session = connect(&databases.url("a")).await?;
            let live = session.introspect().await?.schema;
            let (mut from, mut to) = (Side::Live(session, live), Side::Portable(models.clone()));
            let found = compare(&mut from, &mut to, None, &Flags::default()).await;
            if let Side::Live(session, _) = from {
                session.close().await;
            }
            Ok::<_, DatabaseError>(found)
        })
        .map_err(Failure::from)
}
