//! Files and history laid side by side.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::catalog::Catalog;
use super::status::{MigrationStatus, ModuleStatus, State, Status};
use crate::Target;
use crate::error::{Conflict, Error, Id};
use crate::history::{History, Row, RowState, Settled};
use crate::migration::{Direction, checksum};

/// How every migration stands on one database.
pub(super) struct View<'c> {
    pub(super) catalog: &'c Catalog,
    pub(super) history: History,
    pub(super) target: Target,
    /// The state of each migration of the files, in the catalogue's order.
    pub(super) states: Vec<State>,
    /// The row of each migration of the files.
    rows: Vec<Option<usize>>,
    /// Rows of known modules without a file, in the order they were applied, by module.
    extras: HashMap<&'static str, Vec<(usize, State)>>,
    /// Old names of modules that the history still bears.
    pub(super) renames: Vec<(&'static str, &'static str)>,
}

impl<'c> View<'c> {
    /// Lays them side by side.
    ///
    /// # Errors
    /// [`Error::RenameConflict`].
    pub(super) fn new(catalog: &'c Catalog, mut history: History, target: Target) -> Result<Self, Error> {
        let renames = rename(catalog, &mut history)?;
        let mut rows = vec![None; catalog.nodes.len()];
        let mut without_file = Vec::new();
        for (at, row) in history.rows.iter().enumerate() {
            match catalog.place(&row.id.module, &row.id.name) {
                Some(place) => rows[place] = Some(at),
                None => without_file.push(at),
            }
        }
        let mut view =
            View { catalog, history, target, states: Vec::new(), rows, extras: HashMap::new(), renames };
        view.states = (0..catalog.nodes.len()).map(|place| view.state_of(place)).collect();
        view.find_out_of_order();
        view.sort_extras(&without_file);
        Ok(view)
    }

    /// The row of a migration of the files.
    pub(super) fn row(&self, place: usize) -> Option<&Row> {
        self.rows[place].map(|at| &self.history.rows[at])
    }

    /// Whether a migration of the files stopped part of its way up, as the journal says too.
    pub(super) fn stopped(&self, place: usize) -> bool {
        let is_up = matches!(self.states[place], State::Failed { direction: Direction::Up, .. });
        is_up && self.row(place).is_some_and(|row| row.trail.is_there)
    }

    fn state_of(&self, place: usize) -> State {
        let Some(row) = self.row(place) else { return State::Pending };
        unfinished(row, self.target).unwrap_or_else(|| {
            let now = checksum(&self.catalog.nodes[place].migration, Direction::Up, self.target);
            if now == row.checksum_up { State::Applied } else { State::Edited }
        })
    }

    /// Walks from what is applied to its parents: a pending one met there is out of order.
    fn find_out_of_order(&mut self) {
        let mut open: Vec<(usize, Id)> = Vec::new();
        for row in &self.history.rows {
            match self.catalog.place(&row.id.module, &row.id.name) {
                Some(place) => {
                    let parents = &self.catalog.nodes[place].parents;
                    open.extend(parents.iter().map(|parent| (*parent, row.id.clone())));
                }
                None => {
                    let parent = row.parent.iter().map(|name| (row.id.module.as_str(), name.as_str()));
                    let requires = row.requires.iter().map(|id| (id.module.as_str(), id.name.as_str()));
                    let places =
                        parent.chain(requires).filter_map(|(module, name)| self.catalog.place(module, name));
                    open.extend(places.map(|place| (place, row.id.clone())));
                }
            }
        }
        let mut seen = vec![false; self.states.len()];
        while let Some((place, applied)) = open.pop() {
            if std::mem::replace(&mut seen[place], true) {
                continue;
            }
            let node = &self.catalog.nodes[place];
            if self.states[place] == State::Pending {
                open.extend(node.parents.iter().map(|parent| (*parent, applied.clone())));
                if !node.migration.out_of_order {
                    self.states[place] = State::OutOfOrder { applied };
                }
            }
        }
    }

