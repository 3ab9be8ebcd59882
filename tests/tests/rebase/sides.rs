//! Which side is planned again, and what is said of it.

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
