//! The task runner: `cargo xtask test | check | bench`.

fn main() {}