    fn sort_extras(&mut self, without_file: &[usize]) {
        let mut by_module: HashMap<&'static str, Vec<usize>> = HashMap::new();
        for at in without_file {
            if let Some(module) = self.catalog.module(&self.history.rows[*at].id.module) {
                by_module.entry(module.name).or_default().push(*at);
            }
        }
        for (module, rows) in by_module {
            let extras = self.extras_of(module, &rows);
            self.extras.insert(module, extras);
        }
    }

    /// Rows without a file are ahead when everything of the module is applied and they came after it,
    /// in time and in the line of parents; else their files are missing.
    fn extras_of(&self, module: &str, rows: &[usize]) -> Vec<(usize, State)> {
        let places = self.places_of(module);
        let all_applied = places.iter().all(|place| self.states[*place].is_applied());
        let last = places.iter().filter_map(|place| Some(self.row(*place)?.seq)).max();
        let mut known: BTreeSet<&str> =
            places.iter().map(|place| self.catalog.nodes[*place].migration.name).collect();
        let mut extras = Vec::with_capacity(rows.len());
        for at in rows {
            let row = &self.history.rows[*at];
            let follows = match &row.parent {
                Some(parent) => known.contains(parent.as_str()),
                None => places.is_empty(),
            };
            let state = if let Some(state) = unfinished(row, self.target) {
                state
            } else if all_applied && follows && last.is_none_or(|last| row.seq > last) {
                known.insert(&row.id.name);
                State::Ahead
            } else {
                State::Missing
            };
            extras.push((*at, state));
        }
        extras
    }

    /// The places of a module's migrations, in order.
    pub(super) fn places_of(&self, module: &str) -> Vec<usize> {
        let nodes = self.catalog.nodes.iter().enumerate();
        nodes.filter(|(_, node)| node.module == module).map(|(place, _)| place).collect()
    }

    /// Everything in which history and files disagree.
    pub(super) fn conflicts(&self) -> Vec<Conflict> {
        let of_files = self.catalog.nodes.iter().enumerate().filter_map(|(place, node)| {
            let found = || checksum(&node.migration, Direction::Up, self.target);
            let recorded = self.row(place).map_or("", |row| &row.checksum_up);
            self.states[place].conflict(node.id(), recorded, found)
        });
        let modules = self.catalog.modules.iter();
        let extras = modules.filter_map(|module| self.extras.get(module.name)).flatten();
        let of_rows = extras.filter_map(|(at, state)| {
            let row = &self.history.rows[*at];
            state.conflict(row.id.clone(), &row.checksum_up, String::new)
        });
        of_files.chain(of_rows).chain(self.disagreements()).collect()
    }

    /// Where history and journal disagree: somebody wrote to one of them by hand.
    pub(super) fn disagreements(&self) -> Vec<Conflict> {
        let is_known = |id: &Id| self.catalog.module(&id.module).is_some();
        let rows: BTreeMap<&Id, &Row> = self.history.rows.iter().map(|row| (&row.id, row)).collect();
        let settled = &self.history.settled;
        let gone = settled.iter().filter(|(id, settled)| settled.is_in() && !rows.contains_key(id));
        let gone = gone.map(|(id, settled)| (id, false, Some(settled.event.clone())));
        let came = rows.iter().filter(|(id, row)| {
            row.state == RowState::Applied && !settled.get(id).is_some_and(Settled::is_in)
        });
        let came = came.map(|(id, _)| (*id, true, settled.get(id).map(|settled| settled.event.clone())));
        let all = gone.chain(came).filter(|(id, ..)| is_known(id));
        all.map(|(id, in_history, journal)| Conflict::JournalDiffers { id: id.clone(), in_history, journal })
            .collect()
    }

    /// What a newer release applied.
    pub(super) fn ahead(&self) -> Vec<Id> {
        let modules = self.catalog.modules.iter();
        let extras = modules.filter_map(|module| self.extras.get(module.name)).flatten();
        let ahead = extras.filter(|(_, state)| *state == State::Ahead);
        ahead.map(|(at, _)| self.history.rows[*at].id.clone()).collect()
    }

