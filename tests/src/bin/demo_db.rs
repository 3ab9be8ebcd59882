//! The program of the project that the command line's tests drive.

fn main() -> std::process::ExitCode {
    strobila_generator::main(strobila_tests::demo::MODULES.iter().copied())
}
