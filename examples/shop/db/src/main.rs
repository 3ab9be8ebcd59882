//! The shop's own strobila: every command, for the shop's modules.

use std::process::ExitCode;

fn main() -> ExitCode {
    strobila_generator::main(shop_schema::MODULES.iter().copied())
}
