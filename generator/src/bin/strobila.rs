//! The installed command: finds the package that holds the migrations and runs it.

fn main() -> std::process::ExitCode {
    strobila_generator::launcher::main()
}
