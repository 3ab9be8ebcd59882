//! Emitted files are committed here as samples, so rustc, rustfmt and clippy see them, and what they
//! compile to is compared with the drafts they were made from. `UPDATE_SAMPLES=1` writes them again.

#![deny(warnings, missing_docs, unreachable_pub, rust_2018_idioms, clippy::all, clippy::pedantic)]

#[path = "emit/drafts.rs"]
mod drafts;
#[path = "emit/samples/mod.rs"]
pub mod samples;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::*;
use strobila::Target;
use strobila::migration::{Direction, Down, Hazard, Migration, Step, checksum};
use strobila::operation::Operation;
use strobila_generator::draft::{Draft, DraftDown, DraftStep};
use strobila_generator::emit::{emit, literal};
use strobila_generator::write::render_mod;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emit/samples")
}

#[test]
fn emitted_files_are_the_samples_byte_for_byte() {
    let drafts = drafts::all();
    let mut files: Vec<(String, String)> =
        drafts.iter().map(|draft| (format!("{}.rs", draft.name), emit(draft))).collect();
    files.push(("mod.rs".to_owned(), render_mod(drafts.iter().map(|draft| draft.name.as_str()))));
    for (name, text) in files {
        let path = folder().join(&name);
        if std::env::var_os("UPDATE_SAMPLES").is_some() {
            fs::write(&path, &text).expect("the samples' folder can be written");
        }
        let sample = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(text, sample, "{name} differs: run with UPDATE_SAMPLES=1 and read the change");
    }
}

#[test]
fn what_is_compiled_is_what_was_drafted() {
    let drafts = drafts::all();
    assert_eq!(samples::MIGRATIONS.list.len(), drafts.len());
    for (migration, draft) in samples::MIGRATIONS.list.iter().zip(&drafts) {
        same(migration, draft);
    }
}

fn same(migration: &Migration<'_>, draft: &Draft) {
    assert_eq!(migration.name, draft.name);
    assert_eq!(migration.after, draft.after.as_deref());
    assert_eq!(migration.targets, draft.targets);
    assert_eq!(migration.baseline, draft.baseline.as_ref().map_or(vec![], |(target, _)| vec![*target]));
    let begins: Vec<Operation> = migration
        .begins_with
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_str(line).expect("it is an operation"))
        .collect();
    assert_eq!(begins, draft.baseline.as_ref().map_or(vec![], |(_, operations)| operations.clone()));
    // What is recorded without being compiled is what will be compiled.
    let compiled = draft.compiled();
    for target in draft.targets.iter().copied() {
        for direction in [Direction::Up, Direction::Down] {
            let sums = [migration, &compiled].map(|one| checksum(one, direction, target));
            assert_eq!(sums[0], sums[1], "{} on {target}", draft.name);
        }
    }
    let requires: Vec<(&str, &str)> = draft.requires.iter().map(|(m, n)| (m.as_str(), n.as_str())).collect();
    assert_eq!(migration.requires, requires);
    let down = match &draft.down {
        DraftDown::Exact => Down::Exact,
        DraftDown::Lossy { loses } => Down::Lossy { loses },
        DraftDown::Irreversible { because } => Down::Irreversible { because },
    };
    assert_eq!(migration.down, down);
    for (steps, drafted) in [(migration.up, &draft.up), (migration.down_steps, &draft.down_steps)] {
        assert_eq!(steps.len(), drafted.len());
        steps.iter().zip(drafted).for_each(|(step, drafted)| same_step(step, drafted, &draft.targets));
    }
    let operations: Vec<Operation> = migration
        .operations
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_str(line).expect("a line is an operation"))
        .collect();
    assert_eq!(operations, draft.operations);
}

fn same_step(step: &Step<'_>, draft: &DraftStep, targets: &[Target]) {
    assert_eq!(step.title, draft.title);
    assert_eq!(step.transaction, draft.transaction);
    assert_eq!(step.rebuilds, draft.rebuilds.as_deref());
    for target in targets {
        let statements = step.statements(*target).unwrap_or_default();
        assert_eq!(statements, draft.statements.get(target).map_or(&[][..], Vec::as_slice), "{target}");
    }
    let accepted: Vec<(Hazard, String)> =
        step.accepted.iter().flatten().map(|(hazard, reason)| (*hazard, (*reason).to_owned())).collect();
    assert_eq!(accepted, draft.accepted);
    let expected: Vec<(Option<Target>, String, String)> = step
        .expected
        .iter()
        .flatten()
        .map(|found| (found.target, found.name.to_owned(), found.columns.to_owned()))
        .collect();
    let common = draft.expected.iter().map(|(name, columns)| (None, name.clone(), columns.join(",")));
    let alone =
        draft.expected_on.iter().map(|(on, name, columns)| (Some(*on), name.clone(), columns.join(",")));
    assert_eq!(expected, common.chain(alone).collect::<Vec<_>>());
}

#[test]
fn rustfmt_accepts_the_samples() {
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--check", "--edition", "2024", "--config-path"]);
    // The user's configuration is not ours: an empty one is the default.
    let folder_of_config = tempfile::tempdir().expect("a temporary folder");
    let empty = folder_of_config.path().join("rustfmt.toml");
    fs::write(&empty, "").expect("it can be written");
    rustfmt.arg(&empty).arg(folder().join("mod.rs"));
    let output = rustfmt.output().expect("rustfmt is installed with the toolchain");
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn the_header_cannot_be_left() {
    for draft in drafts::all() {
        let text = emit(&draft);
        let (header, _) = text.split_once("\n\nuse strobila::migration::*;\n").expect("the header ends");
        assert!(header.lines().all(|line| line.starts_with("//!")), "{header}");
        let fences = header.lines().filter(|line| line[3..].trim_start().starts_with("```")).count();
        let is_empty = draft.operations.is_empty() && draft.baseline.is_none();
        assert_eq!(fences, if is_empty { 0 } else { 2 }, "{header}");
        assert!(!text.contains(|c: char| c != '\n' && c != '\t' && strobila_generator::text::is_hidden(c)));
    }
}

proptest! {
    #[test]
    fn any_text_survives(text in any::<String>(), hostile in "[\"#\\\\\r\n\0{}`/*'a\u{2028}\u{202e}\u{200b}]{0,40}") {
        for text in [text, hostile] {
            let parsed: syn::LitStr = syn::parse_str(&literal(&text)).expect("it is a literal");
            prop_assert_eq!(parsed.value(), text.clone());
            let draft = drafts::of_text(&text);
            let file = syn::parse_file(&emit(&draft)).expect("it is Rust");
            prop_assert_eq!(file.items.len(), 3);
        }
    }
}
