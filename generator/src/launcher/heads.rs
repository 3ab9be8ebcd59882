//! Two heads, found by reading the files: the const check says it too, but among rustc's messages.

use std::fs;
use std::path::Path;

use strobila::__private::chain_problem;
use strobila::Migration;
use strobila::model::Place;
use syn::{Expr, ExprLit, ExprMethodCall, Item, Lit};

use crate::Error;
use crate::project::Project;

/// What a migration file says about its place in the line.
#[derive(Debug, Default, PartialEq, Eq)]
struct Link {
    file: String,
    name: String,
    after: Option<String>,
    after_line: usize,
    out_of_order: bool,
}

/// Names two heads, or a parent that is not there, of the first module that has them.
///
/// # Errors
/// [`Error::TwoHeads`] with the text of the const check.
pub(super) fn check(project: &Project) -> Result<(), Error> {
    for folder in project.migration_folders() {
        let links = links(&folder);
        let list: Vec<Migration<'_>> = links.iter().map(migration).collect();
        let list: Vec<&Migration<'_>> = list.iter().collect();
        let names: Vec<&str> = links.iter().map(|link| link.file.as_str()).collect();
        let Some(problem) = chain_problem(&names, &list) else { continue };
        let (message, help) = problem.split_once("\nhelp: ").unwrap_or((&problem, ""));
        // Of two heads the later file is the one to move; else the message begins with the one to mend.
        let heads = message.starts_with("two heads");
        let is_meant = |link: &&Link| {
            if heads { message.contains(&link.name) } else { message.starts_with(&link.name) }
        };
        let meant = links.iter().rfind(is_meant).filter(|link| link.after_line > 0);
        let place = meant.map(|link| Place {
            file: project.shown(&folder.join(format!("{}.rs", link.file))),
            line: u32::try_from(link.after_line).unwrap_or(u32::MAX),
            what: format!("parent of {}", link.name),
        });
        return Err(Error::TwoHeads { message: message.to_owned(), place, help: help.to_owned() });
    }
    Ok(())
}

fn migration(link: &Link) -> Migration<'_> {
    let mut migration = Migration::new(&link.name);
    migration.after = link.after.as_deref();
    migration.out_of_order = link.out_of_order;
    migration
}

/// The migration files of a folder, sorted by name. One that does not parse is rustc's to report.
fn links(folder: &Path) -> Vec<Link> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut links: Vec<Link> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let stem = name.strip_suffix(".rs").filter(|stem| crate::names::validate(stem).is_ok())?;
            link(stem, &fs::read_to_string(entry.path()).ok()?)
        })
        .collect();
    links.sort_by(|one, other| one.file.cmp(&other.file));
    links
}

fn link(file: &str, text: &str) -> Option<Link> {
    let items = syn::parse_file(text).ok()?.items;
    let mut at = items.into_iter().find_map(|item| match item {
        Item::Const(item) if item.ident == "MIGRATION" => Some(item.expr),
        _ => None,
    })?;
    let mut link = Link { file: file.to_owned(), name: file.to_owned(), ..Link::default() };
    loop {
        match *at {
            Expr::MethodCall(call) => {
                if call.method == "after" {
                    link.after = text_of(&call);
                    link.after_line = call.method.span().start().line;
                }
                link.out_of_order |= call.method == "out_of_order";
                at = call.receiver;
            }
            Expr::Call(call) => {
                if let Some(Expr::Lit(ExprLit { lit: Lit::Str(name), .. })) = call.args.first() {
                    link.name = name.value();
                }
                return Some(link);
            }
            _ => return None,
        }
    }
}

fn text_of(call: &ExprMethodCall) -> Option<String> {
    match call.args.first() {
        Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => Some(text.value()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_its_name_and_its_parent() {
        let text = "use strobila::migration::*;\n\npub const MIGRATION: Migration<'static> = Migration::new(\"Migration202611211010\")\n    .after(\"Migration202611201326\")\n    .targets(&[Sqlite])\n    .out_of_order();\n";
        let found = link("Migration202611211010", text).expect("it is a migration");
        assert_eq!(
            found,
            Link {
                file: "Migration202611211010".to_owned(),
                name: "Migration202611211010".to_owned(),
                after: Some("Migration202611201326".to_owned()),
                after_line: 4,
                out_of_order: true,
            }
        );
        assert_eq!(link("Migration202611211010", "fn main() {}"), None);
    }
}
