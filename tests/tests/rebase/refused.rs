//! What is refused with nothing written, and what runs late instead.

use std::fs;

use strobila_tests::program::{Program, Ran};

use super::branches::*;

/// Runs a command that must be refused and leave every file as it is.
pub(crate) fn refused(program: &Program, line: &str, code: u8) -> Ran {
    let before = program.files();
    let ran = program.run(line);
    assert_eq!(ran.code, code, "{line}: {ran:?}");
    assert!(program.files() == before, "{line} wrote something");
    ran
}

/// Two heads, of which `bio` came first and `phone` is the late one, on a database that has the first two.
fn with_late() -> (tempfile::TempDir, Program, [String; 2]) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("dev.db").display());
    let mut program = project(&format!("[env.dev]\nurl = \"{url}\"\n"), "base");
    // The late one bears the older stamp.
    let late = on_branch(&mut program, &Branch { commits: &[("phone", "db:generate blog")], minute: 10 });
    let early = on_branch(&mut program, &Branch { commits: &[("bio", "db:generate blog")], minute: 12 });
    let base = texts(&program, "blog");
    merge(&mut program, &early, &base, "bio");
    done(&program, "db:migrate");
    merge(&mut program, &early, &late, "bio_and_phone");
    let names = [own(&late)[0].clone(), own(&early)[0].clone()];
    (folder, program, names)
}

#[test]
fn row_16_a_branch_merged_late_is_refused_with_both_names_and_runs_with_the_flag() {
    let (_folder, program, [late, early]) = with_late();
    let ran = refused(&program, "db:migrate", 2);
    assert!(ran.err.contains(&late) && ran.err.contains(&early), "{ran:?}");
    assert!(ran.err.contains("db:rebase") && ran.err.contains("--allow-out-of-order"), "{ran:?}");
    let ran = done(&program, "db:migrate --allow-out-of-order");
    assert!(ran.out.contains(&format!("blog/{late}")), "{ran:?}");
    assert!(program.text("blog", &late).contains(".after(\"Migration202611201326\")\n    .out_of_order()\n"));
    // From now on it is in order, here and on every other database.
    for line in
        ["db:migrate", "db:check", "db:status --exit-code", "db:drift --exit-code", "db:generate --check"]
    {
        done(&program, line);
    }
    let other = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", other.path().join("other.db").display());
    done(&program, &format!("--database {url} db:migrate"));
    done(&program, &format!("--database {url} db:drift --exit-code"));
    done(&program, "db:rollback blog --accept-loss");
}

#[test]
fn row_16_a_branch_merged_late_may_be_planned_again_instead() {
    let (_folder, program, [late, early]) = with_late();
    let ran = refused(&program, &format!("db:rebase --mine {early}"), 7);
    assert!(ran.err.contains(&format!("blog/{early} is applied in dev")), "{ran:?}");
    assert!(ran.err.contains(&format!("db:rebase blog --mine {late}")), "{ran:?}");
    done(&program, &format!("db:rebase --mine {late}"));
    for line in ["db:migrate", "db:check", "db:drift --exit-code"] {
        done(&program, line);
    }
}

#[test]
fn two_heads_of_which_none_is_applied_do_not_run_out_of_order() {
    let (program, _) = super::sides::bio_and_fax();
    let url = format!("sqlite://{}?mode=rwc", program.path().join("dev.db").display());
    let ran = refused(&program, &format!("--database {url} db:migrate --allow-out-of-order"), 2);
    assert!(ran.err.contains("none is applied") && ran.err.contains("db:rebase"), "{ran:?}");
}

#[test]
fn one_that_is_in_line_and_out_of_order_is_taken_out_of_it() {
    let (_folder, program, [late, early]) = with_late();
    // Somebody put the late one between by hand.
    let file = program.migrations("blog").join(format!("{early}.rs"));
    let text = fs::read_to_string(&file).unwrap().replace(FIRST, &late);
    fs::write(&file, text).unwrap();
    fs::remove_file(program.migrations("blog").join(".snapshot-blog.json")).unwrap();
    let ran = refused(&program, "db:migrate", 7);
    assert!(ran.err.contains(&format!("db:rebase blog --mine {late}")), "{ran:?}");
    done(&program, &format!("db:rebase blog --mine {late}"));
    assert!(program.text("blog", &early).contains(&format!(".after(\"{FIRST}\")")));
    for line in ["db:migrate", "db:check", "db:drift --exit-code"] {
        done(&program, line);
    }
}

#[test]
fn every_environment_is_asked_and_those_that_do_not_answer_are_named() {
    let (program, [bio, fax]) = super::sides::bio_and_fax();
    let staging = program.path().join("staging.db");
    let config = format!(
        "[env.staging]\nurl = \"sqlite://{}?mode=rwc\"\n[env.production]\nurl = \"postgres://me:hunter2@127.0.0.1:1/none\"\n",
        staging.display()
    );
    fs::write(program.path().join("strobila.toml"), config).unwrap();
    // On staging the branch of `fax` was tried.
    let bio_file = program.migrations("blog").join(format!("{}.rs", bio[0]));
    let text = fs::read_to_string(&bio_file).unwrap();
    fs::remove_file(&bio_file).unwrap();
    done(&program, "db:migrate --env staging");
    fs::write(&bio_file, text).unwrap();
    let ran = refused(&program, &format!("db:rebase --mine {}", fax[0]), 7);
    assert!(ran.err.contains(&format!("blog/{} is applied in staging", fax[0])), "{ran:?}");
    let ran = done(&program, &format!("db:rebase --mine {}", bio[0]));
    assert!(ran.err.contains("applied in none of: staging"), "{ran:?}");
    assert!(ran.err.contains("not asked whether it is applied in production: "), "{ran:?}");
    assert!(!ran.err.contains("hunter2"), "{ran:?}");
}

#[test]
fn a_dry_run_writes_nothing_and_an_unknown_side_is_refused() {
    let (program, [bio, _]) = super::sides::bio_and_fax();
    let ran = refused(&program, &format!("db:rebase --mine {} --dry-run", bio[0]), 0);
    assert!(ran.out.contains("Migration202611220800"), "{ran:?}");
    refused(&program, "db:rebase --mine Migration202611201399", 2);
    refused(&program, &format!("db:rebase --mine {FIRST}"), 2);
    refused(&program, "db:rebase --mine ours", 2);
    refused(&program, "db:rebase", 5);
}

#[test]
fn a_rebase_that_was_cut_short_is_gone_on_with_by_the_next_command() {
    let (program, [bio, _]) = super::sides::bio_and_fax();
    let folder = program.migrations("blog");
    let before = texts(&program, "blog");
    done(&program, &format!("db:rebase --mine {}", bio[0]));
    let after = texts(&program, "blog");
    // As it stood after the log and the first file were written.
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let change = |name: &&&String| before.get(**name) != after.get(**name);
    let files: Vec<serde_json::Value> = names
        .iter()
        .filter(change)
        .map(|name| serde_json::json!({ "path": name, "old": before.get(*name), "new": after.get(*name) }))
        .collect();
    for name in after.keys().filter(|name| !before.contains_key(*name)) {
        assert!(name.starts_with("Migration20261122"), "{name}");
    }
    for (name, text) in &before {
        fs::write(folder.join(name), text).unwrap();
    }
    fs::write(folder.join(".rebase.json"), serde_json::json!({ "files": files }).to_string()).unwrap();
    let ran = program.run("db:status");
    assert!(ran.code == 2 && ran.err.contains("a db:rebase was cut short"), "{ran:?}");
    assert_eq!(texts(&program, "blog"), after);
    done(&program, "db:check");
}
