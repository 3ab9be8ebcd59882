//! What the derives accept, and what they say when they do not.

// What compiles is compiled here, rather than by trybuild, which would build every dependency again.
#[path = "pass/aliases_and_cfg.rs"]
pub mod aliases_and_cfg;
#[path = "pass/every_attribute.rs"]
pub mod every_attribute;

#[test]
fn mistakes_are_shown_at_their_tokens() {
    trybuild::TestCases::new().compile_fail("fail/*.rs");
}

#[test]
fn every_attribute_compiles_without_a_warning() {
    every_attribute::main();
}

#[test]
fn types_behind_aliases_and_fields_behind_cfg_are_seen_as_rustc_sees_them() {
    aliases_and_cfg::main();
}
