//! Throw-away servers, each for one run.

use std::fs;
use std::io;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A kind of server.
pub(crate) struct Kind {
    /// What people call it.
    pub(crate) name: &'static str,
    /// The variable that names a server to use instead.
    pub(crate) variable: &'static str,
    /// The user that runs it when we are root.
    pub(crate) user: &'static str,
    /// The package to install by hand.
    pub(crate) package: &'static str,
    /// A shell script that installs it.
    pub(crate) install: &'static str,
    /// Another program that tests of this server want, and a shell script that installs it.
    pub(crate) beside: Option<(&'static str, &'static str)>,
    /// A shell script that makes a database and runs the server on it; ends the server and removes the
    /// folder when its input ends: that is, when the process at the other end stops it or is gone, killed
    /// or not. Its arguments: the folder, the folder of the programs, the port, and a command that runs
    /// its arguments as the server's user.
    pub(crate) guard: &'static str,
    /// The folder of its programs.
    pub(crate) programs: fn() -> Option<PathBuf>,
    /// Whether it answers on a port.
    pub(crate) is_ready: fn(&Path, u16) -> Result<bool, String>,
    /// The URL of its administrator.
    pub(crate) url: fn(u16) -> String,
}

/// A server with its data in a folder of its own. Dropping it stops the server and removes the folder.
pub(crate) struct Server {
    kind: &'static Kind,
    guard: Child,
    port: u16,
}

impl Server {
    /// Starts a server on a free port; it is installed first where Debian's packages can be. None when
    /// the variable of its kind names one.
    pub(crate) fn start(kind: &'static Kind) -> Result<Option<Server>, String> {
        if std::env::var_os(kind.variable).is_some_and(|url| !url.is_empty()) {
            eprintln!("using the server that {} names", kind.variable);
            return Ok(None);
        }
        let programs = match (kind.programs)() {
            Some(programs) => programs,
            None => {
                install(kind, kind.install)?;
                let missing = || format!("{} was installed, but its programs are not found", kind.name);
                (kind.programs)().ok_or_else(missing)?
            }
        };
        install_beside(kind);
        let folder = make_folder(kind)?;
        let port = free_port().map_err(|error| format!("cannot find a free port: {error}"))?;
        let guard = spawn(kind, &programs, &folder, port)?;
        let mut server = Server { kind, guard, port };
        server.wait_until_ready(&programs, &folder)?;
        eprintln!("{} of {} on port {port}", kind.name, programs.display());
        Ok(Some(server))
    }

    /// The variable that tells tests of it, and its URL.
    pub(crate) fn variable(&self) -> (&'static str, String) {
        (self.kind.variable, (self.kind.url)(self.port))
    }

    fn wait_until_ready(&mut self, programs: &Path, folder: &Path) -> Result<(), String> {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(60) {
            if (self.kind.is_ready)(programs, self.port)? {
                return Ok(());
            }
            if matches!(self.guard.try_wait(), Ok(Some(_))) {
                return Err(format!("{} made no database: its words are above", self.kind.name));
            }
            sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
        Err(format!("the {} server does not answer after 60 seconds; its log:\n{log}", self.kind.name))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // Nothing is left to do when it is gone already.
        let _ = self.guard.wait();
    }
}

/// The first folder of PATH, or of where administrators' programs are, that holds all of the programs.
pub(crate) fn folder_in_path(programs: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let more = ["/usr/sbin", "/usr/bin"].map(PathBuf::from);
    std::env::split_paths(&path).chain(more).find(|bin| programs.iter().all(|name| bin.join(name).exists()))
}

/// Installs the program that tests of the server want beside it, where it is missing. The tests that need it
/// say so when that fails.
fn install_beside(kind: &Kind) {
    let Some((program, script)) = kind.beside else { return };
    let is_there = folder_in_path(&[program]).is_some() || Path::new("/usr/sbin").join(program).exists();
    if !is_there && let Err(error) = install(kind, script) {
        eprintln!("{program} is missing: {error}");
    }
}

fn install(kind: &Kind, script: &str) -> Result<(), String> {
    let Kind { name, variable, package, .. } = kind;
    let manual = format!(
        "install {name} (Debian: apt-get install {package}), or name a server in {variable}; plain `cargo \
         test` leaves out what needs one"
    );
    if !Path::new("/usr/bin/apt-get").exists() {
        return Err(format!("{name} is missing, and there is no apt-get: {manual}"));
    }
    let may_sudo = || Command::new("sudo").args(["-n", "true"]).stderr(Stdio::null()).status();
    let mut command = if is_root() {
        Command::new("sh")
    } else if may_sudo().is_ok_and(|status| status.success()) {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "sh"]);
        sudo
    } else {
        return Err(format!("{name} is missing, and neither root nor sudo is at hand: {manual}"));
    };
    eprintln!("installing {name} from the distribution's packages");
    match command.args(["-c", script]).stdout(io::stderr()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("{name} could not be installed: {manual}")),
        Err(error) => Err(format!("{name} could not be installed ({error}): {manual}")),
    }
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|us| us.uid() == 0)
}

/// A command that runs its arguments as a user the server accepts.
fn as_user(kind: &Kind) -> Vec<&'static str> {
    if !is_root() {
        return vec!["env"];
    }
    vec!["setpriv", "--reuid", kind.user, "--regid", kind.user, "--clear-groups", "--"]
}

/// A new folder that the server's user owns.
fn make_folder(kind: &Kind) -> Result<PathBuf, String> {
    let name = format!("strobila-{}-{}", kind.name.to_lowercase(), std::process::id());
    let folder = std::env::temp_dir().join(name);
    let failed = |error: io::Error| format!("cannot make {}: {error}", folder.display());
    fs::create_dir(&folder).map_err(failed)?;
    if is_root() {
        let owned = Command::new("chown").arg(kind.user).arg(&folder).status();
        if !owned.map_err(failed)?.success() {
            return Err(format!("there is no user {} to run the server as", kind.user));
        }
    }
    Ok(folder)
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// It stands in a process group of its own, so Ctrl-C at the terminal does not reach it before its input
/// ends.
fn spawn(kind: &Kind, programs: &Path, folder: &Path, port: u16) -> Result<Child, String> {
    Command::new("sh")
        .args(["-c", kind.guard, "guard"])
        .args([folder, programs])
        .arg(port.to_string())
        .args(as_user(kind))
        .stdin(Stdio::piped())
        .process_group(0)
        .current_dir(folder)
        .spawn()
        .map_err(|error| format!("cannot start the {} server: {error}", kind.name))
}
