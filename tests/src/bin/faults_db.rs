//! The program that the faults drive from outside: its modules are the folders with migrations in the
//! current folder, so that a test edits a file and runs it again without compiling.

fn main() -> std::process::ExitCode {
    let folder = std::env::current_dir().expect("there is a current folder");
    strobila_generator::main(strobila_tests::faults::modules_in(&folder))
}
