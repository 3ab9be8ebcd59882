//! `db:generate --empty`: a file for steps written by hand.

use serde_json::json;
use strobila::Module;
use strobila::operation::{Operation, apply_all};

use super::super::check;
use super::super::context::{Context, Outcome};
use super::{GenerateArgs, object, tell, wanted};
use crate::draft::{Draft, DraftDown};
use crate::error::Error;
use crate::files;
use crate::names::next_name;
use crate::questioner::{Choice, Question, Questioner, Unanswered};
use crate::subject::{Subject, subjects};

/// Writes a file without steps. What it makes of the models' open changes is said by `--claims`, or asked.
///
/// # Errors
/// More than one module; open changes that nobody settled; claims that do not stand alone.
pub(super) fn run(context: &mut Context<'_>, args: &GenerateArgs) -> Result<Outcome, Error> {
    let [module] = wanted(context, &args.modules)?[..] else {
        return Err(Error::Usage {
            message: "--empty writes one file, so it takes one module".to_owned(),
            help: Some("db:generate blog --empty --name \"what it does\"".to_owned()),
        });
    };
    let config = context.config()?;
    files::agree(module)?;
    check::all_written(&[module], &config.target_list())?;
    let state = context.state()?;
    files::snapshot_agrees(&state, module)?;
    let open = state.open_changes().remove(module.name).unwrap_or_default();
    let operations = claimed(context.questioner, module, open, &args.claims)?;
    let mut after = state.prev().clone();
    apply_all(&mut after, &operations).map_err(|refusal| Error::Usage {
        message: format!("these claims do not stand alone: {refusal}"),
        help: Some("claim what it leans on as well, or generate that first".to_owned()),
    })?;
    let head = state.folded.get(module.name).and_then(|folded| folded.head.clone());
    let taken = module.migrations.list.iter().map(|migration| migration.name);
    let draft = Draft {
        module: module.name.to_owned(),
        name: next_name(context.now, taken),
        title: Some(args.name.clone().unwrap_or_else(|| "written by hand".to_owned())),
        after: head,
        targets: config.target_list(),
        down: DraftDown::Irreversible { because: "the way down is not written yet".to_owned() },
        operations,
        is_sketch: true,
        ..Draft::default()
    };
    let paths = if args.dry_run { Vec::new() } else { files::store(&state, &[&draft])? };
    tell(context, &draft, paths.first(), args.dry_run);
    context.screen.note("write its steps up and down, then prove it with db:verify");
    Ok(Outcome::new(json!({ "modules": [object(&draft, paths.first(), &json!({}))] })))
}

fn claimed(
    questioner: &mut dyn Questioner,
    module: &Module,
    open: Vec<Operation>,
    claims: &[String],
) -> Result<Vec<Operation>, Error> {
    if open.is_empty() {
        return match claims.iter().find(|claim| !matches!(claim.as_str(), "all" | "none")) {
            Some(claim) => Err(unknown(claim, &[])),
            None => Ok(open),
        };
    }
    let names: Vec<String> = subjects(&open).iter().map(Subject::path).collect();
    let claims = match claims {
        [] => ask(questioner, module, &names)?,
        claims => claims.to_vec(),
    };
    if let Some(claim) =
        claims.iter().find(|claim| !names.contains(claim) && !matches!(claim.as_str(), "all" | "none"))
    {
        return Err(unknown(claim, &names));
    }
    let is_claimed = |name: &String| claims.iter().any(|claim| claim == "all" || claim == name);
    Ok(open
        .into_iter()
        .zip(&names)
        .filter(|(_, name)| is_claimed(name))
        .map(|(operation, _)| operation)
        .collect())
}

fn unknown(claim: &str, names: &[String]) -> Error {
    Error::Usage {
        message: format!("`--claims {claim}` names no open change"),
        help: Some(if names.is_empty() {
            "models and migrations agree: leave --claims out".to_owned()
        } else {
            format!("open are {}", names.join(", "))
        }),
    }
}

fn ask(questioner: &mut dyn Questioner, module: &Module, names: &[String]) -> Result<Vec<String>, Error> {
    let choice = |label: &str, flag: &str| Choice {
        label: label.to_owned(),
        flag: format!("--claims {flag}"),
        ..Choice::default()
    };
    let question = Question {
        subject: module.name.to_owned(),
        text: format!(
            "the models of {} are ahead of its migrations ({}): does this file make these changes?",
            module.name,
            names.join(", ")
        ),
        options: vec![
            choice("no: it changes rows only", "none"),
            choice("yes, all of them: its SQL is written by hand", "all"),
        ],
        ..Question::default()
    };
    match questioner.choose(&question) {
        Ok(answer) => Ok(vec![if answer.choice == 0 { "none" } else { "all" }.to_owned()]),
        Err(Unanswered::Open) => Err(Error::Undecided { questions: vec![question] }),
        Err(stopped) => Err(Error::Unanswered(stopped)),
    }
}
