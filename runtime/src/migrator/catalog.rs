//! All migrations of all modules, in the order in which they run.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use crate::Target;
use crate::error::{Error, Id};
use crate::migration::Migration;
use crate::module::Module;

/// The migrations of the files, parents and requirements first, ties by name and then module.
#[derive(Debug)]
pub(super) struct Catalog {
    pub(super) modules: Vec<&'static Module>,
    /// In the order in which they run.
    pub(super) nodes: Vec<Node>,
    places: HashMap<(&'static str, &'static str), usize>,
    /// The present name of modules by their old one.
    aliases: HashMap<&'static str, &'static str>,
}

/// One migration of a file.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) module: &'static str,
    pub(super) migration: Migration<'static>,
    /// What must be applied before it, as places in the order.
    pub(super) parents: Vec<usize>,
    /// What it names and no file defines: the history must have it.
    pub(super) outside: Vec<Id>,
}

impl Node {
    pub(super) fn id(&self) -> Id {
        Id::new(self.module, self.migration.name)
    }
}

impl Catalog {
    /// Orders the migrations of the modules.
    ///
    /// # Errors
    /// [`Error::Duplicate`]; [`Error::Cycle`].
    pub(super) fn new(modules: &[&'static Module]) -> Result<Self, Error> {
        let mut places_of_modules: HashMap<&str, &Module> = HashMap::new();
        for module in modules {
            if let Some(other) = places_of_modules.insert(module.name, module) {
                let place = |module: &Module| format!("{}:{}", module.file, module.line);
                return Err(Error::Duplicate {
                    name: module.name.to_owned(),
                    places: [place(other), place(module)],
                });
            }
        }
        let aliases: HashMap<_, _> = modules
            .iter()
            .filter_map(|module| Some((module.renamed_from?, module.name)))
            .filter(|(old, _)| !places_of_modules.contains_key(old))
            .collect();
        let mut nodes = Vec::new();
        let mut places = HashMap::new();
        for module in modules {
            for migration in module.migrations.list {
                if places.insert((module.name, migration.name), nodes.len()).is_some() {
                    let name = format!("{}/{}", module.name, migration.name);
                    let place = format!("{}:{}", module.file, module.line);
                    return Err(Error::Duplicate { name, places: [place.clone(), place] });
                }
                nodes.push(Node {
                    module: module.name,
                    migration: **migration,
                    parents: Vec::new(),
                    outside: Vec::new(),
                });
            }
        }
        let mut catalog = Catalog { modules: modules.to_vec(), nodes, places, aliases };
        catalog.link();
        catalog.sort()?;
        Ok(catalog)
    }

    /// The same with every migration as it is on one target.
    pub(super) fn on(mut self, target: Target) -> Self {
        for module in &self.modules {
            for migration in module.migrations.on(target) {
                if let Some(place) = self.places.get(&(module.name, migration.name)) {
                    self.nodes[*place].migration = migration;
                }
            }
        }
        self
    }

    /// The present name of a module.
    pub(super) fn present<'a>(&self, module: &'a str) -> &'a str {
        self.aliases.get(module).map_or(module, |name| name)
    }

    /// The old names that modules bear in the history, with the present ones, sorted.
    pub(super) fn renames(&self) -> Vec<(&'static str, &'static str)> {
        let mut renames: Vec<_> = self.aliases.iter().map(|(old, new)| (*old, *new)).collect();
        renames.sort_unstable();
        renames
    }

    /// Where a migration stands in the order.
    pub(super) fn place(&self, module: &str, name: &str) -> Option<usize> {
        self.places.get(&(self.present(module), name)).copied()
    }

    pub(super) fn module(&self, name: &str) -> Option<&'static Module> {
        self.modules.iter().copied().find(|module| module.name == name)
    }

    fn link(&mut self) {
        for at in 0..self.nodes.len() {
            let Node { module, migration, .. } = self.nodes[at];
            let parent = migration.after.map(|parent| (module, parent));
            let (mut parents, mut outside) = (Vec::new(), Vec::new());
            for (module, name) in parent.into_iter().chain(migration.requires.iter().copied()) {
                match self.place(module, name) {
                    Some(place) => parents.push(place),
                    None => outside.push(Id::new(self.present(module), name)),
                }
            }
            self.nodes[at].parents = parents;
            self.nodes[at].outside = outside;
        }
    }

    /// Puts parents first; among those that are ready, the least (name, module) goes next.
    fn sort(&mut self) -> Result<(), Error> {
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        let mut waits: Vec<usize> = Vec::with_capacity(self.nodes.len());
        for (at, node) in self.nodes.iter().enumerate() {
            waits.push(node.parents.len());
            for parent in &node.parents {
                children[*parent].push(at);
            }
        }
        let key = |at: usize| Reverse((self.nodes[at].migration.name, self.nodes[at].module, at));
        let mut ready: BinaryHeap<_> = (0..waits.len()).filter(|at| waits[*at] == 0).map(key).collect();
        let mut order = Vec::with_capacity(self.nodes.len());
        while let Some(Reverse((_, _, at))) = ready.pop() {
            order.push(at);
            for child in &children[at] {
                waits[*child] -= 1;
                if waits[*child] == 0 {
                    ready.push(key(*child));
                }
            }
        }
        if order.len() < self.nodes.len() {
            return Err(self.cycle(&waits));
        }
        self.reorder(&order);
        Ok(())
    }

    fn reorder(&mut self, order: &[usize]) {
        let mut moved = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            moved[*old] = new;
        }
        let mut nodes: Vec<Option<Node>> = self.nodes.drain(..).map(Some).collect();
        for old in order {
            let mut node = nodes[*old].take().expect("the order names every node once");
            node.parents.iter_mut().for_each(|parent| *parent = moved[*parent]);
            self.nodes.push(node);
        }
        self.places.values_mut().for_each(|place| *place = moved[*place]);
    }

    /// One circle among those that never got ready: from any of them, parent after parent, until one
    /// comes again.
    fn cycle(&self, waits: &[usize]) -> Error {
        let mut path: Vec<usize> = Vec::new();
        let mut next = waits.iter().position(|waits| *waits > 0);
        while let Some(at) = next {
            if let Some(start) = path.iter().position(|seen| *seen == at) {
                path.drain(..start);
                break;
            }
            path.push(at);
            next = self.nodes[at].parents.iter().copied().find(|parent| waits[*parent] > 0);
        }
        path.reverse();
        Error::Cycle(path.into_iter().map(|at| self.nodes[at].id()).collect())
    }
}

#[cfg(test)]
mod tests;
