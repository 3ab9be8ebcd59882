//! What the tests of faults are built on: the rows of the reliability table, each a test that drives the
//! built program (`faults_db`) from outside.
//!
//! - [`rows_on!`](crate::rows_on) makes a test of a function on each database that is named; the function
//!   gets a [`Db`] of its own. A database without a server is left out loudly.
//! - [`Project`] is a folder with `strobila.toml` and migrations: [`Project::demo`] has four with several
//!   groups and rows, [`Project::empty`] and [`Project::write`] make any other. The program reads the files
//!   anew in each run, so a test edits one and runs again.
//! - [`Project::call`] is a command: [`Call::point`] names a failpoint (the crate's `failpoint.rs` says which
//!   there are), [`Call::env`] a variable; [`Call::run`] awaits the end as a [`Ran`], [`Call::start`] gives
//!   the [`Running`] process, to be killed ([`Running::kill`]), signalled or awaited.
//! - [`Oracle`] holds the states through which a database goes, statement by statement, and judges one after
//!   a fault: [`Oracle::judge`] for schema, history and lock, [`Oracle::converges`] for the run after it.
//! - [`is_thorough`] says whether to try everything or a few; [`tried`] counts what was.
//! - [`Proxy`] stands between the program and a server and swallows what it is told to.
//! - [`Server`] is a server of a test's own, to be killed and started again.

mod call;
mod db;
mod oracle;
mod project;
mod proxy;
mod server;

use std::io::Write as _;
use std::path::Path;

use strobila::Module;

pub use call::{Call, Ran, Running};
pub use db::{Db, on};
pub use oracle::Oracle;
pub use project::{Project, migration_text};
pub use proxy::Proxy;
pub use server::Server;

use crate::program::module_in;

/// The password in the URLs of the servers, which no output may hold.
pub const SECRET: &str = "s3cret-of-the-faults";

/// Whether every kill and round is tried, as `cargo xtask faults` does; the usual run of the tests tries a few.
pub fn is_thorough() -> bool {
    std::env::var("STROBILA_FAULTS").is_ok_and(|word| word == "all")
}

/// Notes for `cargo xtask faults` that the test at work tried a fault.
///
/// # Panics
/// When the file that the xtask named cannot be written.
pub fn tried() {
    let Ok(file) = std::env::var("STROBILA_FAULTS_LOG") else { return };
    let thread = std::thread::current();
    let opened = std::fs::OpenOptions::new().create(true).append(true).open(file);
    let noted = opened.and_then(|mut file| writeln!(file, "{}", thread.name().unwrap_or_default()));
    noted.expect("the list of what was tried can be written");
}

/// Makes tests of each function, on each database that is named: `[sqlite postgres mariadb]`.
#[macro_export]
macro_rules! rows_on {
    (@ [$($on:ident)*]) => {$(
        #[test]
        fn $on() {
            $crate::faults::on(stringify!($on), test);
        }
    )*};
    ($($list:tt fn $name:ident($db:ident: &Db) $body:block)*) => {$(
        mod $name {
            #[expect(clippy::allow_attributes, reason = "not every row needs what its file imports")]
            #[allow(unused_imports)]
            use super::*;

            fn test($db: &$crate::faults::Db) $body

            $crate::rows_on!(@ $list);
        }
    )*};
}

/// The modules whose migrations stand in the folders of this one, by name.
///
/// # Panics
/// When the folder cannot be read.
pub fn modules_in(folder: &Path) -> Vec<&'static Module> {
    let entries = std::fs::read_dir(folder).expect("the project's folder can be read").flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> =
        names.filter(|name| folder.join(name).join("migrations/mod.rs").exists()).collect();
    names.sort_unstable();
    let module = |name: String| module_in(&folder.join(&name).join("migrations"), name.leak(), "none");
    names.into_iter().map(module).collect()
}
