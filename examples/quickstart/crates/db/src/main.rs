//! Writes and runs the migrations: `cargo strobila`.

fn main() -> std::process::ExitCode {
    strobila_generator::main(schema::MODULES.iter().copied())
}
