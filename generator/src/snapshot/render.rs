//! Prints a snapshot: the same bytes for the same schema.

use std::io::{self, Write};

use serde::Serialize;
use strobila::schema::{Schema, Table};

use super::{FORMAT, Snapshot};
use crate::fold::Folded;

const PLAIN: &str = "a schema holds texts, numbers and lists";

/// The text of a snapshot file.
pub fn render(snapshot: &Snapshot) -> String {
    text(&snapshot.module, snapshot.head.as_deref(), &snapshot.schema)
}

/// The text of the snapshot file of a module's fold.
pub fn render_fold(module: &str, folded: &Folded) -> String {
    text(module, folded.head.as_deref(), &folded.schema)
}

/// Whether a text is the snapshot file of a module's fold. The file is not made for it.
pub(super) fn is_fold(text: &str, module: &str, folded: &Folded) -> bool {
    let mut rest = Rest(text.as_bytes());
    write(&mut rest, module, folded.head.as_deref(), &folded.schema).is_ok() && rest.0.is_empty()
}

/// What of a text is not written yet; writing anything else fails.
struct Rest<'a>(&'a [u8]);

impl Write for Rest<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.strip_prefix(bytes).ok_or(io::ErrorKind::InvalidData)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn text(module: &str, head: Option<&str>, schema: &Schema) -> String {
    let mut out = Vec::with_capacity(256 + schema.tables.len() * 1024);
    write(&mut out, module, head, schema).expect(PLAIN);
    String::from_utf8(out).expect("all that is written is text")
}

fn write(out: &mut impl Write, module: &str, head: Option<&str>, schema: &Schema) -> io::Result<()> {
    out.write_all(b"{\n")?;
    field(out, "", "format", &FORMAT)?;
    field(out, "", "module", &module)?;
    field(out, "", "head", &head)?;
    list(out, "", "enums", schema.enums.values())?;
    out.write_all(b"\"tables\": [")?;
    for (at, one) in schema.tables.values().enumerate() {
        out.write_all(if at == 0 { b"\n{\n" } else { b",\n{\n" })?;
        table(out, one)?;
        out.write_all(b"}")?;
    }
    out.write_all(if schema.tables.is_empty() { b"]\n}\n" } else { b"\n]\n}\n" })
}

fn table(out: &mut impl Write, table: &Table) -> io::Result<()> {
    field(out, " ", "name", &table.name)?;
    if table.comment.is_some() {
        field(out, " ", "comment", &table.comment)?;
    }
    if table.primary_key.is_some() {
        field(out, " ", "primary_key", &table.primary_key)?;
    }
    list(out, " ", "uniques", table.uniques.values())?;
    list(out, " ", "exclusions", table.exclusions.values())?;
    list(out, " ", "indexes", table.indexes.values())?;
    list(out, " ", "foreign_keys", table.foreign_keys.values())?;
    list(out, " ", "checks", table.checks.values())?;
    // Columns come last and are always there, so nothing else needs to mind the comma.
    out.write_all(b" \"columns\": [")?;
    items(out, &table.columns)?;
    out.write_all(b"]\n")
}

fn field(out: &mut impl Write, indent: &str, name: &str, value: &impl Serialize) -> io::Result<()> {
    key(out, indent, name)?;
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b",\n")
}

fn key(out: &mut impl Write, indent: &str, name: &str) -> io::Result<()> {
    for piece in [indent, "\"", name, "\": "] {
        out.write_all(piece.as_bytes())?;
    }
    Ok(())
}

fn list<'a, T: Serialize + 'a>(
    out: &mut impl Write,
    indent: &str,
    name: &str,
    values: impl IntoIterator<Item = &'a T>,
) -> io::Result<()> {
    let mut values = values.into_iter().peekable();
    if values.peek().is_none() {
        return Ok(());
    }
    key(out, indent, name)?;
    out.write_all(b"[")?;
    items(out, values)?;
    out.write_all(b"],\n")
}

/// One item a line.
fn items<'a, T: Serialize + 'a>(
    out: &mut impl Write,
    values: impl IntoIterator<Item = &'a T>,
) -> io::Result<()> {
    for (at, value) in values.into_iter().enumerate() {
        out.write_all(if at == 0 { b"\n  " } else { b",\n  " })?;
        serde_json::to_writer(&mut *out, value)?;
    }
    Ok(())
}
