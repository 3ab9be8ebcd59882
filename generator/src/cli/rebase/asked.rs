//! Whether a migration that is to be planned again is applied somewhere.

use strobila::migrator::{State, Status};

use super::super::context::Context;
use super::super::generate::amend::status;
use crate::config::{Config, Flags};
use crate::error::{Code, Error};
use crate::rebase::Chosen;

/// Which environments were asked, and which could not be, with the reason.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) asked: Vec<String>,
    pub(super) not_asked: Vec<(String, String)>,
}

/// Asks the database of every environment, and says which could not be asked.
///
/// # Errors
/// A migration that is applied, or stopped part of the way; one of the other side that is applied under the
/// same name as something else.
pub(super) fn nowhere_applied(
    context: &mut Context<'_>,
    config: &Config,
    chosen: &[Chosen],
) -> Result<Asked, Error> {
    let mut asked = Asked::default();
    let here = &config.environment.value;
    let others = config.environments.iter().filter(|name| *name != here);
    for name in std::iter::once(here).chain(others).cloned() {
        let found = match name == *here {
            true => status(context, config),
            false => {
                let flags = Flags { config: config.file.clone(), env: Some(name.clone()), database: None };
                let other = Config::load(context.folder, &flags, context.variables.clone());
                other.and_then(|other| status(context, &other))
            }
        };
        match found {
            Ok(status) => {
                for one in chosen {
                    check(one, &status, &name)?;
                }
                asked.asked.push(name);
            }
            Err(error) if error.code() == Code::Interrupted => return Err(error),
            Err(error) => asked.not_asked.push((name, error.to_string())),
        }
    }
    if !asked.asked.is_empty() {
        context.screen.note(format!("applied in none of: {}", asked.asked.join(", ")));
    }
    for (name, why) in &asked.not_asked {
        context.screen.warn(format!("not asked whether it is applied in {name}: {why}"));
    }
    Ok(asked)
}

fn check(chosen: &Chosen, status: &Status, environment: &str) -> Result<(), Error> {
    let module = chosen.fork.module.name;
    let Some(line) = chosen.fork.line(&chosen.kept) else { return Ok(()) };
    let mine: Vec<&str> = chosen.fork.mine(line).iter().map(|migration| migration.name).collect();
    let rows = status.modules.iter().filter(|one| one.module == module).flat_map(|one| &one.migrations);
    for row in rows {
        let name = row.name.as_str();
        let (is_mine, is_theirs) = (mine.contains(&name), line.own.contains(&name));
        let refused = |message: String, help: String| Error::NotAmended {
            code: Code::CannotRebase,
            message,
            place: None,
            help,
        };
        match &row.state {
            State::Pending | State::OutOfOrder { .. } => {}
            State::Edited if is_theirs => {
                return Err(refused(
                    format!(
                        "{module}/{name} is applied in {environment} as another branch had it: its checksum is not that of the file"
                    ),
                    format!(
                        "roll it back there with the branch that had it so (db:rollback {module}), then run db:rebase again"
                    ),
                ));
            }
            State::Failed { .. } if is_mine => {
                return Err(refused(
                    format!("{module}/{name} stopped part of the way in {environment}"),
                    format!("db:history {module} shows where; it must be whole or gone first: db:repair"),
                ));
            }
            State::Applied | State::Edited | State::Missing | State::Ahead if is_mine => {
                return Err(applied(chosen, module, name, environment));
            }
            State::Applied | State::Edited | State::Missing | State::Ahead | State::Failed { .. } => {}
        }
    }
    Ok(())
}

fn applied(chosen: &Chosen, module: &str, name: &str, environment: &str) -> Error {
    let other = chosen.fork.line(&chosen.kept).and_then(|line| line.own.first());
    let swap = other.map_or(String::new(), |other| {
        format!("\nor, if the other branch's are applied nowhere, plan those again: db:rebase {module} --mine {other}")
    });
    let late = match other {
        Some(other) => format!(
            "\nor write .out_of_order() behind .after(…) in {other}.rs, when both may run in either order"
        ),
        None => String::new(),
    };
    Error::NotAmended {
        code: Code::CannotRebase,
        message: format!(
            "{module}/{name} is applied in {environment}, and an applied migration is never planned again"
        ),
        place: None,
        help: format!(
            "roll it back there, if it is only yours: db:rollback {module} --env {environment}{swap}{late}"
        ),
    }
}