    /// What is pending, in the order in which it would run.
    pub(super) fn pending(&self) -> Vec<Id> {
        let nodes = self.catalog.nodes.iter().zip(&self.states);
        nodes.filter(|(_, state)| state.is_pending()).map(|(node, _)| node.id()).collect()
    }

    /// The report of it all.
    pub(super) fn status(&self) -> Status {
        let mut modules: Vec<ModuleStatus> = Vec::with_capacity(self.catalog.modules.len());
        let mut places: HashMap<&str, usize> = HashMap::new();
        for module in &self.catalog.modules {
            places.insert(module.name, modules.len());
            modules.push(ModuleStatus { module: module.name.to_owned(), migrations: Vec::new() });
        }
        for (place, node) in self.catalog.nodes.iter().enumerate() {
            let sum = |direction| checksum(&node.migration, direction, self.target);
            let row = self.row(place);
            let mut status = line(node.migration.name, self.states[place].clone(), row);
            status.checksum = Some(sum(Direction::Up));
            status.down_differs = row.is_some_and(|row| row.checksum_down != sum(Direction::Down));
            modules[places[node.module]].migrations.push(status);
        }
        for module in &mut modules {
            for (at, state) in self.extras.get(module.module.as_str()).into_iter().flatten() {
                let row = &self.history.rows[*at];
                module.migrations.push(line(&row.id.name, state.clone(), Some(row)));
            }
        }
        let strange = self.history.rows.iter().filter(|row| !places.contains_key(row.id.module.as_str()));
        let unknown: BTreeSet<String> = strange.map(|row| row.id.module.clone()).collect();
        let environment = self.history.environment.clone();
        Status {
            modules,
            unknown_modules: unknown.into_iter().collect(),
            environment,
            disagreements: self.disagreements(),
            journal_gaps: self.history.gaps,
        }
    }
}

fn line(name: &str, state: State, row: Option<&Row>) -> MigrationStatus {
    MigrationStatus {
        name: name.to_owned(),
        state,
        applied_at: row.and_then(|row| row.finished_at.clone()),
        duration_ms: row.and_then(|row| row.duration_ms),
        applied_by: row.and_then(|row| row.applied_by.clone()),
        recorded: row.map(|row| row.checksum_up.clone()),
        checksum: None,
        down_differs: false,
    }
}

/// The state of a row that is not applied.
pub(super) fn unfinished(row: &Row, target: Target) -> Option<State> {
    let direction = match row.state {
        RowState::Applied => return None,
        RowState::Running | RowState::Failed => Direction::Up,
        RowState::RollingBack | RowState::RollbackFailed => Direction::Down,
    };
    let of = match (direction, row.steps_back) {
        (Direction::Up, _) => row.steps_total,
        // The file that went down may have more steps than what was stored.
        (Direction::Down, Some(steps)) if row.steps_done <= steps => steps,
        (Direction::Down, _) => row.steps_done + 1,
    };
    Some(State::Failed { step: (row.steps_done + 1).min(of.max(1)), of, direction, target })
}

/// Gives rows the present names of their modules, in memory; says which the database still has to learn.
fn rename(catalog: &Catalog, history: &mut History) -> Result<Vec<(&'static str, &'static str)>, Error> {
    let bears = |history: &History, name: &str| history.rows.iter().any(|row| row.id.module == name);
    let mut renames = Vec::new();
    for (from, to) in catalog.renames() {
        if !bears(history, from) {
            continue;
        }
        if bears(history, to) {
            return Err(Error::RenameConflict { from: from.to_owned(), to: to.to_owned() });
        }
        renames.push((from, to));
    }
    let to_present = |id: &mut Id| {
        let present = catalog.present(&id.module);
        if present != id.module {
            id.module = present.to_owned();
        }
    };
    for row in &mut history.rows {
        std::iter::once(&mut row.id).chain(&mut row.requires).for_each(to_present);
    }
    let settled = std::mem::take(&mut history.settled).into_iter();
    history.settled = settled
        .map(|(mut id, settled)| {
            to_present(&mut id);
            (id, settled)
        })
        .collect();
    Ok(renames)
}
