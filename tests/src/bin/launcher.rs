//! The launcher as it is installed, under this package's roof so that its tests can drive it.

fn main() -> std::process::ExitCode {
    strobila_generator::launcher::main()
}
