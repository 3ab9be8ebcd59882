//! `db:rebase`: after a merge, the migrations of one branch are planned again behind those of the other.

mod asked;
mod proven;
mod side;
mod stored;

use clap::Args;
use serde_json::{Value, json};
use strobila::Module;

use super::context::{Context, Outcome};
use super::generate::{dialects, wanted};
use crate::Error;
use crate::config::Config;
use crate::decide::Flags;
use crate::files;
use crate::generate::{State, captured};
use crate::rebase::{Again, Chosen, Fork, Rebased, Request, behind, fork, rebase};

/// The flags of `db:rebase`.
#[derive(Debug, Clone, Default, Args)]
pub struct RebaseArgs {
    /// The modules; without one all that have two heads
    #[arg(value_name = "MODULE")]
    pub modules: Vec<String>,
    /// A migration of the side that is planned again, or `ours` or `theirs` as git calls the sides of a merge
    ///
    /// Without it the side goes that the upstream of the current branch, or main or master, does not have. It
    /// must not be applied anywhere: the databases of all environments are asked.
    #[arg(long, value_name = "MIGRATION")]
    pub mine: Vec<String>,
    /// Print the files and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// A rename that both branches' changes leave open, the old name left: author.name=full_name
    #[arg(long = "rename", value_name = "OLD=NEW")]
    pub renames: Vec<String>,
    /// A column, table or enum value that may go, with the reason: author.fax="nobody has one"
    #[arg(long = "drop", value_name = "SUBJECT=REASON")]
    pub drops: Vec<String>,
    /// Values that a change of type may round, cut or replace, with the reason: visit.count="all are numbers"
    #[arg(long = "convert", value_name = "COLUMN=REASON")]
    pub conversions: Vec<String>,
    /// What existing rows get, as SQL: author.country="'DE'"
    #[arg(long = "fill", value_name = "COLUMN=SQL")]
    pub fills: Vec<String>,
    /// What rows get when a dropped required column comes back, as SQL: author.fax="''"
    #[arg(long = "fill-down", value_name = "COLUMN=SQL")]
    pub fill_downs: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// A side that nobody named; a migration that is applied somewhere; what cannot be planned again without a
/// loss; a proof that fails. Nothing is written then.
pub(super) fn run(context: &mut Context<'_>, args: &RebaseArgs) -> Result<Outcome, Error> {
    let flags =
        Flags::parse(&args.renames, &args.drops, &args.conversions, &args.fills, &args.fill_downs, &[])
            .map_err(|flag| Error::Usage { message: flag.message, help: Some(flag.help) })?;
    let config = context.config()?;
    let mut modules = context.modules()?.to_vec();
    for module in &modules {
        let listing = files::agree(module)?;
        context.warn_of_stray(module, &listing);
    }
    let wanted = wanted(context, &args.modules)?;
    let mine = side::names(&wanted, &args.mine)?;
    let mut relinked = Vec::new();
    let mut forks: Vec<Fork> = Vec::new();
    for module in wanted {
        let mut one = fork(module);
        let names = mine.get(module.name).map_or(&[][..], Vec::as_slice);
        if one.is_none() && !names.is_empty() {
            // It is in line, and what comes after it is applied already.
            let (with_two_heads, edits) = behind(module, names)?;
            relinked.extend(edits);
            modules
                .iter_mut()
                .filter(|other| other.name == module.name)
                .for_each(|other| *other = with_two_heads);
            one = fork(with_two_heads);
        }
        forks.extend(one);
    }
    if forks.is_empty() {
        context.screen.line("nothing to rebase: every module has one head");
        return Ok(Outcome::new(json!({ "modules": [] })));
    }
    let chosen = side::choose(context, &forks, &mine, &args.mine)?;
    let asked = asked::nowhere_applied(context, &config, &chosen)?;
    let captured = captured(context.modules()?, config.uuid.value)?;
    let request = Request {
        modules: &modules,
        captured: &captured,
        flags: &flags,
        targets: dialects(&config),
        now: context.now,
    };
    let mut rebased = rebase(&request, &chosen, &mut *context.questioner)?;
    rebased.edits.extend(relinked);
    let proofs = proven::prove(context, &config, &rebased)?;
    if !args.dry_run {
        stored::store(&rebased, &chosen)?;
    }
    tell(context, &rebased, &chosen, args.dry_run);
    let says_more = says_more(context, &config, &rebased)?;
    Ok(Outcome::new(object(&rebased, &chosen, &asked, &proofs, &says_more)))
}

fn tell(context: &mut Context<'_>, rebased: &Rebased, chosen: &[Chosen], is_dry: bool) {
    for again in &rebased.again {
        if is_dry {
            context.screen.line(again.text.trim_end());
            continue;
        }
        let good = context.screen.paint.good;
        let old = if again.old.is_empty() { "more of it".to_owned() } else { again.old.join(", ") };
        context.screen.line(format!("{good}rebased{good:#} {}/{} ({old})", again.module, again.name));
        for what in &again.by_hand {
            context.screen.note(format!("  by hand, carried over: {what}"));
        }
    }
    for (module, name) in &rebased.gone {
        context.screen.line(format!("nothing is left of {module}/{name}: the other branch makes the same"));
    }
    for (path, ..) in &rebased.edits {
        context.screen.note(format!("{} names what is new", files::shown(path)));
    }
    let heads: Vec<String> =
        chosen.iter().map(|one| format!("{}/{}", one.fork.module.name, one.kept)).collect();
    context.screen.note(match is_dry {
        true => "nothing was written".to_owned(),
        false => format!("behind {}; read it, commit it, then run db:migrate", heads.join(", ")),
    });
    if rebased.again.iter().any(|again| !again.by_hand.is_empty()) && !is_dry {
        context
            .screen
            .note("look at what was written by hand: the other branch may have changed what it leans on");
    }
}

/// Modules whose models say more than both branches' migrations.
fn says_more(context: &mut Context<'_>, config: &Config, rebased: &Rebased) -> Result<Vec<String>, Error> {
    let state = State::read_as(&rebased.modules, config.uuid.value)?;
    let open: Vec<String> = state.open_changes().into_keys().collect();
    if !open.is_empty() {
        context.screen.note(format!(
            "the models say more than the migrations of both branches: db:generate {}",
            open.join(" ")
        ));
    }
    Ok(open)
}

fn object(
    rebased: &Rebased,
    chosen: &[Chosen],
    asked: &asked::Asked,
    proofs: &[Value],
    says_more: &[String],
) -> Value {
    let again = |again: &Again| json!({ "old": again.old, "name": again.name, "by_hand": again.by_hand });
    let modules = chosen.iter().map(|one| {
        let module: &Module = one.fork.module;
        let of = |list: &[(String, String)]| -> Vec<String> {
            list.iter().filter(|(of, _)| of == module.name).map(|(_, name)| name.clone()).collect()
        };
        let rebased_here = rebased.again.iter().filter(|again| again.module == module.name);
        json!({
            "module": module.name,
            "kept": one.kept,
            "rebased": rebased_here.map(again).collect::<Value>(),
            "gone": of(&rebased.gone),
        })
    });
    json!({
        "modules": modules.collect::<Value>(),
        "edited": rebased.edits.iter().map(|(path, ..)| files::shown(path)).collect::<Vec<_>>(),
        "asked": asked.asked,
        "not_asked": asked.not_asked.iter().map(|(name, why)| json!({ "environment": name, "why": why })).collect::<Value>(),
        "proof": proofs,
        "models_say_more": says_more,
    })
}
