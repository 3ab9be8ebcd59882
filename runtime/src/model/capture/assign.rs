//! Which module a model belongs to.

use std::collections::BTreeMap;

use crate::Module;
use crate::model::{Description, Mistake, Place};

/// The models of the modules, and those that stand in none.
pub(super) struct Assigned {
    /// The place of the module in the list that was given, and its model.
    pub(super) models: Vec<(usize, &'static Description)>,
    /// Where the others stand.
    pub(super) strays: Vec<Place>,
}

/// Gives each model to the module with the longest path above it.
pub(super) fn assign(
    modules: &[&Module],
    all: Vec<&'static Description>,
    mistakes: &mut Vec<Mistake>,
) -> Assigned {
    let paths: Vec<String> = modules.iter().map(|module| models_path(module)).collect();
    check_modules(modules, &paths, mistakes);
    let mut models = Vec::new();
    let mut strays = Vec::new();
    for description in all {
        match innermost(&paths, description.module) {
            Some(module) => models.push((module, description)),
            None => strays.push(Place::of(description)),
        }
    }
    for (at, module) in modules.iter().enumerate() {
        let is_empty = !models.iter().any(|(owner, _)| *owner == at);
        if is_empty && !module.migrations.list.is_empty() {
            mistakes.push(without_models(module, &paths[at], &strays));
        }
    }
    Assigned { models, strays }
}

/// The module with the longest path that is `path` or stands above it.
pub(super) fn innermost(paths: &[String], path: &str) -> Option<usize> {
    let above = |parent: &str| {
        path.strip_prefix(parent).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    (0..paths.len()).filter(|at| above(&paths[*at])).max_by_key(|at| paths[*at].len())
}

/// The full path below which a module's models stand: `crate`, `self` and `super` are meant from the
/// Rust module that wrote `module!`.
pub(super) fn models_path(module: &Module) -> String {
    let mut path: Vec<&str> = Vec::new();
    for (at, segment) in module.models.split("::").map(str::trim).enumerate() {
        match segment {
            "" => {}
            "crate" if at == 0 => path.extend(module.path.split("::").take(1)),
            "self" if at == 0 => path.extend(module.path.split("::")),
            "super" => {
                if at == 0 {
                    path.extend(module.path.split("::"));
                }
                path.pop();
            }
            segment => path.push(segment),
        }
    }
    path.join("::")
}

/// Names and paths must tell modules apart.
fn check_modules(modules: &[&Module], paths: &[String], mistakes: &mut Vec<Mistake>) {
    let mut names: BTreeMap<&str, &Module> = BTreeMap::new();
    let mut owners: BTreeMap<&str, &Module> = BTreeMap::new();
    for (module, path) in modules.iter().zip(paths) {
        if let Some(other) = names.insert(module.name, module) {
            mistakes.push(Mistake {
                place: place(module),
                message: format!("two modules are named `{}`: the other is {}", module.name, place(other)),
                help: "give one of them another name, or list it once".to_owned(),
            });
        } else if let Some(other) = owners.insert(path, module) {
            mistakes.push(Mistake {
                place: place(module),
                message: format!(
                    "the modules `{}` and `{}` both take the models below `{path}`: the other is {}",
                    other.name,
                    module.name,
                    place(other)
                ),
                help: "give one of them a path of its own: `module!(\"name\", models = path)`".to_owned(),
            });
        }
    }
}

fn without_models(module: &Module, path: &str, strays: &[Place]) -> Mistake {
    let found = match strays.first() {
        Some(stray) => format!("; linked in, but elsewhere, is {stray}"),
        None => "; no other model is linked in either".to_owned(),
    };
    Mistake {
        place: place(module),
        message: format!(
            "module `{}` has migrations, but no model stands below `{path}`{found}",
            module.name
        ),
        help: format!(
            "the models moved, or their crate is not linked in: say where they are with \
             `module!(\"{}\", models = their::path)`, and name that path as it is where they are defined, \
             not as it is re-exported",
            module.name
        ),
    }
}

/// The place of a module.
fn place(module: &Module) -> Place {
    Place { file: module.file.to_owned(), line: module.line, what: format!("module `{}`", module.name) }
}
