//! The program of the project whose names are swapped.

fn main() -> std::process::ExitCode {
    strobila_generator::main(strobila_tests::decided::MODULES.iter().copied())
}
