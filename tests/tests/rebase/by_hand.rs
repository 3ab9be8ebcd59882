//! What a person wrote into a migration is carried over, or the rebase is refused.

use std::fs;

use strobila_tests::program::Program;

use super::branches::*;
use super::refused::refused;

/// Both branches of [`sides::bio_and_fax`](super::sides::bio_and_fax), with an edit of the second one's file.
fn with_edit(edit: impl Fn(&str) -> String) -> (Program, String) {
    let mut program = project("", "base");
    let one = on_branch(&mut program, &Branch { commits: &[("bio", "db:generate blog")], minute: 10 });
    let fill = "db:generate blog --fill author.fax=\"'none'\"";
    let mut other = on_branch(&mut program, &Branch { commits: &[("fax_required", fill)], minute: 12 });
    let name = own(&other)[0].clone();
    let text = other.get_mut(&format!("{name}.rs")).unwrap();
    let edited = edit(text);
    assert_ne!(edited, *text);
    *text = edited;
    merge(&mut program, &one, &other, "bio_and_fax_required");
    (program, name)
}

/// Puts a step behind those of the way up.
fn with_step(text: &str, step: &str) -> String {
    text.replacen("    ])\n    .down", &format!("        {step}\n    ])\n    .down"), 1)
}

const TRIM: &str = "step(\"trim names\").sqlite(&[r#\"UPDATE \"author\" SET \"name\" = trim(\"name\")\"#]),";

#[test]
fn a_step_by_hand_stands_between_the_steps_of_the_new_plan() {
    let (program, name) = with_edit(|text| with_step(text, TRIM));
    let ran = done(&program, &format!("db:rebase --mine {name}"));
    assert!(ran.err.contains("by hand, carried over: step `trim names`"), "{ran:?}");
    let text = program.text("blog", "Migration202611220800");
    assert!(text.contains("trim(\"name\")") && text.contains("\"bio\""), "{text}");
    assert!(text.find("trim names") > text.find("'none'"), "{text}");
    for line in ["db:check", "db:verify"] {
        done(&program, line);
    }
}

#[test]
fn a_file_of_rows_alone_keeps_its_comments_and_gets_its_place() {
    let mut program = project("", "base");
    let one = on_branch(&mut program, &Branch { commits: &[("bio", "db:generate blog")], minute: 10 });
    let commits = [("base", "db:generate blog --empty --name \"trim names\""), ("phone", "db:generate blog")];
    let mut other = on_branch(&mut program, &Branch { commits: &commits, minute: 12 });
    let names = own(&other);
    let text = other.get_mut(&format!("{}.rs", names[0])).unwrap();
    *text = text.replace(
        ".up(&[])",
        &format!(".up(&[\n        // Mr. Müller's rows, see #7.\n        {TRIM}\n    ])"),
    );
    merge(&mut program, &one, &other, "bio_and_phone");
    let ran = done(&program, &format!("db:rebase --mine {} --format json", names[1])).json();
    assert_eq!(ran["modules"][0]["rebased"][0]["by_hand"][0], "step `trim names`", "{ran}");
    let text = program.text("blog", "Migration202611220800");
    assert!(
        text.contains("Mr. Müller's rows") && text.contains(&format!(".after(\"{}\")", own(&one)[0])),
        "{text}"
    );
    let last = program.text("blog", "Migration202611220801");
    assert!(last.contains(".after(\"Migration202611220800\")") && last.contains("phone"), "{last}");
    done(&program, "db:check");
}

#[test]
fn a_step_of_the_plan_that_was_changed_by_hand_is_never_lost() {
    let (program, name) = with_edit(|text| text.replacen("'none'", "'nobody'", 2));
    let ran = refused(&program, &format!("db:rebase --mine {name}"), 7);
    assert!(ran.err.contains("was changed by hand"), "{ran:?}");
}

#[test]
fn a_rebuild_by_hand_of_a_table_that_is_another_now_is_refused() {
    let rebuild = "step(\"by hand\").rebuild_sqlite(\"author\", &[r#\"SELECT 1\"#]),";
    let (program, name) = with_edit(|text| with_step(text, rebuild));
    let ran = refused(&program, &format!("db:rebase --mine {name}"), 7);
    assert!(ran.err.contains("makes author anew, which the other branch has changed"), "{ran:?}");
}

#[test]
fn a_file_that_names_one_that_moved_names_its_new_name() {
    let mut program = Program::new("", &[("blog", &models("base")), ("shop", &models("shop"))]);
    done(&program, "db:generate blog");
    let one = on_branch(&mut program, &Branch { commits: &[("bio", "db:generate blog")], minute: 10 });
    let other = on_branch(&mut program, &Branch { commits: &[("phone", "db:generate blog")], minute: 12 });
    merge(&mut program, &other, &other, "phone");
    program.now = "2026-11-21T10:14:00Z".parse().unwrap();
    done(&program, "db:generate shop");
    let shop = texts(&program, "shop");
    merge(&mut program, &one, &other, "bio_and_phone");
    let name = own(&other)[0].clone();
    let file = shop.keys().find(|name| name.starts_with("Migration")).unwrap();
    assert!(shop[file].contains(&format!("(\"blog\", \"{name}\")")), "{}", shop[file]);
    done(&program, &format!("db:rebase --mine {name}"));
    let text = fs::read_to_string(program.migrations("shop").join(file)).unwrap();
    assert!(text.contains("(\"blog\", \"Migration202611220800\")"), "{text}");
    for line in ["db:check", "db:verify"] {
        done(&program, line);
    }
}
