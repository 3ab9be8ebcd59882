//! Prints a snapshot: the same bytes for the same schema.

use serde::Serialize;
use strobila::schema::{Schema, Table};

use super::{FORMAT, Snapshot};
use crate::fold::Folded;

/// The text of a snapshot file.
pub fn render(snapshot: &Snapshot) -> String {
    text(&snapshot.module, snapshot.head.as_deref(), &snapshot.schema)
}

/// The text of the snapshot file of a module's fold.
pub fn render_fold(module: &str, folded: &Folded) -> String {
    text(module, folded.head.as_deref(), &folded.schema)
}

fn text(module: &str, head: Option<&str>, schema: &Schema) -> String {
    let mut out = String::with_capacity(256 + schema.tables.len() * 1024);
    out.push_str("{\n");
    field(&mut out, "", "format", &FORMAT);
    field(&mut out, "", "module", &module);
    field(&mut out, "", "head", &head);
    list(&mut out, "", "enums", schema.enums.values());
    out.push_str("\"tables\": [");
    for (at, one) in schema.tables.values().enumerate() {
        out.push_str(if at == 0 { "\n{\n" } else { ",\n{\n" });
        table(&mut out, one);
        out.push('}');
    }
    out.push_str(if schema.tables.is_empty() { "]\n}\n" } else { "\n]\n}\n" });
    out
}

fn table(out: &mut String, table: &Table) {
    field(out, " ", "name", &table.name);
    if table.comment.is_some() {
        field(out, " ", "comment", &table.comment);
    }
    if table.primary_key.is_some() {
        field(out, " ", "primary_key", &table.primary_key);
    }
    list(out, " ", "uniques", table.uniques.values());
    list(out, " ", "exclusions", table.exclusions.values());
    list(out, " ", "indexes", table.indexes.values());
    list(out, " ", "foreign_keys", table.foreign_keys.values());
    list(out, " ", "checks", table.checks.values());
    // Columns come last and are always there, so nothing else needs to mind the comma.
    out.push_str(" \"columns\": [");
    items(out, &table.columns);
    out.push_str("]\n");
}

fn field(out: &mut String, indent: &str, name: &str, value: &impl Serialize) {
    out.push_str(indent);
    out.push('"');
    out.push_str(name);
    out.push_str("\": ");
    push(out, value);
    out.push_str(",\n");
}

fn list<'a, T: Serialize + 'a>(
    out: &mut String,
    indent: &str,
    name: &str,
    values: impl IntoIterator<Item = &'a T>,
) {
    let mut values = values.into_iter().peekable();
    if values.peek().is_none() {
        return;
    }
    out.push_str(indent);
    out.push('"');
    out.push_str(name);
    out.push_str("\": [");
    items(out, values);
    out.push_str("],\n");
}

/// One item a line.
fn items<'a, T: Serialize + 'a>(out: &mut String, values: impl IntoIterator<Item = &'a T>) {
    for (at, value) in values.into_iter().enumerate() {
        out.push_str(if at == 0 { "\n  " } else { ",\n  " });
        push(out, value);
    }
}

fn push(out: &mut String, value: &impl Serialize) {
    out.push_str(&serde_json::to_string(value).expect("a schema holds texts, numbers and lists"));
}
