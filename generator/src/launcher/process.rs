//! Runs the package with cargo, on the same terminal.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use tokio::process::Command;

use crate::Error;

/// What cargo ends with when it does not get as far as running the program. The program itself never
/// ends with it: see [`crate::main`].
pub(super) const CARGO_FAILED: u8 = 101;

/// The variable with which modules with two heads compile.
const SEVERAL_HEADS: &str = "STROBILA_SEVERAL_HEADS";

/// Runs the package with the words behind the program's name; returns its exit code. With `several_heads`
/// modules with two heads compile.
///
/// # Errors
/// A cargo that cannot be started.
pub(super) fn cargo_run(
    root: &Path,
    package: &str,
    words: &[OsString],
    several_heads: bool,
) -> Result<u8, Error> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(&cargo);
    command.args(["run", "--quiet", "--manifest-path"].map(OsStr::new)).arg(root.join("Cargo.toml"));
    command.args(["--package", package, "--"]).args(words.iter().skip(1));
    match several_heads {
        true => command.env(SEVERAL_HEADS, "1"),
        false => command.env_remove(SEVERAL_HEADS),
    };
    let failed = |source| Error::Io { action: "start", path: PathBuf::from(&cargo), source };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    runtime.block_on(async {
        let mut child = command.spawn().map_err(failed)?;
        let mut terminated = Terminated::new().map_err(failed)?;
        // Ctrl-C reaches the program too, and SIGTERM is passed on. It decides what to do; the launcher waits
        // for its exit code.
        let status = loop {
            tokio::select! {
                status = child.wait() => break status.map_err(failed)?,
                interrupt = tokio::signal::ctrl_c() => interrupt.map_err(failed)?,
                () = terminated.came() => pass_on(child.id()),
            }
        };
        Ok(exit_code(status))
    })
}

fn exit_code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return u8::try_from(128 + signal).unwrap_or(u8::MAX);
    }
    status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX)
}

/// SIGTERM, where there is such a thing.
struct Terminated {
    #[cfg(unix)]
    signal: tokio::signal::unix::Signal,
}

impl Terminated {
    fn new() -> std::io::Result<Self> {
        Ok(Terminated {
            #[cfg(unix)]
            signal: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?,
        })
    }

    async fn came(&mut self) {
        #[cfg(unix)]
        self.signal.recv().await;
        #[cfg(not(unix))]
        std::future::pending::<()>().await;
    }
}

/// Passes SIGTERM on to cargo, which has become the program by then.
fn pass_on(child: Option<u32>) {
    #[cfg(unix)]
    if let Some(child) = child.and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw)
    {
        // A program that is gone already has nothing to be told.
        let _ = rustix::process::kill_process(child, rustix::process::Signal::TERM);
    }
    #[cfg(not(unix))]
    let _ = child;
}
