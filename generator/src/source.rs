//! Small changes of a migration file's text, at the places that syn names. All else stays as it was written.

use std::collections::BTreeMap;
use std::ops::Range;

use syn::spanned::Spanned as _;
use syn::{Expr, ExprLit, ExprMethodCall, Item, Lit};

use crate::emit::literal;

/// What is to change in a file.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Edit<'a> {
    /// Its new name.
    pub(crate) name: Option<&'a str>,
    /// The parent that it gets.
    pub(crate) after: Option<&'a str>,
    /// New names of what it requires, by module and old name.
    pub(crate) requires: Option<&'a BTreeMap<(String, String), String>>,
    /// Whether it says that it may run after a migration that follows it.
    pub(crate) out_of_order: bool,
}

/// The text with the change; none when it is no migration file, or the change has no place in it.
pub(crate) fn edited(text: &str, edit: Edit<'_>) -> Option<String> {
    let (mark, body) = text.strip_prefix('\u{feff}').map_or(("", text), |body| ("\u{feff}", body));
    let items = syn::parse_file(body).ok()?.items;
    let mut at = items.into_iter().find_map(|item| match item {
        Item::Const(item) if item.ident == "MIGRATION" => Some(item.expr),
        _ => None,
    })?;
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let (mut has_parent, mut is_marked, mut parent_ends) = (false, false, 0);
    loop {
        match *at {
            Expr::MethodCall(call) => {
                if call.method == "after" {
                    has_parent = true;
                    parent_ends = call.paren_token.span.close().byte_range().end;
                    if let Some(parent) = edit.after {
                        changes.push((argument(&call)?.byte_range(), literal(parent)));
                    }
                } else if call.method == "requires"
                    && let Some(names) = edit.requires
                {
                    changes.extend(required(&call, names)?);
                }
                is_marked |= call.method == "out_of_order";
                at = call.receiver;
            }
            Expr::Call(call) => {
                let ends = call.paren_token.span.close().byte_range().end;
                if let Some(name) = edit.name {
                    changes.push((call.args.first()?.span().byte_range(), literal(name)));
                }
                if !has_parent {
                    parent_ends = ends;
                    let parent = edit.after.map(|parent| format!("\n    .after({})", literal(parent)));
                    changes.extend(parent.map(|parent| (ends..ends, parent)));
                }
                break;
            }
            _ => return None,
        }
    }
    if edit.out_of_order && !is_marked {
        changes.push((parent_ends..parent_ends, "\n    .out_of_order()".to_owned()));
    }
    // From the end, so that earlier places stay where they are; of two at one place the later comes first.
    changes.reverse();
    changes.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut body = body.to_owned();
    for (range, new) in changes {
        body.get(range.clone())?;
        body.replace_range(range, &new);
    }
    Some(format!("{mark}{body}"))
}

fn argument(call: &ExprMethodCall) -> Option<proc_macro2::Span> {
    Some(call.args.first()?.span())
}

/// The places of required names that are new now.
fn required(
    call: &ExprMethodCall,
    names: &BTreeMap<(String, String), String>,
) -> Option<Vec<(Range<usize>, String)>> {
    let Some(Expr::Reference(list)) = call.args.first() else { return None };
    let Expr::Array(list) = &*list.expr else { return None };
    let mut changes = Vec::new();
    for pair in &list.elems {
        let Expr::Tuple(pair) = pair else { return None };
        let (module, name) = (pair.elems.first()?, pair.elems.get(1)?);
        if let Some(new) = names.get(&(string(module)?, string(name)?)) {
            changes.push((name.span().byte_range(), literal(new)));
        }
    }
    Some(changes)
}

fn string(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "//! blog: ü says \"Migration202611211010\"\n\npub const MIGRATION: Migration<'static> = Migration::new(\"Migration202611211010\")\n    .after(\"Migration202611201326\")\n    .requires(&[(\"catalog\", \"Migration202611201330\"), (\"a\", \"b\")]) // why\n    .targets(&[Sqlite]);\n";

    #[test]
    fn names_parents_and_requirements_change_and_nothing_else() {
        let renamed = (("catalog".to_owned(), "Migration202611201330".to_owned()), "C".to_owned());
        let requires = BTreeMap::from([renamed]);
        let edit = Edit { name: Some("N"), after: Some("P"), requires: Some(&requires), out_of_order: false };
        let wanted = TEXT
            .replace("new(\"Migration202611211010\")", "new(\"N\")")
            .replace("Migration202611201326", "P")
            .replace("Migration202611201330", "C");
        assert_eq!(edited(TEXT, edit).as_deref(), Some(wanted.as_str()));
        let with_mark = format!("\u{feff}{}", TEXT.replace('\n', "\r\n"));
        assert_eq!(edited(&with_mark, edit), Some(format!("\u{feff}{}", wanted.replace('\n', "\r\n"))));
        assert_eq!(edited(TEXT, Edit::default()).as_deref(), Some(TEXT));
        assert_eq!(edited("fn main() {}", edit), None);
    }

    #[test]
    fn a_first_migration_gets_a_parent_and_the_mark_stands_behind_it_once() {
        let first = "pub const MIGRATION: M = Migration::new(\"A\")\n    .targets(&[Sqlite]);\n";
        let edit = Edit { after: Some("P"), out_of_order: true, ..Edit::default() };
        let wanted = "pub const MIGRATION: M = Migration::new(\"A\")\n    .after(\"P\")\n    .out_of_order()\n    .targets(&[Sqlite]);\n";
        assert_eq!(edited(first, edit).as_deref(), Some(wanted));
        let again = Edit { out_of_order: true, ..Edit::default() };
        assert_eq!(edited(wanted, again).as_deref(), Some(wanted));
    }
}
