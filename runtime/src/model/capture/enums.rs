//! The enums that columns use, and the module each belongs to.

use std::collections::BTreeMap;
use std::ptr;

use super::Tables;
use super::assign::{innermost, models_path};
use crate::Module;
use crate::model::places::Source;
use crate::model::text::EnumText;
use crate::model::{Captured, EnumDescription, Mistake, Place};
use crate::schema::{Enum, Name};

/// An enum that a column uses.
pub(super) struct Used {
    description: &'static EnumDescription,
    text: EnumText,
    pub(super) item: Enum,
    pub(super) place: Place,
}

impl Used {
    fn read(description: &'static EnumDescription) -> Self {
        let text = EnumText::read(description);
        let item = Enum {
            name: Name { schema: text.schema.clone(), name: text.name.clone() },
            values: text.values.iter().map(|value| value.name.clone()).collect(),
            storage: text.storage,
        };
        Used { description, text, item, place: Place::of_enum(description) }
    }

    /// Hands places and hints on.
    pub(super) fn take_notes(&self, captured: &mut Captured) {
        let name = &self.item.name;
        captured.places.insert(name.clone(), Source::Enum(self.description));
        if let Some(old) = &self.text.renamed_from {
            captured.hints.enums.insert(name.clone(), name.sibling(old));
        }
        for value in &self.text.values {
            if let Some(old) = &value.renamed_from {
                captured.hints.values.insert((name.clone(), value.name.clone()), old.clone());
            }
        }
    }
}

/// Every enum that a column uses, with its module: the one below whose path it stands, else the first
/// that uses it.
pub(super) fn collect(
    modules: &[&Module],
    tables: &Tables,
    mistakes: &mut Vec<Mistake>,
) -> Vec<(usize, Used)> {
    let paths: Vec<String> = modules.iter().map(|module| models_path(module)).collect();
    let mut found: BTreeMap<usize, (usize, &'static EnumDescription)> = BTreeMap::new();
    for (module, built) in tables {
        for item in built.enums.values() {
            let user = found.entry(ptr::from_ref(*item).addr()).or_insert((*module, item));
            user.0 = user.0.min(*module);
        }
    }
    let mut used: Vec<(usize, Used)> = found
        .into_values()
        .map(|(user, item)| (innermost(&paths, item.module).unwrap_or(user), Used::read(item)))
        .collect();
    used.sort_by(|(_, a), (_, b)| (&a.item.name, &a.place).cmp(&(&b.item.name, &b.place)));
    for pair in used.windows(2) {
        let [(_, first), (_, second)] = pair else { continue };
        if first.item.name == second.item.name {
            mistakes.push(Mistake {
                place: second.place.clone(),
                message: format!("two enums are named `{}`: the other is {}", first.item.name, first.place),
                help: "give one of them another name: `#[strobila(name = \"…\")]`".to_owned(),
            });
        }
    }
    used
}
