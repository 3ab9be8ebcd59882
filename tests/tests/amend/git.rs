//! Whether others may have the migration from git.

use std::process::Command;

use super::*;

/// A repository around the project, with everything committed on `main`.
fn repository(program: &Program) {
    git(program, &["init", "--quiet", "--initial-branch=main"]);
    commit(program);
}

fn commit(program: &Program) {
    git(program, &["add", "--all"]);
    let who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
    git(program, &[&who[..], &["commit", "--quiet", "--message", "all"]].concat());
}

fn git(program: &Program, words: &[&str]) {
    let done = Command::new("git").arg("-C").arg(program.path()).args(words).status().expect("git is there");
    assert!(done.success(), "{words:?}");
}

/// At its second migration in git, with models that go on.
fn in_git() -> Program {
    let mut program = at_second("");
    repository(&program);
    program.models("blog", &models("three"));
    program
}

#[test]
fn what_is_committed_on_the_current_branch_alone_is_amended() {
    let program = in_git();
    done(&program, "db:generate blog --amend");
    let program = in_git();
    git(&program, &["checkout", "--quiet", "--detach"]);
    git(&program, &["branch", "--delete", "--force", "--quiet", "main"]);
    done(&program, "db:generate blog --amend");
}

#[test]
fn what_main_or_the_upstream_has_is_refused() {
    let program = in_git();
    git(&program, &["checkout", "--quiet", "-b", "feature"]);
    let before = texts(&program, "blog");
    insta::assert_snapshot!(program.session(&["db:generate blog --amend"]));
    assert_eq!(texts(&program, "blog"), before);

    // A file that only this branch has.
    let mut program = at_first("");
    repository(&program);
    git(&program, &["checkout", "--quiet", "-b", "feature"]);
    program.models("blog", &models("two"));
    done(&program, &format!("db:generate blog {ANSWERS}"));
    commit(&program);
    program.models("blog", &models("three"));
    done(&program, "db:generate blog --amend");
    commit(&program);

    // Pushed: others may have run it.
    let elsewhere = tempfile::tempdir().expect("a temporary folder can be made");
    let url = elsewhere.path().display().to_string();
    git(&program, &["init", "--quiet", "--bare", &url]);
    git(&program, &["remote", "add", "origin", &url]);
    git(&program, &["push", "--quiet", "--set-upstream", "origin", "feature"]);
    let ran = program.run("db:generate blog --amend --name \"another name\"");
    assert_eq!(ran.code, 7, "{ran:?}");
    assert!(ran.err.contains("git has it in origin/feature"), "{ran:?}");
}

#[test]
fn a_repository_without_a_commit_is_no_hindrance() {
    let mut program = at_second("");
    git(&program, &["init", "--quiet"]);
    program.models("blog", &models("three"));
    done(&program, "db:generate blog --amend");
}
