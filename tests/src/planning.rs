//! From two schemas to a draft and its proof, by the way that `db:generate` goes.

use std::collections::{BTreeMap, BTreeSet};

use strobila::Target;
use strobila::dialect::{Session, dialect};
use strobila::model::{Hints, Places};
use strobila::schema::{Name, Schema};
use strobila_generator::compose::{Heading, compose};
use strobila_generator::decide::{Decisions, Fills, Flags, Sides};
use strobila_generator::diff::Renames;
use strobila_generator::draft::{Draft, DraftDown};
use strobila_generator::generate::planned_steps;
use strobila_generator::plan::{ModulePlan, PlanError, plan};
use strobila_generator::proof::{Case, ProofError, Proven, Scratch, prove};

/// Two portable schemas with every decision made.
pub struct Change<'a> {
    /// The schema before.
    pub prev: &'a Schema,
    /// The schema after.
    pub next: &'a Schema,
    /// What was renamed.
    pub renames: &'a Renames,
    /// What existing rows get.
    pub fills: &'a Fills,
}

impl Change<'_> {
    /// The migration on one target, with its plan; none when nothing changes.
    ///
    /// # Errors
    /// What the target cannot do, and our own bugs.
    pub fn draft(&self, target: Target) -> Result<Option<(ModulePlan, Draft)>, PlanError> {
        self.draft_for(&[target])
    }

    /// The migration on several targets.
    ///
    /// # Errors
    /// As [`draft`](Self::draft).
    pub fn draft_for(&self, targets: &[Target]) -> Result<Option<(ModulePlan, Draft)>, PlanError> {
        let module = "tests".to_owned();
        let owners = |schema: &Schema| -> BTreeMap<Name, String> {
            schema
                .tables
                .keys()
                .chain(schema.enums.keys())
                .map(|name| (name.clone(), module.clone()))
                .collect()
        };
        let wanted: BTreeSet<String> = [module.clone()].into_iter().collect();
        let sides = Sides {
            prev: self.prev,
            next: self.next,
            prev_owner: &owners(self.prev),
            next_owner: &owners(self.next),
            hints: &Hints::default(),
            places: &Places::default(),
            wanted: &wanted,
        };
        let decisions =
            Decisions { renames: self.renames.clone(), fills: self.fills.clone(), ..Decisions::default() };
        let each = targets.iter().map(|target| dialect(*target));
        let plans = plan(&sides, &decisions, &Flags::default(), &wanted, &each.collect::<Vec<_>>())?;
        Ok(plans.into_iter().next().map(|plan| {
            let draft = compose(&plan, &decisions, Heading::default());
            (plan, draft)
        }))
    }
}

/// Proves a draft on an empty database: up, down and up with rows, the schema read back at each stop.
///
/// # Errors
/// What the proof says.
pub async fn prove_on(
    session: &mut dyn Session,
    plan: &ModulePlan,
    draft: &Draft,
) -> Result<Proven, ProofError> {
    let target = session.dialect().target();
    let sides = &plan.targets[&target];
    let down = match draft.down {
        DraftDown::Irreversible { .. } => None,
        DraftDown::Exact | DraftDown::Lossy { .. } => Some(planned_steps(&draft.down_steps, target)),
    };
    let case = Case {
        prev: &sides.up.prev,
        next: &sides.up.next,
        operations: &sides.up.operations,
        coming: &sides.up.operations,
        portable: &plan.portable.prev,
        models: &plan.portable.operations,
        up: planned_steps(&draft.up, target),
        down,
        is_exact: draft.down == DraftDown::Exact,
        is_by_hand: false,
    };
    prove(session, &case).await
}

/// Leaves a database of PostgreSQL with an empty schema `public` and no other.
pub const EMPTY_POSTGRES: &str = "DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', name);
    END LOOP;
    CREATE SCHEMA public;
END $$";

/// The scratch database with nothing in it again: on a server cheaper than another one.
///
/// # Panics
/// When the server does not answer.
pub async fn emptied(mut scratch: Scratch, target: Target) -> Scratch {
    match target {
        Target::Sqlite => {
            scratch.close().await.expect("a database in memory closes");
            Scratch::open(target, None).await.expect("a database in memory opens")
        }
        Target::Postgres | Target::Mysql | Target::Mariadb => {
            scratch.session.rollback().await.expect("the server answers");
            let sql = match target {
                Target::Postgres => EMPTY_POSTGRES.to_owned(),
                _ => {
                    let rows = scratch.session.query("SELECT database()").await.expect("the server answers");
                    let name = rows[0][0].clone().expect("a scratch session is in its database");
                    format!("DROP DATABASE {name}; CREATE DATABASE {name}; USE {name}")
                }
            };
            scratch.session.execute(&sql).await.expect("a scratch database may be emptied");
            scratch
        }
    }
}
