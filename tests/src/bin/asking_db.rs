//! The program of the project that asks: `ASKING_STAGE` says how far it is, its files stand in the current
//! folder.

use strobila_tests::asking::{Stage, module};

fn main() -> std::process::ExitCode {
    let word = std::env::var("ASKING_STAGE").expect("the test sets it");
    let stage = Stage::find(&word).expect("it is a stage");
    let folder = std::env::current_dir().expect("there is a current folder");
    strobila_generator::main([module(stage, &folder)])
}
