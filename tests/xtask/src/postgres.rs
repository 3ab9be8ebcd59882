//! A throw-away PostgreSQL server for one run.

use std::fs;
use std::io;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The user that runs the server when we are root, which PostgreSQL refuses to be.
const USER: &str = "postgres";

/// Makes a cluster and runs the server on it; ends the server and removes the folder when its input
/// ends: that is, when the process at the other end stops it or is gone, killed or not. It stands in a
/// process group of its own, so Ctrl-C at the terminal does not reach it before that.
///
/// Everybody is trusted but the role `strobila_password`, for the tests of a wrong one.
///
/// Arguments: the folder, the folder of the programs, the port, and a command that runs its arguments as
/// the server's user.
const GUARD: &str = r#"
folder=$1 programs=$2 port=$3; shift 3
if ! "$@" "$programs/initdb" --auth=trust --username=postgres --encoding=UTF8 --locale=C.UTF-8 --no-sync \
    -D "$folder/data" >"$folder/log" 2>&1
then
    cat "$folder/log" >&2
    rm -rf "$folder"
    exit 1
fi
hba=$folder/data/pg_hba.conf
{ echo 'host all strobila_password all scram-sha-256'; cat "$hba"; } >"$folder/hba" && cat "$folder/hba" >"$hba"
"$@" "$programs/postgres" -D "$folder/data" -k "$folder" -p "$port" -c listen_addresses=127.0.0.1 \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 \
    >"$folder/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
# TERM ends it even before it listens to signals; INT then does not wait for clients.
kill -TERM "$server" && kill -INT "$server" 2>/dev/null
wait "$server"
rm -rf "$folder"
"#;

/// A server with its data in a folder of its own. Dropping it stops the server and removes the folder.
pub(crate) struct Server {
    guard: Child,
    port: u16,
}

impl Server {
    /// Starts a server on a free port; PostgreSQL is installed first where Debian's packages can be.
    pub(crate) fn start() -> Result<Server, String> {
        let programs = match find_programs() {
            Some(programs) => programs,
            None => {
                install()?;
                find_programs()
                    .ok_or("PostgreSQL was installed, but initdb is not below /usr/lib/postgresql")?
            }
        };
        let folder = make_folder()?;
        let port = free_port().map_err(|error| format!("cannot find a free port: {error}"))?;
        let guard = spawn(&programs, &folder, port)?;
        let mut server = Server { guard, port };
        server.wait_until_ready(&programs, &folder)?;
        eprintln!("PostgreSQL of {} on port {port}", programs.display());
        Ok(server)
    }

    /// The URL of its administrator.
    pub(crate) fn url(&self) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/postgres", self.port)
    }

    fn wait_until_ready(&mut self, programs: &Path, folder: &Path) -> Result<(), String> {
        let start = Instant::now();
        let port = self.port.to_string();
        while start.elapsed() < Duration::from_secs(30) {
            let ready = Command::new(programs.join("pg_isready"))
                .args(["-q", "-h", "127.0.0.1", "-p", &port])
                .status()
                .map_err(|error| format!("cannot run pg_isready: {error}"))?;
            if ready.success() {
                return Ok(());
            }
            if matches!(self.guard.try_wait(), Ok(Some(_))) {
                return Err("initdb failed: its words are above".to_owned());
            }
            sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
        Err(format!("the PostgreSQL server does not answer after 30 seconds; its log:\n{log}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // Nothing is left to do when it is gone already.
        let _ = self.guard.wait();
    }
}

/// The folder of `initdb`, of the newest version.
fn find_programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok();
    let newest = versions
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists() && bin.join("postgres").exists())
        .max_by_key(|bin| {
            bin.parent().and_then(Path::file_name)?.to_str()?.split('.').next()?.parse::<u32>().ok()
        });
    let in_path = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|bin| bin.join("initdb").exists() && bin.join("postgres").exists())
    };
    newest.or_else(in_path)
}

/// Installs Debian's packages without the cluster they would set up and start.
fn install() -> Result<(), String> {
    const SCRIPT: &str = "set -e
        export DEBIAN_FRONTEND=noninteractive
        apt-get update
        apt-get install -y postgresql-common
        sed -i 's/^#* *create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
        apt-get install -y postgresql";
    let manual = "install PostgreSQL (Debian: apt-get install postgresql), or name a server in \
                  TEST_POSTGRES_URL; plain `cargo test` leaves out what needs one";
    if !Path::new("/usr/bin/apt-get").exists() {
        return Err(format!("PostgreSQL is missing, and there is no apt-get: {manual}"));
    }
    let may_sudo = || Command::new("sudo").args(["-n", "true"]).stderr(Stdio::null()).status();
    let mut command = if is_root() {
        Command::new("sh")
    } else if may_sudo().is_ok_and(|status| status.success()) {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "sh"]);
        sudo
    } else {
        return Err(format!("PostgreSQL is missing, and neither root nor sudo is at hand: {manual}"));
    };
    eprintln!("installing PostgreSQL from the distribution's packages");
    match command.args(["-c", SCRIPT]).stdout(io::stderr()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("PostgreSQL could not be installed: {manual}")),
        Err(error) => Err(format!("PostgreSQL could not be installed ({error}): {manual}")),
    }
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|us| us.uid() == 0)
}

/// A command that runs its arguments as a user the server accepts.
fn as_user() -> Vec<String> {
    if !is_root() {
        return vec!["env".to_owned()];
    }
    ["setpriv", "--reuid", USER, "--regid", USER, "--clear-groups", "--"].map(str::to_owned).to_vec()
}

/// A new folder that the server's user owns.
fn make_folder() -> Result<PathBuf, String> {
    let folder = std::env::temp_dir().join(format!("strobila-postgres-{}", std::process::id()));
    let failed = |error: io::Error| format!("cannot make {}: {error}", folder.display());
    fs::create_dir(&folder).map_err(failed)?;
    if is_root() {
        let owned = Command::new("chown").arg(USER).arg(&folder).status();
        if !owned.map_err(failed)?.success() {
            return Err(format!("there is no user {USER} to run the server as"));
        }
    }
    Ok(folder)
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn spawn(programs: &Path, folder: &Path, port: u16) -> Result<Child, String> {
    Command::new("sh")
        .args(["-c", GUARD, "guard"])
        .args([folder, programs])
        .arg(port.to_string())
        .args(as_user())
        .stdin(Stdio::piped())
        .process_group(0)
        .current_dir(folder)
        .spawn()
        .map_err(|error| format!("cannot start the PostgreSQL server: {error}"))
}
