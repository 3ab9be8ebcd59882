//! Which side is planned again, and what is said of it.

use std::process::{Command, Stdio};

use super::branches::*;

pub(crate) fn bio_and_fax() -> (strobila_tests::program::Program, [Vec<String>; 2]) {
    let mut program = project("", "base");
    let one = on_branch(&mut program, &Branch { commits: &[("bio", "db:generate blog")], minute: 10 });
    let fill = "db:generate blog --fill author.fax=\"'none'\"";
    let other = on_branch(&mut program, &Branch { commits: &[("fax_required", fill)], minute: 12 });
    merge(&mut program, &one, &other, "bio_and_fax_required");
    (program, [own(&one), own(&other)])
}

#[test]
fn row_15_a_definition_planned_without_the_others_column_is_planned_again() {
    let (program, [_, fax]) = bio_and_fax();
    let refused = program.run("db:generate blog");
    assert_eq!(refused.code, 2, "{refused:?}");
    insta::assert_snapshot!(program.session(&[
        "db:status",
        "db:rebase blog",
        &format!("db:rebase blog --mine {}", fax[0]),
        "db:check",
        "db:rebase",
    ]));
    let text = program.text("blog", "Migration202611220800");
    assert!(text.contains("'none'") && text.contains("\"bio\""), "{text}");
}

fn git(program: &strobila_tests::program::Program, words: &[&str]) -> bool {
    let mut command = Command::new("git");
    command.arg("-C").arg(program.path());
    command.args(["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]);
    command.args(words).stdout(Stdio::null()).stderr(Stdio::null()).status().expect("git is there").success()
}

/// A repository whose `main` has the side of `bio`, and whose branch `feature` that of the required fax; `main` is
/// being merged into `feature`.
fn merging() -> (strobila_tests::program::Program, [Vec<String>; 2]) {
    let mut program = project("", "base");
    let base = texts(&program, "blog");
    let one = on_branch(&mut program, &Branch { commits: &[("bio", "db:generate blog")], minute: 10 });
    let fill = "db:generate blog --fill author.fax=\"'none'\"";
    let other = on_branch(&mut program, &Branch { commits: &[("fax_required", fill)], minute: 12 });
    git(&program, &["init", "--quiet", "--initial-branch=main"]);
    let commit = |program: &mut strobila_tests::program::Program,
                  files: &std::collections::BTreeMap<String, String>| {
        merge(program, files, &base, "base");
        assert!(git(program, &["add", "--all"]) && git(program, &["commit", "--quiet", "--message", "all"]));
    };
    commit(&mut program, &base);
    assert!(git(&program, &["checkout", "--quiet", "-b", "feature"]));
    commit(&mut program, &other);
    assert!(git(&program, &["checkout", "--quiet", "main"]));
    commit(&mut program, &one);
    assert!(git(&program, &["checkout", "--quiet", "feature"]));
    assert!(!git(&program, &["merge", "--quiet", "main"]), "the lists conflict");
    merge(&mut program, &one, &other, "bio_and_fax_required");
    (program, [own(&one), own(&other)])
}

#[test]
fn the_side_that_main_does_not_have_is_planned_again() {
    let (program, [bio, fax]) = merging();
    let ran = done(&program, "db:rebase");
    assert!(ran.err.contains(&format!("main has blog/{}: it stays", bio[0])), "{ran:?}");
    assert!(ran.out.contains(&format!("({})", fax[0])), "{ran:?}");
    done(&program, "db:check");
}

#[test]
fn the_sides_of_a_merge_may_be_named_as_git_calls_them() {
    for (word, goes, is_committed) in [("ours", 1, false), ("theirs", 0, false), ("ours", 1, true)] {
        let (program, names) = merging();
        if is_committed {
            assert!(
                git(&program, &["add", "--all"]) && git(&program, &["commit", "--quiet", "--message", "all"])
            );
        }
        let ran = done(&program, &format!("db:rebase --mine {word}"));
        assert!(ran.out.contains(&format!("({})", names[goes][0])), "{word}: {ran:?}");
        done(&program, "db:check");
    }
}

#[test]
fn on_main_itself_it_is_asked_and_never_guessed() {
    let (program, _) = merging();
    assert!(git(&program, &["add", "--all"]) && git(&program, &["commit", "--quiet", "--message", "all"]));
    assert!(git(&program, &["branch", "--quiet", "--force", "main", "feature"]));
    assert!(git(&program, &["checkout", "--quiet", "main"]));
    let ran = program.run("db:rebase");
    assert_eq!(ran.code, 5, "{ran:?}");
    assert_eq!(ran.err.matches("--mine Migration").count(), 2, "{ran:?}");
    let answer = strobila_generator::questioner::Answer { choice: 0, text: None };
    let mut person = strobila_generator::questioner::Scripted::new([answer]);
    let ran = program.run_asking("db:rebase", &mut person);
    assert_eq!((ran.code, person.asked.len()), (0, 1), "{ran:?}");
}
