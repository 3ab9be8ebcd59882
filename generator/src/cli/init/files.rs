//! The files that `init` writes.

use std::path::Path;

/// `strobila.toml`.
pub(super) const CONFIG: &str = r#"# What migration files are written for: stated here, never inferred from a URL.
targets = ["sqlite"]    # and for instance "postgres>=14", "mariadb"

# Servers on which proofs may make and drop databases, one for each target; SQLite needs none.
# [scratch]
# url = "postgres://localhost/postgres"    # or a list: ["postgres://…", "mysql://…"]

[env.dev]
url = "sqlite://dev.db?mode=rwc"    # the path is relative to this file; rwc makes it when it is missing
allow_loss = true                   # a rollback may lose values without asking; it asks before tables with rows

# [env.production]
# url = { env = "DATABASE_URL" }    # or { file = "…" }, { command = "…" }
# lock_timeout = "3s"
# confirm = true                    # a person types the database's name first
"#;

/// The manifest of a workspace that is not there yet.
pub(super) const WORKSPACE: &str = r#"[workspace]
resolver = "3"
members = ["crates/schema", "crates/db"]

[workspace.metadata.strobila]
package = "db"
modules = "schema"

# The tool builds and links faster without full debug information.
[profile.dev]
debug = "line-tables-only"
"#;

/// What a manifest that is there needs for the launcher.
pub(super) const METADATA: &str = "[workspace.metadata.strobila]\npackage = \"db\"\nmodules = \"schema\"";

/// What a manifest says of one of our crates: its version, or its folder in a checkout.
pub(super) fn dependency(checkout: Option<&Path>, folder: &str) -> String {
    match checkout {
        Some(checkout) => {
            format!("{{ path = {:?} }}", checkout.join(folder).display().to_string().replace('\\', "/"))
        }
        None => format!("{:?}", env!("CARGO_PKG_VERSION")),
    }
}

/// The manifest of the package of models and migrations.
pub(super) fn schema_manifest(checkout: Option<&Path>) -> String {
    format!(
        r#"[package]
name = "schema"
version = "0.1.0"
edition = "2024"
publish = false
description = "Models and migrations, without queries: it builds when the application does not"

[dependencies]
strobila = {}
# For columns of these types:
# chrono = "0.4"
# rust_decimal = "1"
# serde_json = "1"
# uuid = "1"
"#,
        dependency(checkout, "runtime")
    )
}

/// The manifest of the package that runs the migrations.
pub(super) fn runner_manifest(checkout: Option<&Path>) -> String {
    format!(
        r#"[package]
name = "db"
version = "0.1.0"
edition = "2024"
publish = false
description = "Writes and runs the migrations: cargo strobila"

[dependencies]
schema = {{ path = "../schema" }}
strobila-generator = {}
"#,
        dependency(checkout, "generator")
    )
}

/// The program that runs the migrations.
pub(super) const RUNNER_MAIN: &str = r"//! Writes and runs the migrations: `cargo strobila`.

fn main() -> std::process::ExitCode {
    strobila_generator::main(schema::MODULES.iter().copied())
}
";

/// `.cargo/config.toml`.
pub(super) const ALIAS: &str = "[alias]\nstrobila = \"run --quiet --package db --\"\n";

/// `.gitattributes`: what is generated has the same line ends everywhere, and merges line by line.
pub(super) const ATTRIBUTES: &str = "\
# strobila
**/migrations/*.rs text eol=lf
**/migrations/.snapshot-*.json text eol=lf
";

/// A `.gitignore` that is not there yet.
pub(super) const IGNORED: &str = "/target\n/dev.db*\n.env\n";

/// What a `.gitignore` that is there needs.
pub(super) const IGNORED_DATABASE: &str = "/dev.db*\n";

/// The workflow for GitHub.
pub(super) const WORKFLOW: &str = "\
name: migrations
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: models, migrations and snapshots agree
        run: cargo strobila db:check
      - name: every migration runs up, down and up again
        run: cargo strobila db:verify
        # Other targets than SQLite need a server each, here or as [scratch] url in strobila.toml:
        # env:
        #   STROBILA_SCRATCH_URL: postgres://… mysql://…
";

/// The library of models, with its first module.
pub(super) fn schema_lib(module: &str) -> String {
    format!(
        "//! Models and migrations, without queries.\n\
         \n\
         pub mod {module};\n\
         \n\
         /// Every module, for the tool and for the server's start.\n\
         pub static MODULES: &[&strobila::Module] = &[&{module}::MODULE];\n"
    )
}
